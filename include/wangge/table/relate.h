/* Rows of described tables by what they hold and what they link to. Statements are composed of descriptions and carry
 * no scope: rules of work/ ask them, and say no more than that there is such a row. */
#ifndef WANGGE_TABLE_RELATE_H
#define WANGGE_TABLE_RELATE_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct field;
struct pool;
struct record;
struct rows;
struct table;

#define FIND_FIELDS 8

/* Living rows whose fields (at most FIND_FIELDS) hold what the record holds; rows: id, area, area_name, path. At most
 * limit, the oldest first. */
enum err relate_find(struct db *db, struct pool *pool, const struct table *table, const struct field *const *fields,
                     size_t count, const struct record *record, int limit, struct rows *out, struct error *e);
/* How many living rows link to the row id by the field. */
enum err relate_count(struct db *db, const struct table *table, const struct field *field, int64_t id, int64_t *out,
                      struct error *e);
/* By which fields of which described tables living rows link to that row of the table; rows: kind (a table), field. One
 * statement for all tables: most of them have no such row. */
enum err relate_kinds(struct db *db, struct pool *pool, const struct table *to, int64_t id, struct rows *out,
                      struct error *e);
/* Living rows that link to id by the field, have none of the links first (count of them) and lie elsewhere
 * than in area; rows: id, area. */
enum err relate_elsewhere(struct db *db, struct pool *pool, const struct table *table, const struct field *field,
                          int64_t id, const struct field *const *first, size_t count, int64_t area, struct rows *out,
                          struct error *e);
/* Puts those rows, and deleted ones, into area. Where a row lies is not what people say of it: its version stays. */
enum err relate_follow(struct db *db, const struct table *table, const struct field *field, int64_t id,
                       const struct field *const *first, size_t count, int64_t area, struct error *e);

#endif

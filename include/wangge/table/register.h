/* Registers: tables whose rows belong to a person or a household. */
#ifndef WANGGE_TABLE_REGISTER_H
#define WANGGE_TABLE_REGISTER_H

#include "wangge/base/error.h"

#include <stdint.h>

struct db;
struct field;
struct pool;
struct rows;
struct table;

/* Whose rows: of one person; of a household; of all people in a household. */
enum register_of { REGISTER_OF_PERSON, REGISTER_OF_HOUSEHOLD, REGISTER_OF_PEOPLE };

/* The link by which the rows of a described table belong to such a one, NULL when they do not. */
const struct field *register_link(const struct table *table, enum register_of of);

/* Which described tables have living rows that belong to id, wherever they lie: one question for all of them, so that
 * only these need be read. rows: kind. */
enum err register_kinds(struct db *db, struct pool *pool, enum register_of of, int64_t id, struct rows *out,
                        struct error *e);
/* The living rows that belong to id (a person or a household), the newest first; rows: id, owner (the person or
 * household) and the table's listed fields as they are stored. lo, hi, own and me as in list statements. */
enum err register_rows(struct db *db, struct pool *pool, const struct table *table, enum register_of of, int64_t id,
                       const char *lo, const char *hi, int own, int64_t me, struct rows *out, struct error *e);
/* Whoever has a living row in that table of people; rows: person. Scope as above. */
enum err register_people(struct db *db, struct pool *pool, const struct table *table, const char *lo, const char *hi,
                         int own, int64_t me, struct rows *out, struct error *e);

#endif

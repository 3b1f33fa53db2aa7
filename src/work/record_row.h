/* Records and rows of visits and cases: what both need beside table/record.h. */
#ifndef WANGGE_SRC_WORK_RECORD_ROW_H
#define WANGGE_SRC_WORK_RECORD_ROW_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct bind;
struct db;
struct record;
struct rows;
struct table;
struct work;

/* The described fields of a row, its id and version, nothing else. */
void record_of_row(struct record *record, const struct table *table, const struct rows *rows, size_t row);
/* Fields that the record does not have at all come from the row: a change may name only what it changes. So do those
 * that are read only, whatever the record says of them. */
void record_fill(struct record *record, const struct table *table, const struct rows *rows, size_t row);
/* "MQ-20261018-0007": the next number of today; inside a write transaction. */
enum err number_of_day(struct db *db, const char *prefix, char *out, size_t room, struct error *e);
/* Keeps a version of the record; inside the transaction of the change. */
enum err history_write(struct work *work, const char *kind, int64_t id, int64_t version, const struct record *record,
                       struct error *e);
/* check_record, and behind it a fault of the caller's own (NULL: none). */
enum err record_check(const struct table *table, struct record *record, const struct error *own,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* ERR_CONFLICT that names the visit or case. */
enum err saved_meanwhile(const struct rows *row, struct error *e);
/* 0 binds null. */
struct bind bind_some(const char *name, int64_t value);

#endif

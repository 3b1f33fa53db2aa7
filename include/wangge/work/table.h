/* The information tables with the actor's rights, scope, masks, rules, audit and search keys around table/store.h.
 * What is marked masked in the description comes out masked; given back as it came, it stays as it was. A row that
 * belongs to a person, household or house lies in the area of that one. */
#ifndef WANGGE_WORK_TABLE_H
#define WANGGE_WORK_TABLE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct rows;
struct table;
struct work;

#define ACTION_ROOM 64

/* The action of rights.csv that a table asks for, verb "read" or "write": that of the key "right" of the description,
 * else TABLE.verb where there is such a row, else BOARD.verb. */
const char *table_action(const struct table *table, const char *verb, char out[ACTION_ROOM]);
bool table_may(const struct work *work, const struct table *table, const char *verb);

enum err table_list(struct work *work, struct pool *pool, const struct table *table, const struct list_query *query,
                    struct rows *out, int64_t *total, struct error *e);
enum err table_read(struct work *work, const struct table *table, int64_t id, struct record *out, struct error *e);
/* The row with its numbers in full. Needs personal.reveal; the reason is kept in the audit. */
enum err table_reveal(struct work *work, const struct table *table, int64_t id, const char *reason, struct record *out,
                      struct error *e);
enum err table_add(struct work *work, const struct table *table, struct record *record, int64_t *id, struct error *e);
/* Lays what the record names over what is kept: over the version that it names (else ERR_CONFLICT), over any when it
 * names none. */
enum err table_change(struct work *work, const struct table *table, int64_t id, struct record *record, struct error *e);
enum err table_delete(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e);
enum err table_restore(struct work *work, const struct table *table, int64_t id, struct error *e);

#endif

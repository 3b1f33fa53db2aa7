/* The information tables with the actor's rights, scope, masks, rules, audit and search keys around table/store.h.
 * What is marked masked in the description comes out masked; given back as it came, it stays as it was. A row that
 * belongs to a person, household or house lies in the area of that one. */
#ifndef WANGGE_WORK_TABLE_H
#define WANGGE_WORK_TABLE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
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
/* By which fields of which tables rows link to this one, wherever they lie; rows: kind (a table), field. */
enum err table_linked(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                      struct error *e);
enum err table_add(struct work *work, const struct table *table, struct record *record, int64_t *id, struct error *e);
/* Would table_add take it? Nothing is written. */
enum err table_check(struct work *work, const struct table *table, struct record *record, struct error *e);
/* Lays what the record names over what is kept: over the version that it names (else ERR_CONFLICT), over any when it
 * names none. */
enum err table_change(struct work *work, const struct table *table, int64_t id, struct record *record, struct error *e);
enum err table_delete(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e);
enum err table_restore(struct work *work, const struct table *table, int64_t id, struct error *e);
/* The recycle list: rows as of table_list that were deleted. */
enum err table_list_deleted(struct work *work, struct pool *pool, const struct table *table,
                            const struct list_query *query, struct rows *out, int64_t *total, struct error *e);

enum put { PUT_ADD, PUT_CHANGE, PUT_SAME };
/* A row of an import, or a step of a larger change, in the caller's write transaction: place, rules, check, store and
 * index, without an audit row or a commit. id 0: the row of the actor's area that the table's unique fields, else its
 * key fields find; else a new one, with the defaults that the record leaves open. A row that belongs to a person may
 * tell citizen_id and name instead: the person is found, or made (in the household "household" or "address", a door).
 * dry needs no transaction and writes nothing; *out is 0 for what would be added. PUT_SAME: nothing was to be done.
 * *what and *out are left alone after an error, whose field names the column. */
enum err table_put(struct work *work, const struct table *table, struct record *record, int64_t id, bool dry,
                   enum put *what, int64_t *out, struct error *e);

/* What became of a row, the newest first; rows: version, at (ISO), by (login), by_name, action (add, change,
 * delete, restore), field, label, from, to (as people read them; what is masked is masked). A change has a row for each
 * field. */
enum err table_history(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                       struct error *e);
/* Brings the fields back to what they were in the version; a deleted row comes back. */
enum err table_restore_version(struct work *work, const struct table *table, int64_t id, int64_t version,
                               struct error *e);

/* One value of table_reveal in full. */
enum err table_reveal_field(struct work *work, const struct table *table, int64_t id, const char *field,
                            const char *reason, struct buffer *out, struct error *e);
/* Who looked at the person that the row is or belongs to (of other rows: at the row); as person_looked of
 * work/person.h. */
enum err table_looked(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                      struct error *e);

#endif

/* Households and people, as far as visits and cases need them; the tables themselves are store.h's. */
#ifndef WANGGE_WORK_HOUSEHOLD_H
#define WANGGE_WORK_HOUSEHOLD_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct record;
struct table;
struct list_query;
struct work;

/* By door number ("6-302", "6幢1单元302"), address, a person's name, initials of either, phone or ID tail; ranked:
 * exact, prefix, own grid first. rows: id, address, head (name), area, area_name, people, last_visit (date or ""),
 * kinds. */
enum err household_search(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                          struct error *e);
enum err household_find(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: id, name, sex, birth, age, relation, phone */
enum err household_people(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);

/* All search keys anew, after a bulk insert. */
enum err household_index_all(struct work *work, struct error *e);

/* The information tables by name, with the actor's rights and scope: list, read, add, change, delete, restore. They
 * keep the search keys up to date. What is marked masked in the description comes out masked; given back as it came, it
 * stays as it was. The area of a person is the household's. A change lays what the record names over what is kept: over
 * the version that it names (else ERR_CONFLICT), over any when it names none. */
enum err table_list(struct work *work, struct pool *pool, const struct table *table, const struct list_query *query,
                    struct rows *out, int64_t *total, struct error *e);
enum err table_read(struct work *work, const struct table *table, int64_t id, struct record *out, struct error *e);
/* The row with its numbers in full. Needs personal.reveal; the reason is kept in the audit. */
enum err table_reveal(struct work *work, const struct table *table, int64_t id, const char *reason, struct record *out,
                      struct error *e);
enum err table_add(struct work *work, const struct table *table, struct record *record, int64_t *id, struct error *e);
enum err table_change(struct work *work, const struct table *table, int64_t id, struct record *record, struct error *e);
enum err table_delete(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e);
enum err table_restore(struct work *work, const struct table *table, int64_t id, struct error *e);

#endif

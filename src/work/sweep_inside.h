/* What the files sweep*.c share. */
#ifndef WANGGE_SRC_WORK_SWEEP_INSIDE_H
#define WANGGE_SRC_WORK_SWEEP_INSIDE_H

#include "wangge/base/error.h"
#include "wangge/work/right.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field;
struct list_query;
struct pool;
struct record;
struct rows;
struct table;
struct work;

/* sweep.c: the sweep as one row of sweep.read. range: where the actor reads sweeps. */
enum err sweep_find(struct work *work, struct pool *pool, const char *id_or_no, struct scope_range *range,
                    struct rows *out, struct error *e);
enum err sweep_find_id(struct work *work, struct pool *pool, int64_t id, struct scope_range *range, struct rows *out,
                       struct error *e);
/* May the actor read the rows that the sweep is about? */
bool sweep_is_told(const struct work *work, const char *table);
/* Both days as they are written; a last day other than was ("" for none) is not over yet. */
enum err sweep_check_days(struct record *record, const char *was, struct error *e);
/* In the caller's transaction: everybody who works there finds a notice. sweep is a row of sweep_find. */
enum err sweep_tell_all(struct work *work, struct pool *pool, const struct rows *sweep, struct error *e);

/* sweep_freeze.c: the list that the sweep's filter makes, of the area. The row is of sweep.read, or a record. */
struct sweep_filter {
    const struct table *table;
    const char *conditions, *search;
    int64_t area;
};
/* At most limit rows of it, within the actor's rights: as table_list gives them. ERR_INVALID of the field conditions.
 */
enum err sweep_match(struct work *work, struct pool *pool, const struct sweep_filter *filter, int64_t limit,
                     struct rows *out, struct error *e);
/* In the caller's transaction: rows from..until of such a list onto the checklist, each once. *added counts on. */
enum err sweep_put(struct work *work, struct pool *pool, int64_t sweep, const struct table *table,
                   const struct rows *rows, size_t from, size_t until, bool late, int64_t *added, struct error *e);
/* In the caller's transaction: the list is whole, everybody is told. */
enum err sweep_begin(struct work *work, int64_t sweep, struct error *e);

/* sweep_follow.c: in the transaction of a change of a row, after the areas of what belongs to it have changed. */
enum err sweep_follow(struct work *work, const struct table *table, int64_t id, int64_t area, struct error *e);
/* Is a sweep under way whose rows, of this table, go where what they link to goes, and are not a person's or a
 * household's, which tell it by themselves? */
enum err sweep_lists(struct work *work, const struct table *table, const struct field *link, bool *out,
                     struct error *e);

#endif

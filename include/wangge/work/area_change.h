/* Areas that change: named anew, recoded, moved under another parent, merged, split, ended. Needs area.manage; each is
 * one transaction, and what was is kept (table area_change). In a dry run all of it is done and taken back, so that its
 * figures are those that come true.
 *
 * What follows, and what stays where it was made, is told for each table in include/wangge/work/area_row_rows.h:
 *
 * Rows of registers, who lives there, what is to be visited, open cases with their clocks, open rows of sweeps, search
 * and figures go with the area or the doors at once.
 *
 * The diary, closed cases, drawn samples, evaluations and their points stay in the area in which they were made. An
 * area that was merged lies inside the one that it went into from then on, so whoever reads that one reads them; a case
 * that is opened again lies where its area went. A month that was frozen or published is reckoned from what was kept
 * with it and never changes; one that was not is reckoned by what lies where now, so a month that is over is frozen
 * before. In the month of the change each leader answers for the own area until its last day.
 *
 * Of posts in an area that ends, those of leaders end when the other area has a leader; all others go along, and
 * deputies go with the posts. Who comes along works in the new area at once. */
#ifndef WANGGE_WORK_AREA_CHANGE_H
#define WANGGE_WORK_AREA_CHANGE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

/* What a change did, or would do: how many of what. */
#define AREA_EFFECTS 128
struct area_effect {
    const char *what; /* a table, or one of the words of area_effect_text */
    int64_t number;
};
struct area_effects {
    struct area_effect list[AREA_EFFECTS];
    size_t count;
};
/* In the language in use: "households", "posts that end". */
const char *area_effect_text(const char *what);
int64_t area_effect_of(const struct area_effects *effects, const char *what);

struct area_order {
    const char *why;              /* the reason, kept with the change; must be given */
    bool dry;                     /* nothing stays */
    struct area_effects *effects; /* may be NULL */
};

enum err area_rename(struct work *work, int64_t area, const char *name, const struct area_order *order,
                     struct error *e);
/* The code of the area, and of all below it that begin with the same: of a street's 321003111000 those that begin with
 * 321003111, of a community all 12 digits. The grids' files follow. */
enum err area_recode(struct work *work, int64_t area, const char *code, const struct area_order *order,
                     struct error *e);
/* Under another parent of a higher level. code: the new one, NULL leaves it; of a grid NULL makes it of the new
 * community's and its own suffix. */
enum err area_move(struct work *work, int64_t area, int64_t parent, const char *code, const struct area_order *order,
                   struct error *e);
/* All of an area goes into another one of its level, and the first ends today. */
enum err area_merge(struct work *work, int64_t from, int64_t into, const struct area_order *order, struct error *e);
/* Nothing may be in it: ERR_STATE tells what is. */
enum err area_end(struct work *work, int64_t area, const struct area_order *order, struct error *e);

/* What goes to a new area beside the one that it was in: rows of the tables building, house and household. A household
 * goes with its house, and whoever else lives in that house goes too. A building goes with the last of its houses; one
 * that lies in both areas from then on, as estates do, is a row in each. */
struct area_choice {
    const char *table; /* building, house or household */
    const int64_t *ids;
    size_t count;
};
/* The doors of an area, for whoever chooses and may see no residents: rows: door (address and building), households. */
enum err area_doors(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);
/* The households behind them: door is what area_doors tells, or an address alone for all of its buildings. ERR_INVALID,
 * field "door", for one that the area has not got. The ids live in pool. */
enum err area_choose(struct work *work, struct pool *pool, int64_t area, const char *const *doors, size_t count,
                     struct area_choice *out, struct error *e);
enum err area_split(struct work *work, int64_t from, const char *code, const char *name,
                    const struct area_choice *choices, size_t count, const struct area_order *order, int64_t *made,
                    struct error *e);

/* Changes of a year, as the bureau of statistics tells them: CSV with the columns code, change (added, removed,
 * renamed), level, name before, name after, district, street. Of one removed and one added under the same name in the
 * same street (or of streets whose names differ in 镇, 乡, 街道 alone) a recoding is made; what this place has not got
 * is passed over. rows: line, action (area_change, "skip" or "look"), code, name, to_code, to_name, note. All in one
 * transaction. */
enum err area_change_file(struct work *work, struct pool *pool, const char *text, size_t length,
                          const struct area_order *order, struct rows *out, struct error *e);

/* What happened to an area, newest first; rows: id, area, kind, from_code, from_name, from_parent_name, to_code,
 * to_name, to_parent_name, other, other_name, other_code, rows_moved, on_day, why, by_name, at. 0: to all where the
 * actor reads. */
enum err area_history(struct work *work, struct pool *pool, int64_t area, int limit, struct rows *out, struct error *e);
/* The areas right below one (0: the top), rows as of area_search and: below (how many areas), posts (how many),
 * ended_on, into_name. */
enum err area_children(struct work *work, struct pool *pool, int64_t parent, bool ended, struct rows *out,
                       struct error *e);
/* Who works in an area today; rows: name, login, role, from_on, to_on. */
enum err area_posts(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);

#endif

/* Rights as data (etc/rights.csv: a row an action, a column a role; in the cells own, unit, subtree, all or nothing;
 * the columns least and grant are the least and the most that a role made at the place may have): read by screens,
 * commands, statements, help. */
#ifndef WANGGE_WORK_RIGHT_H
#define WANGGE_WORK_RIGHT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct work;

/* In the order of their width. UNIT is OWN and what the actor's unit has in hand. */
enum scope { SCOPE_NONE, SCOPE_OWN, SCOPE_UNIT, SCOPE_SUBTREE, SCOPE_ALL };

enum err rights_load(const char *etc_dir, struct error *e);
bool right_is_known(const char *action);
const char *right_label(const char *action); /* what it allows, in the language in use; the action itself if unknown */

/* "visit.read", "case.accept" ... While the password has to be changed there is none. An action that is in no row of
 * the table is a programming error and ends the process. */
enum scope right_scope(const struct work *work, const char *action);
/* The same of a role, whoever holds it; SCOPE_NONE of an unknown one. */
enum scope right_of_role(const char *role, const char *action);
/* Is it a shipped role, a column of the table? The administrator's program is none: no account works as it. */
bool right_has_role(const char *role);
/* ERR_DENIED with a sentence that names what is missing. */
enum err right_need(const struct work *work, const char *action, struct error *e);

/* The narrowest that means something for the action: a role made at the place has that, or more, or nothing. */
enum scope right_least(const char *action);
/* All actions, in the order of the table. */
size_t right_count(void);
const char *right_action(size_t i);
/* The widest that a role of the place with this base may have: as the base or as the row's grant. Roles of
 * administrators and of the kiosk can only be narrowed. */
enum scope right_most(const char *base, const char *action);
/* Of whoever holds a post: its role's code, and what a role of the place has in the cell of the action (a word as
 * below; NULL: nothing of its own). */
enum scope right_of_post(const char *base, const char *cell, const char *action);
/* "own", "unit", "subtree", "all", "" and back; false for another word. */
const char *scope_word(enum scope scope);
bool scope_parse(const char *word, enum scope *out);

/* What a scoped statement binds: rows with path in [lo, hi), only own ones when own is 1, those and the unit's when it
 * is 2.
 * Statements say: a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or x.created_by = $me ...). */
struct scope_range {
    char lo[64], hi[64];
    int own;
    int64_t me;
};
enum err right_range(const struct work *work, const char *action, struct scope_range *out, struct error *e);
/* To what both reach: of two ranges of one actor the longer path lies within the shorter. */
void range_narrow(struct scope_range *range, const struct scope_range *by);

/* Every row of the table: what the tests hold it against. */
struct right {
    const char *role, *action;
    enum scope scope;
};
const struct right *rights_all(int *count);

#endif

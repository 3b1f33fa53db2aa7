/* Roles: those shipped (a column of etc/rights.csv each), and those made at the place. A role of the place has a
 * shipped one as its base; of single actions it has cells of its own, narrower than the base's, down to the action's
 * least, or as wide as its grant (work/right.h). A post bears the base's code, so whatever names roles holds, and
 * beside it the number of the place's. Needs role.read; role.write to change. Described in etc/tables/role.ini: id,
 * version, code, name_zh, name_en, base, note, cells ("visit.read=own case.close=": scopes as in etc/rights.csv,
 * nothing after = for not at all). */
#ifndef WANGGE_WORK_ROLE_H
#define WANGGE_WORK_ROLE_H

#include "wangge/base/error.h"
#include "wangge/work/right.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

struct role {
    int64_t id;                     /* 0 of a shipped one */
    const char *code, *name, *base; /* name: in the language in use; base: its own code, of a shipped one */
    const char *note;
    int64_t holders; /* who hold it today; only told to whoever may read users everywhere, else -1 */
};
/* The shipped ones in the order of the table, then those of the place; what they point to is the pool's. */
enum err role_list(struct work *work, struct pool *pool, struct role **out, size_t *count, struct error *e);
/* How far an action reaches for who holds a post of the role: base, and the role of the place or 0. */
enum err role_scope(struct work *work, const char *base, int64_t custom, const char *action, enum scope *out,
                    struct error *e);
/* Of any role by its code: *cells gets the scope of each action, in the order of right_action. ERR_NOT_FOUND. */
enum err role_find(struct work *work, struct pool *pool, const char *code, struct role *out, enum scope **cells,
                   struct error *e);
/* What the role's code reads like; custom 0 is a shipped one. In the pool. */
const char *role_text(struct work *work, struct pool *pool, const char *role, int64_t custom);
/* The code of either kind taken apart: base and number. ERR_INVALID, field "role". */
enum err role_parse(struct work *work, const char *code, char base[32], int64_t *custom, struct error *e);

/* Roles of the place only. A cell that is wider than may be is ERR_INVALID, field "cells". Nobody changes the role that
 * they hold. Who holds it goes on with the new rights at once (work/access.h). */
enum err role_read(struct work *work, const char *code, struct record *out, struct error *e);
enum err role_add(struct work *work, struct record *record, int64_t *id, struct error *e);
enum err role_change(struct work *work, const char *code, struct record *record, struct error *e);
/* One cell of it; SCOPE_NONE: not at all. */
enum err role_set_cell(struct work *work, const char *code, const char *action, enum scope scope, struct error *e);
/* Not while somebody holds it, or is to. */
enum err role_delete(struct work *work, const char *code, struct error *e);

#endif

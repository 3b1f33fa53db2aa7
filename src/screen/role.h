/* What the screens of roles share. */
#ifndef SCREEN_ROLE_H
#define SCREEN_ROLE_H

#include "wangge/work/right.h"

struct role;
struct ui;
struct work;

const char *role_scope_text(enum scope scope); /* one short word */
/* Where the action holds in a role of the place, chosen and saved; of a shipped one it is told only. */
void role_choose_scope(struct ui *ui, struct work *work, const struct role *role, const char *action, enum scope now);

#endif

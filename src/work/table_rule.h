/* The rules of single tables, and what they are written with. */
#ifndef WANGGE_SRC_WORK_TABLE_RULE_H
#define WANGGE_SRC_WORK_TABLE_RULE_H

#include "wangge/base/error.h"

#include <stdbool.h>

struct change;

/* Is the field another than before? (Of a new row: is it filled?) */
bool change_of(const struct change *c, const char *field);

enum err person_fill(struct change *c, struct error *e);
enum err person_check(struct change *c, struct error *e);
/* A household that links to a house has its door. */
enum err household_fill(struct change *c, struct error *e);
enum err house_done(struct change *c, struct error *e);
/* A notice is of a closed case, and has no personal data in it. */
enum err notice_fill(struct change *c, struct error *e);
enum err notice_check(struct change *c, struct error *e);
/* A leave lies where the user's post is; two of one user share no day. */
enum err leave_fill(struct change *c, struct error *e);
enum err leave_check(struct change *c, struct error *e);

#endif

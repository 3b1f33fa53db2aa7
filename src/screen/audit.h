/* How the audit reads: what audit_list.c and audit_view.c share. */
#ifndef SCREEN_AUDIT_H
#define SCREEN_AUDIT_H

#include <stddef.h>

struct pool;
struct rows;

/* "change users", with the command that was used in its place. */
const char *audit_tell_action(struct pool *pool, const struct rows *rows, size_t row);
/* "Users 12", "" for none. */
const char *audit_tell_object(struct pool *pool, const struct rows *rows, size_t row);

#endif

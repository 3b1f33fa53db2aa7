/* What the files of work/post share. */
#ifndef WANGGE_SRC_WORK_POST_INSIDE_H
#define WANGGE_SRC_WORK_POST_INSIDE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct post_wish;
struct rows;
struct work;

/* As it stands in the table; to_on NULL is open. */
struct post_row {
    int64_t account;
    const char *role; /* a shipped one */
    int64_t custom;
    int64_t area;
    const char *from_on, *to_on;
};

/* All in the caller's transaction and without a question of rights. instead: a post that will have ended, 0 for none.
 */
enum err post_check(struct work *work, const struct post_row *post, int64_t instead, struct error *e);
enum err post_begin(struct work *work, const struct post_row *post, int64_t *id, struct error *e);
enum err post_end(struct work *work, int64_t account, int64_t post, const char *to_on, struct error *e);

/* post_ask within the caller's transaction. */
enum err post_want(struct work *work, const struct post_wish *wish, int64_t *request, struct error *e);

/* Roles of the place get their code instead of the base's in the column role, and the rows a column role_name with what
 * either reads like. */
void post_name_roles(struct work *work, struct pool *pool, struct rows *rows, const char *role, const char *custom);

#endif

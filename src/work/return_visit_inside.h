/* What the files return_visit*.c share. */
#ifndef WANGGE_SRC_WORK_RETURN_VISIT_INSIDE_H
#define WANGGE_SRC_WORK_RETURN_VISIT_INSIDE_H

#include "wangge/base/error.h"

struct pool;
struct rows;
struct work;

/* The row of return_visit.find, ERR_NOT_FOUND outside of the scope of the action. */
enum err return_visit_find(struct work *work, struct pool *pool, const char *action, const char *id_or_no,
                           struct rows *out, struct error *e);

#endif

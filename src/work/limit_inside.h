/* Shared by limit.c and limit_site.c. */
#ifndef WANGGE_SRC_WORK_LIMIT_INSIDE_H
#define WANGGE_SRC_WORK_LIMIT_INSIDE_H

#include "wangge/work/limit.h"

/* "0.25" of the clock's unit, as whole seconds; false for what is none, or more than ten years. */
bool limit_read_amount(const char *text, enum clock_kind kind, int64_t *out);
/* Those of the file. */
size_t limit_shipped(const struct limit **out);
/* From now on these hold; NULL: those of the file. The caller keeps them. */
void limit_hold(const struct limit *list, size_t count);

#endif

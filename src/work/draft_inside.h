/* Title and record of a draft are sealed for their user. */
#ifndef WANGGE_SRC_WORK_DRAFT_INSIDE_H
#define WANGGE_SRC_WORK_DRAFT_INSIDE_H

#include <stddef.h>
#include <stdint.h>

struct pool;

const char *draft_sealed(struct pool *pool, int64_t account, const void *plain, size_t n);
/* NULL for what was changed, or sealed for somebody else or with another secret. */
const char *draft_opened(struct pool *pool, int64_t account, const char *text);

#endif

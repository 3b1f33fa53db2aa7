/* How long a case may take: the rows of limits.csv. */
#ifndef WANGGE_SRC_WORK_LIMIT_H
#define WANGGE_SRC_WORK_LIMIT_H

#include "wangge/base/error.h"

/* Once, before the first fork. */
enum err limits_load(const char *etc_dir, struct error *e);

#endif

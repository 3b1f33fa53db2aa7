/* What the files of statistics share. */
#ifndef WANGGE_SRC_WORK_FIGURES_H
#define WANGGE_SRC_WORK_FIGURES_H

#include "wangge/work/statistics.h"

void figures_add(struct figures *to, const struct figures *from);

#endif

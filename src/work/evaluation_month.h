/* Is a month still open? Once the month of a grid is frozen, nothing that its figures rest on may change. */
#ifndef WANGGE_SRC_WORK_EVALUATION_MONTH_H
#define WANGGE_SRC_WORK_EVALUATION_MONTH_H

#include "wangge/base/error.h"

#include <stdint.h>

struct work;

/* ERR_STATE when the evaluation of the month that the instant lies in is frozen for the area. */
enum err month_need_open(struct work *work, int64_t instant, int64_t area, struct error *e);

#endif

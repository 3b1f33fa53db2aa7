/* What the commands of the evaluation share. */
#ifndef WANGGE_SRC_COMMAND_EVALUATION_CALL_H
#define WANGGE_SRC_COMMAND_EVALUATION_CALL_H

#include "wangge/base/error.h"

struct call;

/* The first argument, which is a month: ERR_USAGE when it is none. */
enum err evaluation_call_month(struct call *call, const char **month, struct error *e);

#endif

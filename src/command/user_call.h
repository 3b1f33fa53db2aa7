/* What the files of the noun "user" share. */
#ifndef COMMAND_USER_CALL_H
#define COMMAND_USER_CALL_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct call;

/* The id of the user whose login (or id) is argument i. */
enum err user_call_id(struct call *call, size_t i, int64_t *id, struct error *e);

#endif

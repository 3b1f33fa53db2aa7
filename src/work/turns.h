/* Whose turn it is: states of cases in which something waits for the actor, for the binds $turns (of the actor's role)
 * and $handler_turns (of whom a case was handed to). */
#ifndef WANGGE_SRC_WORK_TURNS_H
#define WANGGE_SRC_WORK_TURNS_H

#include "wangge/base/buffer.h"

struct work;

struct turns {
    struct buffer role, handler;
};

void turns_begin(const struct work *work, struct turns *turns);
void turns_end(struct turns *turns);

#endif

#include "turns.h"

#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

void turns_begin(const struct work *work, struct turns *turns)
{
    *turns = (struct turns){0};
    workflow_turns(work->actor.role, &turns->role);
    if (right_scope(work, "case.handle") != SCOPE_NONE)
        workflow_turns("handler", &turns->handler);
}

void turns_end(struct turns *turns)
{
    buffer_free(&turns->role);
    buffer_free(&turns->handler);
}

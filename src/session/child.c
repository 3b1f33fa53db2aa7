#include "session.h"

#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>

int session_child(struct session *session)
{
    char tag[24];
    snprintf(tag, sizeof tag, "#%llu", (unsigned long long)session->id);
    log_set_tag(tag);
    enum wire_result result = WIRE_OK;
    while (result == WIRE_OK && !session->begin)
        result = wire_serve(&session->wire, session_handlers, session);
    int status = result == WIRE_BREACH ? EXIT_FAILURE : EXIT_SUCCESS;
    if (session->begin)
        status = session_run(session);
    work_close(&session->work);
    mem_free(session->line);
    mem_free(session->proof.key);
    wire_close(&session->wire);
    return status;
}

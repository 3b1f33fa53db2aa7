/* What waits for another person's word: at most one request of a case is open. */
#include "case_do.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

enum err case_ask(struct step *step, struct error *e)
{
    const struct case_now *now = step->now;
    struct buffer given = {0};
    int64_t id = 0;
    enum err r = db_next(now->work->db, "case_request", &id, e);

    record_write(step->given, &given);
    step->asked = step->transition->command;
    if (r == ERR_NONE)
        r = db_execute(now->work->db, "case_request.insert",
                       BINDS(BIND_INT("id", id), BIND_INT("case_file", now->id), BIND_TEXT("command", step->asked),
                             BIND_INT("me", now->me), BIND_INT("now", step->at), BIND_TEXT("text", step->text),
                             BIND_TEXT("given", buffer_text(&given))),
                       NULL, e);
    buffer_free(&given);
    return r;
}

enum err case_request_read(const struct case_now *now, struct case_request *out, struct error *e)
{
    struct rows rows;
    *out = (struct case_request){.command = "", .text = ""};
    enum err r = db_query(now->work->db, now->pool, "case_request.open", BINDS(BIND_INT("id", now->id)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_STATE, NULL, _("Nothing waits for approval."));
    if (r != ERR_NONE)
        return r;
    const char *given = rows_text(&rows, 0, "given");
    *out = (struct case_request){
        .id = rows_int(&rows, 0, "id"),
        .asked_by = rows_int(&rows, 0, "asked_by"),
        .asked_hand = rows_int(&rows, 0, "asked_hand"),
        .command = rows_text(&rows, 0, "command"),
        .text = rows_text(&rows, 0, "text"),
        .given = record_new(),
    };
    if (record_parse(out->given, given, strlen(given)))
        return ERR_NONE;
    record_free(&out->given);
    return error_set(e, ERR_FAILED, NULL, _("What was asked for cannot be read."));
}

enum err case_request_end(const struct step *step, const char *decision, struct error *e)
{
    const struct case_now *now = step->now;
    return db_execute(now->work->db, "case_request.end",
                      BINDS(BIND_INT("id", now->id), BIND_TEXT("decision", decision),
                            BIND_INT("me", now->work->actor.user), BIND_INT("now", step->at),
                            BIND_TEXT("text", strcmp(decision, "withdrawn") == 0 ? "" : step->text)),
                      NULL, e);
}

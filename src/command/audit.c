/* The noun "audit": who did what. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/anchor.h"
#include "wangge/base/config.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/work/audit.h"
#include "wangge/work/audit_verify.h"
#include "wangge/work/work.h"

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : audit_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static json_t *json_of_verdict(const struct audit_verdict *v)
{
    static const char *const seals[] = {"none", "unreadable", "unchecked", "checked"};

    return json_pack("{s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "good",
                     (int)audit_is_good(v), "fault", audit_fault_name(v->fault), "row", (json_int_t)v->row, "until",
                     (json_int_t)v->until, "rows", (json_int_t)v->rows, "first", (json_int_t)v->first, "last",
                     (json_int_t)v->last, "pruned", (json_int_t)v->pruned, "anchors", audit_anchors_name(v), "seals",
                     seals[v->seals], "anchors_file", v->anchors_file, "anchors_line", (json_int_t)v->anchors_no,
                     "anchors_lines", (json_int_t)v->anchors_lines, "seen", (json_int_t)v->seen, "unseen",
                     (json_int_t)v->unseen);
}

/* On the server, by root, this changes nothing: what it looks at may be evidence. */
static enum err run_verify(struct call *call, struct error *e)
{
    const struct config *config = config_in_use();
    char folder[4096] = "";
    struct audit_verdict verdict;

    if (config) {
        anchor_folder(config, folder, sizeof folder);
    }
    enum err r = audit_verify(call->work, folder, &verdict, e);
    if (!r && call->work->actor.user != 0) {
        r = audit_write(call->work, "audit.verify", "audit", verdict.row, 1,
                        audit_is_good(&verdict)       ? "good"
                        : verdict.fault != AUDIT_GOOD ? audit_fault_name(verdict.fault)
                                                      : "anchors",
                        e);
    }
    if (r) {
        return r;
    }
    if (call->json) {
        print_json(call, json_of_verdict(&verdict));
    } else {
        fprintf(call->io->out, "%s\n", audit_verdict_text(call->pool, &verdict));
    }
    return audit_is_good(&verdict) ? ERR_NONE : error_set(e, ERR_FAILED, NULL, _("The audit is not what was written."));
}

const struct command audit_commands[] = {
    {.noun = "audit",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE]",
     .options = LIST_OPTIONS,
     .right = "audit.read",
     .run = run_list,
     .help = N_("who did what, newest first")},
    {.noun = "audit",
     .verb = "verify",
     .usage = "",
     .right = "audit.verify",
     .run = run_verify,
     .help = N_("whether the audit is what was written; exit status 1 when it is not"),
     .example = "audit verify --json"},
    {.noun = NULL           },
};

/* The noun "audit": who did what. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/anchor.h"
#include "wangge/base/array.h"
#include "wangge/base/config.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/audit_verify.h"
#include "wangge/work/work.h"

#define SHOWN_BESIDE 5

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

/* One row in words, and what was done before and after it in the same session. */
static enum err run_show(struct call *call, struct error *e)
{
    struct rows row, around[2];
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);
    r = r ? r : audit_read(call->work, call->pool, id, &row, e);
    r = r ? r : audit_beside(call->work, call->pool, &row, SHOWN_BESIDE, &around[0], &around[1], e);
    if (r) {
        return r;
    }
    json_t *object = json_of_row(call->table, &row, 0);
    json_object_set_new(object, "hash", json_string(rows_text(&row, 0, "hash")));
    json_object_set_new(object, "user_name", json_string(rows_text(&row, 0, "user_name")));
    json_object_set_new(object, "area_name", json_string(rows_text(&row, 0, "area_name")));
    if (!call->json) {
        struct record *record = record_new();
        record_from_row(record, call->table, &row, 0);
        print_record(call, call->table, record);
        record_free(&record);
    }
    for (size_t i = 0; i < COUNT_OF(around); i++) {
        json_t *list = json_array();
        for (size_t k = 0; k < around[i].count; k++) {
            json_array_append_new(list, json_of_row(call->table, &around[i], k));
        }
        json_object_set_new(object, i == 0 ? "before" : "after", list);
        if (!call->json && around[i].count) {
            print_plain(call, "\n%s\n", i == 0 ? _("Before it in the same session:") : _("After it:"));
            print_list(call, &around[i], (int64_t)around[i].count);
        }
    }
    if (call->json) {
        print_json(call, object);
    } else {
        json_decref(object);
    }
    return ERR_NONE;
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
     .verb = "show",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "audit.read",
     .run = run_show,
     .help = N_("one row of the audit, and what was done before and after it in the same session"),
     .example = "audit show 42 --json"},
    {.noun = "audit",
     .verb = "verify",
     .usage = "",
     .right = "audit.verify",
     .run = run_verify,
     .help = N_("whether the audit is what was written; exit status 1 when it is not"),
     .example = "audit verify --json"},
    {.noun = NULL},
};

/* The noun "erasure": deletion of a person's data on request. */
#include "call.h"
#include "input.h"
#include "link.h"
#include "output.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/erasure.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : erasure_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err show(struct call *call, const char *id_or_no, struct error *e)
{
    struct record *record = record_new();
    struct rows against = {0};
    enum err r = erasure_read(call->work, id_or_no, record, e);
    bool asked = strcmp(record_get(record, "state"), "asked") == 0;

    if (!r && asked) {
        r = erasure_obstacles(call->work, call->pool, record_int(record, "person"), &against, e);
    }
    if (!r) {
        link_names(call, record);
    }
    if (!r && call->json) {
        json_t *object = json_of_record(call->table, record), *list = json_array();
        for (size_t i = 0; i < against.count; i++) {
            json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "kind", rows_text(&against, i, "kind"), "text",
                                                  rows_text(&against, i, "text"), "blocks",
                                                  (int)rows_int(&against, i, "blocks")));
        }
        json_object_set_new(object, "against", list);
        print_json(call, object);
    } else if (!r) {
        print_record(call, call->table, record);
        for (size_t i = 0; i < against.count; i++) {
            print_plain(call, "%s %s\n", rows_int(&against, i, "blocks") ? "!" : "-", rows_text(&against, i, "text"));
        }
    }
    record_free(&record);
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    return show(call, call_argument(call, 0), e);
}

static enum err show_id(struct call *call, int64_t id, struct error *e)
{
    return show(call, pool_format(call->pool, "%lld", (long long)id), e);
}

static enum err run_ask(struct call *call, struct error *e)
{
    const char *reason = call_option(call, "reason");
    int64_t person = 0, id = 0;
    enum err r = call_id(call, 0, &person, e);

    r = r ? r : erasure_ask(call->work, person, reason ? reason : "", &id, e);
    return r ? r : show_id(call, id, e);
}

static enum err run_decide(struct call *call, struct error *e)
{
    bool approve = call_option(call, "approve") != NULL, refuse = call_option(call, "refuse") != NULL;
    int64_t job = 0;

    if (approve == refuse) {
        return error_set(e, ERR_USAGE, NULL, _("Say --approve or --refuse."));
    }
    enum err r = erasure_decide(call->work, call_argument(call, 0), approve, call_option(call, "text"),
                                call_option(call, "sure"), &job, e);
    if (!r && job && job_has_starter()) {
        print_done(call, _("Job %lld goes on by itself; its result comes into the inbox."), (long long)job);
    }
    return r ? r : show(call, call_argument(call, 0), e);
}

static enum err run_withdraw(struct call *call, struct error *e)
{
    enum err r = erasure_withdraw(call->work, call_argument(call, 0), e);
    return r ? r : show(call, call_argument(call, 0), e);
}

const struct command erasure_commands[] = {
    {"erasure",                                           "list", "[--where=FIELD:VALUE]", 0, 0, LIST_OPTIONS, "erasure.read", run_list,
     N_("requests that the data of a person be deleted"), "erasure list --where=state:asked"},
    {"erasure",                            "show", "NO", 1, 1, "", "erasure.read", run_show,
     N_("one request: what speaks against it, or what was done"), NULL},
    {"erasure",                                                  "ask", "PERSON --reason=TEXT", 1, 1, "reason", "erasure.ask", run_ask,
     N_("asks that the data of a person (the id of person list) be deleted"),
     "erasure ask 312 --reason='moved away, asked in writing'"},
    {"erasure",                                     "decide", "NO --approve --sure=NO | NO --refuse --text=WHY", 1, 1, "approve! refuse! text sure",
     "erasure.decide", run_decide, N_("approves or refuses what somebody else asked; it cannot be undone"),
     "erasure decide SC-20261021-0001 --approve --sure=SC-20261021-0001"},
    {"erasure", "withdraw", "NO", 1, 1, "", "erasure.ask", run_withdraw, N_("takes an own request back"), NULL},
    {.noun = NULL                                                  },
};

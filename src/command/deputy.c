/* The noun "deputy": who acts for whom, from when to when. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/deputy.h"
#include "wangge/work/work.h"

#include <inttypes.h>

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return deputy_add(call->work, record, id, NULL, NULL, e);
}

static enum err read_deputy(struct call *call, const char *key, struct record *out, struct error *e)
{
    struct list_query query = {.limit = 1};
    struct rows rows = {0};
    enum err r = list_add_filter(&query, call->table, "id", key, e);

    r = r ? r : deputy_list(call->work, call->pool, &query, &rows, NULL, e);
    if (!r && rows.count == 0) {
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such deputy."));
    }
    if (!r) {
        record_from_row(out, call->table, &rows, 0);
        record_set_int(out, "id", rows_int(&rows, 0, "id"));
    }
    return r;
}

static const struct saver saver = {.add = add, .read = read_deputy};

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : deputy_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_end(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : deputy_end(call->work, id, e);
    if (!r) {
        print_done(call, _("Deputy %lld has ended."), (long long)id);
    }
    return r;
}

const struct command deputy_commands[] = {
    {"deputy",       "list", "", 0, 0, LIST_OPTIONS, "post.deputy", run_list,
     N_("who acts for whom; \"--as=LOGIN\" with any command acts for another"), "deputy list --where=state:now"},
    {"deputy",            "add", "", 0, 0, "@", "post.deputy", run_add,
     N_("names a deputy for yourself, or for somebody of your area, from a day to a day"),
     "deputy add --acting=grid01b --from_on=t --to_on=+7 --reason=leave"},
    {"deputy",             "end", "ID", 1, 1, "", "post.deputy", run_end, N_("ends it before its day"), "deputy end 3"},
    {.noun = NULL},
};

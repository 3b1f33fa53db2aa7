/* The noun "notice": what the staff is told. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/notice.h"

static enum err start(struct call *call, const struct record *given, struct record *out, struct error *e)
{
    (void)given;
    return notice_new(call->work, out, e);
}

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return notice_add(call->work, record, id, NULL, NULL, e);
}

static enum err read_notice(struct call *call, const char *key, struct record *out, struct error *e)
{
    return notice_read(call->work, key, out, e);
}

static const struct saver saver = {.start = start, .add = add, .read = read_notice};

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : notice_list(call->work, call->pool, &query, call_option(call, "ended") != NULL, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

/* Who reads it has read it. */
static enum err run_show(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : input_show(call, &saver, call_argument(call, 0), e);
    return r ? r : notice_mark(call->work, id, e);
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_withdraw(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : notice_withdraw(call->work, id, e);
    if (!r) {
        print_done(call, _("Notice %lld is taken back."), (long long)id);
    }
    return r;
}

const struct command notice_commands[] = {
    {.noun = "notice",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT] [--ended]",
     .options = LIST_OPTIONS " ended!",
     .right = "notice.read",
     .run = run_list,
     .help = N_("notices for you, newest first; --ended: those whose time is over, too"),
     .example = "notice list --json"},
    {.noun = "notice",
     .verb = "show",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "notice.read",
     .run = run_show,
     .help = N_("one notice; it counts as read")},
    {.noun = "notice",
     .verb = "add",
     .usage = "--title=TEXT --text=TEXT [--area=AREA] [--roles=ROLE,...] [--to_on=DAY]",
     .options = "@",
     .right = "notice.write",
     .run = run_add,
     .help = N_("posts a notice to the staff of your area or one below it"),
     .example = "notice add --title=... --text='...' --roles=grid_leader"},
    {.noun = "notice",
     .verb = "withdraw",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "notice.write",
     .run = run_withdraw,
     .help = N_("takes a notice back")},
    {.noun = NULL                                                                                  },
};

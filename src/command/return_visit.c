/* The noun "return_visit": asking visited households. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err read_one(struct call *call, const char *key, struct record *out, struct error *e)
{
    return return_visit_read(call->work, key, out, e);
}

static enum err tell_entry(struct call *call, const struct record *record, json_t *object, struct error *e)
{
    (void)e;
    if (object) {
        json_object_set_new(object, "entry", json_string(record_get(record, "entry")));
    } else if (*record_get(record, "entry") != '\0') {
        print_done(call, _("The entry: %s"), record_get(record, "entry"));
    }
    return ERR_NONE;
}

static const struct saver saver = {.read = read_one, .beside = tell_entry};

static enum err find(struct call *call, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    enum err r = return_visit_read(call->work, call_argument(call, 0), record, e);

    *id = record_int(record, "id");
    record_free(&record);
    return r;
}

static enum err show(struct call *call, enum err r, int64_t id, struct error *e)
{
    return r ? r : input_show(call, &saver, pool_format(call->pool, "%lld", (long long)id), e);
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : return_visit_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    return input_show(call, &saver, call_argument(call, 0), e);
}

static enum err run_draw(struct call *call, struct error *e)
{
    const char *how = call_option(call, "how"), *channels = call_option(call, "channels");
    struct return_draw draw = {.month = call_option(call, "month"),
                               .how = how ? how : "each",
                               .amount = 2,
                               .channels = channels ? channels : ""};
    enum err r = call_option(call, "amount") ? call_number(call, "amount", &draw.amount, e) : ERR_NONE;

    r = r ? r : call_number(call, "seed", &draw.seed, e);
    if (!r && call_option(call, "area")) {
        r = input_area(call, call_option(call, "area"), &draw.area, e);
    }
    r = r ? r : return_visit_draw(call->work, &draw, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:I, s:s, s:I, s:I, s:I, s:s}", "schema", 1, "id", (json_int_t)draw.id,
                                   "month", draw.month, "seed", (json_int_t)draw.seed, "frame", (json_int_t)draw.frame,
                                   "drawn", (json_int_t)draw.drawn, "frame_sum", draw.frame_sum));
    } else if (!r) {
        print_done(call, _("%lld of %lld visits are drawn, seed %lld"), (long long)draw.drawn, (long long)draw.frame,
                   (long long)draw.seed);
    }
    return r;
}

static enum err run_draws(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",          .label = N_("No."), .right = true},
        {.name = "month",        .label = N_("Month")},
        {.name = "area_name",       .label = N_("Area")},
        {.name = "how",                     .label = N_("Draw"), .codes = "draw_kind"},
        {.name = "amount",.label = N_("Amount"), .right = true},
        {.name = "seed",         .label = N_("Seed"), .right = true},
        {.name = "frame", .label = N_("Drawn from"), .right = true},
        {.name = "frame_sum",      .label = N_("Checksum")},
        {.name = "drawn",        .label = N_("Drawn"), .right = true},
        {.name = "done",        .label = N_("Done"), .right = true},
        {.name = NULL       },
    };
    struct rows rows = {0};
    enum err r = return_visit_draws(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = return_visit_add(call->work, call_argument(call, 0), &id, e);
    return show(call, r, id, e);
}

static enum err run_phones(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",          .label = N_("Number of")},
        {.name = "text",                     .label = N_("Phone")},
        {.name = "detail",.label = N_("Whose")},
        {.name = NULL     },
    };
    const char *full = call_option(call, "full"), *reason = call_option(call, "reason");
    struct rows rows = {0};
    struct buffer number = {0};
    int64_t id = 0;
    enum err r = find(call, &id, e);

    r = r ? r : return_visit_phones(call->work, call->pool, id, &rows, e);
    if (!r && full) {
        r = return_visit_reveal(call->work, id, full, reason ? reason : "", &number, e);
    }
    if (!r && full && call->json) {
        print_json(call, json_pack("{s:i, s:s, s:s}", "schema", 1, "id", full, "phone", buffer_text(&number)));
    } else if (!r && full) {
        print_done(call, "%s", buffer_text(&number));
    } else if (!r) {
        print_plain_list(call, &rows, columns);
    }
    buffer_free(&number);
    return r;
}

static enum err run_do(struct call *call, struct error *e)
{
    struct record *record = record_new();
    int64_t id = 0;
    enum err r = find(call, &id, e);

    record_set(record, "reached", "1");
    r = r ? r : input_options(call, record, e);
    r = r ? r : return_visit_call(call->work, id, record, NULL, NULL, e);
    record_free(&record);
    return show(call, r, id, e);
}

static enum err look(struct call *call, bool stands, struct error *e)
{
    const char *text = call_option(call, "text");
    int64_t id = 0;
    enum err r = find(call, &id, e);

    r = r ? r : return_visit_look(call->work, id, stands, text ? text : "", e);
    return show(call, r, id, e);
}

static enum err run_strike(struct call *call, struct error *e)
{
    return look(call, false, e);
}

static enum err run_keep(struct call *call, struct error *e)
{
    return look(call, true, e);
}

static enum err run_take_back(struct call *call, struct error *e)
{
    const char *text = call_option(call, "text");
    int64_t id = 0;
    enum err r = find(call, &id, e);

    r = r ? r : return_visit_take_back(call->work, id, text ? text : "", e);
    return show(call, r, id, e);
}

const struct command return_visit_commands[] = {
    {.noun = "return_visit",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT]",
     .options = LIST_OPTIONS,
     .right = "return_visit.read",
     .run = run_list,
     .help = N_("return visits to households; leaders see what came of their own entries"),
     .example = "return_visit list --where=state:open --json"},
    {.noun = "return_visit",
     .verb = "show",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "return_visit.read",
     .run = run_show,
     .help = N_("one return visit, by the number of its visit")},
    {.noun = "return_visit",
     .verb = "draw",
     .usage = "--month=YYYY-MM [--area=AREA] [--how=each] [--amount=N] [--channels=LIST] [--seed=N]",
     .options = "month area how amount channels seed",
     .right = "return_visit.write",
     .run = run_draw,
     .help = N_("draws visits of a month to be asked about: total, each (grid) or percent"),
     .example = "return_visit draw --month=2026-10 --how=each --amount=2"},
    {.noun = "return_visit",
     .verb = "draws",
     .usage = "",
     .right = "return_visit.read",
     .run = run_draws,
     .help = N_("what was drawn, with seeds and checksums")},
    {.noun = "return_visit",
     .verb = "add",
     .usage = "VISIT",
     .least = 1,
     .most = 1,
     .right = "return_visit.write",
     .run = run_add,
     .help = N_("one visit to be asked about, by hand"),
     .example = "return_visit add MQ-20261018-0007"},
    {.noun = "return_visit",
     .verb = "phones",
     .usage = "NO [--full=ID --reason=TEXT]",
     .least = 1,
     .most = 1,
     .options = "full reason",
     .right = "return_visit.write",
     .run = run_phones,
     .help = N_("the numbers of the household, masked; one of them in full with a reason")},
    {.noun = "return_visit",
     .verb = "do",
     .usage = "NO [--reached=0] --visited=yes|no|unsure [--satisfaction=N] [--text=TEXT]",
     .least = 1,
     .most = 1,
     .options = "@",
     .right = "return_visit.write",
     .run = run_do,
     .help = N_("what came of a call"),
     .example = "return_visit do MQ-20261018-0007 --visited=yes --satisfaction=1"},
    {.noun = "return_visit",
     .verb = "strike",
     .usage = "NO --text=WHY",
     .least = 1,
     .most = 1,
     .options = "text",
     .right = "return_visit.write",
     .run = run_strike,
     .help = N_("a second person agrees that it was no visit: the entry does not count, the leader has to go there")},
    {.noun = "return_visit",
     .verb = "keep",
     .usage = "NO --text=WHY",
     .least = 1,
     .most = 1,
     .options = "text",
     .right = "return_visit.write",
     .run = run_keep,
     .help = N_("a second person lets the entry stand")},
    {.noun = "return_visit",
     .verb = "take back",
     .usage = "NO --text=WHY",
     .least = 1,
     .most = 1,
     .options = "text",
     .right = "return_visit.write",
     .run = run_take_back,
     .help = N_("an entry that was struck out counts again")},
    {.noun = NULL},
};

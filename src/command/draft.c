/* The noun "draft": what was typed and not saved yet. */
#include "call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/work/draft.h"

#include <inttypes.h>

static enum err run_list(struct call *call, struct error *e)
{
    enum { N = 4 };
    struct column columns[N] = {
        {.label = _("form")},
        {.label = _("id"),   .right = true},
        {.label = _("title")                 },
        {.label = _("saved at")}
    };
    struct draft *drafts = NULL;
    size_t count = 0;
    enum err r = draft_list(call->work, call->pool, &drafts, &count, e);

    if (r) {
        return r;
    }
    const char **cells = pool_new_piece(call->pool, N * count + 1, sizeof *cells);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        char iso[DATE_ISO], minute[DATE_MINUTE];
        instant_iso(drafts[i].saved_at, iso);
        instant_minute(drafts[i].saved_at, minute);
        json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s, s:s}", "form", drafts[i].form, "object",
                                              (json_int_t)drafts[i].object, "title", drafts[i].title, "field",
                                              drafts[i].field, "saved_at", iso));
        cells[i * N] = drafts[i].form;
        cells[i * N + 1] = pool_format(call->pool, "%" PRId64, drafts[i].object);
        cells[i * N + 2] = drafts[i].title;
        cells[i * N + 3] = pool_text(call->pool, minute);
    }
    if (call->json) {
        print_json_list(call, list, (int64_t)count);
    } else {
        print_cells(call, columns, N, cells, count);
        json_decref(list);
    }
    return ERR_NONE;
}

static enum err run_discard(struct call *call, struct error *e)
{
    int64_t object = 0;
    enum err r = call_argument(call, 1) ? call_id(call, 1, &object, e) : ERR_NONE;

    r = r ? r : draft_discard(call->work, call_argument(call, 0), object, e);
    if (!r) {
        print_done(call, _("The draft is discarded; it is kept for 7 days."));
    }
    return r;
}

const struct command draft_commands[] = {
    {.noun = "draft",                          .verb = "list", .usage = "", .run = run_list, .help = N_("your drafts, newest first")},
    {.noun = "draft",
     .verb = "discard",
     .usage = "FORM [ID]",
     .least = 1,
     .most = 2,
     .run = run_discard,
     .help = N_("discards a draft")},
    {.noun = NULL},
};

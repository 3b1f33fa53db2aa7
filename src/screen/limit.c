/* Time limits of cases: what holds, what was changed, changing one. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/limit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WRITE "limit.write"

static const char *const NAMES[] = {"id", "mark",   "category", "urgency", "stage", "limit", "shipped",
                                    "by", "c_code", "u_code",   "s_code",  "clock", "amount"};
enum column {
    ID,
    MARK,
    CATEGORY,
    URGENCY,
    STAGE,
    LIMIT,
    SHIPPED,
    BY,
    C_CODE,
    U_CODE,
    S_CODE,
    CLOCK,
    AMOUNT,
    COLUMN_COUNT
};

static const char *text_of(const char *list, const char *code)
{
    return *code == '\0' ? _("any") : code_text(list, code);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct limit_shown *list = NULL;
    size_t count = 0;
    enum err r = limit_list(to, pool, &list, &count, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, count, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < count; i++) {
        const struct limit *limit = &list[i].limit;
        double amount = (double)limit->amount / (double)clock_kind_unit(limit->kind);
        rows_put_int(pool, out, i, ID, (int64_t)i + 1);
        rows_put(out, i, MARK, list[i].at == 0 ? "" : "*");
        rows_put(out, i, CATEGORY, text_of("case_category", limit->category));
        rows_put(out, i, URGENCY, text_of("urgency", limit->urgency));
        rows_put(out, i, STAGE, code_text("case_stage", limit->stage));
        rows_put(out, i, LIMIT, limit_text(pool, limit));
        rows_put(out, i, SHIPPED, list[i].at == 0 || list[i].shipped == NULL ? "" : limit_text(pool, list[i].shipped));
        rows_put(out, i, BY, list[i].by);
        rows_put(out, i, C_CODE, limit->category);
        rows_put(out, i, U_CODE, limit->urgency);
        rows_put(out, i, S_CODE, limit->stage);
        rows_put(out, i, CLOCK, clock_kind_name(limit->kind));
        rows_put(out, i, AMOUNT, limit->amount == 0 ? "none" : pool_format(pool, "%g", amount));
    }
    return rows_page(pool, out, query, total);
}

/* --- changing ---------------------------------------------------------------------------------------------------- */

struct asked {
    char category[16], urgency[8], stage[24], clock[16], amount[24];
};

static bool search_codes(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    const struct code_list *list = code_list(to);
    size_t n = 0;
    rows_make(pool, out, list->count + 1, COUNT_OF(columns), columns);
    if (strcmp(to, "case_stage") != 0 && *typed == '\0') {
        rows_put(out, n, 0, "-");
        rows_put(out, n, 1, _("any"));
        rows_put(out, n++, 2, "");
    }
    for (size_t i = 0; i < list->count; i++) {
        const char *text = code_text(list->name, list->codes[i].code);
        if (list->codes[i].retired ||
            (!text_contains(text, typed) && strncmp(list->codes[i].code, typed, strlen(typed)) != 0 &&
             strncmp(list->codes[i].initials, typed, strlen(typed)) != 0))
            continue;
        rows_put(out, n, 0, list->codes[i].code);
        rows_put(out, n, 1, text);
        rows_put(out, n++, 2, list->codes[i].code);
    }
    out->count = n;
    return true;
}

static bool pick(struct ui *ui, const char *title, const char *list, char *out, size_t room)
{
    char text[128], name[24];
    text_copy(name, sizeof name, list);
    if (!ui_pick(ui, title, search_codes, name, false, "", out, room, text, sizeof text))
        return false;
    if (strcmp(out, "-") == 0)
        *out = '\0';
    return true;
}

static bool choose_clock(struct ui *ui, char *out, size_t room)
{
    struct ui_choice choices[CLOCK_KINDS];
    int start = 0;
    for (int i = 0; i < CLOCK_KINDS; i++) {
        const char *name = clock_kind_name((enum clock_kind)i);
        choices[i] = (struct ui_choice){.letter = *name, .text = code_text("clock_kind", name)};
        if (strcmp(name, out) == 0)
            start = i;
    }
    choices[CLOCK_DAYS].letter = 'd';
    int taken = ui_choose(ui, _("In what the time is counted"), choices, CLOCK_KINDS, start);
    if (taken >= 0)
        text_copy(out, room, clock_kind_name((enum clock_kind)taken));
    return taken >= 0;
}

static void save(struct ui *ui, struct work *work, struct asked *asked)
{
    struct error e = {0};
    if (!choose_clock(ui, asked->clock, sizeof asked->clock) ||
        !ui_ask(ui, code_text("clock_kind", asked->clock), _("How many; none for no limit"), false, asked->amount,
                sizeof asked->amount))
        return;
    if (!ui_confirm(ui, "%s", _("Change this limit? Clocks that run are reckoned anew from when they began.")))
        return;
    if (limit_set(work, asked->category, asked->urgency, asked->stage, asked->amount, asked->clock, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The limit is changed; the clocks that run follow in a moment."));
}

static void take_row(struct asked *asked, const struct rows *rows, size_t row)
{
    text_copy(asked->category, sizeof asked->category, rows_text(rows, row, "c_code"));
    text_copy(asked->urgency, sizeof asked->urgency, rows_text(rows, row, "u_code"));
    text_copy(asked->stage, sizeof asked->stage, rows_text(rows, row, "s_code"));
    text_copy(asked->clock, sizeof asked->clock, rows_text(rows, row, "clock"));
    text_copy(asked->amount, sizeof asked->amount, rows_text(rows, row, "amount"));
}

static void add(struct ui *ui, struct work *work)
{
    struct asked asked = {.clock = "days"};
    if (pick(ui, _("Of which category?"), "case_category", asked.category, sizeof asked.category) &&
        pick(ui, _("Of which urgency?"), "urgency", asked.urgency, sizeof asked.urgency) &&
        pick(ui, _("Of which stage?"), "case_stage", asked.stage, sizeof asked.stage))
        save(ui, work, &asked);
}

static void reset(struct ui *ui, struct work *work, const struct asked *asked)
{
    struct error e = {0};
    if (!ui_confirm(ui, "%s", _("Back to the limit as it was shipped? Clocks that run are reckoned anew.")))
        return;
    if (limit_reset(work, asked->category, asked->urgency, asked->stage, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The limit is as it was shipped; the clocks that run follow in a moment."));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct asked asked = {0};
    if (row != SIZE_MAX)
        take_row(&asked, rows, row);
    if (action == ACTION_NEW)
        add(ui, to);
    else if (action == ACTION_EDIT && row != SIZE_MAX)
        save(ui, to, &asked);
    else if (action == ACTION_DELETE && row != SIZE_MAX)
        reset(ui, to, &asked);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void limit_screen(struct ui *ui, struct work *work)
{
    static const enum action write[] = {ACTION_EDIT, ACTION_NEW, ACTION_DELETE, ACTION_NONE};
    static const char *const words[] = {NULL, N_("exception"), N_("as shipped"), NULL};
    static const enum action look[] = {ACTION_NONE};
    char why[96];
    bool may = !tell_denied(work, WRITE, why, sizeof why);
    const struct ui_list_ops ops = {
        .read = read,
        .action = action,
        .foot = may ? write : look,
        .foot_words = may ? words : NULL,
        .help = N_("How long a case and each of its stages may take. The first row that fits a case holds, so "
                   "exceptions stand above. A star marks what was changed here; what was shipped stands beside it."),
    };
    static const struct ui_list_column columns[] = {
        {"mark",     2,  -1, 0, " "             },
        {"category", 0,  -1, 0, N_("Category")  },
        {"urgency",  8,  -1, 0, N_("Urgency")   },
        {"stage",    12, -1, 0, N_("Stage")     },
        {"limit",    18, -1, 0, N_("Limit")     },
        {"shipped",  14, -1, 2, N_("As shipped")},
        {"by",       8,  -1, 1, N_("Changed by")},
        {NULL,       0,  0,  0, NULL            },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Time limits"), NULL, columns, &ops, &query, work);
}

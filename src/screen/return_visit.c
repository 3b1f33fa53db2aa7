/* Return visits: who is to be called, what is doubtful, what came of it; drawing. */
#include "desk.h"
#include "month.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WRITE        "return_visit.write"
#define DETAIL_LINES 2

/* --- drawing --- */

static enum err save_draw(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                          void *ui_form, struct error *e)
{
    struct desk *desk = to;
    struct return_draw draw = {.month = record_get(record, "month"),
                               .how = record_get(record, "how"),
                               .area = record_int(record, "area"),
                               .amount = record_int(record, "amount"),
                               .channels = record_get(record, "channels"),
                               .seed = record_int(record, "seed")};
    enum err r = return_visit_draw(desk->work, &draw, e);
    if (r != ERR_NONE && on_fault != NULL)
        on_fault(ui_form, e);
    else if (r == ERR_NONE)
        record_set_int(record, "drawn", draw.drawn);
    return r;
}

static const struct ui_form_ops DRAW = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save_draw,
    .draft = desk_draft,
    .discard = desk_discard,
};

static void draw(struct ui *ui, struct work *work, bool resume)
{
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("return_draw"),
                        .form = "return_draw",
                        .title_field = "month",
                        .single = true,
                        .resume = resume};
    struct record *record = record_new();
    char month[MONTH_TEXT];
    month_now(month);
    record_defaults(record, desk.table);
    record_set(record, "month", month);
    record_set_int(record, "area", work->actor.area);
    if (desk_run(&desk, _("Draw return visits"), &DRAW, record, _("draw")) >= FORM_SAVED)
        ui_note(ui, _("%lld visits are drawn, to be called about"), (long long)record_int(record, "drawn"));
    record_free(&record);
    desk_end(&desk);
}

void return_draw_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    draw(ui, work, true);
}

void return_visit_ask(struct ui *ui, struct work *work, const char *visit)
{
    struct error e = {0};
    int64_t id = 0;
    if (return_visit_add(work, visit, &id, &e) == ERR_NONE)
        return_visit_open(ui, work, id);
    else
        ui_error(ui, &e);
}

static void add(struct ui *ui, struct work *work)
{
    char visit[32] = "";
    const struct ui_choice choices[] = {
        {'d', _("draw visits of a month at random"), NULL, NULL},
        {'o', _("one visit, by its number"),         NULL, NULL},
    };
    int taken = ui_choose(ui, _("Ask visited households"), choices, COUNT_OF(choices), 0);
    if (taken == 0)
        draw(ui, work, false);
    else if (taken == 1 &&
             ui_ask(ui, _("Ask visited households"), _("Number of the diary entry"), false, visit, sizeof visit))
        return_visit_ask(ui, work, visit);
}

/* --- the list --- */

enum view { VIEW_OPEN, VIEW_DOUBT, VIEW_ALL, VIEWS };

static const struct ui_list_column TO_CALL[] = {
    {"on",       11, -1, 0, NULL},
    {"address",  0,  -1, 0, NULL},
    {"by_name",  8,  -1, 1, NULL},
    {"again_on", 8,  -1, 2, NULL},
    {NULL,       0,  0,  0, NULL},
};

static const struct ui_list_column CALLED[] = {
    {"on",           11, -1, 2, NULL},
    {"address",      0,  -1, 0, NULL},
    {"by_name",      8,  -1, 3, NULL},
    {"state",        8,  -1, 0, NULL},
    {"visited",      8,  -1, 0, NULL},
    {"satisfaction", 8,  -1, 1, NULL},
    {NULL,           0,  0,  0, NULL},
};

struct calls {
    struct work *work;
    enum view view;
    bool own;
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const states[VIEWS] = {[VIEW_OPEN] = "open", [VIEW_DOUBT] = "doubt"};
    struct calls *calls = to;
    struct list_query asked = *query;
    enum err r = states[calls->view] == NULL
                     ? ERR_NONE
                     : list_add_filter(&asked, table_find("return_visit"), "state", states[calls->view], e);
    return r == ERR_NONE ? return_visit_list(calls->work, pool, &asked, out, total, e) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "on") == 0 || strcmp(field, "again_on") == 0)
        return tell_moment(pool, rows, row, field);
    return NULL;
}

static void heading(void *to, char *out, size_t room)
{
    struct calls *calls = to;
    if (calls->own)
        *out = '\0';
    else
        snprintf(out, room, "%s",
                 calls->view == VIEW_OPEN    ? _("to call (v: to look again)")
                 : calls->view == VIEW_DOUBT ? _("to look again (v: all)")
                                             : _("all (v: to call)"));
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct calls *calls = to;
    return_visit_open(ui, calls->work, rows_int(rows, row, "id"));
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    const char *wrapped[DETAIL_LINES];
    struct pool *pool = pool_new();
    const char *said = rows_text(rows, row, "text"), *look = rows_text(rows, row, "look_text");
    const char *text = pool_format(pool, "%s%s%s%s%s", rows_text(rows, row, "entry"), *said != '\0' ? "  > " : "", said,
                                   *look != '\0' ? "  > " : "", look);
    (void)to;
    size_t count = tell_wrapped(pool, text, ui_columns(ui) - 2, wrapped, DETAIL_LINES);
    for (size_t i = 0; i < count && (int)i < lines; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
    pool_free(&pool);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct calls *calls = to;
    (void)rows, (void)row;
    if (action == ACTION_NEW && right_scope(calls->work, WRITE) != SCOPE_NONE)
        add(ui, calls->work);
    else if (action == ACTION_VIEW && !calls->own) {
        calls->view = (calls->view + 1) % VIEWS;
        ui_list_set_columns(list, calls->view == VIEW_OPEN ? TO_CALL : CALLED);
    } else
        return false;
    ui_list_reload(list);
    return true;
}

void return_visit_screen(struct ui *ui, struct work *work)
{
    static const enum action write[] = {ACTION_OPEN, ACTION_NEW, ACTION_VIEW, ACTION_NONE};
    static const char *const words[] = {N_("call"), N_("draw, or one"), NULL, NULL};
    static const enum action look[] = {ACTION_OPEN, ACTION_NONE};
    static struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .heading = heading,
        .open = open,
        .action = action,
        .detail = detail,
        .detail_lines = DETAIL_LINES,
        .help = N_("Were the households of the diary really visited, and are they satisfied? What is said against an "
                   "entry is looked at by a second person before the entry stops counting."),
    };
    bool may = right_scope(work, WRITE) != SCOPE_NONE;
    struct calls calls = {.work = work, .view = may ? VIEW_OPEN : VIEW_ALL, .own = !may};
    struct list_query query = {0};
    ops.foot = may ? write : look;
    ops.foot_words = may ? words : NULL;
    ui_list_run(ui, _("Return visits"), table_find("return_visit"), may ? TO_CALL : CALLED, &ops, &query, &calls);
}

/* One version of a scheme: items with weight, target and formula, below each the targets by colour and size; what is
 * measured stands under the list. */
#include "rows.h"
#include "scheme.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define DETAIL_LINES 4
#define TARGETS      100 /* rows from here on are targets */
#define WRITE        "scheme.write"
#define FULL         100.0

struct view {
    struct ui *ui;
    struct work *work;
    int64_t id;
    struct scheme scheme; /* in the pool of the list */
    char why[240];        /* it cannot be changed; "" when it can */
    bool gone;
};

static const char *const NAMES[] = {"id", "label", "weight", "target", "formula"};
enum column { ID, LABEL, WEIGHT, TARGET, FORMULA, COLUMN_COUNT };

static enum err load(struct view *view, struct pool *pool, struct error *e)
{
    struct error no = {0};
    view->scheme = (struct scheme){0};
    enum err r = scheme_read(view->work, pool, view->id, &view->scheme, e);
    view->why[0] = '\0';
    if (r == ERR_NONE && scheme_may_change(view->work, &view->scheme, &no) != ERR_NONE)
        text_copy(view->why, sizeof view->why, no.text);
    return r;
}

static void put_item(struct pool *pool, const struct scheme_item *item, size_t i, struct rows *out, size_t row)
{
    rows_put_int(pool, out, row, ID, (int64_t)i + 1);
    rows_put(out, row, LABEL, scheme_item_label(item));
    rows_put(out, row, WEIGHT, pool_format(pool, "%g", item->weight));
    rows_put(out, row, TARGET, scheme_target_words(pool, item->formula, item->target));
    rows_put(out, row, FORMULA, scheme_formula_words(pool, item->formula));
}

static const char *whose_target(struct pool *pool, const struct scheme_target *target)
{
    const char *grade = *target->grade == '\0' ? _("any colour") : code_text("grid_grade", target->grade);
    return target->households_from == 0
               ? grade
               : pool_format(pool, _("%s, %lld+ households"), grade, (long long)target->households_from);
}

static void put_target(struct pool *pool, const struct scheme_item *item, const struct scheme_target *target, size_t i,
                       struct rows *out, size_t row)
{
    rows_put_int(pool, out, row, ID, TARGETS + (int64_t)i + 1);
    rows_put(out, row, LABEL, pool_format(pool, "  %s", whose_target(pool, target)));
    rows_put(out, row, TARGET, scheme_target_words(pool, item->formula, target->target));
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct view *view = to;
    enum err r = load(view, pool, e);
    const struct scheme *scheme = &view->scheme;
    size_t n = 0;
    rows_make(pool, out, scheme->count + scheme->target_count, COLUMN_COUNT, NAMES);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < scheme->count; i++) {
        put_item(pool, &scheme->items[i], i, out, n++);
        for (size_t k = 0; k < scheme->target_count; k++)
            if (strcmp(scheme->targets[k].item, scheme->items[i].item) == 0)
                put_target(pool, &scheme->items[i], &scheme->targets[k], k, out, n++);
    }
    return rows_page(pool, out, query, total);
}

static void heading(void *to, char *out, size_t room)
{
    const struct scheme *scheme = &((const struct view *)to)->scheme;
    snprintf(out, room, _("%s (%d)  weights %g  cap %g  least days %d%s"), scheme->name, scheme->version,
             scheme_weights(scheme), scheme->cap, scheme->least_days, scheme->used ? _("  used") : "");
}

/* The item that a row is of. */
static size_t item_of(const struct scheme *scheme, int64_t id)
{
    if (id <= TARGETS)
        return (size_t)id - 1;
    const struct scheme_target *target = &scheme->targets[id - TARGETS - 1];
    size_t i = 0;
    while (i + 1 < scheme->count && strcmp(scheme->items[i].item, target->item) != 0)
        i++;
    return i;
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    const struct view *view = to;
    int64_t id = rows_int(rows, row, "id");
    struct pool *pool = pool_new();
    const char *wrapped[DETAIL_LINES];
    const struct scheme_item *item = &view->scheme.items[item_of(&view->scheme, id)];
    const char *text = pool_format(pool, "%s = %s%s%s", scheme_item_label(item), item->formula,
                                   i18n_language() == LANGUAGE_ZH ? "。" : ". ", scheme_item_help(pool, item));
    if (id > TARGETS)
        text =
            _("In the place of the item's own target. Of those that fit a grid the one with a colour goes first, then "
              "the one of the largest size.");
    size_t count = tell_wrapped(pool, text, ui_columns(ui) - 2, wrapped,
                                lines < DETAIL_LINES ? (size_t)(lines < 0 ? 0 : lines) : DETAIL_LINES);
    for (size_t i = 0; i < count; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
    pool_free(&pool);
}

/* What it is, and why it stays as it is; whoever may is offered a copy. */
static bool may_change(struct view *view)
{
    char why[96];
    if (view->why[0] == '\0')
        return true;
    if (tell_denied(view->work, WRITE, why, sizeof why))
        ui_note(view->ui, "%s", view->why);
    else if (ui_confirm(view->ui, _("%s\n\nCopy it now, and change the copy?"), view->why))
        scheme_copy_form(view->ui, view->work, view->id);
    return false;
}

static void edit(struct view *view, int64_t id)
{
    if (!may_change(view))
        return;
    if (id > TARGETS)
        scheme_target_form(view->ui, view->work, view->id, (size_t)(id - TARGETS), NULL);
    else
        scheme_item_form(view->ui, view->work, view->id, (size_t)id);
}

static void read_item(struct view *view, int64_t id)
{
    const struct scheme_item *item = &view->scheme.items[item_of(&view->scheme, id)];
    struct pool *pool = pool_new();
    const char *target = scheme_target_words(pool, item->formula, item->target);
    ui_message(view->ui, scheme_item_label(item), "%s\n%s\n\n%s", item->formula,
               pool_format(pool, _("weight %g, target %s"), item->weight, *target == '\0' ? "-" : target),
               scheme_item_help(pool, item));
    pool_free(&pool);
}

/* Enter changes what can be changed, and tells the rest. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct view *view = to;
    (void)ui;
    if (view->why[0] == '\0')
        edit(view, rows_int(rows, row, "id"));
    else
        read_item(view, rows_int(rows, row, "id"));
}

static void remove_row(struct view *view, int64_t id)
{
    if (!may_change(view))
        return;
    if (id > TARGETS)
        scheme_remove_target(view->ui, view->work, &view->scheme, (size_t)(id - TARGETS));
    else
        scheme_remove_item(view->ui, view->work, &view->scheme, (size_t)id);
}

static void delete_it(struct view *view)
{
    struct error e = {0};
    if (!ui_confirm(view->ui, _("Delete the scheme %s, from %s? The one before it holds again."), view->scheme.name,
                    scheme_since(view->scheme.from_month)))
        return;
    view->gone = scheme_delete(view->work, view->id, &e) == ERR_NONE;
    if (view->gone)
        ui_note(view->ui, "%s", _("The scheme is deleted."));
    else
        ui_error(view->ui, &e);
}

enum step { STEP_ITEM, STEP_TARGET, STEP_UP, STEP_HEAD, STEP_COPY, STEP_TRY, STEP_DELETE, STEPS };

static void take_step(struct view *view, enum step step, int64_t id)
{
    const char *item = id == 0 ? "" : view->scheme.items[item_of(&view->scheme, id)].item;
    switch (step) {
    case STEP_ITEM:
        if (may_change(view))
            scheme_item_form(view->ui, view->work, view->id, 0);
        break;
    case STEP_TARGET:
        if (may_change(view))
            scheme_target_form(view->ui, view->work, view->id, 0, item);
        break;
    case STEP_UP:
        if (id > 0 && may_change(view))
            scheme_raise_item(view->ui, view->work, &view->scheme, item_of(&view->scheme, id) + 1);
        break;
    case STEP_HEAD:
        if (may_change(view))
            scheme_head_form(view->ui, view->work, view->id);
        break;
    case STEP_COPY:
        scheme_copy_form(view->ui, view->work, view->id);
        break;
    case STEP_TRY:
        scheme_try_screen(view->ui, view->work, view->id);
        break;
    default:
        delete_it(view);
        break;
    }
}

static void menu(struct view *view, int64_t id)
{
    char denied[96];
    const char *no = tell_denied(view->work, WRITE, denied, sizeof denied) ? denied : NULL;
    const char *stays = no != NULL             ? no
                        : view->why[0] != '\0' ? (view->scheme.used ? _("a frozen month was judged by it")
                                                                    : _("it is for an area above yours"))
                                               : NULL;
    const struct ui_choice choices[STEPS] = {
        [STEP_ITEM] = {'a', _("add an item"),                       NULL, stays},
        [STEP_TARGET] = {'t', _("another target by colour and size"), NULL, stays},
        [STEP_UP] = {'u', _("one place up"),                      NULL, stays},
        [STEP_HEAD] = {'n', _("name, cap, least days"),             NULL, stays},
        [STEP_COPY] = {'c', _("copy to a new version"),             NULL, no   },
        [STEP_TRY] = {'w', _("what would change"),                 NULL, NULL },
        [STEP_DELETE] = {'d', _("delete this version"),               NULL, stays},
    };
    int chosen = ui_choose(view->ui, view->scheme.name, choices, STEPS, 0);
    if (chosen >= 0)
        take_step(view, (enum step)chosen, id);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct view *view = to;
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    (void)ui;
    if (action == ACTION_EDIT && id > 0)
        edit(view, id);
    else if (action == ACTION_DELETE && id > 0)
        remove_row(view, id);
    else if (action == ACTION_NEW)
        take_step(view, STEP_ITEM, id);
    else if (action == ACTION_COPY)
        take_step(view, STEP_COPY, id);
    else if (action == ACTION_TABLE)
        take_step(view, STEP_TRY, id);
    else if (action == ACTION_COMMAND)
        menu(view, id);
    else
        return false;
    if (view->gone)
        ui_list_leave(list);
    else
        ui_list_reload(list);
    return true;
}

void scheme_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action write[] = {ACTION_EDIT,  ACTION_NEW,     ACTION_DELETE, ACTION_COPY,
                                        ACTION_TABLE, ACTION_COMMAND, ACTION_NONE};
    static const char *const write_words[] = {
        NULL, N_("add an item"), NULL, N_("new version"), N_("what would change"), NULL, NULL};
    static const enum action look[] = {ACTION_OPEN, ACTION_TABLE, ACTION_COMMAND, ACTION_NONE};
    static const char *const look_words[] = {NULL, N_("what would change"), NULL, NULL};
    static struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .help = N_("What is judged and how much it weighs; weights that do not add up to 100 are rescaled. Rows set in "
                   "are targets for grids of a colour or size. Enter or e changes a row, a adds an item, D takes one "
                   "out; Tab shows what a month would be under this scheme. A used one is read only: c copies it."),
        .detail_lines = DETAIL_LINES,
    };
    static const struct ui_list_column columns[] = {
        {"label",   0,  -1, 0, N_("Item")   },
        {"weight",  6,  1,  0, N_("Weight") },
        {"target",  7,  1,  0, N_("Target") },
        {"formula", 24, -1, 1, N_("Formula")},
        {NULL,      0,  0,  0, NULL         },
    };
    struct view view = {.ui = ui, .work = work, .id = id};
    struct pool *pool = pool_new();
    struct list_query query = {0};
    struct error e = {0};
    char why[96], title[128];
    bool may = !tell_denied(work, WRITE, why, sizeof why);
    ops.foot = may ? write : look;
    ops.foot_words = may ? write_words : look_words;
    if (load(&view, pool, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else {
        snprintf(title, sizeof title, "%s, %s%s%s", code_text("evaluation_subject", view.scheme.subject),
                 scheme_area(&view.scheme), *view.scheme.from_month == '\0' ? "" : ", ", view.scheme.from_month);
        ui_list_run(ui, title, NULL, columns, &ops, &query, &view);
    }
    pool_free(&pool);
}

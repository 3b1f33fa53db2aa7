/* Appeals against the monthly evaluation: who asked reads the answer, somebody else decides. */
#include "evaluation.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct appeals {
    struct work *work;
    struct appeal_query query;
    int64_t open; /* that the actor may decide on */
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct appeals *appeals = to;
    enum err err = evaluation_appeal_list(appeals->work, pool, &appeals->query, out, e);
    if (err == ERR_NONE)
        err = evaluation_appeal_count(appeals->work, appeals->query.month, &appeals->open, e);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "state") == 0)
        return code_text("appeal_state", rows_text(rows, row, "state"));
    if (strcmp(field, "made_at") == 0)
        return pool_text_n(pool, rows_text(rows, row, "made_at") + 5, 5);
    if (strcmp(field, "item") == 0)
        return rows_text(rows, row, "item")[0] == '\0'
                   ? _("the whole")
                   : pool_format(pool, "%s %s", rows_text(rows, row, "item_text"), rows_text(rows, row, "no"));
    return NULL;
}

/* How it is accepted; index of the choice, -1 when cancelled. */
static int choose_effect(struct ui *ui, bool one_record, const char **effect)
{
    static const char *const effects[] = {"", "leave_out", "count", "points"};
    const char *why = one_record ? NULL : _("it is about no single record");
    const struct ui_choice choices[] = {
        {'n', _("not accepted"),                     NULL, NULL},
        {'l', _("accepted: the record is left out"), NULL, why },
        {'c', _("accepted: the record counts"),      NULL, why },
        {'p', _("accepted: points are given"),       NULL, NULL},
    };
    int chosen = ui_choose(ui, _("Decide"), choices, COUNT_OF(choices), 0);
    if (chosen >= 0)
        *effect = effects[chosen];
    return chosen;
}

static void decide(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    char points[16] = "", answer[512] = "";
    const char *effect = "";
    struct error e = {0};
    if (choose_effect(ui, rows_text(rows, row, "no")[0] != '\0', &effect) < 0)
        return;
    if (strcmp(effect, "points") == 0 &&
        !ui_ask(ui, _("Decide"), _("Points (+1.5 or -2)"), false, points, sizeof points))
        return;
    if (!ui_ask(ui, _("Decide"), _("Answer"), false, answer, sizeof answer))
        return;
    if (evaluation_appeal_decide(work, rows_int(rows, row, "id"), effect, points, answer, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("Decided; who asked is told."));
}

static void withdraw(struct ui *ui, struct work *work, int64_t id)
{
    struct error e = {0};
    if (!ui_confirm(ui, "%s", _("Take the appeal back?")))
        return;
    if (evaluation_appeal_withdraw(work, id, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The appeal is withdrawn."));
}

static const char *told(struct pool *pool, const struct rows *rows, size_t row)
{
    const char *item = rows_text(rows, row, "item_text"), *answer = rows_text(rows, row, "answer");
    const char *effect = rows_text(rows, row, "effect");
    double points = rows_real(rows, row, "points");
    const char *head =
        pool_format(pool, "%s %s\n%s %s\n\n%s\n%s, %.10s\n\n%s%s%s%s", rows_text(rows, row, "name"),
                    rows_text(rows, row, "month"), *item == '\0' ? _("the whole") : item, rows_text(rows, row, "no"),
                    rows_text(rows, row, "text"), rows_text(rows, row, "by_name"), rows_text(rows, row, "made_at"),
                    code_text("appeal_state", rows_text(rows, row, "state")), *effect == '\0' ? "" : ": ",
                    *effect == '\0' ? "" : code_text("appeal_effect", effect),
                    points != 0 ? pool_format(pool, " %+.4g", points) : "");
    return *answer == '\0' ? head
                           : pool_format(pool, "%s\n%s\n%s, %.10s", head, answer, rows_text(rows, row, "decided_name"),
                                         rows_text(rows, row, "decided_at"));
}

/* Read, then decided on by those who may, or taken back by who asked. */
static void show(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    struct pool *pool = pool_new();
    bool open = strcmp(rows_text(rows, row, "state"), "open") == 0;
    bool decides = open && right_scope(work, "evaluation.decide") != SCOPE_NONE &&
                   rows_int(rows, row, "made_by") != work->actor.user;
    bool mine = open && rows_int(rows, row, "made_by") == work->actor.user;
    const char *kind = rows_text(rows, row, "kind");
    const struct ui_choice choices[] = {
        {'d', _("decide on it"),           NULL,
         decides ? NULL
         : !open ? _("it is answered already")
                 : _("somebody else decides")                                                            },
        {'r', _("look at the record"),     NULL, *kind != '\0' ? NULL : _("it is about no single record")},
        {'e', _("look at the evaluation"), NULL, NULL                                                    },
        {'w', _("take it back"),           NULL,
         mine    ? NULL
         : !open ? _("it is answered already")
                 : _("who asked takes it back")                                                          },
    };
    ui_read(ui, _("Appeal"), told(pool, rows, row));
    int chosen = ui_choose(ui, _("Appeal"), choices, COUNT_OF(choices), decides ? 0 : 2);
    if (chosen == 0)
        decide(ui, work, rows, row);
    else if (chosen == 1)
        evaluation_open_object(ui, work, kind, rows_int(rows, row, "object"));
    else if (chosen == 2)
        evaluation_view_screen(ui, work, rows_text(rows, row, "month"), rows_text(rows, row, "subject"),
                               rows_int(rows, row, "who"));
    else if (chosen == 3)
        withdraw(ui, work, rows_int(rows, row, "id"));
    pool_free(&pool);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct appeals *appeals = to;
    if (action != ACTION_COMMAND || row == SIZE_MAX)
        return false;
    decide(ui, appeals->work, rows, row);
    ui_list_reload(list);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct appeals *appeals = to;
    show(ui, appeals->work, rows, row);
}

static void heading(void *to, char *out, size_t room)
{
    const struct appeals *appeals = to;
    const char *month = appeals->query.month;
    snprintf(out, room, _("%s  %s  to decide %lld"), appeals->work->actor.area_name,
             month == NULL ? _("all months") : month, (long long)appeals->open);
}

static const struct ui_list_column COLUMNS[] = {
    {"state",   10, -1, 0, N_("State")        },
    {"name",    10, -1, 0, N_("Who")          },
    {"month",   7,  -1, 2, N_("Month")        },
    {"item",    20, -1, 1, N_("Against")      },
    {"text",    0,  -1, 0, N_("What is wrong")},
    {"made_at", 6,  -1, 3, N_("On")           },
    {NULL,      0,  0,  0, NULL               },
};

void evaluation_appeals_of(struct ui *ui, struct work *work, const char *month, const char *subject, int64_t who)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_COMMAND, ACTION_NONE};
    static const char *const words[] = {NULL, N_("decide"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Appeals, open ones first. Enter reads one and shows what can be done; . decides at once. A month is "
               "reviewed when none is open."),
    };
    struct appeals appeals = {
        .work = work, .query = {.month = month, .subject = subject, .who = who}
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Appeals"), NULL, COLUMNS, &ops, &query, &appeals);
}

void appeals_screen(struct ui *ui, struct work *work)
{
    evaluation_appeals_of(ui, work, NULL, NULL, 0);
}

void evaluation_appeal_screen(struct ui *ui, struct work *work, int64_t id)
{
    struct error e = {0};
    struct rows rows = {0};
    struct pool *pool = pool_new();
    if (evaluation_appeal_list(work, pool, &(struct appeal_query){.id = id}, &rows, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (rows.count == 1)
        show(ui, work, &rows, 0);
    pool_free(&pool);
}

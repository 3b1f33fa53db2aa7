/* Acting leaders: who acts for whom; naming a deputy; acting for somebody, and being oneself again. */
#include "desk.h"
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/deputy.h"
#include "wangge/work/work.h"

#include <string.h>

#define ROLE_MOST 10

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct desk *desk = to;
    struct rows people;
    if (strcmp(field->name, "acting") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    if (deputy_people(desk->work, pool, typed, &people, NULL) != ERR_NONE)
        return false;
    user_choices(pool, &people, NULL, out);
    return true;
}

/* The deputy may be of a grid that the user looks after in no list: the name is told all the same. */
static void show(void *to, const struct record *record, const struct field *field, struct buffer *out)
{
    struct desk *desk = to;
    struct pool *pool = pool_new();
    struct rows people;
    const char *id = record_get(record, field->name);
    bool told = false;
    if (strcmp(field->name, "acting") == 0 && deputy_people(desk->work, pool, "", &people, NULL) == ERR_NONE)
        for (size_t i = 0; i < people.count && !told; i++)
            if (strcmp(rows_text(&people, i, "id"), id) == 0) {
                buffer_add_text(out, rows_text(&people, i, "name"));
                told = true;
            }
    if (!told)
        desk_show(to, record, field, out);
    pool_free(&pool);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct desk *desk = to;
    int64_t id = 0;
    return deputy_add(desk->work, record, &id, on_fault, ui_form, e);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    (void)record;
    *count = 0;
    desk_say(to, pool,
             _("From the first to the last day the deputy may do what the one represented may; both names stand in "
               "every timeline. It ends by itself."),
             lines, count, most);
}

static const struct ui_form_ops FORM = {
    .choices = choices,
    .show = show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
};

static void write_new(struct ui *ui, struct work *work, bool resume)
{
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("deputy"),
                        .form = "deputy",
                        .title_field = "reason",
                        .first = "acting",
                        .single = true,
                        .resume = resume};
    struct record *record = record_new();
    record_defaults(record, desk.table);
    if (desk_run(&desk, _("Name a deputy"), &FORM, record, NULL) >= FORM_SAVED)
        ui_note(ui, "%s", _("The deputy is named and told in the inbox."));
    record_free(&record);
    desk_end(&desk);
}

void deputy_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    write_new(ui, work, true);
}

void deputy_act_screen(struct ui *ui, struct work *work, const char *login)
{
    struct error e = {0};
    if (deputy_act(work, login, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return;
    }
    if (work->actor.acting_for)
        ui_note(ui, _("You act for %s now: %s, %s"), work->actor.acting_name, work->actor.role_name,
                work->actor.area_name);
    else
        ui_note(ui, "%s", _("You are yourself again."));
    ui_leave_to_home(ui);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return deputy_list(to, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "role") == 0)
        return code_text("role", rows_text(rows, row, "role"));
    return rows_linked(pool, rows, row, field);
}

/* What Enter does depends on who looks: it begins or ends the acting. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct work *work = to;
    bool now = strcmp(rows_text(rows, row, "state"), "now") == 0;
    if (work->actor.acting_for && rows_int(rows, row, "id") == work->actor.deputy) {
        if (ui_confirm(ui, "%s", _("Be yourself again?")))
            deputy_act_screen(ui, work, "");
    } else if (!now || rows_int(rows, row, "acting") != work->actor.user) {
        ui_note(ui, "%s", _("Enter on a row in which you are the deputy acts for that user."));
    } else if (ui_confirm(ui, _("Act for %s now? What you do stands under both names."),
                          rows_text(rows, row, "account_name"))) {
        deputy_act_screen(ui, work, rows_text(rows, row, "account_login"));
    }
}

static void end(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    struct error e = {0};
    if (!ui_confirm(ui, _("End that %s acts for %s?"), rows_text(rows, row, "acting_name"),
                    rows_text(rows, row, "account_name")))
        return;
    if (deputy_end(work, rows_int(rows, row, "id"), &e) != ERR_NONE)
        ui_error(ui, &e);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    if (action == ACTION_NEW)
        write_new(ui, to, false);
    else if (action == ACTION_DELETE && row != SIZE_MAX)
        end(ui, to, rows, row);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void deputy_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_DELETE, ACTION_NONE};
    static const char *const words[] = {N_("act"), N_("name one"), N_("end"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_("Who is away names a deputy for a time; stations and streets name one for somebody of their area. "
                   "Enter acts for the one represented: role, area and rights are theirs until you end it."),
    };
    const struct ui_list_column columns[] = {
        {"account", 10,                -1,         0,  NULL                  },
        {"role",    tell_width("role", ROLE_MOST), -1, 2,                      N_("Role")},
        {"area_name",         0,                -1,                 0,  N_("Area")      },
        {"acting",         10,                   -1,                   0, NULL},
        {"from_on",         10,                  -1,                  3, NULL       },
        {"to_on",         10,                    -1,                    0, NULL},
        {"state",         7,                    -1,                     0,  NULL       },
        {NULL,         0,                       0,                        0,   NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Acting leaders"), table_find("deputy"), columns, &ops, &query, work);
}

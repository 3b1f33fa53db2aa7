/* Notices: those for this user, with marks of what is not read; one to read; posting and taking back. */
#include "desk.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/notice.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* --- posting */

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct desk *desk = to;
    int64_t id = 0;
    enum err err = notice_add(desk->work, record, &id, on_fault, ui_form, e);
    if (err == ERR_NONE)
        desk_remember(desk, record);
    return err;
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct desk *desk = to;
    (void)record;
    *count = 0;
    desk_say(desk, pool,
             _("After saving everybody whom it is for is told on the top line; it cannot be changed, only "
               "taken back"),
             lines, count, most);
}

static const struct ui_form_ops FORM = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save,
    .theirs = desk_theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
    .help = N_("A notice to everybody who works in an area, or to some roles there."),
};

static void write_new(struct ui *ui, struct work *work, bool resume)
{
    struct error e = {0};
    struct record *record = record_new();
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("notice"),
                        .form = "notice",
                        .read = notice_read,
                        .single = true,
                        .resume = resume};
    if (notice_new(work, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (desk_run(&desk, _("New notice"), &FORM, record, _("post")) >= FORM_SAVED)
        ui_note(ui, "%s", _("The notice is posted."));
    desk_end(&desk);
    record_free(&record);
}

void notice_write_screen(struct ui *ui, struct work *work)
{
    write_new(ui, work, false);
}

void notice_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    write_new(ui, work, true);
}

/* --- one */

struct notice_view {
    struct ui *ui;
    struct work *work;
    int64_t id;
};

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct notice_view *view = to;
    const struct table *table = table_find("notice");
    struct pool *pool = sheet_pool(sheet);
    struct record *r = record_new();
    int64_t people = 0, readers = 0;
    enum err err = notice_read(view->work, pool_format(pool, "%lld", (long long)view->id), r, e);
    if (err == ERR_NONE) {
        const char *from = tell_day(pool, record_get(r, "from_on")), *until = tell_day(pool, record_get(r, "to_on"));
        sheet_blank(sheet);
        sheet_text(sheet, STYLE_BOLD, record_get(r, "title"));
        sheet_blank(sheet);
        sheet_text(sheet, STYLE_PLAIN, record_get(r, "text"));
        sheet_blank(sheet);
        sheet_pair(sheet, field_label(table_field(table, "by_name")), record_get(r, "by_name"));
        sheet_pair(sheet, field_label(table_field(table, "area")), record_get(r, "area_name"));
        sheet_pair(sheet, field_label(table_field(table, "roles")), tell_field(pool, table, r, "roles"));
        sheet_pair(sheet, field_label(table_field(table, "from_on")), from);
        sheet_pair(sheet, field_label(table_field(table, "to_on")), until);
        if (right_scope(view->work, "notice.write") != SCOPE_NONE &&
            notice_readers(view->work, view->id, &people, &readers, NULL) == ERR_NONE)
            sheet_pair(sheet, _("Read by"),
                       pool_format(pool, _("%lld of %lld"), (long long)readers, (long long)people));
    }
    record_free(&r);
    return err;
}

static bool act_on_one(void *to, struct sheet *sheet, enum action action)
{
    struct notice_view *view = to;
    struct error e = {0};
    if (action != ACTION_DELETE)
        return false;
    if (!ui_confirm(view->ui, "%s", _("Take this notice back? Nobody will see it any more.")))
        return true;
    if (notice_withdraw(view->work, view->id, &e) != ERR_NONE) {
        ui_error(view->ui, &e);
        return true;
    }
    ui_note(view->ui, "%s", _("The notice is taken back."));
    sheet_leave(sheet);
    return true;
}

void notice_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action reader_foot[] = {ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const enum action writer_foot[] = {ACTION_DELETE, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const writer_words[] = {N_("withdraw"), NULL, NULL, NULL};
    bool writes = right_scope(work, "notice.write") != SCOPE_NONE;
    const struct sheet_ops ops = {.fill = fill,
                                  .action = act_on_one,
                                  .foot = writes ? writer_foot : reader_foot,
                                  .foot_words = writes ? writer_words : NULL};
    struct notice_view view = {.ui = ui, .work = work, .id = id};
    struct error e = {0};
    if (notice_mark(work, id, &e) != ERR_NONE)
        ui_error(ui, &e);
    sheet_run(ui, _("Notice"), &ops, &view);
}

/* --- the list */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return notice_list(to, pool, query, true, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    struct work *work = to;
    (void)pool;
    if (strcmp(field, "read_at") == 0)
        return rows_null(rows, row, "read_at") && rows_int(rows, row, "for_me") != 0 &&
                       rows_int(rows, row, "created_by") != work->actor.user
                   ? "*"
                   : "";
    return NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    notice_view_screen(ui, to, rows_int(rows, row, "id"));
}

static bool act(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows, size_t row)
{
    (void)rows;
    (void)row;
    if (action != ACTION_NEW)
        return false;
    notice_write_screen(ui, to);
    ui_list_reload(list);
    return true;
}

void notice_list_screen(struct ui *ui, struct work *work)
{
    static const enum action reader_foot[] = {ACTION_OPEN, ACTION_NONE};
    static const enum action writer_foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_NONE};
    static const char *const writer_words[] = {NULL, N_("post"), NULL};
    bool writes = right_scope(work, "notice.write") != SCOPE_NONE;
    const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = act,
        .foot = writes ? writer_foot : reader_foot,
        .foot_words = writes ? writer_words : NULL,
        .help = N_("What the offices above tell you. A star marks what you have not read yet."),
    };
    static const struct ui_list_column columns[] = {
        {"read_at",   2,  -1, 0, " "      },
        {"from_on",   10, -1, 0, NULL     },
        {"title",     0,  -1, 0, NULL     },
        {"area_name", 13, -1, 2, N_("For")},
        {"by_name",   8,  -1, 1, NULL     },
        {NULL,        0,  0,  0, NULL     },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Notices"), table_find("notice"), columns, &ops, &query, work);
}

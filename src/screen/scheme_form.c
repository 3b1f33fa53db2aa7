/* Forms around a scheme: a new version, and name, cap and least days of one. */
#include "desk.h"
#include "month.h"
#include "scheme.h"
#include "screens.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* --- a new version --- */

static enum err save_copy(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                          void *form, struct error *e)
{
    struct desk *desk = to;
    int64_t made = 0;
    enum err r = check_record(desk->table, record, on_fault, form, e);
    if (r == ERR_NONE)
        r = scheme_copy(desk->work, desk->object, record_int(record, "area"), record_get(record, "from_month"),
                        record_get(record, "name"), &made, e);
    if (r == ERR_NONE)
        record_set_int(record, "made", made);
    return r;
}

static void say_copy(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                     size_t most)
{
    *count = 0;
    (void)record;
    desk_say(to, pool,
             _("All items and targets are copied, to be changed before the first month is frozen. Months before it "
               "stay with the scheme that they have."),
             lines, count, most);
}

static void copy(struct ui *ui, struct work *work, int64_t id, bool resume)
{
    static const struct ui_form_ops ops = {
        .choices = desk_choices,
        .show = desk_show,
        .save = save_copy,
        .draft = desk_draft,
        .discard = desk_discard,
        .preview = say_copy,
    };
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("scheme_copy"),
                        .form = "scheme_copy",
                        .object = id,
                        .title_field = "name",
                        .single = true,
                        .resume = resume};
    struct scheme scheme = {0};
    struct record *record = record_new();
    struct error e = {0};
    struct pool *pool = pool_new();
    char month[MONTH_TEXT], next[MONTH_TEXT];
    month_now(month);
    month_add(month, 1, next);
    if (scheme_read(work, pool, id, &scheme, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else {
        record_set(record, "name", scheme.area == work->actor.area ? scheme.name : work->actor.area_name);
        record_set_int(record, "area", work->actor.area);
        record_set(record, "from_month", next);
        if (desk_run(&desk, _("New version of a scheme"), &ops, record, _("copy")) >= FORM_SAVED) {
            ui_note(ui, _("The scheme %s holds from %s on; change its items now"), record_get(record, "name"),
                    record_get(record, "from_month"));
            scheme_view_screen(ui, work, record_int(record, "made"));
        }
    }
    pool_free(&pool);
    record_free(&record);
    desk_end(&desk);
}

void scheme_copy_form(struct ui *ui, struct work *work, int64_t id)
{
    copy(ui, work, id, false);
}

void scheme_copy_resume(struct ui *ui, struct work *work, int64_t object)
{
    copy(ui, work, object, true);
}

/* --- name, cap, least days --- */

/* As it was when the form read it: what is saved must not undo what somebody else saved since. */
static const char *print_of(struct pool *pool, const struct scheme *scheme)
{
    return pool_format(pool, "%s|%g|%d", scheme->name, scheme->cap, scheme->least_days);
}

static enum err read_head(void *to, struct record *out, struct error *e)
{
    struct desk *desk = to;
    struct scheme scheme = {0};
    char number[24];
    struct pool *pool = pool_new();
    enum err r = scheme_read(desk->work, pool, desk->object, &scheme, e);
    if (r == ERR_NONE) {
        snprintf(number, sizeof number, "%g", scheme.cap);
        record_set(out, "name", scheme.name);
        record_set(out, "cap", number);
        record_set_int(out, "least_days", scheme.least_days);
        record_set(out, "version", print_of(pool, &scheme));
    }
    pool_free(&pool);
    return r;
}

static enum err edit_head(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const struct record *record = to;
    if (strcmp(print_of(pool, scheme), record_get(record, "version")) != 0)
        return error_set(e, ERR_CONFLICT, NULL, "%s", _("Somebody else has changed it meanwhile."));
    if (!scheme_number(record_get(record, "cap"), &scheme->cap))
        return error_set(e, ERR_INVALID, "cap", _("\"%s\" is no number."), record_get(record, "cap"));
    scheme->name = record_get(record, "name");
    scheme->least_days = (int)record_int(record, "least_days");
    return ERR_NONE;
}

static enum err save_head(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                          void *form, struct error *e)
{
    struct desk *desk = to;
    char print[240];
    text_copy(print, sizeof print, record_get(record, "version"));
    record_remove(record, "version");
    enum err r = check_record(desk->table, record, on_fault, form, e);
    record_set(record, "version", print);
    return r == ERR_NONE ? scheme_change(desk->work, desk->object, edit_head, record, e) : r;
}

static void head(struct ui *ui, struct work *work, int64_t id, bool resume)
{
    static const struct ui_form_ops ops = {
        .choices = desk_choices,
        .show = desk_show,
        .save = save_head,
        .theirs = read_head,
        .draft = desk_draft,
        .discard = desk_discard,
    };
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("scheme"),
                        .form = "scheme",
                        .object = id,
                        .title_field = "name",
                        .single = true,
                        .resume = resume};
    desk_change(&desk, &ops, "name");
    desk_end(&desk);
}

void scheme_head_form(struct ui *ui, struct work *work, int64_t id)
{
    head(ui, work, id, false);
}

void scheme_resume(struct ui *ui, struct work *work, int64_t object)
{
    head(ui, work, object, true);
}

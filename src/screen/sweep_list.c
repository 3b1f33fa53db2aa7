/* Special sweeps: the list, and a new one, made of a form or of the list of any table. */
#include "boards.h"
#include "desk.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define SHARES_TOLD 6

/* --- a new one */

struct sweep_form {
    struct desk desk;
    struct pool *pool; /* holds what is told of the filter */
    bool asked;        /* for the filter as it is */
    const char *told;
    int64_t saved, job;
};

/* Tables that the user may read, by what they are called. */
static void table_choices(struct work *work, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    size_t n = 0;
    rows_make(pool, out, table_count(), COUNT_OF(columns), columns);
    for (size_t i = 0; i < table_count(); i++) {
        const struct table *table = table_at(i);
        if (table->own_storage || !table_may(work, table, "read") ||
            !(text_contains(table_label(table), typed) || text_contains(table->name, typed)))
            continue;
        rows_put(out, n, 0, table->name);
        rows_put(out, n, 1, table->name);
        rows_put(out, n++, 2, table_label(table));
    }
    out->count = n;
}

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct sweep_form *form = to;
    if (strcmp(field->name, "table_name") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    table_choices(form->desk.work, typed, pool, out);
    return true;
}

/* The filter is looked at when a field of it is left: at each key it would take too long. */
static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    static const char *const filter[] = {"table_name", "conditions", "search", "area"};
    struct sweep_form *form = to;
    (void)ui_form;
    (void)record;
    for (size_t i = 0; i < COUNT_OF(filter); i++)
        form->asked &= strcmp(field->name, filter[i]) != 0;
}

static const char *shares_told(struct pool *pool, const struct sweep_share *shares, size_t count, int64_t total)
{
    struct buffer text = {0};
    buffer_format(&text, _("The checklist will have %lld rows in %zu areas: "), (long long)total, count);
    for (size_t i = 0; i < count && i < SHARES_TOLD; i++)
        buffer_format(&text, "%s%s %lld", i > 0 ? ", " : "", shares[i].name, (long long)shares[i].count);
    if (count > SHARES_TOLD)
        buffer_add_text(&text, " ...");
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static void look(struct sweep_form *form, const struct record *record)
{
    struct record *asked = record_copy(record);
    struct sweep_share *shares = NULL;
    size_t count = 0;
    int64_t total = 0;
    struct error e = {0};
    pool_reset(form->pool);
    form->asked = true;
    form->told = NULL;
    if (*record_get(record, "table_name") != '\0')
        form->told = sweep_preview(form->desk.work, form->pool, asked, &shares, &count, &total, &e) == ERR_NONE
                         ? shares_told(form->pool, shares, count, total)
                         : pool_text(form->pool, e.text);
    record_free(&asked);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct sweep_form *form = to;
    *count = 0;
    if (!form->asked)
        look(form, record);
    if (form->told != NULL)
        desk_say(&form->desk, pool, form->told, lines, count, most);
    desk_say(&form->desk, pool, _("Saving freezes the checklist and tells the staff of the area"), lines, count, most);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct sweep_form *form = to;
    enum err r = sweep_add(form->desk.work, record, &form->saved, &form->job, on_fault, ui_form, e);
    if (r == ERR_NONE)
        desk_remember(&form->desk, record);
    return r;
}

static const struct ui_form_ops FORM = {
    .choices = choices,
    .show = desk_show,
    .changed = changed,
    .save = save,
    .theirs = desk_theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
    .help =
        N_("A special sweep: the rows of a table that match are frozen into a checklist and shared out by grid. S on "
           "the list of a table begins one of just what is listed there."),
};

static void write_new(struct ui *ui, struct work *work, const struct record *begun, bool resume)
{
    struct error e = {0};
    struct record *record = record_new();
    struct sweep_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("sweep"),
                 .form = "sweep",
                 .title_field = "name",
                 .read = sweep_read,
                 .single = true,
                 .resume = resume},
        .pool = pool_new()
    };
    if (sweep_new(work, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else {
        for (size_t i = 0; begun != NULL && i < record_count(begun); i++)
            record_set(record, record_name(begun, i), record_value(begun, i));
        if (desk_run(&form, _("New sweep"), &FORM, record, _("begin the sweep")) >= FORM_SAVED) {
            if (form.job != 0)
                ui_note(ui, _("The checklist is being made by job %lld; the inbox tells when it is ready."),
                        (long long)form.job);
            else
                ui_note(ui, _("Sweep %s has begun."), record_get(record, "no"));
        }
    }
    desk_end(&form.desk);
    pool_free(&form.pool);
    record_free(&record);
}

void sweep_write_screen(struct ui *ui, struct work *work)
{
    write_new(ui, work, NULL, false);
}

void sweep_resume(struct ui *ui, struct work *work, int64_t object)
{
    if (object != 0)
        sweep_change_screen(ui, work, object, true);
    else
        write_new(ui, work, NULL, true);
}

void sweep_write_of(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query)
{
    struct pool *pool = pool_new();
    struct record *begun = record_new();
    char why[128];
    record_set(begun, "table_name", table->name);
    record_set(begun, "conditions", sweep_conditions(pool, query));
    record_set(begun, "search", query->search);
    for (size_t i = 0; i < query->filter_count; i++)
        if (strcmp(query->filters[i].field, "area") == 0)
            record_set(begun, "area", query->filters[i].value);
    if (tell_denied(work, "sweep.write", why, sizeof why))
        ui_note(ui, "%s", why);
    else
        write_new(ui, work, begun, false);
    record_free(&begun);
    pool_free(&pool);
}

/* --- the list */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return sweep_list(to, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    return rows_linked(pool, rows, row, field);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    sweep_open_screen(ui, to, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    if (action == ACTION_NEW)
        sweep_write_screen(ui, to);
    else if (action == ACTION_TABLE && id != 0)
        sweep_items_screen(ui, to, id, 0);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void sweep_list_screen(struct ui *ui, struct work *work)
{
    static const enum action reader_foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_NONE};
    static const enum action writer_foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_NEW, ACTION_NONE};
    static const char *const words[] = {NULL, N_("checklist"), NULL, NULL};
    const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .foot = right_scope(work, "sweep.write") == SCOPE_NONE ? reader_foot : writer_foot,
        .foot_words = words,
        .help =
            N_("Special sweeps of your area: how many are on the checklist, open, hits. Enter shows how far each is, "
               "Tab its checklist."),
    };
    static const struct ui_list_column columns[] = {
        {"name",     0,  -1, 0, NULL},
        {"area",     12, -1, 2, NULL},
        {"until_on", 10, -1, 0, NULL},
        {"total",    6,  1,  0, NULL},
        {"open",     6,  1,  0, NULL},
        {"hits",     5,  1,  1, NULL},
        {"state",    8,  -1, 1, NULL},
        {NULL,       0,  0,  0, NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Special sweeps"), table_find("sweep"), columns, &ops, &query, work);
}

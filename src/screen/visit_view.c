/* One entry of the visit diary, to read; what can be done with it. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"
#include "visit_mark.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct visit_view {
    struct ui *ui;
    struct work *work;
    int64_t id;
    struct record *record;
};

static int64_t case_id(struct visit_view *view, const char *no)
{
    struct record *found = record_new();
    int64_t id = case_read(view->work, no, found, NULL) == ERR_NONE ? record_int(found, "id") : 0;
    record_free(&found);
    return id;
}

/* A field under the name that it has in entries of this kind, unless it is empty. */
static void tell(struct sheet *sheet, const struct table *table, const struct record *r, const char *field)
{
    const char *kind = record_get(r, "kind"), *label = visit_kind_label(kind, field);
    const struct field *described = table_field(table, field);
    if (!*record_get(r, field) || !visit_kind_has(kind, field))
        return;
    sheet_pair(sheet, label ? label : field_label(described),
               described->type == FIELD_DATE ? tell_day(sheet_pool(sheet), record_get(r, field))
                                             : tell_field(sheet_pool(sheet), table, r, field));
}

static void tell_entry(struct sheet *sheet, const struct table *table, const struct record *r)
{
    static const char *const where[] = {"address", "persons", "companions", "kinds", "crowds", "needs"};
    static const char *const what[] = {"points", "text", "outcome", "next_on"};
    struct pool *pool = sheet_pool(sheet);
    bool visit = visit_kind_has(record_get(r, "kind"), "channel");
    const char *beside = visit ? "channel" : "kind";
    sheet_pair_more(sheet, field_label(table_field(table, "on")), tell_field(pool, table, r, "on"),
                    field_label(table_field(table, beside)), tell_field(pool, table, r, beside));
    for (size_t i = 0; i < COUNT_OF(where); i++)
        tell(sheet, table, r, where[i]);
    sheet_blank(sheet);
    for (size_t i = 0; i < COUNT_OF(what); i++)
        tell(sheet, table, r, what[i]);
}

/* What the reviewer said. */
static void tell_review(struct sheet *sheet, const struct table *table, const struct record *r)
{
    static const char *const fields[] = {"grade", "review", "reviewer_name", "returned_at"};
    bool any = false;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        any |= *record_get(r, fields[i]) != '\0';
        tell(sheet, table, r, fields[i]);
    }
    if (strcmp(record_get(r, "counts"), "0") == 0)
        sheet_line(sheet, STYLE_BOLD, _("Found untrue: this entry counts for nothing"));
    if (any)
        sheet_blank(sheet);
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct visit_view *view = to;
    const struct table *table = table_find("visit");
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    record_free(&view->record);
    view->record = record_new();
    enum err err = visit_read(view->work, id, view->record, e);
    if (err != ERR_NONE)
        return err;
    struct pool *pool = sheet_pool(sheet);
    const char *(*get)(const struct record *, const char *) = record_get;
    const struct record *r = view->record;
    sheet_blank(sheet);
    sheet_pair_more(sheet, _("Entry"), get(r, "no"), _("By"), get(r, "by_name"));
    tell_entry(sheet, table, r);
    sheet_blank(sheet);
    tell_review(sheet, table, r);
    if (record_int(r, "household"))
        sheet_link(sheet, "household", record_int(r, "household"), _("The household with its people and visits"));
    if (*get(r, "case_no"))
        sheet_link(sheet, "case", case_id(view, get(r, "case_no")),
                   pool_format(pool, _("Case %s was made of this entry"), get(r, "case_no")));
    visit_mark_links(view->work, view->id, get(r, "case_no"), sheet);
    return ERR_NONE;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct visit_view *view = to;
    (void)sheet;
    if (strcmp(kind, "household") == 0)
        household_card_screen(view->ui, view->work, id);
    else if (strcmp(kind, "case") == 0)
        case_view_screen(view->ui, view->work, id);
    else if (strcmp(kind, "person") == 0)
        person_screen(view->ui, view->work, id);
    else
        table_view_screen(view->ui, view->work, table_find(kind), id);
}

static void delete (struct visit_view *view, struct sheet *sheet)
{
    struct error e = {0};
    if (!ui_confirm(view->ui, _("Delete %s? It stays in the recycle list (R)."), record_get(view->record, "no")))
        return;
    if (visit_delete(view->work, view->id, record_int(view->record, "version"), &e) != ERR_NONE) {
        ui_error(view->ui, &e);
        return;
    }
    ui_note(view->ui, _("%s is in the recycle list"), record_get(view->record, "no"));
    sheet_leave(sheet);
}

/* The centre may ask the household about this entry (work/return_visit.h). */
static bool may_ask(const struct visit_view *view)
{
    return right_scope(view->work, "return_visit.write") != SCOPE_NONE && record_int(view->record, "household") != 0;
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct visit_view *view = to;
    switch (action) {
    case ACTION_EDIT:
        visit_change_screen(view->ui, view->work, view->id);
        break;
    case ACTION_CASE:
        visit_make_case(view->ui, view->work, view->id);
        break;
    case ACTION_COMMAND:
        if (!may_ask(view))
            return false;
        return_visit_ask(view->ui, view->work, record_get(view->record, "no"));
        break;
    case ACTION_DELETE:
        delete (view, sheet);
        return true;
    default:
        return false;
    }
    sheet_refill(sheet);
    return true;
}

void visit_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_EDIT, ACTION_CASE, ACTION_DELETE,
                                       ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const enum action asking[] = {ACTION_OPEN, ACTION_EDIT, ACTION_CASE, ACTION_COMMAND,
                                         ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, NULL, N_("ask the household"), NULL, NULL, NULL};
    bool asks = right_scope(work, "return_visit.write") != SCOPE_NONE;
    const struct sheet_ops ops = {
        .fill = fill, .open = open, .action = action, .foot = asks ? asking : foot, .foot_words = asks ? words : NULL};
    struct visit_view view = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Diary entry"), &ops, &view);
    record_free(&view.record);
}

void visit_make_case(struct ui *ui, struct work *work, int64_t id)
{
    struct record *begun = record_new();
    struct error e = {0};
    if (visit_to_case(work, id, begun, &e) == ERR_NONE)
        case_write_from(ui, work, begun);
    else
        ui_error(ui, &e);
    record_free(&begun);
}

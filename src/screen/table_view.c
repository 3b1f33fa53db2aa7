/* One row of any described table, to read: its fields by group, where its links lead, what else belongs to it. */
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "table_row.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define ROWS_SHOWN   5 /* of each table that links here */
#define MORE_SHOWN   3 /* of its fields */
#define TITLE_ROOM   128
#define MASKED_MOST  12
#define LABEL_MOST   20
#define LABEL_BLANKS 4 /* the second label of a line has two fewer */
#define REASON_ROOM  200

struct table_view {
    struct ui *ui;
    struct work *work;
    const struct table *table;
    int64_t id;
    struct record *record;
    char title[TITLE_ROOM];
};

static const char *shown(struct table_view *view, struct pool *pool, const struct field *field)
{
    struct buffer text = {0};
    row_show(view->work, field, view->record, &text);
    const char *value = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return value;
}

/* A link that can be opened is a line with a number. */
static bool leads_somewhere(struct table_view *view, const struct field *field)
{
    const struct table *to = field->type == FIELD_LINK && field->link ? table_find(field->link) : NULL;
    return to && record_int(view->record, field->name) && table_may(view->work, to, "read");
}

static void add_link(struct table_view *view, struct sheet *sheet, const struct field *field)
{
    struct pool *pool = sheet_pool(sheet);
    sheet_link(sheet, field->link, record_int(view->record, field->name),
               pool_format(pool, "%s  %s", field_label(field), shown(view, pool, field)));
}

/* Fields being put down: a heading waits for its first field that is filled, a short field for one beside it. */
struct laying {
    struct table_view *view;
    struct sheet *sheet;
    const char *heading;
    const struct field *waits;
};

static void put_waiting(struct laying *laying)
{
    if (laying->waits)
        sheet_pair(laying->sheet, field_label(laying->waits),
                   shown(laying->view, sheet_pool(laying->sheet), laying->waits));
    laying->waits = NULL;
}

static void put_filled(struct laying *laying, const struct field *field)
{
    struct table_view *view = laying->view;
    struct sheet *sheet = laying->sheet;
    struct pool *pool = sheet_pool(sheet);
    bool leads = leads_somewhere(view, field);
    if (laying->heading || leads)
        put_waiting(laying);
    if (laying->heading)
        sheet_heading(sheet, laying->heading);
    laying->heading = NULL;
    if (leads) {
        add_link(view, sheet, field);
    } else if (laying->waits) {
        sheet_pair_more(sheet, field_label(laying->waits), shown(view, pool, laying->waits), field_label(field),
                        shown(view, pool, field));
        laying->waits = NULL;
    } else {
        laying->waits = field;
    }
}

static int widest_label(const struct table_view *view)
{
    int widest = 0;
    for (size_t i = 0; i < view->table->count; i++) {
        const struct field *field = &view->table->fields[i];
        int width = field->hidden || !*record_get(view->record, field->name) ? 0 : text_width(field_label(field));
        widest = width > widest ? width : widest;
    }
    return widest < LABEL_MOST ? widest : LABEL_MOST;
}

/* The fields, short ones two a line; what is empty is named at the end. */
static void add_fields(struct table_view *view, struct sheet *sheet)
{
    struct laying laying = {.view = view, .sheet = sheet};
    struct buffer empty = {0};
    sheet_set_labels(sheet, widest_label(view) + LABEL_BLANKS);
    for (size_t i = 0; i < view->table->count; i++) {
        const struct field *field = &view->table->fields[i];
        const char *group = field->group[i18n_language()];
        if (group)
            laying.heading = group;
        if (field->hidden)
            continue;
        if (*record_get(view->record, field->name))
            put_filled(&laying, field);
        else if (field->type != FIELD_COMPUTED && !field->read_only)
            buffer_format(&empty, "%s%s", empty.length ? "  " : "", field_label(field));
    }
    put_waiting(&laying);
    if (empty.length) {
        sheet_blank(sheet);
        sheet_text(sheet, STYLE_DIM, pool_format(sheet_pool(sheet), _("Not filled in: %s"), buffer_text(&empty)));
    }
    buffer_free(&empty);
}

/* Who made the row and who changed it last. */
static void add_story(struct table_view *view, struct sheet *sheet)
{
    static const struct field by = {.name = "by", .type = FIELD_LINK, .link = "user"};
    const struct record *r = view->record;
    struct pool *pool = sheet_pool(sheet);
    struct buffer made = {0}, changed = {0};
    link_show(view->work, &by, record_get(r, "created_by"), &made);
    link_show(view->work, &by, record_get(r, "updated_by"), &changed);
    sheet_text(sheet, STYLE_DIM,
               pool_format(pool, _("Made %s by %s; version %s of %s by %s"), record_get(r, "created_at"),
                           buffer_text(&made), record_get(r, "version"), record_get(r, "updated_at"),
                           buffer_text(&changed)));
    buffer_free(&made);
    buffer_free(&changed);
}

/* What its list shows first, besides the title and the link back. */
static void add_more(struct table_view *view, const struct table *from, const struct field *back,
                     const struct record *record, struct buffer *line)
{
    struct buffer text = {0};
    int more = 0;
    for (size_t i = 0; i < from->count && more < MORE_SHOWN; i++) {
        const struct field *field = &from->fields[i];
        bool named = field == table_title(from) || field->type == FIELD_LINK || strcmp(field->name, back->name) == 0;
        if (named || field->width == 0 || field->hidden || !*record_get(record, field->name))
            continue;
        row_show(view->work, field, record, &text);
        buffer_format(line, "  %s", buffer_text(&text));
        more++;
    }
    buffer_free(&text);
}

/* The rows of a table that link here by a field; begun: the heading stands already. */
static enum err add_linked(struct table_view *view, struct sheet *sheet, const struct table *from,
                           const struct field *field, bool *begun, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct list_query query = {.limit = ROWS_SHOWN};
    struct rows rows = {0};
    struct buffer title = {0};
    int64_t total = 0;
    enum err r = list_add_filter(&query, from, field->name, pool_format(pool, "%lld", (long long)view->id), e);
    if (r == ERR_NONE)
        r = table_list(view->work, pool, from, &query, &rows, &total, e);
    if (r == ERR_NONE && rows.count && !*begun)
        sheet_heading(sheet, _("Belonging to it"));
    *begun |= rows.count > 0;
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct record *record = record_new();
        record_from_row(record, from, &rows, i);
        link_title(view->work, from, record, &title);
        add_more(view, from, field, record, &title);
        sheet_link(sheet, from->name, rows_int(&rows, i, "id"),
                   pool_format(pool, "%s  %s", table_label(from), buffer_text(&title)));
        record_free(&record);
    }
    if (r == ERR_NONE && total > (int64_t)rows.count)
        sheet_link(sheet, pool_format(pool, "%s.%s", from->name, field->name), view->id,
                   pool_format(pool, _("%s  all %lld"), table_label(from), (long long)total));
    buffer_free(&title);
    return r;
}

/* Everything that links to this row, where the user may see it: residents, registers, members. */
static enum err add_all_linked(struct table_view *view, struct sheet *sheet, struct error *e)
{
    struct rows kinds = {0};
    bool begun = false;
    enum err r = table_linked(view->work, sheet_pool(sheet), view->table, view->id, &kinds, e);
    for (size_t i = 0; r == ERR_NONE && i < kinds.count; i++) {
        const struct table *from = table_find(rows_text(&kinds, i, "kind"));
        const struct field *field = table_field(from, rows_text(&kinds, i, "field"));
        if (table_may(view->work, from, "read"))
            r = add_linked(view, sheet, from, field, &begun, e);
    }
    return r;
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct table_view *view = to;
    record_free(&view->record);
    view->record = record_new();
    enum err r = table_read(view->work, view->table, view->id, view->record, e);
    if (r != ERR_NONE)
        return r;
    row_compute(view->work, view->table, view->record, NULL);
    struct buffer title = {0};
    link_title(view->work, view->table, view->record, &title);
    text_copy(view->title, sizeof view->title, buffer_text(&title));
    buffer_free(&title);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD, pool_format(sheet_pool(sheet), "%s  %s", table_label(view->table), view->title));
    add_fields(view, sheet);
    r = add_all_linked(view, sheet, e);
    sheet_blank(sheet);
    add_story(view, sheet);
    return r;
}

/* kind is a table, or TABLE.FIELD for all of its rows that link here. */
static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct table_view *view = to;
    char name[64];
    (void)sheet;
    const char *field = strchr(kind, '.');
    if (!field) {
        table_view_screen(view->ui, view->work, table_find(kind), id);
        return;
    }
    text_copy(name, (size_t)(field - kind) + 1 < sizeof name ? (size_t)(field - kind) + 1 : sizeof name, kind);
    table_list_of(view->ui, view->work, table_find(name), field + 1, id);
}

static void delete (struct table_view *view, struct sheet *sheet)
{
    struct error e = {0};
    if (!ui_confirm(view->ui, _("Delete %s? It stays in the recycle list (R)."), view->title))
        return;
    if (table_delete(view->work, view->table, view->id, record_int(view->record, "version"), &e) != ERR_NONE) {
        ui_error(view->ui, &e);
        return;
    }
    ui_note(view->ui, _("%s is in the recycle list"), view->title);
    sheet_leave(sheet);
}

/* The masked field to show: the only one that is filled, else the one chosen; NULL when there is none. */
static const struct field *masked_field(struct table_view *view)
{
    const struct table *table = view->table;
    const struct field *fields[MASKED_MOST];
    struct ui_choice choices[MASKED_MOST] = {0};
    size_t count = 0;
    for (size_t i = 0; i < table->count && count < MASKED_MOST; i++) {
        const struct field *field = &table->fields[i];
        if (!field->masked || field->hidden || !*record_get(view->record, field->name))
            continue;
        choices[count].text = field_label(field);
        fields[count++] = field;
    }
    if (count == 0)
        ui_note(view->ui, "%s", _("nothing is masked here"));
    int taken = count > 1 ? ui_choose(view->ui, _("Show which in full?"), choices, count, 0) : (int)count - 1;
    return taken < 0 ? NULL : fields[taken];
}

/* One value, for this moment alone. */
static void reveal(struct table_view *view)
{
    const struct field *field = masked_field(view);
    char reason[REASON_ROOM] = "";
    struct buffer value = {0};
    struct error e = {0};
    if (!field || !ui_ask(view->ui, field_label(field), _("Why do you need it in full? The reason is kept."), false,
                          reason, sizeof reason))
        return;
    if (table_reveal_field(view->work, view->table, view->id, field->name, reason, &value, &e) == ERR_NONE)
        ui_message(view->ui, field_label(field), "%s", buffer_text(&value));
    else
        ui_error(view->ui, &e);
    if (value.data)
        mem_wipe(value.data, value.length);
    buffer_free(&value);
}

static bool is_of(const struct table_view *view, const char *table)
{
    return strcmp(view->table->name, table) == 0;
}

static int64_t household_of(const struct table_view *view)
{
    return is_of(view, "household") ? view->id : record_int(view->record, "household");
}

/* One grid one file, or one household one form, of a person too. */
static void print(struct table_view *view)
{
    if (is_of(view, "grid"))
        print_screen(view->ui, view->work, "grid", record_int(view->record, "area"));
    else if (household_of(view) != 0)
        print_screen(view->ui, view->work, "household", household_of(view));
    else
        ui_note(view->ui, "%s", _("there is no household to print"));
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct table_view *view = to;
    switch (action) {
    case ACTION_EDIT:
        table_form_screen(view->ui, view->work, view->table, view->id, NULL);
        break;
    case ACTION_COPY:
        table_copy_screen(view->ui, view->work, view->table, view->id);
        break;
    case ACTION_HISTORY:
        table_history_screen(view->ui, view->work, view->table, view->id);
        break;
    case ACTION_LOOKED:
        table_looked_screen(view->ui, view->work, view->table, view->id);
        break;
    case ACTION_REVEAL:
        reveal(view);
        return true;
    case ACTION_COMMAND:
        if (view->table->journal)
            move_undo_ask(view->ui, view->work, view->id);
        else
            move_menu(view->ui, view->work, household_of(view), is_of(view, "person") ? view->id : 0);
        break;
    case ACTION_PRINT:
        print(view);
        return true;
    case ACTION_DELETE:
        delete (view, sheet);
        return true;
    default:
        return false;
    }
    sheet_refill(sheet);
    return true;
}

/* What the row can do stands on the foot bar: of those who live somewhere, of a move, of a grid, of all others. */
static void choose_foot(const struct table_view *view, struct sheet_ops *ops)
{
    static const enum action moving[] = {ACTION_OPEN,    ACTION_EDIT,   ACTION_COMMAND, ACTION_REVEAL,
                                         ACTION_HISTORY, ACTION_DELETE, ACTION_COPY,    ACTION_LOOKED,
                                         ACTION_PRINT,   ACTION_HELP,   ACTION_BACK,    ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("moves"), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    static const enum action done[] = {ACTION_OPEN, ACTION_COMMAND, ACTION_HISTORY,
                                       ACTION_HELP, ACTION_BACK,    ACTION_NONE};
    static const char *const undo[] = {NULL, N_("undo"), NULL, NULL, NULL};
    static const enum action filed[] = {ACTION_OPEN, ACTION_EDIT,   ACTION_PRINT, ACTION_HISTORY, ACTION_DELETE,
                                        ACTION_COPY, ACTION_LOOKED, ACTION_HELP,  ACTION_BACK,    ACTION_NONE};
    static const enum action foot[] = {ACTION_OPEN, ACTION_EDIT,   ACTION_REVEAL, ACTION_HISTORY, ACTION_DELETE,
                                       ACTION_COPY, ACTION_LOOKED, ACTION_HELP,   ACTION_BACK,    ACTION_NONE};
    ops->foot = is_of(view, "grid") ? filed : foot;
    if (view->table->journal) {
        ops->foot = done;
        ops->foot_words = undo;
    } else if (is_of(view, "person") || is_of(view, "household")) {
        ops->foot = moving;
        ops->foot_words = words;
    }
}

void table_view_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id)
{
    struct table_view view = {.ui = ui, .work = work, .table = table, .id = id};
    struct sheet_ops ops = {.fill = fill, .open = open, .action = action, .help = table->help[i18n_language()]};
    choose_foot(&view, &ops);
    sheet_run(ui, view.title, &ops, &view);
    record_free(&view.record);
}

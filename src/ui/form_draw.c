#include "form_inner.h"
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <stdio.h>
#include <string.h>

enum { FAULT_COLUMN = 0, REQUIRED_COLUMN = 1, LABEL_COLUMN = 2, GAP = 2 };
enum { LONG_LEAST = 3, LONG_MOST = 8, HINT_CODES = 6, PREVIEW_MOST = 9, SHOWN_MATCHES = 4 };

/* What is only read stands there when it has something to say. */
bool form_is_shown(const struct ui_form *form, size_t i)
{
    const struct form_field *f = &form->fields[i];
    return !f->hidden && (form_can_enter(f) || *record_get(form->record, f->field->name) != '\0');
}

static int label_columns(const struct ui_form *form)
{
    int most = 0;
    for (size_t i = 0; i < form->count; i++) {
        int width = !form_is_shown(form, i) ? 0 : text_width(field_label(form->fields[i].field));
        most = width > most ? width : most;
    }
    return most > form->labels ? form->labels : most;
}

static int value_column(const struct ui_form *form)
{
    return LABEL_COLUMN + label_columns(form) + GAP;
}

/* One column stays free behind the text, for the caret. */
int form_value_columns(const struct ui_form *form)
{
    return ui_columns(form->ui) - value_column(form) - 2;
}

/* A long text takes as many rows as it needs, between its least and its most. */
static int field_rows(const struct ui_form *form, size_t i)
{
    const struct field *field = form->fields[i].field;
    if (!form_is_shown(form, i))
        return 0;
    if (field->type != FIELD_LONG_TEXT)
        return 1;
    int most = field->lines > 0 ? field->lines : LONG_MOST, least = most < LONG_LEAST ? most : LONG_LEAST, rows;
    if (i == form->at) {
        rows = edit_row_count(&form->edit, form_value_columns(form));
    } else {
        struct edit text;
        edit_start(&text, record_get(form->record, field->name), 0, true);
        rows = edit_row_count(&text, form_value_columns(form));
        edit_end(&text);
    }
    return rows < least ? least : rows > most ? most : rows;
}

static void put_lines(struct ui_form *form, const struct edit *text, int row, int rows, enum ui_style style)
{
    const char *start;
    size_t n;
    int columns = form_value_columns(form), first = (int)text->scroll;
    for (int i = 0; i < rows && edit_row(text, columns, first + i, &start, &n); i++) {
        struct buffer line = {0};
        buffer_add(&line, start, n);
        ui_put(form->ui, row + i, value_column(form), columns + 1, style, buffer_text(&line));
        buffer_free(&line);
    }
}

/* The codes beside the value, when they are few, of a tree those of its first level: the people who know them need no
 * list. */
static void put_code_hint(const struct ui_form *form, const struct field *field, int row, int used)
{
    const struct code_list *list = field->type == FIELD_CODE ? code_list(field->codes) : NULL;
    size_t count = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        count += *list->codes[i].under == '\0';
    if (count == 0 || count > HINT_CODES)
        return;
    struct buffer hint = {0};
    for (size_t i = 0; i < list->count; i++)
        if (!list->codes[i].retired && *list->codes[i].under == '\0')
            buffer_format(&hint, "%s%s", hint.length == 0 ? "[" : " ", code_text(list->name, list->codes[i].code));
    buffer_add_char(&hint, ']');
    int at = value_column(form) + (used < 10 ? 12 : used + GAP), width = text_width(buffer_text(&hint));
    if (at + width < ui_columns(form->ui))
        ui_put(form->ui, row, at, width, STYLE_DIM, buffer_text(&hint));
    buffer_free(&hint);
}

static void add_weekday(const struct field *field, struct buffer *text)
{
    char date[DATE_TEXT];
    day_t day;
    if ((field->type != FIELD_DATE && field->type != FIELD_INSTANT) || text->length < DATE_TEXT - 1)
        return;
    text_copy(date, sizeof(date), buffer_text(text));
    if (!date_parse(date, &day))
        return;
    struct buffer with = {0};
    buffer_format(&with, " %s", date_weekday_text(day));
    buffer_splice(text, DATE_TEXT - 1, 0, with.data, with.length);
    buffer_free(&with);
}

static void draw_value(struct ui_form *form, size_t i, int row, int rows)
{
    const struct form_field *f = &form->fields[i];
    struct buffer text = {0};
    enum ui_style style = form_can_enter(f) ? STYLE_PLAIN : STYLE_DIM;
    form_show_value(form, form->record, f->field, &text);
    if (f->field->type == FIELD_LONG_TEXT) {
        struct edit lines;
        edit_start(&lines, buffer_text(&text), 0, true);
        put_lines(form, &lines, row, rows, style);
        edit_end(&lines);
    } else {
        add_weekday(f->field, &text);
        struct buffer padded = {0};
        text_pad(&padded, buffer_text(&text), form_value_columns(form), -1);
        ui_put(form->ui, row, value_column(form), form_value_columns(form), style, buffer_text(&padded));
        buffer_free(&padded);
        put_code_hint(form, f->field, row, text_width(buffer_text(&text)));
    }
    buffer_free(&text);
}

static void draw_editor(struct ui_form *form, int row, int rows)
{
    int caret_row, caret_column, columns = form_value_columns(form);
    edit_view(&form->edit, columns, rows, &caret_row, &caret_column);
    if (form->edit.lines) {
        put_lines(form, &form->edit, row, rows, STYLE_PLAIN);
    } else {
        const char *shown = buffer_text(&form->edit.text) + form->edit.scroll;
        ui_put(form->ui, row, value_column(form), columns + 1, STYLE_PLAIN, shown);
        put_code_hint(form, form_active(form)->field, row, text_width(shown));
    }
    ui_caret(form->ui, row + caret_row, value_column(form) + caret_column);
}

static void draw_field(struct ui_form *form, size_t i, int row, int rows)
{
    const struct form_field *f = &form->fields[i];
    ui_put(form->ui, row, FAULT_COLUMN, 1, STYLE_BOLD, f->fault != NULL ? "!" : " ");
    ui_put(form->ui, row, REQUIRED_COLUMN, 1, STYLE_PLAIN, f->field->required ? "*" : " ");
    ui_put(form->ui, row, LABEL_COLUMN, label_columns(form), i == form->at ? STYLE_BOLD : STYLE_PLAIN,
           field_label(f->field));
    if (i == form->at)
        draw_editor(form, row, rows);
    else
        draw_value(form, i, row, rows);
}

/* Where there is no room the form hears of it too: what is not shown here may have to be said before saving. */
static void draw_preview(struct ui_form *form, int row, int end)
{
    const char *lines[PREVIEW_MOST];
    size_t count = 0;
    int room = end > row ? end - row : 0;
    if (form->ops->preview == NULL)
        return;
    struct pool *pool = pool_new();
    struct record *typed = form_active(form)->field->type == FIELD_LONG_TEXT ? form_typed_record(form) : NULL;
    form->ops->preview(form->to, typed != NULL ? typed : form->record, pool, lines, &count,
                       room < PREVIEW_MOST ? (size_t)room : (size_t)PREVIEW_MOST);
    for (size_t i = 0; i < count && (int)i < room; i++)
        ui_put(form->ui, row + (int)i, 1, 0, STYLE_PLAIN, lines[i]);
    record_free(&typed);
    pool_free(&pool);
}

/* While a choice is being typed: how many match, and the first of them. */
static void note_matches(struct ui_form *form)
{
    const char *typed = buffer_text(&form->edit.text);
    if (!form_has_choices(form_active(form)) || form_active(form)->field->type == FIELD_CODES || *typed == '\0' ||
        strcmp(typed, form->entered) == 0)
        return;
    if (form->matches_stale) {
        pool_reset(form->pool);
        form->matches_stale = false;
        if (!form_search(form, typed, form->pool, &form->matches))
            form->matches.count = 0;
    }
    struct buffer note = {0};
    const struct rows *rows = &form->matches;
    if (rows->count == 1)
        buffer_format(&note, "Tab: %s  %s", rows_text(rows, 0, "text"),
                      rows_column(rows, "detail") < 0 ? "" : rows_text(rows, 0, "detail"));
    else
        buffer_format(&note, _("%zu match:"), rows->count);
    for (size_t i = 0; rows->count > 1 && i < rows->count && i < SHOWN_MATCHES; i++)
        buffer_format(&note, "  %s", rows_text(rows, i, "text"));
    if (rows->count > SHOWN_MATCHES)
        buffer_format(&note, "  ... F4");
    ui_note(form->ui, "%s", buffer_text(&note));
    buffer_free(&note);
}

static void draw_notes(struct ui_form *form)
{
    if (form->ui->note[0] != '\0')
        return;
    if (form_active(form)->fault != NULL)
        ui_note(form->ui, "%s", form_active(form)->fault);
    else
        note_matches(form);
}

static void draw_position(struct ui_form *form, int row)
{
    size_t shown = 0, before = 0;
    for (size_t i = 0; i < form->count; i++) {
        shown += form_is_shown(form, i);
        before += form_is_shown(form, i) && i <= form->at;
    }
    struct buffer text = {0};
    buffer_format(&text, _("field %zu of %zu"), before, shown);
    ui_put_right(form->ui, row, 0, ui_columns(form->ui) - 1, STYLE_DIM, buffer_text(&text));
    buffer_free(&text);
}

/* Which fields are drawn, between which rows. */
struct view {
    size_t first, end;
    bool headings; /* between the parts, which are all shown */
    int top, room;
};

static int rows_of(const struct ui_form *form, const struct view *view, size_t i)
{
    return field_rows(form, i) + (view->headings ? form_heading_rows(form, i) : 0);
}

/* All fields with headings between their parts; when that is too much, the part that the caret is in. */
static struct view choose_view(const struct ui_form *form, int rows)
{
    struct view view = {.end = form->count, .headings = form_has_parts(form), .room = rows};
    int total = 0;
    for (size_t i = 0; i < form->count; i++)
        total += rows_of(form, &view, i);
    if (view.headings && total > rows)
        view = (struct view){
            .first = form_part_start(form, form->at), .end = form_part_end(form, form->at), .top = 1, .room = rows - 1};
    return view;
}

/* So that the field of the caret is seen. Returns the rows of all fields of the view. */
static int scroll(struct ui_form *form, struct view *view)
{
    int total = 0, at_row = 0;
    for (size_t i = view->first; i < view->end; i++) {
        total += rows_of(form, view, i);
        at_row = i == form->at ? total - field_rows(form, i) : at_row;
    }
    if (total > view->room || view->top > 0) /* the last row says where one is */
        view->room--;
    int at_rows = field_rows(form, form->at);
    if (at_row + at_rows > form->top + view->room)
        form->top = at_row + at_rows - view->room;
    if (at_row < form->top || total <= view->room)
        form->top = total <= view->room ? 0 : at_row;
    return total;
}

static void draw_fields(struct ui_form *form, const struct view *view)
{
    int row = -form->top, room = view->room;
    for (size_t i = view->first; i < view->end; i++) {
        int rows = field_rows(form, i), heading = rows_of(form, view, i) - rows;
        if (heading > 0 && row >= 0 && row < room)
            ui_put(form->ui, view->top + row, 1, 0, STYLE_BOLD, form_part_name(form, i));
        row += heading;
        if (rows > 0 && row >= 0 && row < room)
            draw_field(form, i, view->top + row, row + rows > room ? room - row : rows);
        row += rows;
    }
}

void form_draw(struct ui *ui, struct screen *screen)
{
    struct ui_form *form = screen->data;
    struct view view = choose_view(form, ui_rows(ui));
    int total = scroll(form, &view);
    bool all = view.top == 0 && total <= view.room;
    if (view.top > 0)
        form_draw_parts(form, 0);
    draw_fields(form, &view);
    if (!all)
        draw_position(form, ui_rows(ui) - 1);
    draw_preview(form, view.top + total + 1, view.top + view.room);
    draw_notes(form);
}

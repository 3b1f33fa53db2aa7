#include "list_inner.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"

#include <stdio.h>
#include <string.h>

enum { MARKS = 2, COLUMN_GAP = 2, LEAST_FLEXIBLE = 15 };

size_t list_column_count(const struct ui_list *list)
{
    size_t count = 0;
    while (count < LIST_COLUMNS && list->columns[count].field != NULL)
        count++;
    return count;
}

/* Columns of the description; when the window is narrow the last ones go first, the first two never. */
void list_describe_columns(struct ui_list *list)
{
    size_t count = 0;
    for (size_t i = 0; list->table != NULL && i < list->table->count && count < LIST_COLUMNS; i++) {
        const struct field *field = &list->table->fields[i];
        bool number = field_shown_type(field) == FIELD_INTEGER || field_shown_type(field) == FIELD_MONEY;
        if (field->width > 0 && !field->hidden) {
            list->described[count] = (struct ui_list_column){.field = field->name,
                                                             .width = field->width,
                                                             .align = number ? 1 : -1,
                                                             .drop = count < 2 ? 0 : (int)count};
            count++;
        }
    }
    list->described[count] = (struct ui_list_column){0};
    list->columns = list->described;
}

const char *list_column_label(const struct ui_list *list, const struct ui_list_column *column)
{
    if (column->label != NULL)
        return _(column->label);
    const struct field *field = list->table == NULL ? NULL : table_field(list->table, column->field);
    return field == NULL ? column->field : field_label(field);
}

/* Width of each column, 0 for those left out. */
static void fit_columns(const struct ui_list *list, int widths[LIST_COLUMNS])
{
    size_t count = list_column_count(list), flexible = count;
    int used = MARKS;
    for (size_t i = 0; i < count; i++) {
        widths[i] = list->columns[i].width > 0 ? list->columns[i].width : LEAST_FLEXIBLE;
        flexible = list->columns[i].width == 0 ? i : flexible;
        used += widths[i] + COLUMN_GAP;
    }
    int room = ui_columns(list->ui) + COLUMN_GAP;
    while (used > room) {
        size_t victim = count;
        for (size_t i = 0; i < count; i++)
            if (widths[i] > 0 && list->columns[i].drop > 0 &&
                (victim == count || list->columns[i].drop > list->columns[victim].drop))
                victim = i;
        if (victim == count)
            break;
        used -= widths[victim] + COLUMN_GAP;
        widths[victim] = 0;
    }
    if (flexible < count && widths[flexible] > 0 && used < room)
        widths[flexible] += room - used;
}

/* Characters that terminals draw one or two columns wide would push what stands behind them: in cells they are shown
 * as their plain likes. */
static const char *plain_cell(struct pool *pool, const char *text)
{
    static const struct {
        const char *from;
        char to;
    } likes[] = {
        {"“", '"' },
        {"”", '"' },
        {"‘", '\''},
        {"’", '\''},
        {"…", '.' },
        {"—", '-' },
        {"–", '-' },
        {"·",  '.' },
        {"×",  'x' },
        {"─", '-' },
        {"│", '|' },
        {"①", '1' },
        {"②", '2' },
        {"③", '3' },
        {"④", '4' },
        {"⑤", '5' },
        {"⑥", '6' },
        {"°",  'o' },
    };
    if (text[strcspn(text, "\xC2\xC3\xE2")] == '\0')
        return text;
    struct buffer out = {0};
    for (const char *s = text; *s != '\0';) {
        size_t i = 0;
        while (i < COUNT_OF(likes) && strncmp(s, likes[i].from, strlen(likes[i].from)) != 0)
            i++;
        buffer_add_char(&out, i < COUNT_OF(likes) ? likes[i].to : *s);
        s += i < COUNT_OF(likes) ? strlen(likes[i].from) : 1;
    }
    const char *plain = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return plain;
}

/* As the description shows it; masked values stay masked on every list. */
static const char *described_cell(const struct ui_list *list, const struct record *record, size_t row, const char *name)
{
    const struct field *field = list->table == NULL ? NULL : table_field(list->table, name);
    if (field == NULL)
        return rows_column(&list->rows, name) < 0 ? "" : rows_text(&list->rows, row, name);
    struct buffer out = {0};
    if (field->masked)
        check_mask(field, record_get(record, name), &out);
    else
        check_show(field, record_get(record, name), &out);
    const char *text = pool_text(list->pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* The texts of the whole page, once after it was read: a move within the page makes nothing new. */
static void make_cells(struct ui_list *list)
{
    size_t columns = list_column_count(list);
    list->cells = pool_new_piece(list->pool, list->rows.count * columns + 1, sizeof(list->cells[0]));
    for (size_t row = 0; row < list->rows.count; row++) {
        struct record *record = record_new();
        if (list->table != NULL)
            record_from_row(record, list->table, &list->rows, row);
        for (size_t i = 0; i < columns; i++) {
            const char *name = list->columns[i].field, *text = NULL;
            if (list->ops->cell != NULL)
                text = list->ops->cell(list->to, list->pool, &list->rows, row, name);
            if (text == NULL)
                text = described_cell(list, record, row, name);
            list->cells[row * columns + i] = plain_cell(list->pool, text);
        }
        record_free(&record);
    }
}

static enum ui_style light_style(const char *text)
{
    static const struct {
        const char *letter;
        enum ui_style style;
    } lights[] = {
        {"R", STYLE_RED   },
        {"Y", STYLE_YELLOW},
        {"G", STYLE_GREEN }
    };
    for (size_t i = 0; i < COUNT_OF(lights); i++)
        if (strcmp(text, lights[i].letter) == 0)
            return lights[i].style;
    return STYLE_PLAIN;
}

static void put_cell(struct ui *ui, int row, int column, int width, int align, enum ui_style style, const char *text)
{
    struct buffer padded = {0};
    text_pad(&padded, text, width, align > 0 ? 1 : -1);
    ui_put(ui, row, column, width, style, buffer_text(&padded));
    buffer_free(&padded);
}

/* At the right of the line over the column heads: which rows these are. Returns the column where it begins. */
static int count_text(const struct ui_list *list, struct buffer *out)
{
    long long first = list->total > 0 ? (long long)list->offset + 1 : 0;
    buffer_format(out, list->rows.at_least ? _("rows %lld-%lld of %lld+") : _("rows %lld-%lld of %lld"), first,
                  (long long)list->offset + (long long)list->rows.count, (long long)list->total);
    if (list->mark_count > 0)
        buffer_format(out, _("  marked %zu"), list->mark_count);
    return ui_columns(list->ui) - text_width(buffer_text(out)) - 1;
}

int list_heading_columns(const struct ui_list *list)
{
    struct buffer count = {0};
    int at = count_text(list, &count);
    buffer_free(&count);
    return at - 1;
}

static void draw_heading(struct ui_list *list)
{
    struct ui *ui = list->ui;
    char heading[256] = "";
    struct buffer left = {0}, right = {0};
    if (list->ops->heading != NULL)
        list->ops->heading(list->to, heading, sizeof(heading));
    buffer_add_text(&left, heading);
    if (list->query->search[0] != '\0')
        buffer_format(&left, "%s%s %s", left.length > 0 ? "  " : "", _("search"), list->query->search);
    const char *sort = list->query->sort;
    const struct field *field = list->table == NULL ? NULL : table_field(list->table, sort + (sort[0] == '-'));
    if (field != NULL)
        buffer_format(&left, "%s%s %s%s", left.length > 0 ? "  " : "", _("sort"), field_label(field),
                      sort[0] == '-' ? " -" : "");
    int at = count_text(list, &right);
    ui_put(ui, 0, 1, at - 2, STYLE_PLAIN, buffer_text(&left));
    ui_put(ui, 0, at, 0, STYLE_PLAIN, buffer_text(&right));
    buffer_free(&left);
    buffer_free(&right);
}

static void draw_row(const struct ui_list *list, const int *widths, size_t i)
{
    struct ui *ui = list->ui;
    size_t columns = list_column_count(list);
    int row = LIST_HEAD_ROWS + (int)i, at = MARKS;
    bool here = list->offset + (int64_t)i == list->at;
    const char marks[] = {here ? '>' : ' ', list_is_marked(list, list_row_id(list, i)) ? '*' : ' ', '\0'};
    ui_put(ui, row, 0, MARKS, STYLE_PLAIN, marks);
    for (size_t c = 0; c < columns; c++) {
        if (widths[c] == 0)
            continue;
        const char *text = list->cells[i * columns + c];
        put_cell(ui, row, at, widths[c], list->columns[c].align, light_style(text), text);
        at += widths[c] + COLUMN_GAP;
    }
    if (here)
        ui_caret(ui, row, 0);
}

static void draw_column_heads(const struct ui_list *list, const int *widths)
{
    int at = MARKS;
    ui_put(list->ui, 1, 0, 0, STYLE_BOLD, ""); /* gaps too: turning bold off and on costs more than the gap */
    for (size_t i = 0; i < list_column_count(list); i++) {
        if (widths[i] == 0)
            continue;
        const struct ui_list_column *column = &list->columns[i];
        put_cell(list->ui, 1, at, widths[i], column->align, STYLE_BOLD, list_column_label(list, column));
        at += widths[i] + COLUMN_GAP;
    }
}

void list_draw(struct ui *ui, struct screen *screen)
{
    struct ui_list *list = screen->data;
    list_load(list);
    if (list->cells == NULL)
        make_cells(list);
    int widths[LIST_COLUMNS] = {0};
    fit_columns(list, widths);
    draw_heading(list);
    draw_column_heads(list, widths);
    for (size_t i = 0; i < list->rows.count; i++)
        draw_row(list, widths, i);
    if (list->rows.count == 0) {
        ui_put(ui, LIST_HEAD_ROWS + 1, MARKS, 0, STYLE_DIM,
               list->query->search[0] != '\0' || list->query->filter_count > 0 ? _("nothing matches")
                                                                               : _("there is nothing here yet"));
        ui_caret(ui, LIST_HEAD_ROWS + 1, 0);
    }
    int first = LIST_HEAD_ROWS + list->page + 1;
    size_t row = list_row(list);
    if (list->ops->detail != NULL && !list->detail_waits && row != SIZE_MAX && first < ui_rows(ui))
        list->ops->detail(ui, list->to, &list->rows, row, first, list->ops->detail_lines);
    if (list->number[0] != '\0')
        ui_note(ui, _("row %s: Enter goes there"), list->number);
}

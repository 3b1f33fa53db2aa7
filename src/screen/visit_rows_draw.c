/* Draws entry after entry: what all rows have, a row a door, and below what is known of the door where the caret is and
 * what its marks will make. */
#include "tell.h"
#include "visit_mark.h"
#include "visit_rows.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/mark.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DOOR_COLUMN = 2, HEAD_COLUMNS = 7, BELOW = 5, LINES_MOST = 6, DOOR_MOST = 18 };

static int door_columns(const struct visit_rows *rows)
{
    int most = 6;
    for (size_t i = 0; i < rows->count; i++)
        most = text_width(rows->doors[i].door) > most ? text_width(rows->doors[i].door) : most;
    return most > DOOR_MOST ? DOOR_MOST : most;
}

static void draw_head(struct visit_rows *rows)
{
    struct pool *pool = pool_new();
    const char *on = record_get(rows->all, "on"), *with = record_get(rows->all, "companions");
    ui_clear_row(rows->desk.ui, 0);
    ui_put(rows->desk.ui, 0, 1, 0, STYLE_BOLD,
           pool_format(pool, _("%s  %s, %s%s%s  saved %zu of %zu"), rows->place,
                       tell_field(pool, rows->desk.table, rows->all, "channel"), *on ? on : _("now"),
                       *with ? _(", with ") : "", with, rows->saved, rows->count));
    pool_free(&pool);
}

static void draw_row(struct visit_rows *rows, size_t i, int row, int text_column)
{
    struct ui *ui = rows->desk.ui;
    const struct visit_door *door = &rows->doors[i];
    enum ui_style style = door->saved ? STYLE_DIM : STYLE_PLAIN;
    struct buffer text = {0};
    int columns = ui_columns(ui) - text_column - 1;
    ui_clear_row(ui, row);
    ui_put(ui, row, 0, 2, STYLE_BOLD, i == rows->at ? (door->saved ? ">+" : ">") : door->saved ? " +" : "");
    ui_put(ui, row, DOOR_COLUMN, text_column - HEAD_COLUMNS - DOOR_COLUMN - 2, i == rows->at ? STYLE_BOLD : style,
           door->door);
    ui_put(ui, row, text_column - HEAD_COLUMNS - 1, HEAD_COLUMNS, style, door->head);
    if (i == rows->at && !door->saved) {
        int caret_row, caret_column;
        edit_view(&rows->edit, columns, 1, &caret_row, &caret_column);
        ui_put(ui, row, text_column, columns + 1, STYLE_PLAIN, buffer_text(&rows->edit.text) + rows->edit.scroll);
        ui_caret(ui, row, text_column + caret_column);
    } else {
        text_pad(&text, door->text ? door->text : door->why, columns, -1);
        ui_put(ui, row, text_column, columns, door->text ? style : STYLE_DIM, buffer_text(&text));
        if (i == rows->at)
            ui_caret(ui, row, 0);
    }
    buffer_free(&text);
}

static const char *last_visit(struct visit_rows *rows, const struct visit_door *door)
{
    struct list_query query = {.limit = 1, .sort = "-on"};
    struct rows found = {0};
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, door->household);
    if (list_add_filter(&query, rows->desk.table, "household", id, NULL) != ERR_NONE ||
        list_add_filter(&query, rows->desk.table, "counts", "1", NULL) != ERR_NONE ||
        visit_list(rows->desk.work, rows->pool, &query, false, &found, NULL, NULL) != ERR_NONE || found.count == 0)
        return _("This household has no visit in the diary yet");
    return pool_format(rows->pool, _("Last visit %s: %s"), tell_moment(rows->pool, &found, 0, "on"),
                       rows_text(&found, 0, "text"));
}

/* What the marks of the line will make; asked when row or text is another one. */
static void look_at_marks(struct visit_rows *rows, const struct visit_door *door)
{
    struct buffer now = {0};
    struct mark_plan plan;
    struct record *record;
    buffer_format(&now, "%zu %s", rows->at, buffer_text(&rows->edit.text));
    bool same = strcmp(buffer_text(&now), buffer_text(&rows->asked)) == 0;
    buffer_free(&rows->asked);
    rows->asked = now;
    if (same)
        return;
    pool_reset(rows->looked);
    rows->line_count = 0;
    record = record_copy(rows->all);
    record_set_int(record, "household", door->household);
    record_set(record, "persons", door->head);
    record_set(record, "text", buffer_text(&rows->edit.text));
    if (mark_plan(rows->desk.work, rows->looked, 0, record, &plan, NULL) == ERR_NONE) {
        visit_mark_lines(&rows->desk, &plan, rows->looked, rows->lines, &rows->line_count, LINES_MOST);
        mark_plan_free(&plan);
    }
    record_free(&record);
}

static void draw_below(struct visit_rows *rows, int row, int lines)
{
    struct ui *ui = rows->desk.ui;
    struct visit_door *door = &rows->doors[rows->at];
    struct pool *pool = pool_new();
    const char *told[BELOW];
    size_t count = 0;
    if (!door->last)
        door->last = last_visit(rows, door);
    look_at_marks(rows, door);
    for (size_t i = 0; i < rows->line_count && count < COUNT_OF(told); i++)
        told[count++] = rows->lines[i];
    if (*door->why)
        desk_say(&rows->desk, pool, pool_format(pool, _("Due: %s"), door->why), told, &count, COUNT_OF(told));
    desk_say(&rows->desk, pool, door->last, told, &count, COUNT_OF(told));
    for (int i = 0; i < lines; i++) {
        ui_clear_row(ui, row + i);
        if (i > 0 && (size_t)i <= count)
            ui_put(ui, row + i, 1, 0, STYLE_PLAIN, told[i - 1]);
    }
    pool_free(&pool);
}

void visit_rows_draw(struct ui *ui, struct screen *screen)
{
    struct visit_rows *rows = screen->data;
    int below = BELOW + 1, shown = ui_rows(ui) - 1 - below;
    int text_column = DOOR_COLUMN + door_columns(rows) + 1 + HEAD_COLUMNS + 1;
    if (rows->at < rows->top)
        rows->top = rows->at;
    if (rows->at >= rows->top + (size_t)shown)
        rows->top = rows->at + 1 - (size_t)shown;
    draw_head(rows);
    draw_below(rows, 1 + shown, below);
    for (int i = 0; i < shown; i++) {
        if (rows->top + (size_t)i < rows->count)
            draw_row(rows, rows->top + (size_t)i, 1 + i, text_column);
        else
            ui_clear_row(ui, 1 + i);
    }
    if (!rows->doors[rows->at].saved) /* the caret of the row, drawn last */
        draw_row(rows, rows->at, 1 + (int)(rows->at - rows->top), text_column);
}

/* The pick list: narrows while typing. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/edit.h"

#include <string.h>

enum { PICK_COLUMNS = 66, PICK_ROWS = 14, MARK_COLUMNS = 4, GAP = 2 };

struct picking {
    const char *title;
    ui_pick_search *search;
    void *to;
    bool many;
    struct edit edit;
    struct pool *pool;
    struct rows rows;
    size_t at, first;
    struct buffer ids; /* marked ones: ",1,2," */
};

static void search_again(struct picking *picking)
{
    pool_reset(picking->pool);
    picking->rows = (struct rows){0};
    if (!picking->search(picking->to, buffer_text(&picking->edit.text), picking->pool, &picking->rows))
        picking->rows.count = 0;
    picking->at = picking->first = 0;
}

static bool is_marked(const struct picking *picking, const char *id)
{
    struct buffer one = {0};
    buffer_format(&one, ",%s,", id);
    bool found = strstr(buffer_text(&picking->ids), buffer_text(&one)) != NULL;
    buffer_free(&one);
    return found;
}

static void toggle(struct picking *picking, const char *id)
{
    struct buffer one = {0};
    buffer_format(&one, ",%s,", id);
    char *found = picking->ids.length == 0 ? NULL : strstr(picking->ids.data, buffer_text(&one));
    if (found != NULL)
        buffer_splice(&picking->ids, (size_t)(found - picking->ids.data), one.length, ",", 1);
    else
        buffer_add_text(&picking->ids, buffer_text(&one) + (picking->ids.length > 0));
    buffer_free(&one);
}

static const char *cell(const struct picking *picking, size_t row, const char *column)
{
    return rows_column(&picking->rows, column) < 0 ? "" : rows_text(&picking->rows, row, column);
}

static void draw_choice(struct ui *ui, const struct picking *picking, const struct box *box, int row, size_t i,
                        int text)
{
    char mark[MARK_COLUMNS] = "   ";
    int detail = box->columns - MARK_COLUMNS - text - GAP;
    mark[0] = i == picking->at ? '>' : ' ';
    mark[1] = is_marked(picking, cell(picking, i, "id")) ? '*' : ' ';
    ui_put(ui, row, box->column, MARK_COLUMNS - 1, STYLE_PLAIN, mark);
    ui_put(ui, row, box->column + MARK_COLUMNS, text, STYLE_PLAIN, cell(picking, i, "text"));
    if (detail > 0)
        ui_put(ui, row, box->column + MARK_COLUMNS + text + GAP, detail, STYLE_DIM, cell(picking, i, "detail"));
}

static void picking_draw(struct ui *ui, struct screen *screen)
{
    struct picking *picking = screen->data;
    struct box box = draw_box(ui, picking->title, PICK_ROWS, PICK_COLUMNS);
    size_t shown = (size_t)(box.rows - 2);
    if (picking->at < picking->first)
        picking->first = picking->at;
    if (picking->at >= picking->first + shown)
        picking->first = picking->at - shown + 1;
    int text = 12, row, column;
    for (size_t i = 0; i < picking->rows.count; i++) {
        int width = text_width(cell(picking, i, "text"));
        text = width > text ? width : text;
    }
    text = text > box.columns - MARK_COLUMNS ? box.columns - MARK_COLUMNS : text;
    for (size_t i = picking->first; i < picking->rows.count && i < picking->first + shown; i++)
        draw_choice(ui, picking, &box, box.row + 2 + (int)(i - picking->first), i, text);
    if (picking->rows.count == 0)
        ui_put(ui, box.row + 2, box.column + MARK_COLUMNS, box.columns - MARK_COLUMNS, STYLE_DIM, _("nothing matches"));
    edit_view(&picking->edit, box.columns - MARK_COLUMNS - 1, 1, &row, &column);
    ui_put(ui, box.row, box.column, 1, STYLE_PLAIN, "/");
    ui_put(ui, box.row, box.column + 2, box.columns - 2, STYLE_PLAIN,
           buffer_text(&picking->edit.text) + picking->edit.scroll);
    ui_caret(ui, box.row, box.column + 2 + column);
}

static void move(struct picking *picking, long by)
{
    long last = (long)picking->rows.count - 1, at = (long)picking->at + by;
    at = at > last ? last : at;
    picking->at = at < 0 ? 0 : (size_t)at;
}

static bool picking_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    (void)ui;
    struct picking *picking = screen->data;
    bool row = picking->rows.count > 0;
    switch (action) {
    case ACTION_CHOICE_UP:
        move(picking, -1);
        return true;
    case ACTION_CHOICE_DOWN:
        move(picking, 1);
        return true;
    case ACTION_PAGE_UP:
        move(picking, -(PICK_ROWS - 2));
        return true;
    case ACTION_PAGE_DOWN:
        move(picking, PICK_ROWS - 2);
        return true;
    case ACTION_TICK:
        if (row)
            toggle(picking, cell(picking, picking->at, "id"));
        return true;
    case ACTION_TAKE:
        screen->result = row || picking->ids.length > 0;
        screen->leave = screen->result == 1;
        return true;
    case ACTION_LEAVE_INPUT:
        screen->leave = true;
        return true;
    default:
        break;
    }
    struct buffer before = {0};
    buffer_add_text(&before, buffer_text(&picking->edit.text));
    bool used = edit_key(&picking->edit, key, PICK_COLUMNS);
    if (used && strcmp(buffer_text(&before), buffer_text(&picking->edit.text)) != 0)
        search_again(picking);
    buffer_free(&before);
    return used;
}

/* ",1,2," becomes "1,2". */
static void give_marked(const struct picking *picking, char *id, size_t room)
{
    struct buffer ids = {0};
    if (picking->ids.length > 2)
        buffer_add(&ids, picking->ids.data + 1, picking->ids.length - 2);
    text_copy(id, room, buffer_text(&ids));
    buffer_free(&ids);
}

bool ui_pick(struct ui *ui, const char *title, ui_pick_search *search, void *to, bool many, const char *typed, char *id,
             size_t id_room, char *text, size_t text_room)
{
    static const enum action foot_one[] = {ACTION_CHOICE_UP, ACTION_CHOICE_DOWN, ACTION_TAKE, ACTION_LEAVE_INPUT,
                                           ACTION_NONE};
    static const enum action foot_many[] = {ACTION_TICK, ACTION_TAKE, ACTION_LEAVE_INPUT, ACTION_NONE};
    static const struct screen_ops one = {
        .draw = picking_draw, .key = picking_key, .place = PLACE_INPUT, .foot = foot_one};
    static const struct screen_ops several = {
        .draw = picking_draw, .key = picking_key, .place = PLACE_INPUT, .foot = foot_many};
    struct picking picking = {.title = title, .search = search, .to = to, .many = many, .pool = pool_new()};
    edit_start(&picking.edit, typed == NULL ? "" : typed, 0, false);
    if (many && id[0] != '\0')
        buffer_format(&picking.ids, ",%s,", id);
    search_again(&picking);
    struct screen screen = {.ops = many ? &several : &one, .data = &picking, .overlay = true};
    bool taken = ui_run(ui, &screen) == 1;
    if (taken) {
        const char *row_text = picking.rows.count > 0 ? cell(&picking, picking.at, "text") : "";
        if (many && picking.ids.length > 1)
            give_marked(&picking, id, id_room);
        else
            text_copy(id, id_room, picking.rows.count > 0 ? cell(&picking, picking.at, "id") : "");
        text_copy(text, text_room, row_text);
    }
    buffer_free(&picking.ids);
    edit_end(&picking.edit);
    pool_free(&picking.pool);
    return taken;
}

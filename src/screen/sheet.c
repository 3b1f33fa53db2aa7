#include "sheet.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <string.h>

#define LABEL_COLUMNS 14 /* with the blanks around the label, unless a sheet asks for more */
#define NO_LINE       (-1)
#define NO_LINK       (-1)

/* The keys of places that a line leads to, in their order; letters that no action of a sheet has. */
static const char KEYS[] = "123456789bdnostuvyz";

struct sheet_line {
    const char *text;
    enum ui_style style;
    int link; /* the first one on it, NO_LINK when it leads nowhere */
};

struct sheet_to {
    const char *kind;
    int64_t id;
};

struct sheet {
    struct ui *ui;
    struct screen *screen;
    const struct sheet_ops *ops;
    void *to;
    struct pool *pool;
    struct pool *held; /* what an action has in hand; NULL: none */
    struct sheet_line *lines;
    int count, room;
    struct sheet_to *links;
    int link_count, link_room;
    int waiting; /* the first link of the line that comes next */
    int top;
    int cursor;  /* the line of a link, NO_LINE when there is none */
    int columns; /* width that the lines were made for */
    int label_columns;
    bool stale;
};

static void add(struct sheet *sheet, struct sheet_line line)
{
    if (sheet->count == sheet->room) {
        sheet->room = sheet->room ? sheet->room * 2 : 32;
        sheet->lines = mem_resize(sheet->lines, (size_t)sheet->room, sizeof *sheet->lines);
    }
    line.link = sheet->waiting;
    sheet->waiting = NO_LINK;
    sheet->lines[sheet->count++] = line;
}

const char *sheet_key(struct sheet *sheet, const char *kind, int64_t id)
{
    int n = sheet->link_count;
    if (n == sheet->link_room) {
        sheet->link_room = sheet->link_room ? sheet->link_room * 2 : 16;
        sheet->links = mem_resize(sheet->links, (size_t)sheet->link_room, sizeof *sheet->links);
    }
    sheet->links[sheet->link_count++] = (struct sheet_to){pool_text(sheet->pool, kind), id};
    if (sheet->waiting == NO_LINK)
        sheet->waiting = n;
    return pool_format(sheet->pool, "%c", n < (int)strlen(KEYS) ? KEYS[n] : ' ');
}

void sheet_line(struct sheet *sheet, enum ui_style style, const char *text)
{
    add(sheet, (struct sheet_line){.text = pool_format(sheet->pool, " %s", text), .style = style});
}

void sheet_blank(struct sheet *sheet)
{
    add(sheet, (struct sheet_line){.text = ""});
}

void sheet_heading(struct sheet *sheet, const char *text)
{
    sheet_blank(sheet);
    add(sheet, (struct sheet_line){.text = pool_format(sheet->pool, " %s", text), .style = STYLE_BOLD});
}

/* The text beside a first column; further lines are indented to it. */
static void add_wrapped(struct sheet *sheet, enum ui_style style, const char *first, int indent, const char *text)
{
    struct buffer line = {0};
    size_t left = strlen(text), skip;
    bool begun = false;
    do {
        size_t n = text_wrap(text, left, sheet->columns - indent - 1, &skip);
        if (skip == 0 && begun)
            break;
        text_pad(&line, begun ? "" : first, indent, -1);
        buffer_add(&line, text, n);
        add(sheet, (struct sheet_line){.text = pool_text(sheet->pool, buffer_text(&line)), .style = style});
        buffer_clear(&line);
        text += skip;
        left -= skip;
        begun = true;
    } while (left > 0);
    buffer_free(&line);
}

void sheet_text(struct sheet *sheet, enum ui_style style, const char *text)
{
    add_wrapped(sheet, style, "", 1, text);
}

void sheet_pair(struct sheet *sheet, const char *label, const char *value)
{
    if (*value)
        add_wrapped(sheet, STYLE_PLAIN, pool_format(sheet->pool, " %s", label), sheet->label_columns, value);
}

void sheet_pair_more(struct sheet *sheet, const char *label, const char *value, const char *label2, const char *value2)
{
    int half = (sheet->columns - 2) / 2;
    if (!*value || !*value2 || text_width(value) > half - sheet->label_columns ||
        text_width(value2) > half - sheet->label_columns + 2) {
        sheet_pair(sheet, label, value);
        sheet_pair(sheet, label2, value2);
        return;
    }
    struct buffer line = {0};
    text_pad(&line, pool_format(sheet->pool, " %s", label), sheet->label_columns, -1);
    text_pad(&line, value, half - sheet->label_columns, -1);
    text_pad(&line, pool_format(sheet->pool, " %s", label2), sheet->label_columns - 2, -1);
    buffer_add_text(&line, value2);
    add(sheet, (struct sheet_line){.text = pool_text(sheet->pool, buffer_text(&line))});
    buffer_free(&line);
}

void sheet_link(struct sheet *sheet, const char *kind, int64_t id, const char *text)
{
    struct buffer line = {0};
    buffer_format(&line, " %s ", sheet_key(sheet, kind, id));
    text_pad(&line, text, sheet->columns - text_width(buffer_text(&line)) - 1, -1);
    add(sheet, (struct sheet_line){.text = pool_text(sheet->pool, buffer_text(&line))});
    buffer_free(&line);
}

void sheet_set_labels(struct sheet *sheet, int columns)
{
    sheet->label_columns = columns > LABEL_COLUMNS ? columns : LABEL_COLUMNS;
}

struct pool *sheet_pool(struct sheet *sheet)
{
    return sheet->pool;
}

int sheet_columns(const struct sheet *sheet)
{
    return sheet->columns;
}

void sheet_refill(struct sheet *sheet)
{
    sheet->stale = true;
}

void sheet_leave(struct sheet *sheet)
{
    sheet->screen->leave = true;
}

/* The next link from a line on in a direction, NO_LINE when there is none. */
static int link_from(const struct sheet *sheet, int line, int step)
{
    for (; line >= 0 && line < sheet->count; line += step)
        if (sheet->lines[line].link != NO_LINK)
            return line;
    return NO_LINE;
}

static enum err fill(struct sheet *sheet, struct error *e)
{
    int link = sheet->cursor;
    struct pool *before = sheet->pool;
    sheet->pool = pool_new();
    sheet->count = sheet->link_count = 0;
    sheet->waiting = NO_LINK;
    sheet->columns = ui_columns(sheet->ui);
    sheet->stale = false;
    enum err err = sheet->ops->fill(sheet->to, sheet, e);
    sheet->cursor =
        link != NO_LINE && link < sheet->count && sheet->lines[link].link != NO_LINK ? link : link_from(sheet, 0, 1);
    if (before != sheet->held)
        pool_free(&before);
    return err;
}

static void scroll_to(struct sheet *sheet, int top)
{
    int most = sheet->count - ui_rows(sheet->ui);
    sheet->top = top > most ? most : top;
    if (sheet->top < 0)
        sheet->top = 0;
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct sheet *sheet = screen->data;
    struct error e = {0};
    if (sheet->stale || sheet->columns != ui_columns(ui)) {
        if (fill(sheet, &e) != ERR_NONE) {
            ui_error(ui, &e);
            screen->leave = true;
        }
    }
    scroll_to(sheet, sheet->top);
    for (int row = 0; row < ui_rows(ui); row++) {
        int i = sheet->top + row;
        if (i >= sheet->count) {
            ui_clear_row(ui, row);
            continue;
        }
        ui_put(ui, row, 0, 1, STYLE_PLAIN, i == sheet->cursor ? ">" : " ");
        ui_put(ui, row, 1, 0, sheet->lines[i].style, *sheet->lines[i].text ? sheet->lines[i].text + 1 : "");
    }
    int caret = sheet->cursor == NO_LINE ? 0 : sheet->cursor - sheet->top;
    ui_caret(ui, caret >= 0 && caret < ui_rows(ui) ? caret : 0, 0);
}

static void move(struct sheet *sheet, int step)
{
    int to = sheet->cursor == NO_LINE ? NO_LINE : link_from(sheet, sheet->cursor + step, step);
    int rows = ui_rows(sheet->ui);
    if (to == NO_LINE) {
        scroll_to(sheet, sheet->top + step);
        return;
    }
    sheet->cursor = to;
    if (to < sheet->top)
        scroll_to(sheet, to);
    else if (to >= sheet->top + rows)
        scroll_to(sheet, to - rows + 1);
}

/* What was read stays while an action is under way: behind its questions the sheet may be filled anew. */
static void hold(struct sheet *sheet)
{
    sheet->held = sheet->pool;
}

static void let_go(struct sheet *sheet)
{
    if (sheet->held != sheet->pool)
        pool_free(&sheet->held);
    sheet->held = NULL;
}

static bool act(struct sheet *sheet, enum action action)
{
    if (!sheet->ops->action)
        return false;
    hold(sheet);
    bool used = sheet->ops->action(sheet->to, sheet, action);
    let_go(sheet);
    return used;
}

static void open_link(struct sheet *sheet, int link)
{
    if (link == NO_LINK || !sheet->ops->open)
        return;
    for (int i = 0; i < sheet->count; i++) /* the last line that begins no later */
        if (sheet->lines[i].link != NO_LINK && sheet->lines[i].link <= link)
            sheet->cursor = i;
    struct sheet_to to = sheet->links[link];
    hold(sheet);
    sheet->ops->open(sheet->to, sheet, to.kind, to.id);
    let_go(sheet);
    sheet->stale = true;
}

static int link_of_key(const struct sheet *sheet, uint32_t code)
{
    const char *at = code > ' ' && code < 0x80 ? strchr(KEYS, (int)code) : NULL;
    return at && at - KEYS < sheet->link_count ? (int)(at - KEYS) : NO_LINK;
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct sheet *sheet = screen->data;
    int page = ui_rows(ui) - 1;
    uint32_t code = text_half_width(key->code);
    if (link_of_key(sheet, code) != NO_LINK) {
        open_link(sheet, link_of_key(sheet, code));
        return true;
    }
    if (code == ' ')
        action = ACTION_PAGE_DOWN;
    switch (action) {
    case ACTION_UP:
        move(sheet, -1);
        return true;
    case ACTION_DOWN:
        move(sheet, 1);
        return true;
    case ACTION_PAGE_UP:
        scroll_to(sheet, sheet->top - page);
        return true;
    case ACTION_PAGE_DOWN:
        scroll_to(sheet, sheet->top + page);
        return true;
    case ACTION_FIRST:
        scroll_to(sheet, 0);
        return true;
    case ACTION_LAST:
        scroll_to(sheet, sheet->count);
        return true;
    case ACTION_OPEN:
        if (sheet->cursor != NO_LINE)
            open_link(sheet, sheet->lines[sheet->cursor].link);
        return true;
    case ACTION_BACK:
    case ACTION_CANCEL:
        screen->leave = true;
        return true;
    case ACTION_REDRAW:
        sheet->stale = true;
        return false;
    default:
        return act(sheet, action);
    }
}

void sheet_run(struct ui *ui, const char *title, const struct sheet_ops *ops, void *to)
{
    const struct screen_ops screen_ops = {.draw = draw,
                                          .key = key,
                                          .place = PLACE_READER,
                                          .foot = ops->foot,
                                          .foot_words = ops->foot_words,
                                          .help = ops->help};
    struct sheet sheet = {.ui = ui,
                          .ops = ops,
                          .to = to,
                          .pool = pool_new(),
                          .cursor = NO_LINE,
                          .waiting = NO_LINK,
                          .label_columns = LABEL_COLUMNS};
    struct screen screen = {.ops = &screen_ops, .title = title, .data = &sheet};
    struct error e = {0};
    sheet.screen = &screen;
    if (fill(&sheet, &e) == ERR_NONE)
        ui_run(ui, &screen);
    else
        ui_error(ui, &e);
    mem_free(sheet.lines);
    mem_free(sheet.links);
    pool_free(&sheet.pool);
}

/* The duty wall on the screen: the queues above, who is on duty, the list, what came in last. */
#include "tell.h"
#include "wall.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/ui/ui.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WIDE         72 /* columns of the window from which on there is room for all */
#define NAME         12 /* of a queue */
#define NUMBER       4
#define BLOCK        (NAME + 3 * NUMBER + 3)
#define QUEUE_ROWS   (WALL_QUEUES / 2)
#define THIRD_COLUMN (1 + 2 * BLOCK)
#define NO           9
#define STATE        12
#define LEFT         8
#define GRID         13
#define UNIT         10

static const char *const LIGHTS[] = {"red", "yellow", "green", "none"};

void wall_lay_out(const struct ui *ui, struct wall_layout *out)
{
    int rows = ui_rows(ui);
    *out = (struct wall_layout){.wide = ui_columns(ui) >= WIDE};
    out->duty = 1 + QUEUE_ROWS + (out->wide ? 0 : 2);
    out->list = out->duty + 1;
    out->newest_lines = rows >= 20 ? WALL_NEWEST_LINES : 2;
    out->newest = rows - out->newest_lines - 1;
    out->list_lines = out->newest - out->list - 1;
    if (out->list_lines > WALL_LINES)
        out->list_lines = WALL_LINES;
    if (out->list_lines < 1)
        out->list_lines = 1;
}

static void put_number(struct ui *ui, int row, int column, enum ui_style style, int64_t number)
{
    char text[24] = "";
    if (number != 0 || style == STYLE_PLAIN)
        snprintf(text, sizeof text, "%lld", (long long)number);
    ui_put_right(ui, row, column, NUMBER, style, text);
}

/* name, how many, how many of them red and yellow; a zero of a light is left out. */
static void put_queue(struct ui *ui, int row, int column, const char *name, const struct wall_count *count)
{
    ui_put(ui, row, column, NAME, STYLE_PLAIN, name);
    put_number(ui, row, column + NAME, STYLE_PLAIN, count->all);
    put_number(ui, row, column + NAME + NUMBER, STYLE_RED, count->red);
    put_number(ui, row, column + NAME + 2 * NUMBER, STYLE_YELLOW, count->yellow);
}

static void draw_queues(struct wall_screen *screen)
{
    struct ui *ui = screen->ui;
    ui_clear_row(ui, 0);
    for (int block = 0; block < 2; block++) {
        int column = 1 + block * BLOCK;
        ui_put(ui, 0, column, NAME, STYLE_DIM, _("Queue"));
        ui_put_right(ui, 0, column + NAME, NUMBER, STYLE_DIM, _("all"));
        ui_put_right(ui, 0, column + NAME + NUMBER, NUMBER, STYLE_DIM, _("red"));
        ui_put_right(ui, 0, column + NAME + 2 * NUMBER, NUMBER, STYLE_DIM, _("yel"));
    }
    for (int i = 0; i < QUEUE_ROWS; i++)
        ui_clear_row(ui, 1 + i);
    for (int i = 0; i < WALL_QUEUES; i++)
        put_queue(ui, 1 + i % QUEUE_ROWS, 1 + i / QUEUE_ROWS * BLOCK, code_text("case_state", wall_queue_state(i)),
                  &screen->wall.queues[i]);
}

/* The whole, beside the queues or below them. */
static void draw_whole(struct wall_screen *screen, const struct wall_layout *layout)
{
    const struct wall *wall = &screen->wall;
    struct pool *pool = pool_new();
    const char *parts[] = {
        pool_format(pool, _("open %lld  red %lld  yellow %lld"), (long long)wall->total.all, (long long)wall->total.red,
                    (long long)wall->total.yellow),
        pool_format(pool, _("today in %lld  closed %lld"), (long long)wall->came, (long long)wall->closed),
        pool_format(pool, _("supervised %lld  secretary %lld"), (long long)wall->supervised,
                    (long long)wall->secretary),
        wall->sees_confidential ? pool_format(pool, _("suspended %lld  secret %lld"), (long long)wall->stopped,
                                              (long long)wall->confidential)
                                : pool_format(pool, _("suspended %lld"), (long long)wall->stopped),
    };
    for (int i = 0; layout->wide && i < 4; i++)
        ui_put(screen->ui, 1 + i, THIRD_COLUMN, 0, i == 0 ? STYLE_BOLD : STYLE_PLAIN, parts[i]);
    for (int i = 0; !layout->wide && i < 2; i++) {
        ui_clear_row(screen->ui, 1 + QUEUE_ROWS + i);
        ui_put(screen->ui, 1 + QUEUE_ROWS + i, 1, 0, STYLE_PLAIN,
               pool_format(pool, "%s  %s", parts[2 * i], parts[2 * i + 1]));
    }
    pool_free(&pool);
}

static void draw_duty(struct wall_screen *screen, const struct wall_layout *layout)
{
    struct buffer line = {0};
    const struct rows *roster = &screen->roster, *present = &screen->present;
    buffer_format(&line, "%s", _("On duty"));
    for (size_t i = 0; i < roster->count; i++)
        buffer_format(&line, "  %s %s %s", code_text("duty_shift", rows_text(roster, i, "shift")),
                      rows_text(roster, i, "name"), rows_text(roster, i, "phone"));
    if (roster->count == 0)
        buffer_format(&line, "  %s", _("nobody on the roster"));
    buffer_format(&line, "  %s", _("Logged in"));
    for (size_t i = 0; i < present->count; i++)
        buffer_format(&line, " %s", rows_text(present, i, "name"));
    ui_clear_row(screen->ui, layout->duty);
    ui_put(screen->ui, layout->duty, 1, 0, STYLE_PLAIN, buffer_text(&line));
    buffer_free(&line);
}

/* Who has it: the unit that it was handed to, else the person. */
static const char *holder_of(const struct rows *rows, size_t row)
{
    const char *unit = rows_text(rows, row, "unit");
    return *unit != '\0' ? unit : rows_text(rows, row, "handler_name");
}

/* What does not fit ends with the sign that it goes on. */
static void put_cut(struct ui *ui, int row, int column, int width, const char *text)
{
    struct buffer cut = {0};
    text_pad(&cut, text, width, -1);
    ui_put(ui, row, column, width, STYLE_PLAIN, buffer_text(&cut));
    buffer_free(&cut);
}

static void draw_case(struct wall_screen *screen, const struct wall_layout *layout, int row, size_t index,
                      const struct wall_case *one, const char *last)
{
    struct ui *ui = screen->ui;
    const struct rows *rows = &screen->rows;
    const char *light = LIGHTS[one->light];
    int columns = ui_columns(ui), left = columns - LEFT - 1, state = left - STATE - 1;
    int unit = layout->wide ? state - UNIT - 1 : state, grid = layout->wide ? unit - GRID - 1 : unit;
    struct buffer title = {0};

    ui_clear_row(ui, row);
    if (*rows_text(rows, index, "no") == '\0')
        return; /* it went while the wall was read: the next look tells */
    ui_put(ui, row, 1, 1, light_style(light), light_letter(light));
    ui_put(ui, row, 3, NO, STYLE_PLAIN, tell_short_no(rows_text(rows, index, "no")));
    text_pad(&title, one->confidential ? _("confidential case") : rows_text(rows, index, "title"), grid - 4 - NO - 1,
             -1);
    ui_put(ui, row, 4 + NO, 0, STYLE_PLAIN, buffer_text(&title));
    buffer_free(&title);
    if (layout->wide) {
        ui_put(ui, row, grid, GRID, STYLE_PLAIN, rows_text(rows, index, "area_name"));
        put_cut(ui, row, unit, UNIT, holder_of(rows, index));
    }
    ui_put(ui, row, state, STATE, STYLE_PLAIN, code_text("case_state", wall_queue_state(one->queue)));
    ui_put_right(ui, row, left, LEFT, STYLE_PLAIN, last);
}

static const struct wall_case *find(const struct wall *wall, int64_t id)
{
    for (size_t i = 0; i < wall->count; i++)
        if (wall->cases[i].id == id)
            return &wall->cases[i];
    return NULL;
}

static void draw_list(struct wall_screen *screen, const struct wall_layout *layout, struct pool *pool)
{
    struct ui *ui = screen->ui;
    const struct wall *wall = &screen->wall;
    const char *view = wall_view_label(screen->view);
    size_t first = screen->listed == 0 ? 0 : screen->top + 1;

    ui_put(ui, layout->list, 0, 0, STYLE_BOLD, "");
    ui_put(ui, layout->list, 1, 0, STYLE_BOLD,
           pool_format(pool, _("%s  %zu-%zu of %zu%s"), view, first, screen->top + screen->listed, wall->shown,
                       screen->bell ? _("  bell on") : ""));
    for (int i = 0; i < layout->list_lines; i++) {
        int row = layout->list + 1 + i;
        if ((size_t)i >= screen->listed) {
            ui_clear_row(ui, row);
            continue;
        }
        const struct wall_case *one = &wall->cases[screen->top + (size_t)i];
        draw_case(screen, layout, row, (size_t)i, one,
                  one->stopped_at != 0 ? _("stopped") : tell_left_of(pool, one->due_at));
    }
    if (screen->listed == 0)
        ui_put(ui, layout->list + 1, 1, 0, STYLE_DIM, _("Nothing waits here."));
}

/* The instant at which each came says more than what is left of its time. */
static void draw_newest(struct wall_screen *screen, const struct wall_layout *layout, struct pool *pool)
{
    struct ui *ui = screen->ui;
    ui_put(ui, layout->newest, 0, 0, STYLE_BOLD, "");
    ui_put(ui, layout->newest, 1, 0, STYLE_BOLD, _("Came in last"));
    for (int i = 0; i < layout->newest_lines; i++) {
        size_t index = screen->listed + (size_t)i;
        const struct wall_case *one =
            (size_t)i < screen->newest_count ? find(&screen->wall, screen->listed_ids[index]) : NULL;
        char at[DATE_MINUTE];
        ui_clear_row(ui, layout->newest + 1 + i);
        if (!one)
            continue;
        instant_minute(one->reported_at, at);
        bool today = day_of(one->reported_at) == day_of(clock_now());
        draw_case(screen, layout, layout->newest + 1 + i, index, one, pool_text_n(pool, at + (today ? 11 : 5), 5));
    }
}

void wall_draw(struct wall_screen *screen, const struct wall_layout *layout)
{
    struct pool *pool = pool_new();
    draw_queues(screen);
    draw_whole(screen, layout);
    draw_duty(screen, layout);
    draw_list(screen, layout, pool);
    draw_newest(screen, layout, pool);
    for (int row = layout->newest + layout->newest_lines + 1; row < ui_rows(screen->ui); row++)
        ui_clear_row(screen->ui, row);
    if (screen->listed != 0) {
        int row = layout->list + 1 + (int)(screen->cursor - screen->top);
        ui_put(screen->ui, row, 0, 1, STYLE_PLAIN, ">");
        ui_caret(screen->ui, row, 0);
    }
    pool_free(&pool);
}

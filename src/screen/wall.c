/* The duty wall: queues, the reddest cases, what came in last, who is on duty. It looks at the database's change mark
 * every two seconds, reads when somebody changed something, and draws when that changed what stands here. */
#include "wall.h"

#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/ui.h"
#include "wangge/work/saved.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LOOK_EVERY   2000 /* milliseconds between looks whether others changed anything */
#define TIMES_EVERY  60   /* seconds between times left that are told anew */
#define BELL_SETTING "wall.bell"

static struct wall_case *case_at_cursor(struct wall_screen *screen)
{
    return screen->cursor < screen->wall.shown ? &screen->wall.cases[screen->cursor] : NULL;
}

/* On the first row it stays there, with whatever is reddest; else on its case, as long as that is in the list. */
static void sort_around_cursor(struct wall_screen *screen, int64_t id)
{
    struct wall *wall = &screen->wall;
    wall_sort(wall, screen->view);
    screen->stale = true;
    for (size_t i = 0; id != 0 && screen->cursor != 0 && i < wall->shown; i++)
        if (wall->cases[i].id == id)
            screen->cursor = i;
    if (screen->cursor >= wall->shown)
        screen->cursor = wall->shown == 0 ? 0 : wall->shown - 1;
}

static void read_people(struct wall_screen *screen)
{
    struct error e = {0};
    pool_reset(screen->people);
    screen->present = screen->roster = (struct rows){0};
    if (wall_present(screen->work, screen->people, &screen->present, &e) != ERR_NONE ||
        wall_roster(screen->work, screen->people, &screen->roster, &e) != ERR_NONE)
        ui_error(screen->ui, &e);
}

static void keep_cases(const struct wall *wall, struct wall *out)
{
    *out = *wall;
    out->cases = mem_new(wall->count + 1, sizeof *out->cases);
    if (wall->cases != NULL)
        memcpy(out->cases, wall->cases, wall->count * sizeof *out->cases);
}

/* What others have changed, or the actor. whole: all of it anew. */
static void read_wall(struct wall_screen *screen, bool whole)
{
    struct wall before;
    struct wall_case *on = case_at_cursor(screen);
    struct error e = {0};
    int64_t id = on == NULL ? 0 : on->id;
    bool first = screen->wall.read_at == 0, changed = true;

    keep_cases(&screen->wall, &before);
    screen->mark = db_change_mark(screen->work->db);
    enum err r =
        whole ? wall_read(screen->work, &screen->wall, &e) : wall_follow(screen->work, &screen->wall, &changed, &e);
    if (r != ERR_NONE)
        ui_error(screen->ui, &e);
    if (changed) {
        wall_light_up(&screen->wall, clock_now());
        if (screen->bell && !first && wall_alarms(&before, &screen->wall) > 0)
            ui_bell(screen->ui);
        sort_around_cursor(screen, id);
    }
    read_people(screen);
    wall_free(&before);
}

/* Times go on without the database. */
static void tell_times(struct wall_screen *screen)
{
    struct wall before;
    struct wall_case *on = case_at_cursor(screen);
    int64_t id = on == NULL ? 0 : on->id;

    keep_cases(&screen->wall, &before);
    wall_light_up(&screen->wall, clock_now());
    if (screen->bell && wall_alarms(&before, &screen->wall) > 0)
        ui_bell(screen->ui);
    wall_free(&before);
    sort_around_cursor(screen, id);
}

/* Counting what waits for this user costs as much as the wall itself: once in a minute will do, and at each key. */
static void look(struct wall_screen *screen)
{
    int64_t now = clock_now();
    bool same = true;
    if (db_change_mark(screen->work->db) != screen->mark) {
        read_wall(screen, false);
        same = false;
    }
    const struct wall *wall = &screen->wall;
    bool times = now >= wall->read_at + TIMES_EVERY || now < wall->read_at;
    if (times || (wall->next_at != 0 && now >= wall->next_at)) {
        tell_times(screen);
        same = false;
    }
    if (now >= screen->counted_at + TIMES_EVERY || now < screen->counted_at) {
        ui_refresh_status(screen->ui);
        screen->counted_at = now;
        same = false;
    }
    if (same)
        ui_same(screen->ui);
}

/* The rows of the list and the newest, when they are not those that are there. */
static void load(struct wall_screen *screen, const struct wall_layout *layout)
{
    const struct wall_case *cases[WALL_LINES + WALL_NEWEST_LINES];
    struct wall *wall = &screen->wall;
    struct error e = {0};
    size_t lines = (size_t)layout->list_lines, count = 0;
    bool same = !screen->stale;

    if (screen->cursor < screen->top)
        screen->top = screen->cursor;
    if (screen->cursor >= screen->top + lines)
        screen->top = screen->cursor + 1 - lines;
    for (; count < lines && screen->top + count < wall->shown; count++)
        cases[count] = &wall->cases[screen->top + count];
    size_t newest = wall_newest(wall, cases + count, (size_t)layout->newest_lines);
    same = same && screen->listed == count && screen->newest_count == newest;
    for (size_t i = 0; i < count + newest; i++) {
        same = same && screen->listed_ids[i] == cases[i]->id;
        screen->listed_ids[i] = cases[i]->id;
    }
    screen->listed = count;
    screen->newest_count = newest;
    if (same)
        return;
    pool_reset(screen->pool);
    screen->rows = (struct rows){0};
    if (wall_rows(screen->work, screen->pool, cases, count + newest, &screen->rows, &e) != ERR_NONE) {
        screen->listed = screen->newest_count = 0;
        ui_error(screen->ui, &e);
    }
    screen->stale = false;
}

static void draw(struct ui *ui, struct screen *on)
{
    struct wall_screen *screen = on->data;
    struct wall_layout layout;
    if (!screen->timed) {
        ui_timer(ui, LOOK_EVERY);
        ui_watch(ui);
    }
    screen->timed = true;
    wall_lay_out(ui, &layout);
    load(screen, &layout);
    wall_draw(screen, &layout);
}

static int64_t view_count(const struct wall *wall, int view)
{
    switch (view) {
    case WALL_LATE_RED:
        return wall->total.red;
    case WALL_SUPERVISED:
        return wall->supervised;
    case WALL_SECRETARY:
        return wall->secretary;
    case WALL_CONFIDENTIAL:
        return wall->confidential;
    case WALL_STOPPED:
        return wall->stopped;
    default:
        return view < WALL_OF_QUEUE ? wall->total.all : wall->queues[view - WALL_OF_QUEUE].all;
    }
}

static void choose_view(struct wall_screen *screen)
{
    static const char letters[WALL_VIEWS] = "arnvsco12345678";
    struct ui_choice choices[WALL_VIEWS] = {0};
    int views[WALL_VIEWS], count = 0, start = 0;
    struct pool *pool = pool_new();
    for (int view = 0; view < WALL_VIEWS; view++) {
        if (view == WALL_CONFIDENTIAL && !screen->wall.sees_confidential)
            continue;
        if (view == screen->view)
            start = count;
        choices[count] =
            (struct ui_choice){.letter = letters[view],
                               .text = wall_view_label(view),
                               .detail = pool_format(pool, "%lld", (long long)view_count(&screen->wall, view))};
        views[count++] = view;
    }
    int taken = ui_choose(screen->ui, _("Which cases?"), choices, (size_t)count, start);
    pool_free(&pool);
    if (taken < 0)
        return;
    screen->view = views[taken];
    screen->cursor = screen->top = 0;
    sort_around_cursor(screen, 0);
}

static void toggle_bell(struct wall_screen *screen)
{
    struct error e = {0};
    screen->bell = !screen->bell;
    if (setting_write(screen->work, BELL_SETTING, screen->bell ? "1" : "", &e) != ERR_NONE)
        ui_error(screen->ui, &e);
    else if (screen->bell)
        ui_note(screen->ui, "%s", _("The bell rings when an urgent case comes in and when one turns red."));
    else
        ui_note(screen->ui, "%s", _("The bell is silent."));
}

static bool move(struct wall_screen *screen, enum action action)
{
    struct wall_layout layout;
    size_t last = screen->wall.shown == 0 ? 0 : screen->wall.shown - 1, page;
    wall_lay_out(screen->ui, &layout);
    page = (size_t)layout.list_lines;
    switch (action) {
    case ACTION_UP:
        screen->cursor -= screen->cursor > 0;
        return true;
    case ACTION_DOWN:
        screen->cursor += screen->cursor < last;
        return true;
    case ACTION_PAGE_UP:
        screen->cursor -= screen->cursor > page ? page : screen->cursor;
        return true;
    case ACTION_PAGE_DOWN:
        screen->cursor = screen->cursor + page < last ? screen->cursor + page : last;
        return true;
    case ACTION_FIRST:
        screen->cursor = 0;
        return true;
    case ACTION_LAST:
        screen->cursor = last;
        return true;
    default:
        return false;
    }
}

/* What was opened may have been changed. */
static bool act(struct wall_screen *screen, enum action action)
{
    struct wall_case *on = case_at_cursor(screen);
    switch (action) {
    case ACTION_OPEN:
        if (on)
            case_view_screen(screen->ui, screen->work, on->id);
        break;
    case ACTION_COMMAND:
        if (on)
            case_command_menu(screen->ui, screen->work, &on->id, 1);
        break;
    case ACTION_NEW:
        case_write_screen(screen->ui, screen->work);
        break;
    case ACTION_INBOX:
        inbox_screen(screen->ui, screen->work);
        break;
    default:
        return false;
    }
    if (!ui_closing(screen->ui))
        read_wall(screen, true);
    return true;
}

static bool key(struct ui *ui, struct screen *on, const struct key *key, enum action action)
{
    struct wall_screen *screen = on->data;
    if (key->code == KEY_NAMED_HANGUP)
        return true;
    if (key->code == KEY_NAMED_TIMER) {
        look(screen);
        return true;
    }
    if (db_change_mark(screen->work->db) != screen->mark)
        read_wall(screen, false);
    if (move(screen, action) || act(screen, action))
        return true;
    if (action == ACTION_VIEW)
        choose_view(screen);
    else if (action == ACTION_BELL)
        toggle_bell(screen);
    else
        return false;
    (void)ui;
    return true;
}

void wall_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN,  ACTION_COMMAND, ACTION_VIEW, ACTION_BELL,
                                       ACTION_INBOX, ACTION_HELP,    ACTION_BACK, ACTION_NONE};
    static const struct screen_ops ops = {
        .title = N_("Duty wall"),
        .draw = draw,
        .key = key,
        .place = PLACE_LIST,
        .foot = foot,
        .help =
            N_("The open cases of your area, the reddest first. It follows what others do by itself, and the session "
               "does not end while you only look; after a long time without a key the next one ends it."),
    };
    struct wall_screen state = {
        .ui = ui, .work = work, .pool = pool_new(), .people = pool_new(), .counted_at = clock_now()};
    struct screen screen = {.ops = &ops, .data = &state};
    struct buffer bell = {0};
    state.bell = setting_read(work, BELL_SETTING, &bell, NULL) == ERR_NONE && *buffer_text(&bell) != '\0';
    buffer_free(&bell);
    read_wall(&state, true);
    ui_run(ui, &screen);
    wall_free(&state.wall);
    pool_free(&state.pool);
    pool_free(&state.people);
}

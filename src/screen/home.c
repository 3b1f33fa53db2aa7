/* Home: the places with what waits in each, what is best done today, and the draft that was left. */
#include "places.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/ui.h"
#include "wangge/work/deputy.h"
#include "wangge/work/draft.h"
#include "wangge/work/right.h"
#include "wangge/work/summary.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

#define TODO_MOST   15
#define ACTS_MOST   3
#define WAYS_MOST   12
#define NAME_COLUMN 3
#define TELL_COLUMN 22
#define MORE_COLUMN 38
#define MORE_NARROW 35
#define LOOK_EVERY  300000 /* milliseconds between looks whether others changed anything, when no key comes */

enum kind { ITEM_DRAFT, ITEM_ACT, ITEM_PLACE, ITEM_TODO };

struct item {
    enum kind kind;
    size_t index; /* number of the place, row of the list or of acts */
    int row;      /* where it was drawn */
};

struct home_state {
    struct ui *ui;
    struct work *work;
    struct pool *pool, *places; /* places: of the palette of somebody else */
    struct summary summary;
    struct rows todo, acts; /* acts: for whom the user may act today */
    struct draft *draft;    /* the newest, NULL when there is none */
    int64_t mark, writes;   /* of the database, when all of it was read */
    struct item items[1 + ACTS_MOST + HOME_NUMBERS + TODO_MOST];
    int64_t counted_mark, counted_writes; /* of the database, when the top line was counted */
    int count, cursor, shown;
    bool timed;                       /* the timer runs */
    bool made;                        /* foot and palette are */
    int64_t acting_for, post, access; /* as foot and palette were made */
    enum action foot[WAYS_MOST + 1];
    const char *words[WAYS_MOST + 1];
};

/* Asked for at each key: counted again when the database has changed since. */
static void status(void *to, struct ui_status *out)
{
    struct home_state *home = to;
    struct work *work = home->work;
    struct error e = {0};
    int64_t mark = db_change_mark(work->db), writes = db_writes(work->db);
    if (mark != home->counted_mark || writes != home->counted_writes) {
        if (summary_recount(work, &home->summary, &e) != ERR_NONE)
            home->summary.unread = 0; /* what is wrong is told by the next screen that reads */
        home->counted_mark = mark;
        home->counted_writes = writes;
    }
    const struct actor *actor = &home->work->actor;
    int n = snprintf(out->who, sizeof out->who, "%s %s", actor->role_name, actor->name);
    if (actor->acting_for && n > 0 && (size_t)n < sizeof out->who)
        snprintf(out->who + n, sizeof out->who - (size_t)n, _(" for %s"), actor->acting_name);
    out->inbox = (int)(home->summary.waiting + home->summary.unread + home->summary.notices);
}

static void take_actor(struct home_state *home);

/* Than when foot and palette were made: another post, or other rights. */
static bool is_another(const struct home_state *home)
{
    const struct actor *actor = &home->work->actor;
    return home->acting_for != actor->acting_for || home->post != actor->post || home->access != actor->access;
}

/* A deputy's time ends by itself, or was ended by somebody. */
static void end_acting(struct home_state *home)
{
    struct error e = {0};
    int64_t acting_for = home->work->actor.acting_for;
    for (size_t i = 0; i < home->acts.count; i++)
        if (rows_int(&home->acts, i, "account") == acting_for)
            return;
    if (acting_for && deputy_act(home->work, "", &e) != ERR_NONE)
        ui_error(home->ui, &e);
    else if (acting_for)
        ui_note(home->ui, "%s", _("Your time as deputy is over: you are yourself again."));
}

static void add_item(struct home_state *home, enum kind kind, size_t index)
{
    if (home->count < (int)COUNT_OF(home->items))
        home->items[home->count++] = (struct item){kind, index, -1};
}

static void read_all(struct home_state *home)
{
    struct error e = {0};
    struct draft *drafts;
    size_t count = 0;
    pool_reset(home->pool);
    home->draft = NULL;
    home->todo = home->acts = (struct rows){0};
    home->mark = db_change_mark(home->work->db);
    home->writes = db_writes(home->work->db);
    if (summary_read(home->work, &home->summary, &e) != ERR_NONE ||
        summary_todo(home->work, home->pool, TODO_MOST, &home->todo, &e) != ERR_NONE ||
        draft_list(home->work, home->pool, &drafts, &count, &e) != ERR_NONE ||
        deputy_open(home->work, home->pool, &home->acts, &e) != ERR_NONE)
        ui_error(home->ui, &e);
    end_acting(home);
    if (is_another(home))
        take_actor(home);
    if (count)
        home->draft = &drafts[0];
    home->count = 0;
    if (home->draft)
        add_item(home, ITEM_DRAFT, 0);
    for (size_t i = 0; i < home->acts.count && i < ACTS_MOST; i++)
        add_item(home, ITEM_ACT, i);
    for (int number = 1; number <= HOME_NUMBERS; number++)
        if (place_at_home(home->work, number))
            add_item(home, ITEM_PLACE, (size_t)number);
    for (size_t i = 0; i < home->todo.count; i++)
        add_item(home, ITEM_TODO, i);
    if (home->cursor >= home->count)
        home->cursor = home->count ? home->count - 1 : 0;
    ui_refresh_status(home->ui);
}

/* What a draft's form is called: its table, its kind of a diary entry, or the command of a case. */
static const char *form_label(const char *form)
{
    const struct table *table = table_find(form);
    const char *dot = strchr(form, '.');
    if (table)
        return table_label(table);
    if (strcmp(form, "visit_rows") == 0)
        return _("Entry after entry");
    if (code_find(code_list("diary_kind"), form))
        return code_text("diary_kind", form);
    return dot ? workflow_command_label(dot + 1) : form;
}

static void draw_draft(struct home_state *home, int row)
{
    const struct draft *draft = home->draft;
    char at[DATE_MINUTE], name[224], text[320];
    snprintf(name, sizeof name, "%s%s%s", form_label(draft->form), *draft->title ? " " : "", draft->title);
    instant_minute(draft->saved_at, at);
    const char *when = day_of(draft->saved_at) == day_of(clock_now()) ? at + 11 : at + 5;
    snprintf(text, sizeof text, _("Draft: Enter continues %s, kept %s"), name, when);
    ui_put(home->ui, row, 1, 0, STYLE_BOLD, text);
}

/* Somebody whose deputy the user is today. */
static void draw_act(struct home_state *home, int row, size_t i)
{
    const struct rows *acts = &home->acts;
    const char *name = rows_text(acts, i, "name"), *to = rows_text(acts, i, "to_on");
    char text[320];
    if (rows_int(acts, i, "account") == home->work->actor.acting_for)
        snprintf(text, sizeof text, _("You act for %s: Enter makes you yourself again"), name);
    else
        snprintf(text, sizeof text, _("Deputy of %s (%s, %s) until %s: Enter acts for them"), name,
                 code_text("role", rows_text(acts, i, "role")), rows_text(acts, i, "area_name"), to);
    ui_put(home->ui, row, 1, 0, STYLE_BOLD, text);
}

static bool is_narrow(const struct ui *ui)
{
    return ui_columns(ui) < 72;
}

static void draw_place(struct home_state *home, int row, int number)
{
    const struct place *place = place_at_home(home->work, number);
    char text[256] = "";
    snprintf(text, sizeof text, "%d", number);
    ui_put(home->ui, row, 1, 2, STYLE_BOLD, text);
    ui_put(home->ui, row, NAME_COLUMN, TELL_COLUMN - NAME_COLUMN, STYLE_PLAIN, _(place->name));
    *text = '\0';
    if (place->tell)
        place->tell(&home->summary, text, sizeof text);
    char *more = strchr(text, '\t');
    if (more)
        *more++ = '\0';
    int more_column = is_narrow(home->ui) ? MORE_NARROW : MORE_COLUMN;
    ui_put(home->ui, row, TELL_COLUMN, more ? more_column - TELL_COLUMN - 1 : 0, STYLE_PLAIN, text);
    char *beside = more ? strchr(more, '\t') : NULL;
    if (beside)
        *beside++ = '\0';
    if (more)
        ui_put(home->ui, row, more_column, 0, STYLE_PLAIN, more);
    if (beside) { /* told whole, or not at all */
        int column = more_column + text_width(more) + 2;
        if (column + text_width(beside) < ui_columns(home->ui))
            ui_put(home->ui, row, column, 0, STYLE_PLAIN, beside);
    }
}

/* How far a case is; why somebody is to be visited. */
static const char *state_of(const struct rows *todo, size_t i, bool is_case)
{
    const char *state = rows_text(todo, i, "state");
    return is_case ? code_text("case_state", state) : state;
}

static void draw_todo(struct home_state *home, int row, size_t i)
{
    struct ui *ui = home->ui;
    const struct rows *todo = &home->todo;
    bool is_case = strcmp(rows_text(todo, i, "kind"), "case") == 0, narrow = is_narrow(ui);
    int columns = ui_columns(ui), due = 14, state = narrow ? 0 : 14, no = narrow ? 11 : 18;
    struct buffer title = {0};
    const char *light = rows_text(todo, i, "light"), *number = rows_text(todo, i, "no");
    ui_put(ui, row, 1, 1, light_style(light), light_letter(light));
    ui_put(ui, row, 3, no - 1, STYLE_PLAIN, !is_case ? _("visit due") : narrow ? tell_short_no(number) : number);
    text_pad(&title, rows_text(todo, i, "title"), columns - 4 - no - due - state, -1);
    ui_put(ui, row, 3 + no, 0, STYLE_PLAIN, buffer_text(&title));
    if (state)
        ui_put(ui, row, columns - due - state, state - 1, STYLE_PLAIN, state_of(todo, i, is_case));
    ui_put_right(ui, row, columns - due, due - 1, STYLE_PLAIN, rows_text(todo, i, "due_text"));
    buffer_free(&title);
}

static void draw_item(struct home_state *home, int i, int row)
{
    struct item *item = &home->items[i];
    item->row = row;
    ui_clear_row(home->ui, row);
    if (item->kind == ITEM_DRAFT)
        draw_draft(home, row);
    else if (item->kind == ITEM_ACT)
        draw_act(home, row, item->index);
    else if (item->kind == ITEM_PLACE)
        draw_place(home, row, (int)item->index);
    else
        draw_todo(home, row, item->index);
}

/* Blank lines between the parts when there is room for them; none on a small window. */
static int between(struct home_state *home, int row)
{
    bool tight = ui_rows(home->ui) < 20;
    if (tight && row == 0)
        return row;
    ui_clear_row(home->ui, row);
    return row + 1;
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct home_state *home = screen->data;
    if (db_writes(home->work->db) != home->writes) /* by what the palette led to */
        read_all(home);
    int row = between(home, 0);
    if (!home->timed)
        ui_timer(ui, LOOK_EVERY);
    home->timed = true;
    int before = -1;
    for (home->shown = 0; home->shown < home->count; home->shown++) {
        int kind = (int)home->items[home->shown].kind;
        if (before >= 0 && kind != before)
            row = between(home, row);
        if (kind == ITEM_TODO && before != kind) {
            ui_put(ui, row, 0, 0, STYLE_BOLD, "");
            ui_put(ui, row++, 1, 0, STYLE_BOLD, _("First today"));
        }
        before = kind;
        if (row >= ui_rows(ui))
            break;
        draw_item(home, home->shown, row++);
    }
    if (!home->todo.count && home_of_role(home->work->actor.role) != HOME_SYSTEM && row + 1 < ui_rows(ui)) {
        row = between(home, row);
        ui_put(ui, row++, 1, 0, STYLE_DIM, _("Nothing waits for you."));
    }
    for (; row < ui_rows(ui); row++)
        ui_clear_row(ui, row);
    if (home->cursor >= home->shown)
        home->cursor = home->shown ? home->shown - 1 : 0;
    if (home->count) {
        ui_put(ui, home->items[home->cursor].row, 0, 1, STYLE_PLAIN, ">");
        ui_caret(ui, home->items[home->cursor].row, 0);
    }
}

static void open_todo(struct home_state *home, size_t row)
{
    const char *kind = rows_text(&home->todo, row, "kind");
    int64_t id = rows_int(&home->todo, row, "id");
    if (strcmp(kind, "case") == 0)
        case_view_screen(home->ui, home->work, id);
    else if (strcmp(kind, "place") == 0)
        table_view_screen(home->ui, home->work, table_find("special_place"), id);
    else
        household_card_screen(home->ui, home->work, id);
}

static void open_act(struct home_state *home, size_t row)
{
    bool acts = rows_int(&home->acts, row, "account") == home->work->actor.acting_for;
    char login[40];
    text_copy(login, sizeof login, acts ? "" : rows_text(&home->acts, row, "login"));
    deputy_act_screen(home->ui, home->work, login);
}

static void open_item(struct home_state *home, const struct item *item)
{
    if (item->kind == ITEM_DRAFT) {
        struct draft draft = *home->draft;
        draft_resume(home->ui, home->work, draft.form, draft.object);
    } else if (item->kind == ITEM_ACT) {
        open_act(home, item->index);
    } else if (item->kind == ITEM_PLACE) {
        place_at_home(home->work, (int)item->index)->run(home->ui, home->work);
    } else {
        open_todo(home, item->index);
    }
    read_all(home);
}

static void open_number(struct home_state *home, int number)
{
    for (int i = 0; i < home->count; i++) {
        if (home->items[i].kind != ITEM_PLACE || home->items[i].index != (size_t)number)
            continue;
        home->cursor = i;
        open_item(home, &home->items[i]);
        return;
    }
}

/* What the keys of home do, each with the right it needs; the foot bar shows those that this user has. */
static const struct way {
    enum action action;
    const char *right, *word;
    void (*run)(struct ui *ui, struct work *work); /* NULL: home's own or ui's */
} WAYS[] = {
    {ACTION_OPEN,    "",               NULL,              NULL                   },
    {ACTION_NEW,     "visit.write",    N_("write diary"), visit_write_screen     },
    {ACTION_DUE,     "visit.read",     NULL,              due_list_screen        },
    {ACTION_NEW,     "user.manage",    N_("add a user"),  user_write_screen      },
    {ACTION_EDIT,    "case.report",    N_("report case"), case_write_screen      },
    {ACTION_FILTER,  "household.read", N_("household"),   household_search_screen},
    {ACTION_INBOX,   "",               NULL,              inbox_screen           },
    {ACTION_PALETTE, "",               NULL,              NULL                   },
    {ACTION_HELP,    "",               NULL,              NULL                   },
    {ACTION_BACK,    "",               N_("quit"),        NULL                   },
};

static bool may_go(const struct work *work, const struct way *way)
{
    return !*way->right || right_scope(work, way->right) != SCOPE_NONE;
}

/* The foot bar and the palette of whoever acts now. */
static void take_actor(struct home_state *home)
{
    _Static_assert(COUNT_OF(WAYS) <= WAYS_MOST, "room for every way");
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        if (!may_go(home->work, &WAYS[i]))
            continue;
        home->foot[n] = WAYS[i].action;
        home->words[n++] = WAYS[i].word;
    }
    home->foot[n] = ACTION_NONE;
    if (home->made && is_another(home))
        places_to_palette(home->ui, home->work, home->places);
    home->made = true;
    home->acting_for = home->work->actor.acting_for;
    home->post = home->work->actor.post;
    home->access = home->work->actor.access;
}

static bool short_way(struct home_state *home, enum action action)
{
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        if (WAYS[i].action != action || !WAYS[i].run || !may_go(home->work, &WAYS[i]))
            continue;
        WAYS[i].run(home->ui, home->work);
        read_all(home);
        return true;
    }
    return false;
}

static void move_to(struct home_state *home, int cursor)
{
    if (cursor >= 0 && cursor < home->shown)
        home->cursor = cursor;
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct home_state *home = screen->data;
    uint32_t code = text_half_width(key->code);
    if (key->code != KEY_NAMED_HANGUP && db_change_mark(home->work->db) != home->mark)
        read_all(home);
    if (code == KEY_NAMED_TIMER)
        return true;
    if (code >= '1' && code <= '9') {
        open_number(home, (int)(code - '0'));
        return true;
    }
    switch (action) {
    case ACTION_UP:
        move_to(home, home->cursor - 1);
        return true;
    case ACTION_DOWN:
        move_to(home, home->cursor + 1);
        return true;
    case ACTION_FIRST:
        move_to(home, 0);
        return true;
    case ACTION_LAST:
        move_to(home, home->shown - 1);
        return true;
    case ACTION_OPEN:
        if (home->count)
            open_item(home, &home->items[home->cursor]);
        return true;
    case ACTION_BACK:
    case ACTION_CANCEL:
        screen->leave = ui_confirm(ui, "%s", _("Leave the program?"));
        return true;
    default:
        return short_way(home, action);
    }
}

void home_screen(struct ui *ui, struct work *work)
{
    struct home_state home = {.ui = ui, .work = work, .pool = pool_new(), .places = pool_new()};
    const struct screen_ops ops = {.title = N_("Home"),
                                   .draw = draw,
                                   .key = key,
                                   .place = PLACE_MENU,
                                   .foot = home.foot,
                                   .foot_words = home.words,
                                   .help = N_("Type a number to enter a place. Below it stands what is best done "
                                              "today; Enter opens it.")};
    struct screen screen = {.ops = &ops, .title = work->actor.area_name, .data = &home};
    take_actor(&home);
    ui_set_status(ui, status, &home);
    read_all(&home);
    ui_run(ui, &screen);
    ui_set_status(ui, NULL, NULL);
    pool_free(&home.places);
    pool_free(&home.pool);
}

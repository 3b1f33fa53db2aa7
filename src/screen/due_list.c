/* Who is to be visited, why and until when; Enter writes the diary entry. */
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
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/due.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKED_MOST 200
#define KINDS_MOST  24

struct due_screen {
    struct ui *ui;
    struct work *work;
    bool by_door;
    int ahead; /* days */
    char kind[8], area[24];
    struct list_query query; /* as the list was read last */
    size_t count, overdue;
};

/* Columns of the rows in memory; the id of a place is below 0. */
enum { AT_ID, AT_LIGHT, AT_DOOR, AT_NAME, AT_WHY, AT_LAST, AT_UNTIL, AT_TOLD, AT_COUNT };
static const char *const names[] = {"id", "light", "door", "name", "why", "last", "until", "told"};

static const char *short_day(struct pool *pool, day_t day)
{
    char text[DATE_TEXT];
    date_format(day, text);
    return pool_text(pool, text + 5);
}

static const char *end_text(struct pool *pool, const struct due_row *row)
{
    day_t today = day_of(clock_now());
    if (row->overdue > 0)
        return pool_format(pool, _("%ld days over"), row->overdue);
    return row->until == today ? _("today")
                               : pool_format(pool, "%s %s", date_weekday_text(row->until), short_day(pool, row->until));
}

static const char *days_text(struct pool *pool, const struct due_reason *at)
{
    const char *until = short_day(pool, at->until);
    return at->from == at->until ? until : pool_format(pool, _("%s to %s"), short_day(pool, at->from), until);
}

/* All reasons with their days, then what was said last; lines of the detail. */
static const char *told(struct pool *pool, const struct due_row *row)
{
    struct buffer out = {0};
    for (size_t i = 0; i < row->count; i++) {
        const struct due_reason *at = &row->reasons[i];
        buffer_format(&out, "%s%s%s%s %s", i == 0 ? "" : "; ", at->label, *at->person == '\0' ? "" : " ", at->person,
                      days_text(pool, at));
    }
    if (row->last_visit != 0)
        buffer_format(&out, "\n%s %s: %s", short_day(pool, day_of(row->last_at)), row->last_by, row->last_words);
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static void put_row(struct pool *pool, struct rows *out, size_t i, const struct due_row *row)
{
    const char *last = row->last_visit == 0 ? _("never") : short_day(pool, day_of(row->last_at));
    const char *light = row->overdue > 0 ? "red" : row->until <= day_of(clock_now()) ? "yellow" : "green";
    rows_put_int(pool, out, i, AT_ID, row->household != 0 ? row->household : -row->place);
    rows_put(out, i, AT_LIGHT, light);
    rows_put(out, i, AT_DOOR, row->door);
    rows_put(out, i, AT_NAME, row->name);
    rows_put(out, i, AT_WHY, row->why);
    rows_put(out, i, AT_LAST, last);
    rows_put(out, i, AT_UNTIL, end_text(pool, row));
    rows_put(out, i, AT_TOLD, told(pool, row));
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct due_screen *s = to;
    struct due_list due;
    const struct due_query ask = {
        .area = s->area, .until = day_of(clock_now()) + s->ahead, .by_door = s->by_door, .kind = s->kind};
    enum err r = due_read(s->work, pool, &ask, &due, e);
    s->query = *query;
    s->count = due.count;
    s->overdue = due.overdue;
    rows_make(pool, out, due.count, AT_COUNT, names);
    for (size_t i = 0; i < due.count; i++)
        put_row(pool, out, i, &due.rows[i]);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    (void)pool;
    return strcmp(field, "light") == 0 ? light_letter(rows_text(rows, row, field)) : NULL;
}

static void heading(void *to, char *out, size_t room)
{
    struct due_screen *s = to;
    const char *order = s->by_door ? _("by door") : _("most urgent first");
    int n = snprintf(out, room, _("due %zu  overdue %zu  %s"), s->count, s->overdue, order);
    if (s->ahead > 0 && n > 0 && (size_t)n < room)
        n += snprintf(out + n, room - (size_t)n, _("  within %d days"), s->ahead);
    if (*s->kind != '\0' && n > 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, "  %s", code_text("must_visit", s->kind));
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct pool *pool = pool_new();
    const char *text[4];
    size_t most = (size_t)lines < COUNT_OF(text) ? (size_t)lines : COUNT_OF(text);
    (void)to;
    size_t count = tell_wrapped(pool, rows_text(rows, row, "told"), ui_columns(ui) - 2, text, most);
    for (size_t i = 0; i < count; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, text[i]);
    pool_free(&pool);
}

static void open_card(struct due_screen *s, int64_t id)
{
    if (id > 0)
        household_card_screen(s->ui, s->work, id);
    else
        table_view_screen(s->ui, s->work, table_find("special_place"), -id);
}

static void write_at(struct due_screen *s, int64_t id)
{
    if (right_scope(s->work, "visit.write") == SCOPE_NONE)
        open_card(s, id);
    else if (id > 0)
        visit_write_at(s->ui, s->work, id);
    else
        visit_write_at_place(s->ui, s->work, -id);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    (void)ui;
    write_at(to, rows_int(rows, row, "id"));
}

/* Of who may read, and not write. */
static void open_read(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    (void)ui;
    open_card(to, rows_int(rows, row, "id"));
}

static bool is_denied(struct due_screen *s)
{
    char why[128];
    bool denied = tell_denied(s->work, "visit.write", why, sizeof why);
    if (denied)
        ui_note(s->ui, "%s", why);
    return denied;
}

/* One entry after the other for all that are marked, in the order of the list. */
static void write_marked(struct due_screen *s, struct ui_list *list)
{
    int64_t ids[MARKED_MOST];
    size_t count = ui_list_marked(list, ids, COUNT_OF(ids));
    if (is_denied(s))
        return;
    bool goes_on = true; /* "save, next" means the next one that is marked */
    for (size_t i = 0; i < count && !ui_closing(s->ui); i++) {
        if (!goes_on && !ui_confirm(s->ui, _("Go on with the next one, %zu of %zu?"), i + 1, count))
            break;
        goes_on = visit_write_one(s->ui, s->work, ids[i] > 0 ? ids[i] : 0, ids[i] > 0 ? 0 : -ids[i]);
    }
    ui_list_unmark(list);
}

/* The doors of all rows that the list has after its search, in its order. */
static size_t listed_doors(struct due_screen *s, int64_t *ids, size_t most)
{
    struct pool *pool = pool_new();
    struct rows rows;
    struct list_query query = s->query;
    struct error e = {0};
    size_t count = 0;
    query.offset = query.limit = 0;
    if (read(s, pool, &query, &rows, NULL, &e) != ERR_NONE) {
        ui_error(s->ui, &e);
        rows.count = 0;
    }
    for (size_t i = 0; i < rows.count && count < most; i++)
        ids[count++] = rows_int(&rows, i, "id");
    pool_free(&pool);
    return count;
}

/* A row a door: of those that are marked, else of all that the list has. Places have a form of their own. */
static void write_batch(struct due_screen *s, struct ui_list *list)
{
    int64_t ids[MARKED_MOST];
    size_t count, doors = 0;
    if (is_denied(s))
        return;
    count = ui_list_any_marked(list) ? ui_list_marked(list, ids, COUNT_OF(ids)) : listed_doors(s, ids, COUNT_OF(ids));
    for (size_t i = 0; i < count; i++)
        if (ids[i] > 0)
            ids[doors++] = ids[i];
    if (doors == 0) {
        ui_note(s->ui, "%s", _("Only special places are listed here: Enter writes of one"));
        return;
    }
    visit_rows_at(s->ui, s->work, ids, doors, false);
    ui_list_unmark(list);
}

static void choose_kind(struct due_screen *s)
{
    const struct code_list *kinds = code_list("must_visit");
    struct ui_choice choices[KINDS_MOST] = {
        {.letter = '0', .text = _("all kinds")}
    };
    size_t count = 1;
    for (size_t i = 0; i < kinds->count && count < KINDS_MOST; i++)
        choices[count++] = (struct ui_choice){.letter = kinds->codes[i].code[0],
                                              .text = code_text("must_visit", kinds->codes[i].code)};
    int taken = ui_choose(s->ui, _("Which kind?"), choices, count, 0);
    if (taken >= 0)
        text_copy(s->kind, sizeof s->kind, taken == 0 ? "" : kinds->codes[taken - 1].code);
}

static void choose_ahead(struct due_screen *s)
{
    static const int days[] = {0, 7, 14, 31};
    const struct ui_choice choices[] = {
        {'0', _("due today"),            NULL, NULL},
        {'1', _("due within a week"),    NULL, NULL},
        {'2', _("due within two weeks"), NULL, NULL},
        {'3', _("due within a month"),   NULL, NULL},
    };
    int taken = ui_choose(s->ui, _("Until when?"), choices, COUNT_OF(choices), 0);
    if (taken >= 0)
        s->ahead = days[taken];
}

/* Somebody who looks after grids asks for a visit to be made again. */
static void ask_again(struct due_screen *s, int64_t id)
{
    char text[400] = "";
    struct error e = {0};
    int64_t made = 0;
    if (!ui_ask(s->ui, _("Ask for a visit"), _("What is to be seen to there?"), false, text, sizeof text))
        return;
    if (follow_up_ask(s->work, id > 0 ? id : 0, id > 0 ? 0 : -id, text, NULL, &made, &e) != ERR_NONE)
        ui_error(s->ui, &e);
    else
        ui_note(s->ui, "%s", _("It stands on the list of the grid, to be done within a week."));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct due_screen *s = to;
    bool on = row != SIZE_MAX;
    char why[128];
    switch (action) {
    case ACTION_NEW:
        if (on)
            write_marked(s, list);
        break;
    case ACTION_BATCH:
        if (on)
            write_batch(s, list);
        break;
    case ACTION_COLUMNS:
        if (on)
            open_card(s, rows_int(rows, row, "id"));
        break;
    case ACTION_SORT:
        s->by_door = !s->by_door;
        break;
    case ACTION_ADD_FILTER:
        choose_kind(s);
        break;
    case ACTION_VIEW:
        choose_ahead(s);
        break;
    case ACTION_COMMAND:
        if (tell_denied(s->work, "follow_up.make", why, sizeof why))
            ui_note(ui, "%s", why);
        else if (on)
            ask_again(s, rows_int(rows, row, "id"));
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

void due_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_BATCH, ACTION_SORT,    ACTION_ADD_FILTER, ACTION_VIEW,
                                       ACTION_MARK, ACTION_NEW,   ACTION_COLUMNS, ACTION_COMMAND,    ACTION_NONE};
    static const char *const words[] = {
        N_("write diary"),  N_("row a door"), N_("order"),     N_("kind"), N_("look ahead"), NULL,
        N_("write marked"), N_("household"),  N_("ask again"), NULL};
    static const enum action read_foot[] = {ACTION_OPEN, ACTION_SORT,    ACTION_ADD_FILTER,
                                            ACTION_VIEW, ACTION_COMMAND, ACTION_NONE};
    static const char *const read_words[] = {N_("household"),  N_("order"),     N_("kind"),
                                             N_("look ahead"), N_("ask again"), NULL};
    static const struct ui_list_column columns[] = {
        {"light", 1,  -1, 0, " "        },
        {"door",  24, -1, 0, N_("Door") },
        {"name",  8,  -1, 2, N_("Head") },
        {"why",   0,  -1, 0, N_("Why")  },
        {"last",  5,  -1, 1, N_("Last") },
        {"until", 12, 1,  0, N_("Until")},
        {NULL,    0,  0,  0, NULL       },
    };
    struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help = N_("Who is to be visited, why, and until when: by the rules for all and those of your street, "
                   "by what was promised, asked for, or is on the list of a sweep. Enter begins the diary entry, s "
                   "changes between urgency and a walk from door to door, v looks further ahead, + shows one kind "
                   "only. B writes a row a door for all that are listed, or for those that are marked; a opens the "
                   "form of each that is marked, one after the other: Ctrl-N saves and goes to the next."),
        .detail_lines = 3,
        .marks = true,
    };
    struct due_screen s = {.ui = ui, .work = work};
    struct list_query query = {0};
    if (right_scope(work, "visit.write") == SCOPE_NONE) {
        ops.open = open_read;
        ops.foot = read_foot;
        ops.foot_words = read_words;
        ops.marks = false;
        ops.help =
            N_("Who is to be visited, why, and until when: by the rules for all and those of your street, by "
               "what was promised, asked for, or is on the list of a sweep. Enter opens the household, s changes "
               "between urgency and a walk from door to door, v looks further ahead, + shows one kind only.");
    }
    ui_list_run(ui, _("Due visits"), NULL, columns, &ops, &query, &s);
}

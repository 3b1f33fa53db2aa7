#include "wangge/work/wall.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define PIECE  16 /* ids that wall.rows takes at once */
#define URGENT 2  /* of the list urgency, and above */

#define WHOLE_EVERY 60 /* seconds */

static const char *const STATES[WALL_QUEUES] = {
    [WALL_REPORTED] = "reported",
    [WALL_SELF_HANDLED] = "self_handled",
    [WALL_ACCEPTANCE] = "awaiting_acceptance",
    [WALL_REGISTERED] = "registered",
    [WALL_DISPATCHED] = "dispatched",
    [WALL_HANDLING] = "handling",
    [WALL_VERIFICATION] = "awaiting_verification",
    [WALL_RETURN_VISIT] = "awaiting_return_visit",
};

static const struct {
    const char *name, *label;
} VIEWS[WALL_OF_QUEUE] = {
    [WALL_ALL] = {"all",          N_("all that are open")          },
    [WALL_LATE_RED] = {"red",          N_("over their time")            },
    [WALL_NEWEST] = {"new",          N_("what came in last")          },
    [WALL_SUPERVISED] = {"supervised",   N_("supervised, without a reply")},
    [WALL_SECRETARY] = {"secretary",    N_("the secretary's queue")      },
    [WALL_CONFIDENTIAL] = {"confidential", N_("confidential")               },
    [WALL_STOPPED] = {"suspended",    N_("suspended")                  },
};

const char *wall_queue_state(enum wall_queue queue)
{
    return STATES[queue];
}

const char *wall_view_name(int view)
{
    return view < WALL_OF_QUEUE ? VIEWS[view].name : STATES[view - WALL_OF_QUEUE];
}

const char *wall_view_label(int view)
{
    return view < WALL_OF_QUEUE ? _(VIEWS[view].label) : code_text("case_state", STATES[view - WALL_OF_QUEUE]);
}

int wall_view_parse(const char *name)
{
    for (int view = 0; view < WALL_VIEWS; view++)
        if (strcmp(wall_view_name(view), name) == 0)
            return view;
    return -1;
}

void wall_free(struct wall *wall)
{
    mem_free(wall->cases);
    *wall = (struct wall){0};
}

/* WALL_QUEUES for a state that no queue is of. */
static unsigned char queue_of(const char *state)
{
    unsigned char queue = 0;
    while (queue < WALL_QUEUES && strcmp(STATES[queue], state) != 0)
        queue++;
    return queue;
}

static struct wall_case case_of_row(const struct rows *rows, size_t i)
{
    return (struct wall_case){
        .id = rows_int(rows, i, "id"),
        .reported_at = rows_int(rows, i, "reported_at"),
        .due_at = rows_int(rows, i, "due_at"),
        .yellow_at = rows_int(rows, i, "yellow_at"),
        .stopped_at = rows_int(rows, i, "stopped_at"),
        .queue = queue_of(rows_text(rows, i, "state")),
        .urgency = (unsigned char)atoi(rows_text(rows, i, "urgency")),
        .confidential = rows_int(rows, i, "confidential") != 0,
        .supervised = rows_int(rows, i, "supervised") != 0,
        .secretary = rows_int(rows, i, "secretary") != 0,
    };
}

/* Takes the case of a row out of those that are there, and puts it in as it is now. */
static void take_row(struct wall *wall, const struct rows *rows, size_t i)
{
    struct wall_case one = case_of_row(rows, i);
    size_t at = 0;

    while (at < wall->count && wall->cases[at].id != one.id)
        at++;
    if (at < wall->count)
        wall->cases[at] = wall->cases[--wall->count];
    if (rows_int(rows, i, "here") == 0 || one.queue == WALL_QUEUES)
        return;
    wall->cases = mem_resize(wall->cases, wall->count + 1, sizeof *wall->cases);
    wall->cases[wall->count++] = one;
}

static void take_rows(struct wall *wall, const struct rows *rows)
{
    wall->cases = mem_new(rows->count + 1, sizeof *wall->cases);
    wall->count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        wall->cases[wall->count] = case_of_row(rows, i);
        wall->count += wall->cases[wall->count].queue < WALL_QUEUES;
    }
}

/* What the statements are bound to. */
struct sight {
    struct scope_range range, secret;
    char today[DATE_TEXT];
};

static enum err sight_of(struct work *work, struct sight *out, struct error *e)
{
    today_text(out->today);
    right_range(work, "case.confidential", &out->secret, NULL); /* without the right the range is empty */
    return right_range(work, "case.wall", &out->range, e);
}

#define BIND_WALL(s)                                                                                                   \
    BIND_TEXT("lo", (s).range.lo), BIND_TEXT("hi", (s).range.hi), BIND_TEXT("secret_lo", (s).secret.lo),               \
        BIND_TEXT("secret_hi", (s).secret.hi), BIND_INT("me", (s).range.me), BIND_TEXT("today", (s).today)

static enum err read_closed(struct work *work, struct pool *pool, const struct sight *sight, struct wall *wall,
                            struct error *e)
{
    struct rows rows;
    enum err r = db_query(work->db, pool, "wall.closed",
                          BINDS(BIND_INT("day", day_start(day_of(clock_now()))), BIND_TEXT("lo", sight->range.lo),
                                BIND_TEXT("hi", sight->range.hi), BIND_TEXT("secret_lo", sight->secret.lo),
                                BIND_TEXT("secret_hi", sight->secret.hi)),
                          &rows, e);
    if (r == ERR_NONE)
        wall->closed = rows_int(&rows, 0, "closed");
    return r;
}

static enum err read_step(struct work *work, struct pool *pool, int64_t *out, struct error *e)
{
    struct rows rows;
    enum err r = db_query(work->db, pool, "wall.step", BINDS({0}), &rows, e);
    if (r == ERR_NONE)
        *out = rows_int(&rows, 0, "step");
    return r;
}

enum err wall_read(struct work *work, struct wall *out, struct error *e)
{
    struct sight sight;
    struct rows rows;
    struct wall wall = {.whole_at = clock_now()};
    struct pool *pool = pool_new();
    enum err r = sight_of(work, &sight, e);

    wall.sees_confidential = right_scope(work, "case.confidential") != SCOPE_NONE;
    if (r == ERR_NONE)
        r = read_step(work, pool, &wall.step, e); /* before the cases: what comes between is read again */
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "wall.open", BINDS(BIND_WALL(sight)), &rows, e);
    if (r == ERR_NONE) {
        take_rows(&wall, &rows);
        r = read_closed(work, pool, &sight, &wall, e);
    }
    pool_free(&pool);
    if (r != ERR_NONE) {
        wall_free(&wall);
        return r;
    }
    wall_free(out);
    *out = wall;
    wall_light_up(out, clock_now());
    wall_sort(out, WALL_ALL);
    return ERR_NONE;
}

enum err wall_follow(struct work *work, struct wall *wall, bool *changed, struct error *e)
{
    struct sight sight;
    struct rows rows = {0};
    int64_t now = clock_now(), step = 0;

    *changed = wall->cases == NULL || now >= wall->whole_at + WHOLE_EVERY || now < wall->whole_at;
    if (*changed)
        return wall_read(work, wall, e);
    struct pool *pool = pool_new();
    enum err r = sight_of(work, &sight, e);
    if (r == ERR_NONE)
        r = read_step(work, pool, &step, e);
    if (r == ERR_NONE && step != wall->step)
        r = db_query(work->db, pool, "wall.changed", BINDS(BIND_INT("step", wall->step), BIND_WALL(sight)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        take_row(wall, &rows, i);
    *changed = rows.count > 0;
    if (r == ERR_NONE && *changed)
        r = read_closed(work, pool, &sight, wall, e);
    if (r == ERR_NONE)
        wall->step = step;
    pool_free(&pool);
    return r;
}

static enum wall_light light_of(const struct wall_case *one, int64_t now)
{
    int64_t at = one->stopped_at != 0 ? one->stopped_at : now;
    if (one->due_at == 0)
        return WALL_NONE;
    return at > one->due_at ? WALL_RED : at >= one->yellow_at ? WALL_YELLOW : WALL_GREEN;
}

static void count_in(struct wall_count *count, enum wall_light light)
{
    count->all++;
    count->red += light == WALL_RED;
    count->yellow += light == WALL_YELLOW;
}

/* Red begins a second after the time is over. */
static void expect(struct wall *wall, int64_t at)
{
    if (at > wall->read_at && (wall->next_at == 0 || at < wall->next_at))
        wall->next_at = at;
}

void wall_light_up(struct wall *wall, int64_t now)
{
    int64_t today = day_start(day_of(now));

    memset(wall->queues, 0, sizeof wall->queues);
    wall->total = (struct wall_count){0};
    wall->supervised = wall->secretary = wall->stopped = wall->confidential = wall->came = 0;
    wall->read_at = now;
    wall->next_at = 0;
    for (size_t i = 0; i < wall->count; i++) {
        struct wall_case *one = &wall->cases[i];
        enum wall_light light = light_of(one, now);
        one->light = (unsigned char)light;
        count_in(&wall->queues[one->queue], light);
        count_in(&wall->total, light);
        wall->supervised += one->supervised;
        wall->secretary += one->secretary;
        wall->stopped += one->stopped_at != 0;
        wall->confidential += one->confidential;
        wall->came += one->reported_at >= today;
        if (one->due_at != 0 && one->stopped_at == 0) {
            expect(wall, one->yellow_at);
            expect(wall, one->due_at + 1);
        }
    }
}

static bool is_in(const struct wall_case *one, int view)
{
    switch (view) {
    case WALL_LATE_RED:
        return one->light == WALL_RED;
    case WALL_SUPERVISED:
        return one->supervised;
    case WALL_SECRETARY:
        return one->secretary;
    case WALL_CONFIDENTIAL:
        return one->confidential;
    case WALL_STOPPED:
        return one->stopped_at != 0;
    default:
        return view < WALL_OF_QUEUE || one->queue == view - WALL_OF_QUEUE;
    }
}

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* The light first, then who has been over its time longest, or has least of it left. */
static int by_heat(const void *a, const void *b)
{
    const struct wall_case *x = a, *y = b;
    if (x->light != y->light)
        return by_number(x->light, y->light);
    if (x->due_at != y->due_at)
        return by_number(x->due_at, y->due_at);
    return by_number(x->id, y->id);
}

static int by_newness(const void *a, const void *b)
{
    const struct wall_case *x = a, *y = b;
    return x->reported_at == y->reported_at ? by_number(y->id, x->id) : by_number(y->reported_at, x->reported_at);
}

void wall_sort(struct wall *wall, int view)
{
    size_t in = 0;
    for (size_t i = 0; i < wall->count; i++) {
        if (!is_in(&wall->cases[i], view))
            continue;
        struct wall_case one = wall->cases[i];
        wall->cases[i] = wall->cases[in];
        wall->cases[in++] = one;
    }
    wall->shown = in;
    if (in > 1)
        qsort(wall->cases, in, sizeof *wall->cases, view == WALL_NEWEST ? by_newness : by_heat);
}

size_t wall_newest(const struct wall *wall, const struct wall_case **out, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < wall->count; i++) {
        size_t at = count < most ? count : most;
        while (at > 0 && by_newness(&wall->cases[i], out[at - 1]) < 0)
            at--;
        if (at == most)
            continue;
        count += count < most;
        memmove(&out[at + 1], &out[at], (count - at - 1) * sizeof(void *));
        out[at] = &wall->cases[i];
    }
    return count;
}

static int by_id(const void *a, const void *b)
{
    return by_number(((const struct wall_case *)a)->id, ((const struct wall_case *)b)->id);
}

size_t wall_alarms(const struct wall *before, const struct wall *now)
{
    size_t alarms = 0;
    struct wall_case *known = mem_new(before->count + 1, sizeof *known);

    memcpy(known, before->cases, before->count * sizeof *known);
    qsort(known, before->count, sizeof *known, by_id);
    for (size_t i = 0; i < now->count; i++) {
        const struct wall_case *one = &now->cases[i];
        const struct wall_case *was = bsearch(one, known, before->count, sizeof *known, by_id);
        bool red = one->light == WALL_RED && (was == NULL || was->light != WALL_RED);
        alarms += red || (one->urgency >= URGENT && (was == NULL || was->urgency < URGENT));
    }
    mem_free(known);
    return alarms;
}

/* One statement for up to PIECE cases; found holds them in any order. */
static enum err read_piece(struct work *work, struct pool *pool, const struct wall_case *const *cases, size_t count,
                           struct rows *found, struct error *e)
{
    static const char *const names[PIECE] = {"c1", "c2",  "c3",  "c4",  "c5",  "c6",  "c7",  "c8",
                                             "c9", "c10", "c11", "c12", "c13", "c14", "c15", "c16"};
    struct scope_range range;
    struct bind binds[PIECE + 3] = {0};
    enum err r = right_range(work, "case.wall", &range, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < PIECE; i++)
        binds[i] = i < count ? BIND_INT(names[i], cases[i]->id) : BIND_NULL(names[i]);
    binds[PIECE] = BIND_TEXT("lo", range.lo);
    binds[PIECE + 1] = BIND_TEXT("hi", range.hi);
    return db_query(work->db, pool, "wall.rows", binds, found, e);
}

static void put_row(struct rows *out, size_t row, const struct wall_case *one, const struct rows *found)
{
    struct value *values = &out->values[row * out->columns];
    size_t i = 0;
    while (i < found->count && rows_int(found, i, "id") != one->id)
        i++;
    for (size_t column = 0; column < out->columns; column++)
        values[column] = i < found->count ? found->values[i * found->columns + column]
                                          : (struct value){.type = VALUE_TEXT, .text = ""};
    if (one->confidential && i < found->count)
        values[rows_column(out, "title")] = (struct value){.type = VALUE_TEXT, .text = _("confidential case")};
}

enum err wall_rows(struct work *work, struct pool *pool, const struct wall_case *const *cases, size_t count,
                   struct rows *out, struct error *e)
{
    enum err r = ERR_NONE;

    *out = (struct rows){0};
    for (size_t first = 0; r == ERR_NONE && (first < count || first == 0); first += PIECE) {
        size_t n = count - first < PIECE ? count - first : PIECE;
        struct rows found;
        r = read_piece(work, pool, cases + first, n, &found, e);
        if (r == ERR_NONE && first == 0) {
            out->columns = found.columns;
            out->names = found.names;
            out->values = pool_new_piece(pool, count * out->columns + 1, sizeof *out->values);
        }
        for (size_t i = 0; r == ERR_NONE && i < n; i++)
            put_row(out, out->count++, cases[first + i], &found);
    }
    return r;
}

enum err wall_present(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "case.wall", e);
    return r == ERR_NONE ? db_query(work->db, pool, "wall.present", BINDS(BIND_INT("area", work->actor.area)), out, e)
                         : r;
}

enum err wall_roster(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    char today[DATE_TEXT];
    enum err r = right_need(work, "case.wall", e);

    today_text(today);
    return r == ERR_NONE ? db_query(work->db, pool, "wall.roster",
                                    BINDS(BIND_INT("area", work->actor.area), BIND_TEXT("today", today)), out, e)
                         : r;
}

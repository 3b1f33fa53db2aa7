/* What is best done today: cases and visits in one order. First what is over its time, by how much of its time it is
 * over: an hour late of two is more than a week late of a quarter of a year. Then what soon will be, then what is due
 * today, then the rest by its date. */
#include "case_do.h"
#include "due_inside.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/case.h"
#include "wangge/work/due.h"
#include "wangge/work/right.h"
#include "wangge/work/summary.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"kind", "id", "no", "title", "state", "light", "due_text"};

enum { COLUMNS = sizeof names / sizeof names[0] };

/* As summary.todo_cases counts them too. */
enum urgency { URGENCY_OVER, URGENCY_SOON, URGENCY_TODAY, URGENCY_LATER };

struct todo {
    int64_t urgency;
    double measure; /* within the same urgency: less comes first */
    size_t position;
    const char *kind;
    int64_t id;
    const char *texts[COLUMNS - 2];
};

struct todo_list {
    struct todo *list;
    size_t count;
};

static struct todo *add(struct pool *pool, struct todo_list *todo, size_t more)
{
    struct todo *list = pool_new_piece(pool, todo->count + more + 1, sizeof *list);
    if (todo->count > 0)
        memcpy(list, todo->list, todo->count * sizeof *list);
    todo->list = list;
    return list + todo->count;
}

/* "2 hours over", "3 days left": in hours below two days. */
static const char *time_left(struct pool *pool, int64_t due, int64_t now)
{
    int64_t seconds = due > now ? due - now : now - due;
    bool days = seconds >= 2 * DAY_SECONDS;
    long n = (long)(days ? seconds / DAY_SECONDS : seconds / 3600);
    if (due > now)
        return pool_format(pool, days ? _("%ld days left") : _("%ld hours left"), n);
    return pool_format(pool, days ? _("%ld days over") : _("%ld hours over"), n);
}

static enum err add_cases(struct work *work, struct pool *pool, int limit, struct todo_list *out, struct error *e)
{
    struct case_sight sight;
    struct rows rows = {0};
    int64_t now = clock_now();

    case_sight(work, &sight, NULL); /* without a right the range is empty */
    enum err r = db_query(work->db, pool, "summary.todo_cases",
                          BINDS(BIND_SIGHT(sight), BIND_INT("now", now), BIND_TEXT("turn", case_turn(work, pool)),
                                BIND_TEXT("approvals", case_approvals(work, pool)), BIND_INT("limit", limit)),
                          &rows, e);
    if (r != ERR_NONE)
        return r;
    struct todo *one = add(pool, out, rows.count);
    for (size_t i = 0; i < rows.count; i++, one++) {
        int64_t due = rows_int(&rows, i, "due_at");
        *one = (struct todo){
            .urgency = rows_int(&rows, i, "urgency"),
            .measure = rows_real(&rows, i, "measure"),
            .position = out->count++,
            .kind = "case",
            .id = rows_int(&rows, i, "id"),
            .texts = {rows_text(&rows, i, "no"), rows_text(&rows, i, "title"), rows_text(&rows, i, "state"),
                      case_light(rows_int(&rows, i, "yellow_at"), due, rows_int(&rows, i, "stopped_at"), now),
                      due == 0 ? "" : time_left(pool, due, now)},
        };
    }
    return ERR_NONE;
}

/* "until Fri 10-23" */
static const char *days_left(struct pool *pool, day_t until)
{
    char day[DATE_TEXT];
    date_format(until, day);
    return pool_format(pool, _("until %s %s"), date_weekday_text(until), day + 5);
}

static const char *days_late(struct pool *pool, const struct due_row *row)
{
    if (row->overdue > 0)
        return pool_format(pool, _("%ld days over"), row->overdue);
    return row->until == day_of(clock_now()) ? _("today") : days_left(pool, row->until);
}

/* The reason that presses most decides. */
static struct todo visit_of_row(struct pool *pool, const struct due_row *row)
{
    bool over = row->overdue > 0, today = row->until <= day_of(clock_now());
    double late = 0;

    for (size_t i = 0; i < row->count; i++)
        late = due_late(&row->reasons[i]) > late ? due_late(&row->reasons[i]) : late;
    return (struct todo){
        .urgency = over    ? URGENCY_OVER
                   : today ? URGENCY_TODAY
                           : URGENCY_LATER,
        .measure = over    ? -late
                   : today ? 0
                           : (double)day_start(row->until + 1),
        .kind = row->household != 0 ? "visit" : "place",
        .id = row->household != 0 ? row->household : row->place,
        .texts = {"", pool_format(pool, "%s %s", row->name, row->door), row->why,
                  over    ? "red"
                  : today ? "yellow"
                          : "green",
                  days_late(pool, row)},
    };
}

static enum err add_visits(struct work *work, struct pool *pool, struct todo_list *out, struct error *e)
{
    struct due_list due;
    const struct due_query query = {0};
    enum err r = due_read(work, pool, &query, &due, e);

    if (r != ERR_NONE)
        return r;
    struct todo *one = add(pool, out, due.count);
    for (size_t i = 0; i < due.count; i++, one++) {
        *one = visit_of_row(pool, &due.rows[i]);
        one->position = out->count++;
    }
    return ERR_NONE;
}

static int by_urgency(const void *a, const void *b)
{
    const struct todo *x = a, *y = b;
    if (x->urgency != y->urgency)
        return x->urgency < y->urgency ? -1 : 1;
    if (x->measure < y->measure || x->measure > y->measure)
        return x->measure < y->measure ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

static void put_row(struct pool *pool, const struct todo *todo, struct value *v)
{
    v[0] = (struct value){.type = VALUE_TEXT, .text = todo->kind};
    v[1] =
        (struct value){.type = VALUE_INT, .number = todo->id, .text = pool_format(pool, "%lld", (long long)todo->id)};
    for (size_t i = 2; i < COLUMNS; i++)
        v[i] = (struct value){.type = VALUE_TEXT, .text = todo->texts[i - 2]};
}

enum err summary_todo(struct work *work, struct pool *pool, int limit, struct rows *out, struct error *e)
{
    struct todo_list todo = {0};
    enum err r = ERR_NONE;

    *out = (struct rows){.columns = COLUMNS, .names = pool_new_piece(pool, COLUMNS, sizeof(char *))};
    memcpy(out->names, names, sizeof names);
    if (right_scope(work, "case.read") != SCOPE_NONE)
        r = add_cases(work, pool, limit, &todo, e);
    if (r == ERR_NONE && goes_from_door_to_door(work))
        r = add_visits(work, pool, &todo, e);
    if (r != ERR_NONE || todo.count == 0)
        return r;
    qsort(todo.list, todo.count, sizeof *todo.list, by_urgency);
    out->count = todo.count < (size_t)limit ? todo.count : (size_t)limit;
    out->values = pool_new_piece(pool, out->count * COLUMNS, sizeof *out->values);
    for (size_t i = 0; i < out->count; i++)
        put_row(pool, &todo.list[i], &out->values[i * COLUMNS]);
    return ERR_NONE;
}

#include "need.h"

#include "need_find.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/daily.h"
#include "wangge/work/retention.h"
#include "wangge/work/work.h"

#include <string.h>

/* What is to be there, and what is. */
struct renewal {
    struct work *work;
    struct pool *pool;
    struct rows rhythms; /* of visit_rhythms_read */
    int64_t area;
    const char *path;
    day_t today;
    bool only_look;
    int64_t changed;
};

static enum err begin(struct renewal *n, struct work *work, struct error *e)
{
    *n = (struct renewal){.work = work, .pool = pool_new(), .today = day_of(clock_now())};
    return visit_rhythms_read(work, n->pool, &n->rhythms, e);
}

static enum err put_need(struct renewal *n, const struct need *need, const struct visit_rhythm *rhythm, struct error *e)
{
    n->changed++;
    if (n->only_look)
        return ERR_NONE;
    return db_execute(n->work->db, "need.add",
                      BINDS(BIND_INT("area", n->area), BIND_INT("household", need->household),
                            BIND_INT("place", need->place), BIND_TEXT("rule", need->rule->code),
                            BIND_INT("person", need->person), BIND_INT("since", need->since),
                            BIND_TEXT("period", visit_period_code(rhythm->period)), BIND_INT("days", rhythm->days),
                            BIND_TEXT("channel", rhythm->channel), BIND_INT("must", need->rule->must),
                            BIND_INT("again", need->again), BIND_INT("rule_since", rhythm->since)),
                      NULL, e);
}

static enum err drop_row(struct renewal *n, const struct rows *rows, size_t i, struct error *e)
{
    n->changed++;
    if (n->only_look)
        return ERR_NONE;
    return db_execute(
        n->work->db, "need.drop",
        BINDS(BIND_INT("area", rows_int(rows, i, "area")), BIND_INT("household", rows_int(rows, i, "household")),
              BIND_INT("place", rows_int(rows, i, "place")), BIND_TEXT("rule", rows_text(rows, i, "rule")),
              BIND_INT("person", rows_int(rows, i, "person"))),
        NULL, e);
}

/* As need_compare: below 0 when the row comes first. */
static int compare_row(const struct rows *rows, size_t i, const struct need *need)
{
    int64_t household = rows_int(rows, i, "household"), place = rows_int(rows, i, "place");
    int64_t person = rows_int(rows, i, "person");
    if (household != need->household)
        return household < need->household ? -1 : 1;
    if (place != need->place)
        return place < need->place ? -1 : 1;
    int order = strcmp(rows_text(rows, i, "rule"), need->rule->code);
    if (order != 0)
        return order;
    return (person > need->person) - (person < need->person);
}

static bool is_row(const struct renewal *n, const struct rows *rows, size_t i, const struct need *need,
                   const struct visit_rhythm *rhythm)
{
    return rows_int(rows, i, "area") == n->area && rows_int(rows, i, "since") == need->since &&
           strcmp(rows_text(rows, i, "period"), visit_period_code(rhythm->period)) == 0 &&
           rows_int(rows, i, "days") == rhythm->days && rows_int(rows, i, "rule_since") == rhythm->since &&
           strcmp(rows_text(rows, i, "channel"), rhythm->channel) == 0 &&
           (rows_int(rows, i, "must") != 0) == need->rule->must && (rows_int(rows, i, "again") != 0) == need->again;
}

/* Both come in the same order: what is no more goes, what is new comes, what is other is made anew. */
static enum err merge(struct renewal *n, const struct rows *rows, const struct need *needs, size_t count,
                      struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0, k = 0; r == ERR_NONE && (i < rows->count || k < count);) {
        int order = i == rows->count ? 1 : k == count ? -1 : compare_row(rows, i, &needs[k]);
        struct visit_rhythm rhythm = {0};
        if (order >= 0)
            rhythm = visit_rhythm_of(needs[k].rule, &n->rhythms, n->path);
        bool same = order == 0 && is_row(n, rows, i, &needs[k], &rhythm);
        if (order <= 0 && !same)
            r = drop_row(n, rows, i, e);
        if (r == ERR_NONE && order >= 0 && !same)
            r = put_need(n, &needs[k], &rhythm, e);
        i += order <= 0;
        k += order >= 0;
    }
    return r;
}

/* The kinds of the household, in the order of the code list. */
static const char *kinds_of(struct pool *pool, const struct need *needs, size_t count, int64_t household)
{
    const struct code_list *list = code_list("must_visit");
    struct buffer out = {0};
    for (size_t c = 0; c < list->count; c++)
        for (size_t i = 0; i < count; i++)
            if (needs[i].household == household && strcmp(needs[i].rule->kind, list->codes[c].code) == 0) {
                buffer_format(&out, "%s%s", out.length == 0 ? "" : ",", list->codes[c].code);
                break;
            }
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* rows: households with the kinds that they have, in any order. */
static enum err put_kinds(struct renewal *n, const struct rows *rows, const struct need *needs, size_t count,
                          struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < rows->count; i++) {
        int64_t household = rows_int(rows, i, "id");
        size_t first = 0, behind = count;
        while (first < behind) { /* needs are in the order of households */
            size_t middle = (first + behind) / 2;
            if (needs[middle].household < household)
                first = middle + 1;
            else
                behind = middle;
        }
        for (behind = first; behind < count && needs[behind].household == household;)
            behind++;
        const char *kinds = kinds_of(n->pool, needs + first, behind - first, household);
        if (strcmp(kinds, rows_text(rows, i, "kinds")) == 0)
            continue;
        n->changed++;
        if (!n->only_look)
            r = db_execute(n->work->db, "need.put_kinds",
                           BINDS(BIND_INT("household", household), BIND_TEXT("kinds", *kinds == '\0' ? NULL : kinds)),
                           NULL, e);
    }
    return r;
}

static enum err renew_household(struct renewal *n, int64_t household, struct error *e)
{
    struct rows place = {0}, rows = {0}, kinds = {0};
    struct need *needs = NULL;
    size_t count = 0;
    const struct bind *which = BINDS(BIND_INT("household", household));
    enum err r = db_query(n->work->db, n->pool, "need.household_area", which, &place, e);

    if (r == ERR_NONE)
        r = db_query(n->work->db, n->pool, "need.of_household",
                     BINDS(BIND_INT("household", household), BIND_INT("place", 0)), &rows, e);
    if (r == ERR_NONE && place.count > 0) {
        n->area = rows_int(&place, 0, "area");
        n->path = rows_text(&place, 0, "path");
        r = need_find(n->work, n->pool, NEED_OF_HOUSEHOLD, household, n->today, &needs, &count, e);
    }
    if (r == ERR_NONE)
        r = merge(n, &rows, needs, count, e);
    if (r == ERR_NONE)
        r = db_query(n->work->db, n->pool, "need.kinds_of_household", which, &kinds, e);
    if (r == ERR_NONE)
        r = put_kinds(n, &kinds, needs, count, e);
    if (r == ERR_NONE && place.count > 0)
        r = db_execute(n->work->db, "need.follow_ups_of_household",
                       BINDS(BIND_INT("household", household), BIND_INT("area", n->area)), NULL, e);
    return r;
}

static enum err renew_place(struct renewal *n, int64_t id, struct error *e)
{
    struct rows place = {0}, rows = {0};
    struct need *needs = NULL;
    size_t count = 0;
    enum err r = db_query(n->work->db, n->pool, "need.place_area", BINDS(BIND_INT("place", id)), &place, e);

    if (r == ERR_NONE)
        r = db_query(n->work->db, n->pool, "need.of_household", BINDS(BIND_INT("household", 0), BIND_INT("place", id)),
                     &rows, e);
    if (r == ERR_NONE && place.count > 0) {
        n->area = rows_int(&place, 0, "area");
        n->path = rows_text(&place, 0, "path");
        r = need_find(n->work, n->pool, NEED_OF_PLACE, id, n->today, &needs, &count, e);
    }
    if (r == ERR_NONE)
        r = merge(n, &rows, needs, count, e);
    if (r == ERR_NONE && place.count > 0)
        r = db_execute(n->work->db, "need.follow_ups_of_place", BINDS(BIND_INT("place", id), BIND_INT("area", n->area)),
                       NULL, e);
    return r;
}

/* --- what is written, and what follows ------------------------------------------------------------------------------
 */

/* The household that a row is, belongs to, or whose person it is about; 0 for none. */
static enum err household_of(struct work *work, struct pool *pool, const struct table *table, int64_t id,
                             const struct record *row, int64_t *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *out = 0;
    if (row == NULL)
        return ERR_NONE;
    if (strcmp(table->name, "household") == 0)
        *out = id;
    else if (strcmp(table->name, "person") == 0 || table_field(table, "person") == NULL)
        *out = record_int(row, "household");
    else
        r = db_query(work->db, pool, "need.home", BINDS(BIND_INT("person", record_int(row, "person"))), &rows, e);
    if (rows.count > 0)
        *out = rows_int(&rows, 0, "household");
    return r;
}

static enum err follow_household(struct work *work, const struct table *table, int64_t id, const struct record *before,
                                 const struct record *after, struct error *e)
{
    struct renewal n;
    int64_t was = 0, is = 0;
    enum err r = begin(&n, work, e);

    if (r == ERR_NONE)
        r = household_of(work, n.pool, table, id, before, &was, e);
    if (r == ERR_NONE)
        r = household_of(work, n.pool, table, id, after, &is, e);
    if (r == ERR_NONE && was != 0)
        r = renew_household(&n, was, e);
    if (r == ERR_NONE && is != 0 && is != was)
        r = renew_household(&n, is, e);
    pool_free(&n.pool);
    return r;
}

static enum err follow_place(struct work *work, int64_t id, struct error *e)
{
    struct renewal n;
    enum err r = begin(&n, work, e);
    if (r == ERR_NONE)
        r = renew_place(&n, id, e);
    pool_free(&n.pool);
    return r;
}

/* What an area lays down for a rule holds there and below, where no nearer one does. */
static enum err follow_rhythm(struct work *work, const struct record *row, struct error *e)
{
    struct renewal n;
    struct rows area = {0}, areas = {0};
    char lo[64], hi[64];
    const struct visit_rule *rule = visit_rule_find(record_get(row, "rule"));
    enum err r = begin(&n, work, e);

    if (r == ERR_NONE && rule != NULL)
        r = db_query(work->db, n.pool, "area.place", BINDS(BIND_INT("id", record_int(row, "area"))), &area, e);
    if (r == ERR_NONE && area.count > 0) {
        area_range(rows_text(&area, 0, "path"), lo, hi);
        r = db_query(work->db, n.pool, "need.areas_of_rule",
                     BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("rule", rule->code)), &areas, e);
    }
    for (size_t i = 0; r == ERR_NONE && i < areas.count; i++) {
        struct visit_rhythm rhythm = visit_rhythm_of(rule, &n.rhythms, rows_text(&areas, i, "path"));
        r = db_execute(work->db, "need.put_rhythm",
                       BINDS(BIND_INT("area", rows_int(&areas, i, "area")), BIND_TEXT("rule", rule->code),
                             BIND_TEXT("period", visit_period_code(rhythm.period)), BIND_INT("days", rhythm.days),
                             BIND_TEXT("channel", rhythm.channel), BIND_INT("rule_since", rhythm.since)),
                       NULL, e);
    }
    pool_free(&n.pool);
    return r;
}

enum err need_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                     const struct record *after, struct error *e)
{
    enum err r = ERR_NONE;
    if (strcmp(table->name, "visit_rule") == 0) {
        if (before != NULL)
            r = follow_rhythm(work, before, e);
        return r == ERR_NONE && after != NULL ? follow_rhythm(work, after, e) : r;
    }
    if (strcmp(table->name, "special_place") == 0)
        return follow_place(work, id, e);
    return need_is_of(table) ? follow_household(work, table, id, before, after, e) : ERR_NONE;
}

/* --- all of them ----------------------------------------------------------------------------------------------------
 */

static enum err renew_area(struct renewal *n, struct error *e)
{
    struct rows rows = {0}, kinds = {0};
    struct need *needs = NULL;
    size_t count = 0;
    const struct bind *which = BINDS(BIND_INT("area", n->area));
    enum err r = db_query(n->work->db, n->pool, "need.of_area", which, &rows, e);

    if (r == ERR_NONE)
        r = need_find(n->work, n->pool, NEED_OF_AREA, n->area, n->today, &needs, &count, e);
    if (r == ERR_NONE)
        r = merge(n, &rows, needs, count, e);
    if (r == ERR_NONE)
        r = db_query(n->work->db, n->pool, "need.kinds_of_area", which, &kinds, e);
    return r == ERR_NONE ? put_kinds(n, &kinds, needs, count, e) : r;
}

/* One area anew, in the caller's transaction (only_look: nothing is written); *changed gets how many rows of needs and
 * kinds were not as they should be. */
static enum err renew_in_area(struct work *work, int64_t area, const char *path, day_t today, bool only_look,
                              int64_t *changed, struct error *e)
{
    struct renewal n;
    enum err r = begin(&n, work, e);
    n.area = area;
    n.path = path;
    n.today = today;
    n.only_look = only_look;
    if (r == ERR_NONE)
        r = renew_area(&n, e);
    *changed = n.changed;
    pool_free(&n.pool);
    return r;
}

enum err need_renew(struct work *work, const char *lo, const char *hi, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows areas = {0};
    enum err r = db_query(work->db, pool, "need.areas", BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &areas, e);
    for (size_t i = 0; r == ERR_NONE && i < areas.count; i++) {
        int64_t changed = 0;
        r = renew_in_area(work, rows_int(&areas, i, "id"), rows_text(&areas, i, "path"), day_of(clock_now()), false,
                          &changed, e);
    }
    pool_free(&pool);
    return r;
}

/* Nobody waits for an area in which nothing has changed; what is filled for the first time is not looked at before. */
static enum err renew_one(struct work *work, int64_t area, const char *path, day_t today, bool first, struct error *e)
{
    int64_t changed = 1;
    enum err r = first ? ERR_NONE : renew_in_area(work, area, path, today, true, &changed, e);
    if (r != ERR_NONE || changed == 0)
        return r;
    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = renew_in_area(work, area, path, today, false, &changed, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err renew_all(struct work *work, day_t today, bool first, bool (*stop)(void *to), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows areas = {0};
    enum err r = db_query(work->db, pool, "need.areas", BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~")), &areas, e);
    for (size_t i = 0; r == ERR_NONE && i < areas.count && (stop == NULL || !stop(to)); i++)
        r = renew_one(work, rows_int(&areas, i, "id"), rows_text(&areas, i, "path"), today, first, e);
    pool_free(&pool);
    return r;
}

enum err need_fill(struct db *db, struct error *e)
{
    struct work work = {.db = db};
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "need.any", NULL, &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = renew_all(&work, day_of(clock_now()), true, NULL, NULL, e);
    pool_free(&pool);
    return r;
}

/* The day of the last renewal; today when there was none. */
static enum err renewed_on(struct work *work, day_t today, day_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "need.day", NULL, &rows, e);
    if (r != ERR_NONE || !date_parse(rows_text(&rows, 0, "done_on"), out))
        *out = today;
    pool_free(&pool);
    return r;
}

/* What has been written since is as of today. */
static enum err compare_area(struct work *work, const struct rows *areas, size_t i, const day_t days[2],
                             int64_t *different, struct error *e)
{
    int64_t least = INT64_MAX;
    enum err r = ERR_NONE;
    for (int k = 0; k < 2 && r == ERR_NONE && least > 0; k++) {
        int64_t changed = 0;
        r = renew_in_area(work, rows_int(areas, i, "id"), rows_text(areas, i, "path"), days[k], true, &changed, e);
        least = changed < least ? changed : least;
    }
    *different += least;
    return r;
}

enum err daily_compare(struct work *work, day_t today, int64_t *different, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows areas = {0};
    day_t days[2] = {today, today};
    *different = 0;
    enum err r = renewed_on(work, today, &days[0], e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "need.areas", BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~")), &areas, e);
    for (size_t i = 0; r == ERR_NONE && i < areas.count; i++)
        r = compare_area(work, &areas, i, days, different, e);
    pool_free(&pool);
    return r;
}

static enum err note_day(struct work *work, day_t today, struct error *e)
{
    char day[DATE_TEXT];
    date_format(today, day);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "need.forget_day", NULL, NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "need.put_day", BINDS(BIND_TEXT("day", day)), NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err daily_fill(struct work *work, day_t today, struct error *e)
{
    enum err r = renew_all(work, today, true, NULL, NULL, e);
    return r == ERR_NONE ? note_day(work, today, e) : r;
}

enum err daily_serve(struct work *work, day_t today, bool (*stop)(void *to), void *to, struct error *e)
{
    day_t done = 0;
    enum err r = renewed_on(work, today - 1, &done, e);
    if (r != ERR_NONE || done >= today)
        return r;
    r = renew_all(work, today, false, stop, to, e);
    if (r == ERR_NONE)
        r = retention_serve(work, stop, to, e);
    return r == ERR_NONE && (stop == NULL || !stop(to)) ? note_day(work, today, e) : r;
}

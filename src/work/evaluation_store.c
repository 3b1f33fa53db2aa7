/* Months that are kept: computed, frozen, published. */
#include "evaluation_inside.h"
#include "evaluation_month.h"
#include "evaluation_place.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define SUBJECTS 5
/* The leaders first: stations are judged by them. */
static const char *const subjects[SUBJECTS] = {GRID_LEADER, INFORMANT, SUNK, STATION, DEPARTMENT};

enum err month_need_open(struct work *work, int64_t instant, int64_t area, struct error *e)
{
    char month[MONTH_TEXT], last_text[DATE_TEXT], first_text[DATE_TEXT];
    day_t first = 0, last = 0;
    struct rows rows;
    struct pool *pool = pool_new();

    month_of(day_of(instant), month);
    month_parse(month, &first, &last);
    date_format(first, first_text);
    date_format(last, last_text);
    enum err r = db_query(work->db, pool, "evaluation.closed",
                          BINDS(BIND_TEXT("month", month), BIND_TEXT("first", first_text), BIND_TEXT("last", last_text),
                                BIND_INT("area", area)),
                          &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, "on", _("The evaluation of %s is frozen: its visits cannot be changed any more."),
                      month);
    pool_free(&pool);
    return r;
}

/* One run of compute or freeze. */
struct storing {
    struct work *work;
    struct span span; /* all that the actor may store */
    const char *state;
    bool frozen;
    int64_t changed;
};

/* A part of it that is stored in one transaction: a street (or what of it the actor reaches), or with path "" those who
 * belong to no street. */
struct chunk {
    int64_t area;
    const char *path;
};

static bool is_in_chunk(const struct chunk *chunk, const char *path)
{
    if (*chunk->path == '\0')
        return strlen(path) < LEVEL_STREET * AREA_PART;
    return strncmp(path, chunk->path, strlen(chunk->path)) == 0;
}

/* Rank in the community of each of the list, as it is stored. */
static void rank_in_community(struct pool *pool, struct evaluation *list, size_t count)
{
    struct place *places = pool_new_piece(pool, count + 1, sizeof *places);
    for (size_t i = 0; i < count; i++)
        places[i] = (struct place){.who = list[i].who,
                                   .path = list[i].path,
                                   .total = list[i].total,
                                   .class = !evaluation_has_rank(&list[i]) ? NOT_JUDGED
                                            : list[i].veto                 ? VETOED
                                                                           : RANKED};
    places_rank(places, count);
    for (size_t i = 0; i < count; i++)
        list[i].rank = places_find(places, count, list[i].who)->rank[0];
}

/* Records of a measure that gave no figure are no input. */
static bool is_reckoned(const struct evaluation_item *item, const char *measure)
{
    for (size_t p = 0; p < item->part_count; p++)
        if (strcmp(item->parts[p].measure, measure) == 0 && item->parts[p].counts)
            return true;
    return false;
}

static enum err put_records(struct storing *s, const struct roll *roll, size_t one, int64_t id, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t k = 0; r == ERR_NONE && k < roll->list[one].count; k++) {
        struct rows records;
        struct pool *pool = pool_new();
        r = evaluation_item_records(s->work, pool, &s->span, roll, one, k, &records, e);
        for (size_t i = 0; r == ERR_NONE && i < records.count; i++)
            if (is_reckoned(&roll->list[one].items[k], rows_text(&records, i, "measure")))
                r = evaluation_put_record(s->work, id, roll->list[one].items[k].code, i + 1, &records, i, e);
        pool_free(&pool);
    }
    return r;
}

/* Those of the judged who belong to the chunk. */
static enum err put_chunk(struct storing *s, const struct roll *roll, const struct chunk *chunk, struct error *e)
{
    enum err r = ERR_NONE;
    int64_t id = 0;
    for (size_t i = 0; r == ERR_NONE && i < roll->count; i++) {
        if (!is_in_chunk(chunk, roll->list[i].path))
            continue;
        r = evaluation_put(s->work, &s->span, s->state, &roll->list[i], s->frozen ? &roll->points : NULL, &id, e);
        if (r == ERR_NONE && s->frozen && roll->list[i].judged)
            r = put_records(s, roll, i, id, e);
        s->changed++;
    }
    return r;
}

static enum err chunk_end(struct storing *s, enum err r, const struct chunk *chunk, struct error *e)
{
    const char *action = s->frozen ? "evaluation.freeze" : "evaluation.compute";
    return audit_end(s->work, r, action, "evaluation", chunk->area, s->span.month, e);
}

/* A trial: measured at one go, stored chunk by chunk. */
static enum err store_trial(struct storing *s, const struct chunk *chunks, size_t count, struct error *e)
{
    struct roll roll[SUBJECTS] = {0};
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < SUBJECTS; i++) {
        roll[i].subject = subjects[i];
        roll[i].leaders = roll[0].list;
        roll[i].leader_count = roll[0].count;
        r = evaluation_live(s->work, pool, &s->span, &roll[i], e);
        if (r == ERR_NONE)
            rank_in_community(pool, roll[i].list, roll[i].count);
    }
    if (r != ERR_NONE)
        r = chunk_end(s, r, &chunks[0], e);
    for (size_t c = 0; r == ERR_NONE && c < count; c++) {
        r = db_begin(s->work->db, e);
        for (size_t i = 0; r == ERR_NONE && i < SUBJECTS; i++)
            r = put_chunk(s, &roll[i], &chunks[c], e);
        r = chunk_end(s, r, &chunks[c], e);
    }
    pool_free(&pool);
    return r;
}

/* For good: measured and stored within the transaction, so that all is of one moment. */
static enum err freeze_subject(struct storing *s, const char *subject, const struct chunk *chunk, struct error *e)
{
    struct roll roll = {.subject = subject};
    struct span all = s->span;
    struct pool *pool = pool_new();
    bool in_streets = strcmp(subject, GRID_LEADER) == 0 || strcmp(subject, STATION) == 0;
    enum err r = ERR_NONE;
    if (*chunk->path != '\0')
        span_range(&s->span, chunk->path);
    if (*chunk->path != '\0' || !in_streets) {
        r = evaluation_live(s->work, pool, &s->span, &roll, e);
        if (r == ERR_NONE)
            rank_in_community(pool, roll.list, roll.count);
        if (r == ERR_NONE)
            r = put_chunk(s, &roll, chunk, e);
    }
    s->span = all;
    pool_free(&pool);
    return r;
}

static enum err freeze_chunks(struct storing *s, const struct chunk *chunks, size_t count, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t c = 0; r == ERR_NONE && c < count; c++) {
        int64_t before = s->changed;
        r = db_begin(s->work->db, e);
        for (size_t i = 0; r == ERR_NONE && i < SUBJECTS; i++)
            r = freeze_subject(s, subjects[i], &chunks[c], e);
        r = chunk_end(s, r, &chunks[c], e);
        if (r != ERR_NONE)
            s->changed = before;
    }
    return r;
}

/* The streets of the range, or what of a street the actor reaches, and those who belong to none. */
static enum err read_chunks(struct work *work, struct pool *pool, const struct span *span, struct chunk **out,
                            size_t *count, struct error *e)
{
    struct rows rows;
    size_t deep = strlen(span->lo);
    bool within = deep >= LEVEL_STREET * AREA_PART;
    enum err r = db_query(work->db, pool, within ? "evaluation.area" : "evaluation.streets",
                          BINDS(BIND_TEXT("lo", span->lo), BIND_TEXT("hi", span->hi)), &rows, e);
    *count = 0;
    if (r != ERR_NONE)
        return r;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++)
        (*out)[(*count)++] = (struct chunk){rows_int(&rows, i, "id"), rows_text(&rows, i, "path")};
    if (!within)
        (*out)[(*count)++] = (struct chunk){work->actor.area, ""};
    return r;
}

static enum err store_month(struct work *work, const char *month, bool frozen, int64_t *changed, struct error *e)
{
    struct storing s = {.work = work, .state = frozen ? "frozen" : "computed", .frozen = frozen};
    struct scope_range range;
    struct chunk *chunks = NULL, none = {0, ""};
    size_t count = 0;
    struct pool *pool = pool_new();

    enum err r = right_range(work, frozen ? "evaluation.freeze" : "evaluation.compute", &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, &s.span, e);
    if (r == ERR_NONE && frozen && clock_now() < day_start(s.span.last + 1))
        r = error_set(e, ERR_STATE, "month", _("%s is not over yet; it can be frozen from the next month on."), month);
    text_copy(s.span.lo, sizeof s.span.lo, range.lo);
    text_copy(s.span.hi, sizeof s.span.hi, range.hi);
    if (r == ERR_NONE)
        r = read_chunks(work, pool, &s.span, &chunks, &count, e);
    db_long_begin(work->db);
    if (r != ERR_NONE)
        r = chunk_end(&s, r, &none, e);
    else
        r = frozen ? freeze_chunks(&s, chunks, count, e) : store_trial(&s, chunks, count, e);
    db_long_end(work->db);
    *changed = s.changed;
    pool_free(&pool);
    return r;
}

enum err evaluation_compute(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    return store_month(work, month, false, changed, e);
}

enum err evaluation_freeze(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    return store_month(work, month, true, changed, e);
}

enum err evaluation_publish(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    struct scope_range range;
    struct span span;

    *changed = 0;
    enum err r = right_range(work, "evaluation.publish", &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE) /* what is frozen only is reviewed by the way */
        r = evaluation_need_no_appeal(work, month, range.lo, range.hi, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation.publish",
                       BINDS(BIND_TEXT("month", month), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), changed,
                       e);
    if (r == ERR_NONE && *changed == 0)
        r = error_set(e, ERR_STATE, "month", _("Nothing of %s is frozen and not yet published. Freeze it first."),
                      month);
    return audit_end(work, r, "evaluation.publish", "evaluation", 0, month, e);
}

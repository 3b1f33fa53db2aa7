/* Who is judged in a month, on which days, and by which scheme. */
#include "evaluation_inside.h"
#include "scheme_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

struct evaluation *roll_find(const struct roll *roll, int64_t who)
{
    struct evaluation *key = roll->list, *found = NULL;
    size_t lo = 0, hi = roll->count;
    while (lo < hi && found == NULL) {
        size_t middle = lo + (hi - lo) / 2;
        int64_t at = key[middle].who;
        if (at == who)
            found = &key[middle];
        else if (at < who)
            lo = middle + 1;
        else
            hi = middle;
    }
    return found;
}

/* Days of the month as bits. */
static uint32_t bits_of(const struct span *span, day_t begin, day_t end)
{
    uint32_t bits = 0;
    for (day_t d = begin < span->first ? span->first : begin; d <= end && d <= span->last; d++)
        bits |= 1u << (d - span->first);
    return bits;
}

static int count_bits(uint32_t bits)
{
    return __builtin_popcount(bits);
}

static day_t day_in(const struct span *span, const char *text, bool is_end)
{
    day_t d = 0;
    if (!date_parse(text, &d))
        return is_end ? span->last : span->first;
    return d < span->first ? span->first : d > span->last ? span->last : d;
}

/* Rows of evaluation.people.SUBJECT: who, login, name, area, area_name, path, grid, from_on, until. */
static void take_person(struct evaluation *out, const struct rows *rows, size_t row, const char *subject)
{
    text_copy(out->subject, sizeof out->subject, subject);
    out->who = rows_int(rows, row, "who");
    out->area = rows_int(rows, row, "area");
    text_copy(out->login, sizeof out->login, rows_text(rows, row, "login"));
    text_copy(out->name, sizeof out->name, rows_text(rows, row, "name"));
    text_copy(out->area_name, sizeof out->area_name, rows_text(rows, row, "area_name"));
    text_copy(out->path, sizeof out->path, rows_text(rows, row, "path"));
    text_copy(out->state, sizeof out->state, "open");
}

/* Judged where he was last; of several such the first. */
static bool is_later(const struct span *span, const struct rows *rows, size_t row, size_t than)
{
    day_t a = day_in(span, rows_text(rows, row, "until"), true), b = day_in(span, rows_text(rows, than, "until"), true);
    return a != b ? a > b : strcmp(rows_text(rows, row, "path"), rows_text(rows, than, "path")) < 0;
}

/* The stint of a row without days that one before it of the same person and grid has. */
static void add_stint(struct roll *out, const struct span *span, const struct rows *rows, size_t row, size_t first)
{
    struct stint stint = {
        .of = out->count,
        .grid = rows_int(rows, row, "grid"),
        .path = rows_text(rows, row, "path"),
        .begin = day_in(span, rows_text(rows, row, "from_on"), false),
        .end = day_in(span, rows_text(rows, row, "until"), true),
    };
    for (size_t i = first; i < out->stint_count; i++) {
        const struct stint *other = &out->stints[i];
        if (other->grid == stint.grid && other->begin <= stint.begin && other->end >= stint.begin)
            stint.begin = other->end + 1;
        else if (other->grid == stint.grid && other->begin > stint.begin && other->begin <= stint.end)
            stint.end = other->begin - 1;
    }
    if (stint.begin <= stint.end)
        out->stints[out->stint_count++] = stint;
}

/* The rows from..until-1 are one person's. */
static void add_person(struct roll *out, const struct span *span, const struct rows *rows, size_t from, size_t until)
{
    size_t main_row = from, first_stint = out->stint_count;
    uint32_t days = 0;
    for (size_t i = from + 1; i < until; i++)
        if (is_later(span, rows, i, main_row))
            main_row = i;
    const char *path = rows_text(rows, main_row, "path");
    if (span->who == 0 && (strcmp(path, span->lo) < 0 || strcmp(path, span->hi) >= 0))
        return;
    struct evaluation *one = &out->list[out->count];
    take_person(one, rows, main_row, out->subject);
    for (size_t i = from; i < until; i++)
        add_stint(out, span, rows, i, first_stint);
    for (size_t i = first_stint; i < out->stint_count; i++)
        days |= bits_of(span, out->stints[i].begin, out->stints[i].end);
    one->days = count_bits(days);
    out->count++;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The numbers of a column of those that are kept for good, sorted. */
static size_t kept_numbers(struct pool *pool, const struct rows *stored, const char *column, int64_t **out)
{
    size_t count = 0;
    *out = pool_new_piece(pool, stored->count + 1, sizeof **out);
    for (size_t i = 0; i < stored->count; i++)
        if (judged_is_closed(rows_text(stored, i, "state")))
            (*out)[count++] = rows_int(stored, i, column);
    if (count > 0)
        qsort(*out, count, sizeof **out, by_number);
    return count;
}

static bool has_number(const int64_t *numbers, size_t count, int64_t number)
{
    return count > 0 && bsearch(&number, numbers, count, sizeof number, by_number) != NULL;
}

/* Who is kept for good is not judged again, nor is a grid under another leader than it had when it was frozen. */
static void leave_out_kept(struct pool *pool, struct roll *out, const struct rows *stored)
{
    int64_t *people = NULL, *areas = NULL;
    bool leaders = strcmp(out->subject, GRID_LEADER) == 0;
    size_t kept = 0, stints = 0, s = 0;
    size_t person_count = kept_numbers(pool, stored, "who", &people);
    size_t area_count = leaders ? kept_numbers(pool, stored, "area", &areas) : 0;

    for (size_t i = 0; person_count > 0 && i < out->count; i++) {
        const struct evaluation *one = &out->list[i];
        bool gone = has_number(people, person_count, one->who) || has_number(areas, area_count, one->area);
        for (; s < out->stint_count && out->stints[s].of == i; s++)
            if (!gone) {
                out->stints[stints] = out->stints[s];
                out->stints[stints++].of = kept;
            }
        if (!gone)
            out->list[kept++] = out->list[i];
    }
    if (person_count > 0) {
        out->count = kept;
        out->stint_count = stints;
    }
}

static void mark_trials(struct roll *out, const struct rows *stored)
{
    for (size_t i = 0; i < stored->count; i++) {
        struct evaluation *one = roll_find(out, rows_int(stored, i, "who"));
        if (one != NULL && strcmp(rows_text(stored, i, "state"), "computed") == 0) {
            one->id = rows_int(stored, i, "id");
            text_copy(one->state, sizeof one->state, "computed");
        }
    }
}

static bool is_person(const char *subject)
{
    return strcmp(subject, STATION) != 0 && strcmp(subject, DEPARTMENT) != 0;
}

static uint32_t days_of(const struct roll *roll, const struct span *span, size_t one)
{
    uint32_t days = 0;
    for (size_t i = 0; i < roll->stint_count; i++)
        if (roll->stints[i].of == one)
            days |= bits_of(span, roll->stints[i].begin, roll->stints[i].end);
    return days;
}

/* The last day of a row; of what was ended before its time the day before that. */
static day_t last_day(const struct rows *rows, size_t row, const struct span *span)
{
    day_t last = day_in(span, rows_text(rows, row, "to_on"), true);
    if (rows_column(rows, "ended_at") < 0 || rows_null(rows, row, "ended_at"))
        return last;
    day_t ended = day_of(rows_int(rows, row, "ended_at")) - 1;
    return ended < last ? ended : last;
}

/* The days of all rows of one account: account, from_on, to_on, of deputies ended_at. */
static uint32_t days_in_rows(const struct rows *rows, const struct span *span, int64_t account)
{
    uint32_t days = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (rows_int(rows, i, "account") == account)
            days |= bits_of(span, day_in(span, rows_text(rows, i, "from_on"), false), last_day(rows, i, span));
    return days;
}

/* Away is who is on leave while nobody acts for him: a deputy's deeds are his. */
static enum err read_leaves(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                            struct error *e)
{
    struct rows leaves, deputies;
    char first[DATE_TEXT], last[DATE_TEXT];
    date_format(span->first, first);
    date_format(span->last, last);
    enum err r = db_query(work->db, pool, "leave.of_month",
                          BINDS(BIND_TEXT("begin", first), BIND_TEXT("end", last), BIND_TEXT("lo", span->lo),
                                BIND_TEXT("hi", span->hi), BIND_INT("who", span->who)),
                          &leaves, e);
    if (r == ERR_NONE && leaves.count > 0)
        r = db_query(work->db, pool, "evaluation.deputies",
                     BINDS(BIND_TEXT("begin", first), BIND_TEXT("end", last), BIND_INT("from", day_start(span->first))),
                     &deputies, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < leaves.count; i++) {
        int64_t account = rows_int(&leaves, i, "account");
        struct evaluation *one = roll_find(out, account);
        if (one != NULL)
            one->days_away = count_bits(days_of(out, span, (size_t)(one - out->list)) &
                                        days_in_rows(&leaves, span, account) & ~days_in_rows(&deputies, span, account));
    }
    return r;
}

/* The one that is tried stands in the place of what holds in its area and is of no nearer one. */
static const struct scheme *scheme_or_tried(const struct roll *roll, const char *path)
{
    const struct scheme *holds = scheme_for(roll->schemes, roll->scheme_count, path);
    size_t n = roll->tried == NULL ? 0 : strlen(roll->tried->path);
    bool tried =
        roll->tried != NULL && strncmp(path, roll->tried->path, n) == 0 && (holds == NULL || strlen(holds->path) <= n);
    return tried ? roll->tried : holds;
}

static enum err choose_schemes(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                               struct error *e)
{
    enum err r = schemes_of_month(work, pool, span->month, out->subject, &out->schemes, &out->scheme_count, e);
    out->by = pool_new_piece(pool, out->count + 1, sizeof(struct scheme *));
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++) {
        struct evaluation *one = &out->list[i];
        const struct scheme *scheme = scheme_or_tried(out, one->path);
        if (scheme == NULL)
            return error_set(e, ERR_FAILED, NULL, _("There is no evaluation scheme for %s."), span->month);
        out->by[i] = scheme;
        one->scheme = scheme->id;
        one->cap = scheme->cap;
        one->judged = one->days - one->days_away >= scheme->least_days;
    }
    return r;
}

enum err evaluation_people(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                           struct error *e)
{
    struct rows rows, stored;
    char first[DATE_TEXT], last[DATE_TEXT];
    date_format(span->first, first);
    date_format(span->last, last);
    const char *statement = pool_format(pool, "evaluation.people.%s", out->subject);
    if (db_statement_text(statement) == NULL)
        return error_set(e, ERR_INVALID, "subject", _("Nobody is judged as \"%s\"."), out->subject);
    enum err r = query_with(work, pool, statement,
                            BINDS(BIND_TEXT("begin", first), BIND_TEXT("end", last), BIND_TEXT("lo", span->lo),
                                  BIND_TEXT("hi", span->hi), BIND_INT("who", span->who)),
                            &rows, e);
    if (r == ERR_NONE)
        r = evaluation_stored(work, pool, span->month, out->subject, span, &stored, e);
    if (r != ERR_NONE)
        return r;
    out->list = pool_new_piece(pool, rows.count + 1, sizeof *out->list);
    out->stints = pool_new_piece(pool, rows.count + 1, sizeof *out->stints);
    for (size_t i = 0, next = 0; i < rows.count; i = next) {
        for (next = i + 1; next < rows.count && rows_int(&rows, next, "who") == rows_int(&rows, i, "who");)
            next++;
        add_person(out, span, &rows, i, next);
    }
    leave_out_kept(pool, out, &stored);
    mark_trials(out, &stored);
    if (is_person(out->subject))
        r = read_leaves(work, pool, span, out, e);
    return r == ERR_NONE ? choose_schemes(work, pool, span, out, e) : r;
}

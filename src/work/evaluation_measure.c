/* Figures of a month as the database stands now. */
#include "evaluation_inside.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define GRIDS      "grids" /* the one measure that rests on others' figures */
#define FULL_TOTAL 100.0
#define MOST_NAMES 64
#define MOST_BINDS 16

static bool is_used(const char *sql, const char *parameter)
{
    size_t n = strlen(parameter);
    for (const char *at = sql; (at = strchr(at, '$')) != NULL; at++)
        if (strncmp(at + 1, parameter, n) == 0 && !isalnum((unsigned char)at[n + 1]) && at[n + 1] != '_')
            return true;
    return false;
}

enum err query_with(struct work *work, struct pool *pool, const char *statement, const struct bind *all,
                    struct rows *out, struct error *e)
{
    const char *sql = db_statement_text(statement);
    struct bind used[MOST_BINDS + 1];
    size_t n = 0;
    for (size_t i = 0; all[i].name != NULL && n < MOST_BINDS; i++)
        if (is_used(sql, all[i].name))
            used[n++] = all[i];
    used[n] = (struct bind){.name = NULL};
    return db_query(work->db, pool, statement, used, out, e);
}

enum err measure_run(struct work *work, struct pool *pool, const struct span *span, const struct run *run,
                     struct rows *out, struct error *e)
{
    char begin[DATE_TEXT], end[DATE_TEXT];
    int64_t until = day_start(run->end + 1), now = clock_now();
    const char *statement = pool_format(pool, "measure.%s%s", run->measure, run->more);

    *out = (struct rows){0};
    if (db_statement_text(statement) == NULL)
        return ERR_NONE;
    date_format(run->begin, begin);
    date_format(run->end, end);
    const struct bind all[] = {
        BIND_TEXT("lo", run->lo),
        BIND_TEXT("hi", run->hi),
        BIND_TEXT("begin", begin),
        BIND_TEXT("end", end),
        BIND_INT("from", day_start(run->begin)),
        BIND_INT("until", until),
        BIND_INT("asof", now < until ? now : until),
        BIND_INT("since", day_start(run->end - VISIT_DAYS)),
        BIND_TEXT("month", span->month),
        BIND_TEXT("subject", run->subject),
        BIND_INT("who", run->who),
        BIND_INT("grid", run->grid),
        {.name = NULL},
    };
    return query_with(work, pool, statement, all, out, e);
}

/* Of several runs the best counts, or all of them. */
static void take_row(struct evaluation_part *part, double numerator, double denominator, bool best)
{
    if (best && !evaluation_is_better(numerator, denominator, part->numerator, part->denominator))
        return;
    part->numerator = best ? numerator : part->numerator + numerator;
    if (!part->amount)
        part->denominator = best ? denominator : part->denominator + denominator;
}

/* Each of the judged who has the measure in a formula takes the figures of the row. */
static void take_figures(struct roll *roll, const struct rows *rows, const char *measure)
{
    bool best = evaluation_is_best(measure);
    for (size_t i = 0; i < rows->count; i++) {
        struct evaluation *one = roll_find(roll, rows_int(rows, i, "leader"));
        for (size_t k = 0; one != NULL && one->judged && k < one->count; k++)
            for (size_t p = 0; p < one->items[k].part_count; p++) {
                struct evaluation_part *part = &one->items[k].parts[p];
                if (strcmp(part->measure, measure) == 0)
                    take_row(part, rows_real(rows, i, "numerator"), rows_real(rows, i, "denominator"), best);
            }
    }
}

static bool is_whole(const struct stint *stint, const struct span *span)
{
    return stint->begin == span->first && stint->end == span->last;
}

/* Everybody's whole months in one pass. */
static enum err measure_months(struct work *work, const struct span *span, struct roll *roll, const char *measure,
                               struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    struct run run = {.measure = measure,
                      .more = "",
                      .subject = roll->subject,
                      .begin = span->first,
                      .end = span->last,
                      .who = span->who,
                      .lo = span->lo,
                      .hi = span->hi};
    enum err r = measure_run(work, pool, span, &run, &rows, e);
    if (r == ERR_NONE)
        take_figures(roll, &rows, measure);
    pool_free(&pool);
    return r;
}

static enum err measure_stint(struct work *work, const struct span *span, struct roll *roll, const struct stint *stint,
                              const char *measure, struct error *e)
{
    char lo[64], hi[64];
    struct rows rows;
    struct pool *pool = pool_new();
    area_range(stint->path, lo, hi);
    struct run run = {.measure = measure,
                      .more = "",
                      .subject = roll->subject,
                      .begin = stint->begin,
                      .end = stint->end,
                      .who = roll->list[stint->of].who,
                      .grid = stint->grid,
                      .lo = lo,
                      .hi = hi};
    enum err r = measure_run(work, pool, span, &run, &rows, e);
    if (r == ERR_NONE)
        take_figures(roll, &rows, measure);
    pool_free(&pool);
    return r;
}

/* What a community's grids have got, of a hundred each. */
static enum err measure_grids(struct work *work, struct pool *pool, const struct span *span, struct roll *roll,
                              struct error *e)
{
    enum err r = ERR_NONE;
    if (roll->leaders == NULL) {
        struct evaluation *list = NULL;
        struct span below = *span; /* span->who is a community here */
        below.who = 0;
        if (span->who != 0 && roll->count > 0)
            span_range(&below, roll->list[0].path);
        r = evaluation_all(work, pool, &below, GRID_LEADER, &list, &roll->leader_count, e);
        roll->leaders = list;
    }
    for (size_t i = 0; r == ERR_NONE && i < roll->count; i++) {
        struct evaluation *one = &roll->list[i];
        for (size_t l = 0; l < roll->leader_count; l++) {
            const struct evaluation *leader = &roll->leaders[l];
            if (!leader->judged || leader->grade[0] == '\0' || strncmp(leader->path, one->path, strlen(one->path)) != 0)
                continue;
            for (size_t k = 0; k < one->count; k++)
                for (size_t p = 0; p < one->items[k].part_count; p++)
                    if (strcmp(one->items[k].parts[p].measure, GRIDS) == 0) {
                        one->items[k].parts[p].numerator += leader->total;
                        one->items[k].parts[p].denominator += FULL_TOTAL;
                    }
        }
    }
    return r;
}

static enum err measure_one(struct work *work, struct pool *pool, const struct span *span, struct roll *roll,
                            const char *measure, struct error *e)
{
    enum err r = ERR_NONE;
    bool whole = false;
    if (strcmp(measure, GRIDS) == 0)
        return measure_grids(work, pool, span, roll, e);
    for (size_t i = 0; i < roll->stint_count; i++)
        whole = whole || is_whole(&roll->stints[i], span);
    if (whole)
        r = measure_months(work, span, roll, measure, e);
    for (size_t i = 0; r == ERR_NONE && i < roll->stint_count; i++)
        if (!is_whole(&roll->stints[i], span) && roll->list[roll->stints[i].of].judged)
            r = measure_stint(work, span, roll, &roll->stints[i], measure, e);
    return r;
}

/* Every measure that the scheme of somebody who is judged names, once. */
static size_t names_of(const struct roll *roll, const char *names[MOST_NAMES])
{
    const struct scheme *named = NULL;
    size_t count = 0;
    for (size_t i = 0; i < roll->count; i++) {
        const struct evaluation *one = &roll->list[i];
        if (!one->judged || roll->by[i] == named)
            continue;
        named = roll->by[i];
        for (size_t k = 0; k < one->count; k++)
            for (size_t p = 0; p < one->items[k].part_count; p++) {
                size_t n = 0;
                while (n < count && strcmp(names[n], one->items[k].parts[p].measure) != 0)
                    n++;
                if (n == count && count < MOST_NAMES)
                    names[count++] = one->items[k].parts[p].measure;
            }
    }
    return count;
}

/* The target of the scheme for a grid of this colour and size. */
static double target_for(const struct scheme *scheme, const struct scheme_item *item, const char *grade, int64_t size)
{
    const struct scheme_target *best = NULL;
    for (size_t i = 0; i < scheme->target_count; i++) {
        const struct scheme_target *t = &scheme->targets[i];
        bool fits = strcmp(t->item, item->item) == 0 && t->households_from <= size &&
                    (*t->grade == '\0' || strcmp(t->grade, grade) == 0);
        if (fits && (best == NULL || (*t->grade != '\0') > (*best->grade != '\0') ||
                     ((*t->grade != '\0') == (*best->grade != '\0') && t->households_from > best->households_from)))
            best = t;
    }
    return best != NULL ? best->target : item->target;
}

static void begin_parts(struct evaluation_item *item, const char *text)
{
    struct formula formula;
    struct measure measure;
    if (!formula_parse(text, &formula))
        return;
    for (size_t i = 0; i < formula.count; i++) {
        struct evaluation_part *part = &item->parts[item->part_count++];
        text_copy(part->measure, sizeof part->measure, formula.parts[i].measure);
        part->factor = formula.parts[i].factor;
        part->amount = measure_find(part->measure, NULL, &measure) && measure.amount;
    }
}

static const char *label_of(const struct scheme_item *item, const char *measure)
{
    struct measure found;
    const char *label = i18n_language() == LANGUAGE_ZH ? item->label_zh : item->label_en;
    if (*label == '\0' && measure_find(measure, NULL, &found))
        return found.label;
    return *label == '\0' ? item->item : label;
}

static bool is_measured(const char *measure)
{
    char statement[64];
    snprintf(statement, sizeof statement, "measure.%s", measure);
    return db_statement_text(statement) != NULL;
}

/* Amounts are asked for the days on which he was there. */
static void begin_items(struct evaluation *one, const struct scheme *scheme, const struct span *span, const char *grade,
                        int64_t size)
{
    double there = (double)(one->days - one->days_away) / (span->last - span->first + 1);
    one->count = scheme->count;
    for (size_t i = 0; i < scheme->count; i++) {
        struct evaluation_item *item = &one->items[i];
        text_copy(item->code, sizeof item->code, scheme->items[i].item);
        item->full_weight = scheme->items[i].weight;
        item->target = target_for(scheme, &scheme->items[i], grade, size);
        begin_parts(item, scheme->items[i].formula);
        text_copy(item->label, sizeof item->label, label_of(&scheme->items[i], item->parts[0].measure));
        bool amount = false;
        for (size_t p = 0; p < item->part_count; p++)
            amount = amount || item->parts[p].amount;
        if (amount)
            item->target *= there;
        for (size_t p = 0; p < item->part_count; p++)
            if (item->parts[p].amount && is_measured(item->parts[p].measure))
                item->parts[p].denominator = item->target;
    }
}

/* Colour and size of the grids of each: rows of evaluation.sizes (who, grade, households), asked for only when a scheme
 * has targets by them. */
static enum err begin_all(struct work *work, struct pool *pool, const struct span *span, struct roll *roll,
                          struct error *e)
{
    struct rows sizes = {0};
    bool by_size = roll->tried != NULL && roll->tried->target_count > 0;
    enum err r = ERR_NONE;
    for (size_t i = 0; i < roll->scheme_count; i++)
        by_size = by_size || roll->schemes[i].target_count > 0;
    if (by_size)
        r = db_query(work->db, pool, "evaluation.sizes", BINDS(BIND_TEXT("lo", span->lo), BIND_TEXT("hi", span->hi)),
                     &sizes, e);
    for (size_t i = 0, s = 0; r == ERR_NONE && i < roll->count; i++) {
        const char *grade = "";
        int64_t size = 0;
        for (s = 0; s < roll->stint_count && by_size; s++)
            for (size_t k = 0; roll->stints[s].of == i && k < sizes.count; k++)
                if (rows_int(&sizes, k, "grid") == roll->stints[s].grid) {
                    size += rows_int(&sizes, k, "households");
                    if (roll->stints[s].grid == roll->list[i].area)
                        grade = rows_text(&sizes, k, "grade");
                }
        if (roll->list[i].judged)
            begin_items(&roll->list[i], roll->by[i], span, grade, size);
    }
    return r;
}

static enum err read_points(struct work *work, struct pool *pool, const struct span *span, struct roll *roll,
                            struct error *e)
{
    const struct bind *binds =
        BINDS(BIND_TEXT("month", span->month), BIND_TEXT("subject", roll->subject), BIND_INT("who", span->who));
    enum err r = db_query(work->db, pool, "evaluation_point.of_month", binds, &roll->points, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation_appeal.accepted", binds, &roll->appeals, e);
    for (size_t i = 0; r == ERR_NONE && i < roll->points.count; i++) {
        struct evaluation *one = roll_find(roll, rows_int(&roll->points, i, "who"));
        if (one != NULL && strcmp(rows_text(&roll->points, i, "kind"), "veto") == 0)
            one->veto = true;
        else if (one != NULL)
            one->points += rows_real(&roll->points, i, "points");
    }
    for (size_t i = 0; r == ERR_NONE && i < roll->appeals.count; i++) {
        struct evaluation *one = roll_find(roll, rows_int(&roll->appeals, i, "who"));
        if (one != NULL && strcmp(rows_text(&roll->appeals, i, "effect"), "points") == 0)
            one->points += rows_real(&roll->appeals, i, "points");
    }
    return r;
}

/* The figures of whoever had an appeal about a record accepted come from the records. */
static enum err reckon_appeals(struct work *work, const struct span *span, struct roll *roll, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && roll->appeals.count > 0 && i < roll->count; i++)
        for (size_t k = 0; r == ERR_NONE && k < roll->list[i].count; k++) {
            struct rows records;
            struct pool *pool = pool_new();
            struct evaluation_item *item = &roll->list[i].items[k];
            if (evaluation_appeals_touch(&roll->appeals, roll->list[i].who, item->code)) {
                r = evaluation_item_records(work, pool, span, roll, i, k, &records, e);
                if (r == ERR_NONE)
                    evaluation_sum_records(item, &records);
            }
            pool_free(&pool);
        }
    return r;
}

enum err evaluation_live(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                         struct error *e)
{
    const char *names[MOST_NAMES];
    enum err r = evaluation_people(work, pool, span, out, e);
    if (r == ERR_NONE)
        r = begin_all(work, pool, span, out, e);
    size_t count = r == ERR_NONE ? names_of(out, names) : 0;
    for (size_t i = 0; r == ERR_NONE && i < count; i++)
        r = measure_one(work, pool, span, out, names[i], e);
    if (r == ERR_NONE)
        r = read_points(work, pool, span, out, e);
    if (r == ERR_NONE)
        r = reckon_appeals(work, span, out, e);
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++) {
        evaluation_rate(&out->list[i]);
        evaluation_score(&out->list[i]);
    }
    return r;
}

/* Figures of a month as the database stands now. */
#include "evaluation_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/title.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_used(const char *sql, const char *parameter)
{
    size_t n = strlen(parameter);
    for (const char *at = sql; (at = strchr(at, '$')) != NULL; at++)
        if (strncmp(at + 1, parameter, n) == 0 && !isalnum((unsigned char)at[n + 1]) && at[n + 1] != '_')
            return true;
    return false;
}

/* Runs a measure with those of all binds that it takes: which ones is the measure's own business. */
static enum err run_measure(struct work *work, struct pool *pool, const char *statement, const struct span *span,
                            double target, int64_t leader, struct rows *out, struct error *e)
{
    const struct bind all[] = {
        BIND_TEXT("lo", span->lo),    BIND_TEXT("hi", span->hi),
        BIND_INT("leader", leader),   BIND_TEXT("last", span->last),
        BIND_INT("from", span->from), BIND_INT("until", span->until),
        BIND_INT("asof", span->asof), BIND_INT("since", span->since),
        BIND_REAL("target", target),  BIND_TEXT("begin", span->first),
        BIND_TEXT("end", span->last), BIND_INT("who", leader),
        BIND_INT("grid", 0),          BIND_TEXT("month", span->month),
    };
    struct bind used[COUNT_OF(all) + 1];
    size_t n = 0;
    const char *sql = db_statement_text(statement);

    if (sql == NULL)
        return error_set(e, ERR_FAILED, NULL, _("The scheme names a measure that this program does not have: %s."),
                         statement);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (is_used(sql, all[i].name))
            used[n++] = all[i];
    used[n] = (struct bind){.name = NULL};
    return db_query(work->db, pool, statement, used, out, e);
}

static void begin_evaluation(struct evaluation *out, const struct rows *leaders, size_t row,
                             const struct scheme *scheme)
{
    out->leader = rows_int(leaders, row, "leader");
    out->area = rows_int(leaders, row, "area");
    text_copy(out->login, sizeof out->login, rows_text(leaders, row, "login"));
    text_copy(out->name, sizeof out->name, rows_text(leaders, row, "name"));
    text_copy(out->area_name, sizeof out->area_name, rows_text(leaders, row, "area_name"));
    text_copy(out->state, sizeof out->state, rows_text(leaders, row, "state"));
    out->count = scheme->count;
    for (size_t i = 0; i < scheme->count; i++) {
        struct evaluation_item *item = &out->items[i];
        text_copy(item->code, sizeof item->code, scheme->items[i].code);
        text_copy(item->label, sizeof item->label, scheme->items[i].label);
        item->weight = scheme->items[i].weight;
    }
}

static int by_leader(const void *a, const void *b)
{
    const struct evaluation *x = a, *y = b;
    return (x->leader > y->leader) - (x->leader < y->leader);
}

static void take_figures(const struct rows *rows, size_t row, struct evaluation_item *item)
{
    double denominator = rows_real(rows, row, "denominator");
    if (denominator <= 0)
        return; /* nothing to be judged by: the item is left out */
    item->counts = true;
    item->numerator = rows_real(rows, row, "numerator");
    item->denominator = denominator;
    item->rate = rows_real(rows, row, "rate");
}

/* One item for all leaders. */
static enum err measure_item(struct work *work, const struct span *span, const struct scheme *scheme, size_t item,
                             struct evaluation *list, size_t count, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    const char *statement = pool_format(pool, "measure.%s", scheme->items[item].measure);
    enum err r = run_measure(work, pool, statement, span, scheme->items[item].target, 0, &rows, e);

    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct evaluation key = {.leader = rows_int(&rows, i, "leader")};
        struct evaluation *found = bsearch(&key, list, count, sizeof *list, by_leader);
        if (found != NULL)
            take_figures(&rows, i, &found->items[item]);
    }
    pool_free(&pool);
    return r;
}

enum err evaluation_measure(struct work *work, struct pool *pool, const struct span *span, struct scheme *scheme,
                            struct evaluation **out, size_t *count, struct error *e)
{
    struct rows leaders;
    enum err r = evaluation_scheme(work, pool, span->month, scheme, e);

    *out = NULL;
    *count = 0;
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.leaders",
                     BINDS(BIND_TEXT("month", span->month), BIND_TEXT("last", span->last), BIND_TEXT("lo", span->lo),
                           BIND_TEXT("hi", span->hi)),
                     &leaders, e);
    if (r != ERR_NONE || leaders.count == 0)
        return r;
    struct evaluation *list = pool_new_piece(pool, leaders.count, sizeof *list);
    for (size_t i = 0; i < leaders.count; i++)
        begin_evaluation(&list[i], &leaders, i, scheme);
    for (size_t i = 0; r == ERR_NONE && i < scheme->count; i++)
        if (scheme->items[i].measure[0] != '\0')
            r = measure_item(work, span, scheme, i, list, leaders.count, e);
    for (size_t i = 0; i < leaders.count; i++)
        evaluation_score(&list[i]);
    *out = list;
    *count = leaders.count;
    return r;
}

/* Households are told by their doors. */
static void say_doors(struct pool *pool, struct rows *rows)
{
    size_t text = (size_t)rows_column(rows, "text");
    for (size_t i = 0; i < rows->count; i++)
        rows->values[i * rows->columns + text] = (struct value){.type = VALUE_TEXT, .text = door_of_row(pool, rows, i)};
}

enum err evaluation_measure_records(struct work *work, struct pool *pool, const struct span *span,
                                    const struct scheme_item *item, int64_t leader, struct rows *out, struct error *e)
{
    const char *statement = pool_format(pool, "measure.%s.records", item->measure);
    enum err r = run_measure(work, pool, statement, span, item->target, leader, out, e);
    if (r == ERR_NONE && rows_column(out, "building") >= 0)
        say_doors(pool, out);
    return r;
}

#include "evaluation_inside.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

enum err span_of_month(const char *month, struct span *out, struct error *e)
{
    day_t first = 0, last = 0;
    int64_t now = clock_now();
    *out = (struct span){0};
    if (!month_parse(month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("\"%s\" is no month; write it as 2026-10."), month);
    if (day_start(first) > now)
        return error_set(e, ERR_INVALID, "month", _("%s has not begun yet."), month);
    text_copy(out->month, sizeof out->month, month);
    date_format(first, out->first);
    date_format(last, out->last);
    out->from = day_start(first);
    out->until = day_start(last + 1);
    out->asof = now < out->until ? now : out->until;
    out->since = day_start(last - VISIT_DAYS);
    area_range("", out->lo, out->hi);
    return ERR_NONE;
}

/* The grids whose leaders are compared. Somebody who sees the own evaluation only is compared within the community. */
static enum err read_span(struct work *work, const char *month, struct span *span, bool *own, struct error *e)
{
    struct scope_range range;
    char community[sizeof work->actor.path];
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, span, e);
    if (r != ERR_NONE)
        return r;
    *own = range.own != 0;
    text_copy(span->lo, sizeof span->lo, range.lo);
    text_copy(span->hi, sizeof span->hi, range.hi);
    size_t n = strlen(work->actor.path);
    if (*own && n > AREA_PART) {
        text_copy(community, n - AREA_PART + 1, work->actor.path);
        area_range(community, span->lo, span->hi);
    }
    return ERR_NONE;
}

static bool is_closed(const char *state)
{
    return strcmp(state, "frozen") == 0 || strcmp(state, "published") == 0;
}

static void take_stored(struct evaluation *out, const struct rows *rows, size_t row)
{
    out->leader = rows_int(rows, row, "leader");
    out->area = rows_int(rows, row, "area");
    out->total = rows_real(rows, row, "total");
    text_copy(out->login, sizeof out->login, rows_text(rows, row, "login"));
    text_copy(out->name, sizeof out->name, rows_text(rows, row, "name"));
    text_copy(out->area_name, sizeof out->area_name, rows_text(rows, row, "area_name"));
    text_copy(out->grade, sizeof out->grade, rows_text(rows, row, "grade"));
    text_copy(out->state, sizeof out->state, rows_text(rows, row, "state"));
}

static void take_line(struct evaluation *out, const struct rows *rows, size_t row)
{
    struct evaluation_item *item = &out->items[out->count++];
    text_copy(item->code, sizeof item->code, rows_text(rows, row, "item"));
    text_copy(item->label, sizeof item->label,
              rows_text(rows, row, i18n_language() == LANGUAGE_ZH ? "label_zh" : "label_en"));
    item->counts = !rows_null(rows, row, "numerator");
    item->numerator = rows_real(rows, row, "numerator");
    item->denominator = rows_real(rows, row, "denominator");
    item->rate = rows_real(rows, row, "rate");
    item->weight = rows_real(rows, row, "weight");
    item->score = rows_real(rows, row, "score");
}

static enum err query_stored(struct work *work, struct pool *pool, const char *statement, const char *month,
                             const struct span *span, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, statement,
                    BINDS(BIND_TEXT("month", month), BIND_TEXT("lo", span->lo), BIND_TEXT("hi", span->hi)), out, e);
}

/* The frozen and published ones, as they were stored, behind what the list holds; both results come by leader. */
static enum err add_stored(struct work *work, struct pool *pool, const struct span *span, struct evaluation *list,
                           size_t *count, const struct rows *stored, struct error *e)
{
    struct rows lines;
    size_t line = 0;
    enum err r = query_stored(work, pool, "evaluation.stored.lines", span->month, span, &lines, e);
    for (size_t i = 0; r == ERR_NONE && i < stored->count; i++) {
        if (!is_closed(rows_text(stored, i, "state")))
            continue;
        struct evaluation *one = &list[(*count)++];
        take_stored(one, stored, i);
        for (; line < lines.count && rows_int(&lines, line, "leader") == one->leader; line++)
            if (one->count < EVALUATION_ITEMS)
                take_line(one, &lines, line);
    }
    return r;
}

/* Ranks of the month before among those of the same range, from what was stored then. */
static enum err add_last_ranks(struct work *work, struct pool *pool, const struct span *span, struct evaluation *list,
                               size_t count, struct error *e)
{
    char before[MONTH_TEXT];
    struct rows stored;
    month_add(span->month, -1, before);
    enum err r = query_stored(work, pool, "evaluation.stored", before, span, &stored, e);
    if (r != ERR_NONE || stored.count == 0)
        return r;
    struct evaluation *last = pool_new_piece(pool, stored.count, sizeof *last);
    for (size_t i = 0; i < stored.count; i++)
        take_stored(&last[i], &stored, i);
    evaluation_rank(last, stored.count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < stored.count; k++)
            if (last[k].leader == list[i].leader)
                list[i].last_rank = last[k].rank;
    return ERR_NONE;
}

static void keep_only(struct evaluation *list, size_t *count, int64_t leader)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (list[i].leader == leader)
            list[kept++] = list[i];
    *count = kept;
}

enum err evaluation_list(struct work *work, struct pool *pool, const char *month, struct evaluation **out,
                         size_t *count, struct error *e)
{
    struct span span;
    struct scheme scheme;
    struct rows stored;
    struct evaluation *live = NULL;
    size_t live_count = 0;
    bool own = false;

    *out = NULL;
    *count = 0;
    enum err r = read_span(work, month, &span, &own, e);
    if (r == ERR_NONE)
        r = evaluation_measure(work, pool, &span, &scheme, &live, &live_count, e);
    if (r == ERR_NONE)
        r = query_stored(work, pool, "evaluation.stored", month, &span, &stored, e);
    if (r != ERR_NONE)
        return r;
    struct evaluation *list = pool_new_piece(pool, live_count + stored.count + 1, sizeof *list);
    if (live_count > 0)
        memcpy(list, live, live_count * sizeof *list);
    size_t n = live_count;
    r = add_stored(work, pool, &span, list, &n, &stored, e);
    if (r == ERR_NONE)
        r = add_last_ranks(work, pool, &span, list, n, e);
    if (r != ERR_NONE)
        return r;
    evaluation_rank(list, n);
    if (own)
        keep_only(list, &n, work_me(work));
    *out = list;
    *count = n;
    return ERR_NONE;
}

enum err evaluation_show(struct work *work, struct pool *pool, const char *month, const char *leader_login_or_id,
                         struct evaluation *out, struct error *e)
{
    struct evaluation *list = NULL;
    size_t count = 0;
    int64_t id = id_of(leader_login_or_id);
    enum err r = evaluation_list(work, pool, month, &list, &count, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < count; i++)
        if (list[i].leader == id || strcmp(list[i].login, leader_login_or_id) == 0) {
            *out = list[i];
            return ERR_NONE;
        }
    return error_set(e, ERR_NOT_FOUND, NULL, _("%s led no grid here in %s."), leader_login_or_id, month);
}

enum err evaluation_own_total(struct work *work, const char *month, double *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct span span;
    struct scheme scheme;
    struct evaluation *list = NULL, one;
    size_t count = 0, i = 0;
    enum err r = right_need(work, "evaluation.read", e);

    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE) {
        area_range(work->actor.path, span.lo, span.hi);
        r = evaluation_measure(work, pool, &span, &scheme, &list, &count, e);
    }
    while (i < count && list[i].leader != work_me(work))
        i++;
    if (r == ERR_NONE && i < count) {
        *out = list[i].total;
    } else if (r == ERR_NONE) { /* frozen, or led from another grid */
        r = evaluation_show(work, pool, month, work->actor.login, &one, e);
        if (r == ERR_NONE)
            *out = one.total;
        else if (r == ERR_NOT_FOUND)
            r = ERR_NONE;
    }
    pool_free(&pool);
    return r;
}

/* Is the leader one of the range, and are the figures frozen? ERR_NOT_FOUND when not of the range. */
static enum err find_leader(struct work *work, struct pool *pool, const struct span *span, int64_t leader, bool *closed,
                            struct error *e)
{
    struct rows stored, live;
    enum err r = query_stored(work, pool, "evaluation.stored", span->month, span, &stored, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.leaders",
                     BINDS(BIND_TEXT("month", span->month), BIND_TEXT("last", span->last), BIND_TEXT("lo", span->lo),
                           BIND_TEXT("hi", span->hi)),
                     &live, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < stored.count; i++)
        if (rows_int(&stored, i, "leader") == leader && is_closed(rows_text(&stored, i, "state"))) {
            *closed = true;
            return ERR_NONE;
        }
    *closed = false;
    for (size_t i = 0; i < live.count; i++)
        if (rows_int(&live, i, "leader") == leader)
            return ERR_NONE;
    return error_set(e, ERR_NOT_FOUND, NULL, _("%lld led no grid here in %s."), (long long)leader, span->month);
}

/* What the statements of the measures may say of a record; translated where it is shown. */
static const char *const notes[] __attribute__((unused)) = {
    N_("not visited"),    N_("overdue"),
    N_("closed late"),    N_("closed late, reworked"),
    N_("reworked"),       N_("not settled in the grid"),
    N_("not closed yet"), N_("basically satisfied"),
    N_("not satisfied"),  N_("too short"),
};

/* The instant "at" becomes the date "on", the note a sentence in the language in use, and so what stands in the place
 * of a confidential case's title. */
static void finish_records(struct pool *pool, struct rows *rows)
{
    size_t at = (size_t)rows_column(rows, "at"), note = (size_t)rows_column(rows, "note");
    size_t text = (size_t)rows_column(rows, "text");
    rows->names[at] = "on";
    for (size_t i = 0; i < rows->count; i++) {
        struct value *on = &rows->values[i * rows->columns + at], *why = &rows->values[i * rows->columns + note];
        char date[DATE_TEXT] = "";
        if (on->type == VALUE_INT)
            date_format(day_of(on->number), date);
        *on = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, date)};
        if (why->text != NULL && why->text[0] != '\0')
            why->text = check_field_text(why->text) != NULL ? check_field_text(why->text) : _(why->text);
        if (strcmp(rows_text(rows, i, "kind"), "case") == 0 && rows_text(rows, i, "text")[0] == '\0')
            rows->values[i * rows->columns + text] = (struct value){.type = VALUE_TEXT, .text = _("confidential case")};
    }
}

enum err evaluation_records(struct work *work, struct pool *pool, const char *month, int64_t leader, const char *item,
                            struct rows *out, struct error *e)
{
    struct span span;
    struct scheme scheme;
    bool own = false, closed = false;
    enum err r = read_span(work, month, &span, &own, e);
    if (r == ERR_NONE && own && leader != work_me(work))
        r = error_set(e, ERR_DENIED, NULL, _("You see your own evaluation only."));
    if (r == ERR_NONE)
        r = find_leader(work, pool, &span, leader, &closed, e);
    if (r == ERR_NONE && closed)
        r = db_query(work->db, pool, "evaluation.stored.records",
                     BINDS(BIND_TEXT("month", month), BIND_INT("leader", leader), BIND_TEXT("item", item)), out, e);
    if (r == ERR_NONE && !closed) {
        const struct scheme_item *found = NULL;
        r = evaluation_scheme(work, pool, month, &scheme, e);
        for (size_t i = 0; r == ERR_NONE && i < scheme.count; i++)
            if (strcmp(scheme.items[i].code, item) == 0 && scheme.items[i].measure[0] != '\0')
                found = &scheme.items[i];
        if (r == ERR_NONE && found == NULL)
            r = error_set(e, ERR_NOT_FOUND, "item", _("There are no records behind the item \"%s\"."), item);
        if (r == ERR_NONE)
            r = evaluation_measure_records(work, pool, &span, found, leader, out, e);
    }
    if (r == ERR_NONE)
        finish_records(pool, out);
    return r;
}

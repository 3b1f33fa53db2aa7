/* Return visits: drawing, and what is there to read. */
#include "wangge/work/return_visit.h"

#include "draw.h"
#include "inside.h"
#include "record_row.h"
#include "return_visit_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define READ       "return_visit.read"
#define WRITE      "return_visit.write"
#define DRAWN_MOST 5000

enum err return_visit_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, READ, &range, e);
    if (r != ERR_NONE)
        return r;
    return list_read(work->db, pool, table_find("return_visit"), NULL, query,
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                           BIND_INT("me", range.me)),
                     out, total, e);
}

enum err return_visit_find(struct work *work, struct pool *pool, const char *action, const char *id_or_no,
                           struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, action, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.find",
                     BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi), BIND_INT("own", range.own), BIND_INT("me", range.me)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no return visit %s here."), id_or_no);
    return r;
}

enum err return_visit_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    static const char *const beside[] = {"visit", "household", "entry", "channel", "area_name"};
    struct pool *pool = pool_new();
    struct list_query query = {.limit = 1};
    struct rows rows = {0};
    enum err r = return_visit_find(work, pool, READ, id_or_no, &rows, e);

    if (r == ERR_NONE)
        r = list_add_filter(&query, table_find("return_visit"), "no", rows_text(&rows, 0, "no"), e);
    if (r == ERR_NONE)
        r = return_visit_list(work, pool, &query, &rows, NULL, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no return visit %s here."), id_or_no);
    if (r == ERR_NONE) {
        record_from_row(out, table_find("return_visit"), &rows, 0);
        record_set_int(out, "id", rows_int(&rows, 0, "id"));
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
            record_set(out, beside[i], rows_text(&rows, 0, beside[i]));
    }
    pool_free(&pool);
    return r;
}

/* --- draws --- */

static enum err check_draw(const struct return_draw *draw, int64_t *from, int64_t *until, struct error *e)
{
    day_t first, last;
    if (draw->month == NULL || !month_parse(draw->month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("A month is written YYYY-MM."));
    if (code_find(code_list("draw_kind"), draw->how) == NULL)
        return error_set(e, ERR_INVALID, "how", _("In all, of each grid, or per cent: total, each or percent."));
    if (draw->amount < 1 || draw->amount > (strcmp(draw->how, "percent") == 0 ? 100 : DRAWN_MOST))
        return error_set(e, ERR_INVALID, "amount", _("How many? At least 1, at most 100 per cent."));
    if (draw->seed < 0 || draw->seed > DRAW_SEED_MOST)
        return error_set(e, ERR_INVALID, "seed", _("A seed has at most twelve digits."));
    *from = day_start(first);
    *until = day_start(last + 1);
    return ERR_NONE;
}

static enum err insert_one(struct work *work, int64_t visit, int64_t draw, int64_t area, int64_t *id, struct error *e)
{
    enum err r = db_next(work->db, "return_visit", id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "return_visit.insert",
                      BINDS(BIND_INT("id", *id), BIND_INT("visit", visit), bind_some("draw", draw),
                            BIND_INT("area", area), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

static enum err draw_stratum(struct work *work, struct pool *pool, struct return_draw *draw, const struct rows *frame,
                             size_t first, size_t count, bool whole, struct error *e)
{
    uint64_t stratum = DRAW_SUM_BEGIN;
    enum err r = ERR_NONE;
    for (const char *s = rows_text(frame, first, "grid"); *s != '\0'; s++)
        stratum = draw_sum(stratum, *s);
    size_t take = draw_amount(draw->how, draw->amount, count);
    size_t *picked = draw_pick(pool, draw->seed, whole ? 0 : (int64_t)stratum, count, take);
    draw_in_order(picked, take);
    for (size_t i = 0; r == ERR_NONE && i < take; i++) {
        int64_t id = 0;
        size_t row = first + picked[i];
        if (++draw->drawn > DRAWN_MOST)
            return error_set(e, ERR_INVALID, "amount", _("These are more than %d; draw fewer."), DRAWN_MOST);
        r = insert_one(work, rows_int(frame, row, "id"), draw->id, rows_int(frame, row, "area"), &id, e);
    }
    return r;
}

static enum err insert_draw(struct work *work, struct return_draw *draw, const struct rows *frame, struct error *e)
{
    uint64_t sum = DRAW_SUM_BEGIN;
    for (size_t i = 0; i < frame->count; i++)
        sum = draw_sum(sum, rows_int(frame, i, "id"));
    draw_sum_text(sum, draw->frame_sum);
    draw->frame = (int64_t)frame->count;
    if (frame->count == 0)
        return error_set(e, ERR_INVALID, "month", _("No visit of that month and area is left to be asked about."));
    enum err r = db_next(work->db, "return_draw", &draw->id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "return_draw.insert",
                      BINDS(BIND_INT("id", draw->id), BIND_TEXT("month", draw->month), BIND_INT("area", draw->area),
                            BIND_TEXT("how", draw->how), BIND_INT("amount", draw->amount),
                            BIND_TEXT("channels", draw->channels == NULL ? "" : draw->channels),
                            BIND_INT("seed", draw->seed), BIND_TEXT("method", DRAW_METHOD),
                            BIND_INT("frame", draw->frame), BIND_TEXT("sum", draw->frame_sum),
                            BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

/* The area's own range, which lies within the right's. */
static enum err range_of_area(struct work *work, struct pool *pool, struct return_draw *draw, struct scope_range *range,
                              struct error *e)
{
    struct scope_range below;
    struct rows area = {0};
    if (draw->area == 0)
        draw->area = work->actor.area;
    enum err r = area_find(work, pool, pool_format(pool, "%lld", (long long)draw->area), &area, e);
    if (r != ERR_NONE)
        return r;
    area_range(rows_text(&area, 0, "path"), below.lo, below.hi);
    range_narrow(range, &below);
    return strcmp(range->lo, below.lo) == 0 ? ERR_NONE
                                            : error_set(e, ERR_DENIED, "area", _("This area lies outside of yours."));
}

enum err return_visit_draw(struct work *work, struct return_draw *draw, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    struct rows frame = {0};
    int64_t from = 0, until = 0;
    bool whole = strcmp(draw->how, "total") == 0;

    enum err r = right_range(work, WRITE, &range, e);
    if (r == ERR_NONE)
        r = check_draw(draw, &from, &until, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = range_of_area(work, pool, draw, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.frame",
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("from", from),
                           BIND_INT("until", until),
                           BIND_TEXT("channels", draw->channels == NULL ? "" : draw->channels)),
                     &frame, e);
    draw->drawn = 0;
    draw->seed = draw->seed == 0 ? draw_seed() : draw->seed;
    if (r == ERR_NONE)
        r = insert_draw(work, draw, &frame, e);
    for (size_t i = 0, n; r == ERR_NONE && i < frame.count; i += n) {
        n = draw_stratum_length(&frame, i, whole);
        r = draw_stratum(work, pool, draw, &frame, i, n, whole, e);
    }
    pool_free(&pool);
    return audit_end(work, r, "return_visit.draw", "return_draw", r == ERR_NONE ? draw->id : 0, "", e);
}

enum err return_visit_draws(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, READ, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_draw.list",
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own)), out, e);
    return r;
}

enum err return_visit_add(struct work *work, const char *visit, int64_t *id, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    struct rows rows = {0}, there = {0};

    *id = 0;
    enum err r = right_range(work, WRITE, &range, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.visit",
                     BINDS(BIND_TEXT("no", visit), BIND_INT("id", id_of(visit)), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi)),
                     &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no visit %s to a household here."), visit);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.of_visit", BINDS(BIND_INT("visit", rows_int(&rows, 0, "id"))),
                     &there, e);
    if (r == ERR_NONE && there.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("The household is asked about %s already."), rows_text(&rows, 0, "no"));
    if (r == ERR_NONE && rows_int(&rows, 0, "counts") == 0)
        r = error_set(e, ERR_STATE, NULL, _("%s was found untrue already."), rows_text(&rows, 0, "no"));
    if (r == ERR_NONE)
        r = insert_one(work, rows_int(&rows, 0, "id"), 0, rows_int(&rows, 0, "area"), id, e);
    pool_free(&pool);
    return audit_end(work, r, "return_visit.add", "return_visit", *id, "", e);
}

/* --- telephone numbers --- */

static const char *masked(struct pool *pool, const struct rows *rows, size_t row)
{
    const struct table *table = table_find(rows_text(rows, row, "kind"));
    const struct field *field = table == NULL ? NULL : table_field(table, "phone");
    struct buffer text = {0};
    if (field != NULL)
        check_mask(field, rows_text(rows, row, "phone"), &text);
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

enum err return_visit_phones(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    static const char *names[] = {"id", "text", "detail"};
    enum { COLUMNS = 3 };
    struct rows found = {0}, rows = {0};
    enum err r = return_visit_find(work, pool, WRITE, pool_format(pool, "%lld", (long long)id), &found, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.phones", BINDS(BIND_INT("id", id)), &rows, e);
    if (r != ERR_NONE)
        return r;
    *out = (struct rows){.count = rows.count, .columns = COLUMNS, .names = names};
    out->values = pool_new_piece(pool, COLUMNS * (rows.count + 1), sizeof *out->values);
    for (size_t i = 0; i < rows.count; i++) {
        const char *name = rows_text(&rows, i, "name");
        const char *cells[COLUMNS] = {
            pool_format(pool, "%s %s", rows_text(&rows, i, "kind"), rows_text(&rows, i, "object")),
            masked(pool, &rows, i),
            *name != '\0' ? name : _("the household"),
        };
        for (int k = 0; k < COLUMNS; k++)
            out->values[i * COLUMNS + (size_t)k] = (struct value){.type = VALUE_TEXT, .text = cells[k]};
    }
    return ERR_NONE;
}

enum err return_visit_reveal(struct work *work, int64_t id, const char *phone, const char *reason, struct buffer *out,
                             struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    bool known = false;
    enum err r = return_visit_phones(work, pool, id, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        known |= strcmp(rows_text(&rows, i, "id"), phone) == 0;
    if (r == ERR_NONE && !known)
        r = error_set(e, ERR_INVALID, "phone", _("There is no such number here."));
    if (r == ERR_NONE)
        r = table_reveal_field(work, table_find(strncmp(phone, "person", 6) == 0 ? "person" : "household"),
                               id_of(strchr(phone, ' ') + 1), "phone", reason, out, e);
    pool_free(&pool);
    return r;
}

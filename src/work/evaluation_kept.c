/* What is kept of a month: reading it, and reckoning again from nothing else. */
#include "evaluation_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

enum err evaluation_stored(struct work *work, struct pool *pool, const char *month, const char *subject,
                           const struct span *span, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "evaluation.stored",
                    BINDS(BIND_TEXT("month", month), BIND_TEXT("subject", subject), BIND_TEXT("lo", span->lo),
                          BIND_TEXT("hi", span->hi), BIND_INT("who", span->who)),
                    out, e);
}

void evaluation_take(struct evaluation *out, const struct rows *rows, size_t row)
{
    *out = (struct evaluation){.id = rows_int(rows, row, "id"),
                               .who = rows_int(rows, row, "who"),
                               .area = rows_int(rows, row, "area"),
                               .scheme = rows_int(rows, row, "scheme"),
                               .base = rows_real(rows, row, "base"),
                               .points = rows_real(rows, row, "points"),
                               .cap = rows_real(rows, row, "cap"),
                               .total = rows_real(rows, row, "total"),
                               .veto = rows_int(rows, row, "veto") != 0,
                               .days = (int)rows_int(rows, row, "days"),
                               .days_away = (int)rows_int(rows, row, "days_away"),
                               .judged = rows_int(rows, row, "judged") != 0};
    text_copy(out->subject, sizeof out->subject, rows_text(rows, row, "subject"));
    text_copy(out->login, sizeof out->login, rows_text(rows, row, "login"));
    text_copy(out->name, sizeof out->name, rows_text(rows, row, "name"));
    text_copy(out->area_name, sizeof out->area_name, rows_text(rows, row, "area_name"));
    text_copy(out->path, sizeof out->path, rows_text(rows, row, "path"));
    text_copy(out->grade, sizeof out->grade, rows_text(rows, row, "grade"));
    text_copy(out->state, sizeof out->state, rows_text(rows, row, "state"));
    if (rows_column(rows, "corrected_grade") >= 0 && !rows_null(rows, row, "corrected_grade")) {
        out->corrected = true;
        out->corrected_total = rows_real(rows, row, "corrected_total");
        text_copy(out->corrected_grade, sizeof out->corrected_grade, rows_text(rows, row, "corrected_grade"));
    }
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
    item->target = rows_real(rows, row, "target");
    item->full_weight = rows_real(rows, row, "full_weight");
    item->weight = rows_real(rows, row, "weight");
    item->score = rows_real(rows, row, "score");
}

static void take_part(struct evaluation *out, const struct rows *rows, size_t row)
{
    const char *code = rows_text(rows, row, "item");
    for (size_t i = 0; i < out->count; i++) {
        struct evaluation_item *item = &out->items[i];
        if (strcmp(item->code, code) != 0 || item->part_count == EVALUATION_PARTS)
            continue;
        struct evaluation_part *part = &item->parts[item->part_count++];
        text_copy(part->measure, sizeof part->measure, rows_text(rows, row, "measure"));
        part->factor = rows_real(rows, row, "factor");
        part->amount = rows_int(rows, row, "amount") != 0;
        part->counts = !rows_null(rows, row, "numerator");
        part->numerator = rows_real(rows, row, "numerator");
        part->denominator = rows_real(rows, row, "denominator");
        part->rate = rows_real(rows, row, "rate");
    }
}

/* Lines and parts of one, of the rows that come in the order of its id from *line and *part on. */
static void take_items(struct evaluation *one, const struct rows *lines, size_t *line, const struct rows *parts,
                       size_t *part)
{
    for (; *line < lines->count && rows_int(lines, *line, "evaluation") <= one->id; (*line)++)
        if (rows_int(lines, *line, "evaluation") == one->id && one->count < EVALUATION_ITEMS)
            take_line(one, lines, *line);
    for (; *part < parts->count && rows_int(parts, *part, "evaluation") <= one->id; (*part)++)
        if (rows_int(parts, *part, "evaluation") == one->id)
            take_part(one, parts, *part);
}

enum err evaluation_add_stored(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                               const struct rows *stored, struct evaluation *list, size_t *count, struct error *e)
{
    struct rows lines, parts;
    size_t line = 0, part = 0;
    const struct bind *binds = BINDS(BIND_TEXT("month", span->month), BIND_TEXT("subject", subject),
                                     BIND_TEXT("lo", span->lo), BIND_TEXT("hi", span->hi), BIND_INT("who", span->who));
    enum err r = db_query(work->db, pool, "evaluation.stored.lines", binds, &lines, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.stored.parts", binds, &parts, e);
    for (size_t i = 0; r == ERR_NONE && i < stored->count; i++) {
        if (!judged_is_closed(rows_text(stored, i, "state")))
            continue;
        struct evaluation *one = &list[(*count)++];
        evaluation_take(one, stored, i);
        take_items(one, &lines, &line, &parts, &part);
    }
    return r;
}

/* All that was kept of one evaluation. */
static enum err read_kept(struct work *work, struct pool *pool, int64_t id, struct evaluation *out, struct error *e)
{
    struct rows row, lines, parts;
    size_t line = 0, part = 0;
    const struct bind *binds = BINDS(BIND_INT("id", id));
    enum err r = db_query(work->db, pool, "evaluation.kept", binds, &row, e);
    if (r == ERR_NONE && row.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no evaluation %lld."), (long long)id);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.kept.lines", binds, &lines, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.kept.parts", binds, &parts, e);
    if (r != ERR_NONE)
        return r;
    evaluation_take(out, &row, 0);
    take_items(out, &lines, &line, &parts, &part);
    return r;
}

/* Additions, deductions, vetoes as they were kept, and points of appeals. */
static enum err reckon_points(struct work *work, struct pool *pool, const struct rows *appeals, struct evaluation *out,
                              struct error *e)
{
    struct rows points;
    enum err r = db_query(work->db, pool, "evaluation.kept.points", BINDS(BIND_INT("id", out->id)), &points, e);
    out->points = 0;
    out->veto = false;
    for (size_t i = 0; r == ERR_NONE && i < points.count; i++)
        if (strcmp(rows_text(&points, i, "kind"), "veto") == 0)
            out->veto = true;
        else
            out->points += rows_real(&points, i, "points");
    if (r == ERR_NONE)
        out->points += evaluation_appeal_points(appeals, out->who);
    return r;
}

enum err evaluation_again(struct work *work, struct pool *pool, int64_t id, struct evaluation *out, struct error *e)
{
    struct rows appeals, records;
    enum err r = read_kept(work, pool, id, out, e);
    if (r == ERR_NONE && !judged_is_closed(out->state))
        r = error_set(e, ERR_STATE, NULL, _("A trial is not kept with what it was reckoned from."));
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.kept.appeals", BINDS(BIND_INT("id", id)), &appeals, e);
    bool old = true; /* a month from before measures were kept: its figures are all there is */
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++)
        old = old && out->items[i].part_count == 0;
    for (size_t i = 0; r == ERR_NONE && !old && i < out->count; i++) {
        r = db_query(work->db, pool, "evaluation.kept.records",
                     BINDS(BIND_INT("id", id), BIND_TEXT("item", out->items[i].code)), &records, e);
        if (r == ERR_NONE)
            evaluation_apply_appeals(pool, &appeals, out->who, out->items[i].code, &records);
        if (r == ERR_NONE)
            evaluation_sum_records(&out->items[i], &records);
    }
    if (r == ERR_NONE)
        r = reckon_points(work, pool, &appeals, out, e);
    if (r == ERR_NONE && !old)
        evaluation_rate(out);
    if (r == ERR_NONE)
        evaluation_score(out);
    return r;
}

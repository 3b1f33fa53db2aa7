/* The month as an office posts it, sheet by sheet. */
#include "wangge/work/evaluation_report.h"

#include "evaluation_inside.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/sheets.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/scheme.h"
#include "wangge/work/work.h"

#include <string.h>

#define RANKING_MOST (4 + EVALUATION_ITEMS + 6)

/* One book on its way. */
struct report {
    struct work *work;
    struct pool *pool;
    struct sheets *sheets;
    const char *month;
    bool narrow; /* no room for a column of each item */
    struct scope_range range;
};

static struct value text_value(const char *text)
{
    return (struct value){.type = VALUE_TEXT, .text = text};
}

static struct value whole_value(int64_t number)
{
    return number == 0 ? (struct value){.type = VALUE_NULL} : (struct value){.type = VALUE_INT, .number = number};
}

static struct value real_value(double real)
{
    return (struct value){.type = VALUE_REAL, .real = real};
}

/* 12, or 9.8 where it is none that is whole. */
static struct value figure_value(double figure)
{
    return figure == (double)(int64_t)figure ? (struct value){.type = VALUE_INT, .number = (int64_t)figure}
                                             : real_value(figure);
}

/* "-" is what does not count: never a zero. */
static struct value score_value(const struct evaluation_item *item)
{
    return item->counts ? real_value(item->score) : text_value("-");
}

static const char *remark(struct report *r, const struct evaluation *one)
{
    if (!one->judged)
        return pool_format(r->pool, _("not judged: %d days"), one->days - one->days_away);
    if (one->corrected)
        return pool_format(r->pool, _("corrected: %.1f %s"), one->corrected_total, one->corrected_grade);
    return one->veto ? _("veto") : "";
}

/* The items of all in the list: streets may have schemes of their own. */
static size_t all_items(const struct evaluation *list, size_t count,
                        const struct evaluation_item *out[EVALUATION_ITEMS])
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i].count; k++) {
            size_t known = 0;
            while (known < n && strcmp(out[known]->code, list[i].items[k].code) != 0)
                known++;
            if (known == n && n < EVALUATION_ITEMS)
                out[n++] = &list[i].items[k];
        }
    return n;
}

static size_t ranking_heads(const struct evaluation_item *const *items, size_t count, const char **heads)
{
    const char *const before[] = {_("Rank"), _("Name"), _("Area")};
    const char *const after[] = {_("Items"), _("Points"), _("Total"), _("Grade"), _("Month before"), _("Remark")};
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(before); i++)
        heads[n++] = before[i];
    for (size_t i = 0; i < count; i++)
        heads[n++] = items[i]->label;
    for (size_t i = 0; i < COUNT_OF(after); i++)
        heads[n++] = after[i];
    return n;
}

static struct value score_of(const struct evaluation *one, const char *code)
{
    for (size_t i = 0; one->judged && i < one->count; i++)
        if (strcmp(one->items[i].code, code) == 0)
            return score_value(&one->items[i]);
    return text_value("-");
}

static void add_rank(struct report *r, const struct evaluation *one, const struct evaluation_item *const *items,
                     size_t count)
{
    struct value cells[RANKING_MOST];
    size_t n = 0;
    cells[n++] = one->rank != 0 ? whole_value(one->rank) : text_value("-");
    cells[n++] = text_value(one->name);
    cells[n++] = text_value(one->area_name);
    for (size_t i = 0; i < count; i++)
        cells[n++] = score_of(one, items[i]->code);
    cells[n++] = evaluation_has_rank(one) ? real_value(one->base) : text_value("-");
    cells[n++] = real_value(one->points);
    cells[n++] = evaluation_has_rank(one) ? real_value(one->total) : text_value("-");
    cells[n++] = text_value(one->grade);
    cells[n++] = whole_value(one->last_rank);
    cells[n++] = text_value(remark(r, one));
    sheets_row(r->sheets, cells);
}

/* "文苑社区 网格长月度考核 2026-10 (已冻结)" */
static const char *title(struct report *r, const char *what, const char *state)
{
    return pool_format(r->pool, "%s %s %s (%s)", r->work->actor.area_name, what, r->month,
                       code_text("evaluation_state", state));
}

static void add_ranking(struct report *r, const char *subject, const struct evaluation *list, size_t count)
{
    const struct evaluation_item *items[EVALUATION_ITEMS];
    const char *heads[RANKING_MOST], *name = code_text("evaluation_subject", subject);
    size_t item_count = r->narrow ? 0 : all_items(list, count, items),
           columns = ranking_heads(items, item_count, heads);
    sheets_begin(r->sheets, name, title(r, pool_format(r->pool, _("Monthly evaluation, %s"), name), list[0].state),
                 heads, columns);
    for (size_t i = 0; i < count; i++)
        add_rank(r, &list[i], items, item_count);
}

static void add_item(struct report *r, const struct evaluation *one, const struct evaluation_item *item)
{
    const bool counts = item->counts;
    const struct value none = text_value("-");
    const struct value cells[] = {
        text_value(one->name),
        text_value(one->area_name),
        text_value(item->label),
        counts ? figure_value(item->numerator) : none,
        counts ? figure_value(item->denominator) : none,
        counts ? text_value(pool_format(r->pool, "%.1f%%", 100 * item->rate)) : none,
        counts ? real_value(item->weight) : none,
        score_value(item),
    };
    sheets_row(r->sheets, cells);
}

/* A further measure of an item's formula, which has its share of the item's rate. */
static void add_part(struct report *r, const struct evaluation *one, const struct evaluation_part *part)
{
    struct measure measure = {.label = part->measure};
    measure_find(part->measure, NULL, &measure);
    const bool counts = part->counts;
    const struct value none = text_value("-"), empty = {.type = VALUE_NULL};
    const struct value cells[] = {
        text_value(one->name),
        text_value(one->area_name),
        text_value(pool_format(r->pool, "  %s x %g", measure.label, part->factor)),
        counts ? figure_value(part->numerator) : none,
        counts ? figure_value(part->denominator) : none,
        counts ? text_value(pool_format(r->pool, "%.1f%%", 100 * part->rate)) : none,
        empty,
        empty,
    };
    sheets_row(r->sheets, cells);
}

static void add_item_and_parts(struct report *r, const struct evaluation *one, const struct evaluation_item *item)
{
    add_item(r, one, item);
    for (size_t i = 0; item->counts && item->part_count > 1 && i < item->part_count; i++)
        add_part(r, one, &item->parts[i]);
}

/* What each item is made of. */
static void add_items(struct report *r, const char *subject, const struct evaluation *list, size_t count)
{
    const char *const heads[] = {_("Name"),        _("Area"), _("Item"),   _("Numerator"),
                                 _("Denominator"), _("Rate"), _("Weight"), _("Score")};
    const char *name = pool_format(r->pool, _("%s, items"), code_text("evaluation_subject", subject));
    sheets_begin(r->sheets, name, title(r, name, list[0].state), heads, COUNT_OF(heads));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; list[i].judged && k < list[i].count; k++)
            add_item_and_parts(r, &list[i], &list[i].items[k]);
}

/* Who a line is about, by the evaluations of its subject. */
static const char *name_of(const struct evaluation *list, size_t count, int64_t who)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].who == who)
            return list[i].name;
    return NULL;
}

/* What stands beside the figures: a table whose rows begin with who and where, and end with by whom and when. */
struct beside {
    const char *statement, *name, *state;
    const char *const *heads;
    size_t columns;
    void (*tell)(const struct rows *rows, size_t row, struct value *cells); /* what is between */
};

#define BESIDE_MOST 12

static void add_row(struct report *r, const struct beside *beside, const char *who, const struct rows *rows, size_t row)
{
    struct value cells[BESIDE_MOST];
    char on[DATE_TEXT];
    date_format(day_of(rows_int(rows, row, "made_at")), on);
    cells[0] = text_value(who);
    cells[1] = text_value(rows_text(rows, row, "area_name"));
    beside->tell(rows, row, cells + 2);
    cells[beside->columns - 2] = text_value(rows_text(rows, row, "by_name"));
    cells[beside->columns - 1] = text_value(pool_text(r->pool, on));
    sheets_row(r->sheets, cells);
}

static enum err add_beside(struct report *r, const char *subject, const struct evaluation *list, size_t count,
                           const struct beside *beside, struct error *e)
{
    struct rows rows = {0};
    bool begun = false;
    enum err err = db_query(r->work->db, r->pool, beside->statement,
                            BINDS(BIND_TEXT("month", r->month), BIND_TEXT("subject", subject),
                                  BIND_TEXT("lo", r->range.lo), BIND_TEXT("hi", r->range.hi)),
                            &rows, e);
    for (size_t i = 0; err == ERR_NONE && i < rows.count; i++) {
        const char *who = name_of(list, count, rows_int(&rows, i, "who"));
        if (who == NULL)
            continue;
        if (!begun)
            sheets_begin(r->sheets, beside->name, title(r, beside->name, beside->state), beside->heads,
                         beside->columns);
        begun = true;
        add_row(r, beside, who, &rows, i);
    }
    return err;
}

static void tell_point(const struct rows *rows, size_t row, struct value *cells)
{
    bool veto = strcmp(rows_text(rows, row, "kind"), "veto") == 0;
    cells[0] = veto ? text_value(_("veto")) : real_value(rows_real(rows, row, "points"));
    cells[1] = text_value(rows_text(rows, row, "reason"));
    cells[2] = text_value(rows_text(rows, row, "evidence"));
}

static enum err add_points(struct report *r, const char *subject, const struct evaluation *list, size_t count,
                           struct error *e)
{
    const char *const heads[] = {_("Name"), _("Area"), _("Points"), _("Reason"), _("Evidence"), _("By"), _("On")};
    const char *name = pool_format(r->pool, _("%s, points"), code_text("evaluation_subject", subject));
    const struct beside points = {"evaluation_report.points", name, list[0].state, heads, COUNT_OF(heads), tell_point};
    return add_beside(r, subject, list, count, &points, e);
}

static void tell_correction(const struct rows *rows, size_t row, struct value *cells)
{
    cells[0] = real_value(rows_real(rows, row, "before"));
    cells[1] = text_value(rows_text(rows, row, "grade_before"));
    cells[2] = real_value(rows_real(rows, row, "total"));
    cells[3] = text_value(rows_text(rows, row, "grade"));
    cells[4] = text_value(rows_text(rows, row, "reason"));
}

static enum err add_corrections(struct report *r, const char *subject, const struct evaluation *list, size_t count,
                                struct error *e)
{
    const char *const heads[] = {_("Name"),  _("Area"),   _("Published"), _("Grade"), _("Corrected"),
                                 _("Grade"), _("Reason"), _("By"),        _("On")};
    const char *name = pool_format(r->pool, _("%s, corrections"), code_text("evaluation_subject", subject));
    const struct beside corrections = {
        "evaluation_report.corrections", name, "published", heads, COUNT_OF(heads), tell_correction};
    return add_beside(r, subject, list, count, &corrections, e);
}

static enum err add_subject(struct report *r, const char *subject, struct error *e)
{
    struct evaluation *list = NULL;
    size_t count = 0;
    enum err err = evaluation_list(r->work, r->pool, r->month, subject, &list, &count, e);
    if (err != ERR_NONE || count == 0)
        return err;
    add_ranking(r, subject, list, count);
    add_items(r, subject, list, count);
    err = add_points(r, subject, list, count, e);
    return err == ERR_NONE ? add_corrections(r, subject, list, count, e) : err;
}

/* What it was judged by, so that nobody has to ask. */
static enum err add_scheme(struct report *r, const char *subject, struct error *e)
{
    const char *const heads[] = {_("Item"), _("Formula"), _("Weight"), _("Target"), _("Meaning")};
    const bool zh = i18n_language() == LANGUAGE_ZH;
    struct scheme scheme = {0};
    enum err err = scheme_of(r->work, r->pool, r->month, subject, r->work->actor.area, &scheme, e);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    const char *name = pool_format(r->pool, _("Scheme, %s"), code_text("evaluation_subject", subject));
    sheets_begin(r->sheets, name, name, heads, COUNT_OF(heads));
    sheets_line(r->sheets, pool_format(r->pool, _("%s, version %d; points at most %g; judged from %d days on"),
                                       scheme.area == 0 ? _("general") : scheme.name, scheme.version, scheme.cap,
                                       scheme.least_days));
    for (size_t i = 0; i < scheme.count; i++) {
        const struct scheme_item *item = &scheme.items[i];
        const struct value cells[] = {
            text_value(zh ? item->label_zh : item->label_en),
            text_value(item->formula),
            real_value(item->weight),
            item->target > 0 ? text_value(pool_format(r->pool, "%g", item->target)) : text_value(""),
            text_value(zh ? item->help_zh : item->help_en),
        };
        sheets_row(r->sheets, cells);
    }
    return ERR_NONE;
}

enum err evaluation_sheets(struct work *work, struct pool *pool, const char *month, bool narrow, struct sheets **out,
                           struct error *e)
{
    struct report r = {.work = work, .pool = pool, .sheets = sheets_new(pool), .month = month, .narrow = narrow};
    const struct code_list *subjects = code_list("evaluation_subject");
    enum err err = right_range(work, "evaluation.read", &r.range, e);

    for (size_t i = 0; err == ERR_NONE && i < subjects->count; i++)
        err = add_subject(&r, subjects->codes[i].code, e);
    if (err == ERR_NONE && sheets_count(r.sheets) == 0)
        err = error_set(e, ERR_NOT_FOUND, "month", _("Nobody here was judged in %s."), month);
    for (size_t i = 0; err == ERR_NONE && i < subjects->count; i++)
        err = add_scheme(&r, subjects->codes[i].code, e);
    *out = r.sheets;
    return err;
}

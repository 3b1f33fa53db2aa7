#include "wangge/work/case_selection.h"

#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_LOW  1980
#define YEAR_HIGH 2200

void case_selection_begin(struct case_selection *selection)
{
    char month[MONTH_TEXT];
    day_t today = day_of(clock_now()), last;
    *selection = (struct case_selection){.last = today};
    month_of(today, month);
    month_parse(month, &selection->first, &last);
}

/* "2026", or "2026年" */
static bool year_parse(const char *text, day_t *first, day_t *last)
{
    char *end = NULL;
    long year = strtol(text, &end, 10);
    if (end != text + 4 || (*end != '\0' && strcmp(end, "年") != 0) || year < YEAR_LOW || year > YEAR_HIGH)
        return false;
    *first = date_make((int)year, 1, 1);
    *last = date_make((int)year, 12, 31);
    return true;
}

/* A day, or the first or last one of a month or year. */
static bool end_parse(const char *text, bool upper, day_t *out, bool *whole, day_t *other)
{
    day_t first, last;
    *whole = month_parse(text, &first, &last) || year_parse(text, &first, &last);
    if (*whole) {
        *out = upper ? last : first;
        *other = upper ? first : last;
        return true;
    }
    return date_typed(text, day_of(clock_now()), out);
}

enum err case_selection_period(struct case_selection *selection, const char *from, const char *to, struct error *e)
{
    day_t first = selection->first, last = selection->last, other = 0;
    bool whole = false;
    if (*from != '\0' && !end_parse(from, false, &first, &whole, &other))
        return error_set(e, ERR_INVALID, "from", _("\"%s\" is no day, month or year."), from);
    if (whole)
        last = other;
    if (*to != '\0' && !end_parse(to, true, &last, &whole, &other))
        return error_set(e, ERR_INVALID, "to", _("\"%s\" is no day, month or year."), to);
    if (last < first)
        return error_set(e, ERR_INVALID, "to", _("The period ends before it begins."));
    selection->first = first;
    selection->last = last;
    return ERR_NONE;
}

/* The months that it consists of: 0 when it is not made of whole ones. */
static int whole_months(const struct case_selection *s)
{
    int year, month, day, last_year, last_month;
    date_split(s->first, &year, &month, &day);
    if (day != 1)
        return 0;
    date_split(s->last + 1, &last_year, &last_month, &day);
    return day == 1 ? (last_year - year) * 12 + last_month - month : 0;
}

const char *case_selection_period_text(const struct case_selection *selection, struct pool *pool)
{
    char first[DATE_TEXT], last[DATE_TEXT];
    int months = whole_months(selection);
    date_format(selection->first, first);
    date_format(selection->last, last);
    if (months == 1)
        return pool_text_n(pool, first, MONTH_TEXT - 1);
    if (months == 12 && strncmp(first + 4, "-01-01", 6) == 0)
        return pool_text_n(pool, first, 4);
    return pool_format(pool, "%s..%s", first, last);
}

/* Is it the beginning of a month, this one so far? */
static bool is_month_so_far(const struct case_selection *s)
{
    char first[DATE_TEXT], last[DATE_TEXT];
    date_format(s->first, first);
    date_format(s->last, last);
    return strcmp(first + MONTH_TEXT, "01") == 0 && strncmp(first, last, MONTH_TEXT - 1) == 0;
}

void case_selection_shift(struct case_selection *selection, int by)
{
    int months = is_month_so_far(selection) ? 1 : whole_months(selection);
    char month[MONTH_TEXT], moved[MONTH_TEXT];
    day_t length = selection->last - selection->first + 1, end;
    if (months == 0) {
        selection->first += by * length;
        selection->last += by * length;
        return;
    }
    month_of(selection->first, month);
    month_add(month, by * months, moved);
    month_parse(moved, &selection->first, &end);
    month_add(moved, months - 1, month);
    month_parse(month, &end, &selection->last);
}

/* Row 0 of *area is the one that was asked for: the actor's own without a question. */
static enum err find_area(struct work *work, struct pool *pool, int64_t id, struct rows *area, struct error *e)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)id);
    return area_find(work, pool, text, area, e);
}

enum err case_scope(struct work *work, struct pool *pool, const char *action, const struct case_selection *selection,
                    struct case_scope *out, struct error *e)
{
    int64_t id = selection->area != 0 ? selection->area : work->actor.area;
    struct rows area = {0};

    *out = (struct case_scope){
        .area = id, .area_name = "", .from = day_start(selection->first), .until = day_start(selection->last + 1)};
    today_text(out->today);
    right_range(work, "case.confidential", &out->secret, NULL); /* without the right the range is empty */
    enum err r = right_range(work, action, &out->range, e);
    if (r != ERR_NONE || id == 0)
        return r;
    r = find_area(work, pool, id, &area, e);
    if (r != ERR_NONE)
        return r;
    struct scope_range asked = {.me = out->range.me};
    area_range(rows_text(&area, 0, "path"), asked.lo, asked.hi);
    if (strncmp(asked.lo, out->range.lo, strlen(out->range.lo)) != 0)
        return error_set(e, ERR_NOT_FOUND, "area", _("There is no area like that where you work."));
    range_narrow(&out->range, &asked);
    out->area_level = (int)rows_int(&area, 0, "level");
    out->area_name = rows_text(&area, 0, "name");
    return ERR_NONE;
}

const char *case_scope_head(struct pool *pool, const struct case_selection *selection, const struct case_scope *scope)
{
    return pool_format(pool, "%s  %s", scope->area_name, case_selection_period_text(selection, pool));
}

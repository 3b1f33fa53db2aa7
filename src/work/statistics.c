#include "wangge/work/statistics.h"

#include "figures.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CATEGORY_PART  2 /* digits that a level of the tree of categories has */
#define CATEGORY_DEPTH 6

static const struct {
    const char *name, *label;
} divisions[STATISTICS_BY_COUNT] = {
    [BY_AREA] = {"area",     N_("area")    },
      [BY_CATEGORY] = {"category", N_("category")},
    [BY_UNIT] = {"unit",     N_("unit")    },
      [BY_MONTH] = {"month",    N_("month")   },
    [BY_SOURCE] = {"source",   N_("source")  },
      [BY_LEVEL] = {"level",    N_("level")   },
};

const char *statistics_by_name(enum statistics_by by)
{
    return divisions[by].name;
}

const char *statistics_by_label(enum statistics_by by)
{
    return _(divisions[by].label);
}

bool statistics_by_parse(const char *name, enum statistics_by *out)
{
    for (size_t i = 0; i < COUNT_OF(divisions); i++)
        if (strcmp(divisions[i].name, name) == 0) {
            *out = (enum statistics_by)i;
            return true;
        }
    return false;
}

/* Columns of statistics.divided, in the order of struct figures. */
static const char *const sums[] = {"reported", "closed", "open",      "overdue",   "limited", "timely", "reworked",
                                   "returned", "called", "satisfied", "basically", "settled", "seconds"};

static int64_t *part(struct figures *figures, size_t i)
{
    int64_t *parts[] = {&figures->reported, &figures->closed,    &figures->open,      &figures->overdue,
                        &figures->limited,  &figures->timely,    &figures->reworked,  &figures->returned,
                        &figures->called,   &figures->satisfied, &figures->basically, &figures->settled,
                        &figures->seconds};
    return parts[i];
}

void figures_add(struct figures *to, const struct figures *from)
{
    struct figures copy = *from;
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        *part(to, i) += *part(&copy, i);
}

static struct figures figures_of_row(const struct rows *rows, size_t row)
{
    struct figures f = {0};
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        if (strcmp(sums[i], "open") != 0)
            *part(&f, i) = rows_int(rows, row, sums[i]);
    f.open = f.reported - f.closed;
    return f;
}

struct reading {
    struct work *work;
    struct pool *pool;
    const struct case_selection *selection;
    struct case_scope scope;
    enum statistics_by by;
    int64_t width;
    struct rows rows; /* of statistics.divided */
    struct statistics_row *out;
    size_t count;
};

#define BIND_SELECTION(s)                                                                                              \
    BIND_TEXT("category", (s)->category), BIND_TEXT("source", (s)->source), BIND_TEXT("level", (s)->level),            \
        BIND_INT("one_unit", (s)->one_unit), BIND_TEXT("unit", (s)->unit), BIND_INT("now", clock_now())

static enum err read_sums(struct reading *r, struct error *e)
{
    size_t level = strlen(r->selection->category) + CATEGORY_PART;
    r->width = r->by == BY_AREA ? (int64_t)strlen(r->scope.range.lo) + AREA_PART : (int64_t)level;
    return db_query(r->work->db, r->pool, "statistics.divided",
                    BINDS(BIND_CASE_SCOPE(r->scope), BIND_SELECTION(r->selection),
                          BIND_TEXT("by", divisions[r->by].name), BIND_INT("width", r->width)),
                    &r->rows, e);
}

static struct statistics_row *find_row(struct reading *r, const char *key)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->out[i].key, key) == 0)
            return &r->out[i];
    return NULL;
}

static struct statistics_row *add_row(struct reading *r, const char *key, const char *label)
{
    struct statistics_row *row = &r->out[r->count++];
    *row = (struct statistics_row){.key = key, .label = label};
    return row;
}

/* Every area below, also those without a case; the area itself when cases lie there. */
static enum err add_areas(struct reading *r, struct error *e)
{
    struct rows areas;
    enum err err = db_query(r->work->db, r->pool, "statistics.areas",
                            BINDS(BIND_TEXT("lo", r->scope.range.lo), BIND_TEXT("hi", r->scope.range.hi),
                                  BIND_INT("width", r->width), BIND_INT("area", r->scope.area)),
                            &areas, e);
    if (err != ERR_NONE)
        return err;
    r->out = pool_new_piece(r->pool, areas.count + 1, sizeof *r->out);
    for (size_t i = 0; i < areas.count; i++) {
        const char *path = rows_text(&areas, i, "path");
        bool own = (int64_t)strlen(path) != r->width, used = false;
        for (size_t k = 0; own && k < r->rows.count; k++)
            used = used || strcmp(rows_text(&r->rows, k, "key"), path) == 0;
        if (own && !used)
            continue;
        struct statistics_row *row = add_row(r, path, rows_text(&areas, i, "name"));
        row->area = rows_int(&areas, i, "id");
        row->deeper = !own && rows_int(&areas, i, "deeper") != 0;
    }
    return ERR_NONE;
}

/* The key that a row of sums belongs to: the month of a day, else its own. */
static const char *key_of(struct reading *r, size_t i)
{
    char month[MONTH_TEXT];
    const char *key = rows_text(&r->rows, i, "key");
    if (r->by != BY_MONTH)
        return key;
    month_of((day_t)strtol(key, NULL, 10), month);
    return pool_text(r->pool, month);
}

static const char *label_of(const struct reading *r, const char *key)
{
    switch (r->by) {
    case BY_CATEGORY:
        return pool_format(r->pool, "%s %s", key, code_text("case_category", key));
    case BY_SOURCE:
        return code_text("case_source", key);
    case BY_LEVEL:
        return code_text("case_level", key);
    case BY_UNIT:
        return *key == '\0' ? _("no unit yet") : key;
    default:
        return key;
    }
}

/* Has the tree a level below the code? */
static bool is_deeper(const struct reading *r, const char *key)
{
    const struct code_list *list = code_list("case_category");
    if (r->by != BY_CATEGORY || (int64_t)strlen(key) != r->width || strlen(key) >= CATEGORY_DEPTH)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->codes[i].under, key) == 0)
            return true;
    return false;
}

static void fill_rows(struct reading *r)
{
    if (r->out == NULL)
        r->out = pool_new_piece(r->pool, r->rows.count + 1, sizeof *r->out);
    for (size_t i = 0; i < r->rows.count; i++) {
        const char *key = key_of(r, i);
        struct figures figures = figures_of_row(&r->rows, i);
        struct statistics_row *row = find_row(r, key);
        if (row == NULL) {
            row = add_row(r, key, label_of(r, key));
            row->deeper = is_deeper(r, key);
        }
        figures_add(&row->figures, &figures);
    }
}

enum err statistics_read(struct work *work, struct pool *pool, enum statistics_by by,
                         const struct case_selection *selection, struct statistics_row **out, size_t *count,
                         struct figures *total, struct error *e)
{
    struct reading r = {.work = work, .pool = pool, .selection = selection, .by = by};
    *count = 0;
    *total = (struct figures){0};
    enum err err = case_scope(work, pool, "case.statistics", selection, &r.scope, e);
    if (err == ERR_NONE)
        err = read_sums(&r, e);
    if (err == ERR_NONE && by == BY_AREA)
        err = add_areas(&r, e);
    if (err != ERR_NONE)
        return err;
    fill_rows(&r);
    for (size_t i = 0; i < r.count; i++)
        figures_add(total, &r.out[i].figures);
    *out = r.out;
    *count = r.count;
    return ERR_NONE;
}

enum err statistics_cases(struct work *work, struct pool *pool, const struct case_selection *selection, int64_t offset,
                          int64_t limit, struct rows *out, int64_t *total, struct error *e)
{
    struct case_scope scope;
    struct rows sum;
    enum err r = case_scope(work, pool, "case.statistics", selection, &scope, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "statistics.records",
                     BINDS(BIND_CASE_SCOPE(scope), BIND_SELECTION(selection), BIND_INT("limit", limit),
                           BIND_INT("offset", offset)),
                     out, e);
    if (r == ERR_NONE && total != NULL) {
        r = db_query(work->db, pool, "statistics.count", BINDS(BIND_CASE_SCOPE(scope), BIND_SELECTION(selection)), &sum,
                     e);
        *total = r == ERR_NONE ? rows_int(&sum, 0, "total") : 0;
    }
    return r;
}

static void narrow_month(struct case_selection *selection, const char *month)
{
    day_t first, last;
    if (!month_parse(month, &first, &last))
        return;
    selection->first = first > selection->first ? first : selection->first;
    selection->last = last < selection->last ? last : selection->last;
}

void statistics_narrow(struct case_selection *selection, enum statistics_by by, const struct statistics_row *row)
{
    switch (by) {
    case BY_AREA:
        selection->area = row->area;
        break;
    case BY_CATEGORY:
        text_copy(selection->category, sizeof selection->category, row->key);
        break;
    case BY_UNIT:
        selection->one_unit = true;
        text_copy(selection->unit, sizeof selection->unit, row->key);
        break;
    case BY_MONTH:
        narrow_month(selection, row->key);
        break;
    case BY_SOURCE:
        text_copy(selection->source, sizeof selection->source, row->key);
        break;
    case BY_LEVEL:
        text_copy(selection->level, sizeof selection->level, row->key);
        break;
    case STATISTICS_BY_COUNT:
        break;
    }
}

/* What the figures of cases are called, how they are made of sums, and how they read. */
#include "figures.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASICALLY 0.8 /* what one who is basically satisfied counts */
#define HOUR      3600.0

/* How each figure is made of the sums; without "under" it is a number. */
static double count_of(const struct figures *f, const char *code)
{
    const struct {
        const char *code;
        int64_t count;
    } counts[] = {
        {"reported", f->reported},
        {"closed",   f->closed  },
        {"open",     f->open    },
        {"overdue",  f->overdue },
        {"returned", f->returned},
    };
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (strcmp(counts[i].code, code) == 0)
            return (double)counts[i].count;
    return 0;
}

static bool share_of(const struct figures *f, const char *code, double *over, double *under)
{
    const struct {
        const char *code;
        double over, under;
    } shares[] = {
        {"in_time",      (double)f->timely,                                       (double)f->limited },
        {"rework",       (double)f->reworked,                                     (double)f->closed  },
        {"satisfaction", (double)f->satisfied + BASICALLY * (double)f->basically, (double)f->called  },
        {"in_grid",      (double)f->settled,                                      (double)f->reported},
        {"hours",        (double)f->seconds / HOUR,                               (double)f->closed  },
    };
    for (size_t i = 0; i < COUNT_OF(shares); i++)
        if (strcmp(shares[i].code, code) == 0) {
            *over = shares[i].over;
            *under = shares[i].under;
            return true;
        }
    return false;
}

/* Loaded once before the first fork, then only read. */
static struct pool *loaded;
static struct {
    const char *code, *label[LANGUAGE_COUNT], *formula[LANGUAGE_COUNT];
    enum figure_kind kind;
    double target;
    int drop;
} * figures;
static size_t count;

static bool kind_parse(const char *word, enum figure_kind *out)
{
    static const char *const words[] = {[FIGURE_COUNT] = "count", [FIGURE_RATE] = "rate", [FIGURE_HOURS] = "hours"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], word) == 0) {
            *out = (enum figure_kind)i;
            return true;
        }
    return false;
}

static enum err read_row(const struct csv *csv, const struct csv_row *row, size_t i, struct error *e)
{
    const struct figures none = {0};
    double over, under;
    figures[i].code = csv_cell(csv, row, "code");
    figures[i].target = strtod(csv_cell(csv, row, "target"), NULL) / 100;
    figures[i].drop = (int)strtol(csv_cell(csv, row, "drop"), NULL, 10);
    figures[i].label[LANGUAGE_EN] = csv_cell(csv, row, "en");
    figures[i].label[LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN");
    figures[i].formula[LANGUAGE_EN] = csv_cell(csv, row, "formula_en");
    figures[i].formula[LANGUAGE_ZH] = csv_cell(csv, row, "formula_zh");
    if (!kind_parse(csv_cell(csv, row, "kind"), &figures[i].kind))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: kind: count, rate or hours", csv->path, row->line);
    if (figures[i].kind != FIGURE_COUNT && !share_of(&none, figures[i].code, &over, &under))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no figure %s", csv->path, row->line, figures[i].code);
    return ERR_NONE;
}

enum err figures_load(const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;

    pool_free(&loaded);
    loaded = pool_new();
    count = 0;
    snprintf(path, sizeof path, "%s/case_figures.csv", etc_dir);
    enum err r = csv_load(loaded, path, &csv, e);
    if (r == ERR_NONE)
        figures = pool_new_piece(loaded, csv->count + 1, sizeof *figures);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++, count = i)
        r = read_row(csv, &csv->rows[i], i, e);
    return r;
}

size_t figure_count(void)
{
    return count;
}

struct figure figure_at(size_t i)
{
    enum language l = i18n_language();
    return (struct figure){.code = figures[i].code,
                           .label = figures[i].label[l],
                           .formula = figures[i].formula[l],
                           .kind = figures[i].kind,
                           .target = figures[i].target,
                           .drop = figures[i].drop};
}

bool figure_value(const struct figures *f, const struct figure *figure, double *out)
{
    double over = 0, under = 0;
    if (figure->kind == FIGURE_COUNT) {
        *out = count_of(f, figure->code);
        return true;
    }
    if (!share_of(f, figure->code, &over, &under) || under == 0)
        return false;
    *out = over / under;
    return true;
}

const char *figure_text(struct pool *pool, const struct figures *f, const struct figure *figure)
{
    double value = 0;
    if (!figure_value(f, figure, &value))
        return "-";
    if (figure->kind == FIGURE_COUNT)
        return pool_format(pool, "%.0f", value);
    if (figure->kind == FIGURE_HOURS)
        return pool_format(pool, "%.1f", value);
    return pool_format(pool, "%.1f%%%s", 100 * value, figure_below_target(f, figure) ? "!" : "");
}

bool figure_below_target(const struct figures *f, const struct figure *figure)
{
    double value = 0;
    return figure->target > 0 && figure_value(f, figure, &value) && value < figure->target;
}

static const char *formulas(struct pool *pool)
{
    struct buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        struct figure figure = figure_at(i);
        buffer_format(&text, "%s%s: %s", i > 0 ? "\n" : "", figure.label, figure.formula);
    }
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static void put_row(struct pool *pool, struct report *out, const char *label, const struct figures *f)
{
    const char **cells = out->cells + out->count++ * out->columns;
    cells[0] = label;
    for (size_t i = 0; i < count; i++) {
        struct figure figure = figure_at(i);
        cells[1 + i] = figure_text(pool, f, &figure);
    }
}

enum err statistics_report(struct work *work, struct pool *pool, enum statistics_by by,
                           const struct case_selection *selection, struct report *out, struct error *e)
{
    struct statistics_row *rows = NULL;
    struct figures total;
    struct case_scope scope;
    size_t row_count = 0;
    enum err r = case_scope(work, pool, "case.statistics", selection, &scope, e);
    if (r == ERR_NONE)
        r = statistics_read(work, pool, by, selection, &rows, &row_count, &total, e);
    if (r != ERR_NONE)
        return r;
    struct report_column *columns = pool_new_piece(pool, count + 1, sizeof *columns);
    columns[0] = (struct report_column){statistics_by_name(by), statistics_by_label(by), false, 0};
    for (size_t i = 0; i < count; i++) {
        struct figure figure = figure_at(i);
        columns[1 + i] = (struct report_column){figure.code, figure.label, true, figure.drop};
    }
    *out = (struct report){.name = "case_statistics",
                           .title = _("Statistics of cases"),
                           .head = case_scope_head(pool, selection, &scope),
                           .note = formulas(pool),
                           .column = columns,
                           .columns = count + 1,
                           .cells = pool_new_piece(pool, (row_count + 1) * (count + 1) + 1, sizeof(const char *))};
    for (size_t i = 0; i < row_count; i++)
        put_row(pool, out, rows[i].label, &rows[i].figures);
    put_row(pool, out, _("Sum"), &total);
    return ERR_NONE;
}

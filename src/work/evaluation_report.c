#include "wangge/work/evaluation_report.h"

#include "evaluation_inside.h"
#include "inside.h"
#include "print_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/sheets.h"
#include "wangge/work/audit.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDE 110 /* columns of a page on which the items have room beside the totals */

/* What went out, and who sent for it. */
static enum err told(struct work *work, enum err r, const char *month, struct error *e)
{
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    return audit_end(work, r, "evaluation.export", "evaluation", 0, month, e);
}

static enum err send_file(const char *path, FILE *out, struct error *e)
{
    char buffer[8192];
    size_t n = 0;
    FILE *in = fopen(path, "re");
    while (in != NULL && (n = fread(buffer, 1, sizeof buffer, in)) > 0)
        fwrite(buffer, 1, n, out);
    bool good = in != NULL && !ferror(in) && fflush(out) == 0;
    if (in != NULL)
        fclose(in);
    return good ? ERR_NONE : error_set(e, ERR_FAILED, NULL, _("The file could not be sent whole; please try again."));
}

/* The book as a file of the actor's, its way in path. */
static enum err make_file(struct work *work, const char *month, int64_t *id, char *path, size_t room, struct error *e)
{
    struct pool *pool = pool_new();
    struct sheets *sheets = NULL;
    FILE *file = NULL;
    enum err r = evaluation_sheets(work, pool, month, false, &sheets, e);

    if (r == ERR_NONE)
        r = file_new(work, pool_format(pool, "evaluation-%s.xlsx", month), "xlsx", id, &file, e);
    if (file != NULL)
        fclose(file); /* the spreadsheet's writer opens the path itself */
    if (r == ERR_NONE)
        r = file_path(work, *id, path, room, e);
    if (r == ERR_NONE)
        r = sheets_write(sheets, path, e);
    pool_free(&pool);
    return told(work, r, month, e);
}

static void forget_file(struct work *work, int64_t id, const char *path)
{
    struct error gone = {0};
    if (id != 0 && file_remove(work, id, &gone) != ERR_NONE && *path != '\0')
        unlink(path);
}

enum err evaluation_export(struct work *work, const char *month, FILE *out, struct error *e)
{
    char path[512] = "";
    int64_t id = 0;
    enum err r = make_file(work, month, &id, path, sizeof path, e);
    if (r == ERR_NONE)
        r = send_file(path, out, e);
    forget_file(work, id, path);
    return r;
}

enum err evaluation_export_file(struct work *work, const char *month, int64_t *file, struct error *e)
{
    char path[512] = "", line[256];
    enum err r = make_file(work, month, file, path, sizeof path, e);
    if (r == ERR_NONE)
        r = file_done(work, *file, e);
    if (r != ERR_NONE) {
        forget_file(work, *file, path);
        return r;
    }
    snprintf(line, sizeof line, _("Evaluation of %s. It is fetched with: inbox get %lld"), month, (long long)*file);
    return inbox_add(work, 0, "export", *file, *file, line, e);
}

enum err evaluation_print(struct work *work, const char *month, const struct paper *paper, struct buffer *out,
                          struct error *e)
{
    struct printing p;
    struct sheets *sheets = NULL;
    enum err r = printing_begin(&p, work, paper, NULL, e);
    if (r == ERR_NONE)
        r = evaluation_sheets(work, p.pool, month, print_width(p.print) < WIDE, &sheets, e);
    if (r == ERR_NONE)
        sheets_print(sheets, p.print);
    return printing_end(&p, r, "evaluation", 0, out, e);
}

/* Somebody who sees the own evaluation only: which one that is. */
static enum err own_one(struct work *work, struct pool *pool, const char *month, const char **subject, int64_t *who,
                        struct error *e)
{
    struct evaluation *own = pool_new_piece(pool, 1, sizeof *own);
    bool found = false;
    enum err r = evaluation_own(work, pool, month, own, &found, e);
    if (r == ERR_NONE && !found)
        r = error_set(e, ERR_NOT_FOUND, "month", _("Nobody here was judged in %s."), month);
    *subject = own->subject;
    *who = own->who;
    return r;
}

/* To one digit behind the point, as everywhere. */
static void round_totals(struct pool *pool, struct rows *rows)
{
    static const char *const columns[] = {"total", "best", "least"};
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < COUNT_OF(columns); k++) {
            struct value *value = &rows->values[i * rows->columns + (size_t)rows_column(rows, columns[k])];
            const char *text = pool_format(pool, "%.1f", value->real);
            *value = (struct value){.type = VALUE_REAL, .real = strtod(text, NULL), .text = text};
        }
}

enum err evaluation_trend(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t who,
                          struct rows *out, struct error *e)
{
    struct scope_range range;
    char first[MONTH_TEXT];
    day_t from = 0, to = 0;
    enum err r = right_range(work, "evaluation.read", &range, e);

    if (r == ERR_NONE && !month_parse(month, &from, &to))
        r = error_set(e, ERR_INVALID, "month", _("\"%s\" is no month; write it as 2026-10."), month);
    if (r != ERR_NONE)
        return r;
    if (range.own)
        r = own_one(work, pool, month, &subject, &who, e);
    if (r != ERR_NONE)
        return r;
    month_add(month, 1 - TREND_MONTHS, first);
    r = db_query(work->db, pool, "evaluation_report.trend",
                 BINDS(BIND_TEXT("first", first), BIND_TEXT("month", month),
                       BIND_TEXT("subject", subject == NULL || *subject == '\0' ? "grid_leader" : subject),
                       BIND_INT("who", who), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)),
                 out, e);
    if (r == ERR_NONE)
        round_totals(pool, out);
    return r;
}

/* A shipped scheme bears the number of its version for a name. */
static enum err name_scheme(struct work *work, struct pool *pool, int64_t id, const char **out, struct error *e)
{
    struct rows rows;
    enum err r = db_query(work->db, pool, "scheme.get", BINDS(BIND_INT("id", id)), &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    const char *name = rows_text(&rows, 0, "name"), *area = rows_text(&rows, 0, "area_name");
    if (name[strspn(name, "0123456789")] == '\0')
        name = *area == '\0' ? _("general") : area;
    *out = pool_format(pool, _("%s, version %lld"), name, (long long)rows_int(&rows, 0, "version"));
    return ERR_NONE;
}

static size_t count_schemes(const struct evaluation *list, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < i && list[k].scheme != list[i].scheme)
            k++;
        found += k == i && list[i].scheme != 0;
    }
    return found;
}

static double average(const struct evaluation *list, size_t count, size_t *judged)
{
    double sum = 0;
    *judged = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].judged) {
            sum += list[i].corrected ? list[i].corrected_total : list[i].total;
            ++*judged;
        }
    return *judged == 0 ? 0 : sum / (double)*judged;
}

enum err evaluation_about(struct work *work, struct pool *pool, const char *month, const char *subject,
                          const struct evaluation *list, size_t count, struct evaluation_about *out, struct error *e)
{
    char before[MONTH_TEXT];
    struct rows trend = {0};
    size_t judged = 0;
    double now = average(list, count, &judged);
    *out = (struct evaluation_about){.scheme = "", .schemes = count_schemes(list, count)};
    if (judged == 0)
        return ERR_NONE;
    month_add(month, -1, before);
    enum err r = evaluation_trend(work, pool, before, subject, 0, &trend, e);
    if (r == ERR_NONE && trend.count > 0 && strcmp(rows_text(&trend, trend.count - 1, "month"), before) == 0) {
        out->compared = true;
        out->change = now - rows_real(&trend, trend.count - 1, "total");
    }
    if (r == ERR_NONE && out->schemes == 1)
        r = name_scheme(work, pool, list[0].scheme, &out->scheme, e);
    return r;
}

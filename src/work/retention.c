#include "wangge/work/retention.h"

#include "inside.h"
#include "retention_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/csv.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEEP_MOST 1200

/* Read once, before the first fork. */
static struct pool *loaded;
static struct retention_rule rules[RETENTION_MOST];
static size_t total;

static bool whole(const char *text, int *out)
{
    char *end = NULL;
    long n = strtol(text, &end, 10);
    *out = (int)n;
    return end != text && *end == '\0' && n >= 0 && n <= KEEP_MOST;
}

static enum err read_rule(const struct csv *csv, const struct csv_row *row, struct retention_rule *out, struct error *e)
{
    const char *unit = csv_cell(csv, row, "unit"), *action = csv_cell(csv, row, "action");
    *out = (struct retention_rule){
        .name = csv_cell(csv, row, "rule"),
        .months = strcmp(unit, "months") == 0,
        .deletes = strcmp(action, "delete") == 0,
        .label = {[LANGUAGE_EN] = csv_cell(csv, row, "en"),       [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")   },
        .stays = {[LANGUAGE_EN] = csv_cell(csv, row, "stays_en"), [LANGUAGE_ZH] = csv_cell(csv, row, "stays_zh")},
    };
    if (!whole(csv_cell(csv, row, "keep"), &out->keep) || !whole(csv_cell(csv, row, "least"), &out->least) ||
        (out->keep != 0 && out->keep < out->least))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: keep and least: whole numbers, keep 0 or not below least",
                         csv->path, row->line);
    if (!out->months && strcmp(unit, "days") != 0)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: unit: days or months", csv->path, row->line);
    if (!out->deletes && strcmp(action, "anonymise") != 0)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: action: delete or anonymise", csv->path, row->line);
    if (!retention_is_known(out->name))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: rule: there are no statements for %s", csv->path, row->line,
                         out->name);
    return ERR_NONE;
}

enum err retention_load(const char *etc_dir, struct error *e)
{
    struct csv *csv = NULL;
    char path[4096];
    pool_free(&loaded);
    loaded = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/retention.csv", etc_dir);
    enum err r = csv_load(loaded, path, &csv, e);
    if (r == ERR_NONE && csv->count > RETENTION_MOST)
        r = error_set(e, ERR_INVALID, NULL, "%s: more than %d rules", path, RETENTION_MOST);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        r = read_rule(csv, &csv->rows[i], &rules[i], e);
        total += r == ERR_NONE;
    }
    return r;
}

size_t retention_count(void)
{
    return total;
}

const struct retention_rule *retention_at(size_t i)
{
    return i < total ? &rules[i] : NULL;
}

const struct retention_rule *retention_find(const char *name)
{
    for (size_t i = 0; i < total; i++)
        if (strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

/* The beginning of the day that lies so long before today; 0 when it is kept for ever. */
static int64_t edge_of(const struct retention_rule *rule, int keep)
{
    char month[MONTH_TEXT];
    day_t today = day_of(clock_now()), first = 0, last = 0;
    int year, number, day;
    if (keep == 0)
        return 0;
    if (!rule->months)
        return day_start(today - keep);
    date_split(today, &year, &number, &day);
    month_of(today, month);
    month_add(month, -keep, month);
    month_parse(month, &first, &last);
    return day_start(first + day - 1 < last ? first + day - 1 : last);
}

const char *retention_keep_text(struct pool *pool, const struct retention_rule *rule, int keep)
{
    if (keep == 0)
        return _("for ever");
    return pool_format(pool, rule->months ? _("%d months") : _("%d days"), keep);
}

/* The row of the rule; its place behind the last when there is none. */
static size_t row_of(const struct rows *rows, const char *name)
{
    size_t i = 0;
    while (i < rows->count && strcmp(rows_text(rows, i, "rule"), name) != 0)
        i++;
    return i;
}

enum err retention_states(struct work *work, struct pool *pool, struct retention_state *out, struct error *e)
{
    struct rows kept = {0}, last = {0};
    enum err r = db_query(work->db, pool, "retention.rules", NULL, &kept, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "retention.last", NULL, &last, e);
    for (size_t i = 0; r == ERR_NONE && i < total; i++) {
        size_t set = row_of(&kept, rules[i].name), ran = row_of(&last, rules[i].name);
        bool is_set = set < kept.count;
        out[i] = (struct retention_state){
            .rule = &rules[i],
            .keep = is_set ? (int)rows_int(&kept, set, "keep") : rules[i].keep,
            .rows = -1,
            .last = ran < last.count ? rows_int(&last, ran, "at") : 0,
            .changed_by = is_set ? rows_text(&kept, set, "changed_by") : "",
            .changed_at = is_set ? rows_int(&kept, set, "changed_at") : 0,
        };
        out[i].before = edge_of(&rules[i], out[i].keep);
    }
    return r;
}

enum err retention_edge(struct work *work, const char *name, int64_t *before, struct error *e)
{
    struct retention_state states[RETENTION_MOST];
    struct pool *pool = pool_new();
    enum err r = retention_states(work, pool, states, e);
    *before = 0;
    for (size_t i = 0; r == ERR_NONE && i < total; i++)
        if (strcmp(rules[i].name, name) == 0)
            *before = states[i].before;
    pool_free(&pool);
    return r;
}

enum err retention_list(struct work *work, struct pool *pool, bool dry, struct retention_state *out, size_t *count,
                        struct error *e)
{
    enum err r = right_need(work, "retention.read", e);
    if (r == ERR_NONE)
        r = retention_states(work, pool, out, e);
    for (size_t i = 0; r == ERR_NONE && dry && i < total; i++)
        r = retention_old(work, out[i].rule, out[i].before, &out[i].rows, e);
    *count = r == ERR_NONE ? total : 0;
    return r;
}

enum err retention_set(struct work *work, const char *name, int keep, struct error *e)
{
    const struct retention_rule *rule = retention_find(name);
    struct pool *pool = pool_new();
    const char *note = "";
    enum err r = right_need(work, "retention.write", e);
    if (r == ERR_NONE && rule == NULL)
        r = error_set(e, ERR_NOT_FOUND, "rule", _("There is no rule \"%s\". See: retention list"), name);
    if (r == ERR_NONE && keep < 0)
        keep = rule->keep;
    if (r == ERR_NONE && keep != 0 && (keep < rule->least || keep > KEEP_MOST))
        r = error_set(e, ERR_INVALID, "keep", _("From %s to %s, or 0 for ever."),
                      retention_keep_text(pool, rule, rule->least), retention_keep_text(pool, rule, KEEP_MOST));
    if (r == ERR_NONE)
        note = pool_format(pool, "%s %d %s", name, keep, rule->months ? "months" : "days");
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "retention.set",
                       BINDS(BIND_TEXT("rule", name), BIND_INT("keep", keep), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    r = audit_end(work, r, "retention.write", "retention_rule", 0, note, e);
    pool_free(&pool);
    return r;
}

enum err retention_runs(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "retention.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "retention.runs", NULL, out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "at");
        rows_iso(pool, out, "before");
    }
    return r;
}

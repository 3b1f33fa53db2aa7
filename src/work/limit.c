#include "wangge/work/limit.h"

#include "limit_inside.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_MOST (INT64_C(86400) * 366 * 10)
#define PERCENT_MOST 1000

static struct pool *pool;
static struct limit *limits;
static const struct limit *held; /* shipped ones with the site's over them, NULL as long as there are none */
static size_t held_total;
static struct alarm_rule *rules;
static size_t limit_total, rule_total;

static bool has_code(const char *list, const char *code)
{
    return code_find(code_list(list), code) != NULL;
}

/* "0.25" of the clock's unit, as whole seconds. */
bool limit_read_amount(const char *text, enum clock_kind kind, int64_t *out)
{
    char *end = NULL;
    errno = 0;
    double amount = strtod(text, &end);
    double seconds = amount * (double)clock_kind_unit(kind);
    if (end == text || *end != '\0' || errno != 0 || !(seconds >= 1) || seconds > (double)SECONDS_MOST)
        return false;
    *out = (int64_t)(seconds + 0.5);
    return true;
}

static enum err read_limit(const struct csv *csv, const struct csv_row *row, struct limit *out, struct error *e)
{
    const char *clock = csv_cell(csv, row, "clock");
    *out = (struct limit){.category = csv_cell(csv, row, "category"),
                          .urgency = csv_cell(csv, row, "urgency"),
                          .stage = csv_cell(csv, row, "stage")};
    if (out->category[0] != '\0' && !has_code("case_category", out->category))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no category %s", csv->path, row->line, out->category);
    if (out->urgency[0] != '\0' && !has_code("urgency", out->urgency))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no urgency %s", csv->path, row->line, out->urgency);
    if (!has_code("case_stage", out->stage))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no stage %s", csv->path, row->line, out->stage);
    if (!clock_kind_parse(clock, &out->kind))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no clock %s", csv->path, row->line, clock);
    if (!limit_read_amount(csv_cell(csv, row, "amount"), out->kind, &out->amount))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: amount: a number above 0, of at most ten years", csv->path,
                         row->line);
    return ERR_NONE;
}

/* Whom an alarm can tell: whose turn it is, who has to do with the case, who holds it, or a role. */
static bool is_told(const char *word)
{
    static const char *const people[] = {"waits", "author", "handler", "assist", "level", "supervisor"};
    for (size_t i = 0; i < COUNT_OF(people); i++)
        if (strcmp(people[i], word) == 0)
            return true;
    return has_code("role", word);
}

/* The text is a format of ours with one %s, so that a slip in the file is told here and not by a crash. */
static bool is_text_of_one(const char *text)
{
    int names = 0;
    for (const char *s = text; *s != '\0'; s++) {
        if (*s != '%')
            continue;
        s++;
        if (*s != '%' && *s != 's')
            return false;
        names += *s == 's';
    }
    return names == 1;
}

static enum err read_rule(const struct csv *csv, const struct csv_row *row, struct alarm_rule *out, struct error *e)
{
    char word[32], *end = NULL;
    const char *percent = csv_cell(csv, row, "percent");
    long number = strtol(percent, &end, 10);
    *out = (struct alarm_rule){
        .stage = csv_cell(csv, row, "stage"),
        .percent = (int)number,
        .tells = csv_cell(csv, row, "tells"),
        .effect = csv_cell(csv, row, "effect"),
        .label = {[LANGUAGE_EN] = csv_cell(csv, row, "en"), [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")},
    };
    if (!has_code("case_stage", out->stage))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: no stage %s", csv->path, row->line, out->stage);
    if (end == percent || *end != '\0' || number < 1 || number > PERCENT_MOST)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: percent: a number from 1 to %d", csv->path, row->line,
                         PERCENT_MOST);
    for (const char *left = out->tells; word_next(&left, ' ', word, sizeof word);)
        if (!is_told(word))
            return error_set(e, ERR_INVALID, NULL, "%s:%d: tells: %s is not known", csv->path, row->line, word);
    if (out->effect[0] != '\0' && strcmp(out->effect, "secretary") != 0)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: effect: %s is not known", csv->path, row->line, out->effect);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (!is_text_of_one(out->label[i]))
            return error_set(e, ERR_INVALID, NULL, "%s:%d: a text needs one %%s for the number of the case", csv->path,
                             row->line);
    return ERR_NONE;
}

static enum err load_limits(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;
    snprintf(path, sizeof path, "%s/limits.csv", etc_dir);
    limit_total = 0;
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    limits = pool_new_piece(pool, csv->count + 1, sizeof *limits);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_limit(csv, &csv->rows[i], &limits[limit_total++], e);
    return r;
}

static enum err load_rules(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;
    snprintf(path, sizeof path, "%s/alarms.csv", etc_dir);
    rule_total = 0;
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    rules = pool_new_piece(pool, csv->count + 1, sizeof *rules);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_rule(csv, &csv->rows[i], &rules[rule_total++], e);
    return r;
}

enum err limits_load(const char *etc_dir, struct error *e)
{
    pool_free(&pool);
    pool = pool_new();
    limit_hold(NULL, 0);
    enum err r = load_limits(etc_dir, e);
    return r == ERR_NONE ? load_rules(etc_dir, e) : r;
}

static size_t limit_count(void)
{
    return held == NULL ? limit_total : held_total;
}

static const struct limit *limit_at(size_t i)
{
    return held == NULL ? &limits[i] : &held[i];
}

const struct limit *limit_find(const char *category, const char *urgency, const char *stage)
{
    for (size_t i = 0; i < limit_count(); i++) {
        const struct limit *limit = limit_at(i);
        if (strcmp(limit->stage, stage) == 0 && strncmp(limit->category, category, strlen(limit->category)) == 0 &&
            (limit->urgency[0] == '\0' || strcmp(limit->urgency, urgency) == 0))
            return limit->amount == 0 ? NULL : limit;
    }
    return NULL;
}

size_t limit_shipped(const struct limit **out)
{
    *out = limits;
    return limit_total;
}

void limit_hold(const struct limit *list, size_t count)
{
    held = list;
    held_total = count;
}

size_t alarm_rule_count(void)
{
    return rule_total;
}

const struct alarm_rule *alarm_rule_at(size_t i)
{
    return &rules[i];
}

void alarm_rule_kind(const struct alarm_rule *rule, char out[40])
{
    snprintf(out, 40, "%s.%d", rule->stage, rule->percent);
}

const struct alarm_rule *alarm_rule_of(const char *kind)
{
    char own[40];
    for (size_t i = 0; i < rule_total; i++) {
        alarm_rule_kind(&rules[i], own);
        if (strcmp(own, kind) == 0)
            return &rules[i];
    }
    return NULL;
}

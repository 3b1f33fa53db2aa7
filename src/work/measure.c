/* The fixed set of measures, and formulas of them. */
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/work/scheme.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FACTOR_MOST 100

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct measure_row {
    struct measure measure;
    const char *label[LANGUAGE_COUNT], *help[LANGUAGE_COUNT];
} * measures;
static size_t total;

static enum err read_row(const struct csv *csv, const struct csv_row *row, struct measure_row *out, struct error *e)
{
    const char *kind = csv_cell(csv, row, "kind");
    *out = (struct measure_row){
        .measure = {.name = csv_cell(csv, row, "measure"),
                    .subjects = csv_cell(csv,                                 row,                      "subject"),
                    .amount = strcmp(kind, "amount") == 0},
        .label = {[LANGUAGE_EN] = csv_cell(csv,      row,         "en"), [LANGUAGE_ZH] = csv_cell(csv, row,            "zh_CN")                            },
        .help = {[LANGUAGE_EN] = csv_cell(csv,            row,               "help_en"),       [LANGUAGE_ZH] = csv_cell(csv, row,"help_zh")},
    };
    bool known = out->measure.amount || strcmp(kind, "share") == 0;
    if (!known || *out->measure.name == '\0' || strlen(out->measure.name) >= sizeof(struct formula_part) - 8 ||
        *out->measure.subjects == '\0' || *out->label[LANGUAGE_EN] == '\0' || *out->label[LANGUAGE_ZH] == '\0')
        return error_set(e, ERR_INVALID, NULL,
                         _("%s:%d: a measure needs a short name, subject, kind (share or amount), en and zh_CN."),
                         csv->path, row->line);
    return ERR_NONE;
}

enum err measures_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;

    pool_free(&pool);
    pool = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/measures.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    measures = pool_new_piece(pool, csv->count + 1, sizeof *measures);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_row(csv, &csv->rows[i], &measures[i], e);
    total = r == ERR_NONE ? csv->count : 0;
    return r;
}

size_t measure_count(void)
{
    return total;
}

struct measure measure_at(size_t i)
{
    struct measure measure = measures[i].measure;
    measure.label = measures[i].label[i18n_language()];
    measure.help = measures[i].help[i18n_language()];
    return measure;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

bool measure_find(const char *name, const char *subject, struct measure *out)
{
    for (size_t i = 0; i < total; i++)
        if (text_same(measures[i].measure.name, name) &&
            (subject == NULL || has_word(measures[i].measure.subjects, subject))) {
            *out = measure_at(i);
            return true;
        }
    return false;
}

/* One "measure[*factor]"; *text is moved behind it. */
static bool parse_part(const char **text, struct formula_part *out)
{
    size_t n = 0;
    char *end = NULL;
    const char *s = *text;
    while (isalnum((unsigned char)s[n]) || s[n] == '_')
        n++;
    if (n == 0 || n >= sizeof out->measure)
        return false;
    memcpy(out->measure, s, n);
    out->measure[n] = '\0';
    out->factor = 1;
    *text = s + n;
    if (s[n] != '*')
        return true;
    if (!isdigit((unsigned char)s[n + 1]))
        return false;
    out->factor = strtod(s + n + 1, &end);
    *text = end;
    return out->factor > 0 && out->factor <= FACTOR_MOST;
}

bool formula_parse(const char *text, struct formula *out)
{
    *out = (struct formula){0};
    while (*text != '\0') {
        if (out->count == SCHEME_PARTS || !parse_part(&text, &out->parts[out->count++]))
            return false;
        if (*text == '\0')
            return true;
        if (*text++ != '+' || *text == '\0')
            return false;
    }
    return true;
}

#include "wangge/work/policy.h"

#include "words.h"

#include "wangge/base/csv.h"
#include "wangge/base/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AGE_MOST 150

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct policy *policies;
static size_t total;

/* Whole years, or what an empty cell means. */
static enum err read_age(const struct csv *csv, const struct csv_row *row, const char *column, int empty, int *out,
                         struct error *e)
{
    const char *cell = csv_cell(csv, row, column);
    char *end = NULL;
    long age = strtol(cell, &end, 10);

    *out = *cell == '\0' ? empty : (int)age;
    if (*cell != '\0' && (*end != '\0' || age < 0 || age > AGE_MOST))
        return error_set(e, ERR_INVALID, column, _("%s:%d: \"%s\" is no age."), csv->path, row->line, cell);
    return ERR_NONE;
}

static enum err read_row(const struct csv *csv, const struct csv_row *row, struct policy *out, struct error *e)
{
    *out = (struct policy){
        .name = csv_cell(csv, row, "name"),
        .kinds = csv_cell(csv, row, "kinds"),
        .registers = csv_cell(csv, row, "registers"),
        .given_in = csv_cell(csv, row, "given_in"),
        .given_as = csv_cell(csv, row, "given_as"),
        .label = {[LANGUAGE_EN] = csv_cell(csv, row, "en"), [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")},
    };
    if (*out->name == '\0' || *out->label[LANGUAGE_EN] == '\0' || *out->label[LANGUAGE_ZH] == '\0')
        return error_set(e, ERR_INVALID, NULL, _("%s:%d: a policy needs name, en and zh_CN."), csv->path, row->line);
    enum err r = read_age(csv, row, "age_from", 0, &out->age_from, e);
    return r == ERR_NONE ? read_age(csv, row, "age_to", AGE_MOST, &out->age_to, e) : r;
}

enum err policies_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;

    pool_free(&pool);
    pool = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/policies.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    policies = pool_new_piece(pool, csv->count + 1, sizeof *policies);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_row(csv, &csv->rows[i], &policies[total++], e);
    return r;
}

size_t policy_count(void)
{
    return total;
}

const struct policy *policy_at(size_t i)
{
    return &policies[i];
}

const char *policy_label(const struct policy *policy)
{
    return policy->label[i18n_language()];
}

bool policy_for_household(const struct policy *policy, const char *kinds)
{
    char kind[32];
    for (const char *left = policy->kinds; word_next(&left, ' ', kind, sizeof kind);)
        if (word_in(kinds, ',', kind))
            return true;
    return false;
}

bool policy_for_person(const struct policy *policy, int age, bool (*in_register)(const void *to, const char *table),
                       const void *to)
{
    char table[64];
    if (*policy->kinds != '\0' || age < policy->age_from || age > policy->age_to)
        return false;
    for (const char *left = policy->registers; word_next(&left, ' ', table, sizeof table);)
        if (in_register(to, table))
            return true;
    return *policy->registers == '\0';
}

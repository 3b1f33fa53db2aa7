#include "division.h"

#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sorted; read once before the first fork. */
static uint32_t *divisions;
static size_t division_count;

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static enum err take(const struct csv *csv, struct error *e)
{
    divisions = mem_resize(divisions, csv->count + 1, sizeof *divisions);
    division_count = 0;
    for (size_t i = 0; i < csv->count; i++) {
        const char *code = csv_cell(csv, &csv->rows[i], "code");
        if (strlen(code) != 6 || strspn(code, "0123456789") != 6)
            return error_set(e, ERR_INVALID, NULL, _("%s, line %d: a division code has six digits."), csv->path,
                             csv->rows[i].line);
        divisions[division_count++] = (uint32_t)strtoul(code, NULL, 10);
    }
    qsort(divisions, division_count, sizeof *divisions, by_number);
    return ERR_NONE;
}

enum err divisions_load(const char *path, struct error *e)
{
    struct pool *pool = pool_new();
    struct csv *csv = NULL;
    enum err r = csv_load(pool, path, &csv, e);
    if (r == ERR_NONE)
        r = take(csv, e);
    pool_free(&pool);
    return r;
}

bool division_was_used(const char *code)
{
    uint32_t number = 0;
    for (int i = 0; i < 6; i++)
        number = number * 10 + (uint32_t)(code[i] - '0');
    return division_count == 0 || bsearch(&number, divisions, division_count, sizeof *divisions, by_number) != NULL;
}

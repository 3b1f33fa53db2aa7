/* The lists of schema/demo/ and drawing from them. */
#include "demo.h"

#include "program.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool demo_chance(struct demo *demo, unsigned percent)
{
    return dice_below(&demo->dice, 100) < percent;
}

int demo_between(struct demo *demo, int low, int high)
{
    return high <= low ? low : low + (int)dice_below(&demo->dice, (uint32_t)(high - low + 1));
}

static struct choice *find_choice(const struct demo *demo, const char *part, const char *key)
{
    for (size_t i = 0; i < demo->choice_count; i++) {
        if (strcmp(demo->choices[i].part, part) == 0 && strcmp(demo->choices[i].key, key) == 0) {
            return (struct choice *)(uintptr_t)&demo->choices[i];
        }
    }
    return NULL;
}

static void add_to_choice(struct demo *demo, const char *part, const char *key, const struct csv *csv,
                          const struct csv_row *row, uint32_t weight)
{
    struct choice *choice = find_choice(demo, part, key);

    if (!choice && demo->choice_count < COUNT_OF(demo->choices)) {
        choice = &demo->choices[demo->choice_count++];
        *choice = (struct choice){.part = part, .key = key};
        choice->rows = pool_new_piece(demo->pool, csv->count, sizeof(void *));
        choice->sums = pool_new_piece(demo->pool, csv->count, sizeof *choice->sums);
    }
    if (choice) {
        choice->sums[choice->count] = weight + (choice->count ? choice->sums[choice->count - 1] : 0);
        choice->rows[choice->count++] = row;
    }
}

/* Every row of csv as a choice of the part that its first column says (or that is given) and the key of key_column. */
static void index_rows(struct demo *demo, const struct csv *csv, const char *part, const char *key_column)
{
    const char *column = csv_column(csv, demo->size->weights) >= 0 ? demo->size->weights
                         : csv_column(csv, "weight") >= 0          ? "weight"
                                                                   : NULL;

    for (size_t i = 0; i < csv->count; i++) {
        const struct csv_row *row = &csv->rows[i];
        const char *weight = column ? csv_cell(csv, row, column) : "1";
        if (*weight) {
            add_to_choice(demo, part ? part : row->cells[0], key_column ? csv_cell(csv, row, key_column) : "", csv, row,
                          (uint32_t)atoi(weight));
        }
    }
}

static enum err load_file(struct demo *demo, const char *schema, const char *name, struct csv **out, struct error *e)
{
    return csv_load(demo->pool, pool_format(demo->pool, "%s/demo/%s.csv", schema, name), out, e);
}

enum err demo_load(struct demo *demo, const char *schema, struct error *e)
{
    enum err r = load_file(demo, schema, demo->size->areas, &demo->areas, e);

    r = r ? r : load_file(demo, schema, "accounts", &demo->accounts, e);
    r = r ? r : load_file(demo, schema, "names", &demo->names, e);
    r = r ? r : load_file(demo, schema, "households", &demo->households, e);
    r = r ? r : load_file(demo, schema, "phrases", &demo->phrases, e);
    r = r ? r : load_file(demo, schema, "cases", &demo->cases, e);
    r = r ? r : load_file(demo, schema, "steps", &demo->steps, e);
    r = r ? r : load_file(demo, schema, "units", &demo->units, e);
    r = r ? r : load_file(demo, schema, "duty", &demo->duty, e);
    r = r ? r : load_file(demo, schema, "templates", &demo->templates, e);
    if (!r) {
        index_rows(demo, demo->names, NULL, NULL);
        index_rows(demo, demo->households, "household", NULL);
        index_rows(demo, demo->phrases, NULL, "key");
        index_rows(demo, demo->cases, "matter", NULL);
        index_rows(demo, demo->steps, "way", NULL);
    }
    return r;
}

bool demo_has(const struct demo *demo, const char *part, const char *key)
{
    return find_choice(demo, part, key) != NULL;
}

const struct csv_row *demo_row(struct demo *demo, const char *part, const char *key)
{
    const struct choice *choice = find_choice(demo, part, key);
    uint32_t drawn = dice_below(&demo->dice, choice->sums[choice->count - 1]);
    size_t low = 0, high = choice->count - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (drawn < choice->sums[middle]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return choice->rows[low];
}

const char *demo_phrase(struct demo *demo, const char *part, const char *key)
{
    return csv_cell(demo->phrases, demo_row(demo, part, demo_has(demo, part, key) ? key : ""), "text");
}

/* What the word that s begins with stands for; false when it is none of a grid's. */
static bool fill_of_grid(struct buffer *out, const char *s, const struct demo_grid *grid)
{
    if (strncmp(s, "{road}", 6) == 0) {
        buffer_add_text(out, grid->road);
    } else if (strncmp(s, "{grid}", 6) == 0) {
        buffer_add_text(out, grid->name);
    } else if (strncmp(s, "{community}", 11) == 0) {
        buffer_add_text(out, grid->community->name);
    } else if (strncmp(s, "{no}", 4) == 0) {
        buffer_format(out, "%d", grid->house_number);
    } else {
        return false;
    }
    return true;
}

/* The same of a household. */
static bool fill_of_household(struct buffer *out, const char *s, const struct demo_household *household)
{
    if (strncmp(s, "{who}", 5) == 0) {
        buffer_add_text(out, household->head);
    } else if (strncmp(s, "{b}", 3) == 0) {
        buffer_format(out, "%d", household->building);
    } else if (strncmp(s, "{u}", 3) == 0) {
        buffer_format(out, "%d", household->unit);
    } else if (strncmp(s, "{floor}", 7) == 0) {
        buffer_format(out, "%d", household->room / 100);
    } else if (strncmp(s, "{r}", 3) == 0) {
        buffer_format(out, "%d", household->room);
    } else {
        return false;
    }
    return true;
}

void demo_fill(struct buffer *out, const char *template, const struct demo_grid *grid,
               const struct demo_household *household)
{
    for (const char *s = template; *s;) {
        if (fill_of_grid(out, s, grid) || (household && fill_of_household(out, s, household))) {
            s += strcspn(s, "}") + 1;
        } else {
            buffer_add_char(out, *s++);
        }
    }
}

const char *demo_name(struct demo *demo, struct pool *pool, bool male, const char *surname)
{
    const char *given = male ? "male" : "female";
    const char *family = surname ? surname : csv_cell(demo->names, demo_row(demo, "surname", ""), "text");
    const char *first = csv_cell(demo->names, demo_row(demo, given, ""), "text");
    const char *second = demo_chance(demo, 65) ? csv_cell(demo->names, demo_row(demo, given, ""), "text") : "";

    return pool_format(pool, "%s%s%s", family, first, second);
}

/* 1000 is the beginning of no telephone number in use. */
const char *demo_phone(struct demo *demo, struct pool *pool)
{
    return pool_format(pool, "1000%07" PRIu32, dice_below(&demo->dice, 10000000));
}

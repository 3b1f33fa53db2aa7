/* What a spot check may ask. */
#include "wangge/work/spot_check.h"

#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHT_MOST 100

static struct pool *kept;
static struct check_field *fields;
static size_t total;

const struct check_field *check_fields(size_t *count)
{
    *count = total;
    return fields;
}

const char *check_field_text(const char *name)
{
    char table[64];
    const char *dot = strchr(name, '.');
    size_t n = dot == NULL ? 0 : (size_t)(dot - name);
    if (n == 0 || n >= sizeof table)
        return NULL;
    memcpy(table, name, n);
    table[n] = '\0';
    const struct table *found = table_find(table);
    const struct field *field = found == NULL ? NULL : table_field(found, dot + 1);
    return field == NULL ? NULL : field_label(field);
}

/* Rows are found by the door: of the household itself, its house, its people, or what belongs to one of these. */
static bool is_of_a_door(const struct table *table)
{
    return strcmp(table->name, "household") == 0 || strcmp(table->name, "house") == 0 ||
           strcmp(table->name, "person") == 0 || table_field(table, "person") != NULL ||
           table_field(table, "house") != NULL;
}

static enum err read_row(const struct csv *csv, const struct csv_row *row, struct check_field *out, struct error *e)
{
    const char *table = csv_cell(csv, row, "table"), *field = csv_cell(csv, row, "field");
    const char *weight = csv_cell(csv, row, "weight");
    char *end = NULL;
    long number = strtol(weight, &end, 10);

    out->table = table_find(table);
    out->field = out->table == NULL ? NULL : table_field(out->table, field);
    if (out->field == NULL || out->table->own_storage || out->table->sensitive || !is_of_a_door(out->table))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: %s.%s is no field of a register that can be asked for at a door",
                         csv->path, row->line, table, field);
    if (out->field->type == FIELD_COMPUTED || out->field->type == FIELD_LINK || out->field->type == FIELD_LONG_TEXT)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: %s.%s cannot be typed at a door", csv->path, row->line, table,
                         field);
    if (end == weight || *end != '\0' || number < 1 || number > WEIGHT_MOST)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: weight: a number from 1 to %d", csv->path, row->line,
                         WEIGHT_MOST);
    out->weight = (int)number;
    out->name = pool_format(kept, "%s.%s", table, field);
    out->chosen = strcmp(csv_cell(csv, row, "chosen"), "yes") == 0;
    return ERR_NONE;
}

enum err check_fields_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;
    enum err r;

    pool_free(&kept);
    kept = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/check_fields.csv", etc_dir);
    r = csv_load(kept, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    fields = pool_new_piece(kept, csv->count + 1, sizeof *fields);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        if (table_find(csv_cell(csv, &csv->rows[i], "table")) != NULL) { /* a site may do without a register */
            r = read_row(csv, &csv->rows[i], &fields[total], e);
            total += r == ERR_NONE;
        }
    return r;
}

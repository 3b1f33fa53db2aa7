/* The very records behind a figure, and what accepted appeals make of them. */
#include "evaluation_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/title.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <string.h>

#define GRIDS      "grids"
#define FULL_TOTAL 100.0

enum column { MEASURE, KIND, ID, NO, AT, TEXT, COUNTED, DUE, NOTE, COLUMNS };
static const char *const names[COLUMNS] = {"measure", "kind", "id", "no", "at", "text", "counted", "due", "note"};

static struct value text_value(const char *text)
{
    return (struct value){.type = VALUE_TEXT, .text = text};
}

static struct value number_value(struct pool *pool, double number)
{
    return (struct value){.type = VALUE_REAL, .real = number, .text = pool_format(pool, "%.10g", number)};
}

/* Room for count rows more. */
static struct value *add_rows(struct pool *pool, struct rows *out, size_t count)
{
    struct value *values = pool_new_piece(pool, (out->count + count) * COLUMNS + 1, sizeof *values);
    if (out->count > 0)
        memcpy(values, out->values, out->count * COLUMNS * sizeof *values);
    struct value *fresh = values + out->count * COLUMNS;
    if (out->names == NULL) {
        out->names = pool_new_piece(pool, COLUMNS + 1, sizeof *out->names);
        memcpy(out->names, names, sizeof names);
    }
    out->columns = COLUMNS;
    out->values = values;
    out->count += count;
    return fresh;
}

/* Rows of a measure; households are told by their doors. */
static void take_rows(struct pool *pool, const struct rows *rows, const char *measure, struct rows *out)
{
    bool doors = rows->count > 0 && rows_column(rows, "building") >= 0;
    struct value *to = add_rows(pool, out, rows->count);
    for (size_t i = 0; i < rows->count; i++, to += COLUMNS) {
        to[MEASURE] = text_value(measure);
        for (size_t c = KIND; c < COLUMNS; c++)
            to[c] = *rows_value(rows, i, names[c]);
        if (doors)
            to[TEXT] = text_value(door_of_row(pool, rows, i));
    }
}

bool evaluation_is_best(const char *measure)
{
    return strcmp(measure, "familiarity") == 0;
}

bool evaluation_is_better(double counted, double due, double than_counted, double than_due)
{
    if (due <= 0 || than_due <= 0)
        return due > 0;
    double rate = counted / due, than = than_counted / than_due;
    return rate > than || (rate >= than && due > than_due);
}

/* Of the best of several stints only the best of all is left. */
static void keep_best(struct pool *pool, struct rows *rows, size_t from)
{
    size_t best = from;
    for (size_t i = from + 1; i < rows->count; i++)
        if (evaluation_is_better(rows_real(rows, i, "counted"), rows_real(rows, i, "due"),
                                 rows_real(rows, best, "counted"), rows_real(rows, best, "due")))
            best = i;
    for (size_t i = from; i < rows->count; i++) {
        struct value *row = &rows->values[i * rows->columns];
        if (i == best || rows_real(rows, i, "due") <= 0)
            continue;
        row[COUNTED] = row[DUE] = number_value(pool, 0);
        row[NOTE] = text_value("another one was better");
    }
}

static enum err add_stints(struct work *work, struct pool *pool, const struct span *span, const struct roll *roll,
                           size_t one, const char *measure, struct rows *out, struct error *e)
{
    enum err r = ERR_NONE;
    size_t from = out->count;
    for (size_t i = 0; r == ERR_NONE && i < roll->stint_count; i++) {
        const struct stint *stint = &roll->stints[i];
        char lo[64], hi[64];
        struct rows rows;
        if (stint->of != one)
            continue;
        area_range(stint->path, lo, hi);
        const struct run run = {.measure = measure,
                                .more = ".records",
                                .subject = roll->subject,
                                .begin = stint->begin,
                                .end = stint->end,
                                .who = roll->list[one].who,
                                .grid = stint->grid,
                                .lo = lo,
                                .hi = hi};
        r = measure_run(work, pool, span, &run, &rows, e);
        if (r == ERR_NONE)
            take_rows(pool, &rows, measure, out);
    }
    if (evaluation_is_best(measure))
        keep_best(pool, out, from);
    return r;
}

/* Behind a community's performance are its leaders. */
static void add_grids(struct pool *pool, const struct roll *roll, size_t one, struct rows *out)
{
    for (size_t l = 0; l < roll->leader_count; l++) {
        const struct evaluation *leader = &roll->leaders[l];
        const char *path = roll->list[one].path;
        if (!leader->judged || leader->grade[0] == '\0' || strncmp(leader->path, path, strlen(path)) != 0)
            continue;
        struct value *to = add_rows(pool, out, 1);
        to[MEASURE] = text_value(GRIDS);
        to[KIND] = text_value("evaluation");
        to[ID] = (struct value){
            .type = VALUE_INT, .number = leader->who, .text = pool_format(pool, "%lld", (long long)leader->who)};
        to[NO] = text_value(pool_text(pool, leader->login));
        to[AT] = (struct value){.type = VALUE_NULL};
        to[TEXT] = text_value(pool_format(pool, "%s %s", leader->name, leader->area_name));
        to[COUNTED] = number_value(pool, leader->total);
        to[DUE] = number_value(pool, FULL_TOTAL);
        to[NOTE] = text_value("");
    }
}

enum err evaluation_item_records(struct work *work, struct pool *pool, const struct span *span, const struct roll *roll,
                                 size_t one, size_t item, struct rows *out, struct error *e)
{
    const struct evaluation_item *of = &roll->list[one].items[item];
    enum err r = ERR_NONE;
    *out = (struct rows){0};
    add_rows(pool, out, 0);
    for (size_t p = 0; r == ERR_NONE && p < of->part_count; p++)
        if (strcmp(of->parts[p].measure, GRIDS) == 0)
            add_grids(pool, roll, one, out);
        else
            r = add_stints(work, pool, span, roll, one, of->parts[p].measure, out, e);
    if (r == ERR_NONE)
        evaluation_apply_appeals(pool, &roll->appeals, roll->list[one].who, of->code, out);
    return r;
}

void evaluation_sum_records(struct evaluation_item *item, const struct rows *records)
{
    for (size_t p = 0; p < item->part_count; p++) {
        struct evaluation_part *part = &item->parts[p];
        part->numerator = 0;
        if (!part->amount)
            part->denominator = 0;
        for (size_t i = 0; i < records->count; i++) {
            if (strcmp(rows_text(records, i, "measure"), part->measure) != 0)
                continue;
            part->numerator += rows_real(records, i, "counted");
            if (!part->amount)
                part->denominator += rows_real(records, i, "due");
        }
    }
}

/* What parts records of one thing: "CC-20261021-0001/3.2" a field of a spot check, "0301/09-07" a visit by that day. */
static bool is_same_part(const char *a, const char *b)
{
    const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
    return x == NULL || y == NULL || strcmp(x, y) == 0;
}

/* Is the appeal about the record? One that names no measure is about the record wherever it stands. */
static bool is_about(const struct rows *appeals, size_t appeal, const struct rows *records, size_t record)
{
    const char *measure = rows_text(appeals, appeal, "measure");
    return rows_int(appeals, appeal, "object") == rows_int(records, record, "id") &&
           strcmp(rows_text(appeals, appeal, "kind"), rows_text(records, record, "kind")) == 0 &&
           (*measure == '\0' || strcmp(measure, rows_text(records, record, "measure")) == 0) &&
           is_same_part(rows_text(appeals, appeal, "no"), rows_text(records, record, "no"));
}

static bool is_of_item(const struct rows *appeals, size_t appeal, int64_t who, const char *item)
{
    const char *effect = rows_text(appeals, appeal, "effect");
    return rows_int(appeals, appeal, "who") == who && strcmp(rows_text(appeals, appeal, "item"), item) == 0 &&
           (strcmp(effect, "leave_out") == 0 || strcmp(effect, "count") == 0);
}

void evaluation_apply_appeals(struct pool *pool, const struct rows *appeals, int64_t who, const char *item,
                              struct rows *records)
{
    for (size_t a = 0; a < appeals->count; a++) {
        if (!is_of_item(appeals, a, who, item))
            continue;
        bool counts = strcmp(rows_text(appeals, a, "effect"), "count") == 0;
        for (size_t i = 0; i < records->count; i++) {
            if (!is_about(appeals, a, records, i))
                continue;
            struct value *row = &records->values[i * records->columns];
            double due = rows_real(records, i, "due");
            if (!counts)
                row[DUE] = number_value(pool, 0);
            row[COUNTED] = number_value(pool, !counts ? 0 : due > 0 ? due : 1);
            row[NOTE] = text_value(counts ? N_("counted on appeal") : N_("left out on appeal"));
        }
    }
}

bool evaluation_appeals_touch(const struct rows *appeals, int64_t who, const char *item)
{
    for (size_t a = 0; a < appeals->count; a++)
        if (is_of_item(appeals, a, who, item))
            return true;
    return false;
}

double evaluation_appeal_points(const struct rows *appeals, int64_t who)
{
    double points = 0;
    for (size_t a = 0; a < appeals->count; a++)
        if (rows_int(appeals, a, "who") == who && strcmp(rows_text(appeals, a, "effect"), "points") == 0)
            points += rows_real(appeals, a, "points");
    return points;
}

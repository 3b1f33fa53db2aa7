/* The layouts of the diary book: etc/diary_forms.csv. */
#include "visit_book.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct csv *csv;

static const char *const SHAPES[] = {[FORM_ENTRY] = "entry", [FORM_DAY] = "day", [FORM_LIST] = "list"};

static const char *cell(const struct csv_row *row, const char *column)
{
    return csv_cell(csv, row, column);
}

static size_t shape_of(const struct csv_row *row)
{
    size_t shape = 0;
    while (shape < COUNT_OF(SHAPES) && strcmp(SHAPES[shape], cell(row, "shape")) != 0)
        shape++;
    return shape;
}

static enum err check(const struct csv_row *row, struct error *e)
{
    if (atoi(cell(row, "layout")) <= 0 || shape_of(row) == COUNT_OF(SHAPES))
        return error_set(e, ERR_INVALID, "layout", "%s:%d: a layout has a number and is entry, day or list", csv->path,
                         row->line);
    for (const char *s = cell(row, "source"); *s != '\0';) {
        size_t n = strcspn(s, "+");
        if (!book_piece_is_known(s, n))
            return error_set(e, ERR_INVALID, "source", "%s:%d: no piece \"%.*s\"", csv->path, row->line, (int)n, s);
        s += n + (s[n] == '+');
    }
    return ERR_NONE;
}

enum err diary_forms_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    pool_free(&pool);
    pool = pool_new();
    snprintf(path, sizeof path, "%s/diary_forms.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = check(&csv->rows[i], e);
    return r;
}

bool diary_form_read(int layout, struct diary_form *out)
{
    const char *language = i18n_language() == LANGUAGE_ZH ? "zh_CN" : "en";
    *out = (struct diary_form){.name = NULL};
    for (size_t i = 0; i < csv->count; i++) {
        const struct csv_row *row = &csv->rows[i];
        if (atoi(cell(row, "layout")) != layout)
            continue;
        out->shape = (enum form_shape)shape_of(row);
        if (atoi(cell(row, "position")) == 0)
            out->name = cell(row, language);
        else if (out->count < COUNT_OF(out->cells))
            out->cells[out->count++] = (struct form_cell){cell(row, language), cell(row, "source")};
    }
    return out->name != NULL && out->count > 0;
}

const char *diary_form_name(int layout)
{
    struct diary_form form;
    return diary_form_read(layout, &form) ? form.name : NULL;
}

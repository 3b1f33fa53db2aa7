/* The scheme that a month is judged by, and the first one of a new database. */
#include "evaluation_inside.h"

#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>

enum err evaluation_scheme(struct work *work, struct pool *pool, const char *month, struct scheme *out, struct error *e)
{
    struct rows rows;
    const char *label = i18n_language() == LANGUAGE_ZH ? "label_zh" : "label_en";
    enum err r = db_query(work->db, pool, "scheme.of_month", BINDS(BIND_TEXT("month", month)), &rows, e);

    *out = (struct scheme){0};
    if (r != ERR_NONE)
        return r;
    if (rows.count == 0 || rows.count > EVALUATION_ITEMS)
        return error_set(e, ERR_FAILED, NULL, _("There is no evaluation scheme for %s."), month);
    out->id = rows_int(&rows, 0, "scheme");
    out->count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        out->items[i] = (struct scheme_item){
            .code = rows_text(&rows, i, "item"),
            .measure = rows_text(&rows, i, "measure"),
            .label = rows_text(&rows, i, label),
            .weight = rows_real(&rows, i, "weight"),
            .target = rows_real(&rows, i, "target"),
        };
    return ERR_NONE;
}

static enum err seed_item(struct db *db, const struct csv *csv, int64_t scheme, size_t row, struct error *e)
{
    const struct csv_row *cells = &csv->rows[row];
    return db_execute(
        db, "scheme_item.insert",
        BINDS(BIND_INT("scheme", scheme), BIND_INT("position", (int64_t)row + 1),
              BIND_TEXT("item", csv_cell(csv, cells, "item")), BIND_TEXT("measure", csv_cell(csv, cells, "measure")),
              BIND_REAL("weight", strtod(csv_cell(csv, cells, "weight"), NULL)),
              BIND_REAL("target", strtod(csv_cell(csv, cells, "target"), NULL)),
              BIND_TEXT("label_en", csv_cell(csv, cells, "en")), BIND_TEXT("label_zh", csv_cell(csv, cells, "zh_CN")),
              BIND_TEXT("help_en", csv_cell(csv, cells, "help_en")),
              BIND_TEXT("help_zh", csv_cell(csv, cells, "help_zh"))),
        NULL, e);
}

enum err scheme_seed(struct db *db, const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;
    struct rows rows;
    int64_t id = 0;
    struct pool *pool = pool_new();

    snprintf(path, sizeof path, "%s/scheme.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r == ERR_NONE)
        r = db_begin(db, e);
    if (r == ERR_NONE)
        r = db_query(db, pool, "scheme.count", NULL, &rows, e);
    bool fresh = r == ERR_NONE && rows_int(&rows, 0, "schemes") == 0;
    if (fresh)
        r = db_next(db, "scheme", &id, e);
    if (fresh && r == ERR_NONE)
        r = db_execute(db, "scheme.insert",
                       BINDS(BIND_INT("id", id), BIND_TEXT("name", "1"), BIND_TEXT("from_month", "")), NULL, e);
    for (size_t i = 0; fresh && r == ERR_NONE && i < csv->count; i++)
        r = seed_item(db, csv, id, i, e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    pool_free(&pool);
    return r;
}

/* The schemes that come with the program. */
#include "scheme_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/csv.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAP        10
#define LEAST_DAYS 10

static enum err put_item(struct db *db, int64_t scheme, int64_t position, const struct scheme_item *item,
                         struct error *e)
{
    return db_execute(db, "scheme_item.insert",
                      BINDS(BIND_INT("scheme", scheme), BIND_INT("position", position), BIND_TEXT("item", item->item),
                            BIND_TEXT("formula", item->formula), BIND_REAL("weight", item->weight),
                            BIND_REAL("target", item->target), BIND_TEXT("label_en", item->label_en),
                            BIND_TEXT("label_zh", item->label_zh), BIND_TEXT("help_en", item->help_en),
                            BIND_TEXT("help_zh", item->help_zh)),
                      NULL, e);
}

enum err scheme_put_items(struct db *db, const struct scheme *scheme, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < scheme->count; i++)
        r = put_item(db, scheme->id, (int64_t)i + 1, &scheme->items[i], e);
    for (size_t i = 0; r == ERR_NONE && i < scheme->target_count; i++) {
        const struct scheme_target *target = &scheme->targets[i];
        r = db_execute(db, "scheme_target.insert",
                       BINDS(BIND_INT("scheme", scheme->id), BIND_TEXT("item", target->item),
                             BIND_TEXT("grade", target->grade), BIND_INT("households_from", target->households_from),
                             BIND_REAL("target", target->target)),
                       NULL, e);
    }
    return r;
}

enum err scheme_put(struct db *db, const struct scheme *scheme, int64_t by, int64_t now, struct error *e)
{
    enum err r = db_execute(db, "scheme.insert",
                            BINDS(BIND_INT("id", scheme->id), BIND_TEXT("name", scheme->name),
                                  BIND_TEXT("subject", scheme->subject),
                                  scheme->area == 0 ? BIND_NULL("area") : BIND_INT("area", scheme->area),
                                  BIND_TEXT("from_month", scheme->from_month), BIND_INT("version", scheme->version),
                                  BIND_REAL("cap", scheme->cap), BIND_INT("least_days", scheme->least_days),
                                  BIND_INT("by", by), BIND_INT("now", now)),
                            NULL, e);
    return r == ERR_NONE ? scheme_put_items(db, scheme, e) : r;
}

static void take_row(const struct csv *csv, size_t row, struct scheme *out)
{
    const struct csv_row *cells = &csv->rows[row];
    out->items[out->count++] = (struct scheme_item){
        .item = csv_cell(csv, cells, "item"),
        .formula = csv_cell(csv, cells, "formula"),
        .weight = strtod(csv_cell(csv, cells, "weight"), NULL),
        .target = strtod(csv_cell(csv, cells, "target"), NULL),
        .label_en = csv_cell(csv, cells, "en"),
        .label_zh = csv_cell(csv, cells, "zh_CN"),
        .help_en = csv_cell(csv, cells, "help_en"),
        .help_zh = csv_cell(csv, cells, "help_zh"),
    };
}

/* A subject that has no scheme gets one from the beginning; one whose scheme cannot measure all that it names, of an
 * older program, gets a newer one from this month on. */
static enum err seed_subject(struct db *db, struct scheme *scheme, struct error *e)
{
    struct rows rows;
    char month[MONTH_TEXT];
    struct pool *pool = pool_new();
    enum err r = db_query(db, pool, "scheme.shipped", BINDS(BIND_TEXT("subject", scheme->subject)), &rows, e);
    bool missing = r == ERR_NONE && rows.count == 0;
    bool old = r == ERR_NONE && rows.count > 0 && rows_int(&rows, 0, "unmeasured") > 0;

    if (old) {
        month_of(day_of(clock_now()), month);
        scheme->from_month = month;
        scheme->version = (int)rows_int(&rows, 0, "version");
    }
    scheme->version++;
    if (missing || old)
        r = db_next(db, "scheme", &scheme->id, e);
    if (r == ERR_NONE && (missing || old))
        r = scheme_put(db, scheme, 0, clock_now(), e);
    pool_free(&pool);
    return r;
}

static enum err seed_all(struct db *db, const struct csv *csv, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < csv->count;) {
        const char *subject = csv_cell(csv, &csv->rows[i], "subject");
        struct scheme scheme = {
            .name = "1", .subject = subject, .from_month = "", .cap = CAP, .least_days = LEAST_DAYS};
        for (; i < csv->count && strcmp(csv_cell(csv, &csv->rows[i], "subject"), subject) == 0; i++)
            if (scheme.count < SCHEME_ITEMS)
                take_row(csv, i, &scheme);
        r = seed_subject(db, &scheme, e);
    }
    return r;
}

enum err scheme_seed(struct db *db, const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;
    struct pool *pool = pool_new();

    snprintf(path, sizeof path, "%s/scheme.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r == ERR_NONE)
        r = db_begin(db, e);
    if (r == ERR_NONE)
        r = seed_all(db, csv, e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    pool_free(&pool);
    return r;
}

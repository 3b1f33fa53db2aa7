/* The days of etc/holidays.csv in the table of holidays. */
#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/working_time.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define YEAR 4 /* letters of a date */

static char path[4096];

void holidays_are_in(const char *etc_dir)
{
    snprintf(path, sizeof path, "%s/holidays.csv", etc_dir);
}

static bool is_laid(const struct rows *years, const char *date)
{
    for (size_t i = 0; i < years->count; i++)
        if (strncmp(rows_text(years, i, "year"), date, YEAR) == 0)
            return true;
    return false;
}

/* A day that the site has entered already is the site's. */
static enum err lay_day(struct db *db, struct pool *pool, const struct csv *csv, const struct csv_row *row,
                        int64_t area, struct error *e)
{
    static const char *const fields[] = {"date", "kind", "name"};
    struct rows there;
    int64_t id = 0;
    enum err r = db_query(db, pool, "holiday.of_day", BINDS(BIND_TEXT("date", csv_cell(csv, row, "date"))), &there, e);
    if (r != ERR_NONE || there.count > 0)
        return r;
    struct record *record = record_new();
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        record_set(record, fields[i], csv_cell(csv, row, fields[i]));
    record_set_int(record, "area", area);
    r = store_add(db, table_find("holiday"), record, 0, &id, e);
    record_free(&record);
    return r;
}

/* The rows of a year stand together. */
static enum err lay_years(struct db *db, struct pool *pool, const struct csv *csv, int64_t area, struct error *e)
{
    struct rows years;
    char year[YEAR + 1] = "";
    enum err r = db_query(db, pool, "holiday.years", NULL, &years, e);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        const char *date = csv_cell(csv, &csv->rows[i], "date");
        if (is_laid(&years, date))
            continue;
        if (strncmp(year, date, YEAR) != 0) {
            snprintf(year, sizeof year, "%s", date);
            r = db_execute(db, "holiday.lay", BINDS(BIND_TEXT("year", year)), NULL, e);
        }
        if (r == ERR_NONE)
            r = lay_day(db, pool, csv, &csv->rows[i], area, e);
    }
    return r;
}

enum err holidays_lay(struct db *db, struct error *e)
{
    struct rows root = {0};
    struct csv *csv = NULL;
    struct pool *pool = pool_new();
    bool own = !db_in_transaction(db);
    enum err r = table_find("holiday") == NULL ? ERR_NONE : csv_load(pool, path, &csv, e);
    if (r == ERR_NONE && own)
        r = db_begin(db, e);
    if (r == ERR_NONE)
        r = db_query(db, pool, "holiday.root", NULL, &root, e);
    if (r == ERR_NONE && csv != NULL && root.count > 0)
        r = lay_years(db, pool, csv, rows_int(&root, 0, "id"), e);
    if (r == ERR_NONE && own)
        r = db_commit(db, e);
    if (own)
        db_rollback(db);
    pool_free(&pool);
    return r;
}

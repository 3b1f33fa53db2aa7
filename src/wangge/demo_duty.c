/* Who is on duty in the week of the demo's day, in every street and community: duty.csv, in turn. Nothing is drawn. */
#include "demo.h"

#include "wangge/base/pool.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"

#include <string.h>

#define WEEK 7

/* The n-th row of duty.csv with that shift. */
static const struct csv_row *turn(const struct demo *demo, const char *shift, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < demo->duty->count; i++) {
        count += strcmp(csv_cell(demo->duty, &demo->duty->rows[i], "shift"), shift) == 0;
    }
    for (size_t i = 0, k = 0; count > 0 && i < demo->duty->count; i++) {
        const struct csv_row *row = &demo->duty->rows[i];
        if (strcmp(csv_cell(demo->duty, row, "shift"), shift) == 0 && k++ == n % count) {
            return row;
        }
    }
    return NULL;
}

static enum err write_turn(struct demo *demo, int64_t area, day_t day, const struct csv_row *row, struct error *e)
{
    const struct table *table = table_find("duty");
    struct record *record = record_new();
    char text[DATE_TEXT];

    date_format(day, text);
    record_set(record, "day", text);
    record_set(record, "shift", csv_cell(demo->duty, row, "shift"));
    record_set(record, "name", csv_cell(demo->duty, row, "name"));
    record_set(record, "phone", csv_cell(demo->duty, row, "phone"));
    record_set_int(record, "area", area);
    enum err r = check_record(table, record, NULL, NULL, e);
    r = r ? r : store_load(demo->db, store_loader(demo->scratch, table), record, ++demo->last_duty, 1, e);
    record_free(&record);
    pool_reset(demo->scratch);
    return r;
}

static enum err write_week(struct demo *demo, int64_t area, size_t first, struct error *e)
{
    static const char *const shifts[] = {"1", "2", "3"};
    day_t monday = demo->today - (date_weekday(demo->today) - 1);
    enum err r = ERR_NONE;

    for (size_t day = 0; day < WEEK; day++) {
        for (size_t i = 0; i < sizeof shifts / sizeof *shifts && !r; i++) {
            const struct csv_row *row = turn(demo, shifts[i], first + day);
            r = row ? write_turn(demo, area, monday + (day_t)day, row, e) : ERR_NONE;
        }
    }
    return r;
}

enum err demo_duty(struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;

    if (!table_find("duty")) { /* a site has turned it off */
        return ERR_NONE;
    }
    for (size_t i = 0; i < demo->street_count && !r; i++) {
        r = write_week(demo, demo->streets[i].id, i, e);
    }
    for (size_t i = 0; i < demo->community_count && !r; i++) {
        r = write_week(demo, demo->communities[i].id, i, e);
    }
    return r;
}

/* What leaders know of their grids, and when they were away. Of an office every drill has its questions, drawn like any
 * other; elsewhere every third leader has a result without them, which is small. Nothing is drawn from the demo's dice.
 */
#include "demo.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/drill.h"
#include "wangge/work/work.h"

#include <string.h>

#define OFFICE_GRIDS 12 /* more is no office */
#define NOON         (12 * 3600)

/* The leader of the grid, without a login. */
static enum err become(struct work *work, struct pool *pool, const struct demo_grid *grid, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "area.place", BINDS(BIND_INT("id", grid->id)), &rows, e);

    work->actor = (struct actor){.user = grid->leader, .area = grid->id, .role = "grid_leader"};
    if (!r && rows.count > 0) {
        text_copy(work->actor.path, sizeof work->actor.path, rows_text(&rows, 0, "path"));
    }
    return r;
}

/* In the month before the demo's day and in its own; one leader has not come to it yet this month. */
static enum err office_grid(struct demo *demo, size_t i, struct error *e)
{
    struct work work = {.db = demo->db};
    struct pool *pool = pool_new();
    enum err r = become(&work, pool, &demo->grids[i], e);
    day_t days[] = {demo->today - 35 + (day_t)i, demo->today - 5 - (day_t)i, demo->today - 2};
    size_t count = i == 1 ? 1 : i % 2 == 0 ? 3 : 2;

    for (size_t k = 0; k < count && !r; k++) {
        r = drill_lay(&work, 100 * i + k, day_start(days[k]) + NOON, 60 + (int)(i * 7 + k * 13) % 36, e);
    }
    pool_free(&pool);
    return r;
}

static enum err city_grid(struct demo *demo, size_t i, struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(demo->db, "drill", &id, e);

    return r ? r
             : db_execute(demo->db, "demo.drill",
                          BINDS(BIND_INT("id", id), BIND_INT("leader", demo->grids[i].leader),
                                BIND_INT("area", demo->grids[i].id), BIND_INT("right", 11 + (int64_t)(i * 7 % 10)),
                                BIND_INT("at", day_start(demo->today - 1 - (day_t)(i % 15)) + NOON)),
                          NULL, e);
}

static enum err put_leave(struct demo *demo, const struct demo_grid *grid, const char *kind, int from, int to,
                          const char *note, struct error *e)
{
    const struct table *table = table_find("leave");
    struct record *record = record_new();
    char day[DATE_TEXT];
    int64_t id = 0;

    record_set_int(record, "account", grid->leader);
    record_set_int(record, "area", grid->id);
    record_set(record, "kind", kind);
    date_format(demo->today + from, day);
    record_set(record, "from_on", day);
    date_format(demo->today + to, day);
    record_set(record, "to_on", day);
    record_set(record, "note", note);
    enum err r = table ? store_add(demo->db, table, record, grid->station, &id, e) : ERR_NONE;
    record_free(&record);
    return r;
}

/* Days from the demo's own, which is 0. */
static enum err leaves(struct demo *demo, struct error *e)
{
    size_t last = demo->grid_count - 1;
    enum err r = put_leave(demo, &demo->grids[last], "2", -44, -42, "示例: 感冒发热", e);

    r = r ? r : put_leave(demo, &demo->grids[last], "3", -13, -10, "示例: 年休假", e);
    return r ? r : put_leave(demo, &demo->grids[last / 2], "5", 5, 7, "示例: 区里培训", e);
}

enum err demo_drills(struct demo *demo, struct error *e)
{
    bool office = demo->grid_count <= OFFICE_GRIDS;
    enum err r = demo->grid_count == 0 ? ERR_NONE : leaves(demo, e);

    for (size_t i = 0; i < demo->grid_count && !r; i++) {
        if (office || i % 3 == 0) {
            r = office ? office_grid(demo, i, e) : city_grid(demo, i, e);
        }
    }
    return r;
}

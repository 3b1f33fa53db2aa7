/* The office's diary in full: what was needed and who came along, the crowds as the registers tell them, two patrols a
 * day of some leaders, and the meetings of the first community. */
#include "demo.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_rule.h"
#include "wangge/work/work.h"

#include <stdio.h>

#define DAYS    2 /* before today */
#define STATION "station01"

enum { FIRST_PATROL = 1, LAST_PATROL = 2 }; /* grids whose leaders are on patrol; the first one's day begins empty */

static const char QUIET[] = "按路线巡查各点，秩序正常。";
static const char FOUND[] = "; 小区北门: 路灯一盏不亮, 已报物业";

static enum err add(struct work *work, int64_t at, const char *kind, const char *field, const char *value,
                    const char *text, const char *outcome, struct error *e)
{
    struct record *record = record_new();
    int64_t id = 0;
    clock_fix(at);
    enum err r = visit_new(work, 0, 0, record, e);
    record_set(record, "kind", kind);
    record_set(record, field, value);
    record_set(record, "text", text);
    record_set(record, "outcome", outcome);
    r = r ? r : visit_add(work, record, &id, NULL, NULL, e);
    record_free(&record);
    return r;
}

static enum err become(struct work *work, struct pool *pool, int64_t account, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "demo.login", BINDS(BIND_INT("id", account)), &rows, e);
    return r ? r : work_become(work, rows_text(&rows, 0, "login"), "local", e);
}

/* In the morning and in the afternoon, past all points of the grid; now and then something is found. */
static enum err patrols(struct work *work, struct pool *pool, const struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = FIRST_PATROL; i <= LAST_PATROL && i < demo->grid_count && !r; i++) {
        r = become(work, pool, demo->grids[i].leader, e);
        for (day_t day = demo->today - DAYS; day < demo->today && !r; day++) {
            int64_t morning = day_start(day) + 9 * 3600 + (int64_t)i * 600;
            r = add(work, morning, "patrol", "points", "*; 小区北门", QUIET, "", e);
            const char *points = pool_format(pool, "*%s", day == demo->today - 1 ? FOUND : "; 小区北门");
            r = r ? r : add(work, morning + 7 * 3600, "patrol", "points", points, QUIET, "", e);
        }
    }
    return r;
}

static enum err meetings(struct work *work, const struct demo *demo, struct error *e)
{
    int64_t day = day_start(demo->today - 1);
    const char *people = demo->grid_count > 1 ? demo->grids[1].head.name : "";
    enum err r = work_become(work, STATION, "local", e);
    r = r ? r
          : add(work, day + 8 * 3600 + 900, "meeting", "persons", people,
                "晨会: 本周重点走访孤寡独居老人和新入住户，检查楼道堆物。", "各网格周五前走完，发现隐患当日上报。", e);
    return r ? r
             : add(work, day + 17 * 3600 + 1800, "meeting", "persons", people,
                   "夕会: 小结当天走访和巡查，梳理未办结的事件。", "路灯不亮由物业次日处理。", e);
}

/* In the order of the list: a crowd that a household has by several rules stands there once. */
static enum err crowds(struct work *work, struct error *e)
{
    const struct code_list *list = code_list("crowd");
    enum err r = ERR_NONE;
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < visit_rule_count() && !r; k++) {
            const struct visit_rule *rule = visit_rule_at(k);
            if (code_find(list, rule->crowd) == &list->codes[i])
                r = db_execute(work->db, "demo.crowd",
                               BINDS(BIND_TEXT("crowd", rule->crowd), BIND_TEXT("rule", rule->code)), NULL, e);
        }
    return r;
}

enum err demo_diary(struct work *work, const struct demo *demo, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    r = r ? r : db_execute(work->db, "demo.needs", NULL, NULL, e);
    r = r ? r : crowds(work, e);
    r = r ? r : db_commit(work->db, e);
    db_rollback(work->db);
    r = r ? r : patrols(work, pool, demo, e);
    r = r ? r : meetings(work, demo, e);
    clock_fix(demo->end);
    work_become_local(work);
    pool_free(&pool);
    return r;
}

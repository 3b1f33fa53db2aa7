/* A special sweep of the office, half done: the children under three of its first street. */
#include "demo.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/notice.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <string.h>

#define MAKER       "street01"
#define DAYS_BEFORE 5
#define DAYS_LEFT   9

static enum err begin(struct work *work, const struct demo *demo, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    char until[DATE_TEXT];
    int64_t job = 0;
    enum err r = sweep_new(work, record, e);

    date_format(demo->today + DAYS_LEFT, until);
    record_set(record, "name", "三岁以下婴幼儿摸排");
    record_set(record, "text", "逐户见到孩子和监护人：喂养、接种、身体情况；患病的登记并跟踪。");
    record_set(record, "table_name", "person");
    record_set(record, "conditions", "age:0..2");
    record_set(record, "until_on", until);
    r = r ? r : sweep_add(work, record, id, &job, NULL, NULL, e);
    record_free(&record);
    return r;
}

/* What all were told then has been read. */
static enum err forget_notice(struct work *work, struct pool *pool, struct error *e)
{
    const struct list_query query = {.limit = 1};
    struct rows rows = {0};
    enum err r = notice_list(work, pool, &query, false, &rows, NULL, e);
    return r || rows.count == 0 ? r : notice_withdraw(work, rows_int(&rows, 0, "id"), e);
}

static enum err answer(struct work *work, struct pool *pool, int64_t id, struct error *e)
{
    static const struct sweep_answer answers[] = {
        {.outcome = "none"      },
        {.outcome = "hit",        .note = "近一周反复发热，劝其就医"},
        {.outcome = "not",                       .note = "家中无人"},
        {.outcome = "none"},
    };
    const struct list_query query = {.limit = sizeof answers / sizeof *answers, .sort = "area"};
    struct rows rows = {0};
    enum err r = sweep_items(work, pool, id, 0, &query, &rows, NULL, e);

    for (size_t i = 0; i < rows.count && !r; i++) {
        int64_t item = rows_int(&rows, i, "id");
        r = sweep_do(work, &item, 1, &answers[i], e);
    }
    return r;
}

enum err demo_sweep(struct work *work, const struct demo *demo, struct error *e)
{
    struct pool *pool = pool_new();
    int64_t id = 0;
    enum err r = ERR_NONE;

    if (strcmp(demo->size->name, "office") == 0) {
        clock_fix(demo->end - DAYS_BEFORE * 24 * 3600);
        r = work_become(work, MAKER, "local", e);
        r = r ? r : begin(work, demo, &id, e);
        r = r ? r : forget_notice(work, pool, e);
        clock_fix(demo->end - 24 * 3600);
        r = r ? r : answer(work, pool, id, e);
        clock_fix(demo->end);
        work_become_local(work);
    }
    pool_free(&pool);
    return r;
}

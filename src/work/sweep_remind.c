/* What sweeps tell by themselves: their last day, their end; and whether the checklists lie where they belong. */
#include "sweep_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/job.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#define TELL_BATCH 100
#define LEFT_AFTER (24 * 3600) /* a sweep whose job was dropped before it wrote anything */

/* Some of those who have open ones; *told is how many. */
static enum err tell_some(struct work *work, struct pool *pool, const struct rows *sweep, size_t row, int64_t now,
                          size_t *told, struct error *e)
{
    struct rows who = {0};
    char today[DATE_TEXT];
    date_format(day_of(now), today);
    int64_t id = rows_int(sweep, row, "id");
    const char *text = pool_format(pool, _("Sweep %s ends on %s, and some of your checklist are open."),
                                   rows_text(sweep, row, "name"), rows_text(sweep, row, "until_on"));
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.to_tell",
                     BINDS(BIND_INT("id", id), BIND_TEXT("today", today),
                           BIND_INT("community", LEVEL_COMMUNITY * AREA_PART),
                           BIND_INT("since", day_start(day_of(now)) - 24 * 3600), BIND_INT("limit", TELL_BATCH)),
                     &who, e);
    for (size_t i = 0; r == ERR_NONE && i < who.count; i++)
        r = inbox_add(work, rows_int(&who, i, "account"), "sweep", id, 0, text, e);
    *told = who.count;
    if (r == ERR_NONE && who.count < TELL_BATCH)
        r = db_execute(work->db, "sweep.reminded", BINDS(BIND_INT("id", id), BIND_INT("stage", 1)), NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err tell_end(struct work *work, struct pool *pool, const struct rows *sweep, size_t row, struct error *e)
{
    struct rows figures = {0};
    int64_t id = rows_int(sweep, row, "id"), changed = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "sweep.reminded", BINDS(BIND_INT("id", id), BIND_INT("stage", 2)), &changed, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.figures", BINDS(BIND_INT("id", id)), &figures, e);
    if (r == ERR_NONE && changed > 0)
        r = inbox_add(work, rows_int(sweep, row, "created_by"), "sweep", id, 0,
                      pool_format(pool, _("Sweep %s: its time is over. %lld of %lld are open, %lld hits."),
                                  rows_text(sweep, row, "name"), (long long)rows_int(&figures, 0, "open"),
                                  (long long)rows_int(&figures, 0, "total"), (long long)rows_int(&figures, 0, "hits")),
                      e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err sweep_remind(struct work *work, int64_t now, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows due = {0};
    char today[DATE_TEXT], tomorrow[DATE_TEXT];
    date_format(day_of(now), today);
    date_format(day_of(now) + 1, tomorrow);
    enum err r = db_query(work->db, pool, "sweep.to_remind",
                          BINDS(BIND_TEXT("today", today), BIND_TEXT("tomorrow", tomorrow)), &due, e);
    for (size_t i = 0; r == ERR_NONE && i < due.count; i++) {
        size_t told = TELL_BATCH;
        if (rows_int(&due, i, "stage") == 2)
            r = tell_end(work, pool, &due, i, e);
        else
            while (r == ERR_NONE && told == TELL_BATCH)
                r = tell_some(work, pool, &due, i, now, &told, e);
    }
    if (r == ERR_NONE && due.count > 0)
        r = db_execute(work->db, "sweep.undo_left", BINDS(BIND_INT("before", now - LEFT_AFTER)), NULL, e);
    pool_free(&pool);
    return r;
}

enum err sweep_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "check.sweep_items", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        report(to, pool_format(pool, _("Row %lld of the checklist of sweep %lld lies elsewhere than who it is about."),
                               (long long)rows_int(&rows, i, "id"), (long long)rows_int(&rows, i, "sweep")));
    pool_free(&pool);
    return r;
}

/* The backup that is due by itself, and telling administrators of one that is missing. */
#include "backup_inside.h"
#include "inside.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/job.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <string.h>

#define HOUR INT64_C(3600)

static enum err tell(struct work *work, const char *text, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(work->db, pool, "backup.administrators", BINDS(BIND_TEXT("today", today)), &rows, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = inbox_add(work, rows_int(&rows, i, "account"), "backup", 0, 0, text, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

/* The day of the newest hour of backups that has struck, and whether its backup is still to be made. again: it was
 * tried and failed. */
static enum err is_due(struct work *work, struct pool *pool, int64_t now, char slot[DATE_TEXT], bool *due, bool *again,
                       struct error *e)
{
    struct rows last = {0}, since = {0};
    int64_t every = setting_number(work, SETTING_BACKUP_EVERY), hour = setting_number(work, SETTING_BACKUP_HOUR);
    day_t day = day_of(now - hour * HOUR), before = 0;
    date_format(day, slot);
    *due = *again = false;
    enum err r = every == 0 ? ERR_NONE : db_query(work->db, pool, "backup.scheduled", NULL, &last, e);
    if (r == ERR_NONE && every != 0)
        r = db_query(work->db, pool, "backup.since", NULL, &since, e);
    if (r != ERR_NONE || every == 0)
        return r;
    if (last.count == 0) {
        *due = since.count > 0 && day_start(day) + hour * HOUR > rows_int(&since, 0, "applied_at");
        return ERR_NONE;
    }
    *again = strcmp(rows_text(&last, 0, "state"), "failed") == 0;
    if (!date_parse(rows_text(&last, 0, "slot"), &before))
        *due = true;
    else if (*again)
        *due = now - rows_int(&last, 0, "at") >= HOUR;
    else
        *due = day - before >= every;
    *again = *again && before == day;
    return ERR_NONE;
}

static enum err make(struct work *work, const char *slot, bool again, int64_t *made, struct error *e)
{
    struct error fault = {0};
    int64_t id = 0;
    work_become_local(work);
    enum err r = backup_make(work, "scheduled", slot, &id, &fault);
    if (r == ERR_AGAIN)
        return ERR_NONE;
    if (r == ERR_NONE) {
        if (made != NULL)
            *made = id;
        return ERR_NONE;
    }
    log_error("the scheduled backup failed: %s", fault.text);
    struct pool *pool = pool_new();
    r = again ? ERR_NONE : tell(work, pool_format(pool, _("The backup of %s failed: %s"), slot, fault.text), e);
    pool_free(&pool);
    return r;
}

/* Once a day, whoever looks. */
static enum err tell_overdue(struct work *work, int64_t now, struct error *e)
{
    struct backup_state state;
    char today[DATE_TEXT];
    int64_t told = 0;
    date_format(day_of(now), today);
    enum err r = backup_now_is(work, now, &state, e);
    if (r != ERR_NONE || state.due_by == 0 || now <= state.due_by)
        return r;
    r = db_execute(work->db, "backup.tell", BINDS(BIND_TEXT("day", today), BIND_INT("now", now)), &told, e);
    if (r != ERR_NONE || told == 0)
        return r;
    work_become_local(work);
    struct pool *pool = pool_new();
    char at[DATE_MINUTE] = "";
    if (state.good_at != 0)
        instant_minute(state.good_at, at);
    r = tell(work,
             state.good_at == 0 ? _("There is no good backup yet. See: backup list")
                                : pool_format(pool, _("The last good backup is of %s. See: backup list"), at),
             e);
    pool_free(&pool);
    return r;
}

enum err backup_serve(struct work *work, int64_t now, int64_t *made, struct error *e)
{
    struct pool *pool = pool_new();
    char slot[DATE_TEXT];
    bool due = false, again = false;
    if (made != NULL)
        *made = 0;
    enum err r = is_due(work, pool, now, slot, &due, &again, e);
    if (r == ERR_NONE && due)
        r = make(work, slot, again, made, e);
    if (r == ERR_NONE)
        r = tell_overdue(work, now, e);
    pool_free(&pool);
    return r;
}

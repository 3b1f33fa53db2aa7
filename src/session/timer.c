/* The keeper's child that does what falls due: it sleeps until the next alarm, at most as long as somebody else may
 * have set an earlier one without its seeing it, and lets the database rest meanwhile. */
#include "lasting.h"
#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/db/db.h"
#include "wangge/work/alarm.h"
#include "wangge/work/daily.h"
#include "wangge/work/health.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <unistd.h>

#define LOOK_EVERY 30 /* seconds; no limit of etc/limits.csv is so short that this is late */
#define NICENESS   5  /* people at their screens go first */

/* Seconds until it is worth looking again. */
static int64_t left_until(int64_t next, int64_t now)
{
    int64_t left = next == 0 ? LOOK_EVERY : next - now;
    return left < 1 ? 1 : left < LOOK_EVERY ? left : LOOK_EVERY;
}

static void look_for_weaknesses(struct work *work)
{
    struct error e;
    if (weakness_serve(work, &e) != ERR_NONE)
        log_warning("no self-check today: %s", e.text);
}

/* Looks into the database only when others have changed it, or something is due. */
static enum err serve(struct work *work, struct error *e)
{
    int64_t mark = 0, next = 0;
    bool known = false;
    day_t day = 0;
    enum err r = ERR_NONE;
    if (nice(NICENESS) < 0)
        log_debug("the timer is no less urgent than others");
    while ((r == ERR_NONE || r == ERR_AGAIN) && !lasting_is_over(NULL)) {
        int64_t now = clock_now();
        if (day_of(now) != day && (r == ERR_NONE || r == ERR_AGAIN)) {
            r = daily_serve(work, day_of(now), lasting_is_over, NULL, e);
            day = r == ERR_NONE ? day_of(now) : day;
            if (r == ERR_NONE)
                look_for_weaknesses(work);
        }
        if (r != ERR_NONE || !known || db_change_mark(work->db) != mark || (next != 0 && next <= now)) {
            r = alarm_serve(work, now, lasting_is_over, NULL, NULL, e);
            if (r == ERR_NONE)
                r = alarm_next(work, &next, e);
            mark = db_change_mark(work->db);
            known = true;
            work_rest(work);
        }
        if (!lasting_is_over(NULL))
            lasting_sleep(left_until(next, now));
    }
    return r;
}

int timer_child(const struct config *config)
{
    return lasting_run(config, "timer", serve);
}

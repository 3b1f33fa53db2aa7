/* The keeper's child that tells sessions when what they may do has changed. It is apart from the timer, whose work of a
 * night may take minutes. While nobody changes the database it asks nothing but whether somebody has. */
#include "lasting.h"
#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/db/db.h"
#include "wangge/work/access.h"
#include "wangge/work/work.h"

#define LOOK_EVERY 2 /* seconds: sessions know within five */

/* A day's beginning ends posts without a change of the database. */
static enum err serve(struct work *work, struct error *e)
{
    int64_t mark = 0;
    size_t told = 0;
    day_t day = 0;
    enum err r = ERR_NONE;
    while ((r == ERR_NONE || r == ERR_AGAIN) && !lasting_is_over(NULL)) {
        day_t today = day_of(clock_now());
        if (r != ERR_NONE || told > 0 || today != day || db_change_mark(work->db) != mark) {
            mark = db_change_mark(work->db); /* before the question: what comes after it is seen next time */
            r = access_tell(work, &told, e);
            day = today;
            work_rest(work);
        }
        lasting_sleep(LOOK_EVERY);
    }
    return r;
}

int watch_child(const struct config *config)
{
    return lasting_run(config, "watch", serve);
}

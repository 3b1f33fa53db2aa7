#include "wangge/work/forget.h"

#include "wangge/base/clock.h"
#include "wangge/base/log.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <time.h>

#define PATIENCE 20000 /* milliseconds of a job */
#define BETWEEN  200   /* tries */

enum err forget_removed(struct work *work, bool *whole, struct error *e)
{
    bool data = false, drafts = false;
    enum err r = db_forget_removed(work->db, &data, e);
    if (r == ERR_NONE)
        r = db_forget_removed(work->drafts, &drafts, e);
    *whole = data && drafts;
    return r;
}

bool forget_step(struct work *work, int64_t *until)
{
    struct error e;
    bool whole = false;
    if (*until == 0)
        *until = clock_steady_ms() + PATIENCE;
    enum err r = forget_removed(work, &whole, &e);
    if (r != ERR_NONE)
        log_warning("what was deleted may still be in the write-ahead log: %s", e.text);
    if (r != ERR_NONE || whole)
        return true;
    if (clock_steady_ms() >= *until) {
        log_info("the write-ahead log is read by somebody; the upkeep empties it later");
        return true;
    }
    nanosleep(&(struct timespec){0, BETWEEN * 1000000L}, NULL);
    return false;
}

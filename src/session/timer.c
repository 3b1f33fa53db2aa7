/* The keeper's child that does what falls due: it sleeps until the next alarm, at most as long as somebody else may
 * have set an earlier one without its seeing it, and lets the database rest meanwhile. */
#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/db/db.h"
#include "wangge/work/alarm.h"
#include "wangge/work/daily.h"
#include "wangge/work/health.h"
#include "wangge/work/work.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LOOK_EVERY 30 /* seconds; no limit of etc/limits.csv is so short that this is late */
#define NICENESS   5  /* people at their screens go first */

static pid_t keeper_pid;
static volatile sig_atomic_t told_to_stop;

static void on_term(int number)
{
    told_to_stop = number;
}

static bool shall_stop(void *to)
{
    (void)to;
    return told_to_stop != 0 || getppid() != keeper_pid;
}

/* SIGTERM is heard in sleep only; what is being done comes to its end. */
static void sleep_for(int64_t seconds)
{
    sigset_t none;
    const struct timespec time = {.tv_sec = seconds};
    sigemptyset(&none);
    ppoll(NULL, 0, &time, &none);
}

static void set_up(void)
{
    sigset_t term;
    const struct sigaction action = {.sa_handler = on_term};
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    sigaction(SIGTERM, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_NAME, "wangge-timer"); /* it is no session: for whoever looks at the processes */
    log_set_tag("timer");
    if (nice(NICENESS) < 0)
        log_debug("the timer is no less urgent than others");
}

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
    while ((r == ERR_NONE || r == ERR_AGAIN) && !shall_stop(NULL)) {
        int64_t now = clock_now();
        if (day_of(now) != day && (r == ERR_NONE || r == ERR_AGAIN)) {
            r = daily_serve(work, day_of(now), shall_stop, NULL, e);
            day = r == ERR_NONE ? day_of(now) : day;
            if (r == ERR_NONE)
                look_for_weaknesses(work);
        }
        if (r != ERR_NONE || !known || db_change_mark(work->db) != mark || (next != 0 && next <= now)) {
            r = alarm_serve(work, now, shall_stop, NULL, NULL, e);
            if (r == ERR_NONE)
                r = alarm_next(work, &next, e);
            mark = db_change_mark(work->db);
            known = true;
            db_rest(work->db);
            db_rest(work->drafts);
            mem_rest();
        }
        if (!shall_stop(NULL))
            sleep_for(left_until(next, now));
    }
    return r;
}

int timer_child(const struct config *config)
{
    struct work *work = NULL;
    struct error e = {0};
    keeper_pid = getppid();
    set_up();
    enum err r = work_open(config_text(config, CONFIG_DATABASE), &work, &e);
    if (r == ERR_NONE)
        r = serve(work, &e);
    if (r != ERR_NONE)
        log_warning("%s", e.text);
    work_close(&work);
    return r == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

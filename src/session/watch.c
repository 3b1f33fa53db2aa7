/* The keeper's child that tells sessions when what they may do has changed. It is apart from the timer, whose work of a
 * night may take minutes. While nobody changes the database it asks nothing but whether somebody has. */
#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/db/db.h"
#include "wangge/work/access.h"
#include "wangge/work/work.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LOOK_EVERY 2 /* seconds: sessions know within five */

static volatile sig_atomic_t told_to_stop;

static void on_term(int number)
{
    told_to_stop = number;
}

/* SIGTERM is heard in sleep only. */
static void set_up(void)
{
    sigset_t term;
    const struct sigaction action = {.sa_handler = on_term};
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    sigaction(SIGTERM, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    prctl(PR_SET_NAME, "wangge-watch"); /* it is no session: for whoever looks at the processes */
    log_set_tag("watch");
}

static void sleep_until_next(void)
{
    sigset_t none;
    const struct timespec time = {.tv_sec = LOOK_EVERY};
    sigemptyset(&none);
    ppoll(NULL, 0, &time, &none);
}

/* A day's beginning ends posts without a change of the database. */
static enum err serve(struct work *work, pid_t keeper, struct error *e)
{
    int64_t mark = 0;
    size_t told = 0;
    day_t day = 0;
    enum err r = ERR_NONE;
    while ((r == ERR_NONE || r == ERR_AGAIN) && told_to_stop == 0 && getppid() == keeper) {
        day_t today = day_of(clock_now());
        if (r != ERR_NONE || told > 0 || today != day || db_change_mark(work->db) != mark) {
            mark = db_change_mark(work->db); /* before the question: what comes after it is seen next time */
            r = access_tell(work, &told, e);
            day = today;
            db_rest(work->db);
            db_rest(work->drafts);
            mem_rest();
        }
        sleep_until_next();
    }
    return r;
}

int watch_child(const struct config *config)
{
    struct work *work = NULL;
    struct error e = {0};
    pid_t keeper = getppid();
    set_up();
    enum err r = work_open(config_text(config, CONFIG_DATABASE), &work, &e);
    if (r == ERR_NONE)
        r = serve(work, keeper, &e);
    if (r != ERR_NONE)
        log_warning("%s", e.text);
    work_close(&work);
    return r == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

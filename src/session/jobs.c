/* The keeper's children that work on jobs, and how session children have one begun. */
#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/work/backup.h"
#include "wangge/work/intake.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define NICENESS 5 /* people at their screens go first */

static pid_t keeper_pid;
static volatile sig_atomic_t told_to_stop;

static void tell_keeper(void *to)
{
    (void)to;
    if (getppid() == keeper_pid)
        kill(keeper_pid, SIGUSR1); /* else the next keeper looks by itself */
}

void jobs_are_begun_by(pid_t keeper)
{
    keeper_pid = keeper;
    job_set_starter(tell_keeper, NULL);
}

static void on_term(int number)
{
    told_to_stop = number;
}

static bool shall_stop(void *to)
{
    (void)to;
    return told_to_stop != 0 || getppid() != keeper_pid;
}

int jobs_child(const struct config *config)
{
    struct work *work = NULL;
    struct error e = {0};
    const struct sigaction action = {.sa_handler = on_term};
    keeper_pid = getppid();
    log_set_tag("jobs");
    sigaction(SIGTERM, &action, NULL);
    if (nice(NICENESS) < 0)
        log_debug("a job's process is no less urgent than others");
    enum err r = work_open(config_text(config, CONFIG_DATABASE), &work, &e);
    if (r == ERR_NONE)
        r = job_serve(work, shall_stop, NULL, &e);
    if (r == ERR_NONE && !shall_stop(NULL))
        r = message_serve(work, config, &e);
    if (r == ERR_NONE && !shall_stop(NULL))
        r = backup_serve(work, clock_now(), NULL, &e);
    if (r != ERR_NONE)
        log_warning("%s", e.text);
    work_close(&work);
    return r == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

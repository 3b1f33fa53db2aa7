/* What the keeper's children that last as long as it have in common: how they begin, sleep and end. */
#include "lasting.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/work/work.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static pid_t keeper;
static volatile sig_atomic_t told_to_stop;

static void on_term(int number)
{
    told_to_stop = number;
}

static void set_up(const char *name)
{
    char process[16]; /* more is not shown */
    sigset_t term;
    const struct sigaction action = {.sa_handler = on_term};
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    sigaction(SIGTERM, &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    snprintf(process, sizeof process, "wangge-%s", name);
    prctl(PR_SET_NAME, process); /* it is no session: for whoever looks at the processes */
    log_set_tag(name);
}

bool lasting_is_over(void *to)
{
    (void)to;
    return told_to_stop != 0 || getppid() != keeper;
}

void lasting_sleep(int64_t seconds)
{
    sigset_t none;
    const struct timespec time = {.tv_sec = seconds};
    sigemptyset(&none);
    ppoll(NULL, 0, &time, &none);
}

int lasting_run(const struct config *config, const char *name, enum err (*serve)(struct work *work, struct error *e))
{
    struct work *work = NULL;
    struct error e = {0};
    keeper = getppid();
    set_up(name);
    enum err r = work_open(config_text(config, CONFIG_DATABASE), &work, &e);
    if (r == ERR_NONE)
        r = serve(work, &e);
    if (r != ERR_NONE)
        log_warning("%s", e.text);
    work_close(&work);
    return r == ERR_NONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

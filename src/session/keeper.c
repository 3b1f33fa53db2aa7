#include "wangge/session/keeper.h"

#include "session.h"

#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/ui/ui.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/forget.h"
#include "wangge/work/job.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAIN_MILLISECONDS 8000 /* for sessions to save and leave; the listener waits a little longer */
#define UPKEEP_EVERY       (6 * 3600 * 1000)
#define LOOK_FOR_JOBS      10000 /* milliseconds: whoever asks for one says so at once */
#define JOBS               2     /* at once */
#define LASTING            3 /* children: what falls due, who is to be told of changed rights, the audit's anchors */
#define LASTING_AGAIN      30000 /* milliseconds after which one that ended is followed by another */

struct child {
    pid_t pid;
    uint64_t id;
};

/* A child that lives as long as the keeper does. */
struct lasting {
    int (*live)(const struct config *config);
    pid_t pid;
    int64_t at; /* when it is begun again, in steady milliseconds */
};

struct keeper {
    const char *config_path;
    struct config *config;
    struct wire control;
    int witness; /* the socket to the witness of the audit; -1 until the listener sends it */
    int signals;
    size_t count, room;
    struct child *children;
    pid_t sweeper;
    pid_t jobs[JOBS];
    struct lasting lasting[LASTING];
    int64_t look_at;   /* when jobs are looked for next */
    bool sweep;        /* somebody left its row in the session table behind */
    int64_t upkeep_at; /* when the database is looked after next, in steady milliseconds */
    bool stopping;
    int64_t stop_at;
};

static bool load(const struct config *config)
{
    char schema[PATH_MAX], etc[PATH_MAX];
    struct error e;
    if (!config_data_path("schema", schema, sizeof schema) || !config_data_path("etc", etc, sizeof etc)) {
        log_error("the installation's schema and etc folders were not found");
        return false;
    }
    if (work_load(schema, etc, config_text(config, CONFIG_TABLES), config_folder(config, CONFIG_SITE), &e) !=
        ERR_NONE) {
        log_error("%s", e.text);
        return false;
    }
    return true;
}

/* --- children ---------------------------------------------------------------------------------------------------- */

/* What every child of the keeper does first: the keeper's signals are its own again. */
static void leave_keeper(const struct keeper *k)
{
    sigset_t none;
    sigemptyset(&none);
    close(k->signals);
    if (k->witness >= 0)
        close(k->witness);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void start_session(const struct keeper *k, const struct wire_arrival *arrival, const char *from,
                                    int wire)
{
    static struct session session;
    leave_keeper(k);
    jobs_are_begun_by(getppid());
    session.config = k->config;
    session.id = arrival->id;
    session.penalty = arrival->penalty;
    session.reserved = arrival->reserved != 0;
    text_copy(session.from, sizeof session.from, from);
    wire_start(&session.wire, wire, WIRE_SIDE_SESSION, WIRE_PHASE_LOGIN);
    session.control = k->control;
    _exit(session_child(&session));
}

static void remember(struct keeper *k, pid_t pid, uint64_t id)
{
    if (k->count == k->room) {
        k->room = k->room ? 2 * k->room : 64;
        k->children = mem_resize(k->children, k->room, sizeof *k->children);
    }
    k->children[k->count++] = (struct child){pid, id};
}

static bool on_connect(void *to, const struct wire_letter *letter)
{
    struct keeper *k = to;
    struct wire_arrival connection;
    const char *from;
    int wire = letter->descriptors[0];
    if (!wire_read_words(letter, &connection, sizeof connection, 1, &from)) {
        close(wire);
        return false;
    }
    pid_t pid = k->stopping ? 0 : fork();
    if (pid == 0 && !k->stopping)
        start_session(k, &connection, from, wire);
    close(wire);
    if (pid > 0)
        remember(k, pid, connection.id);
    else if (pid < 0)
        log_error("no process for a session: %s", strerror(errno));
    return true;
}

static enum err look_after(struct work *work, struct error *e)
{
    bool whole;
    enum err r = db_upkeep(work->db, e);
    if (r == ERR_NONE)
        r = audit_prune(work, e);
    if (r == ERR_NONE)
        r = job_expire(work, e);
    if (r == ERR_NONE)
        r = file_expire(work, e);
    return r == ERR_NONE ? forget_removed(work, &whole, e) : r;
}

/* Cleans the session table and looks after the database, in a child: a connection must not live through a fork. */
static void sweep(struct keeper *k)
{
    bool upkeep = clock_steady_ms() >= k->upkeep_at && !k->stopping;
    if ((!k->sweep && !upkeep) || k->sweeper > 0)
        return;
    k->sweep = false;
    if (upkeep)
        k->upkeep_at = clock_steady_ms() + UPKEEP_EVERY;
    k->sweeper = fork();
    if (k->sweeper != 0)
        return;
    struct work *work = NULL;
    struct error e;
    leave_keeper(k);
    log_set_tag("sweep");
    bool done = work_open(config_text(k->config, CONFIG_DATABASE), &work, &e) == ERR_NONE &&
                session_sweep(work, &e) == ERR_NONE && (!upkeep || look_after(work, &e) == ERR_NONE);
    if (!done)
        log_warning("%s", e.text);
    work_close(&work);
    _exit(done ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* A child for each place that is free: it finds out what is to be done, and ends when nothing is. */
static void begin_jobs(struct keeper *k)
{
    k->look_at = clock_steady_ms() + LOOK_FOR_JOBS;
    for (size_t i = 0; i < JOBS && !k->stopping; i++) {
        if (k->jobs[i] > 0)
            continue;
        k->jobs[i] = fork();
        if (k->jobs[i] == 0) {
            leave_keeper(k);
            close(k->control.fd); /* the listener shall see the end of the keeper, not of this */
            _exit(jobs_child(k->config));
        }
        return; /* one that finds nothing need not be two */
    }
}

static void begin_lasting(struct keeper *k)
{
    for (struct lasting *child = k->lasting; child < k->lasting + LASTING; child++) {
        bool anchors = child->live == anchor_child;
        if (child->pid > 0 || k->stopping || clock_steady_ms() < child->at || (anchors && k->witness < 0))
            continue;
        child->at = clock_steady_ms() + LASTING_AGAIN;
        child->pid = fork();
        if (child->pid == 0) {
            anchor_by(anchors ? fcntl(k->witness, F_DUPFD_CLOEXEC, 0) : -1);
            leave_keeper(k);
            close(k->control.fd);
            _exit(child->live(k->config));
        }
    }
}

static void kill_lasting(const struct keeper *k, int number)
{
    for (size_t i = 0; i < LASTING; i++)
        if (k->lasting[i].pid > 0)
            kill(k->lasting[i].pid, number);
}

static bool forget_lasting(struct keeper *k, pid_t pid)
{
    for (size_t i = 0; i < LASTING; i++)
        if (k->lasting[i].pid == pid) {
            k->lasting[i].pid = 0;
            return true;
        }
    return false;
}

static bool forget_job(struct keeper *k, pid_t pid, int status)
{
    for (size_t i = 0; i < JOBS; i++) {
        if (k->jobs[i] != pid)
            continue;
        k->jobs[i] = 0;
        if (WIFSIGNALED(status)) {
            log_warning("a job's process ended by signal %d", WTERMSIG(status));
            begin_jobs(k);
        }
        return true;
    }
    return false;
}

static void forget(struct keeper *k, pid_t pid, int status)
{
    for (size_t i = 0; i < k->count; i++) {
        if (k->children[i].pid != pid)
            continue;
        if (WIFSIGNALED(status)) {
            log_info("#%llu: the session ended by signal %d", (unsigned long long)k->children[i].id, WTERMSIG(status));
            k->sweep = true;
        }
        k->children[i] = k->children[--k->count];
        return;
    }
}

static bool has_others(const struct keeper *k)
{
    for (size_t i = 0; i < LASTING; i++)
        if (k->lasting[i].pid > 0)
            return true;
    for (size_t i = 0; i < JOBS; i++)
        if (k->jobs[i] > 0)
            return true;
    return false;
}

static void reap(struct keeper *k)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == k->sweeper)
            k->sweeper = 0;
        else if (!forget_lasting(k, pid) && !forget_job(k, pid, status))
            forget(k, pid, status);
    }
    sweep(k);
}

/* --- messages and signals ---------------------------------------------------------------------------------------- */

static void stop(struct keeper *k)
{
    if (k->stopping)
        return;
    k->stopping = true;
    k->stop_at = clock_steady_ms() + DRAIN_MILLISECONDS;
    for (size_t i = 0; i < k->count; i++)
        kill(k->children[i].pid, SIGHUP);
    for (size_t i = 0; i < JOBS; i++)
        if (k->jobs[i] > 0)
            kill(k->jobs[i], SIGTERM); /* what it does goes on at the next start */
    kill_lasting(k, SIGTERM);
}

static bool on_stop(void *to, const struct wire_letter *letter)
{
    (void)letter;
    stop(to);
    return true;
}

static bool on_reload(void *to, const struct wire_letter *letter)
{
    (void)letter;
    struct keeper *k = to;
    struct config *fresh = NULL;
    struct error e;
    if (config_load(k->config_path, &fresh, &e) != ERR_NONE) {
        log_error("the configuration stays as it was: %s", e.text);
        return true;
    }
    config_use(fresh);
    config_free(&k->config);
    k->config = fresh;
    struct wire_rules rules = wire_rules_of(fresh);
    wire_send(&k->control, WIRE_RULES, &rules, sizeof rules, NULL);
    return true;
}

static bool on_debug(void *to, const struct wire_letter *letter)
{
    (void)to, (void)letter;
    log_toggle_debug();
    return true;
}

/* A listener brings its own; the child that has the one before ends by itself. */
static bool on_witness(void *to, const struct wire_letter *letter)
{
    struct keeper *k = to;
    if (k->witness >= 0)
        close(k->witness);
    k->witness = letter->descriptors[0];
    return true;
}

static const wire_handler handlers[WIRE_MESSAGE_COUNT] = {
    [WIRE_CONNECT] = on_connect, [WIRE_STOP] = on_stop,       [WIRE_RELOAD] = on_reload,
    [WIRE_DEBUG] = on_debug,     [WIRE_WITNESS] = on_witness,
};

static void hear_signal(struct keeper *k)
{
    struct signalfd_siginfo info;
    if (read(k->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGCHLD)
        reap(k);
    else if (info.ssi_signo == SIGUSR1)
        begin_jobs(k);
    else if (info.ssi_signo == SIGTERM)
        stop(k);
}

static void turn(struct keeper *k)
{
    struct pollfd polled[2] = {
        {.fd = k->control.fd, .events = POLLIN},
        {.fd = k->signals,    .events = POLLIN}
    };
    int64_t next = k->stopping ? k->stop_at : k->upkeep_at < k->look_at ? k->upkeep_at : k->look_at;
    for (size_t i = 0; i < LASTING && !k->stopping; i++)
        if (k->lasting[i].pid <= 0 && k->lasting[i].at < next &&
            (k->witness >= 0 || k->lasting[i].live != anchor_child))
            next = k->lasting[i].at;
    int64_t left = next - clock_steady_ms();
    if (poll(polled, 2, left < 0 ? 0 : (int)left) < 0)
        return;
    sweep(k);
    if (!k->stopping && clock_steady_ms() >= k->look_at)
        begin_jobs(k);
    begin_lasting(k);
    if (polled[0].revents) {
        enum wire_result result = wire_serve(&k->control, handlers, k);
        if (result == WIRE_GONE || result == WIRE_BREACH) {
            wire_close(&k->control);
            stop(k);
        }
    }
    if (polled[1].revents)
        hear_signal(k);
}

static bool set_up(struct keeper *k)
{
    static const int ours[] = {SIGCHLD, SIGTERM, SIGUSR1, SIGINT, SIGHUP}; /* the last two are the listener's */
    sigset_t wanted;
    sigemptyset(&wanted);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        sigaddset(&wanted, ours[i]);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    signal(SIGPIPE, SIG_IGN);
    k->signals = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    return k->signals >= 0;
}

/* What the last sessions did is anchored too. No child is forked any more: the database may be opened here. */
static void anchor_the_end(const struct keeper *k)
{
    struct work *work = NULL;
    struct error e;
    if (k->witness < 0)
        return;
    anchor_by(k->witness);
    if (work_open(config_text(k->config, CONFIG_DATABASE), &work, &e) == ERR_NONE)
        anchor_head(work);
    else
        log_warning("%s", e.text);
    work_close(&work);
}

/* Asked in a child: a connection must not live through a fork. A busy database is none that cannot be opened. */
static bool database_opens(const struct keeper *k)
{
    int status = EXIT_FAILURE;
    pid_t pid = fork();
    if (pid == 0) {
        struct work *work = NULL;
        struct error e;
        enum err r = work_open(config_text(k->config, CONFIG_DATABASE), &work, &e);
        if (r != ERR_NONE)
            log_error("%s", e.text);
        work_close(&work);
        _exit(r == ERR_NONE || r == ERR_AGAIN ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == EXIT_SUCCESS;
}

int keeper_run(const char *config_path, struct config *config, int control)
{
    struct keeper k = {
        .config_path = config_path,
        .config = config,
        .sweep = true,
        .witness = -1,
        .lasting = {{.live = timer_child}, {.live = watch_child}, {.live = anchor_child}},
    };
    config_use(config);
    mem_stay_small();
    db_stay_small();
    i18n_start();
    if (!load(config) || !set_up(&k) || !database_opens(&k))
        return EXIT_FAILURE;
    ui_prepare();
    login_prepare();
    mem_fill_holes();
    wire_start(&k.control, control, WIRE_SIDE_SESSION, WIRE_PHASE_CONTROL);
    log_leave_streams();
    if (wire_send(&k.control, WIRE_READY, NULL, 0, NULL) != WIRE_OK)
        return EXIT_FAILURE;
    sweep(&k);
    begin_jobs(&k);
    begin_lasting(&k);
    while (!k.stopping || ((k.count > 0 || k.sweeper > 0 || has_others(&k)) && clock_steady_ms() < k.stop_at))
        turn(&k);
    for (size_t i = 0; i < k.count; i++)
        kill(k.children[i].pid, SIGKILL);
    for (size_t i = 0; i < JOBS; i++)
        if (k.jobs[i] > 0)
            kill(k.jobs[i], SIGKILL);
    kill_lasting(&k, SIGKILL);
    anchor_the_end(&k);
    mem_free(k.children);
    config_use(NULL);
    config_free(&k.config);
    return EXIT_SUCCESS;
}

#include "wangge/net/listener.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/log.h"
#include "wangge/net/limit.h"
#include "wangge/wire/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAIN_MILLISECONDS 10000 /* for sessions to save and leave after SIGTERM */
#define ACCEPT_AT_ONCE     64
#define LONGEST_WAIT       3600000
#define ACCEPT_PAUSE       1000 /* milliseconds, when the machine has no room for another connection */

struct listener {
    const struct listener_options *options;
    struct transport_options transport;
    struct limits *limits;
    struct wire control;
    bool has_keeper;
    pid_t keeper;                 /* 0: it was not started from here, */
    int keeper_end;               /* and this descriptor tells its end; else -1 */
    int signals, log_in, log_out; /* the pipe that network children log into */
    char line[1024];              /* of it, as far as it has come */
    size_t line_length;
    int64_t accept_again;
    bool stopping, failed;
    int64_t stop_at;
};

static void use_rules(struct listener *l, const struct wire_rules *from)
{
    struct limit_rules rules = {
        .sessions = (size_t)from->max_sessions,
        .reserved = (size_t)from->reserved,
        .waiting = (size_t)from->max_unauthenticated,
        .per_source = (size_t)from->per_source,
        .grace = from->grace * 1000,
        .penalty = from->penalty * 1000,
    };
    if (l->limits)
        limits_set_rules(l->limits, &rules);
    else
        l->limits = limits_new(&rules);
    l->transport = (struct transport_options){
        .bind = l->options->bind,
        .empty = l->options->empty,
        .grace = from->grace,
        .keepalive = from->keepalive,
        .rekey = from->rekey,
    };
}

/* --- a connection ------------------------------------------------------------------------------------------------ */

/* In the child: nothing of the listener's is left but the connection, the wire and the log. */
static _Noreturn void network_child(const struct listener *l, uint64_t id, int tcp, int wire)
{
    enum { TCP = 3, WIRE, LOG, EMPTY, FIRST_FREE, OUT_OF_THE_WAY = 64 };
    const int kept[] = {tcp, wire, l->log_out, l->options->empty};
    int far[COUNT_OF(kept)];
    char tag[24];
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        far[i] = fcntl(kept[i], F_DUPFD, OUT_OF_THE_WAY);
    close_range(TCP, OUT_OF_THE_WAY - 1, 0);
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        dup2(far[i], TCP + (int)i);
    close_range(FIRST_FREE, ~0u, 0);
    for (int fd = 0; fd < TCP; fd++)
        dup2(LOG, fd); /* so that no other descriptor takes these numbers */
    log_to_descriptor(LOG);
    snprintf(tag, sizeof tag, "#%llu", (unsigned long long)id);
    log_set_tag(tag);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    struct transport_options options = l->transport;
    options.empty = l->options->empty < 0 ? -1 : EMPTY;
    transport_run(&options, TCP, WIRE);
    _exit(0);
}

static void start_connection(struct listener *l, struct connection *connection, int tcp)
{
    int ends[2];
    if (wire_pair(ends) != 0) {
        log_error("no socket for a connection: %s", strerror(errno));
        limits_remove(l->limits, connection);
        close(tcp);
        return;
    }
    pid_t pid = fork();
    if (pid == 0)
        network_child(l, connection->id, tcp, ends[0]);
    if (pid < 0) {
        log_error("no process for a connection: %s", strerror(errno));
    } else {
        struct wire_arrival head = {connection->id, (uint32_t)connection->penalty, connection->reserved};
        const char *address = connection->address;
        if (wire_send_words(&l->control, WIRE_CONNECT, &head, sizeof head, 1, &address, &ends[1]) != WIRE_OK) {
            log_error("the keeper takes no connection");
            kill(pid, SIGKILL);
        }
    }
    close(ends[0]);
    close(ends[1]);
    close(tcp);
    if (pid < 0) {
        limits_remove(l->limits, connection);
        return;
    }
    connection->pid = pid;
    log_info("#%llu from %s", (unsigned long long)connection->id, connection->address);
}

static void accept_connections(struct listener *l)
{
    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        struct connection *connection = NULL;
        int fd = accept4(l->options->socket, (struct sockaddr *)&address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) {
            if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR)
                return;
            log_error("accept: %s", strerror(errno));
            l->accept_again = clock_steady_ms() + ACCEPT_PAUSE;
            return;
        }
        int64_t now = clock_steady_ms();
        enum admission admission = limits_admit(l->limits, &address, now, &connection);
        if (admission != ADMITTED) {
            log_warning("a connection was refused: %s", admission_reason(admission));
            close(fd);
            continue;
        }
        start_connection(l, connection, fd);
    }
}

/* Connections that did not log in in time, or whose place another one has. */
static void work_off_times(struct listener *l)
{
    int64_t now = clock_steady_ms();
    for (size_t i = limits_count(l->limits); i-- > 0;) {
        struct connection *connection = limits_at(l->limits, i);
        if (!connection->logged_in && connection->pid > 0 && connection->ends <= now) {
            log_info("#%llu %s", (unsigned long long)connection->id,
                     connection->gives_way ? "gives way to another one" : "did not log in in time");
            kill(connection->pid, SIGKILL);
            connection->ends = INT64_MAX; /* reaped in a moment */
        }
    }
}

/* --- keeper ------------------------------------------------------------------------------------------------------ */

static void stop(struct listener *l)
{
    if (l->stopping)
        return;
    l->stopping = true;
    l->stop_at = clock_steady_ms() + DRAIN_MILLISECONDS;
    wire_send(&l->control, WIRE_STOP, NULL, 0, NULL);
    for (size_t i = limits_count(l->limits); i-- > 0;) {
        struct connection *connection = limits_at(l->limits, i);
        if (!connection->logged_in || !l->has_keeper) /* without keeper, the line's end is what sessions hear */
            kill(connection->pid, SIGKILL);
    }
    log_info("stopping: %zu connections are asked to leave", limits_count(l->limits));
}

/* Sessions hold the socket too, so its end is not the keeper's: one that is not our child is watched by itself. */
static void have_keeper(struct listener *l, pid_t pid, int control)
{
    struct ucred peer = {0};
    socklen_t size = sizeof peer;
    l->has_keeper = true;
    l->keeper = pid;
    l->keeper_end = -1;
    if (pid == 0 && getsockopt(control, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0)
        l->keeper_end = (int)syscall(SYS_pidfd_open, peer.pid, 0);
    wire_start(&l->control, control, WIRE_SIDE_NET, WIRE_PHASE_CONTROL);
    if (wire_send(&l->control, WIRE_WITNESS, NULL, 0, &l->options->witness_end) != WIRE_OK)
        log_error("the keeper does not take the witness of the audit");
}

static void keeper_lost(struct listener *l)
{
    l->has_keeper = false;
    l->keeper = 0;
    if (l->keeper_end >= 0)
        close(l->keeper_end);
    l->keeper_end = -1;
    wire_close(&l->control);
    if (l->stopping)
        return;
    int control = -1;
    pid_t pid = l->options->keeper_again ? l->options->start_keeper(l->options, &control) : -1;
    if (pid < 0) {
        l->failed = true;
        stop(l);
        return;
    }
    have_keeper(l, pid, control);
    log_info("the keeper was started again");
}

static void keeper_ended(struct listener *l, int status)
{
    if (!l->stopping)
        log_error("the keeper ended (%s %d)", WIFSIGNALED(status) ? "signal" : "status",
                  WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    keeper_lost(l);
}

static bool on_logged_in(void *to, const struct wire_letter *letter)
{
    struct listener *l = to;
    struct wire_connection connection;
    if (!wire_read_words(letter, &connection, sizeof connection, 0, NULL))
        return false;
    limits_logged_in(l->limits, connection.id);
    return true;
}

static bool on_login_failed(void *to, const struct wire_letter *letter)
{
    struct listener *l = to;
    struct wire_connection connection;
    if (!wire_read_words(letter, &connection, sizeof connection, 0, NULL))
        return false;
    limits_login_failed(l->limits, connection.id, clock_steady_ms());
    return true;
}

static bool on_rules(void *to, const struct wire_letter *letter)
{
    struct wire_rules rules;
    if (!wire_read_words(letter, &rules, sizeof rules, 0, NULL))
        return false;
    use_rules(to, &rules);
    log_info("the configuration was read again");
    return true;
}

static bool on_ready(void *to, const struct wire_letter *letter)
{
    (void)to, (void)letter;
    return true; /* waited for by start_keeper */
}

static void hear_keeper(struct listener *l)
{
    static const wire_handler handlers[WIRE_MESSAGE_COUNT] = {[WIRE_READY] = on_ready,
                                                              [WIRE_RULES] = on_rules,
                                                              [WIRE_LOGGED_IN] = on_logged_in,
                                                              [WIRE_LOGIN_FAILED] = on_login_failed};
    enum wire_result result = wire_serve(&l->control, handlers, l);
    if (result == WIRE_GONE || result == WIRE_BREACH)
        wire_close(&l->control); /* its end is noticed by waitpid or keeper_end */
}

static void keeper_gone(struct listener *l)
{
    if (!l->stopping)
        log_error("the keeper is gone");
    keeper_lost(l);
}

/* --- signals, log, loop ------------------------------------------------------------------------------------------ */

static void reap(struct listener *l)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (l->keeper > 0 && pid == l->keeper) {
            keeper_ended(l, status);
            continue;
        }
        if (pid == l->options->witness && !l->stopping)
            log_error("the warden of the witness ended: nothing is anchored until the server is started again");
        struct connection *connection = limits_by_pid(l->limits, pid);
        if (!connection)
            continue;
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
            log_error("#%llu was killed for a forbidden system call", (unsigned long long)connection->id);
        else if (WIFSIGNALED(status))
            log_info("#%llu ended by signal %d", (unsigned long long)connection->id, WTERMSIG(status));
        else if (WEXITSTATUS(status) != 0)
            log_warning("#%llu ended with status %d", (unsigned long long)connection->id, WEXITSTATUS(status));
        else
            log_info("#%llu ended", (unsigned long long)connection->id);
        limits_remove(l->limits, connection);
    }
}

static void hear_signal(struct listener *l)
{
    struct signalfd_siginfo info;
    if (read(l->signals, &info, sizeof info) != sizeof info)
        return;
    switch (info.ssi_signo) {
    case SIGCHLD:
        reap(l);
        break;
    case SIGHUP:
        wire_send(&l->control, WIRE_RELOAD, NULL, 0, NULL); /* our own user may not be able to read the file */
        break;
    case SIGUSR2:
        log_toggle_debug();
        wire_send(&l->control, WIRE_DEBUG, NULL, 0, NULL);
        break;
    default:
        stop(l);
    }
}

static void hear_log(struct listener *l)
{
    ssize_t n = read(l->log_in, l->line + l->line_length, sizeof l->line - 1 - l->line_length);
    if (n <= 0)
        return;
    l->line_length += (size_t)n;
    char *start = l->line, *end = l->line + l->line_length, *newline;
    while ((newline = memchr(start, '\n', (size_t)(end - start)))) {
        *newline = '\0';
        log_relay(start);
        start = newline + 1;
    }
    l->line_length = (size_t)(end - start);
    memmove(l->line, start, l->line_length);
    if (l->line_length == sizeof l->line - 1)
        l->line_length = 0; /* no line of ours is so long */
}

static bool set_up(struct listener *l)
{
    sigset_t wanted;
    sigemptyset(&wanted);
    static const int numbers[] = {SIGCHLD, SIGHUP, SIGUSR2, SIGTERM, SIGINT};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(&wanted, numbers[i]);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    signal(SIGPIPE, SIG_IGN);
    l->signals = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    int ends[2];
    if (l->signals < 0 || pipe2(ends, O_CLOEXEC) != 0)
        return false;
    l->log_in = ends[0];
    l->log_out = ends[1];
    return true;
}

static int time_to_wait(const struct listener *l)
{
    int64_t now = clock_steady_ms(), next = limits_next(l->limits, now);
    int64_t until = l->stopping ? l->stop_at : l->accept_again;
    if (l->stopping || until > now) {
        int64_t left = until > now ? until - now : 0;
        next = next < 0 || left < next ? left : next;
    }
    return next > LONGEST_WAIT ? LONGEST_WAIT : (int)next;
}

static void turn(struct listener *l)
{
    enum { SIGNALS, CONTROL, LOG, SOCKET, KEEPER, COUNT };
    bool deaf = l->stopping || clock_steady_ms() < l->accept_again;
    struct pollfd polled[COUNT] = {
        [SIGNALS] = {.fd = l->signals,                     .events = POLLIN},
        [CONTROL] = {.fd = l->control.fd,                  .events = POLLIN},
        [LOG] = {.fd = l->log_in,                      .events = POLLIN},
        [SOCKET] = {.fd = deaf ? -1 : l->options->socket, .events = POLLIN},
        [KEEPER] = {.fd = l->keeper_end,                  .events = POLLIN},
    };
    if (poll(polled, COUNT, time_to_wait(l)) < 0)
        return;
    if (polled[CONTROL].revents)
        hear_keeper(l);
    if (polled[LOG].revents)
        hear_log(l);
    if (polled[SIGNALS].revents)
        hear_signal(l);
    if (polled[KEEPER].revents)
        keeper_gone(l);
    if (polled[SOCKET].revents)
        accept_connections(l);
    work_off_times(l);
}

/* After the time for draining: whoever is still there is ended; sessions end with their connections. */
static void end_the_rest(struct listener *l)
{
    for (size_t i = 0; i < limits_count(l->limits); i++)
        kill(limits_at(l->limits, i)->pid, SIGKILL);
    if (l->keeper > 0)
        kill(l->keeper, SIGKILL); /* in vain when it runs as somebody else: it ends by itself */
    log_warning("%zu connections did not leave in time", limits_count(l->limits));
}

int listener_run(const struct listener_options *options, const struct wire_rules *rules, pid_t keeper, int control)
{
    static struct listener l;
    l.options = options;
    have_keeper(&l, keeper, control);
    use_rules(&l, rules);
    if (!set_up(&l)) {
        log_error("the listener cannot be set up: %s", strerror(errno));
        return EXIT_FAILURE;
    }
    while (!l.stopping || ((l.has_keeper || limits_count(l.limits) > 0) && clock_steady_ms() < l.stop_at))
        turn(&l);
    if (l.has_keeper || limits_count(l.limits) > 0)
        end_the_rest(&l);
    limits_free(&l.limits);
    log_info("stopped");
    return l.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

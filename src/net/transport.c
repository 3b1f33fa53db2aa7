#include "transport.h"

#include "wangge/base/clock.h"
#include "wangge/base/log.h"
#include "wangge/net/algorithm.h"
#include "wangge/net/sandbox.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define RSA_LEAST     2048 /* bits of a key that logs in */
#define SILENCES      3    /* signs of life asked for in vain */
#define GUARD_SECONDS 20   /* of processor time in one turn: more is a loop that a client has led us into */
#define GUARD_EVERY   1000 /* milliseconds */
#define REKEY_SECONDS 3600
#define CLOSE_ANSWER  10000 /* milliseconds for the client to answer our CLOSE, with all output before it */
#define CLOSE_LINGER  10000 /* and then to hang up: who is cut off sooner reports a false exit status */

static void libssh_says(int priority, const char *function, const char *line, void *to)
{
    (void)priority, (void)function, (void)to;
    log_debug("libssh: %s", line);
}

ssh_bind transport_bind(ssh_key key)
{
    ssh_bind bind = ssh_bind_new();
    bool off = false;
    int rsa_least = RSA_LEAST;
    bool ok = bind && ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &off) == SSH_OK &&
              ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) == SSH_OK &&
              ssh_bind_options_set(bind, SSH_BIND_OPTIONS_RSA_MIN_SIZE, &rsa_least) == SSH_OK;
    for (size_t i = 0; ok && i < algorithm_count; i++)
        ok = ssh_bind_options_set(bind, algorithms[i].option, algorithms[i].names) == SSH_OK;
    if (!ok) {
        log_error("libssh does not take an option: %s", bind ? ssh_get_error(bind) : "no memory");
        ssh_bind_free(bind);
        return NULL;
    }
    ssh_set_log_callback(libssh_says);
    return bind;
}

/* A line that is cut without a word is found out by the kernel too, also while output waits. */
static void set_socket(int tcp, long keepalive)
{
    int on = 1, seconds = (int)keepalive, count = SILENCES, wait = (int)(keepalive * 1000 * (SILENCES + 1));
    setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (keepalive == 0)
        return;
    setsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(tcp, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds);
    setsockopt(tcp, IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof seconds);
    setsockopt(tcp, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    setsockopt(tcp, IPPROTO_TCP, TCP_USER_TIMEOUT, &wait, sizeof wait);
}

static bool open_session(struct transport *t, int tcp)
{
    uint64_t rekey_bytes = (uint64_t)t->options->rekey << 20;
    uint32_t rekey_seconds = REKEY_SECONDS;
    t->session = ssh_new();
    if (!t->session || ssh_bind_accept_fd(t->options->bind, t->session, tcp) != SSH_OK ||
        ssh_options_set(t->session, SSH_OPTIONS_COMPRESSION, "zlib@openssh.com,none") != 0 ||
        ssh_options_set(t->session, SSH_OPTIONS_REKEY_DATA, &rekey_bytes) != 0 ||
        ssh_options_set(t->session, SSH_OPTIONS_REKEY_TIME, &rekey_seconds) != 0)
        return false;
    ssh_set_blocking(t->session, 0);
    ssh_set_counters(t->session, &t->traffic, NULL);
    auth_set_callbacks(t);
    return true;
}

/* Packets that have come are worked off; all callbacks happen in here. */
static void network_turn(struct transport *t)
{
    if (t->event) {
        if (ssh_event_dopoll(t->event, 0) == SSH_ERROR || !ssh_is_connected(t->session))
            t->over = true;
        return;
    }
    int result = ssh_handle_key_exchange(t->session);
    if (result == SSH_AGAIN)
        return;
    t->event = result == SSH_OK ? ssh_event_new() : NULL;
    if (!t->event || ssh_event_add_session(t->event, t->session) != SSH_OK) {
        log_info("key exchange: %s", ssh_get_error(t->session));
        t->over = true;
        return;
    }
    log_debug("key exchange done: %s, %s", ssh_get_kex_algo(t->session), ssh_get_cipher_in(t->session));
}

/* In non-blocking mode libssh sends only every second time: the first call fetches the answer to the one before. */
static void ask_for_life(struct transport *t, int64_t now)
{
    if (t->options->keepalive == 0 || now < t->next_sign)
        return;
    t->next_sign = now + t->options->keepalive * 1000;
    if (t->traffic.in_bytes != t->traffic_seen) {
        t->traffic_seen = t->traffic.in_bytes;
        t->silences = 0;
        return;
    }
    if (++t->silences > SILENCES) {
        log_info("the line is dead");
        t->over = true;
    } else if (t->event && t->wire.phase != WIRE_PHASE_LOGIN) {
        ssh_send_keepalive(t->session);
        ssh_send_keepalive(t->session);
    }
}

static void rewind_guard(struct transport *t, int64_t now)
{
    if (now < t->next_guard)
        return;
    t->next_guard = now + GUARD_EVERY;
    setitimer(ITIMER_PROF, &(const struct itimerval){.it_value.tv_sec = GUARD_SECONDS}, NULL);
}

static void turn(struct transport *t, int tcp)
{
    struct pollfd polled[1 + RELAY_POLLS];
    bool writing = ssh_get_poll_flags(t->session) & SSH_WRITE_PENDING;
    polled[0] = (struct pollfd){.fd = tcp, .events = (short)(POLLIN | (writing ? POLLOUT : 0))};
    relay_poll(t, polled + 1);
    int64_t now = clock_steady_ms();
    int wait = t->options->keepalive == 0 ? -1 : t->next_sign > now ? (int)(t->next_sign - now) : 0;
    if (poll(polled, 1 + RELAY_POLLS, wait) < 0)
        return;
    now = clock_steady_ms();
    rewind_guard(t, now);
    if (polled[0].revents)
        network_turn(t);
    ask_for_life(t, now);
    if (!t->over)
        relay_turn(t, polled + 1);
}

/* A program that was cut off has left the client's screen as it was. */
static void put_terminal_right(struct transport *t)
{
    static const char text[] = "\033[?1049l\033[?2004l\033[?25h\033[0m\r\n\033[J"
                               "The session was cut off; what you typed is kept. Please log in again.\r\n"
                               "会话中断, 已录入的内容有草稿, 请重新登录。\r\n";
    if (t->relay.pty && !t->relay.command)
        ssh_channel_write(t->channel, text, sizeof text - 1);
}

static void turns_until(struct transport *t, int tcp, int64_t milliseconds, bool (*done)(const struct transport *t))
{
    int64_t end = clock_steady_ms() + milliseconds;
    for (int64_t left = milliseconds; left > 0 && !done(t); left = end - clock_steady_ms()) {
        bool writing = ssh_get_poll_flags(t->session) & SSH_WRITE_PENDING;
        struct pollfd polled = {.fd = tcp, .events = (short)(POLLIN | (writing ? POLLOUT : 0))};
        if (poll(&polled, 1, (int)left) > 0 && ssh_event_dopoll(t->event, 0) == SSH_ERROR)
            break;
    }
}

static bool closed_by_client(const struct transport *t)
{
    return t->over || !ssh_is_connected(t->session);
}

static bool hung_up(const struct transport *t)
{
    return !ssh_is_connected(t->session);
}

static void close_channel(struct transport *t, int tcp)
{
    if (t->relay.status < 0)
        put_terminal_right(t);
    ssh_channel_request_send_exit_status(t->channel, t->relay.status < 0 ? 255 : t->relay.status);
    ssh_channel_send_eof(t->channel);
    ssh_channel_close(t->channel);
    turns_until(t, tcp, CLOSE_ANSWER, closed_by_client);
    turns_until(t, tcp, CLOSE_LINGER, hung_up);
}

void transport_run(const struct transport_options *options, int tcp, int wire)
{
    static struct transport t; /* its chunks cost memory only when they are used */
    struct error e;
    unsigned walls = 0;
    char words[80];
    t.options = options;
    t.relay = (struct relay){.in = -1, .out = -1, .err = -1, .status = -1};
    wire_start(&t.wire, wire, WIRE_SIDE_NET, WIRE_PHASE_LOGIN);
    signal(SIGPIPE, SIG_IGN);
    set_socket(tcp, options->keepalive);
    if (!open_session(&t, tcp)) {
        log_error("libssh: a connection cannot be set up");
        return;
    }
    if (sandbox_enter(options->empty, &walls, &e) != ERR_NONE) {
        log_error("%s", e.text);
        return;
    }
    log_debug("walls: %s", sandbox_words(walls, words, sizeof words));
    alarm((unsigned)options->grace);
    t.next_sign = clock_steady_ms() + options->keepalive * 1000;
    network_turn(&t); /* says who we are */
    while (!t.over && !relay_finished(&t))
        turn(&t, tcp);
    if (!t.over)
        close_channel(&t, tcp);
    ssh_disconnect(t.session);
}

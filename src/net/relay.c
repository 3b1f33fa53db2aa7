#include "transport.h"

#include "wangge/base/log.h"
#include "wangge/base/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BACKLOG     (2u << 20) /* bytes of input that libssh may hold; its window is smaller, so more is a breach */
#define END_OF_FILE 4          /* Ctrl-D, which a terminal in line mode takes for the end of the input */

static void close_once(struct transport *t, int *fd)
{
    struct relay *r = &t->relay;
    int closing = *fd;
    *fd = -1;
    if (closing >= 0 && closing != r->in && closing != r->out && closing != r->err)
        close(closing);
}

void relay_start(struct transport *t, const struct wire_letter *letter, bool command)
{
    struct relay *r = &t->relay;
    r->pty = letter->message == WIRE_PTY;
    r->command = command;
    r->in = letter->descriptors[0];
    r->out = r->pty ? r->in : letter->descriptors[1];
    r->err = r->pty ? -1 : letter->descriptors[2];
    r->status = -1;
    r->running = true;
    r->backlog = true; /* what was typed ahead */
}

void relay_resize(struct transport *t, int columns, int rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    if (t->relay.pty && t->relay.in >= 0)
        ioctl(t->relay.in, TIOCSWINSZ, &size);
}

/* Writes what fits into "in"; returns the number of bytes done with. Nobody reads any more: all are done with. */
static size_t feed(struct transport *t, const unsigned char *data, size_t size)
{
    struct relay *r = &t->relay;
    if (r->in < 0)
        return size;
    ssize_t n = write(r->in, data, size);
    if (n >= 0)
        return (size_t)n;
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    close_once(t, &r->in);
    return size;
}

int relay_take(struct transport *t, const void *data, uint32_t size)
{
    struct relay *r = &t->relay;
    if (size > BACKLOG) {
        log_warning("the client sent more than it may");
        t->over = true;
        return (int)size;
    }
    if (!r->running || r->draining || r->backlog)
        return 0;
    size_t done = feed(t, data, size);
    r->backlog = done < size;
    return (int)done;
}

/* libssh calls back only for new bytes: those that were left with it are fetched when there is room again. All at once,
 * because libssh opens its window at each fetch, whatever it still holds: in small pieces it would hold ever more. */
static bool fetch_input(struct transport *t)
{
    struct input *input = &t->relay.input;
    mem_free(input->data);
    *input = (struct input){NULL, 0, 0};
    int waiting = ssh_channel_poll(t->channel, 0);
    if (waiting <= 0)
        return false;
    input->data = mem_new((size_t)waiting, 1);
    int n = ssh_channel_read_nonblocking(t->channel, input->data, (uint32_t)waiting, 0);
    input->end = n > 0 ? (size_t)n : 0;
    return n > 0;
}

static void drain_input(struct transport *t)
{
    struct relay *r = &t->relay;
    struct input *input = &r->input;
    r->draining = true;
    while (input->at < input->end || fetch_input(t)) {
        size_t done = feed(t, input->data + input->at, input->end - input->at);
        input->at += done;
        if (done == 0)
            break;
    }
    r->backlog = input->at < input->end;
    r->draining = false;
}

static void pass_end_of_input(struct transport *t)
{
    struct relay *r = &t->relay;
    if (!r->client_eof || r->backlog || r->in < 0)
        return;
    r->client_eof = false;
    if (!r->pty)
        close_once(t, &r->in);
    else if (r->command) /* the first one ends a line that was begun */
        feed(t, (const unsigned char[]){END_OF_FILE, END_OF_FILE}, 2);
}

/* true when nothing is left over. libssh takes nothing during a key exchange: the rest is offered again. */
static bool flush_to_client(struct transport *t)
{
    struct relay *r = &t->relay;
    struct chunk *c = &r->to_client;
    while (c->at < c->end) {
        uint32_t n = (uint32_t)(c->end - c->at);
        int sent = r->to_client_is_err ? ssh_channel_write_stderr(t->channel, c->data + c->at, n)
                                       : ssh_channel_write(t->channel, c->data + c->at, n);
        if (sent < 0) {
            t->over = true;
            return false;
        }
        if (sent == 0)
            return false;
        c->at += (size_t)sent;
    }
    c->at = c->end = 0;
    return true;
}

static bool client_can_take(const struct transport *t)
{
    const struct chunk *c = &t->relay.to_client;
    return c->at == c->end && !(ssh_get_poll_flags(t->session) & SSH_WRITE_PENDING) &&
           ssh_channel_window_size(t->channel) > 0;
}

/* One chunk of output. A screen comes in several pieces of the pty: they leave together. */
static void carry_output(struct transport *t, int *fd, bool is_err)
{
    enum { MORE_LIKELY = 1024 };
    struct chunk *c = &t->relay.to_client;
    if (*fd < 0 || !client_can_take(t))
        return;
    size_t room = ssh_channel_window_size(t->channel);
    if (room > sizeof c->data)
        room = sizeof c->data;
    ssize_t n;
    do {
        n = read(*fd, c->data + c->end, room - c->end);
        if (n > 0)
            c->end += (size_t)n;
    } while (n >= MORE_LIKELY && c->end < room);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) /* EIO when the last user of a pty has left */
        close_once(t, fd);
    t->relay.to_client_is_err = is_err;
    flush_to_client(t);
}

static void hear_session(struct transport *t)
{
    struct wire_letter letter;
    switch (wire_receive(&t->wire, &letter)) {
    case WIRE_OK:
        t->relay.status = letter.data[0];
        break;
    case WIRE_LATER:
        break;
    case WIRE_GONE:
        t->relay.session_gone = true;
        break;
    case WIRE_BREACH:
        t->over = true;
        break;
    }
}

enum { POLL_WIRE, POLL_OUT, POLL_ERR, POLL_IN, POLL_COUNT };

size_t relay_poll(struct transport *t, struct pollfd *out)
{
    const struct relay *r = &t->relay;
    bool can = r->running && client_can_take(t);
    out[POLL_WIRE] = (struct pollfd){.fd = r->session_gone ? -1 : t->wire.fd, .events = POLLIN};
    out[POLL_OUT] = (struct pollfd){.fd = can ? r->out : -1, .events = POLLIN};
    out[POLL_ERR] = (struct pollfd){.fd = can ? r->err : -1, .events = POLLIN};
    out[POLL_IN] = (struct pollfd){.fd = r->running && r->backlog ? r->in : -1, .events = POLLOUT};
    return POLL_COUNT;
}

void relay_turn(struct transport *t, const struct pollfd *polled)
{
    struct relay *r = &t->relay;
    if (!r->running) {
        t->over = t->over || polled[POLL_WIRE].revents; /* answers are fetched where they are asked for */
        return;
    }
    if (polled[POLL_WIRE].revents)
        hear_session(t);
    if (r->backlog && (r->in < 0 || polled[POLL_IN].revents))
        drain_input(t);
    pass_end_of_input(t);
    flush_to_client(t);
    if (polled[POLL_OUT].revents)
        carry_output(t, &r->out, false);
    if (polled[POLL_ERR].revents)
        carry_output(t, &r->err, true);
}

bool relay_finished(const struct transport *t)
{
    const struct relay *r = &t->relay;
    return r->running && r->out < 0 && r->err < 0 && r->to_client.at == r->to_client.end &&
           (r->status >= 0 || r->session_gone);
}

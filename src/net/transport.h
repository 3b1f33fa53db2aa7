/* Shared by the files of the network child. */
#ifndef NET_TRANSPORT_H
#define NET_TRANSPORT_H

#include "wangge/net/transport.h"

#include "wangge/wire/wire.h"

#include <libssh/callbacks.h>
#include <poll.h>
#include <stdbool.h>

#define CHUNK 16384

/* Bytes on their way, between a read and a write that took only some of them. */
struct chunk {
    size_t at, end;
    unsigned char data[CHUNK];
};

/* What libssh held while "in" was full. */
struct input {
    unsigned char *data;
    size_t at, end;
};

/* The descriptors that came with PTY or PIPES; -1 when closed. With a pty all three ways are its master. */
struct relay {
    bool running, pty, command;
    int in, out, err;
    struct chunk to_client;
    struct input input;
    bool to_client_is_err;
    bool draining, backlog; /* input waits, here or in libssh, because "in" was full */
    bool client_eof;
    int status; /* of EXIT, -1 before */
    bool session_gone;
};

struct transport {
    const struct transport_options *options;
    ssh_session session;
    ssh_event event; /* NULL until the key exchange is done */
    ssh_channel channel;
    struct wire wire;
    bool over;     /* the connection is to be ended without further ado */
    char user[64]; /* of keyboard-interactive, whose answers do not name it */
    bool more;     /* user has proved something, and prompt asks for more */
    char prompt[64];
    bool has_pty;
    struct ssh_counter_struct traffic;
    uint64_t traffic_seen;
    int silences;
    int64_t next_sign, next_guard; /* milliseconds */
    struct ssh_server_callbacks_struct server_callbacks;
    struct ssh_channel_callbacks_struct channel_callbacks;
    struct relay relay;
};

/* auth.c: logging in */
void auth_set_callbacks(struct transport *t);
int auth_message(ssh_session session, ssh_message message, void *to);

/* open.c: the one channel and what is asked for on it */
ssh_channel open_channel(ssh_session session, void *to);

/* relay.c: bytes both ways */
void relay_start(struct transport *t, const struct wire_letter *letter, bool command);
void relay_resize(struct transport *t, int columns, int rows);
int relay_take(struct transport *t, const void *data, uint32_t size); /* from the client; returns how much was taken */
#define RELAY_POLLS 4
size_t relay_poll(struct transport *t, struct pollfd *out); /* fills 4 */
void relay_turn(struct transport *t, const struct pollfd *polled);
bool relay_finished(const struct transport *t);

#endif

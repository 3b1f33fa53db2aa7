#include "wangge/net/transport.h"

#include "wangge/base/clock.h"
#include "wangge/wire/wire.h"

#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#define WARM_MILLISECONDS 5000

static ssh_session make_client(int fd)
{
    ssh_session client = ssh_new();
    bool off = false;
    if (client && ssh_options_set(client, SSH_OPTIONS_PROCESS_CONFIG, &off) == 0 &&
        ssh_options_set(client, SSH_OPTIONS_HOST, "warm") == 0 &&
        ssh_options_set(client, SSH_OPTIONS_USER, "warm") == 0 && ssh_options_set(client, SSH_OPTIONS_FD, &fd) == 0) {
        ssh_set_blocking(client, 0);
        return client;
    }
    ssh_free(client);
    return NULL;
}

/* Client and server take turns in one process until both have the keys. */
static bool exchange(ssh_session client, ssh_session server, const int ends[2])
{
    int client_state = SSH_AGAIN, server_state = SSH_AGAIN;
    int64_t end = clock_steady_ms() + WARM_MILLISECONDS;
    while ((client_state == SSH_AGAIN || server_state == SSH_AGAIN) && clock_steady_ms() < end) {
        if (client_state == SSH_AGAIN)
            client_state = ssh_connect(client);
        if (server_state == SSH_AGAIN)
            server_state = ssh_handle_key_exchange(server);
        struct pollfd polled[2] = {
            {ends[0], POLLIN, 0},
            {ends[1], POLLIN, 0}
        };
        poll(polled, 2, 1);
    }
    return client_state == SSH_OK && server_state == SSH_OK;
}

enum err transport_warm(ssh_bind bind, struct error *e)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return error_set(e, ERR_FAILED, NULL, "No socket for a first key exchange.");
    ssh_session client = make_client(ends[0]), server = ssh_new();
    bool done = false;
    if (client && server && ssh_bind_accept_fd(bind, server, ends[1]) == SSH_OK) {
        ssh_set_blocking(server, 0);
        done = exchange(client, server, ends);
    }
    ssh_free(client);
    ssh_free(server);
    close(ends[0]);
    close(ends[1]);
    return done ? ERR_NONE : error_set(e, ERR_FAILED, NULL, "A first key exchange failed.");
}

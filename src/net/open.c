#include "transport.h"

#include "wangge/base/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OKAY = 0, REFUSED = 1 }; /* what libssh's channel callbacks return */

static uint16_t within(int value, int otherwise)
{
    return (uint16_t)(value > 0 && value <= UINT16_MAX ? value : otherwise);
}

static int sent(enum wire_result result)
{
    return result == WIRE_OK ? OKAY : REFUSED;
}

static int on_pty(ssh_session session, ssh_channel channel, const char *term, int columns, int rows, int x, int y,
                  void *to)
{
    (void)session, (void)channel, (void)x, (void)y;
    struct transport *t = to;
    struct wire_size size = {within(columns, 80), within(rows, 24)};
    if (t->wire.phase != WIRE_PHASE_OPEN || strlen(term) >= 64 ||
        wire_send_words(&t->wire, WIRE_TERMINAL, &size, sizeof size, 1, &term, NULL) != WIRE_OK)
        return REFUSED;
    t->has_pty = true;
    return OKAY;
}

static int on_environment(ssh_session session, ssh_channel channel, const char *name, const char *value, void *to)
{
    (void)session, (void)channel;
    struct transport *t = to;
    if (t->wire.phase != WIRE_PHASE_OPEN || strlen(name) + strlen(value) + 2 > wire_rows[WIRE_ENVIRONMENT].most)
        return REFUSED;
    return sent(wire_send_words(&t->wire, WIRE_ENVIRONMENT, NULL, 0, 2, (const char *const[]){name, value}, NULL));
}

static int on_resize(ssh_session session, ssh_channel channel, int columns, int rows, int x, int y, void *to)
{
    (void)session, (void)channel, (void)x, (void)y;
    struct transport *t = to;
    struct wire_size size = {within(columns, 80), within(rows, 24)};
    if (t->relay.running) {
        relay_resize(t, size.columns, size.rows);
        return OKAY;
    }
    return t->wire.phase == WIRE_PHASE_OPEN ? sent(wire_send(&t->wire, WIRE_RESIZE, &size, sizeof size, NULL))
                                            : REFUSED;
}

/* The session child answers a shell or a command with the descriptors to carry. */
static int begin(struct transport *t, bool command)
{
    struct wire_letter answer;
    if (wire_receive(&t->wire, &answer) != WIRE_OK) {
        t->over = true;
        return REFUSED;
    }
    alarm(0);
    relay_start(t, &answer, command);
    return OKAY;
}

/* What the user's program calls itself, for administrators who look at who is on. */
static void tell_client(struct transport *t, ssh_session session)
{
    static const char before[] = "SSH-2.0-";
    const char *banner = ssh_get_clientbanner(session);
    char name[64];
    if (t->wire.phase != WIRE_PHASE_OPEN || !banner)
        return;
    banner += strncmp(banner, before, sizeof before - 1) == 0 ? sizeof before - 1 : 0;
    snprintf(name, sizeof name, "%s", banner);
    wire_send_words(&t->wire, WIRE_ENVIRONMENT, NULL, 0, 2, (const char *const[]){"client", name}, NULL);
}

static int on_shell(ssh_session session, ssh_channel channel, void *to)
{
    (void)channel;
    struct transport *t = to;
    tell_client(t, session);
    if (t->wire.phase != WIRE_PHASE_OPEN || wire_send(&t->wire, WIRE_SHELL, NULL, 0, NULL) != WIRE_OK)
        return REFUSED;
    return begin(t, false);
}

static int on_command(ssh_session session, ssh_channel channel, const char *line, void *to)
{
    (void)channel;
    struct transport *t = to;
    tell_client(t, session);
    if (t->wire.phase != WIRE_PHASE_OPEN || strlen(line) + 1 > wire_rows[WIRE_EXEC].most ||
        wire_send_words(&t->wire, WIRE_EXEC, NULL, 0, 1, &line, NULL) != WIRE_OK)
        return REFUSED;
    return begin(t, true);
}

static int on_data(ssh_session session, ssh_channel channel, void *data, uint32_t size, int is_stderr, void *to)
{
    (void)session, (void)channel;
    return is_stderr ? (int)size : relay_take(to, data, size);
}

static void on_eof(ssh_session session, ssh_channel channel, void *to)
{
    (void)session, (void)channel;
    struct transport *t = to;
    t->relay.client_eof = true;
}

static void on_close(ssh_session session, ssh_channel channel, void *to)
{
    (void)session, (void)channel;
    struct transport *t = to;
    t->over = true; /* at the end of a session this is what is waited for */
}

ssh_channel open_channel(ssh_session session, void *to)
{
    struct transport *t = to;
    if (t->channel || t->wire.phase != WIRE_PHASE_OPEN)
        return NULL;
    t->channel = ssh_channel_new(session);
    if (!t->channel)
        return NULL;
    t->channel_callbacks = (struct ssh_channel_callbacks_struct){
        .userdata = t,
        .channel_pty_request_function = on_pty,
        .channel_env_request_function = on_environment,
        .channel_pty_window_change_function = on_resize,
        .channel_shell_request_function = on_shell,
        .channel_exec_request_function = on_command,
        .channel_data_function = on_data,
        .channel_eof_function = on_eof,
        .channel_close_function = on_close,
    };
    ssh_callbacks_init(&t->channel_callbacks);
    if (ssh_set_channel_callbacks(t->channel, &t->channel_callbacks) != SSH_OK)
        t->over = true;
    return t->channel;
}

#include "session.h"

#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/text.h"
#include "wangge/command/command.h"
#include "wangge/screen/screen.h"
#include "wangge/ui/ui.h"
#include "wangge/work/audit.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REST_MILLISECONDS 5000 /* without a key */

/* The end of the network child is a hang-up here, however busy this process is. A pty tells it too; pipes do not. */
static void hang_up_with_the_line(const struct session *session)
{
    fcntl(session->wire.fd, F_SETSIG, SIGHUP);
    fcntl(session->wire.fd, F_SETOWN, getpid());
    fcntl(session->wire.fd, F_SETFL, O_ASYNC);
}

/* Gives the network child what it has to carry. */
static bool open_channel(struct session *session)
{
    int far[WIRE_DESCRIPTORS] = {-1, -1, -1};
    enum wire_message message = session->has_terminal ? WIRE_PTY : WIRE_PIPES;
    if ((session->has_terminal ? terminal_open(&session->size, far) : pipes_open(far)) != 0) {
        log_error("no terminal or pipes for the session: %s", strerror(errno));
        return false;
    }
    hang_up_with_the_line(session);
    bool sent = wire_send(&session->wire, message, NULL, 0, far) == WIRE_OK;
    for (int i = 0; i < WIRE_DESCRIPTORS; i++)
        if (far[i] >= 0)
            close(far[i]);
    return sent;
}

/* SIGUSR1 says that what the user may do has changed (work/access.h); it can come as soon as the session is listed. */
static void hear_changes(int how)
{
    sigset_t changes;
    sigemptyset(&changes);
    sigaddset(&changes, SIGUSR1);
    sigprocmask(how, &changes, NULL);
}

static int refuse(enum err code, const char *sentence)
{
    fprintf(stderr, "%s\n", sentence);
    return error_exit_status(code);
}

/* While somebody reads or is away, a session need not keep what makes it fast. */
static void rest(void *to)
{
    work_rest(to);
}

static int run_screens(struct session *session)
{
    struct ui *ui = NULL;
    struct error e;
    struct ui_options options = {
        .term = session->term,
        .escdelay = (int)config_number(session->config, CONFIG_ESCDELAY),
        .unicode_border = strcmp(config_text(session->config, CONFIG_BORDER), "unicode") == 0,
        .no_color = session->no_color,
        .idle_seconds = kiosk_is(session->work) ? KIOSK_IDLE : (int)config_number(session->config, CONFIG_IDLE),
        .in = STDIN_FILENO,
        .out = STDOUT_FILENO,
    };
    if (ui_open(&options, &ui, &e) != ERR_NONE)
        return refuse(e.code, e.text);
    ui_set_rest(ui, REST_MILLISECONDS, rest, session->work);
    int status = screen_session(ui, session->work);
    ui_close(&ui);
    return status;
}

/* A command has no place where it could look again: it ends here and now, as a hang-up would end it, and what it has
 * not saved is as if it had not begun. The keeper removes its row of the session table. */
static const struct wire *command_wire;
static const char *command_sentence;

static void end_command(int number)
{
    const unsigned char status = (unsigned char)error_exit_status(ERR_DENIED);
    signal(SIGALRM, SIG_DFL);
    alarm(1); /* a client that reads nothing does not keep it */
    ssize_t said = write(STDERR_FILENO, command_sentence, strlen(command_sentence));
    struct wire wire = *command_wire;
    if (said >= 0)
        wire_send(&wire, WIRE_EXIT, &status, 1, NULL);
    signal(number, SIG_DFL);
    raise(number);
}

static void end_when_told(struct session *session)
{
    const struct sigaction action = {.sa_handler = end_command};
    command_wire = &session->wire;
    command_sentence = _("What you may do has changed, so the command was ended. Please look what is done, and repeat "
                         "it if you may.\n");
    sigaction(SIGUSR1, &action, NULL);
    hear_changes(SIG_UNBLOCK);
}

static int run_command(struct session *session)
{
    end_when_told(session);
    struct command_io io = {stdin, stdout, stderr};
    int status = command_run_line(session->work, &io, session->line);
    if (fflush(stdout) != 0 && status == EXIT_SUCCESS)
        status = EXIT_FAILURE;
    hear_changes(SIG_BLOCK);
    return status;
}

/* For the list of who is on: the terminal by which one sees whether somebody types, and the user's program. */
static void tell_where(struct session *session)
{
    struct actor *actor = &session->work->actor;
    char name[64] = "";
    if (!session->line && ttyname_r(STDIN_FILENO, name, sizeof name) == 0 && strncmp(name, "/dev/", 5) == 0)
        text_copy(actor->tty, sizeof actor->tty, name + 5);
    text_copy(actor->client, sizeof actor->client, session->client);
}

/* A command of somebody who may use none now, told to the audit. */
static int refuse_command(struct session *session, const char *why)
{
    tell_where(session);
    audit_command(session->work, "", "refused", ERR_DENIED, NULL); /* the user hears why, not of this */
    return refuse(ERR_DENIED, why);
}

static int run(struct session *session)
{
    struct error e;
    int64_t row;
    i18n_use(session->work->actor.language);
    if (!session->line && !session->has_terminal)
        return refuse(ERR_USAGE, _("There is no terminal to show the screens on: use ssh -t, or give a command."));
    if (session->line && kiosk_is(session->work))
        return refuse(ERR_DENIED, _("The kiosk has no commands."));
    if (session->line && session->work->actor.must_change)
        return refuse_command(session, _("Your password must be changed first: log in without a command."));
    if (session->line && session->work->actor.must_second)
        return refuse_command(session,
                              _("Your role needs a verification code: log in without a command and set it up."));
    tell_where(session);
    hear_changes(SIG_BLOCK);
    const char *kind = session->line ? "command" : "screen";
    if (session_make_room(session->work, kind, &e) != ERR_NONE ||
        session_enter(session->work, kind, &row, &e) != ERR_NONE)
        return refuse(e.code, e.text);
    int status = session->line ? run_command(session) : run_screens(session);
    session_leave(session->work);
    return status;
}

int session_run(struct session *session)
{
    if (!open_channel(session))
        return EXIT_FAILURE;
    unsigned char status = (unsigned char)run(session);
    fflush(NULL);
    wire_send(&session->wire, WIRE_EXIT, &status, 1, NULL);
    return EXIT_SUCCESS;
}

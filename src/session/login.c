#include "session.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <string.h>

#define MOST_OFFERS 20 /* keys offered on one connection: people have several in their agents */

static bool open_work(struct session *session)
{
    struct error e;
    if (session->work)
        return true;
    if (work_open(config_text(session->config, CONFIG_DATABASE), &session->work, &e) == ERR_NONE)
        return true;
    log_error("the database cannot be opened: %s", e.text);
    return false;
}

static bool answer(struct session *session, enum wire_message message)
{
    return wire_send(&session->wire, message, NULL, 0, NULL) == WIRE_OK;
}

static void tell_listener(struct session *session, enum wire_message message)
{
    const struct wire_connection connection = {session->id};
    wire_send(&session->control, message, &connection, sizeof connection, NULL);
}

/* A failed proof is counted here, and by the listener for the address; a busy or broken database is not their fault. */
static bool refuse(struct session *session, bool their_fault)
{
    if (their_fault)
        tell_listener(session, WIRE_LOGIN_FAILED);
    bool enough = ++session->tries >= config_number(session->config, CONFIG_TRIES);
    return answer(session, enough ? WIRE_ENOUGH : WIRE_REFUSED);
}

/* The one place where a connection becomes somebody. */
static bool accept_login(struct session *session, const char *login, const char *how)
{
    struct error e;
    if (work_become(session->work, login, session->from, &e) != ERR_NONE ||
        login_done(session->work, login, session->from, how, &e) != ERR_NONE) {
        log_warning("a proved login is refused: %s", error_name(e.code));
        return refuse(session, e.code == ERR_DENIED);
    }
    tell_listener(session, WIRE_LOGGED_IN);
    log_info("logged in by %s", how);
    return answer(session, WIRE_ACCEPTED);
}

static bool on_password(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (!wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (login_password(session->work, words[0], words[1], session->from, &e) != ERR_NONE)
        return refuse(session, e.code == ERR_DENIED || e.code == ERR_AGAIN); /* an account that waits for guesses */
    return accept_login(session, words[0], "password");
}

/* Binds nothing: the client may offer several keys before it proves that it has one. */
static bool on_key_offer(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (!wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (login_key_known(session->work, words[0], words[1], &e) == ERR_NONE)
        return answer(session, WIRE_KEY_KNOWN);
    return answer(session, ++session->offers >= MOST_OFFERS ? WIRE_ENOUGH : WIRE_REFUSED);
}

static bool on_key_proved(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (!wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (login_key_known(session->work, words[0], words[1], &e) != ERR_NONE)
        return refuse(session, e.code == ERR_DENIED);
    return accept_login(session, words[0], "key");
}

/* The kiosk of residents asks for no proof, and the session child alone says whether there is one. */
static bool on_guest(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (!wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (strcmp(words[0], KIOSK_LOGIN) == 0 && kiosk_open(session->work, words[0], &e) == ERR_NONE)
        return accept_login(session, words[0], "kiosk");
    return answer(session, WIRE_REFUSED);
}

/* What the client calls itself is shown to administrators: plain characters only. */
static void take_client(struct session *session, const char *name)
{
    size_t n = 0;
    for (; *name != '\0' && n + 1 < sizeof session->client; name++)
        if (*name > ' ' && *name < 0x7f)
            session->client[n++] = *name;
        else
            break; /* a comment follows */
    session->client[n] = '\0';
}

/* Of what clients send, only this is wanted; the rest is passed over. */
static bool on_environment(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    if (!wire_read_words(letter, NULL, 0, 2, words))
        return false;
    if (strcmp(words[0], "NO_COLOR") == 0)
        session->no_color = words[1][0] != '\0';
    if (strcmp(words[0], "client") == 0)
        take_client(session, words[1]);
    return true;
}

static bool is_terminal_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+._";
    return name[0] != '\0' && name[0] != '.' && name[strspn(name, allowed)] == '\0';
}

static bool on_terminal(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *term;
    if (!wire_read_words(letter, &session->size, sizeof session->size, 1, &term))
        return false;
    text_copy(session->term, sizeof session->term, is_terminal_name(term) ? term : "xterm-256color");
    session->has_terminal = true;
    return true;
}

static bool on_resize(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    return wire_read_words(letter, &session->size, sizeof session->size, 0, NULL);
}

static bool on_shell(void *to, const struct wire_letter *letter)
{
    (void)letter;
    struct session *session = to;
    session->begin = true;
    return true;
}

static bool on_exec(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *line;
    if (!wire_read_words(letter, NULL, 0, 1, &line))
        return false;
    session->line = mem_text(line);
    session->begin = true;
    return true;
}

const wire_handler session_handlers[WIRE_MESSAGE_COUNT] = {
    [WIRE_GUEST] = on_guest,
    [WIRE_PASSWORD] = on_password,
    [WIRE_KEY_OFFER] = on_key_offer,
    [WIRE_KEY_PROVED] = on_key_proved,
    [WIRE_ENVIRONMENT] = on_environment,
    [WIRE_TERMINAL] = on_terminal,
    [WIRE_RESIZE] = on_resize,
    [WIRE_SHELL] = on_shell,
    [WIRE_EXEC] = on_exec,
};

#include "session.h"

#include "wangge/base/buffer.h"
#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/work/invite.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/second.h"
#include "wangge/work/work.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#define WAIT_MOST   10000 /* milliseconds that a password waits */
#define MOST_OFFERS 20    /* keys offered on one connection: people have several in their agents */

/* Has the client hung up while its password waited for its turn? */
static bool is_gone(void *to)
{
    const struct session *session = to;
    struct pollfd polled = {.fd = session->wire.fd, .events = POLLRDHUP};
    return poll(&polled, 1, 0) == 1 && (polled.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static bool open_work(struct session *session)
{
    struct error e;
    if (session->work)
        return true;
    if (work_open(config_text(session->config, CONFIG_DATABASE), &session->work, &e) == ERR_NONE) {
        login_set_gone(is_gone, session);
        return true;
    }
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
    session->penalty += (uint32_t)config_number(session->config, CONFIG_PENALTY) * 1000;
    bool enough = ++session->tries >= config_number(session->config, CONFIG_TRIES);
    return answer(session, enough ? WIRE_ENOUGH : WIRE_REFUSED);
}

/* What was tried before from this address makes passwords wait, but not those of people who work there: keys and users
 * who have logged in from there lately go on at once. */
static void wait_for_password(struct session *session, const char *login)
{
    if (session->penalty > 0 && !login_known_here(session->work, login, session->from))
        poll(NULL, 0, session->penalty < WAIT_MOST ? (int)session->penalty : WAIT_MOST);
}

/* When the server is full, the last places are for those who can help. */
static enum err may_stay(const struct session *session, struct error *e)
{
    if (!session->reserved || right_of_role(session->work->actor.role, "session.end") != SCOPE_NONE)
        return ERR_NONE;
    return error_set(e, ERR_AGAIN, NULL, "the server is full, and what is left is for administrators");
}

/* The one place where a connection becomes somebody. */
static bool accept_login(struct session *session, const char *login, const char *how)
{
    struct error e;
    if (work_become(session->work, login, session->from, &e) != ERR_NONE || may_stay(session, &e) != ERR_NONE ||
        login_done(session->work, login, session->from, how, &e) != ERR_NONE) {
        log_warning("a proved login is refused: %s", e.code == ERR_AGAIN ? e.text : error_name(e.code));
        return refuse(session, e.code == ERR_DENIED);
    }
    tell_listener(session, WIRE_LOGGED_IN);
    log_info("logged in by %s", how);
    return answer(session, WIRE_ACCEPTED);
}

static bool is_proved(const struct session *session)
{
    return session->proof.login[0] != '\0';
}

/* The proof is kept: from here on nothing but answers of this login is heard (prompts are English: clients show no
 * other letters reliably). */
static bool ask_more(struct session *session, const char *login, const char *how, enum proof_ask what)
{
    static const char *const prompts[] = {
        [PROOF_CODE] = "Verification code: ",
        [PROOF_PASSWORD] = "Password: ",
        [PROOF_INVITE] = "Invite code: ",
    };
    struct proof *proof = &session->proof;
    if (!text_copy(proof->login, sizeof proof->login, login))
        return false;
    text_copy(proof->how, sizeof proof->how, how);
    proof->ask = what;
    return wire_send_words(&session->wire, WIRE_MORE, NULL, 0, 1, &prompts[what], NULL) == WIRE_OK;
}

/* After a right proof: the policy may ask for another one. what is "password", "key" or "invite". */
static bool after_proof(struct session *session, const char *login, const char *what)
{
    enum login_ask ask;
    struct error e;
    if (login_asks(session->work, login, what, &ask, &e) != ERR_NONE)
        return refuse(session, false);
    if (ask == LOGIN_ASK_NOTHING)
        return accept_login(session, login, what);
    return ask_more(session, login, what, ask == LOGIN_ASK_CODE ? PROOF_CODE : PROOF_PASSWORD);
}

static bool on_password(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (is_proved(session) || !wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    wait_for_password(session, words[0]);
    if (login_password(session->work, words[0], words[1], session->from, &e) != ERR_NONE)
        return refuse(session, e.code == ERR_DENIED || e.code == ERR_AGAIN); /* an account that waits for guesses */
    return after_proof(session, words[0], "password");
}

/* A key that nobody has may be bound by an invite that is open for this login: it is worth a signature, and then a
 * question for the invite's code. Strangers can so find out that an account waits for its first login, for the days
 * that the invite is good; of other accounts, and of names that nobody has, they learn nothing. */
static bool has_invite(struct session *session, const char *login)
{
    struct error e;
    bool open = false;
    return invite_open(session->work, login, &open, &e) == ERR_NONE && open;
}

/* Binds nothing: the client may offer several keys before it proves that it has one. */
static bool on_key_offer(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (is_proved(session) || !wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (login_key_known(session->work, words[0], words[1], &e) == ERR_NONE || has_invite(session, words[0]))
        return answer(session, WIRE_KEY_KNOWN);
    return answer(session, ++session->offers >= MOST_OFFERS ? WIRE_ENOUGH : WIRE_REFUSED);
}

static bool on_key_proved(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (is_proved(session) || !wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
        return false;
    if (login_key_known(session->work, words[0], words[1], &e) == ERR_NONE)
        return after_proof(session, words[0], "key");
    if (e.code != ERR_DENIED || !has_invite(session, words[0]))
        return refuse(session, e.code == ERR_DENIED);
    mem_free(session->proof.key);
    session->proof.key = mem_text(words[1]);
    return ask_more(session, words[0], "invite", PROOF_INVITE);
}

/* "ssh-ed25519 AAAA...": the name of its type stands in the key itself, behind four bytes of length. */
static bool key_line(const char *base64, struct buffer *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    enum { LENGTH = 4, NAME_MOST = 60 };
    unsigned char bytes[LENGTH + NAME_MOST];
    size_t n = 0;
    uint32_t bits = 0;
    for (size_t i = 0; base64[i] != '\0' && n < sizeof bytes; i++) {
        const char *letter = strchr(letters, base64[i]);
        if (letter == NULL)
            break;
        bits = bits << 6 | (uint32_t)(letter - letters);
        if (i % 4 != 0)
            bytes[n++] = (unsigned char)(bits >> (6 - 2 * (i % 4)));
    }
    if (n < LENGTH || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 0 || bytes[3] > n - LENGTH)
        return false;
    buffer_add(out, bytes + LENGTH, bytes[3]);
    buffer_format(out, " %s", base64);
    return true;
}

/* The key that was proved a moment ago is the account's from here on, and the login goes on as with a key: a code may
 * still be wanted. */
static bool take_invite(struct session *session, const char *code)
{
    struct proof *proof = &session->proof;
    struct buffer line = {0};
    struct error e;
    char login[sizeof proof->login];
    text_copy(login, sizeof login, proof->login);
    if (!key_line(proof->key, &line))
        return false;
    enum err r = invite_take(session->work, login, code, buffer_text(&line), session->from, NULL, &e);
    buffer_free(&line);
    if (r == ERR_NONE)
        r = login_key_known(session->work, login, proof->key, &e);
    if (r == ERR_NONE)
        return after_proof(session, login, "invite");
    if (r == ERR_INVALID)
        log_info("an invite cannot bind this key: %s", e.text);
    return refuse(session, r == ERR_DENIED || r == ERR_AGAIN || r == ERR_INVALID);
}

static enum err check_answer(struct session *session, const char *typed, const char **word, struct error *e)
{
    const struct proof *proof = &session->proof;
    int left = -1;
    *word = "password";
    wait_for_password(session, proof->login);
    if (proof->ask == PROOF_PASSWORD)
        return login_password_too(session->work, proof->login, typed, session->from, e);
    enum err r = login_code(session->work, proof->login, typed, session->from, &left, e);
    *word = left < 0 ? "code" : "recovery code";
    return r;
}

/* Only of the login that has proved something, and only after MORE: all else is a breach. */
static bool on_answer(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2], *word;
    char how[sizeof session->proof.how * 2];
    struct error e;
    if (!is_proved(session) || !wire_read_words(letter, NULL, 0, 2, words) ||
        strcmp(words[0], session->proof.login) != 0)
        return false;
    if (session->proof.ask == PROOF_INVITE)
        return take_invite(session, words[1]);
    if (check_answer(session, words[1], &word, &e) != ERR_NONE)
        return refuse(session, e.code == ERR_DENIED || e.code == ERR_AGAIN);
    snprintf(how, sizeof how, "%s and %s", session->proof.how, word);
    return accept_login(session, session->proof.login, how);
}

/* The kiosk of residents asks for no proof, and the session child alone says whether there is one. */
static bool on_guest(void *to, const struct wire_letter *letter)
{
    struct session *session = to;
    const char *words[2];
    struct error e;
    if (is_proved(session) || !wire_read_words(letter, NULL, 0, 2, words) || !open_work(session))
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
    [WIRE_GUEST] = on_guest,         [WIRE_PASSWORD] = on_password,
    [WIRE_KEY_OFFER] = on_key_offer, [WIRE_KEY_PROVED] = on_key_proved,
    [WIRE_ANSWER] = on_answer,       [WIRE_ENVIRONMENT] = on_environment,
    [WIRE_TERMINAL] = on_terminal,   [WIRE_RESIZE] = on_resize,
    [WIRE_SHELL] = on_shell,         [WIRE_EXEC] = on_exec,
};

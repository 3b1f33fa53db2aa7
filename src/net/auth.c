/* Logging in, as far as the network child has a hand in it: it carries proofs to the session child and its words back.
 *
 * What a stranger can see from outside: whether a public key is one of an account's (every SSH server tells), or would
 * be bound by an invite that is open for it; and, with the right password, that the account has a second factor. An
 * unknown user, one without any proof and one with another are all refused in the same words and the same time. */
#include "transport.h"

#include "wangge/base/array.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <string.h>
#include <unistd.h>

/* The session child wants a further answer: keyboard-interactive is the only way on, and for this user alone. */
static void expect_more(struct transport *t, const struct wire_letter *letter, const char *login)
{
    const char *prompt;
    if (!wire_read_words(letter, NULL, 0, 1, &prompt) || !text_copy(t->prompt, sizeof t->prompt, prompt) ||
        !text_copy(t->user, sizeof t->user, login)) {
        t->over = true;
        return;
    }
    if (!t->more)
        alarm((unsigned)t->options->grace); /* once more: the code has to be looked up */
    t->more = true;
    ssh_set_auth_methods(t->session, SSH_AUTH_METHOD_INTERACTIVE);
}

/* Asks the session child and waits for its word. All that is not a clear yes is a no. */
static enum wire_message ask(struct transport *t, enum wire_message question, const char *login, const char *proof)
{
    if (t->over ||
        wire_send_words(&t->wire, question, NULL, 0, 2, (const char *const[]){login, proof}, NULL) != WIRE_OK) {
        t->over = true;
        return WIRE_REFUSED;
    }
    struct wire_letter answer;
    if (wire_receive(&t->wire, &answer) != WIRE_OK) {
        t->over = true;
        return WIRE_REFUSED;
    }
    if (answer.message == WIRE_ENOUGH) {
        ssh_session_set_disconnect_message(t->session, "Too many failed logins");
        t->over = true;
    }
    if (answer.message == WIRE_MORE)
        expect_more(t, &answer, login);
    if (answer.message == WIRE_ACCEPTED)
        alarm((unsigned)t->options->grace); /* once more, until something runs */
    return answer.message;
}

/* What libssh tells the client. After MORE nothing but the answer counts. */
static int verdict(const struct transport *t, enum wire_message answer)
{
    if (answer == WIRE_MORE && !t->over)
        return SSH_AUTH_PARTIAL;
    return answer == WIRE_ACCEPTED ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

static int on_password(ssh_session session, const char *user, const char *password, void *to)
{
    (void)session;
    struct transport *t = to;
    return t->more ? SSH_AUTH_DENIED : verdict(t, ask(t, WIRE_PASSWORD, user, password));
}

static int on_none(ssh_session session, const char *user, void *to)
{
    (void)session;
    const struct transport *t = to;
    if (t->more || strcmp(user, KIOSK_LOGIN) != 0)
        return SSH_AUTH_DENIED; /* how every client begins: costs nobody a question */
    return ask(to, WIRE_GUEST, user, "") == WIRE_ACCEPTED ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* With NONE it is an offer, which binds nothing; VALID is libssh's word that the signature is right. */
static int on_key(ssh_session session, const char *user, struct ssh_key_struct *key, char state, void *to)
{
    (void)session;
    struct transport *t = to;
    char *base64 = NULL;
    int result = SSH_AUTH_DENIED;
    if (t->more || (state != SSH_PUBLICKEY_STATE_NONE && state != SSH_PUBLICKEY_STATE_VALID) ||
        ssh_pki_export_pubkey_base64(key, &base64) != SSH_OK)
        return SSH_AUTH_DENIED;
    if (state == SSH_PUBLICKEY_STATE_VALID)
        result = verdict(t, ask(t, WIRE_KEY_PROVED, user, base64));
    else if (ask(t, WIRE_KEY_OFFER, user, base64) == WIRE_KEY_KNOWN)
        result = SSH_AUTH_SUCCESS;
    ssh_string_free_char(base64);
    return result;
}

static ssh_string refuse_gssapi(ssh_session session, const char *user, int count, ssh_string *oids, void *to)
{
    (void)session, (void)user, (void)count, (void)oids, (void)to;
    return NULL;
}

void auth_set_callbacks(struct transport *t)
{
    t->server_callbacks = (struct ssh_server_callbacks_struct){
        .userdata = t,
        .auth_password_function = on_password,
        .auth_none_function = on_none,
        .auth_pubkey_function = on_key,
        .gssapi_select_oid_function = refuse_gssapi,
        .channel_open_request_session_function = open_channel,
    };
    ssh_callbacks_init(&t->server_callbacks);
    ssh_set_server_callbacks(t->session, &t->server_callbacks);
    ssh_set_message_callback(t->session, auth_message, t);
    ssh_set_auth_methods(t->session,
                         SSH_AUTH_METHOD_PUBLICKEY | SSH_AUTH_METHOD_INTERACTIVE | SSH_AUTH_METHOD_PASSWORD);
}

/* One prompt; what is typed is not shown. */
static void prompt_for(const struct transport *t, ssh_message message)
{
    const char *prompts[] = {t->more ? t->prompt : "Password: "};
    char echo[] = {0};
    ssh_message_auth_interactive_request(message, "", "", COUNT_OF(prompts), prompts, echo);
}

/* The answer to our one prompt: a password like any other, or what the session child asks after it, which may take
 * several rounds. 1 lets libssh refuse. */
static int take_answer(struct transport *t, ssh_message message)
{
    if (t->user[0] == '\0' || ssh_userauth_kbdint_getnanswers(t->session) != 1)
        return 1;
    const char *answer = ssh_userauth_kbdint_getanswer(t->session, 0);
    if (!answer)
        return 1;
    char user[sizeof t->user]; /* ask writes into t->user */
    text_copy(user, sizeof user, t->user);
    switch (verdict(t, ask(t, t->more ? WIRE_ANSWER : WIRE_PASSWORD, user, answer))) {
    case SSH_AUTH_SUCCESS:
        ssh_message_auth_reply_success(message, 0);
        return 0;
    case SSH_AUTH_PARTIAL:
        prompt_for(t, message);
        return 0;
    default:
        return 1;
    }
}

/* Messages that no callback takes: keyboard-interactive. 1 lets libssh refuse. */
int auth_message(ssh_session session, ssh_message message, void *to)
{
    (void)session;
    struct transport *t = to;
    if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
        ssh_message_subtype(message) != (int)SSH_AUTH_METHOD_INTERACTIVE)
        return 1;
    if (ssh_message_auth_kbdint_is_response(message))
        return take_answer(t, message);
    const char *user = ssh_message_auth_user(message);
    if (t->more && (!user || strcmp(user, t->user) != 0))
        return 1; /* the proof was another one's */
    if (!user || !text_copy(t->user, sizeof t->user, user)) {
        t->user[0] = '\0';
        return 1;
    }
    prompt_for(t, message);
    return 0;
}

#include "transport.h"

#include "wangge/base/array.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <string.h>
#include <unistd.h>

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
    if (answer.message == WIRE_ACCEPTED)
        alarm((unsigned)t->options->grace); /* once more, until something runs */
    return answer.message;
}

static int on_password(ssh_session session, const char *user, const char *password, void *to)
{
    (void)session;
    return ask(to, WIRE_PASSWORD, user, password) == WIRE_ACCEPTED ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

static int on_none(ssh_session session, const char *user, void *to)
{
    (void)session;
    if (strcmp(user, KIOSK_LOGIN) != 0)
        return SSH_AUTH_DENIED; /* how every client begins: costs nobody a question */
    return ask(to, WIRE_GUEST, user, "") == WIRE_ACCEPTED ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* With NONE it is an offer, which binds nothing; VALID is libssh's word that the signature is right. */
static int on_key(ssh_session session, const char *user, struct ssh_key_struct *key, char state, void *to)
{
    (void)session;
    char *base64 = NULL;
    enum wire_message answer = WIRE_REFUSED;
    if (state != SSH_PUBLICKEY_STATE_NONE && state != SSH_PUBLICKEY_STATE_VALID)
        return SSH_AUTH_DENIED;
    if (ssh_pki_export_pubkey_base64(key, &base64) == SSH_OK)
        answer = ask(to, state == SSH_PUBLICKEY_STATE_VALID ? WIRE_KEY_PROVED : WIRE_KEY_OFFER, user, base64);
    ssh_string_free_char(base64);
    enum wire_message yes = state == SSH_PUBLICKEY_STATE_VALID ? WIRE_ACCEPTED : WIRE_KEY_KNOWN;
    return answer == yes ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
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

/* The answer to our one prompt is a password like any other. */
static bool interactive_answer_holds(struct transport *t)
{
    if (t->user[0] == '\0' || ssh_userauth_kbdint_getnanswers(t->session) != 1)
        return false;
    const char *answer = ssh_userauth_kbdint_getanswer(t->session, 0);
    return answer && ask(t, WIRE_PASSWORD, t->user, answer) == WIRE_ACCEPTED;
}

/* Messages that no callback takes: keyboard-interactive. 1 lets libssh refuse. */
int auth_message(ssh_session session, ssh_message message, void *to)
{
    (void)session;
    struct transport *t = to;
    if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
        ssh_message_subtype(message) != (int)SSH_AUTH_METHOD_INTERACTIVE)
        return 1;
    if (ssh_message_auth_kbdint_is_response(message)) {
        if (!interactive_answer_holds(t))
            return 1;
        ssh_message_auth_reply_success(message, 0);
        return 0;
    }
    const char *user = ssh_message_auth_user(message);
    if (!user || !text_copy(t->user, sizeof t->user, user)) {
        t->user[0] = '\0';
        return 1;
    }
    const char *prompts[] = {"Password: "};
    char echo[] = {0};
    ssh_message_auth_interactive_request(message, "", "", COUNT_OF(prompts), prompts, echo);
    return 0;
}

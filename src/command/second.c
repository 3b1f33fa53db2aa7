/* "user second ...": the second factor, one's own; and another's taken away. */
#include "call.h"
#include "output.h"
#include "secret.h"

#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/second.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdlib.h>

/* Of the login that argument 0 names, or the actor's own. */
static enum err account_of(struct call *call, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    const char *login = call_argument(call, 0);
    enum err r = login ? user_read(call->work, login, record, e) : ERR_NONE;

    *id = login ? record_int(record, "id") : call->work->actor.user;
    record_free(&record);
    return r;
}

static void tell_state(struct call *call, const struct second *s)
{
    FILE *out = call->io->out;
    if (s->set_up) {
        fprintf(out, _("A code is set up since %s; %d recovery codes are left.\n"), s->since, s->recovery_left);
    } else {
        fprintf(out, "%s\n", _("No code is set up."));
    }
    if (s->needed) {
        fprintf(out, "%s\n", _("The role needs one."));
    }
    if (*s->waits_until) {
        fprintf(out, _("After %d wrong answers the account waits until %s.\n"), s->failures, s->waits_until);
    }
}

static enum err run_show(struct call *call, struct error *e)
{
    struct second s;
    int64_t id = 0;
    enum err r = account_of(call, &id, e);

    r = r ? r : second_state(call->work, id, &s, e);
    if (!r && call->json) {
        print_json(call,
                   json_pack("{s:b, s:b, s:s, s:i, s:i, s:s}", "set_up", s.set_up, "needed", s.needed, "since", s.since,
                             "recovery_left", s.recovery_left, "failures", s.failures, "waits_until", s.waits_until));
    } else if (!r) {
        tell_state(call, &s);
    }
    return r;
}

static enum err run_begin(struct call *call, struct error *e)
{
    struct second_secret secret;
    enum err r = second_begin(call->work, &secret, e);

    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:s}", "key", secret.key, "uri", secret.uri));
    } else if (!r) {
        fprintf(call->io->out, "%s\n%s\n", secret.key, secret.uri);
        print_done(call, "%s", _("Give the key to an authenticator app, then: user second confirm CODE"));
    }
    mem_wipe(&secret, sizeof secret);
    return r;
}

static enum err run_confirm(struct call *call, struct error *e)
{
    char codes[RECOVERY_CODES][RECOVERY_ROOM];
    enum err r = second_confirm(call->work, call_argument(call, 0), codes, e);
    json_t *list = call->json ? json_array() : NULL;

    for (int i = 0; !r && i < RECOVERY_CODES; i++) {
        if (list) {
            json_array_append_new(list, json_string(codes[i]));
        } else {
            fprintf(call->io->out, "%s\n", codes[i]);
        }
    }
    if (!r && list) {
        print_json(call, json_pack("{s:O}", "recovery_codes", list));
    } else if (!r) {
        print_done(call, "%s",
                   _("From now on the login asks for a code. Keep the recovery codes: each opens one login."));
    }
    json_decref(list);
    mem_wipe(codes, sizeof codes);
    return r;
}

static enum err run_remove(struct call *call, struct error *e)
{
    char password[SECRET_ROOM];
    enum err r = secret_read_present(call->io, password, e);

    r = r ? r : second_remove(call->work, password, call_argument(call, 0), e);
    mem_wipe(password, sizeof password);
    if (!r) {
        print_done(call, "%s", _("The verification code is removed."));
    }
    return r;
}

static enum err run_reset(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = account_of(call, &id, e);

    r = r ? r : second_reset(call->work, id, e);
    if (!r) {
        print_done(call, _("%s logs in without a code, and sets a new one up where the role needs it."),
                   call_argument(call, 0));
    }
    return r;
}

const struct command second_commands[] = {
    {.noun = "user",
     .verb = "second show",
     .usage = "[LOGIN]",
     .most = 1,
     .right = "user.second",
     .run = run_show,
     .help = N_("whether login asks for a code of the telephone")},
    {.noun = "user",
     .verb = "second begin",
     .usage = "",
     .right = "user.second",
     .run = run_begin,
     .help = N_("a fresh key for an authenticator app; counts once a code is confirmed"),
     .example = "user second begin"},
    {.noun = "user",
     .verb = "second confirm",
     .usage = "CODE",
     .least = 1,
     .most = 1,
     .right = "user.second",
     .run = run_confirm,
     .help = N_("a first code ends the setting up and gives the recovery codes")},
    {.noun = "user",
     .verb = "second remove",
     .usage = "CODE < PASSWORD",
     .least = 1,
     .most = 1,
     .right = "user.second",
     .run = run_remove,
     .help = N_("no more codes, with a code of now and the password on standard input")},
    {.noun = "user",
     .verb = "second reset",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.second",
     .run = run_reset,
     .help = N_("takes away the second factor of somebody whose telephone is lost")},
    {.noun = NULL                                                 },
};

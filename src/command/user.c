/* The noun "user": accounts, their keys and posts. */
#include "call.h"
#include "input.h"
#include "output.h"
#include "user_call.h"

#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include "secret.h"

#include <inttypes.h>
#include <string.h>

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return user_add(call->work, record, id, e);
}

static enum err change(struct call *call, int64_t id, struct record *record, struct error *e)
{
    return user_change(call->work, id, record, e);
}

static enum err read_user(struct call *call, const char *key, struct record *out, struct error *e)
{
    return user_read(call->work, key, out, e);
}

static const struct saver saver = {.named = "login", .add = add, .change = change, .read = read_user};

enum err user_call_id(struct call *call, size_t i, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    enum err r = user_read(call->work, call_argument(call, i), record, e);

    *id = record_int(record, "id");
    record_free(&record);
    return r;
}

static enum err user_id(struct call *call, int64_t *id, struct error *e)
{
    return user_call_id(call, 0, id, e);
}

/* After a change without anything to tell: the user with --json, a sentence without. */
static enum err tell(struct call *call, enum err r, const char *sentence, struct error *e)
{
    if (r) {
        return r;
    }
    print_done(call, "%s", sentence);
    return call->json ? input_show(call, &saver, call_argument(call, 0), e) : ERR_NONE;
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : user_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    const char *login = call_argument(call, 0);
    return input_show(call, &saver, login ? login : call->work->actor.login, e);
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_change(struct call *call, struct error *e)
{
    return input_change(call, &saver, e);
}

static enum err run_disable(struct call *call, struct error *e)
{
    const char *reason = call_option(call, "reason");
    int64_t id = 0;
    enum err r = user_id(call, &id, e);

    r = r ? r : user_disable(call->work, id, reason ? reason : "", e);
    return tell(call, r, pool_format(call->pool, _("%s cannot log in any more."), call_argument(call, 0)), e);
}

static enum err run_enable(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = user_id(call, &id, e);

    r = r ? r : user_set_state(call->work, id, "active", e);
    return tell(call, r, pool_format(call->pool, _("%s can log in again."), call_argument(call, 0)), e);
}

static enum err run_unlock(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = user_id(call, &id, e);

    r = r ? r : user_unlock(call->work, id, e);
    return tell(call, r, pool_format(call->pool, _("%s need not wait any longer."), call_argument(call, 0)), e);
}

static enum err generate_password(struct call *call, int64_t id, struct error *e)
{
    char fresh[32];
    enum err r = user_reset_password(call->work, id, NULL, fresh, e);

    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:s}", "login", call_argument(call, 0), "password", fresh));
    } else if (!r) {
        print_plain(call, "%s\n", fresh);
    }
    mem_wipe(fresh, sizeof fresh);
    return r;
}

static enum err run_password(struct call *call, struct error *e)
{
    char password[SECRET_ROOM];
    int64_t id = 0;
    enum err r = user_id(call, &id, e);

    if (r || call_option(call, "generate")) {
        return r ? r : generate_password(call, id, e);
    }
    r = secret_read(call->io, password, e);
    r = r ? r : user_reset_password(call->work, id, password, NULL, e);
    mem_wipe(password, sizeof password);
    return tell(call, r, pool_format(call->pool, _("The password of %s is set."), call_argument(call, 0)), e);
}

static const struct column key_columns[] = {
    {.name = "id",                .label = N_("id"), .right = true},
    {.name = "type",              .label = N_("type")},
    {.name = "fingerprint",              .label = N_("fingerprint")},
    {.name = "comment",                           .label = N_("comment")},
    {.name = "created_at",.label = N_("added")},
    {.name = "last_used",           .label = N_("last used")},
    {.name = NULL                          },
};

static enum err run_key_list(struct call *call, struct error *e)
{
    int64_t id = 0;
    struct rows rows;
    enum err r = user_id(call, &id, e);

    r = r ? r : user_keys(call->work, call->pool, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, key_columns);
    }
    return r;
}

static enum err run_key_add(struct call *call, struct error *e)
{
    char line[8192], fingerprint[64];
    int64_t id = 0;
    enum err r = user_id(call, &id, e);

    if (!r && !fgets(line, sizeof line, call->io->in)) {
        r = error_set(e, ERR_USAGE, NULL, _("No key came on standard input: give the line of a .pub file."));
    }
    if (!r) {
        line[strcspn(line, "\r\n")] = '\0';
        r = user_key_add(call->work, id, line, fingerprint, e);
    }
    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:s}", "login", call_argument(call, 0), "fingerprint", fingerprint));
    } else if (!r) {
        print_done(call, _("%s can log in with the key %s."), call_argument(call, 0), fingerprint);
    }
    return r;
}

static enum err run_key_delete(struct call *call, struct error *e)
{
    int64_t id = 0, key = 0;
    enum err r = user_id(call, &id, e);

    r = r ? r : call_id(call, 1, &key, e);
    r = r ? r : user_key_delete(call->work, id, key, e);
    return tell(call, r, pool_format(call->pool, _("The key of %s is deleted."), call_argument(call, 0)), e);
}

static const struct column post_columns[] = {
    {.name = "id",        .label = N_("id"), .right = true},
    {.name = "role",      .label = N_("role"), .codes = "role"},
    {.name = "area_name",      .label = N_("area")},
    {.name = "from_on",    .label = N_("from")},
    {.name = "to_on", .label = N_("until")},
    {.name = NULL                  },
};

static enum err run_post_list(struct call *call, struct error *e)
{
    int64_t id = 0;
    struct rows rows;
    enum err r = user_id(call, &id, e);

    r = r ? r : user_posts(call->work, call->pool, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, post_columns);
    }
    return r;
}

static enum err run_post_add(struct call *call, struct error *e)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    const char *role = call_option(call, "role"), *area_text = call_option(call, "area");
    int64_t id = 0, area = 0;
    enum err r = user_id(call, &id, e);

    if (!r && (!role || !area_text)) {
        r = error_set(e, ERR_USAGE, role ? "area" : "role", _("A post needs --role= and --area=."));
    }
    r = r ? r : input_area(call, area_text, &area, e);
    r = r ? r : call_date(call, "from", true, from, e);
    r = r ? r : call_date(call, "to", false, to, e);
    r = r ? r : user_post_add(call->work, id, role, area, from, *to ? to : NULL, e);
    return tell(call, r, pool_format(call->pool, _("%s has the post."), call_argument(call, 0)), e);
}

static enum err run_post_end(struct call *call, struct error *e)
{
    char to[DATE_TEXT];
    int64_t id = 0, post = 0;
    enum err r = user_id(call, &id, e);

    r = r ? r : call_id(call, 1, &post, e);
    r = r ? r : call_date(call, "to", true, to, e);
    r = r ? r : user_post_end(call->work, id, post, to, e);
    return tell(call, r, pool_format(call->pool, _("The post of %s has an end."), call_argument(call, 0)), e);
}

const struct command user_commands[] = {
    {.noun = "user",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT]",
     .options = LIST_OPTIONS,
     .right = "user.read",
     .run = run_list,
     .help = N_("users"),
     .example = "user list --where=role:grid_leader"},
    {.noun = "user",
     .verb = "show",
     .usage = "[LOGIN]",
     .most = 1,
     .right = "user.read",
     .run = run_show,
     .help = N_("one user, or yourself")},
    {.noun = "user",
     .verb = "add",
     .usage = "LOGIN --name=NAME --role=ROLE --area=AREA",
     .most = 1,
     .options = "@",
     .right = "user.manage",
     .run = run_add,
     .help = N_("adds a user; nobody can log in before a password or a key is set"),
     .example = "user add li.ming --name=... --role=grid_leader --area=321003005006003"},
    {.noun = "user",
     .verb = "change",
     .usage = "LOGIN --FIELD=VALUE",
     .least = 1,
     .most = 1,
     .options = "@ version",
     .right = "user.manage",
     .run = run_change,
     .help = N_("changes a user")},
    {.noun = "user",
     .verb = "disable",
     .usage = "LOGIN [--reason=TEXT]",
     .least = 1,
     .most = 1,
     .options = "reason",
     .right = "user.manage",
     .run = run_disable,
     .help = N_("keeps a user from logging in")},
    {.noun = "user",
     .verb = "enable",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.manage",
     .run = run_enable,
     .help = N_("lets a disabled user log in again")},
    {.noun = "user",
     .verb = "password",
     .usage = "LOGIN [--generate]",
     .least = 1,
     .most = 1,
     .options = "generate!",
     .right = "user.manage",
     .run = run_password,
     .help = N_("sets a password, read from standard input or made up")},
    {.noun = "user",
     .verb = "unlock",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.manage",
     .run = run_unlock,
     .help = N_("ends the wait after failed logins")},
    {.noun = "user",
     .verb = "key add",
     .usage = "LOGIN < FILE.pub",
     .least = 1,
     .most = 1,
     .right = "user.key",
     .run = run_key_add,
     .help = N_("adds a public key, read from standard input")},
    {.noun = "user",
     .verb = "key list",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.key",
     .run = run_key_list,
     .help = N_("public keys of a user")},
    {.noun = "user",
     .verb = "key delete",
     .usage = "LOGIN ID",
     .least = 2,
     .most = 2,
     .right = "user.key",
     .run = run_key_delete,
     .help = N_("deletes a public key")},
    {.noun = "user",
     .verb = "post list",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.read",
     .run = run_post_list,
     .help = N_("posts of a user")},
    {.noun = "user",
     .verb = "post add",
     .usage = "LOGIN --role=ROLE --area=AREA [--from=DATE] [--to=DATE]",
     .least = 1,
     .most = 1,
     .options = "role area from to",
     .right = "post.ask",
     .run = run_post_add,
     .help = N_("gives a user a post")},
    {.noun = "user",
     .verb = "post end",
     .usage = "LOGIN ID [--to=DATE]",
     .least = 2,
     .most = 2,
     .options = "to",
     .right = "post.grant",
     .run = run_post_end,
     .help = N_("ends a post")},
    {.noun = NULL                                                              },
};

/* The noun "post": who works where as what; posts that are asked for, granted and refused. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/post.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <inttypes.h>
#include <stdlib.h>

#define MOST_AT_ONCE 200

static const struct column post_columns[] = {
    {.name = "id",         .label = N_("id"), .right = true},
    {.name = "role_name",       .label = N_("role")},
    {.name = "area_name",  .label = N_("area")},
    {.name = "from_on",                    .label = N_("from")},
    {.name = "to_on",.label = N_("until")},
    {.name = NULL   },
};

static const struct column request_columns[] = {
    {.name = "id",          .label = N_("id"), .right = true},
    {.name = "login",        .label = N_("user")},
    {.name = "name",       .label = N_("name")},
    {.name = "role_name",                     .label = N_("role")},
    {.name = "area_name",.label = N_("area")},
    {.name = "from_on",   .label = N_("from")},
    {.name = "to_on",                     .label = N_("until")},
    {.name = "state",       .label = N_("state"), .codes = "post_request_state"},
    {.name = "asked_by",     .label = N_("asked by")},
    {.name = "reason",                     .label = N_("reason")},
    {.name = "answer",.label = N_("answer")},
    {.name = NULL      },
};

static enum err account_of(struct call *call, const char *login, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    enum err r = user_read(call->work, login, record, e);

    *id = record_int(record, "id");
    record_free(&record);
    return r;
}

static enum err run_list(struct call *call, struct error *e)
{
    const char *login = call_argument(call, 0);
    struct rows rows = {0};
    int64_t id = 0;
    enum err r = login ? account_of(call, login, &id, e) : ERR_NONE;

    r = r ? r : login ? user_posts(call->work, call->pool, id, &rows, e) : post_mine(call->work, call->pool, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, post_columns);
    }
    return r;
}

static enum err run_ask(struct call *call, struct error *e)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    struct post_wish wish = {.role = call_option(call, "role"), .reason = call_option(call, "reason")};
    const char *area = call_option(call, "area");
    int64_t request = 0;
    enum err r = account_of(call, call_argument(call, 0), &wish.account, e);

    if (!r && (!wish.role || !area)) {
        r = error_set(e, ERR_USAGE, wish.role ? "area" : "role", _("A post needs --role= and --area=."));
    }
    r = r ? r : input_area(call, area, &wish.area, e);
    r = r ? r : call_date(call, "from", false, from, e);
    r = r ? r : call_date(call, "to", false, to, e);
    r = r ? r : call_number(call, "instead", &wish.instead, e);
    wish.from_on = from;
    wish.to_on = to;
    r = r ? r : post_ask(call->work, &wish, &request, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:I, s:b}", "login", call_argument(call, 0), "request", (json_int_t)request,
                                   "granted", request == 0));
    } else if (!r && request == 0) {
        print_done(call, _("%s has the post."), call_argument(call, 0));
    } else if (!r) {
        print_done(call, _("Asked for, as number %lld: the security administrator grants or refuses it."),
                   (long long)request);
    }
    return r;
}

static enum err run_requests(struct call *call, struct error *e)
{
    struct rows rows = {0};
    enum err r = post_requests(call->work, call->pool, call_option(call, "all") != NULL, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, request_columns);
    }
    return r;
}

/* Each by itself: those before one that cannot be stay as they are. */
static enum err each(struct call *call, enum err (*decide)(struct call *call, int64_t id, struct error *e),
                     const char *sentence, struct error *e)
{
    enum err r = ERR_NONE;
    json_t *done = json_array();

    for (size_t i = 0; !r && i < call->argument_count; i++) {
        int64_t id = 0;
        r = call_id(call, i, &id, e);
        r = r ? r : decide(call, id, e);
        if (!r) {
            json_array_append_new(done, json_integer(id));
            print_done(call, "%s", pool_format(call->pool, "%lld: %s", (long long)id, sentence));
        }
    }
    if (!r && call->json) {
        print_json(call, json_pack("{s:o}", "requests", done));
    } else {
        json_decref(done);
    }
    return r;
}

static enum err grant(struct call *call, int64_t id, struct error *e)
{
    return post_grant(call->work, id, e);
}

static enum err refuse(struct call *call, int64_t id, struct error *e)
{
    const char *answer = call_option(call, "answer");
    return post_refuse(call->work, id, answer ? answer : "", e);
}

static enum err take_back(struct call *call, int64_t id, struct error *e)
{
    return post_take_back(call->work, id, e);
}

static enum err run_grant(struct call *call, struct error *e)
{
    return each(call, grant, _("granted"), e);
}

static enum err run_refuse(struct call *call, struct error *e)
{
    return each(call, refuse, _("refused"), e);
}

static enum err run_take_back(struct call *call, struct error *e)
{
    return each(call, take_back, _("the request is taken back"), e);
}

static enum err run_end(struct call *call, struct error *e)
{
    char to[DATE_TEXT];
    int64_t account = 0, post = 0;
    enum err r = account_of(call, call_argument(call, 0), &account, e);

    r = r ? r : call_id(call, 1, &post, e);
    r = r ? r : call_date(call, "to", true, to, e);
    r = r ? r : user_post_end(call->work, account, post, to, e);
    if (!r) {
        print_done(call, _("The post of %s has an end."), call_argument(call, 0));
    }
    return r;
}

static enum err run_take(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : post_take(call->work, id, true, e);
    if (!r) {
        print_done(call, _("Your sessions begin as %s of %s from now on."), call->work->actor.role_name,
                   call->work->actor.area_name);
    }
    return r;
}

const struct command post_commands[] = {
    {.noun = "post",
     .verb = "list",
     .usage = "[LOGIN]",
     .most = 1,
     .run = run_list,
     .help = N_("your posts, or those of a user; \"--post=ID\" with any command works in one of several")},
    {.noun = "post",
     .verb = "take",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .run = run_take,
     .help = N_("of several posts this one is worked in from now on")},
    {.noun = "post",
     .verb = "ask",
     .usage = "LOGIN --role=ROLE --area=AREA [--from=DATE] [--to=DATE] [--instead=POST] [--reason=TEXT]",
     .least = 1,
     .most = 1,
     .options = "role area from to instead reason",
     .right = "post.ask",
     .run = run_ask,
     .help = N_("asks the security administrator for a post; who may grant posts gives it"),
     .example = "post ask li.ming --role=grid_leader --area=321003005006003 --instead=12"},
    {.noun = "post",
     .verb = "requests",
     .usage = "[--all]",
     .options = "all!",
     .right = "post.ask post.grant",
     .run = run_requests,
     .help = N_("posts that are asked for, or all that were")},
    {.noun = "post",
     .verb = "grant",
     .usage = "ID ...",
     .least = 1,
     .most = MOST_AT_ONCE,
     .right = "post.grant",
     .run = run_grant,
     .help = N_("grants posts that are asked for")},
    {.noun = "post",
     .verb = "refuse",
     .usage = "ID ... --answer=TEXT",
     .least = 1,
     .most = MOST_AT_ONCE,
     .options = "answer",
     .right = "post.grant",
     .run = run_refuse,
     .help = N_("refuses posts that are asked for")},
    {.noun = "post",
     .verb = "take-back",
     .usage = "ID ...",
     .least = 1,
     .most = MOST_AT_ONCE,
     .right = "post.ask",
     .run = run_take_back,
     .help = N_("takes own requests back")},
    {.noun = "post",
     .verb = "end",
     .usage = "LOGIN ID [--to=DATE]",
     .least = 2,
     .most = 2,
     .options = "to",
     .right = "post.grant",
     .run = run_end,
     .help = N_("ends a post")},
    {.noun = NULL     },
};

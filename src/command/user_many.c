/* The noun "user", for many at once or with what is shown once: slips and invites. */
#include "call.h"
#include "input.h"
#include "output.h"
#include "user_call.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/print.h"
#include "wangge/work/invite.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/slip.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <string.h>
#include <unistd.h>

#define USERS_MOST 5000
#define SHOW_EVERY 500 /* milliseconds */

/* --- slips --- */

static bool show_progress(void *to, size_t done, size_t count)
{
    static int64_t shown_at;
    const struct call *call = to;
    if (isatty(fileno(call->io->err)) && (clock_steady_ms() - shown_at > SHOW_EVERY || done == count)) {
        shown_at = clock_steady_ms();
        fprintf(call->io->err, done == count ? "\r\033[K" : "\r%zu/%zu", done, count);
        fflush(call->io->err);
    }
    return !ferror(call->io->out);
}

static void take_rows(struct call *call, const struct rows *rows, int64_t **ids, size_t *count)
{
    *ids = pool_new_piece(call->pool, rows->count + 1, sizeof **ids);
    for (size_t i = 0; i < rows->count; i++) {
        (*ids)[(*count)++] = rows_int(rows, i, "id");
    }
}

static enum err named_users(struct call *call, int64_t **ids, size_t *count, struct error *e)
{
    enum err r = ERR_NONE;

    *ids = pool_new_piece(call->pool, call->argument_count + 1, sizeof **ids);
    for (size_t i = 0; !r && i < call->argument_count; i++) {
        r = user_call_id(call, i, &(*ids)[*count], e);
        *count += !r;
    }
    return r;
}

static enum err found_users(struct call *call, int64_t **ids, size_t *count, struct error *e)
{
    struct list_query query;
    struct rows rows = {0};
    enum err r = input_query(call, &query, e);

    query.limit = USERS_MOST;
    r = r ? r : user_list(call->work, call->pool, &query, &rows, NULL, e);
    if (!r) {
        take_rows(call, &rows, ids, count);
    }
    return r;
}

static enum err new_users(struct call *call, int64_t **ids, size_t *count, struct error *e)
{
    struct rows rows = {0};
    enum err r = slips_new(call->work, call->pool, &rows, e);

    if (!r) {
        take_rows(call, &rows, ids, count);
    }
    return r;
}

/* Named, found by a filter, or those who could not log in yet. */
static enum err choose_users(struct call *call, int64_t **ids, size_t *count, struct error *e)
{
    bool filter = call_option(call, "where") || call_option(call, "search");
    enum err r;

    *count = 0;
    if ((call->argument_count > 0) + filter + (call_option(call, "new") != NULL) != 1) {
        return error_set(e, ERR_USAGE, NULL,
                         _("Name users, or give --where=, or --new for those who have no password."));
    }
    r = call->argument_count > 0 ? named_users(call, ids, count, e)
        : filter                 ? found_users(call, ids, count, e)
                                 : new_users(call, ids, count, e);
    if (!r && *count == 0) {
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is nobody who needs a slip."));
    }
    return r;
}

static enum err run_slips(struct call *call, struct error *e)
{
    struct buffer text = {0}, refused = {0};
    struct slips slips = {.kind = call_option(call, "invite") ? SLIP_INVITE : SLIP_PASSWORD,
                          .progress = show_progress,
                          .to = call,
                          .refused = &refused};
    int64_t *ids = NULL, width = 0, lines = 0;
    enum err r = right_need(call->work, "user.manage", e);

    r = r ? r : call_number(call, "width", &width, e);
    r = r ? r : call_number(call, "pages", &lines, e);
    const struct paper paper = {.width = width > PRINT_WIDTH_HIGH ? -1 : (int)width,
                                .lines = lines > 1000 ? 1000 : (int)lines};
    r = r ? r : paper_check(&paper, e);
    r = r ? r : choose_users(call, &ids, &slips.count, e);
    slips.ids = ids;
    r = r ? r : slips_print(call->work, &slips, &paper, &text, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:I, s:s, s:s}", "schema", 1, "made", (json_int_t)slips.made, "refused",
                                   buffer_text(&refused), "text", buffer_text(&text)));
    } else if (!r) {
        fwrite(buffer_text(&text), 1, text.length, call->io->out);
        fputs(buffer_text(&refused), call->io->err);
        if (!slips_know_address(call->work)) {
            fprintf(call->io->err, "%s\n", _(SLIPS_NO_ADDRESS));
        }
    }
    if (!r && slips.made < slips.count) {
        r = error_set(e, ERR_FAILED, NULL, _("%zu of %zu slips are made."), slips.made, slips.count);
    }
    mem_wipe(text.data, text.length);
    buffer_free(&text);
    buffer_free(&refused);
    return r;
}

/* --- invites --- */

static enum err run_invite(struct call *call, struct error *e)
{
    char code[INVITE_ROOM], until[DATE_ISO];
    int64_t id = 0, invite = 0, expires = 0;
    enum err r = user_call_id(call, 0, &id, e);

    r = r ? r : invite_make(call->work, id, code, &invite, &expires, e);
    if (r) {
        return r;
    }
    instant_iso(expires, until);
    if (call->json) {
        print_json(call, json_pack("{s:I, s:s, s:s, s:s}", "id", (json_int_t)invite, "login", call_argument(call, 0),
                                   "code", code, "expires_at", until));
    } else {
        fprintf(call->io->out, "%s\n", code);
        print_done(call, _("Good for %s once, until %.10s. It is not shown again."), call_argument(call, 0), until);
    }
    mem_wipe(code, sizeof code);
    return ERR_NONE;
}

static enum err run_invite_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",             .label = N_("id"), .right = true},
        {.name = "login",           .label = N_("login")},
        {.name = "name",          .label = N_("name")},
        {.name = "state",                        .label = N_("state"), .codes = "invite_state"},
        {.name = "made_by",.label = N_("made by")},
        {.name = "expires_at",          .label = N_("until")},
        {.name = "used_at", .label = N_("used at")},
        {.name = "used_from",        .label = N_("used from")},
        {.name = "fingerprint",                        .label = N_("fingerprint")},
        {.name = NULL},
    };
    struct rows rows;
    int64_t id = 0;
    enum err r = call_argument(call, 0) ? user_call_id(call, 0, &id, e) : ERR_NONE;

    r = r ? r : invite_list(call->work, call->pool, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_invite_withdraw(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : invite_withdraw(call->work, id, e);
    if (!r) {
        print_done(call, "%s", _("The invite can no longer be used."));
    }
    return r;
}

/* --- to another area --- */

static enum err read_wish(struct call *call, struct post_wish *wish, char from[DATE_TEXT], struct error *e)
{
    const char *area = call_option(call, "area");
    enum err r =
        area ? input_area(call, area, &wish->area, e) : error_set(e, ERR_USAGE, "area", _("Where to? Give --area=."));

    r = r ? r : call_date(call, "from", true, from, e);
    wish->role = call_option(call, "role");
    wish->reason = call_option(call, "reason");
    wish->from_on = from;
    return r;
}

static enum err run_move(struct call *call, struct error *e)
{
    struct post_wish wish = {0};
    char from[DATE_TEXT];
    size_t asked = 0, given = 0;
    struct error why = {0};
    enum err r = read_wish(call, &wish, from, e);

    for (size_t i = 0; !r && i < call->argument_count; i++) {
        struct error fault = {0};
        int64_t id = 0, request = 0;
        enum err one = user_call_id(call, i, &id, &fault);
        one = one ? one : user_move(call->work, id, &wish, &request, &fault);
        asked += !one && request != 0;
        given += !one && request == 0;
        if (one && call->argument_count > 1) {
            fprintf(call->io->err, "%s: %s\n", call_argument(call, i), fault.text);
        }
        why = one && !why.text[0] ? fault : why;
    }
    if (!r && asked + given < call->argument_count) {
        r = error_set(e, why.code, why.field[0] ? why.field : NULL, "%s", why.text);
    }
    if (!r && call->json) {
        print_json(call, json_pack("{s:I, s:I}", "asked", (json_int_t)asked, "moved", (json_int_t)given));
    } else if (!r) {
        print_done(call, _("%zu moved, %zu asked for: they move when that is granted."), given, asked);
    }
    return r;
}

static enum err run_held(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "login",      .label = N_("login")},
        {.name = "name",                    .label = N_("name")},
        {.name = "role",.label = N_("role"), .codes = "role"},
        {.name = "from_on",       .label = N_("from")},
        {.name = "to_on",     .label = N_("until")},
        {.name = "state",    .label = N_("state"), .codes = "user_state"},
        {.name = NULL                   },
    };
    struct rows rows;
    int64_t area = 0;
    enum err r = input_area(call, call_argument(call, 0), &area, e);

    r = r ? r : user_held(call->work, call->pool, area, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command user_many_commands[] = {
    {.noun = "user",
     .verb = "move",
     .usage = "LOGIN ... --area=AREA [--role=ROLE] [--from=DATE] [--reason=TEXT]",
     .least = 1,
     .most = USERS_MOST,
     .options = "area role from reason",
     .right = "post.ask",
     .run = run_move,
     .help = N_("asks that users work in another area: their post ends and the new one begins when it is granted"),
     .example = "user move li.ming --area=321003005006003"},
    {.noun = "user",
     .verb = "held",
     .usage = "AREA",
     .least = 1,
     .most = 1,
     .right = "user.read",
     .run = run_held,
     .help = N_("who has worked in an area, from when to when")},
    {.noun = "user",
     .verb = "slips",
     .usage = "[LOGIN ...] [--where=FIELD:VALUE] [--new] [--invite] [--width=COLUMNS] [--pages=LINES]",
     .most = USERS_MOST,
     .options = "where search new! invite! width pages",
     .right = "user.manage",
     .run = run_slips,
     .help = N_("makes one-time passwords and prints them once, as slips to be cut; --new for those who have none, "
                "--invite with codes that bind a key instead"),
     .example = "user slips --new --pages=60 | lp"},
    {.noun = "user",
     .verb = "invite list",
     .usage = "[LOGIN]",
     .most = 1,
     .right = "user.invite",
     .run = run_invite_list,
     .help = N_("invites and what has become of them, the newest first")},
    {.noun = "user",
     .verb = "invite withdraw",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "user.invite",
     .run = run_invite_withdraw,
     .help = N_("ends an invite before it is used")},
    {.noun = "user",
     .verb = "invite",
     .usage = "LOGIN",
     .least = 1,
     .most = 1,
     .right = "user.invite",
     .run = run_invite,
     .help = N_("makes a one-time code with which the user binds a login key"),
     .example = "user invite li.ming"},
    {.noun = NULL                                                                                               },
};

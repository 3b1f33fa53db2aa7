/* What is done with many users at once: a question that tells how many, then one after the other, and for whom it could
 * not be done is told with the reason. And slips of paper for those who are to log in. */
#include "links.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/print.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/post.h"
#include "wangge/work/slip.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>

#define SLIPS_HERE  200 /* some five seconds; more is for the command, which shows how far it is */
#define REASON_ROOM 320

static const char *login_of(struct work *work, struct pool *pool, int64_t id)
{
    struct record *record = record_new();
    const char *key = pool_format(pool, "%lld", (long long)id);
    const char *login =
        user_read(work, key, record, NULL) == ERR_NONE ? pool_text(pool, record_get(record, "login")) : key;
    record_free(&record);
    return login;
}

/* --- slips --- */

bool user_slips_of(struct ui *ui, struct work *work, const int64_t *ids, size_t count, bool invite)
{
    struct buffer text = {0}, refused = {0};
    struct slips slips = {
        .ids = ids, .count = count, .kind = invite ? SLIP_INVITE : SLIP_PASSWORD, .refused = &refused};
    const struct paper paper = {.width = ui_columns(ui) - 2 > PRINT_WIDTH_HIGH ? PRINT_WIDTH_HIGH : ui_columns(ui) - 2};
    struct error e = {0};
    bool done = false;
    if (count > SLIPS_HERE) {
        ui_message(ui, _("Slips"),
                   _("%zu are too many to wait for here. On your computer:\nssh %s@HOST user slips --new "
                     "--pages=60 | lp"),
                   count, work->actor.login);
        return false;
    }
    if (!ui_confirm(ui,
                    invite
                        ? _("Make invite codes for %zu users? Earlier codes of theirs end, and these are shown once.")
                        : _("Make one-time passwords for %zu users? Their present ones end, and these are shown "
                            "once."),
                    count))
        return false;
    done = slips_print(work, &slips, &paper, &text, &e) == ERR_NONE;
    if (!done)
        ui_error(ui, &e);
    else
        ui_read(ui, _("Slips"), buffer_text(&text));
    if (done && !slips_know_address(work))
        ui_note(ui, "%s", _(SLIPS_NO_ADDRESS));
    if (done && refused.length > 0)
        ui_message(ui, _("Slips"), _("Done with %zu of %zu. Not with:\n%s"), slips.made, count, buffer_text(&refused));
    mem_wipe(text.data, text.length);
    buffer_free(&text);
    buffer_free(&refused);
    return done;
}

void user_slips_new(struct ui *ui, struct work *work)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    if (slips_new(work, pool, &rows, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else if (rows.count == 0) {
        ui_note(ui, "%s", _("Everybody can log in. Mark users (t) who need a new one-time password."));
    } else {
        int64_t *ids = pool_new_piece(pool, rows.count, sizeof *ids);
        for (size_t i = 0; i < rows.count; i++)
            ids[i] = rows_int(&rows, i, "id");
        user_slips_of(ui, work, ids, rows.count, false);
    }
    pool_free(&pool);
}

/* --- what is done with each --- */

struct many {
    struct ui *ui;
    struct work *work;
    const int64_t *ids;
    size_t count;
    char reason[REASON_ROOM];
    int64_t area; /* that they move to */
};

static void do_all(struct many *many, const char *title,
                   enum err (*one)(struct many *many, int64_t id, struct error *e))
{
    struct buffer refused = {0};
    struct pool *pool = pool_new();
    size_t done = 0;
    for (size_t i = 0; i < many->count; i++) {
        struct error why = {0};
        if (one(many, many->ids[i], &why) == ERR_NONE)
            done++;
        else
            buffer_format(&refused, "%s  %s\n", login_of(many->work, pool, many->ids[i]), why.text);
    }
    if (refused.length)
        ui_message(many->ui, title, _("Done with %zu of %zu. Not with:\n%s"), done, many->count, buffer_text(&refused));
    else
        ui_note(many->ui, _("%s: %zu users"), title, done);
    buffer_free(&refused);
    pool_free(&pool);
}

static enum err disable_one(struct many *many, int64_t id, struct error *e)
{
    return user_disable(many->work, id, many->reason, e);
}

static enum err enable_one(struct many *many, int64_t id, struct error *e)
{
    return user_set_state(many->work, id, "active", e);
}

static enum err unlock_one(struct many *many, int64_t id, struct error *e)
{
    return user_unlock(many->work, id, e);
}

static enum err move_one(struct many *many, int64_t id, struct error *e)
{
    const struct post_wish wish = {.area = many->area, .reason = many->reason};
    int64_t request = 0;
    return user_move(many->work, id, &wish, &request, e);
}

static bool search_area(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    struct many *many = to;
    return link_choices(many->work, table_field(table_find("user"), "area"), typed, pool, out);
}

static bool move(struct many *many)
{
    char area[24], name[128];
    if (!ui_pick(many->ui, _("To which area?"), search_area, many, false, "", area, sizeof area, name, sizeof name) ||
        !ui_ask(many->ui, _("to another area"), _("Why? Whoever grants it reads it"), false, many->reason,
                sizeof many->reason) ||
        !ui_confirm(many->ui, _("%zu users to %s? Their posts end and new ones begin when that is granted."),
                    many->count, name))
        return false;
    many->area = atoll(area);
    do_all(many, _("to another area"), move_one);
    return true;
}

bool user_move_of(struct ui *ui, struct work *work, const int64_t *ids, size_t count)
{
    return move(&(struct many){.ui = ui, .work = work, .ids = ids, .count = count});
}

static bool disable(struct many *many)
{
    if (!ui_ask(many->ui, _("disable"), _("Why? Other administrators read it"), false, many->reason,
                sizeof many->reason) ||
        !ui_confirm(many->ui, _("Disable %zu users? They can no longer log in, and whoever is on is logged out."),
                    many->count))
        return false;
    do_all(many, _("disable"), disable_one);
    return true;
}

static bool enable(struct many *many)
{
    if (!ui_confirm(many->ui, _("Enable %zu users? They can log in again."), many->count))
        return false;
    do_all(many, _("enable"), enable_one);
    return true;
}

static bool unlock(struct many *many)
{
    if (!ui_confirm(many->ui, _("Unlock %zu users? They need not wait any longer."), many->count))
        return false;
    do_all(many, _("unlock"), unlock_one);
    return true;
}

static bool passwords(struct many *many)
{
    return user_slips_of(many->ui, many->work, many->ids, many->count, false);
}

static bool invites(struct many *many)
{
    return user_slips_of(many->ui, many->work, many->ids, many->count, true);
}

static const struct {
    char letter;
    const char *text, *right;
    bool (*run)(struct many *many);
} COMMANDS[] = {
    {'r', N_("one-time passwords as slips"), "user.manage", passwords},
    {'i', N_("invite codes as slips"),       "user.invite", invites  },
    {'u', N_("unlock"),                      "user.manage", unlock   },
    {'m', N_("to another area"),             "post.ask",    move     },
    {'d', N_("disable"),                     "user.manage", disable  },
    {'e', N_("enable"),                      "user.manage", enable   },
};

bool user_many_menu(struct ui *ui, struct work *work, const int64_t *ids, size_t count)
{
    struct many many = {.ui = ui, .work = work, .ids = ids, .count = count};
    struct ui_choice choices[COUNT_OF(COMMANDS)] = {0};
    char title[64], why[COUNT_OF(COMMANDS)][80];
    snprintf(title, sizeof title, _("With %zu users at once"), count);
    for (size_t i = 0; i < COUNT_OF(COMMANDS); i++) {
        bool denied = tell_denied(work, COMMANDS[i].right, why[i], sizeof why[i]);
        choices[i] = (struct ui_choice){
            .letter = COMMANDS[i].letter, .text = _(COMMANDS[i].text), .why = denied ? why[i] : NULL};
    }
    int taken = ui_choose(ui, title, choices, COUNT_OF(choices), 0);
    return taken >= 0 && COMMANDS[taken].run(&many);
}

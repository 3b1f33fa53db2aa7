/* What an administrator can do with a user: password, lock, keys, posts. */
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/invite.h"
#include "wangge/work/right.h"
#include "wangge/work/second.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICES_MOST 40
#define LINE_ROOM    2048

struct user {
    struct ui *ui;
    struct work *work;
    int64_t id;
    struct record *record;
};

static const char *login_of(const struct user *user)
{
    return record_get(user->record, "login");
}

static void told(struct user *user, enum err err, const struct error *e, const char *done)
{
    if (err == ERR_NONE)
        ui_note(user->ui, "%s: %s", login_of(user), done);
    else
        ui_error(user->ui, e);
}

void user_show_password(struct ui *ui, struct work *work, int64_t id)
{
    char fresh[32];
    struct error e = {0};
    if (user_reset_password(work, id, NULL, fresh, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_message(ui, _("First password"),
                   _("%s\n\nWrite it down now: it is not shown again. It has to be changed at "
                     "the next login."),
                   fresh);
    mem_wipe(fresh, sizeof fresh);
}

static void reset_password(struct user *user)
{
    if (ui_confirm(user->ui, _("Give %s a new password? The present one no longer works."), login_of(user)))
        user_show_password(user->ui, user->work, user->id);
}

static void disable(struct user *user)
{
    char reason[320] = "";
    struct error e = {0};
    if (ui_ask(user->ui, _("disable"), _("Why? Other administrators read it"), false, reason, sizeof reason) &&
        ui_confirm(user->ui, _("Disable %s? The user can no longer log in; what was written stays."), login_of(user)))
        told(user, user_disable(user->work, user->id, reason, &e), &e, _("disabled"));
}

static void invite(struct user *user)
{
    user_slips_of(user->ui, user->work, &user->id, 1, true);
}

static void move(struct user *user)
{
    user_move_of(user->ui, user->work, &user->id, 1);
}

/* The one that can be used yet, if there is one: a further one ends the one before. */
static void withdraw_invite(struct user *user)
{
    struct pool *pool = pool_new();
    struct rows invites = {0};
    struct error e = {0};
    int64_t id = 0;
    enum err err = invite_list(user->work, pool, user->id, &invites, &e);
    for (size_t i = 0; err == ERR_NONE && id == 0 && i < invites.count; i++)
        if (strcmp(rows_text(&invites, i, "state"), "open") == 0)
            id = rows_int(&invites, i, "id");
    if (err == ERR_NONE && id == 0)
        ui_note(user->ui, _("%s has no invite that could be used"), login_of(user));
    else if (err != ERR_NONE ||
             ui_confirm(user->ui, _("Withdraw the invite of %s? Its code opens nothing any more."), login_of(user)))
        told(user, err == ERR_NONE ? invite_withdraw(user->work, id, &e) : err, &e, _("the invite is withdrawn"));
    pool_free(&pool);
}

static void enable(struct user *user)
{
    struct error e = {0};
    told(user, user_set_state(user->work, user->id, "active", &e), &e, _("enabled"));
}

static void unlock(struct user *user)
{
    struct error e = {0};
    told(user, user_unlock(user->work, user->id, &e), &e, _("may log in again at once"));
}

static void reset_second(struct user *user)
{
    struct error e = {0};
    if (ui_confirm(user->ui, _("Reset the verification code of %s? The login asks for none until a new one is set up."),
                   login_of(user)))
        told(user, second_reset(user->work, user->id, &e), &e, _("the verification code is reset"));
}

static void add_key(struct user *user)
{
    char line[LINE_ROOM] = "", fingerprint[64] = "";
    struct error e = {0};
    if (!ui_ask(user->ui, _("Add a key"), _("Paste the line of the .pub file"), false, line, sizeof line))
        return;
    enum err err = user_key_add(user->work, user->id, line, fingerprint, &e);
    told(user, err, &e, fingerprint);
}

static void delete_key(struct user *user)
{
    struct ui_choice choices[CHOICES_MOST];
    struct pool *pool = pool_new();
    struct rows keys = {0};
    struct error e = {0};
    if (user_keys(user->work, pool, user->id, &keys, &e) != ERR_NONE)
        ui_error(user->ui, &e);
    size_t count = keys.count < CHOICES_MOST ? keys.count : CHOICES_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] =
            (struct ui_choice){.text = rows_text(&keys, i, "fingerprint"), .detail = rows_text(&keys, i, "comment")};
    int taken = count ? ui_choose(user->ui, _("Delete which key?"), choices, count, 0) : -1;
    if (!count)
        ui_note(user->ui, _("%s has no key"), login_of(user));
    if (taken >= 0)
        told(user, user_key_delete(user->work, user->id, rows_int(&keys, (size_t)taken, "id"), &e), &e,
             _("the key is deleted"));
    pool_free(&pool);
}

static void add_post(struct user *user)
{
    user_post_add_screen(user->ui, user->work, user->id);
}

static void end_post(struct user *user)
{
    user_post_end_screen(user->ui, user->work, user->id);
}

static void tell_rights(struct user *user)
{
    user_rights_screen(user->ui, user->work, user->id);
}

static const struct {
    char letter;
    const char *text;
    void (*run)(struct user *user);
    const char *right;
} COMMANDS[] = {
    {'r', N_("new password"),                reset_password,  "user.manage"},
    {'i', N_("invite code"),                 invite,          "user.invite"},
    {'w', N_("withdraw the invite"),         withdraw_invite, "user.invite"},
    {'m', N_("to another area"),             move,            "user.manage"},
    {'u', N_("unlock"),                      unlock,          "user.manage"},
    {'d', N_("disable"),                     disable,         "user.manage"},
    {'e', N_("enable"),                      enable,          "user.manage"},
    {'k', N_("add a key"),                   add_key,         "user.key"   },
    {'x', N_("delete a key"),                delete_key,      "user.key"   },
    {'p', N_("add a post"),                  add_post,        "post.ask"   },
    {'o', N_("end a post"),                  end_post,        "post.grant" },
    {'s', N_("reset the verification code"), reset_second,    "user.second"},
    {'t', N_("rights"),                      tell_rights,     "role.read"  },
};

/* Who may grant posts need not ask for them; a key of one's own is not a key of another. */
static bool may(const struct user *user, const char *right, char *why, size_t room)
{
    const struct work *work = user->work;
    if (strcmp(right, "post.ask") == 0 && right_scope(work, "post.grant") != SCOPE_NONE)
        return true;
    if (strcmp(right, "user.second") == 0 && right_scope(work, right) != SCOPE_ALL) {
        snprintf(why, room, "%s", _("the security administrator does that"));
        return false;
    }
    if (tell_denied(work, right, why, room))
        return false;
    snprintf(why, room, "%s", _("your own only"));
    return right_scope(work, right) != SCOPE_OWN || user->id == work->actor.user;
}

void user_command_menu(struct ui *ui, struct work *work, int64_t id)
{
    struct user user = {.ui = ui, .work = work, .id = id, .record = record_new()};
    struct ui_choice choices[COUNT_OF(COMMANDS)] = {0};
    struct error e = {0};
    char key[24], why[COUNT_OF(COMMANDS)][80];
    snprintf(key, sizeof key, "%lld", (long long)id);
    for (size_t i = 0; i < COUNT_OF(COMMANDS); i++)
        choices[i] = (struct ui_choice){.letter = COMMANDS[i].letter,
                                        .text = _(COMMANDS[i].text),
                                        .why = may(&user, COMMANDS[i].right, why[i], sizeof why[i]) ? NULL : why[i]};
    if (user_read(work, key, user.record, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else {
        int taken = ui_choose(ui, login_of(&user), choices, COUNT_OF(choices), 0);
        if (taken >= 0)
            COMMANDS[taken].run(&user);
    }
    record_free(&user.record);
}

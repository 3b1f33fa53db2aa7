/* One user: who it is, posts and keys. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"

#include <stdio.h>
#include <string.h>

#define LOGINS_SHOWN 5

struct user_view {
    struct ui *ui;
    struct work *work;
    int64_t id;
};

static void add_pair(struct sheet *sheet, const struct record *record, const char *a, const char *b)
{
    const struct table *table = table_find("user");
    struct pool *pool = sheet_pool(sheet);
    sheet_pair_more(sheet, field_label(table_field(table, a)), tell_field(pool, table, record, a),
                    field_label(table_field(table, b)), tell_field(pool, table, record, b));
}

static enum err add_posts(struct user_view *view, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows posts;
    enum err err = user_posts(view->work, pool, view->id, &posts, e);
    if (err != ERR_NONE)
        return err;
    sheet_heading(sheet, _("Posts"));
    for (size_t i = 0; i < posts.count; i++) {
        const char *until = rows_text(&posts, i, "to_on");
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s  %s  %s - %s", code_text("role", rows_text(&posts, i, "role")),
                               rows_text(&posts, i, "area_name"), rows_text(&posts, i, "from_on"), until));
    }
    if (!posts.count)
        sheet_text(sheet, STYLE_PLAIN, _("No post: this user may do nothing"));
    return ERR_NONE;
}

static enum err add_keys(struct user_view *view, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows keys;
    enum err err = user_keys(view->work, pool, view->id, &keys, e);
    if (err != ERR_NONE)
        return err;
    sheet_heading(sheet, _("Keys"));
    for (size_t i = 0; i < keys.count; i++)
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s  %s  %s", rows_text(&keys, i, "type"), rows_text(&keys, i, "fingerprint"),
                               rows_text(&keys, i, "comment")));
    if (!keys.count)
        sheet_text(sheet, STYLE_PLAIN, _("No key: logs in with a password"));
    return ERR_NONE;
}

/* How somebody logged in, in words; a combination is shown as it is. */
static const char *way_in(const char *how)
{
    return strcmp(how, "password") == 0 ? _("with a password")
           : strcmp(how, "key") == 0    ? _("with a key")
           : strcmp(how, "invite") == 0 ? _("with an invite")
                                        : how;
}

/* The last logins and tries, newest first. */
static enum err add_logins(struct user_view *view, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows logins;
    enum err err = user_logins(view->work, pool, view->id, LOGINS_SHOWN, &logins, e);
    if (err != ERR_NONE)
        return err;
    sheet_heading(sheet, _("Last logins"));
    for (size_t i = 0; i < logins.count; i++)
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s  %s  %s  %s", tell_moment(pool, &logins, i, "at"),
                               rows_int(&logins, i, "success") != 0 ? _("in") : _("turned away"),
                               rows_text(&logins, i, "source"), way_in(rows_text(&logins, i, "note"))));
    if (!logins.count)
        sheet_text(sheet, STYLE_PLAIN, _("Never logged in"));
    return ERR_NONE;
}

/* Where the user is on now. */
static enum err add_sessions(struct user_view *view, struct sheet *sheet, const char *login, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows sessions;
    bool any = false;
    if (right_scope(view->work, "who.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err err = session_list(view->work, pool, &sessions, e);
    for (size_t i = 0; err == ERR_NONE && i < sessions.count; i++) {
        if (strcmp(rows_text(&sessions, i, "login"), login) != 0)
            continue;
        if (!any)
            sheet_heading(sheet, _("On now"));
        any = true;
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s  %s  %s  %s", tell_moment(pool, &sessions, i, "since"),
                               code_text("session_kind", rows_text(&sessions, i, "kind")),
                               rows_text(&sessions, i, "source"), rows_text(&sessions, i, "client")));
    }
    return err;
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct user_view *view = to;
    struct record *record = record_new();
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    enum err err = user_read(view->work, id, record, e);
    if (err == ERR_NONE) {
        sheet_blank(sheet);
        add_pair(sheet, record, "login", "name");
        add_pair(sheet, record, "state", "phone");
        add_pair(sheet, record, "last_login", "language");
        if (*record_get(record, "state_reason"))
            add_pair(sheet, record, "state_reason", "waiting");
        if (record_int(record, "failures"))
            add_pair(sheet, record, "failures", "waits_until");
        if (record_int(record, "must_change"))
            sheet_text(sheet, STYLE_PLAIN, _("Has to change the password at the next login"));
        err = add_posts(view, sheet, e);
    }
    if (err == ERR_NONE)
        err = add_keys(view, sheet, e);
    if (err == ERR_NONE)
        err = add_sessions(view, sheet, record_get(record, "login"), e);
    if (err == ERR_NONE)
        err = add_logins(view, sheet, e);
    record_free(&record);
    return err;
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct user_view *view = to;
    if (action == ACTION_COMMAND)
        user_command_menu(view->ui, view->work, view->id);
    else if (action == ACTION_EDIT)
        user_change_screen(view->ui, view->work, view->id);
    else
        return false;
    sheet_refill(sheet);
    return true;
}

void user_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_EDIT, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {.fill = fill, .action = action, .foot = foot};
    struct user_view view = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("User"), &ops, &view);
}

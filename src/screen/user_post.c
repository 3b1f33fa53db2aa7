/* Posts of one user: adding, ending, what may be done with them; and one's own, to work in another. */
#include "links.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/post.h"
#include "wangge/work/role.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICES_MOST 60

struct user_post {
    struct ui *ui;
    struct work *work;
};

/* The code of a role, NULL when cancelled. The kiosk is nobody's post. */
static const char *choose_role(struct user_post *user, struct pool *pool)
{
    struct ui_choice choices[CHOICES_MOST];
    const char *codes[CHOICES_MOST];
    struct role *roles = NULL;
    struct error e = {0};
    size_t count = 0, n = 0;
    if (role_list(user->work, pool, &roles, &count, &e) != ERR_NONE)
        ui_error(user->ui, &e);
    for (size_t i = 0; i < count && n < CHOICES_MOST; i++) {
        if (strcmp(roles[i].code, "guest") == 0)
            continue;
        codes[n] = roles[i].code;
        choices[n++] = (struct ui_choice){.text = roles[i].name, .detail = roles[i].note};
    }
    int taken = n > 0 ? ui_choose(user->ui, _("Which role?"), choices, n, 0) : -1;
    return taken < 0 ? NULL : codes[taken];
}

static bool search_area(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    struct user_post *user = to;
    return link_choices(user->work, table_field(table_find("user"), "area"), typed, pool, out);
}

void user_post_add_screen(struct ui *ui, struct work *work, int64_t id)
{
    struct user_post user = {ui, work};
    struct pool *pool = pool_new();
    char area[24], name[128];
    struct error e = {0};
    int64_t request = 0;
    const char *role = choose_role(&user, pool);
    if (role && ui_pick(ui, _("In which area?"), search_area, &user, false, "", area, sizeof area, name, sizeof name)) {
        const struct post_wish wish = {.account = id, .role = role, .area = atoll(area)};
        if (post_ask(work, &wish, &request, &e) != ERR_NONE)
            ui_error(ui, &e);
        else if (request == 0)
            ui_note(ui, _("The post is given: %s"), name);
        else
            ui_note(ui, _("Asked for, as number %lld: the security administrator grants or refuses it."),
                    (long long)request);
    }
    pool_free(&pool);
}

static size_t to_choices(const struct rows *posts, struct ui_choice choices[CHOICES_MOST])
{
    size_t count = posts->count < CHOICES_MOST ? posts->count : CHOICES_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] =
            (struct ui_choice){.text = rows_text(posts, i, "role_name"), .detail = rows_text(posts, i, "area_name")};
    return count;
}

void user_post_end_screen(struct ui *ui, struct work *work, int64_t id)
{
    struct ui_choice choices[CHOICES_MOST];
    struct pool *pool = pool_new();
    struct rows posts = {0};
    struct error e = {0};
    char today[DATE_TEXT];
    if (user_posts(work, pool, id, &posts, &e) != ERR_NONE)
        ui_error(ui, &e);
    size_t count = to_choices(&posts, choices);
    int taken = count ? ui_choose(ui, _("End which post, from tomorrow on?"), choices, count, 0) : -1;
    date_format(day_of(clock_now()), today);
    if (taken >= 0 && user_post_end(work, id, rows_int(&posts, (size_t)taken, "id"), today, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (taken >= 0)
        ui_note(ui, "%s", _("the post ends today"));
    pool_free(&pool);
}

/* --- what a user may do --- */

static void add_scope(struct buffer *out, const enum scope *cells, enum scope scope, const char *where)
{
    bool first = true;
    for (size_t i = 0; i < right_count(); i++) {
        if (cells[i] != scope)
            continue;
        buffer_format(out, "%s%s", first ? "\n" : _(", "), first ? "" : right_label(right_action(i)));
        if (first)
            buffer_format(out, "%s: %s", where, right_label(right_action(i)));
        first = false;
    }
    if (!first)
        buffer_format(out, "\n");
}

static void add_post(struct buffer *out, struct work *work, struct pool *pool, const struct rows *posts, size_t row)
{
    const char *area = rows_text(posts, row, "area_name");
    struct role role;
    enum scope *cells;
    struct error e = {0};
    const char *code = rows_text(posts, row, "role");
    char custom[24];
    snprintf(custom, sizeof custom, "%lld", (long long)rows_int(posts, row, "custom"));
    buffer_format(out, "%s, %s  (%s - %s)\n", rows_text(posts, row, "role_name"), area,
                  rows_text(posts, row, "from_on"), rows_text(posts, row, "to_on"));
    if (role_find(work, pool, rows_int(posts, row, "custom") ? custom : code, &role, &cells, &e) != ERR_NONE) {
        buffer_format(out, "%s\n", e.text);
        return;
    }
    add_scope(out, cells, SCOPE_ALL, _("everywhere"));
    add_scope(out, cells, SCOPE_SUBTREE, pool_format(pool, _("in %s"), area));
    add_scope(out, cells, SCOPE_UNIT, _("own, and what the unit has in hand"));
    add_scope(out, cells, SCOPE_OWN, _("own only"));
    buffer_format(out, "\n");
}

void user_rights_screen(struct ui *ui, struct work *work, int64_t id)
{
    struct pool *pool = pool_new();
    struct rows posts = {0};
    struct error e = {0};
    struct buffer text = {0};
    if (user_posts(work, pool, id, &posts, &e) != ERR_NONE)
        ui_error(ui, &e);
    for (size_t i = 0; i < posts.count; i++)
        add_post(&text, work, pool, &posts, i);
    if (posts.count == 0)
        buffer_format(&text, "%s", _("No post: this user may do nothing"));
    ui_read(ui, _("What this user may do, and where"), buffer_text(&text));
    buffer_free(&text);
    pool_free(&pool);
}

/* --- one's own --- */

void post_take_screen(struct ui *ui, struct work *work)
{
    struct ui_choice choices[CHOICES_MOST];
    struct pool *pool = pool_new();
    struct rows posts = {0};
    struct error e = {0};
    int start = 0;
    if (post_mine(work, pool, &posts, &e) != ERR_NONE)
        ui_error(ui, &e);
    size_t count = to_choices(&posts, choices);
    for (size_t i = 0; i < count; i++)
        if (rows_int(&posts, i, "id") == work->actor.post)
            start = (int)i;
    int taken = count > 1 ? ui_choose(ui, _("Work in which of your posts?"), choices, count, start) : -1;
    if (count < 2)
        ui_note(ui, "%s", _("You hold one post at most today: there is no other to work in."));
    if (taken >= 0 && post_take(work, rows_int(&posts, (size_t)taken, "id"), true, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else if (taken >= 0) {
        ui_note(ui, _("You work as %s of %s now."), work->actor.role_name, work->actor.area_name);
        ui_refresh_status(ui);
        ui_leave_to_home(ui);
    }
    pool_free(&pool);
}

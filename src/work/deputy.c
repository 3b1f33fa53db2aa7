/* Acting leaders. */
#include "wangge/work/deputy.h"

#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define RIGHT       "post.deputy"
#define MOST_DAYS   366
#define MOST_PEOPLE 200

enum err deputy_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                     int64_t *total, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, RIGHT, &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    return list_read(work->db, pool, table_find("deputy"), NULL, query,
                     BINDS(BIND_INT("me", work->actor.user), BIND_INT("own", range.own), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
                     out, total, e);
}

/* Posts of administrators are held by those who were chosen for them: nobody acts for these, and they for nobody. */
static bool has_deputies(const char *role)
{
    return right_of_role(role, RIGHT) != SCOPE_NONE;
}

static enum err read_post(struct work *work, struct pool *pool, int64_t account, const char *day, const char *field,
                          struct rows *out, struct error *e)
{
    enum err r =
        db_query(work->db, pool, "deputy.post", BINDS(BIND_INT("account", account), BIND_TEXT("day", day)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_INVALID, field, _("This user holds no post on %s."), day);
    if (r == ERR_NONE && !has_deputies(rows_text(out, 0, "role")))
        r = error_set(e, ERR_INVALID, field, _("Nobody acts for a %s, and a %s for nobody."),
                      code_text("role", rows_text(out, 0, "role")), code_text("role", rows_text(out, 0, "role")));
    return r;
}

static enum err check_days(const struct record *record, struct error *e)
{
    char today[DATE_TEXT];
    day_t from = 0, to = 0;
    today_text(today);
    date_parse(record_get(record, "from_on"), &from);
    date_parse(record_get(record, "to_on"), &to);
    if (to < from)
        return error_set(e, ERR_INVALID, "to_on", _("The last day lies before the first."));
    if (strcmp(record_get(record, "to_on"), today) < 0)
        return error_set(e, ERR_INVALID, "to_on", _("The last day is over already."));
    if (to - from > MOST_DAYS)
        return error_set(e, ERR_INVALID, "to_on", _("At most a year: who is away longer gives up the post."));
    return ERR_NONE;
}

/* For oneself everybody with the right; for others those whose area the post lies in, and never to one's own gain. */
static enum err check_who(struct work *work, const struct record *record, const struct rows *post, struct error *e)
{
    struct scope_range range;
    int64_t me = work->actor.user, account = record_int(record, "account"), acting = record_int(record, "acting");
    const char *path = rows_text(post, 0, "path");
    enum err r = right_range(work, RIGHT, &range, e);

    if (r != ERR_NONE)
        return r;
    if (work->actor.acting_for != 0)
        return error_set(e, ERR_DENIED, NULL,
                         _("You act for another; a deputy is named by the holder, not by a deputy."));
    if (account == acting)
        return error_set(e, ERR_INVALID, "acting", _("Choose somebody else: nobody is their own deputy."));
    if (account == me)
        return ERR_NONE;
    if (range.own)
        return error_set(e, ERR_DENIED, "account", _("You can name a deputy for yourself only."));
    if (strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
        return error_set(e, ERR_DENIED, "account", _("This post lies outside of your area."));
    if (acting == me)
        return error_set(e, ERR_DENIED, "acting", _("Nobody makes themselves the deputy of another."));
    return ERR_NONE;
}

static enum err check_overlap(struct work *work, struct pool *pool, const struct record *record, struct error *e)
{
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "deputy.overlap",
                 BINDS(BIND_INT("account", record_int(record, "account")),
                       BIND_TEXT("from", record_get(record, "from_on")), BIND_TEXT("to", record_get(record, "to_on"))),
                 &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_INVALID, "acting", _("%s acts from %s to %s already; end that first."),
                      rows_text(&rows, 0, "name"), rows_text(&rows, 0, "from_on"), rows_text(&rows, 0, "to_on"));
    return r;
}

static enum err insert(struct work *work, const struct record *record, const struct rows *post, int64_t *id,
                       struct error *e)
{
    struct pool *pool = pool_new();
    int64_t acting = record_int(record, "acting");
    enum err r = db_next(work->db, "deputy", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "deputy.insert",
                       BINDS(BIND_INT("id", *id), BIND_INT("account", record_int(record, "account")),
                             BIND_INT("post", rows_int(post, 0, "id")), BIND_INT("acting", acting),
                             BIND_TEXT("from", record_get(record, "from_on")),
                             BIND_TEXT("to", record_get(record, "to_on")),
                             BIND_TEXT("reason", record_get(record, "reason")), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = inbox_add(work, acting, "deputy", *id, 0,
                      pool_format(pool, _("You act for %s from %s to %s: %s"), rows_text(post, 0, "name"),
                                  record_get(record, "from_on"), record_get(record, "to_on"),
                                  record_get(record, "reason")),
                      e);
    pool_free(&pool);
    return r;
}

enum err deputy_add(struct work *work, struct record *record, int64_t *id,
                    void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows post = {0}, other = {0};

    if (record_int(record, "account") == 0)
        record_set_int(record, "account", work->actor.user);
    enum err r = check_record(table_find("deputy"), record, on_fault, to, e);
    if (r == ERR_NONE)
        r = check_days(record, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r != ERR_NONE) {
        pool_free(&pool);
        return r;
    }
    r = read_post(work, pool, record_int(record, "account"), record_get(record, "from_on"), "account", &post, e);
    if (r == ERR_NONE)
        r = check_who(work, record, &post, e);
    if (r == ERR_NONE)
        r = read_post(work, pool, record_int(record, "acting"), record_get(record, "from_on"), "acting", &other, e);
    if (r == ERR_NONE)
        r = check_overlap(work, pool, record, e);
    if (r == ERR_NONE)
        r = insert(work, record, &post, id, e);
    pool_free(&pool);
    return audit_end(work, r, RIGHT, "deputy", r == ERR_NONE ? *id : 0, "", e);
}

enum err deputy_end(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct scope_range range;
    int64_t me = work->actor.user, ended = 0;
    enum err r = right_range(work, RIGHT, &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "deputy.find", BINDS(BIND_INT("id", id)), &rows, e);
    const char *path = rows.count == 0 ? "" : rows_text(&rows, 0, "path");
    bool part = rows.count > 0 && (rows_int(&rows, 0, "account") == me || rows_int(&rows, 0, "acting") == me);
    bool above = rows.count > 0 && !range.own && strcmp(path, range.lo) >= 0 && strcmp(path, range.hi) < 0;
    if (r == ERR_NONE && !part && !above)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such deputy."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "deputy.end",
                       BINDS(BIND_INT("id", id), BIND_INT("by", me), BIND_INT("at", clock_now())), &ended, e);
    if (r == ERR_NONE && ended == 0)
        r = error_set(e, ERR_STATE, NULL, _("This has ended already."));
    pool_free(&pool);
    return audit_end(work, r, RIGHT, "deputy", id, "end", e);
}

static enum err find_open(struct work *work, struct pool *pool, const char *login, struct rows *out, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    return db_query(work->db, pool, "deputy.open",
                    BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("login", login), BIND_TEXT("today", today)), out,
                    e);
}

enum err deputy_open(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    return find_open(work, pool, "", out, e);
}

enum err deputy_people(struct work *work, struct pool *pool, const char *typed, struct rows *out, struct error *e)
{
    char lo[64], hi[64], above[64], today[DATE_TEXT];
    size_t n = strlen(work->actor.path);
    enum err r = right_need(work, RIGHT, e);

    text_copy(above, sizeof above, work->actor.path);
    if (n > (size_t)LEVEL_DISTRICT * AREA_PART) /* colleagues are where the next level looks after both */
        above[n - AREA_PART] = '\0';
    area_range(above, lo, hi);
    today_text(today);
    return r != ERR_NONE
               ? r
               : db_query(work->db, pool, "deputy.people",
                          BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("today", today),
                                BIND_INT("me", work->actor.user), BIND_TEXT("contains", like_contains(pool, typed)),
                                BIND_TEXT("prefix", like_prefix(pool, typed)), BIND_INT("limit", MOST_PEOPLE)),
                          out, e);
}

/* The user's own post, in the same session. */
static enum err be_oneself(struct work *work, struct error *e)
{
    struct actor before = work->actor;
    enum err r = work_become_in(work, before.login, before.from, before.own_post, e);
    if (r != ERR_NONE) {
        work->actor = before;
        return r;
    }
    work->actor.session = before.session;
    work_use_language(work, before.language);
    return r;
}

static enum err take_place(struct work *work, const struct rows *rows, size_t row, struct error *e)
{
    struct actor *actor = &work->actor;
    actor->deputy = rows_int(rows, row, "id");
    actor->acting_for = rows_int(rows, row, "account");
    actor->post = rows_int(rows, row, "post");
    actor->area = rows_int(rows, row, "area");
    text_copy(actor->acting_name, sizeof actor->acting_name, rows_text(rows, row, "name"));
    text_copy(actor->area_name, sizeof actor->area_name, rows_text(rows, row, "area_name"));
    text_copy(actor->path, sizeof actor->path, rows_text(rows, row, "path"));
    enum err r = actor_take_role(work, rows_text(rows, row, "role"), rows_int(rows, row, "custom"), e);
    work_use_language(work, actor->language);
    return r;
}

enum err deputy_keep(struct work *work, int64_t account, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = find_open(work, pool, "", &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (rows_int(&rows, i, "account") == account) {
            r = take_place(work, &rows, i, e);
            break;
        }
    pool_free(&pool);
    return r;
}

enum err deputy_act(struct work *work, const char *login, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    if (work->actor.acting_for != 0)
        r = be_oneself(work, e);
    if (r == ERR_NONE && *login != '\0')
        r = find_open(work, pool, login, &rows, e);
    if (r == ERR_NONE && *login != '\0' && (rows.count == 0 || work->actor.must_change))
        r = error_set(e, ERR_DENIED, NULL, _("You do not act for %s today."), login);
    if (r == ERR_NONE && *login != '\0') {
        r = take_place(work, &rows, 0, e);
        if (r == ERR_NONE)
            r = audit_write(work, "deputy.act", "deputy", work->actor.deputy, 1, "", e);
    } else if (r == ERR_DENIED) {
        audit_write(work, "deputy.act", "deputy", 0, 0, error_name(r), NULL);
    }
    pool_free(&pool);
    return r;
}

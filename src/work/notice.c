#include "wangge/work/notice.h"

#include "inside.h"
#include "record_row.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

enum err notice_list(struct work *work, struct pool *pool, const struct list_query *query, bool ended, struct rows *out,
                     int64_t *total, struct error *e)
{
    struct scope_range posts;
    char today[DATE_TEXT];
    enum err r = right_need(work, "notice.read", e);

    today_text(today);
    right_range(work, "notice.write", &posts, NULL); /* without the right the range is empty */
    if (r != ERR_NONE)
        return r;
    return list_read(work->db, pool, table_find("notice"), NULL, query,
                     BINDS(BIND_TEXT("lo", posts.lo), BIND_TEXT("hi", posts.hi), BIND_TEXT("path", work->actor.path),
                           BIND_TEXT("role", work->actor.role), BIND_INT("me", work->actor.user),
                           BIND_TEXT("today", today), BIND_INT("ended", ended)),
                     out, total, e);
}

static enum err find(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct scope_range posts;
    char today[DATE_TEXT];
    enum err r = right_need(work, "notice.read", e);

    today_text(today);
    right_range(work, "notice.write", &posts, NULL);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "notice.read",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", posts.lo), BIND_TEXT("hi", posts.hi),
                           BIND_TEXT("path", work->actor.path), BIND_TEXT("role", work->actor.role),
                           BIND_TEXT("today", today)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no notice %lld here."), (long long)id);
    return r;
}

enum err notice_read(struct work *work, const char *id, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows;
    enum err r = find(work, pool, id_of(id), &rows, e);
    if (r == ERR_NONE)
        record_of_row(out, table_find("notice"), &rows, 0);
    pool_free(&pool);
    return r;
}

enum err notice_new(struct work *work, struct record *out, struct error *e)
{
    enum err r = right_need(work, "notice.write", e);
    if (r != ERR_NONE)
        return r;
    record_defaults(out, table_find("notice"));
    if (work->actor.area != 0)
        record_set_int(out, "area", work->actor.area);
    return ERR_NONE;
}

/* The area is one of those where the actor may post. */
static enum err check_area(struct work *work, struct record *record, struct error *e)
{
    struct scope_range posts;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = right_range(work, "notice.write", &posts, e);

    if (r == ERR_NONE && record_int(record, "area") == 0)
        record_set_int(record, "area", work->actor.area);
    if (r == ERR_NONE)
        r = area_find(work, pool, record_get(record, "area"), &rows, e);
    if (r == ERR_NONE) {
        const char *path = rows_text(&rows, 0, "path");
        record_set(record, "area", rows_text(&rows, 0, "id"));
        if (strcmp(path, posts.lo) < 0 || strcmp(path, posts.hi) >= 0)
            r = ERR_NOT_FOUND;
    }
    pool_free(&pool);
    return r == ERR_NONE || r == ERR_DENIED
               ? r
               : error_set(e, ERR_INVALID, "area", _("Notices go to your own area and to those below it."));
}

static enum err check(struct work *work, struct record *record, void (*on_fault)(void *to, const struct error *fault),
                      void *to, struct error *e)
{
    struct error own = {0};
    enum err r = check_area(work, record, &own);

    if (r == ERR_DENIED)
        return error_set(e, r, NULL, "%s", own.text);
    if (r == ERR_NONE && *record_get(record, "to_on") != '\0' &&
        strcmp(record_get(record, "to_on"), record_get(record, "from_on")) < 0)
        r = error_set(&own, ERR_INVALID, "to_on", _("The last day comes after the first one."));
    return record_check(table_find("notice"), record, r == ERR_INVALID ? &own : NULL, on_fault, to, e);
}

enum err notice_add(struct work *work, struct record *record, int64_t *id,
                    void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    const char *to_on;
    enum err r = right_need(work, "notice.write", e);

    *id = 0;
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check(work, record, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "notice", id, e);
    to_on = record_get(record, "to_on");
    if (r == ERR_NONE)
        r = db_execute(
            work->db, "notice.insert",
            BINDS(BIND_INT("id", *id), BIND_TEXT("title", record_get(record, "title")),
                  BIND_TEXT("text", record_get(record, "text")), BIND_INT("area", record_int(record, "area")),
                  BIND_TEXT("roles", record_get(record, "roles")), BIND_TEXT("from_on", record_get(record, "from_on")),
                  BIND_TEXT("to_on", *to_on == '\0' ? NULL : to_on), BIND_INT("me", work->actor.user),
                  BIND_INT("now", clock_now())),
            NULL, e);
    return audit_end(work, r, "notice.add", "notice", *id, "", e);
}

enum err notice_withdraw(struct work *work, int64_t id, struct error *e)
{
    struct scope_range posts;
    int64_t changed = 0;
    enum err r = right_range(work, "notice.write", &posts, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "notice.withdraw",
                       BINDS(BIND_INT("id", id), BIND_TEXT("lo", posts.lo), BIND_TEXT("hi", posts.hi),
                             BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no notice %lld that you may take back."), (long long)id);
    return audit_end(work, r, "notice.withdraw", "notice", id, "", e);
}

enum err notice_mark(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows;
    enum err r = find(work, pool, id, &rows, e);

    if (r == ERR_NONE)
        r = db_begin_light(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "notice.mark",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())), NULL,
                       e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

enum err notice_unread(struct work *work, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    enum err r = ERR_NONE;

    *out = 0;
    today_text(today);
    if (right_scope(work, "notice.read") != SCOPE_NONE)
        r = db_query(work->db, pool, "notice.unread",
                     BINDS(BIND_TEXT("path", work->actor.path), BIND_TEXT("role", work->actor.role),
                           BIND_INT("me", work->actor.user), BIND_TEXT("today", today)),
                     &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        *out = rows_int(&rows, 0, "unread");
    pool_free(&pool);
    return r;
}

enum err notice_readers(struct work *work, int64_t id, int64_t *people, int64_t *readers, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0}, counts = {0};
    struct scope_range posts;
    char lo[64], hi[64], today[DATE_TEXT];

    today_text(today);
    enum err r = right_range(work, "notice.write", &posts, e);
    if (r == ERR_NONE)
        r = find(work, pool, id, &rows, e);
    if (r == ERR_NONE &&
        (strcmp(rows_text(&rows, 0, "path"), posts.lo) < 0 || strcmp(rows_text(&rows, 0, "path"), posts.hi) >= 0))
        r = error_set(e, ERR_DENIED, NULL, _("Notices go to your own area and to those below it."));
    if (r == ERR_NONE) {
        area_range(rows_text(&rows, 0, "path"), lo, hi);
        r = db_query(work->db, pool, "notice.readers",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("today", today)),
                     &counts, e);
    }
    if (r == ERR_NONE) {
        *people = rows_int(&counts, 0, "people");
        *readers = rows_int(&counts, 0, "readers");
    }
    pool_free(&pool);
    return r;
}

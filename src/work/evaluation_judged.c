#include "evaluation_judged.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

bool judged_is_closed(const char *state)
{
    return strcmp(state, "frozen") == 0 || strcmp(state, "reviewed") == 0 || strcmp(state, "published") == 0;
}

/* Of a person the role is the subject's name. */
static bool is_person(const char *subject)
{
    return strcmp(subject, "station") != 0 && strcmp(subject, "department") != 0;
}

static enum err find_one(struct work *work, struct pool *pool, const struct judged *judged, const char *key,
                         struct rows *out, struct error *e)
{
    char first_text[DATE_TEXT], last_text[DATE_TEXT];
    day_t first = 0, last = 0;
    if (!month_parse(judged->month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("\"%s\" is no month; write it as 2026-10."), judged->month);
    if (day_start(first) > clock_now())
        return error_set(e, ERR_INVALID, "month", _("%s has not begun yet."), judged->month);
    date_format(first, first_text);
    date_format(last, last_text);
    if (strcmp(judged->subject, "station") == 0)
        return db_query(work->db, pool, "judged.station", BINDS(BIND_TEXT("key", key), BIND_INT("id", id_of(key))), out,
                        e);
    if (strcmp(judged->subject, "department") == 0)
        return db_query(work->db, pool, "judged.department", BINDS(BIND_TEXT("key", key), BIND_INT("id", id_of(key))),
                        out, e);
    return db_query(work->db, pool, "judged.person",
                    BINDS(BIND_TEXT("key", key), BIND_INT("id", id_of(key)), BIND_TEXT("role", judged->subject),
                          BIND_TEXT("first", first_text), BIND_TEXT("last", last_text)),
                    out, e);
}

static enum err find_people(struct work *work, struct pool *pool, struct judged *judged, struct error *e)
{
    char today[DATE_TEXT];
    struct rows rows = {0};
    if (is_person(judged->subject)) {
        judged->people[judged->count++] = judged->who;
        return ERR_NONE;
    }
    today_text(today);
    enum err r = db_query(
        work->db, pool, strcmp(judged->subject, "station") == 0 ? "judged.station.people" : "judged.department.people",
        BINDS(BIND_INT("who", judged->who), BIND_TEXT("today", today)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count && judged->count < JUDGED_PEOPLE; i++)
        judged->people[judged->count++] = rows_int(&rows, i, "account");
    return r;
}

/* What is stored of the month fixes where it is judged. */
static enum err find_stored(struct work *work, struct pool *pool, struct judged *judged, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(
        work->db, pool, "judged.stored",
        BINDS(BIND_TEXT("month", judged->month), BIND_TEXT("subject", judged->subject), BIND_INT("who", judged->who)),
        &rows, e);
    text_copy(judged->state, sizeof judged->state, "open");
    if (r != ERR_NONE || rows.count == 0)
        return r;
    judged->evaluation = rows_int(&rows, 0, "id");
    judged->area = rows_int(&rows, 0, "area");
    text_copy(judged->path, sizeof judged->path, rows_text(&rows, 0, "path"));
    text_copy(judged->state, sizeof judged->state, rows_text(&rows, 0, "state"));
    return r;
}

enum err judged_find(struct work *work, const char *month, const char *subject, const char *key, struct judged *out,
                     struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *out = (struct judged){0};
    text_copy(out->month, sizeof out->month, month);
    text_copy(out->subject, sizeof out->subject, subject == NULL || *subject == '\0' ? "grid_leader" : subject);
    if (code_find(code_list("evaluation_subject"), out->subject) == NULL)
        r = error_set(e, ERR_INVALID, "subject", _("\"%s\" is none of those who are judged."), subject);
    if (r == ERR_NONE)
        r = find_one(work, pool, out, key, &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "who", _("%s: \"%s\" is not judged in %s."),
                      code_text("evaluation_subject", out->subject), key, month);
    if (r == ERR_NONE) {
        out->who = rows_int(&rows, 0, "who");
        out->area = rows_int(&rows, 0, "area");
        text_copy(out->name, sizeof out->name, rows_text(&rows, 0, "name"));
        text_copy(out->path, sizeof out->path, rows_text(&rows, 0, "path"));
        r = find_stored(work, pool, out, e);
    }
    if (r == ERR_NONE)
        r = find_people(work, pool, out, e);
    pool_free(&pool);
    return r;
}

static bool concerns(const struct judged *judged, int64_t account)
{
    for (size_t i = 0; i < judged->count; i++)
        if (judged->people[i] == account)
            return true;
    return false;
}

enum err judged_of_row(struct work *work, const struct rows *row, struct judged *out, struct error *e)
{
    return judged_find(work, rows_text(row, 0, "month"), rows_text(row, 0, "subject"), rows_text(row, 0, "who"), out,
                       e);
}

bool judged_is_me(const struct work *work, const struct judged *judged)
{
    return concerns(judged, work->actor.user) || concerns(judged, work_me(work));
}

enum err judged_need(struct work *work, const char *action, const struct judged *judged, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, action, &range, e);
    if (r != ERR_NONE)
        return r;
    if (judged_is_me(work, judged))
        return error_set(e, ERR_DENIED, NULL, _("This is your own evaluation: somebody else has to do that."));
    if (range.own || strcmp(judged->path, range.lo) < 0 || strcmp(judged->path, range.hi) >= 0)
        return error_set(e, ERR_NOT_FOUND, "who", _("%s is not judged in your area."), judged->name);
    return ERR_NONE;
}

enum err judged_tell(struct work *work, const struct judged *judged, const char *kind, int64_t object, const char *text,
                     struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < judged->count; i++)
        if (judged->people[i] != work->actor.user)
            r = inbox_add(work, judged->people[i], kind, object, 0, text, e);
    return r;
}

enum err judged_tell_above(struct work *work, const struct judged *judged, const char *action, const char *kind,
                           int64_t object, const char *text, struct error *e)
{
    char today[DATE_TEXT];
    const char *nearest = NULL;
    struct rows rows = {0};
    struct pool *pool = pool_new();
    today_text(today);
    enum err r = db_query(work->db, pool, "judged.above",
                          BINDS(BIND_TEXT("path", judged->path), BIND_TEXT("today", today)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t account = rows_int(&rows, i, "account");
        const char *path = rows_text(&rows, i, "path");
        if (right_of_role(rows_text(&rows, i, "role"), action) == SCOPE_NONE || concerns(judged, account) ||
            account == work->actor.user || (nearest != NULL && strcmp(path, nearest) != 0))
            continue;
        nearest = path;
        r = inbox_add(work, account, kind, object, 0, text, e);
    }
    pool_free(&pool);
    return r;
}

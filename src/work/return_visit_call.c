/* What came of a call to a visited household, the second look at a doubtful one, and what follows for the entry. */
#include "evaluation_month.h"
#include "inside.h"
#include "record_row.h"
#include "return_visit_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/job.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define WRITE      "return_visit.write"
#define TEXT_LEAST 4 /* characters of what is said against an entry, and for a decision */

static bool is(const char *text, const char *word)
{
    return strcmp(text, word) == 0;
}

static enum err check_missed(struct record *record, struct error *e)
{
    static const char *const fields[] = {"visited", "satisfaction"};
    char tomorrow[DATE_TEXT];
    day_t again = 0, today = day_of(clock_now());
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*record_get(record, fields[i]) != '\0')
            return error_set(e, ERR_INVALID, fields[i], _("Nobody was reached: this stays empty."));
    date_format(today + 1, tomorrow);
    if (*record_get(record, "again_on") == '\0')
        record_set(record, "again_on", tomorrow);
    if (!date_parse(record_get(record, "again_on"), &again) || again < today)
        return error_set(e, ERR_INVALID, "again_on", _("Today or later."));
    return ERR_NONE;
}

static enum err check_reached(const struct record *record, struct error *e)
{
    const char *visited = record_get(record, "visited");
    if (*visited == '\0')
        return error_set(e, ERR_INVALID, "visited", _("What does the household say: visited, not visited, not sure?"));
    if (is(visited, "no") && text_count(record_get(record, "text")) < TEXT_LEAST)
        return error_set(e, ERR_INVALID, "text", _("Write down what the household says."));
    if (is(visited, "no") && *record_get(record, "satisfaction") != '\0')
        return error_set(e, ERR_INVALID, "satisfaction", _("Of a visit that was none nobody is satisfied or not."));
    return ERR_NONE;
}

/* The described fields that a call fills, as a record of their own: the others are only read. */
static enum err check_call(struct record *record, void (*on_fault)(void *to, const struct error *fault), void *to,
                           struct error *e)
{
    enum err r = check_record(table_find("return_visit"), record, on_fault, to, e);
    if (r != ERR_NONE)
        return r;
    r = is(record_get(record, "reached"), "1") ? check_reached(record, e) : check_missed(record, e);
    if (r != ERR_NONE && on_fault != NULL)
        on_fault(to, e);
    return r;
}

static enum err write_call(struct work *work, int64_t id, const struct record *record, struct error *e)
{
    if (!is(record_get(record, "reached"), "1"))
        return db_execute(work->db, "return_visit.missed",
                          BINDS(BIND_INT("id", id), BIND_TEXT("again", record_get(record, "again_on"))), NULL, e);
    return db_execute(
        work->db, "return_visit.called",
        BINDS(BIND_INT("id", id), BIND_TEXT("state", is(record_get(record, "visited"), "no") ? "doubt" : "done"),
              BIND_TEXT("phone", record_get(record, "phone")), BIND_TEXT("visited", record_get(record, "visited")),
              BIND_TEXT("satisfaction", record_get(record, "satisfaction")),
              BIND_TEXT("text", record_get(record, "text")), BIND_INT("by", work->actor.user),
              BIND_INT("at", clock_now())),
        NULL, e);
}

enum err return_visit_call(struct work *work, int64_t id, struct record *record,
                           void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    enum err r = right_need(work, WRITE, e);

    if (r == ERR_NONE)
        r = check_call(record, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = return_visit_find(work, pool, WRITE, pool_format(pool, "%lld", (long long)id), &row, e);
    const char *state = r == ERR_NONE ? rows_text(&row, 0, "state") : "";
    if (r == ERR_NONE && (is(state, "struck") || is(state, "kept")))
        r = error_set(e, ERR_STATE, NULL, _("%s is decided; the call stays as it is."), rows_text(&row, 0, "no"));
    if (r == ERR_NONE && !is(state, "open") && !is(record_get(record, "reached"), "1"))
        r = error_set(e, ERR_STATE, "reached", _("The household was reached already."));
    if (r == ERR_NONE)
        r = month_need_open(work, rows_null(&row, 0, "at") ? clock_now() : rows_int(&row, 0, "at"),
                            rows_int(&row, 0, "area"), e);
    if (r == ERR_NONE)
        r = write_call(work, id, record, e);
    pool_free(&pool);
    return audit_end(work, r, "return_visit.call", "return_visit", id, "", e);
}

/* --- decisions --- */

/* The entry counts or does not, as a version of its own. */
static enum err set_counts(struct work *work, struct pool *pool, int64_t visit, bool counts, struct error *e)
{
    struct record *record = record_new();
    struct rows row = {0};
    enum err r = db_execute(work->db, "return_visit.counts",
                            BINDS(BIND_INT("visit", visit), BIND_INT("counts", counts),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                            NULL, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "return_visit.entry", BINDS(BIND_INT("visit", visit)), &row, e);
    if (r == ERR_NONE) {
        record_of_row(record, table_find("visit"), &row, 0);
        record_set_int(record, "counts", counts);
        r = history_write(work, "visit", visit, rows_int(&row, 0, "version"), record, e);
    }
    record_free(&record);
    return r;
}

static enum err tell_author(struct work *work, struct pool *pool, const struct rows *row, int64_t id,
                            const char *format, const char *text, struct error *e)
{
    struct rows leaders = {0};
    char today[DATE_TEXT];
    int64_t author = rows_int(row, 0, "created_by");
    const char *line =
        pool_format(pool, "%s: %s%s%s", rows_text(row, 0, "no"), format, *text != '\0' ? " - " : "", text);
    today_text(today);
    enum err r = inbox_add(work, author, "return_visit", id, 0, line, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "spot_check.leaders",
                     BINDS(BIND_INT("area", rows_int(row, 0, "area")), BIND_TEXT("today", today)), &leaders, e);
    for (size_t i = 0; r == ERR_NONE && i < leaders.count; i++)
        if (rows_int(&leaders, i, "leader") != author)
            r = inbox_add(work, rows_int(&leaders, i, "leader"), "return_visit", id, 0, line, e);
    return r;
}

static enum err write_look(struct work *work, int64_t id, const char *before, const char *state, const char *text,
                           struct error *e)
{
    int64_t changed = 0;
    enum err r =
        db_execute(work->db, "return_visit.looked",
                   BINDS(BIND_INT("id", id), BIND_TEXT("before", before), BIND_TEXT("state", state),
                         BIND_TEXT("text", text), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                   &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("This is in another state by now."));
    return r;
}

static enum err strike(struct work *work, struct pool *pool, const struct rows *row, int64_t id, const char *text,
                       struct error *e)
{
    int64_t follow_up = 0;
    enum err r = set_counts(work, pool, rows_int(row, 0, "visit"), false, e);
    if (r == ERR_NONE)
        r = follow_up_add(work, rows_int(row, 0, "household"), 0, 0, "return_visit", id,
                          pool_format(pool, _("Visit %s was none: go there"), rows_text(row, 0, "no")), NULL,
                          &follow_up, e);
    if (r == ERR_NONE)
        r = tell_author(work, pool, row, id, _("The household was not visited; the entry does not count"), text, e);
    return r;
}

/* Begins a decision: the row in the state that it is for, and a reason. */
static enum err begin_look(struct work *work, struct pool *pool, int64_t id, const char *state, const char *text,
                           struct rows *row, struct error *e)
{
    enum err r = right_need(work, WRITE, e);
    if (r == ERR_NONE && text_count(text) < TEXT_LEAST)
        r = error_set(e, ERR_INVALID, "text", _("Say why."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = return_visit_find(work, pool, WRITE, pool_format(pool, "%lld", (long long)id), row, e);
    if (r == ERR_NONE && !is(rows_text(row, 0, "state"), state))
        r = error_set(e, ERR_STATE, NULL, _("There is nothing to decide on about %s."), rows_text(row, 0, "no"));
    return r;
}

enum err return_visit_look(struct work *work, int64_t id, bool stands, const char *text, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    char *said = text_trim(pool_text(pool, text == NULL ? "" : text));
    enum err r = begin_look(work, pool, id, "doubt", said, &row, e);

    if (r == ERR_NONE && rows_int(&row, 0, "called_by") == work->actor.user)
        r = error_set(e, ERR_DENIED, NULL, _("Who called does not decide: a second person looks at it."));
    if (r == ERR_NONE)
        r = month_need_open(work, rows_int(&row, 0, "visited_at"), rows_int(&row, 0, "area"), e);
    if (r == ERR_NONE)
        r = write_look(work, id, "doubt", stands ? "kept" : "struck", said, e);
    if (r == ERR_NONE && !stands)
        r = strike(work, pool, &row, id, said, e);
    pool_free(&pool);
    return audit_end(work, r, "return_visit.look", "return_visit", id, stands ? "kept" : "struck", e);
}

enum err return_visit_take_back(struct work *work, int64_t id, const char *text, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    char *said = text_trim(pool_text(pool, text == NULL ? "" : text));
    enum err r = begin_look(work, pool, id, "struck", said, &row, e);

    if (r == ERR_NONE)
        r = month_need_open(work, rows_int(&row, 0, "visited_at"), rows_int(&row, 0, "area"), e);
    if (r == ERR_NONE)
        r = write_look(work, id, "struck", "kept", said, e);
    if (r == ERR_NONE)
        r = set_counts(work, pool, rows_int(&row, 0, "visit"), true, e);
    if (r == ERR_NONE)
        r = follow_up_end_of(work, "return_visit", id, e);
    if (r == ERR_NONE)
        r = tell_author(work, pool, &row, id, _("The entry counts again"), said, e);
    pool_free(&pool);
    return audit_end(work, r, "return_visit.take_back", "return_visit", id, "", e);
}

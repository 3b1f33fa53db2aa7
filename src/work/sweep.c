/* Special sweeps: begun, looked at, closed. */
#include "wangge/work/sweep.h"

#include "inside.h"
#include "record_row.h"
#include "sweep_inside.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_DAYS  30 /* a new one lasts so many days */
#define NAMES_TOLD 5  /* of the open ones when it is closed */

/* --- reading */

/* The registers that somebody may not read are not told by a sweep either. */
bool sweep_is_told(const struct work *work, const char *table)
{
    const struct table *found = table_find(table);
    return found != NULL && table_may(work, found, "read");
}

static void hide(const struct work *work, struct rows *rows)
{
    static const char *const hidden[] = {"table_name", "conditions", "search"};
    for (size_t i = 0; i < rows->count; i++) {
        bool told = sweep_is_told(work, rows_text(rows, i, "table_name"));
        for (size_t k = 0; !told && k < sizeof hidden / sizeof *hidden; k++)
            rows->values[i * rows->columns + (size_t)rows_column(rows, hidden[k])] =
                (struct value){.type = VALUE_TEXT, .text = ""};
    }
}

enum err sweep_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                    int64_t *total, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "sweep.read", &range, e);
    if (r == ERR_NONE)
        r = list_read(work->db, pool, table_find("sweep"), NULL, query,
                      BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("me", range.me)), out, total,
                      e);
    if (r == ERR_NONE)
        hide(work, out);
    return r;
}

enum err sweep_find(struct work *work, struct pool *pool, const char *id_or_no, struct scope_range *range,
                    struct rows *out, struct error *e)
{
    enum err r = right_range(work, "sweep.read", range, e);
    *out = (struct rows){0};
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.read",
                     BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range->lo),
                           BIND_TEXT("hi", range->hi), BIND_INT("me", range->me)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no sweep %s here."), id_or_no);
    return r;
}

enum err sweep_find_id(struct work *work, struct pool *pool, int64_t id, struct scope_range *range, struct rows *out,
                       struct error *e)
{
    return sweep_find(work, pool, pool_format(pool, "%lld", (long long)id), range, out, e);
}

enum err sweep_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    static const char *const beside[] = {"id", "area_name", "secret", "created_by"};
    struct pool *pool = pool_new();
    struct scope_range range;
    struct rows rows;
    enum err r = sweep_find(work, pool, id_or_no, &range, &rows, e);
    if (r == ERR_NONE) {
        hide(work, &rows);
        record_of_row(out, table_find("sweep"), &rows, 0);
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
            record_set(out, beside[i], rows_text(&rows, 0, beside[i]));
    }
    pool_free(&pool);
    return r;
}

/* --- a new one */

enum err sweep_new(struct work *work, struct record *out, struct error *e)
{
    char until[DATE_TEXT];
    enum err r = right_need(work, "sweep.write", e);
    if (r != ERR_NONE)
        return r;
    record_defaults(out, table_find("sweep"));
    date_format(day_of(clock_now()) + LAST_DAYS, until);
    record_set(out, "until_on", until);
    if (work->actor.area != 0)
        record_set_int(out, "area", work->actor.area);
    return ERR_NONE;
}

/* The area is one of those where the actor may begin sweeps; by id or code. */
static enum err check_area(struct work *work, struct record *record, struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    struct pool *pool = pool_new();
    struct error unknown = {0};
    enum err r = right_range(work, "sweep.write", &range, e);
    if (r == ERR_NONE && *record_get(record, "area") == '\0')
        record_set_int(record, "area", work->actor.area);
    if (r == ERR_NONE && area_find(work, pool, record_get(record, "area"), &rows, &unknown) != ERR_NONE)
        r = error_set(e, ERR_INVALID, "area", "%s", unknown.text);
    if (r == ERR_NONE) {
        const char *path = rows_text(&rows, 0, "path");
        record_set(record, "area", rows_text(&rows, 0, "id"));
        if (strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
            r = error_set(e, ERR_INVALID, "area", _("A sweep is for your own area or one below it."));
    }
    pool_free(&pool);
    return r;
}

/* By its name or what it is called. */
static const struct table *table_of(const char *name)
{
    const struct table *found = table_find(name);
    for (size_t i = 0; found == NULL && *name != '\0' && i < table_count(); i++)
        if (strcmp(table_at(i)->label[LANGUAGE_ZH], name) == 0 || strcmp(table_at(i)->label[LANGUAGE_EN], name) == 0)
            found = table_at(i);
    return found;
}

/* What is frozen: table, conditions, words, area; the table canonical in the end. */
static enum err check_filter(struct work *work, struct pool *pool, struct record *record, struct sweep_filter *out,
                             struct error *e)
{
    const struct table *table = table_of(record_get(record, "table_name"));
    enum err r = check_area(work, record, e);
    if (r != ERR_NONE)
        return r;
    if (table == NULL || table->own_storage)
        return error_set(e, ERR_INVALID, "table_name", _("There is no table \"%s\"."),
                         record_get(record, "table_name"));
    if (!table_may(work, table, "read"))
        return error_set(e, ERR_INVALID, "table_name", _("You may not read this table."));
    record_set(record, "table_name", table->name);
    *out = (struct sweep_filter){table, pool_text(pool, record_get(record, "conditions")),
                                 pool_text(pool, record_get(record, "search")), record_int(record, "area")};
    return ERR_NONE;
}

/* "+14" is a day too; what is none is told with the other faults. */
static void take_day(struct record *record, const char *name)
{
    struct buffer day = {0};
    if (check_value(table_field(table_find("sweep"), name), record_get(record, name), &day, NULL) == ERR_NONE)
        record_set(record, name, buffer_text(&day));
    buffer_free(&day);
}

enum err sweep_check_days(struct record *record, const char *was, struct error *e)
{
    take_day(record, "from_on");
    take_day(record, "until_on");
    const char *from = record_get(record, "from_on"), *until = record_get(record, "until_on");
    char today[DATE_TEXT];
    today_text(today);
    if (*until != '\0' && strcmp(until, from) < 0)
        return error_set(e, ERR_INVALID, "until_on", _("The last day comes after the first one."));
    if (*until != '\0' && strcmp(until, was) != 0 && strcmp(until, today) < 0)
        return error_set(e, ERR_INVALID, "until_on", _("The last day is over already."));
    return ERR_NONE;
}

static int compare_shares(const void *a, const void *b)
{
    const struct sweep_share *x = a, *y = b;
    return x->area < y->area ? -1 : x->area > y->area;
}

static void share_out(struct pool *pool, const struct rows *rows, struct sweep_share **out, size_t *count)
{
    struct sweep_share *all = pool_new_piece(pool, rows->count + 1, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < rows->count; i++)
        all[i] = (struct sweep_share){rows_int(rows, i, "area"), 1, rows_text(rows, i, "area_name")};
    qsort(all, rows->count, sizeof *all, compare_shares);
    for (size_t i = 0; i < rows->count; i++)
        if (n > 0 && all[n - 1].area == all[i].area)
            all[n - 1].count++;
        else
            all[n++] = all[i];
    *out = all;
    *count = n;
}

enum err sweep_preview(struct work *work, struct pool *pool, struct record *record, struct sweep_share **out,
                       size_t *count, int64_t *total, struct error *e)
{
    struct sweep_filter filter;
    struct rows rows = {0};
    enum err r = right_need(work, "sweep.write", e);
    *out = NULL;
    *count = 0;
    *total = 0;
    if (r == ERR_NONE)
        r = check_filter(work, pool, record, &filter, e);
    if (r == ERR_NONE)
        r = sweep_match(work, pool, &filter, SWEEP_MOST + 1, &rows, e);
    if (r == ERR_NONE) {
        *total = (int64_t)rows.count;
        share_out(pool, &rows, out, count);
    }
    return r;
}

/* Not all who go from door to door may read the table: then lists of what is due tell the sweep's name alone. */
static bool is_secret(const struct table *table)
{
    static const char *const roles[] = {"grid_leader", "informant", "part_time", "instructor", "sunk"};
    char action[ACTION_ROOM];
    bool secret = table->sensitive;
    table_action(table, "read", action);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        secret |= right_of_role(roles[i], action) == SCOPE_NONE;
    return secret;
}

static enum err insert(struct work *work, int64_t id, const char *no, const struct record *record,
                       const struct table *table, struct error *e)
{
    return db_execute(work->db, "sweep.insert",
                      BINDS(BIND_INT("id", id), BIND_TEXT("no", no), BIND_TEXT("name", record_get(record, "name")),
                            BIND_TEXT("text", record_get(record, "text")), BIND_TEXT("table", table->name),
                            BIND_TEXT("conditions", record_get(record, "conditions")),
                            BIND_TEXT("search", record_get(record, "search")), BIND_INT("secret", is_secret(table)),
                            BIND_INT("area", record_int(record, "area")),
                            BIND_TEXT("from_on", record_get(record, "from_on")),
                            BIND_TEXT("until_on", record_get(record, "until_on")), BIND_INT("me", work_me(work)),
                            BIND_INT("now", clock_now())),
                      NULL, e);
}

/* The maker's own area or below, so that it is the maker's to post. */
enum err sweep_tell_all(struct work *work, struct pool *pool, const struct rows *sweep, struct error *e)
{
    int64_t id = 0, total = rows_int(sweep, 0, "total");
    const char *name = rows_text(sweep, 0, "name"), *text = rows_text(sweep, 0, "text");
    enum err r = db_next(work->db, "notice", &id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(
        work->db, "notice.insert",
        BINDS(BIND_INT("id", id), BIND_TEXT("title", pool_format(pool, _("Sweep: %s"), name)),
              BIND_TEXT("text", pool_format(pool, _("%s: %lld on the checklist, until %s.%s%s"), name, (long long)total,
                                            rows_text(sweep, 0, "until_on"), *text == '\0' ? "" : "\n", text)),
              BIND_INT("area", rows_int(sweep, 0, "area")), BIND_TEXT("roles", "grid_leader,informant,station,sunk"),
              BIND_TEXT("from_on", rows_text(sweep, 0, "from_on")), BIND_TEXT("to_on", rows_text(sweep, 0, "until_on")),
              BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())),
        NULL, e);
}

enum err sweep_begin(struct work *work, int64_t sweep, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    struct rows row = {0};
    enum err r =
        db_execute(work->db, "sweep.open", BINDS(BIND_INT("id", sweep), BIND_INT("now", clock_now())), NULL, e);
    if (r == ERR_NONE)
        r = sweep_find_id(work, pool, sweep, &range, &row, e);
    if (r == ERR_NONE)
        r = sweep_tell_all(work, pool, &row, e);
    pool_free(&pool);
    return r;
}

static enum err later(struct work *work, const struct record *record, int64_t id, int64_t *job, struct error *e)
{
    struct job made = {.kind = "sweep", .phase = JOB_APPLY};
    text_copy(made.table_name, sizeof made.table_name, record_get(record, "table_name"));
    text_copy(made.title, sizeof made.title, record_get(record, "name"));
    snprintf(made.options, sizeof made.options, "%lld", (long long)id);
    enum err r = job_new(work, &made, e);
    *job = made.id;
    return r;
}

static enum err check(struct work *work, struct pool *pool, struct record *record, struct sweep_filter *filter,
                      struct rows *rows, void (*on_fault)(void *to, const struct error *fault), void *to,
                      struct error *e)
{
    struct error own = {0};
    enum err r = check_filter(work, pool, record, filter, &own);
    if (r == ERR_NONE)
        r = sweep_check_days(record, "", &own);
    if (r == ERR_NONE)
        r = sweep_match(work, pool, filter, SWEEP_AT_ONCE + 1, rows, &own);
    if (r == ERR_NONE && rows->count == 0)
        r = error_set(&own, ERR_INVALID, "conditions", _("Nothing matches: there would be nobody on the list."));
    if (r != ERR_NONE && r != ERR_INVALID)
        return error_set(e, r, NULL, "%s", own.text);
    enum err told = record_check(table_find("sweep"), record, r == ERR_INVALID ? &own : NULL, on_fault, to, e);
    return told == ERR_NONE ? r : told;
}

enum err sweep_add(struct work *work, struct record *record, int64_t *id, int64_t *job,
                   void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct sweep_filter filter = {0};
    struct rows rows = {0};
    int64_t added = 0;
    char no[32], note[32];
    bool many = false;

    *id = *job = 0;
    enum err r = right_need(work, "sweep.write", e);
    if (r == ERR_NONE) /* a look at much is no part of the transaction: nobody waits for it */
        r = check(work, pool, record, &filter, &rows, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "sweep", id, e);
    if (r == ERR_NONE)
        r = number_of_day(work->db, "ZX", no, sizeof no, e);
    if (r == ERR_NONE)
        r = insert(work, *id, no, record, filter.table, e);
    many = rows.count > SWEEP_AT_ONCE;
    if (r == ERR_NONE && !many)
        r = sweep_put(work, pool, *id, filter.table, &rows, 0, rows.count, false, &added, e);
    if (r == ERR_NONE && !many)
        r = sweep_begin(work, *id, e);
    if (r == ERR_NONE)
        record_set(record, "no", no);
    snprintf(note, sizeof note, "%s %lld", filter.table == NULL ? "" : filter.table->name, (long long)added);
    r = audit_end(work, r, "sweep.write", "sweep", *id, note, e);
    if (r == ERR_NONE && many)
        r = later(work, record, *id, job, e);
    pool_free(&pool);
    return r;
}

/* --- its end */

/* Names some of the open ones, unless the actor may not read of whom the table tells. */
static enum err need_reason(struct work *work, struct pool *pool, int64_t id, int64_t open, bool told, struct error *e)
{
    struct buffer names = {0};
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "sweep.open_names",
                 BINDS(BIND_INT("sweep", id), BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_INT("limit", NAMES_TOLD)),
                 &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        buffer_format(&names, "%s%s (%s)", i > 0 ? ", " : "", told ? rows_text(&rows, i, "title") : "***",
                      rows_text(&rows, i, "area_name"));
    if (r == ERR_NONE)
        r = error_set(e, ERR_INVALID, "reason", _("%lld are open: %s%s. Tell the reason why it ends all the same."),
                      (long long)open, buffer_text(&names), open > (int64_t)rows.count ? " ..." : "");
    buffer_free(&names);
    return r;
}

enum err sweep_close(struct work *work, int64_t id, const char *reason, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range, write;
    struct rows row = {0}, open = {0};
    int64_t changed = 0;
    enum err r = right_range(work, "sweep.write", &write, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = sweep_find_id(work, pool, id, &range, &row, e);
    if (r == ERR_NONE && strcmp(rows_text(&row, 0, "state"), "open") != 0)
        r = error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&row, 0, "name"));
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.in_reach",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", write.lo), BIND_TEXT("hi", write.hi)), &open, e);
    if (r == ERR_NONE && open.count == 0)
        r = error_set(e, ERR_DENIED, NULL, _("This sweep was begun for a larger area: it is not yours to close."));
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.open_total", BINDS(BIND_INT("sweep", id)), &open, e);
    if (r == ERR_NONE && rows_int(&open, 0, "open") > 0 && (reason == NULL || *reason == '\0'))
        r = need_reason(work, pool, id, rows_int(&open, 0, "open"),
                        sweep_is_told(work, rows_text(&row, 0, "table_name")), e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "sweep.close",
                       BINDS(BIND_INT("id", id), BIND_TEXT("reason", reason == NULL ? "" : reason),
                             BIND_INT("me", work->actor.user), BIND_INT("now", clock_now()), BIND_TEXT("lo", write.lo),
                             BIND_TEXT("hi", write.hi)),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&row, 0, "name"));
    r = audit_end(work, r, "sweep.write", "sweep", id, "close", e);
    pool_free(&pool);
    return r;
}

#include "wangge/work/visit.h"

#include "evaluation_month.h"
#include "inside.h"
#include "mark_inside.h"
#include "record_row.h"
#include "visit_inside.h"
#include "visit_people.h"
#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define VALID_CHARACTERS 10 /* of a diary entry that counts */

/* Up to a community the entries of each area are sought; above it they are read by time. */
static const char *list_statement(const struct scope_range *range)
{
    size_t community = (size_t)LEVEL_COMMUNITY * AREA_PART;
    if (range->own)
        return "visit.list.own";
    return strlen(range->lo) >= community - AREA_PART ? "visit.list" : "visit.list.wide";
}

enum err visit_list(struct work *work, struct pool *pool, const struct list_query *query, bool deleted,
                    struct rows *out, int64_t *total, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "visit.read", &range, e);
    if (r != ERR_NONE)
        return r;
    return list_read(work->db, pool, table_find("visit"), deleted ? "visit.list.deleted" : list_statement(&range),
                     query,
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                           BIND_INT("me", range.me)),
                     out, total, e);
}

/* The entry as a row of visit_row, in the recycle list when deleted. */
static enum err find(struct work *work, struct pool *pool, const char *id_or_no, bool deleted, struct rows *out,
                     struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "visit.read", &range, e);
    if (r != ERR_NONE)
        return r;
    r = db_query(work->db, pool, "visit.read",
                 BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range.lo),
                       BIND_TEXT("hi", range.hi), BIND_INT("own", range.own), BIND_INT("me", range.me)),
                 out, e);
    if (r == ERR_NONE && (out->count == 0 || rows_null(out, 0, "deleted_at") == deleted))
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no visit %s here."), id_or_no);
    return r;
}

static enum err find_id(struct work *work, struct pool *pool, int64_t id, bool deleted, struct rows *out,
                        struct error *e)
{
    return find(work, pool, pool_format(pool, "%lld", (long long)id), deleted, out, e);
}

/* The whole entry, with what other tables keep of it. */
static enum err take_row(struct work *work, struct pool *pool, const struct rows *row, struct record *out,
                         struct error *e)
{
    record_of_row(out, table_find("visit"), row, 0);
    return visit_points_read(work, pool, rows_int(row, 0, "id"), out, e);
}

enum err visit_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows;
    enum err r = find(work, pool, id_or_no, false, &rows, e);
    if (r == ERR_NONE)
        r = take_row(work, pool, &rows, out, e);
    pool_free(&pool);
    return r;
}

enum err visit_new(struct work *work, int64_t household, int64_t place, struct record *out, struct error *e)
{
    char now[DATE_MINUTE];
    enum err r = right_need(work, "visit.write", e);
    if (r != ERR_NONE)
        return r;
    record_defaults(out, table_find("visit"));
    instant_minute(clock_now(), now);
    record_set(out, "on", now);
    if (work->actor.area != 0)
        record_set_int(out, "area", work->actor.area);
    if (household == 0 && place == 0)
        return ERR_NONE;
    struct pool *pool = pool_new();
    record_set_int(out, household != 0 ? "household" : "place", household != 0 ? household : place);
    r = visit_settle(work, pool, NULL, out, e);
    pool_free(&pool);
    return r;
}

static enum err check_dates(struct record *record, struct error *e)
{
    int64_t on = 0;
    day_t next = 0;
    if (!instant_parse(record_get(record, "on"), &on) || on > clock_now())
        return error_set(e, ERR_INVALID, "on", _("A visit cannot be in the future."));
    if (date_parse(record_get(record, "next_on"), &next) && next < day_of(on))
        return error_set(e, ERR_INVALID, "next_on", _("The next visit comes after this one."));
    return ERR_NONE;
}

/* The day that new marks of the text tell is the next visit's, unless somebody has given this field another one. */
static enum err take_next(const struct rows *kept, struct record *record, const struct mark_plan *plan,
                          void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    const char *given = record_get(record, "next_on"), *before = kept == NULL ? "" : rows_text(kept, 0, "next_on");
    if (*plan->next_on == '\0')
        return ERR_NONE;
    if (*given != '\0' && strcmp(given, plan->next_on) != 0 && strcmp(given, before) != 0) {
        error_set(e, ERR_INVALID, "next_on",
                  _("The text says %s, this field %s: make them the same, or empty this one."), plan->next_on, given);
        if (on_fault != NULL)
            on_fault(to, e);
        return ERR_INVALID;
    }
    record_set(record, "next_on", plan->next_on);
    return ERR_NONE;
}

/* What the marks of the text name is needed besides what the field says, in the order of the list. */
static void take_needs(struct record *record, const struct mark_plan *plan)
{
    const struct code_list *needs = code_list("need");
    const char *said = record_get(record, "needs");
    struct buffer all = {0};
    for (size_t i = 0; i < needs->count; i++) {
        const char *code = needs->codes[i].code;
        if (word_in(said, ',', code) || word_in(plan->needs, ',', code))
            buffer_format(&all, "%s%s", all.length > 0 ? "," : "", code);
    }
    record_set(record, "needs", buffer_text(&all));
    buffer_free(&all);
}

/* Everything that the record says for itself, then what it says about the database, then the marks of its text, whose
 * plan the caller frees; canonical in the end. */
static enum err check(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                      struct mark_plan *plan, void (*on_fault)(void *to, const struct error *fault), void *to,
                      struct error *e)
{
    struct error place = {0};
    int64_t on = 0;

    enum err r = visit_settle(work, pool, kept, record, &place);
    if (r != ERR_NONE && r != ERR_INVALID)
        return error_set(e, r, NULL, "%s", place.text);
    if (r == ERR_INVALID && strcmp(place.field, "points") == 0) { /* the text is made of them */
        if (on_fault != NULL)
            on_fault(to, &place);
        *e = place;
        return r;
    }
    r = record_check(table_find("visit"), record, r == ERR_INVALID ? &place : NULL, on_fault, to, e);
    if (r != ERR_NONE)
        return r;
    if (!visit_kind_has(record_get(record, "kind"), "channel"))
        record_set(record, "channel", ""); /* the check asks every entry for one */
    r = mark_plan(work, pool, kept == NULL ? 0 : rows_int(kept, 0, "id"), record, plan, e);
    if (r == ERR_NONE)
        r = mark_refuse(plan, on_fault, to, e);
    if (r == ERR_NONE)
        r = take_next(kept, record, plan, on_fault, to, e);
    if (r != ERR_NONE)
        return r;
    take_needs(record, plan);
    r = check_dates(record, e);
    if (r != ERR_NONE && on_fault != NULL)
        on_fault(to, e);
    if (r != ERR_NONE)
        return r;
    instant_parse(record_get(record, "on"), &on);
    return month_need_open(work, on, record_int(record, "area"), e);
}

/* Inserts the entry, or updates the version that the record was read at. */
static enum err write_row(struct work *work, const char *statement, int64_t id, const char *no,
                          const struct record *record, int64_t *changed, struct error *e)
{
    int64_t on = 0;
    const char *next_on = record_get(record, "next_on"), *text = record_get(record, "text");

    instant_parse(record_get(record, "on"), &on);
    const struct bind common[] = {
        BIND_INT("id", id),
        BIND_INT("area", record_int(record, "area")),
        bind_some("household", record_int(record, "household")),
        BIND_TEXT("address", record_get(record, "address")),
        BIND_TEXT("persons", record_get(record, "persons")),
        BIND_INT("visited_at", on),
        BIND_TEXT("channel", record_get(record, "channel")),
        BIND_TEXT("kinds", record_get(record, "kinds")),
        BIND_TEXT("kind", record_get(record, "kind")),
        BIND_TEXT("companions", record_get(record, "companions")),
        BIND_TEXT("needs", record_get(record, "needs")),
        BIND_TEXT("crowds", record_get(record, "crowds")),
        bind_some("place", record_int(record, "place")),
        BIND_TEXT("text", text),
        BIND_TEXT("outcome", record_get(record, "outcome")),
        BIND_TEXT("next_on", next_on[0] == '\0' ? NULL : next_on),
        BIND_INT("valid", text_count(text) >= VALID_CHARACTERS),
        BIND_INT("me", no == NULL ? work->actor.user : work_me(work)), /* a deputy writes it for whom they act */
        BIND_INT("now", clock_now()),
        no == NULL ? BIND_INT("version", record_int(record, "version")) : BIND_TEXT("no", no),
        {.name = NULL},
    };
    return db_execute(work->db, statement, common, changed, e);
}

enum err visit_add(struct work *work, struct record *record, int64_t *id,
                   void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    char no[32];
    struct pool *pool = pool_new();
    struct mark_plan plan = {0};

    *id = 0;
    enum err r = right_need(work, "visit.write", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check(work, pool, NULL, record, &plan, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "visit", id, e);
    if (r == ERR_NONE)
        r = number_of_day(work->db, "MQ", no, sizeof no, e);
    if (r == ERR_NONE)
        r = write_row(work, "visit.insert", *id, no, record, NULL, e);
    if (r == ERR_NONE)
        r = visit_people_write(work, *id, record, e);
    if (r == ERR_NONE)
        r = visit_points_write(work, pool, *id, record, e);
    if (r == ERR_NONE)
        r = mark_carry_out(work, *id, &plan, on_fault, to, e);
    if (r == ERR_NONE) {
        record_set(record, "no", no);
        record_set(record, "version", "1");
        r = history_write(work, "visit", *id, 1, record, e);
    }
    mark_plan_free(&plan);
    pool_free(&pool);
    return audit_end(work, r, "visit.add", "visit", *id, "", e);
}

/* Is the entry the actor's to change, and its month open? */
static enum err may_change(struct work *work, const struct rows *row, const char *action, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, action, &range, e);
    if (r == ERR_NONE && range.own && rows_int(row, 0, "created_by") != range.me)
        r = error_set(e, ERR_DENIED, NULL, _("Only the one who wrote this entry may change it."));
    if (r == ERR_NONE)
        r = month_need_open(work, rows_int(row, 0, "visited_at"), rows_int(row, 0, "area"), e);
    return r;
}

/* Who gave the entry back hears that it was completed. */
static enum err tell_reviewer(struct work *work, struct pool *pool, const struct rows *row, struct error *e)
{
    int64_t reviewer = rows_int(row, 0, "reviewed_by");
    if (rows_null(row, 0, "returned_at") || reviewer == 0)
        return ERR_NONE;
    return inbox_add(work, reviewer, "visit", rows_int(row, 0, "id"), 0,
                     pool_format(pool, _("%s was completed by %s"), rows_text(row, 0, "no"), work->actor.name), e);
}

enum err visit_change(struct work *work, int64_t id, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct rows row;
    int64_t changed = 0;
    struct pool *pool = pool_new();
    struct mark_plan plan = {0};

    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, id, false, &row, e);
    if (r == ERR_NONE)
        r = may_change(work, &row, "visit.write", e);
    if (r == ERR_NONE && record_int(record, "version") != rows_int(&row, 0, "version"))
        r = saved_meanwhile(&row, e);
    if (r == ERR_NONE && !record_has(record, "points"))
        r = visit_points_read(work, pool, id, record, e);
    if (r == ERR_NONE) {
        record_fill(record, table_find("visit"), &row, 0);
        r = check(work, pool, &row, record, &plan, on_fault, to, e);
    }
    if (r == ERR_NONE)
        r = write_row(work, "visit.update", id, NULL, record, &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = saved_meanwhile(&row, e);
    if (r == ERR_NONE)
        r = tell_reviewer(work, pool, &row, e);
    if (r == ERR_NONE)
        r = visit_people_write(work, id, record, e);
    if (r == ERR_NONE)
        r = visit_points_write(work, pool, id, record, e);
    if (r == ERR_NONE)
        r = mark_carry_out(work, id, &plan, on_fault, to, e);
    if (r == ERR_NONE) {
        record_set_int(record, "version", rows_int(&row, 0, "version") + 1);
        r = history_write(work, "visit", id, record_int(record, "version"), record, e);
    }
    mark_plan_free(&plan);
    pool_free(&pool);
    return audit_end(work, r, "visit.change", "visit", id, "", e);
}

/* The version that a deletion or its undoing makes: nothing but deleted_at is another. */
static enum err write_deleted(struct work *work, struct pool *pool, const struct rows *row, bool deleted,
                              struct error *e)
{
    struct record *record = record_new();
    int64_t version = rows_int(row, 0, "version") + 1;
    enum err r = take_row(work, pool, row, record, e);
    record_set_int(record, "version", version);
    if (deleted)
        record_set_int(record, "deleted_at", clock_now());
    if (r == ERR_NONE)
        r = history_write(work, "visit", rows_int(row, 0, "id"), version, record, e);
    record_free(&record);
    return r;
}

enum err visit_delete(struct work *work, int64_t id, int64_t version, struct error *e)
{
    struct rows row;
    int64_t changed = 0;
    struct pool *pool = pool_new();

    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, id, false, &row, e);
    if (r == ERR_NONE)
        r = may_change(work, &row, "visit.delete", e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "visit.delete",
                       BINDS(BIND_INT("id", id), BIND_INT("version", version), BIND_INT("me", work->actor.user),
                             BIND_INT("now", clock_now())),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = saved_meanwhile(&row, e);
    if (r == ERR_NONE)
        r = write_deleted(work, pool, &row, true, e);
    pool_free(&pool);
    return audit_end(work, r, "visit.delete", "visit", id, "", e);
}

enum err visit_restore(struct work *work, int64_t id, struct error *e)
{
    struct rows row;
    struct pool *pool = pool_new();

    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, id, true, &row, e);
    if (r == ERR_NONE)
        r = may_change(work, &row, "visit.delete", e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "visit.restore",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())), NULL,
                       e);
    if (r == ERR_NONE)
        r = write_deleted(work, pool, &row, false, e);
    pool_free(&pool);
    return audit_end(work, r, "visit.restore", "visit", id, "", e);
}

/* The first line of the text, as far as it makes a title. */
static void title_of(const char *text, char *out, size_t room)
{
    size_t n = strcspn(text, "\n");
    size_t fit = text_fit(text, n, 40, NULL);
    snprintf(out, room, "%.*s", (int)fit, text);
    text_trim(out);
}

enum err visit_to_case(struct work *work, int64_t id, struct record *out, struct error *e)
{
    char title[256];
    struct rows row;
    struct pool *pool = pool_new();
    enum err r = right_need(work, "case.report", e);
    if (r == ERR_NONE)
        r = find_id(work, pool, id, false, &row, e);
    if (r == ERR_NONE) {
        title_of(rows_text(&row, 0, "text"), title, sizeof title);
        record_defaults(out, table_find("case"));
        record_set(out, "title", title);
        record_set(out, "text", rows_text(&row, 0, "text"));
        record_set(out, "place", rows_text(&row, 0, "address"));
        record_set(out, "area", rows_text(&row, 0, "area"));
        record_set(out, "household", rows_text(&row, 0, "household"));
        record_set_int(out, "visit", id);
    }
    pool_free(&pool);
    return r;
}

#include "wangge/work/case.h"

#include "case_do.h"
#include "inside.h"
#include "place.h"
#include "record_row.h"
#include "turns.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *label, *statement, *sort;
} views[CASE_VIEWS] = {
    [CASE_MINE] = {"mine",    N_("mine"),       "case.list",      "heat"},
    [CASE_AREA] = {"area",    N_("my area"),    "case.list.area", "-no" },
    [CASE_OPEN] = {"open",    N_("unfinished"), "case.list",      "heat"},
    [CASE_OVERDUE] = {"overdue", N_("overdue"),    "case.list",      "heat"},
};

const char *case_view_name(enum case_view view)
{
    return views[view].name;
}

const char *case_view_label(enum case_view view)
{
    return _(views[view].label);
}

const char *case_light(int64_t reported_at, int64_t due_at, int64_t closed_at, int64_t now)
{
    if (closed_at != 0 || due_at == 0)
        return "none";
    if (now > due_at)
        return "red";
    return now >= reported_at + (due_at - reported_at) * 4 / 5 ? "yellow" : "green";
}

enum err case_list(struct work *work, struct pool *pool, enum case_view view, const struct list_query *query,
                   struct rows *out, int64_t *total, struct error *e)
{
    struct scope_range range;
    struct list_query sorted = *query;
    struct turns turns;

    if (query->sort[0] == '\0')
        text_copy(sorted.sort, sizeof sorted.sort, views[view].sort);
    else if (strcmp(query->sort, "light") == 0)
        text_copy(sorted.sort, sizeof sorted.sort, "heat");
    else if (strcmp(query->sort, "-light") == 0)
        text_copy(sorted.sort, sizeof sorted.sort, "-heat");
    enum err r = right_range(work, "case.read", &range, e);
    turns_begin(work, &turns);
    if (r == ERR_NONE)
        r = list_read(work->db, pool, table_find("case"), views[view].statement, &sorted,
                      BINDS(BIND_TEXT("view", views[view].name), BIND_TEXT("turns", buffer_text(&turns.role)),
                            BIND_TEXT("handler_turns", buffer_text(&turns.handler)), BIND_INT("now", clock_now()),
                            BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                            BIND_INT("me", range.me)),
                      out, total, e);
    turns_end(&turns);
    return r;
}

enum err case_find(struct work *work, struct pool *pool, const char *id_or_no, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "case.read", &range, e);
    if (r != ERR_NONE)
        return r;
    r = db_query(work->db, pool, "case.read",
                 BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range.lo),
                       BIND_TEXT("hi", range.hi), BIND_INT("own", range.own), BIND_INT("me", range.me)),
                 out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no case %s here."), id_or_no);
    return r;
}

enum err case_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row;
    enum err r = case_find(work, pool, id_or_no, &row, e);
    if (r == ERR_NONE) {
        record_of_row(out, table_find("case"), &row, 0);
        record_set(out, "light",
                   case_light(rows_int(&row, 0, "reported_at"), rows_int(&row, 0, "due_at"),
                              rows_int(&row, 0, "closed_at"), clock_now()));
    }
    pool_free(&pool);
    return r;
}

enum err case_new(struct work *work, struct record *out, struct error *e)
{
    enum err r = right_need(work, "case.report", e);
    if (r != ERR_NONE)
        return r;
    record_defaults(out, table_find("case"));
    if (work->actor.area != 0)
        record_set_int(out, "area", work->actor.area);
    return ERR_NONE;
}

/* A household fixes the area, and the place when none was given. */
static enum err settle(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                       struct error *e)
{
    struct place place;
    enum err r = place_settle(work, pool, "case.report", kept, record, &place, e);
    if (r == ERR_NONE && record_get(record, "place")[0] == '\0')
        record_set(record, "place", place.door == NULL ? rows_text(kept, 0, "place") : place.door);
    return r;
}

/* The visit that a case comes of must be one that the actor sees. */
static enum err check_visit(struct work *work, struct pool *pool, const struct record *record, struct error *e)
{
    struct rows rows;
    struct scope_range range;
    int64_t visit = record_int(record, "visit");
    if (visit == 0)
        return ERR_NONE;
    enum err r = right_range(work, "visit.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit.read",
                     BINDS(BIND_TEXT("no", NULL), BIND_INT("id", visit), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi), BIND_INT("own", range.own), BIND_INT("me", range.me)),
                     &rows, e);
    if (r == ERR_NONE && (rows.count == 0 || !rows_null(&rows, 0, "deleted_at")))
        r = error_set(e, ERR_INVALID, "visit", _("There is no visit %lld here."), (long long)visit);
    return r;
}

/* kept: the row that is being changed, NULL for a new one. A case stays with the visit that it came of. */
static enum err check(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct error origin = {0};
    enum err r = settle(work, pool, kept, record, &origin);
    if (kept != NULL)
        record_set(record, "visit", rows_text(kept, 0, "visit"));
    else if (r == ERR_NONE)
        r = check_visit(work, pool, record, &origin);
    if (r != ERR_NONE && r != ERR_INVALID)
        return error_set(e, r, NULL, "%s", origin.text);
    return record_check(table_find("case"), record, r == ERR_INVALID ? &origin : NULL, on_fault, to, e);
}

static enum err insert(struct work *work, int64_t id, const char *no, const struct record *record, struct error *e)
{
    return db_execute(
        work->db, "case.insert",
        BINDS(BIND_INT("id", id), BIND_TEXT("no", no), BIND_TEXT("title", record_get(record, "title")),
              BIND_TEXT("text", record_get(record, "text")), BIND_TEXT("category", record_get(record, "category")),
              BIND_INT("area", record_int(record, "area")), bind_some("household", record_int(record, "household")),
              BIND_TEXT("place", record_get(record, "place")), BIND_TEXT("urgency", record_get(record, "urgency")),
              bind_some("visit", record_int(record, "visit")), BIND_INT("me", work->actor.user),
              BIND_INT("now", clock_now())),
        NULL, e);
}

enum err case_add(struct work *work, struct record *record, bool draft, int64_t *id,
                  void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    char no[32];
    struct pool *pool = pool_new();

    *id = 0;
    enum err r = right_need(work, "case.report", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check(work, pool, NULL, record, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "case_file", id, e);
    if (r == ERR_NONE)
        r = number_of_day(work->db, "SJ", no, sizeof no, e);
    if (r == ERR_NONE)
        r = insert(work, *id, no, record, e);
    if (r == ERR_NONE) {
        record_set(record, "no", no);
        r = history_write(work, "case", *id, 1, record, e);
    }
    if (r == ERR_NONE && !draft)
        r = case_report(work, *id, e);
    pool_free(&pool);
    return audit_end(work, r, "case.add", "case", *id, draft ? "draft" : "reported", e);
}

/* As long as nobody has taken it, its author may correct it. */
static enum err may_change(struct work *work, const struct rows *row, struct error *e)
{
    const char *state = rows_text(row, 0, "state");
    if (rows_int(row, 0, "created_by") != work->actor.user)
        return error_set(e, ERR_DENIED, NULL, _("Only the one who reported this case may change it."));
    if (strcmp(state, "draft") != 0 && strcmp(state, "reported") != 0)
        return error_set(e, ERR_STATE, NULL, _("Case %s is being worked on and cannot be changed any more."),
                         rows_text(row, 0, "no"));
    return ERR_NONE;
}

static enum err update(struct work *work, const struct rows *row, const struct record *record, struct error *e)
{
    int64_t changed = 0, reported_at = rows_int(row, 0, "reported_at");
    int64_t limit = workflow_limit(record_get(record, "category"), record_get(record, "urgency"));
    enum err r = db_execute(
        work->db, "case.update",
        BINDS(BIND_INT("id", rows_int(row, 0, "id")), BIND_INT("version", record_int(record, "version")),
              BIND_TEXT("title", record_get(record, "title")), BIND_TEXT("text", record_get(record, "text")),
              BIND_TEXT("category", record_get(record, "category")), BIND_INT("area", record_int(record, "area")),
              bind_some("household", record_int(record, "household")), BIND_TEXT("place", record_get(record, "place")),
              BIND_TEXT("urgency", record_get(record, "urgency")),
              bind_some("due_at", reported_at == 0 || limit == 0 ? 0 : reported_at + limit),
              BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())),
        &changed, e);
    return r == ERR_NONE && changed == 0 ? saved_meanwhile(row, e) : r;
}

enum err case_change(struct work *work, int64_t id, struct record *record,
                     void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct rows row;
    struct pool *pool = pool_new();

    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r == ERR_NONE)
        r = may_change(work, &row, e);
    if (r == ERR_NONE && record_int(record, "version") != rows_int(&row, 0, "version"))
        r = saved_meanwhile(&row, e);
    if (r == ERR_NONE) {
        record_fill(record, table_find("case"), &row, 0);
        r = check(work, pool, &row, record, on_fault, to, e);
    }
    if (r == ERR_NONE)
        r = update(work, &row, record, e);
    if (r == ERR_NONE) {
        record_set_int(record, "version", rows_int(&row, 0, "version") + 1);
        r = history_write(work, "case", id, record_int(record, "version"), record, e);
    }
    pool_free(&pool);
    return audit_end(work, r, "case.change", "case", id, "", e);
}

enum err case_commands(struct work *work, struct pool *pool, int64_t id, struct case_command **out, size_t *count,
                       struct error *e)
{
    struct rows row;
    *out = NULL;
    *count = 0;
    enum err r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r != ERR_NONE)
        return r;
    const char *state = rows_text(&row, 0, "state");
    *out = pool_new_piece(pool, workflow_count() + 1, sizeof **out);
    for (int allowed = 1; allowed >= 0; allowed--)
        for (size_t i = 0; i < workflow_count(); i++) {
            struct error why = {0};
            const struct transition *transition = workflow_at(i);
            if (workflow_find(transition->command, state) != transition)
                continue;
            bool may = case_may(work, &row, transition, &why) == ERR_NONE;
            if (may != (allowed != 0))
                continue;
            struct case_command *command = &(*out)[(*count)++];
            *command = (struct case_command){.transition = transition, .allowed = may};
            text_copy(command->why, sizeof command->why, why.text);
        }
    return ERR_NONE;
}

enum err case_steps(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct rows row;
    enum err r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_step.list", BINDS(BIND_INT("id", id)), out, e);
    if (r != ERR_NONE)
        return r;
    int minute = rows_column(out, "at_text");
    for (size_t i = 0; i < out->count; i++) {
        char text[DATE_MINUTE];
        instant_minute(rows_int(out, i, "at_text"), text);
        out->values[i * out->columns + (size_t)minute] =
            (struct value){.type = VALUE_TEXT, .text = pool_text(pool, text)};
    }
    rows_iso(pool, out, "at");
    return ERR_NONE;
}

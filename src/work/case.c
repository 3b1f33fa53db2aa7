#include "wangge/work/case.h"

#include "case_do.h"
#include "inside.h"
#include "place.h"
#include "record_row.h"

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

#define PATH_OF_COMMUNITY 16

static const struct {
    const char *name, *label, *statement, *sort;
    char letter;
} views[CASE_VIEWS] = {
    [CASE_MINE] = {"mine",         N_("mine"),              "case.list",      "heat", 'm'},
    [CASE_AREA] = {"area",         N_("my area"),           "case.list.area", "-no",  'a'},
    [CASE_OPEN] = {"open",         N_("unfinished"),        "case.list",      "heat", 'o'},
    [CASE_OVERDUE] = {"overdue",      N_("overdue"),           "case.list",      "heat", 'd'},
    [CASE_QUEUE] = {"queue",        N_("waiting for me"),    "case.list",      "heat", 'w'},
    [CASE_ASKED] = {"asked",        N_("to approve"),        "case.list",      "heat", 'y'},
    [CASE_SUPERVISED] = {"supervised",   N_("supervised"),        "case.list",      "heat", 'j'},
    [CASE_SECRETARY] = {"secretary",    N_("secretary's queue"), "case.list",      "heat", 's'},
    [CASE_SUSPENDED] = {"suspended",    N_("suspended"),         "case.list",      "heat", 'z'},
    [CASE_CONFIDENTIAL] = {"confidential", N_("confidential"),      "case.list",      "heat", 'c'},
};

char case_view_letter(enum case_view view)
{
    return views[view].letter;
}

const char *case_view_name(enum case_view view)
{
    return views[view].name;
}

const char *case_view_label(enum case_view view)
{
    return _(views[view].label);
}

const char *case_light(int64_t yellow_at, int64_t due_at, int64_t stopped_at, int64_t now)
{
    if (due_at == 0)
        return "none";
    if (stopped_at != 0 && stopped_at < now)
        now = stopped_at;
    return now > due_at ? "red" : yellow_at != 0 && now >= yellow_at ? "yellow" : "green";
}

const char *case_approvals(const struct work *work, struct pool *pool)
{
    struct buffer commands = {0};
    int highest = workflow_level_of_role(work->actor.role);
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        bool may = t->approval[0] != '\0' && right_scope(work, t->approval) != SCOPE_NONE;
        for (int level = 0; may && level <= highest; level++)
            buffer_format(&commands, " %s/%s ", t->command, workflow_level_name(level));
    }
    const char *text = pool_text(pool, buffer_text(&commands));
    buffer_free(&commands);
    return text;
}

/* Small: a community or a grid, whose path has so many characters. */
static const char *statement_of(enum case_view view, const struct scope_range *range)
{
    bool small = range->own == 0 && strlen(range->lo) >= PATH_OF_COMMUNITY;
    return view == CASE_AREA && small ? "case.list.near" : views[view].statement;
}

enum err case_list(struct work *work, struct pool *pool, enum case_view view, const struct list_query *query,
                   struct rows *out, int64_t *total, struct error *e)
{
    struct case_sight sight;
    struct list_query sorted = *query;

    if (query->sort[0] == '\0')
        text_copy(sorted.sort, sizeof sorted.sort, views[view].sort);
    else if (strcmp(query->sort, "light") == 0)
        text_copy(sorted.sort, sizeof sorted.sort, "heat");
    else if (strcmp(query->sort, "-light") == 0)
        text_copy(sorted.sort, sizeof sorted.sort, "-heat");
    enum err r = case_sight(work, &sight, e);
    if (r != ERR_NONE)
        return r;
    r = list_read(work->db, pool, table_find("case"), statement_of(view, &sight.range), &sorted,
                  BINDS(BIND_TEXT("view", views[view].name), BIND_TEXT("turn", case_turn(work, pool)),
                        BIND_TEXT("approvals", case_approvals(work, pool)), BIND_INT("now", clock_now()),
                        BIND_SIGHT(sight)),
                  out, total, e);
    if (r == ERR_NONE)
        case_mask_rows(work, pool, out);
    return r;
}

/* What a row of case_row tells beside its columns. */
static void add_lights(struct record *record, const struct rows *row)
{
    int64_t now = clock_now(), stopped = rows_int(row, 0, "stopped_at");
    bool over = !rows_null(row, 0, "closed_at");
    record_set(record, "light",
               over ? "none" : case_light(rows_int(row, 0, "yellow_at"), rows_int(row, 0, "due_at"), stopped, now));
    record_set(record, "stage_light",
               over ? "none"
                    : case_light(rows_int(row, 0, "stage_yellow_at"), rows_int(row, 0, "stage_due_at"), stopped, now));
}

enum err case_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    char today[DATE_TEXT];
    struct pool *pool = pool_new();
    struct rows row;
    enum err r = case_find(work, pool, id_or_no, &row, e);
    if (r == ERR_NONE) {
        record_of_row(out, table_find("case"), &row, 0);
        add_lights(out, &row);
        today_text(today);
        if (!case_is_held(work, pool, &row, today))
            case_mask_record(out);
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

/* Where it comes from when nothing is said: from an informant, or from the program's other users. */
static const char *source_of(const struct work *work, const struct record *record)
{
    if (record_get(record, "source")[0] != '\0')
        return record_get(record, "source");
    const char *role = work->actor.role;
    return strcmp(role, "informant") == 0 || strcmp(role, "part_time") == 0 ? "2" : "1";
}

static enum err insert(struct work *work, int64_t id, const char *no, const struct record *record, struct error *e)
{
    return db_execute(
        work->db, "case.insert",
        BINDS(BIND_INT("id", id), BIND_TEXT("no", no), BIND_TEXT("title", record_get(record, "title")),
              BIND_TEXT("text", record_get(record, "text")), BIND_TEXT("category", record_get(record, "category")),
              BIND_INT("area", record_int(record, "area")), bind_some("household", record_int(record, "household")),
              BIND_TEXT("place", record_get(record, "place")), BIND_TEXT("urgency", record_get(record, "urgency")),
              bind_some("visit", record_int(record, "visit")), BIND_TEXT("source", source_of(work, record)),
              BIND_TEXT("source_no", record_get(record, "source_no")),
              BIND_TEXT("reporter", record_get(record, "reporter")),
              BIND_TEXT("reporter_phone", record_get(record, "reporter_phone")),
              bind_some("person", record_int(record, "person")),
              BIND_INT("confidential", record_int(record, "confidential")),
              BIND_INT("me", work_me(work)), /* a deputy reports it for whom they act */
              BIND_INT("now", clock_now())),
        NULL, e);
}

enum err case_check(struct work *work, struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = check(work, pool, NULL, record, NULL, NULL, e);
    pool_free(&pool);
    return r;
}

enum err case_insert(struct work *work, struct record *record, int64_t *id,
                     void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    char no[32];
    struct pool *pool = pool_new();

    enum err r = check(work, pool, NULL, record, on_fault, to, e);
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
    pool_free(&pool);
    return r;
}

enum err case_add(struct work *work, struct record *record, bool draft, int64_t *id,
                  void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    *id = 0;
    enum err r = right_need(work, "case.report", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_insert(work, record, id, on_fault, to, e);
    if (r == ERR_NONE && !draft)
        r = case_report(work, *id, e);
    return audit_end(work, r, "case.add", "case", *id, draft ? "draft" : "reported", e);
}

/* As long as nobody has taken it, its author may correct it. */
static enum err may_change(const struct case_now *now, struct error *e)
{
    const struct rows *row = &now->row;
    const char *state = now->facts.state;
    if (rows_int(row, 0, "created_by") != now->me)
        return error_set(e, ERR_DENIED, NULL, _("Only the one who reported this case may change it."));
    if (strcmp(state, "draft") != 0 && strcmp(state, "reported") != 0)
        return error_set(e, ERR_STATE, NULL, _("Case %s is being worked on and cannot be changed any more."),
                         rows_text(row, 0, "no"));
    return ERR_NONE;
}

/* Another category or urgency has other limits, another area other people who are waited for. */
static enum err update(const struct case_now *now, const struct record *record, struct error *e)
{
    const struct rows *row = &now->row;
    struct case_facts facts = now->facts;
    struct case_times times = case_times_of(row);
    int64_t changed = 0, at = clock_now();
    const char *waits = "", *category = record_get(record, "category"), *urgency = record_get(record, "urgency");
    enum err r = ERR_NONE;
    if (strcmp(category, rows_text(row, 0, "category")) != 0 || strcmp(urgency, rows_text(row, 0, "urgency")) != 0)
        r = case_clocks_relimit(now->work, now->id, category, urgency, at, &times, e);
    if (r == ERR_NONE)
        r = case_facts_move(now, record_int(record, "area"), &facts, e);
    if (r != ERR_NONE)
        return r;
    case_waits(now->pool, &facts, &waits);
    r = db_execute(now->work->db, "case.update",
                   BINDS(BIND_INT("id", now->id), BIND_INT("version", record_int(record, "version")),
                         BIND_TEXT("title", record_get(record, "title")), BIND_TEXT("text", record_get(record, "text")),
                         BIND_TEXT("category", category), BIND_INT("area", record_int(record, "area")),
                         bind_some("household", record_int(record, "household")),
                         BIND_TEXT("place", record_get(record, "place")), BIND_TEXT("urgency", urgency),
                         BIND_TEXT("source", source_of(now->work, record)),
                         BIND_TEXT("source_no", record_get(record, "source_no")),
                         BIND_TEXT("reporter", record_get(record, "reporter")),
                         BIND_TEXT("reporter_phone", record_get(record, "reporter_phone")),
                         BIND_INT("confidential", record_int(record, "confidential")),
                         BIND_TEXT("level", workflow_level_name(facts.level)), BIND_TEXT("waits", waits),
                         bind_some("yellow_at", times.yellow_at), bind_some("due_at", times.due_at),
                         BIND_TEXT("stage", times.stage), bind_some("stage_yellow_at", times.stage_yellow_at),
                         bind_some("stage_due_at", times.stage_due_at), bind_some("stopped_at", times.stopped_at),
                         BIND_INT("me", now->work->actor.user), BIND_INT("now", at)),
                   &changed, e);
    return r == ERR_NONE && changed == 0 ? saved_meanwhile(row, e) : r;
}

enum err case_change(struct work *work, int64_t id, struct record *record,
                     void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct case_now now;
    struct pool *pool = pool_new();

    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_now_read(work, pool, pool_format(pool, "%lld", (long long)id), &now, e);
    if (r == ERR_NONE)
        r = may_change(&now, e);
    if (r == ERR_NONE && record_int(record, "version") != rows_int(&now.row, 0, "version"))
        r = saved_meanwhile(&now.row, e);
    if (r == ERR_NONE) {
        record_fill(record, table_find("case"), &now.row, 0);
        r = check(work, pool, &now.row, record, on_fault, to, e);
    }
    if (r == ERR_NONE)
        r = update(&now, record, e);
    if (r == ERR_NONE) {
        record_set_int(record, "version", rows_int(&now.row, 0, "version") + 1);
        r = history_write(work, "case", id, record_int(record, "version"), record, e);
    }
    pool_free(&pool);
    return audit_end(work, r, "case.change", "case", id, "", e);
}

enum err case_commands(struct work *work, struct pool *pool, int64_t id, struct case_command **out, size_t *count,
                       struct error *e)
{
    struct case_now now;
    *out = NULL;
    *count = 0;
    enum err r = case_now_read(work, pool, pool_format(pool, "%lld", (long long)id), &now, e);
    if (r != ERR_NONE)
        return r;
    *out = pool_new_piece(pool, workflow_count() + 1, sizeof **out);
    for (int allowed = 1; allowed >= 0; allowed--)
        for (size_t i = 0; i < workflow_count(); i++) {
            struct error why = {0};
            const struct transition *way = NULL, *row = workflow_at(i);
            if (!case_facts_hold(&now.facts, row) || !case_is_first(&now.facts, row))
                continue;
            bool may = case_way(&now, row->command, NULL, &way, &why) == ERR_NONE;
            if (may != (allowed != 0))
                continue;
            struct case_command *command = &(*out)[(*count)++];
            *command = (struct case_command){.transition = way, .allowed = may};
            text_copy(command->why, sizeof command->why, why.text);
        }
    return ERR_NONE;
}

const struct transition *case_preview(struct work *work, int64_t id, const char *command, const struct record *given)
{
    struct case_now now;
    const struct transition *way = NULL;
    struct pool *pool = pool_new();
    if (case_now_read(work, pool, pool_format(pool, "%lld", (long long)id), &now, NULL) == ERR_NONE)
        case_way(&now, command, given, &way, NULL);
    pool_free(&pool);
    return way;
}

enum err case_parts(struct work *work, struct pool *pool, int64_t id, struct case_parts *out, struct error *e)
{
    struct rows row;
    struct case_sight sight;
    const struct bind of = BIND_INT("id", id);
    *out = (struct case_parts){0};
    enum err r = case_sight(work, &sight, e);
    if (r == ERR_NONE)
        r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_request.list", BINDS(of), &out->requests, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_unit.list", BINDS(of), &out->units, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_clock.list", BINDS(of), &out->clocks, e);
    return r == ERR_NONE ? db_query(work->db, pool, "case.merged_seen", BINDS(of, BIND_SIGHT(sight)), &out->merged, e)
                         : r;
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

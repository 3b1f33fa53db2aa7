/* From a filter to a checklist: what matches, writing it down, late ones. */
#include "clock_row.h"
#include "inside.h"
#include "sweep_inside.h"
#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/header.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/register.h"
#include "wangge/table/title.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line of the conditions: the field may be told by its label, and "：" parts it from the value as ":" does. */
static enum err add_condition(struct list_query *query, const struct table *table, const char *line, struct error *e)
{
    char name[96];
    struct error why = {0};
    size_t n = strcspn(line, ":"), wide = 1;
    const char *full = strstr(line, "：");
    if (full != NULL && (size_t)(full - line) < n) {
        n = (size_t)(full - line);
        wide = strlen("：");
    }
    if (line[n] == '\0' || n >= sizeof name)
        return error_set(e, ERR_INVALID, "conditions", _("\"%s\" is no condition: write FIELD:VALUE"), line);
    snprintf(name, sizeof name, "%.*s", (int)n, line);
    text_trim(name);
    const struct field *field = header_field(table, name);
    enum err r = list_add_filter(query, table, field == NULL ? name : field->name, line + n + wide, &why);
    return r == ERR_NONE ? r : error_set(e, r, "conditions", "%s: %s", line, why.text);
}

static enum err make_query(struct pool *pool, const struct sweep_filter *filter, struct list_query *out,
                           struct error *e)
{
    char *rest = pool_text(pool, filter->conditions), area[24];
    enum err r = ERR_NONE;
    *out = (struct list_query){.patient = true};
    if (!text_copy(out->search, sizeof out->search, filter->search))
        return error_set(e, ERR_INVALID, "search", _("The search is too long; shorten it."));
    for (char *line; r == ERR_NONE && (line = strsep(&rest, "\n")) != NULL;) {
        text_trim(line);
        if (*line != '\0')
            r = add_condition(out, filter->table, line, e);
    }
    if (r != ERR_NONE || filter->area == 0 || table_field(filter->table, "area") == NULL)
        return r;
    snprintf(area, sizeof area, "%lld", (long long)filter->area);
    return list_add_filter(out, filter->table, "area", area, e);
}

enum err sweep_match(struct work *work, struct pool *pool, const struct sweep_filter *filter, int64_t limit,
                     struct rows *out, struct error *e)
{
    struct list_query query;
    *out = (struct rows){0};
    enum err r = make_query(pool, filter, &query, e);
    query.limit = limit;
    return r == ERR_NONE ? table_list(work, pool, filter->table, &query, out, NULL, e) : r;
}

const char *sweep_conditions(struct pool *pool, const struct list_query *query)
{
    struct buffer out = {0};
    for (size_t i = 0; i < query->filter_count; i++)
        if (strcmp(query->filters[i].field, "area") != 0)
            buffer_format(&out, "%s%s:%s", out.length > 0 ? "\n" : "", query->filters[i].field,
                          query->filters[i].value);
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* --- onto the checklist */

/* What a row is called: its title, of a link the name of what it leads to. */
static const char *title_of(struct pool *pool, const struct table *table, const struct rows *rows, size_t row)
{
    const struct field *title = table_title(table);
    const char *link = pool_format(pool, "%s_name", title->name);
    if (title->type == FIELD_LINK && rows_column(rows, link) >= 0)
        return rows_text(rows, row, link);
    struct record *record = record_new();
    record_from_row(record, table, rows, row);
    const char *text = title_text(pool, table, record);
    record_free(&record);
    return text;
}

struct belongs {
    int64_t person, household, place;
};

static struct belongs belongs_of(const struct table *table, const struct rows *rows, size_t row)
{
    const struct field *person = register_link(table, REGISTER_OF_PERSON);
    const struct field *household = register_link(table, REGISTER_OF_HOUSEHOLD);
    int64_t id = rows_int(rows, row, "id");
    if (strcmp(table->name, "person") == 0)
        return (struct belongs){.person = id};
    if (strcmp(table->name, "household") == 0)
        return (struct belongs){.household = id};
    if (strcmp(table->name, "special_place") == 0)
        return (struct belongs){.place = id};
    if (person != NULL && rows_column(rows, person->name) >= 0)
        return (struct belongs){.person = rows_int(rows, row, person->name)};
    if (household != NULL && rows_column(rows, household->name) >= 0)
        return (struct belongs){.household = rows_int(rows, row, household->name)};
    return (struct belongs){0};
}

static struct bind some(const char *name, int64_t value)
{
    return value == 0 ? BIND_NULL(name) : BIND_INT(name, value);
}

enum err sweep_put(struct work *work, struct pool *pool, int64_t sweep, const struct table *table,
                   const struct rows *rows, size_t from, size_t until, bool late, int64_t *added, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = from; r == ERR_NONE && i < until && i < rows->count; i++) {
        struct belongs of = belongs_of(table, rows, i);
        int64_t id = 0, changed = 0;
        r = db_next(work->db, "sweep_item", &id, e);
        if (r == ERR_NONE)
            r = db_execute(work->db, "sweep_item.insert",
                           BINDS(BIND_INT("id", id), BIND_INT("sweep", sweep),
                                 BIND_INT("object", rows_int(rows, i, "id")), some("person", of.person),
                                 some("household", of.household), some("place", of.place),
                                 BIND_INT("area", rows_int(rows, i, "area")),
                                 BIND_TEXT("title", title_of(pool, table, rows, i)), BIND_INT("late", late)),
                           &changed, e);
        *added += changed;
    }
    return r;
}

/* --- the job */

struct freezing {
    struct pool *pool, *scratch;
    int64_t sweep;
    const struct table *table;
    struct rows rows;
    int64_t since; /* written without a rest */
};

static void end(void *state)
{
    struct freezing *f = state;
    pool_free(&f->scratch);
    pool_free(&f->pool);
    mem_free(f);
}

/* Whoever goes on after another process begins at the first row again: what stands there already is passed over. */
static void *begin(struct work *work, struct job *job, struct error *e)
{
    struct freezing *f = mem_new(1, sizeof *f);
    struct rows row = {0};
    struct scope_range range;
    f->pool = pool_new();
    f->scratch = pool_new();
    f->sweep = strtoll(job->options, NULL, 10);
    if (job->phase == JOB_UNDO)
        return f;
    job->phase = JOB_APPLY;
    job->at = job->phase_row = 0;
    enum err r = sweep_find_id(work, f->pool, f->sweep, &range, &row, e);
    f->table = r == ERR_NONE ? table_find(rows_text(&row, 0, "table_name")) : NULL;
    if (r == ERR_NONE && f->table == NULL)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no table %s any more."), job->table_name);
    if (r == ERR_NONE) {
        struct sweep_filter filter = {f->table, rows_text(&row, 0, "conditions"), rows_text(&row, 0, "search"),
                                      rows_int(&row, 0, "area")};
        r = sweep_match(work, f->pool, &filter, SWEEP_MOST, &f->rows, e);
    }
    job->total = (int64_t)f->rows.count;
    if (r == ERR_NONE)
        return f;
    end(f);
    return NULL;
}

/* Takes back what was written; at last the sweep itself. */
static enum err undo(struct work *work, struct job *job, const struct freezing *f, bool *done, struct error *e)
{
    int64_t gone = 0;
    enum err r = db_execute(work->db, "sweep.undo_items", BINDS(BIND_INT("id", f->sweep), BIND_INT("limit", JOB_BATCH)),
                            &gone, e);
    if (r == ERR_NONE && gone == 0) {
        r = db_execute(work->db, "sweep.undo", BINDS(BIND_INT("id", f->sweep)), NULL, e);
        job->state = job->cancel ? JOB_CANCELLED : JOB_FAILED;
        job->ended_at = clock_now();
        if (r == ERR_NONE && !job->cancel)
            r = inbox_add(work, job->account, "job", job->id, 0, job->message, e);
        *done = true;
    }
    return r;
}

static enum err finish(struct work *work, struct job *job, const struct freezing *f, struct error *e)
{
    snprintf(job->message, sizeof job->message, _("The checklist of %s is ready: %lld rows."), job->title,
             (long long)job->added);
    job->state = JOB_DONE;
    job->ended_at = clock_now();
    enum err r = sweep_begin(work, f->sweep, e);
    return r == ERR_NONE ? inbox_add(work, job->account, "sweep", f->sweep, 0, job->message, e) : r;
}

#define BATCH_MS 15 /* of writing in one transaction: with its commit others wait less than 50 */

/* Rows until the batch is full or has taken its time. */
static enum err put_some(struct work *work, struct job *job, struct freezing *f, struct error *e)
{
    int64_t since = clock_steady_ms(), until = job->at + JOB_BATCH;
    enum err r = ERR_NONE;
    pool_reset(f->scratch);
    while (r == ERR_NONE && job->at < job->total && job->at < until && clock_steady_ms() - since < BATCH_MS) {
        r = sweep_put(work, f->scratch, f->sweep, f->table, &f->rows, (size_t)job->at, (size_t)job->at + 1, false,
                      &job->added, e);
        job->at++;
    }
    return r;
}

static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    struct freezing *f = state;
    const struct job before = *job;
    clock_let_others(&f->since);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = job_hear(work, job, e);
    if (job->cancel && job->phase != JOB_UNDO) {
        job->phase = JOB_UNDO;
        job->at = job->total = 0;
    }
    if (r == ERR_NONE && job->phase == JOB_UNDO)
        r = undo(work, job, f, done, e);
    else if (r == ERR_NONE) {
        r = put_some(work, job, f, e);
        if (r == ERR_NONE && job->at >= job->total) {
            *done = true;
            r = finish(work, job, f, e);
        }
    }
    if (r == ERR_NONE)
        r = job_save(work, job, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r != ERR_NONE) {
        *done = false;
        *job = before;
    }
    return r;
}

const struct job_kind sweep_job = {
    .name = "sweep", .begin = begin, .step = step, .end = end, .cancelled = N_("what is saved is taken back")};

/* --- who came later */

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The row of the sweep, and what matches now and is not on its list. */
static enum err find_late(struct work *work, struct pool *pool, int64_t id, struct rows *sweep, struct rows *out,
                          struct error *e)
{
    struct rows listed = {0};
    struct scope_range range;
    size_t kept = 0;
    enum err r = sweep_find_id(work, pool, id, &range, sweep, e);
    const struct table *table = r == ERR_NONE ? table_find(rows_text(sweep, 0, "table_name")) : NULL;
    *out = (struct rows){0};
    if (r != ERR_NONE || table == NULL || !table_may(work, table, "read"))
        return r;
    const struct sweep_filter filter = {table, rows_text(sweep, 0, "conditions"), rows_text(sweep, 0, "search"),
                                        rows_int(sweep, 0, "area")};
    r = sweep_match(work, pool, &filter, SWEEP_MOST, out, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.objects", BINDS(BIND_INT("id", id)), &listed, e);
    int64_t *ids = pool_new_piece(pool, listed.count + 1, sizeof *ids);
    for (size_t i = 0; r == ERR_NONE && i < listed.count; i++)
        ids[i] = rows_int(&listed, i, "object");
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++) {
        int64_t one = rows_int(out, i, "id");
        if (bsearch(&one, ids, listed.count, sizeof *ids, compare_ids) != NULL)
            continue;
        memmove(&out->values[kept++ * out->columns], &out->values[i * out->columns],
                out->columns * sizeof *out->values);
    }
    out->count = kept;
    return r;
}

enum err sweep_late(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    static const char *names[] = {"object", "title", "area", "area_name"};
    struct rows sweep = {0}, late = {0};
    enum err r = find_late(work, pool, id, &sweep, &late, e);
    struct value *values = pool_new_piece(pool, late.count * COUNT_OF(names) + 1, sizeof *values);
    *out = (struct rows){.columns = COUNT_OF(names), .names = names, .values = values};
    if (r != ERR_NONE)
        return r;
    const struct table *table = late.count == 0 ? NULL : table_find(rows_text(&sweep, 0, "table_name"));
    for (size_t i = 0; i < late.count; i++) {
        struct value *row = &values[out->count++ * COUNT_OF(names)];
        row[0] = *rows_value(&late, i, "id");
        row[1] = (struct value){.type = VALUE_TEXT, .text = title_of(pool, table, &late, i)};
        row[2] = *rows_value(&late, i, "area");
        row[3] = *rows_value(&late, i, "area_name");
    }
    return r;
}

enum err sweep_add_late(struct work *work, int64_t id, int64_t *added, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows sweep = {0}, late = {0};
    char note[32];
    int64_t count = 0;
    enum err r = right_need(work, "sweep.work", e);
    if (r == ERR_NONE)
        r = find_late(work, pool, id, &sweep, &late, e);
    if (r == ERR_NONE && strcmp(rows_text(&sweep, 0, "state"), "open") != 0)
        r = error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&sweep, 0, "name"));
    const struct table *table = r == ERR_NONE ? table_find(rows_text(&sweep, 0, "table_name")) : NULL;
    for (size_t i = 0; r == ERR_NONE && (i == 0 || i < late.count); i += JOB_BATCH) {
        int64_t some_added = 0;
        r = db_begin(work->db, e);
        if (r == ERR_NONE)
            r = sweep_put(work, pool, id, table, &late, i, i + JOB_BATCH, true, &some_added, e);
        count += some_added;
        snprintf(note, sizeof note, "late %lld", (long long)some_added);
        r = audit_end(work, r, "sweep.work", "sweep", id, note, e);
    }
    if (added != NULL)
        *added = r == ERR_NONE ? count : 0;
    pool_free(&pool);
    return r;
}

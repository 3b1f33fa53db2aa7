/* Running the rules of retention: some rows at a time, each in a short transaction. A process that dies leaves what it
 * has done; the next finds the rest. */
#include "clock_row.h"
#include "erasure_inside.h"
#include "inside.h"
#include "retention_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/blank.h"
#include "wangge/table/describe.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/forget.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define DRAFTS "draft"

typedef enum err how_many(struct work *work, int64_t before, int64_t *out, struct error *e);

/* --- deleted rows of registers */

static enum err recycled_old(struct work *work, int64_t before, int64_t *out, struct error *e)
{
    enum err r = ERR_NONE;
    *out = 0;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        int64_t n = 0;
        if (!table_at(i)->own_storage)
            r = blank_deleted_count(work->db, table_at(i), before, &n, e);
        *out += n;
    }
    return r;
}

static enum err recycled_some(struct work *work, int64_t before, int64_t *some, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;
    *some = 0;
    for (size_t i = 0; r == ERR_NONE && i < table_count() && *some < JOB_BATCH; i++) {
        struct rows rows = {0};
        if (!table_at(i)->own_storage)
            r = blank_deleted(work->db, pool, table_at(i), before, JOB_BATCH - (int)*some, &rows, e);
        for (size_t k = 0; r == ERR_NONE && k < rows.count; k++)
            r = blank_row(work->db, table_at(i), rows_int(&rows, k, "id"), NULL, work->actor.user, e);
        *some += (int64_t)rows.count;
    }
    pool_free(&pool);
    return r;
}

/* --- people who are gone */

static const char *day_text(int64_t before, char out[DATE_TEXT])
{
    date_format(day_of(before), out);
    return out;
}

static enum err gone_old(struct work *work, int64_t before, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char day[DATE_TEXT];
    enum err r =
        db_query(work->db, pool, "retention.gone.count", BINDS(BIND_TEXT("since", day_text(before, day))), &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "rows") : 0;
    pool_free(&pool);
    return r;
}

static enum err gone_some(struct work *work, int64_t before, int64_t *some, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char day[DATE_TEXT];
    enum err r = db_query(work->db, pool, "retention.gone.some",
                          BINDS(BIND_TEXT("since", day_text(before, day)), BIND_INT("limit", 20)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = erasure_of_rows(work, rows_int(&rows, i, "id"), NULL, e);
    *some = (int64_t)rows.count;
    pool_free(&pool);
    return r;
}

/* What needs more than two statements. */
static const struct {
    const char *rule;
    how_many *old, *some;
} own[] = {
    {"recycled", recycled_old, recycled_some},
    {"gone",     gone_old,     gone_some    },
};

static size_t own_of(const char *rule)
{
    size_t i = 0;
    while (i < COUNT_OF(own) && strcmp(own[i].rule, rule) != 0)
        i++;
    return i;
}

static const char *statement(const char *rule, const char *verb, char out[64])
{
    if (strcmp(rule, DRAFTS) == 0)
        snprintf(out, 64, "draft.retain.%s", verb);
    else
        snprintf(out, 64, "retention.%s.%s", rule, verb);
    return out;
}

static struct db *db_of(struct work *work, const struct retention_rule *rule)
{
    return strcmp(rule->name, DRAFTS) == 0 ? work->drafts : work->db;
}

bool retention_is_known(const char *name)
{
    char count[64], some[64];
    if (own_of(name) < COUNT_OF(own))
        return true;
    return db_statement_text(statement(name, "count", count)) != NULL &&
           db_statement_text(statement(name, "do", some)) != NULL;
}

enum err retention_old(struct work *work, const struct retention_rule *rule, int64_t before, int64_t *out,
                       struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char name[64];
    size_t special = own_of(rule->name);
    enum err r = ERR_NONE;
    *out = 0;
    if (before != 0 && special < COUNT_OF(own))
        r = own[special].old(work, before, out, e);
    else if (before != 0)
        r = db_query(db_of(work, rule), pool, statement(rule->name, "count", name), BINDS(BIND_INT("before", before)),
                     &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        *out = rows_int(&rows, 0, "rows");
    pool_free(&pool);
    return r;
}

/* What hangs on these rows comes first, while they are still found. */
static enum err do_statements(struct db *db, const struct retention_rule *rule, int64_t before, int64_t *some,
                              struct error *e)
{
    const struct bind *binds = BINDS(BIND_INT("before", before), BIND_INT("limit", JOB_BATCH));
    char name[64];
    enum err r = ERR_NONE;
    if (db_statement_text(statement(rule->name, "first", name)) != NULL)
        r = db_execute(db, name, binds, NULL, e);
    return r == ERR_NONE ? db_execute(db, statement(rule->name, "do", name), binds, some, e) : r;
}

/* In a transaction of its own: some of them (at most JOB_BATCH), *some gets how many; 0 when nothing is left. */
static enum err do_some(struct work *work, const struct retention_rule *rule, int64_t before, int64_t *some,
                        struct error *e)
{
    struct db *db = db_of(work, rule);
    size_t special = own_of(rule->name);
    *some = 0;
    if (before == 0)
        return ERR_NONE;
    enum err r = db_begin(db, e);
    if (r == ERR_NONE && special < COUNT_OF(own))
        r = own[special].some(work, before, some, e);
    else if (r == ERR_NONE)
        r = do_statements(db, rule, before, some, e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    if (r == ERR_NONE && *some == 0 && strcmp(rule->name, "message_in") == 0)
        retention_of_letters(before); /* as they came, which intake has put aside */
    return r;
}

/* A rule has come to its end: what it did is noted and audited. */
static enum err note(struct work *work, const struct retention_state *state, int64_t rows, struct error *e)
{
    char text[96];
    int64_t id = 0;
    if (rows == 0)
        return ERR_NONE;
    snprintf(text, sizeof text, "%s %lld", state->rule->name, (long long)rows);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "retention_run", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "retention.note",
                       BINDS(BIND_INT("id", id), BIND_INT("at", clock_now()), BIND_INT("account", work->actor.user),
                             BIND_TEXT("rule", state->rule->name), BIND_INT("before", state->before),
                             BIND_INT("rows", rows)),
                       NULL, e);
    r = audit_end(work, r, "retention.run", "retention_run", id, text, e);
    if (r == ERR_NONE && strcmp(state->rule->name, "file") == 0)
        r = file_expire(work, e);
    return r;
}

/* --- by itself, once a day */

enum err retention_serve(struct work *work, bool (*stop)(void *to), void *to, struct error *e)
{
    const struct actor before = work->actor;
    struct retention_state states[RETENTION_MOST];
    struct pool *pool = pool_new();
    bool whole = false;
    if (!setting_yes(work, SETTING_RETENTION_DAILY)) {
        pool_free(&pool);
        return ERR_NONE;
    }
    work_become_local(work);
    enum err r = retention_states(work, pool, states, e);
    for (size_t i = 0; r == ERR_NONE && i < retention_count() && (stop == NULL || !stop(to)); i++) {
        int64_t done = 0, some = 1;
        while (r == ERR_NONE && some > 0 && (stop == NULL || !stop(to))) {
            r = do_some(work, states[i].rule, states[i].before, &some, e);
            done += some;
        }
        if (r == ERR_NONE)
            r = note(work, &states[i], done, e);
    }
    if (r == ERR_NONE)
        r = forget_removed(work, &whole, e);
    work->actor = before;
    pool_free(&pool);
    return r;
}

/* --- as a job */

struct running {
    struct pool *pool;
    struct retention_state states[RETENTION_MOST];
    size_t at;
    int64_t done; /* of the rule */
    int64_t since, until;
};

static void end(void *state)
{
    struct running *run = state;
    pool_free(&run->pool);
    mem_free(run);
}

/* options: the name of one rule, or nothing. */
static bool is_wanted(const struct job *job, const struct retention_rule *rule)
{
    return job->options[0] == '\0' || strcmp(job->options, rule->name) == 0;
}

static void *begin(struct work *work, struct job *job, struct error *e)
{
    struct running *run = mem_new(1, sizeof *run);
    *run = (struct running){.pool = pool_new(), .since = clock_steady_ms()};
    enum err r = job->phase == JOB_UNDO ? error_set(e, ERR_STATE, NULL, _("What is removed is not brought back."))
                                        : right_need(work, "retention.run", e);
    if (r == ERR_NONE)
        r = retention_states(work, run->pool, run->states, e);
    job->at = job->total = job->phase_row = 0;
    for (size_t i = 0; r == ERR_NONE && i < retention_count(); i++) {
        int64_t n = 0;
        if (is_wanted(job, run->states[i].rule))
            r = retention_old(work, run->states[i].rule, run->states[i].before, &n, e);
        job->total += n;
    }
    if (r == ERR_NONE)
        return run;
    end(run);
    return NULL;
}

static enum err finish(struct work *work, struct job *job, enum job_state state, struct error *e)
{
    job->state = state;
    job->ended_at = clock_now();
    snprintf(job->message, sizeof job->message,
             state == JOB_DONE ? _("Done: %lld rows removed or made nobody's.") : _("Stopped after %lld rows."),
             (long long)job->at);
    enum err r = job_save(work, job, e);
    return r == ERR_NONE ? inbox_add(work, job->account, "job", job->id, 0, job->message, e) : r;
}

/* Some rows of the rule that it is at; the next rule when there are none left. */
static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    struct running *run = state;
    int64_t some = 0;
    clock_let_others(&run->since);
    if (job->cancel || run->at == retention_count()) {
        enum err noted = run->at == retention_count() ? ERR_NONE : note(work, &run->states[run->at], run->done, e);
        if (noted != ERR_NONE)
            return noted;
        run->done = 0;
        if (!forget_step(work, &run->until))
            return ERR_NONE;
        *done = true;
        return finish(work, job, job->cancel ? JOB_CANCELLED : JOB_DONE, e);
    }
    const struct retention_state *now = &run->states[run->at];
    enum err r = ERR_NONE;
    if (is_wanted(job, now->rule))
        r = do_some(work, now->rule, now->before, &some, e);
    run->done += some;
    job->at += some;
    if (r == ERR_NONE && some == 0) {
        r = note(work, now, run->done, e);
        run->done = 0;
        run->at++;
    }
    return r == ERR_NONE ? job_save(work, job, e) : r;
}

const struct job_kind retention_job = {
    .name = "retention", .begin = begin, .step = step, .end = end, .cancelled = N_("what is removed stays removed")};

/* Before anything is removed the audit has it, whatever becomes of the job. */
static enum err audit_begun(struct work *work, enum err r, const struct retention_rule *rule, struct error *e)
{
    char note[96];
    snprintf(note, sizeof note, "begin %s", rule == NULL ? "all" : rule->name);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    return audit_end(work, r, "retention.run", "retention_rule", 0, note, e);
}

enum err retention_run(struct work *work, const char *rule, int64_t *job, struct error *e)
{
    struct job made = {.kind = "retention"};
    const struct retention_rule *one = *rule == '\0' ? NULL : retention_find(rule);
    enum err r = right_need(work, "retention.run", e);
    if (r == ERR_NONE && *rule != '\0' && one == NULL)
        r = error_set(e, ERR_NOT_FOUND, "rule", _("There is no rule \"%s\". See: retention list"), rule);
    r = audit_begun(work, r, one, e);
    text_copy(made.options, sizeof made.options, rule);
    text_copy(made.title, sizeof made.title, one == NULL ? _("Retention, all rules") : one->label[i18n_language()]);
    if (r == ERR_NONE)
        r = job_new(work, &made, e);
    *job = made.id;
    return r;
}

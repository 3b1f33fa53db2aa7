/* The job of a deletion: registers, what is linked, texts of the whole database, drafts, files, and at the end the
 * person's own row, out of which all words that are searched for come: whoever takes the job over finds them there as
 * long as it has not come to its end. Each part may be done twice without harm. After the certificate nothing is left
 * but to empty the write-ahead logs. */
#include "clock_row.h"
#include "erasure_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/kept.h"
#include "wangge/work/audit.h"
#include "wangge/work/forget.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct erasing {
    struct pool *pool;
    struct rows row; /* of the table erasure */
    int64_t id, person;
    struct erasure_words words;
    struct text_column *columns, *drafts;
    size_t count, draft_count, at, draft_at;
    enum part { ROWS, COLUMNS, SEALED, DRAFTS, FILES, CERTIFICATE, FORGET } part;
    int64_t since, until;
};

static void end(void *state)
{
    struct erasing *x = state;
    pool_free(&x->pool);
    mem_free(x);
}

static enum err read_all(struct work *work, struct erasing *x, struct error *e)
{
    enum err r = db_query(work->db, x->pool, "erasure.row",
                          BINDS(BIND_INT("id", x->id), BIND_TEXT("no", ""), BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"),
                                BIND_INT("own", 0), BIND_INT("me", 0)),
                          &x->row, e);
    const char *state = r == ERR_NONE && x->row.count > 0 ? rows_text(&x->row, 0, "state") : "";
    if (strcmp(state, "done") == 0) {
        x->part = FORGET;
        return r;
    }
    if (r == ERR_NONE && strcmp(state, "running") != 0)
        r = error_set(e, ERR_STATE, NULL, _("Nobody has approved this."));
    if (r == ERR_NONE) {
        x->person = rows_int(&x->row, 0, "person");
        r = erasure_words(work, x->pool, x->person, &x->words, e);
    }
    if (r == ERR_NONE)
        r = text_columns(work->db, x->pool, &x->columns, &x->count, e);
    if (r == ERR_NONE)
        r = text_columns(work->drafts, x->pool, &x->drafts, &x->draft_count, e);
    return r;
}

static void *begin(struct work *work, struct job *job, struct error *e)
{
    struct erasing *x = mem_new(1, sizeof *x);
    *x = (struct erasing){.pool = pool_new(), .id = strtoll(job->options, NULL, 10), .since = clock_steady_ms()};
    enum err r = job->phase == JOB_UNDO ? error_set(e, ERR_STATE, NULL, _("What is removed is not brought back."))
                                        : right_need(work, "erasure.decide", e);
    if (r == ERR_NONE)
        r = read_all(work, x, e);
    if (r == ERR_NONE) {
        job->at = job->phase_row = 0;
        job->total = (int64_t)(x->count + x->draft_count) + 5;
        return x;
    }
    end(x);
    return NULL;
}

static enum err add(struct work *work, const struct erasing *x, int64_t rows, int64_t files, struct error *e)
{
    if (rows == 0 && files == 0)
        return ERR_NONE;
    return db_execute(work->db, "erasure.more",
                      BINDS(BIND_INT("id", x->id), BIND_INT("rows", rows), BIND_INT("files", files)), NULL, e);
}

/* The first step: rows that belong to the person or are linked to it. */
static enum err do_rows(struct work *work, struct erasing *x, struct error *e)
{
    int64_t rows = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = erasure_of_registers(work, x->person, &rows, e);
    for (size_t i = 0; r == ERR_NONE && x->words.names[i] != NULL; i++)
        r = erasure_of_linked(work, x->person, x->words.names[i], &rows, e);
    if (r == ERR_NONE)
        r = erasure_of_linked(work, x->person, NULL, &rows, e);
    if (r == ERR_NONE)
        r = add(work, x, rows, 0, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* A column of texts; the person's own row comes last of all. */
static enum err do_column(struct work *work, struct erasing *x, struct db *db, const struct text_column *column,
                          struct error *e)
{
    char besides[64];
    int64_t some = 1, rows = 0;
    bool people = strcmp(column->table, "person") == 0;
    snprintf(besides, sizeof besides, "t.\"id\" <> %lld", (long long)x->person);
    enum err r = ERR_NONE;
    while (r == ERR_NONE && some > 0) {
        r = text_column_clear(db, column, people ? besides : NULL, x->words.all, JOB_BATCH, &some, e);
        rows += some;
    }
    return r == ERR_NONE ? add(work, x, rows, 0, e) : r;
}

static enum err do_sealed(struct work *work, struct erasing *x, struct error *e)
{
    int64_t drafts = 0;
    enum err r = erasure_of_drafts(work, &x->words, &drafts, e);
    return r == ERR_NONE ? add(work, x, drafts, 0, e) : r;
}

static enum err do_files(struct work *work, struct erasing *x, struct error *e)
{
    int64_t files = 0;
    enum err r = erasure_of_files(work, &x->words, &files, e);
    if (r == ERR_NONE)
        files += erasure_of_letters(&x->words);
    return r == ERR_NONE ? add(work, x, 0, files, e) : r;
}

static enum err tell(struct work *work, const struct erasing *x, int64_t account, struct error *e)
{
    char line[160];
    snprintf(line, sizeof line, _("%s: the data of the person are deleted."), rows_text(&x->row, 0, "no"));
    return account == 0 ? ERR_NONE : inbox_add(work, account, "erasure", x->id, 0, line, e);
}

/* The person's own row, the certificate, and who is told. */
static enum err certify(struct work *work, struct erasing *x, struct error *e)
{
    int64_t rows = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = erasure_of_person(work, x->person, &rows, e);
    if (r == ERR_NONE)
        r = add(work, x, rows, 0, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "erasure.done", BINDS(BIND_INT("id", x->id), BIND_INT("at", clock_now())), NULL, e);
    if (r == ERR_NONE)
        r = tell(work, x, rows_int(&x->row, 0, "asked_by"), e);
    if (r == ERR_NONE)
        r = tell(work, x, rows_int(&x->row, 0, "decided_by"), e);
    return audit_end(work, r, "erasure.decide", "erasure", x->id, "done", e);
}

static enum err finish(struct work *work, struct job *job, const struct erasing *x, struct error *e)
{
    job->at = job->total;
    job->state = JOB_DONE;
    job->ended_at = clock_now();
    snprintf(job->message, sizeof job->message, _("%s: the data of the person are deleted."),
             rows_text(&x->row, 0, "no"));
    return job_save(work, job, e);
}

/* A piece of the part that it is at; *more says that the part has further ones. */
static enum err do_piece(struct work *work, struct erasing *x, bool *more, struct error *e)
{
    enum err r = ERR_NONE;
    switch (x->part) {
    case ROWS:
        return do_rows(work, x, e);
    case COLUMNS:
        if (x->at < x->count)
            r = do_column(work, x, work->db, &x->columns[x->at], e);
        x->at += r == ERR_NONE; /* else it is tried again */
        *more = x->at < x->count;
        return r;
    case SEALED:
        return do_sealed(work, x, e);
    case DRAFTS:
        if (x->draft_at < x->draft_count)
            r = do_column(work, x, work->drafts, &x->drafts[x->draft_at], e);
        x->draft_at += r == ERR_NONE;
        *more = x->draft_at < x->draft_count;
        return r;
    case FILES:
        return do_files(work, x, e);
    case CERTIFICATE:
        return certify(work, x, e);
    case FORGET:
        *more = !forget_step(work, &x->until);
    }
    return r;
}

static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    struct erasing *x = state;
    bool more = false;
    clock_let_others(&x->since);
    enum err r = do_piece(work, x, &more, e);
    if (r != ERR_NONE)
        return r;
    if (x->part == FORGET && !more) {
        r = finish(work, job, x, e);
        *done = r == ERR_NONE;
        return r;
    }
    if (x->part == FORGET)
        return ERR_NONE;
    x->part += !more;
    job->at++;
    return job_save(work, job, e);
}

/* Its decider may decide no more, or it could not be done: another one decides. */
static enum err failed(struct work *work, const struct job *job, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    int64_t id = strtoll(job->options, NULL, 10), changed = 0;
    enum err r = db_execute(work->db, "erasure.again", BINDS(BIND_INT("id", id)), &changed, e);
    if (r == ERR_NONE && changed > 0)
        r = db_query(work->db, pool, "erasure.row",
                     BINDS(BIND_INT("id", id), BIND_TEXT("no", ""), BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"),
                           BIND_INT("own", 0), BIND_INT("me", 0)),
                     &row, e);
    if (r == ERR_NONE && row.count > 0)
        r = inbox_add(work, rows_int(&row, 0, "asked_by"), "erasure", id, 0,
                      pool_format(pool, _("%s: the deletion could not go on; somebody has to decide on it again."),
                                  rows_text(&row, 0, "no")),
                      e);
    pool_free(&pool);
    return r;
}

const struct job_kind erasure_job = {.name = "erasure", .begin = begin, .step = step, .end = end, .failed = failed};

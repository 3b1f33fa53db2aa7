/* Drafts of whoever: sealed, so that no search of the database finds what they hold. The job has the secret: it opens
 * each, takes the words out, and seals it again; its user is told. */
#include "draft_inside.h"
#include "erasure_inside.h"
#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/blank.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

#define PAGE 100

/* The text with "*" in the place of the words; itself when it holds none of them. */
static const char *without(struct pool *pool, const char *text, const struct erasure_words *words)
{
    for (size_t i = 0; words->all[i] != NULL; i++) {
        const char *word = words->all[i];
        for (const char *at; (at = strstr(text, word)) != NULL;)
            text = pool_format(pool, "%.*s" BLANK_TEXT "%s", (int)(at - text), text, at + strlen(word));
    }
    return text;
}

/* False when nothing had to be taken out. */
static bool clear_record(struct pool *pool, struct record *record, const struct erasure_words *words)
{
    bool found = false;
    for (size_t i = 0; i < record_count(record); i++) {
        const char *value = record_value(record, i), *clear = without(pool, value, words);
        if (clear == value)
            continue;
        record_set(record, pool_text(pool, record_name(record, i)), clear);
        found = true;
    }
    return found;
}

/* A session that goes on with the form saves it again from what is typed there: so its user is told. */
static enum err tell(struct work *work, int64_t account, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = inbox_add(
            work, account, "draft", 0, 0,
            _("A draft of yours held data that had to be deleted; they are taken out. If its form is open, take them "
              "out there too."),
            e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err clear_draft(struct work *work, struct pool *pool, const struct rows *rows, size_t i,
                            const struct erasure_words *words, int64_t *drafts, struct error *e)
{
    int64_t account = rows_int(rows, i, "account"), changed = 0;
    const char *title = draft_opened(pool, account, rows_text(rows, i, "title"));
    const char *text = draft_opened(pool, account, rows_text(rows, i, "record"));
    struct record *record = record_new();
    struct buffer made = {0};
    enum err r = ERR_NONE;
    if (title != NULL && text != NULL && record_parse(record, text, strlen(text))) {
        const char *clear = without(pool, title, words);
        if (clear_record(pool, record, words) || clear != title) {
            record_write(record, &made);
            r = db_execute(work->drafts, "draft.clear",
                           BINDS(BIND_INT("id", rows_int(rows, i, "id")),
                                 BIND_TEXT("former", rows_text(rows, i, "record")),
                                 BIND_TEXT("title", draft_sealed(pool, account, clear, strlen(clear))),
                                 BIND_TEXT("record", draft_sealed(pool, account, buffer_text(&made), made.length))),
                           &changed, e);
            if (r == ERR_NONE && changed == 0)
                r = error_set(e, ERR_AGAIN, NULL, _("The database is busy. Please try again."));
            if (r == ERR_NONE)
                r = tell(work, account, e);
            (*drafts)++;
        }
    }
    buffer_free(&made);
    record_free(&record);
    return r;
}

enum err erasure_of_drafts(struct work *work, const struct erasure_words *words, int64_t *drafts, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t after = 0;
    enum err r;
    do {
        pool_reset(pool);
        r = db_query(work->drafts, pool, "draft.all", BINDS(BIND_INT("after", after), BIND_INT("limit", PAGE)), &rows,
                     e);
        for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
            after = rows_int(&rows, i, "id");
            r = clear_draft(work, pool, &rows, i, words, drafts, e);
        }
    } while (r == ERR_NONE && rows.count == PAGE);
    pool_free(&pool);
    return r;
}

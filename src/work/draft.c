#include "wangge/work/draft.h"

#include "draft_inside.h"
#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/seal.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

#define KEPT (7 * DAY_SECONDS) /* discarded drafts */

/* Never used again, unlike the next free number. */
static int64_t fresh_id(void)
{
    uint64_t id;
    random_bytes(&id, sizeof id);
    return (int64_t)(id >> 2) + 1;
}

static enum err gone_on_elsewhere(struct error *e)
{
    return error_set(e, ERR_CONFLICT, NULL,
                     _("This draft goes on in another session of yours; what you type here is no longer kept as one."));
}

const char *draft_sealed(struct pool *pool, int64_t account, const void *plain, size_t n)
{
    struct buffer made = {0};
    seal("draft", pool_format(pool, "%lld", (long long)account), plain, n, &made);
    const char *text = pool_text(pool, buffer_text(&made));
    buffer_free(&made);
    return text;
}

const char *draft_opened(struct pool *pool, int64_t account, const char *text)
{
    struct buffer made = {0};
    bool good = unseal("draft", pool_format(pool, "%lld", (long long)account), text, &made);
    const char *plain = good ? pool_text_n(pool, buffer_text(&made), made.length) : NULL;
    if (made.length > 0)
        mem_wipe(made.data, made.length);
    buffer_free(&made);
    return plain;
}

enum err draft_save(struct work *work, struct draft *draft, const struct record *record, struct error *e)
{
    struct buffer text = {0};
    struct pool *pool = pool_new();
    int64_t changed = 0, id = draft->id ? draft->id : fresh_id(), me = work->actor.user;
    record_write(record, &text);
    enum err r = db_execute(work->drafts, draft->id ? "draft.save" : "draft.begin",
                            BINDS(BIND_INT("id", id), BIND_INT("account", me), BIND_TEXT("form", draft->form),
                                  BIND_INT("object", draft->object),
                                  BIND_TEXT("title", draft_sealed(pool, me, draft->title, strlen(draft->title))),
                                  BIND_TEXT("field", draft->field), BIND_INT("caret", draft->caret),
                                  BIND_TEXT("record", draft_sealed(pool, me, buffer_text(&text), text.length)),
                                  BIND_INT("at", clock_now())),
                            &changed, e);
    buffer_free(&text);
    pool_free(&pool);
    if (r == ERR_NONE && changed == 0)
        return gone_on_elsewhere(e);
    if (r == ERR_NONE)
        draft->id = id;
    return r;
}

enum err draft_take(struct work *work, struct draft *draft, struct error *e)
{
    int64_t changed = 0, fresh = fresh_id();
    enum err r = db_execute(
        work->drafts, "draft.take",
        BINDS(BIND_INT("id", draft->id), BIND_INT("account", work->actor.user), BIND_INT("fresh", fresh)), &changed, e);
    if (r == ERR_NONE && changed == 0)
        return gone_on_elsewhere(e);
    if (r == ERR_NONE)
        draft->id = fresh;
    return r;
}

static void read_row(struct work *work, struct pool *pool, const struct rows *rows, size_t i, struct draft *out)
{
    const char *title = draft_opened(pool, work->actor.user, rows_text(rows, i, "title"));
    *out = (struct draft){
        .id = rows_int(rows, i, "id"),
        .object = rows_int(rows, i, "object"),
        .caret = rows_int(rows, i, "caret"),
        .saved_at = rows_int(rows, i, "saved_at"),
    };
    text_copy(out->form, sizeof out->form, rows_text(rows, i, "form"));
    text_copy(out->title, sizeof out->title, title ? title : "");
    text_copy(out->field, sizeof out->field, rows_text(rows, i, "field"));
}

enum err draft_list(struct work *work, struct pool *pool, struct draft **out, size_t *count, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->drafts, pool, "draft.list", BINDS(BIND_INT("account", work->actor.user)), &rows, e);

    *count = rows.count;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++)
        read_row(work, pool, &rows, i, &(*out)[i]);
    return r;
}

enum err draft_read(struct work *work, const char *form, int64_t object, struct draft *draft, struct record *record,
                    struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(
        work->drafts, pool, "draft.read",
        BINDS(BIND_INT("account", work->actor.user), BIND_TEXT("form", form), BIND_INT("object", object)), &rows, e);

    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no draft of this."));
    if (r == ERR_NONE) {
        const char *text = draft_opened(pool, work->actor.user, rows_text(&rows, 0, "record"));
        read_row(work, pool, &rows, 0, draft);
        if (!text || !record_parse(record, text, strlen(text)))
            r = error_set(e, ERR_FAILED, NULL, _("The draft is damaged and cannot be read."));
    }
    pool_free(&pool);
    return r;
}

enum err draft_done(struct work *work, const char *form, int64_t object, struct error *e)
{
    return db_execute(work->drafts, "draft.done",
                      BINDS(BIND_INT("account", work->actor.user), BIND_TEXT("form", form), BIND_INT("object", object)),
                      NULL, e);
}

enum err draft_discard(struct work *work, const char *form, int64_t object, struct error *e)
{
    int64_t now = clock_now();
    enum err r = db_begin(work->drafts, e);
    if (r == ERR_NONE)
        r = db_execute(work->drafts, "draft.discard",
                       BINDS(BIND_INT("account", work->actor.user), BIND_TEXT("form", form), BIND_INT("object", object),
                             BIND_INT("at", now)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->drafts, "draft.forget", BINDS(BIND_INT("before", now - KEPT)), NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->drafts, e);
    db_rollback(work->drafts);
    return r;
}

enum err draft_seal_all(struct db *drafts, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(drafts, pool, "draft.unsealed", NULL, &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = db_begin(drafts, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *title = rows_text(&rows, i, "title"), *record = rows_text(&rows, i, "record");
        int64_t account = rows_int(&rows, i, "account");
        r = db_execute(drafts, "draft.put_sealed",
                       BINDS(BIND_TEXT("title", draft_sealed(pool, account, title, strlen(title))),
                             BIND_TEXT("record", draft_sealed(pool, account, record, strlen(record))),
                             BIND_INT("id", rows_int(&rows, i, "id"))),
                       NULL, e);
    }
    if (r == ERR_NONE && rows.count > 0)
        r = db_commit(drafts, e);
    db_rollback(drafts);
    if (r == ERR_NONE && rows.count > 0)
        r = db_scrub(drafts, e);
    pool_free(&pool);
    return r;
}

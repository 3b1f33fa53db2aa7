/* Text messages on their way out: written with the change that they tell of, sent by whoever claims them. */
#include "wangge/work/outbox.h"

#include "inside.h"
#include "outbox_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/job.h"
#include "wangge/work/message_text.h"
#include "wangge/work/phone.h"
#include "wangge/work/work.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define AT_ONCE     200
#define FIRST_PAUSE 60 /* seconds */

enum err outbox_add(struct work *work, const char *kind, const char *phone, const char *text, int64_t case_id,
                    struct error *e)
{
    char number[PHONE_ROOM];
    struct buffer clean = {0};
    int64_t id = 0;

    if (phone == NULL || !phone_normal(phone, number) || !phone_takes_messages(number) || text[0] == '\0')
        return ERR_NONE;
    text_clean(&clean, text, strlen(text), true);
    enum err r = db_next(work->db, "message_out", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "message_out.add",
                       BINDS(BIND_INT("id", id), BIND_INT("now", clock_now()), BIND_TEXT("phone", number),
                             BIND_TEXT("text", buffer_text(&clean)), BIND_TEXT("kind", kind),
                             case_id == 0 ? BIND_NULL("case") : BIND_INT("case", case_id)),
                       NULL, e);
    buffer_free(&clean);
    return r;
}

enum err outbox_tell(struct work *work, const char *kind, int64_t case_id, const char *phone, const char *text,
                     struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    struct buffer filled = {0};
    enum err r = db_query(work->db, pool, "message_out.case", BINDS(BIND_INT("id", case_id)), &row, e);
    if (r == ERR_NONE && row.count > 0) {
        const struct message_value values[] = {
            {"no",            rows_text(&row, 0, "no")},
            {"title",          rows_text(&row,                        0, "title")},
            {"area",rows_text(&row,0, "area")},
            {"text",               text                       },
            {NULL,              NULL                                       },
        };
        message_fill(kind, values, &filled);
        r = outbox_add(work, kind, phone, buffer_text(&filled), case_id, e);
    }
    buffer_free(&filled);
    pool_free(&pool);
    return r;
}

/* --- sending --- */

/* A message being sent, of rows of message_out.due. */
struct parcel {
    const struct rows *rows;
    size_t i;
    int64_t id, tries;
};

static bool is_free(const struct parcel *p, const char *host)
{
    if (strcmp(rows_text(p->rows, p->i, "state"), "queued") == 0)
        return true;
    return strcmp(rows_text(p->rows, p->i, "host"), host) == 0 &&
           process_is_gone(rows_int(p->rows, p->i, "pid"), rows_int(p->rows, p->i, "started"));
}

static enum err claim(struct work *work, const struct parcel *p, const char *host, bool *mine, struct error *e)
{
    int64_t changed = 0;
    *mine = false;
    if (!is_free(p, host))
        return ERR_NONE;
    enum err r = db_execute(work->db, "message_out.claim",
                            BINDS(BIND_INT("id", p->id), BIND_TEXT("host", host), BIND_INT("pid", getpid()),
                                  BIND_INT("started", process_started(getpid())), BIND_INT("tries", p->tries)),
                            &changed, e);
    *mine = r == ERR_NONE && changed > 0;
    return r;
}

/* One line for each of the station's people, unless one waits to be read already. */
static enum err tell_station(struct work *work, const struct parcel *p, const char *why, struct error *e)
{
    char today[DATE_TEXT];
    struct pool *pool = pool_new();
    struct rows people = {0};
    today_text(today);
    enum err r = db_query(work->db, pool, "message_out.watchers",
                          BINDS(BIND_INT("id", p->id), BIND_TEXT("today", today)), &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++)
        r = inbox_add(
            work, rows_int(&people, i, "account"), "message", p->id, 0,
            pool_format(pool, _("A text message to a resident could not be sent, see: message list. %s"), why), e);
    pool_free(&pool);
    return r;
}

static enum err end(struct work *work, const struct parcel *p, enum err sent, const char *why, struct error *e)
{
    bool over = p->tries >= OUTBOX_TRIES;
    int64_t now = clock_now(), pause = (int64_t)FIRST_PAUSE << (p->tries - 1);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE && sent == ERR_NONE)
        r = db_execute(work->db, "message_out.sent", BINDS(BIND_INT("id", p->id), BIND_INT("now", now)), NULL, e);
    else if (r == ERR_NONE)
        r = db_execute(work->db, "message_out.failed",
                       BINDS(BIND_INT("id", p->id), BIND_TEXT("state", over ? "failed" : "queued"),
                             BIND_INT("next", now + pause), BIND_TEXT("error", why)),
                       NULL, e);
    if (r == ERR_NONE && sent != ERR_NONE && over)
        r = tell_station(work, p, why, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err outbox_serve(struct work *work, const struct outbox_options *options, int64_t *sent, struct error *e)
{
    char host[65];
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *sent = 0;
    host_name(host);
    if (options->inject != NULL || options->folder != NULL)
        r = db_query(work->db, pool, "message_out.due", BINDS(BIND_INT("now", clock_now()), BIND_INT("limit", AT_ONCE)),
                     &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct parcel p = {&rows, i, rows_int(&rows, i, "id"), rows_int(&rows, i, "tries") + 1};
        struct error why = {0};
        bool mine = false;
        r = claim(work, &p, host, &mine, e);
        if (r != ERR_NONE || !mine)
            continue;
        enum err went = outbox_send(options, p.id, rows_text(&rows, i, "phone"), rows_text(&rows, i, "text"), &why);
        if (went != ERR_NONE)
            log_warning("text message %lld: %s", (long long)p.id, why.text);
        r = end(work, &p, went, why.text, e);
        *sent += went == ERR_NONE;
    }
    pool_free(&pool);
    return r;
}

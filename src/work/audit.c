#include "wangge/work/audit.h"

#include "audit_chain.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/person.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>

/* The number of the row and the hash that it is chained to, in one statement. */
static enum err next_row(struct work *work, int64_t *row, char previous[SHA256_TEXT], struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};

    if (!db_in_transaction(work->db))
        log_fatal("an audit row outside of a transaction");
    enum err r = db_query(work->db, pool, "audit.next", NULL, &rows, e);
    if (r == ERR_NONE) {
        *row = rows_int(&rows, 0, "number");
        text_copy(previous, SHA256_TEXT,
                  rows_null(&rows, 0, "previous") ? AUDIT_BEGINNING : rows_text(&rows, 0, "previous"));
    }
    pool_free(&pool);
    return r;
}

/* *row gets its number. */
static enum err insert(struct work *work, const struct actor *actor, const char *action, const char *kind, int64_t id,
                       int success, const char *note, int64_t *row, struct error *e)
{
    char previous[SHA256_TEXT], hash[SHA256_TEXT];
    enum err r = next_row(work, row, previous, e);

    if (r != ERR_NONE)
        return r;
    struct bind columns[] = {
        BIND_INT("id", *row),
        BIND_INT("at", clock_now()),
        BIND_INT("account", actor->user),
        BIND_TEXT("login", actor->login),
        BIND_TEXT("role", actor->custom != 0 ? actor->custom_code : actor->role),
        BIND_INT("post", actor->post),
        BIND_INT("area", actor->area),
        BIND_TEXT("source", actor->from),
        BIND_INT("session", actor->session),
        BIND_TEXT("action", action),
        BIND_TEXT("kind", kind),
        BIND_INT("object", id),
        BIND_INT("success", success),
        BIND_TEXT("note", note),
        actor->acting_for == 0 ? BIND_NULL("acting_for") : BIND_INT("acting_for", actor->acting_for),
        {.name = NULL}, /* the hash, once it is known */
        {.name = NULL},
    };
    audit_hash(previous, columns, hash);
    columns[COUNT_OF(columns) - 2] = BIND_TEXT("hash", hash);
    return db_execute(work->db, "audit.insert", columns, NULL, e);
}

enum err audit_insert(struct work *work, const struct actor *actor, const char *action, const char *kind, int64_t id,
                      int success, const char *note, struct error *e)
{
    int64_t row = 0;
    return insert(work, actor, action, kind, id, success, note, &row, e);
}

enum err audit_write(struct work *work, const char *action, const char *kind, int64_t id, int success, const char *note,
                     struct error *e)
{
    if (db_in_transaction(work->db))
        return audit_insert(work, &work->actor, action, kind, id, success, note, e);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = audit_insert(work, &work->actor, action, kind, id, success, note, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err audit_command(struct work *work, const char *noun, const char *verb, enum err failed, struct error *e)
{
    char note[96];
    if (failed == ERR_NONE)
        snprintf(note, sizeof note, "%s", verb);
    else
        snprintf(note, sizeof note, "%s%s%s", verb, *verb == '\0' ? "" : ": ", error_name(failed));
    db_rollback(work->db); /* whatever a command that failed has left */
    enum err r = db_begin_light(work->db, e);
    if (r == ERR_NONE)
        r = audit_insert(work, &work->actor, "command", noun, 0, failed == ERR_NONE, note, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static bool is_refusal(enum err r)
{
    return r == ERR_DENIED || r == ERR_NOT_FOUND || r == ERR_CONFLICT || r == ERR_STATE || r == ERR_FAILED;
}

/* An acting leader's time ends by itself. */
static enum err still_acts(struct work *work, struct pool *pool, const char *today, struct error *e)
{
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "deputy.holds",
                 BINDS(BIND_INT("id", work->actor.deputy), BIND_INT("me", work->actor.user), BIND_TEXT("today", today)),
                 &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_DENIED, NULL, _("You do not act for %s any more."), work->actor.acting_name);
    return r;
}

/* Who was disabled or lost the post during a session changes nothing any more, whatever is still on the screen. */
enum err actor_still_holds(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    enum err r = ERR_NONE;

    today_text(today);
    if (work->actor.user != 0)
        r = db_query(work->db, pool, "account.still_holds",
                     BINDS(BIND_INT("me", work->actor.user), BIND_INT("post", work->actor.post),
                           BIND_TEXT("today", today), BIND_INT("access", work->actor.access),
                           BIND_INT("session", work->actor.session)),
                     &rows, e);
    if (r == ERR_NONE && work->actor.user != 0 && rows.count == 0)
        r = error_set(e, ERR_DENIED, NULL, _("The administrator has changed your user or post. Please log in again."));
    if (r == ERR_NONE && work->actor.acting_for != 0)
        r = still_acts(work, pool, today, e);
    pool_free(&pool);
    return r;
}

enum err person_look_begin(struct work *work, const char *action, const struct table *table, const char *note,
                           int64_t *look, struct error *e)
{
    return insert(work, &work->actor, action, table->name, 0, 1, note, look, e);
}

enum err person_look_add(struct work *work, int64_t look, int64_t person, struct error *e)
{
    return db_execute(work->db, "looked.add", BINDS(BIND_INT("person", person), BIND_INT("audit", look)), NULL, e);
}

enum err audit_end(struct work *work, enum err r, const char *action, const char *kind, int64_t id, const char *note,
                   struct error *e)
{
    return audit_end_of_person(work, r, action, kind, id, 0, note, e);
}

enum err audit_end_of_person(struct work *work, enum err r, const char *action, const char *kind, int64_t id,
                             int64_t person, const char *note, struct error *e)
{
    int64_t row = 0;
    if (r == ERR_NONE)
        r = actor_still_holds(work, e);
    if (r == ERR_NONE)
        r = insert(work, &work->actor, action, kind, id, 1, note, &row, e);
    if (r == ERR_NONE && person != 0)
        r = person_look_add(work, row, person, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (is_refusal(r))
        audit_write(work, action, kind, id, 0, error_name(r), NULL); /* the user hears of r, not of this */
    return r;
}

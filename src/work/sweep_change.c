/* A sweep that has begun: its name, what is to be done and its last day can still be changed; who is on the list
 * cannot.
 */
#include "record_row.h"
#include "sweep_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <string.h>

/* One change on its way. */
struct sweep_edit {
    struct work *work;
    struct pool *pool;
    int64_t id;
    struct rows row; /* as it is in the database */
    struct record *before, *after;
};

/* The sweep as somebody may change it, and who is before him. */
static enum err find(struct sweep_edit *c, const struct record *asked, struct error *e)
{
    struct scope_range write, range;
    struct rows reach = {0};
    int64_t version = record_int(asked, "version");
    enum err r = right_range(c->work, "sweep.write", &write, e);
    if (r == ERR_NONE)
        r = sweep_find_id(c->work, c->pool, c->id, &range, &c->row, e);
    if (r == ERR_NONE)
        r = db_query(c->work->db, c->pool, "sweep.in_reach",
                     BINDS(BIND_INT("id", c->id), BIND_TEXT("lo", write.lo), BIND_TEXT("hi", write.hi)), &reach, e);
    if (r != ERR_NONE)
        return r;
    if (reach.count == 0)
        return error_set(e, ERR_DENIED, NULL, _("This sweep was begun for a larger area: it is not yours to change."));
    if (strcmp(rows_text(&c->row, 0, "state"), "open") != 0)
        return error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&c->row, 0, "name"));
    return version != 0 && version != rows_int(&c->row, 0, "version") ? saved_meanwhile(&c->row, e) : ERR_NONE;
}

static enum err check(struct sweep_edit *c, struct record *asked, void (*on_fault)(void *to, const struct error *fault),
                      void *to, struct error *e)
{
    static const char *const changed[] = {"name", "text", "until_on"};
    struct error own = {0};
    const char *was = rows_text(&c->row, 0, "until_on");
    record_of_row(c->before, table_find("sweep"), &c->row, 0);
    record_of_row(c->after, table_find("sweep"), &c->row, 0);
    for (size_t i = 0; i < COUNT_OF(changed); i++)
        if (record_has(asked, changed[i]))
            record_set(c->after, changed[i], record_get(asked, changed[i]));
    enum err r = sweep_check_days(c->after, was, &own);
    return record_check(table_find("sweep"), c->after, r == ERR_NONE ? NULL : &own, on_fault, to, e);
}

/* The version before the first change is kept as well. */
static enum err keep(struct sweep_edit *c, struct error *e)
{
    struct rows kept = {0};
    int64_t version = rows_int(&c->row, 0, "version");
    enum err r = db_query(c->work->db, c->pool, "history.of",
                          BINDS(BIND_TEXT("kind", "sweep"), BIND_INT("object", c->id)), &kept, e);
    if (r == ERR_NONE && kept.count == 0)
        r = history_write(c->work, "sweep", c->id, version, c->before, e);
    return r == ERR_NONE ? history_write(c->work, "sweep", c->id, version + 1, c->after, e) : r;
}

static enum err put(struct sweep_edit *c, struct error *e)
{
    const struct record *after = c->after;
    struct scope_range range;
    bool other_day = strcmp(record_get(after, "until_on"), rows_text(&c->row, 0, "until_on")) != 0;
    enum err r = db_execute(c->work->db, "sweep.change",
                            BINDS(BIND_INT("id", c->id), BIND_TEXT("name", record_get(after, "name")),
                                  BIND_TEXT("text", record_get(after, "text")),
                                  BIND_TEXT("until_on", record_get(after, "until_on")),
                                  BIND_INT("me", c->work->actor.user), BIND_INT("now", clock_now())),
                            NULL, e);
    if (r == ERR_NONE)
        r = keep(c, e);
    if (r == ERR_NONE && other_day) {
        r = sweep_find_id(c->work, c->pool, c->id, &range, &c->row, e);
        if (r == ERR_NONE)
            r = sweep_tell_all(c->work, c->pool, &c->row, e);
    }
    return r;
}

enum err sweep_change(struct work *work, int64_t id, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct sweep_edit c = {.work = work, .pool = pool_new(), .id = id, .before = record_new(), .after = record_new()};
    enum err r = right_need(work, "sweep.write", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find(&c, record, e);
    if (r == ERR_NONE)
        r = check(&c, record, on_fault, to, e);
    if (r == ERR_NONE)
        r = put(&c, e);
    const char *note =
        pool_format(c.pool, "change %s .. %s", record_get(c.before, "until_on"), record_get(c.after, "until_on"));
    r = audit_end(work, r, "sweep.write", "sweep", id, note, e);
    record_free(&c.before);
    record_free(&c.after);
    pool_free(&c.pool);
    return r;
}

#include "wangge/work/follow_up.h"

#include "record_row.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define USUAL_DAYS 7 /* until which it is to be done when nobody says a day */
#define TEXT_MOST  200

/* The area that it lies in, within the range. */
static enum err find_place(struct work *work, int64_t household, int64_t place, const struct scope_range *range,
                           int64_t *area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "follow_up.place",
                          BINDS(BIND_INT("household", household), BIND_INT("place", household == 0 ? place : 0),
                                BIND_TEXT("lo", range->lo), BIND_TEXT("hi", range->hi)),
                          &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such household or place here."));
    if (r == ERR_NONE)
        *area = rows_int(&rows, 0, "area");
    pool_free(&pool);
    return r;
}

static enum err add(struct work *work, int64_t household, int64_t place, int64_t person, const char *kind,
                    int64_t object, const char *text, const char *due_on, const struct scope_range *range, int64_t *id,
                    struct error *e)
{
    int64_t area = 0;
    char day[DATE_TEXT];
    enum err r = find_place(work, household, place, range, &area, e);

    date_format(day_of(clock_now()) + USUAL_DAYS, day);
    if (due_on != NULL && *due_on != '\0')
        text_copy(day, sizeof day, due_on);
    if (r == ERR_NONE)
        r = db_next(work->db, "follow_up", id, e);
    if (r != ERR_NONE)
        return r;
    /* visits are told to the minute: one that is made at once is not before it */
    return db_execute(work->db, "follow_up.insert",
                      BINDS(BIND_INT("id", *id), BIND_INT("area", area), bind_some("household", household),
                            bind_some("place", household == 0 ? place : 0), bind_some("person", person),
                            BIND_TEXT("kind", kind), BIND_INT("object", object), BIND_TEXT("text", text),
                            BIND_TEXT("due_on", day), BIND_INT("me", work->actor.user),
                            BIND_INT("now", clock_now() - clock_now() % 60)),
                      NULL, e);
}

enum err follow_up_add(struct work *work, int64_t household, int64_t place, int64_t person, const char *kind,
                       int64_t object, const char *text, const char *due_on, int64_t *id, struct error *e)
{
    const struct scope_range everywhere = {.lo = "", .hi = "~"};
    return add(work, household, place, person, kind, object, text, due_on, &everywhere, id, e);
}

enum err follow_up_end_of(struct work *work, const char *kind, int64_t object, struct error *e)
{
    return db_execute(work->db, "follow_up.end_of",
                      BINDS(BIND_TEXT("kind", kind), BIND_INT("object", object), BIND_INT("me", work->actor.user),
                            BIND_INT("now", clock_now())),
                      NULL, e);
}

static enum err check_asked(const char *text, const char *due_on, struct error *e)
{
    day_t day = 0;
    if (text == NULL || *text == '\0')
        return error_set(e, ERR_INVALID, "text", _("Say what is to be seen to there."));
    if (text_count(text) > TEXT_MOST)
        return error_set(e, ERR_INVALID, "text", _("At most %d characters here."), TEXT_MOST);
    if (due_on != NULL && *due_on != '\0' && (!date_parse(due_on, &day) || day < day_of(clock_now())))
        return error_set(e, ERR_INVALID, "due_on", _("Until when? Today or later."));
    return ERR_NONE;
}

enum err follow_up_ask(struct work *work, int64_t household, int64_t place, const char *text, const char *due_on,
                       int64_t *id, struct error *e)
{
    struct scope_range range;

    *id = 0;
    enum err r = right_range(work, "follow_up.make", &range, e);
    if (r == ERR_NONE)
        r = check_asked(text, due_on, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = add(work, household, place, 0, "asked", 0, text, due_on, &range, id, e);
    return audit_end(work, r, "follow_up.make", "follow_up", *id, "", e);
}

enum err follow_up_take_back(struct work *work, int64_t id, struct error *e)
{
    int64_t changed = 0;
    struct scope_range range;
    enum err r = right_range(work, "follow_up.make", &range, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "follow_up.take_back",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_INT("now", clock_now()),
                             BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such follow-up here."));
    return audit_end(work, r, "follow_up.take_back", "follow_up", id, "", e);
}

enum err follow_up_list(struct work *work, struct pool *pool, int64_t household, int limit, struct rows *out,
                        struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "visit.read", &range, e);
    return r != ERR_NONE ? r
                         : db_query(work->db, pool, "follow_up.list",
                                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                                          BIND_INT("household", household), BIND_INT("limit", limit)),
                                    out, e);
}

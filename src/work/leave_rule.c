/* A leave lies where its user works, ends no earlier than it begins, and shares no day with another one of the user. */
#include "inside.h"
#include "table_inside.h"
#include "table_rule.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err post_area(struct change *c, const char *day, int64_t *area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query(c->work->db, pool, "post.holding",
                 BINDS(BIND_INT("account", record_int(c->after, "account")), BIND_TEXT("today", day)), &rows, e);

    *area = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "area") : 0;
    pool_free(&pool);
    return r;
}

/* The post of the day decides, of days before there was one that of today; table_place then asks whether the actor may
 * write there. */
enum err leave_fill(struct change *c, struct error *e)
{
    const char *day = record_get(c->after, "from_on");
    char today[DATE_TEXT];
    int64_t area = 0;

    if (record_int(c->after, "account") == 0 || *day == '\0')
        return ERR_NONE; /* the check of the record says so */
    enum err r = post_area(c, day, &area, e);
    today_text(today);
    if (r == ERR_NONE && area == 0)
        r = post_area(c, today, &area, e);
    if (r == ERR_NONE && area == 0)
        r = error_set(e, ERR_INVALID, "account", _("%s: no post on that day, so there is nothing to be away from."),
                      field_label(table_field(c->table, "account")));
    record_set_int(c->after, "area", area);
    return r;
}

enum err leave_check(struct change *c, struct error *e)
{
    const char *from = record_get(c->after, "from_on"), *to = record_get(c->after, "to_on");
    struct pool *pool = pool_new();
    struct rows rows = {0};

    enum err r = strcmp(to, from) < 0
                     ? error_set(e, ERR_INVALID, "to_on", _("The last day lies before the first."))
                     : db_query(c->work->db, pool, "leave.overlap",
                                BINDS(BIND_INT("account", record_int(c->after, "account")), BIND_TEXT("from", from),
                                      BIND_TEXT("to", to), BIND_INT("id", c->id)),
                                &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_INVALID, "from_on", _("There is a leave from %s to %s already. Change that one."),
                      rows_text(&rows, 0, "from_on"), rows_text(&rows, 0, "to_on"));
    pool_free(&pool);
    return r;
}

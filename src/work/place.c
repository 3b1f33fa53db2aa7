#include "place.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdbool.h>

static enum err find(struct work *work, struct pool *pool, const char *statement, const struct scope_range *range,
                     const char *field, int64_t id, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, statement,
                    BINDS(BIND_INT(field, id), BIND_TEXT("lo", range->lo), BIND_TEXT("hi", range->hi)), out, e);
}

enum err place_settle(struct work *work, struct pool *pool, const char *action, const struct rows *kept,
                      struct record *record, struct place *out, struct error *e)
{
    struct rows rows = {0};
    struct scope_range range;
    int64_t household = record_int(record, "household");
    bool stays = kept != NULL && household != 0 && rows_int(kept, 0, "household") == household;
    enum err r = right_range(work, action, &range, e);

    *out = (struct place){stays ? NULL : "", ""};
    if (stays)
        record_set(record, "area", rows_text(kept, 0, "area"));
    if (r == ERR_NONE && (household == 0 || stays)) {
        r = find(work, pool, "place.area", &range, "area", record_int(record, "area"), &rows, e);
        if (r == ERR_NONE && rows.count == 0)
            r = error_set(e, ERR_INVALID, "area", _("Choose an area within your own."));
        if (r == ERR_NONE && kept == NULL) /* one that ended has another one in its place */
            record_set_int(record, "area", rows_int(&rows, 0, "id"));
        return r;
    }
    if (r == ERR_NONE)
        r = find(work, pool, "place.household", &range, "household", household, &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_INVALID, "household", _("There is no such household in your area."));
    if (r != ERR_NONE)
        return r;
    record_set_int(record, "area", rows_int(&rows, 0, "area"));
    *out = (struct place){door_of_row(pool, &rows, 0), rows_text(&rows, 0, "kinds")};
    return ERR_NONE;
}

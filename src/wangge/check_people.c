/* Where people, households and houses are, as told by the rows, their spans and the search index. */
#include "check.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/daily.h"
#include "wangge/work/work.h"

static const struct {
    const char *statement;
    const char *sentence; /* follows the number of rows that have the fault */
} faults[] = {
    {"check.residence",       N_("people do not live where their history says")     },
    {"check.occupancy",       N_("households are not at the house of their history")},
    {"check.house_place",     N_("houses are not in the area of their history")     },
    {"check.person_area",     N_("people are elsewhere than their household")       },
    {"check.person_found",    N_("people are not found by the search")              },
    {"check.household_found", N_("households are not found by the search")          },
};

enum err check_people(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;

    for (size_t i = 0; !r && i < COUNT_OF(faults); i++) {
        struct rows rows;
        r = db_query(work->db, pool, faults[i].statement, NULL, &rows, e);
        if (!r && rows_int(&rows, 0, "number") > 0) {
            report(to, pool_format(pool, _("%lld %s, such as the one with the id %lld."),
                                   (long long)rows_int(&rows, 0, "number"), _(faults[i].sentence),
                                   (long long)rows_int(&rows, 0, "one")));
        }
    }
    int64_t different = 0;
    r = r ? r : daily_compare(work, day_of(clock_now()), &different, e);
    if (!r && different > 0) {
        report(to, pool_format(pool,
                               _("%lld rows of who is to be visited are not what the registers say; "
                                 "\"wangge upkeep\" makes them so once a day."),
                               (long long)different));
    }
    pool_free(&pool);
    return r;
}

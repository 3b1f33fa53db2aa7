/* Cases against what their tables keep beside them: clocks, requests, units, merging, and whose turn it is. */
#include "check.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"

#include <string.h>

static const struct {
    const char *statement; /* the numbers of the cases that have the fault */
    const char *sentence;
} faults[] = {
    {"check.case_clocks",   N_("more than one clock is open for a stage.")                                   },
    {"check.case_runs",     N_("a clock runs although the case has ended or stands still.")                  },
    {"check.case_stands",   N_("the case is open and has no clock that runs, or stands, as the case does.")  },
    {"check.case_limits",   N_("the case says another limit than its clock.")                                },
    {"check.case_requests", N_("what waits for approval is not what the case says, or the case is not open.")},
    {"check.case_merged",   N_("it is merged into a case that is itself merged, or it goes on.")             },
    {"check.case_lead",     N_("the unit in charge is not the one that the case was handed to.")             },
};

static enum err look_for(struct work *work, struct pool *pool, size_t fault, void (*report)(void *to, const char *line),
                         void *to, struct error *e)
{
    struct rows rows;
    enum err r = db_query(work->db, pool, faults[fault].statement, NULL, &rows, e);

    for (size_t i = 0; !r && i < rows.count; i++) {
        report(to, pool_format(pool, "%s: %s", rows_text(&rows, i, "no"), _(faults[fault].sentence)));
    }
    return r;
}

/* Who is waited for, told anew from the workflow. */
static enum err turns(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new(), *of_one = pool_new();
    enum err r = db_query(work->db, pool, "check.case_waits", NULL, &rows, e);

    for (size_t i = 0; !r && i < rows.count; i++) {
        const char *waits = "", *kept = rows_text(&rows, i, "waits");
        pool_reset(of_one);
        r = rows_null(&rows, i, "closed_at") ? case_waits_for(work, of_one, rows_int(&rows, i, "id"), &waits, e)
                                             : ERR_NONE;
        if (!r && strcmp(waits, kept) != 0) {
            report(to, pool_format(of_one, _("%s: it waits for \"%s\", by the workflow for \"%s\"."),
                                   rows_text(&rows, i, "no"), kept, waits));
        }
    }
    pool_free(&of_one);
    pool_free(&pool);
    return r;
}

enum err check_case_tables(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;

    for (size_t i = 0; !r && i < COUNT_OF(faults); i++) {
        r = look_for(work, pool, i, report, to, e);
    }
    pool_free(&pool);
    return r ? r : turns(work, report, to, e);
}

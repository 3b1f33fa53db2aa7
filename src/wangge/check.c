/* Cases against the workflow and their own timelines. */
#include "check.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdbool.h>
#include <string.h>

struct check {
    struct work *work;
    struct pool *pool;
    void (*report)(void *to, const char *line);
    void *to;
};

static bool is_state(const char *state)
{
    const struct code_list *list = code_list("case_state");

    for (size_t i = 0; list && i < list->count; i++) {
        if (strcmp(list->codes[i].code, state) == 0) {
            return true;
        }
    }
    return false;
}

static enum err states(struct check *check, struct error *e)
{
    struct rows rows;
    enum err r = db_query(check->work->db, check->pool, "check.case_states", NULL, &rows, e);

    for (size_t i = 0; !r && i < rows.count; i++) {
        const char *state = rows_text(&rows, i, "state");
        if (!is_state(state)) {
            check->report(check->to, pool_format(check->pool, _("%lld cases are in the state \"%s\", which is none."),
                                                 (long long)rows_int(&rows, i, "number"), state));
        }
    }
    return r;
}

static enum err ways(struct check *check, struct error *e)
{
    struct rows rows;
    enum err r = db_query(check->work->db, check->pool, "check.case_ways", NULL, &rows, e);

    for (size_t i = 0; !r && i < rows.count; i++) {
        const char *command = rows_text(&rows, i, "command"), *from = rows_text(&rows, i, "from_state"),
                   *to = rows_text(&rows, i, "to_state");
        if (!workflow_has_way(command, from, to)) {
            check->report(check->to,
                          pool_format(check->pool, _("%lld steps \"%s\" from %s to %s are not in the workflow."),
                                      (long long)rows_int(&rows, i, "number"), command, from, to));
        }
    }
    return r;
}

/* Every row of the statement is a case with the same fault; format takes its number. */
static enum err faults(struct check *check, const char *statement, const char *sentence, struct error *e)
{
    struct rows rows;
    enum err r = db_query(check->work->db, check->pool, statement, NULL, &rows, e);

    for (size_t i = 0; !r && i < rows.count; i++) {
        check->report(check->to, pool_format(check->pool, "%s: %s", rows_text(&rows, i, "no"), sentence));
    }
    return r;
}

enum err check_cases(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct check check = {.work = work, .pool = pool_new(), .report = report, .to = to};
    enum err r = states(&check, e);

    r = r ? r : ways(&check, e);
    r = r ? r : faults(&check, "check.case_end", _("the timeline does not end at the state of the case."), e);
    r = r ? r : faults(&check, "check.case_gap", _("a step does not begin where the one before it ended."), e);
    r = r ? r : faults(&check, "check.case_closed", _("the case is over without a time, or the other way round."), e);
    pool_free(&check.pool);
    return r;
}

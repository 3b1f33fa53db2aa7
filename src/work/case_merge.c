/* One matter that came in several times: the others go on and end with the main case. */
#include "case_do.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <string.h>

enum err case_merge(struct step *step, struct error *e)
{
    const struct case_now *now = step->now;
    struct rows rows;
    enum err r = db_query(now->work->db, now->pool, "case.merged", BINDS(BIND_INT("id", now->id)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        return error_set(e, ERR_INVALID, "into", _("Case %s is merged into this one: merge it into the other first."),
                         rows_text(&rows, 0, "no"));
    step->merged_into = record_int(step->given, "into");
    if (r == ERR_NONE)
        r = db_query(now->work->db, now->pool, "case.outcome", BINDS(BIND_INT("id", step->merged_into)), &rows, e);
    if (r == ERR_NONE) { /* the main case may have been closed already */
        step->outcome = rows_text(&rows, 0, "outcome")[0] == '\0' ? "merged" : rows_text(&rows, 0, "outcome");
        if (rows_text(&rows, 0, "outcome")[0] != '\0')
            step->result = rows_text(&rows, 0, "result");
    }
    return r;
}

enum err case_merged_follow(struct step *step, struct error *e)
{
    const struct case_now *now = step->now;
    bool over = strcmp(step->state, "closed") == 0, before = strcmp(now->facts.state, "closed") == 0;
    if (over == before || strcmp(step->state, "archived") == 0 || strcmp(now->facts.state, "archived") == 0)
        return ERR_NONE;
    return db_execute(now->work->db, "case.merged_follow",
                      BINDS(BIND_INT("id", now->id), BIND_TEXT("outcome", over ? step->outcome : "merged"),
                            BIND_TEXT("result", over ? step->result : ""), BIND_INT("me", now->work->actor.user),
                            BIND_INT("now", step->at)),
                      NULL, e);
}

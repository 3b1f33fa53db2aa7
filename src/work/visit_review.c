#include "wangge/work/visit_review.h"

#include "evaluation_month.h"
#include "inside.h"
#include "record_row.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <string.h>

enum err review_area(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "visit.review", e);
    if (r == ERR_NONE)
        r = area_find(work, pool, pool_format(pool, "%lld", (long long)(area == 0 ? work->actor.area : area)), out, e);
    if (r == ERR_NONE && rows_int(out, 0, "level") < LEVEL_COMMUNITY)
        r = error_set(e, ERR_INVALID, "area", _("Entries are reviewed community by community: choose one, or a grid."));
    return r;
}

/* Where the actor reviews within the area. */
static enum err find_range(struct work *work, struct pool *pool, int64_t area, struct scope_range *out, struct error *e)
{
    struct scope_range narrow = {0};
    struct rows found;
    enum err r = review_area(work, pool, area, &found, e);
    if (r == ERR_NONE)
        r = right_range(work, "visit.review", out, e);
    if (r != ERR_NONE)
        return r;
    area_range(rows_text(&found, 0, "path"), narrow.lo, narrow.hi);
    range_narrow(out, &narrow);
    return ERR_NONE;
}

enum err review_list(struct work *work, struct pool *pool, const char *month, int64_t area, struct rows *out,
                     struct error *e)
{
    struct scope_range range;
    day_t first, last;
    if (!month_parse(month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("A month is written YYYY-MM."));
    enum err r = find_range(work, pool, area, &range, e);
    if (r != ERR_NONE)
        return r;
    return db_query(work->db, pool, "visit_review.list",
                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("from", day_start(first)),
                          BIND_INT("until", day_start(last + 1)), BIND_INT("me", work_me(work)),
                          BIND_INT("hand", work->actor.user)),
                    out, e);
}

enum err review_waiting(struct work *work, int64_t area, int64_t *now, int64_t *before, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    struct rows rows = {0};
    char month[MONTH_TEXT], last[MONTH_TEXT];
    day_t from = 0, until = 0, first = 0, end = 0;

    month_of(day_of(clock_now()), month);
    month_add(month, -1, last);
    month_parse(month, &from, &until);
    month_parse(last, &first, &end);
    enum err r = find_range(work, pool, area, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit_review.waiting",
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("first", day_start(first)),
                           BIND_INT("from", day_start(from)), BIND_INT("until", day_start(until + 1)),
                           BIND_TEXT("month", last), BIND_INT("me", work_me(work)), BIND_INT("hand", work->actor.user)),
                     &rows, e);
    *now = r == ERR_NONE ? rows_int(&rows, 0, "now") : 0;
    *before = r == ERR_NONE ? rows_int(&rows, 0, "before") : 0;
    pool_free(&pool);
    return r;
}

enum err grade_factors(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "visit.grade_factors", NULL, out, e);
}

/* One review on its way. */
struct review {
    struct work *work;
    struct pool *pool;
    struct rows row;
    const char *comment;
    int64_t id;
};

static enum err find(struct review *review, const char *id_or_no, int64_t version, struct error *e)
{
    struct work *work = review->work;
    struct scope_range range;
    enum err r = right_range(work, "visit.review", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, review->pool, "visit_review.find",
                     BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi)),
                     &review->row, e);
    if (r != ERR_NONE)
        return r;
    if (review->row.count == 0)
        return error_set(e, ERR_NOT_FOUND, NULL, _("There is no visit %s here."), id_or_no);
    int64_t author = rows_int(&review->row, 0, "created_by");
    review->id = rows_int(&review->row, 0, "id");
    if (author == work->actor.user || author == work_me(work))
        return error_set(e, ERR_DENIED, NULL, _("Nobody reviews what they wrote themselves."));
    if (version != 0 && version != rows_int(&review->row, 0, "version"))
        return error_set(e, ERR_CONFLICT, NULL, _("%s has been changed meanwhile: read it again."),
                         rows_text(&review->row, 0, "no"));
    return month_need_open(work, rows_int(&review->row, 0, "visited_at"), rows_int(&review->row, 0, "area"), e);
}

static enum err check_comment(struct review *review, bool required, struct error *e)
{
    char *comment = text_trim(pool_text(review->pool, review->comment == NULL ? "" : review->comment));
    review->comment = comment;
    if (required && *comment == '\0')
        return error_set(e, ERR_INVALID, "comment", _("Say why: the author reads it."));
    if (text_count(comment) > REVIEW_MOST)
        return error_set(e, ERR_INVALID, "comment", _("At most %d characters."), REVIEW_MOST);
    return ERR_NONE;
}

static enum err begin(struct review *review, struct work *work, const char *id_or_no, int64_t version,
                      const char *comment, bool required, struct error *e)
{
    *review = (struct review){.work = work, .pool = pool_new(), .comment = comment};
    enum err r = right_need(work, "visit.review", e);
    if (r == ERR_NONE)
        r = check_comment(review, required, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find(review, id_or_no, version, e);
    return r;
}

static enum err write(struct review *review, const char *statement, struct bind own, struct error *e)
{
    struct work *work = review->work;
    int64_t changed = 0;
    enum err r = db_execute(work->db, statement,
                            BINDS(BIND_INT("id", review->id), BIND_TEXT("review", review->comment),
                                  BIND_INT("version", rows_int(&review->row, 0, "version")),
                                  BIND_INT("me", work->actor.user), BIND_INT("now", clock_now()), own),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = saved_meanwhile(&review->row, e);
    return r;
}

/* The new version as it is now, history, audit; line (NULL: none) goes to the author. */
static enum err end(struct review *review, enum err r, const char *note, const char *line, struct error *e)
{
    struct work *work = review->work;
    struct record *record = record_new();
    if (r == ERR_NONE)
        r = visit_read(work, pool_format(review->pool, "%lld", (long long)review->id), record, e);
    if (r == ERR_NONE)
        r = history_write(work, "visit", review->id, record_int(record, "version"), record, e);
    if (r == ERR_NONE && line != NULL)
        r = inbox_add(work, rows_int(&review->row, 0, "created_by"), "visit", review->id, 0, line, e);
    r = audit_end(work, r, "visit.review", "visit", review->id, note, e);
    record_free(&record);
    pool_free(&review->pool);
    return r;
}

enum err visit_grade(struct work *work, const char *id_or_no, int64_t version, const char *grade, const char *comment,
                     struct error *e)
{
    struct review review;
    enum err r = begin(&review, work, id_or_no, version, comment, false, e);
    if (r == ERR_NONE && code_find(code_list("diary_grade"), grade) == NULL)
        r = error_set(e, ERR_INVALID, "grade", _("There is no grade \"%s\"."), grade);
    if (r == ERR_NONE)
        r = write(&review, "visit_review.grade", BIND_TEXT("grade", grade), e);
    return end(&review, r, grade, NULL, e);
}

enum err visit_return(struct work *work, const char *id_or_no, int64_t version, const char *reason, struct error *e)
{
    struct review review;
    const char *line = NULL;
    enum err r = begin(&review, work, id_or_no, version, reason, true, e);
    if (r == ERR_NONE && !rows_null(&review.row, 0, "returned_at"))
        r = error_set(e, ERR_STATE, NULL, _("%s has been given back already and waits for its author."),
                      rows_text(&review.row, 0, "no"));
    if (r == ERR_NONE) {
        line = pool_format(review.pool, _("%s is given back to you for completion: %s"),
                           rows_text(&review.row, 0, "no"), review.comment);
        r = write(&review, "visit_review.return", (struct bind){.name = NULL}, e);
    }
    return end(&review, r, "return", line, e);
}

enum err visit_set_counts(struct work *work, const char *id_or_no, int64_t version, bool counts, const char *reason,
                          struct error *e)
{
    struct review review;
    const char *line = NULL;
    enum err r = begin(&review, work, id_or_no, version, reason, true, e);
    if (r == ERR_NONE && (rows_int(&review.row, 0, "counts") != 0) == counts)
        r = error_set(e, ERR_STATE, NULL, counts ? _("%s counts.") : _("%s does not count already."),
                      rows_text(&review.row, 0, "no"));
    if (r == ERR_NONE) {
        line = pool_format(review.pool, counts ? _("%s counts again: %s") : _("%s does not count: %s"),
                           rows_text(&review.row, 0, "no"), review.comment);
        r = write(&review, "visit_review.count", BIND_INT("counts", counts), e);
    }
    return end(&review, r, counts ? "counts" : "does not count", line, e);
}

/* The review 评阅 of the diary: grade and comment of the station (or street, district, inspector), giving back for
 * completion, "does not count", and the evidence that helps to decide. Needs the right visit.review; nobody reviews
 * what they wrote themselves, and nothing is reviewed any more once the month is frozen. A review is a new version of
 * the entry that leaves all that its author typed as it is: a form that is open meanwhile saves without a question. */
#ifndef WANGGE_WORK_VISIT_REVIEW_H
#define WANGGE_WORK_VISIT_REVIEW_H

#include "wangge/base/error.h"
#include "wangge/work/copied.h"

#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define REVIEW_MOST   500 /* characters of a comment */
#define COMPARED_DAYS 180 /* before the month: entries that may have been copied */

/* The area (0: the actor's own) whose entries are reviewed together: a community, or an area below one; ERR_INVALID
 * above. row 0 of out is the area (work/area.h). */
enum err review_area(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);

/* Entries of a month in that area, oldest first; rows: id, no, kind, on, channel, area, area_name, household, address,
 * persons, text, outcome, valid, counts, grade, review, reviewer_name, reviewed_at, returned_at, version, author
 * (login), by_name, created_by, created_at, reviewed (0 not yet, 1 changed since then, 2). */
enum err review_list(struct work *work, struct pool *pool, const char *month, int64_t area, struct rows *out,
                     struct error *e);

/* How many entries of that area wait for review: of this month and of the one before, unless that is frozen. */
enum err review_waiting(struct work *work, int64_t area, int64_t *now, int64_t *before, struct error *e);

/* Each is one transaction with history and audit. version: of the entry as it was read (0: whatever it is now), else
 * ERR_CONFLICT. The comment may be empty of a grade only. */
enum err visit_grade(struct work *work, const char *id_or_no, int64_t version, const char *grade, const char *comment,
                     struct error *e);
/* To the author, for completion; the author's next save ends it. */
enum err visit_return(struct work *work, const char *id_or_no, int64_t version, const char *reason, struct error *e);
/* false: found untrue, counts for nothing; true takes that back. */
enum err visit_set_counts(struct work *work, const char *id_or_no, int64_t version, bool counts, const char *reason,
                          struct error *e);

/* What an entry of that grade is worth, 0 to 1. */
enum err grade_factors(struct work *work, struct pool *pool, struct rows *out, struct error *e); /* grade, factor */

enum evidence_kind { EVIDENCE_COPY, EVIDENCE_WALK, EVIDENCE_MINUTE, EVIDENCE_LATE };

struct evidence_entry {
    int64_t id, on, recorded;
    const char *no, *by_name, *address, *text;
};

/* Something to look at twice; a human decides what it means. */
struct evidence {
    enum evidence_kind kind;
    size_t count;
    struct evidence_entry *entries; /* of a copy: the entry, and the earlier one that it is like */
    int percent;                    /* of a copy */
    size_t passage_count;
    struct copied_passage *passages; /* of a copy: what stands in both texts */
    int minutes;                     /* of the others: from the first to the last */
};

/* Of the entries of a month in the area; entry (0: all): only what that one takes part in. */
enum err review_evidence(struct work *work, struct pool *pool, const char *month, int64_t area, int64_t entry,
                         struct evidence **out, size_t *count, struct error *e);
/* Of one entry, which may be the actor's own to review or not. */
enum err review_evidence_of(struct work *work, struct pool *pool, const char *id_or_no, struct evidence **out,
                            size_t *count, struct error *e);
const char *evidence_name(enum evidence_kind kind); /* "copy" */
/* One sentence. */
const char *evidence_text(struct pool *pool, const struct evidence *evidence);

#endif

/* The review of a month of the diary: a list, and entry after entry to read. Private to src/screen/review*.c. */
#ifndef SCREEN_REVIEW_H
#define SCREEN_REVIEW_H

#include "wangge/base/date.h"
#include "wangge/db/db.h"
#include "wangge/work/visit_review.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct ui;
struct work;

enum review_part { REVIEW_WAITING, REVIEW_FLAGGED, REVIEW_ALL, REVIEW_PARTS };

struct reviewing {
    struct ui *ui;
    struct work *work;
    int64_t area;
    char area_name[96], month[MONTH_TEXT];
    char author[40], author_name[64]; /* "": of everybody */
    enum review_part part;
    struct pool *entries_pool, *evidence_pool;
    struct rows entries;
    struct evidence *evidence;
    size_t evidence_count;
    size_t *shown, shown_count; /* rows of entries: what looks odd comes first */
    size_t waiting, flagged;    /* of all entries, of the author asked for */
    bool evidence_known;
};

enum err review_load(struct reviewing *r, struct error *e);
/* The n-th evidence that an entry takes part in, NULL behind the last. */
const struct evidence *review_evidence_at(const struct reviewing *r, int64_t entry, size_t n);
/* Reads from the n-th shown entry on, until the user leaves. */
void review_read_screen(struct reviewing *r, size_t n);
/* Grade and comment, giving back, what does not count, of one entry or several; true when something was done. */
bool review_menu(struct reviewing *r, const int64_t *ids, size_t count);
/* Grade and comment in one line: "good 0.9: ..."; "" when nobody has said anything. */
const char *review_mark_line(struct pool *pool, const struct rows *rows, size_t row);

#endif

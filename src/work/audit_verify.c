#include "wangge/work/audit_verify.h"

#include "audit_chain.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

/* A month less than the least that the audit is kept: what was written before a standstill is seen after it. */
#define KEPT_LEAST ((int64_t)150 * DAY_SECONDS)
#define SHIFT_MOST 1000 /* numbers that rows may have been moved by for the kind of the fault to be told */

struct walk {
    struct db *db;
    const struct anchors *anchors;
    struct audit_verdict *out;
    struct pool *pool, *beside; /* of the page, and of what is looked up beside it */
    size_t mark;                /* the next one of the anchors */
    int64_t id;                 /* the row before, 0 for none */
    char hash[SHA256_TEXT];     /* its hash */
    int64_t seen;               /* the last row that is what the witness saw */
};

static void found(struct walk *w, enum audit_fault fault, int64_t row, int64_t until)
{
    w->out->fault = fault;
    w->out->row = row;
    w->out->until = until;
}

static bool hash_fits(const char *previous, const struct rows *rows, size_t i, int64_t id)
{
    char hash[SHA256_TEXT];
    audit_hash_of_row(previous, rows, i, id, hash);
    return strcmp(hash, rows_text(rows, i, "hash")) == 0;
}

/* --- what kind of fault it is ------------------------------------------------------------------------------------ */

/* By how much the rows after this one were moved; 0 when they were not. */
static enum err shift_after(struct walk *w, const struct rows *rows, size_t i, int64_t *shift, struct error *e)
{
    struct rows next = {0};
    *shift = 0;
    enum err r = audit_page(w->db, w->beside, rows_int(rows, i, "id"), &next, e);
    if (r != ERR_NONE || next.count == 0)
        return r;
    const char *hash = rows_text(rows, i, "hash");
    int64_t id = rows_int(&next, 0, "id");
    if (hash_fits(w->hash, &next, 0, id - 1)) { /* it stood in the place of this one, which has a hash made up */
        *shift = -1;
        return ERR_NONE;
    }
    for (int64_t by = 1; *shift == 0 && by <= SHIFT_MOST; by++)
        *shift = hash_fits(hash, &next, 0, id + by) ? by : id > by && hash_fits(hash, &next, 0, id - by) ? -by : 0;
    return ERR_NONE;
}

/* Whether the row fits at another place of the chain. */
static enum err fits_elsewhere(struct walk *w, const struct rows *rows, size_t i, bool *fits, struct error *e)
{
    char previous[SHA256_TEXT];
    struct rows page = {0};
    int64_t last = w->out->pruned;
    text_copy(previous, sizeof previous, last == 0 ? AUDIT_BEGINNING : "");
    *fits = false;
    enum err r = audit_page(w->db, w->beside, last, &page, e);
    while (r == ERR_NONE && page.count > 0 && !*fits) {
        for (size_t k = 0; k < page.count && !*fits; k++) {
            last = rows_int(&page, k, "id");
            *fits = last != rows_int(rows, i, "id") && hash_fits(previous, rows, i, last);
            text_copy(previous, sizeof previous, rows_text(&page, k, "hash"));
        }
        if (!*fits)
            r = audit_page(w->db, w->beside, last, &page, e);
    }
    return r;
}

/* Whether the row fits when it was moved by so much: then it is those before it that were put in. */
static enum err fits_moved(struct walk *w, const struct rows *rows, size_t i, int64_t shift, bool *fits,
                           struct error *e)
{
    struct rows before = {0};
    int64_t id = rows_int(rows, i, "id") + shift;
    *fits = id == 1 && hash_fits(AUDIT_BEGINNING, rows, i, id);
    if (id <= 1)
        return ERR_NONE;
    enum err r = audit_page(w->db, w->beside, id - 2, &before, e);
    *fits = r == ERR_NONE && before.count > 0 && hash_fits(rows_text(&before, 0, "hash"), rows, i, id);
    return r;
}

static enum err name_fault(struct walk *w, const struct rows *rows, size_t i, struct error *e)
{
    int64_t id = rows_int(rows, i, "id"), shift = 0;
    bool fits = false;
    enum err r = shift_after(w, rows, i, &shift, e);
    if (r == ERR_NONE && shift == 0)
        r = fits_elsewhere(w, rows, i, &fits, e);
    if (r == ERR_NONE && shift < 0)
        r = fits_moved(w, rows, i, shift, &fits, e);
    if (shift > 0)
        found(w, AUDIT_MISSING, id, id);
    else if (shift < 0)
        found(w, AUDIT_INSERTED, fits ? id + shift : id, fits ? id - 1 : id);
    else
        found(w, fits ? AUDIT_ORDER : AUDIT_CHANGED, id, id);
    return r;
}

/* --- the walk ---------------------------------------------------------------------------------------------------- */

/* A row against what the witness saw of it. */
static void compare_with_mark(struct walk *w, int64_t id)
{
    const struct anchors *anchors = w->anchors;
    uint8_t digest[SHA256_SIZE];
    while (w->mark < anchors->count && anchors->marks[w->mark].id < id)
        w->mark++;
    if (w->mark == anchors->count || anchors->marks[w->mark].id != id)
        return;
    if (hex_parse(w->hash, digest, sizeof digest) && memcmp(digest, anchors->marks[w->mark].hash, sizeof digest) == 0)
        w->seen = id;
    else
        found(w, AUDIT_REWRITTEN, w->seen + 1, id);
}

static enum err look_at_row(struct walk *w, const struct rows *rows, size_t i, struct error *e)
{
    int64_t id = rows_int(rows, i, "id");
    w->out->rows++;
    if (id != w->id + 1) {
        found(w, AUDIT_MISSING, w->id + 1, id - 1);
        return ERR_NONE;
    }
    if (!hash_fits(w->hash, rows, i, id))
        return name_fault(w, rows, i, e);
    w->id = id;
    text_copy(w->hash, sizeof w->hash, rows_text(rows, i, "hash"));
    compare_with_mark(w, id);
    return ERR_NONE;
}

static enum err walk_rows(struct walk *w, struct error *e)
{
    struct rows page = {0};
    enum err r = audit_page(w->db, w->pool, w->id, &page, e);
    while (r == ERR_NONE && page.count > 0 && w->out->fault == AUDIT_GOOD) {
        for (size_t i = 0; i < page.count && r == ERR_NONE && w->out->fault == AUDIT_GOOD; i++)
            r = look_at_row(w, &page, i, e);
        if (r == ERR_NONE && w->out->fault == AUDIT_GOOD)
            r = audit_page(w->db, w->pool, w->id, &page, e);
    }
    w->out->last = w->id;
    return r;
}

/* --- both ends --------------------------------------------------------------------------------------------------- */

static const struct anchor_mark *mark_from(const struct anchors *anchors, int64_t id)
{
    size_t i = 0;
    while (i < anchors->count && anchors->marks[i].id < id)
        i++;
    return i < anchors->count ? &anchors->marks[i] : NULL;
}

/* By the clock of the witness: that of the rows is told by whoever removed them. */
static bool was_old_enough(const struct anchors *anchors, int64_t pruned, int64_t by_row)
{
    if (anchors->count == 0)
        return true;
    const struct anchor_mark *removed = mark_from(anchors, pruned), *told = mark_from(anchors, by_row);
    return removed && removed->at <= (told ? told->at : clock_now()) - KEPT_LEAST;
}

/* The chain begins with row 1, or with the one after those that upkeep has removed. */
static enum err find_beginning(struct walk *w, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(w->db, w->beside, "audit.first", NULL, &rows, e);
    text_copy(w->hash, sizeof w->hash, AUDIT_BEGINNING);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    int64_t before = rows_int(&rows, 0, "id") - 1;
    w->out->first = before + 1;
    if (before == 0)
        return r;
    r = db_query(w->db, w->beside, "audit.prune_row", BINDS(BIND_INT("object", before)), &rows, e);
    if (r != ERR_NONE)
        return r;
    if (rows.count == 0) {
        found(w, AUDIT_MISSING, 1, before);
        return r;
    }
    w->id = w->seen = w->out->pruned = before;
    text_copy(w->hash, sizeof w->hash, rows_text(&rows, 0, "note"));
    if (!was_old_enough(w->anchors, before, rows_int(&rows, 0, "id")))
        found(w, AUDIT_PRUNED, 1, before);
    return r;
}

/* The last number that was given. */
static enum err last_given(struct walk *w, int64_t *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(w->db, w->beside, "audit.sequence", NULL, &rows, e);
    *out = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "next") - 1 : 0;
    return r;
}

/* given is what was read before the walk: others go on writing meanwhile. */
static enum err compare_ends(struct walk *w, int64_t given, struct error *e)
{
    const struct anchors *anchors = w->anchors;
    int64_t now = 0;
    enum err r = last_given(w, &now, e);
    if (r != ERR_NONE || w->out->fault != AUDIT_GOOD)
        return r;
    if (anchors->count > 0 && anchors->marks[anchors->count - 1].id > w->id)
        found(w, AUDIT_CUT, w->id + 1, anchors->marks[anchors->count - 1].id);
    else if (given > w->id)
        found(w, AUDIT_CUT, w->id + 1, given);
    else if (now < w->id)
        found(w, AUDIT_INSERTED, now + 1, w->id);
    return r;
}

static enum err walk(struct walk *w, struct error *e)
{
    int64_t given = 0;
    enum err r = last_given(w, &given, e);
    if (r == ERR_NONE)
        r = find_beginning(w, e);
    if (r == ERR_NONE && w->out->fault == AUDIT_GOOD)
        r = walk_rows(w, e);
    return r == ERR_NONE ? compare_ends(w, given, e) : r;
}

static void take_anchors(const struct anchors *anchors, struct audit_verdict *out)
{
    out->seals = anchors->sealed ? AUDIT_SEALED : AUDIT_UNSEALED;
    out->anchors_fault = anchors->fault;
    text_copy(out->anchors_file, sizeof out->anchors_file, anchors->file);
    out->anchors_no = anchors->no;
    out->anchors_lines = anchors->lines;
    out->restored_at = anchors->restored_at;
    if (anchors->count > 0) {
        out->seen = anchors->marks[anchors->count - 1].id;
        out->seen_at = anchors->marks[anchors->count - 1].at;
    }
}

/* Upkeep may remove old rows while the walk is among them: then it begins again. */
static enum err walk_again(struct work *work, const struct anchors *anchors, struct audit_verdict *out, struct error *e)
{
    const struct audit_verdict clean = *out;
    enum err r = ERR_NONE;
    for (int again = 1; again >= 0 && r == ERR_NONE; again--) {
        struct walk w = {.db = work->db, .anchors = anchors, .out = out, .pool = pool_new(), .beside = pool_new()};
        int64_t first = 0;
        *out = clean;
        r = walk(&w, e);
        first = out->first;
        struct rows rows = {0};
        if (r == ERR_NONE && out->fault == AUDIT_MISSING)
            r = db_query(work->db, w.beside, "audit.first", NULL, &rows, e);
        pool_free(&w.pool);
        if (rows.count == 0 || rows_int(&rows, 0, "id") == first)
            again = 0;
        pool_free(&w.beside);
    }
    return r;
}

enum err audit_verify(struct work *work, const char *folder, struct audit_verdict *out, struct error *e)
{
    struct anchors anchors = {0};
    *out = (struct audit_verdict){0};
    enum err r = right_need(work, "audit.verify", e);
    if (r != ERR_NONE)
        return r;
    r = anchors_read(folder, &anchors, e);
    if (r == ERR_NONE)
        take_anchors(&anchors, out);
    else
        out->seals = r == ERR_NOT_FOUND ? AUDIT_NO_ANCHORS : AUDIT_CLOSED_ANCHORS;
    r = walk_again(work, &anchors, out, e);
    if (out->last > out->seen)
        out->unseen = out->last - out->seen;
    anchors_free(&anchors);
    return r;
}

bool audit_is_good(const struct audit_verdict *verdict)
{
    return verdict->fault == AUDIT_GOOD && verdict->anchors_fault == ANCHORS_GOOD;
}

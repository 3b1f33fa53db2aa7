/* What a reviewer should look at twice: entries like earlier ones, and entries that come in bursts. Nothing is kept: it
 * is found again whenever somebody looks. */
#include "inside.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/visit_review.h"
#include "wangge/work/work.h"

#include <string.h>

#define DOOR_CHANNEL "1"

struct looking {
    struct pool *pool;
    struct rows rows;
    int64_t month_from, entry;
    struct evidence *out;
    size_t count, room;
};

static struct evidence_entry entry_of(const struct looking *l, size_t row)
{
    const struct rows *rows = &l->rows;
    return (struct evidence_entry){.id = rows_int(rows, row, "id"),
                                   .on = rows_int(rows, row, "visited_at"),
                                   .recorded = rows_int(rows, row, "created_at"),
                                   .no = rows_text(rows, row, "no"),
                                   .by_name = rows_text(rows, row, "by_name"),
                                   .address = rows_text(rows, row, "address"),
                                   .text = rows_text(rows, row, "text")};
}

static struct evidence *add(struct looking *l, enum evidence_kind kind, size_t count, const size_t *rows)
{
    if (l->count == l->room) {
        struct evidence *more = pool_new_piece(l->pool, l->room * 2 + 16, sizeof *more);
        if (l->count > 0)
            memcpy(more, l->out, l->count * sizeof *more);
        l->out = more;
        l->room = l->room * 2 + 16;
    }
    struct evidence *evidence = &l->out[l->count++];
    evidence->kind = kind;
    evidence->count = count;
    evidence->entries = pool_new_piece(l->pool, count, sizeof *evidence->entries);
    for (size_t i = 0; i < count; i++)
        evidence->entries[i] = entry_of(l, rows[i]);
    return evidence;
}

/* Names of people and of the door, as they are left out. */
static const char *names_of(const struct looking *l, size_t row)
{
    const char *address = rows_text(&l->rows, row, "address");
    size_t road = strcspn(address, "0123456789 ");
    return pool_format(l->pool, "%s,%s,%.*s", rows_text(&l->rows, row, "persons"), address, (int)road, address);
}

static bool is_asked(const struct looking *l, const int64_t *areas, size_t area_count, size_t row)
{
    if (rows_int(&l->rows, row, "visited_at") < l->month_from)
        return false;
    if (l->entry != 0)
        return rows_int(&l->rows, row, "id") == l->entry;
    for (size_t i = 0; i < area_count; i++)
        if (areas[i] == rows_int(&l->rows, row, "area"))
            return true;
    return false;
}

static void find_copies(struct looking *l, const int64_t *areas, size_t area_count)
{
    struct copied_entry *entries = mem_new(l->rows.count + 1, sizeof *entries);
    struct copied_pair *pairs;
    for (size_t i = 0; i < l->rows.count; i++)
        entries[i] = (struct copied_entry){.text = rows_text(&l->rows, i, "text"),
                                           .names = names_of(l, i),
                                           .author = rows_int(&l->rows, i, "created_by"),
                                           .area = rows_int(&l->rows, i, "area"),
                                           .at = rows_int(&l->rows, i, "visited_at"),
                                           .asked = is_asked(l, areas, area_count, i)};
    size_t count = copied_find(l->pool, entries, l->rows.count, &pairs);
    for (size_t i = 0; i < count; i++) {
        struct evidence *evidence = add(l, EVIDENCE_COPY, 2, (const size_t[]){pairs[i].entry, pairs[i].other});
        evidence->percent = pairs[i].percent;
        evidence->passage_count = pairs[i].count;
        evidence->passages = pairs[i].passages;
    }
    mem_free(entries);
}

static bool is_walked(const struct looking *l, size_t row)
{
    return strcmp(rows_text(&l->rows, row, "kind"), "visit") == 0 &&
           strcmp(rows_text(&l->rows, row, "channel"), DOOR_CHANNEL) == 0;
}

/* Doors without a building of their own stand for themselves. */
static const char *building_of(const struct looking *l, size_t row)
{
    const char *building = rows_text(&l->rows, row, "building"), *address = rows_text(&l->rows, row, "address");
    return *building == '\0' ? address : pool_format(l->pool, "%s %s", rows_text(&l->rows, row, "area"), building);
}

static int64_t door_of(const struct looking *l, size_t row)
{
    int64_t household = rows_int(&l->rows, row, "household"), place = rows_int(&l->rows, row, "place");
    return household != 0 ? household : -place;
}

static void find_bursts(struct looking *l, const int64_t *areas, size_t area_count)
{
    static const enum evidence_kind kinds[] = {
        [BURST_WALK] = EVIDENCE_WALK, [BURST_MINUTE] = EVIDENCE_MINUTE, [BURST_LATE] = EVIDENCE_LATE};
    struct burst_entry *entries = mem_new(l->rows.count + 1, sizeof *entries);
    size_t *rows = mem_new(l->rows.count + 1, sizeof *rows), count = 0;
    struct burst *bursts;
    for (size_t i = 0; i < l->rows.count; i++) {
        if (rows_int(&l->rows, i, "visited_at") < l->month_from)
            continue;
        rows[count] = i;
        entries[count++] = (struct burst_entry){.author = rows_int(&l->rows, i, "created_by"),
                                                .at = rows_int(&l->rows, i, "visited_at"),
                                                .recorded = rows_int(&l->rows, i, "created_at"),
                                                .door = door_of(l, i),
                                                .building = building_of(l, i),
                                                .walked = is_walked(l, i)};
    }
    size_t found = burst_find(l->pool, entries, count, &bursts);
    for (size_t b = 0; b < found; b++) {
        bool asked = false;
        for (size_t i = 0; i < bursts[b].count; i++) {
            bursts[b].entries[i] = rows[bursts[b].entries[i]];
            asked |= is_asked(l, areas, area_count, bursts[b].entries[i]);
        }
        if (asked)
            add(l, kinds[bursts[b].kind], bursts[b].count, bursts[b].entries)->minutes = bursts[b].minutes;
    }
    mem_free(entries);
    mem_free(rows);
}

/* The community around an area, as far as the actor reviews: its entries tell what everybody writes. */
static enum err read_compared(struct looking *l, struct work *work, const char *path, day_t first, day_t last,
                              struct error *e)
{
    struct scope_range range, community = {0};
    enum err r = right_range(work, "visit.review", &range, e);
    if (r != ERR_NONE)
        return r;
    area_range(pool_text_n(l->pool, path, strnlen(path, LEVEL_COMMUNITY * AREA_PART)), community.lo, community.hi);
    range_narrow(&range, &community);
    l->month_from = day_start(first);
    return db_query(work->db, l->pool, "visit_review.compared",
                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                          BIND_INT("from", day_start(first - COMPARED_DAYS)), BIND_INT("until", day_start(last + 1))),
                    &l->rows, e);
}

/* The areas of the entries that are asked for: those below the path. */
static enum err areas_below(struct looking *l, struct work *work, const char *path, const int64_t **out, size_t *count,
                            struct error *e)
{
    char lo[64], hi[64];
    struct rows rows;
    area_range(path, lo, hi);
    enum err r =
        db_query(work->db, l->pool, "visit_review.areas", BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &rows, e);
    if (r != ERR_NONE)
        return r;
    int64_t *areas = pool_new_piece(l->pool, rows.count + 1, sizeof *areas);
    for (size_t i = 0; i < rows.count; i++)
        areas[i] = rows_int(&rows, i, "id");
    *out = areas;
    *count = rows.count;
    return ERR_NONE;
}

enum err review_evidence(struct work *work, struct pool *pool, const char *month, int64_t area, int64_t entry,
                         struct evidence **out, size_t *count, struct error *e)
{
    struct looking l = {.pool = pool, .entry = entry};
    const int64_t *areas = NULL;
    size_t area_count = 0;
    struct rows found;
    day_t first, last;
    *out = NULL;
    *count = 0;
    if (!month_parse(month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("A month is written YYYY-MM."));
    enum err r = review_area(work, pool, area, &found, e);
    const char *path = r == ERR_NONE ? rows_text(&found, 0, "path") : "";
    if (r == ERR_NONE)
        r = read_compared(&l, work, path, first, last, e);
    if (r == ERR_NONE)
        r = areas_below(&l, work, path, &areas, &area_count, e);
    if (r != ERR_NONE)
        return r;
    find_copies(&l, areas, area_count);
    find_bursts(&l, areas, area_count);
    *out = l.out;
    *count = l.count;
    return ERR_NONE;
}

enum err review_evidence_of(struct work *work, struct pool *pool, const char *id_or_no, struct evidence **out,
                            size_t *count, struct error *e)
{
    struct scope_range range;
    struct rows row;
    char month[MONTH_TEXT];
    enum err r = right_range(work, "visit.review", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit_review.find",
                     BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi)),
                     &row, e);
    if (r == ERR_NONE && row.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no visit %s here."), id_or_no);
    if (r != ERR_NONE)
        return r;
    month_of(day_of(rows_int(&row, 0, "visited_at")), month);
    return review_evidence(work, pool, month, rows_int(&row, 0, "area"), rows_int(&row, 0, "id"), out, count, e);
}

const char *evidence_name(enum evidence_kind kind)
{
    static const char *const names[] = {
        [EVIDENCE_COPY] = "copy", [EVIDENCE_WALK] = "walk", [EVIDENCE_MINUTE] = "minute", [EVIDENCE_LATE] = "late"};
    return names[kind];
}

const char *evidence_text(struct pool *pool, const struct evidence *evidence)
{
    char on[DATE_MINUTE];
    int within = evidence->minutes == 0 ? 1 : evidence->minutes;
    switch (evidence->kind) {
    case EVIDENCE_COPY:
        instant_minute(evidence->entries[1].on, on);
        return pool_format(pool, _("%d%% like %s (%.10s %s)"), evidence->percent, evidence->entries[1].no, on,
                           evidence->entries[1].by_name);
    case EVIDENCE_WALK:
        return pool_format(pool, _("%zu doors in several buildings within %d minutes"), evidence->count, within);
    case EVIDENCE_MINUTE:
        return pool_format(pool, _("%zu doors in the same minute"), evidence->count);
    default:
        return pool_format(pool, _("%zu entries recorded days later, within %d minutes"), evidence->count, within);
    }
}

#include "visit_patrol.h"

#include "desk.h"
#include "rows.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/mark.h"
#include "wangge/work/patrol.h"

#include <string.h>

static const enum mark_make FINDINGS[] = {MARK_HAZARD, MARK_CASE};

enum { FINDING_COUNT = sizeof FINDINGS / sizeof *FINDINGS };

static bool points_of(const struct desk *desk, const struct record *record, struct pool *pool, struct rows *out)
{
    return patrol_points(desk->work, pool, record_int(record, "area"), out, NULL) == ERR_NONE;
}

bool visit_patrol_choices(const struct desk *desk, const struct record *record, const char *typed, struct pool *pool,
                          struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct rows points = {0};
    size_t n = 0;
    if (!points_of(desk, record, pool, &points))
        return false;
    rows_make(pool, out, points.count + FINDING_COUNT, 3, columns);
    for (size_t i = 0; i < points.count; i++) {
        const char *name = rows_text(&points, i, "name");
        if (!text_contains(name, typed))
            continue;
        rows_put(out, n, 0, name);
        rows_put(out, n, 1, pool_format(pool, "%zu %s", i + 1, name));
        rows_put(out, n++, 2, rows_text(&points, i, "no"));
    }
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        const char *word = pool_format(pool, "#%s", mark_word(FINDINGS[i]));
        if (!text_contains(word, typed))
            continue;
        rows_put(out, n, 0, word);
        rows_put(out, n, 1, word);
        rows_put(out, n++, 2, _("what was found stands behind it and makes one"));
    }
    out->count = n;
    return true;
}

void visit_patrol_insert(const char *id, struct buffer *out)
{
    buffer_format(out, *id == '#' ? "%s " : "%s; ", id);
}

bool visit_patrol_tidy(const struct desk *desk, const struct record *record, struct buffer *out)
{
    struct pool *pool = pool_new();
    struct rows points = {0};
    struct patrol_stop *stops = NULL;
    size_t count = 0;
    const char *typed = record_get(record, "points");
    if (points_of(desk, record, pool, &points) && patrol_stops(pool, &points, typed, &stops, &count, NULL) == ERR_NONE)
        patrol_text(stops, count, out);
    else
        buffer_add_text(out, typed);
    pool_free(&pool);
    return strcmp(buffer_text(out), typed) != 0;
}

static const struct patrol_stop *stop_of(const struct patrol_stop *stops, size_t count, int64_t point)
{
    for (size_t i = 0; i < count; i++)
        if (stops[i].point == point)
            return &stops[i];
    return NULL;
}

void visit_patrol_lines(const struct desk *desk, const struct record *record, struct pool *pool, const char **lines,
                        size_t *count, size_t most)
{
    struct rows points = {0};
    struct patrol_stop *stops = NULL;
    struct error e = {0};
    size_t passed = 0;
    if (!points_of(desk, record, pool, &points))
        return;
    if (points.count == 0)
        desk_say(desk, pool, _("The register has no patrol points of this grid yet: write the places by name"), lines,
                 count, most);
    if (patrol_stops(pool, &points, record_get(record, "points"), &stops, &passed, &e) != ERR_NONE)
        desk_say(desk, pool, e.text, lines, count, most);
    for (size_t i = 0; i < points.count && *count < most; i++) {
        const struct patrol_stop *stop = stop_of(stops, passed, rows_int(&points, i, "id"));
        desk_say(desk, pool,
                 pool_format(pool, "%s %zu %s%s%s", stop == NULL ? "[ ]" : "[x]", i + 1, rows_text(&points, i, "name"),
                             stop != NULL && *stop->found ? "  " : "", stop == NULL ? "" : stop->found),
                 lines, count, most);
    }
}

/* Places of the ranking: within community, street and district. */
#include "evaluation_place.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TINY 1e-6

static const size_t lengths[PLACES] = {LEVEL_COMMUNITY * AREA_PART, LEVEL_STREET *AREA_PART, LEVEL_DISTRICT *AREA_PART};
static size_t length; /* by which by_area compares now */

static int by_area(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int area = strncmp(x->path, y->path, length);
    if (area != 0)
        return area;
    if (x->class != y->class)
        return x->class - y->class;
    return fabs(x->total - y->total) < TINY ? 0 : x->total < y->total ? 1 : -1;
}

static int by_who(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return (x->who > y->who) - (x->who < y->who);
}

static void rank_level(struct place *places, size_t count, int level)
{
    size_t first = 0;
    length = lengths[level];
    qsort(places, count, sizeof *places, by_area);
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && strncmp(places[i].path, places[i - 1].path, length) == 0;
        bool equal = same && by_area(&places[i], &places[i - 1]) == 0;
        first = same ? first : i;
        places[i].rank[level] = places[i].class == NOT_JUDGED ? 0
                                : equal                       ? places[i - 1].rank[level]
                                                              : (int)(i - first) + 1;
    }
}

void places_rank(struct place *places, size_t count)
{
    if (count == 0)
        return;
    for (int level = 0; level < PLACES; level++)
        rank_level(places, count, level);
    qsort(places, count, sizeof *places, by_who);
}

const struct place *places_find(const struct place *places, size_t count, int64_t who)
{
    const struct place key = {.who = who};
    return count == 0 ? NULL : bsearch(&key, places, count, sizeof *places, by_who);
}

enum err places_stored(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                       struct place **out, size_t *count, struct error *e)
{
    struct rows rows;
    char path[sizeof span->lo], lo[64], hi[64];
    size_t n = strlen(span->lo);
    n = n < lengths[PLACES - 1] ? n : lengths[PLACES - 1];
    memcpy(path, span->lo, n);
    path[n] = '\0';
    area_range(path, lo, hi);
    enum err r = db_query(
        work->db, pool, "evaluation.stored.totals",
        BINDS(BIND_TEXT("month", span->month), BIND_TEXT("subject", subject), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)),
        &rows, e);
    *count = 0;
    if (r != ERR_NONE)
        return r;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++)
        (*out)[(*count)++] = (struct place){.who = rows_int(&rows, i, "who"),
                                            .path = rows_text(&rows, i, "path"),
                                            .total = rows_real(&rows, i, "total"),
                                            .class = rows_int(&rows, i, "ranked") == 0 ? NOT_JUDGED
                                                     : rows_int(&rows, i, "veto") != 0 ? VETOED
                                                                                       : RANKED};
    places_rank(*out, *count);
    return r;
}

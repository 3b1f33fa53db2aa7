/* Cases that may be the same matter: of the same community, reported within a day of each other, about the same place
 * or household, or in much the same words. */
#include "case_do.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define COMMUNITY_PATH 16 /* characters of the path of a community */
#define NEAR_SECONDS   (24 * 3600)
#define PAIRS_MOST     512 /* of neighbouring characters that are compared */
#define PAIRS_LEAST    4   /* with fewer there is nothing to compare */
#define ALIKE_PERCENT  50  /* of the pairs of the shorter text are in the other one too */

/* Neighbouring characters of a text, sorted; punctuation and blanks are left out. */
struct pairs {
    uint64_t list[PAIRS_MOST];
    size_t count;
};

static bool is_letter(uint32_t c)
{
    bool wide_sign = c >= 0xff00 && c <= 0xff65; /* full width punctuation */
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x3400 && !wide_sign);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void read_pairs(const char *text, struct pairs *out)
{
    uint32_t before = 0, c = 0;
    size_t left = strlen(text);
    out->count = 0;
    for (size_t n; left > 0 && out->count < PAIRS_MOST; text += n, left -= n) {
        n = text_decode(text, left, &c);
        if (before != 0 && is_letter(c))
            out->list[out->count++] = (uint64_t)before << 32 | c;
        before = is_letter(c) ? c : 0;
    }
    qsort(out->list, out->count, sizeof out->list[0], by_value);
}

static bool alike(const struct pairs *a, const struct pairs *b)
{
    size_t same = 0, less = a->count < b->count ? a->count : b->count;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        if (a->list[i] < b->list[k])
            i++;
        else if (a->list[i] > b->list[k])
            k++;
        else
            same++, i++, k++;
    }
    return less >= PAIRS_LEAST && same * 100 >= less * ALIKE_PERCENT;
}

/* Why the case of the row may be the same; "" when it is another one. */
static const char *reason(const struct record *of, const struct pairs *words, const struct rows *near, size_t i)
{
    struct pairs other;
    const char *place = record_get(of, "place");
    int64_t household = record_int(of, "household");
    if (household != 0 && rows_int(near, i, "household") == household)
        return "household";
    if (place[0] != '\0' && strcmp(place, rows_text(near, i, "place")) == 0)
        return "place";
    read_pairs(rows_text(near, i, "words"), &other);
    return alike(words, &other) ? "words" : "";
}

/* The rows that have a reason, with it in the column "why". */
static void keep_those(struct pool *pool, const struct record *of, const struct rows *near, struct rows *out)
{
    struct pairs words;
    size_t columns = near->columns, why = (size_t)rows_column(near, "why");
    read_pairs(pool_format(pool, "%s\n%s", record_get(of, "title"), record_get(of, "text")), &words);
    *out = *near;
    out->count = 0;
    out->values = pool_new_piece(pool, near->count * columns + 1, sizeof *out->values);
    for (size_t i = 0; i < near->count; i++) {
        const char *text = reason(of, &words, near, i);
        if (text[0] == '\0')
            continue;
        struct value *row = &out->values[out->count++ * columns];
        memcpy(row, &near->values[i * columns], columns * sizeof *row);
        row[why] = (struct value){.type = VALUE_TEXT, .text = text};
    }
}

enum err case_duplicates(struct work *work, struct pool *pool, const struct record *of, struct rows *out,
                         struct error *e)
{
    struct case_sight sight;
    struct rows area, near = {0};
    char lo[64], hi[64];
    int64_t at = 0;

    *out = (struct rows){0};
    if (!instant_parse(record_get(of, "reported_at"), &at))
        at = clock_now();
    enum err r = case_sight(work, &sight, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case.path", BINDS(BIND_INT("area", record_int(of, "area"))), &area, e);
    if (r != ERR_NONE || area.count == 0)
        return r;
    const char *path = rows_text(&area, 0, "path");
    size_t length = strlen(path) < COMMUNITY_PATH ? strlen(path) : COMMUNITY_PATH;
    area_range(pool_text_n(pool, path, length), lo, hi);
    r = db_query(work->db, pool, "case.near",
                 BINDS(BIND_SIGHT(sight), BIND_INT("id", record_int(of, "id")), BIND_TEXT("near_lo", lo),
                       BIND_TEXT("near_hi", hi), BIND_INT("from", at - NEAR_SECONDS),
                       BIND_INT("until", at + NEAR_SECONDS)),
                 &near, e);
    if (r == ERR_NONE)
        keep_those(pool, of, &near, out);
    return r;
}

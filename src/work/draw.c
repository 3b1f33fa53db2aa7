#include "draw.h"

#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/db/db.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FNV_PRIME UINT64_C(0x100000001b3)
#define PERCENT   100

int64_t draw_seed(void)
{
    uint64_t bytes = 0;
    random_bytes(&bytes, sizeof bytes);
    return 1 + (int64_t)(bytes % (uint64_t)DRAW_SEED_MOST);
}

static uint64_t below(struct dice *dice, uint64_t n)
{
    uint64_t most = UINT64_MAX - UINT64_MAX % n, x;
    do
        x = dice_next(dice);
    while (x >= most);
    return x % n;
}

/* Strata that lie side by side begin far from each other: the mixing is that of the sequence itself. */
static void begin(struct dice *dice, int64_t seed, int64_t stratum)
{
    dice_seed(dice, (uint64_t)stratum);
    dice_seed(dice, (uint64_t)seed ^ (stratum == 0 ? 0 : dice_next(dice)));
}

static size_t *numbers(struct pool *pool, size_t count)
{
    size_t *list = pool_new_piece(pool, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = i;
    return list;
}

size_t *draw_pick(struct pool *pool, int64_t seed, int64_t stratum, size_t count, size_t take)
{
    struct dice dice;
    size_t *list = numbers(pool, count);
    begin(&dice, seed, stratum);
    for (size_t i = 0; i < take && i + 1 < count; i++) {
        size_t j = i + (size_t)below(&dice, count - i), kept = list[i];
        list[i] = list[j];
        list[j] = kept;
    }
    return list;
}

size_t *draw_pick_weighted(struct pool *pool, int64_t seed, int64_t stratum, const int *weights, size_t count,
                           size_t take)
{
    struct dice dice;
    size_t *list = numbers(pool, count);
    uint64_t left = 0;
    begin(&dice, seed, stratum);
    for (size_t i = 0; i < count; i++)
        left += (uint64_t)weights[i];
    for (size_t i = 0; i < take && i < count; i++) {
        uint64_t at = below(&dice, left);
        size_t j = i, kept = list[i];
        while (at >= (uint64_t)weights[list[j]])
            at -= (uint64_t)weights[list[j++]];
        list[i] = list[j];
        list[j] = kept;
        left -= (uint64_t)weights[list[i]];
    }
    return list;
}

uint64_t draw_sum(uint64_t sum, int64_t id)
{
    uint64_t bytes = (uint64_t)id;
    for (int i = 0; i < 8; i++, bytes >>= 8)
        sum = (sum ^ (bytes & 0xff)) * FNV_PRIME;
    return sum;
}

void draw_sum_text(uint64_t sum, char out[DRAW_SUM_ROOM])
{
    snprintf(out, DRAW_SUM_ROOM, "%016" PRIx64, sum);
}

size_t draw_amount(const char *how, int64_t amount, size_t count)
{
    size_t n = (size_t)amount;
    if (strcmp(how, "percent") == 0)
        n = (count * n + PERCENT - 1) / PERCENT;
    return n < count ? n : count;
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

void draw_in_order(size_t *picked, size_t count)
{
    qsort(picked, count, sizeof *picked, by_number);
}

size_t draw_stratum_length(const struct rows *frame, size_t first, bool whole)
{
    size_t n = 1;
    if (whole)
        return frame->count - first;
    while (first + n < frame->count &&
           strcmp(rows_text(frame, first + n, "grid"), rows_text(frame, first, "grid")) == 0)
        n++;
    return n;
}

/* Draws that anybody can make again: from the same frame (rows in a fixed order) and the same seed the same rows.
 *
 * DRAW_METHOD: SplitMix64 from seed xor stratum; numbers below n without bias (what lies over the last whole multiple
 * of n is thrown away); the first "take" places of a Fisher-Yates shuffle of 0 .. count-1. Another way of drawing gets
 * another name, which is kept with what was drawn. */
#ifndef WANGGE_SRC_WORK_DRAW_H
#define WANGGE_SRC_WORK_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DRAW_METHOD    "splitmix64-fy-1"
#define DRAW_SEED_MOST INT64_C(999999999999)
#define DRAW_SUM_ROOM  17
#define DRAW_SUM_BEGIN UINT64_C(0xcbf29ce484222325)

struct pool;
struct rows;

/* A seed of the kernel's. */
int64_t draw_seed(void);
/* take (at most count) different numbers of 0 .. count-1; stratum tells draws of one seed apart. */
size_t *draw_pick(struct pool *pool, int64_t seed, int64_t stratum, size_t count, size_t take);
/* The same, each place by the weight (above 0) of those that are left. */
size_t *draw_pick_weighted(struct pool *pool, int64_t seed, int64_t stratum, const int *weights, size_t count,
                           size_t take);
/* What was picked, in the order of the frame. */
void draw_in_order(size_t *picked, size_t count);
/* How many rows of the frame from first on lie in one grid (column "grid"); all when the draw is of the whole. */
size_t draw_stratum_length(const struct rows *frame, size_t first, bool whole);
/* The checksum of a frame, id by id (FNV-1a over 8 bytes each, the lowest first), and its 16 hexadecimal digits. */
uint64_t draw_sum(uint64_t sum, int64_t id);
void draw_sum_text(uint64_t sum, char out[DRAW_SUM_ROOM]);
/* How many of count: so many, or so many per cent, rounded up. */
size_t draw_amount(const char *how, int64_t amount, size_t count);

#endif

/* Random bytes from the kernel, and a repeatable sequence for demo data and tests. */
#ifndef WANGGE_BASE_RANDOM_H
#define WANGGE_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t n); /* getrandom; ends the process if the kernel refuses */

struct dice {
    uint64_t state;
};

void dice_seed(struct dice *dice, uint64_t seed);
uint64_t dice_next(struct dice *dice);
uint32_t dice_below(struct dice *dice, uint32_t n); /* 0 .. n-1, unbiased enough for demo data */

#endif

#include "wangge/base/random.h"

#include "wangge/base/log.h"

#include <errno.h>
#include <sys/random.h>

void random_bytes(void *out, size_t n)
{
    unsigned char *to = out;
    while (n > 0) {
        ssize_t got = getrandom(to, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            log_fatal("the kernel gives no random bytes");
        to += got;
        n -= (size_t)got;
    }
}

void dice_seed(struct dice *dice, uint64_t seed)
{
    dice->state = seed;
}

/* SplitMix64 (Steele, Lea, Flood 2014): a counter and a mixing function. */
uint64_t dice_next(struct dice *dice)
{
    uint64_t z = dice->state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *dice, uint32_t n)
{
    return (uint32_t)(((dice_next(dice) >> 32) * n) >> 32);
}

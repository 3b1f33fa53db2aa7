#include "wangge/base/clock.h"

#include <time.h>

static int64_t fixed;

int64_t clock_now(void)
{
    return fixed != 0 ? fixed : (int64_t)time(NULL);
}

void clock_fix(int64_t instant)
{
    fixed = instant;
}

int64_t clock_steady_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

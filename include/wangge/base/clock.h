/* The one source of "now", so that a played screen and a test can stand still in time. */
#ifndef WANGGE_BASE_CLOCK_H
#define WANGGE_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);         /* UTC seconds */
void clock_fix(int64_t instant); /* from here on clock_now returns this; 0 goes back to the real clock */
int64_t clock_steady_ms(void);   /* milliseconds that only go forward; never fixed */

#endif

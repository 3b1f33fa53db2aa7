#include "due_reckon.h"

#define LEAD 14 /* days before the last one, in which a visit every quarter or less often is made in time */

/* The first period that has to have a visit: the one after the last visit's, but none that had begun when it came under
 * the rule. */
static void reckon_calendar(enum visit_period period, int64_t since, int64_t last, struct due_span *out)
{
    day_t first, end, begun = day_of(since);

    visit_period_of_day(period, begun, &first, &end);
    if (since > day_start(first))
        visit_period_of_day(period, end + 1, &first, &end);
    *out = (struct due_span){begun, end, since};
    if (last == 0)
        return;
    visit_period_of_day(period, day_of(last), &first, &end);
    visit_period_of_day(period, end + 1, &first, &end);
    if (end >= out->until)
        *out = (struct due_span){first, end, last};
}

static void reckon_rolling(int days, int64_t since, int64_t last, struct due_span *out)
{
    int64_t base = last != 0 ? last : since;
    day_t until = day_of(base) + days;
    *out = (struct due_span){until - (days < 2 * LEAD ? days / 2 : LEAD), until, base};
}

bool due_reckon(const struct visit_rhythm *rhythm, int64_t since, int64_t last, struct due_span *out)
{
    if (rhythm->period == PERIOD_NONE)
        return false;
    if (rhythm->period == PERIOD_ONCE) {
        *out = (struct due_span){day_of(since), day_of(since) + rhythm->days, since};
        return last == 0 || day_of(last) < day_of(since);
    }
    if (visit_period_is_calendar(rhythm->period))
        reckon_calendar(rhythm->period, since, last, out);
    else
        reckon_rolling(rhythm->days, since, last, out);
    return true;
}

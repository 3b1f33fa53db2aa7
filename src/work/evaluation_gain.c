/* What a deed is worth: arithmetic on the figures; no database. */
#include "wangge/work/evaluation_preview.h"

#include <string.h>

#define TINY 1e-9

void evaluation_do(struct evaluation *evaluation, const char *measure, double counted, double due)
{
    for (size_t i = 0; i < evaluation->count; i++) {
        struct evaluation_item *item = &evaluation->items[i];
        for (size_t p = 0; p < item->part_count; p++) {
            struct evaluation_part *part = &item->parts[p];
            if (strcmp(part->measure, measure) != 0)
                continue;
            part->numerator += counted;
            if (!part->amount)
                part->denominator += due;
            part->counts = part->denominator > 0;
        }
    }
    evaluation_rate(evaluation);
    evaluation_score(evaluation);
}

static double total_after(const struct evaluation *now, const char *measure, double counted, double due)
{
    struct evaluation then = *now;
    evaluation_do(&then, measure, counted, due);
    return then.total;
}

int evaluation_worth(const struct evaluation *now, const char *measure, int left, double counted, double due)
{
    double most = total_after(now, measure, left * counted, left * due);
    int few = 0, many = left < 0 ? 0 : left; /* more never brings less: halved until found */
    if (due > 0)
        return many;
    while (few < many) {
        int middle = few + (many - few) / 2;
        if (total_after(now, measure, middle * counted, middle * due) >= most - TINY)
            many = middle;
        else
            few = middle + 1;
    }
    return many;
}

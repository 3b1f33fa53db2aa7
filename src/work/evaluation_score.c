/* The arithmetic of the evaluation; no database. */
#include "evaluation_inside.h"

#include "wangge/base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FULL 100.0
#define TINY 1e-6 /* totals that differ by less are equal */

const char *evaluation_grade(double total)
{
    static const struct {
        double least;
        const char *grade;
    } grades[] = {
        {90, "A"},
        {75, "B"},
        {60, "C"},
        {40, "D"},
    };
    for (size_t i = 0; i < COUNT_OF(grades); i++)
        if (total >= grades[i].least - TINY)
            return grades[i].grade;
    return "E";
}

void evaluation_score(struct evaluation *evaluation)
{
    double weights = 0;
    evaluation->total = 0;
    for (size_t i = 0; i < evaluation->count; i++)
        if (evaluation->items[i].counts)
            weights += evaluation->items[i].weight;
    for (size_t i = 0; i < evaluation->count; i++) {
        struct evaluation_item *item = &evaluation->items[i];
        if (!item->counts || weights <= 0) {
            item->counts = false;
            item->weight = item->score = 0;
            continue;
        }
        item->weight = item->weight * FULL / weights;
        item->score = item->rate * item->weight;
        evaluation->total += item->score;
    }
    strcpy(evaluation->grade, weights > 0 ? evaluation_grade(evaluation->total) : "");
}

/* Best first; of equals the login decides, so that the order is always the same. */
static int best_first(const void *a, const void *b)
{
    const struct evaluation *x = a, *y = b;
    if (fabs(x->total - y->total) >= TINY)
        return x->total < y->total ? 1 : -1;
    return strcmp(x->login, y->login);
}

void evaluation_rank(struct evaluation *list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, best_first);
    for (size_t i = 0; i < count; i++)
        list[i].rank = i > 0 && list[i - 1].total - list[i].total < TINY ? list[i - 1].rank : (int)i + 1;
}

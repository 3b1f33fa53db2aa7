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

/* A target of a share is the share that is full marks; of an amount it is the denominator already. */
static void rate_part(struct evaluation_part *part, double target)
{
    part->counts = part->denominator > 0;
    part->rate = 0;
    if (!part->counts)
        return;
    double rate = part->numerator / part->denominator / (part->amount || target <= 0 ? 1 : target);
    part->rate = rate > 1 ? 1 : rate < 0 ? 0 : rate;
}

static void rate_item(struct evaluation_item *item)
{
    double rate = 0;
    bool shares = true;
    for (size_t i = 0; i < item->part_count; i++)
        shares = shares && !item->parts[i].amount;
    for (size_t i = 0; i < item->part_count; i++) {
        /* the target of an item that has an amount in it is the amount's */
        rate_part(&item->parts[i], shares ? item->target : 0);
        rate += item->parts[i].rate * item->parts[i].factor;
    }
    item->counts = item->part_count > 0 && item->parts[0].counts;
    item->numerator = item->counts ? item->parts[0].numerator : 0;
    item->denominator = item->counts ? item->parts[0].denominator : 0;
    item->rate = !item->counts ? 0 : rate > 1 ? 1 : rate;
}

void evaluation_rate(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->count; i++)
        rate_item(&evaluation->items[i]);
}

static void share_weights(struct evaluation *evaluation, double weights)
{
    for (size_t i = 0; i < evaluation->count; i++) {
        struct evaluation_item *item = &evaluation->items[i];
        item->counts = item->counts && weights > 0;
        item->weight = item->counts ? item->full_weight * FULL / weights : 0;
        item->score = item->counts ? item->rate * item->weight : 0;
        evaluation->base += item->score;
    }
}

void evaluation_score(struct evaluation *evaluation)
{
    double weights = 0;
    evaluation->base = 0;
    for (size_t i = 0; i < evaluation->count; i++)
        if (evaluation->items[i].counts)
            weights += evaluation->items[i].full_weight;
    share_weights(evaluation, weights);
    if (evaluation->points > evaluation->cap)
        evaluation->points = evaluation->cap;
    if (evaluation->points < -evaluation->cap)
        evaluation->points = -evaluation->cap;
    evaluation->total = evaluation->base + evaluation->points;
    if (evaluation->total < 0)
        evaluation->total = 0;
    bool nothing = weights <= 0;
    strcpy(evaluation->grade, evaluation->veto ? "E" : nothing ? "" : evaluation_grade(evaluation->total));
    if (!evaluation->judged) {
        evaluation->points = evaluation->total = 0;
        strcpy(evaluation->grade, "");
    }
}

bool evaluation_has_rank(const struct evaluation *evaluation)
{
    return evaluation->judged && (evaluation->veto || *evaluation->grade != '\0');
}

/* Those with a rank, those with a veto, those who have none. */
static int class_of(const struct evaluation *evaluation)
{
    return !evaluation_has_rank(evaluation) ? 2 : evaluation->veto ? 1 : 0;
}

/* Best first; of equals the login decides, so that the order is always the same. */
static int best_first(const void *a, const void *b)
{
    const struct evaluation *x = a, *y = b;
    if (class_of(x) != class_of(y))
        return class_of(x) - class_of(y);
    if (fabs(x->total - y->total) >= TINY)
        return x->total < y->total ? 1 : -1;
    return strcmp(x->login, y->login);
}

void evaluation_rank(struct evaluation *list, size_t count)
{
    if (count > 0)
        qsort(list, count, sizeof *list, best_first);
    for (size_t i = 0; i < count; i++) {
        bool equal = i > 0 && class_of(&list[i - 1]) == class_of(&list[i]) && list[i - 1].total - list[i].total < TINY;
        list[i].rank = class_of(&list[i]) == 2 ? 0 : equal ? list[i - 1].rank : (int)i + 1;
    }
}

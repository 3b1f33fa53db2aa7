/* Places of the ranking within community, street and district. */
#ifndef WANGGE_SRC_WORK_EVALUATION_PLACE_H
#define WANGGE_SRC_WORK_EVALUATION_PLACE_H

#include "evaluation_inside.h"

#define PLACES 3 /* community, street, district */

enum place_class { RANKED, VETOED, NOT_JUDGED };

struct place {
    int64_t who;
    const char *path;
    double total;
    int class;
    int rank[PLACES];
};

/* Gives the ranks; sorts by who. */
void places_rank(struct place *places, size_t count);
const struct place *places_find(const struct place *places, size_t count, int64_t who);
/* Of what is stored of the month in the district of the span, ranked. */
enum err places_stored(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                       struct place **out, size_t *count, struct error *e);

#endif

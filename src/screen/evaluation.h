/* Shared by the list of leaders and the page of one. */
#ifndef SCREEN_EVALUATION_H
#define SCREEN_EVALUATION_H

#include "wangge/work/evaluation.h"

struct pool;

/* The month that a visitor sees first: this one. */
void evaluation_this_month(char month[8]);
/* "2026-10 (so far, not frozen)" */
void evaluation_month_words(const char *month, const char *state, char *out, size_t room);
/* '#' for the part 0..1 of columns. */
const char *evaluation_bar(struct pool *pool, double part, int columns);
/* "94/98", with a decimal only where there is one. */
const char *evaluation_share(struct pool *pool, const struct evaluation_item *item);

#endif

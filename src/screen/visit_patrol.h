/* The points of a patrol on the form of the diary. */
#ifndef SCREEN_VISIT_PATROL_H
#define SCREEN_VISIT_PATROL_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct desk;
struct pool;
struct record;
struct rows;

/* What F4 offers in the points: those of the grid, and the marks that a finding can be. Both are put in at the caret.
 */
bool visit_patrol_choices(const struct desk *desk, const struct record *record, const char *typed, struct pool *pool,
                          struct rows *out);
void visit_patrol_insert(const char *id, struct buffer *out);
/* The points in their own words; as they were typed when one is none. False: nothing is other than it was. */
bool visit_patrol_tidy(const struct desk *desk, const struct record *record, struct buffer *out);
/* All points of the grid with their numbers, those that were passed ticked, with what was found. */
void visit_patrol_lines(const struct desk *desk, const struct record *record, struct pool *pool, const char **lines,
                        size_t *count, size_t most);

#endif

/* What follows the change of one row of an information table, in the same transaction: the spans of relations, the
 * areas of the rows that belong to it, the search keys. Whoever writes such a row calls it once: forms, commands,
 * import, moves. */
#ifndef WANGGE_SRC_WORK_ROW_FOLLOW_H
#define WANGGE_SRC_WORK_ROW_FOLLOW_H

#include "residence.h"

/* A change of today that is no move. */
#define BECAUSE(code) (&(const struct span_cause){.how = (code)})

/* before NULL: new or restored; after NULL: deleted. Both hold all fields. */
enum err row_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                    const struct record *after, const struct span_cause *cause, struct error *e);

#endif

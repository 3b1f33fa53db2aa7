/* Conditions on the rows of a table that a file of rules tells, such as
 *     risk>=3   kind=1|2|5   state!=3   to_on:open   released_on:empty   arrived_on>=-90   age=16..60   categories~41
 * Several are parted by blanks, and all hold. A code is one of those named, or none of them; a date is so many days
 * from today; "open" is empty or still to come; "~" is among the codes of a field of several; an age is reckoned from
 * the date that the field computes it from. An empty value is nothing that a condition is true of, but != and open. */
#ifndef WANGGE_TABLE_CONDITION_H
#define WANGGE_TABLE_CONDITION_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stddef.h>

struct bind;
struct pool;
struct table;

/* The condition as SQL on the table's alias; "" for none. Its days are parameters that condition_binds gives.
 * ERR_INVALID with a sentence: a field that is not there, a code of no list, a word that means nothing. Loaded once,
 * kept for ever: before the first fork. */
enum err condition_compile(struct pool *pool, const struct table *table, const char *alias, const char *text,
                           const char **sql, struct error *e);
#define CONDITION_BINDS 24
/* The parameters of all conditions, as of today, in binds (room for CONDITION_BINDS), ended; texts live in pool. */
size_t condition_binds(struct pool *pool, day_t today, struct bind *binds);

#endif

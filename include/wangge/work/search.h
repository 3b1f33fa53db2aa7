/* One search over households and people: names, pinyin, doors, addresses, telephone and ID numbers. */
#ifndef WANGGE_WORK_SEARCH_H
#define WANGGE_WORK_SEARCH_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

/* What is found by all words of text (table/search_key.h says how) in the actor's scope: exact hits first, then the own
 * grid's, then what was changed or visited lately. rows: kind ("household", "person"), id, household (of a person 0:
 * none), text (the door, the name), detail (who lives there; where and how old somebody is), area, area_name, why (what
 * was found, in the language in use), last_visit (date or ""). Text without a word finds the scope's first households.
 * Of a word that finds very much only a part is looked at, of the own grid first. */
enum err search_find(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                     struct error *e);

/* All keys anew, after a bulk load: within the caller's transaction, or in one of its own. */
enum err search_index_all(struct work *work, struct error *e);

#endif

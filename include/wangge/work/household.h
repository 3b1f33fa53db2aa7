/* Households and people, as far as visits and cases need them; their tables are work/table.h's. */
#ifndef WANGGE_WORK_HOUSEHOLD_H
#define WANGGE_WORK_HOUSEHOLD_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

/* The households that work/search.h finds, by their doors or by who lives there, in its order. rows: id, address, head
 * (name), area, area_name, people, last_visit (date or ""), kinds. */
enum err household_search(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                          struct error *e);
enum err household_find(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: id, name, sex, birth, age, relation, phone */
enum err household_people(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);

#endif

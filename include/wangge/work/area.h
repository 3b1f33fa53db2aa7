/* Areas: one tree from city to micro-grid. A path is made of parts of 4 characters, so a subtree is one range. */
#ifndef WANGGE_WORK_AREA_H
#define WANGGE_WORK_AREA_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

enum area_level { LEVEL_CITY = 1, LEVEL_DISTRICT, LEVEL_STREET, LEVEL_COMMUNITY, LEVEL_GRID, LEVEL_SMALL, LEVEL_MICRO };

#define AREA_PART 4
void area_range(const char *path, char lo[64], char hi[64]); /* "" is the whole tree */

/* rows: id, code, name, level, path, parent, households, leader (name). text matches code, name or initials; level 0
 * is any. Within the actor's area; none that
 * ended. */
enum err area_search(struct work *work, struct pool *pool, const char *text, int level, int limit, struct rows *out,
                     struct error *e);
/* By id in decimal, by code, or by a code that it had before (work/area_change.h): then "former_code" is not empty.
 * ERR_NOT_FOUND outside of the scope. row 0 of out is the area, with ended_on, and into_name and into_code of an area
 * that went into another one. */
enum err area_find(struct work *work, struct pool *pool, const char *id_or_code, struct rows *out, struct error *e);
enum err area_add(struct work *work, int64_t parent, const char *code, const char *name, int level, int64_t *id,
                  struct error *e);
const char *area_level_name(int level); /* translated */

#endif

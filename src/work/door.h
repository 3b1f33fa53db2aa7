/* A door as people say it. */
#ifndef WANGGE_SRC_WORK_DOOR_H
#define WANGGE_SRC_WORK_DOOR_H

#include "wangge/table/search_key.h"

struct rows;

/* "文苑路18号 6幢1单元302" */
char *door_text(struct pool *pool, const struct door *door);
/* The same of a row with address, building, unit, room. */
char *door_of_row(struct pool *pool, const struct rows *rows, size_t row);

#endif

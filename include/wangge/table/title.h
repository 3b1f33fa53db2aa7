/* What a row is called in links and headings: the fields that the key "title" of its table names. Four fields are the
 * address, building, unit and room of a door, told as people say it: 文苑路18号 6幢1单元302. */
#ifndef WANGGE_TABLE_TITLE_H
#define WANGGE_TABLE_TITLE_H

#include "wangge/table/describe.h"

#include <stdbool.h>

struct pool;
struct record;
struct rows;

struct door {
    const char *address, *building, *unit, *room;
};

/* A number gets its word: 6 is 6幢; 东 stays as it is. */
char *door_text(struct pool *pool, const struct door *door);
/* The same of a row with address, building, unit, room. */
char *door_of_row(struct pool *pool, const struct rows *rows, size_t row);

/* The title of a row as it is shown, but for one that is a link: then the id. */
char *title_text(struct pool *pool, const struct table *table, const struct record *row);

#endif

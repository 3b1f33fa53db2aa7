/* The duty wall's state, and its drawing (wall_draw.c). */
#ifndef SCREEN_WALL_H
#define SCREEN_WALL_H

#include "wangge/db/db.h"
#include "wangge/work/wall.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct ui;
struct work;

#define WALL_LINES        64 /* most rows of the list that a window shows */
#define WALL_NEWEST_LINES 3

struct wall_screen {
    struct ui *ui;
    struct work *work;
    struct wall wall;
    int64_t mark;       /* of the database when it was read */
    int64_t counted_at; /* when the top line was */
    int view;
    size_t cursor, top; /* in the cases of the view */
    bool bell, timed;
    struct pool *pool, *people; /* what is shown: the rows of list and newest; who is on duty */
    bool stale;                 /* to be read again before it is shown */
    size_t listed, newest_count;
    int64_t listed_ids[WALL_LINES + WALL_NEWEST_LINES]; /* that the rows are of */
    struct rows rows;                                   /* of the list, then of the newest */
    struct rows present, roster;
};

/* How many rows of the list fit, and of the newest, at this size of the window. */
struct wall_layout {
    bool wide;              /* the third block beside the queues, the grid and the unit in the rows */
    int duty, list, newest; /* first rows */
    int list_lines, newest_lines;
};
void wall_lay_out(const struct ui *ui, struct wall_layout *out);
void wall_draw(struct wall_screen *screen, const struct wall_layout *layout);

#endif

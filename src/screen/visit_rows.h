/* Entry after entry 连续录入: a row a door, one line of text each; Enter saves the row as an entry of its own and goes
 * on to the next. What is typed and not saved yet is one draft. */
#ifndef SCREEN_VISIT_ROWS_H
#define SCREEN_VISIT_ROWS_H

#include "desk.h"

#include "wangge/ui/edit.h"
#include "wangge/work/due.h"

struct visit_door {
    int64_t household;
    const char *door, *head, *why;
    const char *last; /* its last visit, in one line; NULL before it was read */
    char *text;       /* what is typed so far; owned, NULL for nothing */
    bool saved;
};

struct visit_rows {
    struct desk desk;
    struct pool *pool;
    size_t count, at, top, saved;
    struct visit_door *doors;
    struct due_list due; /* of the actor's area */
    struct edit edit;    /* of the row at */
    struct record *all;  /* what every row has: on (empty: when it is saved), channel, companions */
    char *repeated;      /* the text that was saved last; owned */
    bool dirty, waits;   /* something was typed since the screen opened; since the last draft */
    char place[160];     /* what all doors have in common */
    struct pool *looked; /* of the lines below */
    struct buffer asked; /* the row and text that they are about */
    const char *lines[6];
    size_t line_count;
};

/* visit_rows_draw.c */
void visit_rows_draw(struct ui *ui, struct screen *screen);

#endif

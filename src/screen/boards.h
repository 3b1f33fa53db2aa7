/* Which information tables a user meets: by board, in the order of the descriptions. */
#ifndef SCREEN_BOARDS_H
#define SCREEN_BOARDS_H

#include <stdbool.h>
#include <stddef.h>

struct table;
struct work;

/* The tables of a board (NULL: of all) that the user may read, at most most; returns how many. */
size_t board_tables(const struct work *work, const char *board, const struct table **tables, size_t most);
bool boards_may(const struct work *work); /* whether there is any */

#endif

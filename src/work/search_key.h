/* What a household is found by, and what a typed word means: both sides of the search in one place. Keys are
 * lower-case, half-width and without spaces: door     "6-1-302", "6-302", "302"        of building, unit and room
 *   address  "文苑路18号", "苑路18号", "路18号" ...  so that any part of it is the beginning of a key
 *   person   the name
 *   initials "wyl18h", "slj"                  of address and names
 *   tail     the last four of a telephone or ID number */
#ifndef WANGGE_SRC_WORK_SEARCH_KEY_H
#define WANGGE_SRC_WORK_SEARCH_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEARCH_KEY_ROOM 80

struct pool;
struct rows;

struct search_key {
    const char *text;
    int64_t household;
    int weight; /* less comes first */
};

struct search_keys {
    struct pool *pool; /* of the texts and the list */
    struct search_key *list;
    size_t count, room;
};

struct door {
    const char *address, *building, *unit, *room;
};

void search_keys_of_door(struct search_keys *keys, int64_t household, const struct door *door);
void search_keys_of_person(struct search_keys *keys, int64_t household, const char *name, const char *citizen_id);
void search_keys_of_phone(struct search_keys *keys, int64_t household, const char *phones);
/* By key and household; of equal ones the lightest stays. */
void search_keys_sort(struct search_keys *keys);

/* The key that a typed word is the beginning of. */
void search_word(const char *typed, char out[SEARCH_KEY_ROOM]);
/* "文苑路18号 6幢1单元302" */
char *door_text(struct pool *pool, const struct door *door);
/* The same of a row with address, building, unit, room. */
char *door_of_row(struct pool *pool, const struct rows *rows, size_t row);

#endif

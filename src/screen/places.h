/* All places and palette commands in one table: name, initials, right, place in the home menus, function. */
#ifndef SCREEN_PLACES_H
#define SCREEN_PLACES_H

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct summary;
struct ui;
struct work;

/* Home menus differ by what a role does first. */
enum home { HOME_GRID, HOME_STATION, HOME_OFFICE, HOME_SYSTEM, HOME_COUNT };
enum home home_of_role(const char *role);

struct place {
    const char *name;     /* msgid */
    const char *initials; /* of the Chinese name */
    const char *right;    /* action needed, "" for everyone, NULL: may() alone tells */
    void (*run)(struct ui *ui, struct work *work);
    unsigned char home[HOME_COUNT]; /* order in the home menu of each kind, 0 not there */
    /* What waits there, for the home menu: the main thing, a tab, what else. */
    void (*tell)(const struct summary *summary, char *out, size_t room);
    bool (*may)(const struct work *work);
};

/* The place with that number in a home menu that this user may enter, NULL when there is none. */
const struct place *place_at_home(const struct work *work, int number);
#define HOME_NUMBERS 9

/* Gives the palette its entries, the places and every table that the user may read; they live in pool. */
void places_to_palette(struct ui *ui, struct work *work, struct pool *pool);

#endif

/* What households and people are found by, and what a typed word means: both sides of the search in one place. Keys are
 * lower-case, half-width and without blanks, and a word finds every key that begins with it:
 *   door      "6-1-302", "6-302", "302"            of building, unit and room
 *   address   "文苑路18号", "苑路18号", "路18号" ...  so that any part of it is the beginning of a key
 *   name      "宋丽娟", "丽娟", "娟"               the same of names
 *   initials  "wyl18h", "slj";  pinyin "songlijuan"  in every common reading
 *   number    the last four digits of a telephone or ID number, a mark that nobody can type, the digits before: the end
 *             finds, and the whole; nothing between tells what a mask hides */
#ifndef WANGGE_TABLE_SEARCH_KEY_H
#define WANGGE_TABLE_SEARCH_KEY_H

#include <stddef.h>
#include <stdint.h>

struct door; /* table/title.h */
struct pool;

#define SEARCH_KEY_ROOM 80
#define SEARCH_WORDS    3

enum search_kind { SEARCH_HOUSEHOLD = 1, SEARCH_PERSON, SEARCH_PLACE };

/* Which kind of key it is; of equally good hits the lower comes first. From PART on a key is not the whole of what it
 * stands for, and a word that equals it is no exact hit. Stored: numbers are never given anew. */
enum search_why {
    SEARCH_BY_DOOR = 1,
    SEARCH_BY_NAME,
    SEARCH_BY_CITIZEN_ID,
    SEARCH_BY_PHONE,
    SEARCH_BY_INITIALS,
    SEARCH_BY_PINYIN,
    SEARCH_BY_FORMER_NAME,
    SEARCH_BY_ADDRESS,
    SEARCH_BY_ROOM,
    SEARCH_BY_PART = 20,
    SEARCH_BY_NAME_PART,
    SEARCH_BY_ADDRESS_PART,
    SEARCH_BY_ADDRESS_PINYIN
};

struct search_key {
    const char *text;
    enum search_why why;
};

struct search_keys {
    struct pool *pool; /* of the texts and the list */
    struct search_key *list;
    size_t count, room;
};

/* Add to keys. Empty values give none; several telephone numbers are parted by ';'. */
void search_keys_of_door(struct search_keys *keys, const struct door *door); /* without the address */
void search_keys_of_address(struct search_keys *keys, const char *address);
void search_keys_of_name(struct search_keys *keys, const char *name);
void search_keys_of_former_name(struct search_keys *keys, const char *name);
void search_keys_of_phones(struct search_keys *keys, const char *phones);
void search_keys_of_citizen_id(struct search_keys *keys, const char *number);
/* By text; of equal ones the first kind stays. */
void search_keys_sort(struct search_keys *keys);

/* The keys that a typed word finds: from from (included) to to (not included). */
struct search_range {
    char from[SEARCH_KEY_ROOM], to[SEARCH_KEY_ROOM];
};

/* What was typed, as the first SEARCH_WORDS words of it, the one first that probably finds least; the rest of ranges is
 * empty. */
struct search_words {
    size_t count;
    struct search_range ranges[SEARCH_WORDS];
};
void search_words(const char *typed, struct search_words *out);

/* The binds of search.hits, and so of search.people and search.households, less the scope ($lo, $hi) and $mine, the
 * area that is looked at first (0: none). The work is bounded: of what finds very much only a part is looked at. */
#define SEARCH_MOST  2000 /* hits */
#define SEARCH_REACH 1000 /* hits of the first word that are asked whether further words hit them too */
#define SEARCH_BINDS(words)                                                                                            \
    BIND_INT("words", (int64_t)(words)->count), BIND_TEXT("one", (words)->ranges[0].from),                             \
        BIND_TEXT("one_to", (words)->ranges[0].to), BIND_TEXT("two", (words)->ranges[1].from),                         \
        BIND_TEXT("two_to", (words)->ranges[1].to), BIND_TEXT("three", (words)->ranges[2].from),                       \
        BIND_TEXT("three_to", (words)->ranges[2].to), BIND_INT("most", SEARCH_MOST),                                   \
        BIND_INT("reach", (words)->count > 1 ? SEARCH_REACH : SEARCH_MOST)

#endif

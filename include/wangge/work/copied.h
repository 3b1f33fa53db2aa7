/* Entries of the diary that are much alike, and entries that come in bursts: evidence for whoever reviews them, who
 * decides. Pure: neither database nor clock. */
#ifndef WANGGE_WORK_COPIED_H
#define WANGGE_WORK_COPIED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;

#define COPIED_PERCENT 70   /* two entries that are less alike are no evidence */
#define COPIED_LEAST   12   /* characters of its own that an entry must have to be compared */
#define COPIED_MOST    1200 /* characters of an entry that are compared */

struct copied_entry {
    const char *text;
    const char *names; /* of people and doors, separated by commas or blanks: left out, as digits and signs are */
    int64_t author, area, at;
    bool asked; /* compared with those before it; the others are only compared with */
};

/* Where the same stands in both texts, in bytes. */
struct copied_passage {
    size_t entry_at, entry_length, other_at, other_length;
};

struct copied_pair {
    size_t entry, other; /* other is the earlier one */
    int percent;
    size_t count;
    struct copied_passage *passages; /* in the order of the entry */
};

/* How alike two texts are, 0 to 100, the same whichever comes first: the share of their characters that stand in
 * passages that both have. passages (may be NULL) are made in pool. */
int copied_compare(struct pool *pool, const char *text, const char *names, const char *other, const char *other_names,
                   struct copied_passage **passages, size_t *count);

/* For each entry that is asked for the one before it, of its area or of its author, that is most alike, if it is enough
 * so. entries are sorted by at. Phrases that several authors use are nobody's own and count for nothing. */
size_t copied_find(struct pool *pool, const struct copied_entry *entries, size_t count, struct copied_pair **out);

enum burst_kind {
    BURST_WALK,   /* more doors than one can walk to: so many buildings in so few minutes */
    BURST_MINUTE, /* several doors in the same minute */
    BURST_LATE    /* recorded long after the visits, in one go */
};

#define BURST_MINUTES      10
#define BURST_BUILDINGS    3
#define BURST_SAME         3
#define BURST_LATE_HOURS   48
#define BURST_LATE_MINUTES 30
#define BURST_LATE_LEAST   5

struct burst_entry {
    int64_t author, at, recorded;
    int64_t door;         /* 0: none */
    const char *building; /* "": none */
    bool walked;          /* somebody was there in person */
};

struct burst {
    enum burst_kind kind;
    int minutes; /* from the first to the last: of the visits, of a late one of the recording */
    size_t count;
    size_t *entries; /* in the order of time */
};

/* In any order; an entry stands in one burst of a kind at most. */
size_t burst_find(struct pool *pool, const struct burst_entry *entries, size_t count, struct burst **out);

#endif

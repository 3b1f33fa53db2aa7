/* Schemes of the evaluation 考核方案: what a subject (code list evaluation_subject) is judged by. A scheme has items;
 * each has a formula of measures (etc/measures.csv), a weight and a target. It belongs to an area and all below it
 * (none: everywhere) and holds from a month on, until a newer one of the same area does. For somebody the nearest area
 * upwards decides that has one by then. What a frozen month was judged by never changes: a change is a copy from a
 * later month on. */
#ifndef WANGGE_WORK_SCHEME_H
#define WANGGE_WORK_SCHEME_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define SCHEME_ITEMS 16 /* at most */
#define SCHEME_PARTS 3  /* measures of a formula, at most */

/* A row of etc/measures.csv. */
struct measure {
    const char *name, *subjects; /* between spaces */
    bool amount;                 /* against the item's target; else a share of what was due */
    const char *label, *help;    /* in the language in use */
};
size_t measure_count(void);
struct measure measure_at(size_t i);
bool measure_find(const char *name, const char *subject, struct measure *out); /* subject NULL: any */
enum err measures_load(const char *etc_dir, struct error *e);

/* "timely*0.7+unreworked*0.3" taken apart. */
struct formula {
    size_t count;
    struct formula_part {
        char measure[24];
        double factor;
    } parts[SCHEME_PARTS];
};
/* false: it is not written like that, or has too many parts, or factors that are not above 0 and at most 100. "" has no
 * parts. */
bool formula_parse(const char *text, struct formula *out);

struct scheme_item {
    const char *item, *formula;
    double weight,
        target; /* target 0: none; of an amount how many a whole month asks for, else the share that is full */
    const char *label_en, *label_zh, *help_en, *help_zh; /* empty: the measure's */
};

/* Another target for grids of a colour (code list grid_grade, "" any) and from a number of households on. */
struct scheme_target {
    const char *item, *grade;
    int64_t households_from;
    double target;
};

struct scheme {
    int64_t id;
    const char *name, *subject;
    int64_t area; /* 0: everywhere */
    const char *area_name, *path;
    const char *from_month; /* "": from the beginning */
    int version;
    double cap;     /* of additions and deductions, both ways */
    int least_days; /* who was there on fewer days of a month is not judged */
    bool used;      /* a month that is frozen was judged by it: it never changes */
    size_t count;
    struct scheme_item items[SCHEME_ITEMS];
    size_t target_count;
    struct scheme_target *targets; /* of one that was read there is room for one more */
};

/* All versions that concern the actor's area, of one subject or of all ("" or NULL), newest first; rows: id, subject,
 * name, area, area_name, from_month, version, cap, least_days, items, used. Needs scheme.read, as the next two. */
enum err scheme_list(struct work *work, struct pool *pool, const char *subject, struct rows *out, struct error *e);
enum err scheme_read(struct work *work, struct pool *pool, int64_t id, struct scheme *out, struct error *e);
/* The one that holds in the area (0: where none of its own is) in the month. ERR_NOT_FOUND when there is none. */
enum err scheme_of(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t area,
                   struct scheme *out, struct error *e);

/* The rest needs scheme.write and an area in the actor's range (0 only where that is everywhere). A copy for the area
 * from a month on, which must not be frozen there; name NULL keeps the name. */
enum err scheme_copy(struct work *work, int64_t id, int64_t area, const char *from_month, const char *name,
                     int64_t *out, struct error *e);
/* name, cap, least_days, items and targets of change, in the place of what there was. ERR_STATE when it was used. */
enum err scheme_set(struct work *work, int64_t id, const struct scheme *change, struct error *e);
enum err scheme_delete(struct work *work, int64_t id, struct error *e);
/* The same of a part of it: edit gets the scheme as it stands now, in the transaction that keeps what edit makes of it;
 * pool lives as long. */
typedef enum err scheme_edit(void *to, struct pool *pool, struct scheme *scheme, struct error *e);
enum err scheme_change(struct work *work, int64_t id, scheme_edit *edit, void *to, struct error *e);
/* Why the actor cannot change it (ERR_DENIED, ERR_STATE); ERR_NONE when they can. */
enum err scheme_may_change(struct work *work, const struct scheme *scheme, struct error *e);

#endif

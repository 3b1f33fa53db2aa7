/* What the files move_*.c share: one move on its way. */
#ifndef WANGGE_SRC_WORK_MOVE_INSIDE_H
#define WANGGE_SRC_WORK_MOVE_INSIDE_H

#include "wangge/base/buffer.h"
#include "wangge/db/db.h"
#include "wangge/work/move.h"
#include "wangge/work/right.h"

struct table;

/* Somebody of a household, as it was before the move. Texts live in the mover's pool. */
struct member {
    int64_t id, household, area;
    const char *name, *sex, *birth, *relation;
};

struct members {
    struct member *list;
    size_t count;
};

struct mover {
    struct work *work;
    struct pool *pool;
    const struct move_kind *kind;
    struct scope_range range;  /* where the actor may write */
    struct record *given;      /* the row of the table move */
    const char *on;            /* the day */
    int64_t id;                /* of the row of the table move */
    int64_t effects;           /* rows touched so far */
    int64_t household;         /* whose people move, or that they join; 0 for none */
    int64_t to_household;      /* of a merge */
    int64_t area;              /* where the new door is */
    int64_t known;             /* who moves in and was registered before, 0 for nobody */
    struct members all;        /* of the household, before the move */
    struct members who;        /* those of them who move */
    const struct member *head; /* whom the user wants as the new head, NULL for nobody */
    struct buffer told;        /* what is done, a line each */
    bool silent;               /* what is done now lies out of the actor's reach, and is not told */
    struct error first;        /* of the faults */
    void (*on_fault)(void *to, const struct error *fault);
    void *to;
};

#define HEAD "02" /* relation to the head: the head itself */

/* Codes of person_state */
#define STATE_HERE "1"
#define STATE_GONE "2"
#define STATE_DEAD "3"

/* One fault more; told at once. */
void move_fault(struct mover *m, const char *field, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A line of what is done. */
void move_tell(struct mover *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* move_check.c: fills household, to_household, area, known, all, who, head of the mover; what is wrong is a fault. Only
 * what could not be asked is an error. */
enum err move_check(struct mover *m, struct error *e);
enum err move_members(struct mover *m, int64_t household, struct members *out, struct error *e);
/* The names, parted by commas. */
const char *move_names(struct mover *m, const struct members *members);

/* move_row.c: rows are written as any other row, and taken down so that the move can be undone. */
/* Of a new row the rest has its defaults; of an old one it stays as it is. Values that the table has no field for are
 * passed over. */
enum err move_row_add(struct mover *m, const struct table *table, const struct record *values, int64_t *id,
                      struct error *e);
enum err move_row_change(struct mover *m, const struct table *table, int64_t id, const struct record *values,
                         struct error *e);
enum err move_row_delete(struct mover *m, const struct table *table, int64_t id, struct error *e);

/* move_head.c */
enum err move_head(struct mover *m, int64_t household, const struct member *wanted, struct error *e);
/* The relation to the new head of somebody whose relation to the old one is known; "97" (other relative) when it cannot
 * be told. */
const char *relation_after(const struct member *new_head, const struct member *person);
/* After people have left it: a household without a head gets one, an empty one is closed. */
enum err move_leave_behind(struct mover *m, int64_t household, struct error *e);

/* move_register.c: rows of registers of a person or household (link "person", "household"). */
enum err move_close_registers(struct mover *m, const char *link, int64_t id, struct error *e);
enum err move_hand_registers(struct mover *m, int64_t from, int64_t to, struct error *e);
/* "低保 1, 残疾 1": what goes with these people; "" for nothing. */
enum err move_count_registers(struct mover *m, const struct members *who, const char **out, struct error *e);

/* The kinds. */
enum err move_in(struct mover *m, struct error *e);
enum err move_out(struct mover *m, struct error *e);
enum err move_house(struct mover *m, struct error *e);
enum err move_split(struct mover *m, struct error *e);
enum err move_merge(struct mover *m, struct error *e);
enum err move_birth(struct mover *m, struct error *e);
enum err move_death(struct mover *m, struct error *e);

#endif

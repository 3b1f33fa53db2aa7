/* The duty wall 值班大屏: the open cases of an office by state and light, the reddest first, what came in lately, who
 * is on duty. What is kept between two looks is a few numbers a case, so that lights, times and filters are told anew
 * without a word to the database; the rows that are shown are read by their ids. */
#ifndef WANGGE_WORK_WALL_H
#define WANGGE_WORK_WALL_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

enum wall_light { WALL_RED, WALL_YELLOW, WALL_GREEN, WALL_NONE };

/* The queues, in the order in which a case goes through them. */
enum wall_queue {
    WALL_REPORTED,
    WALL_SELF_HANDLED,
    WALL_ACCEPTANCE,
    WALL_REGISTERED,
    WALL_DISPATCHED,
    WALL_HANDLING,
    WALL_VERIFICATION,
    WALL_RETURN_VISIT,
    WALL_QUEUES
};
const char *wall_queue_state(enum wall_queue queue); /* the code of the list case_state */

struct wall_case {
    int64_t id, reported_at, due_at, yellow_at, stopped_at; /* instants; 0 for none */
    unsigned char queue, light, urgency;
    bool confidential, supervised, secretary;
};

struct wall_count {
    int64_t all, red, yellow;
};

/* What of it stands in the list. A queue is WALL_OF_QUEUE and its number. */
enum wall_view {
    WALL_ALL,
    WALL_LATE_RED,
    WALL_NEWEST,
    WALL_SUPERVISED,
    WALL_SECRETARY,
    WALL_CONFIDENTIAL,
    WALL_STOPPED,
    WALL_OF_QUEUE
};
#define WALL_VIEWS (WALL_OF_QUEUE + WALL_QUEUES)
const char *wall_view_name(int view);  /* "all" "red" "new" "supervised" ..., of a queue its state */
const char *wall_view_label(int view); /* translated */
int wall_view_parse(const char *name); /* -1 when there is none of that name */

struct wall {
    struct wall_case *cases; /* those of the view first, in its order: the reddest, or the newest, first */
    size_t count, shown;     /* all open ones of the scope; how many are in the view */
    int64_t read_at;         /* when the lights are of */
    int64_t whole_at, step;  /* when all was read, and the last step of any case that is in it */
    int64_t next_at;         /* when the next light changes by itself; 0 for never */
    struct wall_count queues[WALL_QUEUES], total;
    int64_t supervised, secretary, stopped, confidential; /* confidential: those that this user may see */
    int64_t came, closed;                                 /* today; came: of those that are still open */
    bool sees_confidential;
};

/* Reads all. The cases are freed with wall_free; out may hold what was read before. */
enum err wall_read(struct work *work, struct wall *out, struct error *e);
void wall_free(struct wall *wall);
/* After others have changed something: reads the cases that took a step since, and all only once in a minute, for what
 * changes without one. *changed says whether anything on it may be other than before; lights and order are the caller's
 * then (wall_light_up, wall_sort). */
enum err wall_follow(struct work *work, struct wall *wall, bool *changed, struct error *e);
/* Lights and counts at an instant. */
void wall_light_up(struct wall *wall, int64_t now);
/* Puts the cases of a view into its order. */
void wall_sort(struct wall *wall, int view);
/* The newest ones, at most most of them, newest first; returns how many. */
size_t wall_newest(const struct wall *wall, const struct wall_case **out, size_t most);
/* How many are red or urgent now that were not so, or not there, before. */
size_t wall_alarms(const struct wall *before, const struct wall *now);

/* What rows show, one for each of the cases and in their order: id, no, title, area_name, unit, handler_name. Of a
 * confidential case the title says no more than that: who passes by reads the wall too. A case that is gone meanwhile
 * has an empty number. */
enum err wall_rows(struct work *work, struct pool *pool, const struct wall_case *const *cases, size_t count,
                   struct rows *out, struct error *e);
/* Who of the actor's office has a screen open: id, name, role. Who is on the roster of today: shift, name, phone. */
enum err wall_present(struct work *work, struct pool *pool, struct rows *out, struct error *e);
enum err wall_roster(struct work *work, struct pool *pool, struct rows *out, struct error *e);

#endif

/* Whom the monthly evaluation judges, and who that concerns: nobody writes additions, decides or corrects for
 * themselves. */
#ifndef WANGGE_SRC_WORK_EVALUATION_JUDGED_H
#define WANGGE_SRC_WORK_EVALUATION_JUDGED_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct scope_range;
struct work;

#define JUDGED_PEOPLE 200 /* of a department, at most */

struct judged {
    char month[MONTH_TEXT];
    char subject[16]; /* code list evaluation_subject */
    int64_t who;      /* account; area of a community; unit of a department */
    char name[96];
    int64_t area; /* where it is judged */
    char path[64];
    char state[16]; /* of the stored evaluation: open when there is none */
    int64_t evaluation;
    size_t count;
    int64_t people[JUDGED_PEOPLE]; /* accounts that it concerns */
};

/* By login, by code of the area, by name of the unit, or by number. ERR_NOT_FOUND when nobody is judged so that month.
 * subject "" is grid_leader. Asks for no right. */
enum err judged_find(struct work *work, const char *month, const char *subject, const char *key, struct judged *out,
                     struct error *e);
/* Whose evaluation the first row (month, subject, who) is about. */
enum err judged_of_row(struct work *work, const struct rows *row, struct judged *out, struct error *e);
/* The actor, or whom the actor acts for, is one of those that it concerns. */
bool judged_is_me(const struct work *work, const struct judged *judged);
/* ERR_DENIED: it is the actor's own, or lies outside of where the right reaches. */
enum err judged_need(struct work *work, const char *action, const struct judged *judged, struct error *e);
/* One line in the inbox of each, but for the actor. */
enum err judged_tell(struct work *work, const struct judged *judged, const char *kind, int64_t object, const char *text,
                     struct error *e);
/* Those who may decide, of the nearest level above: to be told of an appeal. */
enum err judged_tell_above(struct work *work, const struct judged *judged, const char *action, const char *kind,
                           int64_t object, const char *text, struct error *e);
bool judged_is_closed(const char *state); /* frozen, reviewed or published */
/* ERR_STATE once the month is frozen for whom it is about. */
enum err evaluation_need_unfrozen(const struct judged *judged, struct error *e);
/* "+1.5" "-2"; not zero. */
enum err evaluation_points_parse(const char *text, double *out, struct error *e);

#endif

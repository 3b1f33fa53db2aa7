/* The clocks of a case: the whole and that of its stage (table case_clock), as etc/limits.csv limits them, with what
 * falls due by them (case_alarm, etc/alarms.csv). All inside the caller's write transaction. The case's own columns
 * (due_at, yellow_at, stage ...) are handed back in struct case_times for the caller to store. */
#ifndef WANGGE_SRC_WORK_CASE_CLOCK_H
#define WANGGE_SRC_WORK_CASE_CLOCK_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

/* Of a case: what its clocks say. 0 is none. */
struct case_times {
    int64_t yellow_at, due_at; /* of the whole */
    char stage[24];            /* "" when none runs; one without a limit has no due_at */
    int64_t stage_yellow_at, stage_due_at;
    int64_t stopped_at; /* suspended since */
};

/* Carries out the words of the column "clock" of a transition: "whole" begins the whole clock; a stage's name ends the
 * stage that ran and begins this one; "pause" lets all stand still; "go_on" lets those that stood still (or that ended
 * with the case) run again with what was left; "end" ends all. times is read and written. */
enum err case_clocks_do(struct work *work, int64_t case_id, const char *words, const char *category,
                        const char *urgency, int64_t now, struct case_times *times, struct error *e);
/* An extension: the clocks that run get the time from their limit to until more (of their own kind). */
enum err case_clocks_extend(struct work *work, int64_t case_id, int64_t until, int64_t now, struct case_times *times,
                            struct error *e);
/* Another category or urgency: the limits of what runs are laid anew from when each began; what was spent stays,
 * and so does what an extension gave. */
enum err case_clocks_relimit(struct work *work, int64_t case_id, const char *category, const char *urgency, int64_t now,
                             struct case_times *times, struct error *e);
/* An alarm of the kind "resume" (end of a suspension) or "reply" (supervision) at an instant; at 0 takes it back. */
enum err case_alarm_set(struct work *work, int64_t case_id, const char *kind, int64_t at, struct error *e);

#endif

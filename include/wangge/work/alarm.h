/* What falls due by itself: a clock of a case comes to a row of etc/alarms.csv, a suspension ends, a supervision was
 * not answered; and the limits follow the table of holidays. Done once, whichever process does it: whoever marks the
 * row in its own transaction. */
#ifndef WANGGE_WORK_ALARM_H
#define WANGGE_WORK_ALARM_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct work;

/* Does all that is due at now, each in a transaction of its own, until stop (may be NULL) says so; one that cannot be
 * done is logged and not tried again. work's actor becomes the administrator's program. *done (may be NULL): how many.
 * For the keeper's timer and "wangge upkeep". */
enum err alarm_serve(struct work *work, int64_t now, bool (*stop)(void *to), void *to, size_t *done, struct error *e);
/* When the next one is due; 0: none waits. */
enum err alarm_next(struct work *work, int64_t *out, struct error *e);
/* The limits of all open clocks by the holidays of now, when the table has changed. alarm_serve does it first. */
enum err clocks_follow_holidays(struct work *work, struct error *e);
/* The same by the limits of now, when a site has changed them. */
enum err clocks_follow_limits(struct work *work, struct error *e);
/* Lays clocks for open cases that have none, from before there were clocks or written past the workflow: from when each
 * was reported and came into its state. What they say is told to nobody: only what falls due after now. */
enum err clocks_fill(struct work *work, int64_t now, struct error *e);
/* What fell due until now is taken down as done and told to nobody: of cases that were written, not lived through. */
enum err alarms_pass_over(struct work *work, int64_t now, struct error *e);

#endif

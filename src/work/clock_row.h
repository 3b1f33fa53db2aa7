/* One row of case_clock: what it has used up, when it reaches its limit, and what falls due by it. */
#ifndef WANGGE_SRC_WORK_CLOCK_ROW_H
#define WANGGE_SRC_WORK_CLOCK_ROW_H

#include "wangge/base/error.h"
#include "wangge/work/working_time.h"

#include <stddef.h>
#include <stdint.h>

struct rows;
struct work;

/* 0 is none. amount 0: the stage has no limit, and neither yellow_at nor due_at. */
struct clock_row {
    int64_t id, case_id;
    char stage[24];
    enum clock_kind kind;
    int64_t amount, spent, extended; /* seconds of the clock */
    int64_t began_at, runs_from, yellow_at, due_at, ended_at;
};

void clock_row_read(const struct rows *rows, size_t row, int64_t case_id, struct clock_row *out);
/* A clock that begins to run, with its alarms; id, yellow_at and due_at are set. */
enum err clock_row_add(struct work *work, struct clock_row *clock, struct error *e);
/* It stands still from now on; what falls due by it is taken back. Not stored. */
enum err clock_row_stop(struct work *work, struct clock_row *clock, int64_t now, struct error *e);
/* spent, yellow_at and due_at anew, from when it ran, and the alarms of a clock that runs. Not stored. One that stands
 * is reckoned as if it had run on: that is the limit by which its light is told. */
enum err clock_row_reckon(struct work *work, struct clock_row *clock, struct error *e);
enum err clock_row_store(struct work *work, const struct clock_row *clock, struct error *e);
/* clock 0: of the case. */
enum err clock_alarm_lay(struct work *work, int64_t case_id, int64_t clock, const char *kind, int64_t at,
                         struct error *e);

/* Between short transactions of many: who has written without a rest since then gives others their turn, and *since is
 * now. In a row of transactions without gaps somebody who waits for one may miss it again and again. */
void clock_let_others(int64_t *since);

#endif

/* Time that counts. Four clocks (schema/codes/clock_kind.csv): urgent hours run day and night, through holidays;
 * working hours run 08:00-12:00 and 14:00-18:00 of working days; working days run the 24 hours of each working day;
 * calendar days run always. A working day is a Monday to Friday that is no holiday, or another day that the table of
 * holidays calls a workday (调休). Source: the State Council's yearly notices, shipped as data and kept in the table
 * "holiday". Civil time is UTC+8 without summer time; all instants are UTC seconds, all amounts seconds of the clock.
 */
#ifndef WANGGE_WORK_WORKING_TIME_H
#define WANGGE_WORK_WORKING_TIME_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct work;

enum clock_kind { CLOCK_URGENT, CLOCK_HOURS, CLOCK_DAYS, CLOCK_CALENDAR, CLOCK_KINDS };
const char *clock_kind_name(enum clock_kind kind); /* "urgent" "hours" "days" "calendar" */
bool clock_kind_parse(const char *name, enum clock_kind *out);
/* Seconds of one unit of a limit: an hour for urgent and hours, a day of 24 hours for days and calendar. */
int64_t clock_kind_unit(enum clock_kind kind);

/* Reads the holidays of the database, if they have changed since the last time. Every function of work/ that reckons
 * with clocks calls it in its transaction. */
enum err working_time_load(struct work *work, struct error *e);
/* A text that is another one whenever the table of holidays has changed. */
enum err working_time_mark(struct work *work, char out[96], struct error *e);
/* Where holidays.csv is. Once, before the first fork. */
void holidays_are_in(const char *etc_dir);
/* Lays each year of the file into the table of holidays once: what a site changed or deleted stays so. Does nothing as
 * long as there is no area, whose rows they are. In the caller's transaction, else in one of its own. */
enum err holidays_lay(struct db *db, struct error *e);
bool is_working_day(day_t day);
/* The earliest instant at which amount seconds of the clock have passed since from. amount >= 0. */
int64_t working_time_add(enum clock_kind kind, int64_t from, int64_t amount);
/* Seconds of the clock between two instants; 0 when to <= from. */
int64_t working_time_between(enum clock_kind kind, int64_t from, int64_t to);

#endif

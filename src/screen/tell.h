/* How things read on several screens: lights, moments, what is left until something is due. */
#ifndef SCREEN_TELL_H
#define SCREEN_TELL_H

#include "wangge/ui/ui.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct table;
struct work;

/* "R", "Y", "G" and the colour of it; "" for none. */
const char *light_letter(const char *light);
enum ui_style light_style(const char *light);

/* An instant or a date of a row, short: "10-21 16:05", "10-21"; with the year when it is not this one. */
const char *tell_moment(struct pool *pool, const struct rows *rows, size_t row, const char *column);
/* "SJ-20261018-0042" -> "1018-0042" in its own year: the rest goes without saying. */
const char *tell_short_no(const char *no);
/* Until due: "3 h", "2 d", "-2 h" past it; "" when there is no due time. */
const char *tell_left(struct pool *pool, const struct rows *rows, size_t row, const char *column);
const char *tell_left_of(struct pool *pool, int64_t due);
/* Lines of a text wrapped to columns, at most most; returns how many there are. */
size_t tell_wrapped(struct pool *pool, const char *text, int columns, const char **lines, size_t most);
/* ISO date with its weekday. */
const char *tell_day(struct pool *pool, const char *date);
/* Why an action is not for this user, short enough to stand beside it; false when it is allowed. */
bool tell_denied(const struct work *work, const char *right, char *out, size_t room);
/* As wide as the longest text of a code list is in this language, at most most. */
int tell_width(const char *codes, int most);
/* A record's field as people read it; links not looked up. */
const char *tell_field(struct pool *pool, const struct table *table, const struct record *record, const char *field);

#endif

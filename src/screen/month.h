/* The month that a screen shows. */
#ifndef SCREEN_MONTH_H
#define SCREEN_MONTH_H

#include "wangge/base/date.h"
#include "wangge/ui/ui.h"

/* This one: what a visitor sees first. */
void month_now(char month[MONTH_TEXT]);
/* The month before or after, for ACTION_PREVIOUS and ACTION_NEXT. False: it is the same month as before, since it was
 * another action, or the month has not begun yet, which is told. */
bool month_turn(struct ui *ui, char month[MONTH_TEXT], enum action action);

#endif

#include "month.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"

#include <string.h>

void month_now(char month[MONTH_TEXT])
{
    month_of(day_of(clock_now()), month);
}

bool month_turn(struct ui *ui, char month[MONTH_TEXT], enum action action)
{
    char to[MONTH_TEXT], now[MONTH_TEXT];
    if (action != ACTION_PREVIOUS && action != ACTION_NEXT)
        return false;
    month_add(month, action == ACTION_NEXT ? 1 : -1, to);
    month_now(now);
    if (strcmp(to, now) > 0) {
        ui_note(ui, _("%s has not begun yet."), to);
        return false;
    }
    memcpy(month, to, sizeof to);
    return true;
}

/* Any text as a date or an instant: refused, or one that is written and read back the same. */
#include "fuzz.h"

#include "wangge/base/date.h"

#define TODAY 20747 /* 2026-10-21 */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void date_holds(day_t day)
{
    char text[DATE_TEXT];
    day_t back = 0;
    int year = 0, month = 0, of_month = 0;
    date_split(day, &year, &month, &of_month);
    MUST(date_is_real(year, month, of_month));
    MUST(date_make(year, month, of_month) == day);
    MUST(date_weekday(day) >= 1 && date_weekday(day) <= 7);
    date_format(day, text);
    MUST(date_parse(text, &back) && back == day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = as_text(data, size), written[DATE_ISO];
    day_t day = 0, last = 0;
    int64_t instant = 0, back = 0;
    bool has_time = false;
    if (date_typed(text, TODAY, &day))
        date_holds(day);
    if (date_parse(text, &day))
        date_holds(day);
    if (month_parse(text, &day, &last))
        MUST(last - day >= 27 && last - day <= 30);
    if (instant_typed(text, day_start(TODAY) + 3600, &instant, &has_time) || instant_parse(text, &instant)) {
        instant_iso(instant, written);
        MUST(instant_parse(written, &back) && back == instant);
    }
    free(text);
    return 0;
}

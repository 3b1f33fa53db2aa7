#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static const struct light {
    const char *name, *letter;
    enum ui_style style;
} LIGHTS[] = {
    {"red",    "R", STYLE_RED   },
    {"yellow", "Y", STYLE_YELLOW},
    {"green",  "G", STYLE_GREEN },
};

static const struct light *light_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(LIGHTS); i++)
        if (strcmp(LIGHTS[i].name, name) == 0)
            return &LIGHTS[i];
    return NULL;
}

const char *light_letter(const char *light)
{
    const struct light *found = light_find(light);
    return found ? found->letter : "";
}

enum ui_style light_style(const char *light)
{
    const struct light *found = light_find(light);
    return found ? found->style : STYLE_PLAIN;
}

/* The instant in a column, whether it holds seconds or text; 0 when it is empty. */
static int64_t moment(const struct rows *rows, size_t row, const char *column)
{
    int64_t instant = 0;
    if (rows_column(rows, column) < 0)
        return 0;
    if (rows_value(rows, row, column)->type == VALUE_INT)
        return rows_int(rows, row, column);
    instant_parse(rows_text(rows, row, column), &instant);
    return instant;
}

const char *tell_moment(struct pool *pool, const struct rows *rows, size_t row, const char *column)
{
    char now[DATE_MINUTE], then[DATE_MINUTE];
    int64_t instant = moment(rows, row, column);
    instant_minute(clock_now(), now);
    if (instant)
        instant_minute(instant, then);
    else if (rows_column(rows, column) < 0 || strlen(rows_text(rows, row, column)) < DATE_TEXT - 1)
        return "";
    const char *text = instant ? then : rows_text(rows, row, column);
    return pool_text(pool, strncmp(text, now, 5) == 0 ? text + 5 : text);
}

const char *tell_short_no(const char *no)
{
    char today[DATE_TEXT];
    const char *digits = no + strcspn(no, "0123456789");
    date_format(day_of(clock_now()), today);
    return strncmp(digits, today, 4) == 0 ? digits + 4 : digits;
}

const char *tell_left(struct pool *pool, const struct rows *rows, size_t row, const char *column)
{
    return tell_left_of(pool, moment(rows, row, column));
}

const char *tell_left_of(struct pool *pool, int64_t due)
{
    if (!due)
        return "";
    long long left = due - clock_now(), size = left < 0 ? -left : left;
    const char *sign = left < 0 ? "-" : "";
    if (size >= 2LL * DAY_SECONDS)
        return pool_format(pool, _("%s%lld d"), sign, size / DAY_SECONDS);
    if (size >= 3600)
        return pool_format(pool, _("%s%lld h"), sign, size / 3600);
    return pool_format(pool, _("%s%lld min"), sign, size / 60);
}

size_t tell_wrapped(struct pool *pool, const char *text, int columns, const char **lines, size_t most)
{
    size_t count = 0, left = strlen(text), skip = 0;
    while (left > 0 && count < most) {
        size_t n = text_wrap(text, left, columns, &skip);
        lines[count++] = pool_text_n(pool, text, n);
        if (skip == 0)
            break;
        text += skip;
        left -= skip;
    }
    return count;
}

const char *tell_day(struct pool *pool, const char *date)
{
    day_t day;
    if (!date_parse(date, &day))
        return pool_text(pool, date);
    return pool_format(pool, "%s %s", date, date_weekday_text(day));
}

const char *tell_field(struct pool *pool, const struct table *table, const struct record *record, const char *field)
{
    const struct field *described = table_field(table, field);
    struct buffer text = {0};
    if (described)
        check_show(described, record_get(record, field), &text);
    const char *told = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return told;
}

bool tell_denied(const struct work *work, const char *right, char *out, size_t room)
{
    if (right_scope(work, right) != SCOPE_NONE)
        return false;
    if (*work->actor.role)
        snprintf(out, room, _("not as %s"), code_text("role", work->actor.role));
    else
        snprintf(out, room, "%s", _("you hold no post today"));
    return true;
}

int tell_width(const char *codes, int most)
{
    const struct code_list *list = code_list(codes);
    int widest = 0;
    for (size_t i = 0; i < list->count; i++) {
        int width = text_width(code_text(codes, list->codes[i].code));
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

bool goes_from_door_to_door(const struct work *work)
{
    return strlen(work->actor.path) >= LEVEL_GRID * AREA_PART && right_scope(work, "visit.write") != SCOPE_NONE;
}

void today_text(char out[DATE_TEXT])
{
    date_format(day_of(clock_now()), out);
}

static char *like(struct pool *pool, const char *text, bool anywhere)
{
    char *out = pool_new_piece(pool, strlen(text) * 2 + 3, 1), *p = out;
    if (anywhere)
        *p++ = '%';
    for (; *text != '\0'; text++) {
        if (strchr("%_\\", *text) != NULL)
            *p++ = '\\';
        *p++ = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
    }
    *p = '%';
    return out;
}

char *like_contains(struct pool *pool, const char *text)
{
    return like(pool, text, true);
}

char *like_prefix(struct pool *pool, const char *text)
{
    return like(pool, text, false);
}

void rows_iso(struct pool *pool, struct rows *rows, const char *column)
{
    size_t at = (size_t)rows_column(rows, column);
    for (size_t i = 0; i < rows->count; i++) {
        struct value *v = &rows->values[i * rows->columns + at];
        char iso[DATE_ISO] = "";
        if (v->type == VALUE_INT)
            instant_iso(v->number, iso);
        *v = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, iso)};
    }
}

void mask_rows(struct pool *pool, const struct table *table, struct rows *rows)
{
    struct buffer masked = {0};
    for (size_t c = 0; c < rows->columns; c++) {
        const struct field *field = table_field(table, rows->names[c]);
        for (size_t i = 0; field != NULL && field->masked && i < rows->count; i++) {
            struct value *v = &rows->values[i * rows->columns + c];
            if (v->type != VALUE_TEXT)
                continue;
            buffer_clear(&masked);
            check_mask(field, v->text, &masked);
            v->text = pool_text(pool, buffer_text(&masked));
        }
    }
    buffer_free(&masked);
}

int64_t id_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits == 0 || digits > 18 || text[digits] != '\0' ? -1 : strtoll(text, NULL, 10);
}

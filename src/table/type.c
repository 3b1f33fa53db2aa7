#include "type.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_LENGTH      100
#define LONG_TEXT_LENGTH 2000
#define PHONE_LENGTH     60

const struct type_row type_rows[FIELD_TYPE_COUNT] = {
    [FIELD_TEXT] = {.name = "text",              .words = true,                   .length = TEXT_LENGTH},
    [FIELD_LONG_TEXT] = {.name = "long_text",                           .words = true,                                        .length = LONG_TEXT_LENGTH},
    [FIELD_INTEGER] = {.name = "integer", .number = true,.ordered = true, .half_width = true, .length = 19},
    [FIELD_MONEY] = {.name = "money",             .number = true,                                     .ordered = true, .half_width = true, .length = 16},
    [FIELD_DATE] = {.name = "date",               .ordered = true,                                              .half_width = true, .length = 10},
    [FIELD_INSTANT] = {.name = "instant", .number = true,.ordered = true, .half_width = true, .length = 16},
    [FIELD_YES_NO] = {.name = "yes_no",               .number = true,                                              .half_width = true, .length = 1},
    [FIELD_CITIZEN_ID] = {.name = "citizen_id",.words = true,.half_width = true, .length = 18},
    [FIELD_CREDIT_CODE] = {.name = "credit_code",                           .words = true,                                          .half_width = true, .length = 18},
    [FIELD_PHONE] = {.name = "phone",            .words = true,                                             .half_width = true, .length = PHONE_LENGTH},
    [FIELD_DIVISION] = {.name = "division",                           .words = true,                                           .half_width = true, .length = 12},
    [FIELD_CODE] = {.name = "code",         .half_width = true},
    [FIELD_CODES] = {.name = "codes",        .half_width = true                            },
    [FIELD_LINK] = {.name = "link",               .number = true,                                              .half_width = true, .length = 19},
    [FIELD_COMPUTED] = {.name = "computed",.words = true},
};

/* A description may show those that are not read-only, so that people can fill them in. */
static const struct field housekeeping[] = {
    {.name = "id",           .type = FIELD_INTEGER, .read_only = true  },
    {.name = "area",         .type = FIELD_LINK,    .link = "area"     },
    {.name = "verified_on",  .type = FIELD_DATE   },
    {.name = "source",    .type = FIELD_CODE,     .codes = "source"                   },
    {.name = "version", .type = FIELD_INTEGER,     .read_only = true},
    {.name = "created_by",    .type = FIELD_LINK,        .link = "user",                    .read_only = true},
    {.name = "created_at",   .type = FIELD_INSTANT, .read_only = true},
    {.name = "updated_by",   .type = FIELD_LINK,    .link = "user",   .read_only = true},
    {.name = "updated_at",                      .type = FIELD_INSTANT,                        .read_only = true     },
    {.name = "deleted_at",                      .type = FIELD_INSTANT,                        .read_only = true},
};

const struct field *housekeeping_at(size_t i)
{
    return i < COUNT_OF(housekeeping) ? &housekeeping[i] : NULL;
}

const struct field *housekeeping_field(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(housekeeping); i++)
        if (text_same(housekeeping[i].name, name))
            return &housekeeping[i];
    return NULL;
}

const struct field *column_field(const struct table *table, const char *name)
{
    const struct field *field = table_field(table, name);
    return field != NULL ? field : housekeeping_field(name);
}

bool money_parse(const char *text, int64_t *fen)
{
    bool minus = *text == '-';
    const char *s = text + (minus ? 1 : 0);
    size_t yuan = strspn(s, "0123456789");
    const char *cents = s[yuan] == '.' ? s + yuan + 1 : s + yuan;
    size_t n = strspn(cents, "0123456789");

    if (yuan == 0 || yuan > 12 || n > 2 || cents[n] != '\0' || (s[yuan] == '.' && n == 0))
        return false;
    *fen = strtoll(s, NULL, 10) * 100;
    if (n > 0)
        *fen += strtol(cents, NULL, 10) * (n == 1 ? 10 : 1);
    if (minus)
        *fen = -*fen;
    return true;
}

void money_format(int64_t fen, char out[32])
{
    int64_t whole = fen < 0 ? -fen : fen;
    snprintf(out, 32, "%s%" PRId64 ".%02d", fen < 0 ? "-" : "", whole / 100, (int)(whole % 100));
}

struct bind type_bind(const char *parameter, enum field_type type, const char *canonical)
{
    int64_t number = 0;
    if (*canonical == '\0')
        return BIND_NULL(parameter);
    if (!type_rows[type].number)
        return BIND_TEXT(parameter, canonical);
    if (type == FIELD_MONEY)
        money_parse(canonical, &number);
    else if (type == FIELD_INSTANT)
        instant_parse(canonical, &number);
    else
        number = strtoll(canonical, NULL, 10);
    return BIND_INT(parameter, number);
}

void type_text(enum field_type type, const struct value *value, struct buffer *out)
{
    char text[32];
    if (value->type == VALUE_INT && type == FIELD_MONEY) {
        money_format(value->number, text);
        buffer_add_text(out, text);
    } else if (value->type == VALUE_INT && type == FIELD_INSTANT) {
        instant_minute(value->number, text);
        buffer_add_text(out, text);
    } else if (value->text != NULL) {
        buffer_add_text(out, value->text);
    }
}

#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"

#include <string.h>

static void show_codes(const char *list, const char *codes, struct buffer *out)
{
    char code[64];
    for (const char *sign = ""; *codes != '\0'; sign = ", ") {
        size_t n = strcspn(codes, ",");
        size_t kept = n < sizeof code ? n : sizeof code - 1;
        memcpy(code, codes, kept);
        code[kept] = '\0';
        buffer_format(out, "%s%s", sign, code_text(list, code));
        codes += n + (codes[n] == ',');
    }
}

void check_show(const struct field *field, const char *value, struct buffer *out)
{
    buffer_clear(out);
    if (*value == '\0')
        return;
    if (field->codes != NULL)
        show_codes(field->codes, value, out);
    else if (field_shown_type(field) == FIELD_YES_NO)
        buffer_add_text(out, *value == '1' ? _("yes") : _("no"));
    else
        buffer_add_text(out, value);
}

/* first and last characters of n bytes stay, one star for each character between; a short one keeps none at its end. */
static void mask(struct buffer *out, const char *s, size_t n, size_t first, size_t last)
{
    if (n < first + last + 3)
        last = 0;
    for (size_t i = 0; i < n; i++)
        buffer_add_char(out, i < first || i >= n - last ? s[i] : '*');
}

void check_mask(const struct field *field, const char *value, struct buffer *out)
{
    buffer_clear(out);
    if (*value == '\0')
        return;
    enum field_type type = field_shown_type(field);
    if (type == FIELD_CITIZEN_ID || type == FIELD_CREDIT_CODE) {
        mask(out, value, strlen(value), 4, 4);
    } else if (type == FIELD_PHONE) {
        for (size_t n; *value != '\0'; value += n + (value[n] == ';')) {
            n = strcspn(value, ";");
            if (out->length > 0)
                buffer_add_char(out, ';');
            mask(out, value, n, 3, 4);
        }
    } else { /* the number of stars says nothing of the length */
        buffer_add(out, value, text_grapheme(value, strlen(value)));
        buffer_add_text(out, "**");
    }
}

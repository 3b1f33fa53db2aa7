#include "wangge/table/header.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/table_file.h"

#include <stdint.h>
#include <string.h>

/* An opening bracket's closing one, in half width; 0 for what is none. */
static uint32_t closing(uint32_t code)
{
    static const uint32_t pairs[][2] = {
        {'(',    ')'   },
        {'[',    ']'   },
        {0x3010, 0x3011},
        {0x3014, 0x3015},
        {'<',    '>'   }
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (pairs[i][0] == code)
            return pairs[i][1];
    return 0;
}

static bool is_passed_over(uint32_t code)
{
    static const uint32_t marks[] = {0x3001, 0x3002, 0xB7, 0x2014, 0x2605, 0x203B, 0xFEFF, 0xA0, 0x201C, 0x201D};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (marks[i] == code)
            return true;
    return code <= ' ' || (code < 0x80 && strchr("*_-/:,.'\"\\#?!;|", (int)code) != NULL);
}

static void plain(const char *title, bool with_brackets, struct buffer *out)
{
    size_t n = strlen(title);
    uint32_t code = 0, until = 0;
    buffer_clear(out);
    for (size_t at = 0, used; (used = text_decode(title + at, n - at, &code)) > 0; at += used) {
        char bytes[4];
        code = text_half_width(code);
        if (until != 0 || (!with_brackets && closing(code) != 0)) {
            until = until == 0 ? closing(code) : code == until ? 0 : until;
            continue;
        }
        if (is_passed_over(code))
            continue;
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        buffer_add(out, bytes, text_encode(code, bytes));
    }
}

void header_plain(const char *title, struct buffer *out)
{
    plain(title, false, out);
    if (out->length == 0) /* all of it stands in brackets */
        plain(title, true, out);
}

static bool equal(const char *plain_title, const char *name)
{
    struct buffer other = {0};
    header_plain(name, &other);
    bool same = other.length > 0 && strcmp(plain_title, buffer_text(&other)) == 0;
    buffer_free(&other);
    return same;
}

static bool is_one_of(const char *plain_title, const char *names)
{
    struct buffer name = {0};
    bool found = false;
    while (names != NULL && *names != '\0' && !found) {
        size_t n = strcspn(names, ",");
        buffer_clear(&name);
        buffer_add(&name, names, n);
        found = equal(plain_title, buffer_text(&name));
        names += names[n] == ',' ? n + 1 : n;
    }
    buffer_free(&name);
    return found;
}

bool header_is(const char *title, const char *names)
{
    struct buffer text = {0};
    header_plain(title, &text);
    bool found = is_one_of(buffer_text(&text), names);
    buffer_free(&text);
    return found;
}

const struct field *header_field(const struct table *table, const char *title)
{
    const struct field *found = NULL;
    struct buffer text = {0};
    header_plain(title, &text);
    for (size_t i = 0; found == NULL && i < table->count; i++) {
        const struct field *f = &table->fields[i];
        if (equal(buffer_text(&text), f->name) || equal(buffer_text(&text), f->label[LANGUAGE_ZH]) ||
            equal(buffer_text(&text), f->label[LANGUAGE_EN]))
            found = f;
    }
    for (size_t i = 0; found == NULL && i < table->count; i++)
        if (is_one_of(buffer_text(&text), table->fields[i].synonyms))
            found = &table->fields[i];
    buffer_free(&text);
    return found;
}

/* How a cell begins that says what is to be filled in. */
static bool is_instruction(const char *cell)
{
    static const char *const beginnings[] = {
        "必填", "可选", "选填", "非必填",   "如：",     "如:",      "例：",     "例如", "示例",
        "YYYY", "yyyy", "1=是", "required", "Required", "optional", "Optional", "e.g."};
    cell += strspn(cell, " *");
    for (size_t i = 0; i < COUNT_OF(beginnings); i++)
        if (strncmp(cell, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

bool header_is_comment(const struct table_row *row)
{
    size_t instructions = 0, filled = 0;
    for (size_t i = 0; i < row->count; i++) {
        filled += *row->cells[i] != '\0';
        instructions += is_instruction(row->cells[i]);
    }
    return instructions >= 2 || (instructions == 1 && filled <= 2);
}

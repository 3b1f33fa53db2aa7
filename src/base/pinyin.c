#include "wangge/base/pinyin.h"

#include "wangge/base/array.h"
#include "wangge/base/text.h"

#include <ctype.h>
#include <string.h>

#define FIRST_HAN 0x4E00
#define LAST_HAN  0x9FFF

/* One letter for each code point from FIRST_HAN on, '-' where there is no reading; made by tools/pinyin.awk. */
static const char initials[LAST_HAN - FIRST_HAN + 1] = {
#include "pinyin_table.inc"
};

/* Surnames that are read otherwise than the character usually is. */
static const struct {
    const char *surname;
    char initial;
} surnames[] = {
    {"单", 's'},
    {"解", 'x'},
    {"仇", 'q'},
    {"区", 'o'},
    {"查", 'z'},
    {"曾", 'z'},
    {"朴", 'p'},
    {"盖", 'g'},
    {"乐", 'y'},
    {"缪", 'm'},
    {"秘", 'b'},
    {"冼", 'x'},
    {"种", 'c'},
    {"重", 'c'},
    {"召", 's'},
    {"折", 's'},
    {"翟", 'z'},
    {"员", 'y'},
    {"尉", 'y'},
    {"黑", 'h'},
    {"逄", 'p'},
    {"隗", 'w'},
    {"令", 'l'},
    {"繁", 'p'}
};

size_t pinyin_initials(const char *text, char *out, size_t room)
{
    size_t n = strlen(text), length = 0;
    for (size_t at = 0; at < n && length + 1 < room;) {
        uint32_t code;
        at += text_decode(text + at, n - at, &code);
        code = text_half_width(code);
        char letter = '-';
        if (code < 0x80 && isalnum((int)code))
            letter = (char)tolower((int)code);
        else if (code >= FIRST_HAN && code <= LAST_HAN)
            letter = initials[code - FIRST_HAN];
        if (letter != '-')
            out[length++] = letter;
    }
    out[length] = '\0';
    return length;
}

size_t pinyin_name_initials(const char *name, char *out, size_t room)
{
    size_t length = pinyin_initials(name, out, room);
    for (size_t i = 0; i < COUNT_OF(surnames) && length > 0; i++)
        if (strncmp(name, surnames[i].surname, strlen(surnames[i].surname)) == 0)
            out[0] = surnames[i].initial;
    return length;
}

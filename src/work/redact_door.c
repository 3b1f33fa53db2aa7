/* Doors: 6幢2单元302室, 6-2-302, 18号301, room 302. The building stays. */
#include "redact_inside.h"

#include "wangge/base/array.h"

#include <string.h>

enum { ROOM_LOW = 3, ROOM_HIGH = 4 }; /* digits of a room that nothing else tells of */

static bool is_counting(uint32_t c)
{
    static const uint32_t han[] = {0x5341, 0x767e, 0x4e24}; /* 十百两 */
    for (size_t i = 0; i < COUNT_OF(han); i++)
        if (han[i] == c)
            return true;
    return is_digit_word(c);
}

/* Letters of a number, as it is written or counted. */
static size_t number_at(const struct letters *t, size_t i)
{
    size_t n = 0;
    while (is_counting(letter_at(t, i + n)))
        n++;
    return n;
}

static size_t digits_at(const struct letters *t, size_t i)
{
    size_t n = 0;
    while (is_digit_word(letter_at(t, i + n)))
        n++;
    return n;
}

static size_t one_of(const struct letters *t, size_t i, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        size_t n = letters_word(t, i, words[k]);
        if (n > 0)
            return n;
    }
    return 0;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2010 || c == '#' || c == '/';
}

size_t building_at(const struct letters *t, size_t i)
{
    static const char *const words[] = {"幢", "栋", "号楼", "座", "号"};
    size_t n = number_at(t, i);
    if (n == 0 && is_latin(letter_at(t, i)) && !is_latin(letter_at(t, i + 1)))
        n = 1; /* A座 */
    if (n == 0 || (i > 0 && is_counting(letter_at(t, i - 1))))
        return 0;
    size_t word = one_of(t, i + n, words, COUNT_OF(words));
    return word == 0 ? 0 : n + word;
}

/* 2单元, 二单元, 乙单元 */
static size_t unit_at(const struct letters *t, size_t i)
{
    static const char *const names[] = {"甲", "乙", "丙", "丁", "东", "西", "南", "北", "中"};
    size_t n = number_at(t, i);
    if (n == 0)
        n = one_of(t, i, names, COUNT_OF(names));
    size_t word = n == 0 ? 0 : letters_word(t, i + n, "单元");
    return word == 0 ? 0 : n + word;
}

static size_t room_word(const struct letters *t, size_t i)
{
    static const char *const words[] = {"室", "号室", "号房", "房间", "房"};
    return one_of(t, i, words, COUNT_OF(words));
}

/* 302室, 三零二室, 302房, 302号房; no 一室一厅, no 30号. */
static size_t room_at(const struct letters *t, size_t i)
{
    size_t n = digits_at(t, i);
    size_t word = n < 2 ? 0 : room_word(t, i + n);
    if (word > 0 && n == 2 && letters_word(t, i + n, "室") == 0)
        return 0;
    return word == 0 ? 0 : n + word;
}

/* Behind a building or unit: 302, 302A, -302, 3楼, 三层. */
static size_t part_at(const struct letters *t, size_t i)
{
    static const char *const floors[] = {"楼", "层"};
    size_t dash = is_dash(letter_at(t, i)) || letter_at(t, i) == ' ' ? 1 : 0;
    size_t n = number_at(t, i + dash), at = i + dash + n;
    size_t floor = n == 0 ? 0 : one_of(t, at, floors, COUNT_OF(floors));
    if (floor > 0)
        return dash + n + floor;
    n = digits_at(t, i + dash);
    at = i + dash + n;
    if (n < ROOM_LOW || n > ROOM_HIGH || is_measured(t, at))
        return 0;
    at += is_latin(letter_at(t, at)) && !is_latin(letter_at(t, at + 1));
    return at + room_word(t, at) - i;
}

static size_t plain_digits(const struct letters *t, size_t i)
{
    size_t n = 0;
    while (is_number_letter(letter_at(t, i + n)))
        n++;
    return n;
}

/* 6-2-302 and 6-302: the building is named in words instead. */
static struct match match_dashed(const struct letters *t, size_t i)
{
    size_t first = plain_digits(t, i), at = i + first;
    if (first == 0 || first > 3 || !is_dash(letter_at(t, at)) ||
        (i > 0 && (is_number_letter(letter_at(t, i - 1)) || is_dash(letter_at(t, i - 1)))))
        return (struct match){0};
    size_t second = plain_digits(t, at + 1), end = at + 1 + second;
    bool three = second > 0 && second <= 2 && is_dash(letter_at(t, end));
    size_t last = three ? plain_digits(t, end + 1) : second;
    end = three ? end + 1 + last : end;
    if (last < ROOM_LOW || last > ROOM_HIGH || (!three && first > 2) || is_measured(t, end) ||
        is_dash(letter_at(t, end)))
        return (struct match){0};
    size_t room = letters_word(t, end, "室");
    return (struct match){end + room - i, REDACT_DOOR, "幢", first};
}

/* room 302, flat 4B, apt. 12 */
static size_t english_at(const struct letters *t, size_t i)
{
    static const char *const words[] = {"room", "flat", "apartment", "apt", "unit", "door"};
    size_t n = i > 0 && is_latin(letter_at(t, i - 1)) ? 0 : one_of(t, i, words, COUNT_OF(words));
    if (n == 0)
        return 0;
    for (int k = 0; k < 3 && (letter_at(t, i + n) == ' ' || letter_at(t, i + n) == '.' || letter_at(t, i + n) == '#');
         k++)
        n++;
    size_t digits = plain_digits(t, i + n);
    if (digits == 0)
        return 0;
    n += digits;
    return n + (is_latin(letter_at(t, i + n)) && !is_latin(letter_at(t, i + n + 1)));
}

struct match match_door(const struct letters *t, size_t i, bool behind)
{
    bool inside = i > 0 && is_counting(letter_at(t, i - 1)) && is_counting(letter_at(t, i));
    if (inside)
        return (struct match){0};
    size_t n = behind ? part_at(t, i) : 0;
    n = n > 0 ? n : unit_at(t, i);
    n = n > 0 ? n : room_at(t, i);
    n = n > 0 ? n : english_at(t, i);
    return n > 0 ? (struct match){n, REDACT_DOOR, "", 0} : match_dashed(t, i);
}

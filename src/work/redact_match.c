/* What each kind of personal data looks like. */
#include "redact_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/text.h"

#include <string.h>

enum {
    LONG_NUMBER = 7, /* digits: a telephone of the town has as many */
    GROUP = 3,       /* digits of a part of a number that is written in parts */
    PARTS = 8,
    MEASURE = 10, /* digits that a count may have */
    TOKEN = 5,    /* letters of a chat name */
};

bool is_digit_word(uint32_t c)
{
    static const uint32_t han[] = {0x3007, 0x96f6, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
                                   0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5e7a}; /* 〇零一二三四五六七八九幺 */
    for (size_t i = 0; i < COUNT_OF(han); i++)
        if (han[i] == c)
            return true;
    return is_number_letter(c);
}

bool is_measured(const struct letters *t, size_t i)
{
    static const char *const units[] = {"元", "万", "亿", "人", "户", "米",   "平",   "亩", "吨", "公里", "个", "名",
                                        "次", "年", "月", "日", "天", "小时", "分钟", "度", "%",  "件",   "起", "盏",
                                        "条", "家", "只", "棵", "处", "辆",   "斤",   "份", "kg", "km",   "m"};
    while (letter_at(t, i) == ' ' || letter_at(t, i) == 0x591a || letter_at(t, i) == 0x4f59) /* 多 余 */
        i++;
    for (size_t k = 0; k < COUNT_OF(units); k++)
        if (letters_word(t, i, units[k]) > 0)
            return true;
    return false;
}

struct number {
    size_t digits[PARTS], at[PARTS], parts; /* of each group: digits, first letter */
    size_t total, end;
};

static bool parts_a_number(uint32_t c)
{
    return c == ' ' || c == '-' || c == '.' || c == 0x2013 || c == 0x2014 || c == 0x2010 || c == 0x2011 || c == ')' ||
           c == 0xb7;
}

/* Groups of digits with one or two signs between. */
static struct number read_number(const struct letters *t, size_t i)
{
    struct number n = {0};
    while (is_digit_word(letter_at(t, i)) && n.parts < PARTS) {
        n.at[n.parts] = i;
        while (is_digit_word(letter_at(t, i)))
            i++;
        n.digits[n.parts] = i - n.at[n.parts];
        n.total += n.digits[n.parts++];
        n.end = i;
        for (int k = 0; k < 2 && parts_a_number(letter_at(t, i)); k++)
            i++;
    }
    return n;
}

/* Of ASCII digits; -1 when there are others. */
static int value_of(const struct letters *t, size_t i, size_t digits)
{
    int value = 0;
    for (size_t k = 0; k < digits; k++) {
        if (!is_number_letter(letter_at(t, i + k)))
            return -1;
        value = value * 10 + (int)(letter_at(t, i + k) - '0');
    }
    return value;
}

static bool is_day(int year, int month, int day)
{
    return year >= 2000 && year <= 2100 && month > 0 && day > 0 && date_is_real(year, month, day);
}

/* 2026-10-21 in three groups, 20261021 in one: when something happened. */
static size_t date_at(const struct letters *t, const struct number *n)
{
    if (n->parts >= 3 && n->digits[0] == 4 && n->digits[1] <= 2 && n->digits[2] <= 2 &&
        is_day(value_of(t, n->at[0], 4), value_of(t, n->at[1], n->digits[1]), value_of(t, n->at[2], n->digits[2])))
        return n->at[2] + n->digits[2] - n->at[0];
    if (n->digits[0] == 8 &&
        is_day(value_of(t, n->at[0], 4), value_of(t, n->at[0] + 4, 2), value_of(t, n->at[0] + 6, 2)))
        return 8;
    return 0;
}

/* SJ-20261021-0001 */
static bool is_case_number(const struct letters *t, const struct number *n)
{
    size_t i = n->at[0];
    return i >= 3 && letters_word(t, i - 3, "SJ-") > 0 && n->parts == 2 && n->digits[0] == 8 && date_at(t, n) > 0 &&
           n->digits[1] >= 4 && n->digits[1] < LONG_NUMBER;
}

/* 138 0013 8000, 0514-87654321, 86 138...: every part is long, but for the code of the country. */
static size_t joined_end(const struct letters *t, const struct number *n)
{
    size_t total = n->digits[0], end = n->at[0] + n->digits[0];
    if (n->digits[0] < GROUP && !(n->digits[0] == 2 && value_of(t, n->at[0], 2) == 86))
        return 0;
    for (size_t k = 1; k < n->parts && n->digits[k] >= GROUP; k++) {
        total += n->digits[k];
        end = n->at[k] + n->digits[k];
    }
    return total >= LONG_NUMBER ? end : 0;
}

static struct match number_match(const struct letters *t, size_t i, size_t end, size_t digits)
{
    uint32_t last = letter_at(t, end);
    bool check = digits >= 14 && (last == 'x' || last == 'X'); /* of an ID number */
    return (struct match){end + check - i, REDACT_NUMBER, NULL, 0};
}

struct match match_number(const struct letters *t, size_t i)
{
    struct number n = read_number(t, i);
    if (n.parts == 0 || (i > 0 && is_digit_word(letter_at(t, i - 1))) || is_case_number(t, &n))
        return (struct match){0};
    if (n.digits[0] >= LONG_NUMBER) {
        bool measured = n.digits[0] <= MEASURE && is_measured(t, i + n.digits[0]);
        if (measured || (n.digits[0] == 8 && date_at(t, &n) > 0))
            return (struct match){0};
    }
    if (n.parts >= 3 && date_at(t, &n) > 0)
        return (struct match){0};
    size_t end = joined_end(t, &n);
    return end == 0 ? (struct match){0} : number_match(t, i, end, end - i);
}

static bool is_mail_letter(uint32_t c)
{
    return is_latin(c) || is_number_letter(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

static struct match match_mail(const struct letters *t, size_t i)
{
    size_t at = i;
    if (i > 0 && is_mail_letter(letter_at(t, i - 1)))
        return (struct match){0};
    while (is_mail_letter(letter_at(t, at)))
        at++;
    if (at == i || letter_at(t, at) != '@' || !is_mail_letter(letter_at(t, at + 1)))
        return (struct match){0};
    for (at++; is_mail_letter(letter_at(t, at));)
        at++;
    return (struct match){at - i, REDACT_ADDRESS, NULL, 0};
}

/* 微信号：abc_123, QQ 12345 */
static struct match match_chat(const struct letters *t, size_t i)
{
    static const char *const words[] = {"微信", "wechat", "weixin", "wx", "qq"};
    static const char *const between[] = {"号码", "号", "id", ":", "是", "为", " "};
    size_t n = 0;
    if (i > 0 && is_latin(letter_at(t, i - 1)))
        return (struct match){0};
    for (size_t k = 0; k < COUNT_OF(words) && n == 0; k++)
        n = letters_word(t, i, words[k]);
    if (n == 0)
        return (struct match){0};
    for (size_t k = 0; k < COUNT_OF(between); k++) {
        size_t more = letters_word(t, i + n, between[k]);
        n += more;
        k = more > 0 ? SIZE_MAX : k; /* from the beginning again */
    }
    size_t begin = i + n, end = begin;
    while (is_latin(letter_at(t, end)) || is_number_letter(letter_at(t, end)) || letter_at(t, end) == '_' ||
           letter_at(t, end) == '-')
        end++;
    return end - begin < TOKEN ? (struct match){0} : (struct match){end - i, REDACT_ADDRESS, NULL, begin - i};
}

struct match match_address(const struct letters *t, size_t i)
{
    struct match m = match_mail(t, i);
    return m.length > 0 ? m : match_chat(t, i);
}

/* 苏K·12345, 粤B D12345 */
struct match match_plate(const struct letters *t, size_t i)
{
    static const char *const places[] = {"京", "津", "沪", "渝", "冀", "豫", "云", "辽", "黑", "湘", "皖",
                                         "鲁", "新", "苏", "浙", "赣", "鄂", "桂", "甘", "晋", "蒙", "陕",
                                         "吉", "闽", "贵", "粤", "青", "藏", "川", "宁", "琼"};
    size_t n = 0, at = i + 2, count = 0;
    for (size_t k = 0; k < COUNT_OF(places) && n == 0; k++)
        n = letters_word(t, i, places[k]);
    if (n == 0 || !is_latin(letter_at(t, i + 1)))
        return (struct match){0};
    if (parts_a_number(letter_at(t, at)) || letter_at(t, at) == 0x2022)
        at++;
    while (count < 6 && (is_latin(letter_at(t, at)) || is_number_letter(letter_at(t, at)))) {
        at++;
        count++;
    }
    return count < 5 ? (struct match){0} : (struct match){at - i, REDACT_PLATE, NULL, 0};
}

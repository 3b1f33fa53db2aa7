#include "wangge/base/text.h"

#include "wangge/base/buffer.h"

#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

size_t text_decode(const char *s, size_t n, uint32_t *code)
{
    *code = 0;
    if (n == 0)
        return 0;
    utf8proc_int32_t c;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
    if (used <= 0) {
        *code = REPLACEMENT;
        return 1;
    }
    *code = (uint32_t)c;
    return (size_t)used;
}

size_t text_encode(uint32_t code, char out[4])
{
    if (!utf8proc_codepoint_valid((utf8proc_int32_t)code))
        code = REPLACEMENT;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

bool text_is_valid(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t used = 1;
        if ((unsigned char)s[at] >= 0x80)
            used = utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)(n - at), &c);
        if (used <= 0)
            return false;
        at += (size_t)used;
    }
    return true;
}

int text_code_width(uint32_t code)
{
    return utf8proc_charwidth((utf8proc_int32_t)code);
}

size_t text_grapheme(const char *s, size_t n)
{
    uint32_t before, code;
    size_t at = text_decode(s, n, &before);
    utf8proc_int32_t state = 0;
    while (at < n) {
        size_t used = text_decode(s + at, n - at, &code);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)code, &state))
            break;
        before = code;
        at += used;
    }
    return at;
}

/* Break rules look forward only, so the search begins at the line's start; fields are short enough for that. */
size_t text_grapheme_before(const char *s, size_t at)
{
    size_t begin = at;
    while (begin > 0 && s[begin - 1] != '\n')
        begin--;
    if (begin == at)
        return at > 0 ? at - 1 : 0;
    size_t last = begin;
    while (begin < at) {
        last = begin;
        begin += text_grapheme(s + begin, at - begin);
    }
    return last;
}

/* A grapheme is as wide as its widest code point: joined emoji and combining marks take no columns of their own. */
static int grapheme_width(const char *s, size_t n)
{
    int width = 0;
    uint32_t code;
    for (size_t at = 0; at < n;) {
        at += text_decode(s + at, n - at, &code);
        int w = text_code_width(code);
        if (w > width)
            width = w;
    }
    return width;
}

size_t text_fit(const char *s, size_t n, int columns, int *used)
{
    size_t at = 0;
    int width = 0;
    while (at < n) {
        size_t step = text_grapheme(s + at, n - at);
        int w = grapheme_width(s + at, step);
        if (width + w > columns)
            break;
        width += w;
        at += step;
    }
    if (used != NULL)
        *used = width;
    return at;
}

int text_width_n(const char *s, size_t n)
{
    int width;
    text_fit(s, n, 1 << 30, &width);
    return width;
}

int text_width(const char *s)
{
    return text_width_n(s, strlen(s));
}

size_t text_count(const char *s)
{
    size_t n = strlen(s), count = 0;
    for (size_t at = 0; at < n; count++)
        at += text_grapheme(s + at, n - at);
    return count;
}

static void add_blanks(struct buffer *out, int n)
{
    while (n-- > 0)
        buffer_add_char(out, ' ');
}

void text_pad(struct buffer *out, const char *s, int columns, int align)
{
    size_t n = strlen(s);
    int width;
    size_t fits = text_fit(s, n, columns, &width);
    bool cut = fits < n && columns > 1;
    if (cut)
        fits = text_fit(s, n, columns - 1, &width);
    int left = columns - width - (cut ? 1 : 0);
    int before = align < 0 ? 0 : align > 0 ? left : left / 2;
    add_blanks(out, before);
    buffer_add(out, s, fits);
    if (cut)
        buffer_add_char(out, '~');
    add_blanks(out, left - before);
}

/* Marks that close what stands before them never begin a line. */
static bool is_closing(const char *s)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "？", "！", "）", "》", "」", "”", "’"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* Numbers such as SJ-20261020-0002 stay whole where they can. */
static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '-';
}

size_t text_wrap(const char *s, size_t n, int columns, size_t *skip)
{
    const char *newline = memchr(s, '\n', n);
    size_t line = newline != NULL ? (size_t)(newline - s) : n;
    size_t fits = text_fit(s, line, columns, NULL);
    if (fits == line) {
        *skip = line + (newline != NULL ? 1 : 0);
        return line;
    }
    if (fits == 0) /* a window narrower than one character still goes on */
        fits = text_grapheme(s, line);
    size_t at = fits;
    if (is_word(s[at]) && is_word(s[at - 1])) {
        while (at > 0 && is_word(s[at - 1]))
            at--;
        if (at > 0)
            fits = at;
    }
    size_t back = is_closing(s + fits) ? text_grapheme_before(s, fits) : 0;
    if (back > 0)
        fits = back;
    *skip = fits;
    while (*skip < line && s[*skip] == ' ')
        (*skip)++;
    return fits;
}

uint32_t text_half_width(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFF01 + 0x21;
    return code == 0x3000 ? ' ' : code;
}

bool text_is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2028 && code <= 0x2029) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF || (code >= 0xE0000 && code <= 0xE007F);
}

void text_clean(struct buffer *out, const char *s, size_t n, bool keep_newline)
{
    for (size_t at = 0; at < n;) {
        uint32_t code;
        size_t used = text_decode(s + at, n - at, &code);
        at += used;
        if (code == '\t') {
            code = ' ';
        } else if (code == '\n' && keep_newline) {
            /* stays */
        } else if (text_is_unsafe(code)) {
            code = REPLACEMENT;
        }
        char bytes[4];
        size_t m = text_encode(code, bytes);
        buffer_add(out, bytes, m);
    }
}

bool text_is_plain(const char *s, size_t n)
{
    for (size_t at = 0, used; at < n; at += used) {
        uint32_t code;
        used = text_decode(s + at, n - at, &code);
        bool broken = code == REPLACEMENT && used == 1;
        bool layout = code == '\n' || code == '\r' || code == '\t';
        if (broken || (text_is_unsafe(code) && !layout))
            return false;
    }
    return true;
}

void text_escape(struct buffer *out, const char *s, size_t n)
{
    for (size_t at = 0, used; at < n; at += used) {
        uint32_t code;
        used = text_decode(s + at, n - at, &code);
        bool broken = code == REPLACEMENT && used == 1;
        if (!broken && !text_is_unsafe(code)) {
            buffer_add(out, s + at, used);
            continue;
        }
        for (size_t i = 0; i < used; i++)
            buffer_format(out, "\\x%02x", (unsigned)(unsigned char)s[at + i]);
    }
}

/* Bytes of white space at s, 0 when there is none. */
static size_t blank_at(const char *s)
{
    if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
        return 1;
    if (strncmp(s, "\xE3\x80\x80", 3) == 0)
        return 3;
    return strncmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

char *text_trim(char *s)
{
    size_t n, lead = 0;
    while ((n = blank_at(s + lead)) > 0)
        lead += n;
    size_t end = lead, at = lead;
    while (s[at] != '\0') {
        n = blank_at(s + at);
        if (n > 0) {
            at += n;
        } else {
            at++;
            end = at;
        }
    }
    memmove(s, s + lead, end - lead);
    s[end - lead] = '\0';
    return s;
}

bool text_equal_ignoring_case(const char *a, const char *b)
{
    while (*a != '\0' && tolower((unsigned char)*a) == tolower((unsigned char)*b))
        a++, b++;
    return tolower((unsigned char)*a) == tolower((unsigned char)*b);
}

bool text_contains(const char *haystack, const char *needle)
{
    size_t n = strlen(needle);
    if (n == 0)
        return true;
    for (; *haystack != '\0'; haystack++)
        if (strncasecmp(haystack, needle, n) == 0)
            return true;
    return false;
}

bool text_copy(char *to, size_t room, const char *from)
{
    size_t n = strlen(from);
    bool fits = n < room;
    if (!fits) {
        n = room - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(to, from, n);
    to[n] = '\0';
    return fits;
}

/* Reading the marks of a text. Knows no database. */
#include "mark_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"

#include <stdio.h>
#include <string.h>

/* The code lists whose words a mark may give behind "!" and in brackets. */
struct lists {
    const char *grade, *category;
};

/* The code point at s as half-width, and its bytes; the ideographic brackets count as square ones. */
static uint32_t sign(const char *s, size_t *bytes)
{
    uint32_t code = 0;
    *bytes = text_decode(s, strnlen(s, 4), &code);
    code = text_half_width(code);
    return code == 0x3010 ? '[' : code == 0x3011 ? ']' : code == '\t' || code == '\r' ? ' ' : code;
}

/* Bytes until the first of the signs, which is not within; all of the text when there is none. */
static size_t until(const char *s, const char *signs)
{
    const char *start = s;
    size_t bytes;
    for (uint32_t code; (code = sign(s, &bytes)) != '\0'; s += bytes)
        if (code < 128 && strchr(signs, (int)code) != NULL)
            break;
    return (size_t)(s - start);
}

static char *trimmed(struct pool *pool, const char *s, size_t n)
{
    return text_trim(pool_text_n(pool, s, n));
}

/* The mark whose sign stands at s; *bytes gets those of sign, word and what parts it from the rest. */
static enum mark_make mark_at(const char *s, size_t *bytes)
{
    size_t first = 0, word = 0, next = 0;
    if (sign(s, &first) != '#')
        return MARK_MAKES;
    enum mark_make make = mark_of_word(s + first, &word);
    if (make == MARK_MAKES)
        return make;
    uint32_t behind = sign(s + first + word, &next);
    if (behind != '\0' && behind != '\n' && behind != ' ' && behind != '[' && behind != ':')
        return MARK_MAKES;
    *bytes = first + word + (behind == ':' || behind == ' ' ? next : 0);
    return make;
}

/* The next word of *s up to a blank or comma, in pool. "" at the end. */
static const char *next_word(struct pool *pool, const char **s, const char *parted_by)
{
    size_t bytes = 0;
    for (uint32_t code; (code = sign(*s, &bytes)) != '\0' && code < 128 && strchr(parted_by, (int)code) != NULL;)
        *s += bytes;
    size_t n = until(*s, parted_by);
    const char *word = pool_text_n(pool, *s, n);
    *s += n;
    return word;
}

static const char *rest(struct pool *pool, const char *s)
{
    size_t bytes = 0;
    for (uint32_t code; (code = sign(s, &bytes)) != '\0' && code < 128 && strchr(" ,:", (int)code) != NULL;)
        s += bytes;
    return trimmed(pool, s, strlen(s));
}

/* Of a weekday or a day without its year that is over, the next one is meant: nobody comes again yesterday. */
static bool coming(const char *word, day_t base, day_t *out)
{
    static const char *const weekdays[] = {"周", "星期", "礼拜"};
    int year, month, day;
    if (!date_typed(word, base, out))
        return false;
    for (size_t i = 0; i < COUNT_OF(weekdays); i++)
        if (*out <= base && strncmp(word, weekdays[i], strlen(weekdays[i])) == 0)
            return date_typed(word, base + 7, out);
    size_t digits = strspn(word, "0123456789");
    bool no_year = digits > 0 && (digits <= 2 || strlen(word) == 4);
    if (*out >= base || !no_year)
        return true;
    date_split(base, &year, &month, &day);
    return date_typed(word, date_make(year + 1, 1, 1), out);
}

static bool take_day(struct mark *mark, const char *word, day_t base, bool ahead)
{
    day_t day = 0;
    if (*word == '\0' || !(ahead ? coming(word, base, &day) : date_typed(word, base, &day)))
        return false;
    date_format(day, mark->day);
    return true;
}

/* "!急" at s: the word behind the sign, when the list has it; *bytes gets those of both. */
static const char *grade_at(struct pool *pool, const char *list, const char *s, size_t *bytes)
{
    size_t first = 0;
    if (sign(s, &first) != '!')
        return NULL;
    size_t n = until(s + first, " @!#");
    const char *word = trimmed(pool, s + first, n);
    *bytes = first + n;
    return *word != '\0' && code_parse(code_list(list), word) != NULL ? word : NULL;
}

/* "[民生服务]" at s: what stands within, when the list has it; *bytes gets those of all. */
static const char *category_at(struct pool *pool, const char *list, const char *s, size_t *bytes)
{
    size_t first = 0, last = 0;
    if (sign(s, &first) != '[')
        return NULL;
    size_t n = until(s + first, "]");
    if (sign(s + first + n, &last) != ']')
        return NULL;
    const char *word = trimmed(pool, s + first, n);
    *bytes = first + n + last;
    return *word != '\0' && code_parse(code_list(list), word) != NULL ? word : NULL;
}

/* Where the next "@", "!急" or "[民生服务]" begins. */
static size_t until_part(struct pool *pool, const struct lists *lists, const char *s)
{
    size_t at = 0, bytes = 0, part = 0;
    for (uint32_t code; (code = sign(s + at, &bytes)) != '\0'; at += bytes)
        if (code == '@' || (code == '!' && grade_at(pool, lists->grade, s + at, &part) != NULL) ||
            (code == '[' && category_at(pool, lists->category, s + at, &part) != NULL))
            break;
    return at;
}

/* [类别] 何事 @地点 !急, in any order behind what happened. A category that nobody knows is one only at the beginning.
 */
static void read_matter(struct pool *pool, struct mark *mark, const char *s)
{
    static const struct lists of_cases = {"urgency", "case_category"}, of_hazards = {"hazard_grade", "hazard_kind"};
    const struct lists *lists = mark->make == MARK_CASE ? &of_cases : &of_hazards;
    const char *word;
    size_t bytes = 0, n;
    if (sign(s, &bytes) == '[') {
        n = until(s + bytes, "]");
        mark->category = trimmed(pool, s + bytes, n);
        s += bytes + n;
        s += sign(s, &bytes) == ']' ? bytes : 0;
    }
    n = until_part(pool, lists, s);
    mark->text = rest(pool, pool_text_n(pool, s, n));
    for (s += n; *s != '\0'; s += n) {
        if ((word = grade_at(pool, lists->grade, s, &n)) != NULL) {
            mark->urgency = word;
        } else if ((word = category_at(pool, lists->category, s, &n)) != NULL) {
            mark->category = word;
        } else {
            uint32_t code = sign(s, &bytes);
            n = until_part(pool, lists, s + bytes) + bytes;
            if (code == '@')
                mark->place = trimmed(pool, s + bytes, n - bytes);
        }
    }
    mark->whole = *mark->text != '\0';
}

/* [姓名] 日期 [为何] */
static void read_again(struct pool *pool, struct mark *mark, const char *s, day_t base)
{
    const char *word = next_word(pool, &s, " ,");
    if (!take_day(mark, word, base, true)) {
        mark->name = word;
        take_day(mark, next_word(pool, &s, " ,"), base, true);
    }
    mark->text = rest(pool, s);
    mark->whole = *mark->day != '\0';
}

/* 姓名 项目 内容 */
static void read_person(struct pool *pool, struct mark *mark, const char *s)
{
    mark->name = next_word(pool, &s, " ,");
    mark->field = next_word(pool, &s, " ,:=");
    size_t bytes;
    if (sign(s, &bytes) == '=')
        s += bytes;
    mark->value = rest(pool, s);
    mark->whole = *mark->value != '\0';
}

static void read_member(struct pool *pool, struct mark *mark, const char *s)
{
    mark->name = next_word(pool, &s, " ,");
    mark->value = rest(pool, s);
    mark->whole = *mark->value != '\0';
}

/* 哪类 [何事] */
static void read_need(struct pool *pool, struct mark *mark, const char *s)
{
    const char *behind = s, *word = next_word(pool, &behind, " ,");
    if (code_parse(code_list("need"), word) != NULL) {
        mark->category = word;
        s = behind;
    }
    mark->text = rest(pool, s);
    mark->whole = *mark->category != '\0' || *mark->text != '\0';
}

/* 姓名 [日期] [去处] */
static void read_leaving(struct pool *pool, struct mark *mark, const char *s, day_t base)
{
    mark->name = next_word(pool, &s, " ,");
    const char *behind = s;
    if (!take_day(mark, next_word(pool, &behind, " ,"), base, false))
        behind = s;
    mark->text = rest(pool, behind);
    mark->whole = *mark->name != '\0';
}

/* 姓名 结果 [说明]; the name may be left out where one alone is asked for. */
static void read_sweep(struct pool *pool, struct mark *mark, const char *s)
{
    const char *word = next_word(pool, &s, " ,:");
    if (code_parse(code_list("sweep_outcome"), word) == NULL) {
        mark->name = word;
        word = next_word(pool, &s, " ,:");
    }
    mark->value = word;
    mark->text = rest(pool, s);
    mark->whole = *mark->value != '\0';
}

/* Half-width, without blanks at the ends and with single ones within. */
static const char *key_of(struct pool *pool, const char *written)
{
    struct buffer key = {0};
    size_t bytes;
    char encoded[4];
    bool blank = false;
    for (uint32_t code; (code = sign(written, &bytes)) != '\0'; written += bytes) {
        if (code == ' ') {
            blank = true;
            continue;
        }
        if (blank && key.length > 0)
            buffer_add_char(&key, ' ');
        blank = false;
        buffer_add(&key, encoded, text_encode(code, encoded));
    }
    const char *out = pool_text(pool, buffer_text(&key));
    buffer_free(&key);
    return out;
}

static void read_mark(struct pool *pool, const char *text, struct mark *mark, size_t head, day_t base)
{
    const char *body = pool_text_n(pool, text + mark->at + head, mark->length - head);
    mark->written = trimmed(pool, text + mark->at, mark->length);
    mark->key = key_of(pool, mark->written);
    mark->name = mark->text = mark->place = mark->category = mark->urgency = mark->field = mark->value = "";
    while (*body == ' ')
        body++;
    switch (mark->make) {
    case MARK_CASE:
    case MARK_HAZARD:
        read_matter(pool, mark, body);
        break;
    case MARK_AGAIN:
        read_again(pool, mark, body, base);
        break;
    case MARK_PERSON:
        read_person(pool, mark, body);
        break;
    case MARK_MEMBER:
        read_member(pool, mark, body);
        break;
    case MARK_OUT:
    case MARK_DEATH:
        read_leaving(pool, mark, body, base);
        break;
    case MARK_NEED:
        read_need(pool, mark, body);
        break;
    case MARK_SWEEP:
        read_sweep(pool, mark, body);
        break;
    case MARK_MAKES:
        break;
    }
}

/* A mark that stands there twice is two, told by a sign that no key has by itself. plain: the keys of all so far, the
 * last one of this mark. */
static void tell_apart(struct pool *pool, struct mark *mark, const char **plain, size_t count)
{
    int same = 1;
    plain[count - 1] = mark->key;
    for (size_t i = 0; i + 1 < count; i++)
        same += text_same(plain[i], mark->key);
    if (same > 1)
        mark->key = pool_format(pool, "%s（%d）", mark->key, same);
}

size_t mark_parse(struct pool *pool, const char *text, day_t base, struct mark **out)
{
    size_t count = 0, heads = 0, bytes = 0, head = 0;
    for (const char *s = text; *s != '\0'; s++)
        heads += mark_at(s, &head) != MARK_MAKES;
    struct mark *marks = *out = pool_new_piece(pool, heads + 1, sizeof *marks);
    const char **plain = pool_new_piece(pool, heads + 1, sizeof *plain);
    for (const char *s = text; *s != '\0' && count < heads; s += bytes) {
        enum mark_make make = mark_at(s, &head);
        sign(s, &bytes);
        if (make == MARK_MAKES)
            continue;
        const char *end = s + head;
        size_t next = 0, step = 0;
        for (uint32_t code; (code = sign(end, &step)) != '\0' && code != '\n' && mark_at(end, &next) == MARK_MAKES;)
            end += step;
        struct mark *mark = &marks[count++];
        mark->make = make;
        mark->where = "text";
        mark->at = (size_t)(s - text);
        mark->length = (size_t)(end - s);
        read_mark(pool, text, mark, head, base);
        tell_apart(pool, mark, plain, count);
        bytes = mark->length;
    }
    return count;
}

const char *mark_almost(struct pool *pool, const char *text)
{
    bool fresh = true; /* nothing stands before it on its line */
    size_t bytes = 0, head = 0, word = 0;
    for (uint32_t code; (code = sign(text, &bytes)) != '\0'; text += bytes) {
        if (code == '#' && fresh && mark_at(text, &head) == MARK_MAKES &&
            mark_of_word(text + bytes, &word) != MARK_MAKES)
            return pool_text_n(pool, text + bytes, word);
        fresh = code == '\n' || (fresh && code == ' ');
    }
    return NULL;
}

void mark_words(const char *text, struct buffer *out)
{
    size_t bytes = 0;
    char encoded[4];
    for (uint32_t code; (code = sign(text, &bytes)) != '\0'; text += bytes)
        if (code != ' ' && code != ',' && code != 0x3001)
            buffer_add(out, encoded, text_encode(code, encoded));
        else if (out->length > 0 && out->data[out->length - 1] != ' ')
            buffer_add_char(out, ' ');
}

enum { ALIKE_MOST = 120, ALIKE_PERCENT = 60 };

/* The characters behind the mark's word; how many, ALIKE_MOST + 1 for too many. */
static size_t characters(const char *key, uint32_t out[ALIKE_MOST])
{
    size_t n = 0, bytes = 0;
    key += strcspn(key, " [");
    for (uint32_t code; (code = sign(key, &bytes)) != '\0'; key += bytes) {
        if (n == ALIKE_MOST)
            return ALIKE_MOST + 1;
        out[n++] = code;
    }
    return n;
}

/* So many of the characters stand in both in the same order. */
bool mark_alike(const char *a, const char *b)
{
    uint32_t one[ALIKE_MOST], other[ALIKE_MOST];
    size_t row[ALIKE_MOST + 1] = {0}, n = characters(a, one), m = characters(b, other);
    if (n == 0 || m == 0 || n > ALIKE_MOST || m > ALIKE_MOST)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        for (size_t k = 0; k < m; k++) {
            size_t above = row[k + 1];
            if (one[i] == other[k])
                row[k + 1] = before + 1;
            else if (row[k] > above)
                row[k + 1] = row[k];
            before = above;
        }
    }
    return row[m] * 100 >= (n > m ? n : m) * ALIKE_PERCENT;
}

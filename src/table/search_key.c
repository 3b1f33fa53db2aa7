#include "wangge/table/search_key.h"
#include "wangge/table/title.h"

#include "wangge/base/array.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define KEY_CHARACTERS 18 /* a longer part of an address is not told apart; a whole ID number */
#define MOST_PARTS     24 /* a name or address is found by its parts as far as here */
#define TAIL           4
#define TAIL_MARK      "\x1f"             /* between the end of a number and what is before it; cannot be typed */
#define LAST           "\xf4\x8f\xbf\xbf" /* the last code point: behind every key that begins the same */

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Lower-case, half-width, without white space, cut after so many characters and to the room of a range. */
static void normal(const char *text, size_t most, char out[SEARCH_KEY_ROOM])
{
    size_t left = strlen(text), used = 0, characters = 0;
    while (left > 0 && characters < most && used + strlen(LAST) + 4 < SEARCH_KEY_ROOM) {
        uint32_t code = 0;
        size_t n = text_decode(text, left, &code);
        char encoded[4];
        text += n;
        left -= n;
        code = text_half_width(code);
        if (code <= ' ')
            continue;
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        size_t m = text_encode(code, encoded);
        memcpy(out + used, encoded, m);
        used += m;
        characters++;
    }
    out[used] = '\0';
}

static void add(struct search_keys *keys, const char *text, enum search_why why)
{
    if (*text == '\0')
        return;
    if (keys->count == keys->room) {
        size_t room = keys->room == 0 ? 32 : keys->room * 2;
        struct search_key *more = pool_new_piece(keys->pool, room, sizeof *more);
        if (keys->count > 0)
            memcpy(more, keys->list, keys->count * sizeof *more);
        keys->list = more;
        keys->room = room;
    }
    keys->list[keys->count++] = (struct search_key){pool_text(keys->pool, text), why};
}

/* Words that stand behind the number of a building, a unit or a room. */
static const char *const designators[] = {"号楼", "单元", "幢", "栋", "座", "楼", "室", "号"};

static size_t designator(const char *s)
{
    for (size_t i = 0; i < COUNT_OF(designators); i++)
        if (strncmp(s, designators[i], strlen(designators[i])) == 0)
            return strlen(designators[i]);
    return 0;
}

/* "6幢" -> "6"; what is no plain number with a designator stays as it is. */
static void door_part(const char *text, char out[SEARCH_KEY_ROOM])
{
    size_t n = 0;
    normal(text, KEY_CHARACTERS, out);
    while (is_plain(out[n]))
        n++;
    if (n > 0 && designator(out + n) == strlen(out + n))
        out[n] = '\0';
}

void search_keys_of_door(struct search_keys *keys, const struct door *door)
{
    char building[SEARCH_KEY_ROOM], unit[SEARCH_KEY_ROOM], room[SEARCH_KEY_ROOM];

    door_part(door->building, building);
    door_part(door->unit, unit);
    door_part(door->room, room);
    if (*building != '\0' && *unit != '\0')
        add(keys, pool_format(keys->pool, "%s-%s-%s", building, unit, room), SEARCH_BY_DOOR);
    if (*building != '\0')
        add(keys, pool_format(keys->pool, "%s-%s", building, room), SEARCH_BY_DOOR);
    add(keys, room, SEARCH_BY_ROOM);
}

/* The text from its beginning and from each later word or character on; not from within a number or a word. */
static void add_parts(struct search_keys *keys, const char *text, enum search_why whole, enum search_why part)
{
    char key[SEARCH_KEY_ROOM];
    size_t left = strlen(text);
    bool within = false;

    for (size_t n = 0, parts = 0; left > 0 && parts < MOST_PARTS; text += n, left -= n) {
        uint32_t code = 0;
        n = text_decode(text, left, &code);
        if (text_half_width(code) <= ' ') {
            within = false;
            continue;
        }
        normal(text, KEY_CHARACTERS, key);
        if (!within || !is_plain(key[0]))
            add(keys, key, parts++ == 0 ? whole : part);
        within = is_plain(key[0]);
    }
}

void search_keys_of_address(struct search_keys *keys, const char *address)
{
    struct pinyin_reading readings[PINYIN_READINGS];
    size_t count = pinyin_readings(address, readings);

    add_parts(keys, address, SEARCH_BY_ADDRESS, SEARCH_BY_ADDRESS_PART);
    for (size_t i = 0; i < count; i++) {
        add(keys, readings[i].initials, SEARCH_BY_ADDRESS_PINYIN);
        add(keys, readings[i].full, SEARCH_BY_ADDRESS_PINYIN);
    }
}

void search_keys_of_name(struct search_keys *keys, const char *name)
{
    struct pinyin_reading readings[PINYIN_READINGS];
    size_t count = pinyin_name_readings(name, readings);

    add_parts(keys, name, SEARCH_BY_NAME, SEARCH_BY_NAME_PART);
    for (size_t i = 0; i < count; i++) {
        add(keys, readings[i].initials, SEARCH_BY_INITIALS);
        add(keys, readings[i].full, SEARCH_BY_PINYIN);
    }
}

void search_keys_of_former_name(struct search_keys *keys, const char *name)
{
    char key[SEARCH_KEY_ROOM];
    normal(name, KEY_CHARACTERS, key);
    add(keys, key, SEARCH_BY_FORMER_NAME);
}

/* "13812342201" -> "2201", the mark, "1381234" */
static const char *number_key(struct pool *pool, const char *digits, size_t n)
{
    return pool_format(pool, "%.*s" TAIL_MARK "%.*s", TAIL, digits + n - TAIL, (int)(n - TAIL), digits);
}

static void add_number(struct search_keys *keys, const char *text, size_t n, enum search_why why)
{
    char number[SEARCH_KEY_ROOM];
    normal(pool_text_n(keys->pool, text, n), KEY_CHARACTERS, number);
    if (strlen(number) >= TAIL)
        add(keys, number_key(keys->pool, number, strlen(number)), why);
}

void search_keys_of_phones(struct search_keys *keys, const char *phones)
{
    for (size_t n = 0; *phones != '\0'; phones += n) {
        phones += strspn(phones, "; ");
        n = strcspn(phones, "; ");
        add_number(keys, phones, n, SEARCH_BY_PHONE);
    }
}

void search_keys_of_citizen_id(struct search_keys *keys, const char *number)
{
    add_number(keys, number, strlen(number), SEARCH_BY_CITIZEN_ID);
}

static int by_text(const void *a, const void *b)
{
    const struct search_key *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (int)x->why - (int)y->why;
}

void search_keys_sort(struct search_keys *keys)
{
    size_t kept = 0;
    if (keys->count > 1)
        qsort(keys->list, keys->count, sizeof *keys->list, by_text);
    for (size_t i = 0; i < keys->count; i++)
        if (kept == 0 || strcmp(keys->list[kept - 1].text, keys->list[i].text) != 0)
            keys->list[kept++] = keys->list[i];
    keys->count = kept;
}

/* "6幢1单元302" or "6-1-302" -> "6-1-302"; "6幢" -> "6-", the beginning of all its doors. Nothing else is a door. */
static bool door_word(const char *word, char out[SEARCH_KEY_ROOM])
{
    size_t used = 0;
    bool parted = false;

    while (*word != '\0') {
        size_t n = strspn(word, "0123456789abcdefghijklmnopqrstuvwxyz");
        if (n == 0)
            return false;
        if (used > 0)
            out[used++] = '-';
        memcpy(out + used, word, n);
        used += n;
        word += n;
        size_t mark = *word == '-' || *word == '#' ? 1 : designator(word);
        bool room = strncmp(word, "室", strlen("室")) == 0, number = strcmp(word, "号") == 0;
        if (*word != '\0' && (mark == 0 || number))
            return false;
        word += mark;
        parted = parted || mark > 0;
        if (mark > 0 && *word == '\0' && !room)
            out[used++] = '-';
    }
    out[used] = '\0';
    return parted;
}

/* A whole telephone or ID number: digits, the last of which may be an x. */
static bool is_number(const char *word)
{
    size_t n = strlen(word), digits = strspn(word, "0123456789");
    return n >= 7 && (digits == n || (digits + 1 == n && word[digits] == 'x'));
}

static void range_of(struct pool *pool, const char *typed, struct search_range *out)
{
    char word[SEARCH_KEY_ROOM];
    normal(typed, KEY_CHARACTERS, word);
    if (is_number(word)) { /* this one key and no longer one */
        text_copy(out->from, sizeof out->from, number_key(pool, word, strlen(word)));
        text_copy(out->to, sizeof out->to, pool_format(pool, "%s" TAIL_MARK, out->from));
        return;
    }
    if (!door_word(word, out->from))
        text_copy(out->from, sizeof out->from, word);
    text_copy(out->to, sizeof out->to, pool_format(pool, "%s" LAST, out->from));
}

/* How much a word tells: a Han character more than a letter. */
static size_t weight_of(const struct search_range *word)
{
    size_t bytes = strlen(word->from);
    return strstr(word->from, TAIL_MARK) != NULL ? SEARCH_KEY_ROOM : bytes;
}

/* Heavier words forward, equal ones as they were typed. */
static void settle(struct search_words *words)
{
    for (size_t i = words->count; i-- > 1 && weight_of(&words->ranges[i]) > weight_of(&words->ranges[i - 1]);) {
        struct search_range light = words->ranges[i - 1];
        words->ranges[i - 1] = words->ranges[i];
        words->ranges[i] = light;
    }
}

void search_words(const char *typed, struct search_words *out)
{
    struct pool *pool = pool_new();
    size_t left = strlen(typed), n = 0;

    *out = (struct search_words){0};
    while (left > 0 && out->count < SEARCH_WORDS) {
        size_t length = 0;
        uint32_t code = 0;
        for (; length < left && (n = text_decode(typed + length, left - length, &code)) > 0; length += n)
            if (text_half_width(code) <= ' ') /* the blank of an input method parts words too */
                break;
        if (length > 0)
            range_of(pool, pool_text_n(pool, typed, length), &out->ranges[out->count]);
        if (length > 0 && out->ranges[out->count].from[0] != '\0') {
            out->count++;
            settle(out);
        }
        length += length < left ? n : 0;
        typed += length;
        left -= length;
    }
    pool_free(&pool);
}

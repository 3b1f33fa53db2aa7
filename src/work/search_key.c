#include "search_key.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_CHARACTERS  12 /* a longer part of an address is not told apart */
#define WORD_CHARACTERS 18 /* typed: a whole ID number */
#define TAIL            4

enum weight {
    WEIGHT_DOOR = 1,
    WEIGHT_NAME = 1,
    WEIGHT_ADDRESS = 2,
    WEIGHT_INITIALS = 2,
    WEIGHT_TAIL = 3,
    WEIGHT_PART = 4, /* of an address, or of its initials */
    WEIGHT_ROOM = 5,
};

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Lower-case, half-width, without white space, cut after so many characters. */
static void normal(const char *text, size_t most, char out[SEARCH_KEY_ROOM])
{
    size_t left = strlen(text), used = 0, characters = 0;
    while (left > 0 && characters < most) {
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

static void add(struct search_keys *keys, int64_t household, const char *text, int weight)
{
    if (*text == '\0')
        return;
    if (keys->count == keys->room) {
        size_t room = keys->room == 0 ? 64 : keys->room * 2;
        struct search_key *more = pool_new_piece(keys->pool, room, sizeof *more);
        if (keys->count > 0)
            memcpy(more, keys->list, keys->count * sizeof *more);
        keys->list = more;
        keys->room = room;
    }
    keys->list[keys->count++] = (struct search_key){pool_text(keys->pool, text), household, weight};
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

static void add_door(struct search_keys *keys, int64_t household, const struct door *door)
{
    char b[SEARCH_KEY_ROOM], u[SEARCH_KEY_ROOM], r[SEARCH_KEY_ROOM], text[3 * SEARCH_KEY_ROOM];

    door_part(door->building, b);
    door_part(door->unit, u);
    door_part(door->room, r);
    if (*b != '\0' && *u != '\0') {
        snprintf(text, sizeof text, "%s-%s-%s", b, u, r);
        add(keys, household, text, WEIGHT_DOOR);
    }
    if (*b != '\0') {
        snprintf(text, sizeof text, "%s-%s", b, r);
        add(keys, household, text, WEIGHT_DOOR);
    }
    add(keys, household, r, WEIGHT_ROOM);
}

/* The address from its beginning and from each later word or character on; not from within a number. */
static void add_address(struct search_keys *keys, int64_t household, const char *address)
{
    char text[SEARCH_KEY_ROOM];
    size_t left = strlen(address);
    char before = '\0';

    for (size_t n = 0; left > 0; address += n, left -= n) {
        uint32_t code = 0;
        n = text_decode(address, left, &code);
        normal(address, KEY_CHARACTERS, text);
        if (!(is_plain(text[0]) && is_plain(before)) && code > ' ' && text_count(text) > 1)
            add(keys, household, text, before == '\0' ? WEIGHT_ADDRESS : WEIGHT_PART);
        before = is_plain(text[0]) ? text[0] : '.';
    }
}

void search_keys_of_door(struct search_keys *keys, int64_t household, const struct door *door)
{
    char initials[SEARCH_KEY_ROOM];

    add_address(keys, household, door->address);
    pinyin_initials(door->address, initials, sizeof initials);
    add(keys, household, initials, WEIGHT_PART);
    add_door(keys, household, door);
}

static void add_tail(struct search_keys *keys, int64_t household, const char *text, size_t n)
{
    char tail[SEARCH_KEY_ROOM], digits[TAIL + 1] = "";
    if (n < TAIL)
        return;
    memcpy(digits, text + n - TAIL, TAIL);
    normal(digits, KEY_CHARACTERS, tail);
    add(keys, household, tail, WEIGHT_TAIL);
}

void search_keys_of_phone(struct search_keys *keys, int64_t household, const char *phones)
{
    for (size_t n = 0; *phones != '\0'; phones += n) {
        phones += strspn(phones, "; ");
        n = strcspn(phones, "; ");
        add_tail(keys, household, phones, n);
    }
}

void search_keys_of_person(struct search_keys *keys, int64_t household, const char *name, const char *citizen_id)
{
    char text[SEARCH_KEY_ROOM];

    normal(name, KEY_CHARACTERS, text);
    add(keys, household, text, WEIGHT_NAME);
    pinyin_name_initials(name, text, sizeof text);
    add(keys, household, text, WEIGHT_INITIALS);
    add_tail(keys, household, citizen_id, strlen(citizen_id));
}

static int by_key(const void *a, const void *b)
{
    const struct search_key *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (order == 0)
        order = (x->household > y->household) - (x->household < y->household);
    return order != 0 ? order : x->weight - y->weight;
}

void search_keys_sort(struct search_keys *keys)
{
    size_t kept = 0;
    if (keys->count > 1)
        qsort(keys->list, keys->count, sizeof *keys->list, by_key);
    for (size_t i = 0; i < keys->count; i++) {
        const struct search_key *last = kept == 0 ? NULL : &keys->list[kept - 1], *this = &keys->list[i];
        if (last == NULL || last->household != this->household || strcmp(last->text, this->text) != 0)
            keys->list[kept++] = *this;
    }
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

/* A whole telephone or ID number counts by its tail. */
static bool number_word(const char *word, char out[SEARCH_KEY_ROOM])
{
    size_t n = strlen(word), digits = strspn(word, "0123456789");
    if (n < 7 || digits + 1 < n || (digits + 1 == n && word[digits] != 'x'))
        return false;
    snprintf(out, SEARCH_KEY_ROOM, "%s", word + n - TAIL);
    return true;
}

void search_word(const char *typed, char out[SEARCH_KEY_ROOM])
{
    char word[SEARCH_KEY_ROOM];
    normal(typed, WORD_CHARACTERS, word);
    if (!number_word(word, out) && !door_word(word, out))
        normal(word, KEY_CHARACTERS, out);
}

static void add_part(struct buffer *out, const char *part, const char *word)
{
    if (*part == '\0')
        return;
    buffer_add_text(out, part);
    if (is_plain(part[strlen(part) - 1]) || (part[strlen(part) - 1] >= 'A' && part[strlen(part) - 1] <= 'Z'))
        buffer_add_text(out, word);
}

char *door_text(struct pool *pool, const struct door *door)
{
    struct buffer text = {0};
    buffer_add_text(&text, door->address);
    if (door->building[0] != '\0' || door->unit[0] != '\0' || door->room[0] != '\0')
        buffer_add_char(&text, ' ');
    add_part(&text, door->building, "幢");
    add_part(&text, door->unit, "单元");
    add_part(&text, door->room, door->building[0] == '\0' && door->unit[0] == '\0' ? "室" : "");
    char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

char *door_of_row(struct pool *pool, const struct rows *rows, size_t row)
{
    struct door door = {rows_text(rows, row, "address"), rows_text(rows, row, "building"), rows_text(rows, row, "unit"),
                        rows_text(rows, row, "room")};
    return door_text(pool, &door);
}

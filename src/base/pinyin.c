#include "wangge/base/pinyin.h"

#include "wangge/base/array.h"
#include "wangge/base/text.h"

#include "pinyin_surnames.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define FIRST_NEAR  0x3400
#define LAST_NEAR   0x9FFF
#define LAST_OF_SET 0x8000

/* Shared by all sessions, about 180 KB that are only read: syllables; sets (numbers of syllables, the last one of a set
 * marked); where the set of a character begins, of those from FIRST_NEAR to LAST_NEAR by place, of others by search.
 * Made by tools/pinyin.awk. */
#include "pinyin_table.inc"

#define MOST_SYLLABLES 40 /* a longer text is read that far */
#define MOST_CHOICES   8  /* readings of one character */

/* One character or, of a surname, several: its readings, each a text of syllables parted by blanks. */
struct sound {
    const char *choices[MOST_CHOICES];
    size_t lengths[MOST_CHOICES];
    size_t count;
};

static uint16_t set_of(uint32_t code)
{
    size_t low = 0, high = COUNT_OF(far_sets);
    if (code >= FIRST_NEAR && code <= LAST_NEAR)
        return near_sets[code - FIRST_NEAR];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (far_sets[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT_OF(far_sets) && far_sets[low].code == code ? far_sets[low].set : 0;
}

static void add_choice(struct sound *sound, const char *text, size_t length)
{
    if (sound->count < MOST_CHOICES) {
        sound->choices[sound->count] = text;
        sound->lengths[sound->count++] = length;
    }
}

static const char *letter_text(uint32_t code)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    return code < 0x80 && isalnum((int)code) ? strchr(letters, tolower((int)code)) : NULL;
}

/* The readings of a character; none when it is silent (a blank, a mark, a character that nobody can read). */
static void sound_of(uint32_t code, struct sound *out)
{
    const char *letter = letter_text(text_half_width(code));
    uint16_t at = set_of(code);

    out->count = 0;
    if (letter != NULL)
        add_choice(out, letter, 1);
    else if (at != 0)
        for (bool last = false; !last; at++) {
            const char *syllable = syllables[sets[at] & ~LAST_OF_SET];
            last = (sets[at] & LAST_OF_SET) != 0;
            add_choice(out, syllable, strlen(syllable));
        }
}

/* Bytes of the surname that the name begins with, of those that have a reading of their own; 0 for none. */
static size_t surname_of(const char *name, struct sound *out)
{
    out->count = 0;
    for (size_t i = 0; i < COUNT_OF(surnames); i++) {
        size_t n = strlen(surnames[i].han);
        if (strncmp(name, surnames[i].han, n) != 0)
            continue;
        for (const char *s = surnames[i].reading; *s != '\0';) {
            size_t length = strcspn(s, "/");
            add_choice(out, s, length);
            s += length + (s[length] == '/');
        }
        return n;
    }
    return 0;
}

/* The sounds of a text, one after the other; returns how many. */
static size_t listen(const char *text, bool is_name, struct sound sounds[MOST_SYLLABLES])
{
    size_t left = strlen(text), count = 0;
    size_t n = is_name ? surname_of(text, &sounds[0]) : 0;

    count += n > 0;
    for (text += n, left -= n; left > 0 && count < MOST_SYLLABLES; text += n, left -= n) {
        uint32_t code;
        n = text_decode(text, left, &code);
        sound_of(code, &sounds[count]);
        count += sounds[count].count > 0;
    }
    return count;
}

static bool begins_syllable(const char *choice, size_t i)
{
    return i == 0 || choice[i - 1] == ' ';
}

/* Appends the initials of one choice; false when there is no room. */
static bool add_initials(const char *choice, size_t length, char *out, size_t room, size_t *used)
{
    for (size_t i = 0; i < length; i++) {
        if (!begins_syllable(choice, i))
            continue;
        if (*used + 1 >= room)
            return false;
        out[(*used)++] = choice[i];
    }
    return true;
}

static size_t initials(const char *text, bool is_name, char *out, size_t room)
{
    struct sound sounds[MOST_SYLLABLES];
    size_t count = listen(text, is_name, sounds), used = 0;

    for (size_t i = 0; i < count; i++)
        if (!add_initials(sounds[i].choices[0], sounds[i].lengths[0], out, room, &used))
            break;
    out[used] = '\0';
    return used;
}

size_t pinyin_initials(const char *text, char *out, size_t room)
{
    return initials(text, false, out, room);
}

size_t pinyin_name_initials(const char *name, char *out, size_t room)
{
    return initials(name, true, out, room);
}

/* One way to say the sounds: of each the choice with the number told. */
static void say(const struct sound *sounds, const size_t *chosen, size_t count, struct pinyin_reading *out)
{
    size_t full = 0, first = 0;
    for (size_t i = 0; i < count; i++) {
        const char *choice = sounds[i].choices[chosen[i]];
        size_t length = sounds[i].lengths[chosen[i]];
        if (full + length >= PINYIN_ROOM || !add_initials(choice, length, out->initials, PINYIN_ROOM, &first))
            break;
        for (size_t j = 0; j < length; j++)
            if (choice[j] != ' ')
                out->full[full++] = choice[j];
    }
    out->full[full] = out->initials[first] = '\0';
}

/* The next combination, the first character's readings changing fastest; false after the last one. */
static bool next(const struct sound *sounds, size_t *chosen, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (++chosen[i] < sounds[i].count)
            return true;
        chosen[i] = 0;
    }
    return false;
}

static size_t readings(const char *text, bool is_name, struct pinyin_reading out[PINYIN_READINGS])
{
    struct sound sounds[MOST_SYLLABLES] = {0};
    size_t chosen[MOST_SYLLABLES] = {0}, count = listen(text, is_name, sounds), said = 0;

    if (count > 0)
        do
            say(sounds, chosen, count, &out[said++]);
        while (said < PINYIN_READINGS && next(sounds, chosen, count));
    return said;
}

size_t pinyin_readings(const char *text, struct pinyin_reading out[PINYIN_READINGS])
{
    return readings(text, false, out);
}

size_t pinyin_name_readings(const char *name, struct pinyin_reading out[PINYIN_READINGS])
{
    return readings(name, true, out);
}

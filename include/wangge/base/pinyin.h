/* Pinyin: the letters that people type to find a Chinese word (文苑路 -> "wyl", "wenyuanlu"). Readings are Unicode's
 * (Unihan kMandarin, kTGHZ2013, kXHC1983), without tones, ü as v, taken from the system's Unicode data at build time.
 */
#ifndef WANGGE_BASE_PINYIN_H
#define WANGGE_BASE_PINYIN_H

#include <stddef.h>

/* Writes one lower-case letter for each Han character, of its most common reading; letters (lower-cased) and digits
 * stay, all else is left out. Returns the length; out always ends with NUL and is cut when room is short. */
size_t pinyin_initials(const char *text, char *out, size_t room);
/* The same for a person's name: a surname with a reading of its own is read as a surname (单 s, 解 x, 仇 q, 尉迟 yc).
 */
size_t pinyin_name_initials(const char *name, char *out, size_t room);

#define PINYIN_READINGS 6  /* of one text; the common ones come first */
#define PINYIN_ROOM     64 /* a longer one is cut after a whole syllable */

struct pinyin_reading {
    char full[PINYIN_ROOM]; /* chongqinglu */
    char initials[PINYIN_ROOM];
};

/* Every way to read the text, at most PINYIN_READINGS of them: 重庆路 is zhongqinglu and chongqinglu. Of a name the
 * surname is read as a surname only. Returns how many; none for a text without Han characters, letters and digits. */
size_t pinyin_readings(const char *text, struct pinyin_reading out[PINYIN_READINGS]);
size_t pinyin_name_readings(const char *name, struct pinyin_reading out[PINYIN_READINGS]);

#endif

/* Pinyin initials: the letters that people type to find a Chinese word (文苑路 -> "wyl"). Readings are Unicode's
 * (Unihan kMandarin, the first of each character), taken from the system's Unicode data at build time. */
#ifndef WANGGE_BASE_PINYIN_H
#define WANGGE_BASE_PINYIN_H

#include <stddef.h>

/* Writes one lower-case letter for each Han character; letters (lower-cased) and digits stay, all else is left out.
 * Returns the length; out always ends with NUL and is cut when room is short. */
size_t pinyin_initials(const char *text, char *out, size_t room);
/* The same for a person's name: a surname with a reading of its own is read as a surname (单 s, 解 x, 仇 q). */
size_t pinyin_name_initials(const char *name, char *out, size_t room);

#endif

/* A text as code points, half-width and without what nobody sees, to be looked at from place to place. */
#ifndef WANGGE_SRC_WORK_REDACT_INSIDE_H
#define WANGGE_SRC_WORK_REDACT_INSIDE_H

#include "wangge/work/redact.h"

#include <stdint.h>

struct letter {
    uint32_t code;
    size_t at, length; /* bytes of the text; invisible ones belong to the one before */
};

struct letters {
    const struct letter *all; /* one more than count: code 0 */
    size_t count;
};

struct match {
    size_t length; /* letters; 0: none */
    enum redact_kind kind;
    const char *instead;
    size_t keep; /* so many letters at the beginning stay, instead stands behind them */
};

static inline uint32_t letter_at(const struct letters *t, size_t i)
{
    return i < t->count ? t->all[i].code : 0;
}

static inline bool is_number_letter(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does the word stand there, in any case of Latin letters? Its letters, 0 for no. */
size_t letters_word(const struct letters *t, size_t i, const char *word);
/* Digits of either script, as in a number that is read digit by digit. */
bool is_digit_word(uint32_t c);
/* Does something counted or measured stand there? 300人 is no room. */
bool is_measured(const struct letters *t, size_t i);

struct match match_number(const struct letters *t, size_t i);
struct match match_address(const struct letters *t, size_t i);
struct match match_plate(const struct letters *t, size_t i);
/* behind: a building or a part of a door ended here. */
struct match match_door(const struct letters *t, size_t i, bool behind);
/* Letters of the name of a building that stands there: 6幢, 6号楼, 18号; 0 for none. */
size_t building_at(const struct letters *t, size_t i);

#endif

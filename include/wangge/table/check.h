/* Checks of values: from what was typed (or came in a command) to the canonical text, or a sentence why not. */
#ifndef WANGGE_TABLE_CHECK_H
#define WANGGE_TABLE_CHECK_H

#include "wangge/base/error.h"

#include <stdbool.h>

struct buffer;
struct field;
struct record;
struct table;

/* out gets the canonical value ("" for an empty one). Links are checked for being a number only. */
enum err check_value(const struct field *field, const char *typed, struct buffer *out, struct error *e);
/* Whole record in place: every value canonical, required fields filled, no unknown field. on_fault (may be NULL) is
 * told every fault; the first is in *e. */
enum err check_record(const struct table *table, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* As people read it, in the language in use: code texts, yes/no words, money with two digits. Links are left as they
 * are. */
void check_show(const struct field *field, const char *value, struct buffer *out);
/* Masked: 3210**********1234, 138****2201, the first character of other text and stars. */
void check_mask(const struct field *field, const char *value, struct buffer *out);

/* GB 11643-1999: shape, date, check character; division of any year when the list is loaded. */
bool citizen_id_is_valid(const char *id);
/* Sex code ("1" male, "2" female) and birth date (ISO) of a valid number. */
void citizen_id_split(const char *id, char sex[2], char birth[11]);
char citizen_id_check_character(const char *first17);
/* GB 32100-2015. */
bool credit_code_is_valid(const char *code);

#endif

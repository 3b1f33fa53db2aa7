/* UTF-8 text: characters as users see them (graphemes) and their width in terminal columns. */
#ifndef WANGGE_BASE_TEXT_H
#define WANGGE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer;

/* Bytes of the code point that begins at s (1-4), its value in *code. An invalid byte gives 1 and U+FFFD.
 * At the end of the text returns 0 and *code is 0. */
size_t text_decode(const char *s, size_t n, uint32_t *code);
size_t text_encode(uint32_t code, char out[4]);
bool text_is_valid(const char *s, size_t n);

/* Columns of a code point (0, 1 or 2); of a text; of one grapheme. Ambiguous width counts as 1. */
int text_code_width(uint32_t code);
int text_width(const char *s);
int text_width_n(const char *s, size_t n);

/* Bytes of the grapheme that begins at s (0 at the end); start of the grapheme that ends before offset at. */
size_t text_grapheme(const char *s, size_t n);
size_t text_grapheme_before(const char *s, size_t at);

/* Number of graphemes / of code points. */
size_t text_count(const char *s);

/* Bytes of the longest run of whole graphemes from s that fits in columns; *used gets its width (may be NULL). */
size_t text_fit(const char *s, size_t n, int columns, int *used);

/* Appends s cut to columns and padded with spaces to exactly columns. A cut text ends with "~" when there is room.
 * align < 0 left, 0 centre, > 0 right. */
void text_pad(struct buffer *out, const char *s, int columns, int align);

/* Next line of a wrapped text: bytes to show on this line (break at a space for Latin, anywhere for Han, at '\n'),
 * *skip gets the bytes to go on by. Returns 0 with *skip 0 at the end. */
size_t text_wrap(const char *s, size_t n, int columns, size_t *skip);

/* Full-width ASCII (U+FF01-FF5E, U+3000) to its half-width form; other code points unchanged. */
uint32_t text_half_width(uint32_t code);

/* What no text of a user's may hold, and no output may pass on: C0 (but '\n'), DEL, C1, the controls of writing
 * direction, line and paragraph separators, the byte order mark, tags. One rule for all doors: what is typed or sent
 * with one of them is refused; what is stored with one all the same is shown with U+FFFD in its place (text_clean), in
 * JSON as \uXXXX and in logs as \xXX (text_escape). */
bool text_is_unsafe(uint32_t code);
/* True when the text is UTF-8 without any of these; line ends and tabs are for whoever checks the value. */
bool text_is_plain(const char *s, size_t n);
/* Appends s on one line with every byte of what is unsafe or no UTF-8 as \xXX: for logs. */
void text_escape(struct buffer *out, const char *s, size_t n);

/* Copies s so that no control can reach a terminal: C0 (but '\n' when keep_newline), DEL, C1, bidi controls and
 * invalid bytes become U+FFFD; '\t' becomes a space. */
void text_clean(struct buffer *out, const char *s, size_t n, bool keep_newline);

/* Trims white space (U+3000 too) at both ends in place; returns s. */
char *text_trim(char *s);

/* Simple case-insensitive (ASCII) comparison and containment. */
bool text_equal_ignoring_case(const char *a, const char *b);
bool text_contains(const char *haystack, const char *needle);

/* Copies at most room-1 bytes, cut at a whole code point; always ends with NUL. Returns true when all fitted. */
bool text_copy(char *to, size_t room, const char *from);

/* strcmp(a, b) == 0 for seeking a name among many, most of which differ at once. */
static inline bool text_same(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

#endif

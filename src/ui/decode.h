/* From the bytes of a terminal to keys: UTF-8, escape sequences of the common terminals, bracketed paste. Sequences
 * that are split across reads survive; bytes that mean nothing never swallow the ones after them. */
#ifndef WANGGE_UI_DECODE_H
#define WANGGE_UI_DECODE_H

#include "wangge/base/buffer.h"
#include "wangge/ui/key.h"

#include <stdbool.h>
#include <stddef.h>

struct decode {
    struct buffer in;
    size_t at; /* first byte of in that is not decoded yet */
    struct buffer raw_paste;
    struct buffer paste; /* the last whole paste, cleaned */
    bool pasting;
};

enum decoded {
    DECODED_KEY,
    DECODED_NOTHING, /* every byte is used up, or the rest of a character or of a paste must still come */
    DECODED_PARTIAL  /* Esc, or the beginning of a sequence: call again with late when nothing follows soon */
};

void decode_feed(struct decode *decode, const char *bytes, size_t n);
enum decoded decode_next(struct decode *decode, bool late, struct key *key);
void decode_free(struct decode *decode);

#endif

#include "decode.h"

#include "wangge/base/array.h"
#include "wangge/base/text.h"

#include <string.h>

#define ESCAPE     '\033'
#define PASTE_END  "\033[201~"
#define PASTE_MOST (1024 * 1024) /* what is longer is cut: nobody pastes that into a field */

enum { PASTE_BEGINS = 200, PARAMETERS = 4 };

struct sequence {
    char final;
    int number; /* first parameter of a sequence that ends with ~, else 0 */
    uint32_t code;
};

/* ESC [ numbers final: xterm, PuTTY, Xshell, SecureCRT, Windows Terminal, rxvt, linux. */
static const struct sequence csi[] = {
    {'A', 0,  KEY_NAMED_UP       },
    {'B', 0,  KEY_NAMED_DOWN     },
    {'C', 0,  KEY_NAMED_RIGHT    },
    {'D', 0,  KEY_NAMED_LEFT     },
    {'H', 0,  KEY_NAMED_HOME     },
    {'F', 0,  KEY_NAMED_END      },
    {'Z', 0,  KEY_NAMED_BACK_TAB },
    {'P', 0,  KEY_NAMED_F1       },
    {'Q', 0,  KEY_NAMED_F1 + 1   },
    {'R', 0,  KEY_NAMED_F1 + 2   },
    {'S', 0,  KEY_NAMED_F1 + 3   },
    {'~', 1,  KEY_NAMED_HOME     },
    {'~', 2,  KEY_NAMED_INSERT   },
    {'~', 3,  KEY_NAMED_DELETE   },
    {'~', 4,  KEY_NAMED_END      },
    {'~', 5,  KEY_NAMED_PAGE_UP  },
    {'~', 6,  KEY_NAMED_PAGE_DOWN},
    {'~', 7,  KEY_NAMED_HOME     },
    {'~', 8,  KEY_NAMED_END      },
    {'~', 11, KEY_NAMED_F1       },
    {'~', 12, KEY_NAMED_F1 + 1   },
    {'~', 13, KEY_NAMED_F1 + 2   },
    {'~', 14, KEY_NAMED_F1 + 3   },
    {'~', 15, KEY_NAMED_F1 + 4   },
    {'~', 17, KEY_NAMED_F1 + 5   },
    {'~', 18, KEY_NAMED_F1 + 6   },
    {'~', 19, KEY_NAMED_F1 + 7   },
    {'~', 20, KEY_NAMED_F1 + 8   },
    {'~', 21, KEY_NAMED_F1 + 9   },
    {'~', 23, KEY_NAMED_F1 + 10  },
    {'~', 24, KEY_NAMED_F12      },
};

/* ESC O final: arrows and keypad in application mode. */
static const struct sequence ss3[] = {
    {'A', 0, KEY_NAMED_UP    },
    {'B', 0, KEY_NAMED_DOWN  },
    {'C', 0, KEY_NAMED_RIGHT },
    {'D', 0, KEY_NAMED_LEFT  },
    {'H', 0, KEY_NAMED_HOME  },
    {'F', 0, KEY_NAMED_END   },
    {'M', 0, KEY_NAMED_ENTER },
    {'I', 0, KEY_NAMED_TAB   },
    {'P', 0, KEY_NAMED_F1    },
    {'Q', 0, KEY_NAMED_F1 + 1},
    {'R', 0, KEY_NAMED_F1 + 2},
    {'S', 0, KEY_NAMED_F1 + 3},
    {'j', 0, '*'             },
    {'k', 0, '+'             },
    {'m', 0, '-'             },
    {'n', 0, '.'             },
    {'o', 0, '/'             },
};

static uint32_t find_sequence(const struct sequence *rows, size_t count, char final, int number)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].final == final && rows[i].number == number)
            return rows[i].code;
    return 0;
}

static uint32_t control_code(unsigned char byte)
{
    switch (byte) {
    case '\r':
    case '\n':
        return KEY_NAMED_ENTER;
    case '\t':
        return KEY_NAMED_TAB;
    case '\b':
    case 0x7F:
        return KEY_NAMED_BACKSPACE;
    default:
        return byte; /* Ctrl-A is 1; NUL is no key */
    }
}

/* Bytes that the character beginning with this byte should have; 0 when none begins so. */
static size_t character_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* One plain character. Returns the bytes used, 0 when its end has not come yet. An invalid run is one U+FFFD. */
static size_t take_character(const char *s, size_t n, uint32_t *code)
{
    unsigned char first = (unsigned char)s[0];
    if (first < 0x20 || first == 0x7F) {
        *code = control_code(first);
        return 1;
    }
    size_t length = character_length(first), there = 1;
    while (there < length && there < n && ((unsigned char)s[there] & 0xC0) == 0x80)
        there++;
    if (there < length && there == n)
        return 0;
    size_t used = text_decode(s, there, code);
    if (used < there)
        *code = 0xFFFD;
    if (*code >= 0x80 && *code < 0xA0)
        *code = 0; /* C1 controls are no keys */
    return there;
}

static void apply_modifiers(struct key *key, int modifiers)
{
    bool control = (modifiers & 4) != 0;
    key->alt = (modifiers & 2) != 0;
    if (control && key->code == KEY_NAMED_LEFT)
        key->code = KEY_NAMED_WORD_LEFT;
    else if (control && key->code == KEY_NAMED_RIGHT)
        key->code = KEY_NAMED_WORD_RIGHT;
}

/* ESC [ ... Returns the bytes used, 0 when it is not complete. An unknown sequence is used up and gives no key. */
static size_t take_csi(const char *s, size_t n, struct key *key, bool *paste)
{
    size_t at = 2;
    if (n > at && s[at] == '[') { /* linux console: ESC [ [ A is F1 */
        if (n == at + 1)
            return 0;
        if (s[at + 1] >= 'A' && s[at + 1] <= 'E')
            key->code = KEY_NAMED_F1 + (uint32_t)(s[at + 1] - 'A');
        return at + 2;
    }
    int numbers[PARAMETERS] = {0};
    size_t parameter = 0;
    for (; at < n && (unsigned char)s[at] >= 0x20 && (unsigned char)s[at] < 0x40; at++) {
        if (s[at] == ';' && parameter + 1 < PARAMETERS)
            parameter++;
        else if (s[at] >= '0' && s[at] <= '9' && numbers[parameter] < 1000)
            numbers[parameter] = numbers[parameter] * 10 + (s[at] - '0');
    }
    if (at == n)
        return 0;
    if ((unsigned char)s[at] < 0x40 || (unsigned char)s[at] > 0x7E)
        return at; /* not the end of a sequence: this byte counts for itself */
    if (s[at] == '~' && numbers[0] == PASTE_BEGINS)
        *paste = true;
    else
        key->code = find_sequence(csi, COUNT_OF(csi), s[at], s[at] == '~' ? numbers[0] : 0);
    if (numbers[1] > 1)
        apply_modifiers(key, numbers[1] - 1);
    return at + 1;
}

static size_t take_ss3(const char *s, size_t n, struct key *key)
{
    if (n < 3)
        return 0;
    if (s[2] >= 'p' && s[2] <= 'y')
        key->code = '0' + (uint32_t)(s[2] - 'p');
    else
        key->code = find_sequence(ss3, COUNT_OF(ss3), s[2], 0);
    return 3;
}

static size_t take_escape(const char *s, size_t n, struct key *key, bool *paste)
{
    if (n < 2)
        return 0;
    if (s[1] == '[')
        return take_csi(s, n, key, paste);
    if (s[1] == 'O')
        return take_ss3(s, n, key);
    if (s[1] < ' ' || s[1] > '~') { /* Alt goes with plain letters only: this is Esc, and then something else */
        key->code = KEY_NAMED_ESCAPE;
        return 1;
    }
    *key = (struct key){.code = (uint32_t)s[1], .alt = true};
    return 2;
}

/* Nothing followed: a lone Esc is the key; Alt-O and Alt-[ are no keys of ours; the rest is a cut sequence. */
static size_t take_late_escape(size_t n, struct key *key)
{
    if (n == 1)
        key->code = KEY_NAMED_ESCAPE;
    return n;
}

static void keep_paste(struct decode *decode, const char *s, size_t n)
{
    size_t room = PASTE_MOST - decode->raw_paste.length;
    buffer_add(&decode->raw_paste, s, n < room ? n : room);
}

/* Takes in what there is of a paste. true when it is whole and stands cleaned in decode->paste. */
static bool take_paste(struct decode *decode)
{
    const char *s = decode->in.data + decode->at;
    size_t n = decode->in.length - decode->at, end_length = strlen(PASTE_END);
    const char *end = n >= end_length ? memmem(s, n, PASTE_END, end_length) : NULL;
    if (end == NULL) {
        size_t sure = n >= end_length ? n - (end_length - 1) : 0;
        keep_paste(decode, s, sure);
        decode->at += sure;
        return false;
    }
    keep_paste(decode, s, (size_t)(end - s));
    decode->at += (size_t)(end - s) + end_length;
    decode->pasting = false;

    struct buffer *raw = &decode->raw_paste;
    size_t to = 0;
    for (size_t i = 0; i < raw->length; i++) /* terminals send line ends as \r, some as \r\n */
        if (raw->data[i] != '\r' || i + 1 == raw->length || raw->data[i + 1] != '\n')
            raw->data[to++] = raw->data[i] == '\r' ? '\n' : raw->data[i];
    buffer_clear(&decode->paste);
    for (size_t from = 0, piece; from <= to; from += piece + 1) { /* tabs stay: they part the cells of a spreadsheet */
        const char *tab = memchr(buffer_text(raw) + from, '\t', to - from);
        piece = tab == NULL ? to - from : (size_t)(tab - buffer_text(raw)) - from;
        text_clean(&decode->paste, buffer_text(raw) + from, piece, true);
        if (tab != NULL)
            buffer_add_char(&decode->paste, '\t');
    }
    buffer_free(raw);
    return true;
}

void decode_feed(struct decode *decode, const char *bytes, size_t n)
{
    buffer_remove_front(&decode->in, decode->at);
    decode->at = 0;
    buffer_add(&decode->in, bytes, n);
}

enum decoded decode_next(struct decode *decode, bool late, struct key *key)
{
    while (decode->at < decode->in.length) {
        *key = (struct key){0};
        if (decode->pasting) {
            if (!take_paste(decode))
                return DECODED_NOTHING;
            *key = (struct key){.code = KEY_NAMED_PASTE, .paste = buffer_text(&decode->paste)};
            return DECODED_KEY;
        }
        const char *s = decode->in.data + decode->at;
        size_t n = decode->in.length - decode->at, used;
        if (*s == ESCAPE) {
            used = take_escape(s, n, key, &decode->pasting);
            if (used == 0 && !late)
                return DECODED_PARTIAL;
            if (used == 0)
                used = take_late_escape(n, key);
        } else {
            used = take_character(s, n, &key->code);
            if (used == 0)
                return DECODED_NOTHING;
        }
        decode->at += used;
        if (key->code != 0)
            return DECODED_KEY;
    }
    return DECODED_NOTHING;
}

void decode_free(struct decode *decode)
{
    buffer_free(&decode->in);
    buffer_free(&decode->raw_paste);
    buffer_free(&decode->paste);
}

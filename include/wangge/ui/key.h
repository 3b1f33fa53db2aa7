/* Keys as one table (ui/key_rows.h): action, main key, twins, where it works, word for the foot bar, help line. Foot
 * bar, help, palette, cheat sheet, player and tests read it. */
#ifndef WANGGE_UI_KEY_H
#define WANGGE_UI_KEY_H

#include <stdbool.h>
#include <stdint.h>

/* One key as it came in: a code point, or KEY_NAMED and up for named keys (arrows, F1..F12), or a paste. */
struct key {
    uint32_t code;
    bool alt;
    const char
        *paste; /* a whole bracketed paste, cleaned of controls but \n and \t; else NULL. Valid until the next key */
};

enum key_code {
    KEY_NAMED = 0x200000,
    KEY_NAMED_UP,
    KEY_NAMED_DOWN,
    KEY_NAMED_LEFT,
    KEY_NAMED_RIGHT,
    KEY_NAMED_HOME,
    KEY_NAMED_END,
    KEY_NAMED_PAGE_UP,
    KEY_NAMED_PAGE_DOWN,
    KEY_NAMED_INSERT,
    KEY_NAMED_DELETE,
    KEY_NAMED_BACKSPACE,
    KEY_NAMED_ENTER,
    KEY_NAMED_TAB,
    KEY_NAMED_BACK_TAB,
    KEY_NAMED_ESCAPE,
    KEY_NAMED_WORD_LEFT,
    KEY_NAMED_WORD_RIGHT,
    KEY_NAMED_F1,
    KEY_NAMED_F12 = KEY_NAMED_F1 + 11,
    KEY_NAMED_RESIZE, /* the window has another size */
    KEY_NAMED_TIMER,  /* a timer fell due (ui_timer) */
    KEY_NAMED_PASTE,
    KEY_NAMED_HANGUP /* the line is gone or the server is ending: save drafts and leave */
};

enum key_place {
    PLACE_ANY = 1,
    PLACE_LIST = 2,
    PLACE_FORM = 4,
    PLACE_READER = 8,
    PLACE_MENU = 16,
    PLACE_DIALOG = 32,
    PLACE_INPUT = 64,   /* a line to type in: letters are text */
    PLACE_OFFERED = 128 /* works only where the screen has it among its foot actions */
};

enum action {
    ACTION_NONE,
#define KEY_ROW(id, keys, places, word, help) ACTION_##id,
#include "wangge/ui/key_rows.h"
#undef KEY_ROW
    ACTION_COUNT
};

/* The action that key means in a place (full-width ASCII counts as half-width), ACTION_NONE when none. */
enum action key_action(const struct key *key, enum key_place place);
/* "Ctrl-S", "Enter", "a": main key as shown on the foot bar; all keys ("e F2") for help. */
#define KEY_NAME_ROOM 16
void key_main_name(enum action action, char out[KEY_NAME_ROOM]);
const char *key_all_names(enum action action);
const char *key_word(enum action action); /* translated word for the foot bar */
const char *key_help(enum action action); /* translated sentence */
int key_places(enum action action);
/* "Ctrl-S" "Enter" "中" "F4" "Alt-D" -> key; for the player. false when unknown. */
bool key_parse(const char *name, struct key *out);

#endif

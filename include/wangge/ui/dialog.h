/* Questions and messages over the screen below. */
#ifndef WANGGE_UI_DIALOG_H
#define WANGGE_UI_DIALOG_H

#include "wangge/ui/ui.h"

struct pool;
struct rows;

/* y / n; Esc and a hang-up are no. The text says in words what will happen. */
bool ui_confirm(struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ui_message(struct ui *ui, const char *title, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* One line of text; secret shows stars. false when cancelled. */
bool ui_ask(struct ui *ui, const char *title, const char *label, bool secret, char *out, size_t room);

struct ui_choice {
    char letter;        /* 0 for none */
    const char *text;   /* translated */
    const char *detail; /* a second column, may be NULL */
    const char *why;    /* why it is not available; NULL when it is. Stays visible */
};
/* Index of the choice taken, -1 when cancelled. */
int ui_choose(struct ui *ui, const char *title, const struct ui_choice *choices, size_t count, int start);

/* A pick list that narrows while typing: search fills rows (id, text, detail) for what was typed. Returns true and
 * the id and text of the row taken. many: Space marks, ids separated by ',' are returned, and those that id holds at
 * the beginning are marked. */
typedef bool ui_pick_search(void *to, const char *typed, struct pool *pool, struct rows *out);
bool ui_pick(struct ui *ui, const char *title, ui_pick_search *search, void *to, bool many, const char *typed, char *id,
             size_t id_room, char *text, size_t text_room);

/* A text to read, paged; lines may be longer than the window (wrapped). */
void ui_read(struct ui *ui, const char *title, const char *text);
/* The same with actions of its own, each of which ends the reading: the months before and after, a grade. */
struct ui_reading {
    const char *title;
    const char *text;
    const enum action *foot;       /* those actions, and what else the foot bar shows; ACTION_NONE last */
    const char *const *foot_words; /* as in struct screen_ops */
    const char *help;              /* msgid, may be NULL */
    /* Does such an action while the text stays in sight; false: the reading goes on. NULL: each ends it. */
    bool (*act)(void *to, enum action action, const struct key *key);
    void *to;
};
/* The action that ended it, ACTION_BACK when the user leaves; *key (may be NULL) is its key. */
enum action ui_read_on(struct ui *ui, const struct ui_reading *what, struct key *key);

#endif

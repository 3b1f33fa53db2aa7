/* The text interface: one terminal, a stack of screens, one loop. A screen is run like a function: ui_run returns when
 * the screen leaves. Modal things (ui_confirm, ui_pick) are screens too. After a hang-up every ui_run returns at once,
 * so callers unwind and drafts are kept. ui knows no rule of the field: it shows descriptions and asks callbacks. */
#ifndef WANGGE_UI_UI_H
#define WANGGE_UI_UI_H

#include "wangge/base/error.h"
#include "wangge/ui/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct ui;

struct ui_options {
    const char *term; /* sanitised; unknown ones fall back to xterm-256color, then vt100 */
    int escdelay;     /* milliseconds */
    bool unicode_border;
    bool no_color;
    int idle_seconds; /* 0 never; then KEY_NAMED_HANGUP */
    int in, out;      /* descriptors of the terminal */
};

/* What stands in the top line at the right; asked for at each key, when a screen opens or closes and by
 * ui_refresh_status: it must cost next to nothing while nothing has changed. */
struct ui_status {
    char who[96]; /* "网格长 示例甲" */
    int inbox;
};

struct screen;
struct screen_ops {
    const char *title;                                  /* msgid; part of the breadcrumb */
    void (*draw)(struct ui *ui, struct screen *screen); /* body only; frame and foot bar are ui's */
    /* true when handled; false lets ui try its own (help, palette, redraw, where am I). */
    bool (*key)(struct ui *ui, struct screen *screen, const struct key *key, enum action action);
    enum key_place place;
    /* Actions of this screen, ACTION_NONE last: as many as fit stand on the foot bar (the last two always do), all
     * of them in the help. NULL: help and back. */
    const enum action *foot;
    const char *const
        *foot_words;  /* msgids beside foot where a key means something special here; NULL: the key's own */
    const char *help; /* msgid of what this screen is for, shown over the keys by '?'; may be NULL */
};
struct screen {
    const struct screen_ops *ops;
    const char *title; /* overrides ops->title when not NULL (already translated) */
    void *data;
    bool leave;   /* set by the screen to return from ui_run */
    bool overlay; /* drawn over the screen below (dialogs) */
    int result;
};

/* Once, before the first fork: looks up what every terminal needs. */
void ui_prepare(void);
/* Takes over the terminal, and SIGWINCH, SIGHUP and SIGTERM (these two are a hang-up) and SIGUSR1 of this process. */
enum err ui_open(const struct ui_options *options, struct ui **out, struct error *e);
void ui_close(struct ui **ui);
int ui_run(struct ui *ui, struct screen *screen); /* pushes, loops, pops; returns screen->result, -1 after a hang-up */
bool ui_closing(const struct ui *ui);
void ui_close_all(struct ui *ui);                  /* as a hang-up: every ui_run returns */
void ui_part(struct ui *ui, const char *sentence); /* the same; the sentence stands on the terminal afterwards */
void ui_leave_to_home(struct ui *ui);              /* every ui_run but the lowest returns */
void ui_refresh_status(struct ui *ui);
void ui_set_status(struct ui *ui, void (*status)(void *to, struct ui_status *out), void *to);
/* One line above the foot bar until the next key: what was done or what to do. */
void ui_note(struct ui *ui, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ui_error(struct ui *ui, const struct error *e);
/* The top screen gets KEY_NAMED_TIMER every so many milliseconds, 0 for never; no wake-ups otherwise. */
void ui_timer(struct ui *ui, int milliseconds);
/* From the key handler, of a timer's key: nothing on the screen is other than before, so nothing is drawn. */
void ui_same(struct ui *ui);
/* The top screen is one that people look at without typing: being idle does not end the session. Once it has been idle
 * for so long that it would have ended, the next key ends it: what can be seen from afar is no open door. It does not
 * rest (ui_set_rest) either: it looks again in a moment. */
void ui_watch(struct ui *ui);
/* The terminal's bell, with the next drawing. */
void ui_bell(struct ui *ui);
/* Called once when nobody has typed for so many milliseconds, and again only after the next key: to give memory back.
 */
void ui_set_rest(struct ui *ui, int milliseconds, void (*rest)(void *to), void *to);
/* Called when the process gets SIGUSR1, between keys: what the user may do has changed. It may leave to home or close
 * all.
 */
void ui_set_told(struct ui *ui, void (*told)(void *to), void *to);
int ui_columns(const struct ui *ui);
int ui_rows(const struct ui *ui);        /* rows of the body, between top line and note line */
bool ui_has_blocks(const struct ui *ui); /* lines are drawn with Unicode characters here */
bool ui_too_small(const struct ui *ui);  /* under 60x20: nothing but "window too small" is drawn, data is kept */

/* Drawing in the body. Row 0 is the first under the top line; everything is clipped and cleaned. */
enum ui_style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_REVERSE,
    STYLE_DIM,
    STYLE_RED,
    STYLE_YELLOW,
    STYLE_GREEN,
    STYLE_PAPER, /* black on white, and white on black, whatever the terminal's own colours are; without colours the */
    STYLE_INK,   /* terminal is taken for a dark one */
};
/* Text padded or cut to columns (0: to the right end). */
void ui_put(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text);
void ui_put_right(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text);
void ui_clear_row(struct ui *ui, int row);
void ui_line(struct ui *ui, int row, int column, int columns);
void ui_caret(struct ui *ui, int row,
              int column); /* where the hardware cursor rests; last call before the end counts */

/* Palette entries: places and commands that ":" finds by name or initials. Set once by the screen layer. */
struct ui_command {
    const char *name;     /* msgid */
    const char *initials; /* pinyin initials of the Chinese name: "mqrj" */
    void (*run)(struct ui *ui, void *to, const struct ui_command *command);
    bool (*allowed)(void *to, const struct ui_command *command, char *why, size_t room);
    void (*refused)(void *to); /* somebody tried all the same; may be NULL */
};
void ui_set_commands(struct ui *ui, const struct ui_command *commands, size_t count, void *to);

/* The player: keys from a script instead of a terminal, the screen printed as text (ui/player.h). */
struct player;
enum err ui_open_played(struct player *player, struct ui **out, struct error *e);

#endif

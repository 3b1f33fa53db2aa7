/* What the files of ui share: the interface itself and its stack. Nobody outside includes this. */
#ifndef WANGGE_UI_INNER_H
#define WANGGE_UI_INNER_H

#include "decode.h"
#include "term.h"

#include "wangge/ui/ui.h"

struct buffer;

enum { LEAST_COLUMNS = 60, LEAST_ROWS = 20, FRAME_ROWS = 3, TITLE_ROW = 0, BODY_ROW = 1 };

/* A screen that runs. Lives on the stack of its ui_run. */
struct frame {
    struct screen *screen;
    struct frame *below;
    int timer; /* milliseconds, 0 for none */
    int64_t due;
    bool watch; /* ui_watch */
};

struct ui {
    struct term *term;
    struct player *player; /* NULL on a terminal */
    struct decode decode;
    struct frame *top;
    bool closing;    /* every ui_run returns */
    bool going_home; /* every ui_run but the lowest returns */
    bool color, unicode_border;
    int escdelay;
    int idle; /* milliseconds, 0 never */
    int64_t idle_due;
    int rest_after;                    /* milliseconds, 0 never */
    int64_t rest_due, rest_due_before; /* before the timer that fell due last */
    bool same;                         /* nothing to draw */
    bool ring;                         /* the bell, with the next drawing */
    void (*rest)(void *to);
    void *rest_to;
    void (*told)(void *to);
    void *told_to;
    int out;           /* descriptor of the terminal */
    char parting[320]; /* said on the terminal at the end */
    char note[512];
    struct ui_status status;
    void (*ask_status)(void *to, struct ui_status *out);
    void *status_to;
    const struct ui_command *commands;
    size_t command_count;
    void *commands_to;
    bool *halves; /* of each cell: it is the second half of a wide character */
    size_t cell_count;
    int caret_row, caret_column; /* on the screen; -1 when nobody wants it */
    size_t sent;                 /* bytes since the player asked */
};

/* draw.c */
void draw_start(struct ui *ui);
void draw_all(struct ui *ui);
void draw_again(struct ui *ui); /* as if the terminal's screen were lost */
/* A box over the body, its inside blank; returns the inside's first row, column. */
struct box {
    int row, column, rows, columns;
};
struct box draw_box(struct ui *ui, const char *title, int rows, int columns);
/* The screen as text: lines end with '\n', trailing blanks left out. */
void draw_text(struct buffer *out);

/* frame.c */
void frame_draw_title(struct ui *ui);
void frame_draw_note(struct ui *ui);
void frame_draw_foot(struct ui *ui);
void frame_breadcrumb(struct ui *ui, bool all, struct buffer *out);

/* ui.c */
int64_t ui_now(const struct ui *ui);               /* milliseconds that only go forward; the script's in a played one */
bool ui_timer_due(struct ui *ui, struct key *key); /* key becomes the timer's when the top screen's fell due */
/* True when the action is one that this screen has. */
bool screen_offers(const struct screen *screen, enum action action);
/* What this screen calls an action, translated; NULL when it has no word of its own for it. */
const char *screen_word(const struct screen *screen, enum action action);

/* put.c: in screen coordinates, for the frame; text is cleaned, cut and padded to columns. */
void put_erase(struct ui *ui);
void put_at(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text);

/* help.c, palette.c */
/* The keys of an action and, beside them, what they do, broken within its own column. */
void help_add_keys(const struct ui *ui, enum action action, const char *text, struct buffer *out);
void help_show(struct ui *ui, const struct screen *screen);
void palette_run(struct ui *ui);
void where_show(struct ui *ui);

/* player.c: the next key of the script; false at its end. Draws when a line looks at the screen. */
bool player_next(struct player *player, struct ui *ui, struct key *key);
void player_finish(struct player *player); /* lines that were not reached: what they expect does not hold */
int64_t player_now(const struct player *player);
void player_size(const struct player *player, int *columns, int *rows);

#endif

/* The terminal below curses: modes, size, waiting, and one write for each screen. */
#ifndef WANGGE_UI_TERM_H
#define WANGGE_UI_TERM_H

#include "wangge/base/error.h"
#include "wangge/ui/ui.h"

#include <stddef.h>

struct term;

enum term_event { TERM_INPUT, TERM_TIMEOUT, TERM_RESIZED, TERM_TOLD, TERM_GONE };

enum err term_open(const struct ui_options *options, struct term **out, struct error *e);
/* No terminal at all: a screen of this size that only the player sees. */
enum err term_open_played(int columns, int rows, struct term **out, struct error *e);
void term_close(struct term **term);

/* Waits for input, another size, SIGUSR1 (told) or the end of the line; milliseconds < 0 for ever. */
enum term_event term_wait(struct term *term, int milliseconds);
/* Bytes that are there now, at most room; 0 when there is nothing or the line is gone. */
size_t term_read(struct term *term, char *out, size_t room);
/* Makes curses as large as the terminal is now. */
void term_fit(struct term *term);
void term_resize_played(struct term *term, int columns, int rows);
/* What curses holds goes out in one write. Returns the bytes; a played screen's go nowhere. */
size_t term_flush(struct term *term);

#endif

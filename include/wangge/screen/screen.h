/* The places of the program. One file each; places.c has the table of all: name, initials, right, function. */
#ifndef WANGGE_SCREEN_SCREEN_H
#define WANGGE_SCREEN_SCREEN_H

struct ui;
struct work;

/* A whole interactive session after login: change of password when needed, offer of drafts, home until the user
 * leaves or the line is gone. Returns the exit status of the session (0). */
int screen_session(struct ui *ui, struct work *work);

#endif

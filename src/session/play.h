/* A recorded session without SSH, for tests and for looking at a screen: wangge-session --play=SCRIPT ... */
#ifndef SESSION_PLAY_H
#define SESSION_PLAY_H

#include <stdbool.h>

struct play_options {
    const char *script;   /* see wangge/ui/player.h */
    const char *config;   /* -c FILE, may be NULL */
    const char *login;    /* who is playing: no password is asked, so the database must be the caller's own to read */
    const char *now;      /* the clock stands there; NULL: it runs */
    const char *language; /* instead of the user's own; may be NULL */
};

enum play_option { PLAY_SCRIPT = 256, PLAY_LOGIN, PLAY_NOW, PLAY_LANGUAGE };
/* Takes an option of the command line; false when it is none of a play. */
bool play_option(struct play_options *options, int option, const char *value);

/* Prints the screens that the script asks for. Returns 0, 1 when an "expect" did not hold or the program could not
 * begin. */
int play(const struct play_options *options);

#endif

/* A session without SSH, for tests and measurements: recorded (wangge-session --play=SCRIPT --login=LOGIN ...), or on
 * the terminal that the program was started from (--login=LOGIN alone). */
#ifndef SESSION_PLAY_H
#define SESSION_PLAY_H

#include <stdbool.h>

struct play_options {
    const char *script;   /* see wangge/ui/player.h; NULL: this terminal */
    const char *config;   /* -c FILE, may be NULL */
    const char *login;    /* who is playing: no password is asked, so the database must be the caller's own to read */
    const char *now;      /* the clock stands there; NULL: it runs */
    const char *language; /* instead of the user's own; may be NULL */
};

enum play_option { PLAY_SCRIPT = 256, PLAY_LOGIN, PLAY_NOW, PLAY_LANGUAGE };
/* Takes an option of the command line; false when it is none of a play. */
bool play_option(struct play_options *options, int option, const char *value);

/* Runs the session; prints the screens that a script asks for. Returns 0, 1 when an "expect" did not hold or the
 * program could not begin. */
int play(const struct play_options *options);

#endif

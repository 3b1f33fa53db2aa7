/* A recorded session without SSH, for tests and for looking at a screen: wangge-session --play=SCRIPT ... */
#ifndef SESSION_PLAY_H
#define SESSION_PLAY_H

struct play_options {
    const char *script;   /* see wangge/ui/player.h */
    const char *config;   /* -c FILE, may be NULL */
    const char *login;    /* who is playing: no password is asked, so the database must be the caller's own to read */
    const char *now;      /* the clock stands there; NULL: it runs */
    const char *language; /* instead of the user's own; may be NULL */
};

/* Prints the screens that the script asks for. Returns 0, 1 when an "expect" did not hold or the program could not
 * begin. */
int play(const struct play_options *options);

#endif

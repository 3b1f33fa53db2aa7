/* The messages between the network side and the session side, one row each: name, phases in which it may come, sender,
 * least and most bytes, descriptors that come with it, phase that begins after it. Included by message.h and message.c.
 * "words" in the remarks are texts that end with NUL. */

/* Listener and keeper */
WIRE_MESSAGE(READY, CONTROL, SESSION, 0, 0, 0, CONTROL)      /* the keeper has loaded everything */
WIRE_MESSAGE(CONNECT, CONTROL, NET, 17, 16 + 64, 1, CONTROL) /* struct wire_arrival, words: address */
WIRE_MESSAGE(RELOAD, CONTROL, NET, 0, 0, 0, CONTROL)         /* read the configuration again */
WIRE_MESSAGE(RULES, CONTROL, SESSION, sizeof(struct wire_rules), sizeof(struct wire_rules), 0, CONTROL) /* done */
WIRE_MESSAGE(DEBUG, CONTROL, NET, 0, 0, 0, CONTROL)            /* debug log on or off */
WIRE_MESSAGE(STOP, CONTROL, NET, 0, 0, 0, CONTROL)             /* no new sessions; let the others save and leave */
WIRE_MESSAGE(WITNESS, CONTROL, NET, 0, 0, 1, CONTROL)          /* the socket to the witness of the audit */
WIRE_MESSAGE(LOGGED_IN, CONTROL, SESSION, 8, 8, 0, CONTROL)    /* struct wire_connection */
WIRE_MESSAGE(LOGIN_FAILED, CONTROL, SESSION, 8, 8, 0, CONTROL) /* struct wire_connection */

/* Network child and session child */
WIRE_MESSAGE(PASSWORD, LOGIN, NET, 2, 64 + 1024, 0, LOGIN)   /* words: login, password */
WIRE_MESSAGE(KEY_OFFER, LOGIN, NET, 2, 64 + 8192, 0, LOGIN)  /* words: login, key; no proof yet */
WIRE_MESSAGE(KEY_PROVED, LOGIN, NET, 2, 64 + 8192, 0, LOGIN) /* words: login, key; libssh checked the signature */
WIRE_MESSAGE(GUEST, LOGIN, NET, 2, 64 + 1, 0, LOGIN)         /* words: KIOSK_LOGIN and nothing: a login without proof */
WIRE_MESSAGE(MORE, LOGIN, SESSION, 2, 64, 0, LOGIN)          /* words: prompt. Proved, and a further answer is asked */
WIRE_MESSAGE(ANSWER, LOGIN, NET, 2, 64 + 1024, 0, LOGIN)     /* words: login, answer; after MORE nothing else comes */
WIRE_MESSAGE(REFUSED, LOGIN, SESSION, 0, 0, 0, LOGIN)
WIRE_MESSAGE(KEY_KNOWN, LOGIN, SESSION, 0, 0, 0, LOGIN) /* the offer is worth a signature */
WIRE_MESSAGE(ENOUGH, LOGIN, SESSION, 0, 0, 0, LOGIN)    /* refused, and no further try */
WIRE_MESSAGE(ACCEPTED, LOGIN, SESSION, 0, 0, 0, OPEN)
WIRE_MESSAGE(ENVIRONMENT, OPEN, NET, 2, 32 + 128, 0, OPEN) /* words: name, value */
WIRE_MESSAGE(TERMINAL, OPEN, NET, 5, 4 + 64, 0, OPEN)      /* struct wire_size, words: kind */
WIRE_MESSAGE(RESIZE, OPEN, NET, 4, 4, 0, OPEN)             /* struct wire_size; later the pty carries it */
WIRE_MESSAGE(SHELL, OPEN, NET, 0, 0, 0, OPEN)
WIRE_MESSAGE(EXEC, OPEN, NET, 1, WIRE_MOST, 0, OPEN) /* words: the command line */
WIRE_MESSAGE(PTY, OPEN, SESSION, 0, 0, 1, RUN)       /* the master */
WIRE_MESSAGE(PIPES, OPEN, SESSION, 0, 0, 3, RUN)     /* to stdin, from stdout, from stderr */
WIRE_MESSAGE(EXIT, RUN, SESSION, 1, 1, 0, RUN)       /* the exit status; the session child ends */

/* Keeper and witness */
WIRE_MESSAGE(ANCHOR, WITNESS, SESSION, sizeof(struct wire_anchor), sizeof(struct wire_anchor), 0, WITNESS)
WIRE_MESSAGE(ANCHORED, WITNESS, NET, sizeof(struct wire_anchored), sizeof(struct wire_anchored), 0, WITNESS)

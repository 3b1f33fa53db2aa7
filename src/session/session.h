/* Shared by the files of the session child. */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "wangge/wire/wire.h"

#include <stdbool.h>
#include <sys/types.h>

struct config;
struct work;

struct session {
    const struct config *config;
    struct wire wire;    /* to the network child */
    struct wire control; /* to the listener: only LOGGED_IN and LOGIN_FAILED are sent */
    uint64_t id;
    uint32_t penalty; /* milliseconds that a password waits, unless its user is known from here */
    bool reserved;    /* the server is full: for administrators alone */
    char from[64];
    struct work *work; /* opened at the first try to log in */
    int tries, offers;
    struct proof {
        char login[64]; /* "" while nothing is proved */
        char how[64];   /* "password", "key" ... and what came after it */
        char *key;      /* in base64, that an invite is to bind; NULL without */
        enum proof_ask { PROOF_CODE, PROOF_PASSWORD, PROOF_INVITE } ask;
    } proof; /* login.c: of a login that more is asked of */
    bool has_terminal, no_color;
    char term[64], client[64];
    struct wire_size size;
    char *line; /* of the command; NULL for a shell */
    bool begin; /* shell or command was asked for */
};

/* jobs.c: in a session child, new jobs are told to the keeper (SIGUSR1). The life of a child that works on jobs:
 * returns its exit status; SIGTERM makes it leave its job where it is. */
void jobs_are_begun_by(pid_t keeper);
int jobs_child(const struct config *config);

/* anchor.c: the socket to the witness of the audit, -1 for none; the newest row told to it, when there is one that was
 * not; and the life of the child that does so. */
void anchor_by(int fd);
void anchor_head(struct work *work);
int anchor_child(const struct config *config);

/* timer.c: the life of the child that does what falls due, as long as its parent. Returns its exit status. */
int timer_child(const struct config *config);

/* watch.c: the life of the child that tells sessions when what they may do has changed, as long as its parent. */
int watch_child(const struct config *config);

/* The whole life of a session child. Returns its exit status. */
int session_child(struct session *session);

/* login.c: handlers of the messages before anything runs */
extern const wire_handler session_handlers[WIRE_MESSAGE_COUNT];

/* run.c: from the request for a shell or a command to the end. Returns the exit status of the process. */
int session_run(struct session *session);

/* terminal.c: makes a pty of that size, with the slave as this process' controlling terminal and its standard input,
 * output and error. *master gets the other end, non-blocking. Returns 0, or -1 with errno. */
int terminal_open(const struct wire_size *size, int *master);
/* Pipes as standard input, output and error; far gets the other ends, non-blocking. */
int pipes_open(int far[3]);

#endif

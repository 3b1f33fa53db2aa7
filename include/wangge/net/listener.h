/* The listener: accepts, holds to the limits, forks a network child for each connection and hands the other end of its
 * wire to the keeper. It reads no byte of any client. */
#ifndef WANGGE_NET_LISTENER_H
#define WANGGE_NET_LISTENER_H

#include "wangge/base/error.h"
#include "wangge/net/transport.h"
#include "wangge/wire/message.h"

#include <stdbool.h>
#include <sys/types.h>

struct listener_options {
    const char *config_path; /* for the keeper */
    int verbosity;           /* number of -v */
    const char *keeper;      /* the socket of one that a service manager starts; NULL: it is started from here */
    int socket;              /* listening, non-blocking */
    ssh_bind bind;
    int empty; /* folder for the sandbox, -1 when there is none */
    /* Starts a keeper or finds it; returns its process (0 for one that is not ours) and *control, the socket to it,
     * once it is READY; -1 when it failed. */
    pid_t (*start_keeper)(const struct listener_options *options, int *control);
    pid_t witness;     /* of the audit */
    int witness_end;   /* a keeper's socket to it */
    bool keeper_again; /* it may be started again from here */
};

/* Until SIGTERM, SIGINT or the end of the keeper. Returns the exit status. */
int listener_run(const struct listener_options *options, const struct wire_rules *rules, pid_t keeper, int control);

#endif

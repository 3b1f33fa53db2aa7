/* The network child: one client's SSH connection, from the first byte to the last, in a process of its own. It proves
 * nobody and opens nothing: it asks the session child over the wire and carries bytes. */
#ifndef WANGGE_NET_TRANSPORT_H
#define WANGGE_NET_TRANSPORT_H

#include "wangge/base/error.h"

#include <libssh/libssh.h>
#include <libssh/server.h>

struct transport_options {
    ssh_bind bind;  /* of transport_bind */
    int empty;      /* folder for the sandbox, or -1 */
    long grace;     /* seconds to log in, and once more to ask for a shell or a command */
    long keepalive; /* seconds of silence before a sign of life is asked for; 0 never */
    long rekey;     /* MiB */
};

/* What all connections share: host key and algorithms. Takes the key over. NULL when libssh refuses. */
ssh_bind transport_bind(ssh_key key);
/* Makes one whole key exchange with itself, so that children find code and tables of the libraries in shared memory. */
enum err transport_warm(ssh_bind bind, struct error *e);
/* Serves the connection tcp, with the session child at the other end of wire; returns when it is over. To be called in
 * a process of its own, which it walls in first. */
void transport_run(const struct transport_options *options, int tcp, int wire);

#endif

/* The socket of a keeper that a service manager started, apart from the network side. */
#ifndef WANGGE_SESSION_KEEPER_SOCKET_H
#define WANGGE_SESSION_KEEPER_SOCKET_H

struct config;

/* Waits at [server] keeper for the listener, and returns the socket to it; -1 with a line in the log. Others than root,
 * this program's own user and [server] user are turned away. One listener, one keeper: the way in is closed then. */
int keeper_wait(const struct config *config);

#endif

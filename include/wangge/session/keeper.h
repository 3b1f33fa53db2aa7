/* The keeper: loads once what all sessions share, then forks a session child for each connection of the listener. */
#ifndef WANGGE_SESSION_KEEPER_H
#define WANGGE_SESSION_KEEPER_H

#include <stdbool.h>

#define KEEPER_CONTROL 3 /* the descriptor of the socket to the listener */

struct config;

/* Until STOP or the end of the listener; takes the configuration over. Returns the exit status. */
int keeper_run(const char *config_path, struct config *config, int control);

#endif

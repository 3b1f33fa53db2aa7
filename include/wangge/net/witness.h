/* The witness of the audit: a process under another user id than all others, without network and database, that is told
 * the newest row of the audit and writes it down under seal (base/anchor.h). Whoever changes the database afterwards
 * cannot change that. */
#ifndef WANGGE_NET_WITNESS_H
#define WANGGE_NET_WITNESS_H

#include "wangge/base/error.h"

#include <sys/types.h>

struct config;

/* Starts it; the folder is made when it is missing. *end gets the keeper's end of its socket: it lives until all copies
 * of that are closed. Before privileges are dropped and before anything is opened that it has no business with: started
 * by root it becomes [server] witness_user and finds nothing but its folder, otherwise it runs as the same user as all
 * else. */
enum err witness_start(const struct config *config, pid_t *pid, int *end, struct error *e);

#endif

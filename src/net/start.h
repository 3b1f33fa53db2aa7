/* What wangged does once, before it listens. */
#ifndef NET_START_H
#define NET_START_H

#include "wangge/base/error.h"

#include <sys/types.h>

struct config;
struct listener_options;

/* A listening, non-blocking socket on [server] listen and port. */
enum err start_socket(const struct config *config, int *out, struct error *e);
/* The empty folder beside the host key, for the sandbox: made and opened by root, -1 for anyone else. */
enum err start_empty_folder(const struct config *config, int *out, struct error *e);
/* See listener_options. */
pid_t start_keeper(const struct listener_options *options, int *control);

#endif

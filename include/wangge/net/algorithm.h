/* The algorithms that the server offers, and nothing else. GCM is left out: its tag check in libssh was wrong until
 * CVE-2026-59847. */
#ifndef WANGGE_NET_ALGORITHM_H
#define WANGGE_NET_ALGORITHM_H

#include <libssh/server.h>
#include <stddef.h>

struct algorithm {
    enum ssh_bind_options_e option;
    const char *purpose;
    const char *names; /* by preference */
};

extern const struct algorithm algorithms[];
extern const size_t algorithm_count;

#endif

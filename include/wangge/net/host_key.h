/* The server's host key (ed25519), made at the first start. */
#ifndef WANGGE_NET_HOST_KEY_H
#define WANGGE_NET_HOST_KEY_H

#include "wangge/base/error.h"

#include <libssh/libssh.h>

/* Reads the key at path. When there is none, makes its folder and the key (mode 0600) first. A key that others can
 * read is refused. *out is freed with ssh_key_free. */
enum err host_key_open(const char *path, ssh_key *out, struct error *e);
/* "SHA256:..." as clients show it; the caller frees it with ssh_string_free_char. */
char *host_key_fingerprint(ssh_key key);

#endif

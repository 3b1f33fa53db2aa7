/* What a server started by root gives up. */
#ifndef WANGGE_NET_PRIVILEGE_H
#define WANGGE_NET_PRIVILEGE_H

#include "wangge/base/error.h"

#include <stdbool.h>

/* Becomes the user, for good. Of root's capabilities only CAP_SYS_CHROOT stays, for the network children. */
enum err privilege_drop(const char *user, struct error *e);
/* Gives up every capability, also of programs that would be started. */
enum err privilege_drop_capabilities(struct error *e);
bool privilege_can_chroot(void);

#endif

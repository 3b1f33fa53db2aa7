/* Passwords as they are kept: yescrypt of libxcrypt. */
#ifndef WANGGE_SRC_WORK_PASSWORD_H
#define WANGGE_SRC_WORK_PASSWORD_H

#include <stdbool.h>

/* Takes the same time for hash "" (unknown user, no password set), which nothing matches. */
bool password_matches(const char *hash, const char *password);
/* A password that policy accepts, without letters that are read for one another; out has room for 32 bytes. */
void password_make(char out[32]);

#endif

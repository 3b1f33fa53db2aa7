/* A secret in a file: 64 hexadecimal digits and a line's end, for its owner alone. */
#ifndef WANGGE_BASE_SECRET_FILE_H
#define WANGGE_BASE_SECRET_FILE_H

#include "wangge/base/error.h"

#define SECRET_SIZE 32 /* bytes */

/* With make non-zero a missing file is made (mode 0600). ERR_NOT_FOUND without it; ERR_INVALID for a file that is
 * something else or that others may read. */
enum err secret_file_read(const char *path, int make, unsigned char out[SECRET_SIZE], struct error *e);

#endif

/* A whole text file. */
#ifndef WANGGE_SRC_DB_FILE_H
#define WANGGE_SRC_DB_FILE_H

#include "wangge/base/error.h"

struct buffer;

enum err file_read(const char *path, struct buffer *out, struct error *e);

#endif

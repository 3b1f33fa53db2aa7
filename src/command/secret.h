/* Reading a password. Private to the command layer. */
#ifndef WANGGE_COMMAND_SECRET_H
#define WANGGE_COMMAND_SECRET_H

#include "wangge/base/error.h"

#define SECRET_ROOM 256

struct command_io;

/* One line of io->in; on a terminal asked for twice and not shown. The caller wipes out. */
enum err secret_read(const struct command_io *io, char out[SECRET_ROOM], struct error *e);

/* The present one: asked for once. */
enum err secret_read_present(const struct command_io *io, char out[SECRET_ROOM], struct error *e);

#endif

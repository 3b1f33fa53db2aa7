/* How a message leaves; shared by outbox.c and outbox_send.c. */
#ifndef WANGGE_SRC_WORK_OUTBOX_INSIDE_H
#define WANGGE_SRC_WORK_OUTBOX_INSIDE_H

#include "wangge/work/outbox.h"

/* ERR_FAILED with what the program or the folder said. id names the file: the same message is the same file. */
enum err outbox_send(const struct outbox_options *options, int64_t id, const char *phone, const char *text,
                     struct error *e);

#endif

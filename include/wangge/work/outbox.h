/* Text messages that leave: receipts and results to residents. A row of the table message_out is written with the
 * change that it tells of; the keeper sends it by gammu-smsd-inject or into a spool folder. */
#ifndef WANGGE_WORK_OUTBOX_H
#define WANGGE_WORK_OUTBOX_H

#include "wangge/base/error.h"

#include <stdint.h>

struct work;

/* In the caller's transaction. kind: "receipt", "result"; case_id 0 for none. A phone that cannot be sent to is left
 * out without an error. */
enum err outbox_add(struct work *work, const char *kind, const char *phone, const char *text, int64_t case_id,
                    struct error *e);

#endif

/* Text messages that leave: receipts and results to residents. A row of the table message_out is written with the
 * change that it tells of; the keeper sends it by gammu-smsd-inject or into a spool folder. A message that a process
 * began to send when it was killed is sent again by the next one: rather twice than not at all. */
#ifndef WANGGE_WORK_OUTBOX_H
#define WANGGE_WORK_OUTBOX_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

/* In the caller's transaction. kind: a row of etc/messages.csv; case_id 0 for none. A phone that cannot be sent to is
 * left out without an error. */
enum err outbox_add(struct work *work, const char *kind, const char *phone, const char *text, int64_t case_id,
                    struct error *e);
/* The same with the text of the kind, filled in from the case; text is what was done or why not, may be "". */
enum err outbox_tell(struct work *work, const char *kind, int64_t case_id, const char *phone, const char *text,
                     struct error *e);

#define OUTBOX_TRIES 8 /* with pauses of 1, 2, 4 ... minutes between them: the last after some two hours */

struct outbox_options {
    const char *inject; /* path of gammu-smsd-inject; NULL: not by it */
    const char *config; /* its -c; NULL: its own */
    const char *folder; /* in which each message is a file; NULL: none. inject comes first */
};
/* Sends what is due, at most some hundred of them; nothing without a way to send. What cannot be sent is tried again
 * later, and told to the station's people when it has failed for good. For the keeper's timer and "wangge outbox". */
enum err outbox_serve(struct work *work, const struct outbox_options *options, int64_t *sent, struct error *e);

#endif

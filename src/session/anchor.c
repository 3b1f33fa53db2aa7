/* The keeper's child that tells the witness of the audit (net/witness.h) what the newest row is. It alone has the
 * socket, and asks the database only when somebody has changed it. */
#include "lasting.h"
#include "session.h"

#include "wangge/base/log.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <poll.h>
#include <stdbool.h>
#include <string.h>

#define ANCHOR_EVERY 3    /* seconds: so much of the audit could be taken back unseen */
#define ANSWER_WAIT  5000 /* milliseconds */

static struct {
    struct wire wire;
    int64_t told; /* the newest row that was written down */
    bool missed;  /* the last one was not */
} anchor = {.wire = {.fd = -1}};

void anchor_by(int fd)
{
    wire_start(&anchor.wire, fd, WIRE_SIDE_SESSION, WIRE_PHASE_WITNESS);
}

/* The witness is started again when it ends, on the same socket: what it did not write down is told again. */
static void missed(const char *why)
{
    if (!anchor.missed)
        log_error("the audit is not anchored for now: %s", why);
    anchor.missed = true;
}

static void give_up(const char *why)
{
    log_error("the audit is not anchored any more: %s", why);
    wire_close(&anchor.wire);
}

/* Answers that came too late for the question before. */
static void forget_late(void)
{
    struct pollfd polled = {.fd = anchor.wire.fd, .events = POLLIN};
    struct wire_letter letter;
    while (poll(&polled, 1, 0) == 1 && wire_receive(&anchor.wire, &letter) == WIRE_OK)
        ;
}

static void tell(int64_t id, const char *hash)
{
    struct wire_anchor head = {.id = id};
    struct wire_anchored answer;
    struct wire_letter letter;
    struct pollfd polled = {.fd = anchor.wire.fd, .events = POLLIN};
    memcpy(head.hash, hash, SHA256_TEXT);
    forget_late();
    if (wire_send(&anchor.wire, WIRE_ANCHOR, &head, sizeof head, NULL) != WIRE_OK) {
        give_up("the witness does not listen");
        return;
    }
    if (poll(&polled, 1, ANSWER_WAIT) != 1) {
        missed("the witness does not answer");
        return;
    }
    if (wire_receive(&anchor.wire, &letter) != WIRE_OK || !wire_read_words(&letter, &answer, sizeof answer, 0, NULL)) {
        give_up("the witness does not answer");
        return;
    }
    if (!answer.done)
        return;
    anchor.told = id;
    if (anchor.missed)
        log_info("the audit is anchored again");
    anchor.missed = false;
}

void anchor_head(struct work *work)
{
    char hash[SHA256_TEXT];
    int64_t id = 0;
    struct error e;
    if (anchor.wire.fd < 0)
        return;
    if (audit_head(work, &id, hash, &e) != ERR_NONE)
        log_warning("the audit is not anchored now: %s", e.text);
    else if (id != anchor.told && id != 0)
        tell(id, hash);
}

/* When the keeper was killed, nobody else tells the last one. */
static enum err serve(struct work *work, struct error *e)
{
    int64_t mark = 0;
    bool known = false;
    (void)e;
    while (!lasting_is_over(NULL) && anchor.wire.fd >= 0) {
        int64_t now = db_change_mark(work->db); /* before the question: what comes after it is seen next time */
        if (!known || now != mark || anchor.missed) {
            anchor_head(work);
            mark = now;
            known = true;
            work_rest(work);
        }
        lasting_sleep(ANCHOR_EVERY);
    }
    anchor_head(work);
    return ERR_NONE;
}

int anchor_child(const struct config *config)
{
    return lasting_run(config, "anchor", serve);
}

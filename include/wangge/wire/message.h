/* The table of messages: what may be said, by whom, when and how long. Both sides are held to it by wire.h. */
#ifndef WANGGE_WIRE_MESSAGE_H
#define WANGGE_WIRE_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_MOST        16384   /* bytes of the longest message */
#define KIOSK_LOGIN      "kiosk" /* the only name that is let ask for a login without proof */
#define WIRE_DESCRIPTORS 3       /* most descriptors in one message */

enum wire_side { WIRE_SIDE_NET, WIRE_SIDE_SESSION };

/* CONTROL is the socket between listener and keeper, WITNESS that between the keeper and the witness of the audit; a
 * connection goes through the other three. */
enum wire_phase { WIRE_PHASE_CONTROL, WIRE_PHASE_LOGIN, WIRE_PHASE_OPEN, WIRE_PHASE_RUN, WIRE_PHASE_WITNESS };

enum wire_message {
#define WIRE_MESSAGE(name, phase, sender, least, most, descriptors, next) WIRE_##name,
#include "wangge/wire/message_rows.h"
#undef WIRE_MESSAGE
    WIRE_MESSAGE_COUNT
};

struct wire_row {
    const char *name;
    enum wire_phase phase;
    enum wire_side sender;
    size_t least, most;
    unsigned descriptors;
    enum wire_phase next;
};

extern const struct wire_row wire_rows[WIRE_MESSAGE_COUNT];

/* Fixed parts of messages; both ends are built together and run on one machine. */
struct wire_connection {
    uint64_t id;
};

/* A connection that comes: milliseconds that its passwords wait, and whether only administrators may log in on it. */
struct wire_arrival {
    uint64_t id;
    uint32_t penalty;
    uint32_t reserved;
};

/* What the listener needs of the configuration; in seconds, MiB and numbers as they stand there. */
struct wire_rules {
    int64_t max_sessions, reserved, max_unauthenticated, per_source, grace, penalty, keepalive, rekey;
};

/* The newest row of the audit and its hash in hexadecimal, followed by NUL. */
struct wire_anchor {
    int64_t id;
    char hash[72];
};

struct wire_anchored {
    int64_t id;   /* the newest row that was seen */
    int64_t done; /* 0: it was refused or could not be written */
};

struct wire_size {
    uint16_t columns, rows;
};

struct config;
struct wire_rules wire_rules_of(const struct config *config);

#endif

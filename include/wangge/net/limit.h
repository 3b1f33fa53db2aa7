/* Who may connect now. Counts, the time to log in and penalties, as pure data: times are given in (milliseconds that
 * only go forward), descriptors and processes are only remembered. */
#ifndef WANGGE_NET_LIMIT_H
#define WANGGE_NET_LIMIT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#define PENALTY_CAP   10 /* an address waits for at most so many penalties */
#define ROOM_AT_ONCE  64 /* so many places of others does an address get at once, */
#define ROOM_A_SECOND 32 /* and so many each second from then on */

struct limit_rules {
    size_t sessions;   /* connections at once */
    size_t reserved;   /* and so many more, for administrators alone */
    size_t waiting;    /* of them not logged in, over all */
    size_t per_source; /* not logged in, of one address */
    int64_t grace;     /* milliseconds to log in */
    int64_t penalty;   /* milliseconds that a failed login makes the next password of its address wait */
};

/* An address as it is counted: IPv4, or the first 64 bits of IPv6, which one customer has. */
struct source {
    unsigned char bytes[16];
};

struct connection {
    uint64_t id;
    struct source source;
    char address[INET6_ADDRSTRLEN];
    int64_t ends;    /* unless logged in by then */
    int64_t penalty; /* milliseconds that its passwords wait */
    bool logged_in;
    bool reserved;  /* for administrators alone */
    bool gives_way; /* another one has its place: it is ended, and counted no more among those that wait */
    pid_t pid;      /* of the network child, else 0 */
};

enum admission { ADMITTED, FULL_SESSIONS, FULL_WAITING, FULL_SOURCE };

struct limits; /* freed with limits_free */

struct source source_of(const struct sockaddr_storage *address);
struct limits *limits_new(const struct limit_rules *rules);
void limits_free(struct limits **limits);
void limits_set_rules(struct limits *limits, const struct limit_rules *rules); /* for what comes from here on */

/* Adds a connection when it is admitted; *out is good until the next limits_admit or limits_remove. Where too many wait
 * already, the one that has waited longest gives way (of the same address, else of the address that has most): who
 * hangs about keeps nobody out. An address makes others give way only so often: those that come in a flood are refused.
 */
enum admission limits_admit(struct limits *limits, const struct sockaddr_storage *address, int64_t now,
                            struct connection **out);
void limits_remove(struct limits *limits, struct connection *connection);
void limits_logged_in(struct limits *limits, uint64_t id);
void limits_login_failed(struct limits *limits, uint64_t id, int64_t now);

struct connection *limits_by_pid(struct limits *limits, pid_t pid); /* NULL when there is none */
size_t limits_count(const struct limits *limits);
struct connection *limits_at(struct limits *limits, size_t i);
/* Milliseconds until a connection starts or runs out of time; -1 when none is waited for. */
int64_t limits_next(const struct limits *limits, int64_t now);
const char *admission_reason(enum admission admission);

#endif

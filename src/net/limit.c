#include "wangge/net/limit.h"

#include "wangge/base/memory.h"

#include <arpa/inet.h>
#include <string.h>

#define PENALTIES 1024 /* addresses remembered; the one that is free soonest makes room */

struct penalty {
    struct source source;
    int64_t until;
};

struct limits {
    struct limit_rules rules;
    uint64_t last_id;
    size_t count, room;
    struct connection *connections;
    size_t penalty_count;
    struct penalty penalties[PENALTIES];
};

struct limits *limits_new(const struct limit_rules *rules)
{
    struct limits *limits = mem_new(1, sizeof *limits);
    limits->rules = *rules;
    return limits;
}

void limits_free(struct limits **limits)
{
    if (*limits)
        mem_free((*limits)->connections);
    mem_free(*limits);
    *limits = NULL;
}

void limits_set_rules(struct limits *limits, const struct limit_rules *rules)
{
    limits->rules = *rules;
}

static bool same_source(const struct source *a, const struct source *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

struct source source_of(const struct sockaddr_storage *address)
{
    struct source source = {{0}};
    if (address->ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        source.bytes[10] = source.bytes[11] = 0xff; /* as IPv6 writes an IPv4 address */
        memcpy(source.bytes + 12, &in.sin_addr, 4);
    } else if (address->ss_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        memcpy(source.bytes, &in6.sin6_addr, IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr) ? 16 : 8);
    }
    return source;
}

static void address_text(const struct sockaddr_storage *address, char out[INET6_ADDRSTRLEN])
{
    out[0] = '\0';
    if (address->ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, out, INET6_ADDRSTRLEN);
    } else if (address->ss_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        inet_ntop(AF_INET6, &in6.sin6_addr, out, INET6_ADDRSTRLEN);
    }
}

static int64_t penalty_until(const struct limits *limits, const struct source *source)
{
    for (size_t i = 0; i < limits->penalty_count; i++)
        if (same_source(&limits->penalties[i].source, source))
            return limits->penalties[i].until;
    return 0;
}

enum admission limits_admit(struct limits *limits, const struct sockaddr_storage *address, int64_t now,
                            struct connection **out)
{
    struct source source = source_of(address);
    size_t waiting = 0, of_source = 0;
    for (size_t i = 0; i < limits->count; i++) {
        if (limits->connections[i].logged_in)
            continue;
        waiting++;
        of_source += same_source(&limits->connections[i].source, &source);
    }
    if (limits->count >= limits->rules.sessions)
        return FULL_SESSIONS;
    if (waiting >= limits->rules.waiting)
        return FULL_WAITING;
    if (of_source >= limits->rules.per_source)
        return FULL_SOURCE;

    if (limits->count == limits->room) {
        limits->room = limits->room ? 2 * limits->room : 64;
        limits->connections = mem_resize(limits->connections, limits->room, sizeof *limits->connections);
    }
    int64_t until = penalty_until(limits, &source);
    struct connection *connection = &limits->connections[limits->count++];
    *connection =
        (struct connection){.id = ++limits->last_id, .source = source, .starts = until > now ? until : now, .fd = -1};
    connection->ends = connection->starts + limits->rules.grace;
    address_text(address, connection->address);
    *out = connection;
    return ADMITTED;
}

void limits_remove(struct limits *limits, struct connection *connection)
{
    *connection = limits->connections[--limits->count];
}

static struct connection *by_id(struct limits *limits, uint64_t id)
{
    for (size_t i = 0; i < limits->count; i++)
        if (limits->connections[i].id == id)
            return &limits->connections[i];
    return NULL;
}

void limits_logged_in(struct limits *limits, uint64_t id)
{
    struct connection *connection = by_id(limits, id);
    if (connection)
        connection->logged_in = true;
}

/* The slot of the source, a fresh one, or the one that is free soonest. */
static struct penalty *penalty_slot(struct limits *limits, const struct source *source)
{
    struct penalty *soonest = limits->penalties;
    for (size_t i = 0; i < limits->penalty_count; i++) {
        struct penalty *penalty = &limits->penalties[i];
        if (same_source(&penalty->source, source))
            return penalty;
        if (penalty->until < soonest->until)
            soonest = penalty;
    }
    if (limits->penalty_count < PENALTIES)
        soonest = &limits->penalties[limits->penalty_count++];
    *soonest = (struct penalty){.source = *source};
    return soonest;
}

void limits_login_failed(struct limits *limits, uint64_t id, int64_t now)
{
    const struct connection *connection = by_id(limits, id);
    if (!connection || connection->logged_in || limits->rules.penalty == 0)
        return;
    struct penalty *penalty = penalty_slot(limits, &connection->source);
    int64_t most = now + PENALTY_CAP * limits->rules.penalty;
    penalty->until = (penalty->until > now ? penalty->until : now) + limits->rules.penalty;
    if (penalty->until > most)
        penalty->until = most;
}

struct connection *limits_by_pid(struct limits *limits, pid_t pid)
{
    for (size_t i = 0; i < limits->count; i++)
        if (limits->connections[i].pid == pid)
            return &limits->connections[i];
    return NULL;
}

size_t limits_count(const struct limits *limits)
{
    return limits->count;
}

struct connection *limits_at(struct limits *limits, size_t i)
{
    return &limits->connections[i];
}

int64_t limits_next(const struct limits *limits, int64_t now)
{
    int64_t next = -1;
    for (size_t i = 0; i < limits->count; i++) {
        const struct connection *connection = &limits->connections[i];
        if (connection->logged_in)
            continue;
        int64_t at = connection->fd >= 0 ? connection->starts : connection->ends;
        int64_t left = at > now ? at - now : 0;
        if (next < 0 || left < next)
            next = left;
    }
    return next;
}

const char *admission_reason(enum admission admission)
{
    static const char *const reasons[] = {
        [ADMITTED] = "admitted",
        [FULL_SESSIONS] = "max_sessions is reached",
        [FULL_WAITING] = "max_unauthenticated is reached",
        [FULL_SOURCE] = "per_source is reached",
    };
    return reasons[admission];
}

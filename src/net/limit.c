#include "wangge/net/limit.h"

#include "wangge/base/memory.h"

#include <arpa/inet.h>
#include <string.h>

#define MEMORIES 1024 /* addresses remembered; the one of whom nothing was heard for longest makes room */

/* What is remembered of an address. */
struct memory {
    struct source source;
    int64_t until;              /* of its penalty */
    int64_t room_left, room_at; /* places of others that it may have still, in thousandths, as of then */
};

struct limits {
    struct limit_rules rules;
    uint64_t last_id;
    size_t count, room;
    struct connection *connections;
    size_t memory_count;
    struct memory memories[MEMORIES];
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

static int64_t last_of(const struct memory *memory)
{
    return memory->until > memory->room_at ? memory->until : memory->room_at;
}

/* Of the source: what is there, a fresh one, or the one that matters least. */
static struct memory *memory_of(struct limits *limits, const struct source *source, int64_t now)
{
    struct memory *oldest = limits->memories;
    for (size_t i = 0; i < limits->memory_count; i++) {
        struct memory *memory = &limits->memories[i];
        if (same_source(&memory->source, source))
            return memory;
        if (last_of(memory) < last_of(oldest))
            oldest = memory;
    }
    if (limits->memory_count < MEMORIES)
        oldest = &limits->memories[limits->memory_count++];
    *oldest = (struct memory){.source = *source, .room_left = ROOM_AT_ONCE * 1000, .room_at = now};
    return oldest;
}

static bool takes_room(struct memory *memory, int64_t now)
{
    memory->room_left += (now - memory->room_at) * ROOM_A_SECOND;
    if (memory->room_left > ROOM_AT_ONCE * 1000)
        memory->room_left = ROOM_AT_ONCE * 1000;
    memory->room_at = now;
    if (memory->room_left < 1000)
        return false;
    memory->room_left -= 1000;
    return true;
}

static bool waits(const struct connection *connection)
{
    return !connection->logged_in && !connection->gives_way;
}

static size_t waiting_of(const struct limits *limits, const struct source *source)
{
    size_t n = 0;
    for (size_t i = 0; i < limits->count; i++)
        n += waits(&limits->connections[i]) && (source == NULL || same_source(&limits->connections[i].source, source));
    return n;
}

/* The address of which most wait: whoever comes from another one is not to suffer from it. */
static struct source most_waiting(const struct limits *limits)
{
    struct source found = {{0}};
    size_t most = 0;
    for (size_t i = 0; i < limits->count; i++) {
        size_t n = waits(&limits->connections[i]) ? waiting_of(limits, &limits->connections[i].source) : 0;
        if (n > most) {
            most = n;
            found = limits->connections[i].source;
        }
    }
    return found;
}

static void make_way(struct limits *limits, struct source source, int64_t now)
{
    struct connection *longest = NULL;
    for (size_t i = 0; i < limits->count; i++) {
        struct connection *connection = &limits->connections[i];
        if (waits(connection) && same_source(&connection->source, &source) &&
            (longest == NULL || connection->id < longest->id))
            longest = connection;
    }
    if (longest == NULL)
        return;
    longest->gives_way = true;
    longest->ends = now;
}

/* Room among those that wait; false when the address has asked for it too often. */
static bool find_room(struct limits *limits, const struct source *source, int64_t now, enum admission *why)
{
    bool full_source = waiting_of(limits, source) >= limits->rules.per_source;
    if (!full_source && waiting_of(limits, NULL) < limits->rules.waiting)
        return true;
    *why = full_source ? FULL_SOURCE : FULL_WAITING;
    if (!takes_room(memory_of(limits, source, now), now))
        return false;
    make_way(limits, full_source ? *source : most_waiting(limits), now);
    return true;
}

enum admission limits_admit(struct limits *limits, const struct sockaddr_storage *address, int64_t now,
                            struct connection **out)
{
    struct source source = source_of(address);
    enum admission why = FULL_SESSIONS;
    if (limits->count >= limits->rules.sessions + limits->rules.reserved || !find_room(limits, &source, now, &why))
        return why;

    bool reserved = limits->count >= limits->rules.sessions;
    if (limits->count == limits->room) {
        limits->room = limits->room ? 2 * limits->room : 64;
        limits->connections = mem_resize(limits->connections, limits->room, sizeof *limits->connections);
    }
    int64_t until = memory_of(limits, &source, now)->until;
    struct connection *connection = &limits->connections[limits->count++];
    *connection = (struct connection){.id = ++limits->last_id,
                                      .source = source,
                                      .ends = now + limits->rules.grace,
                                      .penalty = until > now ? until - now : 0,
                                      .reserved = reserved};
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

void limits_login_failed(struct limits *limits, uint64_t id, int64_t now)
{
    const struct connection *connection = by_id(limits, id);
    if (!connection || connection->logged_in || limits->rules.penalty == 0)
        return;
    struct memory *memory = memory_of(limits, &connection->source, now);
    int64_t most = now + PENALTY_CAP * limits->rules.penalty;
    memory->until = (memory->until > now ? memory->until : now) + limits->rules.penalty;
    if (memory->until > most)
        memory->until = most;
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
        int64_t left = connection->ends > now ? connection->ends - now : 0;
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

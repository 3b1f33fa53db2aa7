#include "wangge/wire/wire.h"

#include "wangge/base/log.h"
#include "wangge/base/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* The message's number travels before its data. */
typedef uint32_t wire_number;

static const char *side_name(enum wire_side side)
{
    return side == WIRE_SIDE_NET ? "network side" : "session side";
}

int wire_pair(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

void wire_start(struct wire *wire, int fd, enum wire_side side, enum wire_phase phase)
{
    *wire = (struct wire){.fd = fd, .side = side, .phase = phase};
}

void wire_close(struct wire *wire)
{
    if (wire->fd >= 0)
        close(wire->fd);
    wire->fd = -1;
}

/* The one place that knows what the table means. */
static bool allowed(const struct wire *wire, enum wire_side sender, wire_number message, size_t size,
                    unsigned descriptors)
{
    if (message >= WIRE_MESSAGE_COUNT) {
        log_warning("wire: the %s sent a message of unknown number %u", side_name(sender), (unsigned)message);
        return false;
    }
    const struct wire_row *row = &wire_rows[message];
    const char *fault = row->sender != sender                   ? "from the wrong side"
                        : row->phase != wire->phase             ? "out of phase"
                        : size < row->least || size > row->most ? "of a wrong size"
                        : descriptors != row->descriptors       ? "with a wrong number of descriptors"
                                                                : NULL;
    if (fault)
        log_warning("wire: %s %s (%zu bytes) from the %s", row->name, fault, size, side_name(sender));
    return fault == NULL;
}

static enum wire_result send_parts(struct wire *wire, wire_number message, struct iovec *parts, size_t count,
                                   const int *descriptors)
{
    size_t size = 0;
    for (size_t i = 1; i < count; i++)
        size += parts[i].iov_len;
    unsigned with = descriptors && message < WIRE_MESSAGE_COUNT ? wire_rows[message].descriptors : 0;
    if (!allowed(wire, wire->side, message, size, with))
        return WIRE_BREACH;

    parts[0] = (struct iovec){&message, sizeof message};
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(WIRE_DESCRIPTORS * sizeof(int))];
    } control = {0};
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = count};
    if (with > 0) {
        header.msg_control = &control;
        header.msg_controllen = CMSG_SPACE(with * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&header);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(with * sizeof(int));
        memcpy(CMSG_DATA(c), descriptors, with * sizeof(int));
    }
    ssize_t sent;
    do
        sent = sendmsg(wire->fd, &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return errno == EAGAIN ? WIRE_LATER : WIRE_GONE;
    wire->phase = wire_rows[message].next;
    log_debug("wire: sent %s, %zu bytes", wire_rows[message].name, size);
    return WIRE_OK;
}

enum wire_result wire_send(struct wire *wire, enum wire_message message, const void *data, size_t size,
                           const int *descriptors)
{
    struct iovec parts[2] = {
        {NULL, 0},
        {.iov_len = size   }
    };
    memcpy(&parts[1].iov_base, &data, sizeof data); /* an iovec is written from, but knows no const */
    return send_parts(wire, message, parts, 2, descriptors);
}

enum wire_result wire_send_words(struct wire *wire, enum wire_message message, const void *head, size_t head_size,
                                 size_t count, const char *const *words, const int *descriptors)
{
    enum { MOST_WORDS = 4 };
    struct iovec parts[2 + MOST_WORDS];
    if (count > MOST_WORDS)
        return WIRE_BREACH;
    memcpy(&parts[1].iov_base, &head, sizeof head);
    parts[1].iov_len = head_size;
    for (size_t i = 0; i < count; i++) {
        memcpy(&parts[2 + i].iov_base, &words[i], sizeof words[i]);
        parts[2 + i].iov_len = strlen(words[i]) + 1;
    }
    return send_parts(wire, message, parts, 2 + count, descriptors);
}

static void close_all(const int *descriptors, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        close(descriptors[i]);
}

/* Takes the descriptors out of a received header; more than fit in a letter are closed by the kernel (MSG_CTRUNC). */
static unsigned take_descriptors(struct msghdr *header, int *out)
{
    unsigned count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t bytes = c->cmsg_len - CMSG_LEN(0);
        memcpy(out + count, CMSG_DATA(c), bytes);
        count += (unsigned)(bytes / sizeof(int));
    }
    return count;
}

enum wire_result wire_receive(struct wire *wire, struct wire_letter *letter)
{
    wire_number message = 0;
    struct iovec parts[2] = {
        {&message,     sizeof message},
        {letter->data, WIRE_MOST     }
    };
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(WIRE_DESCRIPTORS * sizeof(int))];
    } control;
    struct msghdr header = {.msg_iov = parts,
                            .msg_iovlen = 2,
                            .msg_control = &control,
                            .msg_controllen = CMSG_SPACE(WIRE_DESCRIPTORS * sizeof(int))};
    ssize_t got;
    do
        got = recvmsg(wire->fd, &header, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN)
        return WIRE_LATER;
    if (got <= 0)
        return WIRE_GONE;

    unsigned count = take_descriptors(&header, letter->descriptors);
    enum wire_side sender = wire->side == WIRE_SIDE_NET ? WIRE_SIDE_SESSION : WIRE_SIDE_NET;
    if ((size_t)got < sizeof message || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ||
        !allowed(wire, sender, message, (size_t)got - sizeof message, count)) {
        close_all(letter->descriptors, count);
        return WIRE_BREACH;
    }
    letter->message = (enum wire_message)message;
    letter->size = (size_t)got - sizeof message;
    letter->data[letter->size] = '\0';
    wire->phase = wire_rows[message].next;
    log_debug("wire: received %s, %zu bytes", wire_rows[message].name, letter->size);
    return WIRE_OK;
}

bool wire_read_words(const struct wire_letter *letter, void *head, size_t head_size, size_t count, const char **words)
{
    if (letter->size < head_size)
        return false;
    if (head_size > 0)
        memcpy(head, letter->data, head_size);
    const char *at = (const char *)letter->data + head_size, *end = (const char *)letter->data + letter->size;
    for (size_t i = 0; i < count; i++) {
        const char *nul = memchr(at, '\0', (size_t)(end - at));
        if (!nul)
            return false;
        words[i] = at;
        at = nul + 1;
    }
    return at == end;
}

enum wire_result wire_serve(struct wire *wire, const wire_handler handlers[WIRE_MESSAGE_COUNT], void *to)
{
    struct wire_letter letter;
    enum wire_result result = wire_receive(wire, &letter);
    if (result != WIRE_OK)
        return result;
    wire_handler handler = handlers[letter.message];
    bool good = handler && handler(to, &letter);
    if (!good)
        log_warning("wire: %s was not acceptable", wire_rows[letter.message].name);
    if (!handler)
        close_all(letter.descriptors, wire_rows[letter.message].descriptors);
    mem_wipe(letter.data, letter.size); /* it may have been a password */
    return good ? WIRE_OK : WIRE_BREACH;
}

/* One end of a socket that carries the messages of message.h. A message that the table does not allow, in this phase,
 * from this side, in this size, with these descriptors, is never sent and never handed over: it is a breach, after
 * which the owner ends the connection. */
#ifndef WANGGE_WIRE_WIRE_H
#define WANGGE_WIRE_WIRE_H

#include "wangge/wire/message.h"

#include <stdbool.h>

struct wire {
    int fd;
    enum wire_side side;
    enum wire_phase phase; /* moves on by itself with the messages sent and received */
};

enum wire_result {
    WIRE_OK,
    WIRE_GONE,   /* the other side has closed or died */
    WIRE_BREACH, /* the table forbids it; logged */
    WIRE_LATER,  /* nothing to receive, or no room to send, on a non-blocking socket */
};

struct wire_letter {
    enum wire_message message;
    size_t size;
    int descriptors[WIRE_DESCRIPTORS]; /* close-on-exec; the receiver's to close */
    unsigned char data[WIRE_MOST + 1]; /* followed by a NUL */
};

/* Two connected ends, close-on-exec. Returns 0, or -1 with errno. */
int wire_pair(int ends[2]);
void wire_start(struct wire *wire, int fd, enum wire_side side, enum wire_phase phase);
void wire_close(struct wire *wire);

/* descriptors: as many as the row says, else NULL; they stay open here. */
enum wire_result wire_send(struct wire *wire, enum wire_message message, const void *data, size_t size,
                           const int *descriptors);
/* The same made of a fixed part (head may be NULL) and count words behind it. */
enum wire_result wire_send_words(struct wire *wire, enum wire_message message, const void *head, size_t head_size,
                                 size_t count, const char *const *words, const int *descriptors);
enum wire_result wire_receive(struct wire *wire, struct wire_letter *letter);

/* Reads the fixed part of head_size bytes and exactly count words behind it; false when the letter is made otherwise.
 */
bool wire_read_words(const struct wire_letter *letter, void *head, size_t head_size, size_t count, const char **words);

/* One handler a message; a message without one is a breach. A handler returns false to end the connection. */
typedef bool (*wire_handler)(void *to, const struct wire_letter *letter);
enum wire_result wire_serve(struct wire *wire, const wire_handler handlers[WIRE_MESSAGE_COUNT], void *to);

#endif

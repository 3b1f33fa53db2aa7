/* A growing run of bytes, always followed by a NUL that is not counted. */
#ifndef WANGGE_BASE_BUFFER_H
#define WANGGE_BASE_BUFFER_H

#include <stddef.h>

struct buffer {
    char *data; /* NULL while empty and never grown: use buffer_text */
    size_t length;
    size_t room;
};

void buffer_add(struct buffer *b, const void *data, size_t n);
void buffer_add_text(struct buffer *b, const char *text);
void buffer_add_char(struct buffer *b, char c);
void buffer_format(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Replaces n bytes at offset at with the m bytes of data. */
void buffer_splice(struct buffer *b, size_t at, size_t n, const void *data, size_t m);
void buffer_remove_front(struct buffer *b, size_t n);
void buffer_clear(struct buffer *b);             /* length 0, memory kept */
void buffer_free(struct buffer *b);              /* memory given back; usable again */
const char *buffer_text(const struct buffer *b); /* never NULL */

#endif

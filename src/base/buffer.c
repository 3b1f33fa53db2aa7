#include "wangge/base/buffer.h"

#include "wangge/base/log.h"
#include "wangge/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void make_room(struct buffer *b, size_t more)
{
    if (more > SIZE_MAX / 4 || b->length > SIZE_MAX / 4)
        log_fatal("out of memory (buffer of %zu and %zu)", b->length, more);
    size_t needed = b->length + more + 1;
    if (needed <= b->room)
        return;
    size_t room = b->room ? b->room : 32;
    while (room < needed)
        room *= 2;
    b->data = mem_resize(b->data, room, 1);
    b->room = room;
}

void buffer_splice(struct buffer *b, size_t at, size_t n, const void *data, size_t m)
{
    make_room(b, m);
    memmove(b->data + at + m, b->data + at + n, b->length - at - n);
    if (m > 0)
        memcpy(b->data + at, data, m);
    b->length = b->length - n + m;
    b->data[b->length] = '\0';
}

void buffer_add(struct buffer *b, const void *data, size_t n)
{
    buffer_splice(b, b->length, 0, data, n);
}

void buffer_add_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void buffer_add_char(struct buffer *b, char c)
{
    buffer_add(b, &c, 1);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        log_fatal("format \"%s\" cannot be printed", format);
    make_room(b, (size_t)n);
    vsnprintf(b->data + b->length, (size_t)n + 1, format, again);
    va_end(again);
    b->length += (size_t)n;
}

void buffer_remove_front(struct buffer *b, size_t n)
{
    if (n > 0)
        buffer_splice(b, 0, n, NULL, 0);
}

void buffer_clear(struct buffer *b)
{
    b->length = 0;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void buffer_free(struct buffer *b)
{
    mem_free(b->data);
    *b = (struct buffer){0};
}

const char *buffer_text(const struct buffer *b)
{
    return b->data != NULL ? b->data : "";
}

#include "wangge/base/pool.h"

#include "wangge/base/log.h"
#include "wangge/base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Blocks grow from small to large, so that a small pool stays small in an idle session. */
#define FIRST_BLOCK   1024
#define LARGEST_BLOCK 65536

struct block {
    struct block *next;
    size_t used, room;
    alignas(max_align_t) char data[];
};

struct pool {
    struct block *blocks;
    size_t next_room;
};

struct pool *pool_new(void)
{
    struct pool *pool = mem_new(1, sizeof(*pool));
    pool->next_room = FIRST_BLOCK;
    return pool;
}

void pool_reset(struct pool *pool)
{
    while (pool->blocks != NULL) {
        struct block *next = pool->blocks->next;
        mem_free(pool->blocks);
        pool->blocks = next;
    }
    pool->next_room = FIRST_BLOCK;
}

void pool_free(struct pool **pool)
{
    if (*pool == NULL)
        return;
    pool_reset(*pool);
    mem_free(*pool);
    *pool = NULL;
}

static void *take(struct pool *pool, size_t bytes)
{
    const size_t unit = alignof(max_align_t);
    if (bytes > SIZE_MAX / 2)
        log_fatal("out of memory (%zu)", bytes);
    bytes = (bytes + unit - 1) / unit * unit;
    struct block *b = pool->blocks;
    if (b == NULL || b->room - b->used < bytes) {
        size_t room = bytes > pool->next_room ? bytes : pool->next_room;
        b = mem_new(1, sizeof(*b) + room);
        b->room = room;
        b->next = pool->blocks;
        pool->blocks = b;
        if (pool->next_room < LARGEST_BLOCK)
            pool->next_room *= 2;
    }
    void *p = b->data + b->used;
    b->used += bytes;
    return p;
}

void *pool_new_piece(struct pool *pool, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        log_fatal("out of memory (%zu x %zu)", count, size);
    return take(pool, count * size);
}

char *pool_text_n(struct pool *pool, const char *text, size_t n)
{
    char *p = take(pool, n + 1);
    if (n > 0)
        memcpy(p, text, n);
    p[n] = '\0';
    return p;
}

char *pool_text(struct pool *pool, const char *text)
{
    return text == NULL ? NULL : pool_text_n(pool, text, strlen(text));
}

char *pool_format(struct pool *pool, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        log_fatal("format \"%s\" cannot be printed", format);
    char *p = take(pool, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p;
}

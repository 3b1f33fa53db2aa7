/* A pool: many small pieces of memory with one end. What a screen or a command reads lives in its pool. */
#ifndef WANGGE_BASE_POOL_H
#define WANGGE_BASE_POOL_H

#include <stddef.h>

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool **pool); /* frees all and sets *pool to NULL; NULL is allowed */
void pool_reset(struct pool *pool); /* frees all pieces, keeps the pool */
void *pool_new_piece(struct pool *pool, size_t count, size_t size); /* zeroed, aligned for any type */
char *pool_text(struct pool *pool, const char *text);               /* NULL gives NULL */
char *pool_text_n(struct pool *pool, const char *text, size_t n);
char *pool_format(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

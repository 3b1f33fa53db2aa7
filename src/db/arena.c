#include "arena.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROOM    ((size_t)64 << 20) /* addresses, not memory; what finds no room here comes from the heap */
#define LARGEST ((size_t)64 << 10)
#define CLASSES 80 /* sizes up to the largest */

/* Blocks are cut from the front; one that was freed waits in the list of its size to be used again. */
struct block {
    uint64_t class;
    struct block *next; /* of a free one; in use its bytes begin here */
};

#define HEAD offsetof(struct block, next)

/* Made once, before the first fork. */
static struct {
    unsigned char *memory; /* NULL: no addresses were to be had */
    size_t top, kept_top;  /* bytes cut off */
    size_t used, kept;     /* blocks in use */
    struct block *free[CLASSES];
} arena;

/* Sizes up to 128 grow by 16, then in eighths of a power of two: pages of the cache fit well. */
static unsigned class_of(size_t n)
{
    if (n <= 128)
        return n == 0 ? 0 : (unsigned)(n - 1) / 16;
    unsigned power = 63 - (unsigned)__builtin_clzll(n - 1);
    return (power - 6) * 8 + (unsigned)((n - 1) >> (power - 3)) % 8;
}

static size_t size_of_class(size_t class)
{
    if (class < 8)
        return (class + 1) * 16;
    size_t base = (size_t)1 << (class / 8 + 6);
    return base + (class % 8 + 1) * (base / 8);
}

static struct block *ours(void *bytes)
{
    uintptr_t at = (uintptr_t)bytes - (uintptr_t)arena.memory;
    return arena.memory != NULL && at < ROOM ? (struct block *)(void *)((unsigned char *)bytes - HEAD) : NULL;
}

static void *take(int wanted)
{
    size_t n = (size_t)wanted;
    unsigned class = n <= LARGEST ? class_of(n) : CLASSES;
    size_t whole = class < CLASSES ? HEAD + size_of_class(class) : ROOM;
    struct block *b = class < CLASSES ? arena.free[class] : NULL;

    if (b != NULL) {
        arena.free[class] = b->next;
    } else if (arena.memory != NULL && whole <= ROOM - arena.top) {
        b = (struct block *)(void *)(arena.memory + arena.top);
        b->class = class;
        arena.top += whole;
    } else {
        return malloc(n);
    }
    arena.used++;
    return &b->next;
}

static void give(void *bytes)
{
    struct block *b = ours(bytes);
    if (b == NULL) {
        free(bytes);
        return;
    }
    b->next = arena.free[b->class];
    arena.free[b->class] = b;
    arena.used--;
}

static int size(void *bytes)
{
    const struct block *b = ours(bytes);
    if (b == NULL)
        return (int)malloc_usable_size(bytes);
    return (int)size_of_class(b->class);
}

static void *resize(void *bytes, int wanted)
{
    int old = size(bytes);
    if (ours(bytes) == NULL)
        return realloc(bytes, (size_t)wanted);
    if (wanted <= old)
        return bytes;
    void *more = take(wanted);
    if (more == NULL)
        return NULL;
    memcpy(more, bytes, (size_t)old);
    give(bytes);
    return more;
}

static int round_up(int n)
{
    return (size_t)n <= LARGEST ? (int)size_of_class(class_of((size_t)n)) : (n + 7) & ~7;
}

static int start(void *unused)
{
    (void)unused;
    void *memory = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    arena.memory = memory == MAP_FAILED ? NULL : memory;
    return SQLITE_OK;
}

static void stop(void *unused)
{
    (void)unused;
}

void arena_use(void)
{
    static const sqlite3_mem_methods methods = {take, give, resize, size, round_up, start, stop, NULL};
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

void arena_keep(void)
{
    arena.kept_top = arena.top;
    arena.kept = arena.used;
}

void arena_release(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), from = (arena.kept_top + page - 1) / page * page;
    if (arena.memory == NULL || arena.used != arena.kept)
        return;
    if (arena.top > from)
        madvise(arena.memory + from, arena.top - from, MADV_DONTNEED);
    arena.top = arena.kept_top;
    memset(arena.free, 0, sizeof arena.free);
}

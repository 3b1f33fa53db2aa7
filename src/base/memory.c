#include "wangge/base/memory.h"

#include "wangge/base/log.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define DEEPEST ((size_t)1 << 20) /* bytes of stack that calls have gone down to, at most */

void *mem_new(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (p == NULL)
        log_fatal("out of memory (%zu x %zu)", count, size);
    return p;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        log_fatal("out of memory (%zu x %zu)", count, size);
    size_t bytes = count * size;
    void *p = realloc(old, bytes ? bytes : 1);
    if (p == NULL)
        log_fatal("out of memory (%zu)", bytes);
    return p;
}

char *mem_text_n(const char *text, size_t n)
{
    char *p = mem_new(n + 1, 1);
    if (n > 0)
        memcpy(p, text, n);
    return p;
}

char *mem_text(const char *text)
{
    return mem_text_n(text, strlen(text));
}

void mem_free(void *memory)
{
    free(memory);
}

void mem_wipe(void *memory, size_t n)
{
    if (n > 0)
        explicit_bzero(memory, n);
}

void mem_stay_small(void)
{
    mallopt(M_TRIM_THRESHOLD, 64 << 10);
    mallopt(M_MMAP_THRESHOLD, 64 << 10);
    mallopt(M_TOP_PAD, 16 << 10);
}

/* A sanitizer that looks for leaks has to look into this memory: such a build is for tests only. */
#if defined(__SANITIZE_ADDRESS__)
#define MAY_BE_LOOKED_AT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MAY_BE_LOOKED_AT 1
#endif
#endif
#ifndef MAY_BE_LOOKED_AT
#define MAY_BE_LOOKED_AT 0
#endif

void mem_keep_private(void)
{
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || (!MAY_BE_LOOKED_AT && prctl(PR_SET_DUMPABLE, 0) != 0))
        log_fatal("core dumps cannot be forbidden");
}

void mem_fill_holes(void)
{
    static struct hole {
        struct hole *next;
    } * filled;
    enum { LARGEST = 64 << 10, SMALLEST = 24, STEP = 16 };
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    size_t room = info.fordblks; /* 0 where another malloc has taken libc's place */
    const char *top = (char *)sbrk(0) - info.keepcost;
    for (size_t n = LARGEST - STEP; n >= SMALLEST; n -= STEP)
        for (struct hole *hole; room > n && (hole = malloc(n)) != NULL; room -= n) {
            if ((char *)hole >= top) {
                free(hole);
                break;
            }
            hole->next = filled;
            filled = hole;
        }
    malloc_trim(0);
}

void mem_rest(void)
{
    malloc_trim(0);
    /* Deeper calls have left their pages below; one page is kept for what runs now. Where nothing is mapped the kernel
     * goes on. */
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t here = (uintptr_t)__builtin_frame_address(0) / page * page - page;
    madvise((void *)(here - DEEPEST), DEEPEST, MADV_DONTNEED); // NOLINT(performance-no-int-to-ptr)
}

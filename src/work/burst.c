/* Entries of the diary that come more quickly than somebody can walk, or were written long afterwards in one go. */
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/work/copied.h"

#include <stdlib.h>
#include <string.h>

struct order {
    const struct burst_entry *entry;
    size_t index;
};

struct sought {
    struct pool *pool;
    struct burst *out;
    size_t count;
};

static int compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_visit(const void *one, const void *two)
{
    const struct order *x = one, *y = two;
    int author = compare(x->entry->author, y->entry->author), at = compare(x->entry->at, y->entry->at);
    return author != 0 ? author : at != 0 ? at : compare((int64_t)x->index, (int64_t)y->index);
}

static int by_record(const void *one, const void *two)
{
    const struct order *x = one, *y = two;
    int author = compare(x->entry->author, y->entry->author), at = compare(x->entry->recorded, y->entry->recorded);
    return author != 0 ? author : at != 0 ? at : by_visit(one, two);
}

static void add(struct sought *s, enum burst_kind kind, const struct order *first, size_t count, int64_t seconds)
{
    size_t *entries = pool_new_piece(s->pool, count, sizeof *entries);
    for (size_t i = 0; i < count; i++)
        entries[i] = first[i].index;
    s->out[s->count++] =
        (struct burst){.kind = kind, .minutes = (int)(seconds / 60), .count = count, .entries = entries};
}

/* Different buildings, or doors, among the first n. */
static size_t buildings(const struct order *order, size_t n)
{
    size_t different = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < i && strcmp(order[k].entry->building, order[i].entry->building) != 0)
            k++;
        different += k == i && order[i].entry->building[0] != '\0';
    }
    return different;
}

static size_t doors(const struct order *order, size_t n)
{
    size_t different = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < i && order[k].entry->door != order[i].entry->door)
            k++;
        different += k == i && order[i].entry->door != 0;
    }
    return different;
}

/* How many from the first on are of its author and not later than so many seconds after it. */
static size_t within(const struct order *order, size_t count, int64_t seconds, bool recorded)
{
    size_t n = 0;
    while (n < count && order[n].entry->author == order->entry->author &&
           (recorded ? order[n].entry->recorded - order->entry->recorded : order[n].entry->at - order->entry->at) <=
               seconds)
        n++;
    return n;
}

static void find_walks(struct sought *s, const struct order *order, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t n = within(order + i, count - i, BURST_MINUTES * 60, false);
        size_t same = within(order + i, count - i, 59 - order[i].entry->at % 60, false);
        if (buildings(order + i, n) >= BURST_BUILDINGS) {
            add(s, BURST_WALK, order + i, n, order[i + n - 1].entry->at - order[i].entry->at);
            i += n;
        } else if (doors(order + i, same) >= BURST_SAME) {
            add(s, BURST_MINUTE, order + i, same, 0);
            i += same;
        } else {
            i++;
        }
    }
}

static void find_late(struct sought *s, const struct order *order, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t n = within(order + i, count - i, BURST_LATE_MINUTES * 60, true);
        if (n >= BURST_LATE_LEAST) {
            add(s, BURST_LATE, order + i, n, order[i + n - 1].entry->recorded - order[i].entry->recorded);
            i += n;
        } else {
            i++;
        }
    }
}

size_t burst_find(struct pool *pool, const struct burst_entry *entries, size_t count, struct burst **out)
{
    struct order *order = mem_new(count + 1, sizeof *order);
    struct sought s = {.pool = pool, .out = pool_new_piece(pool, count + 1, sizeof *s.out)};
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (entries[i].walked)
            order[n++] = (struct order){&entries[i], i};
    if (n > 1)
        qsort(order, n, sizeof *order, by_visit);
    find_walks(&s, order, n);
    n = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].recorded - entries[i].at >= BURST_LATE_HOURS * 3600)
            order[n++] = (struct order){&entries[i], i};
    if (n > 1)
        qsort(order, n, sizeof *order, by_record);
    find_late(&s, order, n);
    mem_free(order);
    *out = s.out;
    return s.count;
}

/* How alike entries of the diary are. A text is folded to its characters without digits, signs, names; runs of four
 * characters (grams) find what may be alike, and the longest passages that both have, one after the other, tell how
 * much they are. Grams that several authors use make phrases that are nobody's own. */
#include "wangge/work/copied.h"

#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <stdlib.h>
#include <string.h>

#define GRAM          4
#define PASSAGE_LEAST 2   /* characters */
#define COMMON_LEAST  3   /* authors who use a gram make it common, */
#define COMMON_SHARE  8   /* if they are an eighth of all */
#define POSTINGS_MOST 300 /* entries with one gram that are looked at, the newest */
#define TRIED         3   /* entries that are compared character by character */
#define SHARED_LEAST  20  /* per cent of grams in common that make that worth while */

struct folded {
    size_t count;
    uint32_t *code, *at; /* at: the offset in the text, and behind the last one its end */
    unsigned char *length;
    bool *common;
    size_t own; /* characters that are not common */
};

/* The bytes of a name of the list that stands at text, 0 for none. */
static size_t name_at(const char *text, const char *names)
{
    while (*names != '\0') {
        size_t n = strcspn(names, ", \n");
        size_t first = n > 0 ? text_decode(names, n, &(uint32_t){0}) : 0;
        if (n > first && strncmp(text, names, n) == 0) /* two characters and more */
            return n;
        names += n + (names[n] != '\0');
    }
    return 0;
}

static bool is_letter(uint32_t code)
{
    bool sign = code < '0' || (code > '9' && code < 'A') || (code > 'Z' && code < 'a') || (code > 'z' && code < 0xC0) ||
                (code >= 0x2000 && code < 0x2E80) || (code >= 0x3000 && code < 0x3040) ||
                (code >= 0xFE10 && code < 0xFE70) || code >= 0xFF00;
    return !sign && !(code >= '0' && code <= '9');
}

#define FIRST_OF_TWO 0x5355 /* 单元 */

/* What stands behind the number of a door, a day, a time: 单元幢栋号楼室层弄月日时. */
static bool is_unit(uint32_t code)
{
    static const uint32_t units[] = {FIRST_OF_TWO, 0x5143, 0x5E62, 0x680B, 0x53F7, 0x697C,
                                     0x5BA4,       0x5C42, 0x5F04, 0x6708, 0x65E5, 0x65F6};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i] == code)
            return true;
    return false;
}

static size_t room_for(const char *text)
{
    size_t n = 0;
    for (; *text != '\0' && n < COPIED_MOST; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static void fold(struct pool *pool, const char *text, const char *names, struct folded *out)
{
    size_t n = strlen(text), room = room_for(text);
    bool number = false;
    *out = (struct folded){.code = pool_new_piece(pool, room + 1, sizeof *out->code),
                           .at = pool_new_piece(pool, room + 1, sizeof *out->at),
                           .length = pool_new_piece(pool, room + 1, 1),
                           .common = pool_new_piece(pool, room + 1, sizeof *out->common)};
    for (size_t at = 0; at < n && out->count < room;) {
        uint32_t code;
        size_t name = name_at(text + at, names), length = text_decode(text + at, n - at, &code);
        code = text_half_width(code);
        code += code >= 'A' && code <= 'Z' ? 'a' - 'A' : 0;
        bool unit = number && is_unit(code);
        if (name == 0 && is_letter(code) && !unit) {
            out->code[out->count] = code;
            out->at[out->count] = (uint32_t)at;
            out->length[out->count++] = (unsigned char)length;
        }
        number = name == 0 && ((code >= '0' && code <= '9') || (unit && code == FIRST_OF_TWO));
        at += name > 0 ? name : length;
    }
    out->own = out->count;
}

/* --- passages */

struct match {
    uint16_t a, b, length;
};

struct matches {
    struct match *all;
    size_t count, room;
};

static int by_length(const void *one, const void *two)
{
    const struct match *x = one, *y = two;
    if (x->length != y->length)
        return x->length > y->length ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void add_match(struct matches *matches, size_t a, size_t b, size_t length)
{
    if (matches->count == matches->room) {
        matches->room = matches->room * 2 + 64;
        matches->all = mem_resize(matches->all, matches->room, sizeof *matches->all);
    }
    matches->all[matches->count++] = (struct match){(uint16_t)a, (uint16_t)b, (uint16_t)length};
}

/* Every run that both have and that cannot be made longer, the longest first. */
static void find_matches(const struct folded *a, const struct folded *b, struct matches *out)
{
    uint16_t *runs = mem_new(b->count + 1, sizeof *runs); /* that end at the character before each of b's */
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = b->count; j-- > 0;) {
            runs[j + 1] = a->code[i] == b->code[j] ? (uint16_t)(runs[j] + 1) : 0;
            bool ends = i + 1 == a->count || j + 1 == b->count || a->code[i + 1] != b->code[j + 1];
            if (ends && runs[j + 1] >= PASSAGE_LEAST)
                add_match(out, i + 1 - runs[j + 1], j + 1 - runs[j + 1], runs[j + 1]);
        }
    mem_free(runs);
    if (out->count > 1)
        qsort(out->all, out->count, sizeof *out->all, by_length);
}

/* to[i] becomes the character of b, counted from 1, that a's character i stands for; 0 for none. */
static void pair_up(const struct matches *matches, uint16_t *to, bool *taken)
{
    for (size_t m = 0; m < matches->count; m++) {
        const struct match *match = &matches->all[m];
        for (size_t i = 0; i < match->length;) {
            size_t free = 0;
            while (i + free < match->length && to[match->a + i + free] == 0 && !taken[match->b + i + free])
                free++;
            for (size_t k = i; free >= PASSAGE_LEAST && k < i + free; k++) {
                to[match->a + k] = (uint16_t)(match->b + k + 1);
                taken[match->b + k] = true;
            }
            i += free + (free == 0);
        }
    }
}

static size_t own_of(const struct folded *text, size_t i)
{
    return text->common[i] ? 0 : 1;
}

static size_t end_of(const struct folded *text, size_t i)
{
    return text->at[i] + text->length[i];
}

static void tell_passages(struct pool *pool, const struct folded *a, const struct folded *b, const uint16_t *to,
                          struct copied_passage **out, size_t *count)
{
    *out = pool_new_piece(pool, a->count / PASSAGE_LEAST + 1, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < a->count; i++) {
        size_t first = i;
        if (to[i] == 0)
            continue;
        while (i + 1 < a->count && to[i + 1] == to[i] + 1)
            i++;
        size_t other = to[first] - 1U, last = to[i] - 1U;
        (*out)[(*count)++] = (struct copied_passage){a->at[first], end_of(a, i) - a->at[first], b->at[other],
                                                     end_of(b, last) - b->at[other]};
    }
}

static int before(const struct folded *a, const struct folded *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->count == 0 ? 0 : memcmp(a->code, b->code, a->count * sizeof *a->code);
}

/* Always from the lesser to the greater, so that it is the same from both sides. */
static int compare(struct pool *pool, const struct folded *a, const struct folded *b, struct copied_passage **passages,
                   size_t *count)
{
    bool turned = before(a, b) > 0;
    const struct folded *x = turned ? b : a, *y = turned ? a : b;
    struct matches matches = {0};
    uint16_t *to = mem_new(x->count + 1, sizeof *to), *back = mem_new(y->count + 1, sizeof *back);
    bool *taken = mem_new(y->count + 1, sizeof *taken);
    size_t both = 0, own = a->own + b->own;

    find_matches(x, y, &matches);
    pair_up(&matches, to, taken);
    for (size_t i = 0; i < x->count; i++)
        if (to[i] != 0) {
            both += own_of(x, i) + own_of(y, to[i] - 1U);
            back[to[i] - 1U] = (uint16_t)(i + 1);
        }
    if (passages != NULL)
        tell_passages(pool, a, b, turned ? back : to, passages, count);
    mem_free(matches.all);
    mem_free(to);
    mem_free(back);
    mem_free(taken);
    return own == 0 ? 0 : (int)((both * 200 + own) / (own * 2));
}

int copied_compare(struct pool *pool, const char *text, const char *names, const char *other, const char *other_names,
                   struct copied_passage **passages, size_t *count)
{
    struct folded a, b;
    fold(pool, text, names, &a);
    fold(pool, other, other_names, &b);
    return compare(pool, &a, &b, passages, count);
}

/* --- many */

struct posting {
    uint32_t entry, next; /* next: counted from 1, 0 for none */
};

struct gram {
    uint64_t key; /* 0: free */
    uint32_t authors, newest;
    int64_t author; /* the last that was counted */
};

struct finding {
    const struct copied_entry *entries;
    struct folded *folded;
    size_t count, mask, posting_count;
    struct gram *grams;
    struct posting *postings;
    uint32_t *shared;  /* grams in common with each entry, of the one that is looked at */
    uint32_t *touched; /* entries that have any */
    size_t touched_count;
};

static uint64_t gram_key(const uint32_t *code)
{
    uint64_t key = 1469598103934665603ULL;
    for (int i = 0; i < GRAM; i++)
        key = (key ^ code[i]) * 1099511628211ULL;
    key ^= key >> 29;
    return key == 0 ? 1 : key;
}

static struct gram *gram_of(struct finding *f, uint64_t key)
{
    size_t at = (size_t)key & f->mask;
    while (f->grams[at].key != 0 && f->grams[at].key != key)
        at = (at + 1) & f->mask;
    f->grams[at].key = key;
    return &f->grams[at];
}

static size_t gram_count(const struct folded *text)
{
    return text->count < GRAM ? 0 : text->count - GRAM + 1;
}

static const struct copied_entry *sorting;

static int by_author(const void *one, const void *two)
{
    int64_t x = sorting[*(const uint32_t *)one].author, y = sorting[*(const uint32_t *)two].author;
    return x < y ? -1 : x > y;
}

/* How many authors use each gram; returns how many there are. */
static size_t count_authors(struct finding *f)
{
    uint32_t *order = mem_new(f->count + 1, sizeof *order);
    size_t authors = 0;
    for (size_t i = 0; i < f->count; i++)
        order[i] = (uint32_t)i;
    sorting = f->entries;
    qsort(order, f->count, sizeof *order, by_author);
    for (size_t i = 0; i < f->count; i++) {
        int64_t author = f->entries[order[i]].author;
        const struct folded *text = &f->folded[order[i]];
        authors += i == 0 || f->entries[order[i - 1]].author != author;
        for (size_t g = 0; g < gram_count(text); g++) {
            struct gram *gram = gram_of(f, gram_key(text->code + g));
            if (gram->authors == 0 || gram->author != author)
                gram->authors++;
            gram->author = author;
        }
    }
    mem_free(order);
    return authors;
}

static void mark_common(struct finding *f, struct folded *text, size_t least)
{
    for (size_t g = 0; g < gram_count(text); g++)
        if (gram_of(f, gram_key(text->code + g))->authors >= least)
            for (size_t i = g; i < g + GRAM; i++)
                text->common[i] = true;
    text->own = 0;
    for (size_t i = 0; i < text->count; i++)
        text->own += own_of(text, i);
}

static bool is_own_gram(const struct folded *text, size_t g)
{
    size_t common = 0;
    for (size_t i = g; i < g + GRAM; i++)
        common += text->common[i];
    return common < GRAM;
}

static bool may_be_source(const struct copied_entry *entry, const struct copied_entry *other)
{
    return entry->area == other->area || entry->author == other->author;
}

/* Counts what the entry has in common with those before it. */
static void share(struct finding *f, size_t entry)
{
    const struct folded *text = &f->folded[entry];
    f->touched_count = 0;
    for (size_t g = 0; g < gram_count(text); g++) {
        if (!is_own_gram(text, g))
            continue;
        uint32_t at = gram_of(f, gram_key(text->code + g))->newest;
        for (int looked = 0; at != 0 && looked < POSTINGS_MOST; looked++, at = f->postings[at - 1].next) {
            uint32_t other = f->postings[at - 1].entry;
            if (!may_be_source(&f->entries[entry], &f->entries[other]))
                continue;
            if (f->shared[other]++ == 0)
                f->touched[f->touched_count++] = other;
        }
    }
}

static void post(struct finding *f, size_t entry)
{
    const struct folded *text = &f->folded[entry];
    for (size_t g = 0; g < gram_count(text); g++) {
        struct gram *gram = gram_of(f, gram_key(text->code + g));
        bool there = gram->newest != 0 && f->postings[gram->newest - 1].entry == entry;
        if (there || !is_own_gram(text, g))
            continue;
        f->postings[f->posting_count++] = (struct posting){(uint32_t)entry, gram->newest};
        gram->newest = (uint32_t)f->posting_count;
    }
}

/* Of those that share the most the one that is most alike; false when none is enough so. */
static bool most_alike(struct pool *pool, struct finding *f, size_t entry, struct copied_pair *out)
{
    out->percent = 0;
    for (int tried = 0; tried < TRIED; tried++) {
        size_t best = 0, best_share = 0;
        for (size_t i = 0; i < f->touched_count; i++) {
            uint32_t other = f->touched[i];
            size_t least = f->folded[entry].own < f->folded[other].own ? f->folded[entry].own : f->folded[other].own;
            size_t percent = least < COPIED_LEAST ? 0 : (size_t)f->shared[other] * 100 / least;
            if (percent > best_share)
                best = other, best_share = percent;
        }
        if (best_share < SHARED_LEAST)
            break;
        struct copied_pair pair = {.entry = entry, .other = best};
        pair.percent = compare(pool, &f->folded[entry], &f->folded[best], &pair.passages, &pair.count);
        if (pair.percent > out->percent)
            *out = pair;
        f->shared[best] = 0;
    }
    for (size_t i = 0; i < f->touched_count; i++)
        f->shared[f->touched[i]] = 0;
    return out->percent >= COPIED_PERCENT;
}

static void prepare(struct pool *pool, struct finding *f)
{
    size_t grams = 0, size = 1024;
    f->folded = pool_new_piece(pool, f->count + 1, sizeof *f->folded);
    for (size_t i = 0; i < f->count; i++) {
        fold(pool, f->entries[i].text, f->entries[i].names, &f->folded[i]);
        grams += gram_count(&f->folded[i]);
    }
    while (size < grams * 2)
        size *= 2;
    f->mask = size - 1;
    f->grams = mem_new(size, sizeof *f->grams);
    f->postings = mem_new(grams + 1, sizeof *f->postings);
    f->shared = mem_new(f->count + 1, sizeof *f->shared);
    f->touched = mem_new(f->count + 1, sizeof *f->touched);
    size_t authors = count_authors(f), least = authors / COMMON_SHARE;
    for (size_t i = 0; i < f->count; i++)
        mark_common(f, &f->folded[i], least < COMMON_LEAST ? COMMON_LEAST : least);
}

size_t copied_find(struct pool *pool, const struct copied_entry *entries, size_t count, struct copied_pair **out)
{
    struct finding f = {.entries = entries, .count = count};
    struct pool *own = pool_new();
    size_t found = 0;

    *out = pool_new_piece(pool, count + 1, sizeof **out);
    prepare(own, &f);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].asked && f.folded[i].own >= COPIED_LEAST) {
            share(&f, i);
            found += most_alike(pool, &f, i, &(*out)[found]);
        }
        post(&f, i);
    }
    mem_free(f.grams);
    mem_free(f.postings);
    mem_free(f.shared);
    mem_free(f.touched);
    pool_free(&own);
    return found;
}

#include "redact_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <string.h>

#define ROUNDS        8 /* what is taken out may bring together what stood apart */
#define LEFT_OUT      "***"
#define A_RESIDENT_ZH "居民"
#define A_RESIDENT_EN "a resident"

static const char *const labels[] = {
    [REDACT_NUMBER] = N_("a telephone, ID or other long number"),
    [REDACT_ADDRESS] = N_("a mail or chat address"),
    [REDACT_PLATE] = N_("a number plate"),
    [REDACT_DOOR] = N_("a door: the building is enough"),
    [REDACT_NAME] = N_("the name of a resident"),
};

const char *redact_kind_label(enum redact_kind kind)
{
    return _(labels[kind]);
}

/* Joiners, soft hyphens and the like. */
static bool is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff;
}

static struct letters letters_of(const char *text)
{
    size_t n = strlen(text), count = 0;
    struct letter *all = mem_new(n + 1, sizeof *all);
    for (size_t at = 0, length; at < n; at += length) {
        uint32_t code = 0;
        length = text_decode(text + at, n - at, &code);
        if (is_invisible(code) && count > 0)
            all[count - 1].length += length;
        else
            all[count++] = (struct letter){text_half_width(code), at, length};
    }
    all[count] = (struct letter){0, n, 0};
    return (struct letters){all, count};
}

static void letters_free(struct letters *t)
{
    void *all = (void *)(uintptr_t)t->all;
    mem_free(all);
    *t = (struct letters){0};
}

static uint32_t small(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

size_t letters_word(const struct letters *t, size_t i, const char *word)
{
    size_t n = 0, length = strlen(word);
    for (size_t at = 0; at < length; n++) {
        uint32_t code = 0;
        at += text_decode(word + at, length - at, &code);
        if (small(letter_at(t, i + n)) != small(code))
            return 0;
    }
    return n;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xb7 || c == 0x2022 || c == 0x30fb;
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c < 0x30000 && !(c >= 0xa000 && c < 0xf900);
}

/* Blanks between Chinese characters are passed over; a Latin name stands between other than letters. */
static size_t name_at(const struct letters *t, size_t i, const struct letters *name)
{
    bool latin = is_latin(name->all[0].code);
    size_t at = i;
    if (latin && i > 0 && is_latin(letter_at(t, i - 1)))
        return 0;
    for (size_t k = 0; k < name->count; k++) {
        uint32_t wanted = name->all[k].code;
        if (is_blank(wanted))
            continue;
        while (k > 0 && is_blank(letter_at(t, at)))
            at++;
        if (small(letter_at(t, at)) != small(wanted))
            return 0;
        at++;
    }
    return latin && is_latin(letter_at(t, at)) ? 0 : at - i;
}

static bool is_within(const struct letters *name, const char *text)
{
    struct letters t = letters_of(text);
    bool found = false;
    for (size_t i = 0; i < t.count; i++)
        found = found || name_at(&t, i, name) > 0;
    letters_free(&t);
    return found;
}

/* One character alone is no name, nor is what stands for names. */
static bool is_name(const struct letters *name)
{
    size_t letters = 0;
    for (size_t i = 0; i < name->count; i++)
        letters += is_han(name->all[i].code) || is_latin(name->all[i].code);
    return letters > 1 && !is_blank(name->all[0].code) && !is_within(name, A_RESIDENT_ZH) &&
           !is_within(name, A_RESIDENT_EN);
}

struct looking {
    struct letters t;
    struct letters *names; /* ends with none */
    bool numbers_only;
    size_t i;
    size_t behind; /* where a building or a part of a door ended */
};

static struct looking look_at(const char *text, const char *const *names, bool numbers_only)
{
    struct looking l = {.t = letters_of(text), .numbers_only = numbers_only};
    size_t count = 0, kept = 0;
    while (names != NULL && names[count] != NULL)
        count++;
    l.names = mem_new(count + 1, sizeof *l.names);
    for (size_t i = 0; i < count; i++) {
        l.names[kept] = letters_of(names[i]);
        if (is_name(&l.names[kept]))
            kept++;
        else
            letters_free(&l.names[kept]);
    }
    return l;
}

static void look_end(struct looking *l)
{
    for (struct letters *name = l->names; name->all != NULL; name++)
        letters_free(name);
    mem_free(l->names);
    letters_free(&l->t);
}

static struct match match_name(const struct looking *l)
{
    struct match best = {0};
    for (const struct letters *name = l->names; name->all != NULL; name++) {
        size_t n = name_at(&l->t, l->i, name);
        if (n > best.length)
            best = (struct match){n, REDACT_NAME, is_han(name->all[0].code) ? A_RESIDENT_ZH : A_RESIDENT_EN, 0};
    }
    return best;
}

/* The next match from l->i on; l->i stands on it. */
static bool next_match(struct looking *l, struct match *out)
{
    for (; l->i < l->t.count; l->i++) {
        *out = match_number(&l->t, l->i);
        if (l->numbers_only && out->length == 0)
            continue;
        if (out->length == 0)
            *out = match_name(l);
        if (out->length == 0)
            *out = match_address(&l->t, l->i);
        if (out->length == 0)
            *out = match_plate(&l->t, l->i);
        if (out->length == 0)
            *out = match_door(&l->t, l->i, l->behind == l->i && l->i > 0);
        if (out->length > 0)
            return true;
        size_t building = building_at(&l->t, l->i);
        if (building > 0)
            l->behind = l->i + building;
    }
    return false;
}

static void pass(struct looking *l, const struct match *m)
{
    l->i += m->length;
    if (m->kind == REDACT_DOOR)
        l->behind = l->i;
}

bool redact_find(const char *text, const char *const *names, struct redact_found *out)
{
    struct looking l = look_at(text, names, false);
    struct match m;
    bool found = next_match(&l, &m);
    if (found) {
        const struct letter *first = &l.t.all[l.i], *behind = &l.t.all[l.i + m.length];
        *out = (struct redact_found){m.kind, first->at, behind->at - first->at};
    }
    look_end(&l);
    return found;
}

/* One round; false when there was nothing to take out. */
static bool take_out(const char *text, const char *const *names, bool numbers_only, struct buffer *out)
{
    struct looking l = look_at(text, names, numbers_only);
    struct match m;
    size_t copied = 0;
    bool any = false;
    while (next_match(&l, &m)) {
        const char *instead = m.kind == REDACT_DOOR || m.kind == REDACT_NAME ? m.instead : LEFT_OUT;
        size_t from = l.t.all[l.i + m.keep].at;
        buffer_add(out, text + copied, from - copied);
        buffer_add_text(out, instead);
        pass(&l, &m);
        copied = l.t.all[l.i].at;
        any = true;
    }
    buffer_add_text(out, text + copied);
    look_end(&l);
    return any;
}

void redact_text(const char *text, const char *const *names, struct buffer *out)
{
    struct buffer now = {0}, next = {0};
    buffer_add_text(&now, text);
    for (int i = 0; i < ROUNDS && take_out(buffer_text(&now), names, false, &next); i++) {
        buffer_clear(&now);
        buffer_add(&now, next.data, next.length);
        buffer_clear(&next);
    }
    buffer_add_text(out, buffer_text(&now));
    buffer_free(&now);
    buffer_free(&next);
}

void redact_numbers(const char *text, struct buffer *out)
{
    take_out(text, NULL, true, out);
}

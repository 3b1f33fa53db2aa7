/* Drawing the questions of a drill: by a seed, so that what was drawn can be told again. */
#include "drill_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/text.h"

#include <string.h>

#define TRIES 40 /* of an answer by chance, before all are looked through */

/* A kind with the questions that are left: each the first of its facts and how many there are. */
struct stock {
    const struct drill_kind *kind;
    struct drill_facts facts;
    size_t *first, *of;
    size_t left;
};

struct drawing {
    struct pool *pool;
    struct dice dice;
    struct stock *stocks;
    size_t count;
};

static void find_questions(struct pool *pool, struct stock *stock)
{
    const struct drill_facts *facts = &stock->facts;
    stock->first = pool_new_piece(pool, facts->count + 1, sizeof *stock->first);
    stock->of = pool_new_piece(pool, facts->count + 1, sizeof *stock->of);
    for (size_t i = 0, n; i < facts->count; i += n) {
        for (n = 1; i + n < facts->count && strcmp(facts->list[i + n].question, facts->list[i].question) == 0;)
            n++;
        stock->first[stock->left] = i;
        stock->of[stock->left++] = n;
    }
}

static bool is_among(const char *const *texts, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* The question's facts. */
struct asked {
    const struct drill_fact *facts;
    size_t count;
};

static bool is_right(const struct asked *asked, const char *answer)
{
    for (size_t i = 0; i < asked->count; i++)
        if (strcmp(asked->facts[i].answer, answer) == 0)
            return true;
    return false;
}

/* An answer to something else in the grid; where there are too few, one that could be. NULL: none. */
static const char *wrong_answer(struct drawing *d, const struct stock *stock, const struct asked *asked,
                                const char *const *taken, size_t count)
{
    const struct drill_facts *facts = &stock->facts;
    size_t all = facts->count + facts->other_count;
    for (int i = 0; i < TRIES; i++) {
        const char *answer = facts->list[dice_below(&d->dice, (uint32_t)facts->count)].answer;
        if (!is_right(asked, answer) && !is_among(taken, count, answer))
            return answer;
    }
    size_t begin = dice_below(&d->dice, (uint32_t)all);
    for (size_t i = 0; i < all; i++) {
        size_t at = (begin + i) % all;
        const char *answer = at < facts->count ? facts->list[at].answer : facts->others[at - facts->count];
        if (!is_right(asked, answer) && !is_among(taken, count, answer))
            return answer;
    }
    return NULL;
}

static void put_lines(struct pool *pool, const struct asked *asked, struct drill_drawn *out)
{
    struct buffer lines = {0};
    for (size_t i = 0; i < asked->count; i++)
        if (i == 0 || strcmp(asked->facts[i].answer, asked->facts[i - 1].answer) != 0)
            buffer_format(&lines, "%s%s", i == 0 ? "" : "\n", asked->facts[i].answer);
    out->answer = pool_text(pool, buffer_text(&lines));
    buffer_free(&lines);
}

/* One right answer among wrong ones; false when there are too few of these. */
static bool put_options(struct drawing *d, const struct stock *stock, const struct asked *asked,
                        struct drill_drawn *out)
{
    const char *right = out->answer, *wrong[DRILL_OPTIONS - 1];
    for (size_t i = 0; i < DRILL_OPTIONS - 1; i++) {
        wrong[i] = wrong_answer(d, stock, asked, wrong, i);
        if (wrong[i] == NULL)
            return false;
    }
    out->right = (int)dice_below(&d->dice, DRILL_OPTIONS);
    for (int i = 0, k = 0; i < DRILL_OPTIONS; i++)
        out->options[i] = i == out->right ? right : wrong[k++];
    return true;
}

/* A question of the stock that was not asked yet; false when it gives none any more. */
static bool take(struct drawing *d, struct stock *stock, struct drill_drawn *out)
{
    while (stock->left > 0) {
        size_t at = dice_below(&d->dice, (uint32_t)stock->left);
        struct asked asked = {stock->facts.list + stock->first[at], stock->of[at]};
        const struct drill_fact *fact = &asked.facts[dice_below(&d->dice, (uint32_t)asked.count)];
        stock->left--;
        stock->first[at] = stock->first[stock->left];
        stock->of[at] = stock->of[stock->left];
        *out = (struct drill_drawn){
            .kind = stock->kind, .object = fact->object, .question = fact->question, .answer = fact->answer};
        if (stock->kind->typed) {
            put_lines(d->pool, &asked, out);
            return true;
        }
        if (put_options(d, stock, &asked, out))
            return true;
    }
    return false;
}

/* From one of the kinds of the link that have questions left, else of the next link. */
static bool take_of_link(struct drawing *d, int link, struct drill_drawn *out)
{
    for (int i = 0; i < DRILL_LINKS; i++) {
        int of = (link + i) % DRILL_LINKS + 1;
        for (;;) {
            size_t ready[64], count = 0;
            for (size_t k = 0; k < d->count && count < 64; k++)
                if (d->stocks[k].kind->link == of && d->stocks[k].left > 0)
                    ready[count++] = k;
            if (count == 0)
                break;
            if (take(d, &d->stocks[ready[dice_below(&d->dice, (uint32_t)count)]], out))
                return true;
        }
    }
    return false;
}

enum err drill_draw(struct work *work, struct pool *pool, uint64_t seed, int count, struct drill_drawn *out, int *drawn,
                    struct error *e)
{
    struct drawing d = {.pool = pool};
    struct drill_data data = {0};
    enum err r = ERR_NONE;

    dice_seed(&d.dice, seed);
    d.stocks = pool_new_piece(pool, drill_kind_count() + 1, sizeof *d.stocks);
    for (size_t i = 0; r == ERR_NONE && i < drill_kind_count(); i++) {
        const struct drill_kind *kind = drill_kind_at(i);
        if (!drill_may_ask(work, kind->table))
            continue;
        struct stock *stock = &d.stocks[d.count++];
        *stock = (struct stock){.kind = kind};
        r = drill_facts(work, pool, kind, &data, &stock->facts, e);
        if (r == ERR_NONE)
            find_questions(pool, stock);
    }
    *drawn = 0;
    while (r == ERR_NONE && *drawn < count && take_of_link(&d, *drawn % DRILL_LINKS, &out[*drawn]))
        ++*drawn;
    return r;
}

/* Small letters, no blanks, half width; of a number, no word behind it: "6幢" is 6. */
static void plain(const char *text, size_t n, struct buffer *out)
{
    size_t digits = 0;
    for (const char *end = text + n; text < end;) {
        uint32_t code = 0;
        char bytes[4];
        text += text_decode(text, (size_t)(end - text), &code);
        code = text_half_width(code);
        if (code == ' ' || code == '\n')
            continue;
        bool digit = code >= '0' && code <= '9';
        if (!digit && digits > 0 && digits == out->length)
            break;
        digits += digit;
        code = code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
        buffer_add(out, bytes, text_encode(code, bytes));
    }
}

bool drill_is_right(const char *given, const char *lines)
{
    struct buffer typed = {0}, line = {0};
    bool right = false;

    plain(given, strlen(given), &typed);
    for (const char *s = lines; !right && typed.length > 0 && *s != '\0';) {
        size_t n = strcspn(s, "\n");
        buffer_clear(&line);
        plain(s, n, &line);
        right = strcmp(buffer_text(&typed), buffer_text(&line)) == 0;
        s += n + (s[n] == '\n');
    }
    buffer_free(&typed);
    buffer_free(&line);
    return right;
}

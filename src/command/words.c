/* Words of a command line as ssh sends it. */
#include "call.h"

#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"

#include <string.h>

#define WORDS_MOST 512

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Appends the quoted text that begins after the quote at *at; leaves *at behind the closing one. */
static bool take_quoted(const char **at, char quote, struct buffer *word)
{
    const char *s = *at;

    for (; *s && *s != quote; s++) {
        if (quote == '"' && *s == '\\' && s[1] && strchr("\\\"$`\n", s[1])) {
            s++;
        }
        buffer_add_char(word, *s);
    }
    *at = s + (*s == quote);
    return *s == quote;
}

static bool take_word(const char **at, struct buffer *word)
{
    const char *s = *at;
    bool closed = true;

    while (*s && !is_blank(*s) && closed) {
        if (*s == '\'' || *s == '"') {
            char quote = *s++;
            closed = take_quoted(&s, quote, word);
        } else if (*s == '\\' && s[1]) {
            buffer_add_char(word, s[1]);
            s += 2;
        } else {
            buffer_add_char(word, *s++);
        }
    }
    *at = s;
    return closed;
}

enum err words_split(struct pool *pool, const char *line, char ***words, size_t *count, struct error *e)
{
    struct buffer word = {0};
    enum err r = ERR_NONE;

    *words = pool_new_piece(pool, WORDS_MOST + 1, sizeof **words);
    *count = 0;
    for (const char *s = line;;) {
        while (is_blank(*s)) {
            s++;
        }
        if (!*s) {
            break;
        }
        buffer_clear(&word);
        if (!take_word(&s, &word)) {
            r = error_set(e, ERR_USAGE, NULL, _("A quotation mark is not closed."));
            break;
        }
        if (*count == WORDS_MOST) {
            r = error_set(e, ERR_USAGE, NULL, _("A command takes at most %d words."), WORDS_MOST);
            break;
        }
        (*words)[(*count)++] = pool_text_n(pool, buffer_text(&word), word.length);
    }
    buffer_free(&word);
    return r;
}

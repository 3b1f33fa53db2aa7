/* Conditions on the scope in statements, and what a statement reads like without one of them. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_CONDITIONS_H
#define WANGGE_TESTS_SESSION_NOWHERE_CONDITIONS_H

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct piece {
    size_t from, to;
};

static bool word_at(const char *text, size_t at, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text + at, word, n) == 0 &&
           (at == 0 || (!isalnum((unsigned char)text[at - 1]) && text[at - 1] != '_')) &&
           !isalnum((unsigned char)text[at + n]) && text[at + n] != '_';
}

/* Where the piece around at begins, and what stands before it: 'a' and, where, on, when; 'o' or; '('; 0 others. */
static char left_of(const char *text, size_t *at)
{
    static const char *const others[] = {"select", "set",  "then", "else", "case",
                                         "values", "from", "join", "by",   "returning"};
    int depth = 0;
    for (size_t i = *at; i-- > 0;) {
        if (text[i] == ')')
            depth++;
        else if (text[i] == '(' && depth-- == 0)
            return *at = i + 1, '(';
        if (depth > 0)
            continue;
        if (word_at(text, i, "and") || word_at(text, i, "where") || word_at(text, i, "on") || word_at(text, i, "when"))
            return *at = i + strcspn(text + i, " \n\t("), 'a';
        if (word_at(text, i, "or"))
            return *at = i + 2, 'o';
        if (text[i] == ',')
            return 0;
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++)
            if (word_at(text, i, others[k]))
                return 0;
    }
    return 0;
}

static char right_of_piece(const char *text, size_t *at)
{
    static const char *const ends[] = {"order", "group",  "limit", "union", "left", "join",
                                       "cross", "having", "on",    "where", "then"};
    int depth = 0;
    for (size_t i = *at; text[i] != '\0'; i++) {
        if (text[i] == '(')
            depth++;
        else if (text[i] == ')' && depth-- == 0)
            return *at = i, ')';
        if (depth > 0)
            continue;
        if (word_at(text, i, "and"))
            return *at = i, 'a';
        if (word_at(text, i, "or"))
            return *at = i, 'o';
        if (text[i] == ',' || word_at(text, i, "from") || word_at(text, i, "when") || word_at(text, i, "end"))
            return 0;
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
            if (word_at(text, i, ends[k]))
                return *at = i, 'a';
        *at = i + 1;
    }
    return 'a';
}

static bool group_around(const char *text, size_t *open, size_t *close)
{
    int depth = 0;
    while (*open > 0 && !(text[*open - 1] == '(' && depth == 0)) {
        depth += (text[*open - 1] == ')') - (text[*open - 1] == '(');
        --*open;
    }
    depth = 0;
    while (text[*close] != '\0' && !(text[*close] == ')' && depth == 0)) {
        depth += (text[*close] == '(') - (text[*close] == ')');
        ++*close;
    }
    bool found = *open > 0 && text[*close] == ')';
    *open -= found;
    return found;
}

/* The condition around a parameter: what stands between two "and"; of alternatives all. */
static bool condition_at(const char *text, size_t at, struct piece *out)
{
    for (int climbed = 0; climbed < 12; climbed++) {
        size_t from = climbed == 0 ? at : out->from, to = climbed == 0 ? at : out->to;
        char left = left_of(text, &from), right = right_of_piece(text, &to);
        bool call = left == '(' && from > 1 && isalnum((unsigned char)text[from - 2]); /* climbs out of a function */
        if ((left == 0 || right == 0) && !call)
            return false;
        if (left == 'a' && (right == 'a' || right == ')')) {
            *out = (struct piece){from, to};
            return true;
        }
        if (left == '(' && right == 'a') {
            *out = (struct piece){from, to};
            return true;
        }
        /* alternatives, or all of a group: the group itself */
        size_t open = at, close = at;
        if (!group_around(text, &open, &close))
            return false;
        at = open;
        *out = (struct piece){open, close + 1};
    }
    return false;
}

static const char *without(struct pool *pool, const char *text, const struct piece *piece)
{
    struct buffer out = {0};
    buffer_add(&out, text, piece->from);
    buffer_format(&out, " (1 = 1");
    for (size_t i = piece->from; i < piece->to; i++)
        if (text[i] == '$') {
            size_t n = 1 + strspn(text + i + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
            buffer_format(&out, " or %.*s is null", (int)n, text + i);
        }
    buffer_format(&out, ") %s", text + piece->to);
    const char *kept = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return kept;
}

#endif

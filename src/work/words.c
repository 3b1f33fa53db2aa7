#include "words.h"

#include <stdio.h>
#include <string.h>

bool word_next(const char **text, char separator, char *out, size_t room)
{
    const char *s = *text;
    while (*s == separator)
        s++;
    size_t n = 0;
    while (s[n] != '\0' && s[n] != separator)
        n++;
    *text = s + n;
    snprintf(out, room, "%.*s", (int)n, s);
    return n > 0;
}

bool word_in(const char *words, char separator, const char *word)
{
    char one[128];
    while (word_next(&words, separator, one, sizeof one))
        if (strcmp(one, word) == 0)
            return true;
    return false;
}

/* Cells of a table that hold several words. */
#ifndef WANGGE_SRC_WORK_WORDS_H
#define WANGGE_SRC_WORK_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* The next word of *text up to the separator, cut off at room; *text goes behind it. False at the end. */
bool word_next(const char **text, char separator, char *out, size_t room);
/* Is the word one of the words? */
bool word_in(const char *words, char separator, const char *word);

#endif

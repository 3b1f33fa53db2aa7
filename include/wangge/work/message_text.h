/* What residents are told by text message, and what their words mean: etc/messages.csv and etc/message_words.csv, which
 * a site may lay rows of its own over (in the folder of its own tables). */
#ifndef WANGGE_WORK_MESSAGE_TEXT_H
#define WANGGE_WORK_MESSAGE_TEXT_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/* Once before the first fork; site may be NULL. */
enum err messages_load(const char *etc_dir, const char *site, struct error *e);

struct message_value {
    const char *name, *text; /* a list ends with name NULL */
};
/* The text of the kind with the values in the place of {NAME}; nothing when the kind is unknown or has no text. A value
 * is cut at some 60 characters, but for the text of a result at some 300: what leaves is paid by the part. */
void message_fill(const char *kind, const struct message_value *values, struct buffer *out);

struct message_meaning {
    const char *category; /* a code of case_category, "" when no word tells one */
    int urgency;          /* 1 to 3 */
    bool is_new;          /* another matter, even when an older one of the same number is open */
    size_t skip;          /* bytes of the word that said so, and what follows it up to the matter */
};
struct message_meaning message_means(const char *text);

/* The first words of a message as the title of a case: its first sentence, at most 30 characters. */
void message_title(const char *text, struct buffer *out);

#endif

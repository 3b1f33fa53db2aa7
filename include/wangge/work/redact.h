/* Personal data in free text that is to be published: numbers of phones, papers and cards, mail and chat addresses,
 * number plates, doors (the building stays), and the names that are given. What it does not know it cannot find: people
 * read what they publish. */
#ifndef WANGGE_WORK_REDACT_H
#define WANGGE_WORK_REDACT_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

enum redact_kind { REDACT_NUMBER, REDACT_ADDRESS, REDACT_PLATE, REDACT_DOOR, REDACT_NAME };

struct redact_found {
    enum redact_kind kind;
    size_t at, length; /* bytes of the text */
};

/* The first that stands in the text; false when there is none. names ends with NULL, may be NULL. */
bool redact_find(const char *text, const char *const *names, struct redact_found *out);
const char *redact_kind_label(enum redact_kind kind); /* translated: "a telephone or other long number" */
/* The text without them: numbers, addresses and plates become ***, names "a resident" in their script, of doors the
 * building stays. redact_find finds nothing in what comes out. */
void redact_text(const char *text, const char *const *names, struct buffer *out);
/* Numbers only: for lists that stay in the office. */
void redact_numbers(const char *text, struct buffer *out);

#endif

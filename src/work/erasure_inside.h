/* What erasure.h and retention.h share. */
#ifndef WANGGE_SRC_WORK_ERASURE_INSIDE_H
#define WANGGE_SRC_WORK_ERASURE_INSIDE_H

#include "wangge/work/erasure.h"

struct rows;

/* In the caller's transaction: the rows of the person in all described tables, and what else the person is part of,
 * become nobody's; the person's own row at the end. *rows (may be NULL) gets how many more. */
enum err erasure_of_rows(struct work *work, int64_t person, int64_t *rows, struct error *e);

/* In parts, for the job. */
enum err erasure_of_registers(struct work *work, int64_t person, int64_t *rows, struct error *e);
enum err erasure_of_linked(struct work *work, int64_t person, const char *name, int64_t *rows, struct error *e);
enum err erasure_of_person(struct work *work, int64_t person, int64_t *rows, struct error *e);

#define ERASURE_WORDS 12
/* What is searched for: the number of the ID card, phones that nobody else has, names that nobody else has; ends with
 * NULL. names gets all names, alone or not. */
struct erasure_words {
    const char *all[ERASURE_WORDS + 1], *names[3];
};
enum err erasure_words(struct work *work, struct pool *pool, int64_t person, struct erasure_words *out,
                       struct error *e);

/* Drafts of whoever that hold one of the words have it taken out, their users are told; *drafts gets how many more. */
enum err erasure_of_drafts(struct work *work, const struct erasure_words *words, int64_t *drafts, struct error *e);

/* Files of people that hold one of the words are removed, their owners are told; *files gets how many more. */
enum err erasure_of_files(struct work *work, const struct erasure_words *words, int64_t *files, struct error *e);

/* Text messages in the folders of the device that hold one of the words are removed; returns how many. */
int64_t erasure_of_letters(const struct erasure_words *words);

#endif

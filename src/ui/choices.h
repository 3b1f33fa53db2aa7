/* Rows of choices (id, text, detail) made by ui itself, in the shape that searches return. */
#ifndef WANGGE_UI_CHOICES_H
#define WANGGE_UI_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

struct code_list;
struct pool;
struct rows;

/* Begins rows that have room for most choices. */
void choices_start(struct pool *pool, struct rows *rows, size_t most);
void choices_add(struct pool *pool, struct rows *rows, const char *id, const char *text, const char *detail);
/* Codes that match what was typed: code, text in either language, initials; those that begin so come first. Those of a
 * tree show what they lie under; as long as nothing is typed they are those of the first level, and those in recent
 * (parted by commas). */
void choices_of_codes(struct pool *pool, const struct code_list *list, const char *typed, const char *recent,
                      struct rows *rows);
/* The rows with these ids, parted by commas, come first, in that order. */
void choices_put_first(struct pool *pool, struct rows *rows, const char *ids);

#endif

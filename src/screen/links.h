/* What a link field may hold and how it reads: households, areas, users, rows of any described table, looked up
 * through work/. */
#ifndef SCREEN_LINKS_H
#define SCREEN_LINKS_H

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct field;
struct pool;
struct record;
struct rows;
struct table;
struct work;

/* Rows id, text, detail for what was typed; false when the field links to nothing that can be picked. */
bool link_choices(struct work *work, const struct field *field, const char *typed, struct pool *pool, struct rows *out);
/* People found by user_search as such choices; with: only those whose role it holds for, NULL all. */
void user_choices(struct pool *pool, const struct rows *found, bool (*with)(const char *role), struct rows *out);
/* Those who live in the household and whose names have typed in them, for a field that holds names: as link_choices. */
bool names_of_household(struct work *work, struct pool *pool, int64_t household, const char *typed, struct rows *out);
/* The same of people who work where the user does and above. */
bool names_of_colleagues(struct work *work, struct pool *pool, const char *typed, struct rows *out);
/* The text of a link's value; the value itself when it cannot be looked up. */
void link_show(struct work *work, const struct field *field, const char *value, struct buffer *out);
/* What a row of a described table is called: its title. */
void link_title(struct work *work, const struct table *table, const struct record *record, struct buffer *out);

#endif

/* The marks of a diary text on its form: what to write, what will be made, which category a case is of. */
#ifndef SCREEN_VISIT_MARK_H
#define SCREEN_VISIT_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct desk;
struct mark_plan;
struct pool;
struct record;
struct rows;
struct sheet;
struct ui_form;
struct work;

/* What F4 offers in the text: the marks, and categories of cases by their names. Both are put in at the caret. */
void visit_mark_choices(const char *typed, struct pool *pool, struct rows *out);
void visit_mark_insert(const char *id, struct buffer *out);
/* "Saving makes": a line for each thing, with what stands against it, and hints. */
void visit_mark_lines(const struct desk *desk, const struct mark_plan *plan, struct pool *pool, const char **lines,
                      size_t *count, size_t most);
/* Asks for each case whose words tell no category, and puts it into the text of record and form. */
void visit_mark_ask(struct desk *desk, struct ui_form *form, struct record *record);
/* Where the form has no room to show all that will be made: a page that does. False: the user goes back to the form. */
bool visit_mark_agree(struct desk *desk, const struct record *record);
/* A line for each thing that the entry has made, but for the case of this number. */
void visit_mark_links(struct work *work, int64_t visit, const char *but, struct sheet *sheet);

#endif

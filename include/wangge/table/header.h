/* What the header of a file that people made means. Titles are compared without blanks, width, case, punctuation, marks
 * of what is required, and what stands in brackets: " * 性别(男/女)" is "性别". */
#ifndef WANGGE_TABLE_HEADER_H
#define WANGGE_TABLE_HEADER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct field;
struct table;
struct table_row;

/* The title as it is compared; out is cleared first. */
void header_plain(const char *title, struct buffer *out);
/* Is the title one of names, which are separated by commas? */
bool header_is(const char *title, const char *names);
/* The field that a title means, by name, label in either language or synonym; NULL when none does. */
const struct field *header_field(const struct table *table, const char *title);
/* Is it a row of a template that says how columns are filled in ("必填，真实姓名", "YYYYMMDD", "1=是")? */
bool header_is_comment(const struct table_row *row);

#endif

/* One row of a described table on the screens: what is computed of its fields. */
#ifndef SCREEN_TABLE_ROW_H
#define SCREEN_TABLE_ROW_H

struct buffer;
struct field;
struct record;
struct table;
struct work;

/* Sets the computed fields that come from a field (NULL: all) to what they are for the record now: ages, and what the
 * linked row says, masked as that one is. */
void row_compute(struct work *work, const struct table *table, struct record *record, const struct field *from);
/* The record without what the program computes: what can be saved, or begun with. */
struct record *row_typed(const struct table *table, const struct record *record);
/* A field as people read it, links by their names. */
void row_show(struct work *work, const struct field *field, const struct record *record, struct buffer *out);

#endif

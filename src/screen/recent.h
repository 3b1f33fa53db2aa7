/* The values that a user chose last in a field, which stand first in its pick list; kept from day to day. */
#ifndef SCREEN_RECENT_H
#define SCREEN_RECENT_H

struct buffer;
struct field;
struct pool;
struct record;
struct rows;
struct table;
struct work;

/* The last five, the newest first, parted by commas. */
void recent_read(struct work *work, const struct table *table, const struct field *field, struct buffer *out);
/* After a record was saved. */
void recent_remember(struct work *work, const struct table *table, const struct record *record);
/* Puts those of a link field before the choices found (rows id, text, detail). */
void recent_before(struct work *work, const struct table *table, const struct field *field, struct pool *pool,
                   struct rows *rows);

#endif

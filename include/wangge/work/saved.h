/* What users keep for themselves: small settings by name, and filters of lists, which a role may share. */
#ifndef WANGGE_WORK_SAVED_H
#define WANGGE_WORK_SAVED_H

#include "wangge/base/error.h"

#include <stdint.h>

struct buffer;
struct pool;
struct record;
struct rows;
struct work;

/* The user's own, by a name like "columns.person"; "" when there is none. */
enum err setting_read(struct work *work, const char *name, struct buffer *out, struct error *e);
enum err setting_write(struct work *work, const char *name, const char *value, struct error *e);

#define SAVED_NAME 40 /* characters of a filter's name */

/* Filters of a table, own ones first; rows: id, name, conditions (record_write), role, own (1 or 0), owner. */
enum err saved_filters(struct work *work, struct pool *pool, const char *table, struct rows *out, struct error *e);
/* Under the name of one of the user's own it takes that one's place. */
enum err saved_filter_save(struct work *work, const char *table, const char *name, const struct record *conditions,
                           struct error *e);
/* With everybody of a role in the actor's area and below it; "" with nobody. Needs the right filter.share. */
enum err saved_filter_share(struct work *work, int64_t id, const char *role, struct error *e);
enum err saved_filter_delete(struct work *work, int64_t id, struct error *e);

#endif

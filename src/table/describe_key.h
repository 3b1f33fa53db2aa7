/* The keys that a description may say, and what member of the table or field each fills. */
#ifndef WANGGE_SRC_TABLE_DESCRIBE_KEY_H
#define WANGGE_SRC_TABLE_DESCRIBE_KEY_H

#include "layers.h"

#include "wangge/table/describe.h"

struct pool;

/* What the section says, into the table or field. Texts live in pool. */
enum err describe_table_keys(struct pool *pool, const struct layer_section *section, struct table *table,
                             struct error *e);
enum err describe_field_keys(struct pool *pool, const struct layer_section *section, struct field *field,
                             struct error *e);
/* A fault of what a key says (of the section, when it does not say the key). */
enum err key_fault(const struct layer_section *section, const char *key, struct error *e, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* A fault of the section, where the last file spoke of it. */
enum err section_fault(const struct layer_section *section, struct error *e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

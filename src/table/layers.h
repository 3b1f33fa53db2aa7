/* The files of a description laid over each other: the base that it names, the shipped file, the site's. Later files
 * give single keys anew and add sections; each entry remembers its file and line. */
#ifndef WANGGE_SRC_TABLE_LAYERS_H
#define WANGGE_SRC_TABLE_LAYERS_H

#include "wangge/base/error.h"

#include <stddef.h>

struct pool;

struct layer_entry {
    const char *key, *value;
    const char *path;
    int line;
};

struct layer_section {
    const char *name;
    const char *path; /* of the last file that said something here */
    int line;
    size_t count, room;
    struct layer_entry *entries;
};

/* sections[0] is [table]; the others are fields, in the order of the form. */
struct layered {
    const char *name;
    size_t count, room;
    struct layer_section *sections;
};

/* The tables that the folders describe, each once, in order of their names. site may be NULL. */
enum err layers_names(struct pool *pool, const char *dir, const char *site, const char ***names, size_t *count,
                      struct error *e);
/* The description of one table. Everything lives in pool. */
enum err layers_read(struct pool *pool, const char *dir, const char *site, const char *name, struct layered *out,
                     struct error *e);
const struct layer_entry *layer_entry(const struct layer_section *section, const char *key); /* NULL when absent */
/* "PATH, section [NAME], line N: why". */
enum err layer_fault(const char *path, const char *section, int line, struct error *e, const char *why);

#endif

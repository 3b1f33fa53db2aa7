/* A checked ini file: sections in the order of the file, keys in order, no surprises of the library below. */
#ifndef WANGGE_BASE_INI_H
#define WANGGE_BASE_INI_H

#include "wangge/base/error.h"

#include <stddef.h>

struct pool;

struct ini_entry {
    const char *key;
    const char *value;
    int line;
};

struct ini_section {
    const char *name;
    int line;
    size_t count;
    struct ini_entry *entries;
};

struct ini {
    const char *path;
    size_t count;
    struct ini_section *sections;
};

/* Reads path into memory of pool. Refuses what is not a regular file, is larger than 1 MiB, has a BOM, a line over
 * 1,000 bytes, a section or a key twice: the error names file and line. */
enum err ini_load(struct pool *pool, const char *path, struct ini **out, struct error *e);
const struct ini_section *ini_section(const struct ini *ini, const char *name); /* NULL when absent */
const char *ini_value(const struct ini_section *section, const char *key);      /* NULL when absent */
int ini_line(const struct ini_section *section, const char *key);               /* 0 when absent */

#endif

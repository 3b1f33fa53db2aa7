/* SQL text with named parameters, read once: the named statements, and texts that were composed of them. */
#ifndef WANGGE_SRC_DB_STATEMENT_H
#define WANGGE_SRC_DB_STATEMENT_H

#include <stddef.h>
#include <stdint.h>

struct buffer;

#define STATEMENT_PARAMETERS 200 /* a row of the widest table */

struct statement {
    const char *name; /* "" of a composed text */
    char *text;       /* as written, $name */
    char *numbered;   /* the same with $1, $2 ... */
    char **parameters;
    size_t count;
    uint64_t hash; /* of text */
};

/* text must outlive nothing: it is copied. */
struct statement *statement_new(const char *name, const char *text);
void statement_free(struct statement *statement);
uint64_t statement_hash(const char *text);
const struct statement *statement_find(const char *name); /* NULL when unknown */

/* Bytes of the quoted text, comment or parameter that begins at s, or 1 for any other character. */
size_t statement_skip(const char *s);

#endif

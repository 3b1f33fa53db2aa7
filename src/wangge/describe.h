/* What the parts of "wangge describe" share. */
#ifndef WANGGE_WANGGE_DESCRIBE_H
#define WANGGE_WANGGE_DESCRIBE_H

#include "program.h"

#include <stddef.h>

/* A cell of a Markdown table: no line breaks, no bars. */
void describe_cell(const char *text);
void describe_heading(const char *const *names, size_t count);
#define DESCRIBE_HEADING(...)                                                                                          \
    describe_heading((const char *const[]){__VA_ARGS__},                                                               \
                     sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

enum err describe_workflow(struct program *program, struct error *e);

#endif

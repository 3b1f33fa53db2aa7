/* The check of each field type. */
#ifndef WANGGE_SRC_TABLE_VALUE_H
#define WANGGE_SRC_TABLE_VALUE_H

#include "wangge/base/error.h"

struct buffer;
struct field;

/* typed has no blanks around it, is not empty, and half-width where that is the same. Appends the canonical value. */
enum err value_check(const struct field *field, const char *typed, struct buffer *out, struct error *e);
/* "LABEL: why." */
enum err value_refuse(const struct field *field, struct error *e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

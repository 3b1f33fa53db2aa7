/* What the files spot_check*.c share. */
#ifndef WANGGE_SRC_WORK_SPOT_CHECK_INSIDE_H
#define WANGGE_SRC_WORK_SPOT_CHECK_INSIDE_H

#include "wangge/base/date.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"

#define CHECK_ITEMS_MOST 5000

struct check_scope {
    struct scope_range range;
    char today[DATE_TEXT];
};

enum err check_scope(struct work *work, const char *action, struct check_scope *out, struct error *e);
#define BIND_CHECK_SCOPE(s)                                                                                            \
    BIND_TEXT("lo", (s)->range.lo), BIND_TEXT("hi", (s)->range.hi), BIND_INT("own", (s)->range.own),                   \
        BIND_INT("me", (s)->range.me), BIND_TEXT("today", (s)->today)

/* The check as row 0 (spot_check.find), ERR_NOT_FOUND outside of the scope. */
enum err check_find(struct work *work, struct pool *pool, const struct check_scope *scope, const char *id_or_no,
                    struct rows *out, struct error *e);
/* Its items as they are kept. */
enum err check_read_items(struct work *work, struct pool *pool, const struct check_scope *scope, int64_t id,
                          int64_t door, enum check_by by, const char *key, struct rows *out, struct error *e);
/* The field that an item asks for; NULL when the site has it no more. */
const struct field *check_field_of(const struct rows *items, size_t row);
/* A value of the field as people read it, masked where the field is. */
const char *check_value_text(struct pool *pool, const struct field *field, const char *value);

#endif

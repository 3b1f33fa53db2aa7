/* What reading and printing a month of the diary share. Private to src/work/visit_book*.c. */
#ifndef WANGGE_SRC_WORK_VISIT_BOOK_H
#define WANGGE_SRC_WORK_VISIT_BOOK_H

#include "wangge/base/error.h"
#include "wangge/work/visit_book.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A book being made: its entries, oldest first, and the area. */
struct book_rows {
    struct work *work;
    struct pool *pool;
    struct rows *entries, *area;
};

enum err book_read(struct work *work, struct pool *pool, const struct book *book, struct book_rows *out,
                   struct error *e);

/* A piece of an entry by its name (etc/diary_forms.csv), as people read it; "" when there is nothing. */
const char *book_piece(const struct book_rows *book, size_t row, const char *name);
bool book_piece_is_known(const char *name, size_t n);
/* The codes of a value as people read them, joined by blanks. */
const char *book_codes(struct pool *pool, const char *list, const char *value);
/* Grade, comment and whose they are; "" when nobody has said anything. */
const char *book_review(const struct book_rows *book, size_t row);

enum form_shape { FORM_ENTRY, FORM_DAY, FORM_LIST };

struct form_cell {
    const char *label, *source; /* source: pieces joined with +; "" stays empty */
};

struct diary_form {
    enum form_shape shape;
    const char *name;
    size_t count;
    struct form_cell cells[16];
};

/* In the language in use; false when there is no such layout. */
bool diary_form_read(int layout, struct diary_form *out);

#endif

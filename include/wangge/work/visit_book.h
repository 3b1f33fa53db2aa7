/* A month of the diary: as continuous text to read, and as a book to print in the layouts of etc/diary_forms.csv.
 * Rights and scope are those of the diary; what is shown of an entry is what its page shows. */
#ifndef WANGGE_WORK_VISIT_BOOK_H
#define WANGGE_WORK_VISIT_BOOK_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct buffer;
struct paper;
struct pool;
struct rows;
struct work;

/* Before the first fork. */
enum err diary_forms_load(const char *etc_dir, struct error *e);
/* Layouts are numbered from 1; the name in the language in use, NULL when there is none such. */
const char *diary_form_name(int layout);

struct book {
    const char *month;
    int64_t area;       /* 0: the actor's own; a grid or a community, or above */
    const char *author; /* a login, "" for everybody */
};

/* Day after day: who, where, what was said, done and made, what the reviewer said. patrols and meetings too. */
enum err visit_month_text(struct work *work, const struct book *book, struct buffer *out, struct error *e);
/* At most PRINT_ROWS entries (work/print.h), which is said. Audited as every print. */
enum err print_book(struct work *work, const struct book *book, int layout, const struct paper *paper,
                    struct buffer *out, struct error *e);

#endif

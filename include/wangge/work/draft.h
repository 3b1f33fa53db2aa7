/* Drafts: what was typed and not saved yet, sealed (base/seal.h) for their user. One for each user, form and object; in
 * a database file of their own. */
#ifndef WANGGE_WORK_DRAFT_H
#define WANGGE_WORK_DRAFT_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct work;

struct draft {
    int64_t id;      /* 0 before the first save */
    char form[48];   /* table name: visit, case, user ... or "case.handle" for a command's form */
    int64_t object;  /* row being changed, 0 for a new one */
    char title[128]; /* what to show: the household, the title */
    char field[48];  /* the field that the caret was on */
    int64_t caret;   /* byte offset in the field */
    int64_t saved_at;
};

/* The first save of a draft begins it (in the place of another one of this form and object) and sets its id; the
 * next ones need it. ERR_CONFLICT when another session has taken, saved or discarded it since: nothing is written. */
enum err draft_save(struct work *work, struct draft *draft, const struct record *record, struct error *e);
/* From here on this session alone writes the draft that was read. ERR_CONFLICT when it is gone. */
enum err draft_take(struct work *work, struct draft *draft, struct error *e);
/* Newest first. */
enum err draft_list(struct work *work, struct pool *pool, struct draft **out, size_t *count, struct error *e);
enum err draft_read(struct work *work, const char *form, int64_t object, struct draft *draft, struct record *record,
                    struct error *e); /* ERR_NOT_FOUND when there is none */
enum err draft_done(struct work *work, const char *form, int64_t object, struct error *e);    /* saved: gone */
enum err draft_discard(struct work *work, const char *form, int64_t object, struct error *e); /* kept 7 days */

#endif

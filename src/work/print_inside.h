/* What the files print*.c share: one print on its way. */
#ifndef WANGGE_SRC_WORK_PRINT_INSIDE_H
#define WANGGE_SRC_WORK_PRINT_INSIDE_H

#include "wangge/base/error.h"
#include "wangge/table/print.h"
#include "wangge/work/print.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field;
struct record;
struct rows;
struct scope_range;

struct printing {
    struct work *work;
    struct pool *pool;
    struct print *print;
    const char *reason; /* of numbers in full; NULL: masked */
};

enum err printing_begin(struct printing *p, struct work *work, const struct paper *paper, const char *reason,
                        struct error *e);
/* After r: the audit, the foot line, the pages; frees what begin has taken. */
enum err printing_end(struct printing *p, enum err r, const char *kind, int64_t id, struct buffer *out,
                      struct error *e);

/* Row i of a list of the table, with its numbers in full when there is a reason. A sensitive row is a look at the
 * person. */
enum err printing_row(struct printing *p, const struct table *table, const struct rows *rows, size_t i,
                      struct record *out, struct error *e);
/* The same by id; links have no names then. */
enum err printing_read(struct printing *p, const struct table *table, int64_t id, struct record *out, struct error *e);

/* A field as people read it, a link by the name that the list told. */
const char *printing_shown(struct printing *p, const struct table *table, const char *field,
                           const struct record *record);
/* What is worth telling of a row in one cell: "Kind: deaf; Grade: 2". passed_over are fields, between blanks, that
 * stand elsewhere. */
const char *printing_facts(struct printing *p, const struct table *table, const struct record *record,
                           const char *passed_over);
/* A pair of each field named that is filled. */
void printing_pairs(struct printing *p, const struct table *table, const struct record *record,
                    const char *const *fields, size_t count);

const char *printing_today(struct printing *p); /* for the bind $today of posts that hold */

/* "District > Street > Community > Grid" */
enum err printing_area_line(struct printing *p, const char *path, const char **out, struct error *e);
/* The area, if the actor may have its file: row 0 of *area (work/area.h), and its range. ERR_INVALID above a grid. */
enum err printing_area(struct printing *p, int64_t id, struct rows *area, struct scope_range *range, struct error *e);
/* The part of a range that a right reaches; false when it reaches nothing. */
bool printing_reach(struct printing *p, const char *action, const struct scope_range *range, struct scope_range *out);
/* rows: name, phone, role, area_name, path, from_on; those of the area, its grid and its community, the innermost first
 */
enum err printing_posts(struct printing *p, const struct scope_range *range, struct rows *out, struct error *e);

#endif

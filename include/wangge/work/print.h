/* What is printed, as text laid out on pages (table/print.h): one household one form 一户一表, one grid one file
 * 一格一档, the contact card 一卡, and the rows of any list. Rights and scope are those of what is shown; a part that
 * the actor may not read is left out. Numbers are masked, except where a reason is given. Every print is in the audit,
 * and out gets nothing when that fails. */
#ifndef WANGGE_WORK_PRINT_H
#define WANGGE_WORK_PRINT_H

#include "wangge/base/error.h"

#include <stdint.h>

struct buffer;
struct list_query;
struct paper;
struct table;
struct work;

/* reason: numbers in full, as table_reveal (work/table.h), a look at each person; NULL: masked. */
enum err print_household(struct work *work, int64_t id, const char *reason, const struct paper *paper,
                         struct buffer *out, struct error *e);
/* Of a grid, or of an area below one: its own row, who works there, and figures counted now. */
enum err print_grid(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e);
/* For residents: whom they call, several to a page, to be cut. */
enum err print_contact_card(struct work *work, int64_t area, const struct paper *paper, struct buffer *out,
                            struct error *e);
/* The notice plate of a grid, for a wall: who, phone, duties, complaints. PLATE_WIDTH columns unless the paper says
 * otherwise, so that it fills a sheet A4 across in large letters (6 to an inch, 4 lines to an inch). */
#define PLATE_WIDTH 60
enum err print_plate(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e);
/* The areas below one as a tree, and who works in each of them today. */
enum err print_organisation(struct work *work, int64_t area, const struct paper *paper, struct buffer *out,
                            struct error *e);
enum err print_posts(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e);
/* The rows that the query finds, limit and pages aside; at most PRINT_ROWS, which is said. */
#define PRINT_ROWS 5000
enum err print_rows(struct work *work, const struct table *table, const struct list_query *query,
                    const struct paper *paper, struct buffer *out, struct error *e);

#endif

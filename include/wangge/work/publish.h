/* Results of cases for the notice board 公示栏: rows of the table case_notice, which work/table.h saves. A case is
 * published once, when it is closed and neither confidential nor merged into another; what is published has no personal
 * data in it, as far as work/redact.h knows, when it is proposed and again when it is saved. Needs case.publish;
 * everybody reads what lies in their scope. */
#ifndef WANGGE_WORK_PUBLISH_H
#define WANGGE_WORK_PUBLISH_H

#include "wangge/base/error.h"

#include <stdint.h>

struct buffer;
struct case_selection;
struct paper;
struct pool;
struct record;
struct report;
struct rows;
struct work;

/* Closed cases of the actor's that could be published and are not yet, the latest first; text is a part of number or
 * title. rows: id, no, title, area_name, closed_at. */
enum err publish_candidates(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                            struct error *e);
/* A new notice of the case: its texts without personal data, to be read before it is saved. */
enum err publish_propose(struct work *work, const char *case_no, struct record *out, struct error *e);
/* What was published in the period, the latest first; rows: id, no, title, place, result, category, closed_on,
 * published_on, area_name. rows or report may be NULL. */
enum err publish_list(struct work *work, struct pool *pool, const struct case_selection *selection, struct rows *rows,
                      struct report *report, struct error *e);
/* The notices of the last NOTICE_DAYS of an area, as a sheet for the board. */
#define NOTICE_DAYS 31
enum err print_notices(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e);

#endif

/* Three lists in one 三单合一 of the cases of an area and period: the problems that were collected, the joint
 * discussions, and what came of them. Of what the actor may see (case.read); names of reporters and numbers in texts
 * are masked. */
#ifndef WANGGE_WORK_CASE_LISTS_H
#define WANGGE_WORK_CASE_LISTS_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct case_selection;
struct pool;
struct report;
struct rows;
struct work;

enum case_list_kind { LIST_PROBLEM, LIST_DISCUSSION, LIST_FEEDBACK, CASE_LIST_KINDS };
const char *case_list_kind_name(enum case_list_kind kind); /* "problem" "discussion" "feedback" */
const char *case_list_kind_label(enum case_list_kind kind);
bool case_list_kind_parse(const char *name, enum case_list_kind *out);

#define CASE_LIST_ROWS 5000 /* at most */

/* problem: cases reported in the period; discussion: steps of "discuss" in it; feedback: cases closed in it. rows begin
 * with the id of the case; instants are ISO texts. The report is the same for people to read; either may be NULL. */
enum err case_list_read(struct work *work, struct pool *pool, enum case_list_kind kind,
                        const struct case_selection *selection, struct rows *rows, struct report *report,
                        struct error *e);

#endif

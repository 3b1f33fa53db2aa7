/* What "wangge check" looks at beside the tables themselves. Private to src/wangge. */
#ifndef WANGGE_WANGGE_CHECK_H
#define WANGGE_WANGGE_CHECK_H

#include "wangge/base/error.h"

struct work;

/* Cases against the workflow: every state is one, every timeline is whole and ends at the case's state. report is told
 * each finding. */
enum err check_cases(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);
/* Cases against their clocks, requests, units and merging, and whose turn it is. */
enum err check_case_tables(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);
/* People, households and houses against their spans, each other and the search index; a line a kind of fault. */
enum err check_people(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);

#endif

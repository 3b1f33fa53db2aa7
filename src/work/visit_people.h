/* The persons met at a visit. */
#ifndef WANGGE_SRC_WORK_VISIT_PEOPLE_H
#define WANGGE_SRC_WORK_VISIT_PEOPLE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct record;
struct work;

/* However the names were separated: "甲、乙 ，乙" becomes "甲,乙". */
void visit_people_tidy(struct record *record);
/* Replaces the entry's persons; a name that is a person of the household is linked. In the change's transaction. */
enum err visit_people_write(struct work *work, int64_t visit, const struct record *record, struct error *e);

#endif

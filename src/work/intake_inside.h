/* Where a message goes; shared by intake_route.c and intake_place.c. */
#ifndef WANGGE_SRC_WORK_INTAKE_INSIDE_H
#define WANGGE_SRC_WORK_INTAKE_INSIDE_H

#include "wangge/work/intake.h"

struct intake_place {
    int64_t area, household, person; /* 0: none */
    const char *name;                /* of the person */
    const char *how;                 /* how it was found: "phone", "verified", "common", "named", "unknown" */
};

/* By the number, else by areas that the text names, else the area for unknown numbers. Texts live in pool. */
enum err intake_place(struct work *work, struct pool *pool, const char *phone, const char *text,
                      const struct intake_options *options, struct intake_place *out, struct error *e);

#endif

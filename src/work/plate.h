/* What stands on public plates and cards beside the people: etc/plate.csv. */
#ifndef WANGGE_SRC_WORK_PLATE_H
#define WANGGE_SRC_WORK_PLATE_H

#include "wangge/base/error.h"

/* Before the first fork, after the codes. */
enum err plate_load(const char *etc_dir, struct error *e);
/* Whom to turn to when nobody helps, in the language in use. */
const char *plate_complaint(void);

#endif

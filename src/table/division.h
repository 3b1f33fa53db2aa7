/* The county-level division codes that were ever in use (schema/codes/division_ever.csv): citizen numbers keep the code
 * of the year they were given in. */
#ifndef WANGGE_SRC_TABLE_DIVISION_H
#define WANGGE_SRC_TABLE_DIVISION_H

#include "wangge/base/error.h"

#include <stdbool.h>

enum err divisions_load(const char *path, struct error *e);
/* Of the first six digits of code; any code is good while no list is loaded. */
bool division_was_used(const char *code);

#endif

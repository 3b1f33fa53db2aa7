/* Links by what people call things. */
#ifndef WANGGE_WORK_LINK_H
#define WANGGE_WORK_LINK_H

#include "wangge/base/error.h"

#include <stdint.h>

struct work;

/* The row of the table (area, user, household, person or any other) that text means to the actor: an area by code or
 * name, a user by login or name, a household by its door, others by what their key fields, else their title hold.
 * ERR_NOT_FOUND for none, ERR_INVALID when there is more than one. */
enum err link_find(struct work *work, const char *table, const char *text, int64_t *id, struct error *e);

#endif

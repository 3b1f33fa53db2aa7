/* What was removed leaves the files of the databases too: what is deleted is overwritten there, but a copy stands in
 * the write-ahead logs until these are emptied, and whoever is reading then keeps them from the end. Jobs that remove
 * personal data end with that; whatever was not possible then is done by the upkeep of the server. */
#ifndef WANGGE_WORK_FORGET_H
#define WANGGE_WORK_FORGET_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

/* Outside of a transaction, and at once: *whole is false while somebody is reading. */
enum err forget_removed(struct work *work, bool *whole, struct error *e);
/* A step of a job: true when nothing is left, or when *until (0 at first) has passed and it is left to the upkeep. */
bool forget_step(struct work *work, int64_t *until);

#endif

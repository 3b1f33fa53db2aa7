/* What the keeper's children that last as long as it (anchor, timer, watch) have in common. One in a process. */
#ifndef SESSION_LASTING_H
#define SESSION_LASTING_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct config;
struct work;

/* The whole life of such a child: the process is named wangge-NAME, its lines in the log are tagged NAME; serve works
 * on the open database until lasting_is_over. SIGTERM, which the keeper's death sends too, is heard in lasting_sleep
 * only: what is being done comes to its end. Returns the exit status of the process; an error is logged. */
int lasting_run(const struct config *config, const char *name, enum err (*serve)(struct work *work, struct error *e));
bool lasting_is_over(void *to);      /* to is not looked at: functions of work/ ask it too */
void lasting_sleep(int64_t seconds); /* so long, or until SIGTERM */

#endif

/* Shared by the files of the self-check (work/health.h). A rule looks, names what it found, and answers whether it is
 * broken; one that cannot be asked counts as not broken, and the log says so. */
#ifndef WANGGE_SRC_WORK_WEAKNESS_INSIDE_H
#define WANGGE_SRC_WORK_WEAKNESS_INSIDE_H

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/work/health.h"

struct bind;
struct config;

struct weakness_look {
    struct work *work;
    struct pool *pool;
    int64_t now;
    char today[DATE_TEXT];
    const struct config *config; /* NULL without one */
    struct health_item health[HEALTH_COUNT];
    struct buffer detail;
    size_t found;
};

void weakness_name(struct weakness_look *l, const char *what);
/* Rows of "login". */
bool weakness_name_logins(struct weakness_look *l, const char *statement, const struct bind *binds);

/* The proofs of who somebody is (weakness_guard.c), the witness of the audit, the sides of the server. */
bool look_unproved(struct weakness_look *l);
bool look_weak_keys(struct weakness_look *l);
bool look_witness(struct weakness_look *l);
bool look_unseen(struct weakness_look *l);
bool look_witness_user(struct weakness_look *l);
bool look_verified(struct weakness_look *l);
bool look_sides(struct weakness_look *l);
bool look_retention(struct weakness_look *l);
bool look_kiosk(struct weakness_look *l);

/* Whether this process is one of the server's, and a field of a file like those of /proc (-1: not there). */
bool parent_is_keeper(void);
int64_t field_of(const char *path, const char *name);

#endif

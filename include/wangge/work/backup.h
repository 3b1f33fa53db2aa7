/* Backups that the server makes: a copy of the database, and one of the drafts, in the folder of [backup] path (when it
 * is not given, "wangge-backup" beside the database "wangge.db"), for its owner only, under names of the server's. A
 * row of the table backup each, with what the copy holds. Not in it: the files kept for people, which can be made again
 * within their 30 days, the configuration, and the file of the secret (base/seal.h): without the secret the drafts and
 * second factors of a restored database cannot be read, so it is kept apart, once. "wangge restore FILE" puts both
 * back.
 *
 * A backup is good when it was read through after it was made. Of good ones so many are kept as the settings
 * backup.keep and backup.keep_days say; the last good one is never removed. */
#ifndef WANGGE_WORK_BACKUP_H
#define WANGGE_WORK_BACKUP_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define BACKUP_PATH 4096

/* The folder, whether it is there or not. */
void backup_folder(const struct work *work, char out[BACKUP_PATH]);

/* Newest first; id 0: all. rows: id, at, how, login, slot, file, state, milliseconds, bytes, sha256, drafts_sha256,
 * people, households, visits, cases, accounts, audited, why, verified_at, verified, verify_why, drilled_at, drilled,
 * drill_milliseconds, drill_why (instants; 0 never). Needs health.read. */
enum err backup_list(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);

/* Asks for work on backups, done by the keeper's job child or, without one, at once; what comes of it is told in the
 * inbox. what: "now", "verify", "drill"; backup is the id of the last two. Needs the right backup (drill:
 * backup.drill). *job gets its number. */
enum err backup_ask(struct work *work, const char *what, int64_t backup, int64_t *job, struct error *e);

/* The same here and now. Making: how is "asked", "scheduled" or "program", slot the day of a scheduled one or NULL.
 * ERR_AGAIN while another one is being made. One that fails is taken down with its reason and its file is removed. */
enum err backup_make(struct work *work, const char *how, const char *slot, int64_t *id, struct error *e);
/* Reads it through: digest and integrity, of whatever version. One that is not as it was made is no longer good. */
enum err backup_verify(struct work *work, int64_t id, struct error *e);
/* Restores a copy to a folder of its own, checks it, reads it as a user would, compares what it holds with what was
 * taken down, removes it, and tells how long that took. ERR_STATE, and the backup stays good, when it is of another
 * version of the program or there is no room to try it out. */
enum err backup_drill(struct work *work, int64_t id, struct error *e);

/* Makes the backup that is due by the settings, once whoever calls; one that failed is tried again after an hour. Tells
 * the system administrators of one that failed, and once a day when there is none as young as wanted. work's actor
 * becomes the administrator's program when there is something to do. *made (may be NULL): its id, 0 for none. For the
 * keeper and "wangge backup --scheduled". */
enum err backup_serve(struct work *work, int64_t now, int64_t *made, struct error *e);

struct backup_state {
    int64_t good_at, verified_at, drilled_at, failed_at; /* 0 never */
    int64_t due_by;                                      /* when a good one has to be there; 0: none is wanted */
    int64_t drill_by;                                    /* the same of a drill */
    char why[160];                                       /* of the one that failed */
};
/* Asks no right. */
enum err backup_now_is(struct work *work, int64_t now, struct backup_state *out, struct error *e);

#endif

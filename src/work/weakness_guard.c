/* Rules of the self-check about proofs of identity, the witness of the audit, and what guards the data. */
#include "inside.h"
#include "weakness_inside.h"

#include "wangge/base/anchor.h"
#include "wangge/base/config.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY         INT64_C(86400)
#define SEEN_BY     300 /* seconds that the witness may take; it takes three */
#define VERIFY_EACH (30 * DAY)
#define PATH_ROOM   4096

/* --- who somebody is --------------------------------------------------------------------------------------------- */

/* Administrators, and whoever needs a code by the settings. */
bool look_unproved(struct weakness_look *l)
{
    const char *roles =
        pool_format(l->pool, " system security audit %s ", setting_text(l->work, l->pool, SETTING_LOGIN_SECOND));
    return weakness_name_logins(l, "weakness.unproved", BINDS(BIND_TEXT("today", l->today), BIND_TEXT("roles", roles)));
}

bool look_weak_keys(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.weak_keys", NULL);
}

/* --- the audit --------------------------------------------------------------------------------------------------- */

enum witness_state { WITNESS_UNKNOWN, WITNESS_NONE, WITNESS_THERE };

/* What may be known of the folder of the anchors without reading them. */
static enum witness_state witness_is(const struct weakness_look *l, char folder[PATH_ROOM], struct stat *last)
{
    char path[PATH_ROOM + 8];
    if (l->config == NULL)
        return WITNESS_UNKNOWN;
    anchor_folder(l->config, folder, PATH_ROOM);
    snprintf(path, sizeof path, "%s/last", folder);
    if (stat(path, last) == 0)
        return WITNESS_THERE;
    return errno == ENOENT || errno == ENOTDIR ? WITNESS_NONE : WITNESS_UNKNOWN;
}

bool look_witness(struct weakness_look *l)
{
    char folder[PATH_ROOM];
    struct stat last;
    if (witness_is(l, folder, &last) != WITNESS_NONE)
        return false;
    weakness_name(l, folder);
    return true;
}

/* A row that is older than a while, and younger than what the witness wrote last. */
bool look_unseen(struct weakness_look *l)
{
    char folder[PATH_ROOM], at[DATE_MINUTE];
    struct stat last;
    struct rows rows = {0};
    struct error e;
    if (witness_is(l, folder, &last) != WITNESS_THERE ||
        db_query(l->work->db, l->pool, "weakness.unseen",
                 BINDS(BIND_INT("seen", (int64_t)last.st_mtime), BIND_INT("before", l->now - SEEN_BY)), &rows,
                 &e) != ERR_NONE ||
        rows.count == 0)
        return false;
    instant_minute((int64_t)last.st_mtime, at);
    weakness_name(l, at);
    return true;
}

bool look_witness_user(struct weakness_look *l)
{
    char folder[PATH_ROOM];
    struct stat last, database;
    return witness_is(l, folder, &last) == WITNESS_THERE && stat(l->work->database, &database) == 0 &&
           last.st_uid == database.st_uid;
}

/* A chain that is younger need not have been looked at yet. */
bool look_verified(struct weakness_look *l)
{
    struct rows began = {0}, verified = {0};
    struct error e;
    int64_t since = l->now - VERIFY_EACH;
    if (db_query(l->work->db, l->pool, "audit.began", NULL, &began, &e) != ERR_NONE || began.count == 0 ||
        rows_int(&began, 0, "applied_at") > since)
        return false;
    return db_query(l->work->db, l->pool, "weakness.verified", BINDS(BIND_INT("since", since)), &verified, &e) ==
               ERR_NONE &&
           verified.count == 0;
}

/* --- the server and the data ------------------------------------------------------------------------------------- */

/* The listener, the keeper's parent, gives each side a user of its own when root starts it. */
bool look_sides(struct weakness_look *l)
{
    char path[64];
    (void)l;
    if (!parent_is_keeper())
        return false;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)getppid());
    int64_t listener = field_of(path, "PPid:");
    snprintf(path, sizeof path, "/proc/%lld/status", (long long)listener);
    return listener > 0 && field_of(path, "Uid:") == (int64_t)geteuid();
}

bool look_retention(struct weakness_look *l)
{
    return !setting_yes(l->work, SETTING_RETENTION_DAILY);
}

bool look_kiosk(struct weakness_look *l)
{
    return setting_yes(l->work, SETTING_KIOSK_ON);
}

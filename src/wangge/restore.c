/* Putting a backup back: the database, and the copy of the drafts that was made with it. */
#include "program.h"

#include "wangge/base/i18n.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file that changes places with the one that is there. */
struct exchange {
    char copy[PATH_ROOM], place[PATH_ROOM], fresh[PATH_ROOM + 16], old[PATH_ROOM + 24];
};

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* "/x/wangge.db" -> "/x/wangge-drafts.db" and "/x/wangge-secret", as work/work.h names what lies beside a database. */
static void beside(const char *database, const char *what, bool ending, char out[PATH_ROOM])
{
    const char *slash = strrchr(database, '/');
    const char *dot = strrchr(slash ? slash : database, '.');
    size_t stem = dot ? (size_t)(dot - database) : strlen(database);

    snprintf(out, PATH_ROOM, "%.*s-%s%s", (int)stem, database, what, ending ? database + stem : "");
}

static struct exchange exchange_of(const char *copy, const char *place)
{
    struct exchange made;

    snprintf(made.copy, sizeof made.copy, "%s", copy);
    snprintf(made.place, sizeof made.place, "%s", place);
    snprintf(made.fresh, sizeof made.fresh, "%s.restoring", place);
    snprintf(made.old, sizeof made.old, "%s.before-restore", place);
    return made;
}

static void print_finding(void *to, const char *line)
{
    int *findings = to;

    (*findings)++;
    printf("%s\n", line);
}

/* A backup is good when it opens and passes the check. schema: it must be of a version that this program knows, too;
 * an older one is told in *older, for it is migrated afterwards. */
static enum err verify(const char *path, const char *schema, bool *older, struct error *e)
{
    struct db *db = NULL;
    struct error fault;
    int findings = 0;
    enum err r = db_open(path, DB_READ_ONLY, &db, e);

    if (!r && schema && db_check_version(db, schema, &fault)) {
        *older = db_migrate(db, schema, 1, NULL, NULL, e) == ERR_NONE; /* dry: only what it could not do */
        r = *older ? ERR_NONE : e->code;
    }
    r = r ? r : db_check(db, print_finding, &findings, e);
    db_close(&db);
    if (!r && findings) {
        r = error_set(e, ERR_FAILED, NULL, _("%s is damaged; nothing was changed."), path);
    }
    return r;
}

/* Is somebody connected? The write-ahead log is there as long as a connection is open, or was not closed in order. */
static enum err refuse_while_in_use(const char *database, struct error *e)
{
    char log[PATH_ROOM + 8];

    snprintf(log, sizeof log, "%s-wal", database);
    return exists(log) ? error_set(e, ERR_AGAIN, NULL,
                                   _("The database is in use. Stop the server first, then run: wangge check"))
                       : ERR_NONE;
}

static enum err copy_file(const char *from, const char *to, struct error *e)
{
    char piece[1 << 16];
    ssize_t n = 0;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = in >= 0 && out >= 0;

    while (good && (n = read(in, piece, sizeof piece)) > 0) {
        good = write(out, piece, (size_t)n) == n;
    }
    good = good && n == 0 && fsync(out) == 0;
    int why = errno;
    if (in >= 0) {
        close(in);
    }
    if (out >= 0 && close(out) != 0) {
        good = false;
    }
    return good ? ERR_NONE : error_set(e, ERR_FAILED, NULL, _("%s cannot be copied: %s"), from, strerror(why));
}

/* Old and new change places by rename, so there is a whole file at every moment. */
static enum err put_back(const struct exchange *x, struct error *e)
{
    if (exists(x->place) && rename(x->place, x->old) != 0) {
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be moved: %s"), x->place, strerror(errno));
    }
    if (rename(x->fresh, x->place) != 0) {
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be moved: %s"), x->fresh, strerror(errno));
    }
    return ERR_NONE;
}

/* A database can be put back without its drafts, which are told of; but a damaged copy of them is refused like a
 * damaged one of the database. */
static enum err restore(const struct exchange *database, const struct exchange *drafts, bool with_drafts,
                        struct error *e)
{
    enum err r = refuse_while_in_use(database->place, e);

    r = r ? r : refuse_while_in_use(drafts->place, e);
    r = r ? r : copy_file(database->copy, database->fresh, e);
    if (!r && with_drafts) {
        r = copy_file(drafts->copy, drafts->fresh, e);
    }
    r = r ? r : put_back(database, e);
    if (!r && with_drafts) {
        r = put_back(drafts, e);
    }
    if (r && r != ERR_AGAIN) {
        unlink(database->fresh);
        unlink(drafts->fresh);
    }
    return r;
}

static void tell_drafts(const struct exchange *drafts, bool with_drafts)
{
    if (with_drafts) {
        printf(_("The drafts are restored from %s; those before are kept as %s.\n"), drafts->copy, drafts->old);
    } else {
        printf(_("There is no copy of the drafts beside it (%s): the drafts stay as they are.\n"), drafts->copy);
    }
}

/* Without the secret, the database is whole, but what was sealed with it is lost. */
static enum err look_at_secret(const char *database, struct error *e)
{
    char secret[PATH_ROOM];

    beside(database, "secret", false, secret);
    if (exists(secret)) {
        return work_secret(database, 0, e);
    }
    printf(
        _("The file of the secret, %s, is missing, and a new one was made. Lost without the old one: the drafts, the "
          "verification codes and recovery codes of all users, and invites that were not used. If you have the old "
          "file, put it there before the server starts. Otherwise reset the codes: wangge user second reset "
          "LOGIN\n"),
        secret);
    return work_secret(database, 1, e);
}

enum err program_restore(struct program *program, struct error *e)
{
    char drafts_copy[PATH_ROOM], drafts_place[PATH_ROOM];
    bool older = false, with_drafts = false;
    enum err r = program_words(program, 1, "", e);

    if (r) {
        return r;
    }
    beside(program->words[0], "drafts", true, drafts_copy);
    beside(program->database, "drafts", true, drafts_place);
    with_drafts = exists(drafts_copy);
    const struct exchange database = exchange_of(program->words[0], program->database);
    const struct exchange drafts = exchange_of(drafts_copy, drafts_place);
    r = verify(database.copy, program->schema, &older, e);
    if (!r && with_drafts) {
        r = verify(drafts.copy, NULL, NULL, e);
    }
    r = r ? r : restore(&database, &drafts, with_drafts, e);
    if (r) {
        return r;
    }
    printf(_("The database is restored from %s; the one before is kept as %s.\n"), database.copy, database.old);
    tell_drafts(&drafts, with_drafts);
    if (older) {
        printf("%s\n", _("It is of an older version of the program. Next, run: wangge migrate"));
    }
    return look_at_secret(program->database, e);
}

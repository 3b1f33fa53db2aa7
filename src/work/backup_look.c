/* Looking at backups: reading one through, trying one out. */
#include "backup_inside.h"
#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/summary.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE     65536
#define TODO_MOST 5

/* --- what a copy holds ------------------------------------------------------------------------------------------- */

static enum err digest_of(const char *path, int64_t *bytes, char out[SHA256_TEXT], struct error *e)
{
    uint8_t digest[SHA256_SIZE];
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), path, strerror(errno));
    bool read = sha256_stream(file, bytes, digest);
    fclose(file);
    if (!read)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), path, strerror(errno));
    hex_text(digest, sizeof digest, out);
    return ERR_NONE;
}

static enum err count(struct db *db, struct backup_facts *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "backup.counts", NULL, &rows, e);
    if (r == ERR_NONE) {
        out->people = rows_int(&rows, 0, "people");
        out->households = rows_int(&rows, 0, "households");
        out->visits = rows_int(&rows, 0, "visits");
        out->cases = rows_int(&rows, 0, "cases");
        out->accounts = rows_int(&rows, 0, "accounts");
        out->audited = rows_int(&rows, 0, "audited");
    }
    pool_free(&pool);
    return r;
}

/* A database that was only read leaves two empty files beside it. */
static void forget_beside(const char *path)
{
    char beside[BACKUP_PATH + 8];
    snprintf(beside, sizeof beside, "%s-wal", path);
    unlink(beside);
    snprintf(beside, sizeof beside, "%s-shm", path);
    unlink(beside);
}

static enum err digests_of(const char *path, const char *drafts, struct backup_facts *out, struct error *e)
{
    *out = (struct backup_facts){0};
    enum err r = digest_of(path, &out->bytes, out->sha256, e);
    return r == ERR_NONE ? digest_of(drafts, &out->drafts_bytes, out->drafts_sha256, e) : r;
}

enum err backup_facts(const char *path, const char *drafts, struct backup_facts *out, struct error *e)
{
    struct db *db = NULL;
    enum err r = digests_of(path, drafts, out, e);
    if (r == ERR_NONE)
        r = db_open(path, DB_READ_ONLY, &db, e);
    if (r == ERR_NONE)
        r = count(db, out, e);
    db_close(&db);
    forget_beside(path);
    return r;
}

struct first_finding {
    char text[200];
    int count;
};

static void find(void *to, const char *line)
{
    struct first_finding *found = to;
    if (found->count++ == 0)
        text_copy(found->text, sizeof found->text, line);
}

enum err backup_whole(const char *path, struct error *e)
{
    struct db *db = NULL;
    struct first_finding found = {0};
    enum err r = access(path, F_OK) == 0
                     ? db_open(path, DB_READ_ONLY, &db, e)
                     : error_set(e, ERR_FAILED, NULL, _("The file %s is not there any more."), path);
    if (r == ERR_NONE)
        r = db_check(db, find, &found, e);
    if (r == ERR_NONE && found.count > 0)
        r = ERR_FAILED;
    if (found.count > 0)
        error_set(e, ERR_FAILED, NULL, _("The copy is damaged: %s"), found.text);
    db_close(&db);
    forget_beside(path);
    return r;
}

/* --- taking down ------------------------------------------------------------------------------------------------- */

/* Takes down what came of looking at one. What is not the copy's fault (its version, no room to try it out) is
 * ERR_STATE, and the backup stays good. */
static enum err take_down(struct work *work, int64_t id, const char *kind, int64_t since, enum err result,
                          struct error *fault, struct error *e)
{
    int64_t number = 0;
    const char *action = strcmp(kind, "drill") == 0 ? "backup.drill" : "backup";
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "backup_try", &number, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "backup.tried",
                       BINDS(BIND_INT("id", number), BIND_INT("backup", id), BIND_TEXT("kind", kind),
                             BIND_INT("at", clock_now()),
                             work->actor.user == 0 ? BIND_NULL("account") : BIND_INT("account", work->actor.user),
                             BIND_INT("good", result == ERR_NONE), BIND_INT("milliseconds", clock_steady_ms() - since),
                             BIND_TEXT("why", result == ERR_NONE ? "" : fault->text)),
                       NULL, e);
    if (r == ERR_NONE && result != ERR_NONE && result != ERR_STATE)
        r = db_execute(work->db, "backup.state",
                       BINDS(BIND_INT("id", id), BIND_TEXT("state", "bad"), BIND_TEXT("why", fault->text)), NULL, e);
    if (r == ERR_NONE)
        r = audit_write(work, action, "backup", id, result == ERR_NONE, kind, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static bool is_there(const struct rows *rows)
{
    const char *state = rows_text(rows, 0, "state");
    return strcmp(state, "good") == 0 || strcmp(state, "bad") == 0;
}

static enum err find_one(struct work *work, struct pool *pool, const char *right, int64_t id, struct rows *out,
                         struct error *e)
{
    enum err r = right_need(work, right, e);
    if (r == ERR_NONE)
        r = backup_list(work, pool, id, out, e);
    if (r == ERR_NONE && !is_there(out))
        r = error_set(e, ERR_STATE, NULL, _("Backup %lld has no file (any more)."), (long long)id);
    return r;
}

static bool same_facts(const struct rows *row, const struct backup_facts *facts)
{
    return rows_int(row, 0, "people") == facts->people && rows_int(row, 0, "households") == facts->households &&
           rows_int(row, 0, "visits") == facts->visits && rows_int(row, 0, "cases") == facts->cases &&
           rows_int(row, 0, "accounts") == facts->accounts && rows_int(row, 0, "audited") == facts->audited;
}

static enum err differs(struct error *e)
{
    return error_set(e, ERR_FAILED, NULL, _("The copy is not as it was made: it was changed or is damaged."));
}

enum err backup_verify(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    struct error fault = {0};
    struct backup_facts facts = {0};
    char path[BACKUP_PATH], drafts[BACKUP_PATH];
    int64_t since = clock_steady_ms();
    enum err r = find_one(work, pool, "backup", id, &row, e);
    if (r == ERR_NONE) {
        backup_path(work, rows_text(&row, 0, "file"), false, path);
        backup_path(work, rows_text(&row, 0, "file"), true, drafts);
        r = backup_whole(path, e);
        if (r == ERR_NONE)
            r = digests_of(path, drafts, &facts, e);
        if (r == ERR_NONE && (strcmp(facts.sha256, rows_text(&row, 0, "sha256")) != 0 ||
                              strcmp(facts.drafts_sha256, rows_text(&row, 0, "drafts_sha256")) != 0))
            r = differs(e);
        enum err taken = take_down(work, id, "verify", since, r, e, &fault);
        if (r == ERR_NONE && taken != ERR_NONE) {
            *e = fault;
            r = taken;
        }
    }
    pool_free(&pool);
    return r;
}

/* --- trying one out ---------------------------------------------------------------------------------------------- */

struct drill {
    struct work *work;
    char folder[BACKUP_PATH], database[BACKUP_PATH + 16], drafts[BACKUP_PATH + 24];
};

static enum err copy_file(const char *from, const char *to, struct error *e)
{
    static char piece[PIECE];
    ssize_t n = 0;
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = in >= 0 && out >= 0;
    while (good && (n = read(in, piece, sizeof piece)) > 0)
        good = write(out, piece, (size_t)n) == n;
    int why = errno;
    good = good && n == 0;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (good)
        return ERR_NONE;
    return error_set(e, in < 0 || n < 0 ? ERR_FAILED : ERR_STATE, NULL, _("%s cannot be copied: %s"), from,
                     strerror(why));
}

static enum err restore_copy(struct drill *drill, const char *file, struct error *e)
{
    char path[BACKUP_PATH], drafts[BACKUP_PATH], folder[BACKUP_PATH];
    backup_folder(drill->work, folder);
    backup_path(drill->work, file, false, path);
    backup_path(drill->work, file, true, drafts);
    if (snprintf(drill->folder, sizeof drill->folder, "%s/drill-%ld", folder, (long)getpid()) >=
        (int)sizeof drill->folder)
        return error_set(e, ERR_FAILED, NULL, _("The folder of the backups has too long a name."));
    snprintf(drill->database, sizeof drill->database, "%s/wangge.db", drill->folder);
    snprintf(drill->drafts, sizeof drill->drafts, "%s/wangge-drafts.db", drill->folder);
    if (mkdir(drill->folder, 0700) != 0 && errno != EEXIST)
        return error_set(e, ERR_STATE, NULL, _("The folder %s cannot be made: %s"), drill->folder, strerror(errno));
    enum err r = copy_file(path, drill->database, e);
    return r == ERR_NONE ? copy_file(drafts, drill->drafts, e) : r;
}

static void clear_up(const struct drill *drill)
{
    if (drill->folder[0] == '\0')
        return;
    unlink(drill->database);
    unlink(drill->drafts);
    forget_beside(drill->database);
    forget_beside(drill->drafts);
    rmdir(drill->folder);
}

/* What somebody sees first after logging in. */
static enum err read_as_somebody(struct work *copy, struct pool *pool, struct error *e)
{
    struct rows who = {0}, todo = {0};
    struct summary summary;
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(copy->db, pool, "backup.someone", BINDS(BIND_TEXT("today", today)), &who, e);
    if (r == ERR_NONE && who.count == 0)
        return ERR_NONE; /* an installation without people yet */
    if (r == ERR_NONE)
        r = work_become(copy, rows_text(&who, 0, "login"), "drill", e);
    if (r == ERR_NONE)
        r = summary_read(copy, &summary, e);
    return r == ERR_NONE ? summary_todo(copy, pool, TODO_MOST, &todo, e) : r;
}

static enum err look(struct drill *drill, const struct rows *row, struct pool *pool, struct error *e)
{
    struct work *copy = NULL;
    struct first_finding found = {0};
    struct backup_facts facts = {0};
    enum language language = i18n_language();
    enum err r = work_open_copy(drill->database, &copy, e);
    if (r == ERR_STATE)
        return error_set(
            e, r, NULL,
            _("This backup is of an older version of the program, or of a newer one, and stays as it is: "
              "verify reads it through, but only that version can try it out. Make a new one: backup now."));
    if (r == ERR_NONE) {
        work_become_local(copy);
        r = work_check(copy, find, &found, e);
        if (found.count > 0)
            r = error_set(e, ERR_FAILED, NULL, _("The copy is damaged: %s"), found.text);
    }
    if (r == ERR_NONE)
        r = count(copy->db, &facts, e);
    if (r == ERR_NONE && !same_facts(row, &facts))
        r = differs(e);
    if (r == ERR_NONE)
        r = read_as_somebody(copy, pool, e);
    i18n_use(language);
    work_close(&copy);
    return r == ERR_STATE ? ERR_FAILED : r;
}

enum err backup_drill(struct work *work, int64_t id, struct error *e)
{
    struct drill drill = {.work = work};
    struct pool *pool = pool_new();
    struct rows row = {0};
    struct error fault = {0};
    int64_t since = clock_steady_ms();
    enum err r = find_one(work, pool, "backup.drill", id, &row, e);
    if (r == ERR_NONE) {
        r = restore_copy(&drill, rows_text(&row, 0, "file"), e);
        if (r == ERR_NONE)
            r = look(&drill, &row, pool, e);
        clear_up(&drill);
        enum err taken = take_down(work, id, "drill", since, r, e, &fault);
        if (r == ERR_NONE && taken != ERR_NONE) {
            *e = fault;
            r = taken;
        }
    }
    pool_free(&pool);
    return r;
}

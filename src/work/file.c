/* Files kept for people: DATABASE-files/NUMBER, and a row each. */
#include "wangge/work/file.h"

#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool path_of(const struct work *work, int64_t id, char out[PATH_MAX])
{
    return snprintf(out, PATH_MAX, "%s/%lld", work->files, (long long)id) < PATH_MAX;
}

static enum err cannot(struct error *e, const char *path)
{
    log_error("%s: %s", path, strerror(errno));
    return error_set(e, ERR_FAILED, NULL, _("The server cannot keep the file. Please tell the administrator."));
}

/* The row first: a file without a row is swept away, a row without a file is not listed. */
enum err file_new(struct work *work, const char *name, const char *type, int64_t *id, FILE **out, struct error *e)
{
    char path[PATH_MAX];
    int64_t now = clock_now();
    enum err r = db_begin(work->db, e);

    if (r == ERR_NONE)
        r = db_next(work->db, "stored_file", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "file.add",
                       BINDS(BIND_INT("id", *id), BIND_INT("me", work->actor.user), BIND_TEXT("name", name),
                             BIND_TEXT("type", type), BIND_INT("at", now),
                             BIND_INT("expires", now + (int64_t)FILE_DAYS * DAY_SECONDS)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r != ERR_NONE)
        return r;
    if (mkdir(work->files, 0700) != 0 && errno != EEXIST)
        return cannot(e, work->files);
    if (path_of(work, *id, path))
        unlink(path); /* somebody's of a later day than the database that was restored */
    *out = path_of(work, *id, path) ? fopen(path, "wxe") : NULL;
    return *out == NULL ? cannot(e, path) : ERR_NONE;
}

enum err file_done(struct work *work, int64_t id, struct error *e)
{
    char path[PATH_MAX];
    struct stat about;
    if (!path_of(work, id, path) || stat(path, &about) != 0)
        return cannot(e, path);
    return db_execute(work->db, "file.done",
                      BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_INT("size", about.st_size)),
                      NULL, e);
}

/* The row of the actor's file, its name copied. */
static enum err find(struct work *work, int64_t id, char *name, size_t room, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "file.find", BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("You have no file %lld; it may have been too old."), (long long)id);
    if (r == ERR_NONE && name != NULL)
        text_copy(name, room, rows_text(&rows, 0, "name"));
    pool_free(&pool);
    return r;
}

enum err file_open(struct work *work, int64_t id, FILE **out, char name[128], struct error *e)
{
    char path[PATH_MAX];
    enum err r = find(work, id, name, 128, e);
    *out = NULL;
    if (r == ERR_NONE && (!path_of(work, id, path) || (*out = fopen(path, "re")) == NULL))
        r = error_set(e, ERR_NOT_FOUND, NULL, _("The file %lld is not there any more."), (long long)id);
    return r;
}

enum err file_path(struct work *work, int64_t id, char *out, size_t room, struct error *e)
{
    char path[PATH_MAX];
    enum err r = find(work, id, NULL, 0, e);
    if (r == ERR_NONE && (!path_of(work, id, path) || !text_copy(out, room, path)))
        r = cannot(e, path);
    return r;
}

enum err file_list(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "file.list", BINDS(BIND_INT("me", work->actor.user)), out, e);
}

enum err file_remove(struct work *work, int64_t id, struct error *e)
{
    char path[PATH_MAX];
    int64_t changed = 0;
    enum err r =
        db_execute(work->db, "file.remove", BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user)), &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("You have no file %lld; it may have been too old."), (long long)id);
    if (r == ERR_NONE && path_of(work, id, path))
        unlink(path);
    return r;
}

/* Files of the folder that no row knows: of a process that died in between, or of a database that was restored. */
static void sweep_folder(struct work *work)
{
    DIR *folder = opendir(work->files);
    struct dirent *entry;
    char path[PATH_MAX];
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        struct pool *pool = pool_new();
        struct rows rows = {0};
        int64_t id = id_of(entry->d_name);
        if (id > 0 && db_query(work->db, pool, "file.is_kept", BINDS(BIND_INT("id", id)), &rows, NULL) == ERR_NONE &&
            rows.count == 0 && path_of(work, id, path))
            unlink(path);
        pool_free(&pool);
    }
    if (folder != NULL)
        closedir(folder);
}

/* Rows whose file is gone: of a database that was restored. What is being written has no size yet. */
static enum err forget_lost(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char path[PATH_MAX];
    enum err r = db_query(work->db, pool, "file.kept", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (path_of(work, rows_int(&rows, i, "id"), path) && access(path, F_OK) != 0 && errno == ENOENT)
            r = db_execute(work->db, "file.forget", BINDS(BIND_INT("id", rows_int(&rows, i, "id"))), NULL, e);
    pool_free(&pool);
    return r;
}

enum err file_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct stat about;
    char path[PATH_MAX];
    enum err r = db_query(work->db, pool, "file.kept", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        bool there = path_of(work, rows_int(&rows, i, "id"), path) && stat(path, &about) == 0;
        if (!there || about.st_size != rows_int(&rows, i, "size"))
            report(to, pool_format(pool,
                                   there ? _("The file %s is not as it was written.")
                                         : _("The file %s is not there any more; the server will forget it."),
                                   path));
    }
    pool_free(&pool);
    return r;
}

enum err file_expire(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char path[PATH_MAX];
    enum err r = db_query(work->db, pool, "file.expired", BINDS(BIND_INT("now", clock_now())), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t id = rows_int(&rows, i, "id");
        if (path_of(work, id, path))
            unlink(path);
        r = db_execute(work->db, "file.forget", BINDS(BIND_INT("id", id)), NULL, e);
    }
    if (r == ERR_NONE)
        r = forget_lost(work, e);
    if (r == ERR_NONE)
        sweep_folder(work);
    pool_free(&pool);
    return r;
}

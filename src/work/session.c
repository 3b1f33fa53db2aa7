#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STARTED_FIELD 22 /* of /proc/PID/stat */

void host_name(char out[65])
{
    if (gethostname(out, 65) != 0)
        snprintf(out, 65, "localhost");
    out[64] = '\0';
}

/* When the process began, in ticks since the kernel did; 0 when that cannot be told. */
int64_t process_started(int64_t pid)
{
    char path[48], line[1024];
    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    size_t n = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[n] = '\0';
    const char *p = strrchr(line, ')'); /* the second field, which may hold anything */
    for (int field = 2; p != NULL && field < STARTED_FIELD; field++)
        p = strchr(p + 1, ' ');
    return p == NULL ? 0 : strtoll(p, NULL, 10);
}

bool process_is_gone(int64_t pid, int64_t started)
{
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
        return true;
    int64_t now = process_started(pid);
    return now != 0 && started != 0 && now != started;
}

enum err session_enter(struct work *work, const char *kind, int64_t *id, struct error *e)
{
    struct actor *actor = &work->actor;
    char host[65];
    int64_t row = 0;
    enum err r = db_begin_light(work->db, e);

    host_name(host);
    if (r == ERR_NONE)
        r = db_next(work->db, "session", &row, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "session.insert",
                       BINDS(BIND_INT("id", row), BIND_INT("account", actor->user), BIND_INT("post", actor->own_post),
                             BIND_INT("access", actor->access), BIND_TEXT("kind", kind),
                             BIND_TEXT("source", actor->from), BIND_TEXT("host", host), BIND_TEXT("tty", actor->tty),
                             BIND_TEXT("client", actor->client), BIND_INT("pid", getpid()),
                             BIND_INT("started", process_started(getpid())), BIND_INT("since", clock_now()),
                             work->key == 0 ? BIND_NULL("key") : BIND_INT("key", work->key)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r == ERR_NONE) {
        actor->session = row;
        if (id != NULL)
            *id = row;
    }
    return r;
}

void session_leave(struct work *work)
{
    if (work->actor.session != 0 && db_begin_light(work->db, NULL) == ERR_NONE) {
        if (db_execute(work->db, "session.delete", BINDS(BIND_INT("id", work->actor.session)), NULL, NULL) ==
                ERR_NONE &&
            audit_insert(work, &work->actor, "logout", "user", work->actor.user, 1, "", NULL) == ERR_NONE)
            db_commit(work->db, NULL);
        db_rollback(work->db);
    }
    work->actor.session = 0;
}

/* It left without a word: the audit has it as a leaving that nobody asked for. */
static enum err sweep_one(struct work *work, const struct rows *rows, size_t i, struct error *e)
{
    int64_t id = rows_int(rows, i, "id");
    struct actor gone = {
        .user = rows_int(rows, i, "account"),
        .post = rows_int(rows, i, "post"),
        .area = rows_int(rows, i, "area"),
        .session = id,
    };
    text_copy(gone.login, sizeof gone.login, rows_text(rows, i, "login"));
    text_copy(gone.role, sizeof gone.role, rows_text(rows, i, "role"));
    text_copy(gone.from, sizeof gone.from, rows_text(rows, i, "source"));
    int64_t swept = 0;
    enum err r = db_begin_light(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "session.delete", BINDS(BIND_INT("id", id)), &swept, e);
    if (r == ERR_NONE && swept > 0)
        r = audit_insert(work, &gone, "logout", "user", gone.user, 0, "lost", e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err session_sweep(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char host[65];

    host_name(host);
    enum err r = db_query(work->db, pool, "session.of_host", BINDS(BIND_TEXT("host", host)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (process_is_gone(rows_int(&rows, i, "pid"), rows_int(&rows, i, "started")))
            r = sweep_one(work, &rows, i, e);
    pool_free(&pool);
    return r;
}

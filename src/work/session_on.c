/* Who is on: sessions as administrators see them. */
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A terminal is read when somebody has typed, so its access time tells it (to some 8 seconds), and nobody writes
 * anything down meanwhile. False when it is on another host, or gone. */
static bool typed_at(const char *tty, const char *host, const char *this_host, int64_t *at)
{
    struct stat status;
    char path[64];
    if (*tty == '\0' || strcmp(host, this_host) != 0)
        return false;
    snprintf(path, sizeof path, "/dev/%s", tty);
    if (stat(path, &status) != 0 || !S_ISCHR(status.st_mode))
        return false;
    *at = status.st_atime;
    return true;
}

/* The column idle, in the place of the terminal's name: seconds, null when it cannot be told. */
static void tell_idle(struct pool *pool, struct rows *rows)
{
    char host[65];
    int column = rows_column(rows, "idle");
    host_name(host);
    for (size_t i = 0; i < rows->count; i++) {
        struct value *value = &rows->values[i * rows->columns + (size_t)column];
        int64_t at = 0, since = rows_int(rows, i, "since"), now = clock_now();
        bool known = typed_at(rows_text(rows, i, "idle"), rows_text(rows, i, "host"), host, &at);
        *value = (struct value){.type = VALUE_NULL};
        if (!known)
            continue;
        value->type = VALUE_INT;
        value->number = now - (at > since ? at : since);
        value->number = value->number < 0 ? 0 : value->number;
        value->text = pool_format(pool, "%lld", (long long)value->number);
    }
}

enum err session_list(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "who.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "session.list", BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out,
                     e);
    if (r == ERR_NONE) {
        tell_idle(pool, out);
        rows_iso(pool, out, "since");
    }
    return r;
}

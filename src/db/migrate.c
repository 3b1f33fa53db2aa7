#include "file.h"
#include "statement.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Made before the first migration, so that migrations are recorded from the first on. */
static const char version_table[] =
    "create table if not exists schema_version (number @INT@ not null primary key, name text not null,"
    " checksum text not null, applied_at @INT@ not null) @STRICT@;";

struct migration {
    int number;
    char *name, *text;
    char checksum[17];
};

struct migrations {
    struct pool *pool;
    struct migration *list;
    size_t count;
};

/* Read once, before the first fork. */
static struct migrations shipped;
static const char *shipped_dir;

static int is_migration(const struct dirent *entry)
{
    const char *name = entry->d_name;
    size_t n = strlen(name);
    return n > 8 && strspn(name, "0123456789") == 3 && name[3] == '_' && strcmp(name + n - 4, ".sql") == 0;
}

static enum err read_migration(struct pool *pool, const char *dir, const char *name, struct migration *out,
                               struct error *e)
{
    struct buffer text = {0};
    enum err r = file_read(pool_format(pool, "%s/%s", dir, name), &text, e);
    if (r == ERR_NONE) {
        out->number = (int)strtol(name, NULL, 10);
        out->name = pool_text(pool, name);
        out->text = pool_text(pool, buffer_text(&text));
        snprintf(out->checksum, sizeof out->checksum, "%016" PRIx64, statement_hash(out->text));
    }
    buffer_free(&text);
    return r;
}

static enum err read_migrations(const char *dir, struct migrations *out, struct error *e)
{
    struct dirent **files = NULL;
    enum err r = ERR_NONE;

    if (shipped_dir != NULL && strcmp(dir, shipped_dir) == 0) {
        out->list = shipped.list;
        out->count = shipped.count;
        return ERR_NONE;
    }
    int n = scandir(dir, &files, is_migration, alphasort);
    if (n < 0)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), dir, strerror(errno));
    out->list = pool_new_piece(out->pool, (size_t)n + 1, sizeof *out->list);
    for (int i = 0; i < n; i++) {
        struct migration *m = &out->list[out->count];
        if (r == ERR_NONE)
            r = read_migration(out->pool, dir, files[i]->d_name, m, e);
        if (r == ERR_NONE && out->count > 0 && m[-1].number == m->number)
            r = error_set(e, ERR_FAILED, NULL, _("Two migrations have the number %d."), m->number);
        out->count++;
        free(files[i]);
    }
    free(files);
    return r;
}

enum err db_load_migrations(const char *schema_dir, struct error *e)
{
    pool_free(&shipped.pool);
    shipped = (struct migrations){.pool = pool_new()};
    shipped_dir = NULL;
    enum err r = read_migrations(schema_dir, &shipped, e);
    if (r == ERR_NONE)
        shipped_dir = pool_text(shipped.pool, schema_dir);
    return r;
}

static const struct migration *by_number(const struct migrations *all, int64_t number)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].number == number)
            return &all->list[i];
    return NULL;
}

static bool is_applied(const struct rows *applied, int64_t number)
{
    for (size_t i = 0; i < applied->count; i++)
        if (rows_int(applied, i, "number") == number)
            return true;
    return false;
}

/* What the database has must be what this program knows, word by word. */
static enum err compare(const struct migrations *all, const struct rows *applied, struct error *e)
{
    for (size_t i = 0; i < applied->count; i++) {
        const char *name = rows_text(applied, i, "name");
        const struct migration *m = by_number(all, rows_int(applied, i, "number"));
        if (m == NULL)
            return error_set(e, ERR_STATE, NULL,
                             _("The database is newer than this program (%s). Install the newer "
                               "program."),
                             name);
        if (strcmp(m->checksum, rows_text(applied, i, "checksum")) != 0)
            return error_set(e, ERR_STATE, NULL, _("%s was changed after it had been applied to this database."), name);
    }
    return ERR_NONE;
}

static enum err apply(struct db *db, const struct migration *m, struct error *e)
{
    enum err r = db_begin(db, e);
    if (r == ERR_NONE)
        r = db_execute_script(db, m->text, e);
    if (r == ERR_NONE)
        r = db_execute(db, "schema.applied",
                       BINDS(BIND_INT("number", m->number), BIND_TEXT("name", m->name),
                             BIND_TEXT("checksum", m->checksum), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    return r;
}

/* The migrations of the folder, and what this database has of them. */
static enum err look(struct db *db, struct migrations *all, const char *dir, struct rows *applied, struct error *e)
{
    struct rows columns = {0};
    enum err r = read_migrations(dir, all, e);
    if (r == ERR_NONE)
        r = db_columns(db, all->pool, "schema_version", &columns, e);
    if (r == ERR_NONE && columns.count > 0)
        r = db_query(db, all->pool, "schema.versions", NULL, applied, e);
    if (r == ERR_NONE)
        r = compare(all, applied, e);
    return r;
}

static void tell(void (*report)(void *to, const char *line), void *to, int dry, const char *name)
{
    struct buffer line = {0};
    if (report == NULL)
        return;
    buffer_format(&line, dry != 0 ? _("would apply %s") : _("applied %s"), name);
    report(to, buffer_text(&line));
    buffer_free(&line);
}

enum err db_migrate(struct db *db, const char *schema_dir, int dry, void (*report)(void *to, const char *line),
                    void *to, struct error *e)
{
    struct migrations all = {.pool = pool_new()};
    struct rows applied = {0};
    enum err r = look(db, &all, schema_dir, &applied, e);

    if (r == ERR_NONE && dry == 0)
        r = db_execute_script(db, version_table, e);
    for (size_t i = 0; r == ERR_NONE && i < all.count; i++) {
        if (is_applied(&applied, all.list[i].number))
            continue;
        if (dry == 0)
            r = apply(db, &all.list[i], e);
        if (r == ERR_NONE)
            tell(report, to, dry, all.list[i].name);
    }
    pool_free(&all.pool);
    return r;
}

enum err db_check_version(struct db *db, const char *schema_dir, struct error *e)
{
    struct migrations all = {.pool = pool_new()};
    struct rows applied = {0};
    enum err r = look(db, &all, schema_dir, &applied, e);

    for (size_t i = 0; r == ERR_NONE && i < all.count; i++)
        if (!is_applied(&applied, all.list[i].number))
            r = error_set(e, ERR_STATE, NULL,
                          _("The database is older than this program (%s is missing). Run: wangge "
                            "migrate"),
                          all.list[i].name);
    pool_free(&all.pool);
    return r;
}

#include "arena.h"
#include "engine.h"
#include "statement.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS         10000
#define BULK_CACHE_SIZE "-262144"
#define LONG_CACHE_SIZE "-16384"
#define CACHE_SIZE      "-256" /* KiB: with 2,000 a session costs 2 MB more */

/* Of the WAL's index, in words of 32 bits; sqlite.org/walformat.html, "The WAL-Index File Format". */
enum { WAL_INDEX_FRAMES = 4, WAL_INDEX_CHECKSUM = 10, WAL_INDEX_WORDS = 12 };

#define SETTLED_AFTER 2 /* seconds */

struct engine {
    sqlite3 *sqlite;
    sqlite3_stmt *mark;
    bool scratch, gave_up;
};

struct prepared {
    struct engine *engine;
    sqlite3_stmt *statement;
};

/* Before the fork, so that sessions share what it takes. SQLite makes room for a run of pages at each open otherwise,
 * and counts its memory with a lock. */
void engine_start(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
    sqlite3_initialize();
    arena_keep();
}

void db_stay_small(void)
{
    arena_use();
}

static enum err failure(sqlite3 *sqlite, int code, struct error *e)
{
    int extended = sqlite == NULL ? code : sqlite3_extended_errcode(sqlite);
    if (extended != SQLITE_INTERRUPT) /* given up as was told */
        log_warning("sqlite: %d %s", extended, sqlite == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(sqlite));
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(e, ERR_AGAIN, NULL, _("The database is busy. Please try again."));
    case SQLITE_FULL:
        return error_set(e, ERR_FAILED, NULL,
                         _("The disk of the server is full. Nothing was saved; please tell the "
                           "administrator."));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return error_set(e, ERR_FAILED, NULL, _("The database cannot be written. Please tell the administrator."));
    case SQLITE_CONSTRAINT:
        if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
            return error_set(e, ERR_CONFLICT, NULL, _("This is there already."));
        return error_set(e, ERR_FAILED, NULL, _("This does not fit what is saved already. Nothing was saved."));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_set(e, ERR_FAILED, NULL, _("The database file is damaged. Please tell the administrator."));
    default:
        return error_set(e, ERR_FAILED, NULL, _("The database did not do it; the log has the cause."));
    }
}

static enum err simple(struct engine *engine, const char *sql, struct error *e)
{
    int code = sqlite3_exec(engine->sqlite, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ERR_NONE : failure(engine->sqlite, code, e);
}

/* SQLite would make the file readable for all; the WAL takes its rights from the database. */
static void make_private(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

/* With statistics, SQLite 3.40 may walk an index to the next value of an IN list instead of seeking it (OP_SeekScan),
 * and then lets rows pass that the next column's upper bound excludes: pages of lists repeated their last row. */
#define NO_SEEK_SCAN 0x00020000

static enum err configure(struct engine *engine, enum db_mode mode, struct error *e)
{
    sqlite3 *s = engine->sqlite;
    bool creates = mode == DB_CREATE || mode == DB_SCRATCH;

    sqlite3_extended_result_codes(s, 1);
    sqlite3_busy_timeout(s, BUSY_MS);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, s, NO_SEEK_SCAN);
    enum err r = simple(engine,
                        "pragma cache_size=" CACHE_SIZE "; pragma mmap_size=0; "
                        "pragma journal_size_limit=67108864; "
                        /* what is deleted is overwritten, and no piece of a sort comes onto a disk */
                        "pragma secure_delete=on; pragma temp_store=memory;",
                        e);
    if (r == ERR_NONE && creates)
        r = simple(engine, "pragma journal_mode=wal;", e);
    if (r == ERR_NONE)
        r = simple(engine, mode == DB_SCRATCH ? "pragma synchronous=normal;" : "pragma synchronous=full;", e);
    return r;
}

enum err engine_open(const char *path, enum db_mode mode, struct engine **out, struct error *e)
{
    static const int flags[] = {
        [DB_EXISTING] = SQLITE_OPEN_READWRITE,
        [DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [DB_READ_ONLY] = SQLITE_OPEN_READONLY,
        [DB_SCRATCH] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    };
    struct engine *engine = mem_new(1, sizeof *engine);
    engine->scratch = mode == DB_SCRATCH;
    enum err r = ERR_NONE;

    if ((flags[mode] & SQLITE_OPEN_CREATE) != 0)
        make_private(path);
    int code = sqlite3_open_v2(path, &engine->sqlite, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        r = configure(engine, mode, e);
    else
        r = error_set(e, ERR_FAILED, NULL, _("The database %s cannot be opened: %s."), path, sqlite3_errstr(code));
    if (r != ERR_NONE) {
        engine_close(engine);
        engine = NULL;
    }
    *out = engine;
    return r;
}

void engine_close(struct engine *engine)
{
    if (engine == NULL)
        return;
    sqlite3_finalize(engine->mark);
    if (sqlite3_close(engine->sqlite) != SQLITE_OK)
        log_error("sqlite: closed with statements left");
    mem_free(engine);
    arena_release();
}

enum err engine_prepare(struct engine *engine, const char *text, struct prepared **out, struct error *e)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v3(engine->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    *out = NULL;
    if (code != SQLITE_OK) {
        log_warning("sqlite: in: %.200s", text);
        return failure(engine->sqlite, code, e);
    }
    *out = mem_new(1, sizeof **out);
    **out = (struct prepared){.engine = engine, .statement = statement};
    return ERR_NONE;
}

void engine_forget(struct prepared *prepared)
{
    sqlite3_finalize(prepared->statement);
    mem_free(prepared);
}

static void bind(sqlite3_stmt *st, int at, const struct bind *b)
{
    int code = SQLITE_OK;
    switch (b->type) {
    case VALUE_NULL:
        code = sqlite3_bind_null(st, at);
        break;
    case VALUE_INT:
        code = sqlite3_bind_int64(st, at, b->number);
        break;
    case VALUE_REAL:
        code = sqlite3_bind_double(st, at, b->real);
        break;
    case VALUE_TEXT:
        code = sqlite3_bind_text(st, at, b->text, -1, SQLITE_STATIC); /* it is run before we return */
        break;
    }
    if (code != SQLITE_OK)
        log_fatal("sqlite: parameter %d: %s", at, sqlite3_errstr(code));
}

static struct value column_value(sqlite3_stmt *st, int i, struct pool *pool)
{
    struct value v = {.type = VALUE_NULL};
    switch (sqlite3_column_type(st, i)) {
    case SQLITE_NULL:
        return v;
    case SQLITE_INTEGER:
        v.type = VALUE_INT;
        v.number = sqlite3_column_int64(st, i);
        break;
    case SQLITE_FLOAT:
        v.type = VALUE_REAL;
        v.real = sqlite3_column_double(st, i);
        break;
    default:
        v.type = VALUE_TEXT;
        break;
    }
    const char *text = (const char *)sqlite3_column_text(st, i);
    if (text == NULL)
        log_fatal("sqlite: out of memory");
    v.text = pool_text_n(pool, text, (size_t)sqlite3_column_bytes(st, i));
    return v;
}

/* rows->values grows by doubling; the pool has no resize, so at most as much again is left behind. */
static void add_row(sqlite3_stmt *st, struct pool *pool, struct rows *rows, size_t *room)
{
    if (rows->count == *room) {
        *room = *room == 0 ? 8 : *room * 2;
        struct value *more = pool_new_piece(pool, *room * rows->columns, sizeof *more);
        if (rows->count > 0)
            memcpy(more, rows->values, rows->count * rows->columns * sizeof *more);
        rows->values = more;
    }
    struct value *row = &rows->values[rows->count * rows->columns];
    for (size_t i = 0; i < rows->columns; i++)
        row[i] = column_value(st, (int)i, pool);
    rows->count++;
}

static void name_columns(sqlite3_stmt *st, struct pool *pool, struct rows *rows)
{
    rows->columns = (size_t)sqlite3_column_count(st);
    rows->names = pool_new_piece(pool, rows->columns + 1, sizeof *rows->names);
    for (size_t i = 0; i < rows->columns; i++)
        rows->names[i] = pool_text(pool, sqlite3_column_name(st, (int)i));
}

enum err engine_run(struct engine *engine, struct prepared *prepared, const struct bind *const *values, size_t n,
                    struct pool *pool, struct rows *rows, int64_t *changed, struct error *e)
{
    sqlite3_stmt *st = prepared->statement;
    size_t room = 0;
    int code = SQLITE_OK;

    for (size_t i = 0; i < n; i++)
        bind(st, (int)i + 1, values[i]);
    if (rows != NULL) {
        *rows = (struct rows){0};
        code = sqlite3_step(st); /* the first step may prepare anew: the columns are read after it */
        name_columns(st, pool, rows);
        for (; code == SQLITE_ROW; code = sqlite3_step(st))
            add_row(st, pool, rows, &room);
    } else {
        while ((code = sqlite3_step(st)) == SQLITE_ROW)
            continue;
    }
    if (changed != NULL)
        *changed = code == SQLITE_DONE ? sqlite3_changes64(engine->sqlite) : 0;
    enum err r = code == SQLITE_DONE ? ERR_NONE : failure(engine->sqlite, code, e);
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return r;
}

static int give_up(void *to)
{
    struct engine *engine = to;
    engine->gave_up = true;
    return 1;
}

void engine_limit(struct engine *engine, int64_t steps)
{
    engine->gave_up = false;
    sqlite3_progress_handler(engine->sqlite, (int)steps, steps == 0 ? NULL : give_up, engine);
}

bool engine_gave_up(const struct engine *engine)
{
    return engine->gave_up;
}

enum err engine_script(struct engine *engine, const char *sql, struct error *e)
{
    return simple(engine, sql, e);
}

void engine_set_waiting(struct engine *engine, bool waiting)
{
    if (!engine->scratch)
        simple(engine, waiting ? "pragma synchronous=full" : "pragma synchronous=normal", NULL);
}

enum err engine_begin(struct engine *engine, struct error *e)
{
    return simple(engine, "begin immediate", e);
}

enum err engine_commit(struct engine *engine, struct error *e)
{
    return simple(engine, "commit", e);
}

void engine_rollback(struct engine *engine)
{
    if (engine_in_transaction(engine))
        simple(engine, "rollback", NULL);
}

bool engine_in_transaction(const struct engine *engine)
{
    return sqlite3_get_autocommit(engine->sqlite) == 0;
}

int64_t engine_change_mark(struct engine *engine)
{
    int64_t mark = 0;
    if (engine->mark == NULL)
        sqlite3_prepare_v3(engine->sqlite, "pragma data_version", -1, SQLITE_PREPARE_PERSISTENT, &engine->mark, NULL);
    if (engine->mark != NULL && sqlite3_step(engine->mark) == SQLITE_ROW)
        mark = sqlite3_column_int64(engine->mark, 0);
    sqlite3_reset(engine->mark);
    return mark;
}

/* Without a WAL all is in the database, which is never written otherwise. SQLite has no locks on the WAL that the
 * closing of another descriptor would take away. */
enum err engine_settle(const char *path, struct error *e)
{
    char wal[PATH_MAX];
    snprintf(wal, sizeof wal, "%s-wal", path);
    int fd = open(wal, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 ? fdatasync(fd) == 0 : errno == ENOENT;
    if (fd >= 0)
        close(fd);
    return done ? ERR_NONE : error_set(e, ERR_FAILED, NULL, _("The database did not do it; the log has the cause."));
}

/* Without a WAL all that was saved is in the file, and its time tells of the last time; not of two that follow each
 * other more closely than the system's clock counts, so one of just now tells nothing. */
static uint64_t glance_at_file(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0 || time(NULL) - about.st_mtim.tv_sec < SETTLED_AFTER)
        return 0;
    return 1ull << 63 | ((uint64_t)about.st_mtim.tv_sec * 1000000000 + (uint64_t)about.st_mtim.tv_nsec);
}

/* The header of the WAL's index ends with a checksum over all before, and that counts the transactions. A header that
 * is just being written looks like none that was seen before. That of an empty WAL is the same each time, whatever was
 * saved before it began. */
uint64_t engine_glance(const char *path)
{
    char index[PATH_MAX];
    uint32_t words[WAL_INDEX_WORDS];
    snprintf(index, sizeof index, "%s-shm", path);
    int fd = open(index, O_RDONLY | O_CLOEXEC);
    bool whole = fd >= 0 && pread(fd, words, sizeof words, 0) == sizeof words;
    if (fd >= 0)
        close(fd);
    if (!whole || words[WAL_INDEX_FRAMES] == 0)
        return glance_at_file(path);
    return (uint64_t)words[WAL_INDEX_CHECKSUM] << 32 | words[WAL_INDEX_CHECKSUM + 1];
}

void engine_set_roomy(struct engine *engine, bool roomy)
{
    simple(engine, roomy ? "pragma cache_size=" LONG_CACHE_SIZE : "pragma cache_size=" CACHE_SIZE, NULL);
}

void engine_bulk_begin(struct engine *engine)
{
    sqlite3_exec(engine->sqlite, "pragma cache_size=" BULK_CACHE_SIZE "; pragma synchronous=off", NULL, NULL, NULL);
}

enum err engine_bulk_end(struct engine *engine, struct error *e)
{
    return engine_script(
        engine, "pragma synchronous=full; analyze; pragma wal_checkpoint(truncate); pragma cache_size=" CACHE_SIZE, e);
}

/* At most so many rows of each index are looked at. */
enum err engine_upkeep(struct engine *engine, struct error *e)
{
    return engine_script(engine, "pragma analysis_limit=1000; analyze", e);
}

/* Others cannot write while it waits for who is reading: so it hardly waits. */
enum err engine_forget_removed(struct engine *engine, bool *whole, struct error *e)
{
    sqlite3_busy_timeout(engine->sqlite, 50);
    int code = sqlite3_wal_checkpoint_v2(engine->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(engine->sqlite, BUSY_MS);
    *whole = code == SQLITE_OK;
    return code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED ? ERR_NONE
                                                                             : failure(engine->sqlite, code, e);
}

struct finding {
    void (*report)(void *to, const char *line);
    void *to;
    int found;
};

/* One row of a check: its columns joined, "ok" is no finding. */
static int on_finding(void *to, int n, char **columns, char **names)
{
    struct finding *finding = to;
    char line[256] = "";
    (void)names;
    if (n == 1 && columns[0] != NULL && strcmp(columns[0], "ok") == 0)
        return 0;
    for (int i = 0; i < n; i++) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "%s%s", i == 0 ? "" : " ", columns[i] == NULL ? "-" : columns[i]);
    }
    finding->found++;
    if (finding->report != NULL)
        finding->report(finding->to, line);
    return 0;
}

enum err engine_check(struct engine *engine, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    static const char *const checks[] = {"pragma integrity_check", "pragma foreign_key_check"};
    struct finding finding = {.report = report, .to = to};
    int code = sqlite3_exec(engine->sqlite, "pragma cache_size=" BULK_CACHE_SIZE, NULL, NULL, NULL);

    /* Every row is looked up in every index: with a session's cache each time from the file. */
    for (size_t i = 0; code == SQLITE_OK && i < COUNT_OF(checks); i++)
        code = sqlite3_exec(engine->sqlite, checks[i], on_finding, &finding, NULL);
    if (code != SQLITE_OK)
        return failure(engine->sqlite, code, e);
    engine_set_roomy(engine, false);
    if (finding.found > 0)
        return error_set(e, ERR_FAILED, NULL, _("The database has %d faults."), finding.found);
    return ERR_NONE;
}

enum err engine_backup(struct engine *engine, const char *to_path, struct error *e)
{
    sqlite3 *copy = NULL;
    sqlite3_backup *backup = NULL;

    if (access(to_path, F_OK) == 0)
        return error_set(e, ERR_FAILED, NULL, _("%s is there already. Give another name."), to_path);
    make_private(to_path);
    int code = sqlite3_open_v2(to_path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        backup = sqlite3_backup_init(copy, "main", engine->sqlite, "main");
    if (backup != NULL) {
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else {
        code = sqlite3_errcode(copy);
    }
    sqlite3_close(copy);
    if (code == SQLITE_OK)
        return ERR_NONE;
    unlink(to_path);
    log_warning("sqlite: backup: %s", sqlite3_errstr(code));
    return error_set(e, ERR_FAILED, NULL, _("%s cannot be written: %s."), to_path, sqlite3_errstr(code));
}

const char *engine_scrub_script(void)
{
    return "vacuum; pragma wal_checkpoint(truncate);";
}

const char *engine_columns_query(void)
{
    return "select name from pragma_table_info($table) order by cid";
}

const char *engine_catalog_query(void)
{
    return "select m.name as table_name, c.name as name, case when c.type = 'TEXT' then 1 else 0 end as is_text, c.pk "
           "as pk"
           " from sqlite_master m join pragma_table_info(m.name) c"
           " where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid";
}

const char *engine_size_query(void)
{
    return "select n.page_count * s.page_size as bytes, f.freelist_count * s.page_size as unused "
           "from pragma_page_count n, pragma_page_size s, pragma_freelist_count f";
}

const char *engine_indexes_query(void)
{
    return "select name from pragma_index_list($table)";
}

const char *engine_ddl_word(const char *word, size_t n)
{
    static const char *const words[][2] = {
        {"INT",       "integer"                     },
        {"ID",        "integer not null primary key"},
        {"REAL",      "real"                        },
        {"STRICT",    "strict"                      },
        {"CLUSTERED", "strict, without rowid"       }
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i][0]) == n && strncmp(words[i][0], word, n) == 0)
            return words[i][1];
    return NULL;
}

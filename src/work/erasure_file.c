/* Files of people (work/file.h) are searched for a person's data. */
#include "erasure_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/table_file.h"
#include "wangge/work/work.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE    200
#define OVERLAP 256 /* bytes: longer than any word */

static bool holds(const char *text, const struct erasure_words *words)
{
    for (size_t i = 0; words->all[i] != NULL; i++)
        if (strstr(text, words->all[i]) != NULL)
            return true;
    return false;
}

/* A table, cell by cell; *readable false when it is none. */
static bool table_holds(const char *path, const struct erasure_words *words, bool *readable)
{
    struct table_file *file = NULL;
    struct table_row row;
    bool more = true, found = false;
    enum err r = table_file_open(path, &file, NULL);
    while (r == ERR_NONE && more && !found) {
        r = table_file_next(file, &row, &more, NULL);
        for (size_t i = 0; r == ERR_NONE && more && !found && i < row.count; i++)
            found = holds(row.cells[i], words);
    }
    *readable = r == ERR_NONE;
    table_file_close(&file);
    return found;
}

/* Any other file, as bytes. */
static bool bytes_hold(const char *path, const struct erasure_words *words)
{
    static char piece[65536 + OVERLAP];
    FILE *file = fopen(path, "re");
    size_t kept = 0, n;
    bool found = false;
    while (file != NULL && !found && (n = fread(piece + kept, 1, sizeof piece - kept, file)) > 0) {
        n += kept;
        for (size_t i = 0; !found && words->all[i] != NULL; i++)
            found = memmem(piece, n, words->all[i], strlen(words->all[i])) != NULL;
        kept = n < OVERLAP ? n : OVERLAP;
        memmove(piece, piece + n - kept, kept);
    }
    if (file != NULL)
        fclose(file);
    return found;
}

static enum err remove_file(struct work *work, const struct rows *rows, size_t i, const char *path, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "file.forget", BINDS(BIND_INT("id", rows_int(rows, i, "id"))), NULL, e);
    if (r == ERR_NONE)
        r = inbox_add(work, rows_int(rows, i, "account"), "file", rows_int(rows, i, "id"), 0,
                      _("A file of yours held data that had to be deleted; it is gone. Make it anew if you need it."),
                      e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r == ERR_NONE && unlink(path) != 0)
        log_error("%s cannot be removed", path);
    return r;
}

enum err erasure_of_files(struct work *work, const struct erasure_words *words, int64_t *files, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t after = 0;
    enum err r;
    do {
        r = db_query(work->db, pool, "erasure.files", BINDS(BIND_INT("after", after), BIND_INT("limit", PAGE)), &rows,
                     e);
        for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
            char path[PATH_MAX];
            bool readable = false;
            after = rows_int(&rows, i, "id");
            if (snprintf(path, sizeof path, "%s/%lld", work->files, (long long)after) >= (int)sizeof path)
                continue;
            if (table_holds(path, words, &readable) || bytes_hold(path, words)) {
                r = remove_file(work, &rows, i, path, e);
                (*files)++;
            }
        }
    } while (r == ERR_NONE && rows.count == PAGE);
    pool_free(&pool);
    return r;
}

#include "wangge/table/kept.h"

#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/blank.h"

#include <stdio.h>
#include <string.h>

#define WORDS_MOST 12
#define KEYS_MOST  5

static struct pool *loaded;
static struct csv *kept;

enum err kept_texts_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    pool_free(&loaded);
    loaded = pool_new();
    snprintf(path, sizeof path, "%s/kept_texts.csv", etc_dir);
    return csv_load(loaded, path, &kept, e);
}

static bool is_kept(const char *table, const char *column)
{
    for (size_t i = 0; kept != NULL && i < kept->count; i++) {
        const char *name = csv_cell(kept, &kept->rows[i], "column");
        if (strcmp(csv_cell(kept, &kept->rows[i], "table"), table) == 0 &&
            (strcmp(name, "*") == 0 || strcmp(name, column) == 0))
            return true;
    }
    return false;
}

/* The columns of the key of the table at rows from first on. */
static void take_keys(const struct rows *rows, size_t first, struct text_column *out)
{
    size_t n = 0;
    for (size_t i = first; i < rows->count && strcmp(rows_text(rows, i, "table_name"), out->table) == 0; i++)
        if (rows_int(rows, i, "pk") > 0 && n < KEYS_MOST)
            out->keys[n++] = rows_text(rows, i, "name");
    out->keys[n] = NULL;
}

enum err text_columns(struct db *db, struct pool *pool, struct text_column **out, size_t *count, struct error *e)
{
    struct rows rows = {0};
    size_t first = 0;
    enum err r = db_catalog(db, pool, &rows, e);
    *count = 0;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *table = rows_text(&rows, i, "table_name"), *name = rows_text(&rows, i, "name");
        if (i > 0 && strcmp(rows_text(&rows, i - 1, "table_name"), table) != 0)
            first = i;
        if (rows_int(&rows, i, "is_text") == 0 || is_kept(table, name))
            continue;
        struct text_column *column = &(*out)[(*count)++];
        *column = (struct text_column){.table = table, .name = name};
        take_keys(&rows, first, column);
    }
    return r;
}

/* replace(replace("c", $w0, '*'), $w1, '*'), and the binds. */
static const char *cleared(struct pool *pool, const struct text_column *column, const char *const *words,
                           struct bind *binds)
{
    const char *made = pool_format(pool, "t.\"%s\"", column->name);
    size_t n = 0;
    for (; words[n] != NULL && n < WORDS_MOST; n++) {
        made = pool_format(pool, "replace(%s, $w%zu, '" BLANK_TEXT "')", made, n);
        binds[n] = BIND_TEXT(pool_format(pool, "w%zu", n), words[n]);
    }
    binds[n] = (struct bind){.name = NULL};
    return made;
}

/* One row, found by its key, unless somebody has changed it meanwhile: then it is found again. */
static enum err write(struct db *db, struct pool *pool, const struct text_column *column, const struct rows *rows,
                      size_t row, struct error *e)
{
    struct bind binds[KEYS_MOST + 3] = {BIND_TEXT("cleared_text", rows_text(rows, row, "cleared_text")),
                                        BIND_TEXT("former_text", rows_text(rows, row, "former_text"))};
    const char *where = pool_format(pool, "\"%s\" = $former_text", column->name);
    for (size_t i = 0; column->keys[i] != NULL; i++) {
        const struct value *key = rows_value(rows, row, column->keys[i]);
        binds[i + 2] =
            key->type == VALUE_INT ? BIND_INT(column->keys[i], key->number) : BIND_TEXT(column->keys[i], key->text);
        where = pool_format(pool, "%s and \"%s\" = $%s", where, column->keys[i], column->keys[i]);
    }
    const char *sql =
        pool_format(pool, "update \"%s\" set \"%s\" = $cleared_text where %s", column->table, column->name, where);
    return db_execute_text(db, sql, binds, NULL, e);
}

static enum err write_all(struct db *db, struct pool *pool, const struct text_column *column, const struct rows *rows,
                          struct error *e)
{
    enum err r = db_begin(db, e);
    for (size_t i = 0; r == ERR_NONE && i < rows->count; i++)
        r = write(db, pool, column, rows, i, e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    return r;
}

enum err text_column_clear(struct db *db, const struct text_column *column, const char *besides,
                           const char *const *words, int limit, int64_t *some, struct error *e)
{
    struct pool *pool = pool_new();
    struct bind binds[WORDS_MOST + 1];
    struct rows rows = {0};
    const char *value = cleared(pool, column, words, binds), *keys = "";
    *some = 0;
    for (size_t i = 0; column->keys[i] != NULL; i++)
        keys = pool_format(pool, "%st.\"%s\", ", keys, column->keys[i]);
    const char *sql = pool_format(
        pool, "select %st.\"%s\" as former_text, %s as cleared_text from \"%s\" t where %s <> t.\"%s\"%s%s limit %d",
        keys, column->name, value, column->table, value, column->name, besides == NULL ? "" : " and ",
        besides == NULL ? "" : besides, limit);
    enum err r = words[0] == NULL ? ERR_NONE : db_query_text(db, pool, sql, binds, &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = write_all(db, pool, column, &rows, e);
    *some = r == ERR_NONE ? (int64_t)rows.count : 0;
    pool_free(&pool);
    return r;
}

#include "audit_chain.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void add_text(struct buffer *to, const char *text)
{
    char length[24];
    size_t n = strlen(text);
    buffer_add(to, length, (size_t)snprintf(length, sizeof length, "%zu:", n));
    buffer_add(to, text, n);
}

/* A number is told by its digits, nothing at all by a dash: neither begins like a text. */
static void add_value(struct buffer *to, enum value_type type, int64_t number, const char *text)
{
    char digits[24];
    if (type == VALUE_NULL)
        buffer_add_char(to, '-');
    else if (type == VALUE_INT)
        buffer_add(to, digits, (size_t)snprintf(digits, sizeof digits, "=%" PRId64 ";", number));
    else
        add_text(to, text);
}

static void digest_of(const struct buffer *made, char out[SHA256_TEXT])
{
    uint8_t digest[SHA256_SIZE];
    sha256(buffer_text(made), made->length, digest);
    hex_text(digest, sizeof digest, out);
}

void audit_hash(const char *previous, const struct bind *columns, char out[SHA256_TEXT])
{
    struct buffer made = {0};
    add_text(&made, previous);
    for (const struct bind *column = columns; column->name != NULL; column++)
        add_value(&made, column->type, column->number, column->text);
    digest_of(&made, out);
    buffer_free(&made);
}

void audit_hash_of_row(const char *previous, const struct rows *rows, size_t i, int64_t id, char out[SHA256_TEXT])
{
    static struct buffer made; /* kept: a million rows are looked at in a run */
    const struct value *row = &rows->values[i * rows->columns];
    buffer_clear(&made);
    add_text(&made, previous);
    add_value(&made, VALUE_INT, id, NULL);
    for (size_t column = 1; column + 1 < rows->columns; column++) /* the first is the number, the last the hash */
        add_value(&made, row[column].type, row[column].number, row[column].text);
    digest_of(&made, out);
}

enum err audit_page(struct db *db, struct pool *pool, int64_t after, struct rows *out, struct error *e)
{
    pool_reset(pool);
    *out = (struct rows){0};
    return db_query(db, pool, "audit.chain", BINDS(BIND_INT("after", after), BIND_INT("limit", AUDIT_PAGE)), out, e);
}

static enum err chain_page(struct db *db, const struct rows *rows, char previous[SHA256_TEXT], int64_t *last,
                           struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; i < rows->count && r == ERR_NONE; i++) {
        char hash[SHA256_TEXT];
        *last = rows_int(rows, i, "id");
        audit_hash_of_row(previous, rows, i, *last, hash);
        memcpy(previous, hash, SHA256_TEXT);
        r = db_execute(db, "audit.put_hash", BINDS(BIND_TEXT("hash", hash), BIND_INT("id", *last)), NULL, e);
    }
    return r;
}

static enum err chain_all(struct db *db, struct pool *pool, struct error *e)
{
    char previous[SHA256_TEXT] = AUDIT_BEGINNING;
    int64_t last = 0;
    struct rows rows = {0};
    enum err r = db_begin(db, e);
    if (r == ERR_NONE)
        r = audit_page(db, pool, last, &rows, e);
    while (r == ERR_NONE && rows.count > 0) {
        r = chain_page(db, &rows, previous, &last, e);
        if (r == ERR_NONE)
            r = audit_page(db, pool, last, &rows, e);
    }
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    return r;
}

/* All in one transaction: when the first row has no hash, none has. */
enum err audit_chain_fill(struct db *db, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "audit.first", NULL, &rows, e);
    if (r == ERR_NONE && rows.count > 0 && *rows_text(&rows, 0, "hash") == '\0')
        r = chain_all(db, pool, e);
    pool_free(&pool);
    return r;
}

enum err audit_head(struct work *work, int64_t *id, char hash[SHA256_TEXT], struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "audit.head", NULL, &rows, e);
    *id = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "id") : 0;
    text_copy(hash, SHA256_TEXT, *id == 0 ? AUDIT_BEGINNING : rows_text(&rows, 0, "hash"));
    pool_free(&pool);
    return r == ERR_NONE ? db_settle(work->db, e) : r;
}

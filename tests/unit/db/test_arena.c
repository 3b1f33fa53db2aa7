/* The memory that SQLite has to itself in a server's sessions: every size goes in and comes out whole, before a rest
 * and after it. */
#include "helper.h"

#include <string.h>

static const char statements[] = "-- name: note.add\n"
                                 "insert into note (id, text) values ($id, $text);\n"
                                 "-- name: note.all\n"
                                 "select id, text from note order by id;\n"
                                 "-- name: schema.versions\n"
                                 "select number, name, checksum from schema_version order by number;\n"
                                 "-- name: schema.applied\n"
                                 "insert into schema_version (number, name, checksum, applied_at)\n"
                                 "values ($number, $name, $checksum, $at);\n";

static struct error e;

static char *letters(struct pool *pool, size_t n)
{
    char *text = pool_new_piece(pool, n + 1, 1);
    memset(text, 'a' + (int)(n % 26), n);
    return text;
}

/* From one byte to more than the arena takes in one piece. */
static size_t next_size(size_t n)
{
    return n + n / 16 + 1;
}

static void add_all(struct db *db, struct pool *pool)
{
    for (size_t n = 1; n < 200000; n = next_size(n))
        assert_int_equal(db_execute(db, "note.add",
                                    BINDS(BIND_INT("id", (int64_t)n), BIND_TEXT("text", letters(pool, n))), NULL, &e),
                         ERR_NONE);
}

static void check_all(struct db *db, struct pool *pool)
{
    struct rows rows;
    size_t n = 1;
    assert_int_equal(db_query(db, pool, "note.all", NULL, &rows, &e), ERR_NONE);
    for (size_t i = 0; i < rows.count; i++, n = next_size(n)) {
        assert_int_equal(rows_int(&rows, i, "id"), (int64_t)n);
        assert_string_equal(rows_text(&rows, i, "text"), letters(pool, n));
    }
    assert_true(n >= 200000);
}

static void every_size_comes_back_whole(void **state)
{
    struct db *db = NULL, *other = NULL;
    struct pool *pool = pool_new();
    (void)state;
    make_folder();
    write_file("queries/test.sql", statements);
    write_file("001_test.sql", "create table note (id @ID@, text text) @STRICT@;");
    db_stay_small();
    assert_int_equal(db_load_statements(folder, &e), ERR_NONE);
    assert_int_equal(db_open(in_folder("t.db"), DB_CREATE, &db, &e), ERR_NONE);
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    add_all(db, pool);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
    check_all(db, pool);
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    db_rest(db); /* the memory of another connection stays */
    check_all(other, pool);
    db_rest(other); /* all of it goes */
    check_all(db, pool);
    check_all(other, pool);
    db_close(&db);
    db_close(&other);
    pool_free(&pool);
    remove_folder();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_size_comes_back_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

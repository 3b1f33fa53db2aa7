/* Bringing a database to the program's schema, and noticing when it is another's. */
#include "helper.h"

static struct db *db;
static struct pool *pool;
static struct error e;
static char said[1000];

static const char statements[] =
    "-- name: schema.versions\nselect number, name, checksum from schema_version order by number;\n"
    "-- name: schema.applied\ninsert into schema_version (number, name, checksum, applied_at)"
    " values ($number, $name, $checksum, $at);\n";

static int open_all(void **state)
{
    (void)state;
    said[0] = '\0';
    make_folder();
    write_file("queries/test.sql", statements);
    write_file("001_first.sql",
               "create table first (id @ID@, at @INT@ not null, share @REAL@, text text default '@INT@')"
               " @STRICT@; -- the words within quotes stay: @INT@\n");
    write_file("notes.txt", "not a migration");
    assert_int_equal(db_load_statements(folder, &e), ERR_NONE);
    assert_int_equal(db_open(in_folder("t.db"), DB_CREATE, &db, &e), ERR_NONE);
    pool = pool_new();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    pool_free(&pool);
    db_close(&db);
    remove_folder();
    return 0;
}

static void say(void *to, const char *line)
{
    strcat(to, line);
    strcat(to, "\n");
}

static bool has_table(const char *name)
{
    struct rows rows;
    assert_int_equal(db_columns(db, pool, name, &rows, &e), ERR_NONE);
    return rows.count > 0;
}

static void each_migration_runs_once_in_order(void **state)
{
    (void)state;
    write_file("002_second.sql", "alter table first add column more @INT@;");
    assert_int_equal(db_migrate(db, folder, 0, say, said, &e), ERR_NONE);
    assert_string_equal(said, "applied 001_first.sql\napplied 002_second.sql\n");
    assert_int_equal(db_migrate(db, folder, 0, say, said, &e), ERR_NONE);
    assert_string_equal(said, "applied 001_first.sql\napplied 002_second.sql\n");
    assert_int_equal(db_check_version(db, folder, &e), ERR_NONE);
    assert_true(has_table("first"));
}

static void a_dry_run_tells_and_does_nothing(void **state)
{
    (void)state;
    assert_int_equal(db_migrate(db, folder, 1, say, said, &e), ERR_NONE);
    assert_string_equal(said, "would apply 001_first.sql\n");
    assert_false(has_table("first"));
    assert_false(has_table("schema_version"));
}

static void a_migration_that_fails_leaves_nothing_behind(void **state)
{
    (void)state;
    write_file("002_bad.sql", "create table half (id @ID@) @STRICT@; create table half (id @ID@) @STRICT@;");
    assert_int_equal(db_migrate(db, folder, 0, say, said, &e), ERR_FAILED);
    assert_string_equal(said, "applied 001_first.sql\n");
    assert_false(has_table("half"));
    assert_false(db_in_transaction(db));
    write_file("002_bad.sql", "create table half (id @ID@) @STRICT@;");
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
    assert_true(has_table("half"));
}

static void an_older_database_asks_for_a_migration(void **state)
{
    (void)state;
    assert_int_equal(db_check_version(db, folder, &e), ERR_STATE);
    assert_non_null(strstr(e.text, "wangge migrate"));
}

static void a_newer_database_asks_for_a_newer_program(void **state)
{
    (void)state;
    write_file("002_second.sql", "create table second (id @ID@) @STRICT@;");
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
    assert_int_equal(remove(in_folder("002_second.sql")), 0);
    assert_int_equal(db_check_version(db, folder, &e), ERR_STATE);
    assert_non_null(strstr(e.text, "newer"));
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_STATE);
}

static void a_migration_that_was_changed_afterwards_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
    write_file("001_first.sql", "create table other (id @ID@) @STRICT@;");
    assert_int_equal(db_check_version(db, folder, &e), ERR_STATE);
    assert_non_null(strstr(e.text, "001_first.sql"));
}

static void two_migrations_of_one_number_are_refused(void **state)
{
    (void)state;
    write_file("001_again.sql", "create table other (id @ID@) @STRICT@;");
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_FAILED);
    assert_false(has_table("other"));
}

static void words_within_quotes_stay(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
    assert_int_equal(
        db_query_text(db, pool, "insert into first (id, at) values (1, 2) returning text", NULL, &rows, &e), ERR_NONE);
    assert_string_equal(rows_text(&rows, 0, "text"), "@INT@");
}

static enum err load(const char *text)
{
    write_file("queries/test.sql", text);
    return db_load_statements(folder, &e);
}

static void statement_files_with_faults_are_refused(void **state)
{
    (void)state;
    assert_int_equal(load("-- name: a\nselect 1;\n-- name: a\nselect 2;\n"), ERR_FAILED);
    assert_non_null(strstr(e.text, "twice"));
    assert_int_equal(load("select 1;\n"), ERR_FAILED);
    assert_int_equal(load("-- name: a\nselect 1\n"), ERR_FAILED);
    assert_non_null(strstr(e.text, "test.sql"));
    assert_int_equal(load("-- name: \nselect 1;\n"), ERR_FAILED);
    assert_int_equal(load("-- name: b\nselect ';' as x, \";\" /* ; */ -- ;\n;\n-- name: a\nselect 1;"), ERR_NONE);
    assert_int_equal(db_statement_count(), 2);
    assert_string_equal(db_statement_name(0), "a");
    assert_string_equal(db_statement_text("a"), "select 1");
    assert_null(db_statement_text("c"));
    assert_int_equal(load(statements), ERR_NONE);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)

static void pieces_of_statements_may_name_pieces(void **state)
{
    (void)state;
    assert_int_equal(
        load("-- part: a.inner\n(1);\n-- part: a.outer\n(select {a.inner});\n-- name: a.all\nselect {a.outer};\n"
             "-- name: a.again\n{a.all};\n"),
        ERR_NONE);
    assert_string_equal(db_statement_text("a.again"), "select (select (1))");
    assert_int_equal(load("-- part: a.snake\n(select {a.snake});\n-- name: a.all\nselect {a.snake};\n"), ERR_FAILED);
    assert_non_null(strstr(e.text, "piece of itself"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_migration_runs_once_in_order),
        CASE(a_dry_run_tells_and_does_nothing),
        CASE(a_migration_that_fails_leaves_nothing_behind),
        CASE(an_older_database_asks_for_a_migration),
        CASE(a_newer_database_asks_for_a_newer_program),
        CASE(a_migration_that_was_changed_afterwards_is_noticed),
        CASE(two_migrations_of_one_number_are_refused),
        CASE(words_within_quotes_stay),
        CASE(statement_files_with_faults_are_refused),
        CASE(pieces_of_statements_may_name_pieces),
    };
    log_open("test", "/dev/null", LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The door to SQL: named statements, binds, rows, transactions, numbers, and what happens when things go wrong. */
#include "helper.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char statements[] =
    "-- A note before the first statement.\n"
    "-- name: sequence.next\n"
    "insert into sequence_number (name, next) values ($name, 2)\n"
    "on conflict (name) do update set next = sequence_number.next + 1 returning next - 1 as number;\n"
    "-- name: note.add\n"
    "insert into note (id, text, weight) values ($id, $text, $weight);\n"
    "-- name: note.all\n"
    "select id, text, weight, 'a ; $quoted text' as quoted -- and a $comment;\n"
    "from note order by id;\n"
    "-- name: note.twice\n"
    "select text from note where id = $id or (id = $id and text = $text);\n"
    "-- name: schema.versions\n"
    "select number, name, checksum from schema_version order by number;\n"
    "-- name: schema.applied\n"
    "insert into schema_version (number, name, checksum, applied_at) values ($number, $name, $checksum, $at);\n";

static const char schema[] =
    "create table sequence_number (name text not null primary key, next @INT@ not null) @STRICT@;"
    "create table note (id @ID@, text text, weight real) @STRICT@;";

static struct db *db;
static struct pool *pool;
static struct error e;

static int open_all(void **state)
{
    (void)state;
    make_folder();
    write_file("queries/test.sql", statements);
    write_file("001_test.sql", schema);
    assert_int_equal(db_load_statements(folder, &e), ERR_NONE);
    assert_int_equal(db_open(in_folder("t.db"), DB_CREATE, &db, &e), ERR_NONE);
    assert_int_equal(db_migrate(db, folder, 0, NULL, NULL, &e), ERR_NONE);
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

static enum err add(struct db *to, int64_t id, const char *text)
{
    return db_execute(to, "note.add", BINDS(BIND_INT("id", id), BIND_TEXT("text", text), BIND_REAL("weight", 1.5)),
                      NULL, &e);
}

static int64_t notes(struct db *of)
{
    struct rows rows;
    assert_int_equal(db_query(of, pool, "note.all", NULL, &rows, &e), ERR_NONE);
    return (int64_t)rows.count;
}

static void a_row_comes_back_as_it_was_written(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(add(db, 7, "三单元门口污水外溢; 'x' $y"), ERR_NONE);
    assert_int_equal(add(db, 8, NULL), ERR_NONE);
    assert_int_equal(db_query(db, pool, "note.all", NULL, &rows, &e), ERR_NONE);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows_int(&rows, 0, "id"), 7);
    assert_string_equal(rows_text(&rows, 0, "id"), "7");
    assert_string_equal(rows_text(&rows, 0, "text"), "三单元门口污水外溢; 'x' $y");
    assert_true(rows_real(&rows, 0, "weight") > 1.4 && rows_real(&rows, 0, "weight") < 1.6);
    assert_string_equal(rows_text(&rows, 0, "quoted"), "a ; $quoted text");
    assert_true(rows_null(&rows, 1, "text"));
    assert_string_equal(rows_text(&rows, 1, "text"), "");
    assert_int_equal(rows_column(&rows, "absent"), -1);
}

static void a_parameter_may_stand_in_a_statement_twice(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(add(db, 1, "one"), ERR_NONE);
    assert_int_equal(db_query(db, pool, "note.twice", BINDS(BIND_TEXT("text", "?"), BIND_INT("id", 1)), &rows, &e),
                     ERR_NONE);
    assert_int_equal(rows.count, 1);
}

static void composed_text_passes_over_binds_that_it_does_not_use(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(db_query_text(db, pool, "select cast($b as integer) as b",
                                   BINDS(BIND_INT("a", 1), BIND_INT("b", 2)), &rows, &e),
                     ERR_NONE);
    assert_int_equal(rows_int(&rows, 0, "b"), 2);
}

/* SQLite 3.40 gave rows beyond the bound here: once there are statistics, for a value of the list that it did not seek.
 */
static void a_bound_behind_a_list_of_values_holds(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(db_execute_script(db,
                                       "create table t (id @ID@, v @INT@ not null, a @INT@ not null) @STRICT@;"
                                       "create index t_v on t (v, a);"
                                       "with recursive n (i) as (select 1 union all select i + 1 from n where i < 600)"
                                       " insert into t select i, i / 2, 6 + i % 2 from n;"
                                       "analyze",
                                       &e),
                     ERR_NONE);
    assert_int_equal(
        db_query_text(db, pool, "select id from t where a in (6, 7) and v = 100 and id < 201", NULL, &rows, &e),
        ERR_NONE);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "id"), 200);
}

/* Runs f in a child with its log closed and tells whether it ended with the status of log_fatal. */
static bool is_fatal(void (*f)(void))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        log_open("test", "/dev/null", LOG_LEVEL_ERROR);
        f();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 70;
}

static void in_a_child(void (*f)(struct db *))
{
    struct db *own = NULL;
    if (db_open(in_folder("t.db"), DB_EXISTING, &own, &e) == ERR_NONE)
        f(own);
}

static void unbound(struct db *own)
{
    db_execute(own, "note.add", BINDS(BIND_INT("id", 1)), NULL, &e);
}
static void bound_too_much(struct db *own)
{
    db_execute(own, "note.all", BINDS(BIND_INT("id", 1)), NULL, &e);
}
static void unknown_name(struct db *own)
{
    db_execute(own, "note.none", NULL, NULL, &e);
}
static void number_alone(struct db *own)
{
    int64_t n;
    db_next(own, "note", &n, &e);
}
static void do_unbound(void)
{
    in_a_child(unbound);
}
static void do_bound_too_much(void)
{
    in_a_child(bound_too_much);
}
static void do_unknown_name(void)
{
    in_a_child(unknown_name);
}
static void do_number_alone(void)
{
    in_a_child(number_alone);
}
static void do_cross_fork(void)
{
    notes(db); /* the parent's connection */
}

static void mistakes_of_the_program_end_the_process(void **state)
{
    (void)state;
    assert_true(is_fatal(do_unbound));
    assert_true(is_fatal(do_bound_too_much));
    assert_true(is_fatal(do_unknown_name));
    assert_true(is_fatal(do_number_alone));
    assert_true(is_fatal(do_cross_fork));
}

static void what_is_rolled_back_was_never_there(void **state)
{
    (void)state;
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    assert_true(db_in_transaction(db));
    db_rollback(db);
    assert_false(db_in_transaction(db));
    assert_int_equal(notes(db), 0);
    db_rollback(db); /* without a begin: nothing */
}

/* As what saves by itself does: a begin, a commit, and a rollback that is nothing any more. */
static void a_part(int64_t id)
{
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(add(db, id, "part"), ERR_NONE);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
    db_rollback(db);
}

static void parts_are_saved_with_the_whole_or_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    db_join(db);
    a_part(1);
    a_part(2);
    assert_true(db_in_transaction(db));
    db_part(db);
    assert_int_equal(add(db, 3, "whole"), ERR_NONE);
    db_rollback(db);
    assert_int_equal(notes(db), 0);

    assert_int_equal(db_begin(db, &e), ERR_NONE);
    db_join(db);
    a_part(1);
    a_part(2);
    db_part(db);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
    assert_int_equal(notes(db), 2);

    assert_int_equal(db_begin(db, &e), ERR_NONE);
    db_join(db);
    a_part(3);
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    db_rollback(db); /* of a part: nothing is left of the whole */
    assert_false(db_in_transaction(db));
    db_part(db);
    a_part(4); /* and what begins now is a transaction of its own */
    assert_int_equal(notes(db), 3);
}

static int64_t waits_for_the_disk(void)
{
    struct rows rows = {0};
    assert_int_equal(db_query_text(db, pool, "pragma synchronous", NULL, &rows, &e), ERR_NONE);
    return rows_int(&rows, 0, "synchronous");
}

/* Only what is said to be light may be lost when the power fails: the next save waits for the disk again. */
static void a_light_transaction_does_not_wait_for_the_disk(void **state)
{
    (void)state;
    const int64_t full = 2, normal = 1;
    assert_int_equal(waits_for_the_disk(), full);
    assert_int_equal(db_begin_light(db, &e), ERR_NONE);
    assert_int_equal(waits_for_the_disk(), normal);
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
    assert_int_equal(waits_for_the_disk(), full);
    assert_int_equal(notes(db), 1);
    assert_int_equal(db_begin_light(db, &e), ERR_NONE);
    db_rollback(db);
    assert_int_equal(waits_for_the_disk(), full);
}

static void numbers_follow_each_other_and_come_back_after_a_rollback(void **state)
{
    int64_t n = 0;
    (void)state;
    for (int64_t expected = 1; expected <= 3; expected++) {
        assert_int_equal(db_begin(db, &e), ERR_NONE);
        assert_int_equal(db_next(db, "note", &n, &e), ERR_NONE);
        assert_int_equal(n, expected);
        assert_int_equal(db_commit(db, &e), ERR_NONE);
    }
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(db_next(db, "other", &n, &e), ERR_NONE);
    assert_int_equal(n, 1);
    db_rollback(db);
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(db_next(db, "other", &n, &e), ERR_NONE);
    assert_int_equal(n, 1);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
}

static void the_same_key_twice_is_a_conflict(void **state)
{
    (void)state;
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    assert_int_equal(add(db, 1, "y"), ERR_CONFLICT);
}

static void the_mark_changes_when_another_connection_saves(void **state)
{
    struct db *other = NULL;
    (void)state;
    int64_t before = db_change_mark(db);
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    assert_int_equal(db_change_mark(db), before);
    assert_int_equal(add(other, 1, "x"), ERR_NONE);
    assert_int_not_equal(db_change_mark(db), before);
    db_close(&other);
}

static void a_full_database_saves_nothing_by_halves(void **state)
{
    enum err r = ERR_NONE;
    char text[2001];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(db_execute_script(db, "pragma max_page_count=12", &e), ERR_NONE);
    assert_int_equal(add(db, 1, "kept"), ERR_NONE);
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    for (int64_t id = 2; r == ERR_NONE && id < 100; id++)
        r = add(db, id, text);
    assert_int_equal(r, ERR_FAILED);
    /* Whoever goes on without looking saves nothing either. */
    if (add(db, 200, "after") == ERR_NONE)
        db_rollback(db);
    else
        assert_int_not_equal(db_commit(db, &e), ERR_NONE);
    db_rollback(db);
    assert_int_equal(notes(db), 1);
    assert_int_equal(db_check(db, NULL, NULL, &e), ERR_NONE);
}

static void a_read_only_connection_refuses_to_write(void **state)
{
    struct db *reader = NULL;
    (void)state;
    assert_int_equal(db_open(in_folder("t.db"), DB_READ_ONLY, &reader, &e), ERR_NONE);
    assert_int_equal(notes(reader), 0);
    assert_int_equal(add(reader, 1, "x"), ERR_FAILED);
    db_close(&reader);
}

static void a_file_that_is_missing_or_no_database_is_an_error(void **state)
{
    struct db *none = NULL;
    (void)state;
    assert_int_equal(db_open(in_folder("absent.db"), DB_EXISTING, &none, &e), ERR_FAILED);
    assert_null(none);
    write_file("bad.db", "this is a text, long enough to be looked at as the header of a database file: no, no, no, "
                         "no, no, no, no, no, no, no");
    if (db_open(in_folder("bad.db"), DB_EXISTING, &none, &e) == ERR_NONE)
        assert_int_not_equal(db_check(none, NULL, NULL, &e), ERR_NONE);
    db_close(&none);
}

static void the_file_is_its_owners_alone(void **state)
{
    struct stat st;
    (void)state;
    assert_int_equal(stat(in_folder("t.db"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(in_folder("t.db-wal"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_backup_holds_what_was_saved(void **state)
{
    struct db *copy = NULL;
    char path[160];
    (void)state;
    strcpy(path, in_folder("copy.db"));
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    assert_int_equal(db_backup(db, path, &e), ERR_NONE);
    assert_int_equal(db_open(path, DB_EXISTING, &copy, &e), ERR_NONE);
    assert_int_equal(notes(copy), 1);
    db_close(&copy);
    assert_int_equal(db_backup(db, path, &e), ERR_FAILED); /* never over another file */
}

static void after_a_rest_everything_works_as_before(void **state)
{
    (void)state;
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    db_rest(db);
    assert_int_equal(add(db, 2, "y"), ERR_NONE);
    assert_int_equal(notes(db), 2);
}

static void a_rest_ends_when_another_connection_has_saved(void **state)
{
    struct db *other = NULL;
    (void)state;
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    assert_int_equal(add(other, 1, "x"), ERR_NONE);
    int64_t before = db_change_mark(db);
    db_rest(db);
    db_rest(db); /* once more changes nothing */
    assert_int_equal(db_change_mark(db), before);
    assert_int_equal(notes(other), 1); /* reading is no change */
    assert_int_equal(db_change_mark(db), before);
    assert_int_equal(add(other, 2, "y"), ERR_NONE);
    int64_t after = db_change_mark(db);
    assert_int_not_equal(after, before);
    assert_int_equal(db_change_mark(db), after);
    db_rest(db);
    db_close(&other); /* the last one takes the WAL with it: that nothing has changed cannot be told any more */
    assert_int_not_equal(db_change_mark(db), after);
    assert_int_equal(notes(db), 2);
}

/* The WAL's index of a database that nobody has changed since it was opened says the same each time. */
static void a_rest_ends_when_others_came_saved_and_went(void **state)
{
    struct db *other = NULL;
    (void)state;
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    db_rest(db); /* the last one: the WAL goes */
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    assert_int_equal(notes(other), 1);
    int64_t before = db_change_mark(db);
    db_rest(db);
    assert_int_equal(add(other, 2, "y"), ERR_NONE);
    db_close(&other);
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    assert_int_equal(notes(other), 2);
    assert_int_not_equal(db_change_mark(db), before);
    db_close(&other);
}

/* While nobody works, nobody opens the database: not even to see that nobody works. */
static void a_rest_lasts_while_nobody_has_it_open(void **state)
{
    const struct timespec long_ago[2] = {{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
    struct db *other = NULL;
    (void)state;
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    db_rest(db); /* all goes into the file */
    assert_int_equal(utimensat(AT_FDCWD, in_folder("t.db"), long_ago, 0), 0);
    int64_t before = db_change_mark(db);
    db_rest(db);
    assert_int_not_equal(access(in_folder("t.db-shm"), F_OK), 0);
    assert_int_equal(db_change_mark(db), before);
    assert_int_not_equal(access(in_folder("t.db-shm"), F_OK), 0);
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &other, &e), ERR_NONE);
    assert_int_equal(add(other, 2, "y"), ERR_NONE);
    db_close(&other);
    assert_int_not_equal(db_change_mark(db), before);
    assert_int_equal(notes(db), 2);
}

static void no_rest_within_a_transaction(void **state)
{
    (void)state;
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(add(db, 1, "x"), ERR_NONE);
    db_rest(db);
    assert_int_equal(db_commit(db, &e), ERR_NONE);
    assert_int_equal(notes(db), 1);
}

static void upkeep_tells_the_planner_what_is_there(void **state)
{
    struct rows rows;
    (void)state;
    assert_int_equal(db_upkeep(db, NULL), ERR_NONE);
    assert_int_equal(db_query_text(db, pool, "select count(*) as n from sqlite_stat1", NULL, &rows, NULL), ERR_NONE);
    assert_true(rows_int(&rows, 0, "n") > 0);
}

static void more_statements_than_are_kept(void **state)
{
    struct rows rows;
    char sql[64];
    (void)state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 60; i++) {
            snprintf(sql, sizeof sql, "select %d as n", i);
            assert_int_equal(db_query_text(db, pool, sql, NULL, &rows, &e), ERR_NONE);
            assert_int_equal(rows_int(&rows, 0, "n"), i);
        }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_row_comes_back_as_it_was_written),
        CASE(a_parameter_may_stand_in_a_statement_twice),
        CASE(a_bound_behind_a_list_of_values_holds),
        CASE(composed_text_passes_over_binds_that_it_does_not_use),
        CASE(mistakes_of_the_program_end_the_process),
        CASE(what_is_rolled_back_was_never_there),
        CASE(parts_are_saved_with_the_whole_or_not_at_all),
        CASE(a_light_transaction_does_not_wait_for_the_disk),
        CASE(numbers_follow_each_other_and_come_back_after_a_rollback),
        CASE(the_same_key_twice_is_a_conflict),
        CASE(the_mark_changes_when_another_connection_saves),
        CASE(a_full_database_saves_nothing_by_halves),
        CASE(a_read_only_connection_refuses_to_write),
        CASE(a_file_that_is_missing_or_no_database_is_an_error),
        CASE(the_file_is_its_owners_alone),
        CASE(a_backup_holds_what_was_saved),
        CASE(after_a_rest_everything_works_as_before),
        CASE(a_rest_ends_when_another_connection_has_saved),
        CASE(a_rest_ends_when_others_came_saved_and_went),
        CASE(a_rest_lasts_while_nobody_has_it_open),
        CASE(no_rest_within_a_transaction),
        CASE(upkeep_tells_the_planner_what_is_there),
        CASE(more_statements_than_are_kept),
    };
    log_open("test", "/dev/null", LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

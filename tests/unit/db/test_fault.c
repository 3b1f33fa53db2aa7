/* When things break: a locked database, a full one, a killed writer. What was acknowledged is there, the rest is not.
 */
#include "helper.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 20

static struct error e;

static int make_database(void **state)
{
    struct db *db = NULL;
    (void)state;
    make_folder();
    write_file("queries/test.sql",
               "-- name: sequence.next\ninsert into sequence_number (name, next) values ($name, 2)\n"
               "on conflict (name) do update set next = sequence_number.next + 1 returning next - 1 as number;\n"
               "-- name: a.add\ninsert into a (id, text) values ($id, $text);\n"
               "-- name: b.add\ninsert into b (id, a) values ($id, $id);\n"
               "-- name: both\nselect (select count(*) from a) as a, (select count(*) from b) as b,"
               " (select coalesce(max(id), 0) from a) as last;\n");
    assert_int_equal(db_load_statements(folder, &e), ERR_NONE);
    assert_int_equal(db_open(in_folder("t.db"), DB_CREATE, &db, &e), ERR_NONE);
    assert_int_equal(
        db_execute_script(db,
                          "create table sequence_number (name text not null primary key, next @INT@ not null)"
                          " @STRICT@; create table a (id @ID@, text text) @STRICT@;"
                          "create table b (id @ID@, a @INT@ references a (id)) @STRICT@;",
                          &e),
        ERR_NONE);
    db_close(&db);
    return 0;
}

static int remove_database(void **state)
{
    (void)state;
    remove_folder();
    return 0;
}

static struct db *open_again(void)
{
    struct db *db = NULL;
    assert_int_equal(db_open(in_folder("t.db"), DB_EXISTING, &db, &e), ERR_NONE);
    return db;
}

/* One save as the program makes it: a number and two rows in one transaction. */
static enum err save(struct db *db, int64_t *id, const char *text)
{
    enum err r = db_begin(db, &e);
    if (r == ERR_NONE)
        r = db_next(db, "a", id, &e);
    if (r == ERR_NONE)
        r = db_execute(db, "a.add", BINDS(BIND_INT("id", *id), BIND_TEXT("text", text)), NULL, &e);
    if (r == ERR_NONE)
        r = db_execute(db, "b.add", BINDS(BIND_INT("id", *id)), NULL, &e);
    if (r == ERR_NONE)
        r = db_commit(db, &e);
    db_rollback(db);
    return r;
}

static int64_t last_saved(struct db *db)
{
    struct pool *pool = pool_new();
    struct rows rows;
    assert_int_equal(db_query(db, pool, "both", NULL, &rows, &e), ERR_NONE);
    assert_int_equal(rows_int(&rows, 0, "a"), rows_int(&rows, 0, "b")); /* never one without the other */
    assert_int_equal(rows_int(&rows, 0, "a"), rows_int(&rows, 0, "last"));
    int64_t last = rows_int(&rows, 0, "last");
    pool_free(&pool);
    return last;
}

/* Saves until it is killed; tells each number once it is acknowledged. */
static _Noreturn void write_for_ever(int to)
{
    struct db *db = open_again();
    for (;;) {
        int64_t id = 0;
        if (save(db, &id, "文苑路18号 6幢1单元302") != ERR_NONE || write(to, &id, sizeof id) != sizeof id)
            _exit(1);
    }
}

static void what_a_killed_writer_acknowledged_is_there(void **state)
{
    (void)state;
    for (int i = 0; i < KILLS; i++) {
        int ends[2];
        int64_t told = 0, id = 0;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            write_for_ever(ends[1]);
        close(ends[1]);
        for (int n = 0; n <= i * 2 && read(ends[0], &id, sizeof id) == sizeof id; n++)
            told = id;
        kill(child, SIGKILL); /* in the midst of some later save */
        while (read(ends[0], &id, sizeof id) == sizeof id)
            told = id;
        close(ends[0]);
        assert_int_equal(waitpid(child, NULL, 0), child);

        struct db *db = open_again();
        assert_true(told > 0);
        assert_true(last_saved(db) >= told);
        assert_int_equal(db_check(db, NULL, NULL, &e), ERR_NONE);
        db_close(&db);
    }
}

static void a_full_database_is_said_and_goes_on_when_there_is_room(void **state)
{
    char text[3001];
    int64_t id = 0;
    enum err r = ERR_NONE;
    (void)state;
    struct db *db = open_again();
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(db_execute_script(db, "pragma max_page_count = 30", &e), ERR_NONE);
    for (int i = 0; r == ERR_NONE && i < 1000; i++)
        r = save(db, &id, text);
    assert_int_equal(r, ERR_FAILED);
    assert_non_null(strstr(e.text, "full"));
    int64_t before = last_saved(db);
    assert_int_equal(save(db, &id, text), ERR_FAILED);
    assert_int_equal(last_saved(db), before);
    assert_int_equal(db_execute_script(db, "pragma max_page_count = 3000", &e), ERR_NONE);
    assert_int_equal(save(db, &id, text), ERR_NONE);
    assert_int_equal(last_saved(db), before + 1);
    db_close(&db);
}

static void a_locked_database_asks_to_try_again(void **state)
{
    int64_t id = 0;
    (void)state;
    struct db *first = open_again(), *second = open_again();
    assert_int_equal(db_execute_script(second, "pragma busy_timeout = 20", &e),
                     ERR_NONE); /* not the 10 s of the program */
    assert_int_equal(db_begin(first, &e), ERR_NONE);
    assert_int_equal(save(second, &id, "x"), ERR_AGAIN);
    assert_false(db_in_transaction(second));
    assert_int_equal(last_saved(second), 0); /* reading goes on */
    db_rollback(first);
    assert_int_equal(save(second, &id, "x"), ERR_NONE);
    db_close(&first);
    db_close(&second);
}

static void a_transaction_that_fails_midway_saves_nothing(void **state)
{
    int64_t id = 0;
    (void)state;
    struct db *db = open_again();
    assert_int_equal(db_begin(db, &e), ERR_NONE);
    assert_int_equal(db_next(db, "a", &id, &e), ERR_NONE);
    assert_int_equal(db_execute(db, "b.add", BINDS(BIND_INT("id", 7)), NULL, &e), ERR_FAILED); /* no row in a */
    db_rollback(db);
    assert_int_equal(last_saved(db), 0);
    assert_int_equal(save(db, &id, "x"), ERR_NONE);
    assert_int_equal(id, 1);
    db_close(&db);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_database, remove_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_a_killed_writer_acknowledged_is_there),
        CASE(a_full_database_is_said_and_goes_on_when_there_is_room),
        CASE(a_locked_database_asks_to_try_again),
        CASE(a_transaction_that_fails_midway_saves_nothing),
    };
    log_open("test", "/dev/null", LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

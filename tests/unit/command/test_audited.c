/* Every command of the table leaves its row in the audit, with noun and verb and nothing of what stands behind them. */
#include "../../../src/command/call.h"
#include "../work/fixture.h"

#include "wangge/command/command.h"

#define SECRET "独居老人13812342201"

static char *word(struct office *o, const char *text)
{
    return pool_text(o->pool, text);
}

static int run(struct office *o, size_t count, char **words)
{
    struct command_io io = {fopen("/dev/null", "re"), fopen("/dev/null", "we"), fopen("/dev/null", "we")};
    int status = command_run(o->work, &io, count, words);
    fclose(io.in);
    fclose(io.out);
    fclose(io.err);
    return status;
}

static int64_t last_row(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, "select coalesce(max(id), 0) as id from audit", NULL, &rows, &o->e));
    return rows_int(&rows, 0, "id");
}

/* The rows that a command has left. */
static struct rows rows_after(struct office *o, int64_t last)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, "select * from audit where id > $last order by id",
                          BINDS(BIND_INT("last", last)), &rows, &o->e));
    return rows;
}

static bool tells_secret(const struct rows *rows)
{
    for (size_t i = 0; i < rows->count * rows->columns; i++)
        if (rows->values[i].text && strstr(rows->values[i].text, SECRET))
            return true;
    return false;
}

/* With as many arguments as it asks for, each a secret; most are refused, which is told too. */
static void try_command(struct office *o, const struct command *command)
{
    char *words[8] = {word(o, strcmp(command->noun, ANY_TABLE) == 0 ? "person" : command->noun)};
    size_t count = 1;
    char *verb = word(o, command->verb);
    for (char *part = strtok(verb, " "); part; part = strtok(NULL, " "))
        words[count++] = part;
    for (int i = 0; i < command->least && count < 8; i++)
        words[count++] = word(o, SECRET);
    int64_t last = last_row(o);
    office_act(o, "grid01");
    int status = run(o, count, words);
    struct rows rows = rows_after(o, last);
    if (tells_secret(&rows))
        fail_msg("%s %s: the audit tells what was typed", command->noun, command->verb);
    if (command_unaudited(command))
        return;
    bool told = false, failure = false;
    for (size_t i = 0; i < rows.count; i++) {
        bool row = strcmp(rows_text(&rows, i, "action"), "command") == 0 &&
                   strcmp(rows_text(&rows, i, "kind"), words[0]) == 0 &&
                   strcmp(rows_text(&rows, i, "login"), "grid01") == 0;
        told = told || (row && strncmp(rows_text(&rows, i, "note"), command->verb, strlen(command->verb)) == 0);
        failure = failure || (row && rows_int(&rows, i, "success") == 0);
    }
    if (!told)
        fail_msg("%s %s leaves no row", command->noun, command->verb);
    if (failure != (status != 0))
        fail_msg("%s %s ended with status %d, and the audit says otherwise", command->noun, command->verb, status);
}

static void every_command_leaves_its_row(void **state)
{
    struct office *o = *state;
    const struct command *command;
    size_t n = 0;
    for (; (command = command_at(n)); n++)
        try_command(o, command);
    assert_true(n > 100);
}

static void what_is_no_command_is_told_without_its_words(void **state)
{
    struct office *o = *state;
    char *words[] = {word(o, SECRET), word(o, SECRET)};
    office_act(o, "grid01");
    int64_t last = last_row(o);
    assert_int_not_equal(run(o, 2, words), 0);
    struct rows rows = rows_after(o, last);
    assert_int_equal(rows.count, 1);
    assert_string_equal(office_last_audit(o), "grid01 command  0 unknown: usage");
    assert_false(tells_secret(&rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_command_leaves_its_row),
        OFFICE_TEST(what_is_no_command_is_told_without_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

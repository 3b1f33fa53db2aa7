/* Text messages on their way out, and the numbers that they go to. */
#include "fixture.h"

#include "wangge/work/outbox.h"
#include "wangge/work/phone.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void a_number_is_the_same_however_it_is_written(void **state)
{
    (void)state;
    static const char *const written[] = {
        "13800000001",   "+8613800000001", "008613800000001",        "8613800000001",   "+86 138 0000 0001",
        "138-0000-0001", " 13800000001 ",  "１３８０００００００１", "(138) 0000.0001", "＋86 138 00000001"};
    char out[PHONE_ROOM];
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        assert_true(phone_normal(written[i], out));
        assert_string_equal(out, "13800000001");
        assert_true(phone_takes_messages(out));
    }
}

static void other_numbers_keep_what_tells_them_apart(void **state)
{
    (void)state;
    char out[PHONE_ROOM];
    assert_true(phone_normal("0791-8600 0000", out));
    assert_string_equal(out, "079186000000");
    assert_false(phone_takes_messages(out));
    assert_true(phone_normal("86000000", out)); /* a number of the town, not of China */
    assert_string_equal(out, "86000000");
    assert_true(phone_normal("12345", out));
    assert_string_equal(out, "12345");
    assert_false(phone_takes_messages(out));
    assert_true(phone_normal("+852 6123 4567", out));
    assert_string_equal(out, "+85261234567");
    assert_true(phone_takes_messages(out));
    assert_true(phone_normal("00852 6123 4567", out));
    assert_string_equal(out, "+85261234567");
}

static void a_name_is_no_number(void **state)
{
    (void)state;
    static const char *const names[] = {"",    "12", "BANK", "1380000000x", "138+00000001", "123456789012345678901",
                                        "\xff"};
    char out[PHONE_ROOM];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_false(phone_normal(names[i], out));
        assert_string_equal(out, "");
    }
}

static void what_cannot_be_sent_is_left_out_without_an_error(void **state)
{
    struct office *o = *state;
    struct rows rows;
    done(o, db_begin(o->work->db, &o->e));
    done(o, outbox_add(o->work, "receipt", "+86 138 0000 0001", "已收到。\x1b[2J", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", "0791-86000000", "已收到。", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", NULL, "已收到。", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", "13800000002", "", 0, &o->e));
    done(o, db_commit(o->work->db, &o->e));
    done(o, db_query_text(o->work->db, o->pool, "select phone, text, state from message_out", NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "phone"), "13800000001");
    assert_string_equal(rows_text(&rows, 0, "text"), "已收到。\xef\xbf\xbd[2J");
    assert_string_equal(rows_text(&rows, 0, "state"), "queued");
}

static void add(struct office *o, const char *phone, const char *text)
{
    work_become_local(o->work);
    done(o, db_begin(o->work->db, &o->e));
    done(o, outbox_add(o->work, "receipt", phone, text, 0, &o->e));
    done(o, db_commit(o->work->db, &o->e));
}

static struct rows ask(struct office *o, const char *sql)
{
    struct rows rows;
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows;
}

/* A program in the place of gammu-smsd-inject that keeps its words, each in a line. */
static void write_program(struct office *o, const char *name, const char *script, char path[160])
{
    snprintf(path, 160, "%s/%s", o->dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0700), 0);
}

static const char *read_all(struct office *o, const char *name)
{
    char path[160], *text = pool_new_piece(o->pool, 4096, 1);
    snprintf(path, sizeof path, "%s/%s", o->dir, name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return "";
    size_t n = fread(text, 1, 4095, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static void a_message_is_handed_to_the_program_word_by_word(void **state)
{
    struct office *o = *state;
    char program[160], script[256];
    int64_t sent = 0;
    snprintf(script, sizeof script, "printf '%%s\\n' \"$@\" >> %s/said", o->dir);
    write_program(o, "inject", script, program);
    const struct outbox_options options = {.inject = program, .config = "/etc/some where"};
    add(o, "13800000001", "已办结 $(id) `id` 'a' \"b\"; -text\n二");
    done(o, outbox_serve(o->work, &options, &sent, &o->e));
    assert_int_equal(sent, 1);
    assert_string_equal(read_all(o, "said"), "-c\n/etc/some where\nTEXT\n13800000001\n-unicode\n-len\n31\n-textutf8\n"
                                             "已办结 $(id) `id` 'a' \"b\"; -text\n二\n");
    struct rows rows = ask(o, "select state, tries, sent_at from message_out");
    assert_string_equal(rows_text(&rows, 0, "state"), "sent");
    assert_int_equal(rows_int(&rows, 0, "sent_at"), clock_now());
    done(o, outbox_serve(o->work, &options, &sent, &o->e));
    assert_int_equal(sent, 0);
}

static void what_cannot_leave_is_tried_again_later_and_told_at_last(void **state)
{
    struct office *o = *state;
    char program[160];
    int64_t sent = 0, begun = clock_now();
    struct rows rows;
    write_program(o, "inject", "echo 'no modem' >&2; exit 1", program);
    const struct outbox_options options = {.inject = program};
    add(o, "13800000001", "已办结");
    for (int i = 0; i < OUTBOX_TRIES; i++) {
        done(o, outbox_serve(o->work, &options, &sent, &o->e));
        assert_int_equal(sent, 0);
        rows = ask(o, "select state, tries, next_try, error from message_out");
        assert_int_equal(rows_int(&rows, 0, "tries"), i + 1);
        assert_non_null(strstr(rows_text(&rows, 0, "error"), "no modem"));
        if (i + 1 == OUTBOX_TRIES)
            break;
        assert_string_equal(rows_text(&rows, 0, "state"), "queued");
        assert_int_equal(rows_int(&rows, 0, "next_try") - clock_now(), 60 << i);
        done(o, outbox_serve(o->work, &options, &sent, &o->e)); /* not before its time */
        clock_fix(rows_int(&rows, 0, "next_try"));
    }
    assert_string_equal(rows_text(&rows, 0, "state"), "failed");
    assert_in_range(clock_now() - begun, 2 * 3600, 3 * 3600);
    clock_fix(clock_now() + 7 * 86400);
    done(o, outbox_serve(o->work, &options, &sent, &o->e));
    rows = ask(o, "select tries from message_out");
    assert_int_equal(rows_int(&rows, 0, "tries"), OUTBOX_TRIES);
}

static void a_folder_gets_a_file_for_each_message(void **state)
{
    struct office *o = *state;
    char folder[128], command[256];
    int64_t sent = 0;
    snprintf(folder, sizeof folder, "%s/out", o->dir);
    const struct outbox_options options = {.folder = folder};
    add(o, "13800000001", "一");
    add(o, "13800000002", "二");
    done(o, outbox_serve(o->work, &options, &sent, &o->e));
    assert_int_equal(sent, 2);
    assert_string_equal(read_all(o, "out/OUTC20000101_000001_00_13800000001_wangge1.txt"), "一");
    assert_string_equal(read_all(o, "out/OUTC20000101_000002_00_13800000002_wangge2.txt"), "二");
    snprintf(command, sizeof command, "test $(ls -A %s | wc -l) = 2", folder);
    assert_int_equal(system(command), 0);
}

/* Four processes at once: each message leaves once. */
static void several_processes_send_each_message_once(void **state)
{
    enum { WORKERS = 4, MESSAGES = 40 };
    struct office *o = *state;
    char program[160], script[256];
    pid_t workers[WORKERS];
    snprintf(script, sizeof script, "echo \"$2\" >> %s/said", o->dir);
    write_program(o, "inject", script, program);
    const struct outbox_options options = {.inject = program};
    for (int i = 0; i < MESSAGES; i++) {
        char phone[16];
        snprintf(phone, sizeof phone, "138000%05d", i);
        add(o, phone, "已办结");
    }
    work_close(&o->work);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] == 0) {
            int64_t sent = 0;
            bool good = work_open(o->database, &o->work, &o->e) == ERR_NONE;
            work_become_local(o->work);
            good = good && outbox_serve(o->work, &options, &sent, &o->e) == ERR_NONE;
            _exit(good ? 0 : 1);
        }
    }
    for (int i = 0; i < WORKERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(workers[i], &status, 0), workers[i]);
        assert_int_equal(status, 0);
    }
    done(o, work_open(o->database, &o->work, &o->e));
    struct rows rows = ask(o, "select count(*) as n from message_out where state = 'sent' and tries = 1");
    assert_int_equal(rows_int(&rows, 0, "n"), MESSAGES);
    char command[256];
    snprintf(command, sizeof command, "test $(wc -l < %s/said) = %d -a $(sort -u %s/said | wc -l) = %d", o->dir,
             MESSAGES, o->dir, MESSAGES);
    assert_int_equal(system(command), 0);
}

static void what_a_killed_process_left_is_sent_by_the_next(void **state)
{
    struct office *o = *state;
    char folder[128], host[65] = "";
    int64_t sent = 0;
    snprintf(folder, sizeof folder, "%s/out", o->dir);
    const struct outbox_options options = {.folder = folder};
    add(o, "13800000001", "一");
    gethostname(host, sizeof host - 1);
    done(o, db_execute_text(o->work->db,
                            "update message_out set state = 'sending', host = $host, pid = 999999999, tries = 1",
                            BINDS(BIND_TEXT("host", host)), NULL, &o->e));
    done(o, outbox_serve(o->work, &options, &sent, &o->e));
    assert_int_equal(sent, 1);
    add(o, "13800000002", "二");
    done(o,
         db_execute_text(o->work->db, "update message_out set state = 'sending', host = $host, pid = $pid where id = 2",
                         BINDS(BIND_TEXT("host", host), BIND_INT("pid", getpid())), NULL, &o->e));
    done(o, outbox_serve(o->work, &options, &sent, &o->e)); /* that one is at work */
    assert_int_equal(sent, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_the_same_however_it_is_written),
        cmocka_unit_test(other_numbers_keep_what_tells_them_apart),
        cmocka_unit_test(a_name_is_no_number),
        OFFICE_TEST(what_cannot_be_sent_is_left_out_without_an_error),
        OFFICE_TEST(a_message_is_handed_to_the_program_word_by_word),
        OFFICE_TEST(what_cannot_leave_is_tried_again_later_and_told_at_last),
        OFFICE_TEST(a_folder_gets_a_file_for_each_message),
        OFFICE_TEST(several_processes_send_each_message_once),
        OFFICE_TEST(what_a_killed_process_left_is_sent_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

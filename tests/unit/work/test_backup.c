/* Backups: made, read through, tried out, kept by rule, made when they are due, and told when they are not. */
#include "fixture.h"

#include "wangge/work/backup.h"
#include "wangge/work/job.h"
#include "wangge/work/setting.h"

#include <fcntl.h>
#include <sys/stat.h>

static struct rows all(struct office *o)
{
    struct rows rows = {0};
    done(o, backup_list(o->work, o->pool, 0, &rows, &o->e));
    return rows;
}

static void path_of(struct office *o, size_t row, char out[BACKUP_PATH + 128])
{
    char folder[BACKUP_PATH];
    struct rows rows = all(o);
    backup_folder(o->work, folder);
    snprintf(out, BACKUP_PATH + 128, "%s/%s", folder, rows_text(&rows, row, "file"));
}

static void a_backup_is_made_beside_the_database_for_its_owner_only(void **state)
{
    struct office *o = *state;
    struct stat about;
    char path[BACKUP_PATH + 128], folder[BACKUP_PATH];
    int64_t id = 0;
    office_act(o, "admin");
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    struct rows rows = all(o);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "state"), "good");
    assert_string_equal(rows_text(&rows, 0, "login"), "admin");
    assert_true(rows_int(&rows, 0, "accounts") > 5);
    path_of(o, 0, path);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    backup_folder(o->work, folder);
    assert_int_equal(stat(folder, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_non_null(strstr(path, "/office-backup/wangge-20261021-0900-1.db"));
}

static void only_the_system_administrator_makes_them(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "security");
    assert_int_equal(backup_make(o->work, "asked", NULL, &id, &o->e), ERR_DENIED);
    assert_int_equal(backup_ask(o->work, "drill", 1, &id, &o->e), ERR_DENIED);
    assert_int_equal(all(o).count, 0);
    office_act(o, "grid01");
    struct rows rows;
    assert_int_equal(backup_list(o->work, o->pool, 0, &rows, &o->e), ERR_DENIED);
}

static void a_backup_is_read_through_and_tried_out(void **state)
{
    struct office *o = *state;
    char drill[BACKUP_PATH + 64], folder[BACKUP_PATH];
    int64_t id = 0;
    office_act(o, "admin");
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    done(o, backup_verify(o->work, id, &o->e));
    done(o, backup_drill(o->work, id, &o->e));
    struct rows rows = all(o);
    assert_int_equal(rows_int(&rows, 0, "verified"), 1);
    assert_int_equal(rows_int(&rows, 0, "drilled"), 1);
    backup_folder(o->work, folder);
    snprintf(drill, sizeof drill, "%s/drill-%ld", folder, (long)getpid());
    assert_int_not_equal(access(drill, F_OK), 0); /* nothing is left of it */
    assert_string_equal(o->work->actor.login, "admin");
}

static void flip(const char *path, off_t at)
{
    char byte = 0;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte = (char)(byte ^ 0x20);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void a_backup_that_was_changed_is_no_longer_good(void **state)
{
    struct office *o = *state;
    char path[BACKUP_PATH + 128];
    int64_t id = 0;
    office_act(o, "admin");
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    path_of(o, 0, path);
    flip(path, 30000);
    assert_int_equal(backup_verify(o->work, id, &o->e), ERR_FAILED);
    struct rows rows = all(o);
    assert_string_equal(rows_text(&rows, 0, "state"), "bad");
    assert_string_not_equal(rows_text(&rows, 0, "why"), "");
    unlink(path);
    assert_int_equal(backup_drill(o->work, id, &o->e), ERR_FAILED);
}

/* After an upgrade the backups of before are what one would go back with: they are as good as they were. */
static void a_backup_of_an_older_version_stays_good(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "admin");
    done(o, db_execute_script(o->work->db, /* the migration that comes last was not known when this one was made */
                              "create table kept_version as select * from schema_version where number = 72;"
                              "delete from schema_version where number = 72",
                              &o->e));
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    done(o, db_execute_script(o->work->db,
                              "insert into schema_version select * from kept_version; drop table kept_version", &o->e));
    assert_int_equal(backup_drill(o->work, id, &o->e), ERR_STATE);
    assert_non_null(strstr(o->e.text, "older version"));
    struct rows rows = all(o);
    assert_string_equal(rows_text(&rows, 0, "state"), "good");
    assert_int_equal(rows_int(&rows, 0, "drilled"), 0);
    assert_non_null(strstr(rows_text(&rows, 0, "drill_why"), "older version"));
    done(o, backup_verify(o->work, id, &o->e));
    rows = all(o);
    assert_string_equal(rows_text(&rows, 0, "state"), "good");
    assert_int_equal(rows_int(&rows, 0, "verified"), 1);
}

/* The good ones that are too many go, the oldest first; never the last good one. */
static void so_many_are_kept_as_the_settings_say(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "admin");
    done(o, setting_set(o->work, SETTING_BACKUP_KEEP, "2", &o->e));
    for (int i = 0; i < 4; i++) {
        clock_fix(clock_now() + 60);
        done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    }
    struct rows rows = all(o);
    assert_string_equal(rows_text(&rows, 0, "state"), "good");
    assert_string_equal(rows_text(&rows, 1, "state"), "good");
    assert_string_equal(rows_text(&rows, 2, "state"), "removed");
    assert_string_equal(rows_text(&rows, 3, "state"), "removed");
    char path[BACKUP_PATH + 128];
    path_of(o, 3, path);
    assert_int_not_equal(access(path, F_OK), 0);
    done(o, setting_set(o->work, SETTING_BACKUP_KEEP_DAYS, "1", &o->e));
    clock_fix(clock_now() + 60);
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    rows = all(o);
    assert_string_equal(rows_text(&rows, 2, "state"), "good"); /* not a day old */
}

static int64_t serve(struct office *o, int64_t at)
{
    int64_t made = 0;
    clock_fix(at);
    work_become_local(o->work);
    done(o, backup_serve(o->work, at, &made, &o->e));
    return made;
}

static void a_scheduled_one_is_made_once_each_day_at_its_hour(void **state)
{
    struct office *o = *state;
    int64_t today = day_start(date_make(2026, 10, 21));
    assert_int_equal(serve(o, today + 12 * 3600), 0); /* the hour had struck before the database was made */
    assert_int_equal(serve(o, today + 86400 + 3600), 0);
    assert_int_not_equal(serve(o, today + 86400 + 2 * 3600), 0);
    assert_int_equal(serve(o, today + 86400 + 3 * 3600), 0);
    assert_int_not_equal(serve(o, today + 3 * 86400 + 9 * 3600), 0); /* the server stood still meanwhile */
    struct rows rows = all(o);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows_text(&rows, 0, "slot"), "2026-10-24");
}

static int64_t told(struct office *o)
{
    int64_t unread = 0;
    office_act(o, "admin");
    done(o, inbox_unread(o->work, &unread, &o->e));
    return unread;
}

static void the_administrators_are_told_of_a_backup_that_failed_once(void **state)
{
    struct office *o = *state;
    char folder[BACKUP_PATH];
    int64_t day = day_start(date_make(2026, 10, 22));
    backup_folder(o->work, folder);
    int fd = open(folder, O_CREAT | O_WRONLY, 0600); /* a file stands in the place of the folder */
    close(fd);
    assert_int_equal(serve(o, day + 2 * 3600), 0);
    assert_int_equal(told(o), 1);
    assert_int_equal(serve(o, day + 2 * 3600 + 60), 0);
    assert_int_equal(all(o).count, 1); /* not again at once */
    serve(o, day + 3 * 3600 + 60);
    assert_int_equal(told(o), 1);
    unlink(folder);
    assert_int_not_equal(serve(o, day + 5 * 3600), 0);
}

static void the_administrators_are_told_once_a_day_that_none_is_young_enough(void **state)
{
    struct office *o = *state;
    char folder[BACKUP_PATH];
    int64_t day = day_start(date_make(2026, 10, 21));
    backup_folder(o->work, folder);
    close(open(folder, O_CREAT | O_WRONLY, 0600));
    for (int i = 1; i <= 3; i++)
        serve(o, day + i * 86400 + 20 * 3600);
    serve(o, day + 3 * 86400 + 21 * 3600);
    assert_int_equal(told(o), 3 + 2); /* each day's failure; on the second and third that there is none */
}

static void asking_for_one_is_a_job(void **state)
{
    struct office *o = *state;
    struct job job;
    int64_t id = 0;
    office_act(o, "admin");
    done(o, backup_ask(o->work, "now", 0, &id, &o->e));
    done(o, job_read(o->work, id, &job, &o->e));
    assert_int_equal(job.state, JOB_DONE);
    assert_int_equal(told(o), 1);
    done(o, backup_ask(o->work, "drill", 1, &id, &o->e));
    done(o, job_read(o->work, id, &job, &o->e));
    assert_int_equal(job.state, JOB_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_backup_is_made_beside_the_database_for_its_owner_only),
        OFFICE_TEST(only_the_system_administrator_makes_them),
        OFFICE_TEST(a_backup_is_read_through_and_tried_out),
        OFFICE_TEST(a_backup_that_was_changed_is_no_longer_good),
        OFFICE_TEST(a_backup_of_an_older_version_stays_good),
        OFFICE_TEST(so_many_are_kept_as_the_settings_say),
        OFFICE_TEST(a_scheduled_one_is_made_once_each_day_at_its_hour),
        OFFICE_TEST(the_administrators_are_told_of_a_backup_that_failed_once),
        OFFICE_TEST(the_administrators_are_told_once_a_day_that_none_is_young_enough),
        OFFICE_TEST(asking_for_one_is_a_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

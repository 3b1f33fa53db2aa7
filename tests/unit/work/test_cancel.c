/* Who cancels a job is heard until its very end: what is told as cancelled was not done. */
#include "village.h"

#include "wangge/table/describe.h"
#include "wangge/work/backup.h"
#include "wangge/work/export.h"
#include "wangge/work/import.h"
#include "wangge/work/job.h"

static void later(void *to)
{
    (void)to;
}

/* Runs what waits, as the keeper's child does. */
static void serve(struct village *v)
{
    DONE(v, job_serve(v->work, NULL, NULL, &v->e));
    job_set_starter(NULL, NULL);
}

/* Cancels the job with the last thing that it writes before its end. */
static void cancel_at(struct village *v, const char *last)
{
    sql(v, pool_format(v->pool, "create trigger at_last after %s begin update job set cancel = 1 where cancel = 0; end",
                       last));
}

static struct job job_now(struct village *v)
{
    struct job job;
    DONE(v, job_read(v->work, number(v, "select max(id) from job"), &job, &v->e));
    return job;
}

static struct job import_households(struct village *v, struct import_options options)
{
    char text[] = "网格,户号,地址,幢,单元,室\n甲一网格,901,文苑路18号,19,1,101\n甲一网格,902,文苑路18号,19,1,102\n"
                  "甲一网格,903,文苑路18号,19,1,103\n";
    FILE *in = fmemopen(text, strlen(text), "r");
    struct job job;
    act_as(v, "grid01");
    job_set_starter(later, NULL);
    DONE(v, import_new(v->work, table_find("household"), "households.csv", in, &options, &job, &v->e));
    fclose(in);
    serve(v);
    return job_now(v);
}

static int64_t new_households(struct village *v)
{
    return number(v, "select count(*) from household where building = '19' and deleted_at is null");
}

static void an_import_is_done(void **state)
{
    struct village *v = *state;
    assert_int_equal(import_households(v, (struct import_options){0}).state, JOB_DONE);
    assert_int_equal(new_households(v), 3);
}

static void an_import_cancelled_after_its_last_row_is_taken_back(void **state)
{
    struct village *v = *state;
    cancel_at(v, "update on job when new.phase = 'apply' and new.at = 3");
    struct job job = import_households(v, (struct import_options){0});
    assert_int_equal(job.state, JOB_CANCELLED);
    assert_string_equal(job.message, "Cancelled; all that was saved is taken back.");
    assert_int_equal(new_households(v), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line where kind = 'job'"), 1);
}

static void a_check_cancelled_after_its_last_row_does_not_wait_for_more(void **state)
{
    struct village *v = *state;
    cancel_at(v, "update on job when new.phase = 'check' and new.at = 3");
    assert_int_equal(import_households(v, (struct import_options){.dry = true}).state, JOB_CANCELLED);
}

static void an_export_cancelled_after_its_last_page_leaves_no_file(void **state)
{
    struct village *v = *state;
    struct export export = {.table = table_find("person"), .format = TABLE_CSV, .full = true, .reason = "复核"};
    int64_t id = 0;
    cancel_at(v, "insert on person_look");
    act_as(v, "station01");
    job_set_starter(later, NULL);
    DONE(v, export_later(v->work, &export, &id, &v->e));
    serve(v);
    assert_int_equal(job_now(v).state, JOB_CANCELLED);
    assert_int_equal(number(v, "select count(*) from stored_file"), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line"), 0);
}

/* A backup, a deletion: nobody is told "cancelled" of what goes on. */
static void what_goes_to_its_end_says_so(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "admin");
    job_set_starter(later, NULL);
    DONE(v, backup_ask(v->work, "now", 0, &id, &v->e));
    struct job job = job_now(v);
    assert_null(job_cancel_means(&job));
    assert_int_equal(job_cancel(v->work, job.id, &v->e), ERR_STATE);
    assert_string_equal(v->e.text, "This work cannot be cancelled: what it has begun it brings to its end.");
    assert_int_equal(number(v, "select cancel from job"), 0);
    job_set_starter(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(an_import_is_done),
        IN_VILLAGE(an_import_cancelled_after_its_last_row_is_taken_back),
        IN_VILLAGE(a_check_cancelled_after_its_last_row_does_not_wait_for_more),
        IN_VILLAGE(an_export_cancelled_after_its_last_page_leaves_no_file),
        IN_VILLAGE(what_goes_to_its_end_says_so),
    };
    return cmocka_run_group_tests_name("cancelled jobs", tests, NULL, NULL);
}

/* An export that runs as a job stops where its owner may go on no more: nothing is handed out. */
#include "village.h"

#include "wangge/table/describe.h"
#include "wangge/work/export.h"
#include "wangge/work/job.h"
#include "wangge/work/post.h"

#include <glob.h>

static const char many_households[] =
    "insert into household (id, area, no, address, building, unit, room, kinds, version, created_by, created_at,"
    " updated_by, updated_at)"
    " with recursive n (i) as (select 1 union all select i + 1 from n where i < 1200)"
    " select 10000 + i, 6, 'N' || i, '文苑路20号', '1', '1', '' || i, '', 1, 0, 0, 0, 0 from n";

static void later(void *to)
{
    (void)to;
}

/* After its first page. */
struct meanwhile {
    struct village *village;
    const char *statement;
};

static void happens(void *to, const struct job *job)
{
    const struct meanwhile *meanwhile = to;
    if (job->at > 0)
        sql(meanwhile->village, meanwhile->statement);
}

static void export_as_it_is(struct village *v, const char *statement)
{
    struct export export = {.table = table_find("household"), .format = TABLE_CSV, .reason = ""};
    struct meanwhile meanwhile = {v, statement};
    int64_t id = 0;
    sql(v, many_households);
    job_set_starter(later, NULL);
    DONE(v, export_later(v->work, &export, &id, &v->e));
    job_set_watch(happens, &meanwhile);
    DONE(v, job_serve(v->work, NULL, NULL, &v->e));
    job_set_watch(NULL, NULL);
    job_set_starter(NULL, NULL);
}

static void export_while(struct village *v, const char *statement)
{
    act_as(v, "station01");
    export_as_it_is(v, statement);
}

static size_t files_kept(struct village *v)
{
    glob_t found;
    size_t count = glob(pool_format(v->pool, "%s/*-files/*", v->dir), 0, NULL, &found) == 0 ? found.gl_pathc : 0;
    globfree(&found);
    return count;
}

static void assert_handed_out(struct village *v, bool handed_out)
{
    int64_t lines = number(v, "select count(*) from inbox_line where kind = 'export'");
    assert_int_equal(lines, handed_out ? 1 : 0);
    assert_int_equal(number(v, handed_out ? "select count(*) from job where state = 'done'"
                                          : "select count(*) from job where state = 'failed'"),
                     1);
    assert_int_equal(number(v, "select count(*) from stored_file"), handed_out ? 1 : 0);
    if (!handed_out)
        assert_int_equal(files_kept(v), 0);
}

static void an_export_comes_to_its_end(void **state)
{
    export_while(*state, "select 1");
    assert_handed_out(*state, true);
}

static void who_is_disabled_meanwhile_gets_no_file(void **state)
{
    export_while(*state, "update account set state = 'disabled', access = access + 1 where login = 'station01'");
    assert_handed_out(*state, false);
}

static void who_has_lost_the_post_meanwhile_gets_no_file(void **state)
{
    export_while(*state, "update post set to_on = '2026-10-20' where account = 6");
    assert_handed_out(*state, false);
}

/* Not in the one that is usually worked in. */
static void a_job_is_done_in_the_post_in_which_it_was_asked_for(void **state)
{
    struct village *v = *state;
    sql(v, "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
           " values (20, 6, 'station', 5, '2020-01-01', 0, 0, 0, 0)");
    act_as(v, "station01");
    DONE(v, post_take(v->work, 20, true, &v->e));
    DONE(v, post_take(v->work, 6, false, &v->e));
    export_as_it_is(v, "select 1");
    assert_handed_out(v, true);
    assert_int_equal(number(v, "select at >= 1200 from job"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(an_export_comes_to_its_end),
        IN_VILLAGE(who_is_disabled_meanwhile_gets_no_file),
        IN_VILLAGE(who_has_lost_the_post_meanwhile_gets_no_file),
        IN_VILLAGE(a_job_is_done_in_the_post_in_which_it_was_asked_for),
    };
    return cmocka_run_group_tests_name("exports as jobs", tests, NULL, NULL);
}

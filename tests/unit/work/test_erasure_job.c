/* A deletion that was approved and cannot be done, because its decider may decide no more, is decided on again. */
#include "village.h"

#include "wangge/work/job.h"

static const char approved[] =
    "insert into erasure (id, no, person, area, reason, state, asked_by, asked_at, decided_by, decided_at, job)"
    " values (1, 'SC-20261021-0001', 1, 6, '本人书面申请', 'running', 6, 0, 8, 0, 1);"
    "insert into job (id, account, kind, table_name, title, state, phase, options, file, errors, at, total, added,"
    " changed, same, bad, phase_at, phase_row, cancel, message, host, pid, started, tries, made_at, ended_at, post)"
    " values (1, 8, 'erasure', '', '', 'queued', 'check', '1', null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', 0, 0, 0,"
    " 0, null, 8)";

static void serve_after(struct village *v, const char *statement)
{
    sql(v, approved);
    sql(v, statement);
    DONE(v, job_serve(v->work, NULL, NULL, &v->e));
    assert_int_equal(number(v, "select count(*) from job where state = 'failed'"), 1);
    assert_int_equal(number(v, "select count(*) from erasure where state = 'asked' and decided_by is null"), 1);
    assert_int_equal(number(v, "select count(*) from inbox_line where kind = 'erasure' and account = 6"), 1);
}

static void after_the_decider_was_disabled_it_is_asked_again(void **state)
{
    serve_after(*state, "update account set state = 'disabled', access = access + 1 where id = 8");
}

static void after_the_decider_has_lost_the_post_it_is_asked_again(void **state)
{
    serve_after(*state, "update post set to_on = '2020-12-31' where id = 8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(after_the_decider_was_disabled_it_is_asked_again),
        IN_VILLAGE(after_the_decider_has_lost_the_post_it_is_asked_again),
    };
    return cmocka_run_group_tests_name("erasure as a job", tests, NULL, NULL);
}

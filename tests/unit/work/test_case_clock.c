#include "village.h"

#include "../../../src/work/case_clock.h"

#include "wangge/base/array.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"
#include "wangge/work/alarm.h"
#include "wangge/work/limit.h"
#include "wangge/work/working_time.h"

#include <sys/wait.h>

#define HOUR 3600
#define DAY  DAY_SECONDS
#define CASE 1

/* The village with holidays and one reported case of grid 1, written by hand: its clocks are the test's to move. */
static int begin(void **state)
{
    int failed = village_begin(state);
    struct village *v = *state;
    DONE(v, holidays_lay(v->work->db, &v->e));
    sql(v,
        "insert into case_file (id, no, title, text, category, area, place, urgency, state, unit, result, satisfaction,"
        " rework, self_handled, version, created_by, created_at, updated_by, updated_at, level, waits) values (1,"
        " 'SJ-1', '示例事', '示例', '0201', 6, '', '1', 'handling', '', '', '', 0, 0, 1, 1, 0, 1, 0, 'station',"
        " ' station ')");
    sql(v, "update sequence_number set next = 1 where name in ('case_clock', 'case_alarm')");
    return failed;
}

#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, begin, village_end)

static struct case_times moved(struct village *v, const char *words, const char *when, struct case_times times)
{
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, case_clocks_do(v->work, CASE, words, "0201", "1", at(when), &times, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    return times;
}

static struct case_times extended(struct village *v, const char *until, const char *when, struct case_times times)
{
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, case_clocks_extend(v->work, CASE, at(until), at(when), &times, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    return times;
}

static struct case_times relimited(struct village *v, const char *urgency, const char *when, struct case_times times)
{
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, case_clocks_relimit(v->work, CASE, "0201", urgency, at(when), &times, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    return times;
}

static void is_at(int64_t instant, const char *text)
{
    char found[DATE_MINUTE] = "-";
    if (instant != 0)
        instant_minute(instant, found);
    assert_string_equal(found, text);
}

static const struct case_times none = {0};

/* The whole: 5 working days; acceptance: 4 working hours; handling: 3 working days. */
static void a_case_begins_with_the_whole_and_its_first_stage(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole acceptance", "2026-10-19 10:00", none); /* a Monday */
    is_at(times.due_at, "2026-10-26 10:00");
    is_at(times.yellow_at, "2026-10-23 10:00");
    assert_string_equal(times.stage, "acceptance");
    is_at(times.stage_due_at, "2026-10-19 16:00");
    is_at(times.stage_yellow_at, "2026-10-19 15:12");
    times = moved(v, "dispatch", "2026-10-19 11:30", times);
    assert_string_equal(times.stage, "dispatch");
    is_at(times.stage_due_at, "2026-10-19 15:30");
    is_at(times.due_at, "2026-10-26 10:00");
    assert_int_equal(number(v, "select spent from case_clock where stage = 'acceptance'"), 90 * 60);
    assert_int_equal(number(v, "select count(*) from case_clock where ended_at is null"), 2);
}

static void a_suspension_gives_back_what_was_left(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole handling", "2026-09-29 10:00", none);
    is_at(times.due_at, "2026-10-12 10:00"); /* over National Day; Saturday the 10th is worked, the 11th is not */
    times = moved(v, "pause", "2026-09-30 16:00", times);
    assert_int_equal(times.stopped_at, at("2026-09-30 16:00"));
    is_at(times.due_at, "2026-10-12 10:00");
    assert_int_equal(number(v, "select count(*) from case_alarm where done_at is null"), 0);
    assert_int_equal(number(v, "select spent from case_clock where stage = 'whole'"), 30 * HOUR);
    times = moved(v, "go_on", "2026-10-20 16:00", times); /* 90 hours of working days are left: 3 days and 18 hours */
    assert_int_equal(times.stopped_at, 0);
    is_at(times.due_at, "2026-10-26 10:00");
    is_at(times.stage_due_at, "2026-10-22 10:00");
    assert_true(number(v, "select count(*) from case_alarm where done_at is null") > 0);
}

/* Twice, the second time over the Spring Festival. */
static void suspensions_add_up(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole handling", "2026-02-02 09:00", none);
    is_at(times.due_at, "2026-02-09 09:00");
    times = moved(v, "pause", "2026-02-03 09:00", times);
    times = moved(v, "go_on", "2026-02-10 09:00", times);
    is_at(times.due_at, "2026-02-14 09:00"); /* the Saturday before the Spring Festival is worked */
    times = moved(v, "pause", "2026-02-12 09:00", times);
    times = moved(v, "go_on", "2026-02-18 09:00", times); /* a holiday: it counts from the 24th on */
    is_at(times.due_at, "2026-02-26 00:00");
    assert_int_equal(number(v, "select count(*) from case_clock_run"), 4);
}

static void what_was_overdue_stays_overdue(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole handling", "2026-10-12 09:00", none);
    is_at(times.due_at, "2026-10-19 09:00");
    times = moved(v, "pause", "2026-10-21 09:00", times);
    times = moved(v, "go_on", "2026-10-27 09:00", times);
    is_at(times.due_at, "2026-10-19 09:00");
    is_at(times.stage_due_at, "2026-10-15 09:00");
}

static void an_extension_lasts_until_it_was_asked_for(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole handling", "2026-10-12 09:00", none);
    times = extended(v, "2026-10-22 18:00", "2026-10-14 09:00", times);
    is_at(times.due_at, "2026-10-22 18:00");
    is_at(times.stage_due_at, "2026-10-22 18:00");
    assert_int_equal(number(v, "select extended from case_clock where stage = 'whole'"), 3 * DAY + 9 * HOUR);
    times = extended(v, "2026-10-20 18:00", "2026-10-15 09:00", times); /* earlier than the limit: nothing */
    is_at(times.due_at, "2026-10-22 18:00");
    times = moved(v, "pause", "2026-10-15 09:00", times);
    times = moved(v, "go_on", "2026-10-16 09:00", times); /* a working day later */
    is_at(times.due_at, "2026-10-23 18:00");
}

static void another_urgency_counts_from_where_it_began(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole acceptance", "2026-10-16 17:00", none); /* a Friday */
    is_at(times.due_at, "2026-10-23 17:00");
    times = relimited(v, "2", "2026-10-16 17:30", times);
    is_at(times.due_at, "2026-10-17 17:00");
    is_at(times.stage_due_at, "2026-10-16 18:00");
    times = relimited(v, "3", "2026-10-16 17:40", times);
    is_at(times.due_at, "2026-10-16 19:00");
    times = relimited(v, "1", "2026-10-16 17:50", times);
    is_at(times.due_at, "2026-10-23 17:00");
    is_at(times.stage_due_at, "2026-10-19 11:00");
    assert_int_equal(number(v, "select count(*) from case_clock"), 2);
}

static void a_stage_without_a_limit_has_none(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole", "2026-10-16 17:00", none);
    times = relimited(v, "3", "2026-10-16 17:10", times);
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, case_clocks_do(v->work, CASE, "handling", "0201", "3", at("2026-10-16 17:20"), &times, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    assert_string_equal(times.stage, "handling");
    assert_int_equal(times.stage_due_at, 0);
    times = relimited(v, "1", "2026-10-16 17:30", times);
    is_at(times.stage_due_at, "2026-10-21 17:20");
}

static void a_case_that_is_opened_again_has_what_was_left(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole return_visit", "2026-10-19 09:00", none);
    times = moved(v, "end", "2026-10-20 09:00", times);
    is_at(times.due_at, "2026-10-26 09:00"); /* stays: was it in time? */
    assert_string_equal(times.stage, "");
    assert_int_equal(times.stage_due_at, 0);
    assert_int_equal(number(v, "select count(*) from case_alarm where done_at is null"), 0);
    times = moved(v, "go_on", "2026-10-22 09:00", times);
    is_at(times.due_at, "2026-10-28 09:00");
    assert_string_equal(times.stage, "return_visit");
    is_at(times.stage_due_at, "2026-10-20 09:00"); /* was used up exactly */
    times = moved(v, "end", "2026-10-22 12:00", times);
    times = moved(v, "whole acceptance", "2026-10-22 13:00", times); /* given back as a draft, and reported anew */
    is_at(times.due_at, "2026-10-29 13:00");
    assert_string_equal(times.stage, "acceptance");
}

/* A stage that had ended before the end does not begin again. */
static void a_clock_that_was_put_back_does_no_harm(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole acceptance", "2026-10-19 10:00", none);
    times = moved(v, "dispatch", "2026-10-19 09:00", times);
    assert_int_equal(number(v, "select spent from case_clock where stage = 'acceptance'"), 0);
    times = moved(v, "pause", "2026-10-19 08:30", times);
    times = moved(v, "go_on", "2026-10-19 08:30", times);
    is_at(times.stage_due_at, "2026-10-19 10:30");
}

/* --- alarms ------------------------------------------------------------------------------------------------------ */

static size_t served(struct village *v, const char *when)
{
    size_t done = 0;
    now_is(when);
    DONE(v, alarm_serve(v->work, at(when), NULL, NULL, &done, &v->e));
    return done;
}

static void alarms_tell_whose_turn_it_is_and_then_the_level_above(void **state)
{
    struct village *v = *state;
    int64_t next = 0;
    moved(v, "whole", "2026-10-12 09:00", none);
    DONE(v, alarm_next(v->work, &next, &v->e));
    is_at(next, "2026-10-16 09:00");
    assert_int_equal(served(v, "2026-10-16 08:59"), 0);
    assert_int_equal(served(v, "2026-10-16 09:00"), 1);
    assert_int_equal(number(v, "select account from inbox_line"), STATION01);
    assert_int_equal(number(v, "select escalated from case_file"), 80);
    assert_int_equal(served(v, "2026-10-16 09:00"), 0);
    assert_int_equal(served(v, "2026-10-19 09:01"), 1);
    assert_int_equal(number(v, "select count(*) from inbox_line"),
                     2); /* waits and level are the same person: one line */
    assert_int_equal(served(v, "2026-10-21 21:00"), 1);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 8"), 1);
    assert_int_equal(served(v, "2026-10-26 09:00"), 1);
    assert_int_equal(number(v, "select count(*) from inbox_line"), 5);
    assert_int_equal(number(v, "select count(*) from case_file where secretary_at is not null and escalated = 200"), 1);
    DONE(v, alarm_next(v->work, &next, &v->e));
    assert_int_equal(next, 0);
}

static void after_a_downtime_each_is_told_once_and_never_again(void **state)
{
    struct village *v = *state;
    moved(v, "whole", "2026-10-12 09:00", none);
    assert_int_equal(served(v, "2026-12-01 09:00"), 4);
    int64_t lines = number(v, "select count(*) from inbox_line");
    assert_int_equal(served(v, "2026-10-12 09:00"), 0); /* the computer's clock was put back */
    assert_int_equal(served(v, "2026-10-16 09:00"), 0);
    assert_int_equal(served(v, "2026-12-01 09:00"), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line"), lines);
}

static void a_clock_that_stands_rings_no_alarm(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole handling", "2026-10-12 09:00", none);
    times = moved(v, "pause", "2026-10-13 09:00", times);
    assert_int_equal(served(v, "2026-11-30 09:00"), 0);
    times = moved(v, "go_on", "2026-11-30 09:00", times); /* a Monday: four days are left */
    assert_int_equal(served(v, "2026-12-01 09:00"), 0);
    assert_int_equal(served(v, "2026-12-01 20:00"), 1); /* 80 of 100 of three days' handling */
    moved(v, "end", "2026-12-01 21:00", times);
    assert_int_equal(served(v, "2027-06-01 09:00"), 0);
}

static void after_an_extension_they_ring_again(void **state)
{
    struct village *v = *state;
    struct case_times times = moved(v, "whole", "2026-10-12 09:00", none);
    assert_int_equal(served(v, "2026-10-19 09:00"), 2);
    times = extended(v, "2026-10-30 09:00", "2026-10-19 10:00", times);
    is_at(times.due_at, "2026-10-30 09:00");
    assert_int_equal(served(v, "2026-10-19 11:00"), 0);
    assert_int_equal(served(v, "2026-10-30 09:00"), 2);
    times = moved(v, "pause", "2026-10-30 10:00", times); /* what rang does not ring again because of a pause */
    times = moved(v, "go_on", "2026-10-30 11:00", times);
    assert_int_equal(served(v, "2026-10-30 12:00"), 0);
}

static void of_a_confidential_case_only_those_hear_who_may_see_it(void **state)
{
    struct village *v = *state;
    sql(v, "update case_file set confidential = 1, handler = 9, waits = ' station handler '");
    moved(v, "whole", "2026-10-12 09:00", none);
    assert_int_equal(served(v, "2026-10-19 09:00"), 2);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 6"), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 9"), 2);
}

static void an_unanswered_supervision_is_told_once(void **state)
{
    struct village *v = *state;
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, case_alarm_set(v->work, CASE, "reply", at("2026-10-20 12:00"), &v->e));
    DONE(v,
         case_alarm_set(v->work, CASE, "reply", at("2026-10-21 12:00"), &v->e)); /* another date: the first is gone */
    DONE(v, db_commit(v->work->db, &v->e));
    sql(v, "update case_file set supervised_at = 1, reply_by = 2");
    assert_int_equal(served(v, "2026-10-20 13:00"), 0);
    assert_int_equal(served(v, "2026-10-21 13:00"), 1);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 6"), 1);
    assert_int_equal(served(v, "2026-10-22 13:00"), 0);
}

/* Each of the processes does all that it finds due. */
static void two_processes_tell_each_alarm_once(void **state)
{
    struct village *v = *state;
    enum { CASES = 150, PROCESSES = 3 };
    sql(v, "begin");
    for (int i = 2; i <= CASES; i++)
        sql(v, pool_format(v->pool,
                           "insert into case_file (id, no, title, text, category, area, place, urgency, state, unit, "
                           "result, satisfaction, rework, self_handled, version, created_by, created_at, updated_by,"
                           " updated_at, level, waits) values (%d, 'SJ-%d', '示例', '示例', '0201', 6, '', '1',"
                           " 'handling', '', '', '', 0, 0, 1, 1, 0, 1, 0, 'station', ' station ')",
                           i, i));
    sql(v, "commit");
    DONE(v, db_begin(v->work->db, &v->e));
    for (int i = 1; i <= CASES; i++) {
        struct case_times times = none;
        DONE(v, case_clocks_do(v->work, i, "whole", "0201", "1", at("2026-10-12 09:00"), &times, &v->e));
    }
    DONE(v, db_commit(v->work->db, &v->e));
    work_close(&v->work);
    for (int i = 0; i < PROCESSES; i++)
        if (fork() == 0) {
            struct error e;
            bool good = work_open(v->path, &v->work, &e) == ERR_NONE &&
                        alarm_serve(v->work, at("2026-10-16 10:00"), NULL, NULL, NULL, &e) == ERR_NONE;
            work_close(&v->work);
            _exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
        }
    for (int i = 0, status; i < PROCESSES; i++) {
        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
    }
    DONE(v, work_open(v->path, &v->work, &v->e));
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 6"), CASES);
    assert_int_equal(number(v, "select count(distinct object) from inbox_line"), CASES);
    assert_int_equal(number(v, "select count(*) from case_alarm where done_at is not null"), CASES);
}

static void step(struct village *v, const char *login, const char *command, const char *field, const char *value)
{
    struct record *given = record_with("text", "示例", field, value, NULL);
    act_as(v, login);
    DONE(v, case_do(v->work, 2, command, given, &v->e));
    record_free(&given);
}

static void a_suspension_that_comes_to_its_end_is_ended_by_the_program(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct rows steps;
    struct record *record = record_with("title", "示例事", "text", "示例", "category", "0201", "urgency", "1", "area",
                                        "6", "place", "示例", NULL);
    sql(v, "insert into sequence_number (name, next) values ('case_file', 2)");
    now_is("2026-10-12 09:00");
    act_as(v, "grid01");
    DONE(v, case_add(v->work, record, false, &id, NULL, NULL, &v->e));
    record_free(&record);
    assert_int_equal(id, 2);
    step(v, "station01", "accept", "text", "示例");
    step(v, "station01", "dispatch", "handler", "department01");
    step(v, "department01", "sign", "text", "");
    now_is("2026-10-13 09:00");
    step(v, "department01", "suspend", "until", "2026-10-20T09:00");
    assert_int_equal(served(v, "2026-10-13 09:00"), 0);
    step(v, "station01", "approve", "text", "");
    assert_int_equal(number(v, "select count(*) from case_file where id = 2 and stopped_at is not null"), 1);
    assert_int_equal(served(v, "2026-10-20 08:59"), 0);
    assert_int_equal(served(v, "2026-10-20 09:00"), 1);
    assert_int_equal(number(v, "select count(*) from case_file where id = 2 and stopped_at is null"), 1);
    is_at(number(v, "select due_at from case_file where id = 2"), "2026-10-26 09:00");
    assert_int_equal(number(v, "select count(*) from case_step where case_file = 2 and command = 'resume'"), 1);
    act_as(v, "station01");
    DONE(v, case_steps(v->work, v->pool, 2, &steps, &v->e));
    assert_int_equal(steps.count, number(v, "select count(*) from case_step where case_file = 2"));
    assert_int_equal(served(v, "2026-10-20 09:00"), 0);
}

/* --- holidays ---------------------------------------------------------------------------------------------------- */

static void a_new_holiday_moves_the_limits_of_open_cases(void **state)
{
    struct village *v = *state;
    int64_t id = 0, next = 0;
    struct case_times times = moved(v, "whole handling", "2026-11-02 09:00", none);
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, db_execute(v->work->db, "clock.times",
                       BINDS(BIND_INT("case", CASE), BIND_INT("yellow_at", times.yellow_at),
                             BIND_INT("due_at", times.due_at), BIND_TEXT("stage", times.stage),
                             BIND_INT("stage_yellow_at", times.stage_yellow_at),
                             BIND_INT("stage_due_at", times.stage_due_at)),
                       NULL, &v->e));
    struct record *day = record_with("date", "2026-11-04", "kind", "holiday", "name", "示例", "area", "1", NULL);
    DONE(v, store_add(v->work->db, table_find("holiday"), day, 0, &id, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    record_free(&day);
    DONE(v, clocks_follow_holidays(v->work, &v->e));
    is_at(number(v, "select due_at from case_file"), "2026-11-10 09:00");
    is_at(number(v, "select stage_due_at from case_file"), "2026-11-06 09:00");
    is_at(number(v, "select due_at from case_clock where stage = 'whole'"), "2026-11-10 09:00");
    DONE(v, alarm_next(v->work, &next, &v->e));
    is_at(next, "2026-11-05 18:36");                 /* 80 of 100 of three days */
    DONE(v, clocks_follow_holidays(v->work, &v->e)); /* nothing has changed since */
    is_at(number(v, "select due_at from case_file"), "2026-11-10 09:00");
}

static void cases_of_before_get_their_clocks_and_nobody_is_told_of_the_past(void **state)
{
    struct village *v = *state;
    sql(v, pool_format(v->pool, "update case_file set reported_at = %lld", (long long)at("2026-09-01 09:00")));
    DONE(v, clocks_fill(v->work, at("2026-10-21 09:00"), &v->e));
    is_at(number(v, "select due_at from case_file"), "2026-09-08 09:00");
    assert_int_equal(number(v, "select count(*) from case_clock where ended_at is null"), 2);
    assert_int_equal(number(v, "select count(*) from case_file where escalated = 200 and secretary_at is not null"), 1);
    assert_int_equal(served(v, "2026-10-21 09:00"), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line"), 0);
    DONE(v, clocks_fill(v->work, at("2026-10-21 09:00"), &v->e));
    assert_int_equal(number(v, "select count(*) from case_clock"), 2);
}

/* --- the tables --------------------------------------------------------------------------------------------------- */

static void the_first_limit_that_fits_is_taken(void **state)
{
    const struct limit *limit = limit_find("0201", "3", "acceptance");
    (void)state;
    assert_int_equal(limit->amount, 15 * 60);
    assert_int_equal(limit->kind, CLOCK_URGENT);
    assert_int_equal(limit_find("0201", "1", "whole")->amount, 5 * DAY);
    assert_int_equal(limit_find("0201", "1", "whole")->kind, CLOCK_DAYS);
    assert_int_equal(limit_find("0201", "2", "verification")->kind, CLOCK_HOURS);
    assert_null(limit_find("0201", "3", "handling"));
    assert_int_equal(limit_find("050101", "1", "handling")->amount, 4 * 3600); /* litter */
    assert_int_equal(limit_find("050101", "1", "handling")->kind, CLOCK_HOURS);
    assert_int_equal(limit_find("050101", "1", "whole")->amount, 5 * DAY);     /* as of all others */
    assert_int_equal(limit_find("020406", "2", "handling")->amount, 4 * 3600); /* water on the road */
    assert_int_equal(limit_find("050102", "1", "handling")->amount, 3 * DAY);  /* full bins are not litter */
    assert_int_equal(limit_find("050601", "1", "handling")->amount, 5 * DAY);  /* upkeep of green spaces */
    assert_int_equal(limit_find("060101", "1", "handling")->amount, 4 * 3600); /* illegal building going up */
    assert_int_equal(limit_find("060101", "1", "whole")->amount, 20 * DAY);
    assert_int_equal(limit_find("060101", "1", "whole")->kind, CLOCK_CALENDAR);
    assert_int_equal(limit_find("060101", "2", "whole")->kind, CLOCK_URGENT);
    assert_int_equal(alarm_rule_of("whole.200")->percent, 200);
    assert_null(alarm_rule_of("whole.201"));
}

static enum err loaded(struct village *v, const char *limits, const char *alarms)
{
    FILE *file = fopen(pool_format(v->pool, "%s/limits.csv", v->dir), "w");
    assert_non_null(file);
    fprintf(file, "category,urgency,stage,amount,clock\n%s\n", limits);
    fclose(file);
    file = fopen(pool_format(v->pool, "%s/alarms.csv", v->dir), "w");
    assert_non_null(file);
    fprintf(file, "stage,percent,tells,effect,en,zh_CN\n%s\n", alarms);
    fclose(file);
    return limits_load(v->dir, &v->e);
}

static void a_category_fits_those_below_it(void **state)
{
    struct village *v = *state;
    DONE(v, loaded(v, "0201,,whole,3,days\n02,1,whole,1.5,hours\n,,whole,5,days", ""));
    assert_int_equal(limit_find("020101", "1", "whole")->amount, 3 * DAY);
    assert_int_equal(limit_find("0202", "1", "whole")->amount, 90 * 60);
    assert_int_equal(limit_find("0202", "2", "whole")->amount, 5 * DAY);
    assert_int_equal(limit_find("01", "1", "whole")->amount, 5 * DAY);
    DONE(v, limits_load("etc", &v->e));
}

static void faults_in_the_tables_are_told_with_their_line(void **state)
{
    static const struct {
        const char *limits, *alarms, *told;
    } faults[] = {
        {"99,,whole,5,days",   "",                                 "limits.csv:2: no category 99"     },
        {",8,whole,5,days",    "",                                 "limits.csv:2: no urgency 8"       },
        {",,nothing,5,days",   "",                                 "limits.csv:2: no stage nothing"   },
        {",,whole,5,moons",    "",                                 "limits.csv:2: no clock moons"     },
        {",,whole,0,days",     "",                                 "limits.csv:2: amount"             },
        {",,whole,x,days",     "",                                 "limits.csv:2: amount"             },
        {",,whole,nan,days",   "",                                 "limits.csv:2: amount"             },
        {",,whole,99999,days", "",                                 "limits.csv:2: amount"             },
        {"",                   "nothing,80,waits,,%s x,%s x",      "alarms.csv:2: no stage nothing"   },
        {"",                   "whole,0,waits,,%s x,%s x",         "alarms.csv:2: percent"            },
        {"",                   "whole,80,somebody,,%s x,%s x",     "alarms.csv:2: tells: somebody"    },
        {"",                   "whole,80,waits,explode,%s x,%s x", "alarms.csv:2: effect: explode"    },
        {"",                   "whole,80,waits,,%s %d,%s x",       "alarms.csv:2: a text needs one %s"},
        {"",                   "whole,80,waits,,x,%s x",           "alarms.csv:2: a text needs one %s"},
    };
    struct village *v = *state;
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        assert_int_equal(loaded(v, faults[i].limits, faults[i].alarms), ERR_INVALID);
        if (strstr(v->e.text, faults[i].told) == NULL)
            fail_msg("%s: %s", faults[i].told, v->e.text);
    }
    DONE(v, limits_load("etc", &v->e));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_OFFICE(a_case_begins_with_the_whole_and_its_first_stage),
        IN_OFFICE(a_suspension_gives_back_what_was_left),
        IN_OFFICE(suspensions_add_up),
        IN_OFFICE(what_was_overdue_stays_overdue),
        IN_OFFICE(an_extension_lasts_until_it_was_asked_for),
        IN_OFFICE(another_urgency_counts_from_where_it_began),
        IN_OFFICE(a_stage_without_a_limit_has_none),
        IN_OFFICE(a_case_that_is_opened_again_has_what_was_left),
        IN_OFFICE(a_clock_that_was_put_back_does_no_harm),
        IN_OFFICE(alarms_tell_whose_turn_it_is_and_then_the_level_above),
        IN_OFFICE(after_a_downtime_each_is_told_once_and_never_again),
        IN_OFFICE(a_clock_that_stands_rings_no_alarm),
        IN_OFFICE(after_an_extension_they_ring_again),
        IN_OFFICE(of_a_confidential_case_only_those_hear_who_may_see_it),
        IN_OFFICE(an_unanswered_supervision_is_told_once),
        IN_OFFICE(two_processes_tell_each_alarm_once),
        IN_OFFICE(a_suspension_that_comes_to_its_end_is_ended_by_the_program),
        IN_OFFICE(a_new_holiday_moves_the_limits_of_open_cases),
        IN_OFFICE(cases_of_before_get_their_clocks_and_nobody_is_told_of_the_past),
        IN_OFFICE(the_first_limit_that_fits_is_taken),
        IN_OFFICE(a_category_fits_those_below_it),
        IN_OFFICE(faults_in_the_tables_are_told_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The home screen's numbers, each by hand on a calendar: the clock stands at 2026-10-21 09:00. */
#include "fixture.h"

#include "wangge/work/case.h"
#include "wangge/work/login.h"
#include "wangge/work/summary.h"
#include "wangge/work/visit.h"

#define LOGIN_FAILURES 5 /* the setting as it is shipped */

static int64_t at(int month, int day, int hour)
{
    return day_start(date_make(2026, month, day)) + hour * 3600;
}

/* The posts hold since the beginning of the year: the stories begin before today. */
static int since_january(void **state)
{
    office_setup(state);
    struct office *o = *state;
    done(o, db_execute_text(o->work->db, "update post set from_on = '2026-01-01'", NULL, NULL, &o->e));
    return 0;
}

#define STORY(function) cmocka_unit_test_setup_teardown(function, since_january, office_teardown)

static void visit(struct office *o, int64_t household, int month, int day, const char *next_on)
{
    struct record *record = record_new();
    char on[DATE_MINUTE];
    int64_t id = 0;
    instant_minute(at(month, day, 8), on);
    record_set(record, "on", on);
    record_set(record, "channel", "1");
    record_set_int(record, "household", household);
    record_set(record, "text", "一切正常，老人身体健康。");
    record_set(record, "next_on", next_on);
    done(o, visit_add(o->work, record, &id, NULL, NULL, &o->e));
    record_free(&record);
}

static int64_t report(struct office *o, const char *title, const char *urgency)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set(record, "title", title);
    record_set(record, "text", title);
    record_set(record, "category", "05");
    record_set(record, "urgency", urgency);
    record_set_int(record, "area", o->work->actor.area);
    done(o, case_add(o->work, record, false, &id, NULL, NULL, &o->e));
    record_free(&record);
    return id;
}

static void command(struct office *o, const char *login, int64_t id, const char *name, const char *field,
                    const char *value)
{
    struct record *given = record_new();
    office_act(o, login);
    if (field != NULL)
        record_set(given, field, value);
    done(o, case_do(o->work, id, name, given, &o->e));
    record_free(&given);
}

static struct summary read_as(struct office *o, const char *login)
{
    struct summary s;
    office_act(o, login);
    done(o, summary_read(o->work, &s, &o->e));
    return s;
}

static void visits_of_today_and_of_the_month(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "6", "1", "302");
    visit(o, door, 9, 30, "");
    visit(o, door, 10, 1, "");
    visit(o, door, 10, 21, "");
    office_act(o, "grid01b");
    visit(o, office_add_household(o, o->grid_a2, "7", "1", "101"), 10, 21, "");
    struct summary s = read_as(o, "grid01");
    assert_int_equal(s.visits_today, 1);
    assert_int_equal(s.visits_month, 2);
    s = read_as(o, "station01");
    assert_int_equal(s.visits_today, 2);
    assert_int_equal(s.visits_month, 3);
    s = read_as(o, "station02");
    assert_int_equal(s.visits_month, 0);
}

/* A quarter is 91 days, and its last two weeks are those in which a visit is due: of July 31 it ends on October 30, of
 * July 21 it ended yesterday. */
static void households_due_and_overdue(void **state)
{
    struct office *o = *state;
    clock_fix(at(7, 1, 9)); /* registered long ago */
    office_act(o, "grid01");
    int64_t fresh = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t due = office_add_household(o, o->grid_a1, "1", "1", "102");
    int64_t overdue = office_add_household(o, o->grid_a1, "1", "1", "103");
    office_add_household(o, o->grid_a1, "1", "1", "104"); /* never visited, since July 1 */
    clock_fix(at(8, 1, 9));
    visit(o, overdue, 7, 21, "");
    visit(o, due, 7, 31, "");
    visit(o, fresh, 8, 1, "");
    clock_fix(at(10, 21, 9));
    office_add_household(o, o->grid_a1, "1", "1", "105"); /* registered today: in January */
    struct summary s = read_as(o, "grid01");
    assert_int_equal(s.due_households, 4);
    assert_int_equal(s.overdue_households, 2);
    assert_int_equal(read_as(o, "station01").due_households,
                     0); /* a station goes from grid to grid, not door to door */
}

static void cases_by_light_and_whose_turn_it_is(void **state)
{
    struct office *o = *state;
    clock_fix(at(10, 14, 9));
    office_act(o, "grid01");
    report(o, "污水外溢", "1"); /* five working days: over at 10-21 09:00 */
    clock_fix(at(10, 15, 8));
    report(o, "路灯不亮", "1"); /* four of them and an hour are gone at 10-21 09:00: above 80% */
    clock_fix(at(10, 21, 9) + 1);
    int64_t id = report(o, "楼道堆物", "1");
    struct summary s = read_as(o, "grid01");
    assert_int_equal(s.cases_open, 3);
    assert_int_equal(s.cases_red, 1);
    assert_int_equal(s.cases_yellow, 1);
    assert_int_equal(s.cases_green, 1);
    assert_int_equal(s.waiting, 3); /* the leader settles what is reported, or reports it up */
    assert_int_equal(read_as(o, "grid03").cases_open, 0);
    assert_int_equal(read_as(o, "department01").waiting, 0);

    command(o, "station01", id, "accept", NULL, NULL);
    s = read_as(o, "station01");
    assert_int_equal(s.cases_open, 3);
    assert_int_equal(read_as(o, "grid01").waiting, 2);
    int64_t turn = read_as(o, "station01").waiting;
    command(o, "station01", id, "dispatch", "handler", "department01");
    assert_int_equal(read_as(o, "station01").waiting, turn - 1);
    assert_int_equal(read_as(o, "department01").waiting, 1);
    assert_int_equal(read_as(o, "district01").cases_open, 3);
    assert_int_equal(read_as(o, "admin").cases_open, 0);
}

/* What was handed to a unit waits for its members: neither for the author nor for those who assist. */
static void a_unit_waits_for_its_members_only(void **state)
{
    struct office *o = *state;
    struct record *given = record_new();
    office_act(o, "grid01");
    int64_t id = report(o, "污水外溢", "1");
    done(o,
         db_execute_script(
             o->work->db,
             pool_format(o->pool,
                         "insert into unit (id, name, area, version, created_by, created_at, updated_by, updated_at)"
                         " values (1, '城管中队', 1, 1, 0, 0, 0, 0), (2, '环卫所', 1, 1, 0, 0, 0, 0);"
                         "insert into unit_member (id, unit, member, area, version, created_by, created_at, updated_by,"
                         " updated_at) values (1, 1, %lld, 1, 1, 0, 0, 0, 0), (2, 2, %lld, 1, 1, 0, 0, 0, 0);",
                         (long long)office_user(o, "department01"), (long long)office_user(o, "grid03")),
             &o->e));
    command(o, "station01", id, "accept", NULL, NULL);
    int64_t author = read_as(o, "grid01").waiting, assistant = read_as(o, "grid03").waiting;
    office_act(o, "station01");
    record_set(given, "lead", "1");
    record_set(given, "assist", "2");
    done(o, case_do(o->work, id, "dispatch", given, &o->e));
    record_free(&given);
    assert_int_equal(read_as(o, "department01").waiting, 1);
    assert_int_equal(read_as(o, "grid01").waiting, author);
    assert_int_equal(read_as(o, "grid03").waiting, assistant);
}

/* One order over cases and visits: what is over by most of the time it had, then yellow, then today's, then the rest.
 */
static void what_to_do_today(void **state)
{
    static const struct {
        const char *kind, *light, *title, *due;
    } expected[] = {
        {"case",  "red",    "燃气味",                               "1 hours over" }, /* of two hours */
        {"visit", "red",    " 文苑路18号 1幢1单元102",          "21 days over" }, /* July 1 and 91 days: September 30 */
        {"visit", "red",    "宋丽娟 文苑路18号 1幢1单元101", "1 days over"  }, /* half a day late of three */
        {"case",  "red",    "污水外溢",                            "4 hours over" }, /* of five working days */
        {"case",  "yellow", "路灯不亮",                            "19 hours left"}, /* four of five and more are gone */
        {"visit", "yellow", " 文苑路18号 1幢1单元103",          "today"        },
        {"case",  "green",  "楼道堆物",                            "6 days left"  },
    };
    struct office *o = *state;
    struct rows rows = {0};
    clock_fix(at(7, 1, 9));
    office_act(o, "grid01");
    int64_t agreed = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t old = office_add_household(o, o->grid_a1, "1", "1", "102");
    int64_t today = office_add_household(o, o->grid_a1, "1", "1", "103");
    office_add_person(o, agreed, "宋丽娟", "", "", "02");
    visit(o, old, 7, 1, "");
    clock_fix(at(10, 14, 9));
    report(o, "污水外溢", "1");
    clock_fix(at(10, 15, 8));
    report(o, "路灯不亮", "1");
    clock_fix(at(10, 18, 9));
    visit(o, agreed, 10, 18, "2026-10-20");
    visit(o, today, 10, 18, "2026-10-21");
    clock_fix(at(10, 21, 10));
    report(o, "燃气味", "3");
    report(o, "楼道堆物", "1");
    clock_fix(at(10, 21, 13));
    done(o, summary_todo(o->work, o->pool, 20, &rows, &o->e));
    assert_int_equal(rows.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < rows.count; i++) {
        assert_string_equal(rows_text(&rows, i, "title"), expected[i].title);
        assert_string_equal(rows_text(&rows, i, "kind"), expected[i].kind);
        assert_string_equal(rows_text(&rows, i, "light"), expected[i].light);
        assert_string_equal(rows_text(&rows, i, "due_text"), expected[i].due);
    }
    done(o, summary_todo(o->work, o->pool, 2, &rows, &o->e));
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows_int(&rows, 1, "id"), old);
}

static void administrators_see_who_is_locked_out(void **state)
{
    struct office *o = *state;
    for (int i = 0; i < LOGIN_FAILURES; i++)
        assert_int_equal(login_password(o->work, "grid01", "guess", "192.0.2.7", &o->e), ERR_DENIED);
    office_act(o, "audit");
    done(o, session_enter(o->work, "screen", NULL, &o->e));
    struct summary s = read_as(o, "admin");
    assert_int_equal(s.users, 14);
    assert_int_equal(s.users_waiting, 1);
    assert_int_equal(s.sessions, 1);
    assert_int_equal(read_as(o, "grid01").users, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(visits_of_today_and_of_the_month),     STORY(households_due_and_overdue),
        STORY(cases_by_light_and_whose_turn_it_is),  STORY(what_to_do_today),
        STORY(administrators_see_who_is_locked_out), STORY(a_unit_waits_for_its_members_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Who is to be visited: what the registers make of a household, and when a visit of it is due. The clock stands at
 * Wednesday 2026-10-21 09:00. */
#include "fixture.h"

#include "wangge/work/daily.h"
#include "wangge/work/due.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/move.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_rule.h"

#include <sys/stat.h>

static int64_t at(int month, int day, int hour)
{
    return day_start(date_make(2026, month, day)) + hour * 3600;
}

static int since_january(void **state)
{
    office_setup(state);
    struct office *o = *state;
    done(o, db_execute_text(o->work->db, "update post set from_on = '2026-01-01'", NULL, NULL, &o->e));
    return 0;
}

static const char *days(struct office *o, day_t from, day_t until)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    date_format(from, a);
    date_format(until, b);
    return pool_format(o->pool, "%s..%s", a, b);
}

#define STORY(function) cmocka_unit_test_setup_teardown(function, since_january, office_teardown)

/* --- the registers make the kinds -----------------------------------------------------------------------------------
 */

static int64_t row(struct office *o, const char *table, const char *link, int64_t id, const char *const (*more)[2])
{
    struct record *record = record_new();
    int64_t made = 0;
    record_defaults(record, table_find(table));
    if (link != NULL)
        record_set_int(record, link, id);
    for (; more != NULL && (*more)[0] != NULL; more++)
        record_set(record, (*more)[0], (*more)[1]);
    done(o, table_add(o->work, table_find(table), record, &made, &o->e));
    record_free(&record);
    return made;
}

#define END                                                                                                            \
    {                                                                                                                  \
        NULL, NULL                                                                                                     \
    }
#define ROW(o, table, link, id, ...) row(o, table, link, id, (const char *const[][2]){__VA_ARGS__, END})

static void change(struct office *o, const char *table, int64_t id, const char *field, const char *value)
{
    struct record *record = record_new();
    record_set(record, field, value);
    done(o, table_change(o->work, table_find(table), id, record, &o->e));
    record_free(&record);
}

static const char *kinds(struct office *o, int64_t household)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          "select coalesce(kinds, '') as kinds, version from household where id = $id",
                          BINDS(BIND_INT("id", household)), &rows, &o->e));
    return rows_text(&rows, 0, "kinds");
}

static void in_order(struct office *o)
{
    int64_t different = 0;
    done(o, daily_compare(o->work, day_of(clock_now()), &different, &o->e));
    assert_int_equal(different, 0);
}

static void kinds_follow_the_registers(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "6", "1", "302");
    int64_t old = office_add_person(o, door, "王秀兰", "", "", "02");
    assert_string_equal(kinds(o, door), "");
    int64_t elder = ROW(o, "lonely_elder", "person", old, {"kind", "2"});
    assert_string_equal(kinds(o, door), "2");
    int64_t poor = ROW(o, "low_income", "household", door, {"applicant", "王秀兰"}, {"monthly", "600"},
                       {"from_on", "2026-01-01"}, {"cause", "1"});
    assert_string_equal(kinds(o, door), "2,3");
    change(o, "low_income", poor, "state", "3"); /* stopped */
    assert_string_equal(kinds(o, door), "2");
    change(o, "low_income", poor, "state", "1");
    change(o, "low_income", poor, "to_on", "2026-10-20"); /* ended yesterday */
    assert_string_equal(kinds(o, door), "2");
    change(o, "household", door, "kinds", "1,6"); /* nobody ticks them */
    assert_string_equal(kinds(o, door), "2");
    done(o, table_delete(o->work, table_find("lonely_elder"), elder, 1, &o->e));
    assert_string_equal(kinds(o, door), "");
    done(o, table_restore(o->work, table_find("lonely_elder"), elder, &o->e));
    assert_string_equal(kinds(o, door), "2");
    in_order(o);
}

static void kinds_go_with_the_person(void **state)
{
    struct office *o = *state;
    office_act(o, "station01");
    int64_t from = office_add_household(o, o->grid_a1, "6", "1", "302");
    int64_t to = office_add_household(o, o->grid_a2, "7", "1", "101");
    int64_t old = office_add_person(o, from, "王秀兰", "", "", "02");
    ROW(o, "lonely_elder", "person", old, {"kind", "1"});
    assert_string_equal(kinds(o, from), "2");
    change(o, "person", old, "household", pool_format(o->pool, "%lld", (long long)to));
    assert_string_equal(kinds(o, from), "");
    assert_string_equal(kinds(o, to), "2");
    change(o, "person", old, "state", "3"); /* died */
    assert_string_equal(kinds(o, to), "");
    in_order(o);
}

static void work_and_age_decide_about_the_unemployed(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "6", "1", "302");
    int64_t person = office_add_person(o, door, "赵宏", "", "", "02");
    change(o, "person", person, "occupation", "70");
    assert_string_equal(kinds(o, door), "");            /* nobody knows how old */
    change(o, "person", person, "birth", "2010-10-21"); /* sixteen today */
    assert_string_equal(kinds(o, door), "5");
    change(o, "person", person, "birth", "2010-10-22");
    assert_string_equal(kinds(o, door), "");
    change(o, "person", person, "birth", "1965-10-22"); /* sixty-one tomorrow */
    assert_string_equal(kinds(o, door), "5");
    change(o, "person", person, "birth", "1965-10-21");
    assert_string_equal(kinds(o, door), "");
    change(o, "person", person, "categories", "14,41");
    change(o, "person", person, "occupation", "");
    assert_string_equal(kinds(o, door), "5");
    in_order(o);
}

static void who_moves_in_is_new_for_ninety_days(void **state)
{
    struct office *o = *state;
    struct record *move = record_new();
    struct due_household due;
    int64_t id = 0;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "6", "1", "302");
    record_set(move, "kind", "move_in");
    record_set(move, "moved_on", "2026-10-01");
    record_set_int(move, "household", door);
    record_set(move, "name", "刘华峰");
    record_set(move, "sex", "1");
    record_set(move, "relation", "02");
    done(o, move_add(o->work, move, &id, NULL, NULL, &o->e));
    record_free(&move);
    assert_string_equal(kinds(o, door), "1");
    done(o, due_household(o->work, o->pool, door, 0, &due, &o->e));
    assert_string_equal(due.kinds, "1");
    assert_string_equal(due.reasons, "moved in 刘华峰");
    in_order(o);
    done(o, daily_serve(o->work, date_make(2026, 12, 30), NULL, NULL, &o->e)); /* ninety days later */
    assert_string_equal(kinds(o, door), "1");
    clock_fix(at(12, 31, 9));
    done(o, daily_serve(o->work, date_make(2026, 12, 31), NULL, NULL, &o->e));
    assert_string_equal(kinds(o, door), "");
    in_order(o);
}

/* --- what is due ----------------------------------------------------------------------------------------------------
 */

static int64_t visit_by(struct office *o, int64_t household, int month, int day, const char *next_on,
                        const char *channel)
{
    struct record *record = record_new();
    char on[DATE_MINUTE];
    int64_t id = 0, now = clock_now();
    if (clock_now() < at(month, day, 9))
        clock_fix(at(month, day, 9));
    instant_minute(at(month, day, 8), on);
    record_set(record, "on", on);
    record_set(record, "channel", channel);
    record_set_int(record, "household", household);
    record_set(record, "text", "一切正常，老人身体健康。");
    record_set(record, "next_on", next_on);
    done(o, visit_add(o->work, record, &id, NULL, NULL, &o->e));
    record_free(&record);
    clock_fix(now);
    return id;
}

#define VISIT(o, household, month, day, next_on) visit_by(o, household, month, day, next_on, "1")

/* "door: why from..until +overdue" of each row. */
static const char *due_text(struct office *o, const struct due_query *query)
{
    struct due_list list;
    const char *out = "";
    done(o, due_read(o->work, o->pool, query, &list, &o->e));
    for (size_t i = 0; i < list.count; i++)
        out = pool_format(o->pool, "%s%s%s: %s %s +%ld", out, *out == '\0' ? "" : "\n", list.rows[i].room,
                          list.rows[i].why, days(o, list.rows[i].from, list.rows[i].until), list.rows[i].overdue);
    return out;
}

static const char *today(struct office *o)
{
    return due_text(o, &(struct due_query){0});
}

/* Registered on August 1: the quarter ends on October 31. */
static int64_t old_door(struct office *o, const char *building, const char *unit, const char *room)
{
    clock_fix(at(8, 1, 0));
    int64_t id = office_add_household(o, o->grid_a1, building, unit, room);
    clock_fix(at(10, 21, 9));
    return id;
}

static void reasons_at_one_door_are_one_row(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = old_door(o, "6", "1", "302");
    assert_string_equal(today(o), "302: every household 2026-10-17..2026-10-31 +0");
    clock_fix(at(9, 1, 0));
    int64_t old = office_add_person(o, door, "王秀兰", "", "", "02");
    ROW(o, "lonely_elder", "person", old, {"kind", "3"});
    clock_fix(at(10, 21, 9));
    assert_string_equal(today(o), "302: old, every household 2026-09-01..2026-09-30 +21");
    VISIT(o, door, 9, 28, "2026-10-20");
    assert_string_equal(today(o), "302: promised, old 2026-10-01..2026-10-20 +1");
    VISIT(o, door, 10, 20, "");
    assert_string_equal(today(o), "");
    assert_string_equal(due_text(o, &(struct due_query){.until = date_make(2026, 11, 1)}),
                        "302: old 2026-11-01..2026-11-30 +0");
}

static void a_visit_that_was_not_true_is_none(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = old_door(o, "6", "1", "302");
    int64_t visit = VISIT(o, door, 10, 20, "");
    assert_string_equal(today(o), "");
    done(o, db_execute_text(o->work->db, "update visit set counts = 0 where id = $id", BINDS(BIND_INT("id", visit)),
                            NULL, &o->e));
    assert_string_equal(today(o), "302: every household 2026-10-17..2026-10-31 +0");
}

static void a_rule_may_ask_for_the_door(void **state)
{
    struct office *o = *state;
    office_act(o, "station01");
    int64_t door = old_door(o, "6", "1", "302");
    clock_fix(at(9, 1, 0));
    int64_t person = office_add_person(o, door, "李强", "", "", "02");
    ROW(o, "mental_disorder", "person", person, {"guardian", "李大"}, {"guardian_phone", "13900001111"}, {"risk", "4"},
        {"treatment", "1"});
    clock_fix(at(10, 21, 9));
    office_act(o, "grid01");
    VISIT(o, door, 10, 13, "");
    visit_by(o, door, 10, 20, "", "2"); /* by phone */
    struct due_list list;
    done(o, due_read(o->work, o->pool, &(struct due_query){0}, &list, &o->e));
    assert_int_equal(list.count, 1);
    assert_string_equal(days(o, list.rows[0].from, list.rows[0].until), "2026-10-19..2026-10-25");
    VISIT(o, door, 10, 21, "");
    assert_string_equal(today(o), "");
}

/* Who may not read the register learns the kind, neither which register nor about whom. */
static void a_closed_register_tells_its_kind_only(void **state)
{
    struct office *o = *state;
    office_act(o, "station01");
    int64_t door = old_door(o, "6", "1", "302");
    clock_fix(at(9, 1, 0));
    int64_t person = office_add_person(o, door, "李强", "", "", "20");
    ROW(o, "drug", "person", person, {"found_on", "2026-01-01"}, {"control", "1"});
    clock_fix(at(10, 21, 9));
    office_act(o, "member01");
    bool open = table_may(o->work, table_find("drug"), "read");
    assert_false(open);
    assert_string_equal(today(o), "302: high risk, every household 2026-09-01..2026-09-30 +21");
    struct due_household due;
    done(o, due_household(o->work, o->pool, door, 0, &due, &o->e));
    assert_string_equal(due.reasons, "high risk");
    assert_string_equal(due.crowds, "watch");
}

static void doors_come_as_one_walks(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    old_door(o, "10", "1", "101");
    old_door(o, "2", "2", "101");
    old_door(o, "2", "1", "1001");
    old_door(o, "2", "1", "902");
    struct due_list list;
    done(o, due_read(o->work, o->pool, &(struct due_query){.by_door = true}, &list, &o->e));
    const char *walk = "";
    for (size_t i = 0; i < list.count; i++)
        walk = pool_format(o->pool, "%s %s-%s-%s", walk, list.rows[i].building, list.rows[i].unit, list.rows[i].room);
    assert_string_equal(walk, " 2-1-902 2-1-1001 2-2-101 10-1-101");
}

static void what_was_asked_for_is_done_by_the_next_visit(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "6", "1", "302");
    assert_int_equal(follow_up_ask(o->work, door, 0, "看材料", NULL, &id, &o->e), ERR_DENIED);
    office_act(o, "station02");
    assert_int_equal(follow_up_ask(o->work, door, 0, "看材料", NULL, &id, &o->e), ERR_NOT_FOUND);
    office_act(o, "station01");
    assert_int_equal(follow_up_ask(o->work, door, 0, "看材料", "2026-10-20", &id, &o->e), ERR_INVALID);
    done(o, follow_up_ask(o->work, door, 0, "看材料", "2026-10-23", &id, &o->e));
    office_act(o, "grid01");
    assert_string_equal(today(o), "302: again: 看材料 2026-10-21..2026-10-23 +0");
    clock_fix(at(10, 22, 9));
    VISIT(o, door, 10, 22, "");
    assert_string_equal(today(o), "");
    office_act(o, "station01");
    done(o, follow_up_ask(o->work, door, 0, "再看", NULL, &id, &o->e));
    done(o, follow_up_take_back(o->work, id, &o->e));
    assert_string_equal(due_text(o, &(struct due_query){0}), "");
    assert_int_equal(follow_up_take_back(o->work, id, &o->e), ERR_NOT_FOUND);
}

/* --- what areas lay down --------------------------------------------------------------------------------------------
 */

static int64_t lay_down(struct office *o, int64_t area, const char *rule, const char *field, const char *value)
{
    return ROW(o, "visit_rule", "area", area, {"rule", rule}, {field, value});
}

static void the_nearest_area_decides_about_a_rhythm(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = old_door(o, "6", "1", "302");
    clock_fix(at(9, 1, 0));
    int64_t old = office_add_person(o, door, "王秀兰", "", "", "02");
    ROW(o, "lonely_elder", "person", old, {"kind", "3"});
    clock_fix(at(10, 21, 9));
    VISIT(o, door, 10, 14, "");
    assert_string_equal(today(o), ""); /* every month */
    office_act(o, "street01");
    lay_down(o, o->street, "lonely_elder", "period", "week");
    office_act(o, "grid01");
    assert_string_equal(today(o), "302: old 2026-10-21..2026-11-01 +0"); /* not for weeks before it was laid down */
    clock_fix(at(11, 4, 9));
    assert_string_equal(today(o), "302: old 2026-10-21..2026-11-01 +3");
    clock_fix(at(10, 21, 9));
    office_act(o, "street01");
    int64_t near = lay_down(o, o->community_a, "lonely_elder", "off", "1");
    office_act(o, "grid01");
    assert_string_equal(today(o), "");
    assert_string_equal(kinds(o, door), "2"); /* the kind stays */
    in_order(o);
    office_act(o, "street01");
    lay_down(o, o->street, "household", "days", "7");
    done(o, table_delete(o->work, table_find("visit_rule"), near, 1, &o->e));
    office_act(o, "grid01");
    assert_string_equal(today(o), "302: every household, old 2026-10-18..2026-10-21 +0");
    in_order(o);
}

/* --- the evaluation's rate ------------------------------------------------------------------------------------------
 */

static const char *rate(struct office *o, day_t begin, day_t end)
{
    char first[DATE_TEXT], last[DATE_TEXT];
    struct rows rows = {0}, records = {0};
    int64_t counted = 0, due = 0;
    date_format(begin, first);
    date_format(end, last);
    done(o, db_query(o->work->db, o->pool, "measure.must_visit",
                     BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_TEXT("begin", first), BIND_TEXT("end", last),
                           BIND_INT("from", day_start(begin)), BIND_INT("until", day_start(end + 1)),
                           BIND_INT("who", 0), BIND_INT("grid", 0)),
                     &rows, &o->e));
    done(o, db_query(o->work->db, o->pool, "measure.must_visit.records",
                     BINDS(BIND_TEXT("begin", first), BIND_TEXT("end", last), BIND_INT("from", day_start(begin)),
                           BIND_INT("until", day_start(end + 1)), BIND_INT("asof", day_start(end + 1)),
                           BIND_INT("who", office_user(o, "grid01")), BIND_INT("grid", 0)),
                     &records, &o->e));
    for (size_t i = 0; i < records.count; i++) {
        counted += rows_int(&records, i, "counted");
        due += rows_int(&records, i, "due");
    }
    if (rows.count == 0)
        return pool_format(o->pool, "none %zu", records.count);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "leader"), office_user(o, "grid01"));
    assert_int_equal(counted, rows_int(&rows, 0, "numerator"));
    assert_int_equal(due, rows_int(&rows, 0, "denominator"));
    return pool_format(o->pool, "%lld/%lld", (long long)counted, (long long)due);
}

static const char *october(struct office *o)
{
    return rate(o, date_make(2026, 10, 1), date_make(2026, 10, 31));
}

/* Weeks that end in October: on the 4th, 11th, 18th and 25th. Visits lie in the second and the third. */
static void the_rate_is_fixed_by_the_calendar(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "grid01");
    int64_t door = old_door(o, "6", "1", "302");
    assert_string_equal(october(o), "none 0"); /* every quarter is measured by the entry rate */
    clock_fix(at(9, 1, 0));
    int64_t old = office_add_person(o, door, "王秀兰", "", "", "02");
    ROW(o, "lonely_elder", "person", old, {"kind", "2"});
    clock_fix(at(10, 21, 9));
    VISIT(o, door, 10, 7, "2026-10-13");
    assert_string_equal(october(o), "1/5"); /* four weeks, and the promise of the 13th */
    VISIT(o, door, 10, 14, "");
    assert_string_equal(october(o), "2/5"); /* a day late for the promise, in time for the week */
    VISIT(o, door, 10, 15, "");
    assert_string_equal(october(o), "2/5"); /* more visits never lower it, nor raise it twice */
    VISIT(o, door, 10, 12, "");
    assert_string_equal(october(o), "3/5");
    office_act(o, "station01");
    done(o, follow_up_ask(o->work, door, 0, "看材料", "2026-10-23", &id, &o->e));
    assert_string_equal(october(o), "3/6");
    office_act(o, "grid01");
    clock_fix(at(10, 24, 9));
    VISIT(o, door, 10, 24, "");
    assert_string_equal(october(o), "4/6"); /* the last week is done, what was asked for was done too late */
    assert_string_equal(rate(o, date_make(2026, 10, 12), date_make(2026, 10, 24)), "2/3"); /* a part of the month */
    assert_string_equal(rate(o, date_make(2026, 11, 1), date_make(2026, 11, 30)), "0/5");  /* Sundays 1 8 15 22 29 */
}

static void a_period_within_a_leave_is_left_out_unless_a_deputy_acts(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = old_door(o, "6", "1", "302");
    clock_fix(at(9, 1, 0));
    int64_t old = office_add_person(o, door, "王秀兰", "", "", "02");
    ROW(o, "lonely_elder", "person", old, {"kind", "2"});
    clock_fix(at(10, 26, 9));
    assert_string_equal(october(o), "0/4");
    office_act(o, "station01");
    const char *who = pool_format(o->pool, "%lld", (long long)office_user(o, "grid01"));
    ROW(o, "leave", NULL, 0, {"account", who}, {"kind", "1"}, {"from_on", "2026-10-19"}, {"to_on", "2026-10-25"});
    assert_string_equal(october(o), "0/3");
    ROW(o, "leave", NULL, 0, {"account", who}, {"kind", "1"}, {"from_on", "2026-10-06"}, {"to_on", "2026-10-18"});
    assert_string_equal(october(o), "0/2"); /* of the week from the 5th the leader was there on the 5th */
    done(o, db_execute_text(
                o->work->db,
                "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at)"
                " select 1, p.account, p.id, p.account, '2026-10-19', '2026-10-25', '', 0, 0 from post p"
                " where p.account = $who",
                BINDS(BIND_INT("who", office_user(o, "grid01"))), NULL, &o->e));
    assert_string_equal(october(o), "0/3");
}

/* --- the file -------------------------------------------------------------------------------------------------------
 */

static enum err load(struct office *o, const char *line)
{
    char path[128];
    snprintf(path, sizeof path, "%s/visit_rules.csv", o->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "code,table,where,since,kind,crowd,period,days,channel,must,help_en,help_zh_CN\n%s\n", line);
    fclose(file);
    return visit_rules_load(o->dir, "etc/tables", &o->e);
}

static void a_wrong_rule_is_told_with_its_line(void **state)
{
    static const struct {
        const char *line, *why;
    } wrong[] = {
        {"nobody,person,,,,,week,,,no,,",                          "this is no code of its list"                             },
        {"drug,dragon,,,4,watch,week,,,no,,",                      "there is no such table of rows"                          },
        {"drug,hazard,,,4,watch,week,,,no,,",                      "its rows belong to no person, household or special place"},
        {"drug,drug,colour=1,,4,watch,week,,,no,,",                "the table has no such field"                             },
        {"drug,drug,control=77,,4,watch,week,,,no,,",              "the field has no such code"                              },
        {"drug,drug,control,,4,watch,week,,,no,,",                 "is no condition"                                         },
        {"drug,drug,tested_on=1,,4,watch,week,,,no,,",             "a date is >= or <= a number of days from today"          },
        {"drug,drug,,,9,watch,week,,,no,,",                        "this is no code of its list"                             },
        {"drug,drug,,,4,watch,sometimes,,,no,,",                   "this is no code of its list"                             },
        {"drug,drug,,,4,watch,week,many,,no,,",                    "this is not a number of days"                            },
        {"drug,drug,,,4,watch,week,,,perhaps,,",                   "yes or no"                                               },
        {"drug,drug,,control,4,watch,week,,,no,,",                 "the table has no such date"                              },
        {"drug,drug,,,4,watch,week,,,no,,\ndrug,drug,,,,,,,,no,,", "the rule is there twice"                                 },
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(load(o, wrong[i].line), ERR_INVALID);
        assert_non_null(strstr(o->e.text, "visit_rules.csv:"));
        if (strstr(o->e.text, wrong[i].why) == NULL)
            fail_msg("%s", o->e.text);
    }
    done(o, load(o, "drug,drug,control=1|2 found_on>=-30,,4,watch,week,,,no,,"));
    assert_int_equal(visit_rule_count(), 1);
    done(o, load(o, "drug,hiv,,,4,watch,week,,,no,,")); /* a register that is turned off has no rules */
    assert_int_equal(visit_rule_count(), 0);
    office_load(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(kinds_follow_the_registers),
        STORY(kinds_go_with_the_person),
        STORY(work_and_age_decide_about_the_unemployed),
        STORY(who_moves_in_is_new_for_ninety_days),
        STORY(reasons_at_one_door_are_one_row),
        STORY(a_visit_that_was_not_true_is_none),
        STORY(a_rule_may_ask_for_the_door),
        STORY(a_closed_register_tells_its_kind_only),
        STORY(doors_come_as_one_walks),
        STORY(what_was_asked_for_is_done_by_the_next_visit),
        STORY(the_nearest_area_decides_about_a_rhythm),
        STORY(the_rate_is_fixed_by_the_calendar),
        STORY(a_period_within_a_leave_is_left_out_unless_a_deputy_acts),
        STORY(a_wrong_rule_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

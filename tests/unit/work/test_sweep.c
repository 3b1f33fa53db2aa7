/* Special sweeps: nobody is missed, whatever moves; late ones; figures that add up; hits; rights. It is 2026-10-21. */
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/base/random.h"
#include "wangge/table/list.h"
#include "wangge/work/alarm.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/job.h"
#include "wangge/work/mark.h"
#include "wangge/work/move.h"
#include "wangge/work/report.h"
#include "wangge/work/sweep.h"
#include "wangge/work/visit.h"

#define PEOPLE 24

struct place {
    int64_t a1, a1b, a2, b1; /* households */
};

static int64_t add_person(struct office *o, int64_t household, const char *name, const char *birth)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set_int(record, "household", household);
    record_set(record, "name", name);
    record_set(record, "sex", "2");
    record_set(record, "birth", birth);
    done(o, table_add(o->work, table_find("person"), record, &id, &o->e));
    record_free(&record);
    return id;
}

static struct place add_households(struct office *o)
{
    work_become_local(o->work);
    return (struct place){
        office_add_household(o, o->grid_a1, "2", "1", "302"), office_add_household(o, o->grid_a1, "10", "1", "101"),
        office_add_household(o, o->grid_a2, "3", "1", "101"), office_add_household(o, o->grid_b1, "1", "1", "101")};
}

static enum err try_begin(struct office *o, const char *login, const char *table, const char *conditions, int64_t area,
                          int64_t *id)
{
    struct record *record = record_new();
    int64_t job = 0;
    office_act(o, login);
    enum err r = sweep_new(o->work, record, &o->e);
    record_set(record, "name", "三岁以下婴幼儿摸排");
    record_set(record, "table_name", table);
    record_set(record, "conditions", conditions);
    record_set_int(record, "area", area);
    record_set(record, "until_on", "2026-10-31");
    if (r == ERR_NONE)
        r = sweep_add(o->work, record, id, &job, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

/* All under three of the street. */
static int64_t begin(struct office *o)
{
    int64_t id = 0;
    done(o, try_begin(o, "street01", "person", "age:0..2", o->street, &id));
    return id;
}

static struct rows items(struct office *o, const char *login, int64_t sweep)
{
    struct list_query query = {0};
    struct rows rows = {0};
    office_act(o, login);
    done(o, sweep_items(o->work, o->pool, sweep, 0, &query, &rows, NULL, &o->e));
    return rows;
}

static int64_t item_of(struct office *o, const char *login, int64_t sweep, const char *title)
{
    struct rows rows = items(o, login, sweep);
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows_text(&rows, i, "title"), title) == 0)
            return rows_int(&rows, i, "id");
    return 0;
}

static enum err answer(struct office *o, const char *login, int64_t item, const char *outcome)
{
    const struct sweep_answer given = {.outcome = outcome};
    office_act(o, login);
    return sweep_do(o->work, &item, 1, &given, &o->e);
}

static int64_t number(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

static void move_to(struct office *o, int64_t person, int64_t household)
{
    struct record *record = record_new();
    work_become_local(o->work);
    record_set_int(record, "household", household);
    record_set_int(
        record, "version",
        number(o, pool_format(o->pool, "select version as n from person where id = %lld", (long long)person)));
    done(o, table_change(o->work, table_find("person"), person, record, &o->e));
    record_free(&record);
}

/* --- */

static void whoever_matches_is_on_the_list_once_and_in_the_order_of_doors(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1b, "示例十", "2026-01-01");
    add_person(o, p.a1, "示例二", "2024-11-01");
    add_person(o, p.a1, "示例大", "2023-10-21"); /* three today */
    add_person(o, p.b1, "示例邻", "2025-05-05");
    int64_t sweep = begin(o);
    struct rows all = items(o, "street01", sweep), own = items(o, "grid01", sweep);
    assert_int_equal(all.count, 3);
    assert_int_equal(own.count, 2);
    assert_string_equal(rows_text(&own, 0, "title"), "示例二"); /* 2 before 10 */
    assert_string_equal(rows_text(&own, 0, "door"), "文苑路18号 2幢1单元302");
    assert_string_equal(rows_text(&own, 1, "title"), "示例十");
    assert_string_equal(office_last_audit(o), "street01 sweep.write sweep 1 person 3");
    assert_int_equal(number(o, "select count(*) as n from notice where roles like 'grid_leader%'"), 1);
}

static void a_station_sees_and_answers_its_own_alone(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    add_person(o, p.b1, "示例乙", "2026-01-01");
    int64_t sweep = begin(o), theirs = item_of(o, "street01", sweep, "示例乙");
    assert_int_equal(items(o, "station01", sweep).count, 1);
    assert_int_equal(items(o, "station02", sweep).count, 1);
    assert_int_equal(items(o, "grid01b", sweep).count, 0);
    assert_int_equal(answer(o, "station01", theirs, "none"), ERR_NOT_FOUND);
    assert_int_equal(answer(o, "grid01", theirs, "none"), ERR_NOT_FOUND);
    assert_int_equal(answer(o, "department01", theirs, "none"), ERR_DENIED);
    done(o, answer(o, "grid03", theirs, "none"));
    struct sweep_progress *rows = NULL, sum;
    size_t count = 0;
    int64_t elsewhere = 0;
    office_act(o, "station01");
    assert_int_equal(sweep_progress(o->work, o->pool, sweep, o->community_b, &rows, &count, &sum, &elsewhere, &o->e),
                     ERR_NOT_FOUND);
    int64_t id = 0;
    assert_int_equal(try_begin(o, "station01", "person", "age:0..2", o->street, &id), ERR_INVALID);
    assert_string_equal(o->e.field, "area");
    assert_int_equal(try_begin(o, "grid01", "person", "age:0..2", o->grid_a1, &id), ERR_DENIED);
    office_act(o, "station01");
    assert_int_equal(sweep_close(o->work, sweep, "why not", &o->e), ERR_DENIED);
    office_act(o, "admin");
    struct list_query query = {0};
    struct rows none;
    assert_int_equal(sweep_list(o->work, o->pool, &query, &none, NULL, &o->e), ERR_DENIED);
}

static void filters_are_checked(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    int64_t id = 0;
    add_person(o, p.a1, "示例甲", "2026-01-01");
    assert_int_equal(try_begin(o, "street01", "person", "nonsense", o->street, &id), ERR_INVALID);
    assert_string_equal(o->e.field, "conditions");
    assert_int_equal(try_begin(o, "street01", "person", "colour:red", o->street, &id), ERR_INVALID);
    assert_int_equal(try_begin(o, "street01", "visit", "", o->street, &id), ERR_INVALID);
    assert_string_equal(o->e.field, "table_name");
    assert_int_equal(try_begin(o, "street01", "person", "age:90..", o->street, &id), ERR_INVALID);
    assert_string_equal(o->e.field, "conditions"); /* nobody would be on it */
    done(o, try_begin(o, "street01", "人口", "年龄：0..2\n\n 性别: 女", o->street, &id));
    assert_int_equal(items(o, "street01", id).count, 1);
}

/* An open row goes with its person and with its household; an answered one stays with who answered it. */
static void open_rows_go_where_people_go(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    int64_t one = add_person(o, p.a1, "示例甲", "2026-01-01"), other = add_person(o, p.a1, "示例乙", "2026-01-01");
    int64_t sweep = begin(o);
    done(o, answer(o, "grid01", item_of(o, "grid01", sweep, "示例乙"), "none"));
    move_to(o, one, p.b1);
    move_to(o, other, p.b1);
    struct rows here = items(o, "grid01", sweep), there = items(o, "grid03", sweep);
    assert_int_equal(here.count, 1);
    assert_string_equal(rows_text(&here, 0, "title"), "示例乙");
    assert_int_equal(there.count, 1);
    assert_string_equal(rows_text(&there, 0, "title"), "示例甲");
    assert_int_equal(rows_int(&there, 0, "moved"), 1);
    struct rows door;
    done(o, sweep_of_household(o->work, o->pool, p.b1, &door, &o->e));
    assert_int_equal(door.count, 1);
    assert_string_equal(rows_text(&door, 0, "title"), "示例甲");

    struct record *record = record_new(); /* the household goes to another grid, with all that live there */
    work_become_local(o->work);
    record_set_int(record, "area", o->grid_a2);
    record_set_int(
        record, "version",
        number(o, pool_format(o->pool, "select version as n from household where id = %lld", (long long)p.b1)));
    done(o, table_change(o->work, table_find("household"), p.b1, record, &o->e));
    record_free(&record);
    assert_int_equal(items(o, "grid03", sweep).count, 0);
    assert_int_equal(items(o, "grid01b", sweep).count, 1);
}

/* Rows that belong to neither go where what they belong to goes: a rented house is given to another grid. */
static void rows_of_a_house_go_where_it_goes(void **state)
{
    struct office *o = *state;
    struct record *house = record_new(), *rental = record_new(), *change = record_new();
    int64_t house_id = 0, rental_id = 0, sweep = 0;
    work_become_local(o->work);
    record_defaults(house, table_find("house"));
    record_set(house, "address", "文苑路18号");
    record_set(house, "block", "2");
    record_set(house, "room", "302");
    record_set_int(house, "area", o->grid_a1);
    done(o, table_add(o->work, table_find("house"), house, &house_id, &o->e));
    record_defaults(rental, table_find("rental"));
    record_set_int(rental, "house", house_id);
    record_set(rental, "landlord", "示例房东");
    done(o, table_add(o->work, table_find("rental"), rental, &rental_id, &o->e));
    done(o, try_begin(o, "street01", "rental", "", o->street, &sweep));
    assert_int_equal(items(o, "grid01", sweep).count, 1);
    work_become_local(o->work);
    record_set_int(change, "area", o->grid_b1);
    record_set_int(change, "version", 1);
    done(o, table_change(o->work, table_find("house"), house_id, change, &o->e));
    assert_int_equal(items(o, "grid01", sweep).count, 0);
    assert_int_equal(items(o, "grid03", sweep).count, 1);
    record_free(&house);
    record_free(&rental);
    record_free(&change);
}

/* Who has left or died is on the list still, and told so: somebody has to say what became of them. */
static void who_has_left_is_told_so(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    struct record *move = record_new();
    int64_t one = add_person(o, p.a1, "示例甲", "2026-01-01"), id = 0;
    add_person(o, p.a1, "示例户主", "1990-01-01");
    int64_t sweep = begin(o);
    work_become_local(o->work);
    record_set(move, "kind", "death");
    record_set(move, "moved_on", "2026-10-21");
    record_set_int(move, "household", p.a1);
    record_set_int(move, "persons", one);
    done(o, move_add(o->work, move, &id, NULL, NULL, &o->e));
    record_free(&move);
    struct rows rows = items(o, "grid01", sweep);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "open"), 1);
    assert_string_equal(rows_text(&rows, 0, "person_state"), "3");
    done(o, answer(o, "grid01", rows_int(&rows, 0, "id"), "gone"));
}

/* Out of the sweep's own area nobody is lost either. */
static void who_moves_out_of_the_area_is_offered_where_they_live_now(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    int64_t id = 0, one = add_person(o, p.a1, "示例甲", "2026-01-01"), elsewhere = 0;
    struct sweep_progress *rows = NULL, sum;
    struct list_query query = {0};
    struct rows seen;
    size_t count = 0;
    add_person(o, p.a2, "示例乙", "2026-01-01");
    done(o, try_begin(o, "station01", "person", "age:0..2", o->community_a, &id));
    office_act(o, "grid03");
    done(o, sweep_list(o->work, o->pool, &query, &seen, NULL, &o->e));
    assert_int_equal(seen.count, 0);
    move_to(o, one, p.b1);
    office_act(o, "grid03");
    done(o, sweep_list(o->work, o->pool, &query, &seen, NULL, &o->e));
    assert_int_equal(seen.count, 1);
    office_act(o, "station01");
    done(o, sweep_progress(o->work, o->pool, id, 0, &rows, &count, &sum, &elsewhere, &o->e));
    assert_int_equal(sum.total, 1);
    assert_int_equal(elsewhere, 1);
    done(o, answer(o, "grid03", item_of(o, "grid03", id, "示例甲"), "none"));
}

/* One entry feeds everything: what its text says of the sweep is answered with the visit that tells it. */
static void an_entry_of_the_diary_answers_what_is_asked_at_its_door(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    add_person(o, p.a1, "示例乙", "2026-01-01");
    int64_t sweep = begin(o), visit = 0;
    struct record *record = record_new();
    struct mark_plan plan;
    office_act(o, "grid01");
    done(o, visit_new(o->work, p.a1, 0, record, &o->e));
    record_set(record, "persons", "示例甲");
    record_set(record, "text", "看了两个孩子，一切都好。");
    done(o, mark_plan(o->work, o->pool, 0, record, &plan, &o->e));
    assert_int_equal(plan.hint_count, 2);
    assert_non_null(strstr(plan.hints[1], "示例甲"));
    mark_plan_free(&plan);
    record_set(record, "text", "看了两个孩子。\n#专项 示例甲 正常\n#sweep 示例乙 hit 高烧三天");
    done(o, visit_add(o->work, record, &visit, NULL, NULL, &o->e));
    struct rows rows = items(o, "grid01", sweep);
    assert_int_equal(rows.count, 2);
    for (size_t i = 0; i < rows.count; i++)
        assert_int_equal(rows_int(&rows, i, "visit"), visit);
    assert_int_equal(number(o, "select count(*) as n from sweep_item where outcome = 'none' and open = 0"), 1);
    assert_int_equal(
        number(o, "select count(*) as n from sweep_item where outcome = 'hit' and note = '高烧三天' and open = 0"), 1);
    assert_int_equal(number(o, "select count(*) as n from follow_up where kind = 'sweep'"), 1);
    record_set(record, "text", "又看了看孩子们。\n#专项 示例甲 正常");
    assert_int_equal(visit_add(o->work, record, &visit, NULL, NULL, &o->e), ERR_INVALID); /* asked no more */
    assert_string_equal(o->e.field, "text");
    record_free(&record);
}

static void late_ones_are_offered_and_added_once(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    int64_t sweep = begin(o), added = 0;
    struct rows late;
    work_become_local(o->work);
    add_person(o, p.a1, "示例新", "2026-10-20");
    add_person(o, p.b1, "示例远", "2026-10-20");
    office_act(o, "grid01");
    done(o, sweep_late(o->work, o->pool, sweep, &late, &o->e));
    assert_int_equal(late.count, 1);
    assert_string_equal(rows_text(&late, 0, "title"), "示例新");
    done(o, sweep_add_late(o->work, sweep, &added, &o->e));
    assert_int_equal(added, 1);
    done(o, sweep_add_late(o->work, sweep, &added, &o->e));
    assert_int_equal(added, 0);
    office_act(o, "street01");
    done(o, sweep_late(o->work, o->pool, sweep, &late, &o->e));
    assert_int_equal(late.count, 1);
    done(o, sweep_add_late(o->work, sweep, &added, &o->e));
    assert_int_equal(added, 1);
    assert_int_equal(number(o, "select count(*) as n from sweep_item"), 3);
    assert_int_equal(number(o, "select sum(late) as n from sweep_item"), 2);
}

static void a_hit_asks_for_a_visit_and_another_answer_takes_that_back(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    struct rows rows;
    add_person(o, p.a1, "示例甲", "2026-01-01");
    int64_t sweep = begin(o), item = item_of(o, "grid01", sweep, "示例甲");
    const struct sweep_answer hit = {.outcome = "hit", .note = "高烧三天", .due_on = "2026-10-23"};
    office_act(o, "grid01");
    done(o, sweep_do(o->work, &item, 1, &hit, &o->e));
    assert_string_equal(office_last_audit(o), "grid01 sweep.work sweep 1 hit 1");
    done(o, follow_up_list(o->work, o->pool, p.a1, 10, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "text"), "三岁以下婴幼儿摸排 示例甲: 高烧三天");
    assert_string_equal(rows_text(&rows, 0, "due_on"), "2026-10-23");
    done(o, sweep_do(o->work, &item, 1, &hit, &o->e)); /* said again: one follow-up */
    done(o, follow_up_list(o->work, o->pool, p.a1, 10, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    done(o, answer(o, "grid01", item, "none"));
    done(o, follow_up_list(o->work, o->pool, p.a1, 10, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    const struct sweep_answer past = {.outcome = "hit", .due_on = "2026-10-20"}, odd = {.outcome = "maybe"};
    assert_int_equal(sweep_do(o->work, &item, 1, &past, &o->e), ERR_INVALID);
    assert_int_equal(sweep_do(o->work, &item, 1, &odd, &o->e), ERR_INVALID);
}

static void many_are_answered_at_once_all_or_none(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    add_person(o, p.a1, "示例乙", "2026-01-02");
    add_person(o, p.b1, "示例丙", "2026-01-03");
    int64_t sweep = begin(o);
    const int64_t three[] = {item_of(o, "street01", sweep, "示例甲"), item_of(o, "street01", sweep, "示例乙"),
                             item_of(o, "street01", sweep, "示例丙")};
    const struct sweep_answer none = {.outcome = "none"}, missed = {.outcome = "not"};
    office_act(o, "grid01");
    assert_int_equal(sweep_do(o->work, three, 3, &none, &o->e), ERR_NOT_FOUND);
    assert_int_equal(number(o, "select count(*) as n from sweep_item where open = 0"), 0);
    done(o, sweep_do(o->work, three, 2, &missed, &o->e)); /* not met: still to be done */
    assert_int_equal(number(o, "select count(*) as n from sweep_item where open = 0"), 0);
    done(o, sweep_do(o->work, three, 2, &none, &o->e));
    assert_int_equal(number(o, "select count(*) as n from sweep_item where open = 0"), 2);
}

static void closing_with_open_ones_names_them_and_needs_a_reason(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    int64_t sweep = begin(o), item = item_of(o, "grid01", sweep, "示例甲"), added = 0;
    office_act(o, "street01");
    assert_int_equal(sweep_close(o->work, sweep, "", &o->e), ERR_INVALID);
    assert_non_null(strstr(o->e.text, "示例甲 (文苑第1网格)"));
    done(o, sweep_close(o->work, sweep, "the campaign is over", &o->e));
    assert_int_equal(sweep_close(o->work, sweep, "again", &o->e), ERR_STATE);
    assert_int_equal(answer(o, "grid01", item, "none"), ERR_STATE);
    assert_int_equal(sweep_add_late(o->work, sweep, &added, &o->e), ERR_STATE);
    struct rows door;
    done(o, sweep_of_household(o->work, o->pool, p.a1, &door, &o->e));
    assert_int_equal(door.count, 0);
}

static void the_last_day_and_the_end_are_told_once(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    add_person(o, p.a1, "示例甲", "2026-01-01");
    begin(o);
    static const struct {
        int day, lines;
    } days[] = {
        {29, 0},
        {30, 4},
        {31, 4},
        {32, 5},
        {33, 5}
    }; /* leader, informant of the grid, who was sent down to the community; the maker */
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        int64_t now = day_start(date_make(2026, 10, 1) + days[i].day - 1) + 9 * 3600;
        clock_fix(now);
        done(o, alarm_serve(o->work, now, NULL, NULL, NULL, &o->e));
        done(o, alarm_serve(o->work, now, NULL, NULL, NULL, &o->e));
        int64_t lines = number(o, "select count(*) as n from inbox_line where kind = 'sweep'");
        assert_int_equal(lines, days[i].lines == 0 ? 0 : days[i].lines - 1);
    }
}

static enum err change(struct office *o, const char *login, int64_t sweep, const char *name, const char *until)
{
    struct record *record = record_new();
    office_act(o, login);
    if (name != NULL)
        record_set(record, "name", name);
    if (until != NULL)
        record_set(record, "until_on", until);
    enum err r = sweep_change(o->work, sweep, record, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

/* Name and last day are another from then on, for what is due as well; what was is kept; staff is told anew. */
static void one_that_has_begun_gets_another_last_day(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    struct rows door = {0};
    add_person(o, p.a1, "示例甲", "2026-01-01");
    int64_t sweep = begin(o);
    assert_int_equal(change(o, "grid01", sweep, "x", NULL), ERR_DENIED);
    assert_int_equal(change(o, "station01", sweep, "x", NULL), ERR_DENIED); /* the street's */
    assert_int_equal(change(o, "street01", sweep, NULL, "2026-10-20"), ERR_INVALID);
    assert_int_equal(change(o, "street01", sweep, "", NULL), ERR_INVALID);
    assert_int_equal(number(o, "select count(*) as n from row_history where kind = 'sweep'"), 0);
    done(o, change(o, "street01", sweep, "婴幼儿复核", "+12"));
    assert_string_equal(office_last_audit(o), "street01 sweep.write sweep 1 change 2026-10-31 .. 2026-11-02");
    office_act(o, "grid01");
    done(o, sweep_of_household(o->work, o->pool, p.a1, &door, &o->e));
    assert_string_equal(rows_text(&door, 0, "until_on"), "2026-11-02");
    assert_string_equal(rows_text(&door, 0, "name"), "婴幼儿复核");
    assert_int_equal(number(o, "select count(*) as n from row_history where kind = 'sweep'"), 2);
    assert_int_equal(number(o, "select count(*) as n from notice where to_on = '2026-11-02'"), 1);
    done(o, change(o, "street01", sweep, "婴幼儿", NULL)); /* the name is told to nobody */
    assert_int_equal(number(o, "select count(*) as n from notice"), 2);
    office_act(o, "street01");
    done(o, sweep_close(o->work, sweep, "结束", &o->e));
    assert_int_equal(change(o, "street01", sweep, "x", NULL), ERR_STATE);
}

/* A register that grid leaders may not read: they see the door, nothing else. */
static void names_of_a_confidential_register_follow_the_readers_rights(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    struct record *record = record_new();
    int64_t id = 0;
    const char *secret = NULL;
    for (size_t i = 0; i < table_count() && secret == NULL; i++) {
        const struct table *t = table_at(i);
        office_act(o, "grid01");
        bool leader = table_may(o->work, t, "read");
        office_act(o, "district01");
        if (!leader && table_may(o->work, t, "read") && table_field(t, "person") != NULL && t->sensitive)
            secret = t->name;
    }
    record_free(&record);
    if (secret == NULL)
        skip();
    work_become_local(o->work);
    int64_t person = add_person(o, p.a1, "示例密", "1980-01-01");
    done(o, db_execute_text(o->work->db,
                            pool_format(o->pool,
                                        "insert into %s (id, person, area, version, created_by, created_at, updated_by,"
                                        " updated_at) values (1, %lld, %lld, 1, 1, 1, 1, 1)",
                                        secret, (long long)person, (long long)o->grid_a1),
                            NULL, NULL, &o->e));
    done(o, try_begin(o, "district01", secret, "", o->district, &id));
    struct rows mine = items(o, "grid01", id), theirs = items(o, "district01", id);
    assert_int_equal(mine.count, 1);
    assert_string_equal(rows_text(&mine, 0, "title"), "***");
    assert_true(rows_null(&mine, 0, "person"));
    assert_string_equal(rows_text(&theirs, 0, "title"), "示例密");
    struct list_query query = {.search = "示例密"};
    struct rows found;
    office_act(o, "grid01");
    assert_int_equal(sweep_items(o->work, o->pool, id, 0, &query, &found, NULL, &o->e), ERR_DENIED);
    struct record *read = record_new();
    done(o, sweep_read(o->work, pool_format(o->pool, "%lld", (long long)id), read, &o->e));
    assert_string_equal(record_get(read, "table_name"), "");
    record_free(&read);
}

/* --- whatever moves happen -----------------------------------------------------------------------------------------
 */

static void figures_add_up(struct office *o, int64_t sweep, int64_t area, int64_t total)
{
    struct sweep_progress *rows = NULL, sum, below;
    size_t count = 0, deeper = 0;
    int64_t elsewhere = 0, all = 0;
    done(o, sweep_progress(o->work, o->pool, sweep, area, &rows, &count, &sum, &elsewhere, &o->e));
    if (total >= 0)
        assert_int_equal(sum.total + (area == 0 ? elsewhere : 0), total);
    assert_int_equal(sum.total, sum.done + sum.open);
    for (size_t i = 0; i < count; i++) {
        struct sweep_progress *under = NULL;
        assert_int_equal(rows[i].total, rows[i].done + rows[i].open);
        all += rows[i].total;
        if (rows[i].area == area)
            continue;
        done(o, sweep_progress(o->work, o->pool, sweep, rows[i].area, &under, &deeper, &below, &elsewhere, &o->e));
        assert_int_equal(below.total, rows[i].total);
        assert_int_equal(below.hits, rows[i].hits);
        assert_int_equal(below.open, rows[i].open);
        if (rows[i].deeper)
            figures_add_up(o, sweep, rows[i].area, rows[i].total);
    }
    assert_int_equal(all, sum.total);
}

static void nobody_is_missed_whatever_moves_happen(void **state)
{
    static const char *const outcomes[] = {"none", "hit", "not", "gone", "refused"};
    struct office *o = *state;
    struct place p = add_households(o);
    const int64_t homes[] = {p.a1, p.a1b, p.a2, p.b1};
    int64_t people[PEOPLE], expected = 0;
    struct dice dice;
    dice_seed(&dice, 20261021);
    for (size_t i = 0; i < PEOPLE; i++) {
        bool small = dice_below(&dice, 3) != 0;
        expected += small;
        people[i] = add_person(o, homes[dice_below(&dice, COUNT_OF(homes))], pool_format(o->pool, "示例%zu", i),
                               small ? "2025-06-01" : "1990-06-01");
    }
    int64_t sweep = begin(o);
    struct rows listed = items(o, "street01", sweep);
    assert_int_equal(listed.count, expected);
    for (int round = 0; round < 60; round++) {
        size_t who = dice_below(&dice, PEOPLE);
        struct rows one = items(o, "street01", sweep);
        if (dice_below(&dice, 3) == 0)
            done(o, answer(o, "street01", rows_int(&one, dice_below(&dice, (uint32_t)one.count), "id"),
                           outcomes[dice_below(&dice, COUNT_OF(outcomes))]));
        else
            move_to(o, people[who], homes[dice_below(&dice, COUNT_OF(homes))]);
        assert_int_equal(number(o, "select count(*) as n from sweep_item"), expected);
        assert_int_equal(number(o, "select count(distinct object) as n from sweep_item"), expected);
        assert_int_equal(number(o, "select count(*) as n from sweep_item i join person p on p.id = i.person"
                                   " where i.open = 1 and (i.area <> p.area or i.household <> p.household)"),
                         0);
        size_t leaders =
            items(o, "grid01", sweep).count + items(o, "grid01b", sweep).count + items(o, "grid03", sweep).count;
        assert_int_equal(leaders, expected);
    }
    office_act(o, "street01");
    figures_add_up(o, sweep, 0, expected);
    work_become_local(o->work);
    done(o, sweep_check(o->work, NULL, NULL, &o->e)); /* would call nobody: it calls when it finds */
}

/* More than SWEEP_AT_ONCE: by a job, to the same end. */
static void a_large_one_is_frozen_by_a_job(void **state)
{
    struct office *o = *state;
    struct place p = add_households(o);
    struct record *record = record_new();
    int64_t id = 0, job = 0;
    for (int i = 0; i < SWEEP_AT_ONCE + 20; i++)
        add_person(o, i % 2 ? p.a1 : p.b1, pool_format(o->pool, "示例%d", i), "2025-06-01");
    office_act(o, "street01");
    done(o, sweep_new(o->work, record, &o->e));
    record_set(record, "name", "大摸排");
    record_set(record, "table_name", "person");
    record_set(record, "conditions", "age:0..2");
    done(o, sweep_add(o->work, record, &id, &job, NULL, NULL, &o->e)); /* without a keeper it is run at once */
    assert_true(job != 0);
    assert_int_equal(number(o, "select count(*) as n from sweep_item"), SWEEP_AT_ONCE + 20);
    assert_int_equal(number(o, "select count(*) as n from sweep where state = 'open'"), 1);
    assert_int_equal(items(o, "grid01", id).count, 100);
    record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(whoever_matches_is_on_the_list_once_and_in_the_order_of_doors),
        OFFICE_TEST(a_station_sees_and_answers_its_own_alone),
        OFFICE_TEST(filters_are_checked),
        OFFICE_TEST(open_rows_go_where_people_go),
        OFFICE_TEST(rows_of_a_house_go_where_it_goes),
        OFFICE_TEST(who_has_left_is_told_so),
        OFFICE_TEST(who_moves_out_of_the_area_is_offered_where_they_live_now),
        OFFICE_TEST(an_entry_of_the_diary_answers_what_is_asked_at_its_door),
        OFFICE_TEST(late_ones_are_offered_and_added_once),
        OFFICE_TEST(a_hit_asks_for_a_visit_and_another_answer_takes_that_back),
        OFFICE_TEST(many_are_answered_at_once_all_or_none),
        OFFICE_TEST(closing_with_open_ones_names_them_and_needs_a_reason),
        OFFICE_TEST(the_last_day_and_the_end_are_told_once),
        OFFICE_TEST(one_that_has_begun_gets_another_last_day),
        OFFICE_TEST(names_of_a_confidential_register_follow_the_readers_rights),
        OFFICE_TEST(nobody_is_missed_whatever_moves_happen),
        OFFICE_TEST(a_large_one_is_frozen_by_a_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

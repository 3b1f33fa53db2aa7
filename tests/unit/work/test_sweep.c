/* Special sweeps: nobody is missed, whatever moves; late ones; figures that add up; rights. */
#include "sweeps.h"

#include "wangge/base/array.h"
#include "wangge/base/random.h"
#include "wangge/work/alarm.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/job.h"
#include "wangge/work/mark.h"
#include "wangge/work/move.h"
#include "wangge/work/report.h"
#include "wangge/work/visit.h"

#define PEOPLE 24

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
        OFFICE_TEST(nobody_is_missed_whatever_moves_happen),
        OFFICE_TEST(a_large_one_is_frozen_by_a_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

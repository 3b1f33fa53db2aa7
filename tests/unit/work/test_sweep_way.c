/* What becomes of a sweep: answers and follow-ups, another last day, its end, what it tells by itself and to whom. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_hit_asks_for_a_visit_and_another_answer_takes_that_back),
        OFFICE_TEST(many_are_answered_at_once_all_or_none),
        OFFICE_TEST(closing_with_open_ones_names_them_and_needs_a_reason),
        OFFICE_TEST(the_last_day_and_the_end_are_told_once),
        OFFICE_TEST(one_that_has_begun_gets_another_last_day),
        OFFICE_TEST(names_of_a_confidential_register_follow_the_readers_rights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

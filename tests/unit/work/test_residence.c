/* Who lived where: the spans follow whatever is saved. */
#include "fixture.h"

#include "wangge/work/residence.h"

/* "household from-to how/how; ..." of a person, newest first. */
static const char *spans(struct office *o, int64_t person)
{
    struct rows rows = {0};
    const char *text = "";
    done(o,
         db_query_text(o->work->db, o->pool,
                       "select household, area, from_on, coalesce(to_on, '') as to_on, begun, coalesce(ended, '') as "
                       "ended from residence where person = $person order by number desc",
                       BINDS(BIND_INT("person", person)), &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(o->pool, "%s%s%s %s..%s %s/%s", text, i == 0 ? "" : "; ", rows_text(&rows, i, "household"),
                           rows_text(&rows, i, "from_on"), rows_text(&rows, i, "to_on"), rows_text(&rows, i, "begun"),
                           rows_text(&rows, i, "ended"));
    return text;
}

static void on(int month, int day)
{
    clock_fix(day_start(date_make(2026, month, day)) + 9 * 3600);
}

static enum err change(struct office *o, const char *table, int64_t id, const char *field, int64_t value)
{
    struct record *record = record_new();
    record_set_int(record, field, value);
    enum err r = table_change(o->work, table_find(table), id, record, &o->e);
    record_free(&record);
    return r;
}

static void a_person_that_changes_the_household_leaves_a_span_behind(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    on(11, 1);
    int64_t one = office_add_household(o, o->grid_a1, "1", "1", "101"),
            two = office_add_household(o, o->grid_a1, "1", "1", "102");
    int64_t person = office_add_person(o, one, "张伟", "", "", "02");
    on(11, 9);
    done(o, change(o, "person", person, "household", two));
    assert_string_equal(spans(o, person), pool_format(o->pool,
                                                      "%lld 2026-11-09.. change/; %lld 2026-11-01..2026-11-09 "
                                                      "register/change",
                                                      (long long)two, (long long)one));
}

static void deleting_a_person_ends_the_span_and_restoring_begins_one(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    on(11, 1);
    int64_t one = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t person = office_add_person(o, one, "张伟", "", "", "02");
    on(11, 2);
    done(o, table_delete(o->work, table_find("person"), person, 1, &o->e));
    on(11, 3);
    done(o, table_restore(o->work, table_find("person"), person, &o->e));
    assert_string_equal(spans(o, person), pool_format(o->pool,
                                                      "%lld 2026-11-03.. restore/; %lld 2026-11-01..2026-11-02 "
                                                      "register/delete",
                                                      (long long)one, (long long)one));
}

static void a_household_takes_its_people_to_another_grid(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    on(11, 1);
    int64_t one = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t person = office_add_person(o, one, "张伟", "", "", "02");
    on(11, 5);
    done(o, change(o, "household", one, "area", o->grid_a2));
    done(o, residence_of_person(o->work, o->pool, person, &rows, &o->e));
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows_int(&rows, 0, "area"), o->grid_a2);
    assert_string_equal(rows_text(&rows, 0, "from_on"), "2026-11-05");
    assert_string_equal(rows_text(&rows, 0, "address"), "文苑路18号 1幢1单元101");
    assert_int_equal(rows_int(&rows, 1, "area"), o->grid_a1);
    assert_string_equal(rows_text(&rows, 1, "to_on"), "2026-11-05");
}

static void a_person_of_another_grid_has_no_history_to_see(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    int64_t person = office_add_person(o, office_add_household(o, o->grid_a1, "1", "1", "101"), "张伟", "", "", "02");
    office_act(o, "grid03");
    done(o, residence_of_person(o->work, o->pool, person, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

static void a_span_ends_neither_before_it_began_nor_in_the_future(void **state)
{
    struct office *o = *state;
    const struct table *table = table_find("person");
    struct record *before = record_new(), *after = record_new();
    office_act(o, "grid01");
    on(11, 5);
    int64_t one = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t person = office_add_person(o, one, "张伟", "", "", "02");
    record_set_int(before, "household", one);
    record_set_int(before, "area", o->grid_a1);
    assert_int_equal(relation_follow(o->work, table, person, before, after, "2026-11-04", "change", &o->e),
                     ERR_INVALID);
    assert_string_equal(o->e.field, "moved_on");
    assert_int_equal(relation_follow(o->work, table, person, before, after, "2026-11-06", "change", &o->e),
                     ERR_INVALID);
    record_free(&before);
    record_free(&after);
}

static void what_came_in_bulk_has_lived_there_nobody_knows_since_when(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t one = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t person = office_add_person(o, one, "张伟", "", "", "02");
    done(o, db_execute_text(o->work->db, "delete from residence", NULL, NULL, &o->e));
    done(o, relation_fill(o->work->db, &o->e));
    done(o, relation_fill(o->work->db, &o->e));
    assert_string_equal(spans(o, person), pool_format(o->pool, "%lld .. register/", (long long)one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_person_that_changes_the_household_leaves_a_span_behind),
        OFFICE_TEST(deleting_a_person_ends_the_span_and_restoring_begins_one),
        OFFICE_TEST(a_household_takes_its_people_to_another_grid),
        OFFICE_TEST(a_person_of_another_grid_has_no_history_to_see),
        OFFICE_TEST(a_span_ends_neither_before_it_began_nor_in_the_future),
        OFFICE_TEST(what_came_in_bulk_has_lived_there_nobody_knows_since_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

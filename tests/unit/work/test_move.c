/* Moves: people, households, registers, spans and the search go together, and come back together. */
#include "moves.h"

#include "wangge/work/residence.h"

/* A couple with a son and the man's mother; 1-1-101 in grid A1. */
struct family {
    int64_t household, man, wife, son, mother;
};

static struct family a_family(struct office *o)
{
    struct family f = {.household = office_add_household(o, o->grid_a1, "1", "1", "101")};
    const char *h = number(o, f.household);
    f.man = ADD(o, "person", "household", h, "name", "张伟", "sex", "1", "birth", "1980-02-03", "relation", "02");
    f.wife = ADD(o, "person", "household", h, "name", "李娜", "sex", "2", "birth", "1982-05-06", "relation", "10");
    f.son = ADD(o, "person", "household", h, "name", "张小明", "sex", "1", "birth", "2010-07-08", "relation", "20");
    f.mother = ADD(o, "person", "household", h, "name", "王桂英", "sex", "2", "birth", "1950-01-01", "relation", "52");
    return f;
}

struct faults {
    char fields[400];
};

static void take_fault(void *to, const struct error *fault)
{
    struct faults *faults = to;
    strcat(strcat(faults->fields, fault->field), " ");
}

static struct faults faults;
static char result[2000];

static enum err move_by(struct office *o, const char *const *pairs, int64_t *id)
{
    struct record *record = record_new();
    faults = (struct faults){0};
    record_defaults(record, table_find("move"));
    for (; pairs[0] != NULL; pairs += 2)
        record_set(record, pairs[0], pairs[1]);
    o->e = (struct error){0};
    enum err r = move_add(o->work, record, id, take_fault, &faults, &o->e);
    snprintf(result, sizeof result, "%s", record_get(record, "result"));
    record_free(&record);
    return r;
}

static int64_t last_move;
#define MOVE(o, ...)    done((o), move_by((o), (const char *const[]){__VA_ARGS__, NULL}, &last_move))
#define REFUSED(o, ...) assert_int_equal(move_by((o), (const char *const[]){__VA_ARGS__, NULL}, NULL), ERR_INVALID)

static void who_moves_out_is_kept_without_a_household(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "张小明", "place", "南京市", "moved_on",
         "2026-11-02");
    assert_string_equal(of_person(o, f.son, "household"), "");
    assert_string_equal(of_person(o, f.son, "state"), "2");
    assert_string_equal(of_person(o, f.son, "left_on"), "2026-11-02");
    assert_string_equal(of_person(o, f.son, "left_to"), "南京市");
    assert_string_equal(of_person(o, f.son, "area"), number(o, o->grid_a1));
    assert_int_equal(count(o, "select count(*) as n from residence where to_on = '2026-11-02' and ended = 'move_out'"),
                     1);
}

static void the_last_ones_close_the_household_behind_them(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_out", "household", number(o, f.household));
    assert_string_not_equal(cell(o, "household", f.household, "deleted_at"), "");
    assert_int_equal(count(o, "select count(*) as n from person where household is not null"), 0);
    assert_non_null(strstr(result, "the household is closed"));
}

static void a_head_that_dies_is_followed_by_the_spouse_and_relations_are_told_anew(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "death", "persons", number(o, f.man));
    assert_string_equal(of_person(o, f.man, "state"), "3");
    assert_string_equal(of_person(o, f.wife, "relation"), "02");
    assert_string_equal(of_person(o, f.son, "relation"), "20");
    assert_string_equal(of_person(o, f.mother, "relation"), "54"); /* the husband's mother */
    assert_non_null(strstr(result, "New head of household: 李娜"));
}

static void a_wanted_head_is_taken_and_what_cannot_be_told_is_named(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    const char *h = number(o, f.household);
    int64_t in_law =
        ADD(o, "person", "household", h, "name", "赵敏", "sex", "2", "birth", "2009-01-01", "relation", "38");
    on(11, 3);
    MOVE(o, "kind", "death", "household", h, "persons", "张伟", "head", "王桂英");
    assert_string_equal(of_person(o, f.mother, "relation"), "02");
    assert_string_equal(of_person(o, f.wife, "relation"), "38");
    assert_string_equal(of_person(o, f.son, "relation"), "40");
    assert_string_equal(of_person(o, in_law, "relation"), "97");
    assert_non_null(strstr(result, "look at the relation to the head of 赵敏"));
}

static void a_household_takes_people_registers_and_search_to_another_grid(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    struct family f = a_family(o);
    ADD(o, "lonely_elder", "person", number(o, f.mother), "kind", "1");
    on(11, 3);
    MOVE(o, "kind", "move_house", "household", number(o, f.household), "address", "兰庄路5号", "building", "9", "unit",
         "2", "room", "301", "to_area", number(o, o->grid_a2));
    assert_string_equal(of_person(o, f.mother, "area"), number(o, o->grid_a2));
    assert_int_equal(count(o, "select max(area) as n from lonely_elder"), o->grid_a2);
    assert_int_equal(count(o, "select count(*) as n from residence where to_on is null and begun = 'move_house'"), 4);
    assert_non_null(strstr(result, "文苑路18号 1幢1单元101"));
    office_act(o, "grid01b");
    done(o, household_search(o->work, o->pool, "9-2-301", 5, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    office_act(o, "grid01");
    done(o, household_search(o->work, o->pool, "张伟", 5, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    done(o, household_search(o->work, o->pool, "1-1-101", 5, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

static void who_moves_into_a_house_has_its_door_and_is_one_of_its_residents(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    int64_t house =
        ADD(o, "house", "area", number(o, o->grid_a1), "address", "文苑路40号", "room", "8", "owner", "张伟");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_house", "household", number(o, f.household), "house", number(o, house));
    assert_string_equal(cell(o, "household", f.household, "address"), "文苑路40号");
    on(11, 4);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "李娜");
    done(o, residents_of_house(o->work, o->pool, house, &rows, &o->e));
    assert_int_equal(rows.count, 4);
    assert_string_equal(rows_text(&rows, 0, "from_on"), "2026-11-03");
    assert_string_equal(rows_text(&rows, 3, "name"), "李娜");
    assert_string_equal(rows_text(&rows, 3, "to_on"), "2026-11-04");
    for (size_t i = 0; i < rows.count; i++)
        assert_string_equal(rows_text(&rows, i, "owner"), strcmp(rows_text(&rows, i, "name"), "张伟") == 0 ? "1" : "0");
}

static void some_people_form_a_household_at_the_same_door(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "split", "household", number(o, f.household), "persons", "李娜，张小明");
    int64_t fresh = strtoll(of_person(o, f.wife, "household"), NULL, 10);
    assert_int_not_equal(fresh, f.household);
    assert_string_equal(of_person(o, f.son, "household"), number(o, fresh));
    assert_string_equal(of_person(o, f.wife, "relation"), "02");
    assert_string_equal(of_person(o, f.son, "relation"), "20");
    assert_string_equal(of_person(o, f.mother, "relation"), "52");
    assert_string_equal(cell(o, "household", fresh, "room"), "101");
}

static void the_room_alone_is_another_door_of_the_same_address(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "split", "household", number(o, f.household), "persons", "李娜", "building", "9", "room", "901");
    int64_t fresh = strtoll(of_person(o, f.wife, "household"), NULL, 10);
    const char *address = cell(o, "household", f.household, "address");
    assert_string_not_equal(address, "");
    assert_string_equal(cell(o, "household", fresh, "address"), address);
    assert_string_equal(cell(o, "household", fresh, "room"), "901");
    MOVE(o, "kind", "move_house", "household", number(o, fresh), "room", "902");
    assert_string_equal(cell(o, "household", fresh, "address"), address);
    assert_string_equal(cell(o, "household", fresh, "room"), "902");
    REFUSED(o, "kind", "move_in", "household", number(o, fresh), "name", "赵敏", "sex", "2", "room", "301");
}

static void a_household_joins_another_one_with_what_it_has(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    int64_t other = office_add_household(o, o->grid_a1, "2", "1", "201");
    int64_t old = ADD(o, "person", "household", number(o, other), "name", "张大山", "sex", "1", "relation", "02");
    int64_t income = ADD(o, "low_income", "household", number(o, f.household), "applicant", "张伟", "monthly", "800",
                         "from_on", "2026-01-01", "cause", "1");
    on(11, 3);
    MOVE(o, "kind", "merge", "household", number(o, f.household), "to_household", number(o, other), "relation", "20");
    assert_string_equal(of_person(o, f.man, "household"), number(o, other));
    assert_string_equal(of_person(o, f.man, "relation"), "20");
    assert_string_equal(of_person(o, f.wife, "relation"), "97");
    assert_string_equal(of_person(o, old, "relation"), "02");
    assert_string_equal(cell(o, "low_income", income, "household"), number(o, other));
    assert_string_equal(cell(o, "low_income", income, "to_on"), "");
    assert_string_not_equal(cell(o, "household", f.household, "deleted_at"), "");
}

static void a_child_is_a_person_and_a_row_of_both_registers(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "birth", "persons", number(o, f.wife), "name", "张小雨", "sex", "2", "moved_on", "2026-11-01",
         "birth_order", "2");
    int64_t child = count(o, "select max(id) as n from person");
    assert_string_equal(of_person(o, child, "birth"), "2026-11-01");
    assert_string_equal(of_person(o, child, "relation"), "30");
    assert_string_equal(of_person(o, child, "household"), number(o, f.household));
    assert_int_equal(count(o, "select count(*) as n from birth where mother = '李娜' and born_on = '2026-11-01'"), 1);
    assert_int_equal(count(o, "select count(*) as n from infant where guardian = '李娜'"), 1);
}

#define ID_OF_WANG "321003199001010020"

static int64_t somebody_elsewhere(struct office *o)
{
    office_act(o, "grid03");
    int64_t household = office_add_household(o, o->grid_b1, "7", "1", "101");
    return ADD(o, "person", "household", number(o, household), "name", "王芳", "citizen_id", ID_OF_WANG, "relation",
               "02");
}

static void somebody_known_elsewhere_is_taken_over_and_the_other_leader_hears_of_it(void **state)
{
    struct office *o = *state;
    int64_t person = somebody_elsewhere(o);
    ADD(o, "lonely_elder", "person", number(o, person), "kind", "1");
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_in", "household", number(o, f.household), "name", "王芳", "citizen_id", ID_OF_WANG,
         "relation", "98");
    assert_string_equal(of_person(o, person, "household"), number(o, f.household));
    assert_string_equal(of_person(o, person, "area"), number(o, o->grid_a1));
    assert_int_equal(count(o, "select max(area) as n from lonely_elder"), o->grid_a1);
    assert_string_equal(result, "王芳 has moved in"); /* of the household that she left, nothing */
    assert_int_equal(count(o, "select count(*) as n from inbox_line where kind = 'move'"), 1);
    assert_int_equal(count(o,
                           "select count(*) as n from inbox_line i join account a on a.id = i.account where a.login = "
                           "'grid03'"),
                     1);
    assert_int_equal(count(o, "select count(*) as n from audit where kind = 'person' and note = 'move_in'"), 1);
}

static void a_number_without_its_name_takes_nobody_over(void **state)
{
    struct office *o = *state;
    int64_t person = somebody_elsewhere(o);
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_in", "household", number(o, f.household), "name", "刘洋", "citizen_id", ID_OF_WANG,
            "relation", "98");
    assert_string_equal(faults.fields, "name ");
    assert_string_equal(of_person(o, person, "area"), number(o, o->grid_b1));
}

static void somebody_new_at_a_new_door_is_the_head_of_a_household(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    MOVE(o, "kind", "move_in", "name", "王芳", "citizen_id", ID_OF_WANG, "relation", "02", "address", "文苑路20号",
         "room", "5", "moved_on", "2026-10-20");
    done(o, household_search(o->work, o->pool, "王芳", 5, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_int_equal(count(o, "select count(*) as n from person where sex = '2' and birth = '1990-01-01'"), 1);
    assert_int_equal(count(o, "select count(*) as n from residence where from_on = '2026-10-20' and to_on is null"), 1);
}

static void all_faults_are_told_and_nothing_is_done(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_house", "household", number(o, f.household), "persons", "张伟", "to_area",
            number(o, o->grid_b1), "moved_on", "2026-12-01");
    assert_string_equal(faults.fields, "persons moved_on to_area address ");
    REFUSED(o, "kind", "split", "household", number(o, f.household), "persons", "张伟,李雷", "head", "李娜");
    assert_string_equal(faults.fields, "persons head ");
    REFUSED(o, "kind", "death", "household", number(o, f.household), "persons", "张伟,李娜", "head", "李娜");
    assert_string_equal(faults.fields, "persons head ");
    assert_int_equal(count(o, "select count(*) as n from move"), 0);
}

static void a_day_before_the_present_stay_is_refused(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_out", "household", number(o, f.household), "moved_on", "2026-10-20");
    assert_string_equal(o->e.field, "moved_on");
    assert_string_equal(of_person(o, f.man, "household"), number(o, f.household));
}

static void nobody_moves_people_of_another_grid(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    office_act(o, "grid03");
    REFUSED(o, "kind", "move_out", "household", number(o, f.household));
    REFUSED(o, "kind", "death", "persons", number(o, f.man));
    office_act(o, "inspector01");
    assert_int_equal(
        move_by(o, (const char *const[]){"kind", "move_out", "household", number(o, f.household), NULL}, NULL),
        ERR_DENIED);
}

static void trying_tells_what_would_be_done_and_does_nothing(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    record_set(record, "kind", "death");
    record_set(record, "persons", number(o, f.man));
    record_set(record, "moved_on", "2026-10-21");
    done(o, move_try(o->work, record, &o->e));
    assert_non_null(strstr(record_get(record, "result"), "New head of household: 李娜"));
    assert_string_equal(of_person(o, f.man, "household"), number(o, f.household));
    assert_int_equal(count(o, "select count(*) as n from move"), 0);
    record_free(&record);
}

static void what_was_done_is_neither_changed_nor_deleted(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "张小明");
    record_set(record, "note", "x");
    assert_int_equal(table_change(o->work, table_find("move"), last_move, record, &o->e), ERR_STATE);
    assert_int_equal(table_delete(o->work, table_find("move"), last_move, 2, &o->e), ERR_STATE);
    record_free(&record);
}

static void a_move_is_undone_as_long_as_nothing_has_happened_since(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    MOVE(o, "kind", "death", "persons", number(o, f.man));
    record_set(record, "note", "changed by hand");
    done(o, table_change(o->work, table_find("person"), f.wife, record, &o->e));
    assert_int_equal(move_undo(o->work, last_move, &o->e), ERR_STATE);
    assert_string_equal(of_person(o, f.man, "state"), "3");
    MOVE(o, "kind", "death", "persons", number(o, f.mother));
    done(o, move_undo(o->work, last_move, &o->e));
    assert_string_equal(of_person(o, f.mother, "state"), "1");
    assert_int_equal(move_undo(o->work, last_move, &o->e), ERR_STATE);
    record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(who_moves_out_is_kept_without_a_household),
        OFFICE_TEST(the_last_ones_close_the_household_behind_them),
        OFFICE_TEST(a_head_that_dies_is_followed_by_the_spouse_and_relations_are_told_anew),
        OFFICE_TEST(a_wanted_head_is_taken_and_what_cannot_be_told_is_named),
        OFFICE_TEST(a_household_takes_people_registers_and_search_to_another_grid),
        OFFICE_TEST(who_moves_into_a_house_has_its_door_and_is_one_of_its_residents),
        OFFICE_TEST(some_people_form_a_household_at_the_same_door),
        OFFICE_TEST(the_room_alone_is_another_door_of_the_same_address),
        OFFICE_TEST(a_household_joins_another_one_with_what_it_has),
        OFFICE_TEST(a_child_is_a_person_and_a_row_of_both_registers),
        OFFICE_TEST(somebody_known_elsewhere_is_taken_over_and_the_other_leader_hears_of_it),
        OFFICE_TEST(a_number_without_its_name_takes_nobody_over),
        OFFICE_TEST(somebody_new_at_a_new_door_is_the_head_of_a_household),
        OFFICE_TEST(all_faults_are_told_and_nothing_is_done),
        OFFICE_TEST(a_day_before_the_present_stay_is_refused),
        OFFICE_TEST(nobody_moves_people_of_another_grid),
        OFFICE_TEST(trying_tells_what_would_be_done_and_does_nothing),
        OFFICE_TEST(what_was_done_is_neither_changed_nor_deleted),
        OFFICE_TEST(a_move_is_undone_as_long_as_nothing_has_happened_since),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

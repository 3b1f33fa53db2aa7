/* Areas that are named anew, recoded, moved, merged, split: what goes and what stays. The whole of it, on the demo's
 * office and at random, is in tests/command/test_area.py. */
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/work/area_change.h"
#include "wangge/work/area_rows.h"

static const struct area_order WHY = {.why = "合并"};

static bool is_listed(const char *table, const char *column)
{
    for (size_t i = 0; i < area_rows_count; i++)
        if (strcmp(area_rows[i].table, table) == 0 && strcmp(area_rows[i].column, column) == 0)
            return true;
    return false;
}

static bool is_described(const char *name)
{
    const struct table *table = table_find(name);
    return table != NULL && !table->own_storage;
}

static void every_column_that_names_an_area_is_told_of(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          "select m.name as name, c.name as col from sqlite_master m join pragma_table_info(m.name) c"
                          " where m.type = 'table' and (c.name like '%area%' or c.name like '%path%'"
                          " or c.name like '%grid%' or c.name like '%community%')",
                          NULL, &rows, &o->e));
    assert_true(rows.count > 60);
    for (size_t i = 0; i < rows.count; i++) {
        const char *table = rows_text(&rows, i, "name"), *column = rows_text(&rows, i, "col");
        if (!is_listed(table, column) && !(is_described(table) && strcmp(column, "area") == 0))
            fail_msg("%s.%s names an area: a row of include/wangge/work/area_row_rows.h says what becomes of it", table,
                     column);
    }
}

static const char *text(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows.count == 0 ? "" : pool_text(o->pool, rows.values[0].text == NULL ? "" : rows.values[0].text);
}

static int64_t number(struct office *o, const char *sql)
{
    return strtoll(text(o, sql), NULL, 10);
}

static void a_code_of_before_finds_the_area(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    done(o, area_recode(o->work, o->community_a, "321003001009", &WHY, &o->e));
    done(o, area_find(o->work, o->pool, "32100300100101", &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "id"), o->grid_a1);
    assert_string_equal(rows_text(&rows, 0, "code"), "32100300100901");
    assert_string_equal(rows_text(&rows, 0, "former_code"), "32100300100101");
    done(o, area_find(o->work, o->pool, "321003001009", &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "former_code"), "");
}

/* A code that another area has now means that one. */
static void codes_may_be_used_again(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    done(o, area_recode(o->work, o->grid_a1, "32100300100109", &WHY, &o->e));
    done(o, area_recode(o->work, o->grid_a2, "32100300100101", &WHY, &o->e));
    done(o, area_find(o->work, o->pool, "32100300100101", &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "id"), o->grid_a2);
    assert_int_equal(area_recode(o->work, o->grid_a1, "32100300100201", &WHY, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "code");
    assert_string_equal(text(o, "select code from area where name = '文苑第1网格'"), "32100300100109");
}

static void merging_takes_the_doors_along(void **state)
{
    struct office *o = *state;
    struct area_effects effects;
    struct rows rows = {0};
    office_act(o, "station01");
    int64_t household = office_add_household(o, o->grid_a1, "6", "1", "302");
    int64_t person = office_add_person(o, household, "示例人", "", "13800000001", "02");
    office_add_household(o, o->grid_a2, "6", "1", "303");
    office_act(o, "admin");
    done(o, area_merge(o->work, o->grid_a1, o->grid_a2,
                       &(struct area_order){.why = "", .dry = true, .effects = &effects}, &o->e));
    assert_int_equal(area_effect_of(&effects, "household"), 1);
    assert_int_equal(area_effect_of(&effects, "post_ends"), 1); /* the leader's: the other grid has one */
    assert_int_equal(area_effect_of(&effects, "post_goes"), 1);
    assert_int_equal(number(o, "select count(*) from area where ended_on is not null"), 0);

    done(o, area_merge(o->work, o->grid_a1, o->grid_a2, &WHY, &o->e));
    assert_string_equal(office_last_audit(o), "admin area.manage area 1 merge");
    assert_int_equal(
        number(o, "select count(*) from household h join area a on a.id = h.area where a.name = '文苑第2网格'"), 2);
    assert_string_equal(text(o, "select begun from residence where to_on is null"), "area");
    assert_int_equal(number(o, "select person from residence where to_on is null"), person);
    assert_int_equal(number(o, "select count(*) from search_place"), 1); /* both had the address */
    assert_int_equal(number(o, "select count(*) from search_home"), 2);
    done(o, area_search(o->work, o->pool, "文苑第1网格", 0, 10, &rows, &o->e));
    assert_int_equal(rows.count, 0); /* nothing new goes there */
    done(o, area_find(o->work, o->pool, "32100300100101", &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "into_name"), "文苑第2网格");
    office_act(o, "grid01b"); /* whoever leads the other one reads what stays in the one that ended */
    done(o, area_find(o->work, o->pool, "32100300100101", &rows, &o->e));
}

/* The one who led it answers for it until its last day, and nobody else does. */
static void who_led_it_answers_until_its_last_day(void **state)
{
    struct office *o = *state;
    done(o, db_execute_text(o->work->db, "update post set from_on = '2026-01-01'", NULL, NULL, &o->e));
    office_act(o, "admin");
    done(o, area_merge(o->work, o->grid_a1, o->grid_a2, &WHY, &o->e));
    const char *until = "select l.until from led_area l join account c on c.id = l.leader join area a on a.id = l.area"
                        " where c.login = 'grid01' and a.name = '文苑第1网格'";
    assert_string_equal(text(o, until), "2026-10-21");
    assert_int_equal(
        number(o, "select count(*) from led_area l join account c on c.id = l.leader where c.login = 'grid01b'"), 1);
}

static void a_part_becomes_a_grid_of_its_own(void **state)
{
    struct office *o = *state;
    struct area_choice choice;
    struct rows doors = {0};
    int64_t made = 0;
    static const char *const wanted[] = {"文苑路18号 6"};
    office_act(o, "station01");
    office_add_household(o, o->grid_a1, "6", "1", "302");
    office_add_household(o, o->grid_a1, "6", "2", "101");
    office_add_household(o, o->grid_a1, "7", "1", "101");
    office_act(o, "admin");
    done(o, area_doors(o->work, o->pool, o->grid_a1, &doors, &o->e));
    assert_int_equal(doors.count, 2);
    done(o, area_choose(o->work, o->pool, o->grid_a1, wanted, 1, &choice, &o->e));
    assert_int_equal(choice.count, 2);
    done(o, area_split(o->work, o->grid_a1, "32100300100103", "文苑第3网格", &choice, 1, &WHY, &made, &o->e));
    assert_int_equal(
        number(o, "select count(*) from household h join area a on a.id = h.area where a.name = '文苑第3网格'"), 2);
    assert_int_equal(number(o, "select rows from row_count c join area a on a.id = c.area where a.name = '文苑第1网格'"
                               " and c.table_name = 'household'"),
                     1);
    assert_string_equal(text(o, "select path from area where name = '文苑第3网格'"), "00010001000100010003");
}

static void moving_takes_the_subtree_along(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(area_move(o->work, o->street, o->grid_a1, NULL, &WHY, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "parent");
    done(o, area_move(o->work, o->grid_a1, o->community_b, NULL, &WHY, &o->e));
    assert_string_equal(text(o, "select path from area where name = '文苑第1网格'"), "00010001000100020002");
    assert_string_equal(text(o, "select code from area where name = '文苑第1网格'"),
                        "32100300100202"); /* 01 is taken */
}

static void what_is_in_use_does_not_end(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(area_end(o->work, o->grid_a1, &WHY, &o->e), ERR_STATE);
    assert_int_equal(area_rename(o->work, o->grid_a1, "x", &(struct area_order){.why = ""}, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "why");
    office_act(o, "district01");
    assert_int_equal(area_rename(o->work, o->grid_a1, "x", &WHY, &o->e), ERR_DENIED);
    assert_int_equal(area_merge(o->work, o->grid_a1, o->grid_a2, &WHY, &o->e), ERR_DENIED);
}

/* Every street and community of the file as it was before, then the file. */
static void changes_of_a_year_from_a_file(void **state)
{
    static const char *const text_of_file = "code,change,level,name_2020,name_2021,district,street\n"
                                            "321003211000,removed,4,西亭镇,,邗江区,西亭镇\n"
                                            "321003211001,removed,5,东风社区居委会,,邗江区,西亭镇\n"
                                            "321003011000,added,4,,西亭街道,邗江区,西亭街道\n"
                                            "321003011001,added,5,,东风社区居委会,邗江区,西亭街道\n"
                                            "321003011002,added,5,,新设社区居委会,邗江区,西亭街道\n"
                                            "321003001001,renamed,5,文苑社区,文苑新社区,邗江区,邗上街道\n"
                                            "321003001077,removed,5,无此社区,,邗江区,邗上街道\n";
    struct office *o = *state;
    struct rows rows = {0};
    int64_t town = 0, community = 0, grid = 0;
    office_act(o, "admin");
    done(o, area_add(o->work, o->district, "321003211000", "西亭镇", LEVEL_STREET, &town, &o->e));
    done(o, area_add(o->work, town, "321003211001", "东风社区居委会", LEVEL_COMMUNITY, &community, &o->e));
    done(o, area_add(o->work, community, "321003211001001", "东风第1网格", LEVEL_GRID, &grid, &o->e));
    done(o, area_change_file(o->work, o->pool, text_of_file, strlen(text_of_file), &(struct area_order){.dry = true},
                             &rows, &o->e));
    assert_string_equal(text(o, "select code from area where name = '东风第1网格'"), "321003211001001");
    done(o, area_change_file(o->work, o->pool, text_of_file, strlen(text_of_file), &WHY, &rows, &o->e));
    assert_int_equal(rows.count, 5);
    assert_string_equal(rows_text(&rows, 0, "action"), "recode");
    assert_string_equal(rows_text(&rows, 0, "to_name"), "西亭街道");
    assert_string_equal(rows_text(&rows, 4, "action"), "skip");
    assert_string_equal(text(o, "select code from area where name = '东风第1网格'"), "321003011001001");
    assert_string_equal(text(o, "select code from area where name = '西亭街道'"), "321003011000");
    assert_string_equal(text(o, "select code from area where name = '新设社区居委会'"), "321003011002");
    assert_string_equal(text(o, "select code from area where name = '文苑新社区'"), "321003001001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_column_that_names_an_area_is_told_of),
        OFFICE_TEST(a_code_of_before_finds_the_area),
        OFFICE_TEST(codes_may_be_used_again),
        OFFICE_TEST(merging_takes_the_doors_along),
        OFFICE_TEST(who_led_it_answers_until_its_last_day),
        OFFICE_TEST(a_part_becomes_a_grid_of_its_own),
        OFFICE_TEST(moving_takes_the_subtree_along),
        OFFICE_TEST(what_is_in_use_does_not_end),
        OFFICE_TEST(changes_of_a_year_from_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

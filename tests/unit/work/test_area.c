/* Areas: the tree, its paths, and who sees which part of it. */
#include "fixture.h"

static void a_subtree_is_one_range(void **state)
{
    char lo[64], hi[64];
    (void)state;
    area_range("00010002", lo, hi);
    assert_true(strcmp("00010002", lo) >= 0 && strcmp("00010002", hi) < 0);         /* itself */
    assert_true(strcmp("000100020009", lo) >= 0 && strcmp("000100020009", hi) < 0); /* a child */
    assert_true(strcmp("00010003", hi) > 0);                                        /* the next one */
    assert_true(strcmp("00010001", lo) < 0);
    assert_true(strcmp("0001", lo) < 0); /* the one above */
    area_range("", lo, hi);
    assert_true(strcmp("9999zzzz", hi) < 0);
}

static void children_are_numbered_in_their_parent(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    done(o, area_search(o->work, o->pool, "", LEVEL_GRID, 10, &rows, &o->e));
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows_text(&rows, 0, "path"), "00010001000100010001");
    assert_string_equal(rows_text(&rows, 1, "path"), "00010001000100010002");
    assert_string_equal(rows_text(&rows, 2, "path"), "00010001000100020001");
    assert_string_equal(rows_text(&rows, 0, "leader"), "李建国");
}

static void found_by_code_name_or_initials(void **state)
{
    static const char *const words[] = {"321003001002", "兰庄社", "lzsq", "LZSQ"};
    struct office *o = *state;
    struct rows rows = {0};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        done(o, area_search(o->work, o->pool, words[i], LEVEL_COMMUNITY, 10, &rows, &o->e));
        assert_int_equal(rows.count, 1);
        assert_string_equal(rows_text(&rows, 0, "name"), "兰庄社区");
    }
    done(o, area_search(o->work, o->pool, "%", 0, 10, &rows, &o->e)); /* a percent sign is only a percent sign */
    assert_int_equal(rows.count, 0);
}

static void the_scope_ends_at_the_own_area(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    done(o, area_search(o->work, o->pool, "", 0, 100, &rows, &o->e));
    assert_int_equal(rows.count, 3); /* the community and its two grids */
    assert_int_equal(area_find(o->work, o->pool, "32100300100201", &rows, &o->e), ERR_NOT_FOUND);
    done(o, area_find(o->work, o->pool, "32100300100102", &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "id"), o->grid_a2);
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)o->grid_b1);
    assert_int_equal(area_find(o->work, o->pool, id, &rows, &o->e), ERR_NOT_FOUND);
}

static void households_are_counted_through_the_levels(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    office_add_household(o, o->grid_a1, "6", "1", "302");
    office_add_household(o, o->grid_a2, "7", "1", "101");
    done(o, area_find(o->work, o->pool, "321003001001", &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "households"), 2);
    done(o, area_find(o->work, o->pool, "32100300100101", &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "households"), 1);
}

static void what_does_not_fit_is_refused(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    assert_int_equal(area_add(o->work, o->community_a, "32100300100101", "again", LEVEL_GRID, &id, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "code");
    assert_int_equal(area_add(o->work, o->grid_a1, "x", "x", LEVEL_COMMUNITY, &id, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "level");
    assert_int_equal(area_add(o->work, 999, "x", "x", LEVEL_GRID, &id, &o->e), ERR_NOT_FOUND);
    assert_string_equal(o->e.field, "parent");
    office_act(o, "district01");
    assert_int_equal(area_add(o->work, o->community_a, "x", "x", LEVEL_GRID, &id, &o->e), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "district01 area.manage area 0 denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subtree_is_one_range),
        OFFICE_TEST(children_are_numbered_in_their_parent),
        OFFICE_TEST(found_by_code_name_or_initials),
        OFFICE_TEST(the_scope_ends_at_the_own_area),
        OFFICE_TEST(households_are_counted_through_the_levels),
        OFFICE_TEST(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

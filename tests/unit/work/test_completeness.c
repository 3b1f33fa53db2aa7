/* Gaps in the registers: who sees them, and that the measure, its records and the list agree about any registers. */
#include "fixture.h"

#include "wangge/base/random.h"
#include "wangge/work/completeness.h"

#define HOMES 12

static struct dice dice;

static bool some(uint32_t of)
{
    return dice_below(&dice, of) == 0;
}

static void put_person(struct office *o, int64_t home, bool head)
{
    struct record *record = record_new();
    record_set_int(record, "household", home);
    record_set(record, "name", "张三");
    record_set(record, "sex", "1");
    record_set(record, "relation", head ? "02" : some(4) ? "" : "20");
    record_set(record, "nation", some(3) ? "" : "01");
    record_set(record, "phone", some(2) ? "" : "13800000000");
    record_set(record, "marriage", some(3) ? "" : "20");
    record_set(record, "birth", some(5) ? "" : "1980-02-03");
    done(o, table_add(o->work, table_find("person"), record, NULL, &o->e));
    record_free(&record);
}

static void fill(struct office *o, int64_t area, const char *building)
{
    work_become_local(o->work);
    for (int n = 0; n < HOMES; n++) {
        int64_t home = office_add_household(o, area, building, "1", pool_format(o->pool, "%d01", n + 1));
        for (uint32_t k = 0, of = dice_below(&dice, 4); k < of; k++)
            put_person(o, home, k == 0);
    }
}

struct sums {
    int64_t counted, due;
};

static struct sums measure(struct office *o, const char *name, int64_t who, const char *counted, const char *due)
{
    struct rows rows = {0};
    struct sums sums = {0};
    done(o, db_query_text(o->work->db, o->pool, db_statement_text(name),
                          BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_TEXT("begin", "2026-10-21"),
                                BIND_TEXT("end", "2026-10-31"), BIND_INT("who", who), BIND_INT("grid", 0)),
                          &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++) {
        sums.counted += rows_int(&rows, i, counted);
        sums.due += rows_int(&rows, i, due);
    }
    return sums;
}

static int64_t gaps_of(struct office *o, const char *login)
{
    struct rows rows = {0};
    int64_t gaps = 0;
    office_act(o, login);
    done(o, completeness_list(o->work, o->pool, NULL, 1000, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++) {
        assert_string_not_equal(rows_text(&rows, i, "labels"), "");
        gaps += rows_int(&rows, i, "asked") - rows_int(&rows, i, "filled");
    }
    return gaps;
}

static void measure_records_and_list_agree(void **state)
{
    static const char *const leaders[] = {"grid01", "grid01b", "grid03"};
    struct office *o = *state;
    const int64_t areas[] = {o->grid_a1, o->grid_a2, o->grid_b1};
    int64_t gaps[3];
    dice_seed(&dice, 12);
    for (int g = 0; g < 3; g++)
        fill(o, areas[g], pool_format(o->pool, "%d", g + 1));
    for (int g = 0; g < 3; g++) {
        int64_t who = office_user(o, leaders[g]);
        struct sums whole = measure(o, "measure.completeness", who, "numerator", "denominator");
        struct sums records = measure(o, "measure.completeness.records", who, "counted", "due");
        gaps[g] = gaps_of(o, leaders[g]);
        assert_true(whole.due > 0 && gaps[g] > 0);
        assert_int_equal(whole.counted, records.counted);
        assert_int_equal(whole.due, records.due);
        assert_int_equal(whole.due - whole.counted, gaps[g]);
    }
    assert_int_equal(gaps_of(o, "member01"), gaps[0]);
    assert_int_equal(gaps_of(o, "station01"), gaps[0] + gaps[1]);
    assert_int_equal(gaps_of(o, "station02"), gaps[2]);
    assert_int_equal(gaps_of(o, "street01"), gaps[0] + gaps[1] + gaps[2]);
}

static void the_list_knows_its_tables_and_its_readers(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    dice_seed(&dice, 13);
    fill(o, o->grid_a1, "1");
    office_act(o, "grid01");
    done(o, completeness_list(o->work, o->pool, "person", 3, &rows, &o->e));
    assert_int_equal(rows.count, 3);
    assert_true(rows.at_least);
    assert_string_equal(rows_text(&rows, 0, "kind"), "person");
    assert_int_equal(completeness_list(o->work, o->pool, "visit", 10, &rows, &o->e), ERR_NOT_FOUND);
    assert_int_equal(completeness_list(o->work, o->pool, "nothing", 10, &rows, &o->e), ERR_NOT_FOUND);
    office_act(o, "department01");
    assert_int_equal(completeness_list(o->work, o->pool, NULL, 10, &rows, &o->e), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(measure_records_and_list_agree),
        OFFICE_TEST(the_list_knows_its_tables_and_its_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

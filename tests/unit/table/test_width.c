/* Lists of many rows: they say the same whichever way they go, and say so when they did not count to the end. */
#include "helper.h"

#define MANY 60000

static const struct table *person;

/* MANY persons, half of them in grid 2 (of community 1) and half in area 4; every tenth name the same. */
static void make_many(void)
{
    make_areas();
    OK(db_execute_text(db,
                       "insert into person (id, area, name, sex, birth, nation, version, created_by, created_at,"
                       " updated_by, updated_at) with recursive n(i) as (select 1 union all select i + 1 from n where"
                       " i < 60000) select i, case i % 2 when 0 then 2 else 4 end, 'N' || (i % 6000), '1',"
                       " case when i % 7 = 0 then null else '1990-01-' || (10 + i % 19) end,"
                       " case when i % 15000 = 0 then '02' else '01' end, 1, i % 3, 0, 0, 0 from n",
                       NULL, NULL, &e));
    OK(store_count_all(db, &e));
}

static int open_all(void **state)
{
    static struct scratch_kept kept;
    (void)state;
    person = table_find("person");
    open_made(&kept, make_many);
    return 0;
}

static struct rows rows;
static int64_t total;

static void read_scope(const char *lo, const struct list_query *query, int64_t own)
{
    const char *hi = pool_format(pool, "%s~", lo);
    OK(list_read(db, pool, person, NULL, query,
                 BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("own", own), BIND_INT("me", 1)), &rows,
                 &total, &e));
}

static void without_a_word_the_total_is_what_was_counted_before(void **state)
{
    struct list_query query = {.limit = 10};
    (void)state;
    read_scope("", &query, 0);
    assert_int_equal(total, MANY);
    assert_false(rows.at_least);
    assert_int_equal(rows.count, 10);
    assert_string_equal(rows_text(&rows, 0, "name"), "N0");
    assert_int_equal(rows_int(&rows, 0, "id"), 6000);
    read_scope("0001", &query, 0);
    assert_int_equal(total, MANY / 2);
    query.offset = MANY / 2 - 3;
    read_scope("0001", &query, 0);
    assert_int_equal(rows.count, 3);
    read_scope("0001", &(struct list_query){0}, 1); /* own rows only: counted */
    assert_int_equal(total, MANY / 2 / 3);
}

/* The same query of both halves, area by area, and of all, along the order. */
static void both_ways_give_the_same_rows(void **state)
{
    static const char *const sorts[] = {"", "-name", "birth", "-birth"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct list_query query = {.limit = 500};
        strcpy(query.sort, sorts[i]);
        OK(list_add_filter(&query, person, "nation", "!02", &e));
        read_scope("", &query, 0);
        int64_t seen = 0, first_after = 0;
        for (size_t k = 0; k < rows.count; k++)
            seen += rows_int(&rows, k, "area") == 2;
        struct rows wide = rows;
        read_scope("0001", &query, 0);
        for (size_t k = 0, at = 0; k < wide.count; k++)
            if (rows_int(&wide, k, "area") == 2) {
                assert_int_equal(rows_int(&wide, k, "id"), rows_int(&rows, at, "id"));
                first_after = rows_int(&rows, at++, "id");
            }
        assert_true(seen > 100);
        query.after = first_after; /* goes on behind that row */
        struct rows narrow = rows;
        read_scope("0001", &query, 0);
        assert_int_equal(rows_int(&rows, 0, "id"), rows_int(&narrow, (size_t)seen, "id"));
    }
}

/* Page after page is the list read at once, blanks at either end of it. */
static void pages_follow_one_another_in_any_order(void **state)
{
    static const char *const sorts[] = {"", "-name", "birth", "-birth"};
    (void)state;
    OK(db_execute_script(db, "update person set birth = null where id % 3 = 0;", &e));
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        struct list_query all = {.limit = MANY, .patient = true}, page = {.limit = 700, .patient = true};
        strcpy(all.sort, sorts[i]);
        strcpy(page.sort, sorts[i]);
        read_scope("", &all, 0);
        struct rows whole = rows;
        size_t at = 0;
        do {
            read_scope("", &page, 0);
            for (size_t k = 0; k < rows.count; k++)
                assert_int_equal(rows_int(&rows, k, "id"), rows_int(&whole, at++, "id"));
            page.after = rows_int(&rows, rows.count - 1, "id");
        } while (rows.count == 700);
        assert_int_equal(at, whole.count);
    }
}

static void a_wide_list_counts_so_far_and_says_so(void **state)
{
    struct list_query query = {.limit = 17};
    (void)state;
    OK(list_add_filter(&query, person, "sex", "1", &e));
    read_scope("", &query, 0);
    assert_true(rows.at_least);
    assert_int_equal(total, 1000);
    query.offset = 2000;
    read_scope("", &query, 0);
    assert_true(rows.at_least);
    assert_int_equal(total, 2018); /* what is seen, and one more that is there */
    read_scope("0001", &query, 0);
    assert_false(rows.at_least);
    assert_int_equal(total, MANY / 2);
}

static void what_is_rare_is_found_and_told_exactly(void **state)
{
    struct list_query query = {.limit = 17};
    (void)state;
    OK(list_add_filter(&query, person, "nation", "02", &e));
    read_scope("", &query, 0);
    assert_int_equal(rows.count, 4);
    assert_int_equal(total, 4);
    assert_false(rows.at_least);
    query.limit = 2;
    read_scope("", &query, 0);
    assert_true(total >= 3);
    query.filter_count = 0;
    OK(list_add_filter(&query, person, "nation", "03", &e));
    read_scope("", &query, 0);
    assert_int_equal(total, 0);
    assert_false(rows.at_least);
}

static void a_filter_by_area_makes_the_scope_narrow(void **state)
{
    struct list_query query = {.limit = 17};
    (void)state;
    OK(list_add_filter(&query, person, "area", "1", &e));
    read_scope("", &query, 0);
    assert_int_equal(total, MANY / 2);
    assert_false(rows.at_least);
    read_scope("0002", &query, 0); /* it does not make it wider */
    assert_int_equal(total, 0);
    read_scope("00010001", &query, 0);
    assert_int_equal(total, MANY / 2);
    OK(list_add_filter(&query, person, "area", "3", &e));
    read_scope("", &query, 0);
    assert_int_equal(total, 0);
}

static int64_t counted(const char *lo)
{
    struct list_query query = {.limit = 1};
    read_scope(lo, &query, 0);
    return total;
}

static int faults;

static void tell(void *to, const char *line)
{
    (void)to;
    faults += strstr(line, "number of rows") != NULL;
}

static void every_change_keeps_the_counts(void **state)
{
    struct record *r = record_of("area", "3", "name", "Z", "sex", "1", "relation", "02", NULL);
    int64_t id = 0;
    (void)state;
    OK(db_execute_script(db, "insert into sequence_number (name, next) values ('person', 60001);", &e));
    OK(db_begin(db, &e));
    OK(store_add(db, person, r, 7, &id, &e));
    assert_int_equal(counted("00010002"), 1);
    OK(store_read(db, person, id, "", "~", r, &e));
    record_set(r, "area", "2");
    OK(store_change(db, person, id, r, 7, &e));
    assert_int_equal(counted("00010002"), 0);
    assert_int_equal(counted("00010001"), MANY / 2 + 1);
    OK(store_delete(db, person, id, 2, 7, &e));
    assert_int_equal(counted("00010001"), MANY / 2);
    OK(store_restore(db, person, id, 7, &e));
    assert_int_equal(counted("00010001"), MANY / 2 + 1);
    OK(db_commit(db, &e));
    OK(store_check(db, tell, NULL, &e));
    assert_int_equal(faults, 0);
    OK(db_execute_script(db, "delete from person where id = 60001;", &e));
    assert_int_equal(store_check(db, tell, NULL, &e), ERR_FAILED);
    assert_int_equal(faults, 1);
    record_free(&r);
}

static void what_would_look_at_too_much_gets_advice_instead(void **state)
{
    struct list_query query = {.limit = MANY};
    const struct bind *all = BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_INT("own", 0), BIND_INT("me", 1));
    (void)state;
    strcpy(query.sort, "birth");
    OK(list_add_filter(&query, person, "sex", "1", &e));
    assert_int_equal(list_read(db, pool, person, NULL, &query, all, &rows, NULL, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "Choose a smaller area"));
    query.patient = true;
    OK(list_read(db, pool, person, NULL, &query, all, &rows, NULL, &e));
}

static void a_query_may_give_up(void **state)
{
    bool whole = true;
    (void)state;
    OK(db_query_within(db, pool, 1000, "select count(*) as n from person where name like '%x%'", NULL, &rows, &whole,
                       &e));
    assert_false(whole);
    assert_int_equal(rows.count, 0);
    OK(db_query_within(db, pool, 1000, "select 1 as n", NULL, &rows, &whole, &e));
    assert_true(whole);
    assert_int_equal(rows.count, 1);
    OK(db_query_text(db, pool, "select count(*) as n from person where name like '%x%'", NULL, &rows, &e));
    assert_int_equal(rows.count, 1);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(without_a_word_the_total_is_what_was_counted_before),
        CASE(both_ways_give_the_same_rows),
        CASE(pages_follow_one_another_in_any_order),
        CASE(a_wide_list_counts_so_far_and_says_so),
        CASE(what_is_rare_is_found_and_told_exactly),
        CASE(a_filter_by_area_makes_the_scope_narrow),
        CASE(every_change_keeps_the_counts),
        CASE(what_would_look_at_too_much_gets_advice_instead),
        CASE(a_query_may_give_up),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}

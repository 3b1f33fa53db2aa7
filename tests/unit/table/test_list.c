/* Lists: filters, search, sort and paging over any described table, within the scope of who asks. */
#include "helper.h"

static const struct table *household, *person;

static void add(const struct table *table, struct record *record)
{
    int64_t id = 0;
    OK(check_record(table, record, NULL, NULL, &e));
    OK(db_begin(db, &e));
    OK(store_add(db, table, record, 7, &id, &e));
    OK(db_commit(db, &e));
    record_free(&record);
}

/* Five households; three in grid 2, one in grid 3, one in another community. */
static int open_all(void **state)
{
    household = table_find("household");
    person = table_find("person");
    open_database(state);
    add(household, record_of("area", "2", "no", "101", "address", "文苑路18号 1幢", "kinds", "2,3", "verified_on",
                             "2026-10-01", NULL));
    add(household, record_of("area", "2", "no", "102", "address", "文苑路18号 2幢", "kinds", "3", "verified_on",
                             "2026-09-30", NULL));
    add(household, record_of("area", "2", "no", "103", "address", "Willow Lane 5", "verified_on", "", NULL));
    add(household, record_of("area", "3", "no", "104", "address", "100%之家", "verified_on", "2026-10-21", NULL));
    add(household, record_of("area", "4", "no", "105", "address", "柳巷 5", "verified_on", "2026-10-21", NULL));
    return 0;
}

static const struct bind *scope(const char *lo, const char *hi)
{
    static struct bind binds[5];
    binds[0] = BIND_TEXT("lo", lo);
    binds[1] = BIND_TEXT("hi", hi);
    binds[2] = BIND_INT("own", 0);
    binds[3] = BIND_INT("me", 7);
    binds[4] = (struct bind){.name = NULL};
    return binds;
}

/* The numbers of the households that the query finds, as one text. */
static const char *numbers(const struct list_query *query, int64_t *total)
{
    static char text[200];
    struct rows rows;
    text[0] = '\0';
    OK(list_read(db, pool, household, NULL, query, scope("0001", "0001~"), &rows, total, &e));
    for (size_t i = 0; i < rows.count; i++) {
        strcat(text, i == 0 ? "" : " ");
        strcat(text, rows_text(&rows, i, "no"));
    }
    return text;
}

static const char *filtered(const char *field, const char *value)
{
    struct list_query query = {0};
    int64_t total = 0;
    OK(list_add_filter(&query, household, field, value, &e));
    return numbers(&query, &total);
}

static const char *searched(const char *text)
{
    struct list_query query = {0};
    strcpy(query.search, text);
    return numbers(&query, NULL);
}

static void without_a_word_it_is_all_of_the_scope(void **state)
{
    struct list_query query = {0};
    struct rows rows;
    int64_t total = 0;
    (void)state;
    assert_string_equal(numbers(&query, &total), "101 102 103 104");
    assert_int_equal(total, 4);
    OK(list_read(db, pool, household, NULL, &query, scope("0002", "0002~"), &rows, &total, &e));
    assert_int_equal(total, 1);
    assert_string_equal(rows_text(&rows, 0, "area_name"), "area 4");
}

static void filters_read_what_people_type(void **state)
{
    (void)state;
    assert_string_equal(filtered("kinds", "贫困家庭"), "101 102");
    assert_string_equal(filtered("kinds", "frail"), "101");
    assert_string_equal(filtered("kinds", "!frail"), "102 103 104");
    assert_string_equal(filtered("kinds", ""), "103 104");
    assert_string_equal(filtered("no", "102"), "102");
    assert_string_equal(filtered("address", "willow"), "103"); /* a part of the text, in any case of letters */
    assert_string_equal(filtered("address", "%"), "104");
    assert_string_equal(filtered("area", "2"), "101 102 103");
    assert_string_equal(filtered("area", "1"), "101 102 103 104"); /* an area means all below it */
    assert_string_equal(filtered("verified_on", "t"), "104");
    assert_string_equal(filtered("verified_on", "2026-10"), "101 104");
    assert_string_equal(filtered("verified_on", "2026-09-30..2026-10-01"), "101 102");
    assert_string_equal(filtered("verified_on", "1001.."), "101 104");
    assert_string_equal(filtered("verified_on", "..2026-09-30"), "102");
    assert_string_equal(filtered("verified_on", ""), "103");
    assert_string_equal(filtered("verified_on", "!2026-10"), "102 103");
}

static void filters_of_several_fields_are_all_true(void **state)
{
    struct list_query query = {0};
    (void)state;
    OK(list_add_filter(&query, household, "kinds", "3", &e));
    OK(list_add_filter(&query, household, "verified_on", "2026-10", &e));
    assert_string_equal(numbers(&query, NULL), "101");
}

static void a_filter_that_means_nothing_is_refused(void **state)
{
    struct list_query query = {0};
    (void)state;
    assert_int_equal(list_add_filter(&query, household, "colour", "red", &e), ERR_INVALID);
    assert_string_equal(e.field, "colour");
    assert_int_equal(list_add_filter(&query, household, "kinds", "rich", &e), ERR_INVALID);
    assert_int_equal(list_add_filter(&query, household, "verified_on", "someday", &e), ERR_INVALID);
    assert_int_equal(query.filter_count, 0);
    for (int i = 0; i < LIST_FILTERS; i++)
        OK(list_add_filter(&query, household, "kinds", "3", &e));
    assert_int_equal(list_add_filter(&query, household, "kinds", "3", &e), ERR_INVALID);
}

static void every_word_of_a_search_must_be_found_in_some_field(void **state)
{
    (void)state;
    assert_string_equal(searched("文苑"), "101 102");
    assert_string_equal(searched("文苑 2幢"), "102");
    assert_string_equal(searched("  文苑   101 "), "101");
    assert_string_equal(searched("文苑　102"), "102"); /* the wide blank of an input method */
    assert_string_equal(searched("文苑 柳巷"), "");
    assert_string_equal(searched("0%"), "104");
    assert_string_equal(searched("_"), "");
    assert_string_equal(searched("' or 1=1 --"), "");
}

static void a_search_of_too_many_words_is_refused(void **state)
{
    struct list_query query = {.search = "1 2 3 4 5 6 7 8"};
    struct rows rows;
    (void)state;
    assert_string_equal(numbers(&query, NULL), "");
    strcat(query.search, " 9");
    assert_int_equal(list_read(db, pool, household, NULL, &query, scope("", "~"), &rows, NULL, &e), ERR_INVALID);
}

static const char *sorted(const char *sort)
{
    struct list_query query = {0};
    strcpy(query.sort, sort);
    return numbers(&query, NULL);
}

static void sorting_puts_empty_values_first_and_ends_with_the_id(void **state)
{
    (void)state;
    assert_string_equal(sorted("-no"), "104 103 102 101");
    assert_string_equal(sorted("verified_on"), "103 102 101 104");
    assert_string_equal(sorted("-verified_on"), "104 101 102 103");
    assert_string_equal(sorted("area"), "101 102 103 104");
    assert_string_equal(sorted("-area"), "104 103 102 101");
}

static void an_unknown_sort_is_refused(void **state)
{
    struct list_query query = {.sort = "id; drop table person"};
    struct rows rows;
    (void)state;
    assert_int_equal(list_read(db, pool, household, NULL, &query, scope("", "~"), &rows, NULL, &e), ERR_INVALID);
}

/* A page is read from the nearer end. */
static void a_page_is_the_same_from_either_end(void **state)
{
    static const char *const sorts[] = {"no", "-no", "verified_on", "-verified_on"};
    (void)state;
    for (size_t s = 0; s < 4; s++)
        for (int64_t i = 0; i < 5; i++) {
            struct list_query query = {.limit = 2, .offset = i};
            char forward[200], either[200];
            int64_t total = 0;
            strcpy(query.sort, sorts[s]);
            strcpy(forward, numbers(&query, NULL));
            strcpy(either, numbers(&query, &total));
            assert_string_equal(either, forward);
            assert_int_equal(total, 4);
        }
}

static void pages_by_offset_and_by_the_row_before_are_the_same(void **state)
{
    static const char *const sorts[] = {"", "-no", "verified_on", "-verified_on", "area", "-area", "kinds"};
    (void)state;
    for (size_t s = 0; s < sizeof sorts / sizeof sorts[0]; s++) {
        struct list_query by_offset = {.limit = 1}, by_row = {.limit = 1};
        strcpy(by_offset.sort, sorts[s]);
        strcpy(by_row.sort, sorts[s]);
        for (int i = 0; i < 5; i++) {
            struct rows a, b;
            by_offset.offset = i;
            OK(list_read(db, pool, household, NULL, &by_offset, scope("", "~"), &a, NULL, &e));
            OK(list_read(db, pool, household, NULL, &by_row, scope("", "~"), &b, NULL, &e));
            assert_int_equal(a.count, 1);
            assert_int_equal(b.count, 1);
            assert_int_equal(rows_int(&a, 0, "id"), rows_int(&b, 0, "id"));
            by_row.after = rows_int(&b, 0, "id");
        }
        struct rows none;
        OK(list_read(db, pool, household, NULL, &by_row, scope("", "~"), &none, NULL, &e));
        assert_int_equal(none.count, 0);
    }
}

static void a_page_after_a_row_that_is_gone_says_so(void **state)
{
    struct list_query query = {.after = 99};
    struct rows rows;
    (void)state;
    assert_int_equal(list_read(db, pool, household, NULL, &query, scope("", "~"), &rows, NULL, &e), ERR_NOT_FOUND);
}

static void the_total_counts_what_matches_not_the_page(void **state)
{
    struct list_query query = {.limit = 1, .offset = 1, .after = 1};
    int64_t total = 0;
    (void)state;
    OK(list_add_filter(&query, household, "address", "文苑", &e));
    numbers(&query, &total);
    assert_int_equal(total, 2);
}

static void deleted_rows_are_in_the_recycle_list_only(void **state)
{
    struct list_query query = {0};
    struct rows rows;
    (void)state;
    OK(db_begin(db, &e));
    OK(store_delete(db, household, 2, 1, 7, &e));
    OK(db_commit(db, &e));
    assert_string_equal(numbers(&query, NULL), "101 103 104");
    OK(list_read(db, pool, household, "household.list.deleted", &query, scope("", "~"), &rows, NULL, &e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "no"), "102");
}

static void people_come_with_the_address_of_their_household(void **state)
{
    struct list_query query = {0};
    struct rows rows;
    (void)state;
    add(person, record_of("household", "1", "area", "2", "name", "示例甲", "sex", "女", "relation", "02", NULL));
    strcpy(query.search, "示例");
    OK(list_read(db, pool, person, NULL, &query, scope("0001", "0001~"), &rows, NULL, &e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "household_name"), "文苑路18号 1幢");
    assert_string_equal(rows_text(&rows, 0, "sex"), "2");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(without_a_word_it_is_all_of_the_scope),
        CASE(filters_read_what_people_type),
        CASE(filters_of_several_fields_are_all_true),
        CASE(a_filter_that_means_nothing_is_refused),
        CASE(every_word_of_a_search_must_be_found_in_some_field),
        CASE(a_search_of_too_many_words_is_refused),
        CASE(sorting_puts_empty_values_first_and_ends_with_the_id),
        CASE(an_unknown_sort_is_refused),
        CASE(a_page_is_the_same_from_either_end),
        CASE(pages_by_offset_and_by_the_row_before_are_the_same),
        CASE(a_page_after_a_row_that_is_gone_says_so),
        CASE(the_total_counts_what_matches_not_the_page),
        CASE(deleted_rows_are_in_the_recycle_list_only),
        CASE(people_come_with_the_address_of_their_household),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}

/* Rows made in memory: paging and searching what a list reads whole. */
#include "../../../src/screen/rows.h"

#include "wangge/base/pool.h"
#include "wangge/table/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void make_people(struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "name"};
    static const char *const names[] = {"Ada", "Bao", "Cai", "Bao Er", "Dan"};
    rows_make(pool, out, 5, 2, columns);
    for (size_t i = 0; i < 5; i++) {
        rows_put_int(pool, out, i, 0, (int64_t)i + 10);
        rows_put(out, i, 1, names[i]);
    }
}

static void a_page_is_cut_out_and_all_are_counted(void **state)
{
    (void)state;
    struct pool *pool = pool_new();
    struct list_query query = {.offset = 1, .limit = 2};
    struct rows rows;
    int64_t total = 0;
    make_people(pool, &rows);
    assert_int_equal(rows_page(pool, &rows, &query, &total), ERR_NONE);
    assert_int_equal(total, 5);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows_int(&rows, 0, "id"), 11);
    assert_string_equal(rows_text(&rows, 1, "name"), "Cai");
    pool_free(&pool);
}

static void a_search_looks_into_every_column(void **state)
{
    (void)state;
    struct pool *pool = pool_new();
    struct list_query query = {.search = "Bao"};
    struct rows rows;
    int64_t total = 0;
    make_people(pool, &rows);
    rows_page(pool, &rows, &query, &total);
    assert_int_equal(total, 2);
    assert_string_equal(rows_text(&rows, 1, "name"), "Bao Er");
    pool_free(&pool);
}

static void an_absent_column_reads_as_empty(void **state)
{
    (void)state;
    struct pool *pool = pool_new();
    struct rows rows;
    make_people(pool, &rows);
    assert_string_equal(rows_text_or_empty(&rows, 0, "phone"), "");
    assert_string_equal(rows_text_or_empty(&rows, 0, "name"), "Ada");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_cut_out_and_all_are_counted),
        cmocka_unit_test(a_search_looks_into_every_column),
        cmocka_unit_test(an_absent_column_reads_as_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

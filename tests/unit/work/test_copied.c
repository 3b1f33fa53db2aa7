/* How alike entries of the diary are, and when they come in bursts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/error.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/text.h"
#include "wangge/work/copied.h"

static struct pool *pool;

static int begin(void **state)
{
    (void)state;
    pool = pool_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    pool_free(&pool);
    return 0;
}

static int alike(const char *a, const char *b)
{
    return copied_compare(pool, a, "", b, "", NULL, NULL);
}

static void the_same_text_is_wholly_alike_and_another_is_not(void **state)
{
    (void)state;
    assert_int_equal(alike("老人近日头晕，未就医，女儿周末回来。", "老人近日头晕，未就医，女儿周末回来。"), 100);
    assert_int_equal(alike("老人近日头晕，未就医，女儿周末回来。", "楼道堆放电动车，已劝离充电线。"), 0);
    assert_int_equal(alike("", ""), 0);
    assert_int_equal(alike("老人", ""), 0);
}

static void numbers_signs_doors_and_names_make_no_difference(void **state)
{
    (void)state;
    assert_int_equal(alike("10月5日到6幢1单元302室看望，血压正常", "9月17日到12幢2单元1101室看望: 血压正常"), 100);
    assert_int_equal(copied_compare(pool, "到文苑路18号看望示例甲, 示例甲腿脚不便", "示例甲,文苑路",
                                    "到海尔路7号看望欧阳示例, 欧阳示例腿脚不便", "欧阳示例 海尔路", NULL, NULL),
                     100);
    assert_int_equal(alike("ＡＢＣ小区的门禁坏了", "abc小区的门禁坏了"), 100);
}

static void common_passages_are_told_where_they_stand(void **state)
{
    const char *a = "今天上门，老人血压偏高，已劝其按时服药。", *b = "老人血压偏高, 已劝其按时服药, 下周再来。";
    struct copied_passage *passages;
    size_t count;
    (void)state;
    int percent = copied_compare(pool, a, "", b, "", &passages, &count);
    assert_in_range(percent, 70, 90);
    assert_int_equal(count, 1);
    assert_string_equal(pool_text_n(pool, a + passages[0].entry_at, passages[0].entry_length),
                        "老人血压偏高，已劝其按时服药");
    assert_string_equal(pool_text_n(pool, b + passages[0].other_at, passages[0].other_length),
                        "老人血压偏高, 已劝其按时服药");
}

/* count characters drawn from so many Han ones. */
static const char *drawn(struct dice *dice, size_t count, uint32_t of)
{
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        buffer_add(&out, bytes, text_encode(0x5200 + dice_below(dice, of), bytes));
    }
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static const char *changed(struct dice *dice, const char *text, unsigned percent)
{
    struct buffer out = {0};
    for (size_t at = 0, n = strlen(text); at < n;) {
        uint32_t code;
        char bytes[4];
        at += text_decode(text + at, n - at, &code);
        code = dice_below(dice, 100) < percent ? 0x7000 + dice_below(dice, 3000) : code;
        buffer_add(&out, bytes, text_encode(code, bytes));
    }
    const char *other = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return other;
}

static void as_many_characters_as_are_changed_are_missing(void **state)
{
    struct dice dice;
    (void)state;
    dice_seed(&dice, 7);
    for (unsigned percent = 0; percent <= 30; percent += 5)
        for (int i = 0; i < 20; i++) {
            const char *text = drawn(&dice, 400, 3000);
            int found = alike(text, changed(&dice, text, percent));
            assert_in_range(found, 100 - (int)percent - 15, 100 - (int)percent + 8);
            pool_reset(pool);
        }
}

static void it_is_the_same_from_both_sides(void **state)
{
    struct dice dice;
    (void)state;
    dice_seed(&dice, 11);
    for (int i = 0; i < 300; i++) {
        const char *a = drawn(&dice, dice_below(&dice, 90), 2 + dice_below(&dice, 6)),
                   *b = drawn(&dice, dice_below(&dice, 90), 2 + dice_below(&dice, 6));
        struct copied_passage *to, *back;
        size_t count, back_count;
        assert_int_equal(copied_compare(pool, a, "", b, "", &to, &count),
                         copied_compare(pool, b, "", a, "", &back, &back_count));
        size_t bytes = 0, back_bytes = 0;
        for (size_t k = 0; k < count; k++)
            bytes += to[k].entry_length;
        for (size_t k = 0; k < back_count; k++)
            back_bytes += back[k].other_length;
        assert_int_equal(bytes, back_bytes);
        pool_reset(pool);
    }
}

static void an_entry_points_at_the_earlier_one_of_its_grid_or_author(void **state)
{
    static const struct copied_entry entries[] = {
        {"老人独居，近日头晕，女儿周末回来看望，已约社区医生", "", 1, 10, 100, false},
        {"楼道里堆满纸箱，与住户商量后当场清走，答应不再堆放", "", 2, 11, 110, false},
        {"老人独居，近日头晕，女儿周末回来看望，约了社区医生", "", 1, 10, 120, true },
        {"楼道里堆满纸箱，与住户商量后当场清走，答应不再堆放", "", 3, 12, 130, true },
        {"楼道里堆满纸箱，与住户商量后当场清走，保证不再堆放", "", 3, 11, 140, true },
    };
    struct copied_pair *pairs;
    (void)state;
    assert_int_equal(copied_find(pool, entries, COUNT_OF(entries), &pairs), 2);
    assert_int_equal(pairs[0].entry, 2);
    assert_int_equal(pairs[0].other, 0);
    assert_in_range(pairs[0].percent, 85, 99);
    assert_int_equal(pairs[1].entry, 4); /* the fourth is of another grid and another author */
    assert_int_equal(pairs[1].percent >= 85, 1);
}

static void phrases_that_several_use_are_nobodys_own(void **state)
{
    struct copied_entry entries[8];
    struct copied_pair *pairs;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(entries); i++)
        entries[i] = (struct copied_entry){
            "燃气和用电安全均已查看，未见隐患，家庭情况与台账相符", "", (int64_t)i / 2, 10, (int64_t)i * 60, true};
    assert_int_equal(copied_find(pool, entries, COUNT_OF(entries), &pairs), 0);
    for (size_t i = 0; i < COUNT_OF(entries); i++)
        entries[i].author = i % 2; /* only two of them: they may have copied from each other */
    assert_int_equal(copied_find(pool, entries, COUNT_OF(entries), &pairs), 7);
}

/* What people wrote to an office, as entries of one grid by a few authors: about one in a hundred is really the same.
 */
static void texts_of_many_people_do_not_ring(void **state)
{
    struct error e;
    struct csv *csv = NULL;
    struct copied_pair *pairs;
    (void)state;
    if (csv_load(pool, "/work/shared/data/03_cases/tipdm_labelled.csv", &csv, &e) != ERR_NONE)
        skip();
    struct copied_entry *entries = pool_new_piece(pool, csv->count, sizeof *entries);
    for (size_t i = 0; i < csv->count; i++)
        entries[i] =
            (struct copied_entry){csv_cell(csv, &csv->rows[i], "text"), "", (int64_t)i % 12, 1, (int64_t)i, true};
    size_t found = copied_find(pool, entries, csv->count, &pairs);
    print_message("%zu of %zu real texts are like one before them\n", found, csv->count);
    for (size_t i = 0; i < found && getenv("SHOW") != NULL; i++)
        print_message("%d%%\n  %s\n  %s\n", pairs[i].percent, entries[pairs[i].entry].text,
                      entries[pairs[i].other].text);
    assert_in_range(found, 0, csv->count / 20);
}

static void a_month_of_a_grid_is_looked_through(void **state)
{
    struct dice dice;
    struct copied_pair *pairs;
    size_t count = 1400; /* 200 a month, the 180 days before */
    (void)state;
    dice_seed(&dice, 3);
    struct copied_entry *entries = pool_new_piece(pool, count, sizeof *entries);
    for (size_t i = 0; i < count; i++)
        entries[i] =
            (struct copied_entry){drawn(&dice, 120, 900), "", (int64_t)(i % 3), 10, (int64_t)i * 3600, i >= 1200};
    entries[1300].text = changed(&dice, entries[700].text, 10);
    size_t found = copied_find(pool, entries, count, &pairs);
    assert_int_equal(found, 1);
    assert_int_equal(pairs[0].entry, 1300);
    assert_int_equal(pairs[0].other, 700);
}

/* --- bursts */

#define AT(hour, minute) (1000000 * 60LL + (hour)*3600 + (minute)*60)

static struct burst_entry walked(int64_t at, int64_t door, const char *building)
{
    return (struct burst_entry){
        .author = 1, .at = at, .recorded = at, .door = door, .building = building, .walked = true};
}

static void three_buildings_in_ten_minutes_are_too_many(void **state)
{
    const struct burst_entry entries[] = {
        walked(AT(9, 0), 1, "1"),  walked(AT(9, 4), 2, "5"),  walked(AT(9, 9), 3, "9"),
        walked(AT(11, 0), 4, "1"), walked(AT(11, 5), 5, "1"), walked(AT(11, 9), 6, "2"),
        walked(AT(14, 0), 7, "3"), walked(AT(14, 8), 8, "4"), walked(AT(14, 11), 9, "5")};
    struct burst *bursts;
    (void)state;
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 1);
    assert_int_equal(bursts[0].kind, BURST_WALK);
    assert_int_equal(bursts[0].count, 3);
    assert_int_equal(bursts[0].minutes, 9);
    assert_int_equal(bursts[0].entries[2], 2);
}

static void by_telephone_or_by_several_people_they_are_not(void **state)
{
    struct burst_entry entries[] = {walked(AT(9, 0), 1, "1"), walked(AT(9, 4), 2, "5"), walked(AT(9, 9), 3, "9")};
    struct burst *bursts;
    (void)state;
    entries[1].walked = false;
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 0);
    entries[1].walked = true;
    entries[2].author = 2;
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 0);
    assert_int_equal(burst_find(pool, entries, 0, &bursts), 0);
}

static void three_doors_in_one_minute_are_told(void **state)
{
    const struct burst_entry entries[] = {walked(AT(9, 0), 1, "1"), walked(AT(9, 0) + 20, 2, "1"),
                                          walked(AT(9, 0) + 59, 3, "1"), walked(AT(9, 1), 4, "1")};
    struct burst *bursts;
    (void)state;
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 1);
    assert_int_equal(bursts[0].kind, BURST_MINUTE);
    assert_int_equal(bursts[0].count, 3);
}

static void what_is_written_days_later_in_one_go_is_told(void **state)
{
    struct burst_entry entries[6];
    struct burst *bursts;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        entries[i] = walked(AT(9 + 24 * (int64_t)i, 0), (int64_t)i + 1, "1");
        entries[i].recorded = AT(24 * 10, 5 * (int64_t)i);
    }
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 1);
    assert_int_equal(bursts[0].kind, BURST_LATE);
    assert_int_equal(bursts[0].count, 6);
    assert_int_equal(bursts[0].minutes, 25);
    for (size_t i = 0; i < COUNT_OF(entries); i++)
        entries[i].recorded = entries[i].at + 3600;
    assert_int_equal(burst_find(pool, entries, COUNT_OF(entries), &bursts), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_is_wholly_alike_and_another_is_not),
        cmocka_unit_test(numbers_signs_doors_and_names_make_no_difference),
        cmocka_unit_test(common_passages_are_told_where_they_stand),
        cmocka_unit_test(as_many_characters_as_are_changed_are_missing),
        cmocka_unit_test(it_is_the_same_from_both_sides),
        cmocka_unit_test(an_entry_points_at_the_earlier_one_of_its_grid_or_author),
        cmocka_unit_test(phrases_that_several_use_are_nobodys_own),
        cmocka_unit_test(texts_of_many_people_do_not_ring),
        cmocka_unit_test(a_month_of_a_grid_is_looked_through),
        cmocka_unit_test(three_buildings_in_ten_minutes_are_too_many),
        cmocka_unit_test(by_telephone_or_by_several_people_they_are_not),
        cmocka_unit_test(three_doors_in_one_minute_are_told),
        cmocka_unit_test(what_is_written_days_later_in_one_go_is_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

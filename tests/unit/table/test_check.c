/* From what was typed to the value that is stored, or a sentence that says what to do. */
#include "helper.h"

#include "wangge/base/csv.h"

#include <unistd.h>

static struct buffer out;

/* A field of that type, as a description would make it. */
static struct field field_of(enum field_type type)
{
    return (struct field){
        .name = "f", .type = type, .label = {"Field", "字段"}
    };
}

static const char *stored(const struct field *field, const char *typed)
{
    if (check_value(field, typed, &out, &e) != ERR_NONE)
        return "refused";
    return buffer_text(&out);
}

/* An accepted value stays the same when it is checked again. */
static void is(const struct field *field, const char *typed, const char *expected)
{
    char once[4000];
    strcpy(once, stored(field, typed));
    assert_string_equal(once, expected);
    if (strcmp(once, "refused") != 0)
        assert_string_equal(stored(field, once), expected);
    else
        assert_string_equal(e.field, "f");
}

static void nothing_typed_is_an_empty_value_of_every_type(void **state)
{
    (void)state;
    for (int t = 0; t < FIELD_TYPE_COUNT; t++) {
        struct field f = field_of((enum field_type)t);
        f.codes = "sex";
        is(&f, "", "");
        is(&f, "  　", "");
    }
}

static void text_is_trimmed_and_free_of_controls(void **state)
{
    struct field f = field_of(FIELD_TEXT);
    (void)state;
    f.length = 5;
    is(&f, "  文苑路 ", "文苑路");
    is(&f, "a\tb", "a b");
    is(&f, "a\r\nb", "a b");
    is(&f, "12345", "12345");
    is(&f, "一二三四五", "一二三四五"); /* characters count, not bytes */
    is(&f, "一二三四五六", "refused");
    is(&f, "\x1b[2J", "refused");
    is(&f, "\xff", "refused");
    is(&f,
       "a\xe2\x80\xae"
       "b",
       "refused"); /* right-to-left override */
}

static void long_text_keeps_its_lines_and_indents(void **state)
{
    struct field f = field_of(FIELD_LONG_TEXT);
    (void)state;
    is(&f, "　　老人近日头晕\r\n未就医\n", "　　老人近日头晕\n未就医\n");
    is(&f, "\n \n", "");
    is(&f, "a\x07", "refused");
}

static void integers_are_whole_and_within_their_bounds(void **state)
{
    struct field f = field_of(FIELD_INTEGER);
    (void)state;
    is(&f, "12", "12");
    is(&f, "１２", "12");
    is(&f, "-3", "-3");
    is(&f, "012", "12");
    is(&f, "12abc", "refused");
    is(&f, "1.5", "refused");
    is(&f, "99999999999999999999", "refused");
    f.low = 1;
    f.high = 7;
    is(&f, "7", "7");
    is(&f, "8", "refused");
    assert_non_null(strstr(e.text, "from 1 to 7"));
}

static void money_has_two_digits(void **state)
{
    struct field f = field_of(FIELD_MONEY);
    (void)state;
    is(&f, "12.50", "12.50");
    is(&f, "12.5", "12.50");
    is(&f, "12", "12.00");
    is(&f, "-0.05", "-0.05");
    is(&f, "12.505", "refused");
    is(&f, "12.", "refused");
    is(&f, ".5", "refused");
    is(&f, "1e3", "refused");
    is(&f, "9999999999999", "refused");
}

static void dates_are_typed_in_many_ways(void **state)
{
    struct field f = field_of(FIELD_DATE);
    (void)state;
    is(&f, "t", "2026-10-21");
    is(&f, "-1", "2026-10-20");
    is(&f, "2026年3月15日", "2026-03-15");
    is(&f, "２０２６-３-１５", "2026-03-15");
    is(&f, "2026-02-29", "refused");
    is(&f, "soon", "refused");
}

static void an_instant_without_a_time_is_now_or_the_day_s_beginning(void **state)
{
    struct field f = field_of(FIELD_INSTANT), until = f;
    until.day_end = true;
    is(&until, "t", "2026-10-21 23:59");
    is(&until, "1023", "2026-10-23 23:59");
    is(&until, "1023 9:00", "2026-10-23 09:00");
    (void)state;
    is(&f, "t", "2026-10-21 16:05");
    is(&f, "t 9:30", "2026-10-21 09:30");
    is(&f, "-1", "2026-10-20 00:00");
    is(&f, "2026-10-21T16:05:00+08:00", "2026-10-21 16:05");
    is(&f, "t 25:00", "refused");
}

static void yes_and_no_in_both_languages(void **state)
{
    struct field f = field_of(FIELD_YES_NO);
    (void)state;
    is(&f, "y", "1");
    is(&f, "是", "1");
    is(&f, "True", "1");
    is(&f, "否", "0");
    is(&f, "0", "0");
    is(&f, "maybe", "refused");
}

static void codes_by_code_text_initials_or_beginning(void **state)
{
    struct field f = field_of(FIELD_CODE);
    (void)state;
    f.codes = "must_visit";
    is(&f, "2", "2");
    is(&f, "孤老残弱", "2");
    is(&f, "frail", "2");
    is(&f, "High_Risk", "4");
    is(&f, "glcr", "2");
    is(&f, "贫困", "3");
    is(&f, "7", "refused");
    f.codes = "sex";
    is(&f, "n", "refused"); /* the initials of 男 and of 女 */
    is(&f, "wsm", "9");
    f.codes = "nation";
    is(&f, "汉", "01");
    is(&f, "hz", "refused"); /* 汉族 and 回族 */
}

static void several_codes_come_in_the_order_of_the_list_each_once(void **state)
{
    struct field f = field_of(FIELD_CODES);
    (void)state;
    f.codes = "must_visit";
    is(&f, "3,2", "2,3");
    is(&f, "贫困家庭、孤老残弱，3;", "2,3");
    is(&f, "2,nothing", "refused");
    assert_non_null(strstr(e.text, "nothing"));
}

static void phones_are_digits_and_may_be_several(void **state)
{
    struct field f = field_of(FIELD_PHONE);
    (void)state;
    f.length = 60;
    is(&f, "138 0000 2201", "13800002201");
    is(&f, "+86 13800002201", "13800002201");
    is(&f, "(0514) 8765-432；12345", "05148765432;12345");
    is(&f, "１３８００００２２０１", "13800002201");
    is(&f, "12", "refused");
    is(&f, "call me", "refused");
}

static void divisions_and_links_are_numbers(void **state)
{
    struct field division = field_of(FIELD_DIVISION), link = field_of(FIELD_LINK);
    (void)state;
    is(&division, "321003", "321003");
    is(&division, "321003010", "321003010");
    is(&division, "321003010001", "321003010001");
    is(&division, "3210031", "refused");
    is(&division, "999999", "refused");
    is(&link, "12", "12");
    is(&link, "-1", "refused");
    is(&link, "示例", "refused");
}

/* The alphabet leaves I O S V Z out. */
static void credit_codes_check_their_last_character(void **state)
{
    struct field f = field_of(FIELD_CREDIT_CODE);
    (void)state;
    is(&f, "91350100M000100Y43", "91350100M000100Y43"); /* the standard's own example */
    is(&f, "91350100m000100y43", "91350100M000100Y43");
    is(&f, "91350100M000100Y44", "refused");
    is(&f, "91350100M000100I43", "refused");
    is(&f, "91350100M000100Y4", "refused");
}

static void check_vectors(const char *path)
{
    struct csv *csv = NULL;
    struct field f = field_of(FIELD_CITIZEN_ID);
    int count[3] = {0};
    OK(csv_load(pool, path, &csv, &e));
    for (size_t i = 0; i < csv->count; i++) {
        const char *input = csv_cell(csv, &csv->rows[i], "input"), *expect = csv_cell(csv, &csv->rows[i], "expect");
        bool accepted = check_value(&f, input, &out, &e) == ERR_NONE;
        if (strcmp(expect, "valid") == 0) {
            assert_true(accepted);
            assert_string_equal(buffer_text(&out), input);
            assert_true(citizen_id_is_valid(input));
            assert_int_equal(citizen_id_check_character(input), input[17]);
            count[0]++;
        } else if (strcmp(expect, "normalise") == 0) {
            assert_true(accepted);
            assert_true(citizen_id_is_valid(buffer_text(&out)));
            count[1]++;
        } else {
            assert_false(accepted);
            assert_false(citizen_id_is_valid(input));
            assert_int_equal(out.length, 0);
            count[2]++;
        }
    }
    assert_int_equal(count[0], 30);
    assert_int_equal(count[1], 4);
    assert_int_equal(count[2], 7);
}

static void the_vectors_of_citizen_numbers(void **state)
{
    const char *shared = getenv("WANGGE_SHARED");
    const char *path = pool_format(pool, "%s/data/02_codes/idcard_vectors.csv", shared == NULL ? "../shared" : shared);
    (void)state;
    check_vectors("tests/unit/table/citizen_id_vectors.csv");
    if (access(path, R_OK) == 0)
        check_vectors(path);
    else
        print_message("%s is not there: only the copy of it is looked at\n", path);
}

static void a_citizen_number_tells_what_is_wrong_with_it(void **state)
{
    static const struct {
        const char *typed, *says;
    } faults[] = {
        {"321003840229123",    "old number"    },
        {"32100319840229123",  "17 digits"     },
        {"321003198402301238", "birth date"    },
        {"321003198402291230", "last character"},
        {"999999198402291231", "first six"     },
        {"321003209801010011", "birth date"    },
    };
    struct field f = field_of(FIELD_CITIZEN_ID);
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        assert_int_equal(check_value(&f, faults[i].typed, &out, &e), ERR_INVALID);
        assert_non_null(strstr(e.text, faults[i].says));
        assert_null(strstr(e.text, faults[i].typed)); /* never the number itself */
    }
    is(&f, "11010519491231002x", "11010519491231002X");
}

static void a_citizen_number_holds_sex_and_birth(void **state)
{
    char sex[2], birth[11];
    (void)state;
    citizen_id_split("11010519491231002X", sex, birth);
    assert_string_equal(sex, "2");
    assert_string_equal(birth, "1949-12-31");
    citizen_id_split("440524188001010014", sex, birth);
    assert_string_equal(sex, "1");
}

static const char *masked(enum field_type type, const char *value)
{
    struct field f = field_of(type);
    check_mask(&f, value, &out);
    return buffer_text(&out);
}

static void masks_leave_enough_to_recognise(void **state)
{
    (void)state;
    assert_string_equal(masked(FIELD_CITIZEN_ID, "321003198402291236"), "3210**********1236");
    assert_string_equal(masked(FIELD_PHONE, "13800002201"), "138****2201");
    assert_string_equal(masked(FIELD_PHONE, "13800002201;12345"), "138****2201;123**");
    assert_string_equal(masked(FIELD_TEXT, "示例甲"), "示**");
    assert_string_equal(masked(FIELD_TEXT, ""), "");
}

static const char *shown(const struct field *field, const char *value)
{
    check_show(field, value, &out);
    return buffer_text(&out);
}

static void values_are_shown_in_the_language_in_use(void **state)
{
    struct field codes = field_of(FIELD_CODES), yes = field_of(FIELD_YES_NO), text = field_of(FIELD_TEXT);
    (void)state;
    codes.codes = "must_visit";
    assert_string_equal(shown(&codes, "2,3"), "frail, poor");
    assert_string_equal(shown(&yes, "1"), "yes");
    assert_string_equal(shown(&text, "x"), "x");
    i18n_use(LANGUAGE_ZH);
    assert_string_equal(shown(&codes, "2,3"), "孤老残弱, 贫困家庭");
    assert_string_equal(shown(&codes, "2,gone"), "孤老残弱, gone");
    i18n_use(LANGUAGE_EN);
}

static void note_field(void *to, const struct error *fault)
{
    strcat(to, fault->field);
    strcat(to, " ");
}

static void a_record_tells_every_fault_and_keeps_the_first(void **state)
{
    char fields[200] = "";
    (void)state;
    struct record *r = record_of("area", "2", "household", "1", "name", "示例甲", "sex", "x", "colour", "red", NULL);
    assert_int_equal(check_record(table_find("person"), r, note_field, fields, &e), ERR_INVALID);
    assert_string_equal(fields, "sex colour ");
    assert_string_equal(e.field, "sex");
    record_free(&r);
}

static void a_good_record_becomes_canonical(void **state)
{
    (void)state;
    struct record *r =
        record_of("area", "2", "household", "1", "name", " 示例甲 ", "sex", "女", "relation", "户主", "citizen_id",
                  "11010519491231002x", "version", "3", "updated_at", "2026-10-21 16:05", NULL);
    OK(check_record(table_find("person"), r, NULL, NULL, &e));
    assert_string_equal(record_get(r, "name"), "示例甲");
    assert_string_equal(record_get(r, "sex"), "2");
    assert_string_equal(record_get(r, "relation"), "02");
    assert_string_equal(record_get(r, "citizen_id"), "11010519491231002X");
    assert_string_equal(record_get(r, "version"), "3");
    assert_false(record_has(r, "phone"));
    record_free(&r);
}

static int make_pool(void **state)
{
    pool = pool_new();
    return load_all(state);
}

static int free_all(void **state)
{
    (void)state;
    pool_free(&pool);
    buffer_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_typed_is_an_empty_value_of_every_type),
        cmocka_unit_test(text_is_trimmed_and_free_of_controls),
        cmocka_unit_test(long_text_keeps_its_lines_and_indents),
        cmocka_unit_test(integers_are_whole_and_within_their_bounds),
        cmocka_unit_test(money_has_two_digits),
        cmocka_unit_test(dates_are_typed_in_many_ways),
        cmocka_unit_test(an_instant_without_a_time_is_now_or_the_day_s_beginning),
        cmocka_unit_test(yes_and_no_in_both_languages),
        cmocka_unit_test(codes_by_code_text_initials_or_beginning),
        cmocka_unit_test(several_codes_come_in_the_order_of_the_list_each_once),
        cmocka_unit_test(phones_are_digits_and_may_be_several),
        cmocka_unit_test(divisions_and_links_are_numbers),
        cmocka_unit_test(credit_codes_check_their_last_character),
        cmocka_unit_test(the_vectors_of_citizen_numbers),
        cmocka_unit_test(a_citizen_number_tells_what_is_wrong_with_it),
        cmocka_unit_test(a_citizen_number_holds_sex_and_birth),
        cmocka_unit_test(masks_leave_enough_to_recognise),
        cmocka_unit_test(values_are_shown_in_the_language_in_use),
        cmocka_unit_test(a_record_tells_every_fault_and_keeps_the_first),
        cmocka_unit_test(a_good_record_becomes_canonical),
    };
    return cmocka_run_group_tests(tests, make_pool, free_all);
}

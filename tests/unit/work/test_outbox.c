/* Text messages on their way out, and the numbers that they go to. */
#include "fixture.h"

#include "wangge/work/outbox.h"
#include "wangge/work/phone.h"

static void a_number_is_the_same_however_it_is_written(void **state)
{
    (void)state;
    static const char *const written[] = {
        "13800000001",   "+8613800000001", "008613800000001",        "8613800000001",   "+86 138 0000 0001",
        "138-0000-0001", " 13800000001 ",  "１３８０００００００１", "(138) 0000.0001", "＋86 138 00000001"};
    char out[PHONE_ROOM];
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        assert_true(phone_normal(written[i], out));
        assert_string_equal(out, "13800000001");
        assert_true(phone_takes_messages(out));
    }
}

static void other_numbers_keep_what_tells_them_apart(void **state)
{
    (void)state;
    char out[PHONE_ROOM];
    assert_true(phone_normal("0791-8600 0000", out));
    assert_string_equal(out, "079186000000");
    assert_false(phone_takes_messages(out));
    assert_true(phone_normal("86000000", out)); /* a number of the town, not of China */
    assert_string_equal(out, "86000000");
    assert_true(phone_normal("12345", out));
    assert_string_equal(out, "12345");
    assert_false(phone_takes_messages(out));
    assert_true(phone_normal("+852 6123 4567", out));
    assert_string_equal(out, "+85261234567");
    assert_true(phone_takes_messages(out));
    assert_true(phone_normal("00852 6123 4567", out));
    assert_string_equal(out, "+85261234567");
}

static void a_name_is_no_number(void **state)
{
    (void)state;
    static const char *const names[] = {"",    "12", "BANK", "1380000000x", "138+00000001", "123456789012345678901",
                                        "\xff"};
    char out[PHONE_ROOM];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_false(phone_normal(names[i], out));
        assert_string_equal(out, "");
    }
}

static void what_cannot_be_sent_is_left_out_without_an_error(void **state)
{
    struct office *o = *state;
    struct rows rows;
    done(o, db_begin(o->work->db, &o->e));
    done(o, outbox_add(o->work, "receipt", "+86 138 0000 0001", "已收到。\x1b[2J", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", "0791-86000000", "已收到。", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", NULL, "已收到。", 0, &o->e));
    done(o, outbox_add(o->work, "receipt", "13800000002", "", 0, &o->e));
    done(o, db_commit(o->work->db, &o->e));
    done(o, db_query_text(o->work->db, o->pool, "select phone, text, state from message_out", NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "phone"), "13800000001");
    assert_string_equal(rows_text(&rows, 0, "text"), "已收到。\xef\xbf\xbd[2J");
    assert_string_equal(rows_text(&rows, 0, "state"), "queued");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_the_same_however_it_is_written),
        cmocka_unit_test(other_numbers_keep_what_tells_them_apart),
        cmocka_unit_test(a_name_is_no_number),
        OFFICE_TEST(what_cannot_be_sent_is_left_out_without_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

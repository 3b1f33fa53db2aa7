/* Codes against the examples of RFC 4226 and RFC 6238, base32 against RFC 4648. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "wangge/base/array.h"
#include "wangge/base/totp.h"

static const char secret[] = "12345678901234567890"; /* of both RFCs */
#define SIZE (sizeof secret - 1)

static void the_counters_of_rfc_4226(void **state)
{
    static const uint32_t codes[] = {755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        assert_int_equal(totp_code(secret, SIZE, (int64_t)i), codes[i]);
}

static void the_times_of_rfc_6238(void **state)
{
    static const struct {
        int64_t time;
        uint32_t code; /* the last six of the eight digits there */
    } rows[] = {
        {59,          287082},
        {1111111109,  81804 },
        {1111111111,  50471 },
        {1234567890,  5924  },
        {2000000000,  279037},
        {20000000000, 353130},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(totp_code(secret, SIZE, totp_step(rows[i].time)), rows[i].code);
}

static void a_clock_may_be_one_step_off_and_no_more(void **state)
{
    (void)state; /* 287082 is the code of step 1: 30 to 59 s */
    assert_int_equal(totp_find(secret, SIZE, 45, 0, "287082"), 1);
    assert_int_equal(totp_find(secret, SIZE, 29, 0, "287082"), 1);
    assert_int_equal(totp_find(secret, SIZE, 89, 0, "287082"), 1);
    assert_int_equal(totp_find(secret, SIZE, 90, 0, "287082"), -1);
    assert_int_equal(totp_find(secret, SIZE, 90, 0, "338314"), 4); /* the one after */
    assert_int_equal(totp_find(secret, SIZE, 45, 0, "287 082"), 1);
}

static void a_code_that_was_used_is_none(void **state)
{
    (void)state;
    assert_int_equal(totp_find(secret, SIZE, 45, 1, "287082"), -1);
    assert_int_equal(totp_find(secret, SIZE, 45, 2, "287082"), -1);
    assert_int_equal(totp_find(secret, SIZE, 45, 1, "359152"), 2);
}

static void what_is_no_code(void **state)
{
    static const char *const rows[] = {"",       "28708",  "2870820",  "0287082",
                                       "28708x", "+28708", "287082\n", "２８７０８２"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(totp_find(secret, SIZE, 45, 0, rows[i]), -1);
}

static void the_examples_of_rfc_4648(void **state)
{
    static const struct {
        const char *plain, *text;
    } rows[] = {
        {"",       ""          },
        {"f",      "MY"        },
        {"fo",     "MZXQ"      },
        {"foo",    "MZXW6"     },
        {"foob",   "MZXW6YQ"   },
        {"fooba",  "MZXW6YTB"  },
        {"foobar", "MZXW6YTBOI"},
    };
    char out[32];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        base32_text(rows[i].plain, strlen(rows[i].plain), out);
        assert_string_equal(out, rows[i].text);
    }
}

static void the_address_that_programs_scan(void **state)
{
    char uri[TOTP_URI];
    (void)state;
    totp_uri("Wangge", "grid01", secret, SIZE, uri);
    assert_string_equal(uri, "otpauth://totp/Wangge:grid01?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    totp_uri("A b", "x&y?z/\xe5", secret, SIZE, uri);
    assert_string_equal(uri, "otpauth://totp/A%20b:x%26y%3Fz%2F%E5?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_counters_of_rfc_4226),
        cmocka_unit_test(the_times_of_rfc_6238),
        cmocka_unit_test(a_clock_may_be_one_step_off_and_no_more),
        cmocka_unit_test(a_code_that_was_used_is_none),
        cmocka_unit_test(what_is_no_code),
        cmocka_unit_test(the_examples_of_rfc_4648),
        cmocka_unit_test(the_address_that_programs_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>

#include <cmocka.h>

#include "wangge/net/limit.h"

static const struct limit_rules rules = {
    .sessions = 6, .reserved = 2, .waiting = 4, .per_source = 2, .grace = 60000, .penalty = 5000};

static struct sockaddr_storage address(const char *text)
{
    struct sockaddr_storage out = {0};
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
        memcpy(&out, &in, sizeof in);
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
        memcpy(&out, &in6, sizeof in6);
    }
    return out;
}

static enum admission admit(struct limits *limits, const char *from, int64_t now, struct connection **out)
{
    struct sockaddr_storage a = address(from);
    struct connection *connection;
    return limits_admit(limits, &a, now, out ? out : &connection);
}

static bool same(const char *a, const char *b)
{
    struct sockaddr_storage first = address(a), second = address(b);
    struct source one = source_of(&first), two = source_of(&second);
    return memcmp(&one, &two, sizeof one) == 0;
}

static void one_customer_is_one_source(void **state)
{
    (void)state;
    assert_true(same("10.0.0.1", "10.0.0.1"));
    assert_false(same("10.0.0.1", "10.0.0.2"));
    assert_true(same("::ffff:10.0.0.1", "10.0.0.1"));
    assert_true(same("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"));
    assert_false(same("2001:db8:0:1::1", "2001:db8:0:2::1"));
}

/* How many of the source wait and keep their places. */
static size_t staying(struct limits *limits)
{
    size_t n = 0;
    for (size_t i = 0; i < limits_count(limits); i++)
        n += !limits_at(limits, i)->gives_way && !limits_at(limits, i)->logged_in;
    return n;
}

static void who_waits_longest_gives_way_to_its_own_address(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *newest;
    assert_int_equal(admit(limits, "10.0.0.1", 0, NULL), ADMITTED);
    assert_int_equal(admit(limits, "10.0.0.1", 0, NULL), ADMITTED);
    assert_int_equal(admit(limits, "10.0.0.2", 0, NULL), ADMITTED);
    assert_int_equal(admit(limits, "10.0.0.1", 10, &newest), ADMITTED);
    assert_false(newest->gives_way);
    assert_true(limits_at(limits, 0)->gives_way);
    assert_int_equal(limits_at(limits, 0)->ends, 10); /* now */
    assert_false(limits_at(limits, 1)->gives_way);
    assert_false(limits_at(limits, 2)->gives_way); /* another address */
    assert_int_equal(staying(limits), 3);
    limits_logged_in(limits, limits_at(limits, 1)->id); /* whoever is logged in waits no more */
    assert_int_equal(admit(limits, "10.0.0.1", 10, NULL), ADMITTED);
    assert_int_equal(staying(limits), 3);
    limits_free(&limits);
}

static void when_all_places_are_taken_the_address_with_most_gives_way(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    static const char *const from[] = {"10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.3"};
    for (int i = 0; i < 4; i++)
        assert_int_equal(admit(limits, from[i], 0, NULL), ADMITTED);
    assert_int_equal(admit(limits, "10.0.0.9", 5, NULL), ADMITTED);
    assert_true(limits_at(limits, 0)->gives_way);
    for (size_t i = 1; i < 5; i++)
        assert_false(limits_at(limits, i)->gives_way);
    limits_free(&limits);
}

static void a_flood_is_refused_and_others_come_in(void **state)
{
    (void)state;
    struct limit_rules wide = rules;
    wide.sessions = 1000;
    struct limits *limits = limits_new(&wide);
    size_t in = 0;
    for (int i = 0; i < 500; i++)
        in += admit(limits, "10.0.0.1", 0, NULL) == ADMITTED;
    assert_int_equal(in, 2 + ROOM_AT_ONCE);
    assert_int_equal(staying(limits), 2);
    assert_int_equal(admit(limits, "10.0.0.2", 0, NULL), ADMITTED);
    assert_int_equal(admit(limits, "10.0.0.1", 1000, NULL), ADMITTED); /* a second later */
    in = 0;
    for (int i = 0; i < 500; i++)
        in += admit(limits, "10.0.0.1", 1000, NULL) == ADMITTED;
    assert_int_equal(in, ROOM_A_SECOND - 1);
    limits_free(&limits);
}

static void beyond_the_sessions_are_places_for_administrators(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *connection;
    for (int i = 0; i < 6; i++) {
        char from[16];
        snprintf(from, sizeof from, "10.0.0.%d", i);
        assert_int_equal(admit(limits, from, 0, &connection), ADMITTED);
        assert_false(connection->reserved);
        limits_logged_in(limits, connection->id);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(admit(limits, "10.0.1.1", 0, &connection), ADMITTED);
        assert_true(connection->reserved);
        limits_logged_in(limits, connection->id);
    }
    assert_int_equal(admit(limits, "10.0.1.2", 0, NULL), FULL_SESSIONS);
    limits_remove(limits, limits_at(limits, 0));
    limits_remove(limits, limits_at(limits, 0));
    limits_remove(limits, limits_at(limits, 0));
    assert_int_equal(admit(limits, "10.0.1.2", 0, &connection), ADMITTED);
    assert_false(connection->reserved);
    limits_free(&limits);
}

static void the_time_to_log_in_ends(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *connection;
    assert_int_equal(limits_next(limits, 0), -1);
    assert_int_equal(admit(limits, "10.0.0.1", 1000, &connection), ADMITTED);
    assert_int_equal(connection->ends, 61000);
    assert_int_equal(limits_next(limits, 1000), 60000);
    assert_int_equal(limits_next(limits, 70000), 0);
    limits_logged_in(limits, connection->id);
    assert_int_equal(limits_next(limits, 70000), -1);
    limits_free(&limits);
}

static void a_failed_login_makes_the_passwords_of_its_address_wait(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *connection;
    assert_int_equal(admit(limits, "10.0.0.1", 0, &connection), ADMITTED);
    assert_int_equal(connection->penalty, 0);
    limits_login_failed(limits, connection->id, 100);
    limits_login_failed(limits, connection->id, 200);
    limits_remove(limits, connection);
    assert_int_equal(admit(limits, "10.0.0.1", 1000, &connection), ADMITTED);
    assert_int_equal(connection->penalty, 100 + 2 * 5000 - 1000);
    limits_remove(limits, connection);
    assert_int_equal(admit(limits, "10.0.0.2", 1000, &connection), ADMITTED);
    assert_int_equal(connection->penalty, 0);
    assert_int_equal(admit(limits, "10.0.0.1", 20000, &connection), ADMITTED);
    assert_int_equal(connection->penalty, 0);
    limits_free(&limits);
}

static void a_penalty_has_an_end(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *connection;
    assert_int_equal(admit(limits, "10.0.0.1", 0, &connection), ADMITTED);
    for (int i = 0; i < 500; i++)
        limits_login_failed(limits, connection->id, 0);
    assert_int_equal(admit(limits, "10.0.0.1", 0, &connection), ADMITTED);
    assert_int_equal(connection->penalty, PENALTY_CAP * 5000);
    limits_free(&limits);
}

/* A network child cannot raise the number of another connection: only ids that wait count. */
static void a_logged_in_connection_earns_no_penalty(void **state)
{
    (void)state;
    struct limits *limits = limits_new(&rules);
    struct connection *connection;
    assert_int_equal(admit(limits, "10.0.0.1", 0, &connection), ADMITTED);
    limits_logged_in(limits, connection->id);
    limits_login_failed(limits, connection->id, 0);
    limits_login_failed(limits, 4711, 0);
    assert_int_equal(admit(limits, "10.0.0.1", 0, &connection), ADMITTED);
    assert_int_equal(connection->penalty, 0);
    limits_free(&limits);
}

static void thousands_of_addresses_are_remembered_in_bounded_memory(void **state)
{
    (void)state;
    struct limit_rules wide = rules;
    wide.sessions = wide.waiting = 10;
    struct limits *limits = limits_new(&wide);
    struct connection *connection;
    for (int i = 0; i < 5000; i++) {
        char text[16];
        struct in_addr in = {.s_addr = htonl(0x0a000000u + (unsigned)i)};
        inet_ntop(AF_INET, &in, text, sizeof text);
        assert_int_equal(admit(limits, text, i, &connection), ADMITTED);
        limits_login_failed(limits, connection->id, i);
        limits_remove(limits, connection);
    }
    assert_int_equal(admit(limits, "10.0.19.135", 4999, &connection), ADMITTED); /* the last of them */
    assert_int_equal(connection->penalty, 5000);
    limits_free(&limits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_customer_is_one_source),
        cmocka_unit_test(who_waits_longest_gives_way_to_its_own_address),
        cmocka_unit_test(when_all_places_are_taken_the_address_with_most_gives_way),
        cmocka_unit_test(a_flood_is_refused_and_others_come_in),
        cmocka_unit_test(beyond_the_sessions_are_places_for_administrators),
        cmocka_unit_test(the_time_to_log_in_ends),
        cmocka_unit_test(a_failed_login_makes_the_passwords_of_its_address_wait),
        cmocka_unit_test(a_penalty_has_an_end),
        cmocka_unit_test(a_logged_in_connection_earns_no_penalty),
        cmocka_unit_test(thousands_of_addresses_are_remembered_in_bounded_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

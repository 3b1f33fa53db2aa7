/* Notices: who is told, who may post where, what is read. It is 2026-10-21 09:00. */
#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/notice.h"
#include "wangge/work/summary.h"

static enum err try_post(struct office *o, const char *login, const char *title, int64_t area, const char *roles,
                         const char *from_on, const char *to_on, int64_t *id)
{
    struct record *record = record_new();
    office_act(o, login);
    done(o, notice_new(o->work, record, &o->e));
    record_set(record, "title", title);
    record_set(record, "text", title);
    record_set_int(record, "area", area);
    record_set(record, "roles", roles);
    record_set(record, "from_on", from_on);
    record_set(record, "to_on", to_on);
    enum err r = notice_add(o->work, record, id, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

static int64_t post(struct office *o, const char *login, const char *title, int64_t area, const char *roles)
{
    int64_t id = 0;
    done(o, try_post(o, login, title, area, roles, "2026-10-21", "", &id));
    return id;
}

static int64_t unread(struct office *o, const char *login)
{
    struct summary s;
    office_act(o, login);
    done(o, summary_read(o->work, &s, &o->e));
    return s.notices;
}

static size_t listed(struct office *o, const char *login, bool ended)
{
    struct list_query query = {0};
    struct rows rows;
    office_act(o, login);
    done(o, notice_list(o->work, o->pool, &query, ended, &rows, NULL, &o->e));
    return rows.count;
}

static void who_works_in_the_area_or_below_is_told(void **state)
{
    struct office *o = *state;
    post(o, "street01", "for the street", o->street, "");
    post(o, "station01", "for a community", o->community_a, "");
    assert_int_equal(unread(o, "grid01"), 2);
    assert_int_equal(unread(o, "grid03"), 1);
    assert_int_equal(unread(o, "station01"), 1); /* not the own one */
    assert_int_equal(unread(o, "station02"), 1);
    assert_int_equal(unread(o, "street01"), 0); /* the one of the station is not for the street */
    assert_int_equal(unread(o, "district01"), 0);
    assert_int_equal(unread(o, "admin"), 0);
    assert_int_equal(listed(o, "grid01", false), 2);
    assert_int_equal(listed(o, "grid03", false), 1);
    assert_int_equal(listed(o, "street01", false), 2); /* who may post there sees it all the same */
    assert_int_equal(listed(o, "inspector01", false), 0);
}

static void roles_and_days_narrow_it(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    post(o, "district01", "for leaders", o->district, "grid_leader,station");
    assert_int_equal(unread(o, "grid01"), 1);
    assert_int_equal(unread(o, "member01"), 0);
    assert_int_equal(unread(o, "station02"), 1);
    done(o, try_post(o, "district01", "from tomorrow", o->district, "", "2026-10-22", "", &id));
    done(o, try_post(o, "district01", "until yesterday", o->district, "", "2026-10-01", "2026-10-20", &id));
    assert_int_equal(unread(o, "grid01"), 1);
    assert_int_equal(listed(o, "grid01", false), 1);
    assert_int_equal(listed(o, "grid01", true), 2);
    assert_int_equal(listed(o, "district01", false), 2); /* tomorrow's is seen by those who post */
    clock_fix(clock_now() + DAY_SECONDS);
    assert_int_equal(unread(o, "grid01"), 2);
}

static void what_was_looked_at_is_read(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    int64_t id = post(o, "street01", "for the street", o->street, ""), people = 0, readers = 0;
    office_act(o, "grid01");
    done(o, notice_read(o->work, pool_format(o->pool, "%lld", (long long)id), record, &o->e));
    assert_string_equal(record_get(record, "title"), "for the street");
    done(o, notice_mark(o->work, id, &o->e));
    done(o, notice_mark(o->work, id, &o->e));
    assert_int_equal(unread(o, "grid01"), 0);
    assert_int_equal(unread(o, "grid01b"), 1);
    office_act(o, "street01");
    done(o, notice_readers(o->work, id, &people, &readers, &o->e));
    assert_int_equal(people, 7); /* three leaders, an informant, one sunk down, two stations; not who wrote it */
    assert_int_equal(readers, 1);
    record_free(&record);
}

static void nobody_posts_outside_of_the_own_area(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    assert_int_equal(try_post(o, "station01", "to others", o->community_b, "", "2026-10-21", "", &id), ERR_INVALID);
    assert_string_equal(o->e.field, "area");
    assert_int_equal(try_post(o, "station01", "upwards", o->street, "", "2026-10-21", "", &id), ERR_INVALID);
    assert_int_equal(try_post(o, "street01", "backwards", o->street, "", "2026-10-21", "2026-10-20", &id), ERR_INVALID);
    assert_string_equal(o->e.field, "to_on");
    struct record *record = record_new();
    office_act(o, "grid01");
    assert_int_equal(notice_new(o->work, record, &o->e), ERR_DENIED);
    assert_int_equal(notice_add(o->work, record, &id, NULL, NULL, &o->e), ERR_DENIED);
    record_free(&record);
}

static void others_notices_are_not_there(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    int64_t id = post(o, "station02", "for community b", o->community_b, "");
    office_act(o, "grid01");
    assert_int_equal(notice_read(o->work, pool_format(o->pool, "%lld", (long long)id), record, &o->e), ERR_NOT_FOUND);
    assert_int_equal(notice_mark(o->work, id, &o->e), ERR_NOT_FOUND);
    record_free(&record);
}

static void one_that_is_taken_back_is_gone(void **state)
{
    struct office *o = *state;
    int64_t id = post(o, "street01", "a mistake", o->street, "");
    office_act(o, "station01");
    assert_int_equal(notice_withdraw(o->work, id, &o->e), ERR_NOT_FOUND); /* above it */
    office_act(o, "grid01");
    assert_int_equal(notice_withdraw(o->work, id, &o->e), ERR_DENIED);
    office_act(o, "street01");
    done(o, notice_withdraw(o->work, id, &o->e));
    assert_int_equal(unread(o, "grid01"), 0);
    assert_int_equal(listed(o, "street01", true), 0);
}

#define STORY(function) cmocka_unit_test_setup_teardown(function, office_setup, office_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(who_works_in_the_area_or_below_is_told),
        STORY(roles_and_days_narrow_it),
        STORY(what_was_looked_at_is_read),
        STORY(nobody_posts_outside_of_the_own_area),
        STORY(others_notices_are_not_there),
        STORY(one_that_is_taken_back_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Leaves: whose they are, where they lie, that two of one user share no day, and what of them falls into a span. */
#include "fixture.h"

#include "wangge/table/list.h"

static enum err put_leave(struct office *o, const char *login, const char *from, const char *to, int64_t *id)
{
    struct record *record = record_new();
    int64_t other = 0;
    record_set_int(record, "account", office_user(o, login));
    record_set(record, "kind", "2");
    record_set(record, "from_on", from);
    record_set(record, "to_on", to);
    enum err r = table_add(o->work, table_find("leave"), record, id ? id : &other, &o->e);
    record_free(&record);
    return r;
}

static int64_t leaves_seen(struct office *o)
{
    const struct list_query query = {.limit = 50};
    struct rows rows = {0};
    int64_t total = 0;
    done(o, table_list(o->work, o->pool, table_find("leave"), &query, &rows, &total, &o->e));
    assert_int_equal(rows.count, total);
    return total;
}

static void a_station_enters_leaves_of_those_who_work_there(void **state)
{
    static const struct {
        const char *by, *who, *from, *to;
        enum err err;
    } rows[] = {
        {"grid01",    "grid01",  "2026-10-01", "2026-10-02", ERR_DENIED   }, /* one's own is asked for, not taken */
        {"station01", "grid01",  "2026-10-06", "2026-10-05", ERR_INVALID  }, /* the wrong way round */
        {"station01", "grid03",  "2026-10-05", "2026-10-06", ERR_NOT_FOUND}, /* works elsewhere */
        {"station01", "grid01",  "2026-11-05", "2026-11-08", ERR_NONE     },
        {"station01", "grid01",  "2026-11-08", "2026-11-09", ERR_INVALID  }, /* a day twice */
        {"station01", "grid01",  "2026-11-01", "2026-11-30", ERR_INVALID  }, /* around it */
        {"station01", "grid01",  "2026-11-09", "2026-11-09", ERR_NONE     }, /* the day after, a single one */
        {"station01", "grid01b", "2026-11-05", "2026-11-08", ERR_NONE     }, /* somebody else */
        {"street01",  "grid03",  "2026-11-05", "2026-11-08", ERR_NONE     },
        {"street01",  "grid03",  "2020-01-05", "2020-01-08", ERR_NONE     }, /* before there was a post: that of today */
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        office_act(o, rows[i].by);
        enum err r = put_leave(o, rows[i].who, rows[i].from, rows[i].to, NULL);
        if (r != rows[i].err)
            fail_msg("row %zu: %d instead of %d: %s", i, (int)r, (int)rows[i].err, o->e.text);
    }
}

static void everybody_sees_their_own(void **state)
{
    struct office *o = *state;
    struct record *row = record_new();
    int64_t id = 0;
    office_act(o, "street01");
    done(o, put_leave(o, "grid01", "2026-11-05", "2026-11-08", &id));
    done(o, put_leave(o, "grid03", "2026-11-05", "2026-11-08", NULL));
    assert_int_equal(leaves_seen(o), 2);
    office_act(o, "grid01");
    assert_int_equal(leaves_seen(o), 1);
    done(o, table_read(o->work, table_find("leave"), id, row, &o->e));
    assert_int_equal(record_int(row, "area"), o->grid_a1);
    office_act(o, "member01"); /* the same grid */
    assert_int_equal(leaves_seen(o), 0);
    assert_int_equal(table_read(o->work, table_find("leave"), id, row, &o->e), ERR_NOT_FOUND);
    office_act(o, "station02");
    assert_int_equal(leaves_seen(o), 1);
    assert_int_equal(table_read(o->work, table_find("leave"), id, row, &o->e), ERR_NOT_FOUND);
    record_free(&row);
}

static void a_span_gets_the_days_that_lie_in_it(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "street01");
    done(o, put_leave(o, "grid01", "2026-10-28", "2026-11-03", NULL));
    done(o, put_leave(o, "grid01", "2026-11-10", "2026-11-10", NULL));
    done(o, put_leave(o, "grid01", "2026-12-01", "2026-12-10", NULL));
    done(o, put_leave(o, "grid03", "2026-11-29", "2026-12-02", NULL));
    done(o, db_query(o->work->db, o->pool, "leave.of_month",
                     BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_TEXT("begin", "2026-11-01"),
                           BIND_TEXT("end", "2026-11-30"), BIND_INT("who", 0)),
                     &rows, &o->e));
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows_text(&rows, 0, "from_on"), "2026-11-01");
    assert_string_equal(rows_text(&rows, 0, "to_on"), "2026-11-03");
    assert_string_equal(rows_text(&rows, 1, "to_on"), "2026-11-10");
    assert_int_equal(rows_int(&rows, 2, "account"), office_user(o, "grid03"));
    assert_string_equal(rows_text(&rows, 2, "to_on"), "2026-11-30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_station_enters_leaves_of_those_who_work_there),
        OFFICE_TEST(everybody_sees_their_own),
        OFFICE_TEST(a_span_gets_the_days_that_lie_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

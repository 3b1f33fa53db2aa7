/* Acting leaders: who may be named by whom, what they may do, and when it ends. Units and templates that fit a case. */
#include "fixture.h"

#include "wangge/base/buffer.h"
#include "wangge/table/list.h"
#include "wangge/work/deputy.h"
#include "wangge/work/right.h"
#include "wangge/work/unit.h"

static enum err name_deputy(struct office *o, const char *account, const char *acting, const char *from, const char *to,
                            int64_t *id)
{
    struct record *record = record_new();
    int64_t other = 0;
    if (*account)
        record_set_int(record, "account", office_user(o, account));
    record_set_int(record, "acting", office_user(o, acting));
    record_set(record, "from_on", from);
    record_set(record, "to_on", to);
    record_set(record, "reason", "休假");
    enum err r = deputy_add(o->work, record, id ? id : &other, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

static void a_deputy_has_the_post_of_the_one_acted_for(void **state)
{
    struct office *o = *state;
    struct scope_range range;
    office_act(o, "grid01");
    done(o, name_deputy(o, "", "grid01b", "2026-10-21", "2026-10-23", NULL));
    assert_string_equal(office_last_audit(o), "grid01 post.deputy deputy 1 ");
    office_act(o, "grid01b");
    done(o, deputy_act(o->work, "grid01", &o->e));
    assert_int_equal(o->work->actor.user, office_user(o, "grid01b"));
    assert_int_equal(work_me(o->work), office_user(o, "grid01"));
    assert_int_equal(o->work->actor.area, o->grid_a1);
    done(o, right_range(o->work, "visit.write", &range, &o->e));
    assert_int_equal(range.me, office_user(o, "grid01"));
    done(o, deputy_act(o->work, "", &o->e));
    assert_int_equal(work_me(o->work), office_user(o, "grid01b"));
    assert_int_equal(o->work->actor.area, o->grid_a2);
}

static void it_ends_on_the_day_after_the_last(void **state)
{
    struct office *o = *state;
    struct rows open = {0};
    int64_t now = clock_now(), id = 0;
    office_act(o, "grid01");
    done(o, name_deputy(o, "", "grid01b", "2026-10-21", "2026-10-22", &id));
    office_act(o, "grid01b");
    done(o, deputy_act(o->work, "grid01", &o->e));
    clock_fix(now + 2 * DAY_SECONDS);
    assert_int_equal(deputy_end(o->work, id, &o->e), ERR_DENIED); /* nothing is saved any more in that place */
    done(o, deputy_act(o->work, "", &o->e));
    assert_int_equal(deputy_act(o->work, "grid01", &o->e), ERR_DENIED);
    done(o, deputy_open(o->work, o->pool, &open, &o->e));
    assert_int_equal(open.count, 0);
    clock_fix(now);
}

static void who_may_name_whom(void **state)
{
    static const struct {
        const char *by, *account, *acting, *from, *to;
        enum err err;
    } rows[] = {
        {"grid01",    "",        "grid01",    "2026-10-21", "2026-10-22", ERR_INVALID}, /* nobody their own */
        {"grid01",    "grid01b", "member01",  "2026-10-21", "2026-10-22", ERR_DENIED }, /* not for others */
        {"station01", "grid01",  "station01", "2026-10-21", "2026-10-22", ERR_DENIED }, /* not to one's own gain */
        {"station01", "grid03",  "grid01",    "2026-10-21", "2026-10-22", ERR_DENIED }, /* of another community */
        {"station01", "grid01",  "grid01b",   "2026-10-22", "2026-10-21", ERR_INVALID}, /* the days the wrong way */
        {"grid01",    "",        "grid01b",   "2026-10-01", "2026-10-20", ERR_INVALID}, /* over */
        {"grid01",    "",        "grid01b",   "2026-10-21", "2028-10-20", ERR_INVALID}, /* too long */
        {"grid01",    "",        "admin",     "2026-10-21", "2026-10-22", ERR_INVALID}, /* administrators are apart */
        {"station01", "grid01",  "grid01b",   "2026-10-21", "2026-10-22", ERR_NONE   },
        {"grid01",    "",        "member01",  "2026-10-22", "2026-10-25", ERR_INVALID}, /* one at a time */
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        office_act(o, rows[i].by);
        enum err r = name_deputy(o, rows[i].account, rows[i].acting, rows[i].from, rows[i].to, NULL);
        if (r != rows[i].err)
            fail_msg("row %zu: %d instead of %d: %s", i, (int)r, (int)rows[i].err, o->e.text);
    }
}

static void a_deputy_names_no_deputy(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    done(o, name_deputy(o, "", "grid01b", "2026-10-21", "2026-10-23", NULL));
    office_act(o, "grid01b");
    done(o, deputy_act(o->work, "grid01", &o->e));
    assert_int_equal(name_deputy(o, "", "member01", "2026-10-21", "2026-10-22", NULL), ERR_DENIED);
}

static int64_t add_row(struct office *o, const char *table, const char *const *pairs, int64_t area)
{
    struct record *record = record_new();
    int64_t id = 0;
    for (; *pairs; pairs += 2)
        record_set(record, pairs[0], pairs[1]);
    record_set_int(record, "area", area);
    done(o, table_add(o->work, table_find(table), record, &id, &o->e));
    record_free(&record);
    return id;
}

static void the_unit_that_answers_for_the_category_comes_first(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "street01");
    add_row(o, "unit", (const char *[]){"name", "甲所", "categories", "05", NULL}, o->street);
    add_row(o, "unit", (const char *[]){"name", "乙所", "categories", "0201,0501", NULL}, o->street);
    add_row(o, "unit", (const char *[]){"name", "丙所", NULL}, o->community_a);
    add_row(o, "unit", (const char *[]){"name", "丁所", "categories", "050101", NULL}, o->community_b);
    office_act(o, "station01");
    done(o, unit_fitting(o->work, o->pool, "050101", o->grid_a1, "", &rows, &o->e));
    assert_int_equal(rows.count, 3); /* that of another community does not work here */
    assert_string_equal(rows_text(&rows, 0, "name"), "乙所");
    assert_string_equal(rows_text(&rows, 0, "fits"), "0501");
    assert_string_equal(rows_text(&rows, 1, "name"), "甲所");
    assert_string_equal(rows_text(&rows, 2, "name"), "丙所");
    done(o, unit_fitting(o->work, o->pool, "05", o->grid_a1, "", &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "name"), "甲所"); /* the whole before a part */
    assert_string_equal(rows_text(&rows, 1, "name"), "乙所");
}

static void a_template_is_filled_in(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    struct buffer text = {0};
    struct record *item = record_new();
    office_act(o, "street01");
    add_row(o, "response_template",
            (const char *[]){"title", "已清理", "commands", "handle", "category", "05", "text",
                             "{编号}：{地点}由{unit}于{今天}清理，{称呼}{不识}", NULL},
            o->street);
    record_set(item, "no", "SJ-20261021-0001");
    record_set(item, "place", "东门");
    record_set(item, "unit", "甲所");
    record_set(item, "category", "0501");
    record_set_int(item, "area", o->grid_a1);
    done(o, template_fitting(o->work, o->pool, "return", item, "", &rows, &o->e));
    assert_int_equal(rows.count, 0);
    done(o, template_fitting(o->work, o->pool, "handle", item, "", &rows, &o->e));
    assert_int_equal(rows.count, 1);
    done(o, template_fill(o->work, rows_text(&rows, 0, "id"), item, &text, &o->e));
    assert_string_equal(buffer_text(&text), "SJ-20261021-0001：东门由甲所于2026-10-21清理，resident{不识}");
    buffer_free(&text);
    record_free(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_deputy_has_the_post_of_the_one_acted_for),
        OFFICE_TEST(it_ends_on_the_day_after_the_last),
        OFFICE_TEST(who_may_name_whom),
        OFFICE_TEST(a_deputy_names_no_deputy),
        OFFICE_TEST(the_unit_that_answers_for_the_category_comes_first),
        OFFICE_TEST(a_template_is_filled_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

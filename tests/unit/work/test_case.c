#include "village.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/table/describe.h"
#include "wangge/work/workflow.h"

static int64_t report_in(struct village *v, const char *login, const char *household, const char *urgency)
{
    int64_t id = 0;
    act_as(v, login);
    struct record *r = record_with("title", "污水外溢", "text", "三单元门口污水外溢，气味很大。", "category", "05",
                                   "household", household, "urgency", urgency, NULL);
    DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
    record_free(&r);
    return id;
}

static int64_t report(struct village *v)
{
    return report_in(v, "member01", "601", "1");
}

static struct record *fetch(struct village *v, int64_t id)
{
    struct record *r = record_new();
    DONE(v, case_read(v->work, pool_format(v->pool, "%lld", (long long)id), r, &v->e));
    return r;
}

#define assert_field(v, id, field, value)                                                                              \
    do {                                                                                                               \
        struct record *fetched_ = fetch(v, id);                                                                        \
        assert_string_equal(record_get(fetched_, field), value);                                                       \
        record_free(&fetched_);                                                                                        \
    } while (0)

static enum err try(struct village *v, const char *login, int64_t id, const char *command, const char *field,
                    const char *value)
{
    act_as(v, login);
    struct record *given = record_new();
    if (field != NULL)
        record_set(given, field, value);
    enum err r = case_do(v->work, id, command, given, &v->e);
    record_free(&given);
    return r;
}

#define STEP(v, login, id, command, field, value) DONE(v, try(v, login, id, command, field, value))

static void the_straight_line(void **state)
{
    struct village *v = *state;
    struct rows steps;
    int64_t id = report(v);
    assert_field(v, id, "no", "SJ-20261021-0001");
    assert_field(v, id, "state", "reported");
    assert_field(v, id, "area", "6");
    assert_field(v, id, "place", "文苑路18号 6幢1单元301"); /* of the household */
    assert_field(v, id, "due_at", "2026-10-28 16:05");
    assert_field(v, id, "light", "green");
    STEP(v, "grid01", id, "report_up", NULL, NULL);
    STEP(v, "station01", id, "accept", NULL, NULL);
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    STEP(v, "department01", id, "sign", NULL, NULL);
    STEP(v, "department01", id, "handle", "text", "管道已疏通。");
    assert_field(v, id, "result", "管道已疏通。");
    STEP(v, "grid01", id, "pass", NULL, NULL);
    STEP(v, "station01", id, "call_back", "satisfaction", "2");
    assert_field(v, id, "state", "closed");
    assert_field(v, id, "satisfaction", "2");
    assert_field(v, id, "closed_at", "2026-10-21 16:05");
    assert_field(v, id, "light", "none");
    assert_field(v, id, "version", "9");

    DONE(v, case_steps(v->work, v->pool, id, &steps, &v->e));
    assert_int_equal(steps.count, 8);
    assert_string_equal(rows_text(&steps, 0, "command"), "report");
    assert_string_equal(rows_text(&steps, 0, "by"), "member01");
    assert_string_equal(rows_text(&steps, 3, "handler_name"), "示例壬");
    assert_string_equal(rows_text(&steps, 5, "text"), "管道已疏通。");
    assert_string_equal(rows_text(&steps, 7, "to_state"), "closed");
    assert_string_equal(rows_text(&steps, 7, "at"), "2026-10-21T16:05:00+08:00");
    assert_string_equal(rows_text(&steps, 7, "at_text"), "2026-10-21 16:05");
    assert_int_equal(number(v, "select count(*) from audit where kind = 'case' and success = 1"), 8);
}

static void a_small_matter_is_settled_in_the_grid(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "grid01", id, "self_handle", "text", "已清扫。");
    assert_field(v, id, "handler", "1");
    assert_field(v, id, "result", "已清扫。");
    STEP(v, "station01", id, "pass", NULL, NULL);
    STEP(v, "station01", id, "call_back", "satisfaction", "1");
    assert_int_equal(number(v, "select self_handled from case_file"), 1);
}

static void what_was_not_done_goes_back(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "grid01", id, "self_handle", NULL, NULL);
    STEP(v, "station01", id, "rework", "text", "还有积水。");
    assert_field(v, id, "state", "handling");
    STEP(v, "grid01", id, "handle", "text", "积水已扫。");
    STEP(v, "grid01", id, "pass", NULL, NULL);
    STEP(v, "station01", id, "call_back", "satisfaction", "3"); /* not satisfied: back again */
    assert_field(v, id, "state", "handling");
    assert_field(v, id, "rework", "2");
    assert_field(v, id, "satisfaction", "3");
}

static void a_returned_case_is_dispatched_anew(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "station01", id, "accept", NULL, NULL);
    STEP(v, "station01", id, "dispatch", "handler", "9");
    STEP(v, "department01", id, "return", "text", "不属本部门。");
    assert_int_equal(try(v, "department01", id, "sign", NULL, NULL), ERR_NOT_FOUND); /* it is not his any more */
    STEP(v, "station01", id, "dispatch", "handler", "grid01");
    assert_field(v, id, "handler", "1");
}

static void a_refused_case_is_its_authors_draft(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    assert_int_equal(try(v, "station01", id, "refuse", NULL, NULL), ERR_INVALID);
    assert_string_equal(v->e.field, "text");
    STEP(v, "station01", id, "refuse", "text", "地点不清。");
    act_as(v, "station01");
    struct record *r = record_new();
    assert_int_equal(case_read(v->work, "SJ-20261021-0001", r, &v->e), ERR_NOT_FOUND); /* drafts are their author's */
    record_free(&r);
    act_as(v, "member01");
    assert_field(v, id, "due_at", "");
    r = record_with("version", "3", "place", "6幢1单元门口", NULL);
    DONE(v, case_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    STEP(v, "member01", id, "report", NULL, NULL);
    assert_field(v, id, "state", "reported");
}

static void a_draft_can_be_given_up(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "station01", id, "refuse", "text", "不属实。");
    STEP(v, "member01", id, "void", NULL, NULL);
    assert_field(v, id, "state", "void");
}

static void void_is_the_end(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "station01", id, "void", "text", "重复上报。"); /* asked for, */
    assert_field(v, id, "state", "reported");
    assert_field(v, id, "asked", "void");
    STEP(v, "street01", id, "approve", NULL, NULL); /* and approved by another */
    assert_field(v, id, "state", "void");
    assert_field(v, id, "light", "none");
    assert_int_equal(try(v, "station01", id, "accept", NULL, NULL), ERR_STATE);
}

static void refusals_say_why(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    assert_int_equal(try(v, "station01", id, "dance", NULL, NULL), ERR_USAGE);
    assert_int_equal(try(v, "station01", id, "close", "text", "x"), ERR_STATE);
    assert_non_null(strstr(v->e.text, "\"close\" is not possible now")); /* and what is instead, as the menu says it */
    assert_non_null(strstr(v->e.text, "settle in the grid, report up, accept, refuse"));
    i18n_use(LANGUAGE_ZH);
    assert_int_equal(try(v, "station01", id, "call_back", "satisfaction", "1"), ERR_STATE);
    assert_non_null(strstr(v->e.text, "回访"));
    assert_non_null(strstr(v->e.text, "受理立案"));
    assert_null(strstr(v->e.text, "accept"));
    i18n_use(LANGUAGE_EN);
    assert_int_equal(try(v, "member01", id, "accept", NULL, NULL), ERR_DENIED);
    assert_int_equal(try(v, "grid01", id, "accept", NULL, NULL), ERR_DENIED);
    assert_int_equal(try(v, "station02", id, "accept", NULL, NULL), ERR_NOT_FOUND);
    assert_int_equal(try(v, "admin", id, "accept", NULL, NULL), ERR_DENIED);
    STEP(v, "station01", id, "accept", NULL, NULL);
    assert_int_equal(try(v, "station01", id, "dispatch", NULL, NULL), ERR_INVALID);
    assert_string_equal(v->e.field, "handler");
    assert_int_equal(try(v, "station01", id, "dispatch", "handler", "admin"), ERR_INVALID);
    assert_int_equal(try(v, "station01", id, "dispatch", "handler", "nobody"), ERR_INVALID);
    sql(v, "update account set state = 'disabled' where login = 'department01'");
    assert_int_equal(try(v, "station01", id, "dispatch", "handler", "department01"), ERR_INVALID);
}

static void the_handler_sees_what_was_dispatched_to_him(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    STEP(v, "station01", id, "accept", NULL, NULL);
    act_as(v, "grid03");
    struct record *r = record_new();
    assert_int_equal(case_read(v->work, "SJ-20261021-0001", r, &v->e), ERR_NOT_FOUND);
    STEP(v, "station01", id, "dispatch", "handler", "grid03"); /* of the other community */
    act_as(v, "grid03");
    DONE(v, case_read(v->work, "SJ-20261021-0001", r, &v->e));
    record_free(&r);
    assert_int_equal(try(v, "station01", id, "sign", NULL, NULL), ERR_DENIED); /* not handed to him */
    STEP(v, "grid03", id, "sign", NULL, NULL);
}

static const struct case_command *command(const struct case_command *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].transition->command, name) == 0)
            return &list[i];
    return NULL;
}

static void the_menu_lists_what_is_allowed_and_why_not(void **state)
{
    struct village *v = *state;
    struct case_command *list = NULL;
    size_t count = 0;
    int64_t id = report(v);
    act_as(v, "grid01");
    DONE(v, case_commands(v->work, v->pool, id, &list, &count, &v->e));
    assert_int_equal(count, 7); /* self_handle report_up accept refuse merge void supervise */
    assert_true(list[0].allowed && list[1].allowed);
    assert_string_equal(list[0].why, "");
    assert_false(command(list, count, "accept")->allowed);
    assert_true(command(list, count, "accept")->why[0] != '\0');
    assert_null(command(list, count, "sign"));
    act_as(v, "station01");
    STEP(v, "station01", id, "accept", NULL, NULL);
    STEP(v, "station01", id, "dispatch", "handler", "grid01");
    DONE(v, case_commands(v->work, v->pool, id, &list, &count, &v->e));
    assert_false(command(list, count, "sign")->allowed);
    assert_true(command(list, count, "void")->allowed);
}

static void lights_follow_the_time(void **state)
{
    (void)state;
    const int64_t from = 1000000, yellow = from + 800, due = from + 1000;
    assert_string_equal(case_light(yellow, due, 0, from), "green");
    assert_string_equal(case_light(yellow, due, 0, from + 799), "green");
    assert_string_equal(case_light(yellow, due, 0, from + 800), "yellow");
    assert_string_equal(case_light(yellow, due, 0, due), "yellow");
    assert_string_equal(case_light(yellow, due, 0, due + 1), "red");
    assert_string_equal(case_light(yellow, due, from + 900, due + 9), "yellow"); /* it stood still then */
    assert_string_equal(case_light(0, 0, 0, due), "none");
}

static size_t listed(struct village *v, const char *login, enum case_view view, struct rows *rows)
{
    int64_t total = 0;
    struct list_query query = {0};
    act_as(v, login);
    DONE(v, case_list(v->work, v->pool, view, &query, rows, &total, &v->e));
    assert_int_equal(rows->count, total);
    return rows->count;
}

/* Three cases: due in 2, 24 and 120 hours; the same rule in the list and in C, the reddest first. */
static void lists_show_the_reddest_first(void **state)
{
    static const struct {
        const char *now, *first, *lights[3];
    } moments[] = {
        {"2026-10-21 16:05", "3", {"green", "green", "green"} },
        {"2026-10-21 17:41", "3", {"yellow", "green", "green"}},
        {"2026-10-21 18:06", "3", {"red", "green", "green"}   },
        {"2026-10-22 15:00", "3", {"red", "yellow", "green"}  },
        {"2026-10-28 16:06", "3", {"red", "red", "red"}       },
    };
    struct village *v = *state;
    struct rows rows;
    report_in(v, "grid01", "601", "1");
    report_in(v, "grid01", "602", "2");
    report_in(v, "grid01", "603", "3");
    for (size_t m = 0; m < COUNT_OF(moments); m++) {
        now_is(moments[m].now);
        assert_int_equal(listed(v, "station01", CASE_OPEN, &rows), 3);
        assert_string_equal(rows_text(&rows, 0, "urgency"), moments[m].first);
        for (size_t i = 0; i < 3; i++) {
            assert_string_equal(rows_text(&rows, i, "light"), moments[m].lights[i]);
            assert_string_equal(rows_text(&rows, i, "light"), case_light(rows_int(&rows, i, "yellow_at"),
                                                                         rows_int(&rows, i, "due_at"), 0, clock_now()));
        }
    }
    assert_int_equal(listed(v, "station01", CASE_OVERDUE, &rows), 3);
    struct list_query red = {.sort = "-light"};
    DONE(v, list_add_filter(&red, table_find("case"), "light", "red", &v->e));
    DONE(v, case_list(v->work, v->pool, CASE_OPEN, &red, &rows, NULL, &v->e));
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows_text(&rows, 0, "urgency"), "1");
}

static void views_show_whose_turn_it_is(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = report(v);
    assert_int_equal(listed(v, "member01", CASE_MINE, &rows), 1); /* reported it */
    assert_int_equal(listed(v, "grid01", CASE_MINE, &rows), 1);   /* settles it or reports it up */
    assert_int_equal(listed(v, "station01", CASE_MINE, &rows), 1);
    assert_int_equal(listed(v, "grid02", CASE_MINE, &rows), 0);
    STEP(v, "grid01", id, "report_up", NULL, NULL);
    assert_int_equal(listed(v, "grid01", CASE_MINE, &rows), 0);
    assert_int_equal(listed(v, "grid01", CASE_AREA, &rows), 1);
    STEP(v, "station01", id, "accept", NULL, NULL);
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    assert_int_equal(listed(v, "station01", CASE_MINE, &rows), 0);
    assert_int_equal(listed(v, "department01", CASE_MINE, &rows), 1);
    assert_int_equal(listed(v, "department01", CASE_OPEN, &rows), 1);
    STEP(v, "department01", id, "handle", "text", "已办。");
    assert_int_equal(listed(v, "department01", CASE_MINE, &rows), 0);
    assert_int_equal(listed(v, "grid01", CASE_MINE, &rows), 1); /* verifies it */
    assert_int_equal(listed(v, "district01", CASE_OPEN, &rows), 1);
    assert_int_equal(listed(v, "station02", CASE_OPEN, &rows), 0);
    STEP(v, "grid01", id, "pass", NULL, NULL);
    STEP(v, "station01", id, "close", "text", "联系不上报事人。");
    assert_int_equal(listed(v, "station01", CASE_OPEN, &rows), 0);
    assert_int_equal(listed(v, "member01", CASE_MINE, &rows), 1);
    assert_int_equal(listed(v, "street01", CASE_AREA, &rows), 1);
}

static void drafts_are_seen_by_their_author_only(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r =
        record_with("title", "没写完", "text", "先存着。", "category", "02", "household", "601", "urgency", "1", NULL);
    DONE(v, case_add(v->work, r, true, &id, NULL, NULL, &v->e));
    record_free(&r);
    assert_field(v, id, "state", "draft");
    assert_int_equal(listed(v, "grid01", CASE_AREA, &rows), 1);
    assert_int_equal(listed(v, "grid01", CASE_OPEN, &rows), 0);
    assert_int_equal(listed(v, "grid01", CASE_MINE, &rows), 1);
    assert_int_equal(listed(v, "station01", CASE_AREA, &rows), 0);
    assert_int_equal(try(v, "station01", id, "report", NULL, NULL), ERR_NOT_FOUND);
    STEP(v, "grid01", id, "report", NULL, NULL);
    assert_int_equal(listed(v, "station01", CASE_AREA, &rows), 1);
}

static void of_two_who_act_the_second_is_told(void **state)
{
    struct village *v = *state;
    struct work *other = NULL;
    int64_t id = report(v);
    struct record *given = record_with("version", "2", NULL);
    DONE(v, work_open(v->path, &other, &v->e));
    DONE(v, work_become(other, "street01", "test", &v->e));
    act_as(v, "station01");
    DONE(v, case_do(v->work, id, "accept", given, &v->e));
    assert_int_equal(case_do(other, id, "accept", given, &v->e), ERR_CONFLICT);
    record_remove(given, "version");
    assert_int_equal(case_do(other, id, "accept", given, &v->e), ERR_STATE);
    record_free(&given);
    work_close(&other);
    assert_int_equal(number(v, "select count(*) from case_step where command = 'accept'"), 1);
}

static void its_author_corrects_a_case_until_it_is_taken(void **state)
{
    struct village *v = *state;
    int64_t id = report(v);
    struct record *mine = fetch(v, id), *other = fetch(v, id);
    record_set(mine, "urgency", "3");
    DONE(v, case_change(v->work, id, mine, NULL, NULL, &v->e));
    assert_field(v, id, "due_at", "2026-10-21 18:05"); /* critical: 2 hours from the report */
    record_set(other, "title", "别的标题");
    assert_int_equal(case_change(v->work, id, other, NULL, NULL, &v->e), ERR_CONFLICT);
    act_as(v, "grid01");
    assert_int_equal(case_change(v->work, id, mine, NULL, NULL, &v->e), ERR_DENIED);
    STEP(v, "station01", id, "accept", NULL, NULL);
    act_as(v, "member01");
    record_set(mine, "version", "4");
    assert_int_equal(case_change(v->work, id, mine, NULL, NULL, &v->e), ERR_STATE);
    record_free(&mine);
    record_free(&other);
}

/* Its household was deleted, or the visit that it came of: its author can still correct the rest. */
static void a_case_outlives_where_it_came_from(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    sql(v, "insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text, outcome,"
           " valid, version, created_by, created_at, updated_by, updated_at)"
           " values (1, 'MQ-20261021-0001', 6, 601, '', '', 1, '1', '', '', '', 0, 1, 1, 1, 1, 1)");
    struct record *r = record_with("title", "污水外溢", "text", "三单元门口污水外溢。", "category", "05", "household",
                                   "601", "visit", "1", "urgency", "1", NULL);
    DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
    record_free(&r);
    sql(v, "update visit set deleted_at = 1; update household set deleted_at = 1 where id = 601");
    r = fetch(v, id);
    record_set(r, "title", "三单元污水外溢");
    record_set(r, "visit", "999"); /* it stays with its own */
    DONE(v, case_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    assert_field(v, id, "title", "三单元污水外溢");
    assert_field(v, id, "household", "601");
    assert_field(v, id, "visit", "1");
}

static void long_and_odd_texts_come_back_byte_for_byte(void **state)
{
    static const char odd[] = "  第一行\n\"引号\" '单引' ; # $p {where} %% \\ 𠀀 👪 é\n\n末行  ";
    struct village *v = *state;
    int64_t id = 0;
    struct buffer text = {0};
    for (size_t i = 0; i < 2900; i++)
        buffer_add_text(&text, "网");
    act_as(v, "grid01");
    const char *const texts[] = {odd, buffer_text(&text)};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct record *r =
            record_with("title", "标题", "text", texts[i], "category", "02", "area", "6", "urgency", "1", NULL);
        DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
        record_free(&r);
        assert_field(v, id, "text", texts[i]);
    }
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(the_straight_line),
        IN_VILLAGE(a_small_matter_is_settled_in_the_grid),
        IN_VILLAGE(what_was_not_done_goes_back),
        IN_VILLAGE(a_returned_case_is_dispatched_anew),
        IN_VILLAGE(a_refused_case_is_its_authors_draft),
        IN_VILLAGE(a_draft_can_be_given_up),
        IN_VILLAGE(void_is_the_end),
        IN_VILLAGE(refusals_say_why),
        IN_VILLAGE(the_handler_sees_what_was_dispatched_to_him),
        IN_VILLAGE(the_menu_lists_what_is_allowed_and_why_not),
        cmocka_unit_test(lights_follow_the_time),
        IN_VILLAGE(lists_show_the_reddest_first),
        IN_VILLAGE(views_show_whose_turn_it_is),
        IN_VILLAGE(drafts_are_seen_by_their_author_only),
        IN_VILLAGE(of_two_who_act_the_second_is_told),
        IN_VILLAGE(its_author_corrects_a_case_until_it_is_taken),
        IN_VILLAGE(a_case_outlives_where_it_came_from),
        IN_VILLAGE(long_and_odd_texts_come_back_byte_for_byte),
    };
    return cmocka_run_group_tests_name("case", tests, NULL, NULL);
}

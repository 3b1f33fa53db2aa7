/* Visits, patrols and meetings: each kind of a diary entry has its own fields, and keeps what was written in them. */
#include "village.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/random.h"
#include "wangge/table/describe.h"
#include "wangge/work/mark.h"
#include "wangge/work/patrol.h"

/* In the first grid, at the door, unless the record says more. */
static int64_t add(struct village *v, struct record *record)
{
    int64_t id = 0;
    if (!record_has(record, "channel"))
        record_set(record, "channel", "1");
    if (!record_has(record, "area"))
        record_set(record, "area", "6");
    DONE(v, visit_add(v->work, record, &id, NULL, NULL, &v->e));
    record_free(&record);
    return id;
}

static struct record *fetch(struct village *v, int64_t id)
{
    struct record *record = record_new();
    DONE(v, visit_read(v->work, pool_format(v->pool, "%lld", (long long)id), record, &v->e));
    return record;
}

static struct record *patrol(const char *points, const char *text)
{
    return record_with("kind", "patrol", "area", "6", "on", "2026-10-21 15:30", "points", points, "text", text, NULL);
}

static const char *word(struct village *v, const char *text)
{
    struct rows rows;
    DONE(v, db_query_text(v->work->db, v->pool, text, NULL, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    return rows.values[0].text;
}

/* Points 1 to 4 of the first grid; two are called the same. */
static void lay_points(struct village *v)
{
    sql(v,
        "insert into patrol_point (id, area, name, no, kind, version, created_by, created_at, updated_by, updated_at)"
        " values (1, 6, '北门岗亭', 'X01', '1', 1, 0, 0, 0, 0), (2, 6, '配电房', 'X02', '2', 1, 0, 0, 0, 0),"
        " (3, 6, '河边', '', '2', 1, 0, 0, 0, 0), (4, 6, '河边', '', '2', 1, 0, 0, 0, 0),"
        " (5, 7, '别处', '', '2', 1, 0, 0, 0, 0);");
}

static void points_are_told_by_number_and_name(void **state)
{
    struct village *v = *state;
    static const struct {
        const char *typed, *kept; /* NULL: refused */
    } rows[] = {
        {"1",                            "北门岗亭"                                       },
        {"3:灯坏;1",                   "河边: 灯坏; 北门岗亭"                       },
        {"1-2; 4：灯坏，玻璃碎",  "北门岗亭; 配电房; 河边 2: 灯坏,玻璃碎"},
        {"*",                            "北门岗亭; 配电房; 河边; 河边 2"          },
        {"1 2 3",                        "北门岗亭; 配电房; 河边"                    },
        {"1,2：灯坏",                 "北门岗亭; 配电房: 灯坏"                    },
        {"1-4;3:灯坏",                 "北门岗亭; 配电房; 河边: 灯坏; 河边 2"  },
        {"配电\n南门: 有人钓鱼", "配电房; 南门: 有人钓鱼"                    },
        {"X02;北门岗亭",             "配电房; 北门岗亭"                            },
        {"河边 2: 灯坏",             "河边 2: 灯坏"                                   },
        {"2: #隐患 门锁坏 @二楼", "配电房: #隐患 门锁坏 @二楼"               },
        {"2 #隐患 门锁坏",          "配电房: #隐患 门锁坏"                       },
        {"1; 2; ＃隐患 门锁坏",    "北门岗亭; 配电房: #隐患 门锁坏"         },
        {"#隐患 门锁坏",            NULL                                                 },
        {"  ;; ",                        ""                                                   },
        {"5",                            NULL                                                 },
        {"3-1",                          NULL                                                 },
        {":灯坏",                      NULL                                                 },
    };
    struct rows points = {0};
    lay_points(v);
    act_as(v, "grid01");
    DONE(v, patrol_points(v->work, v->pool, GRID_1, &points, &v->e));
    assert_int_equal(points.count, 4);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct patrol_stop *stops = NULL;
        struct buffer text = {0}, again = {0};
        size_t count = 0;
        enum err r = patrol_stops(v->pool, &points, rows[i].typed, &stops, &count, &v->e);
        assert_int_equal(r, rows[i].kept == NULL ? ERR_INVALID : ERR_NONE);
        if (rows[i].kept == NULL) {
            assert_string_equal(v->e.field, "points");
            continue;
        }
        patrol_text(stops, count, &text);
        assert_string_equal(buffer_text(&text), rows[i].kept);
        DONE(v, patrol_stops(v->pool, &points, buffer_text(&text), &stops, &count, &v->e));
        patrol_text(stops, count, &again);
        assert_string_equal(buffer_text(&again), buffer_text(&text)); /* what is kept reads as itself */
        buffer_free(&text);
        buffer_free(&again);
    }
}

static void a_patrol_keeps_its_points_and_writes_its_own_text(void **state)
{
    struct village *v = *state;
    lay_points(v);
    act_as(v, "grid01");
    int64_t id = add(v, patrol("1-2:灯坏;南门", ""));
    struct record *r = fetch(v, id);
    assert_string_equal(record_get(r, "points"), "北门岗亭; 配电房: 灯坏; 南门");
    assert_string_equal(record_get(r, "text"), "Patrol past 3 points: 北门岗亭, 配电房, 南门\n配电房: 灯坏");
    assert_string_equal(record_get(r, "area"), "6");
    assert_int_equal(number(v, "select count(*) from visit_point"), 3);
    assert_int_equal(number(v, "select point from visit_point where position = 2"), 2);
    assert_int_equal(number(v, "select count(*) from visit_point where point is null and name = '南门'"), 1);

    record_set(r, "points", "1"); /* the text that was made follows */
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    r = fetch(v, id);
    assert_string_equal(record_get(r, "text"), "Patrol past 1 points, nothing found: 北门岗亭");
    record_set(r, "text", "自己写的巡查情况。");
    record_set(r, "points", "2");
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    r = fetch(v, id);
    assert_string_equal(record_get(r, "text"), "自己写的巡查情况。"); /* one that somebody wrote does not */
    assert_string_equal(record_get(r, "points"), "配电房");

    struct record *only = record_with("version", record_get(r, "version"), "outcome", "已修好", NULL);
    DONE(v, visit_change(v->work, id, only, NULL, NULL, &v->e)); /* a change that names no points keeps them */
    record_free(&only);
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from visit_point where name = '配电房'"), 1);
}

static void what_a_patrol_finds_becomes_a_hazard_or_a_case(void **state)
{
    struct village *v = *state;
    lay_points(v);
    act_as(v, "grid01");
    int64_t id = add(v, patrol("1: #隐患 灯杆倾斜; 2: #事件 楼道灯不亮", ""));
    assert_string_equal(word(v, "select name from hazard"), "灯杆倾斜");
    assert_string_equal(word(v, "select address from hazard"), "北门岗亭");
    assert_string_equal(word(v, "select place from case_file"), "配电房");
    struct record *r = fetch(v, id);
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from hazard"), 1); /* and not a second time */
    assert_int_equal(number(v, "select count(*) from case_file"), 1);

    r = patrol("1: #事件 老张家的事", "");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "points");
    record_set(r, "points", "9");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "points");
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from visit"), 1);
}

static void an_entry_has_nothing_that_its_kind_does_not_have(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    struct record *r =
        fetch(v, add(v, record_with("kind", "meeting", "on", "2026-10-21 08:00", "household", "601", "persons",
                                    "示例甲、示例戊,示例甲", "companions", "社区医生", "next_on", "2026-10-30", "needs",
                                    "3", "points", "1", "text", "晨会: 今天走完6幢。", "outcome", "分头去", NULL)));
    assert_string_equal(record_get(r, "persons"), "示例甲,示例戊");
    assert_string_equal(record_get(r, "outcome"), "分头去");
    static const char *const empty[] = {"household", "companions", "next_on", "needs", "points", "kinds", "address"};
    for (size_t i = 0; i < COUNT_OF(empty); i++)
        assert_string_equal(record_get(r, empty[i]), "");
    assert_string_equal(record_get(r, "area"), "6");
    record_free(&r);
    act_as(v, "station01"); /* a station has meetings of its community */
    r = fetch(v,
              add(v, record_with("kind", "晨夕会", "area", "4", "on", "2026-10-21 08:00", "text", "夕会小结", NULL)));
    assert_string_equal(record_get(r, "kind"), "meeting");
    record_free(&r);
}

static void a_special_place_gives_its_address(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    sql(v, "insert into special_place (id, area, name, address, kind, version, created_by, created_at, updated_by,"
           " updated_at) values (1, 6, '示例网吧', '文苑路20号', '1', 1, 0, 0, 0, 0),"
           " (2, 8, '示例旅馆', '', '1', 1, 0, 0, 0, 0);");
    act_as(v, "grid01");
    struct record *r = record_new();
    DONE(v, visit_new(v->work, 0, 1, r, &v->e));
    assert_string_equal(record_get(r, "address"), "示例网吧, 文苑路20号");
    record_set(r, "text", "查看登记台账, 均实名。");
    r = fetch(v, add(v, r));
    assert_string_equal(record_get(r, "place"), "1");
    assert_string_equal(record_get(r, "kinds"), "6");
    assert_string_equal(record_get(r, "address"), "示例网吧, 文苑路20号");
    record_free(&r);
    r = record_with("on", "2026-10-21 15:30", "channel", "1", "place", "1", "household", "601", "text", "二选一", NULL);
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "place");
    record_set(r, "household", "");
    record_set(r, "place", "2"); /* of another grid */
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "place");
    record_free(&r);
}

static void crowds_are_what_the_registers_say_that_day(void **state)
{
    struct village *v = *state;
    sql(v,
        "insert into visit_need (area, household, place, rule, person, since, period, days, channel, must, again) "
        "values"
        " (6, 601, 0, 'mental_high', 1, 0, 'week', 0, '', 1, 0), (6, 601, 0, 'low_income', 2, 0, 'month', 0, '', 1, 0),"
        " (6, 601, 0, 'disabled', 3, 0, 'month', 0, '', 1, 0), (6, 602, 0, 'party_member', 4, 0, '', 0, '', 0, 0);");
    act_as(v, "grid01");
    struct record *r = fetch(v, add(v, record_with("on", "2026-10-21 15:30", "household", "601", "crowds", "resource",
                                                   "text", "谈了低保的事。", NULL)));
    assert_string_equal(record_get(r, "crowds"), "help,watch"); /* whatever somebody typed */
    sql(v, "delete from visit_need");
    DONE(v, visit_change(v->work, record_int(r, "id"), r, NULL, NULL, &v->e));
    assert_string_equal(record_get(r, "crowds"), "help,watch");
    record_set(r, "household", "602");
    record_set(r, "version", "2");
    DONE(v, visit_change(v->work, record_int(r, "id"), r, NULL, NULL, &v->e));
    assert_string_equal(record_get(r, "crowds"), "");
    record_free(&r);
}

static void marks_tell_needs(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = record_with("on", "2026-10-21 15:30", "household", "601", "needs", "1", "text",
                                   "老人头晕。\n#需求 医疗 每周量血压\n#需求 孩子上学的事\n#need 1", NULL);
    r = fetch(v, add(v, r));
    assert_string_equal(record_get(r, "needs"), "1,2,3");
    record_set(r, "needs", ""); /* what was made once is the author's to take away */
    DONE(v, visit_change(v->work, record_int(r, "id"), r, NULL, NULL, &v->e));
    assert_string_equal(record_get(r, "needs"), "");
    record_free(&r);
    r = record_with("on", "2026-10-21 15:30", "channel", "1", "household", "601", "text", "#需求 说不清的事", NULL);
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "text");
    record_free(&r);
}

static void an_entry_given_back_is_completed_by_its_author(void **state)
{
    struct village *v = *state;
    struct diary_day day;
    act_as(v, "grid01");
    int64_t id = add(v, record_with("on", "2026-10-21 15:30", "household", "601", "text", "在家", NULL));
    sql(v, "update visit set returned_at = 1792000000, reviewed_by = 6, review = '写具体些'");
    DONE(v, diary_day(v->work, &day, &v->e));
    assert_int_equal(day.returned, 1);
    assert_int_equal(day.patrols_due, 3);
    struct record *r = fetch(v, id);
    record_set(r, "text", "老人在家, 血压平稳, 无需求。");
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    DONE(v, diary_day(v->work, &day, &v->e));
    assert_int_equal(day.returned, 0);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 6 and kind = 'visit'"), 1);
    r = fetch(v, id);
    record_set(r, "text", "老人在家, 血压平稳, 无需求。女儿周末来。");
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from inbox_line"), 1); /* once */
}

static size_t listed(struct village *v, const char *field, const char *value)
{
    struct list_query query = {.limit = 50};
    struct rows rows = {0};
    int64_t total = 0;
    DONE(v, list_add_filter(&query, table_find("visit"), field, value, &v->e));
    DONE(v, visit_list(v->work, v->pool, &query, false, &rows, &total, &v->e));
    assert_int_equal(rows.count, total);
    return rows.count;
}

static void lists_are_narrowed_by_what_is_new(void **state)
{
    struct village *v = *state;
    lay_points(v);
    act_as(v, "grid01");
    add(v, record_with("on", "2026-10-21 15:30", "household", "601", "needs", "1,3", "companions", "示例戊", "text",
                       "谈了看病和找工作。", NULL));
    add(v, patrol("1:灯坏;2", ""));
    add(v, record_with("kind", "meeting", "on", "2026-10-21 08:00", "text", "晨会", NULL));
    sql(v, "update visit set grade = '1', crowds = 'help,watch' where household = 601;"
           "update visit set counts = 0 where kind = 'meeting'");
    assert_int_equal(listed(v, "kind", "patrol"), 1);
    assert_int_equal(listed(v, "kind", "!patrol"), 2);
    assert_int_equal(listed(v, "needs", "医疗"), 1);
    assert_int_equal(listed(v, "needs", "2"), 0);
    assert_int_equal(listed(v, "crowds", "watch"), 1);
    assert_int_equal(listed(v, "grade", "优"), 1);
    assert_int_equal(listed(v, "companions", "示例戊"), 1);
    assert_int_equal(listed(v, "points", "灯坏"), 1);
    assert_int_equal(listed(v, "counts", "0"), 1);
}

static void households_follow_from_door_to_door(void **state)
{
    struct village *v = *state;
    struct rows rows = {0};
    act_as(v, "grid01");
    sql(v,
        "update household set room = '20' || room where id = 602; update household set building = '12' where id = 603");
    DONE(v, visit_doors(v->work, v->pool, GRID_1, &rows, &v->e));
    assert_int_equal(rows.count, 10);
    assert_int_equal(rows_int(&rows, 0, "id"), 601);
    assert_int_equal(rows_int(&rows, 1, "id"), 604);
    assert_int_equal(rows_int(&rows, 7, "id"), 610); /* 3010 behind 309 */
    assert_int_equal(rows_int(&rows, 8, "id"), 602); /* 20302 behind 3010 */
    assert_int_equal(rows_int(&rows, 9, "id"), 603); /* building 12 behind 6 */
    add(v, record_with("on", "2026-10-21 15:30", "household", "604", "text", "今天去过了", NULL));
    assert_int_equal(visit_next_door(v->work, 601), 605); /* who was visited today is passed */
    assert_int_equal(visit_next_door(v->work, 603), 601); /* behind the last one, the first that is due */
    assert_int_equal(visit_next_door(v->work, 0), 601);
    assert_int_equal(visit_next_door(v->work, 701), 0); /* of another grid */
}

/* --- whatever is written is what is read ---------------------------------------------------------------------------
 */

static const char *some(struct dice *dice, const char *const *texts, size_t count)
{
    return texts[dice_below(dice, (uint32_t)count)];
}

#define SOME(...)                                                                                                      \
    some(dice, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static struct record *generated(struct dice *dice)
{
    const char *kind = SOME("visit", "visit", "patrol", "meeting");
    bool visit = strcmp(kind, "visit") == 0, meeting = strcmp(kind, "meeting") == 0;
    struct record *r = record_with(
        "kind", kind, "on", SOME("2026-10-21 15:30", "2026-10-02 07:05"), "outcome", SOME("", "已报社区", "多\n行"),
        "text", SOME("家中一切正常。", "a", "第一行\n第二行 #标记 不是", "\"引号\" 和 'quote'; --"), NULL);
    record_set(r, "area", "6");
    if (visit)
        record_set(r, "channel", SOME("1", "2", "5"));
    if (visit) {
        record_set(r, "household", SOME("601", "602", ""));
        record_set(r, "needs", SOME("", "1", "2,3", "1,2,3,4"));
        record_set(r, "next_on", SOME("", "2026-11-01"));
    }
    if (visit || meeting)
        record_set(r, "persons", SOME("", "住户601", "住户601(本人),来客"));
    if (!meeting)
        record_set(r, "companions", SOME("", "示例戊", "示例戊,社区医生"));
    if (!visit && !meeting)
        record_set(r, "points", SOME("", "北门岗亭", "配电房: 灯坏; 河边 2", "南门: 有人钓鱼, 已劝离; 河边"));
    return r;
}

static void what_is_written_is_what_is_read(void **state)
{
    struct village *v = *state;
    struct dice dice;
    lay_points(v);
    act_as(v, "grid01");
    dice_seed(&dice, 5);
    for (int i = 0; i < 200; i++) {
        struct record *given = generated(&dice), *r = fetch(v, add(v, record_copy(given)));
        int64_t id = record_int(r, "id");
        for (int again = 0; again < 2; again++) {
            for (size_t k = 0; k < record_count(given); k++)
                if (strcmp(record_get(r, record_name(given, k)), record_value(given, k)) != 0)
                    fail_msg("%d: %s: wrote \"%s\", read \"%s\"", i, record_name(given, k), record_value(given, k),
                             record_get(r, record_name(given, k)));
            DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e)); /* saved as it is, it stays so */
            record_free(&r);
            r = fetch(v, id);
        }
        record_free(&r);
        record_free(&given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(points_are_told_by_number_and_name),
        IN_VILLAGE(a_patrol_keeps_its_points_and_writes_its_own_text),
        IN_VILLAGE(what_a_patrol_finds_becomes_a_hazard_or_a_case),
        IN_VILLAGE(an_entry_has_nothing_that_its_kind_does_not_have),
        IN_VILLAGE(a_special_place_gives_its_address),
        IN_VILLAGE(crowds_are_what_the_registers_say_that_day),
        IN_VILLAGE(marks_tell_needs),
        IN_VILLAGE(an_entry_given_back_is_completed_by_its_author),
        IN_VILLAGE(lists_are_narrowed_by_what_is_new),
        IN_VILLAGE(households_follow_from_door_to_door),
        IN_VILLAGE(what_is_written_is_what_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The month of hand_month.h, worked by hand. What has no base does not count: mostly entry (20) and the diary (10,
 * target 20) are left, which become 66.67 and 33.33. */
#include "hand_month.h"

static struct evaluation leader(struct village *v, int account)
{
    return shown(v, NULL, pool_format(v->pool, "g%d", account));
}

/* Entry and diary alone: (20 x entry + 10 x diary) / 30 x 100. */
static double of_two(double entry, double diary)
{
    return (20 * entry + 10 * diary) / 30 * 100;
}

static void a_plain_month(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation one = leader(v, PLAIN);
    assert_figures(&one, "entry", 4, 10, 0.4);
    /* Both closed in time, one of two sent back: 1 x 0.7 + 0.5 x 0.3. */
    assert_figures(&one, "handling", 2, 2, 0.85);
    assert_figures(&one, "solved", 1, 2, 0.5 / 0.85);
    /* Three whole ones and one that is worth 0.9, of 20. */
    assert_figures(&one, "diary", 3.9, 20, 0.195);
    /* 20 + 15 + 5 + 10 = 50: 8 + 12.75 + 2.941 + 1.95 = 25.641 of 50. */
    assert_near(one.total, (8 + 12.75 + 5 * 0.5 / 0.85 + 1.95) * 2);
    assert_string_equal(one.grade, "D"); /* 51.28 */
    assert_int_equal(one.days, 30);
}

static void nothing_due(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation one = leader(v, EMPTY);
    assert_false(item_of(&one, "entry")->counts);
    assert_figures(&one, "diary", 10, 20, 0.5);
    assert_near(item_of(&one, "diary")->weight, 100);
    assert_near(one.total, 50);
}

static void the_leader_changes_in_the_month(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation left = leader(v, LEFT), followed = leader(v, FOLLOWED);
    assert_int_equal(left.days, 15);
    assert_figures(&left, "entry", 2, 10, 0.2);
    assert_figures(&left, "diary", 2, 10, 0.2); /* 15 of 30 days: 10 entries */
    assert_near(left.total, 20);
    /* Two were visited before the 16th and are not due to the successor. */
    assert_figures(&followed, "entry", 4, 8, 0.5);
    assert_figures(&followed, "diary", 4, 10, 0.4);
    assert_near(followed.total, of_two(0.5, 0.4));
}

static void leave_with_a_deputy_and_without(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation deputed = leader(v, DEPUTED), away = leader(v, AWAY);
    assert_int_equal(deputed.days_away, 0);
    assert_figures(&deputed, "diary", 5, 20, 0.25);
    assert_near(deputed.total, of_two(0.5, 0.25));
    assert_int_equal(away.days_away, 10); /* 20 of 30 days: 13 1/3 entries */
    assert_figures(&away, "diary", 5, 20 * 20 / 30.0, 0.375);
    assert_near(away.total, of_two(0.5, 0.375));
}

/* The deputy was there from the 11th to the 14th, the leave goes on until the 20th: six days. */
static void a_deputy_who_ended_early(void **state)
{
    struct village *v = *state;
    tell_month(v);
    sql(v, pool_format(v->pool, "update deputy set ended_at = %lld, ended_by = 8", (long long)at("2026-09-15 12:00")));
    struct evaluation one = leader(v, DEPUTED);
    assert_int_equal(one.days_away, 6);
    assert_figures(&one, "diary", 5, 20 * 24 / 30.0, 5 / 16.0);
}

static void a_grid_is_split(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation old = leader(v, SPLIT), new = leader(v, NEW);
    /* Six households are left to it; the visit to the seventh stays in the diary. */
    assert_figures(&old, "entry", 3, 6, 0.5);
    assert_figures(&old, "diary", 4, 20, 0.2);
    assert_near(old.total, 40);
    /* Of its four one was visited on the 5th, before the new grid began. */
    assert_figures(&new, "entry", 1, 3, 1 / 3.0);
    assert_figures(&new, "diary", 1, 10, 0.1);
    assert_near(new.total, of_two(1 / 3.0, 0.1));
}

static void two_grids_are_one_result(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation one = leader(v, TWICE);
    assert_figures(&one, "entry", 5, 20, 0.25);
    assert_figures(&one, "diary", 5, 20, 0.25);
    assert_near(one.total, 25);
}

static void a_veto_and_the_cap(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation vetoed = leader(v, VETOED), capped = leader(v, CAPPED), punished = leader(v, PUNISHED);
    assert_near(vetoed.total, of_two(1, 0.5) + 3); /* 83.33 + 3: it would be a B */
    assert_string_equal(vetoed.grade, "E");
    assert_near(capped.points, 10); /* 8 + 7 */
    assert_near(capped.total, of_two(0.5, 0.25) + 10);
    assert_near(punished.points, -10); /* -25 */
    assert_near(punished.total, of_two(0.5, 0.25) - 10);
}

static void accepted_appeals(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation one = leader(v, APPEALED), given = leader(v, GIVEN);
    /* Overdue 902 counts, late 903 is left out: 1 of 1 in time; 903 was not sent back: 0.7 + 0.3. */
    assert_figures(&one, "handling", 1, 1, 1);
    /* Nobody visited, no entries, one of two solved in the grid: (15 + 5 x 0.5 / 0.85) of 20 + 15 + 5 + 10. */
    assert_near(one.total, (15 + 5 * 0.5 / 0.85) * 2);
    assert_near(given.total, of_two(0.5, 0.25) + 4);
}

static void too_few_days(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation before = leader(v, BEFORE), late = leader(v, LATE);
    assert_figures(&before, "entry", 7, 10, 0.7);
    assert_figures(&before, "diary", 7, 14, 0.5); /* 21 of 30 days */
    assert_near(before.total, of_two(0.7, 0.5));
    assert_int_equal(late.days, 9);
    assert_false(late.judged);
    assert_int_equal(late.rank, 0);
    assert_string_equal(late.grade, "");
    assert_near(late.total, 0);
}

static void a_target_by_colour(void **state)
{
    struct village *v = *state;
    tell_month(v);
    struct evaluation one = leader(v, RED);
    assert_figures(&one, "diary", 15, 30, 0.5);
    assert_near(one.total, of_two(1, 0.5));
}

/* Of the street: RED 83.33, BEFORE 63.33, CAPPED 51.67, PLAIN 51.28, EMPTY 50 ...; last VETOED, LATE has none. */
static void the_ranking(void **state)
{
    static const int first[] = {RED, BEFORE, CAPPED, PLAIN, EMPTY};
    struct village *v = *state;
    struct evaluation *list = NULL;
    size_t count = 0;
    tell_month(v);
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_int_equal(count, 17 + 4);
    for (size_t i = 0; i < COUNT_OF(first); i++) {
        assert_int_equal(list[i].who, first[i]);
        assert_int_equal(list[i].rank, i + 1);
    }
    assert_int_equal(list[count - 2].who, VETOED);
    assert_int_equal(list[count - 2].rank, (int)count - 1);
    assert_int_equal(list[count - 1].who, LATE);
}

/* The sixteen leaders of the community who are judged, of a hundred each. */
static void the_community(void **state)
{
    static const int all[] = {PLAIN,  EMPTY,  LEFT,     FOLLOWED, DEPUTED, AWAY, SPLIT, NEW,
                              VETOED, CAPPED, APPEALED, TWICE,    BEFORE,  RED,  GIVEN, PUNISHED};
    struct village *v = *state;
    double sum = 0;
    tell_month(v);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        sum += leader(v, all[i]).total;
    struct evaluation one = shown(v, "station", "321003001003");
    assert_figures(&one, "grids", sum, 1600, sum / 1600);
    /* 4 + 10 + 2 + 4 + 5 + 5 + 4 + 1 + 10 + 5 + 5 + 7 + 3 + 15 + 5 + 5 = 90 entries in September, one of them graded;
     * nobody's acceptance or verification was clocked. */
    assert_figures(&one, "reviewed", 1, 90, 1 / 90.0);
    assert_false(item_of(&one, "acceptance")->counts);
    assert_near(one.total, (50 * sum / 1600 + 10 / 90.0) / 60 * 100);
}

static void a_department(void **state)
{
    struct village *v = *state;
    tell_month(v);
    sql(v, "insert into unit (id, name, area, version, created_by, created_at, updated_by, updated_at)"
           " values (7, '示例单位', 2, 1, 0, 0, 0, 0);"
           "update case_file set lead = 7 where id in (900, 901, 902, 903)");
    tell_call_back(v, 1, 900, at("2026-09-07 08:00"), "1");
    tell_call_back(v, 2, 901, at("2026-09-07 08:00"), "2");
    act_as(v, "district01");
    struct evaluation one = shown(v, "department", "7");
    assert_figures(&one, "timely", 2, 4, 0.5);         /* 900, 901; 903 was late, 902 is overdue */
    assert_figures(&one, "unreworked", 2, 3, 2 / 3.0); /* of 900, 901 and 903 */
    assert_figures(&one, "satisfaction", 1.8, 2, 0.9);
    assert_near(one.total, 50 * 0.5 + 20 * 2 / 3.0 + 30 * 0.9); /* 65.33 */
    assert_string_equal(one.grade, "C");
}

static void an_informant(void **state)
{
    struct village *v = *state;
    add_visits(v, MEMBER01, GRID_1, 1, 4, "2026-09-12");
    sql(v, "update visit set kinds = '2' where household in (601, 602)");
    tell_case(v, &(struct told_case){.id = 1, .area = GRID_1, .reported_at = at("2026-09-02 08:00")});
    tell_case(v, &(struct told_case){.id = 2, .area = GRID_1, .reported_at = at("2026-09-02 08:00"), .state = "void"});
    sql(v, "update case_file set created_by = 5");
    act_as(v, "station01");
    struct evaluation one = shown(v, "informant", "member01");
    assert_figures(&one, "entry", 4, 8, 0.5);
    assert_figures(&one, "must_visit", 2, 4, 0.5);
    assert_figures(&one, "patrol", 0, 8, 0);
    assert_figures(&one, "case", 1, 2, 0.5 * 0.5 + 0.5 * 0.5); /* one of two asked for, one of two found right */
    assert_near(one.total, 15 + 15 + 0 + 10);
}

/* The first of all has too few days: the others are measured all the same. */
static void the_first_is_not_judged(void **state)
{
    struct village *v = *state;
    tell_month(v);
    sql(v, "update post set from_on = '2026-09-25' where account = 1");
    struct evaluation first = shown(v, NULL, "grid01"), one = leader(v, PLAIN);
    assert_false(first.judged);
    assert_figures(&one, "entry", 4, 10, 0.4);
    assert_figures(&one, "diary", 3.9, 20, 0.195);
}

/* Posts of one person in one grid, one within the other: no day is lost, none counts twice. */
static void posts_within_posts(void **state)
{
    struct village *v = *state;
    tell_month(v);
    sql(v, "delete from post where account = 41");
    add_post(v, PLAIN, "grid_leader", PLAIN, "2026-09-01", "2026-09-20");
    add_post(v, PLAIN, "grid_leader", PLAIN, "2026-09-05", "2026-09-10");
    add_post(v, PLAIN, "grid_leader", PLAIN, "2026-09-08", "2026-09-25");
    add_post(v, PLAIN, "grid_leader", PLAIN, "2026-09-24", "");
    struct evaluation one = leader(v, PLAIN);
    assert_int_equal(one.days, 30);
    assert_figures(&one, "diary", 3.9, 20, 0.195);
    sql(v, "delete from post where account = 41 and from_on <> '2026-09-05'");
    add_post(v, PLAIN, "grid_leader", PLAIN, "2020-01-01", "");
    one = leader(v, PLAIN);
    assert_int_equal(one.days, 30);
    assert_figures(&one, "entry", 4, 10, 0.4);
    assert_figures(&one, "diary", 3.9, 20, 0.195);
}

/* Three fields of one check were wrong; the appeal was about the second alone. */
static void an_appeal_is_about_one_record(void **state)
{
    struct village *v = *state;
    tell_month(v);
    sql(v, "insert into spot_check (id, no, name, area, how, amount, fields, per_door, blind, seed, method, frame,"
           " frame_sum, doors, items, checked, counted, correct, drawn_by, drawn_at) values (1, 'CC', 'x', 3, 'total',"
           " 1, '', 0, 0, 1, '', 0, '', 0, 0, 0, 0, 0, 8, 0)");
    for (int i = 1; i <= 3; i++)
        sql(v, pool_format(v->pool,
                           "insert into spot_check_item (id, spot_check, door, position, area, household, kind, object,"
                           " field, value, verdict, corrected, problem, at) values (%d, 1, 1, %d, 41, 4101,"
                           " 'household', 4101, 'phone', '', 'wrong', 0, '', %lld)",
                           i, i, (long long)at("2026-09-05 09:00")));
    add_appeal(v, PLAIN, "accuracy", "accuracy", "spot_check", 1, "count", 0);
    sql(v, "update evaluation_appeal set no = 'CC/1.2' where item = 'accuracy'");
    struct evaluation one = leader(v, PLAIN);
    assert_near(item_of(&one, "accuracy")->numerator, 1);
    assert_near(item_of(&one, "accuracy")->denominator, 3);
}

/* Whoever leads two grids one after the other has drills of both: the best counts. */
static void the_best_drill_of_two_grids_counts(void **state)
{
    struct village *v = *state;
    struct rows rows;
    double counted = 0;
    tell_month(v);
    sql(v, "update post set from_on = '2026-09-11' where account = 51 and area = 52;"
           "update post set to_on = '2026-09-20' where account = 51 and area = 51");
    for (int i = 1; i <= 2; i++)
        sql(v, pool_format(v->pool,
                           "insert into drill (id, leader, made_by, area, seed, asked, right_count, started_at, put_at,"
                           " ended_at) values (%d, 51, 51, %d, 1, 10, %d, 0, 0, %lld)",
                           i, 50 + i, i == 1 ? 9 : 4, (long long)at("2026-09-15 09:00")));
    struct evaluation one = leader(v, TWICE);
    assert_near(item_of(&one, "familiarity")->numerator, 9);
    assert_near(item_of(&one, "familiarity")->denominator, 10);
    DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, TWICE, "familiarity", &rows, &v->e));
    assert_int_equal(rows.count, 2);
    for (size_t i = 0; i < rows.count; i++)
        counted += rows_real(&rows, i, "counted");
    assert_near(counted, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_plain_month),
        IN_VILLAGE(nothing_due),
        IN_VILLAGE(the_leader_changes_in_the_month),
        IN_VILLAGE(leave_with_a_deputy_and_without),
        IN_VILLAGE(a_deputy_who_ended_early),
        IN_VILLAGE(a_grid_is_split),
        IN_VILLAGE(two_grids_are_one_result),
        IN_VILLAGE(a_veto_and_the_cap),
        IN_VILLAGE(accepted_appeals),
        IN_VILLAGE(too_few_days),
        IN_VILLAGE(a_target_by_colour),
        IN_VILLAGE(the_ranking),
        IN_VILLAGE(the_community),
        IN_VILLAGE(a_department),
        IN_VILLAGE(an_informant),
        IN_VILLAGE(the_first_is_not_judged),
        IN_VILLAGE(posts_within_posts),
        IN_VILLAGE(an_appeal_is_about_one_record),
        IN_VILLAGE(the_best_drill_of_two_grids_counts),
    };
    return cmocka_run_group_tests_name("hand_month", tests, NULL, NULL);
}

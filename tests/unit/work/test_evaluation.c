#include "ledger.h"

#include "wangge/base/array.h"

static struct evaluation list_of(struct village *v, const char *login, const char *month, const char *leader)
{
    struct evaluation one = {0};
    act_as(v, login);
    DONE(v, evaluation_show(v->work, v->pool, month, NULL, leader, &one, &v->e));
    return one;
}

/* The total for the home screen is the one of the list. */
static void assert_own_total(struct village *v, const char *login, const char *month)
{
    struct evaluation listed = list_of(v, login, month, login);
    struct evaluation own = {0};
    bool found = false;
    DONE(v, evaluation_own(v->work, v->pool, month, &own, &found, &v->e));
    assert_true(found);
    assert_near(own.total, listed.total);
}

/* September of the first grid, worked by hand in the comments. */
static void tell_september(struct village *v)
{
    static const struct {
        int household, by;
        const char *at;
        bool valid;
    } visits[] = {
        {601, GRID01,   "2026-08-15 09:00", true },
        {602, GRID01,   "2026-06-30 23:59", true },
        {606, GRID01,   "2026-07-01 00:00", true },
        {601, MEMBER01, "2026-09-02 09:00", true },
        {602, GRID01,   "2026-09-01 00:00", true },
        {603, GRID01,   "2026-09-12 22:30", true },
        {604, GRID01,   "2026-09-20 10:00", true },
        {604, GRID01,   "2026-09-30 23:59", true },
        {604, GRID01,   "2026-09-21 10:00", false},
        {605, GRID01,   "2026-10-01 00:00", true },
    };
    const struct told_case cases[] = {
        {.id = 1,
         .reported_at = at("2026-09-01 08:00"),
         .due_at = at("2026-09-06 08:00"),
         .closed_at = at("2026-09-06 08:00"),
         .self_handled = true},
        {.id = 2,
         .reported_at = at("2026-09-02 08:00"),
         .due_at = at("2026-09-07 08:00"),
         .closed_at = at("2026-09-07 08:01"),
         .rework = 2},
        {.id = 3,                         .reported_at = at("2026-09-20 08:00"),                         .due_at = at("2026-09-25 08:00")                },
        {.id = 4,
         .reported_at = at("2026-09-21 08:00"),
         .due_at = at("2026-09-26 08:00"),
         .closed_at = at("2026-09-22 08:00"),
         .self_handled = true},
        {.id = 5,
         .reported_at = at("2026-09-22 08:00"),
         .due_at = at("2026-09-23 08:00"),
         .closed_at = at("2026-09-24 08:00"),
         .state = "void"},
        {.id = 6,
         .reported_at = at("2026-08-01 08:00"),
         .due_at = at("2026-08-06 08:00"),
         .closed_at = at("2026-08-05 08:00")                                               },
    };
    for (size_t i = 0; i < COUNT_OF(visits); i++)
        tell_visit(v, &(struct told_visit){.id = (int64_t)i + 1,
                                           .household = visits[i].household,
                                           .area = GRID_1,
                                           .by = visits[i].by,
                                           .at = at(visits[i].at),
                                           .valid = visits[i].valid});
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct told_case one = cases[i];
        one.area = GRID_1;
        tell_case(v, &one);
    }
    tell_call_back(v, 1, 1, at("2026-09-06 08:00"), "1");
    tell_call_back(v, 2, 4, at("2026-09-22 08:00"), "2");
    tell_call_back(v, 3, 6, at("2026-08-05 08:00"), "3");
}

static void assert_item(const struct evaluation *one, const char *code, double numerator, double denominator,
                        double rate, double weight)
{
    const struct evaluation_item *item = item_of(one, code);
    assert_true(item->counts);
    assert_near(item->numerator, numerator);
    assert_near(item->denominator, denominator);
    assert_near(item->rate, rate);
    assert_near(item->weight, weight);
    assert_near(item->score, rate * weight);
}

static void a_month_worked_by_hand(void **state)
{
    struct village *v = *state;
    tell_september(v);
    struct evaluation one = list_of(v, "station01", "2026-09", "grid01");

    /* Due: visited last before 1 July (91 days before 30 September) or never: all ten but 601 and 606. Of these eight
     * 602, 603 and 604 were visited in September, at whatever hour. */
    assert_item(&one, "entry", 3, 8, 3.0 / 8, 20 * 100.0 / 60);
    /* Closed in September 1, 2, 4, overdue at its end 3; in time 1 (to the minute) and 4. One of three closed was
     * reworked: 2/4 x 0.7 + (1 - 1/3) x 0.3 = 0.55. */
    assert_item(&one, "handling", 2, 4, 0.55, 15 * 100.0 / 60);
    /* Reported in September and not void: 1 to 4; settled in the grid and closed 1 and 4: a half, of 85%. */
    assert_item(&one, "solved", 2, 4, 0.5 / 0.85, 5 * 100.0 / 60);
    /* Satisfied 1 + basically satisfied 0.8, of two. */
    assert_item(&one, "satisfaction", 1.8, 2, 0.9, 10 * 100.0 / 60);
    /* The leader's own entries with ten characters in September: four of 20. */
    assert_item(&one, "diary", 4, 20, 0.2, 10 * 100.0 / 60);
    /* Weights 20 + 15 + 5 + 10 + 10 = 60 become 100; must-visit, accuracy, completeness and familiarity do not count.
     */
    assert_false(item_of(&one, "must_visit")->counts);
    assert_near(one.total, (20 * 3.0 / 8 + 15 * 0.55 + 5 * 0.5 / 0.85 + 10 * 0.9 + 10 * 0.2) * 100 / 60);
    assert_string_equal(one.grade, "D"); /* 49.5 */
    assert_int_equal(one.rank, 1);       /* the other leader has done nothing */
    assert_string_equal(one.state, "open");
    assert_own_total(v, "grid01", "2026-09");
}

static void what_has_no_base_does_not_count(void **state)
{
    struct village *v = *state;
    struct evaluation one = list_of(v, "station01", "2026-09", "grid02");
    assert_false(item_of(&one, "handling")->counts);
    assert_false(item_of(&one, "solved")->counts);
    assert_false(item_of(&one, "satisfaction")->counts);
    assert_near(item_of(&one, "entry")->weight, 20 * 100.0 / 30);
    assert_near(item_of(&one, "diary")->weight, 10 * 100.0 / 30);
    assert_near(one.total, 0); /* ten households are due, and nobody went */
    assert_string_equal(one.grade, "E");
}

static void the_arithmetic(void **state)
{
    struct evaluation one = {
        .count = 3,
        .judged = true,
        .items = {{.code = "a", .counts = true, .rate = 1, .full_weight = 20},
                  {.code = "b", .counts = false, .full_weight = 50},
                  {.code = "c", .counts = true, .rate = 0.5, .full_weight = 30}}
    };
    (void)state;
    evaluation_score(&one);
    assert_near(one.items[0].weight + one.items[2].weight, 100);
    assert_near(one.total, 40 + 30);
    assert_string_equal(one.grade, "C");
    struct evaluation none = {.count = 1, .judged = true, .items = {{.code = "a", .full_weight = 20}}};
    evaluation_score(&none);
    assert_near(none.total, 0);
    assert_string_equal(none.grade, "");

    static const struct {
        double total;
        const char *grade;
    } grades[] = {
        {100,   "A"},
        {90,    "A"},
        {89.99, "B"},
        {75,    "B"},
        {74.9,  "C"},
        {60,    "C"},
        {59,    "D"},
        {40,    "D"},
        {39.9,  "E"},
        {0,     "E"},
    };
    for (size_t i = 0; i < COUNT_OF(grades); i++)
        assert_string_equal(evaluation_grade(grades[i].total), grades[i].grade);
}

static void assert_part_explained(const struct evaluation_part *part, const struct rows *rows)
{
    double counted = 0, due = 0;
    for (size_t k = 0; k < rows->count; k++) {
        bool of = strcmp(rows_text(rows, k, "measure"), part->measure) == 0;
        counted += of ? rows_real(rows, k, "counted") : 0;
        due += of ? rows_real(rows, k, "due") : 0;
    }
    assert_near(counted, part->numerator);
    assert_near(due, part->amount ? 0 : part->denominator);
}

/* What an explanation shows adds up to the figures that it explains. */
static void assert_explained(struct village *v, const char *month, const struct evaluation *one)
{
    for (size_t i = 0; i < one->count; i++) {
        struct rows rows;
        const struct evaluation_item *item = &one->items[i];
        if (!item->counts)
            continue;
        DONE(v, evaluation_records(v->work, v->pool, month, one->subject, one->who, item->code, &rows, &v->e));
        for (size_t p = 0; p < item->part_count; p++)
            assert_part_explained(&item->parts[p], &rows);
    }
}

static void records_explain_the_figures(void **state)
{
    struct village *v = *state;
    struct rows rows;
    tell_september(v);
    struct evaluation one = list_of(v, "station01", "2026-09", "grid01");
    assert_explained(v, "2026-09", &one);

    DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "handling", &rows, &v->e));
    assert_string_equal(rows_text(&rows, 0, "kind"), "case"); /* what is missing comes first */
    assert_string_equal(rows_text(&rows, 0, "note"), "closed late");
    assert_string_equal(rows_text(&rows, 0, "on"), "2026-09-07");
    assert_string_equal(rows_text(&rows, 1, "note"), "overdue");
    assert_string_equal(rows_text(&rows, 2, "note"), "");
    DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "entry", &rows, &v->e));
    assert_string_equal(rows_text(&rows, 0, "text"), "文苑路18号 6幢1单元305");
    assert_string_equal(rows_text(&rows, 0, "note"), "not visited");
    assert_int_equal(evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "accurate", &rows, &v->e),
                     ERR_NOT_FOUND);
    assert_int_equal(evaluation_records(v->work, v->pool, "2026-09", NULL, GRID03, "entry", &rows, &v->e),
                     ERR_NOT_FOUND);
}

static void records_do_not_tell_what_a_confidential_case_is_about(void **state)
{
    struct village *v = *state;
    struct rows rows;
    tell_september(v);
    sql(v, "update case_file set title = '污水外溢', confidential = 1");
    act_as(v, "grid01");
    static const char *const items[] = {"handling", "solved", "satisfaction"};
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, items[i], &rows, &v->e));
        assert_true(rows.count > 0);
        for (size_t k = 0; k < rows.count; k++)
            assert_string_equal(rows_text(&rows, k, "text"), "confidential case");
    }
}

static void who_sees_what(void **state)
{
    static const struct {
        const char *login;
        size_t count;
    } views[] = {
        {"station01",  2},
        {"station02",  2},
        {"street01",   4},
        {"district01", 4},
        {"grid01",     1},
        {"grid04",     1},
    };
    struct village *v = *state;
    struct evaluation *list = NULL;
    struct rows rows;
    size_t count = 0;
    tell_september(v);
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        act_as(v, views[i].login);
        DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
        assert_int_equal(count, views[i].count);
    }
    act_as(v, "admin");
    assert_int_equal(evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e), ERR_DENIED);
    act_as(v, "member01"); /* is judged as an informant, and leads no grid */
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_int_equal(count, 0);
    act_as(v, "grid02"); /* sees the own line, with the rank in the community */
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_string_equal(list[0].login, "grid02");
    assert_int_equal(list[0].rank, 2);
    assert_int_equal(evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "entry", &rows, &v->e), ERR_DENIED);
    assert_int_equal(evaluation_show(v->work, v->pool, "2026-09", NULL, "grid01", &list[0], &v->e), ERR_NOT_FOUND);
    assert_int_equal(evaluation_list(v->work, v->pool, "2026-13", NULL, &list, &count, &v->e), ERR_INVALID);
    assert_int_equal(evaluation_list(v->work, v->pool, "2026-11", NULL, &list, &count, &v->e), ERR_INVALID);
}

static void equal_totals_share_a_rank(void **state)
{
    struct village *v = *state;
    struct evaluation *list = NULL;
    size_t count = 0;
    tell_september(v); /* grid01 is first, the other three have nothing */
    act_as(v, "district01");
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_string_equal(list[0].login, "grid01");
    for (size_t i = 1; i < count; i++)
        assert_int_equal(list[i].rank, 2);
    assert_int_equal(list[0].last_rank, 0); /* nothing is kept of August */
}

static void leaders_are_those_who_led_in_the_month(void **state)
{
    struct village *v = *state;
    struct evaluation *list = NULL;
    size_t count = 0;
    /* grid01 leaves on the 10th and MEMBER01 follows; grid02 leaves on the 20th and nobody follows; grid03 had gone in
     * August; grid04 begins in October. */
    sql(v, "update post set to_on = '2026-09-10' where id = 1;"
           "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
           " values (20, 5, 'grid_leader', 6, '2026-09-11', 0, 0, 0, 0);"
           "update post set to_on = '2026-09-20' where id = 2;"
           "update post set to_on = '2026-08-31' where id = 3;"
           "update post set from_on = '2026-10-01' where id = 4;");
    act_as(v, "district01");
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        assert_true(list[i].who == GRID01 || list[i].who == MEMBER01 || list[i].who == GRID02);
        assert_int_equal(list[i].days, list[i].who == GRID01 ? 10 : list[i].who == GRID02 ? 30 : 20);
    }
    DONE(v, evaluation_list(v->work, v->pool, "2026-08", NULL, &list, &count, &v->e));
    assert_int_equal(count, 3); /* grid01, grid02 and grid03 */
}

/* Made on the 15th, taken back the same day: it held on no day. */
static void a_post_that_was_a_slip_leads_nothing(void **state)
{
    struct village *v = *state;
    struct evaluation *list = NULL;
    size_t count = 0;
    sql(v, "update post set to_on = '2026-08-31' where id = 2;"
           "insert into post (id, account, role, area, from_on, to_on, created_by, created_at, updated_by, updated_at)"
           " values (20, 5, 'grid_leader', 7, '2026-09-15', '2026-09-14', 0, 0, 0, 0);");
    act_as(v, "station01");
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].who, GRID01);
}

/* Nobody can have visited a household before it was there. */
static void who_moved_in_after_the_month_was_not_due_in_it(void **state)
{
    struct village *v = *state;
    sql(v, pool_format(v->pool,
                       "update household set created_at = %lld where id in (701, 702);"
                       "update household set created_at = %lld where id = 703",
                       (long long)at("2026-10-01 00:00"), (long long)at("2026-09-30 23:59")));
    struct evaluation one = list_of(v, "station01", "2026-09", "grid02");
    assert_near(item_of(&one, "entry")->denominator, 8);
    assert_explained(v, "2026-09", &one);
}

static void somebody_with_two_grids_answers_for_both(void **state)
{
    struct village *v = *state;
    sql(v, "update post set to_on = '2026-08-31' where id = 2;"
           "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
           " values (20, 1, 'grid_leader', 7, '2026-09-01', 0, 0, 0, 0);");
    struct evaluation one = list_of(v, "station01", "2026-09", "grid01");
    assert_near(item_of(&one, "entry")->denominator, 20);
    assert_own_total(v, "grid01", "2026-09");
    sql(v, "update post set from_on = '2026-09-02' where id = 1;"); /* now the second is the one that is read first */
    assert_own_total(v, "grid01", "2026-09");
}

static void a_running_month_counts_what_is_overdue_by_now(void **state)
{
    struct village *v = *state; /* it is 21 October */
    tell_case(v, &(struct told_case){
                     .id = 1, .area = GRID_1, .reported_at = at("2026-10-15 08:00"), .due_at = at("2026-10-20 08:00")});
    tell_case(v, &(struct told_case){
                     .id = 2, .area = GRID_1, .reported_at = at("2026-10-20 08:00"), .due_at = at("2026-10-25 08:00")});
    struct evaluation one = list_of(v, "station01", "2026-10", "grid01");
    assert_item(&one, "handling", 0, 1, 0, 15 * 100.0 / 50);
}

static void a_frozen_month_stays_as_it_was(void **state)
{
    struct village *v = *state;
    int64_t changed = 0;
    struct rows before, after;
    tell_september(v);
    struct evaluation was = list_of(v, "station01", "2026-09", "grid01");
    act_as(v, "grid01");
    assert_int_equal(evaluation_freeze(v->work, "2026-09", &changed, &v->e), ERR_DENIED);
    act_as(v, "station01");
    assert_int_equal(evaluation_freeze(v->work, "2026-10", &changed, &v->e), ERR_STATE); /* it is not over */
    assert_int_equal(evaluation_publish(v->work, "2026-09", &changed, &v->e), ERR_STATE);
    DONE(v, evaluation_compute(v->work, "2026-09", &changed, &v->e));
    DONE(v, evaluation_compute(v->work, "2026-09", &changed, &v->e));
    assert_int_equal(changed, 4); /* two leaders, an informant, the community */
    struct evaluation computed = list_of(v, "station01", "2026-09", "grid01");
    assert_string_equal(computed.state, "computed");
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    assert_int_equal(changed, 4); /* two leaders, an informant, the community */
    DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "handling", &before, &v->e));

    sql(v, "update case_file set closed_at = null, state = 'handling', area = 7, title = 'x';"
           "update visit set deleted_at = 1; update household set deleted_at = 1; delete from case_step;"
           "update scheme_item set weight = 1; update post set area = 7 where id = 1;");
    struct evaluation is = list_of(v, "station01", "2026-09", "grid01");
    assert_string_equal(is.state, "frozen");
    assert_near(is.total, was.total);
    assert_string_equal(is.grade, was.grade);
    assert_int_equal(is.rank, 1);
    assert_int_equal(is.count, was.count);
    for (size_t i = 0; i < is.count; i++) {
        assert_string_equal(is.items[i].label, was.items[i].label);
        assert_int_equal(is.items[i].counts, was.items[i].counts);
        assert_near(is.items[i].score, was.items[i].score);
        assert_near(is.items[i].numerator, was.items[i].numerator);
    }
    assert_explained(v, "2026-09", &is);
    DONE(v, evaluation_records(v->work, v->pool, "2026-09", NULL, GRID01, "handling", &after, &v->e));
    assert_int_equal(before.count, after.count);
    for (size_t i = 0; i < before.count; i++)
        for (size_t c = 0; c < before.columns; c++)
            assert_string_equal(rows_text(&before, i, before.names[c]), rows_text(&after, i, before.names[c]));

    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    assert_int_equal(changed, 0);
    DONE(v, evaluation_publish(v->work, "2026-09", &changed, &v->e));
    assert_int_equal(changed, 4); /* two leaders, an informant, the community */
    assert_string_equal(list_of(v, "grid01", "2026-09", "grid01").state, "published");
    assert_own_total(v, "grid01", "2026-09");
    assert_string_equal(list_of(v, "district01", "2026-09", "grid03").state, "open"); /* not this station's */
    assert_int_equal(list_of(v, "station01", "2026-10", "grid01").last_rank, 1);
}

static void a_grid_frozen_under_one_leader_is_not_judged_again(void **state)
{
    struct village *v = *state;
    struct evaluation *list = NULL;
    size_t count = 0;
    int64_t changed = 0;
    act_as(v, "station01");
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    sql(v, "update post set to_on = '2026-08-31' where id = 1;"
           "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
           " values (20, 5, 'grid_leader', 6, '2026-09-01', 0, 0, 0, 0);");
    DONE(v, evaluation_list(v->work, v->pool, "2026-09", NULL, &list, &count, &v->e));
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list[i].state, "frozen");
}

static void a_frozen_month_closes_the_diary(void **state)
{
    struct village *v = *state;
    int64_t id = 0, open = 0, changed = 0;
    act_as(v, "grid01");
    struct record *september =
        record_with("on", "2026-09-15 10:00", "channel", "1", "household", "601", "text", "九月的走访记录一条。", NULL);
    struct record *october = record_copy(september);
    record_set(october, "on", "2026-10-15 10:00");
    DONE(v, visit_add(v->work, september, &id, NULL, NULL, &v->e));
    DONE(v, visit_add(v->work, october, &open, NULL, NULL, &v->e));
    act_as(v, "station01");
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    act_as(v, "grid01");
    struct record *change = record_with("version", "1", "outcome", "补记", NULL);
    assert_int_equal(visit_change(v->work, id, change, NULL, NULL, &v->e), ERR_STATE);
    assert_int_equal(visit_delete(v->work, id, 1, &v->e), ERR_STATE);
    assert_int_equal(visit_add(v->work, september, &id, NULL, NULL, &v->e), ERR_STATE);
    record_set(change, "on", "2026-09-20 10:00"); /* nor can another month's entry be moved into it */
    assert_int_equal(visit_change(v->work, open, change, NULL, NULL, &v->e), ERR_STATE);
    record_set(change, "on", "2026-10-20 10:00");
    DONE(v, visit_change(v->work, open, change, NULL, NULL, &v->e));
    act_as(v, "grid03"); /* the other community's month is open */
    record_set(september, "household", "801");
    DONE(v, visit_add(v->work, september, &id, NULL, NULL, &v->e));
    record_free(&september);
    record_free(&october);
    record_free(&change);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_month_worked_by_hand),
        IN_VILLAGE(what_has_no_base_does_not_count),
        cmocka_unit_test(the_arithmetic),
        IN_VILLAGE(records_explain_the_figures),
        IN_VILLAGE(records_do_not_tell_what_a_confidential_case_is_about),
        IN_VILLAGE(who_sees_what),
        IN_VILLAGE(equal_totals_share_a_rank),
        IN_VILLAGE(leaders_are_those_who_led_in_the_month),
        IN_VILLAGE(a_post_that_was_a_slip_leads_nothing),
        IN_VILLAGE(who_moved_in_after_the_month_was_not_due_in_it),
        IN_VILLAGE(somebody_with_two_grids_answers_for_both),
        IN_VILLAGE(a_running_month_counts_what_is_overdue_by_now),
        IN_VILLAGE(a_frozen_month_stays_as_it_was),
        IN_VILLAGE(a_grid_frozen_under_one_leader_is_not_judged_again),
        IN_VILLAGE(a_frozen_month_closes_the_diary),
    };
    return cmocka_run_group_tests_name("evaluation", tests, NULL, NULL);
}

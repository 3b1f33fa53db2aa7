#include "ledger.h"

#include "wangge/base/array.h"
#include "wangge/work/evaluation_preview.h"

#define ROUNDS 25

static struct evaluation_preview preview_of(struct village *v, const char *login)
{
    struct evaluation_preview out;
    act_as(v, login);
    DONE(v, evaluation_preview(v->work, v->pool, &out, &v->e));
    return out;
}

static const struct evaluation_gain *gain_of(const struct evaluation_preview *preview, const char *measure)
{
    for (size_t i = 0; i < preview->count; i++)
        if (strcmp(preview->gains[i].measure, measure) == 0)
            return &preview->gains[i];
    return NULL;
}

static unsigned next(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* Some of October: entries of the leader, cases closed in time, late, open in time, overdue, once sent back. */
static void tell_some_month(struct village *v, unsigned seed)
{
    unsigned visits = next(&seed, 12), cases = next(&seed, 9);
    for (unsigned i = 0; i < visits; i++)
        tell_visit(v, &(struct told_visit){.id = 1 + i,
                                           .household = HOUSEHOLD(GRID_1, 1 + next(&seed, 10)),
                                           .area = GRID_1,
                                           .by = GRID01,
                                           .at = at("2026-10-02 09:00") + next(&seed, 18) * 86400,
                                           .valid = next(&seed, 4) != 0});
    for (unsigned i = 0; i < cases; i++) {
        bool closed = next(&seed, 2) == 0;
        int64_t reported = at("2026-10-01 08:00") + next(&seed, 15) * 86400;
        int64_t due = closed ? reported + 86400 * 3 : at("2026-10-18 08:00") + next(&seed, 12) * 86400;
        tell_case(v, &(struct told_case){.id = 1 + i,
                                         .area = GRID_1,
                                         .reported_at = reported,
                                         .due_at = due,
                                         .closed_at = closed ? reported + next(&seed, 6) * 86400 : 0,
                                         .rework = next(&seed, 5) == 0,
                                         .self_handled = closed && next(&seed, 2)});
    }
}

static int64_t next_visit = 1000;

static void visit(struct village *v, int64_t household, int64_t by)
{
    tell_visit(v, &(struct told_visit){.id = next_visit++,
                                       .household = household,
                                       .area = GRID_1,
                                       .by = by,
                                       .at = at("2026-10-21 15:00"),
                                       .valid = true});
}

/* What a line of the preview offers is done. */
static void do_deeds(struct village *v, const struct evaluation_preview *preview, const struct evaluation_gain *gain,
                     int64_t by)
{
    struct rows rows;
    DONE(v, evaluation_preview_rows(v->work, v->pool, preview, gain, &rows, &v->e));
    if (strcmp(gain->measure, "diary") == 0)
        for (int i = 0; i < gain->deeds; i++)
            visit(v, 0, by); /* at no door */
    for (size_t i = 0; i < rows.count && i < (size_t)gain->deeds; i++) {
        if (strcmp(rows_text(&rows, i, "kind"), "household") == 0)
            visit(v, rows_int(&rows, i, "id"), by);
        else
            sql(v, pool_format(v->pool, "update case_file set closed_at = %lld, state = 'closed' where id = %lld",
                               (long long)at("2026-10-21 15:00"), (long long)rows_int(&rows, i, "id")));
    }
}

static void assert_promise_kept(struct village *v, const char *measure, int64_t by, bool also)
{
    struct evaluation_preview before = preview_of(v, "grid01");
    const struct evaluation_gain *gain = gain_of(&before, measure);
    if (gain == NULL)
        return;
    sql(v, "begin");
    do_deeds(v, &before, gain, by);
    struct evaluation_preview after = preview_of(v, "grid01");
    sql(v, "rollback");
    double promised = gain->all + (also ? gain->also : 0), got = after.now.total - before.now.total;
    if (got < promised - 1e-6 || got > promised + 1e-6)
        fail_msg("%s: %d deeds promised %.6f and brought %.6f", measure, gain->deeds, promised, got);
}

static void doing_what_is_offered_brings_what_was_promised(void **state)
{
    struct village *v = *state;
    for (unsigned seed = 1; seed <= ROUNDS; seed++) {
        sql(v, "delete from visit; delete from case_file");
        tell_some_month(v, seed);
        assert_promise_kept(v, "entry", MEMBER01, false); /* somebody else goes there: no entry of the leader's */
        assert_promise_kept(v, "entry", GRID01, true);
        assert_promise_kept(v, "diary", GRID01, false);
        assert_promise_kept(v, "timely", GRID01, false);
    }
}

static void one_more_deed_brings_what_the_next_one_was_said_to(void **state)
{
    struct village *v = *state;
    for (unsigned seed = 1; seed <= ROUNDS; seed++) {
        sql(v, "delete from visit; delete from case_file");
        tell_some_month(v, seed);
        struct evaluation_preview before = preview_of(v, "grid01");
        const struct evaluation_gain *gain = gain_of(&before, "entry");
        if (gain == NULL)
            continue;
        struct rows rows;
        DONE(v, evaluation_preview_rows(v->work, v->pool, &before, gain, &rows, &v->e));
        assert_int_equal(rows.count, gain->deeds);
        visit(v, rows_int(&rows, 0, "id"), MEMBER01);
        assert_near(preview_of(v, "grid01").now.total - before.now.total, gain->each);
    }
}

static void what_brings_most_comes_first_and_nothing_that_brings_nothing(void **state)
{
    struct village *v = *state;
    for (unsigned seed = 1; seed <= ROUNDS; seed++) {
        sql(v, "delete from visit; delete from case_file");
        tell_some_month(v, seed);
        struct evaluation_preview preview = preview_of(v, "grid01");
        for (size_t i = 0; i < preview.count; i++) {
            assert_true(preview.gains[i].all > 0 && preview.gains[i].deeds > 0);

            if (i > 0 && preview.gains[i].unknown == preview.gains[i - 1].unknown)
                assert_true(preview.gains[i].all <= preview.gains[i - 1].all);
        }
    }
}

/* Two items of 60 and 40: a share of 8 in 10, an amount of 5 in 20. */
static struct evaluation example(void)
{
    struct evaluation one = {
        .judged = true,
        .count = 2,
        .items = {{.code = "entry",
                   .counts = true,
                   .full_weight = 60,
                   .part_count = 1,
                   .parts = {{.measure = "entry", .factor = 1, .counts = true, .numerator = 8, .denominator = 10}}},
                  {.code = "diary",
                   .counts = true,
                   .full_weight = 40,
                   .target = 20,
                   .part_count = 1,
                   .parts = {{.measure = "diary",
                              .factor = 1,
                              .amount = true,
                              .counts = true,
                              .numerator = 5,
                              .denominator = 20}}}}
    };
    evaluation_rate(&one);
    evaluation_score(&one);
    return one;
}

static void the_arithmetic(void **state)
{
    struct evaluation one = example();
    (void)state;
    assert_near(one.total, 48 + 10);
    evaluation_do(&one, "entry", 1, 0);
    assert_near(one.total, 54 + 10); /* one household of ten: 6 points */
    evaluation_do(&one, "diary", 3, 0);
    assert_near(one.total, 54 + 16); /* three entries of twenty: 6 points */
    one = example();
    assert_int_equal(evaluation_worth(&one, "entry", 2, 1, 0), 2);
    assert_int_equal(evaluation_worth(&one, "diary", 100, 1, 0), 15); /* twenty are full marks */
    assert_int_equal(evaluation_worth(&one, "diary", 0, 1, 0), 0);
    one.items[0].target = 0.85; /* 8.5 of ten are full marks: one more household, or nothing */
    evaluation_rate(&one);
    evaluation_score(&one);
    assert_int_equal(evaluation_worth(&one, "entry", 2, 1, 0), 1);
}

static void more_done_never_scores_less(void **state)
{
    struct evaluation one = example();
    double before = one.total;
    (void)state;
    for (int i = 0; i < 40; i++) {
        evaluation_do(&one, i % 2 ? "entry" : "diary", 1, 0);
        assert_true(one.total >= before - 1e-9);
        before = one.total;
    }
    assert_near(one.total, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(doing_what_is_offered_brings_what_was_promised),
        IN_VILLAGE(one_more_deed_brings_what_the_next_one_was_said_to),
        IN_VILLAGE(what_brings_most_comes_first_and_nothing_that_brings_nothing),
        cmocka_unit_test(the_arithmetic),
        cmocka_unit_test(more_done_never_scores_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is kept of a frozen month gives the same figures for ever, whatever becomes of the registers. */
#include "hand_month.h"

#include "wangge/work/scheme.h"

static const char *const subjects[] = {"grid_leader", "informant", "sunk", "station", "department"};

static void freeze_month(struct village *v)
{
    int64_t changed = 0;
    tell_month(v);
    sql(v, "insert into unit (id, name, area, version, created_by, created_at, updated_by, updated_at)"
           " values (7, '示例单位', 2, 1, 0, 0, 0, 0);"
           "update case_file set lead = 7;");
    act_as(v, "district01");
    DONE(v, evaluation_compute(v->work, "2026-09", &changed, &v->e));
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    assert_int_equal(changed, 21 + 1 + 3 + 1); /* leaders, an informant, communities, a unit */
}

/* Everything that the figures rested on. */
static void change_everything(struct village *v)
{
    sql(v,
        "delete from case_step; update case_file set state = 'void', closed_at = null, area = 6, lead = null;"
        "update visit set deleted_at = 1, counts = 0, valid = 0, grade = '4'; update household set deleted_at = 1;"
        "update post set to_on = '2026-08-01'; update deputy set to_on = '2020-01-01';"
        "update leave set deleted_at = 1; update grid set deleted_at = 1; update unit set deleted_at = 1;"
        "update evaluation_point set withdrawn_at = 1; update scheme_target set target = 1;"
        "update scheme_item set weight = 1, target = 3, formula = 'entry'; update scheme set cap = 0, least_days = 31;"
        "insert into scheme (id, name, subject, area, from_month, version, cap, least_days, made_by, made_at)"
        " values (90, 'x', 'grid_leader', null, '2026-09', 2, 0, 0, 0, 0);"
        "insert into scheme_item (scheme, position, item, formula, weight, target, label_en, label_zh, help_en, "
        "help_zh) values (90, 1, 'entry', 'entry', 1, 0, '', '', '', '');");
}

static void assert_same(const struct evaluation *was, const struct evaluation *is)
{
    assert_near(is->base, was->base);
    assert_near(is->points, was->points);
    assert_near(is->total, was->total);
    assert_string_equal(is->grade, was->grade);
    assert_int_equal(is->veto, was->veto);
    assert_int_equal(is->judged, was->judged);
    assert_int_equal(is->count, was->count);
    for (size_t i = 0; i < is->count; i++) {
        assert_string_equal(is->items[i].code, was->items[i].code);
        assert_int_equal(is->items[i].counts, was->items[i].counts);
        assert_near(is->items[i].numerator, was->items[i].numerator);
        assert_near(is->items[i].denominator, was->items[i].denominator);
        assert_near(is->items[i].weight, was->items[i].weight);
        assert_near(is->items[i].score, was->items[i].score);
    }
}

static void reckoned_again_it_is_the_same_for_ever(void **state)
{
    struct village *v = *state;
    struct evaluation *before[5], *after = NULL;
    size_t counts[5], count = 0;
    int64_t changed = 0;
    freeze_month(v);
    for (size_t s = 0; s < 5; s++)
        DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &before[s], &counts[s], &v->e));
    DONE(v, evaluation_publish(v->work, "2026-09", &changed, &v->e));
    change_everything(v);
    for (size_t s = 0; s < 5; s++) {
        DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &after, &count, &v->e));
        assert_int_equal(count, counts[s]);
        for (size_t i = 0; i < count; i++) {
            struct evaluation again;
            assert_same(&before[s][i], &after[i]);
            DONE(v, evaluation_again(v->work, v->pool, after[i].id, &again, &v->e));
            assert_same(&before[s][i], &again);
            assert_string_equal(after[i].state, "published");
        }
    }
}

/* What is frozen is what was shown while the month was open. */
static void freezing_changes_no_figure(void **state)
{
    struct village *v = *state;
    struct evaluation *open[5], *frozen = NULL;
    size_t counts[5], count = 0;
    int64_t changed = 0;
    tell_month(v);
    act_as(v, "district01");
    for (size_t s = 0; s < 5; s++)
        DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &open[s], &counts[s], &v->e));
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    for (size_t s = 0; s < 5; s++) {
        DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &frozen, &count, &v->e));
        assert_int_equal(count, counts[s]);
        for (size_t i = 0; i < count; i++) {
            assert_same(&open[s][i], &frozen[i]);
            assert_int_equal(open[s][i].rank, frozen[i].rank);
        }
    }
}

/* After freezing, what an appeal changes is reckoned from what was kept, and stored. */
static void an_appeal_accepted_later_is_reckoned_with(void **state)
{
    struct village *v = *state;
    struct evaluation was, is;
    freeze_month(v);
    was = shown(v, NULL, "g43");
    add_appeal(v, LEFT, "entry", "entry", "household", 4303, "count", 0);
    change_everything(v);
    sql(v, "begin");
    DONE(v, evaluation_renew(v->work, was.id, &v->e));
    sql(v, "commit");
    is = shown(v, NULL, "g43");
    assert_figures(&is, "entry", 3, 10, 0.3); /* it was 2 of 10 */
    assert_near(is.total - was.total, 20 * 0.1 / 30 * 100);
    assert_string_equal(is.state, "frozen");
}

static void a_frozen_scheme_cannot_be_changed(void **state)
{
    struct village *v = *state;
    struct scheme scheme;
    int64_t id = 0, copy = 0;
    freeze_month(v);
    act_as(v, "street01");
    id = number(v, "select id from scheme where subject = 'grid_leader'");
    DONE(v, scheme_read(v->work, v->pool, id, &scheme, &v->e));
    assert_true(scheme.used);
    assert_int_equal(scheme_set(v->work, id, &scheme, &v->e), ERR_DENIED); /* everywhere's, not the street's */
    assert_int_equal(scheme_copy(v->work, id, STREET, "2026-09", NULL, &copy, &v->e), ERR_STATE);
    assert_int_equal(scheme_copy(v->work, id, 0, "2026-10", NULL, &copy, &v->e), ERR_DENIED);
    DONE(v, scheme_copy(v->work, id, STREET, "2026-10", "街道方案", &copy, &v->e));
    assert_int_equal(scheme_copy(v->work, id, STREET, "2026-10", NULL, &copy, &v->e), ERR_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(reckoned_again_it_is_the_same_for_ever),
        IN_VILLAGE(freezing_changes_no_figure),
        IN_VILLAGE(an_appeal_accepted_later_is_reckoned_with),
        IN_VILLAGE(a_frozen_scheme_cannot_be_changed),
    };
    return cmocka_run_group_tests_name("evaluation_kept", tests, NULL, NULL);
}

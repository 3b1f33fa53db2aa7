/* What holds of every evaluation, whatever the month: tried with random ones. SEED and ROUNDS choose others. */
#include "month.h"

#include "wangge/base/array.h"
#include "wangge/base/random.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/work/scheme.h"

#include <math.h>

#define ROUNDS 12
#define DAYS   30
#define SUNK01 12
#define HUSHED "zqhushed" /* the title of a confidential case */

static struct dice dice;

static long rounds(void)
{
    const char *seed = getenv("SEED"), *text = getenv("ROUNDS");
    dice_seed(&dice, seed == NULL ? 2610 : strtoull(seed, NULL, 10));
    return text == NULL ? ROUNDS : strtol(text, NULL, 10);
}

static const char *random_time(struct village *v)
{
    return pool_format(v->pool, "2026-09-%02u %02u:%02u", 1 + dice_below(&dice, DAYS), dice_below(&dice, 24),
                       dice_below(&dice, 60));
}

static void add_random_visit(struct village *v, int64_t id)
{
    int grid = GRID_1 + (int)dice_below(&dice, 4);
    tell_visit(v, &(struct told_visit){.id = id,
                                       .household = HOUSEHOLD(grid, 1 + (int)dice_below(&dice, 10)),
                                       .area = grid,
                                       .by = dice_below(&dice, 4) == 0 ? MEMBER01 : grid - GRID_1 + GRID01,
                                       .at = at(random_time(v)) - (dice_below(&dice, 3) == 0 ? 40 * DAY_SECONDS : 0),
                                       .valid = dice_below(&dice, 5) != 0});
    sql(v, pool_format(v->pool, "update visit set grade = '%s', kind = '%s', kinds = '%s', counts = %d where id = %lld",
                       (const char *[]){"", "", "1", "2", "3", "4"}[dice_below(&dice, 6)],
                       (const char *[]){"visit", "visit", "visit", "patrol", "meeting"}[dice_below(&dice, 5)],
                       dice_below(&dice, 3) == 0 ? "2" : "", dice_below(&dice, 10) != 0, (long long)id));
}

static void add_random_case(struct village *v, int64_t id)
{
    int64_t reported = at(random_time(v)), closed = reported + (int64_t)dice_below(&dice, 10 * DAY_SECONDS);
    int grid = GRID_1 + (int)dice_below(&dice, 4);
    bool open = dice_below(&dice, 3) == 0;
    tell_case(v, &(struct told_case){.id = id,
                                     .area = grid,
                                     .reported_at = reported,
                                     .due_at = reported + (int64_t)dice_below(&dice, 12 * DAY_SECONDS),
                                     .closed_at = open ? 0 : closed,
                                     .state = dice_below(&dice, 10) == 0 ? "void" : NULL,
                                     .rework = dice_below(&dice, 4) == 0,
                                     .self_handled = dice_below(&dice, 2) == 0});
    sql(v, pool_format(v->pool,
                       "update case_file set created_by = %d, lead = %s where id = %lld;"
                       "update case_file set confidential = 1, title = '" HUSHED "' where id %% 3 = 0;"
                       "insert into case_clock (id, case_file, stage, kind, amount, began_at, due_at, ended_at) values"
                       " (%lld, %lld, '%s', 'hours', 0, 0, %lld, %s)",
                       dice_below(&dice, 2) == 0 ? MEMBER01 : grid - GRID_1 + GRID01,
                       dice_below(&dice, 2) == 0 ? "7" : "null", (long long)id, (long long)id, (long long)id,
                       dice_below(&dice, 2) == 0 ? "acceptance" : "verification", (long long)at(random_time(v)),
                       dice_below(&dice, 3) == 0 ? "null" : or_null(v, at(random_time(v)))));
    if (!open)
        tell_call_back(v, id, id, closed, pool_format(v->pool, "%u", 1 + dice_below(&dice, 3)));
}

/* Each scheme gets every measure of its subject, one an item. */
static void measure_everything(struct village *v)
{
    sql(v, "delete from scheme_item");
    for (size_t i = 0; i < measure_count(); i++) {
        const struct measure m = measure_at(i);
        sql(v,
            pool_format(v->pool,
                        "insert into scheme_item (scheme, position, item, formula, weight, target, label_en,"
                        " label_zh, help_en, help_zh) select id, %zu, '%s', '%s', %zu, %s, '', '', '', '' from scheme"
                        " where ' %s ' like '%% ' || subject || ' %%'",
                        i, m.name, m.name, 3 + i, m.amount ? "6" : "0", m.subjects));
    }
}

static int random_grid(void)
{
    return GRID_1 + (int)dice_below(&dice, 4);
}

static const char *random_day(struct village *v)
{
    return pool_format(v->pool, "2026-09-%02u", 1 + dice_below(&dice, DAYS));
}

static bool one_of(uint32_t n)
{
    return dice_below(&dice, n) == 0;
}

/* What asks for visits: rules, promises, follow-ups, the items of a sweep. */
static void add_random_asking(struct village *v, int i)
{
    int grid = random_grid();
    long long household = HOUSEHOLD(grid, 1 + (int)dice_below(&dice, 10));
    sql(v,
        pool_format(
            v->pool,
            "insert into visit_need (area, household, place, rule, person, since, period, days, channel, must, again)"
            " values (%d, %lld, 0, 'r%d', 0, %lld, '%s', 30, '%s', %d, %d);"
            "update visit set next_on = '%s' where id = %d;"
            "insert into follow_up (id, area, household, kind, object, text, due_on, made_by, made_at, ended_at)"
            " values (%d, %d, %lld, 'asked', 0, 'x', '%s', 8, %lld, %s);"
            "insert into sweep_item (id, sweep, object, household, area, area_then, title, late, open, outcome, "
            "done_at)"
            " values (%d, 1, %d, %lld, %d, %d, 'x', %d, %s)",
            grid, household, i, (long long)(at(random_time(v)) - 30 * DAY_SECONDS),
            (const char *[]){"week", "half_month", "month", "once"}[dice_below(&dice, 4)], one_of(3) ? "1" : "",
            !one_of(5), one_of(6), random_day(v), 3 * i, i, grid, household, random_day(v),
            (long long)(at(random_time(v)) - 20 * DAY_SECONDS), one_of(5) ? "1" : "null", i, i, household, grid, grid,
            one_of(5),
            one_of(2) ? "1, '', null" : pool_format(v->pool, "0, 'none', %lld", (long long)at(random_time(v)))));
}

/* Somebody else's findings: fields of a spot check, calls to households. */
static void add_random_finding(struct village *v, int i)
{
    int grid = random_grid();
    const char *verdict =
        (const char *[]){"correct", "correct", "wrong", "missing", "not_met", "not_applicable"}[dice_below(&dice, 6)];
    sql(v,
        pool_format(
            v->pool,
            "insert into spot_check_item (id, spot_check, door, position, area, household, kind, object, field, value,"
            " verdict, corrected, problem, at) values (%d, 1, %d, 1, %d, %lld, 'household', 1, 'phone', '', '%s', 0,"
            " '', %lld);"
            "insert into return_visit (id, visit, area, state, tries, phone, visited, satisfaction, text, look_text,"
            " made_by, made_at, at) select %d, v.id, v.area, 'done', 1, '', 'yes', '%s', '', '', 8, 0, %lld from visit"
            " v where v.id = %d and v.household is not null",
            i, i, grid, (long long)HOUSEHOLD(grid, 1), verdict, (long long)at(random_time(v)), i,
            (const char *[]){"1", "2", "3", ""}[dice_below(&dice, 4)], (long long)at(random_time(v)), i));
}

static void add_drill(struct village *v, int id, int leader, int grid, int right, int asked, const char *ended)
{
    sql(v, pool_format(v->pool,
                       "insert into drill (id, leader, made_by, area, seed, asked, right_count, started_at, put_at,"
                       " ended_at) values (%d, %d, %d, %d, 1, %d, %d, 0, 0, %lld)",
                       id, leader, leader, grid, asked, right, (long long)at(ended)));
}

/* Filled fields, and what is counted of them. */
static void fill_registers(struct village *v)
{
    sql(v, pool_format(v->pool,
                       "update person set phone = case when id %% %u = 0 then '13900001111' else '' end;"
                       "delete from row_count",
                       2 + dice_below(&dice, 5)));
    for (size_t i = 0; i < table_count(); i++)
        if (completeness_is_asked(table_at(i)))
            sql(v, pool_format(v->pool,
                               "insert into row_count (table_name, area, rows, asked, filled) select '%s', t.area,"
                               " count(*), sum(%s), sum(%s) from \"%s\" t where t.deleted_at is null group by t.area",
                               table_at(i)->name, table_at(i)->asked, table_at(i)->filled, table_at(i)->stored_in));
}

/* One leader has a second grid for a part of the month, or for all of it; another comes in the month, is away, has a
 * deputy. */
static void random_posts(struct village *v)
{
    sql(v, "delete from deputy; delete from leave; delete from post where id > 11 and role <> 'sunk';"
           "update post set from_on = '2020-01-01', to_on = null");
    if (one_of(2))
        add_post(v, GRID01, "grid_leader", GRID_2, one_of(2) ? "2020-01-01" : random_day(v), "");
    if (one_of(2))
        sql(v, pool_format(v->pool, "update post set to_on = '%s' where id = 2", random_day(v)));
    if (one_of(2))
        add_post(v, GRID03, "grid_leader", GRID_3, random_day(v), "2026-09-28");
    if (one_of(2))
        sql(v, "insert into leave (id, account, kind, from_on, to_on, area, version, created_by, created_at,"
               " updated_by, updated_at) values (1, 4, '1', '2026-09-07', '2026-09-16', 9, 1, 0, 0, 0, 0)");
    if (one_of(4))
        sql(v, "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at) values"
               " (1, 4, 4, 5, '2026-09-08', '2026-09-10', '', 0, 0)");
}

static void random_rest(struct village *v)
{
    sql(v, "insert into sweep (id, no, name, table_name, secret, area, from_on, until_on, state, created_by,"
           " created_at, updated_by, updated_at) values (1, 'ZX', 'x', 'person', 0, 3, '2026-09-01', '2026-09-20',"
           " 'open', 8, 0, 8, 0);"
           "insert into spot_check (id, no, name, area, how, amount, fields, per_door, blind, seed, method, frame,"
           " frame_sum, doors, items, checked, counted, correct, drawn_by, drawn_at) values (1, 'CC', 'x', 3, 'total',"
           " 1, '', 0, 0, 1, '', 0, '', 0, 0, 0, 0, 0, 8, 0)");
    for (int i = 1; i <= 20; i++)
        add_random_asking(v, i);
    for (int i = 1; i <= 30; i++)
        add_random_finding(v, i);
    for (int i = 1; i <= 8; i++) {
        int grid = random_grid();
        add_drill(v, i, one_of(3) ? GRID01 : grid - GRID_1 + GRID01, grid, (int)dice_below(&dice, 11),
                  10 + 5 * (int)dice_below(&dice, 2), random_time(v));
    }
    fill_registers(v);
    random_posts(v);
}

static void random_month(struct village *v)
{
    sql(v, "begin; delete from return_visit; delete from spot_check_item; delete from spot_check; delete from"
           " sweep_item; delete from sweep; delete from follow_up; delete from visit_need; delete from drill;"
           "delete from case_step; delete from case_clock; delete from case_file; delete from visit;"
           "delete from evaluation_point");
    for (int i = 1; i <= 60; i++)
        add_random_visit(v, i);
    for (int i = 1; i <= 40; i++)
        add_random_case(v, i);
    sql(v, "update visit set created_by = 12 where id % 7 = 0 and exists (select 1 from account where id = 12);"
           "update case_file set created_by = 12 where id % 5 = 0 and exists (select 1 from account where id = 12)");
    random_rest(v);
    if (dice_below(&dice, 2) == 0)
        add_points(v, GRID01, "points", (double)dice_below(&dice, 30) - 15);
    sql(v, "commit");
}

static void begin_months(struct village *v)
{
    sql(v, "insert into unit (id, name, area, version, created_by, created_at, updated_by, updated_at)"
           " values (7, '示例单位', 2, 1, 0, 0, 0, 0);"
           "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
           " values (12, 'sunk01', '示例丑', '', 0, 0, 0, 0)");
    add_post(v, SUNK01, "sunk", COMMUNITY_A, "2020-01-01", "");
    measure_everything(v);
}

static void assert_sums(const struct evaluation *one)
{
    double weights = 0, base = 0;
    for (size_t i = 0; i < one->count; i++) {
        weights += one->items[i].weight;
        base += one->items[i].score;
        assert_true(one->items[i].rate >= 0 && one->items[i].rate <= 1);
        assert_true(one->items[i].counts || one->items[i].score == 0);
    }
    assert_near(weights, 100);
    assert_near(base, one->base);
    assert_true(one->total >= 0 && one->total <= 100 + one->cap);
}

/* Every measure of the item: its records add up to its figures. */
static void assert_explained(struct village *v, const struct evaluation *one, bool seen[64])
{
    for (size_t i = 0; i < one->count; i++) {
        const struct evaluation_part *part = &one->items[i].parts[0];
        struct rows rows;
        double counted = 0, due = 0;
        if (!one->items[i].counts)
            continue;
        DONE(v,
             evaluation_records(v->work, v->pool, "2026-09", one->subject, one->who, one->items[i].code, &rows, &v->e));
        for (size_t k = 0; k < rows.count; k++) {
            counted += rows_real(&rows, k, "counted");
            due += rows_real(&rows, k, "due");
            assert_null(strstr(rows_text(&rows, k, "text"), HUSHED));
        }
        double asked = part->amount ? 0 : part->denominator;
        if (fabs(counted - part->numerator) > 1e-9 || fabs(due - asked) > 1e-9)
            fail_msg("%s of %s %s: records tell %g of %g, the figure is %g of %g", part->measure, one->subject,
                     one->login, counted, due, part->numerator, asked);
        for (size_t m = 0; m < measure_count(); m++)
            seen[m] = seen[m] || (rows.count > 0 && strcmp(measure_at(m).name, part->measure) == 0);
    }
}

static const char *const subjects[] = {"grid_leader", "informant", "sunk", "station", "department"};

static void weights_sum_to_100_and_records_to_figures(void **state)
{
    struct village *v = *state;
    bool seen[64] = {false};
    begin_months(v);
    for (long round = rounds(); round > 0; round--) {
        random_month(v);
        act_as(v, "district01");
        for (size_t s = 0; s < COUNT_OF(subjects); s++) {
            struct evaluation *list = NULL;
            size_t count = 0;
            DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &list, &count, &v->e));
            assert_true(count > 0);
            for (size_t i = 0; i < count; i++) {
                if (!list[i].judged)
                    continue;
                assert_sums(&list[i]);
                assert_explained(v, &list[i], seen);
            }
        }
    }
    for (size_t m = 0; m < measure_count(); m++)
        if (!seen[m])
            fail_msg("nobody had a record of %s", measure_at(m).name);
}

static double total_of(struct village *v, int leader)
{
    struct evaluation one = {0};
    DONE(v, evaluation_show(v->work, v->pool, "2026-09", NULL, pool_format(v->pool, "grid0%d", leader), &one, &v->e));
    return one.total;
}

/* The first drill makes an item count that did not before: only another one never lowers anything. */
static bool has_drill(struct village *v, int leader)
{
    const struct evaluation one = shown(v, NULL, pool_format(v->pool, "grid0%d", leader));
    return !one.judged || item_of(&one, "familiarity")->counts;
}

/* A case that is open still is closed in time by the program's measure: its limit is moved, not its day. */
static void close_in_time(struct village *v, int grid)
{
    sql(v, pool_format(v->pool,
                       "update case_file set due_at = closed_at where id = (select min(id) from case_file where area = "
                       "%d and closed_at > due_at);"
                       "update case_file set closed_at = %lld, due_at = %lld, rework = 0, state = 'closed'"
                       " where id = (select min(id) from case_file where area = %d and closed_at is null)",
                       grid, (long long)at("2026-09-30 20:00"), (long long)at("2026-09-30 21:00"), grid));
}

static void more_done_never_scores_less(void **state)
{
    struct village *v = *state;
    for (long round = rounds(); round > 0; round--) {
        int leader = 1 + (int)dice_below(&dice, 4), grid = GRID_1 + leader - 1;
        random_month(v);
        /* A drill that was held, and registers that are counted: what may grow better is there. */
        sql(v, pool_format(v->pool,
                           "delete from row_count;"
                           "insert into row_count (table_name, area, rows, filled, asked) values ('x', %d, 1, %u, 50)",
                           grid, dice_below(&dice, 40)));
        act_as(v, "district01");
        double before = total_of(v, leader), after;
        for (int64_t id = 1000; id < 1012; id++) {
            tell_visit(v, &(struct told_visit){.id = id,
                                               .household = HOUSEHOLD(grid, 1 + (int)dice_below(&dice, 10)),
                                               .area = grid,
                                               .by = leader,
                                               .at = at(random_time(v)),
                                               .valid = true});
            after = total_of(v, leader);
            assert_true(after >= before - 1e-9); /* a visit, which is an entry of the diary too */
            before = after;
        }
        close_in_time(v, grid);
        after = total_of(v, leader);
        assert_true(after >= before - 1e-9);
        before = after;
        sql(v, "update row_count set filled = filled + 5 where table_name = 'x'");
        after = total_of(v, leader);
        assert_true(after >= before - 1e-9); /* fields that were filled */
        before = after;
        for (int id = 100; id < 104; id++) { /* another drill, in whatever grid */
            bool was_there = has_drill(v, leader);
            add_drill(v, id, leader, leader == GRID01 && one_of(2) ? GRID_2 : grid, (int)dice_below(&dice, 11), 10,
                      random_time(v));
            after = total_of(v, leader);
            assert_true(after >= before - 1e-9 || !was_there);
            before = after;
        }
    }
}

/* Of an amount and of a share, whatever the formula: a greater numerator never gives less. */
static void a_greater_numerator_never_gives_less(void **state)
{
    (void)state;
    for (long round = rounds() * 100; round > 0; round--) {
        struct evaluation less = {.judged = true, .cap = 10, .count = 1 + dice_below(&dice, 6)}, more;
        for (size_t i = 0; i < less.count; i++) {
            struct evaluation_item *item = &less.items[i];
            *item = (struct evaluation_item){.full_weight = 1 + dice_below(&dice, 30),
                                             .target = dice_below(&dice, 2) == 0 ? 0 : 0.85,
                                             .part_count = 1 + dice_below(&dice, 3)};
            for (size_t p = 0; p < item->part_count; p++)
                item->parts[p] = (struct evaluation_part){.factor = 0.2 + dice_below(&dice, 8) / 10.0,
                                                          .amount = dice_below(&dice, 3) == 0,
                                                          .numerator = dice_below(&dice, 10),
                                                          .denominator = dice_below(&dice, 12)};
        }
        more = less;
        more.items[0].parts[dice_below(&dice, (uint32_t)more.items[0].part_count)].numerator += 1;
        evaluation_rate(&less);
        evaluation_score(&less);
        evaluation_rate(&more);
        evaluation_score(&more);
        assert_true(more.total >= less.total - 1e-9);
    }
}

/* The same rows with the numbers that they have when they are entered the other way round. */
static void the_order_of_entry_never_matters(void **state)
{
    struct village *v = *state;
    for (long round = rounds(); round > 0; round--) {
        double before[4];
        random_month(v);
        act_as(v, "district01");
        for (int i = 0; i < 4; i++)
            before[i] = total_of(v, i + 1);
        sql(v, "begin; pragma defer_foreign_keys = on;"
               "update return_visit set visit = 100000 - visit, id = 100000 - id;"
               "update visit set id = 100000 - id, no = 'W-' || id;"
               "update case_clock set id = 100000 - id; update follow_up set id = 100000 - id;"
               "update sweep_item set id = 100000 - id; update spot_check_item set id = 100000 - id;"
               "update drill set id = 100000 - id; commit");
        for (int i = 0; i < 4; i++)
            assert_near(total_of(v, i + 1), before[i]);
    }
}

/* One item of each subject. */
static const char *const first_items[] = {"entry", "own_entry", "own_entry", "reviewed", "unit_timely"};

static bool is_below(const struct evaluation *one, const char *path)
{
    return strncmp(one->path, path, strlen(path)) == 0;
}

static void scope_never_leaks(void **state)
{
    static const struct {
        const char *login, *path;
        bool own;
    } actors[] = {
        {"station01",  "0001000100010001",     false},
        {"station02",  "0001000100010002",     false},
        {"street01",   "000100010001",         false},
        {"district01", "00010001",             false},
        {"grid01",     "00010001000100010001", true },
        {"grid04",     "00010001000100020002", true },
    };
    struct village *v = *state;
    begin_months(v);
    rounds();
    random_month(v);
    for (size_t a = 0; a < COUNT_OF(actors); a++)
        for (size_t s = 0; s < COUNT_OF(subjects); s++) {
            struct evaluation *list = NULL;
            struct rows rows;
            size_t count = 0;
            act_as(v, actors[a].login);
            DONE(v, evaluation_list(v->work, v->pool, "2026-09", subjects[s], &list, &count, &v->e));
            assert_true(!actors[a].own || count <= 1);
            for (size_t i = 0; i < count; i++)
                assert_true(is_below(&list[i], actors[a].path));
            for (int64_t who = 1; who <= 12; who++) { /* leaders, areas, a unit: by their numbers */
                bool mine = false;
                for (size_t i = 0; i < count; i++)
                    mine = mine || (list[i].who == who && list[i].judged);
                enum err r =
                    evaluation_records(v->work, v->pool, "2026-09", subjects[s], who, first_items[s], &rows, &v->e);
                assert_int_equal(r == ERR_NONE, mine);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(weights_sum_to_100_and_records_to_figures),
        IN_VILLAGE(more_done_never_scores_less),
        cmocka_unit_test(a_greater_numerator_never_gives_less),
        IN_VILLAGE(the_order_of_entry_never_matters),
        IN_VILLAGE(scope_never_leaks),
    };
    return cmocka_run_group_tests_name("evaluation_property", tests, NULL, NULL);
}

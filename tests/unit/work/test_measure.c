/* Every figure of the evaluation against a second calculation: plain loops over the raw rows, for random months. */
#include "ledger.h"

#include "wangge/base/array.h"
#include "wangge/base/random.h"

#define SMALL_GRID  30 /* lies in the first grid */
#define SMALL_HOUSE 650
#define VISITS      400
#define CASES       160
#define CALLS       120
#define GRIDS       4
#define FIRST_DAY   "2026-05-01"
#define DAYS        173 /* to 20 October; now is the 21st */

struct call {
    int64_t of_case, at;
    int satisfaction;
};

struct ledger {
    struct told_visit visits[VISITS];
    struct told_case cases[CASES];
    struct call calls[CALLS];
};

static int64_t random_instant(struct dice *dice)
{
    day_t first = 0;
    assert_true(date_parse(FIRST_DAY, &first));
    return day_start(first) + (int64_t)dice_below(dice, DAYS * (uint32_t)DAY_SECONDS);
}

static int64_t random_area(struct dice *dice, int64_t *household)
{
    int grid = GRID_1 + (int)dice_below(dice, GRIDS);
    bool small = grid == GRID_1 && dice_below(dice, 3) == 0;
    *household = small ? SMALL_HOUSE : HOUSEHOLD(grid, 1 + (int)dice_below(dice, HOUSEHOLDS_OF_A_GRID));
    return small ? SMALL_GRID : grid;
}

static void draw_visit(struct dice *dice, int64_t id, struct told_visit *out)
{
    static const int64_t writers[] = {GRID01, GRID02, GRID03, GRID04, MEMBER01};
    *out = (struct told_visit){.id = id,
                               .by = writers[dice_below(dice, COUNT_OF(writers))],
                               .at = random_instant(dice),
                               .valid = dice_below(dice, 5) != 0,
                               .deleted = dice_below(dice, 12) == 0};
    out->area = random_area(dice, &out->household);
    if (dice_below(dice, 2) == 0 && out->area < SMALL_GRID) /* mostly leaders in their own grids */
        out->by = out->area - GRID_1 + GRID01;
}

static void draw_case(struct dice *dice, int64_t id, struct told_case *out)
{
    int64_t household = 0, limit = 3600 * (2 + (int64_t)dice_below(dice, 240));
    *out = (struct told_case){.id = id,
                              .reported_at = random_instant(dice),
                              .self_handled = dice_below(dice, 2) == 0,
                              .rework = dice_below(dice, 4) == 0 ? 1 + (int)dice_below(dice, 3) : 0};
    out->area = random_area(dice, &household);
    if (dice_below(dice, 15) != 0)
        out->due_at = out->reported_at + limit;
    if (dice_below(dice, 5) != 0)
        out->closed_at = out->reported_at + (int64_t)dice_below(dice, (uint32_t)limit * 3 / 2);
    if (out->closed_at > clock_now())
        out->closed_at = 0;
    if (out->closed_at != 0 && dice_below(dice, 10) == 0)
        out->state = "void";
    if (dice_below(dice, 25) == 0)
        *out = (struct told_case){.id = id, .area = out->area, .state = "draft"};
}

static void draw_ledger(struct village *v, struct dice *dice, struct ledger *out)
{
    sql(v, "begin; delete from case_step; delete from case_file; delete from visit;");
    for (int i = 0; i < VISITS; i++) {
        draw_visit(dice, i + 1, &out->visits[i]);
        tell_visit(v, &out->visits[i]);
    }
    for (int i = 0; i < CASES; i++) {
        draw_case(dice, i + 1, &out->cases[i]);
        tell_case(v, &out->cases[i]);
    }
    for (int i = 0; i < CALLS; i++) {
        const struct told_case *of = &out->cases[dice_below(dice, CASES)];
        out->calls[i] = (struct call){of->id, random_instant(dice), 1 + (int)dice_below(dice, 3)};
        if (of->closed_at != 0 && out->calls[i].at > of->closed_at)
            out->calls[i].at = of->closed_at; /* the workflow calls nobody back after the end */
        tell_call_back(v, i + 1, out->calls[i].of_case, out->calls[i].at,
                       pool_format(v->pool, "%d", out->calls[i].satisfaction));
    }
    sql(v, "commit");
    pool_reset(v->pool);
}

/* The second calculation. */

static int grid_of(int64_t area)
{
    return area == SMALL_GRID ? GRID_1 : (int)area;
}

static bool in_month(int64_t instant, const char *month)
{
    char of[MONTH_TEXT];
    month_of(day_of(instant), of);
    return instant != 0 && strcmp(of, month) == 0;
}

struct figure {
    double numerator, denominator, rate;
};

static void add_household(const struct ledger *l, int64_t household, const char *month, struct figure *f)
{
    day_t first = 0, last = 0, before = INT32_MIN;
    bool visited = false;
    month_parse(month, &first, &last);
    for (int i = 0; i < VISITS; i++) {
        const struct told_visit *t = &l->visits[i];
        if (t->household != household || t->deleted)
            continue;
        visited = visited || in_month(t->at, month);
        if (day_of(t->at) < first && day_of(t->at) > before)
            before = day_of(t->at);
    }
    if (before >= last - 91)
        return; /* not due */
    f->denominator++;
    f->numerator += visited;
}

static struct figure entry(const struct ledger *l, int grid, const char *month)
{
    struct figure f = {0};
    for (int n = 1; n <= HOUSEHOLDS_OF_A_GRID; n++)
        add_household(l, HOUSEHOLD(grid, n), month, &f);
    if (grid == GRID_1)
        add_household(l, SMALL_HOUSE, month, &f);
    f.rate = f.denominator > 0 ? f.numerator / f.denominator : 0;
    return f;
}

static struct figure handling(const struct ledger *l, int grid, const char *month)
{
    struct figure f = {0};
    double closed = 0, reworked = 0;
    day_t first = 0, last = 0;
    month_parse(month, &first, &last);
    int64_t end = day_start(last + 1), seen = clock_now() < end ? clock_now() : end;
    for (int i = 0; i < CASES; i++) {
        const struct told_case *c = &l->cases[i];
        if (grid_of(c->area) != grid || (c->state != NULL && strcmp(c->state, "void") == 0))
            continue;
        if (in_month(c->closed_at, month)) {
            closed++;
            reworked += c->rework > 0;
            f.denominator++;
            f.numerator += c->due_at == 0 || c->closed_at <= c->due_at;
        } else if (c->due_at != 0 && c->due_at < seen && (c->closed_at == 0 || c->closed_at >= end)) {
            f.denominator++;
        }
    }
    if (f.denominator > 0)
        f.rate = 0.7 * f.numerator / f.denominator + (closed > 0 ? 0.3 * (1 - reworked / closed) : 0);
    return f;
}

static struct figure solved(const struct ledger *l, int grid, const char *month)
{
    struct figure f = {0};
    for (int i = 0; i < CASES; i++) {
        const struct told_case *c = &l->cases[i];
        if (grid_of(c->area) == grid && in_month(c->reported_at, month) &&
            (c->state == NULL || strcmp(c->state, "void") != 0)) {
            f.denominator++;
            f.numerator += c->self_handled && c->closed_at != 0;
        }
    }
    f.rate = f.denominator > 0 ? f.numerator / f.denominator / 0.85 : 0;
    f.rate = f.rate > 1 ? 1 : f.rate;
    return f;
}

static struct figure satisfaction(const struct ledger *l, int grid, const char *month)
{
    static const double worth[] = {0, 1, 0.8, 0};
    struct figure f = {0};
    for (int i = 0; i < CALLS; i++) {
        const struct call *c = &l->calls[i];
        if (grid_of(l->cases[c->of_case - 1].area) == grid && in_month(c->at, month)) {
            f.denominator++;
            f.numerator += worth[c->satisfaction];
        }
    }
    f.rate = f.denominator > 0 ? f.numerator / f.denominator : 0;
    return f;
}

static struct figure diary(const struct ledger *l, int grid, const char *month)
{
    struct figure f = {.denominator = 20};
    for (int i = 0; i < VISITS; i++) {
        const struct told_visit *t = &l->visits[i];
        f.numerator += grid_of(t->area) == grid && t->by == grid - GRID_1 + GRID01 && t->valid && !t->deleted &&
                       in_month(t->at, month);
    }
    f.rate = f.numerator >= 20 ? 1 : f.numerator / 20;
    return f;
}

static const struct {
    const char *item;
    double weight;
    struct figure (*calculate)(const struct ledger *l, int grid, const char *month);
} items[] = {
    {"entry",        20, entry       },
    {"handling",     15, handling    },
    {"solved",       5,  solved      },
    {"satisfaction", 10, satisfaction},
    {"diary",        10, diary       },
};

static void compare(struct village *v, const struct ledger *l, const char *month, const struct evaluation *one)
{
    double weights = 0, total = 0, shares = 0;
    struct figure figures[COUNT_OF(items)];
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        figures[i] = items[i].calculate(l, (int)one->area, month);
        weights += figures[i].denominator > 0 ? items[i].weight : 0;
    }
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        const struct evaluation_item *item = item_of(one, items[i].item);
        struct rows rows;
        double counted = 0;
        assert_int_equal(item->counts, figures[i].denominator > 0);
        if (!item->counts)
            continue;
        assert_near(item->numerator, figures[i].numerator);
        assert_near(item->denominator, figures[i].denominator);
        assert_near(item->rate, figures[i].rate);
        assert_near(item->weight, items[i].weight * 100 / weights);
        total += figures[i].rate * items[i].weight * 100 / weights;
        shares += item->weight;
        DONE(v, evaluation_records(v->work, v->pool, month, NULL, one->who, item->code, &rows, &v->e));
        for (size_t k = 0; k < rows.count; k++)
            if (strcmp(rows_text(&rows, k, "measure"), item->parts[0].measure) == 0)
                counted += rows_real(&rows, k, "counted");
        assert_near(counted, figures[i].numerator);
    }
    assert_near(shares, 100);
    assert_near(one->total, total);
}

static void random_months_agree_with_a_second_calculation(void **state)
{
    static const char *const months[] = {"2026-06", "2026-08", "2026-09", "2026-10"};
    struct village *v = *state;
    struct ledger *ledger = calloc(1, sizeof *ledger);
    struct dice dice;
    const char *seed = getenv("SEED"), *rounds = getenv("ROUNDS");
    dice_seed(&dice, seed == NULL ? 1021 : strtoull(seed, NULL, 10));
    sql(v,
        "insert into area (id, parent, level, code, name, initials, path, created_by, created_at, updated_by,"
        " updated_at) values (30, 6, 6, '3210030010010101', '小网格', 'xwg', '000100010001000100010001', 0, 0, 0, 0);"
        "insert into household (id, area, no, address, version, created_by, created_at, updated_by, updated_at)"
        " values (650, 30, '050', '小', 1, 0, 0, 0, 0);");
    for (long round = rounds == NULL ? 8 : strtol(rounds, NULL, 10); round > 0; round--) {
        draw_ledger(v, &dice, ledger);
        act_as(v, "district01");
        for (size_t m = 0; m < COUNT_OF(months); m++) {
            struct evaluation *list = NULL;
            size_t count = 0;
            DONE(v, evaluation_list(v->work, v->pool, months[m], NULL, &list, &count, &v->e));
            assert_int_equal(count, GRIDS);
            for (size_t i = 0; i < count; i++)
                compare(v, ledger, months[m], &list[i]);
        }
    }
    free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(random_months_agree_with_a_second_calculation),
    };
    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}

/* Figures of cases, reckoned by hand for a small office; and for any cases the parts make the whole. */
#include "case_story.h"

#include "wangge/base/random.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/statistics.h"

#define HOUR 3600

/* A case as it lies there; times in hours from the start of 2026-10-12, closed 0 is open, due 0 is without a limit. */
struct given {
    int id, area;
    const char *category, *state;
    int reported, due, closed;
    int rework, returns;
    const char *satisfaction, *outcome;
    int self, confidential, merged_into;
    const char *unit, *source, *level;
};

static const char *instant_of(struct village *v, int hours)
{
    return hours == 0 ? "null"
                      : pool_format(v->pool, "%lld", (long long)(at("2026-10-12 00:00") + (int64_t)hours * HOUR));
}

static void put(struct village *v, const struct given *g)
{
    sql(v,
        pool_format(v->pool,
                    "insert into case_file (id, no, title, text, category, area, place, urgency, state, unit, result,"
                    " satisfaction, rework, self_handled, reported_at, due_at, closed_at, returns, outcome,"
                    " confidential, merged_into, source, level, version, created_by, created_at, updated_by,"
                    " updated_at) values (%d, 'SJ-20261012-%04d', '示例事件', '', '%s', %d, '', '1', '%s', '%s', '',"
                    " '%s', %d, %d, %s, %s, %s, %d, '%s', %d, %s, '%s', '%s', 1, %d, 0, 0, 0)",
                    g->id, g->id, g->category, g->area, g->state, g->unit ? g->unit : "", g->satisfaction, g->rework,
                    g->self, instant_of(v, g->reported), instant_of(v, g->due), instant_of(v, g->closed), g->returns,
                    g->outcome, g->confidential, g->merged_into ? pool_format(v->pool, "%d", g->merged_into) : "null",
                    g->source ? g->source : "1", g->level ? g->level : "grid", GRID04));
}

// clang-format off
static const struct given office[] = {
    /* closed: in time after 10 hours; late after 50; without a limit after 30; in time after 30, of another community */
    {1, GRID_1,      "050101", "closed",      8,  20, 18, 0, 0, "1", "solved",  1, 0, 0, NULL,     "1", "grid"},
    {2, GRID_1,      "050102", "closed",      10, 40, 60, 2, 1, "2", "solved",  0, 0, 0, "示例所", "8", "station"},
    {3, GRID_2,      "0601",   "archived",    10, 0,  40, 0, 0, "",  "settled", 0, 0, 0, NULL,     "1", "station"},
    {4, GRID_3,      "02",     "closed",      10, 41, 40, 0, 0, "3", "settled", 1, 0, 0, NULL,     "1", "grid"},
    /* open: over its time; with time left; suspended before its time was over; given back once */
    {5, GRID_1,      "0501",   "reported",    20, 30, 0,  0, 0, "",  "",        0, 0, 0, NULL,     "1", "grid"},
    {6, GRID_2,      "05",     "handling",    20, 999, 0, 1, 2, "",  "",        0, 0, 0, "示例所", "1", "street"},
    {7, COMMUNITY_A, "05",     "handling",    20, 50, 0,  0, 0, "",  "",        1, 0, 0, "示例所", "1", "station"},
    /* nobody counts these: a draft, a void one, one that was merged, refused ones */
    {11, GRID_1,     "05",     "draft",       20, 0,  0,  0, 0, "",  "",        0, 0, 0, NULL,     "1", "grid"},
    {12, GRID_1,     "05",     "void",        20, 30, 40, 1, 1, "1", "",        1, 0, 0, NULL,     "1", "grid"},
    {13, GRID_1,     "05",     "closed",      20, 30, 25, 1, 1, "1", "merged",  1, 0, 1, NULL,     "1", "grid"},
    {14, GRID_1,     "05",     "closed",      20, 30, 25, 1, 1, "1", "refused", 1, 0, 0, NULL,     "1", "grid"},
    /* and this one is told to those alone who may see it */
    {15, GRID_1,     "0501",   "closed",      20, 30, 25, 0, 0, "1", "settled", 0, 1, 0, NULL,     "1", "grid"},
};
// clang-format on

static void settle(struct village *v)
{
    for (size_t i = 0; i < sizeof office / sizeof office[0]; i++)
        put(v, &office[i]);
    sql(v, pool_format(v->pool, "update case_file set stopped_at = %s where id = 7", instant_of(v, 45)));
}

static struct case_selection october(void)
{
    struct case_selection selection;
    struct error e;
    case_selection_begin(&selection);
    assert_int_equal(case_selection_period(&selection, "2026-10", "", &e), ERR_NONE);
    return selection;
}

struct told {
    struct statistics_row *rows;
    size_t count;
    struct figures sum;
};

static struct told told(struct village *v, const char *login, enum statistics_by by, const struct case_selection *s)
{
    struct told t;
    act_as(v, login);
    DONE(v, statistics_read(v->work, v->pool, by, s, &t.rows, &t.count, &t.sum, &v->e));
    return t;
}

static const struct figures *row(const struct told *t, const char *label)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->rows[i].label, label) == 0 || strcmp(t->rows[i].key, label) == 0)
            return &t->rows[i].figures;
    fail_msg("no row %s", label);
    return NULL;
}

static const char *figure(struct village *v, const struct figures *f, const char *code)
{
    for (size_t i = 0; i < figure_count(); i++) {
        struct figure one = figure_at(i);
        if (strcmp(one.code, code) == 0)
            return figure_text(v->pool, f, &one);
    }
    fail_msg("no figure %s", code);
    return NULL;
}

#define ASSERT_FIGURE(v, f, code, text) assert_string_equal(figure(v, f, code), text)

static void the_figures_of_a_small_office(void **state)
{
    struct village *v = *state;
    struct case_selection s = october();
    settle(v);
    struct told t = told(v, "station01", BY_AREA, &s); /* 1 2 3 5 6 7: the confidential one is not theirs */
    ASSERT_FIGURE(v, &t.sum, "reported", "6");
    ASSERT_FIGURE(v, &t.sum, "closed", "3");
    ASSERT_FIGURE(v, &t.sum, "open", "3");
    ASSERT_FIGURE(v, &t.sum, "overdue", "1");          /* 5; the clock of 7 stands since before its time was over */
    ASSERT_FIGURE(v, &t.sum, "in_time", "50.0%");      /* 1, of 1 2; 3 had no limit */
    ASSERT_FIGURE(v, &t.sum, "rework", "33.3%");       /* 2, of 1 2 3; 6 is open */
    ASSERT_FIGURE(v, &t.sum, "returned", "2");         /* 2 6 */
    ASSERT_FIGURE(v, &t.sum, "satisfaction", "90.0%"); /* (1 + 0.8) / 2: nobody was reached for 3 */
    ASSERT_FIGURE(v, &t.sum, "in_grid", "16.7%!");     /* 1 of 6; 7 is not closed; below the target */
    ASSERT_FIGURE(v, &t.sum, "hours", "30.0");         /* (10 + 50 + 30) / 3 */
    ASSERT_FIGURE(v, row(&t, "甲一网格"), "reported", "3");
    ASSERT_FIGURE(v, row(&t, "甲一网格"), "hours", "30.0"); /* (10 + 50) / 2 */
    ASSERT_FIGURE(v, row(&t, "甲二网格"), "in_time", "-");  /* nothing to divide by */
    ASSERT_FIGURE(v, row(&t, "甲二网格"), "satisfaction", "-");
    ASSERT_FIGURE(v, row(&t, "甲社区"), "reported", "1"); /* what lies in no grid */
    assert_int_equal(t.count, 3);
}

static void it_is_divided_in_six_ways(void **state)
{
    struct village *v = *state;
    struct case_selection s = october();
    settle(v);
    struct told t = told(v, "street01", BY_CATEGORY, &s);
    ASSERT_FIGURE(v, row(&t, "05"), "reported", "6");
    ASSERT_FIGURE(v, row(&t, "06"), "reported", "1");
    assert_true(t.rows[1].deeper);
    statistics_narrow(&s, BY_CATEGORY, &t.rows[1]); /* 05 */
    t = told(v, "street01", BY_CATEGORY, &s);
    ASSERT_FIGURE(v, row(&t, "05"), "reported", "2"); /* told no further */
    ASSERT_FIGURE(v, row(&t, "0501"), "reported", "4");
    s = october();
    t = told(v, "street01", BY_UNIT, &s);
    ASSERT_FIGURE(v, row(&t, "示例所"), "reported", "3");
    ASSERT_FIGURE(v, row(&t, ""), "reported", "5");
    t = told(v, "street01", BY_SOURCE, &s);
    ASSERT_FIGURE(v, row(&t, "8"), "reported", "1");
    t = told(v, "street01", BY_LEVEL, &s);
    ASSERT_FIGURE(v, row(&t, "station"), "reported", "3");
    t = told(v, "street01", BY_MONTH, &s);
    assert_int_equal(t.count, 1);
    ASSERT_FIGURE(v, row(&t, "2026-10"), "reported", "8");
}

/* A leader counts the grid, a station its community, a street all; and nobody what lies elsewhere. */
static void everybody_counts_their_own_area(void **state)
{
    static const struct {
        const char *login;
        int64_t reported;
    } cases[] = {
        {"grid01",     3},
        {"grid03",     1},
        {"station01",  6},
        {"station02",  1},
        {"street01",   8}, /* with the confidential one */
        {"district01", 8},
    };
    struct village *v = *state;
    struct case_selection s = october();
    settle(v);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int by = 0; by < STATISTICS_BY_COUNT; by++) {
            struct told t = told(v, cases[i].login, (enum statistics_by)by, &s);
            assert_int_equal(t.sum.reported, cases[i].reported);
        }
    struct told t;
    s.area = COMMUNITY_B;
    act_as(v, "station01");
    assert_int_equal(statistics_read(v->work, v->pool, BY_AREA, &s, &t.rows, &t.count, &t.sum, &v->e), ERR_NOT_FOUND);
    assert_int_equal(told(v, "street01", BY_AREA, &s).sum.reported, 1);
    act_as(v, "member01");
    assert_int_equal(statistics_read(v->work, v->pool, BY_AREA, &s, &t.rows, &t.count, &t.sum, &v->e), ERR_DENIED);
}

static void the_cases_behind_a_number_are_as_many(void **state)
{
    struct village *v = *state;
    struct case_selection s = october();
    settle(v);
    for (int by = 0; by < STATISTICS_BY_COUNT; by++) {
        struct told t = told(v, "station01", (enum statistics_by)by, &s);
        for (size_t i = 0; i < t.count; i++) {
            struct case_selection one = s;
            struct rows rows;
            int64_t total = 0;
            if (by == BY_AREA && t.rows[i].area == COMMUNITY_A)
                continue; /* with its grids it is the whole */
            statistics_narrow(&one, (enum statistics_by)by, &t.rows[i]);
            DONE(v, statistics_cases(v->work, v->pool, &one, 0, 100, &rows, &total, &v->e));
            assert_int_equal(total, t.rows[i].figures.reported);
            assert_int_equal(rows.count, total);
        }
    }
}

/* --- any cases ---------------------------------------------------------------------------------------------------- */

static void put_any(struct village *v, struct dice *dice, int id)
{
    static const char *const categories[] = {"01", "02", "0204", "020406", "05", "0501", "050101", "050102", "060101"};
    static const char *const states[] = {"reported", "handling", "closed", "closed", "archived", "void", "draft"};
    static const char *const said[] = {"", "1", "2", "3", "4"};
    static const char *const units[] = {"", "示例所", "示例队"};
    static const char *const levels[] = {"grid", "station", "street", "district"};
    static const char *const sources[] = {"1", "4", "8"};
    static const char *const outcomes[] = {"solved", "settled", "refused"};
#define ANY(list) list[dice_below(dice, sizeof list / sizeof list[0])]
    const char *state = ANY(states);
    bool closed = strcmp(state, "closed") == 0 || strcmp(state, "archived") == 0;
    int reported = 1 + (int)dice_below(dice, 600);
    struct given g = {.id = id,
                      .area = STREET + (int)dice_below(dice, 7),
                      .category = ANY(categories),
                      .state = state,
                      .reported = reported,
                      .due = dice_below(dice, 4) == 0 ? 0 : reported + 1 + (int)dice_below(dice, 90),
                      .closed = closed ? reported + 1 + (int)dice_below(dice, 90) : 0,
                      .rework = (int)dice_below(dice, 2),
                      .returns = (int)dice_below(dice, 2),
                      .satisfaction = closed ? ANY(said) : "",
                      .outcome = closed ? ANY(outcomes) : "",
                      .self = (int)dice_below(dice, 2),
                      .confidential = dice_below(dice, 9) == 0,
                      .merged_into = id > 1 && dice_below(dice, 9) == 0 ? 1 : 0,
                      .unit = ANY(units),
                      .source = ANY(sources),
                      .level = ANY(levels)};
#undef ANY
    put(v, &g);
}

static void assert_same(const struct figures *a, const struct figures *b)
{
    assert_memory_equal(a, b, sizeof *a); /* numbers all through */
}

static void add(struct figures *to, const struct figures *from)
{
    int64_t *into = (int64_t *)to;
    const int64_t *part = (const int64_t *)from;
    for (size_t i = 0; i < sizeof *to / sizeof *into; i++)
        into[i] += part[i];
}

/* The sum of the rows below each row, down to where nothing is deeper. */
static void descend(struct village *v, const char *login, enum statistics_by by, const struct case_selection *s,
                    int *looked)
{
    struct told t = told(v, login, by, s);
    struct figures sum = {0};
    for (size_t i = 0; i < t.count; i++) {
        add(&sum, &t.rows[i].figures);
        if (!t.rows[i].deeper)
            continue;
        struct case_selection below = *s;
        statistics_narrow(&below, by, &t.rows[i]);
        struct told deeper = told(v, login, by, &below);
        assert_same(&deeper.sum, &t.rows[i].figures);
        ++*looked;
        descend(v, login, by, &below, looked);
    }
    assert_same(&sum, &t.sum);
}

static void the_parts_make_the_whole(void **state)
{
    static const char *const logins[] = {"grid01", "station01", "station02", "street01", "district01"};
    struct village *v = *state;
    struct case_selection s = october();
    struct dice dice;
    int looked = 0, id = 0;
    dice_seed(&dice, 20261021);
    assert_int_equal(case_selection_period(&s, "2026", "", &v->e), ERR_NONE);
    for (int round = 0; round < 6; round++) {
        sql(v, "begin");
        for (int i = 0; i < 60; i++)
            put_any(v, &dice, ++id);
        sql(v, "commit");
        for (size_t l = 0; l < sizeof logins / sizeof logins[0]; l++) {
            struct told whole = told(v, logins[l], BY_MONTH, &s);
            for (int by = 0; by < STATISTICS_BY_COUNT; by++) {
                struct told t = told(v, logins[l], (enum statistics_by)by, &s);
                assert_same(&t.sum, &whole.sum);
                descend(v, logins[l], (enum statistics_by)by, &s, &looked);
            }
        }
    }
    assert_true(looked > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(the_figures_of_a_small_office),   IN_VILLAGE(it_is_divided_in_six_ways),
        IN_VILLAGE(everybody_counts_their_own_area), IN_VILLAGE(the_cases_behind_a_number_are_as_many),
        IN_VILLAGE(the_parts_make_the_whole),
    };
    return cmocka_run_group_tests_name("statistics of cases", tests, NULL, NULL);
}

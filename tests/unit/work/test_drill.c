/* The familiarity drill: what is asked is of the own grid and has one right answer, a cut drill goes on, the best one
 * counts. */
#include "fixture.h"

#include "../../../src/work/drill_inside.h"

#include "wangge/base/random.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/title.h"
#include "wangge/work/policy.h"

#define PEOPLE 60
#define HOMES  14
#define WORLDS 6

struct somebody {
    const char *name, *door, *birth, *relation, *politics;
    int age;
    bool volunteer;
};

/* One grid as the test knows it. */
struct grid {
    const char *mark; /* in every name and door of it */
    int64_t area;
    size_t count;
    struct somebody people[PEOPLE];
};

static struct dice dice;

static uint32_t below(uint32_t n)
{
    return dice_below(&dice, n);
}

static int64_t put(struct office *o, const char *table, struct record *record)
{
    int64_t id = 0;
    done(o, table_add(o->work, table_find(table), record, &id, &o->e));
    record_free(&record);
    return id;
}

static int64_t put_home(struct office *o, struct grid *grid, int n, const char **door)
{
    struct record *record = record_new();
    const char *address = pool_format(o->pool, "%s路", grid->mark),
               *room = pool_format(o->pool, "%d0%d", n / 4 + 1, n % 4);
    record_set_int(record, "area", grid->area);
    record_set(record, "address", address);
    record_set(record, "building", n % 2 == 0 ? "1" : "2");
    record_set(record, "unit", "1");
    record_set(record, "room", room);
    record_set(record, "kinds", n % 3 == 0 ? "2" : n % 3 == 1 ? "" : "3,5");
    *door = door_text(o->pool, &(struct door){address, n % 2 == 0 ? "1" : "2", "1", room});
    return put(o, "household", record);
}

/* Few names, so that some are borne by several. */
static void put_somebody(struct office *o, struct grid *grid, int64_t home, const char *door, bool head)
{
    static const char *const relations[] = {"10", "20", "30", "51", "52"}, *const politics[] = {"01", "03", "13"};
    struct somebody *p = &grid->people[grid->count++];
    struct record *record = record_new();
    int year = 1930 + (int)below(96);
    *p = (struct somebody){.name = pool_format(o->pool, "%s%c", grid->mark, 'a' + (int)below(12)),
                           .door = door,
                           .birth = pool_format(o->pool, "%d-01-02", year),
                           .relation = head ? "02" : relations[below(5)],
                           .politics = politics[below(3)],
                           .age = 2026 - year,
                           .volunteer = below(3) == 0};
    record_set_int(record, "household", home);
    record_set(record, "name", p->name);
    record_set(record, "sex", "1");
    record_set(record, "birth", p->birth);
    record_set(record, "relation", p->relation);
    record_set(record, "politics", p->politics);
    int64_t id = put(o, "person", record);
    if (p->volunteer) {
        record = record_new();
        record_set_int(record, "person", id);
        record_set(record, "services", "1");
        put(o, "volunteer", record);
    }
}

static void fill_grid(struct office *o, struct grid *grid, const char *mark, int64_t area, int homes)
{
    *grid = (struct grid){.mark = mark, .area = area};
    work_become_local(o->work);
    for (int n = 0; n < homes; n++) {
        const char *door = "";
        int64_t home = put_home(o, grid, n, &door);
        for (uint32_t k = 0, of = 1 + below(4); k < of && grid->count < PEOPLE; k++)
            put_somebody(o, grid, home, door, k == 0);
    }
}

static const char *band(int age)
{
    return age <= 6    ? "0-6"
           : age <= 17 ? "7-17"
           : age <= 35 ? "18-35"
           : age <= 59 ? "36-59"
           : age <= 79 ? "60-79"
                       : "80+";
}

/* Is the option true of somebody whom the question may be about? Told anew, without what the program drew from. */
static bool is_true_of(struct office *o, const struct somebody *p, const char *code, const char *question,
                       const char *option)
{
    const struct {
        const char *code, *question, *answer;
    } rows[] = {
        {"head",                           pool_format(o->pool,                        "Who is the head of the household %s?",    p->door),
         strcmp(p->relation,                                                                                                                              "02") == 0 ? p->name : ""},
        {"member",                         pool_format(o->pool,                        "Who of these lives at %s?",               p->door),     p->name },
        {"door",             pool_format(o->pool,                      "Where does %s live?",                                  p->name),      p->door        },
        {"age",           pool_format(o->pool,                                              "How old is %s (%s)?",                                  p->name, p->door),         band(p->age)                         },
        {"relation", pool_format(o->pool,                                    "What is %s to the head of %s?",                                  p->name,                                                                                                                  p->door),
         code_text("relation",                      p->relation)},
        {"politics",             pool_format(o->pool, "What is the political status of %s (%s)?",                                   p->name,     p->door),
         code_text("politics",p->politics)},
        {"register",                       pool_format(o->pool,                        "Which of these registers is %s (%s) in?", p->name,      p->door),
         p->volunteer ? table_label(table_find("volunteer")) : ""                                                                                                                 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].code, code) == 0)
            return strcmp(rows[i].question, question) == 0 && strcmp(rows[i].answer, option) == 0;
    return false;
}

static bool is_known(const char *code)
{
    static const char *const codes[] = {"head", "member", "door", "age", "relation", "politics", "register"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

static bool holds_policy(const struct somebody *p, const char *label)
{
    for (size_t i = 0; i < policy_count(); i++) {
        const struct policy *policy = policy_at(i);
        if (strcmp(policy_label(policy), label) == 0)
            return *policy->kinds == '\0' && *policy->registers == '\0' && p->age >= policy->age_from &&
                   p->age <= policy->age_to;
    }
    return false;
}

static bool is_true(struct office *o, const struct grid *grid, const struct drill_drawn *one, const char *option)
{
    const char *code = one->kind->code;
    for (size_t i = 0; i < grid->count; i++) {
        const struct somebody *p = &grid->people[i];
        if (is_true_of(o, p, code, one->question, option))
            return true;
        if (strcmp(code, "policy") == 0 && holds_policy(p, option) &&
            strcmp(one->question, pool_format(o->pool, "%s, %d (%s): which applies?", p->name, p->age, p->door)) == 0)
            return true;
    }
    return false;
}

static void look_at_options(struct office *o, const struct grid *grid, const struct drill_drawn *one)
{
    bool known = is_known(one->kind->code) || strcmp(one->kind->code, "policy") == 0;
    for (int i = 0; i < DRILL_OPTIONS; i++) {
        for (int k = 0; k < i; k++)
            assert_string_not_equal(one->options[i], one->options[k]);
        if (known && is_true(o, grid, one, one->options[i]) != (i == one->right))
            fail_msg("%s: %s: option %d, %s, is %s", one->kind->code, one->question, i + 1, one->options[i],
                     i == one->right ? "not right" : "right too");
    }
}

/* Names and doors bear the mark of their grid: that of another one never appears. */
static void look_for_others(const struct grid *grids, int own, const char *text)
{
    for (int g = 0; g < 3; g++)
        if (g != own && text != NULL && strstr(text, grids[g].mark) != NULL)
            fail_msg("of another grid: %s", text);
}

static void what_is_asked_is_of_the_own_grid_and_has_one_right_answer(void **state)
{
    struct office *o = *state;
    static const char *const leaders[] = {"grid01", "grid01b", "grid03"};
    const int64_t areas[] = {o->grid_a1, o->grid_a2, o->grid_b1};
    static const char *const marks[] = {"东丁", "西丙", "南乙"};
    struct grid grids[3];
    size_t seen = 0;

    dice_seed(&dice, 4);
    for (int g = 0; g < 3; g++)
        fill_grid(o, &grids[g], marks[g], areas[g], HOMES);
    for (int n = 0; n < WORLDS * 3; n++) {
        struct drill_drawn drawn[DRILL_MOST];
        int count = 0;
        office_act(o, leaders[n % 3]);
        done(o, drill_draw(o->work, o->pool, (uint64_t)n, DRILL_MOST, drawn, &count, &o->e));
        assert_int_equal(count, DRILL_MOST);
        for (int i = 0; i < count; i++) {
            look_for_others(grids, n % 3, drawn[i].question);
            look_for_others(grids, n % 3, drawn[i].answer);
            for (int k = 0; k < i; k++)
                assert_string_not_equal(drawn[i].question, drawn[k].question);
            for (int k = 0; k < DRILL_OPTIONS && drawn[i].options[0] != NULL; k++)
                look_for_others(grids, n % 3, drawn[i].options[k]);
            if (drawn[i].options[0] != NULL)
                look_at_options(o, &grids[n % 3], &drawn[i]);
            seen += is_known(drawn[i].kind->code);
        }
        assert_int_equal(drawn[0].kind->link, 1); /* the four in turn */
        assert_int_equal(drawn[1].kind->link, 2);
    }
    assert_true(seen > 100);
}

static void the_same_seed_draws_the_same(void **state)
{
    struct office *o = *state;
    struct drill_drawn one[DRILL_STANDARD], two[DRILL_STANDARD];
    struct grid grid;
    int count = 0;
    dice_seed(&dice, 9);
    fill_grid(o, &grid, "东丁", o->grid_a1, HOMES);
    office_act(o, "grid01");
    done(o, drill_draw(o->work, o->pool, 77, DRILL_STANDARD, one, &count, &o->e));
    done(o, drill_draw(o->work, o->pool, 77, DRILL_STANDARD, two, &count, &o->e));
    for (int i = 0; i < count; i++) {
        assert_string_equal(one[i].question, two[i].question);
        assert_int_equal(one[i].right, two[i].right);
        for (int k = 0; k < DRILL_OPTIONS && one[i].options[0] != NULL; k++)
            assert_string_equal(one[i].options[k], two[i].options[k]);
    }
}

static void a_grid_with_too_little_says_so(void **state)
{
    struct office *o = *state;
    struct grid grid;
    const char *door = "";
    int64_t id = 0;
    bool resumed = false;
    office_act(o, "grid01");
    assert_int_equal(drill_start(o->work, 0, &id, &resumed, &o->e), ERR_STATE);
    assert_non_null(strstr(o->e.text, "0 questions"));
    grid = (struct grid){.mark = "东丁", .area = o->grid_a1};
    put_home(o, &grid, 0, &door);
    assert_int_equal(drill_start(o->work, 0, &id, &resumed, &o->e), ERR_STATE);
    office_act(o, "station01");
    assert_int_equal(drill_start(o->work, 0, &id, &resumed, &o->e), ERR_DENIED);
}

static int64_t begin(struct office *o, int count)
{
    int64_t id = 0;
    bool resumed = true;
    done(o, drill_start(o->work, count, &id, &resumed, &o->e));
    assert_false(resumed);
    return id;
}

static void one_that_was_cut_goes_on(void **state)
{
    struct office *o = *state;
    struct grid grid;
    struct drill_question question;
    struct drill_result result;
    int64_t other = 0, now = clock_now();
    bool resumed = false;
    dice_seed(&dice, 3);
    fill_grid(o, &grid, "东丁", o->grid_a1, HOMES);
    office_act(o, "grid01");
    int64_t id = begin(o, 10);
    for (int i = 1; i <= 3; i++) {
        clock_fix(now + i * 5);
        done(o, drill_answer(o->work, o->pool, id, i, "", &result, &o->e));
        assert_false(result.correct);
    }
    clock_fix(now + 3600 * 5); /* the line was cut; the time until somebody is back does not count */
    done(o, drill_start(o->work, 20, &other, &resumed, &o->e));
    assert_true(resumed);
    assert_int_equal(other, id);
    clock_fix(now + 3600 * 5 + 7);
    done(o, drill_next(o->work, o->pool, id, &question, &o->e));
    assert_int_equal(question.position, 4);
    assert_int_equal(drill_answer(o->work, o->pool, id, 3, "1", &result, &o->e), ERR_CONFLICT);
    assert_int_equal(drill_answer(o->work, o->pool, id, 4, "5", &result, &o->e),
                     question.option_count ? ERR_INVALID : ERR_NONE);
    if (question.option_count > 0)
        done(o, drill_answer(o->work, o->pool, id, 4, "1", &result, &o->e));
    struct rows rows, items;
    done(o, drill_show(o->work, o->pool, id, &rows, &items, &o->e));
    assert_int_equal(items.count, 4); /* those to come are not told */
    assert_int_equal(rows_int(&items, 2, "seconds"), 5);
    assert_int_equal(rows_int(&items, 3, "seconds"), 7);
    office_act(o, "grid01b");
    assert_int_equal(drill_next(o->work, o->pool, id, &question, &o->e), ERR_NOT_FOUND);
    assert_int_equal(drill_answer(o->work, o->pool, id, 5, "1", &result, &o->e), ERR_NOT_FOUND);
    clock_fix(now + (int64_t)30 * DAY_SECONDS);
    office_act(o, "grid01");
    assert_int_not_equal(begin(o, 10), id); /* too long ago: what it asks about is not so any more */
    clock_fix(now);
}

/* Answers right as long as right is above 0. */
static void take(struct office *o, int count, int right)
{
    int64_t id = begin(o, count);
    struct drill_result result = {0};
    for (int i = 1; !result.ended; i++) {
        struct rows rows = {0};
        done(o, db_query_text(o->work->db, o->pool,
                              "select answer from drill_item where drill = $drill and position = $position",
                              BINDS(BIND_INT("drill", id), BIND_INT("position", i)), &rows, &o->e));
        const char *answer = rows_text(&rows, 0, "answer");
        answer = pool_text_n(o->pool, answer, strcspn(answer, "\n"));
        done(o, drill_answer(o->work, o->pool, id, i, right-- > 0 ? answer : "", &result, &o->e));
    }
}

static void measure(struct office *o, const char *name, int64_t who, struct rows *out)
{
    day_t first = date_make(2026, 10, 1);
    done(o, db_query_text(o->work->db, o->pool, db_statement_text(name),
                          BINDS(BIND_TEXT("lo", ""), BIND_TEXT("hi", "~"), BIND_TEXT("begin", "2026-10-21"),
                                BIND_TEXT("end", "2026-10-31"), BIND_INT("who", who), BIND_INT("grid", 0),
                                BIND_INT("from", day_start(first)), BIND_INT("until", day_start(first + 31))),
                          out, &o->e));
}

static void the_best_of_the_month_counts(void **state)
{
    struct office *o = *state;
    struct grid grid;
    struct rows rows = {0};
    int64_t now = clock_now(), who = office_user(o, "grid01");
    dice_seed(&dice, 5);
    fill_grid(o, &grid, "东丁", o->grid_a1, HOMES);
    office_act(o, "grid01");
    measure(o, "measure.familiarity", 0, &rows);
    assert_int_equal(rows.count, 0); /* nothing to count of: the item is left out */
    take(o, 20, 15);
    take(o, 10, 8);
    take(o, 20, 3);
    clock_fix(now + 3600);
    begin(o, 20); /* not finished: none */
    measure(o, "measure.familiarity", 0, &rows);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "leader"), who);
    assert_int_equal(rows_int(&rows, 0, "numerator"), 8);
    assert_int_equal(rows_int(&rows, 0, "denominator"), 10);
    measure(o, "measure.familiarity.records", who, &rows);
    assert_int_equal(rows.count, 3);
    int64_t counted = 0, due = 0;
    for (size_t i = 0; i < rows.count; i++) {
        counted += rows_int(&rows, i, "counted");
        due += rows_int(&rows, i, "due");
    }
    assert_int_equal(counted, 8);
    assert_int_equal(due, 10);
    done(o, drill_list(o->work, o->pool, "2026-10", 50, &rows, &o->e));
    assert_int_equal(rows.count, 4);
    int64_t best = 0;
    for (size_t i = 0; i < rows.count; i++)
        best += rows_int(&rows, i, "best") * rows_int(&rows, i, "right_count");
    assert_int_equal(best, 8);
    clock_fix(now);
}

static void results_are_read_by_those_above(void **state)
{
    static const struct {
        const char *login;
        int seen; /* -1: denied */
    } readers[] = {
        {"grid01",       1 },
        {"grid01b",      0 },
        {"member01",     -1},
        {"station01",    1 },
        {"station02",    0 },
        {"street01",     1 },
        {"district01",   1 },
        {"inspector01",  1 },
        {"department01", -1},
        {"admin",        -1},
    };
    struct office *o = *state;
    struct grid grid;
    dice_seed(&dice, 6);
    fill_grid(o, &grid, "东丁", o->grid_a1, HOMES);
    office_act(o, "grid01");
    take(o, 10, 4);
    assert_string_equal(office_last_audit(o), "grid01 drill.take drill 1 answer 10");
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct rows rows = {0}, items = {0};
        office_act(o, readers[i].login);
        enum err r = drill_list(o->work, o->pool, "2026-10", 50, &rows, &o->e);
        assert_int_equal(r, readers[i].seen < 0 ? ERR_DENIED : ERR_NONE);
        if (r == ERR_NONE)
            assert_int_equal(rows.count, readers[i].seen);
        r = drill_show(o->work, o->pool, 1, &rows, &items, &o->e);
        assert_int_equal(r, readers[i].seen < 0 ? ERR_DENIED : readers[i].seen == 0 ? ERR_NOT_FOUND : ERR_NONE);
        if (r == ERR_NONE)
            assert_string_not_equal(rows_text(&items, 0, "question"), "");
    }
    office_act(o, "grid01");
    assert_true(drill_may_ask(o->work, "person household case visit"));
    assert_false(drill_may_ask(o->work, "person audit"));
    assert_false(drill_may_ask(o->work, "nothing"));
}

static void what_was_typed_is_taken_kindly(void **state)
{
    static const struct {
        const char *given, *lines;
        bool right;
    } rows[] = {
        {"3",    "3",    true },
        {" 3 ",  "3",    true },
        {"３",  "3",    true },
        {"3人", "3",    true },
        {"13",   "3",    false},
        {"",     "3",    false},
        {"6幢", "6",    true },
        {"6",    "5\n6", true },
        {"5",    "5\n6", true },
        {"7",    "5\n6", false},
        {"a座", "A座", true },
        {"人",  "3",    false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (drill_is_right(rows[i].given, rows[i].lines) != rows[i].right)
            fail_msg("\"%s\" for \"%s\"", rows[i].given, rows[i].lines);
}

static void there_are_enough_kinds_of_questions(void **state)
{
    int links[DRILL_LINKS + 1] = {0};
    (void)state;
    assert_true(drill_kind_count() >= 10);
    for (size_t i = 0; i < drill_kind_count(); i++)
        links[drill_kind_at(i)->link]++;
    for (int link = 1; link <= DRILL_LINKS; link++)
        assert_true(links[link] >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(what_is_asked_is_of_the_own_grid_and_has_one_right_answer),
        OFFICE_TEST(the_same_seed_draws_the_same),
        OFFICE_TEST(a_grid_with_too_little_says_so),
        OFFICE_TEST(one_that_was_cut_goes_on),
        OFFICE_TEST(the_best_of_the_month_counts),
        OFFICE_TEST(results_are_read_by_those_above),
        OFFICE_TEST(what_was_typed_is_taken_kindly),
        OFFICE_TEST(there_are_enough_kinds_of_questions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

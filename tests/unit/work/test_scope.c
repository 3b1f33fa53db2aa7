/* Who reaches what: every user of the office tries everything on a row of each grid, by every way there is. What must
 * not be reached is neither seen nor changed, and every try to change it is in the audit. */
#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/case.h"
#include "wangge/work/visit.h"

enum { A1, A2, B1, GRIDS };

/* The rows of a grid, made by its leader: a person in a household, a household that was deleted, two visits of which
 * one was deleted, a reported case. */
struct rows_of_grid {
    int64_t household, gone, person, visit, torn, file;
};

/* What each user sees of the three grids; the rest follows from it and from what a role may do. */
static const struct user {
    const char *login;
    bool sees[GRIDS];
    bool register_read, register_write, reveal, diary, cases, own_cases, accepts;
    int users; /* that user_list shows */
    int areas; /* that area_search shows */
} users[] = {
    {"grid01",       {1, 0, 0}, true,  true,  true,  true,  true,  false, false, 1,  1},
    {"grid01b",      {0, 1, 0}, true,  true,  true,  true,  true,  false, false, 1,  1},
    {"grid03",       {0, 0, 1}, true,  true,  true,  true,  true,  false, false, 1,  1},
    {"member01",     {1, 0, 0}, true,  true,  false, true,  true,  true,  false, 1,  1},
    {"station01",    {1, 1, 0}, true,  true,  true,  true,  true,  false, true,  5,  3},
    {"station02",    {0, 0, 1}, true,  true,  true,  true,  true,  false, true,  2,  2},
    {"street01",     {1, 1, 1}, true,  true,  true,  true,  true,  false, true,  8,  6},
    {"sunk01",       {1, 1, 0}, true,  true,  false, true,  true,  true,  false, 1,  3},
    {"department01", {1, 1, 1}, false, false, false, false, true,  true,  false, 1,  7},
    {"district01",   {1, 1, 1}, true,  false, true,  true,  true,  false, true,  11, 7},
    {"inspector01",  {1, 1, 1}, true,  false, false, true,  true,  false, false, 1,  7},
    {"admin",        {1, 1, 1}, false, false, false, false, false, false, false, 14, 8},
    {"security",     {1, 1, 1}, false, false, false, false, false, false, false, 14, 8},
    {"audit",        {1, 1, 1}, false, false, false, false, false, false, false, 1,  8},
};

#define EACH_USER(u) (const struct user *u = users; u < users + sizeof users / sizeof users[0]; u++)

struct scene {
    struct office *office;
    struct rows_of_grid grids[GRIDS];
    int64_t refused; /* tries to change something that have been refused so far */
};

static int64_t add_visit(struct office *o, int64_t household, const char *text)
{
    int64_t id = 0;
    struct record *r = record_new();
    done(o, visit_new(o->work, household, 0, r, &o->e));
    record_set(r, "text", text);
    done(o, visit_add(o->work, r, &id, NULL, NULL, &o->e));
    record_free(&r);
    return id;
}

static int64_t add_case(struct office *o)
{
    int64_t id = 0;
    struct record *r = record_new();
    done(o, case_new(o->work, r, &o->e));
    record_set(r, "title", "楼道灯不亮");
    record_set(r, "text", "三单元楼道灯不亮。");
    record_set(r, "category", "02");
    done(o, case_add(o->work, r, false, &id, NULL, NULL, &o->e));
    record_free(&r);
    return id;
}

static void fill(struct scene *s)
{
    struct office *o = s->office;
    const struct {
        const char *leader;
        int64_t area;
    } grids[GRIDS] = {
        {"grid01",  o->grid_a1},
        {"grid01b", o->grid_a2},
        {"grid03",  o->grid_b1}
    };
    for (int g = 0; g < GRIDS; g++) {
        struct rows_of_grid *rows = &s->grids[g];
        office_act(o, grids[g].leader);
        rows->household = office_add_household(o, grids[g].area, "6", "1", "302");
        rows->gone = office_add_household(o, grids[g].area, "6", "1", "303");
        rows->person = office_add_person(o, rows->household, "宋丽娟", "", "13800002201", "02");
        rows->visit = add_visit(o, rows->household, "老人近日头晕，未就医。");
        rows->torn = add_visit(o, rows->household, "写错了的一篇。");
        rows->file = add_case(o);
        done(o, table_delete(o->work, table_find("household"), rows->gone, 1, &o->e));
        done(o, visit_delete(o->work, rows->torn, 1, &o->e));
    }
}

/* What a call must answer: denied without the right, not found out of scope, else as a row within reach does. */
static enum err answer(bool right, bool seen, enum err reached)
{
    return !right ? ERR_DENIED : seen ? reached : ERR_NOT_FOUND;
}

#define EXPECT(s, u, grid, call, expected)                                                                             \
    do {                                                                                                               \
        enum err got_ = (call), expected_ = (expected);                                                                \
        if (got_ != expected_)                                                                                         \
            fail_msg("%s, row of grid %d: %s is %s and should be %s", (u)->login, grid, #call, error_name(got_),       \
                     error_name(expected_));                                                                           \
    } while (0)

/* The same of a change; all that are tried here must be refused: within reach the version is an old one. */
#define REFUSED(s, u, grid, call, expected)                                                                            \
    do {                                                                                                               \
        EXPECT(s, u, grid, call, expected);                                                                            \
        (s)->refused += (expected) != ERR_INVALID;                                                                     \
    } while (0)

/* The ids of a list, whatever is searched, filtered and sorted by: those of the grids that the user sees. */
static void check_list(const struct scene *s, const struct user *u, const struct rows *rows, size_t offset)
{
    size_t expected = 0;
    for (int g = 0; g < GRIDS; g++) {
        int64_t id = *(const int64_t *)(const void *)((const char *)&s->grids[g] + offset);
        size_t found = 0;
        for (size_t i = 0; i < rows->count; i++)
            found += rows_int(rows, i, "id") == id;
        if (found != (size_t)u->sees[g])
            fail_msg("%s: the row of grid %d is listed %zu times", u->login, g, found);
        expected += u->sees[g];
    }
    assert_int_equal(rows->count, expected);
}

/* A filter by an area above, a sort and a search do not widen what is seen. */
static struct list_query wide_query(const struct office *o, const char *table, const char *sort, const char *search)
{
    struct list_query query = {0};
    struct error e = {0};
    char city[24];
    snprintf(city, sizeof city, "%lld", (long long)o->city);
    assert_int_equal(list_add_filter(&query, table_find(table), "area", city, &e), ERR_NONE);
    snprintf(query.sort, sizeof query.sort, "%s", sort);
    snprintf(query.search, sizeof query.search, "%s", search);
    return query;
}

static void try_register(struct scene *s, const struct user *u, const char *name, size_t offset, const char *search)
{
    struct office *o = s->office;
    const struct table *table = table_find(name);
    struct list_query query = wide_query(o, name, name[0] == 'p' ? "-name" : "-address", search);
    struct rows rows = {0};

    enum err r = table_list(o->work, o->pool, table, &query, &rows, NULL, &o->e);
    EXPECT(s, u, -1, r, u->register_read ? ERR_NONE : ERR_DENIED);
    if (r == ERR_NONE)
        check_list(s, u, &rows, offset);
    for (int g = 0; g < GRIDS; g++) {
        int64_t id = *(const int64_t *)(const void *)((const char *)&s->grids[g] + offset);
        enum err stale = answer(u->register_write, u->sees[g], ERR_CONFLICT);
        struct record *record = record_new();
        EXPECT(s, u, g, table_read(o->work, table, id, record, &o->e), answer(u->register_read, u->sees[g], ERR_NONE));
        record_free(&record);
        record = record_new();
        if (!u->register_read || !u->reveal || !u->sees[g])
            REFUSED(s, u, g, table_reveal(o->work, table, id, "on the phone", record, &o->e),
                    answer(u->register_read && u->reveal, false, ERR_NONE));
        record_free(&record);
        record = record_new();
        record_set(record, "note", "changed");
        record_set(record, "version", "99");
        REFUSED(s, u, g, table_change(o->work, table, id, record, &o->e), stale);
        record_free(&record);
    }
}

static void the_register(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    const struct table *household = table_find("household"), *person = table_find("person");
    for
        EACH_USER(u)
        {
            office_act(o, u->login);
            try_register(s, u, "household", offsetof(struct rows_of_grid, household), "文苑路");
            try_register(s, u, "person", offsetof(struct rows_of_grid, person), "宋");
            for (int g = 0; g < GRIDS; g++) {
                const struct rows_of_grid *rows = &s->grids[g];
                REFUSED(s, u, g, table_delete(o->work, person, rows->person, 99, &o->e),
                        answer(u->register_write, u->sees[g], ERR_CONFLICT));
                REFUSED(s, u, g, table_delete(o->work, household, rows->household, 1, &o->e),
                        answer(u->register_write, u->sees[g], ERR_STATE)); /* somebody lives there */
                if (!u->register_write || !u->sees[g])
                    REFUSED(s, u, g, table_restore(o->work, household, rows->gone, &o->e),
                            answer(u->register_write, false, ERR_NONE));
            }
        }
}

static void households_to_pick(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    for
        EACH_USER(u)
        {
            struct rows rows = {0};
            office_act(o, u->login);
            const char *const words[] = {"", "文苑", "6-302", "宋丽娟", "slj", "2201"};
            for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
                enum err r = household_search(o->work, o->pool, words[i], 50, &rows, &o->e);
                EXPECT(s, u, -1, r, u->register_read ? ERR_NONE : ERR_DENIED);
                if (r == ERR_NONE)
                    check_list(s, u, &rows, offsetof(struct rows_of_grid, household));
            }
            for (int g = 0; g < GRIDS; g++) {
                EXPECT(s, u, g, household_find(o->work, o->pool, s->grids[g].household, &rows, &o->e),
                       answer(u->register_read, u->sees[g], ERR_NONE));
                enum err r = household_people(o->work, o->pool, s->grids[g].household, &rows, &o->e);
                EXPECT(s, u, g, r, u->register_read ? ERR_NONE : ERR_DENIED);
                if (r == ERR_NONE)
                    assert_int_equal(rows.count, u->sees[g]);
            }
        }
}

static void the_diary(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    const char *const leaders[GRIDS] = {"grid01", "grid01b", "grid03"};
    for
        EACH_USER(u)
        {
            office_act(o, u->login);
            bool writes = u->diary && (u->register_write); /* whoever keeps the register keeps a diary */
            for (int deleted = 0; deleted <= 1; deleted++) {
                struct rows rows = {0};
                struct list_query query = wide_query(o, "visit", "address", deleted ? "写错" : "头晕");
                enum err r = visit_list(o->work, o->pool, &query, deleted, &rows, NULL, &o->e);
                EXPECT(s, u, -1, r, u->diary ? ERR_NONE : ERR_DENIED);
                if (r == ERR_NONE)
                    check_list(s, u, &rows,
                               deleted ? offsetof(struct rows_of_grid, torn) : offsetof(struct rows_of_grid, visit));
            }
            for (int g = 0; g < GRIDS; g++) {
                bool own = strcmp(u->login, leaders[g]) == 0;
                enum err changed = answer(u->diary, u->sees[g], writes && own ? ERR_CONFLICT : ERR_DENIED);
                struct record *record = record_new();
                EXPECT(s, u, g,
                       visit_read(o->work, pool_format(o->pool, "%lld", (long long)s->grids[g].visit), record, &o->e),
                       answer(u->diary, u->sees[g], ERR_NONE));
                record_free(&record);
                record = record_new();
                record_set(record, "text", "别人改了这一篇日记。");
                REFUSED(s, u, g, visit_change(o->work, s->grids[g].visit, record, NULL, NULL, &o->e), changed);
                record_free(&record);
                REFUSED(s, u, g, visit_delete(o->work, s->grids[g].visit, 99, &o->e), changed);
                if (!own)
                    REFUSED(s, u, g, visit_restore(o->work, s->grids[g].torn, &o->e), changed);
                record = record_new();
                EXPECT(s, u, g, visit_new(o->work, s->grids[g].household, 0, record, &o->e),
                       !writes      ? ERR_DENIED
                       : u->sees[g] ? ERR_NONE
                                    : ERR_INVALID);
                record_free(&record);
            }
        }
}

static void cases(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    const char *const leaders[GRIDS] = {"grid01", "grid01b", "grid03"};
    for
        EACH_USER(u)
        {
            struct user reach = *u;
            for (int g = 0; g < GRIDS; g++)
                reach.sees[g] = u->sees[g] && !u->own_cases;
            office_act(o, u->login);
            for (enum case_view view = CASE_AREA; view <= CASE_OPEN; view++) {
                struct rows rows = {0};
                struct list_query query = wide_query(o, "case", "title", "楼道");
                enum err r = case_list(o->work, o->pool, view, &query, &rows, NULL, &o->e);
                EXPECT(s, u, -1, r, u->cases ? ERR_NONE : ERR_DENIED);
                if (r == ERR_NONE)
                    check_list(s, &reach, &rows, offsetof(struct rows_of_grid, file));
            }
            for (int g = 0; g < GRIDS; g++) {
                int64_t id = s->grids[g].file;
                bool own = strcmp(u->login, leaders[g]) == 0;
                struct rows rows = {0};
                struct case_command *commands = NULL;
                size_t count = 0;
                enum err seen = answer(u->cases, reach.sees[g], ERR_NONE);
                struct record *record = record_new();
                EXPECT(s, u, g, case_read(o->work, pool_format(o->pool, "%lld", (long long)id), record, &o->e), seen);
                EXPECT(s, u, g, case_steps(o->work, o->pool, id, &rows, &o->e), seen);
                EXPECT(s, u, g, case_commands(o->work, o->pool, id, &commands, &count, &o->e), seen);
                record_free(&record);
                record = record_new();
                REFUSED(s, u, g, case_change(o->work, id, record, NULL, NULL, &o->e),
                        answer(u->cases, reach.sees[g], own ? ERR_CONFLICT : ERR_DENIED));
                REFUSED(s, u, g, case_do(o->work, id, "refuse", record, &o->e), /* within reach it asks for a reason */
                        answer(u->cases, reach.sees[g], u->accepts ? ERR_INVALID : ERR_DENIED));
                record_free(&record);
            }
        }
}

static void users_and_areas(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    int64_t target = office_user(o, "grid03");
    for
        EACH_USER(u)
        {
            struct rows rows = {0};
            struct list_query query = {0};
            int64_t total = 0;
            bool manages = strcmp(u->login, "admin") == 0;
            office_act(o, u->login);
            done(o, user_list(o->work, o->pool, &query, &rows, &total, &o->e));
            assert_int_equal(total, u->users);
            done(o, area_search(o->work, o->pool, "", 0, 50, &rows, &o->e));
            assert_int_equal(rows.count, u->areas);
            if (manages)
                continue;
            REFUSED(s, u, B1, user_set_state(o->work, target, "disabled", &o->e), ERR_DENIED);
            REFUSED(s, u, B1, user_reset_password(o->work, target, NULL, NULL, &o->e), ERR_DENIED);
            if (strcmp(u->login, "security") != 0)
                REFUSED(s, u, B1, user_post_add(o->work, target, "district", o->city, "2026-10-21", "", &o->e),
                        ERR_DENIED);
            REFUSED(s, u, B1, area_add(o->work, o->grid_b1, "32100300100201001", "微网格", LEVEL_MICRO, NULL, &o->e),
                    ERR_DENIED);
        }
}

static int64_t number(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows.values[0].number;
}

static int begin(void **state)
{
    static struct scene scene;
    scene = (struct scene){.office = office_open()};
    fill(&scene);
    *state = &scene;
    return 0;
}

/* Nothing was changed by all that, and the audit knows of each try. */
static int end(void **state)
{
    struct scene *s = *state;
    struct office *o = s->office;
    assert_int_equal(number(o, "select sum(version) from household"), 3 * GRIDS);
    assert_int_equal(number(o, "select sum(version) from person"), GRIDS);
    assert_int_equal(number(o, "select sum(version) from visit"), 3 * GRIDS);
    assert_int_equal(number(o, "select sum(version) from case_file"), 2 * GRIDS);
    assert_int_equal(number(o, "select count(*) from account where state <> 'active' or password <> ''"), 0);
    assert_int_equal(number(o, "select count(*) from audit where success = 0"), s->refused);
    office_close(o);
    return 0;
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCENE(the_register), IN_SCENE(households_to_pick), IN_SCENE(the_diary),
        IN_SCENE(cases),        IN_SCENE(users_and_areas),
    };
    return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}

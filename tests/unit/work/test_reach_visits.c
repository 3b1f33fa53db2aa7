/* Everything about visits, sweeps, checks, drills and evaluations, by every user of the office, against what lies in
 * the own grid, beside it, above and elsewhere: nobody is told or changes what is of others. What lies in a grid has
 * the mark of the grid in its words: "zqA1", "zqA2", "zqB1". */
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/table/list.h"
#include "wangge/table/print.h"
#include "wangge/table/sheets.h"
#include "wangge/work/completeness.h"
#include "wangge/work/drill.h"
#include "wangge/work/due.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_preview.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/patrol.h"
#include "wangge/work/print.h"
#include "wangge/work/report.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/sweep.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_book.h"
#include "wangge/work/visit_review.h"

#define MONTH  "2026-10"
#define SECRET "13800002201"

enum { A1, A2, B1, GRIDS };

/* Of each grid, all made by its leader or about him. */
struct grid {
    const char *mark, *leader;
    int64_t area, account, household, person, visit, follow_up, sweep_item, drill, return_visit, point, appeal;
};

struct scene {
    struct office *o;
    struct grid grids[GRIDS];
    int64_t sweep, check;
    long tried;
};

static const struct user {
    const char *login;
    bool sees[GRIDS]; /* of no grid: visits are none of their business */
} users[] = {
    {"grid01",       {1, 0, 0}},
    {"grid01b",      {0, 1, 0}},
    {"grid03",       {0, 0, 1}},
    {"member01",     {1, 0, 0}},
    {"sunk01",       {1, 1, 0}},
    {"station01",    {1, 1, 0}},
    {"station02",    {0, 0, 1}},
    {"street01",     {1, 1, 1}},
    {"department01", {0, 0, 0}},
    {"district01",   {1, 1, 1}},
    {"inspector01",  {1, 1, 1}},
    {"admin",        {0, 0, 0}},
    {"security",     {0, 0, 0}},
    {"audit",        {0, 0, 0}},
};

static int64_t number_of(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    return rows.values[0].number;
}

static const char *id_text(struct office *o, int64_t id)
{
    return pool_format(o->pool, "%lld", (long long)id);
}

/* --- what there is --- */

static void fill_grid(struct scene *s, struct grid *g)
{
    struct office *o = s->o;
    struct record *r = record_new();
    bool resumed = false;
    office_act(o, g->leader);
    g->account = office_user(o, g->leader);
    g->household = office_add_household(o, g->area, g->mark, "1", "302");
    g->person = office_add_person(o, g->household, pool_format(o->pool, "宋%s", g->mark), "", SECRET, "02");
    for (int i = 0; i < 24; i++) {
        int64_t home = office_add_household(o, g->area, g->mark, "2", pool_format(o->pool, "%d", 101 + i));
        office_add_person(o, home, pool_format(o->pool, "住户%c%s", 'a' + i, g->mark), "", "", "02");
    }
    done(o, visit_new(o->work, g->household, 0, r, &o->e));
    record_set(r, "text", pool_format(o->pool, "老人近日头晕，未就医 %s", g->mark));
    done(o, visit_add(o->work, r, &g->visit, NULL, NULL, &o->e));
    record_free(&r);
    done(o, drill_start(o->work, 10, &g->drill, &resumed, &o->e));
    struct record *appeal = record_new();
    record_set(appeal, "month", MONTH);
    record_set(appeal, "text", pool_format(o->pool, "请复核 %s", g->mark));
    done(o, evaluation_appeal_add(o->work, appeal, &g->appeal, NULL, NULL, &o->e));
    record_free(&appeal);
    clock_fix(clock_now() + 3600); /* a visit of the same minute would do what is asked for */
    office_act(o, "street01");
    done(o, follow_up_ask(o->work, g->household, 0, pool_format(o->pool, "再去看看 %s", g->mark), NULL, &g->follow_up,
                          &o->e));
    done(o, return_visit_add(o->work, id_text(o, g->visit), &g->return_visit, &o->e));
}

static void add_point(struct scene *s, struct grid *g)
{
    struct office *o = s->o;
    struct record *r = record_new();
    record_set(r, "month", MONTH);
    record_set(r, "who", g->leader);
    record_set(r, "kind", "points");
    record_set(r, "points", "+1");
    record_set(r, "reason", pool_format(o->pool, "获表扬 %s", g->mark));
    record_set(r, "evidence", pool_format(o->pool, "文件 %s", g->mark));
    done(o, evaluation_point_add(o->work, r, &g->point, NULL, NULL, &o->e));
    record_free(&r);
}

static void begin_sweep(struct scene *s)
{
    struct office *o = s->o;
    struct record *r = record_new();
    int64_t job = 0;
    done(o, sweep_new(o->work, r, &o->e));
    record_set(r, "name", "用电安全摸排");
    record_set(r, "table_name", "person");
    done(o, sweep_add(o->work, r, &s->sweep, &job, NULL, NULL, &o->e));
    record_free(&r);
    for (int g = 0; g < GRIDS; g++)
        s->grids[g].sweep_item =
            number_of(o, pool_format(o->pool, "select id from sweep_item where sweep = %lld and object = %lld",
                                     (long long)s->sweep, (long long)s->grids[g].person));
}

/* Every door of the street, all fields; one door of each grid is looked at. */
static void draw_check(struct scene *s)
{
    struct office *o = s->o;
    struct record *r = record_new();
    struct rows doors = {0};
    done(o, spot_check_new(o->work, r, &o->e));
    record_set(r, "name", "十月抽查");
    record_set(r, "how", "percent");
    record_set(r, "amount", "100");
    record_set(r, "per_door", "0");
    done(o, spot_check_draw(o->work, r, &s->check, NULL, NULL, &o->e));
    record_free(&r);
    done(o, spot_check_doors(o->work, o->pool, s->check, &doors, &o->e));
    for (size_t i = 0; i < doors.count; i++) {
        struct record *answers = record_new();
        record_set(answers, "1", "=");
        done(o, spot_check_save(o->work, s->check, rows_int(&doors, i, "door"), answers, NULL, NULL, NULL, &o->e));
        record_free(&answers);
    }
}

static struct scene *begin(struct office *o)
{
    struct scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->o = o;
    s->grids[A1] = (struct grid){.mark = "zqA1", .leader = "grid01", .area = o->grid_a1};
    s->grids[A2] = (struct grid){.mark = "zqA2", .leader = "grid01b", .area = o->grid_a2};
    s->grids[B1] = (struct grid){.mark = "zqB1", .leader = "grid03", .area = o->grid_b1};
    for (int g = 0; g < GRIDS; g++)
        fill_grid(s, &s->grids[g]);
    office_act(o, "street01");
    for (int g = 0; g < GRIDS; g++)
        add_point(s, &s->grids[g]);
    begin_sweep(s);
    draw_check(s);
    return s;
}

/* --- what is told --- */

static void hear(struct scene *s, const struct user *u, const char *where, const char *text)
{
    s->tried++;
    if (text == NULL)
        return;
    if (strstr(text, SECRET) != NULL)
        fail_msg("%s: %s tells a telephone number: %s", u->login, where, text);
    for (int g = 0; g < GRIDS; g++)
        if (!u->sees[g] && strstr(text, s->grids[g].mark) != NULL)
            fail_msg("%s: %s tells of %s: %s", u->login, where, s->grids[g].mark, text);
}

static void hear_rows(struct scene *s, const struct user *u, const char *where, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count * rows->columns; i++)
        hear(s, u, where, rows->values[i].text);
}

#define HEAR(s, u, call, rows)                                                                                         \
    do {                                                                                                               \
        (rows) = (struct rows){0};                                                                                     \
        if ((call) == ERR_NONE)                                                                                        \
            hear_rows(s, u, #call, &(rows));                                                                           \
    } while (0)

static void hear_due(struct scene *s, const struct user *u, const struct due_query *query)
{
    struct due_list list;
    if (due_read(s->o->work, s->o->pool, query, &list, &s->o->e) != ERR_NONE)
        return;
    for (size_t i = 0; i < list.count; i++) {
        const struct due_row *row = &list.rows[i];
        const char *const words[] = {row->door, row->name, row->why, row->last_words, row->building};
        for (size_t k = 0; k < COUNT_OF(words); k++)
            hear(s, u, "due_read", words[k]);
    }
}

static void hear_visits(struct scene *s, const struct user *u)
{
    struct office *o = s->o;
    struct rows rows;
    const struct list_query all = {.limit = 10000};
    hear_due(s, u, &(struct due_query){.until = date_make(2026, 12, 31)});
    HEAR(s, u, follow_up_list(o->work, o->pool, 0, 1000, &rows, &o->e), rows);
    HEAR(s, u, completeness_list(o->work, o->pool, NULL, 1000, &rows, &o->e), rows);
    HEAR(s, u, sweep_list(o->work, o->pool, &all, &rows, NULL, &o->e), rows);
    HEAR(s, u, sweep_items(o->work, o->pool, s->sweep, 0, &all, &rows, NULL, &o->e), rows);
    HEAR(s, u, sweep_late(o->work, o->pool, s->sweep, &rows, &o->e), rows);
    HEAR(s, u, spot_check_list(o->work, o->pool, &all, &rows, NULL, &o->e), rows);
    HEAR(s, u, spot_check_doors(o->work, o->pool, s->check, &rows, &o->e), rows);
    HEAR(s, u, spot_check_items(o->work, o->pool, s->check, 0, CHECK_BY_NONE, NULL, &rows, &o->e), rows);
    HEAR(s, u, spot_check_result(o->work, o->pool, s->check, CHECK_BY_GRID, &rows, &o->e), rows);
    HEAR(s, u, return_visit_list(o->work, o->pool, &all, &rows, NULL, &o->e), rows);
    HEAR(s, u, return_visit_draws(o->work, o->pool, &rows, &o->e), rows);
    HEAR(s, u, drill_list(o->work, o->pool, MONTH, 1000, &rows, &o->e), rows);
}

static void hear_books(struct scene *s, const struct user *u, int64_t area)
{
    struct office *o = s->o;
    struct rows rows;
    struct buffer text = {0};
    struct evidence *evidence;
    size_t count = 0;
    const struct book book = {MONTH, area, ""};
    const struct paper paper = {0};
    hear_due(s, u, &(struct due_query){.area = id_text(o, area), .until = date_make(2026, 12, 31)});
    HEAR(s, u, review_list(o->work, o->pool, MONTH, area, &rows, &o->e), rows);
    if (review_evidence(o->work, o->pool, MONTH, area, 0, &evidence, &count, &o->e) == ERR_NONE)
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < evidence[i].count; k++)
                hear(s, u, "review_evidence", evidence[i].entries[k].text);
    HEAR(s, u, patrol_points(o->work, o->pool, area, &rows, &o->e), rows);
    visit_month_text(o->work, &book, &text, &o->e);
    hear(s, u, "visit_month_text", buffer_text(&text));
    buffer_clear(&text);
    for (int layout = 1; diary_form_name(layout) != NULL; layout++) {
        print_book(o->work, &book, layout, &paper, &text, &o->e);
        hear(s, u, "print_book", buffer_text(&text));
        buffer_clear(&text);
    }
    buffer_free(&text);
}

static void hear_evaluations(struct scene *s, const struct user *u)
{
    static const char *const subjects[] = {"grid_leader", "informant", "sunk", "station", "department"};
    struct office *o = s->o;
    struct rows rows;
    struct buffer text = {0};
    const struct paper paper = {0};
    bool own = right_scope(o->work, "evaluation.read") == SCOPE_OWN;
    for (size_t k = 0; k < COUNT_OF(subjects); k++) {
        struct evaluation *list = NULL;
        size_t count = 0;
        if (evaluation_list(o->work, o->pool, MONTH, subjects[k], &list, &count, &o->e) != ERR_NONE)
            continue;
        if (own && count > 1)
            fail_msg("%s reads %zu evaluations", u->login, count);
        for (size_t i = 0; i < count; i++)
            for (int g = 0; g < GRIDS; g++)
                if (!u->sees[g] && strcmp(list[i].login, s->grids[g].leader) == 0)
                    fail_msg("%s reads the evaluation of %s", u->login, list[i].login);
        HEAR(s, u, evaluation_trend(o->work, o->pool, MONTH, subjects[k], 0, &rows, &o->e), rows);
        HEAR(s, u, evaluation_point_list(o->work, o->pool, MONTH, subjects[k], 0, &rows, &o->e), rows);
        assert_true(!own || rows.count <= 1);
    }
    HEAR(s, u, evaluation_appeal_list(o->work, o->pool, &(struct appeal_query){.month = MONTH}, &rows, &o->e), rows);
    assert_true(!own || rows.count <= 1);
    evaluation_print(o->work, MONTH, &paper, &text, &o->e);
    hear(s, u, "evaluation_print", buffer_text(&text));
    buffer_free(&text);
}

/* --- what lies elsewhere is neither read nor changed --- */

#define NOT(u, g, call)                                                                                                \
    do {                                                                                                               \
        s->tried++;                                                                                                    \
        if ((call) == ERR_NONE)                                                                                        \
            fail_msg("%s: %s reaches %s", (u)->login, #call, (g)->mark);                                               \
    } while (0)

static void try_elsewhere(struct scene *s, const struct user *u, const struct grid *g)
{
    struct office *o = s->o;
    struct work *w = o->work;
    struct rows rows, more;
    struct record *record = record_new();
    struct buffer text = {0};
    struct evidence *evidence;
    size_t count = 0;
    int64_t id = 0;
    const char *visit = id_text(o, g->visit);
    const struct sweep_answer answer = {.outcome = "hit", .note = "x"};
    const struct due_query door = {.household = g->household};
    struct due_list due;
    struct drill_question question;
    struct drill_result result;

    NOT(u, g, due_read(w, o->pool, &door, &due, &o->e));
    NOT(u, g, follow_up_ask(w, g->household, 0, "x", NULL, &id, &o->e));
    NOT(u, g, follow_up_take_back(w, g->follow_up, &o->e));
    NOT(u, g, visit_grade(w, visit, 0, "4", "x", &o->e));
    NOT(u, g, visit_return(w, visit, 0, "x", &o->e));
    NOT(u, g, visit_set_counts(w, visit, 0, false, "x", &o->e));
    NOT(u, g, review_evidence_of(w, o->pool, visit, &evidence, &count, &o->e));
    NOT(u, g, sweep_do(w, &g->sweep_item, 1, &answer, &o->e));
    if (sweep_of_household(w, o->pool, g->household, &rows, &o->e) == ERR_NONE)
        assert_int_equal(rows.count, 0);
    NOT(u, g, return_visit_add(w, visit, &id, &o->e));
    NOT(u, g, return_visit_read(w, id_text(o, g->return_visit), record, &o->e));
    NOT(u, g, return_visit_phones(w, o->pool, g->return_visit, &rows, &o->e));
    NOT(u, g, return_visit_reveal(w, g->return_visit, "household 1", "on the phone", &text, &o->e));
    record_set(record, "reached", "1");
    record_set(record, "visited", "yes");
    NOT(u, g, return_visit_call(w, g->return_visit, record, NULL, NULL, &o->e));
    NOT(u, g, return_visit_look(w, g->return_visit, false, "没有走访", &o->e));
    NOT(u, g, return_visit_take_back(w, g->return_visit, "没有走访", &o->e));
    NOT(u, g, drill_show(w, o->pool, g->drill, &rows, &more, &o->e));
    NOT(u, g, drill_next(w, o->pool, g->drill, &question, &o->e));
    NOT(u, g, drill_answer(w, o->pool, g->drill, 1, "1", &result, &o->e));
    NOT(u, g, evaluation_point_withdraw(w, g->point, "x", &o->e));
    NOT(u, g, evaluation_appeal_withdraw(w, g->appeal, &o->e));
    NOT(u, g, evaluation_appeal_decide(w, g->appeal, "points", "1", "x", &o->e));
    NOT(u, g, evaluation_records(w, o->pool, MONTH, NULL, g->account, "diary", &rows, &o->e));
    NOT(u, g, evaluation_correct(w, MONTH, NULL, g->leader, "+1", "x", &o->e));
    buffer_free(&text);
    record_free(&record);
}

static void nobody_is_told_or_changes_what_is_of_others(void **state)
{
    struct scene *s = begin(*state);
    for (const struct user *u = users; u < users + COUNT_OF(users); u++) {
        struct pool *kept = s->o->pool;
        s->o->pool = pool_new();
        office_act(s->o, u->login);
        hear_visits(s, u);
        hear_evaluations(s, u);
        for (int g = 0; g < GRIDS; g++) {
            hear_books(s, u, s->grids[g].area);
            if (!u->sees[g])
                try_elsewhere(s, u, &s->grids[g]);
        }
        hear_books(s, u, s->o->community_a);
        hear_books(s, u, s->o->community_b);
        pool_free(&s->o->pool);
        s->o->pool = kept;
    }
    print_message("# %ld answers heard\n", s->tried);
    free(s);
}

/* The tests hear something: whoever may read it is told the marks. */
static void whoever_may_hears_the_marks(void **state)
{
    struct scene *s = begin(*state);
    struct rows rows = {0};
    size_t told = 0;
    office_act(s->o, "street01");
    const struct list_query all = {.limit = 10000};
    done(s->o, sweep_items(s->o->work, s->o->pool, s->sweep, 0, &all, &rows, NULL, &s->o->e));
    for (size_t i = 0; i < rows.count; i++)
        told += strstr(rows_text(&rows, i, "title"), "zqB1") != NULL;
    assert_int_equal(told, 25);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(nobody_is_told_or_changes_what_is_of_others),
        OFFICE_TEST(whoever_may_hears_the_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

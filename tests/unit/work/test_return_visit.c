/* Return visits to households: draws, calls, the second look and what follows for the entry; and the measures that spot
 * checks and return visits make, by hand. */
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/table/list.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/job.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/visit.h"

#define VISITS 6

static int64_t visit_of[VISITS], household_of[VISITS];

static int64_t a_visit(struct office *o, int64_t household, const char *on)
{
    struct record *record = record_new();
    int64_t id = 0;
    done(o, visit_new(o->work, household, 0, record, &o->e));
    record_set(record, "on", on);
    record_set(record, "text", "上门走访，家中一切安好，已提醒用电安全。");
    done(o, visit_add(o->work, record, &id, NULL, NULL, &o->e));
    record_free(&record);
    return id;
}

/* Four visits in grid A1, one in A2, one in B1, all in October. */
static void visits(struct office *o)
{
    static const char *const writers[VISITS] = {"grid01", "grid01", "grid01", "grid01", "grid01b", "grid03"};
    const int64_t areas[VISITS] = {o->grid_a1, o->grid_a1, o->grid_a1, o->grid_a1, o->grid_a2, o->grid_b1};
    for (int i = 0; i < VISITS; i++) {
        office_act(o, writers[i]);
        household_of[i] = office_add_household(o, areas[i], "6", "1", pool_format(o->pool, "%d01", i + 1));
        visit_of[i] = a_visit(o, household_of[i], pool_format(o->pool, "2026-10-%02d 10:00", 5 + i));
    }
}

static const char *number(struct office *o, int64_t id)
{
    return pool_format(o->pool, "%lld", (long long)id);
}

static int64_t ask_about(struct office *o, int i)
{
    int64_t id = 0;
    done(o, return_visit_add(o->work, number(o, visit_of[i]), &id, &o->e));
    return id;
}

static enum err call(struct office *o, int64_t id, const char *visited, const char *satisfaction, const char *text)
{
    struct record *record = record_new();
    record_set(record, "reached", "1");
    record_set(record, "visited", visited);
    record_set(record, "satisfaction", satisfaction);
    record_set(record, "text", text);
    enum err r = return_visit_call(o->work, id, record, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

static int64_t one_number(struct office *o, const char *sql, int64_t id)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, BINDS(BIND_INT("id", id)), &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

static int64_t counts_of(struct office *o, int i)
{
    return one_number(o, "select counts as n from visit where id = $id", visit_of[i]);
}

static const char *drawn(struct office *o, int64_t draw)
{
    struct rows rows = {0};
    const char *text = "";
    done(o, db_query_text(o->work->db, o->pool, "select visit from return_visit where draw = $id order by visit",
                          BINDS(BIND_INT("id", draw)), &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(o->pool, "%s%s ", text, rows_text(&rows, i, "visit"));
    return text;
}

static void a_draw_is_of_each_grid_and_can_be_made_again(void **state)
{
    struct office *o = *state;
    struct rows draws = {0};
    visits(o);
    office_act(o, "station01");
    struct return_draw draw = {.month = "2026-10", .how = "each", .amount = 2, .channels = "", .seed = 42};
    done(o, return_visit_draw(o->work, &draw, &o->e));
    assert_string_equal(office_last_audit(o), "station01 return_visit.draw return_draw 1 ");
    assert_int_equal(draw.frame, 5); /* not the one of community B */
    assert_int_equal(draw.drawn, 3); /* two of A1, the only one of A2 */
    const char *first = drawn(o, draw.id);
    done(o, return_visit_draws(o->work, o->pool, &draws, &o->e));
    assert_int_equal(rows_int(&draws, 0, "drawn"), 3);
    done(o, db_begin(o->work->db, &o->e)); /* as if it had not been */
    done(o, db_execute_text(o->work->db, "delete from return_visit", NULL, NULL, &o->e));
    done(o, db_commit(o->work->db, &o->e));
    struct return_draw again = {.month = "2026-10", .how = "each", .amount = 2, .channels = "", .seed = 42};
    done(o, return_visit_draw(o->work, &again, &o->e));
    assert_string_equal(drawn(o, again.id), first);
    assert_string_equal(again.frame_sum, draw.frame_sum);
    struct return_draw rest = {.month = "2026-10", .how = "total", .amount = 9, .channels = "", .seed = 0};
    done(o, return_visit_draw(o->work, &rest, &o->e)); /* those that are left */
    assert_int_equal(rest.drawn, 2);
    assert_true(rest.seed > 0);
    assert_int_equal(return_visit_draw(o->work, &rest, &o->e), ERR_INVALID);
    rest.area = o->community_b;
    assert_int_equal(return_visit_draw(o->work, &rest, &o->e), ERR_NOT_FOUND);
}

static void a_call_is_checked(void **state)
{
    static const struct {
        const char *visited, *satisfaction, *text;
        enum err err;
    } rows[] = {
        {"",       "1", "",                      ERR_INVALID}, /* what they say is the point of it */
        {"no",     "",  "",                      ERR_INVALID}, /* in their words */
        {"no",     "1", "从来没有人来过", ERR_INVALID},
        {"unsure", "",  "",                      ERR_NONE   },
        {"yes",    "2", "人很好",             ERR_NONE   }, /* told anew */
    };
    struct office *o = *state;
    struct record *record = record_new();
    visits(o);
    office_act(o, "station01");
    int64_t id = ask_about(o, 0);
    record_set(record, "reached", "0");
    done(o, return_visit_call(o->work, id, record, NULL, NULL, &o->e));
    assert_string_equal(record_get(record, "again_on"), "2026-10-22");
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(call(o, id, rows[i].visited, rows[i].satisfaction, rows[i].text), rows[i].err);
    done(o, return_visit_read(o->work, number(o, id), record, &o->e));
    assert_string_equal(record_get(record, "state"), "done");
    assert_int_equal(record_int(record, "tries"), 2);
    int64_t other = 0;
    assert_int_equal(return_visit_add(o->work, number(o, visit_of[0]), &other, &o->e), ERR_STATE);
    record_free(&record);
}

static int64_t a_doubt(struct office *o, int i)
{
    office_act(o, "station01");
    int64_t id = ask_about(o, i);
    done(o, call(o, id, "no", "", "这个月没有人来过"));
    return id;
}

static void a_second_person_strikes_it_out_and_takes_it_back(void **state)
{
    struct office *o = *state;
    struct rows lines = {0}, follow_ups = {0};
    visits(o);
    int64_t id = a_doubt(o, 0);
    assert_int_equal(counts_of(o, 0), 1); /* the answer alone does nothing */
    assert_int_equal(return_visit_look(o->work, id, false, "与住户核实无误", &o->e), ERR_DENIED);
    office_act(o, "street01");
    assert_int_equal(return_visit_look(o->work, id, false, "", &o->e), ERR_INVALID);
    done(o, return_visit_look(o->work, id, false, "与住户核实无误", &o->e));
    assert_string_equal(office_last_audit(o), "street01 return_visit.look return_visit 1 struck");
    assert_int_equal(counts_of(o, 0), 0);
    assert_int_equal(return_visit_look(o->work, id, true, "再看一次", &o->e), ERR_STATE);
    office_act(o, "grid01");
    done(o, inbox_lines(o->work, o->pool, true, &lines, &o->e));
    assert_int_equal(lines.count, 1);
    done(o, follow_up_list(o->work, o->pool, household_of[0], 10, &follow_ups, &o->e));
    assert_int_equal(follow_ups.count, 1);
    assert_string_equal(rows_text(&follow_ups, 0, "kind"), "return_visit");
    office_act(o, "street01");
    assert_int_equal(return_visit_take_back(o->work, id, " ", &o->e), ERR_INVALID);
    done(o, return_visit_take_back(o->work, id, "住户记错了人", &o->e));
    assert_int_equal(counts_of(o, 0), 1);
    office_act(o, "grid01");
    done(o, follow_up_list(o->work, o->pool, household_of[0], 10, &follow_ups, &o->e));
    assert_int_equal(follow_ups.count, 0);
    done(o, inbox_lines(o->work, o->pool, true, &lines, &o->e));
    assert_int_equal(lines.count, 2);
    assert_int_equal(
        one_number(o, "select count(*) as n from row_history where kind = 'visit' and object = $id", visit_of[0]), 3);
}

static void one_that_stands_stays_as_it_is(void **state)
{
    struct office *o = *state;
    visits(o);
    int64_t id = a_doubt(o, 0);
    office_act(o, "street01");
    done(o, return_visit_look(o->work, id, true, "家中老人不知情，儿子证实来过", &o->e));
    assert_int_equal(counts_of(o, 0), 1);
    assert_int_equal(return_visit_take_back(o->work, id, "不需要了吧", &o->e), ERR_STATE);
    assert_int_equal(call(o, id, "yes", "1", ""), ERR_STATE);
}

static void everybody_sees_their_own_part(void **state)
{
    struct office *o = *state;
    struct list_query query = {0};
    struct record *record = record_new();
    struct rows rows = {0};
    int64_t total = 0;
    visits(o);
    int64_t id = a_doubt(o, 0), open = ask_about(o, 1), other = 0;
    done(o, call(o, ask_about(o, 2), "yes", "1", "每月都来"));
    assert_int_equal(return_visit_add(o->work, number(o, visit_of[5]), &other, &o->e), ERR_NOT_FOUND);
    done(o, return_visit_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(total, 3);
    office_act(o, "station02");
    done(o, return_visit_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(total, 0);
    assert_int_equal(return_visit_read(o->work, number(o, id), record, &o->e), ERR_NOT_FOUND);
    assert_int_equal(call(o, open, "yes", "1", ""), ERR_NOT_FOUND);
    office_act(o, "grid01"); /* what came of own entries; neither what is open, nor who said what */
    done(o, return_visit_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(total, 1);
    assert_string_equal(rows_text(&rows, 0, "satisfaction"), "1");
    assert_string_equal(rows_text(&rows, 0, "text"), "");
    assert_int_equal(call(o, open, "yes", "1", ""), ERR_DENIED);
    assert_int_equal(return_visit_phones(o->work, o->pool, id, &rows, &o->e), ERR_DENIED);
    office_act(o, "grid01b");
    done(o, return_visit_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(total, 0);
    record_free(&record);
}

/* --- measures, by hand --- */

static void measure(struct office *o, const char *name, const char *leader, struct rows *out)
{
    /* posts of the fixture begin on the 21st */
    const int64_t from = day_start(date_make(2026, 10, 1)), until = day_start(date_make(2026, 11, 1));
    bool records = strstr(name, ".records") != NULL;
    const struct bind all[] = {BIND_TEXT("begin", "2026-10-21"),
                               BIND_TEXT("end", "2026-10-31"),
                               BIND_INT("grid", 0),
                               BIND_INT("who", leader == NULL ? 0 : office_user(o, leader)),
                               BIND_INT("from", from),
                               BIND_INT("until", until),
                               records ? (struct bind){.name = NULL} : BIND_TEXT("lo", ""),
                               BIND_TEXT("hi", "~"),
                               {.name = NULL}};
    done(o, db_query(o->work->db, o->pool, name, all, out, &o->e));
}

static double sum_of(const struct rows *rows, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < rows->count; i++)
        sum += rows_real(rows, i, column);
    return sum;
}

/* grid01: satisfied 1 + basically 0.8 + not 0 of 3 = 1.8 / 3; one that was not reached and one that did not say are
 * left out. grid01b: 1 / 1. */
static void satisfaction_is_what_households_say(void **state)
{
    static const char *const said[] = {"1", "2", "3", "", "1"};
    struct office *o = *state;
    struct rows rows = {0}, records = {0};
    visits(o);
    office_act(o, "station01");
    for (int i = 0; i < 5; i++)
        done(o, call(o, ask_about(o, i), "yes", said[i], ""));
    measure(o, "measure.satisfaction", NULL, &rows);
    assert_int_equal(rows.count, 2);
    for (size_t i = 0; i < rows.count; i++) {
        bool first = rows_int(&rows, i, "leader") == office_user(o, "grid01");
        assert_float_equal(rows_real(&rows, i, "numerator"), first ? 1.8 : 1.0, 1e-9);
        assert_float_equal(rows_real(&rows, i, "denominator"), first ? 3.0 : 1.0, 1e-9);
    }
    measure(o, "measure.satisfaction.records", "grid01", &records);
    assert_float_equal(sum_of(&records, "counted"), 1.8, 1e-9);
    assert_float_equal(sum_of(&records, "due"), 3.0, 1e-9);
    assert_string_equal(rows_text(&records, 0, "kind"), "return_visit");
    assert_string_equal(rows_text(&records, 0, "note"), "not satisfied");
}

/* Verdicts of one door in A1: three correct, one wrong, one missing, one not met, one not applicable: 3 / 5. One of
 * September counts for September. */
static void accuracy_is_what_inspectors_find(void **state)
{
    static const char *const verdicts[] = {"correct", "correct", "correct", "wrong",         "missing",
                                           "not_met", "",        "correct", "not_applicable"};
    struct office *o = *state;
    struct rows rows = {0}, records = {0};
    int64_t october = day_start(date_make(2026, 10, 12)) + 36000, september = october - 31 * DAY_SECONDS;
    visits(o);
    done(o, db_begin(o->work->db, &o->e));
    done(o, db_execute(o->work->db, "spot_check.insert",
                       BINDS(BIND_INT("id", 1), BIND_TEXT("no", "CC-1"), BIND_TEXT("name", "n"),
                             BIND_INT("area", o->street), BIND_TEXT("how", "each"), BIND_INT("amount", 1),
                             BIND_TEXT("fields", "person.phone"), BIND_INT("per_door", 0), BIND_INT("blind", 0),
                             BIND_INT("seed", 1), BIND_TEXT("method", "m"), BIND_INT("frame", 1), BIND_TEXT("sum", ""),
                             BIND_INT("by", office_user(o, "inspector01")), BIND_INT("at", october)),
                       NULL, &o->e));
    for (int i = 0; i < (int)COUNT_OF(verdicts); i++) {
        done(o, db_execute(o->work->db, "spot_check_item.insert",
                           BINDS(BIND_INT("id", i + 1), BIND_INT("check", 1), BIND_INT("door", 1),
                                 BIND_INT("position", i + 1), BIND_INT("area", o->grid_a1),
                                 BIND_INT("household", household_of[0]), BIND_NULL("person"),
                                 BIND_TEXT("kind", "household"), BIND_INT("object", household_of[0]),
                                 BIND_TEXT("field", "phone"), BIND_TEXT("value", "")),
                           NULL, &o->e));
        if (*verdicts[i])
            done(o, db_execute(o->work->db, "spot_check_item.found",
                               BINDS(BIND_INT("id", i + 1), BIND_TEXT("truth", ""), BIND_TEXT("verdict", verdicts[i]),
                                     BIND_INT("corrected", 0), BIND_TEXT("problem", ""),
                                     BIND_INT("by", office_user(o, "inspector01")),
                                     BIND_INT("at", i == 7 ? september : october)),
                               NULL, &o->e));
    }
    done(o, db_commit(o->work->db, &o->e));
    measure(o, "measure.accuracy", NULL, &rows);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "leader"), office_user(o, "grid01"));
    assert_float_equal(rows_real(&rows, 0, "numerator"), 3.0, 1e-9);
    assert_float_equal(rows_real(&rows, 0, "denominator"), 5.0, 1e-9);
    measure(o, "measure.accuracy.records", "grid01", &records);
    assert_int_equal(records.count, 5);
    assert_float_equal(sum_of(&records, "counted"), 3.0, 1e-9);
    assert_float_equal(sum_of(&records, "due"), 5.0, 1e-9);
    measure(o, "measure.accuracy.records", "grid01b", &records);
    assert_int_equal(records.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_draw_is_of_each_grid_and_can_be_made_again),
        OFFICE_TEST(a_call_is_checked),
        OFFICE_TEST(a_second_person_strikes_it_out_and_takes_it_back),
        OFFICE_TEST(one_that_stands_stays_as_it_is),
        OFFICE_TEST(everybody_sees_their_own_part),
        OFFICE_TEST(satisfaction_is_what_households_say),
        OFFICE_TEST(accuracy_is_what_inspectors_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

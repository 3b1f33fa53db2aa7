/* Spot checks: draws that can be made again and are even, verdicts, corrections, who sees what. */
#include "../../../src/work/draw.h"
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/table/list.h"
#include "wangge/work/job.h"
#include "wangge/work/spot_check.h"

/* A generated citizen ID with its check character. */
static const char *an_id(struct office *o, int n)
{
    char id[19];
    snprintf(id, sizeof id, "32100319%02d0%d1%d00%d", 50 + n % 40, 1 + n % 9, n % 9, 2 * (1 + n % 4));
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (id[i] - '0') * weights[i];
    id[17] = "10X98765432"[sum % 11];
    id[18] = '\0';
    return pool_text(o->pool, id);
}

/* Three doors in grid A1, one in A2, one in B1, each with one person. */
static int64_t household_of[5], person_of[5];
static void people(struct office *o)
{
    const int64_t areas[] = {o->grid_a1, o->grid_a1, o->grid_a1, o->grid_a2, o->grid_b1};
    static const char *const writers[] = {"grid01", "grid01", "grid01", "grid01b", "grid03"};
    for (int i = 0; i < 5; i++) {
        office_act(o, writers[i]);
        household_of[i] = office_add_household(o, areas[i], "6", "1", pool_format(o->pool, "%d01", i + 1));
        person_of[i] =
            office_add_person(o, household_of[i], pool_format(o->pool, "示例%d", i), an_id(o, i), "13900001111", "02");
    }
}

static struct record *a_check(struct office *o, int64_t area, const char *fields)
{
    struct record *record = record_new();
    done(o, spot_check_new(o->work, record, &o->e));
    record_set(record, "name", "十月抽查");
    record_set_int(record, "area", area);
    record_set(record, "how", "percent");
    record_set(record, "amount", "100");
    record_set(record, "per_door", "0");
    record_set(record, "seed", "42");
    record_set(record, "fields", fields);
    return record;
}

static int64_t draw(struct office *o, const char *login, int64_t area, const char *fields)
{
    int64_t id = 0;
    office_act(o, login);
    struct record *record = a_check(o, area, fields);
    done(o, spot_check_draw(o->work, record, &id, NULL, NULL, &o->e));
    record_free(&record);
    return id;
}

static struct check_saved found(struct office *o, int64_t id, int64_t door, const char *first, const char *second)
{
    struct record *answers = record_new();
    struct check_saved saved;
    record_set(answers, "1", first);
    record_set(answers, "2", second);
    done(o, spot_check_save(o->work, id, door, answers, &saved, NULL, NULL, &o->e));
    record_free(&answers);
    return saved;
}

static const char *person_field(struct office *o, int n, const char *field)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          pool_format(o->pool, "select p.\"%s\" as value from person p where p.id = $id", field),
                          BINDS(BIND_INT("id", person_of[n])), &rows, &o->e));
    return rows_text(&rows, 0, "value");
}

/* --- draws --- */

static void the_same_seed_gives_the_same_draw(void **state)
{
    struct pool *pool = pool_new();
    (void)state;
    size_t *a = draw_pick(pool, 7, 3, 100, 10), *b = draw_pick(pool, 7, 3, 100, 10),
           *c = draw_pick(pool, 8, 3, 100, 10);
    assert_memory_equal(a, b, 10 * sizeof *a);
    assert_memory_not_equal(a, c, 10 * sizeof *a);
    assert_int_equal(draw_amount("percent", 10, 41), 5);
    assert_int_equal(draw_amount("each", 10, 4), 4);
    pool_free(&pool);
}

/* Figures of a second program in another language. For ever: what was drawn under this name of the method is drawn
 * again by every later version. */
static void the_method_is_what_its_name_says(void **state)
{
    static const size_t kept[] = {13, 83, 86, 9, 2};
    struct pool *pool = pool_new();
    char sum[DRAW_SUM_ROOM];
    (void)state;
    size_t *list = draw_pick(pool, 42, 0, 100, COUNT_OF(kept));
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        assert_int_equal(list[i], kept[i]);
    draw_sum_text(draw_sum(draw_sum(DRAW_SUM_BEGIN, 1), 2), sum);
    assert_string_equal(sum, "7717980363c8e066");
    assert_string_equal(DRAW_METHOD, "splitmix64-fy-1");
    pool_free(&pool);
}

/* 10 of 50, 5,000 times, with seeds 1 to 5,000: each is expected 1,000 times. The sum of (found - 1,000)^2 / 800 (the
 * variance of one) is chi-square with 49 degrees of freedom but for the factor 49/50; 99.9 % lie under 85.4. */
static void draws_are_even(void **state)
{
    enum { ALL = 50, TAKE = 10, TIMES = 5000 };
    int counts[ALL] = {0};
    double chi = 0;
    (void)state;
    for (int seed = 1; seed <= TIMES; seed++) {
        struct pool *pool = pool_new();
        size_t *list = draw_pick(pool, seed, 5, ALL, TAKE);
        for (int i = 0; i < TAKE; i++)
            counts[list[i]]++;
        pool_free(&pool);
    }
    for (int i = 0; i < ALL; i++)
        chi += (counts[i] - 1000.0) * (counts[i] - 1000.0) / 800.0;
    assert_true(chi * 49 / 50 < 85.4);
    assert_true(chi > 20);
}

/* Weights 1, 2, 3, 4: the first one taken of 10,000 draws falls on each in that proportion; 3 degrees of freedom. */
static void weights_are_kept(void **state)
{
    static const int weights[] = {1, 2, 3, 4};
    int counts[4] = {0};
    double chi = 0;
    (void)state;
    for (int seed = 1; seed <= 10000; seed++) {
        struct pool *pool = pool_new();
        counts[draw_pick_weighted(pool, seed, 9, weights, 4, 2)[0]]++;
        pool_free(&pool);
    }
    for (int i = 0; i < 4; i++)
        chi += (counts[i] - 1000.0 * weights[i]) * (counts[i] - 1000.0 * weights[i]) / (1000.0 * weights[i]);
    assert_true(chi < 16.3);
}

static const char *what_was_drawn(struct office *o, int64_t id)
{
    struct rows rows = {0};
    const char *text = "";
    done(o, spot_check_items(o->work, o->pool, id, 0, CHECK_BY_NONE, NULL, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(o->pool, "%s%s/%s.%s ", text, rows_text(&rows, i, "household"), rows_text(&rows, i, "kind"),
                           rows_text(&rows, i, "field"));
    return text;
}

static void a_check_can_be_drawn_again(void **state)
{
    struct office *o = *state;
    struct record *record, *read = record_new();
    int64_t a = 0, b = 0;
    people(o);
    office_act(o, "street01");
    record = a_check(o, o->community_a, "");
    record_set(record, "how", "each");
    record_set(record, "amount", "2");
    record_set(record, "per_door", "3");
    struct record *again = record_copy(record);
    done(o, spot_check_draw(o->work, record, &a, NULL, NULL, &o->e));
    assert_string_equal(office_last_audit(o), "street01 spot_check.draw spot_check 1 ");
    done(o, spot_check_draw(o->work, again, &b, NULL, NULL, &o->e));
    assert_string_equal(what_was_drawn(o, a), what_was_drawn(o, b));
    done(o, spot_check_read(o->work, pool_format(o->pool, "%lld", (long long)a), read, &o->e));
    assert_string_equal(record_get(read, "no"), "CC-20261021-0001");
    assert_int_equal(record_int(read, "frame"), 4);
    assert_int_equal(record_int(read, "doors"), 3); /* two of A1, the only one of A2 */
    assert_int_equal(record_int(read, "items"), 9);
    assert_int_equal(strlen(record_get(read, "frame_sum")), 16);
    record_free(&again);
    record_free(&record);
    record_free(&read);
}

/* --- at the door --- */

static void what_is_found_makes_the_accuracy(void **state)
{
    struct office *o = *state;
    struct rows items = {0}, result = {0};
    people(o);
    int64_t id = draw(o, "street01", o->grid_a1, "person.phone,person.education");
    struct check_saved saved = found(o, id, 1, "=", "?");
    assert_int_equal(saved.checked, 2);
    assert_int_equal(saved.wrong, 0);
    saved = found(o, id, 2, "13900002222", "21"); /* another number, and what the register lacks */
    assert_int_equal(saved.wrong, 2);
    assert_int_equal(saved.corrected, 2);
    saved = found(o, id, 3, "/", "-"); /* has no phone to be asked for, and no education, as registered */
    assert_int_equal(saved.wrong, 0);
    assert_string_equal(person_field(o, 1, "phone"), "13900002222");
    assert_string_equal(person_field(o, 1, "education"), "21");
    assert_string_equal(person_field(o, 1, "source"), "check");
    assert_string_equal(person_field(o, 1, "verified_on"), "2026-10-21");
    assert_string_equal(person_field(o, 0, "source"), "");
    done(o, spot_check_result(o->work, o->pool, id, CHECK_BY_LEADER, &result, &o->e));
    assert_int_equal(result.count, 1);
    assert_int_equal(rows_int(&result, 0, "items"), 6);
    assert_int_equal(rows_int(&result, 0, "counted"), 4); /* not met and not applicable are left out */
    assert_int_equal(rows_int(&result, 0, "correct"), 2);
    done(o, spot_check_items(o->work, o->pool, id, 0, CHECK_BY_FIELD, "person.phone", &items, &o->e));
    assert_int_equal(items.count, 3);
    assert_string_equal(rows_text(&items, 1, "value"), "139****1111");
    assert_string_equal(rows_text(&items, 1, "truth"), "139****2222");
    assert_string_equal(rows_text(&items, 1, "verdict"), "wrong");
}

static void the_inspector_corrects_without_the_right_to_write(void **state)
{
    struct office *o = *state;
    struct record *person = record_new();
    struct rows history = {0}, lines = {0};
    people(o);
    int64_t id = draw(o, "inspector01", o->street, "person.name,person.phone");
    record_set(person, "phone", "13900009999");
    assert_int_equal(table_change(o->work, table_find("person"), person_of[0], person, &o->e), ERR_DENIED);
    found(o, id, 1, "示例己", "13900002222");
    assert_string_equal(office_last_audit(o), "inspector01 spot_check.save spot_check 1 ");
    assert_string_equal(person_field(o, 0, "phone"), "13900002222");
    office_act(o, "grid01");
    done(o, table_history(o->work, o->pool, table_find("person"), person_of[0], &history, &o->e));
    assert_string_equal(rows_text(&history, 0, "by"), "inspector01");
    bool told = false;
    for (size_t i = 0; i < history.count; i++)
        told |= strcmp(rows_text(&history, i, "field"), "source") == 0 &&
                strcmp(rows_text(&history, i, "to"), "spot check") == 0;
    assert_true(told);
    done(o, inbox_lines(o->work, o->pool, true, &lines, &o->e));
    const char *line = rows_text(&lines, 0, "text");
    assert_non_null(strstr(line, "Name (示例0): 示例0 → 示例己"));
    assert_non_null(strstr(line, "Phone"));
    assert_null(strstr(line, "2222")); /* the number itself is masked: not told */
    record_free(&person);
}

static void what_the_rules_refuse_stays_a_finding(void **state)
{
    struct office *o = *state;
    struct rows items = {0};
    people(o);
    int64_t id = draw(o, "inspector01", o->grid_a1, "person.name,person.phone");
    struct check_saved saved = found(o, id, 1, "-", "13900002222"); /* nobody is without a name */
    assert_int_equal(saved.wrong, 2);
    assert_int_equal(saved.corrected, 1);
    assert_int_equal(saved.refused, 1);
    assert_string_equal(person_field(o, 0, "name"), "示例0");
    assert_string_equal(person_field(o, 0, "phone"), "13900002222"); /* the other field is not held up */
    done(o, spot_check_items(o->work, o->pool, id, 1, CHECK_BY_NONE, NULL, &items, &o->e));
    assert_string_equal(rows_text(&items, 0, "verdict"), "wrong");
    assert_int_equal(rows_int(&items, 0, "corrected"), 0);
    assert_true(strlen(rows_text(&items, 0, "problem")) > 0);
}

static void a_slip_can_be_put_right(void **state)
{
    struct office *o = *state;
    people(o);
    int64_t id = draw(o, "inspector01", o->grid_a1, "person.phone,person.education");
    found(o, id, 1, "13900002222", "");
    found(o, id, 1, "=", ""); /* it was the right number after all */
    assert_string_equal(person_field(o, 0, "phone"), "13900001111");
    assert_int_equal(spot_check_end(o->work, id, &o->e), ERR_NONE);
    struct record *answers = record_new();
    record_set(answers, "1", "=");
    assert_int_equal(spot_check_save(o->work, id, 1, answers, NULL, NULL, NULL, &o->e), ERR_STATE);
    record_free(&answers);
}

static int faults;
static void count_fault(void *to, const struct error *fault)
{
    (void)to;
    assert_string_equal(fault->field, "1");
    faults++;
}

static void a_blind_check_hides_what_is_registered(void **state)
{
    struct office *o = *state;
    struct rows items = {0};
    int64_t id = 0;
    people(o);
    office_act(o, "inspector01");
    struct record *record = a_check(o, o->grid_a1, "person.phone,person.education"), *answers = record_new();
    record_set(record, "blind", "1");
    done(o, spot_check_draw(o->work, record, &id, NULL, NULL, &o->e));
    done(o, spot_check_items(o->work, o->pool, id, 1, CHECK_BY_NONE, NULL, &items, &o->e));
    assert_string_equal(rows_text(&items, 0, "value"), "");
    record_set(answers, "1", "=");
    faults = 0;
    assert_int_equal(spot_check_save(o->work, id, 1, answers, NULL, count_fault, NULL, &o->e), ERR_INVALID);
    assert_int_equal(faults, 1);
    record_set(answers, "1", "abc"); /* no phone number either */
    assert_int_equal(spot_check_save(o->work, id, 1, answers, NULL, count_fault, NULL, &o->e), ERR_INVALID);
    found(o, id, 1, "13900001111", "");
    done(o, spot_check_items(o->work, o->pool, id, 1, CHECK_BY_NONE, NULL, &items, &o->e));
    assert_string_equal(rows_text(&items, 0, "verdict"), "correct");
    assert_string_equal(rows_text(&items, 0, "value"), "139****1111");
    record_free(&answers);
    record_free(&record);
}

/* --- who sees what --- */

static void everybody_sees_their_own_part(void **state)
{
    struct office *o = *state;
    struct list_query query = {0};
    struct rows rows = {0};
    int64_t total = 0;
    people(o);
    int64_t id = draw(o, "street01", o->street, "person.phone");
    struct record *answers = record_new();
    record_set(answers, "1", "=");
    done(o, spot_check_save(o->work, id, 1, answers, NULL, NULL, NULL, &o->e));
    record_set(answers, "1", "13900002222");
    done(o, spot_check_save(o->work, id, 5, answers, NULL, NULL, NULL, &o->e)); /* of community B */
    done(o, spot_check_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(rows_int(&rows, 0, "items"), 5);
    assert_int_equal(rows_int(&rows, 0, "correct"), 1);
    office_act(o, "station01"); /* a check from above: what lies in its grids */
    done(o, spot_check_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(rows_int(&rows, 0, "items"), 4);
    assert_int_equal(rows_int(&rows, 0, "counted"), 1);
    done(o, spot_check_items(o->work, o->pool, id, 5, CHECK_BY_NONE, NULL, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    assert_int_equal(spot_check_save(o->work, id, 2, answers, NULL, NULL, NULL, &o->e), ERR_DENIED);
    office_act(o, "grid01"); /* own ones that were looked at; not which doors are next */
    done(o, spot_check_items(o->work, o->pool, id, 0, CHECK_BY_NONE, NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    office_act(o, "grid01b");
    assert_int_equal(spot_check_doors(o->work, o->pool, id, &rows, &o->e), ERR_NOT_FOUND);
    int64_t other = draw(o, "inspector01", o->community_b, "person.phone");
    office_act(o, "station01");
    assert_int_equal(spot_check_items(o->work, o->pool, other, 0, CHECK_BY_NONE, NULL, &rows, &o->e), ERR_NOT_FOUND);
    office_act(o, "member01");
    assert_int_equal(spot_check_list(o->work, o->pool, &query, &rows, &total, &o->e), ERR_DENIED);
    record_free(&answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_draw),
        cmocka_unit_test(the_method_is_what_its_name_says),
        cmocka_unit_test(draws_are_even),
        cmocka_unit_test(weights_are_kept),
        OFFICE_TEST(a_check_can_be_drawn_again),
        OFFICE_TEST(what_is_found_makes_the_accuracy),
        OFFICE_TEST(the_inspector_corrects_without_the_right_to_write),
        OFFICE_TEST(what_the_rules_refuse_stays_a_finding),
        OFFICE_TEST(a_slip_can_be_put_right),
        OFFICE_TEST(a_blind_check_hides_what_is_registered),
        OFFICE_TEST(everybody_sees_their_own_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

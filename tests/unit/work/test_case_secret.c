/* What a confidential case, and a draft, tell to nobody but those who may see them. */
#include "case_story.h"

#include "wangge/table/describe.h"
#include "wangge/work/card.h"

static int64_t told(struct village *v, int account)
{
    return number(v, pool_format(v->pool, "select count(*) from inbox_line where account = %d", account));
}

static void roles_that_may_not_see_it_hear_nothing_of_it(void **state)
{
    struct village *v = *state;
    int64_t open = REPORT(v, "member01", "title", "路灯不亮"), secret = REPORT(v, "member01", "confidential", "1");
    STEP(v, "street01", secret, "supervise", "reason", "1", "reply_by", "2026-10-22 10:00");
    assert_int_equal(told(v, GRID01), 0);
    STEP(v, "street01", open, "supervise", "reason", "1", "reply_by", "2026-10-22 10:00");
    assert_int_equal(told(v, GRID01), 1);
}

static void nothing_is_merged_into_it_that_others_see(void **state)
{
    struct village *v = *state;
    int64_t open = REPORT(v, "member01", "title", "路灯不亮"), secret = REPORT(v, "grid01", "confidential", "1");
    const char *into = pool_format(v->pool, "%lld", (long long)secret);
    assert_int_equal(TRY(v, "street01", open, "merge", "into", into), ERR_INVALID);
    assert_string_equal(v->e.field, "into");
    STEP(v, "street01", secret, "merge", "into", pool_format(v->pool, "%lld", (long long)open));
}

static size_t merged_for(struct village *v, const char *login, int64_t id)
{
    struct case_parts parts;
    act_as(v, login);
    DONE(v, case_parts(v->work, v->pool, id, &parts, &v->e));
    assert_int_equal(rows_column(&parts.merged, "reporter_phone"), -1); /* told to those who hold that case */
    return parts.merged.count;
}

static void one_that_was_merged_into_another_stays_confidential(void **state)
{
    struct village *v = *state;
    int64_t open = REPORT(v, "member01", "title", "路灯不亮"), secret = REPORT(v, "grid01", "confidential", "1");
    STEP(v, "street01", secret, "merge", "into", pool_format(v->pool, "%lld", (long long)open));
    assert_int_equal(merged_for(v, "street01", open), 1);
    assert_int_equal(merged_for(v, "grid01", open), 1); /* who reported it */
    assert_int_equal(merged_for(v, "station01", open), 0);
}

static size_t on_the_card(struct village *v, const char *login)
{
    struct card card;
    act_as(v, login);
    DONE(v, card_read(v->work, v->pool, HOUSEHOLD(GRID_1, 1), &card, &v->e));
    return card.cases.count;
}

static void the_card_of_a_household_shows_ones_own_drafts_only(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct record *r = record_with("title", "污水外溢", "text", "污水外溢", "category", "05", "household", "601",
                                   "urgency", "1", NULL);
    act_as(v, "grid01");
    DONE(v, case_add(v->work, r, true, &id, NULL, NULL, &v->e));
    record_free(&r);
    assert_int_equal(on_the_card(v, "grid01"), 1);
    assert_int_equal(on_the_card(v, "station01"), 0);
    STEP(v, "grid01", id, "report", "text", "");
    assert_int_equal(on_the_card(v, "station01"), 1);
}

static size_t found_by_phone(struct village *v, const char *typed)
{
    struct rows rows;
    struct list_query query = {0};
    DONE(v, list_add_filter(&query, table_find("case"), "reporter_phone", typed, &v->e));
    DONE(v, case_list(v->work, v->pool, CASE_AREA, &query, &rows, NULL, &v->e));
    return rows.count;
}

static void a_telephone_is_not_found_out_digit_by_digit(void **state)
{
    struct village *v = *state;
    REPORT(v, "station01", "reporter_phone", "13800001234");
    act_as(v, "grid01");
    assert_int_equal(found_by_phone(v, "13800001234"), 1); /* who knows it may look for it */
    assert_int_equal(found_by_phone(v, "1234"), 1);
    assert_int_equal(found_by_phone(v, "13800"), 0);
    assert_int_equal(found_by_phone(v, "0001"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(roles_that_may_not_see_it_hear_nothing_of_it),
        IN_VILLAGE(nothing_is_merged_into_it_that_others_see),
        IN_VILLAGE(one_that_was_merged_into_another_stays_confidential),
        IN_VILLAGE(a_telephone_is_not_found_out_digit_by_digit),
        IN_VILLAGE(the_card_of_a_household_shows_ones_own_drafts_only),
    };
    return cmocka_run_group_tests_name("confidential cases", tests, NULL, NULL);
}

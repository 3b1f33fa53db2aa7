/* Drafts: what was typed is there again after the session, the process and the connection are gone. */
#include "fixture.h"

#include "wangge/work/draft.h"

static struct record *typed(const char *text)
{
    struct record *record = record_new();
    record_set(record, "channel", "1");
    record_set(record, "text", text);
    return record;
}

static void save(struct office *o, const char *form, int64_t object, const char *title, const char *text)
{
    struct record *record = typed(text);
    struct draft draft = {.object = object, .caret = (int64_t)strlen(text)};
    snprintf(draft.form, sizeof draft.form, "%s", form);
    snprintf(draft.title, sizeof draft.title, "%s", title);
    snprintf(draft.field, sizeof draft.field, "text");
    done(o, draft_save(o->work, &draft, record, &o->e));
    record_free(&record);
}

static void reopen(struct office *o, const char *login)
{
    work_close(&o->work);
    done(o, work_open(o->database, &o->work, &o->e));
    office_act(o, login);
}

static void a_draft_comes_back_on_the_same_field(void **state)
{
    struct office *o = *state;
    const char *text = "老人近日头晕,\n未就医。\\n \"引号\"\t=1\x01";
    struct record *back = record_new();
    struct draft draft = {0};
    office_act(o, "grid01");
    save(o, "visit", 0, "6幢1单元302", text);
    reopen(o, "grid01");
    done(o, draft_read(o->work, "visit", 0, &draft, back, &o->e));
    assert_string_equal(record_get(back, "text"), text);
    assert_string_equal(draft.title, "6幢1单元302");
    assert_string_equal(draft.field, "text");
    assert_int_equal(draft.caret, strlen(text));
    assert_int_equal(draft.saved_at, clock_now());
    record_free(&back);
}

static void one_for_each_form_and_object_newest_first(void **state)
{
    struct office *o = *state;
    struct draft *drafts = NULL;
    size_t count = 0;
    office_act(o, "grid01");
    save(o, "visit", 0, "first", "a");
    clock_fix(clock_now() + 5);
    save(o, "case", 0, "second", "b");
    clock_fix(clock_now() + 5);
    save(o, "visit", 7, "third", "c");
    clock_fix(clock_now() + 5);
    save(o, "visit", 0, "first again", "aa");
    done(o, draft_list(o->work, o->pool, &drafts, &count, &o->e));
    assert_int_equal(count, 3);
    assert_string_equal(drafts[0].title, "first again");
    assert_string_equal(drafts[1].title, "third");
    assert_string_equal(drafts[2].title, "second");
}

static void nobody_elses(void **state)
{
    struct office *o = *state;
    struct record *back = record_new();
    struct draft draft = {0}, *drafts = NULL;
    size_t count = 0;
    office_act(o, "grid01");
    save(o, "visit", 0, "mine", "a");
    office_act(o, "grid01b");
    done(o, draft_list(o->work, o->pool, &drafts, &count, &o->e));
    assert_int_equal(count, 0);
    assert_int_equal(draft_read(o->work, "visit", 0, &draft, back, &o->e), ERR_NOT_FOUND);
    done(o, draft_done(o->work, "visit", 0, &o->e));
    office_act(o, "grid01");
    done(o, draft_read(o->work, "visit", 0, &draft, back, &o->e));
    record_free(&back);
}

static int64_t rows_left(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->drafts, o->pool, "select count(*) as n from draft", NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

static void saved_is_gone_discarded_is_kept_seven_days(void **state)
{
    struct office *o = *state;
    struct record *back = record_new();
    struct draft draft = {0};
    office_act(o, "grid01");
    save(o, "visit", 0, "saved", "a");
    done(o, draft_done(o->work, "visit", 0, &o->e));
    assert_int_equal(rows_left(o), 0);

    save(o, "visit", 0, "thrown away", "a");
    done(o, draft_discard(o->work, "visit", 0, &o->e));
    assert_int_equal(draft_read(o->work, "visit", 0, &draft, back, &o->e), ERR_NOT_FOUND);
    save(o, "visit", 0, "a new one", "b"); /* beside the discarded one */
    assert_int_equal(rows_left(o), 2);
    clock_fix(clock_now() + 8 * DAY_SECONDS);
    done(o, draft_discard(o->work, "case", 0, &o->e));
    assert_int_equal(rows_left(o), 1);
    record_free(&back);
}

/* The session whose line was lost still writes once, late. */
static void who_took_a_draft_is_not_written_over(void **state)
{
    struct office *o = *state;
    struct record *first = typed("老人近日"), *more = typed("老人近日头晕"), *back = record_new();
    struct draft lost = {.form = "visit"}, here = {0}, after = {0};
    office_act(o, "grid01");
    done(o, draft_save(o->work, &lost, first, &o->e));
    done(o, draft_save(o->work, &lost, first, &o->e));

    done(o, draft_read(o->work, "visit", 0, &here, back, &o->e));
    done(o, draft_take(o->work, &here, &o->e));
    done(o, draft_save(o->work, &here, more, &o->e));
    assert_int_equal(draft_save(o->work, &lost, first, &o->e), ERR_CONFLICT);
    assert_int_equal(draft_take(o->work, &lost, &o->e), ERR_CONFLICT);
    done(o, draft_read(o->work, "visit", 0, &after, back, &o->e));
    assert_string_equal(record_get(back, "text"), "老人近日头晕");

    done(o, draft_done(o->work, "visit", 0, &o->e));
    assert_int_equal(draft_save(o->work, &lost, first, &o->e), ERR_CONFLICT);
    assert_int_equal(draft_read(o->work, "visit", 0, &after, back, &o->e), ERR_NOT_FOUND);
    record_free(&first);
    record_free(&more);
    record_free(&back);
}

static void a_lost_draft_database_is_made_again(void **state)
{
    struct office *o = *state;
    char path[128];
    office_act(o, "grid01");
    save(o, "visit", 0, "lost", "a");
    work_close(&o->work);
    snprintf(path, sizeof path, "%s/office-drafts.db", o->dir);
    assert_int_equal(unlink(path), 0);
    done(o, work_open(o->database, &o->work, &o->e));
    office_act(o, "grid01");
    save(o, "visit", 0, "goes on", "b");
    assert_int_equal(rows_left(o), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_draft_comes_back_on_the_same_field),
        OFFICE_TEST(one_for_each_form_and_object_newest_first),
        OFFICE_TEST(nobody_elses),
        OFFICE_TEST(saved_is_gone_discarded_is_kept_seven_days),
        OFFICE_TEST(who_took_a_draft_is_not_written_over),
        OFFICE_TEST(a_lost_draft_database_is_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

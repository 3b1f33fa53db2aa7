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

/* Reads a file of the folder; false when it is not there. */
static bool file_has(struct office *o, const char *name, const char *text)
{
    char path[128];
    static char bytes[1 << 20];
    snprintf(path, sizeof path, "%s/%s", o->dir, name);
    FILE *file = fopen(path, "re");
    size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return memmem(bytes, n, text, strlen(text)) != NULL;
}

/* Neither the file nor its WAL tells what was typed, whether it was saved, thrown away or written over. */
static void what_is_typed_is_sealed_on_the_disk(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    save(o, "visit", 0, "文苑路18号6幢", "独居老人13812342201");
    save(o, "visit", 0, "文苑路18号6幢", "住院");
    done(o, draft_discard(o->work, "visit", 0, &o->e));
    assert_true(file_has(o, "office-drafts.db-wal", "visit"));
    static const char *const secrets[] = {"文苑路", "独居", "13812342201", "住院"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        assert_false(file_has(o, "office-drafts.db", secrets[i]));
        assert_false(file_has(o, "office-drafts.db-wal", secrets[i]));
    }
}

/* What is sealed for one user opens for no other, and not when somebody has changed it. */
static void a_seal_that_does_not_hold_is_a_damaged_draft(void **state)
{
    struct office *o = *state;
    struct draft draft = {0};
    struct record *back = record_new();
    office_act(o, "grid01");
    save(o, "visit", 0, "6幢", "住院");
    done(o, db_execute_text(o->work->drafts, "update draft set account = account + 1", NULL, NULL, &o->e));
    office_act(o, "grid01b");
    assert_int_equal(draft_read(o->work, "visit", 0, &draft, back, &o->e), ERR_FAILED);
    record_free(&back);
}

/* Drafts from before the seal are sealed by wangge migrate, which leaves nothing of them. */
static void old_drafts_are_sealed(void **state)
{
    struct office *o = *state;
    struct draft draft = {0};
    struct record *back = record_new();
    int64_t user = office_user(o, "grid01");
    done(o, db_execute_text(
                o->work->drafts,
                pool_format(o->pool,
                            "insert into draft (id, account, form, object, title, field, caret, record, "
                            "saved_at) values (7, %lld, 'visit', 0, '文苑路', 'text', 0, 'text\t独居老人\t', 1)",
                            (long long)user),
                NULL, NULL, &o->e));
    work_close(&o->work);
    assert_true(file_has(o, "office-drafts.db", "独居老人"));
    done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
    assert_false(file_has(o, "office-drafts.db", "独居老人"));
    assert_false(file_has(o, "office-drafts.db", "文苑路"));
    assert_false(file_has(o, "office-drafts.db-wal", "独居老人"));
    done(o, work_open(o->database, &o->work, &o->e));
    office_act(o, "grid01");
    done(o, draft_read(o->work, "visit", 0, &draft, back, &o->e));
    assert_string_equal(draft.title, "文苑路");
    assert_string_equal(record_get(back, "text"), "独居老人");
    record_free(&back);
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
        OFFICE_TEST(what_is_typed_is_sealed_on_the_disk),
        OFFICE_TEST(a_seal_that_does_not_hold_is_a_damaged_draft),
        OFFICE_TEST(old_drafts_are_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Forms, driven by keys: editors, checks, pick lists, drafts, faults, conflicts, hang-up. */
#include "play.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/record.h"
#include "wangge/ui/form.h"

/* What a form's callbacks saw. */
struct desk {
    struct record *record;
    struct buffer told; /* a line for each callback */
    bool conflict;      /* somebody else saves first */
    struct ui_form_start start;
    enum ui_form_result result;
};

static const struct {
    const char *id, *text, *detail;
} households[] = {
    {"11", "6幢1单元302", "示例乙 独居"},
    {"12", "6幢1单元501", "示例丙"       },
    {"13", "7幢2单元101", "示例丁"       },
};

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    static const char *names[] = {"id", "text", "detail"};
    (void)to;
    (void)record;
    if (strcmp(field->name, "household") != 0 && strcmp(field->name, "title") != 0)
        return false;
    *out = (struct rows){.columns = 3, .names = names, .values = pool_new_piece(pool, 9, sizeof(struct value))};
    for (size_t i = 0; i < 3; i++) {
        if (!text_contains(households[i].text, typed) && !text_contains(households[i].detail, typed))
            continue;
        struct value *row = out->values + 3 * out->count++;
        row[0] = (struct value){.type = VALUE_TEXT, .text = households[i].id};
        row[1] = (struct value){.type = VALUE_TEXT, .text = households[i].text};
        row[2] = (struct value){.type = VALUE_TEXT, .text = households[i].detail};
    }
    return true;
}

static void show(void *to, const struct record *record, const struct field *field, struct buffer *out)
{
    (void)to;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(record_get(record, field->name), households[i].id) == 0)
            buffer_add_text(out, households[i].text);
}

static void changed(void *to, struct ui_form *form, const struct field *field, struct record *record)
{
    struct desk *desk = to;
    buffer_format(&desk->told, "changed %s %s\n", field->name, record_get(record, field->name));
    if (strcmp(field->name, "household") == 0)
        ui_form_set(form, "phone", strcmp(record_get(record, "household"), "11") == 0 ? "13800002201" : "");
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *form, struct error *e)
{
    struct desk *desk = to;
    enum err r = check_record(table_find("note"), record, on_fault, form, e);
    if (r == ERR_NONE && desk->conflict && strcmp(record_get(record, "version"), "2") != 0)
        r = error_set(e, ERR_CONFLICT, NULL, "somebody else saved first");
    buffer_format(&desk->told, "save %s\n", r == ERR_NONE ? "done" : error_name(r));
    return r;
}

static enum err theirs(void *to, struct record *out, struct error *e)
{
    (void)to;
    (void)e;
    record_set(out, "version", "2");
    record_set(out, "no", "7");
    record_set(out, "on", "2026-10-20");
    record_set(out, "way", "2");
    record_set(out, "household", "12");
    record_set(out, "title", "楼道灯");
    record_set(out, "text", "已修");
    return ERR_NONE;
}

static void draft(void *to, const struct record *record, const char *field, size_t caret)
{
    struct desk *desk = to;
    buffer_format(&desk->told, "draft %s %zu %s|%s|%s\n", field, caret, record_get(record, "household"),
                  record_get(record, "title"), record_get(record, "text"));
}

static void discard(void *to)
{
    struct desk *desk = to;
    buffer_add_text(&desk->told, "discard\n");
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    (void)to;
    if (most < 1 || record_get(record, "title")[0] == '\0')
        return;
    lines[0] = pool_format(pool, "will make a case: %s", record_get(record, "title"));
    *count = 1;
}

static const char *same_as_last(void *to, const struct field *field)
{
    (void)to;
    return strcmp(field->name, "way") == 0 ? "2" : strcmp(field->name, "household") == 0 ? "13" : NULL;
}

static bool only_one; /* of a title, as a test wants it */

static bool several(void *to, const struct field *field)
{
    (void)to;
    return strcmp(field->name, "title") == 0 && !only_one;
}

static const struct ui_form_ops ops = {.choices = choices,
                                       .several = several,
                                       .show = show,
                                       .changed = changed,
                                       .save = save,
                                       .theirs = theirs,
                                       .draft = draft,
                                       .discard = discard,
                                       .preview = preview,
                                       .same_as_last = same_as_last};

static void run_form(struct ui *ui, void *to)
{
    struct desk *desk = to;
    desk->result = ui_form_run(ui, "新写", table_find("note"), &ops, desk->record, &desk->start, desk);
}

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof(*desk));
    desk->record = record_new();
    record_set(desk->record, "version", "1");
    record_set(desk->record, "no", "7");
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    record_free(&desk->record);
    buffer_free(&desk->told);
    free(desk);
    return 0;
}

static void play_form(struct desk *desk, const char *script)
{
    struct buffer printed = {0};
    play(script, LANGUAGE_EN, run_form, desk, &printed);
    buffer_free(&printed);
}

static void a_record_is_typed_and_saved(void **state)
{
    struct desk *desk = *state;
    play_golden("form", LANGUAGE_EN, run_form, desk);
    assert_int_equal(desk->result, FORM_SAVED);
    assert_string_equal(record_get(desk->record, "on"), "2026-10-21");
    assert_string_equal(record_get(desk->record, "way"), "1");
    assert_string_equal(record_get(desk->record, "household"), "11");
    assert_string_equal(record_get(desk->record, "kinds"), "2,3");
    assert_string_equal(record_get(desk->record, "text"), "老人近日头晕, 未就医。\n楼道灯坏了三天。");
}

static void all_faults_are_listed_when_saving(void **state)
{
    struct desk *desk = *state;
    play_form(desk,
              "keys Ctrl-S\nexpect 4 faults, marked with !. Date must be\nexpect !*How\nexpect !*What was said\n");
    assert_int_equal(desk->result, FORM_HANGUP);
    assert_string_equal(buffer_text(&desk->told), "save invalid\n");
}

static void a_field_is_checked_when_left_and_never_traps(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "type 0231\nkeys Tab\nexpect !*Date\nkeys Tab\ntype 没有\nkeys Tab\nexpect !*Household      没有\n"
                    "keys Tab\nexpect Kinds\n");
    assert_string_equal(record_get(desk->record, "household"), "?没有");
}

static void typed_digits_are_never_taken_for_an_id(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab\ntype 12\nkeys Tab\nexpect nothing is called\n");
    assert_string_equal(record_get(desk->record, "household"), "?12");
}

static void the_only_match_is_taken_with_tab(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab\ntype 302\nexpect Tab: 6幢1单元302\nkeys Tab\nexpect 13800002201\n");
    assert_string_equal(record_get(desk->record, "household"), "11");
    assert_string_equal(record_get(desk->record, "phone"), "13800002201");
}

static void a_pick_list_narrows(void **state)
{
    struct desk *desk = *state;
    play_form(
        desk,
        "keys Tab Tab F4\nexpect 7幢2单元101\ntype 6幢\nrefuse 7幢2单元101\nkeys Down Enter\nexpect 6幢1单元501\n");
    assert_string_equal(record_get(desk->record, "household"), "12");
}

static void several_can_be_picked_into_a_text(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab Tab Tab Tab\ntype 示例戊， 12\nkeys F4 Space Down Space Enter\n"
                    "expect 示例戊,11\n");
    assert_string_equal(record_get(desk->record, "title"), "示例戊,11");
}

static void a_text_may_take_one_choice_only(void **state)
{
    struct desk *desk = *state;
    only_one = true;
    play_form(desk, "keys Tab Tab Tab Tab Tab F4 Down Enter\nexpect 12\n");
    only_one = false;
    assert_string_equal(record_get(desk->record, "title"), "12");
}

static void drafts_are_kept_with_the_field_that_is_entered_and_while_typing(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab\ntype 302\nkeys Tab Tab Tab\ntype 灯\nwait 4\ntype 坏\nwait 2\ntype 了\nhangup\n");
    assert_string_equal(buffer_text(&desk->told), "changed household 11\n"
                                                  "draft kinds 0 11||\n"
                                                  "draft phone 11 11||\n"
                                                  "draft title 0 11||\n"
                                                  "draft title 6 11|灯坏|\n"
                                                  "draft title 9 11|灯坏了|\n");
    assert_int_equal(desk->result, FORM_HANGUP);
}

static void a_line_that_ends_inside_a_pick_list_keeps_the_draft(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab\ntype 幢\nkeys F4\nexpect 7幢2单元101\nhangup\n");
    assert_int_equal(desk->result, FORM_HANGUP);
    assert_string_equal(buffer_text(&desk->told), "draft household 3 ?幢||\n");
}

static void a_window_that_gets_too_small_loses_nothing(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab Tab Tab Tab\ntype 灯\nsize 30x10\nexpect window too small\nkeys Esc x\nsize 80x24\n"
                    "type 坏\nexpect 灯坏\n");
    assert_int_equal(desk->result, FORM_HANGUP);
}

static void escape_keeps_the_draft(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab Tab Tab Tab\ntype 灯\nkeys Esc\n");
    assert_int_equal(desk->result, FORM_LEFT);
    assert_string_equal(buffer_text(&desk->told), "changed title 灯\ndraft title 3 |灯|\n");
}

static void a_draft_opens_on_the_same_field(void **state)
{
    struct desk *desk = *state;
    desk->start = (struct ui_form_start){.field = "title", .caret = 6, .dirty = true};
    record_set(desk->record, "title", "楼道不亮");
    play_form(desk, "type 灯\nexpect 楼道灯不亮\n");
    assert_int_equal(desk->result, FORM_HANGUP);
}

static void what_a_draft_left_open_is_resolved_when_the_field_is_left(void **state)
{
    struct desk *desk = *state;
    desk->start = (struct ui_form_start){.field = "household", .caret = 3, .dirty = true};
    record_set(desk->record, "household", "?302");
    play_form(desk, "expect Household      302\nkeys Tab\nexpect 6幢1单元302\n");
    assert_string_equal(record_get(desk->record, "household"), "11");
}

static void discarding_asks(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Tab Tab Tab Tab\ntype 灯\nkeys Alt-X\nexpect Throw away\nkeys n Alt-X y\n");
    assert_int_equal(desk->result, FORM_LEFT);
    assert_non_null(strstr(buffer_text(&desk->told), "discard\n"));
}

static void cancel_asks_when_something_was_typed(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab 上 Ctrl-C\nexpect Cancel?\nkeys c\nrefuse Cancel?\nkeys Ctrl-C d y\n");
    assert_int_equal(desk->result, FORM_LEFT);
}

static void the_record_before_can_be_repeated(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab Ctrl-D\nexpect phone\nkeys Alt-D\nexpect 7幢2单元101\n");
    assert_string_equal(record_get(desk->record, "way"), "2");
    assert_string_equal(record_get(desk->record, "household"), "13");
}

static void two_changes_of_one_record_are_settled_field_by_field(void **state)
{
    struct desk *desk = *state;
    desk->conflict = true;
    record_set(desk->record, "on", "2026-10-20");
    record_set(desk->record, "way", "1");
    record_set(desk->record, "household", "12");
    record_set(desk->record, "title", "楼道灯");
    record_set(desk->record, "text", "坏了");
    play_golden("conflict", LANGUAGE_EN, run_form, desk);
    assert_int_equal(desk->result, FORM_SAVED);
    assert_string_equal(record_get(desk->record, "way"), "2");            /* only they changed it */
    assert_string_equal(record_get(desk->record, "title"), "楼道灯不亮"); /* only I changed it */
    assert_string_equal(record_get(desk->record, "text"), "已修");        /* both did: theirs was chosen */
}

static void what_nobody_types_is_taken_over_without_a_question(void **state)
{
    struct desk *desk = *state;
    struct error e;
    desk->conflict = true;
    theirs(desk, desk->record, &e); /* theirs is another version of the same */
    record_set(desk->record, "version", "1");
    play_form(desk, "keys Tab Tab Tab Tab Tab\ntype 不亮\nkeys Ctrl-S\n");
    assert_int_equal(desk->result, FORM_SAVED);
    assert_string_equal(record_get(desk->record, "title"), "楼道灯不亮");
    assert_string_equal(record_get(desk->record, "version"), "2");
    assert_string_equal(record_get(desk->record, "text"), "已修");
}

static void help_comes_from_the_description(void **state)
{
    struct desk *desk = *state;
    play_form(desk, "keys Tab ？\nexpect How the household was met.\nexpect door\nkeys q\nexpect Household\n");
}

static void every_chinese_word_fits_a_narrow_window(void **state)
{
    struct desk *desk = *state;
    play_golden("form_narrow", LANGUAGE_ZH, run_form, desk);
}

#define FORM_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FORM_TEST(a_record_is_typed_and_saved),
        FORM_TEST(all_faults_are_listed_when_saving),
        FORM_TEST(a_field_is_checked_when_left_and_never_traps),
        FORM_TEST(typed_digits_are_never_taken_for_an_id),
        FORM_TEST(the_only_match_is_taken_with_tab),
        FORM_TEST(a_pick_list_narrows),
        FORM_TEST(several_can_be_picked_into_a_text),
        FORM_TEST(a_text_may_take_one_choice_only),
        FORM_TEST(drafts_are_kept_with_the_field_that_is_entered_and_while_typing),
        FORM_TEST(a_line_that_ends_inside_a_pick_list_keeps_the_draft),
        FORM_TEST(a_window_that_gets_too_small_loses_nothing),
        FORM_TEST(escape_keeps_the_draft),
        FORM_TEST(a_draft_opens_on_the_same_field),
        FORM_TEST(what_a_draft_left_open_is_resolved_when_the_field_is_left),
        FORM_TEST(discarding_asks),
        FORM_TEST(cancel_asks_when_something_was_typed),
        FORM_TEST(the_record_before_can_be_repeated),
        FORM_TEST(two_changes_of_one_record_are_settled_field_by_field),
        FORM_TEST(what_nobody_types_is_taken_over_without_a_question),
        FORM_TEST(help_comes_from_the_description),
        FORM_TEST(every_chinese_word_fits_a_narrow_window),
    };
    return cmocka_run_group_tests(tests, load_descriptions, NULL);
}

/* Lists, driven by keys: pages, marks, search, order, numbers, narrow windows. */
#include "play.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"

enum { NOTES = 43, COLUMNS = 7 };

struct notes {
    int reads;
    size_t marked;
    char asked[8]; /* the number before a question, after it */
    char taken[8];
    const struct ui_list_column *columns;
};

/* The rows of a database that is none: number i is "B0i", its title tells i in Chinese characters. */
static void fill_row(struct pool *pool, struct value *row, int i)
{
    static const char *const titles[] = {"楼道灯不亮", "污水外溢, “三单元”门口", "夜间施工噪声"};
    const char *texts[COLUMNS] = {
        NULL,
        pool_format(pool, "B%03d", i),
        pool_format(pool, "2026-10-%02d", i % 28 + 1),
        i % 2 == 0 ? "1" : "2",
        "文苑路18号",
        "13800002201",
        pool_format(pool, "%s %d", titles[i % 3], i),
    };
    row[0] = (struct value){.type = VALUE_INT, .number = i};
    for (int column = 1; column < COLUMNS; column++)
        row[column] = (struct value){.type = VALUE_TEXT, .text = texts[column]};
}

static enum err read_notes(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    static const char *names[COLUMNS] = {"id", "no", "on", "way", "household", "phone", "title"};
    struct notes *notes = to;
    (void)e;
    notes->reads++;
    int64_t found = 0;
    *out = (struct rows){.columns = COLUMNS, .names = names};
    out->values = pool_new_piece(pool, (size_t)query->limit * COLUMNS, sizeof(struct value));
    for (int i = 1; i <= NOTES; i++) {
        int number = query->sort[0] == '-' ? NOTES + 1 - i : i;
        struct value row[COLUMNS];
        fill_row(pool, row, number);
        if (query->search[0] != '\0' && !text_contains(row[6].text, query->search))
            continue;
        if (found >= query->offset && found < query->offset + query->limit)
            memcpy(out->values + out->count++ * COLUMNS, row, sizeof(row));
        found++;
    }
    if (total != NULL)
        *total = found;
    return ERR_NONE;
}

static void open_note(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    (void)to;
    ui_message(ui, "opened", "%s", rows_text(rows, row, "no"));
}

static bool act(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows, size_t row)
{
    int64_t ids[64];
    struct notes *notes = to;
    if (action == ACTION_NEW) {
        const char *no = rows_text(rows, row, "no");
        text_copy(notes->asked, sizeof notes->asked, no);
        ui_list_reload(list);
        if (ui_confirm(ui, "take %s?", no) && strcmp(no, rows_text(rows, row, "no")) == 0)
            text_copy(notes->taken, sizeof notes->taken, no);
    }
    if (action != ACTION_EXPORT)
        return false;
    notes->marked = ui_list_marked(list, ids, 64);
    ui_note(ui, "export of %zu", notes->marked);
    return true;
}

static void heading(void *to, char *out, size_t room)
{
    (void)to;
    text_copy(out, room, "this month");
}

static const enum action foot[] = {ACTION_COMMAND, ACTION_NEW, ACTION_EXPORT, ACTION_NONE};

static void run_list(struct ui *ui, void *to)
{
    static const struct ui_list_ops ops = {
        .read = read_notes, .open = open_note, .action = act, .heading = heading, .foot = foot, .marks = true};
    struct notes *notes = to;
    struct list_query query = {0};
    ui_list_run(ui, "记录", table_find("note"), notes->columns, &ops, &query, to);
}

static void pages_marks_search_and_order(void **state)
{
    (void)state;
    struct notes notes = {0};
    play_golden("list", LANGUAGE_EN, run_list, &notes);
}

static void columns_are_dropped_in_a_narrow_window(void **state)
{
    static const struct ui_list_column columns[] = {
        {.field = "no",        .width = 6},
        {.field = "title",                    .width = 0},
        {.field = "household",.width = 24, .drop = 2},
        {.field = "way", .width = 6, .drop = 1, .label = "By"},
        {.field = NULL          },
    };
    (void)state;
    struct notes notes = {.columns = columns};
    play_golden("list_narrow", LANGUAGE_EN, run_list, &notes);
}

static void a_move_within_a_page_reads_nothing(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("keys j j k Down Up End Home\n", LANGUAGE_EN, run_list, &notes, &out);
    assert_int_equal(notes.reads, 3); /* the first page, the last, the first again */
    buffer_free(&out);
}

static void drawing_again_reads_again(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("keys j Ctrl-R\n", LANGUAGE_EN, run_list, &notes, &out);
    assert_int_equal(notes.reads, 2);
    buffer_free(&out);
}

static void a_row_move_costs_few_bytes(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("bytes\nkeys j\nbytes\nkeys j\nbytes\n", LANGUAGE_EN, run_list, &notes, &out);
    int first, second, third;
    assert_int_equal(sscanf(buffer_text(&out), "bytes %d bytes %d bytes %d", &first, &second, &third), 3);
    assert_true(second <= 44);
    assert_true(third <= 44);
    buffer_free(&out);
}

static void commands_take_the_marked_rows(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("keys x\nexpect export of 1\nkeys t t t x\nexpect export of 3\nkeys *\nkeys *\nexpect marked 43\n",
         LANGUAGE_EN, run_list, &notes, &out);
    buffer_free(&out);
}

static void a_question_is_about_its_row_though_the_list_is_read_anew_behind_it(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("keys 3 0 Enter a\nsize 80x20\nscreen asked\nkeys y\n", LANGUAGE_EN, run_list, &notes, &out);
    assert_string_equal(notes.asked, "B030");
    assert_string_equal(notes.taken, "B030");
    assert_non_null(strstr(buffer_text(&out), "rows 16-30 of 43")); /* it was read anew */
    buffer_free(&out);
}

static void nothing_found_says_so(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("keys /\ntype 没有的\nexpect nothing matches\nexpect rows 0-0 of 0\nkeys Esc\nexpect rows 1-19 of 43\n",
         LANGUAGE_EN, run_list, &notes, &out);
    buffer_free(&out);
}

static void run_plain_list(struct ui *ui, void *to)
{
    static const struct ui_list_column columns[] = {
        {.field = "no",   .width = 6, .label = "No."},
        {.field = NULL}
    };
    static const struct ui_list_ops ops = {.read = read_notes};
    struct list_query query = {0};
    ui_list_run(ui, "plain", NULL, columns, &ops, &query, to);
}

static void what_a_list_cannot_do_is_not_offered(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("refuse sort\nrefuse mark\nkeys s t *\nrefuse Sort by\nrefuse marked\n", LANGUAGE_EN, run_plain_list, &notes,
         &out);
    buffer_free(&out);
}

static void searching_leaves_the_count_whole(void **state)
{
    (void)state;
    struct notes notes = {0};
    struct buffer out = {0};
    play("size 60x20\nkeys / B\nexpect   rows 0-0 of 0\nkeys Ctrl-U\nexpect   rows 1-15 of 43\n", LANGUAGE_EN, run_list,
         &notes, &out);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_marks_search_and_order),
        cmocka_unit_test(columns_are_dropped_in_a_narrow_window),
        cmocka_unit_test(a_move_within_a_page_reads_nothing),
        cmocka_unit_test(drawing_again_reads_again),
        cmocka_unit_test(a_row_move_costs_few_bytes),
        cmocka_unit_test(commands_take_the_marked_rows),
        cmocka_unit_test(a_question_is_about_its_row_though_the_list_is_read_anew_behind_it),
        cmocka_unit_test(nothing_found_says_so),
        cmocka_unit_test(what_a_list_cannot_do_is_not_offered),
        cmocka_unit_test(searching_leaves_the_count_whole),
    };
    return cmocka_run_group_tests(tests, load_descriptions, NULL);
}

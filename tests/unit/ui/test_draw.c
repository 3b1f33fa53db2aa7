/* What gets into the cells of the terminal, and the frame around it. */
#include "play.h"

#include "wangge/ui/chart.h"
#include "wangge/ui/dialog.h"

struct page {
    void (*draw)(struct ui *ui);
    void (*act)(struct ui *ui);
};

static void page_draw(struct ui *ui, struct screen *screen)
{
    const struct page *page = screen->data;
    page->draw(ui);
}

static bool page_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    const struct page *page = screen->data;
    (void)key;
    if (action != ACTION_NEW || page->act == NULL)
        return false;
    page->act(ui);
    return true;
}

static void status(void *to, struct ui_status *out)
{
    (void)to;
    strcpy(out->who, "网格长 示例甲");
    out->inbox = 3;
}

static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_HELP, ACTION_BACK, ACTION_NONE};
static const struct screen_ops page_ops = {.title = "Home",
                                           .draw = page_draw,
                                           .key = page_key,
                                           .place = PLACE_MENU,
                                           .foot = foot,
                                           .help = "What this is for."};

static void run_page(struct ui *ui, void *to)
{
    struct screen screen = {.ops = &page_ops, .data = to};
    ui_set_status(ui, status, NULL);
    ui_run(ui, &screen);
}

static void play_page(struct page *page, const char *script, const char *wanted)
{
    struct buffer printed = {0};
    play(script, LANGUAGE_EN, run_page, page, &printed);
    if (wanted != NULL)
        assert_non_null(strstr(buffer_text(&printed), wanted));
    buffer_free(&printed);
}

static void draw_widths(struct ui *ui)
{
    ui_put(ui, 0, 0, 5, STYLE_PLAIN, "一二三四");
    ui_put(ui, 0, 5, 1, STYLE_PLAIN, "|");
    ui_put(ui, 1, 79, 0, STYLE_PLAIN, "宽"); /* no room for half of it */
    ui_put(ui, 2, 0, 0, STYLE_PLAIN, "e\u0301|👩\u200d💻|🇨🇳|\u0301|");
    ui_put_right(ui, 3, 0, 10, STYLE_PLAIN, "右边");
    ui_put(ui, 4, 0, 0, STYLE_PLAIN, "一二三");
    ui_put(ui, 4, 3, 1, STYLE_PLAIN, "x"); /* over the second half of a wide character */
    ui_put(ui, -1, 0, 0, STYLE_PLAIN, "above");
    ui_put(ui, 21, 0, 0, STYLE_PLAIN, "below");
    ui_bar(ui, 5, 0, 10, 0.5);
    ui_line(ui, 6, 2, 3);
}

static void wide_characters_are_never_cut_in_half(void **state)
{
    (void)state;
    struct page page = {.draw = draw_widths};
    play_page(&page, "screen widths\n",
              "一二 |\n"
              "\n"
              "e\u0301|👩|C|\u0301|\n"
              "      右边\n"
              "一 x三\n"
              "#####\n"
              "  ---\n");
}

static void draw_controls(struct ui *ui)
{
    ui_put(ui, 0, 0, 0, STYLE_PLAIN, "a\033[2Jb\x07\x9B\xE2\x80\xAE|");
}

static void controls_never_reach_the_terminal(void **state)
{
    (void)state;
    struct page page = {.draw = draw_controls};
    play_page(&page, "screen controls\n", "a?[2Jb???|\n");
}

static void draw_nothing(struct ui *ui)
{
    (void)ui;
}

static void ask_all(struct ui *ui)
{
    char text[16] = "示例";
    if (ui_confirm(ui, "Delete %s?", "示例乙"))
        ui_note(ui, "deleted");
    else if (ui_ask(ui, "Name", "New name", false, text, sizeof(text)))
        ui_note(ui, "named %s", text);
}

static void questions_take_y_and_n_only(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing, .act = ask_all};
    play_page(&page, "keys a\nexpect Delete 示例乙?\nkeys x Enter\nexpect Delete 示例乙?\nkeys y\nexpect deleted\n",
              NULL);
    play_page(&page, "keys a n\nexpect New name\ntype 甲\nkeys Enter\nexpect named 示例甲\n", NULL);
    play_page(&page, "keys a Esc Esc\nrefuse New name\nrefuse named\n", NULL);
}

static void choose(struct ui *ui)
{
    const struct ui_choice choices[] = {
        {'d', "dispatch", "to a person", NULL             },
        {'c', "close",    NULL,          "not handled yet"},
        {0,   "third",    "no letter",   NULL             },
    };
    int chosen = ui_choose(ui, "What can be done", choices, 3, 0);
    if (chosen >= 0)
        ui_note(ui, "chosen %s", choices[chosen].text);
}

static void what_is_not_available_says_why(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing, .act = choose};
    play_page(&page,
              "keys a d\nexpect chosen dispatch\nkeys a c\nexpect not handled yet\nkeys Enter\nexpect What can be\n"
              "keys 3\nexpect chosen third\nkeys a Up Enter\nexpect chosen third\nkeys a q\nrefuse chosen\n",
              NULL);
}

static void choose_from_much(struct ui *ui)
{
    const struct ui_choice choices[] = {
        {'r', "rework", "It is not done; say what is missing, in words that whoever has to do it understands.", NULL      },
        {'c', "close",  NULL,                                                                                   "not now."},
    };
    ui_choose(ui, "What can be done", choices, 2, 0);
}

static void what_is_too_wide_is_told_below(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing, .act = choose_from_much};
    play_page(
        &page,
        "size 60x20\nkeys a\nexpect | >r  rework\nexpect  c  close   not available\n"
        "expect | It is not done; say what is missing, in words that\nexpect | whoever has to do it understands.\n"
        "keys Down\nexpect | not now.\n",
        NULL);
}

static bool find_nothing(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    (void)to;
    (void)typed;
    (void)pool;
    (void)out;
    return true;
}

static void pick_from_nothing(struct ui *ui)
{
    char id[8] = "", text[8];
    ui_pick(ui, "Which?", find_nothing, NULL, false, "", id, sizeof id, text, sizeof text);
}

static void an_empty_pick_list_keeps_its_frame(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing, .act = pick_from_nothing};
    play_page(&page, "size 60x20\nkeys a\nexpect |     nothing matches                                    |\n", NULL);
}

static void the_frame_says_where_who_and_what(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing};
    play_page(&page,
              "expect Home\nexpect 网格长 示例甲  inbox 3\nexpect Enter open  a new  ? help  q back\n"
              "keys ?\nexpect What this is for.\nexpect Help \nkeys q Ctrl-W\nexpect 网格长 示例甲: Home\n",
              NULL);
}

static void home_is_not_left_by_accident(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing};
    play_page(&page, "keys q Esc Ctrl-C Left\nexpect Home\n", NULL);
}

static void a_small_window_keeps_everything_and_takes_no_keys(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing, .act = ask_all};
    play_page(&page, "size 40x10\nexpect window too small\nkeys a\nsize 80x24\nexpect Home\nrefuse Delete\n", NULL);
}

static void run_note(struct ui *ui, void *to, const struct ui_command *command)
{
    (void)to;
    ui_note(ui, "went to %s", command->name);
}

static bool never(void *to, const struct ui_command *command, char *why, size_t room)
{
    (void)to;
    (void)command;
    snprintf(why, room, "for stations only");
    return false;
}

static void run_with_palette(struct ui *ui, void *to)
{
    static const struct ui_command commands[] = {
        {"Visit diary", "mqrj", run_note, NULL,  NULL},
        {"Evaluation",  "ydkh", run_note, never, NULL},
    };
    ui_set_commands(ui, commands, 2, NULL);
    run_page(ui, to);
}

static void the_palette_finds_by_name_and_initials(void **state)
{
    (void)state;
    struct page page = {.draw = draw_nothing};
    struct buffer printed = {0};
    play("keys ： m q Enter\nexpect went to Visit diary\nkeys F9\ntype eval\nexpect for stations only\nrefuse Visit "
         "diary\n"
         "keys Enter\nexpect Evaluation: for stations only\n",
         LANGUAGE_EN, run_with_palette, &page, &printed);
    buffer_free(&printed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_characters_are_never_cut_in_half),
        cmocka_unit_test(controls_never_reach_the_terminal),
        cmocka_unit_test(questions_take_y_and_n_only),
        cmocka_unit_test(what_is_not_available_says_why),
        cmocka_unit_test(what_is_too_wide_is_told_below),
        cmocka_unit_test(an_empty_pick_list_keeps_its_frame),
        cmocka_unit_test(the_frame_says_where_who_and_what),
        cmocka_unit_test(home_is_not_left_by_accident),
        cmocka_unit_test(a_small_window_keeps_everything_and_takes_no_keys),
        cmocka_unit_test(the_palette_finds_by_name_and_initials),
    };
    return cmocka_run_group_tests(tests, load_descriptions, NULL);
}

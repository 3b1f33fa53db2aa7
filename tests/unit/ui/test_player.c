/* The player itself: what it counts as a failure, its clock, its bytes. */
#include "play.h"

#include <fcntl.h>

struct told {
    struct buffer keys;
    int ticks;
    int64_t last;
};

static void draw(struct ui *ui, struct screen *screen)
{
    const struct told *told = screen->data;
    ui_put(ui, 0, 0, 0, STYLE_PLAIN, buffer_text(&told->keys));
}

static bool on_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct told *told = screen->data;
    (void)action;
    if (key->code == KEY_NAMED_TIMER) {
        told->ticks++;
        told->last = clock_now();
        return true;
    }
    if (key->code == 'T')
        ui_timer(ui, 2000);
    if (key->code == 'Q')
        screen->leave = true;
    if (key->code < KEY_NAMED)
        buffer_format(&told->keys, "<%x%s>", key->code, key->alt ? "a" : "");
    if (key->paste != NULL)
        buffer_format(&told->keys, "[%s]", key->paste);
    return true;
}

static void run(struct ui *ui, void *to)
{
    static const struct screen_ops ops = {.draw = draw, .key = on_key, .place = PLACE_ANY};
    struct screen screen = {.ops = &ops, .data = to};
    ui_run(ui, &screen);
}

/* Failures of a script; standard error is kept away from the test's report. */
static int failures_of(const char *script)
{
    char path[] = "/tmp/wangge-play-XXXXXX";
    int fd = mkstemp(path), saved = dup(STDERR_FILENO);
    struct told told = {0};
    struct player *player;
    struct ui *ui;
    struct error e;
    assert_true(fd >= 0 && saved >= 0);
    assert_int_equal(write(fd, script, strlen(script)), (ssize_t)strlen(script));
    close(fd);
    FILE *out = tmpfile();
    assert_int_equal(player_open(path, out, &player, &e), ERR_NONE);
    assert_int_equal(ui_open_played(player, &ui, &e), ERR_NONE);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    run(ui, &told);
    ui_close(&ui);
    dup2(saved, STDERR_FILENO);
    close(saved);
    int failures = player_failures(player);
    player_free(&player);
    fclose(out);
    unlink(path);
    buffer_free(&told.keys);
    return failures;
}

static void what_does_not_hold_is_counted(void **state)
{
    (void)state;
    assert_int_equal(failures_of("keys a\nexpect <61>\nrefuse <62>\n"), 0);
    assert_int_equal(failures_of("keys a\nexpect <62>\nrefuse <61>\n"), 2);
    assert_int_equal(failures_of("nonsense\nclock never\nlanguage xx\nsize big\n"), 4);
    assert_int_equal(failures_of("keys Q\nexpect <51>\nkeys a\n"), 1); /* the program had ended */
    assert_int_equal(failures_of("keys Q\n# nothing more\n\n"), 0);
    assert_int_equal(failures_of("hangup\nexpect never reached\n"), 0);
}

static void keys_text_and_paste(void **state)
{
    (void)state;
    struct told told = {0};
    struct buffer out = {0};
    play("keys a Alt-X 中文 Space\ntype b  c\npaste 一\\n二\n", LANGUAGE_EN, run, &told, &out);
    assert_string_equal(buffer_text(&told.keys), "<61><78a><4e2d><6587><20><62><20><20><63>[一\n二]");
    buffer_free(&told.keys);
    buffer_free(&out);
}

static void time_passes_only_when_the_script_waits(void **state)
{
    (void)state;
    struct told told = {0};
    struct buffer out = {0};
    play("clock 2026-10-21 08:00\nkeys T a b c\nwait 1\nwait 5.5\n", LANGUAGE_EN, run, &told, &out);
    assert_int_equal(told.ticks, 3);
    assert_int_equal(told.last, 1792540800 + 6);
    buffer_free(&told.keys);
    buffer_free(&out);
}

static void bytes_are_those_since_the_last_look(void **state)
{
    (void)state;
    struct told told = {0};
    struct buffer out = {0};
    int first, second;
    play("screen start\nbytes nothing\nkeys a\nbytes\n", LANGUAGE_EN, run, &told, &out);
    const char *found = strstr(buffer_text(&out), "bytes ");
    assert_int_equal(sscanf(found, "bytes %d nothing bytes %d", &first, &second), 2);
    assert_int_equal(first, 0);
    assert_in_range(second, 1, 30);
    buffer_free(&told.keys);
    buffer_free(&out);
}

static void a_script_that_is_not_there(void **state)
{
    (void)state;
    struct player *player;
    struct error e;
    assert_int_equal(player_open("/nowhere.keys", stdout, &player, &e), ERR_FAILED);
    assert_non_null(strstr(e.text, "/nowhere.keys"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_hold_is_counted),
        cmocka_unit_test(keys_text_and_paste),
        cmocka_unit_test(time_passes_only_when_the_script_waits),
        cmocka_unit_test(bytes_are_those_since_the_last_look),
        cmocka_unit_test(a_script_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, load_descriptions, NULL);
}

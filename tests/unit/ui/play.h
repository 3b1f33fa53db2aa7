/* Plays a script into a screen of a test and compares what it printed with tests/unit/ui/data/golden/NAME.txt.
 * UPDATE=1 in the environment writes the golden texts anew. Tests run in the project's folder. */
#ifndef TESTS_UNIT_UI_PLAY_H
#define TESTS_UNIT_UI_PLAY_H

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/player.h"
#include "wangge/ui/ui.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define DATA "tests/unit/ui/data"

static int load_descriptions(void **state)
{
    struct error e;
    (void)state;
    i18n_start();
    i18n_use(LANGUAGE_EN);
    error_clear(&e);
    codes_load("schema", NULL, &e);
    assert_string_equal(e.text, "");
    tables_load(DATA "/tables", NULL, &e);
    assert_string_equal(e.text, "");
    return 0;
}

static void read_whole(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "r");
    char piece[4096];
    size_t n;
    if (file == NULL)
        return;
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        buffer_add(out, piece, n);
    fclose(file);
}

/* Plays the script with run; returns what was printed. The clock stands at 2026-10-21 16:05, the language is as given.
 */
static void play(const char *script, enum language language, void (*run)(struct ui *ui, void *to), void *to,
                 struct buffer *printed)
{
    char path[] = "/tmp/wangge-play-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, script, strlen(script)), (ssize_t)strlen(script));
    close(fd);
    FILE *out = tmpfile();
    struct player *player;
    struct ui *ui;
    struct error e;
    clock_fix(1792569900);
    i18n_use(language);
    assert_int_equal(player_open(path, out, &player, &e), ERR_NONE);
    assert_int_equal(ui_open_played(player, &ui, &e), ERR_NONE);
    run(ui, to);
    ui_close(&ui);
    int failures = player_failures(player);
    player_free(&player);
    rewind(out);
    char piece[4096];
    size_t n;
    while ((n = fread(piece, 1, sizeof(piece), out)) > 0)
        buffer_add(printed, piece, n);
    fclose(out);
    unlink(path);
    i18n_use(LANGUAGE_EN);
    assert_int_equal(failures, 0);
}

/* A script of its own file, DATA/NAME.keys. */
__attribute__((unused)) static void play_golden(const char *name, enum language language,
                                                void (*run)(struct ui *ui, void *to), void *to)
{
    struct buffer script = {0}, printed = {0}, golden = {0}, path = {0};
    buffer_format(&path, DATA "/%s.keys", name);
    read_whole(buffer_text(&path), &script);
    assert_true(script.length > 0);
    play(buffer_text(&script), language, run, to, &printed);
    buffer_clear(&path);
    buffer_format(&path, DATA "/golden/%s.txt", name);
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(buffer_text(&path), "w");
        assert_non_null(file);
        fputs(buffer_text(&printed), file);
        fclose(file);
    }
    read_whole(buffer_text(&path), &golden);
    assert_string_equal(buffer_text(&printed), buffer_text(&golden));
    buffer_free(&script);
    buffer_free(&printed);
    buffer_free(&golden);
    buffer_free(&path);
}

#endif

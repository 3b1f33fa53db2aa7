/* The own verification code: set up with a telephone, at will or because the role needs it, and taken away. */
#include "screens.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/edit.h"
#include "wangge/ui/qr.h"
#include "wangge/work/second.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WORDS_LEAST 34 /* columns that the words beside the picture need */
#define CODE_MOST   12 /* digits and blanks between them */
#define SECRET_ROOM 256

struct setting_up {
    struct work *work;
    struct second_secret secret;
    struct qr qr;
    bool no_picture; /* where it is not drawn well, or the line is slow */
    struct edit code;
    char recovery[RECOVERY_CODES][RECOVERY_ROOM];
};

/* Wrapped; returns the row behind it. */
static int put_words(struct ui *ui, int row, int column, int columns, const char *text)
{
    size_t n = strlen(text), skip;
    for (size_t at = 0; at < n; at += skip, row++) {
        struct buffer line = {0};
        buffer_add(&line, text + at, text_wrap(text + at, n - at, columns, &skip));
        ui_put(ui, row, column, columns, STYLE_PLAIN, buffer_text(&line));
        buffer_free(&line);
    }
    return row;
}

/* In fours, as it is typed: "ABCD EFGH IJKL MNOP", a blank line for each half. */
static int put_key(struct ui *ui, int row, int column, const char *key)
{
    struct buffer line = {0};
    for (size_t i = 0; key[i] != '\0'; i++) {
        buffer_add_char(&line, key[i]);
        if (i % 16 == 15 || key[i + 1] == '\0') {
            ui_put(ui, row++, column, (int)line.length, STYLE_BOLD, buffer_text(&line));
            mem_wipe(line.data, line.length);
            buffer_clear(&line);
        } else if (i % 4 == 3) {
            buffer_add_char(&line, ' ');
        }
    }
    buffer_free(&line);
    return row;
}

static void put_steps(struct ui *ui, struct setting_up *up, bool picture, int row, int column, int columns)
{
    int caret_row, caret_column;
    row = put_words(ui, row, column, columns,
                    _("1. Open an authenticator app on your telephone (any for TOTP will do)."));
    row = put_words(ui, row, column, columns,
                    picture ? _("2. Scan the picture with it, or type this key:")
                            : _("2. Type this key into it (in a larger window there is a picture to scan):"));
    row = put_key(ui, row, column + 3, up->secret.key);
    row = put_words(ui, row, column, columns, _("3. Type the six digits that it shows, then Enter:"));
    edit_view(&up->code, CODE_MOST, 1, &caret_row, &caret_column);
    ui_put(ui, row, column, 3, STYLE_BOLD, " >");
    ui_put(ui, row, column + 3, CODE_MOST + 1, STYLE_PLAIN, buffer_text(&up->code.text) + up->code.scroll);
    ui_caret(ui, row, column + 3 + caret_column);
}

/* How the picture is drawn, with the widest quiet zone that leaves room for the words at its right or below. */
struct layout {
    enum qr_look look;
    int quiet; /* 0: it does not fit */
    int columns, rows;
    bool beside;
};

static struct layout fit(const struct ui *ui, const struct qr *qr, enum qr_look look)
{
    enum { WORD_ROWS = 10 };
    for (int quiet = QR_QUIET_MOST; quiet >= QR_QUIET_LEAST; quiet--) {
        struct layout l = {look, quiet, qr_columns(qr, look, quiet), qr_rows(qr, look, quiet), false};
        l.beside = l.columns + 2 + WORDS_LEAST <= ui_columns(ui);
        if (l.columns <= ui_columns(ui) && l.rows + (l.beside ? 0 : WORD_ROWS) <= ui_rows(ui))
            return l;
    }
    return (struct layout){0};
}

/* Where lines are drawn with plain characters blanks are surer, if the window is large enough for them. */
static struct layout choose_layout(const struct ui *ui, const struct setting_up *up)
{
    struct layout l = {0};
    if (up->no_picture || up->qr.size == 0)
        return l;
    if (!ui_has_blocks(ui))
        l = fit(ui, &up->qr, QR_BLANKS);
    return l.quiet != 0 ? l : fit(ui, &up->qr, QR_HALVES);
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct setting_up *up = screen->data;
    struct layout l = choose_layout(ui, up);
    if (l.quiet == 0) {
        put_steps(ui, up, false, 1, 2, ui_columns(ui) - 4);
        return;
    }
    qr_draw(ui, &up->qr, l.look, l.quiet, 0, 0);
    if (l.beside)
        put_steps(ui, up, true, 1, l.columns + 2, ui_columns(ui) - l.columns - 3);
    else
        put_steps(ui, up, true, l.rows, 2, ui_columns(ui) - 4);
}

static void show_recovery(struct ui *ui, const struct setting_up *up)
{
    struct buffer text = {0};
    buffer_format(&text, _("Recovery codes of %s"), up->work->actor.login);
    buffer_add_text(&text, "\n\n");
    for (int i = 0; i < RECOVERY_CODES; i += 2)
        buffer_format(&text, "    %s      %s\n", up->recovery[i], up->recovery[i + 1]);
    buffer_format(
        &text, "\n%s",
        _("Each of them opens one login in place of a code, when the telephone is not at hand. Write them down "
          "or print them now, and keep them apart from the telephone: they are not shown again."));
    ui_read(ui, _("Recovery codes"), buffer_text(&text));
    mem_wipe(text.data, text.length);
    buffer_free(&text);
}

static void try_code(struct ui *ui, struct screen *screen)
{
    struct setting_up *up = screen->data;
    struct error e = {0};
    if (second_confirm(up->work, buffer_text(&up->code.text), up->recovery, &e) == ERR_NONE) {
        show_recovery(ui, up); /* while this screen is below it, so that q leads back */
        screen->result = 1;
        screen->leave = true;
        return;
    }
    ui_error(ui, &e);
    edit_set(&up->code, "");
}

static bool key(struct ui *ui, struct screen *screen, const struct key *pressed, enum action action)
{
    struct setting_up *up = screen->data;
    if (action == ACTION_TAKE)
        try_code(ui, screen);
    else if (action == ACTION_LEAVE_INPUT || action == ACTION_CANCEL)
        screen->leave = true;
    else if (action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP)
        up->no_picture = !up->no_picture;
    else
        return edit_key(&up->code, pressed, CODE_MOST);
    return true;
}

/* True when a code was set up. */
static bool set_up(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_TAKE, ACTION_PAGE_DOWN, ACTION_LEAVE_INPUT, ACTION_NONE};
    static const char *const foot_words[] = {NULL, N_("picture on, off"), NULL};
    static const struct screen_ops ops = {.title = N_("Verification code"),
                                          .draw = draw,
                                          .key = key,
                                          .place = PLACE_INPUT,
                                          .foot = foot,
                                          .foot_words = foot_words};
    struct pool *pool = pool_new();
    struct setting_up up = {.work = work};
    struct error e = {0};
    struct screen screen = {.ops = &ops, .data = &up};
    bool done = false;
    edit_start(&up.code, "", CODE_MOST, false);
    if (second_begin(work, &up.secret, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else {
        qr_make(pool, up.secret.uri, &up.qr, NULL); /* without it the key is there to type */
        done = ui_run(ui, &screen) == 1;
    }
    edit_forget(&up.code);
    if (up.qr.size > 0)
        memset((void *)(uintptr_t)up.qr.dark, 0, (size_t)up.qr.size * (size_t)up.qr.size);
    pool_free(&pool);
    mem_wipe(&up, sizeof up);
    return done;
}

static void remove_own(struct ui *ui, struct work *work)
{
    char password[SECRET_ROOM] = "", code[32] = "";
    struct error e = {0};
    if (!ui_ask(ui, _("Remove the verification code"), _("Your password"), true, password, sizeof password) ||
        !ui_ask(ui, _("Remove the verification code"), _("A code of now, or a recovery code"), false, code,
                sizeof code))
        e.code = ERR_NONE;
    else if (second_remove(work, password, code, &e) == ERR_NONE)
        ui_note(ui, "%s", _("The verification code is removed."));
    else
        ui_error(ui, &e);
    mem_wipe(password, sizeof password);
    mem_wipe(code, sizeof code);
}

void second_screen(struct ui *ui, struct work *work)
{
    struct second now;
    struct error e = {0};
    char words[128];
    if (second_state(work, work->actor.user, &now, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return;
    }
    if (!now.set_up) {
        if (ui_confirm(ui, "%s",
                       _("At login a code of your telephone can be asked for besides the password. Set it up now? You "
                         "need an authenticator app.")) &&
            set_up(ui, work))
            ui_note(ui, "%s", _("From now on the login asks for a code."));
        return;
    }
    snprintf(words, sizeof words, _("since %.10s, %d recovery codes left"), now.since, now.recovery_left);
    const struct ui_choice choices[] = {
        {.letter = 'x', .text = _("remove"), .detail = words}
    };
    if (ui_choose(ui, _("Verification code"), choices, 1, 0) == 0)
        remove_own(ui, work);
}

bool second_forced(struct ui *ui, struct work *work)
{
    ui_message(ui, _("Verification code"), "%s",
               _("Your post needs a code of your telephone besides password or key. Set it up before you go on."));
    while (!set_up(ui, work))
        if (ui_closing(ui) || ui_confirm(ui, "%s", _("Without a code you cannot go on. Log out?")))
            return false;
    return true;
}

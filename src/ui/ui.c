/* The loop: keys from the terminal or the script go to the top screen; the screen is drawn when no key waits. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_ROOM = 4096, SEQUENCE_WAIT = 500 };

static struct ui *new_ui(void)
{
    struct ui *ui = mem_new(1, sizeof(*ui));
    ui->caret_row = -1;
    return ui;
}

enum err ui_open(const struct ui_options *options, struct ui **out, struct error *e)
{
    struct ui *ui = new_ui();
    enum err r = term_open(options, &ui->term, e);
    if (r != ERR_NONE) {
        mem_free(ui);
        return r;
    }
    ui->color = !options->no_color;
    ui->unicode_border = options->unicode_border;
    ui->out = options->out;
    ui->escdelay = options->escdelay;
    ui->idle = options->idle_seconds * 1000;
    ui->idle_due = ui_now(ui) + ui->idle;
    draw_start(ui);
    *out = ui;
    return ERR_NONE;
}

enum err ui_open_played(struct player *player, struct ui **out, struct error *e)
{
    struct ui *ui = new_ui();
    int columns, rows;
    player_size(player, &columns, &rows);
    enum err r = term_open_played(columns, rows, &ui->term, e);
    if (r != ERR_NONE) {
        mem_free(ui);
        return r;
    }
    ui->player = player;
    ui->color = true;
    draw_start(ui);
    *out = ui;
    return ERR_NONE;
}

void ui_close(struct ui **pui)
{
    struct ui *ui = *pui;
    if (ui == NULL)
        return;
    if (ui->player != NULL)
        player_finish(ui->player);
    term_close(&ui->term);
    if (ui->parting[0] != '\0')
        dprintf(ui->player != NULL ? STDOUT_FILENO : ui->out, "%s%s\n", ui->parting, ui->player != NULL ? "" : "\r");
    decode_free(&ui->decode);
    mem_free(ui->halves);
    mem_free(ui);
    *pui = NULL;
}

int64_t ui_now(const struct ui *ui)
{
    return ui->player != NULL ? player_now(ui->player) : clock_steady_ms();
}

bool ui_closing(const struct ui *ui)
{
    return ui->closing;
}

void ui_close_all(struct ui *ui)
{
    ui->closing = true;
}

void ui_part(struct ui *ui, const char *sentence)
{
    text_copy(ui->parting, sizeof ui->parting, sentence);
    ui_close_all(ui);
}

void ui_leave_to_home(struct ui *ui)
{
    ui->going_home = ui->top != NULL && ui->top->below != NULL;
}

void ui_set_status(struct ui *ui, void (*status)(void *to, struct ui_status *out), void *to)
{
    ui->ask_status = status;
    ui->status_to = to;
    ui_refresh_status(ui);
}

void ui_refresh_status(struct ui *ui)
{
    if (ui->ask_status != NULL && !ui->closing)
        ui->ask_status(ui->status_to, &ui->status);
}

void ui_note(struct ui *ui, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    if (vasprintf(&text, format, arguments) >= 0) {
        text_copy(ui->note, sizeof(ui->note), text);
        free(text);
    }
    va_end(arguments);
}

void ui_error(struct ui *ui, const struct error *e)
{
    ui_note(ui, "%s", e->text[0] != '\0' ? e->text : _("it did not work"));
}

void ui_timer(struct ui *ui, int milliseconds)
{
    if (ui->top == NULL)
        return;
    ui->top->timer = milliseconds;
    ui->top->due = ui_now(ui) + milliseconds;
}

void ui_same(struct ui *ui)
{
    ui->same = true;
    ui->rest_due = ui->rest_due_before;
}

void ui_watch(struct ui *ui)
{
    if (ui->top != NULL)
        ui->top->watch = true;
}

void ui_bell(struct ui *ui)
{
    ui->ring = true;
}

void ui_set_rest(struct ui *ui, int milliseconds, void (*rest)(void *to), void *to)
{
    ui->rest = rest;
    ui->rest_to = to;
    ui->rest_after = milliseconds;
    ui->rest_due = ui_now(ui) + milliseconds;
}

void ui_set_told(struct ui *ui, void (*told)(void *to), void *to)
{
    ui->told = told;
    ui->told_to = to;
}

static void rest_when_due(struct ui *ui)
{
    if (ui->rest == NULL || ui->top->watch || ui_now(ui) < ui->rest_due)
        return; /* who watches looks again in a moment: opening the database anew would cost more than it takes */
    ui->rest_due = INT64_MAX;
    ui->rest(ui->rest_to);
}

void ui_set_commands(struct ui *ui, const struct ui_command *commands, size_t count, void *to)
{
    ui->commands = commands;
    ui->command_count = count;
    ui->commands_to = to;
}

bool ui_timer_due(struct ui *ui, struct key *key)
{
    struct frame *top = ui->top;
    if (top->timer == 0 || ui_now(ui) < top->due)
        return false;
    top->due = ui_now(ui) + top->timer;
    *key = (struct key){.code = KEY_NAMED_TIMER};
    return true;
}

/* Milliseconds until something of our own falls due; -1 when nothing does. */
static int time_left(const struct ui *ui)
{
    int64_t due = INT64_MAX;
    if (ui->top->timer > 0)
        due = ui->top->due;
    if (ui->idle > 0 && !ui->top->watch && ui->idle_due < due)
        due = ui->idle_due;
    if (ui->rest != NULL && !ui->top->watch && ui->rest_due < due)
        due = ui->rest_due;
    if (due == INT64_MAX)
        return -1;
    int64_t left = due - ui_now(ui);
    return left < 0 ? 0 : (int)left;
}

static bool idle_is_over(const struct ui *ui)
{
    return ui->idle > 0 && ui_now(ui) >= ui->idle_due;
}

static void take_input(struct ui *ui)
{
    char bytes[READ_ROOM];
    size_t n = term_read(ui->term, bytes, sizeof(bytes));
    if (n == 0 || (ui->top->watch && idle_is_over(ui)))
        ui->closing = true;
    decode_feed(&ui->decode, bytes, n);
    ui->idle_due = ui_now(ui) + ui->idle;
    ui->rest_due = ui_now(ui) + ui->rest_after;
}

/* Waits at most so long for the terminal. Returns true when it made a key of its own (resize). */
static bool wait_terminal(struct ui *ui, int milliseconds, bool *timed_out, struct key *key)
{
    *timed_out = false;
    switch (term_wait(ui->term, milliseconds)) {
    case TERM_INPUT:
        take_input(ui);
        return false;
    case TERM_TIMEOUT:
        *timed_out = true;
        return false;
    case TERM_RESIZED:
        term_fit(ui->term);
        draw_again(ui); /* who knows what the terminal has made of the old screen */
        *key = (struct key){.code = KEY_NAMED_RESIZE};
        return true;
    case TERM_TOLD:
        if (ui->told != NULL)
            ui->told(ui->told_to);
        return false;
    case TERM_GONE:
        ui->closing = true;
        return false;
    }
    return false;
}

/* Everything but home is to be left at once, without a key. */
static bool is_left(const struct ui *ui)
{
    return ui->going_home && ui->top->below != NULL;
}

/* The next key of the terminal, or nothing when ui is closing. Bursts are taken in before anything is drawn. */
static bool next_terminal_key(struct ui *ui, struct key *key)
{
    bool late = false, timed_out;
    while (!ui->closing && !is_left(ui)) {
        enum decoded decoded = decode_next(&ui->decode, late, key);
        late = false;
        if (decoded == DECODED_KEY)
            return true;
        if (wait_terminal(ui, 0, &timed_out, key))
            return true;
        if (!timed_out)
            continue;
        if (decoded == DECODED_PARTIAL) {
            bool lone_escape = ui->decode.in.length - ui->decode.at == 1;
            if (!lone_escape)
                draw_all(ui); /* what was typed before shows while the rest is on its way */
            if (wait_terminal(ui, lone_escape ? ui->escdelay : SEQUENCE_WAIT, &late, key))
                return true;
            continue;
        }
        if (ui_timer_due(ui, key)) {
            ui->rest_due_before = ui->rest_due;
            ui->rest_due = ui_now(ui); /* what the timer's work has taken is given back at once */
            return true;
        }
        if (!ui->top->watch && idle_is_over(ui)) {
            ui->closing = true;
            return false;
        }
        if (!ui->same)
            draw_all(ui);
        ui->same = false;
        rest_when_due(ui);
        if (wait_terminal(ui, time_left(ui), &timed_out, key))
            return true;
    }
    return false;
}

static bool next_key(struct ui *ui, struct key *key)
{
    if (ui->player == NULL)
        return next_terminal_key(ui, key);
    if (!player_next(ui->player, ui, key)) {
        ui->closing |= !is_left(ui);
        return false;
    }
    return true;
}

bool screen_offers(const struct screen *screen, enum action action)
{
    if ((key_places(action) & PLACE_OFFERED) == 0)
        return true;
    for (const enum action *a = screen->ops->foot; a != NULL && *a != ACTION_NONE; a++)
        if (*a == action)
            return true;
    return false;
}

const char *screen_word(const struct screen *screen, enum action action)
{
    const char *const *words = screen->ops->foot_words;
    for (size_t i = 0; words != NULL && screen->ops->foot[i] != ACTION_NONE; i++)
        if (screen->ops->foot[i] == action && words[i] != NULL)
            return _(words[i]);
    return NULL;
}

static void own_action(struct ui *ui, struct screen *screen, enum action action)
{
    switch (action) {
    case ACTION_HELP:
        help_show(ui, screen);
        break;
    case ACTION_PALETTE:
    case ACTION_FORM_PALETTE:
        palette_run(ui);
        break;
    case ACTION_WHERE:
        where_show(ui);
        break;
    case ACTION_REDRAW:
        draw_again(ui);
        break;
    case ACTION_BACK:
    case ACTION_CANCEL:
        if (ui->top->below != NULL)
            screen->leave = true;
        break;
    default:
        break;
    }
}

static void dispatch(struct ui *ui, struct screen *screen, const struct key *key)
{
    bool event = key->code == KEY_NAMED_TIMER || key->code == KEY_NAMED_RESIZE;
    if (!event)
        ui->note[0] = '\0';
    if (!event && ui_too_small(ui))
        return;
    if (!event)
        ui_refresh_status(ui); /* what others did meanwhile stands on the top line */
    enum action action = event ? ACTION_NONE : key_action(key, screen->ops->place);
    if (!screen_offers(screen, action))
        action = ACTION_NONE;
    if (screen->ops->key != NULL && screen->ops->key(ui, screen, key, action))
        return;
    own_action(ui, screen, action);
}

int ui_run(struct ui *ui, struct screen *screen)
{
    struct frame frame = {.screen = screen, .below = ui->top};
    ui->top = &frame;
    screen->leave = false;
    ui_refresh_status(ui);
    for (;;) {
        if (frame.below == NULL)
            ui->going_home = false;
        struct key key;
        if (ui->closing || screen->leave || ui->going_home || !next_key(ui, &key))
            break;
        dispatch(ui, screen, &key);
    }
    if (ui->closing && screen->ops->key != NULL)
        screen->ops->key(ui, screen, &(struct key){.code = KEY_NAMED_HANGUP}, ACTION_NONE);
    ui->top = frame.below;
    ui_refresh_status(ui);
    return ui->closing ? -1 : screen->result;
}

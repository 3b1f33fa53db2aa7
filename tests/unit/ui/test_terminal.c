/* The loop on a real terminal (a pty): splits, bursts, sizes, the end of the line. */
#include "play.h"

#include "wangge/base/text.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { PATIENCE = 5000, ESCAPE_DELAY = 50 };

/* A child that runs one page: shows what was typed, ends with Esc; writes what it saw into a pipe when it ends. */
struct line {
    int master, report;
    pid_t child;
    struct buffer screen; /* everything that was sent */
};

struct typed {
    struct buffer text;
    int report;
};

static void typed_draw(struct ui *ui, struct screen *screen)
{
    struct typed *typed = screen->data;
    struct buffer line = {0};
    buffer_format(&line, "<%s> %dx%d", buffer_text(&typed->text), ui_columns(ui), ui_rows(ui));
    ui_put(ui, 0, 0, 0, STYLE_PLAIN, buffer_text(&line));
    buffer_free(&line);
}

static bool typed_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct typed *typed = screen->data;
    char bytes[4];
    (void)action;
    if (key->code == KEY_NAMED_TIMER)
        buffer_add_text(&typed->text, "tick");
    else if (key->code == 't')
        ui_timer(ui, 20);
    else if (key->code == KEY_NAMED_UP)
        buffer_add_text(&typed->text, "up");
    else if (key->code == KEY_NAMED_HANGUP)
        buffer_add_text(&typed->text, "hangup");
    else if (key->code == KEY_NAMED_ESCAPE)
        screen->leave = true;
    else if (key->code < KEY_NAMED)
        buffer_add(&typed->text, bytes, text_encode(key->code, bytes));
    return true;
}

static void run_child(int terminal, int report, const char *term, int idle)
{
    static const struct screen_ops ops = {.title = "page", .draw = typed_draw, .key = typed_key, .place = PLACE_ANY};
    const struct ui_options options = {
        .term = term, .escdelay = ESCAPE_DELAY, .idle_seconds = idle, .in = terminal, .out = terminal};
    struct typed typed = {.report = report};
    struct screen screen = {.ops = &ops, .data = &typed};
    struct ui *ui;
    struct error e;
    if (ui_open(&options, &ui, &e) != ERR_NONE)
        _exit(2);
    int result = ui_run(ui, &screen);
    ui_close(&ui);
    buffer_format(&typed.text, " %d", result);
    ssize_t n = write(report, typed.text.data, typed.text.length);
    buffer_free(&typed.text);
    _exit(n < 0);
}

static void open_line(struct line *line, const char *term, int idle)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    int slave, report[2];
    *line = (struct line){0};
    assert_int_equal(openpty(&line->master, &slave, NULL, NULL, &size), 0);
    assert_int_equal(pipe(report), 0);
    line->child = fork();
    assert_true(line->child >= 0);
    if (line->child == 0) {
        close(line->master);
        close(report[0]);
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        run_child(slave, report[1], term, idle);
    }
    close(slave);
    close(report[1]);
    line->report = report[0];
}

static void send_bytes(struct line *line, const char *bytes)
{
    assert_int_equal(write(line->master, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

/* Reads until the text was sent; what stood before it is forgotten. */
static void await(struct line *line, const char *text)
{
    char bytes[4096];
    for (;;) {
        char *found = line->screen.length == 0 ? NULL : strstr(line->screen.data, text);
        if (found != NULL) {
            buffer_remove_front(&line->screen, (size_t)(found - line->screen.data) + strlen(text));
            return;
        }
        struct pollfd fd = {.fd = line->master, .events = POLLIN};
        if (poll(&fd, 1, PATIENCE) <= 0)
            fail_msg("\"%s\" never came; there was \"%s\"", text, buffer_text(&line->screen));
        ssize_t n = read(line->master, bytes, sizeof(bytes));
        assert_true(n > 0);
        buffer_add(&line->screen, bytes, (size_t)n);
    }
}

static void expect_report(struct line *line, const char *wanted)
{
    char text[200] = "";
    int status;
    ssize_t n = read(line->report, text, sizeof(text) - 1);
    assert_true(n >= 0);
    assert_string_equal(text, wanted);
    assert_int_equal(waitpid(line->child, &status, 0), line->child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(line->report);
    if (line->master >= 0)
        close(line->master);
    buffer_free(&line->screen);
}

static void a_character_split_across_reads_arrives_whole(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "<>");
    send_bytes(&line, "z\xE4");
    await(&line, "z");
    send_bytes(&line, "\xB8\xAD");
    await(&line, "中");
    send_bytes(&line, "\033");
    expect_report(&line, "z中 0");
}

static void a_sequence_split_across_reads_is_one_key(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "<>");
    send_bytes(&line, "z\033[");
    await(&line, "z");
    send_bytes(&line, "A");
    await(&line, "up");
    send_bytes(&line, "\033");
    expect_report(&line, "zup 0");
}

static void another_size_is_drawn_at_once(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "80x21");
    send_bytes(&line, "a"); /* a key and a resize at the same moment */
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    ioctl(line.master, TIOCSWINSZ, &size);
    await(&line, "100x27");
    size = (struct winsize){.ws_row = 5, .ws_col = 20};
    ioctl(line.master, TIOCSWINSZ, &size);
    await(&line, "window too small");
    size = (struct winsize){.ws_row = 24, .ws_col = 80};
    ioctl(line.master, TIOCSWINSZ, &size);
    await(&line, "<a> 80x21");
    send_bytes(&line, "\033");
    expect_report(&line, "a 0");
}

static void the_end_of_the_line_unwinds(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "<>");
    send_bytes(&line, "中文");
    await(&line, "文");
    close(line.master);
    line.master = -1;
    expect_report(&line, "中文hangup -1");
}

static void a_server_that_ends_unwinds(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "<>");
    kill(line.child, SIGTERM);
    expect_report(&line, "hangup -1");
}

static void an_unknown_terminal_is_no_obstacle(void **state)
{
    static const char *const names[] = {"no-such-terminal", "dumb", "../../etc/passwd", "", "vt100", "linux"};
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct line line;
        open_line(&line, names[i], 0);
        await(&line, "<>");
        send_bytes(&line, "\033");
        expect_report(&line, " 0");
    }
}

static void timers_fire_and_stop(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "<>");
    send_bytes(&line, "t");
    await(&line, "tick");
    send_bytes(&line, "\033");
    char text[200] = "";
    assert_true(read(line.report, text, sizeof(text) - 1) > 0);
    assert_int_equal(strncmp(text, "tick", 4), 0);
    waitpid(line.child, NULL, 0);
    close(line.report);
    close(line.master);
    buffer_free(&line.screen);
}

static void an_idle_line_is_ended(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 1);
    await(&line, "<>");
    expect_report(&line, "hangup -1");
}

static void bracketed_paste_is_switched_on_and_off(void **state)
{
    (void)state;
    struct line line;
    open_line(&line, "xterm", 0);
    await(&line, "\033[?2004h");
    await(&line, "<>");
    send_bytes(&line, "\033");
    await(&line, "\033[?2004l");
    expect_report(&line, " 0");
}

static bool leave_at_tick(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    screen->leave = key->code == KEY_NAMED_TIMER;
    return typed_key(ui, screen, key, action);
}

/* In a packet socket every write is one packet. */
static void a_burst_is_drawn_once_and_in_one_write(void **state)
{
    static const struct screen_ops ops = {.draw = typed_draw, .key = leave_at_tick, .place = PLACE_ANY};
    (void)state;
    int in[2], out[2];
    char packet[16384];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, out), 0);
    assert_int_equal(write(in[1], "zzzzzzzzzz中t", 14), 14);
    const struct ui_options options = {.term = "xterm", .escdelay = ESCAPE_DELAY, .in = in[0], .out = out[0]};
    struct typed typed = {0};
    struct screen screen = {.ops = &ops, .data = &typed};
    struct ui *ui;
    struct error e;
    assert_int_equal(ui_open(&options, &ui, &e), ERR_NONE);
    assert_int_equal(ui_run(ui, &screen), 0);
    ui_close(&ui);
    ssize_t n = recv(out[1], packet, sizeof(packet) - 1, MSG_DONTWAIT);
    assert_true(n > 0);
    packet[n] = '\0';
    assert_non_null(strstr(packet, "<zzzzzzzzzz中>"));
    n = recv(out[1], packet, sizeof(packet) - 1, MSG_DONTWAIT);
    assert_true(n > 0);
    packet[n] = '\0';
    assert_non_null(strstr(packet, "\033[?2004l")); /* the next one is the end */
    assert_int_equal(recv(out[1], packet, sizeof(packet), MSG_DONTWAIT), -1);
    for (int i = 0; i < 2; i++) {
        close(in[i]);
        close(out[i]);
    }
    buffer_free(&typed.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_character_split_across_reads_arrives_whole),
        cmocka_unit_test(a_sequence_split_across_reads_is_one_key),
        cmocka_unit_test(another_size_is_drawn_at_once),
        cmocka_unit_test(the_end_of_the_line_unwinds),
        cmocka_unit_test(a_server_that_ends_unwinds),
        cmocka_unit_test(an_unknown_terminal_is_no_obstacle),
        cmocka_unit_test(timers_fire_and_stop),
        cmocka_unit_test(an_idle_line_is_ended),
        cmocka_unit_test(bracketed_paste_is_switched_on_and_off),
        cmocka_unit_test(a_burst_is_drawn_once_and_in_one_write),
    };
    return cmocka_run_group_tests(tests, load_descriptions, NULL);
}

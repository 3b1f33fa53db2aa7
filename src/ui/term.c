#include "term.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termcap.h>
#include <termios.h>
#include <unistd.h>

#define FALLBACK  "xterm-256color"
#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* Curses writes into a file in memory, from which each screen goes out in one piece. */
struct term {
    SCREEN *screen;
    FILE *sink;
    int in, out; /* -1 when played */
    bool has_saved;
    struct termios saved;
    sigset_t mask_before, mask_waiting; /* while waiting our signals come through, whatever the caller blocks */
};

/* Set by signal handlers, which nothing else can tell. */
static volatile sig_atomic_t was_resized, was_told, was_ended;

static void on_signal(int number)
{
    if (number == SIGWINCH)
        was_resized = 1;
    else if (number == SIGUSR1)
        was_told = 1;
    else
        was_ended = 1;
}

/* Our signals are blocked but for the time in ppoll, so none is missed between looking and waiting. */
static void take_signals(struct term *term)
{
    static const int ours[] = {SIGWINCH, SIGUSR1, SIGHUP, SIGTERM};
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < COUNT_OF(ours); i++) {
        sigaction(ours[i], &action, NULL);
        sigaddset(&mask, ours[i]);
    }
    signal(SIGTSTP, SIG_IGN);
    signal(SIGINT, SIG_IGN); /* curses has set both */
    sigprocmask(SIG_BLOCK, &mask, &term->mask_before);
    term->mask_waiting = term->mask_before;
    for (size_t i = 0; i < COUNT_OF(ours); i++)
        sigdelset(&term->mask_waiting, ours[i]);
    was_resized = was_told = was_ended = 0;
}

static void set_modes(struct term *term)
{
    struct termios raw;
    if (tcgetattr(term->in, &raw) != 0)
        return;
    term->saved = raw;
    term->has_saved = true;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(term->in, TCSANOW, &raw);
}

static bool is_sane(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && n < 64 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._") == n &&
           name[0] != '.';
}

/* Known to the terminal database, and able to place the cursor: a "dumb" one is as good as unknown. */
static bool is_usable(const char *type)
{
    return is_sane(type) && tgetent(NULL, type) == 1 && tgetstr("cm", NULL) != NULL;
}

void ui_prepare(void)
{
    if (tgetent(NULL, FALLBACK) == 1)
        tgetstr("cm", NULL); /* makes the tables of names, which every session then shares */
}

/* newterm of the wanted type; an unknown one must not keep anybody out. */
static SCREEN *new_screen(const char *wanted, FILE *sink)
{
    const char *types[] = {wanted, FALLBACK, "vt100"};
    SCREEN *screen = NULL;
    for (size_t i = 0; i < COUNT_OF(types) && screen == NULL; i++)
        if (types[i] != NULL && is_usable(types[i]))
            screen = newterm(types[i], sink, sink);
    return screen;
}

static enum err open_screen(struct term *term, const char *type, struct error *e)
{
    int memory = memfd_create("screen", MFD_CLOEXEC);
    term->sink = memory < 0 ? NULL : fdopen(memory, "w+");
    if (term->sink == NULL) {
        if (memory >= 0)
            close(memory);
        return error_set(e, ERR_FAILED, NULL, _("the screen cannot be opened: %s"), strerror(errno));
    }
    setenv("NCURSES_NO_PADDING", "1", 1); /* nobody has a terminal that is slower than the line */
    use_env(FALSE);
    term->screen = new_screen(type, term->sink);
    if (term->screen == NULL) {
        fclose(term->sink);
        return error_set(e, ERR_FAILED, NULL, _("the terminal descriptions are missing (ncurses-base)"));
    }
    raw();
    noecho();
    nonl();
    typeahead(-1);
    idcok(newscr, FALSE); /* shifting a line by columns cuts wide characters on some terminals */
    leaveok(newscr, FALSE);
    wresize(stdscr, 1, 1); /* all is drawn straight onto newscr: one copy of the screen less in each session */
    return ERR_NONE;
}

enum err term_open(const struct ui_options *options, struct term **out, struct error *e)
{
    struct term *term = mem_new(1, sizeof(*term));
    term->in = options->in;
    term->out = options->out;
    enum err r = open_screen(term, options->term, e);
    if (r != ERR_NONE) {
        mem_free(term);
        return r;
    }
    take_signals(term);
    set_modes(term);
    term_fit(term);
    fputs(PASTE_ON, term->sink);
    fflush(term->sink);
    *out = term;
    return ERR_NONE;
}

enum err term_open_played(int columns, int rows, struct term **out, struct error *e)
{
    struct term *term = mem_new(1, sizeof(*term));
    term->in = term->out = -1;
    enum err r = open_screen(term, FALLBACK, e);
    if (r != ERR_NONE) {
        mem_free(term);
        return r;
    }
    term_resize_played(term, columns, rows);
    *out = term;
    return ERR_NONE;
}

void term_close(struct term **pterm)
{
    struct term *term = *pterm;
    if (term == NULL)
        return;
    endwin();
    if (term->out >= 0) {
        fputs(PASTE_OFF, term->sink);
        fflush(term->sink);
    }
    term_flush(term);
    delscreen(term->screen);
    fclose(term->sink);
    if (term->has_saved)
        tcsetattr(term->in, TCSANOW, &term->saved);
    if (term->in >= 0)
        sigprocmask(SIG_SETMASK, &term->mask_before, NULL);
    mem_free(term);
    *pterm = NULL;
}

enum term_event term_wait(struct term *term, int milliseconds)
{
    struct pollfd fd = {.fd = term->in, .events = POLLIN};
    struct timespec limit = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000L};
    int n = ppoll(&fd, 1, milliseconds < 0 ? NULL : &limit, &term->mask_waiting);
    if (was_ended)
        return TERM_GONE;
    if (was_resized) {
        was_resized = 0;
        return TERM_RESIZED;
    }
    if (was_told) {
        was_told = 0;
        return TERM_TOLD;
    }
    if (n < 0)
        return errno == EINTR ? TERM_TIMEOUT : TERM_GONE;
    if (n == 0)
        return TERM_TIMEOUT;
    return (fd.revents & POLLIN) != 0 ? TERM_INPUT : TERM_GONE;
}

size_t term_read(struct term *term, char *out, size_t room)
{
    ssize_t n;
    do
        n = read(term->in, out, room);
    while (n < 0 && errno == EINTR);
    return n > 0 ? (size_t)n : 0;
}

void term_fit(struct term *term)
{
    struct winsize size;
    if (ioctl(term->out, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

void term_resize_played(struct term *term, int columns, int rows)
{
    (void)term;
    resizeterm(rows, columns);
}

static void write_all(int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, data, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return; /* the line is gone: reading will tell */
        data += done;
        n -= (size_t)done;
    }
}

size_t term_flush(struct term *term)
{
    int sink = fileno(term->sink);
    off_t end = lseek(sink, 0, SEEK_CUR);
    if (end <= 0)
        return 0;
    size_t n = (size_t)end;
    char *data = mem_new(n, 1);
    if (term->out >= 0 && pread(sink, data, n, 0) == (ssize_t)n)
        write_all(term->out, data, n);
    mem_free(data);
    lseek(sink, 0, SEEK_SET);
    if (ftruncate(sink, 0) != 0)
        return n; /* the old bytes are written over next time */
    return n;
}

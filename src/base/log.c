#include "wangge/base/log.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* One line is one write, short enough to go through a pipe whole (PIPE_BUF). */
#define LINE_ROOM 1024

static const char *const level_names[] = {"error", "warning", "info", "debug"};

static struct {
    char program[32];
    char tag[32];
    int fd;
    int pipe_fd;
    int to_syslog;
    volatile int level;
} state = {.fd = STDERR_FILENO, .pipe_fd = -1, .level = LOG_LEVEL_INFO};

int log_open(const char *program, const char *to, enum log_level level)
{
    text_copy(state.program, sizeof(state.program), program);
    state.level = (int)level;
    if (strcmp(to, "syslog") == 0) {
        openlog(state.program, LOG_PID, LOG_DAEMON);
        state.to_syslog = 1;
        return 0;
    }
    state.to_syslog = 0;
    int fd = strcmp(to, "stderr") == 0
                 ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10) /* a session's standard error becomes its user's */
                 : open(to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0)
        return -1;
    if (state.fd > STDERR_FILENO)
        close(state.fd);
    state.fd = fd;
    return 0;
}

void log_to_descriptor(int fd)
{
    state.pipe_fd = fd;
}

void log_leave_streams(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        dup2(null, fd);
    close(null);
}

void log_set_level(enum log_level level)
{
    state.level = (int)level;
}

void log_toggle_debug(void)
{
    state.level = state.level == LOG_LEVEL_DEBUG ? LOG_LEVEL_INFO : LOG_LEVEL_DEBUG;
}

void log_set_tag(const char *tag)
{
    text_copy(state.tag, sizeof(state.tag), tag);
}

int log_level_parse(const char *text, enum log_level *out)
{
    for (int i = 0; i < 4; i++) {
        if (strcmp(text, level_names[i]) == 0) {
            *out = (enum log_level)i;
            return 0;
        }
    }
    return -1;
}

/* Whoever made a connection chooses part of what is logged: a line stays a line, and no control reaches the screen of
 * whoever reads it. */
static void keep_to_one_line(char *line, size_t room)
{
    if (text_is_plain(line, strlen(line)) && strpbrk(line, "\r\n\t") == NULL)
        return;
    struct buffer escaped = {0};
    text_escape(&escaped, line, strlen(line));
    text_copy(line, room, buffer_text(&escaped));
    buffer_free(&escaped);
}

static void write_all(int fd, const char *line, int n)
{
    if (n < 0)
        return;
    if (n >= LINE_ROOM)
        n = LINE_ROOM - 1;
    ssize_t wrote = write(fd, line, (size_t)n);
    (void)wrote; /* a log that cannot be written must not stop the work */
}

/* Writes a line of the process pid where this process logs. */
static void write_entry(int level, long pid, const char *message)
{
    if (state.to_syslog) {
        static const int priority[] = {LOG_ERR, LOG_WARNING, LOG_INFO, LOG_DEBUG};
        syslog(priority[level], "%s", message);
        return;
    }
    char line[LINE_ROOM], when[32] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts) != NULL)
        strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &parts);
    int n = snprintf(line, sizeof(line), "%s %s[%ld] %s: %s\n", when, state.program, pid, level_names[level], message);
    write_all(state.fd, line, n);
}

__attribute__((format(printf, 2, 0))) static void write_line(int level, const char *format, va_list args)
{
    if (level > state.level)
        return;
    char message[LINE_ROOM - 160];
    int n = snprintf(message, sizeof(message), "%s%s", state.tag, state.tag[0] != '\0' ? " " : "");
    vsnprintf(message + n, sizeof(message) - (size_t)n, format, args);
    keep_to_one_line(message, sizeof(message));
    if (state.pipe_fd >= 0) {
        char line[LINE_ROOM];
        n = snprintf(line, sizeof(line), "%d %ld %s\n", level, (long)getpid(), message);
        write_all(state.pipe_fd, line, n);
        return;
    }
    write_entry(level, (long)getpid(), message);
}

void log_relay(const char *line)
{
    char message[LINE_ROOM - 160], *end;
    long level = strtol(line, &end, 10);
    long pid = *end == ' ' ? strtol(end + 1, &end, 10) : 0;
    bool ours = *end == ' ' && level >= LOG_LEVEL_ERROR && level <= LOG_LEVEL_DEBUG;
    text_copy(message, sizeof(message), ours ? end + 1 : line); /* a library may have written to standard error */
    keep_to_one_line(message, sizeof(message));
    write_entry(ours ? (int)level : LOG_LEVEL_WARNING, ours ? pid : (long)getpid(), message);
}

#define LOG_FUNCTION(name, level)                                                                                      \
    void name(const char *format, ...)                                                                                 \
    {                                                                                                                  \
        va_list args;                                                                                                  \
        va_start(args, format);                                                                                        \
        write_line(level, format, args);                                                                               \
        va_end(args);                                                                                                  \
    }

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warning, LOG_LEVEL_WARNING)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)

_Noreturn void log_fatal(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_line(LOG_LEVEL_ERROR, format, args);
    va_end(args);
    _exit(70);
}

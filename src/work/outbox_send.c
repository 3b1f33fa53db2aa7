/* The two ways out: gammu-smsd-inject, run without a shell, or a file in a folder. */
#include "outbox_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE  30000 /* milliseconds that the program may take */
#define SAID_ROOM 400

/* --- the program --- */

/* UTF-16 units: what gammu counts. */
static int units_of(const char *text)
{
    size_t left = strlen(text), n;
    uint32_t code = 0;
    int units = 0;
    for (; (n = text_decode(text, left, &code)) > 0; text += n, left -= n)
        units += code > 0xffff ? 2 : 1;
    return units;
}

static _Noreturn void become(char *const *words, int out)
{
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0); /* the database's files are not its business */
    setenv("LC_ALL", "C.UTF-8", 1);
    execv(words[0], words);
    dprintf(STDERR_FILENO, "%s: %s", words[0], strerror(errno));
    _exit(127);
}

/* What it says until it ends; false when it did not end in time. */
static bool listen_to(int in, struct buffer *said)
{
    int64_t until = clock_steady_ms() + PATIENCE;
    char piece[512];
    for (;;) {
        struct pollfd polled = {.fd = in, .events = POLLIN};
        int64_t left = until - clock_steady_ms();
        int ready = left <= 0 ? 0 : poll(&polled, 1, (int)left);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        ssize_t n = read(in, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return true;
        if (said->length < SAID_ROOM)
            buffer_add(said, piece, (size_t)n);
    }
}

static void one_line(struct buffer *said)
{
    struct buffer clean = {0};
    for (size_t i = 0; i < said->length; i++)
        if (said->data[i] == '\n' || said->data[i] == '\r')
            said->data[i] = ' ';
    text_clean(&clean, buffer_text(said), said->length, false);
    buffer_clear(said);
    buffer_add_text(said, text_trim(clean.length > 0 ? clean.data : (char[]){""}));
    buffer_free(&clean);
}

static enum err run(char *const *words, struct error *e)
{
    int pipes[2], status = 0;
    struct buffer said = {0};
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return error_set(e, ERR_FAILED, NULL, "%s", strerror(errno));
    pid_t child = fork();
    if (child == 0)
        become(words, pipes[1]);
    close(pipes[1]);
    bool ended = child > 0 && listen_to(pipes[0], &said);
    close(pipes[0]);
    if (child > 0 && !ended)
        kill(child, SIGKILL);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    one_line(&said);
    enum err r = ERR_NONE;
    if (child < 0)
        r = error_set(e, ERR_FAILED, NULL, "%s", strerror(errno));
    else if (!ended)
        r = error_set(e, ERR_FAILED, NULL, _("%s did not end within %d seconds."), words[0], PATIENCE / 1000);
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        r = error_set(e, ERR_FAILED, NULL, _("%s failed: %.*s"), words[0], SAID_ROOM, buffer_text(&said));
    buffer_free(&said);
    return r;
}

static enum err inject(const struct outbox_options *options, const char *phone, const char *text, struct error *e)
{
    static char with[] = "-c", type[] = "TEXT", unicode[] = "-unicode", most[] = "-len", utf8[] = "-textutf8";
    char length[16], program[PATH_MAX], config[PATH_MAX] = "", number[64];
    struct buffer copy = {0};

    snprintf(length, sizeof length, "%d", units_of(text));
    snprintf(program, sizeof program, "%s", options->inject);
    snprintf(number, sizeof number, "%s", phone);
    buffer_add_text(&copy, text);
    if (options->config != NULL)
        snprintf(config, sizeof config, "%s", options->config);
    char *configured[] = {program, with, config, type, number, unicode, most, length, utf8, copy.data, NULL};
    char *plain[] = {program, type, number, unicode, most, length, utf8, copy.data, NULL};
    enum err r = run(options->config != NULL ? configured : plain, e);
    buffer_free(&copy);
    return r;
}

/* --- the folder --- */

/* OUTC20261021_090000_00_13800000001_wangge17.txt, which gammu's files backend takes as it is. Without a time of its
 * own: the same message is the same file. */
static enum err put(const char *folder, int64_t id, const char *phone, const char *text, struct error *e)
{
    char path[PATH_MAX], part[PATH_MAX];
    size_t length = strlen(text);
    bool there = mkdir(folder, 0700) == 0 || errno == EEXIST;
    snprintf(path, sizeof path, "%s/OUTC20000101_%06lld_00_%s_wangge%lld.txt", folder, (long long)(id % 1000000), phone,
             (long long)id);
    snprintf(part, sizeof part, "%s/.wangge%lld", folder, (long long)id);
    int fd = there ? open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    bool good = fd >= 0 && write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    good = fd >= 0 && close(fd) == 0 && good;
    if (good && rename(part, path) == 0)
        return ERR_NONE;
    enum err r = error_set(e, ERR_FAILED, NULL, _("%s cannot be written: %s"), path, strerror(errno));
    unlink(part);
    return r;
}

enum err outbox_send(const struct outbox_options *options, int64_t id, const char *phone, const char *text,
                     struct error *e)
{
    return options->inject != NULL ? inject(options, phone, text, e) : put(options->folder, id, phone, text, e);
}

/* Reading a password. */
#include "secret.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/command/command.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

static enum err read_line(FILE *in, char out[SECRET_ROOM], struct error *e)
{
    if (!fgets(out, SECRET_ROOM, in)) {
        out[0] = '\0';
        return error_set(e, ERR_USAGE, "password", _("No password came on standard input."));
    }
    size_t n = strcspn(out, "\r\n");
    if (!out[n] && n == SECRET_ROOM - 1) {
        return error_set(e, ERR_INVALID, "password", _("The password is too long."));
    }
    out[n] = '\0';
    return ERR_NONE;
}

static enum err ask(const struct command_io *io, const char *prompt, char out[SECRET_ROOM], struct error *e)
{
    struct termios old, hidden;
    int fd = fileno(io->in);

    tcgetattr(fd, &old);
    hidden = old;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &hidden); /* before the prompt: whoever answers it at once is neither shown nor lost */
    fputs(prompt, io->err);
    fflush(io->err);
    enum err r = read_line(io->in, out, e);
    tcsetattr(fd, TCSAFLUSH, &old);
    fputc('\n', io->err);
    return r;
}

enum err secret_read(const struct command_io *io, char out[SECRET_ROOM], struct error *e)
{
    char again[SECRET_ROOM] = "";

    if (!isatty(fileno(io->in))) {
        return read_line(io->in, out, e);
    }
    enum err r = ask(io, _("New password: "), out, e);
    r = r ? r : ask(io, _("Once more: "), again, e);
    if (!r && strcmp(out, again) != 0) {
        r = error_set(e, ERR_INVALID, "password", _("The two passwords differ."));
    }
    mem_wipe(again, sizeof again);
    return r;
}

enum err secret_read_present(const struct command_io *io, char out[SECRET_ROOM], struct error *e)
{
    return isatty(fileno(io->in)) ? ask(io, _("Password: "), out, e) : read_line(io->in, out, e);
}

#include "session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A terminal in line mode as people know it, but Ctrl-S and Ctrl-Q are keys and characters are UTF-8. */
static void set_modes(int slave)
{
    struct termios modes;
    if (tcgetattr(slave, &modes) != 0)
        return;
    modes.c_iflag = ICRNL | IUTF8;
    modes.c_oflag = OPOST | ONLCR;
    modes.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
    modes.c_cc[VERASE] = 0x7f;
    cfsetspeed(&modes, B38400);
    tcsetattr(slave, TCSANOW, &modes);
}

static void as_standard(int in, int out, int err)
{
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
}

int terminal_open(const struct wire_size *size, int *master)
{
    struct winsize window = {.ws_col = size->columns, .ws_row = size->rows};
    char name[64];
    int far = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (far < 0 || grantpt(far) != 0 || unlockpt(far) != 0 || ptsname_r(far, name, sizeof name) != 0)
        return -1;
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0)
        return -1;
    set_modes(slave);
    ioctl(slave, TIOCSWINSZ, &window);
    setsid();
    if (ioctl(slave, TIOCSCTTY, 0) != 0)
        return -1;
    as_standard(slave, slave, slave);
    close(slave);
    *master = far;
    return 0;
}

int pipes_open(int far[3])
{
    int in[2], out[2], err[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
        return -1;
    as_standard(in[0], out[1], err[1]);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    far[0] = in[1];
    far[1] = out[0];
    far[2] = err[0];
    for (int i = 0; i < 3; i++)
        fcntl(far[i], F_SETFL, O_NONBLOCK);
    return 0;
}

#include "start.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/net/listener.h"
#include "wangge/net/privilege.h"
#include "wangge/wire/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <netdb.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEEPER_PROGRAM "wangge-session" /* beside this program */
#define KEEPER_CONTROL 3                /* the descriptor where it finds the socket to us */
#define KEEPER_WAIT    60000            /* milliseconds to load everything */
#define KEEPER_AGAIN   50               /* milliseconds between two looks for one that is not there yet */
#define BACKLOG        1024

enum err start_socket(const struct config *config, int *out, struct error *e)
{
    const char *address = config_text(config, CONFIG_LISTEN);
    char port[8];
    snprintf(port, sizeof port, "%ld", config_number(config, CONFIG_PORT));
    struct addrinfo wanted = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int failure = getaddrinfo(address, port, &wanted, &found);
    if (failure != 0)
        return error_set(e, ERR_FAILED, "listen", "%s is no address to listen on: %s.", address, gai_strerror(failure));
    int on = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
    freeaddrinfo(found);
    if (!good) {
        error_set(e, ERR_FAILED, "port", "Cannot listen on %s port %s: %s.", address, port, strerror(errno));
        if (fd >= 0)
            close(fd);
        return ERR_FAILED;
    }
    *out = fd;
    return ERR_NONE;
}

enum err start_empty_folder(const struct config *config, int *out, struct error *e)
{
    const char *key = config_text(config, CONFIG_HOST_KEY);
    char path[PATH_MAX];
    struct stat st;
    *out = -1;
    if (!privilege_can_chroot())
        return ERR_NONE;
    snprintf(path, sizeof path, "%.*s/empty", (int)(strrchr(key, '/') - key), key);
    if (mkdir(path, 0555) == 0 || errno == EEXIST)
        *out = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (*out < 0 || fstat(*out, &st) != 0 || st.st_uid != 0 || (st.st_mode & 0022))
        return error_set(e, ERR_FAILED, NULL, "%s must be an empty folder that only root can change.", path);
    return ERR_NONE;
}

/* The keeper runs as whoever owns the database: nobody else may have to read it. */
static bool become_owner(const char *database)
{
    struct stat st;
    if (stat(database, &st) != 0) {
        log_error("there is no database at %s: make one with wangge init", database);
        return false;
    }
    if (geteuid() != 0)
        return true;
    if (st.st_uid == 0) {
        log_warning("the database belongs to root, so the sessions run as root: better give it to a user of its own");
        return true;
    }
    const struct passwd *owner = getpwuid(st.st_uid);
    int groups = owner ? initgroups(owner->pw_name, st.st_gid) : setgroups(0, NULL);
    if (groups != 0 || setresgid(st.st_gid, st.st_gid, st.st_gid) != 0 ||
        setresuid(st.st_uid, st.st_uid, st.st_uid) != 0) {
        log_error("cannot become the owner of the database: %s", strerror(errno));
        return false;
    }
    return true;
}

static bool program_path(char *out, size_t room)
{
    ssize_t n = readlink("/proc/self/exe", out, room - 1);
    if (n <= 0)
        return false;
    out[n] = '\0';
    char *name = strrchr(out, '/') + 1;
    return snprintf(name, room - (size_t)(name - out), "%s", KEEPER_PROGRAM) < (int)(room - (size_t)(name - out));
}

static _Noreturn void become_keeper(const struct config *config, int verbosity, int control)
{
    char path[PATH_MAX];
    char verbose[] = "-v";
    char option[] = "-c";
    char *file = mem_text(config_file(config));
    char *words[] = {path, option, file, verbosity > 0 ? verbose : NULL, verbosity > 1 ? verbose : NULL, NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (!become_owner(config_text(config, CONFIG_DATABASE)))
        _exit(EXIT_FAILURE);
    if (!program_path(path, sizeof path))
        log_fatal("cannot find " KEEPER_PROGRAM);
    if (control == KEEPER_CONTROL)
        log_fatal("descriptor %d is taken", control);
    /* Freed memory that malloc keeps by the thread is never given back: some 150 KiB a session. */
    setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
    dup2(control, KEEPER_CONTROL);
    close_range(KEEPER_CONTROL + 1, ~0u, 0);
    execv(path, words);
    log_fatal("cannot start %s: %s", path, strerror(errno));
}

static bool wait_until_ready(int control)
{
    struct wire wire;
    struct wire_letter letter;
    struct pollfd polled = {.fd = control, .events = POLLIN};
    wire_start(&wire, control, WIRE_SIDE_NET, WIRE_PHASE_CONTROL);
    return poll(&polled, 1, KEEPER_WAIT) == 1 && wire_receive(&wire, &letter) == WIRE_OK &&
           letter.message == WIRE_READY;
}

/* The socket of a keeper that somebody else started, as soon as it is there. */
static int reach_keeper(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!text_copy(address.sun_path, sizeof address.sun_path, path)) {
        log_error("the path of the keeper's socket is too long");
        return -1;
    }
    for (int waited = 0; waited < KEEPER_WAIT; waited += KEEPER_AGAIN) {
        int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
            return fd;
        if (fd >= 0)
            close(fd);
        poll(NULL, 0, KEEPER_AGAIN);
    }
    log_error("there is no keeper at %s: %s", path, strerror(errno));
    return -1;
}

static pid_t join_keeper(const char *path, int *control)
{
    int fd = reach_keeper(path);
    if (fd < 0)
        return -1;
    if (!wait_until_ready(fd)) {
        log_error("the keeper at %s did not start", path);
        close(fd);
        return -1;
    }
    *control = fd;
    return 0;
}

static pid_t fork_keeper(const struct listener_options *options, int *control)
{
    struct config *config = NULL;
    struct error e;
    int ends[2] = {-1, -1};
    if (config_load(options->config_path, &config, &e) != ERR_NONE) {
        log_error("%s", e.text);
        return -1;
    }
    pid_t pid = wire_pair(ends) == 0 ? fork() : -1;
    if (pid == 0)
        become_keeper(config, options->verbosity, ends[1]);
    config_free(&config);
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid > 0 && wait_until_ready(ends[0])) {
        *control = ends[0];
        return pid;
    }
    if (pid > 0) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    if (ends[0] >= 0)
        close(ends[0]);
    log_error("the keeper (" KEEPER_PROGRAM ") did not start");
    return -1;
}

pid_t start_keeper(const struct listener_options *options, int *control)
{
    return options->keeper ? join_keeper(options->keeper, control) : fork_keeper(options, control);
}

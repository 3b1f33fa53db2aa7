#include "wangge/net/witness.h"

#include "wangge/base/anchor.h"
#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/net/privilege.h"
#include "wangge/net/sandbox.h"
#include "wangge/wire/wire.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <pwd.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_WAIT 10000 /* milliseconds for it to read its folder */
#define LOCK_WAIT  5000  /* milliseconds for the witness of a server that was killed to end */
#define LASTING    60000 /* milliseconds: one that has lived so long is started again at once */
#define WAIT_MOST  32    /* seconds until it is started again */

/* --- who it is and what it may ----------------------------------------------------------------------------------- */

/* Of root's: the user that it becomes. */
static enum err find_user(const struct config *config, uid_t *uid, gid_t *gid, struct error *e)
{
    const char *name = config_text(config, CONFIG_WITNESS_USER);
    const struct passwd *entry = getpwnam(name);
    if (!entry)
        return error_set(e, ERR_FAILED, "witness_user", "There is no user %s on this machine ([server] witness_user).",
                         name);
    *uid = entry->pw_uid;
    *gid = entry->pw_gid;
    const struct passwd *net = getpwnam(config_text(config, CONFIG_USER));
    if (*uid == 0 || (net && net->pw_uid == *uid))
        return error_set(e, ERR_FAILED, "witness_user",
                         "The witness of the audit must be a user of its own, not %s ([server] witness_user).", name);
    struct stat database;
    if (stat(config_text(config, CONFIG_DATABASE), &database) == 0 && database.st_uid == *uid)
        return error_set(e, ERR_FAILED, "witness_user",
                         "The witness of the audit must not own the database ([server] witness_user is %s).", name);
    return ERR_NONE;
}

static enum err make_folder(const char *path, uid_t uid, gid_t gid, struct error *e)
{
    struct stat st;
    bool made = mkdir(path, 0755) == 0;
    if (!made && errno != EEXIST)
        return error_set(e, ERR_FAILED, "witness", "The folder %s cannot be made: %s.", path, strerror(errno));
    if (made && geteuid() == 0 && chown(path, uid, gid) != 0)
        return error_set(e, ERR_FAILED, "witness", "The folder %s cannot be given to the witness.", path);
    if (lstat(path, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != uid || (st.st_mode & 0022))
        return error_set(e, ERR_FAILED, "witness",
                         "%s must be a folder that the witness of the audit owns and nobody else may change "
                         "([server] witness, witness_user).",
                         path);
    return ERR_NONE;
}

/* For good: another user without any capability, whose files are all in the folder. */
static bool become(const char *folder, uid_t uid, gid_t gid)
{
    struct error e;
    if (geteuid() != 0)
        return chdir(folder) == 0 && privilege_drop_capabilities(&e) == ERR_NONE;
    return chdir(folder) == 0 && chroot(".") == 0 && setgroups(0, NULL) == 0 && setresgid(gid, gid, gid) == 0 &&
           setresuid(uid, uid, uid) == 0 && privilege_drop_capabilities(&e) == ERR_NONE;
}

static bool set_limits(void)
{
    static const struct {
        int what;
        rlim_t most;
    } limits[] = {
        {RLIMIT_NPROC,  0 },
        {RLIMIT_CORE,   0 },
        {RLIMIT_NOFILE, 16},
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0)
            return false;
    }
    return true;
}

/* Files within its folder, its socket, its log. No network, no process, no code. */
static bool set_filter(void)
{
    static const int allowed[] = {
        SCMP_SYS(poll),
        SCMP_SYS(read),
        SCMP_SYS(write),
        SCMP_SYS(recvmsg),
        SCMP_SYS(sendmsg),
        SCMP_SYS(sendto),
        SCMP_SYS(openat),
        SCMP_SYS(close),
        SCMP_SYS(fsync),
        SCMP_SYS(renameat),
        SCMP_SYS(fchmod),
        SCMP_SYS(fstat),
        SCMP_SYS(newfstatat),
        SCMP_SYS(lseek),
        SCMP_SYS(fcntl),
        SCMP_SYS(getpid),
        SCMP_SYS(gettid),
        SCMP_SYS(geteuid),
        SCMP_SYS(getrandom),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday),
        SCMP_SYS(time),
        SCMP_SYS(brk),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(madvise),
        SCMP_SYS(futex),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(rt_sigaction),
        SCMP_SYS(restart_syscall),
        SCMP_SYS(exit_group),
    };
    static const int refused[] = {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(readlink), SCMP_SYS(access),
                                  SCMP_SYS(uname)};
    if (SANITIZED)
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    struct scmp_arg_cmp no_code = {.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
    bool ok = filter != NULL;
    for (size_t i = 0; ok && i < COUNT_OF(allowed); i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    for (size_t i = 0; ok && i < COUNT_OF(refused); i++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0) == 0;
    ok = ok && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code) == 0 &&
         seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}

/* --- its life ---------------------------------------------------------------------------------------------------- */

struct witness {
    struct wire wire;
    struct anchor_writer *writer;
};

static bool on_anchor(void *to, const struct wire_letter *letter)
{
    struct witness *witness = to;
    struct wire_anchor head;
    struct error e;
    if (!wire_read_words(letter, &head, sizeof head, 0, NULL))
        return false;
    uint8_t digest[SHA256_SIZE];
    head.hash[sizeof head.hash - 1] = '\0';
    bool done = head.id > 0 && hex_parse(head.hash, digest, sizeof digest);
    if (!done)
        error_set(&e, ERR_INVALID, NULL, "what was told is no row of the audit");
    done = done && anchor_put(witness->writer, ANCHOR_SEEN, head.id, head.hash, &e) == ERR_NONE;
    if (!done)
        log_error("%s", e.text);
    const struct wire_anchored answer = {anchor_last(witness->writer), done};
    return wire_send(&witness->wire, WIRE_ANCHORED, &answer, sizeof answer, NULL) == WIRE_OK;
}

/* The server's signals are not its own: it stays until nobody can tell it anything any more. */
static void set_signals(void)
{
    static const int deaf_to[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE};
    for (size_t i = 0; i < COUNT_OF(deaf_to); i++)
        signal(deaf_to[i], SIG_IGN);
}

/* The one before it ends by itself as soon as nobody can tell it anything, which may be a moment after the server. */
static enum err open_anchors(struct anchor_writer **writer, struct error *e)
{
    int64_t until = clock_steady_ms() + LOCK_WAIT;
    enum err r = anchor_open(".", writer, e);
    while (r == ERR_AGAIN && clock_steady_ms() < until) {
        poll(NULL, 0, 50);
        r = anchor_open(".", writer, e);
    }
    return r;
}

/* first: whoever started the server waits to hear that it is ready. */
static _Noreturn void live(int end, bool first)
{
    static const wire_handler handlers[WIRE_MESSAGE_COUNT] = {[WIRE_ANCHOR] = on_anchor};
    struct witness witness = {0};
    struct error e = {0};
    prctl(PR_SET_NAME, "wangge-witness");
    if (!set_limits())
        log_fatal("the witness of the audit cannot be confined: %s", strerror(errno));
    prctl(PR_SET_DUMPABLE, 0);
    if (open_anchors(&witness.writer, &e) != ERR_NONE)
        log_fatal("%s", e.text);
    if (!set_filter())
        log_fatal("the witness of the audit cannot be confined: no filter of system calls");
    wire_start(&witness.wire, end, WIRE_SIDE_NET, WIRE_PHASE_WITNESS);
    const struct wire_anchored ready = {anchor_last(witness.writer), 1};
    enum wire_result result = first ? wire_send(&witness.wire, WIRE_ANCHORED, &ready, sizeof ready, NULL) : WIRE_OK;
    while (result == WIRE_OK)
        result = wire_serve(&witness.wire, handlers, &witness);
    anchor_close(&witness.writer);
    _exit(result == WIRE_GONE ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* Whoever killed it, or made it fail, shall not have got rid of it: it is started again, later and later while it does
 * not last. Its parent is the same user in the same folder, so this takes no right that either has not. */
static _Noreturn void keep_alive(const char *folder, uid_t uid, gid_t gid, int end)
{
    unsigned wait = 1;
    log_set_tag("witness");
    prctl(PR_SET_NAME, "wangge-warden");
    set_signals();
    log_leave_streams();
    if (!become(folder, uid, gid))
        log_fatal("the witness of the audit cannot be confined: %s", strerror(errno));
    prctl(PR_SET_DUMPABLE, 0);
    for (bool first = true;; first = false) {
        int64_t since = clock_steady_ms();
        int status = 0;
        pid_t pid = fork();
        if (pid == 0)
            live(end, first);
        while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
            _exit(EXIT_SUCCESS);
        log_error("the witness of the audit ended (%s %d) and is started again in %u s",
                  WIFSIGNALED(status) ? "signal" : "status",
                  WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), wait);
        if (first && clock_steady_ms() - since < 1000 && WIFEXITED(status))
            _exit(EXIT_FAILURE); /* it never began: the server is not started at all */
        wait = clock_steady_ms() - since > LASTING ? 1 : wait;
        sleep(wait);
        wait = wait < WAIT_MOST ? 2 * wait : wait;
    }
}

static bool is_ready(int end)
{
    struct wire wire;
    struct wire_letter letter;
    struct pollfd polled = {.fd = end, .events = POLLIN};
    wire_start(&wire, end, WIRE_SIDE_SESSION, WIRE_PHASE_WITNESS);
    return poll(&polled, 1, START_WAIT) == 1 && wire_receive(&wire, &letter) == WIRE_OK &&
           letter.message == WIRE_ANCHORED;
}

enum err witness_start(const struct config *config, pid_t *pid, int *end, struct error *e)
{
    char folder[PATH_MAX];
    uid_t uid = geteuid();
    gid_t gid = getegid();
    int ends[2] = {-1, -1};
    anchor_folder(config, folder, sizeof folder);
    enum err r = uid == 0 ? find_user(config, &uid, &gid, e) : ERR_NONE;
    if (r == ERR_NONE)
        r = make_folder(folder, uid, gid, e);
    if (r != ERR_NONE)
        return r;
    *pid = wire_pair(ends) == 0 ? fork() : -1;
    if (*pid == 0) {
        close(ends[0]);
        keep_alive(folder, uid, gid, ends[1]);
    }
    if (ends[1] >= 0)
        close(ends[1]);
    *end = ends[0];
    if (*pid < 0 || !is_ready(ends[0]))
        return error_set(e, ERR_FAILED, "witness", "The witness of the audit did not start; the log has the cause.");
    if (geteuid() != 0)
        log_info("the witness of the audit runs as the same user as the sessions: only root can part them");
    return ERR_NONE;
}

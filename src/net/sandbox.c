#include "wangge/net/sandbox.h"

#include "wangge/base/array.h"
#include "wangge/base/memory.h"
#include "wangge/net/privilege.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By descriptor: the way to the folder may be closed to the user that we are by now. */
static bool enter_root(int empty)
{
    if (empty < 0)
        return false;
    bool done = privilege_can_chroot() && fchdir(empty) == 0 && chroot(".") == 0;
    close(empty);
    return done;
}

static enum err set_limits(struct error *e)
{
    static const struct {
        int what; /* RLIMIT_... */
        rlim_t most;
    } limits[] = {
        {RLIMIT_NPROC,  0        },
        {RLIMIT_FSIZE,  0        },
        {RLIMIT_CORE,   0        },
        {RLIMIT_NOFILE, 12       },
        {RLIMIT_AS,     256 << 20},
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        if (SANITIZED && limits[i].what == RLIMIT_AS)
            continue;
        struct rlimit limit = {limits[i].most, limits[i].most};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0)
            return error_set(e, ERR_FAILED, NULL, "The limits of a network process cannot be set: %s.",
                             strerror(errno));
    }
    return ERR_NONE;
}

/* Denies all that this kernel's landlock knows: the header of the build may know less. */
static bool enter_landlock(void)
{
    struct {
        uint64_t files, net, scoped;
    } deny;
    static const struct {
        int files, net, scoped; /* how many rights there are */
        size_t size;            /* of the structure that this version reads */
    } versions[] = {
        {13, 0, 0, 8 },
        {14, 0, 0, 8 },
        {15, 0, 0, 8 },
        {15, 2, 0, 16},
        {16, 2, 0, 16},
        {16, 2, 2, 24}
    };

    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    size_t i = (size_t)version > COUNT_OF(versions) ? COUNT_OF(versions) - 1 : (size_t)version - 1;
    deny.files = (1u << versions[i].files) - 1;
    deny.net = (1u << versions[i].net) - 1;
    deny.scoped = (1u << versions[i].scoped) - 1;
    long rules = syscall(SYS_landlock_create_ruleset, &deny, versions[i].size, 0);
    if (rules < 0)
        return false;
    bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close((int)rules);
    return done;
}

/* What libssh, OpenSSL and the C library call once everything is read and opened. */
static const int calls_allowed[] = {
    SCMP_SYS(poll),           SCMP_SYS(ppoll),         SCMP_SYS(read),
    SCMP_SYS(write),          SCMP_SYS(writev),        SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),         SCMP_SYS(recvmsg),       SCMP_SYS(sendmsg),
    SCMP_SYS(shutdown),       SCMP_SYS(close),         SCMP_SYS(getpid),
    SCMP_SYS(gettid),         SCMP_SYS(getrandom),     SCMP_SYS(alarm),
    SCMP_SYS(setitimer),      SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(time),           SCMP_SYS(brk),           SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(madvise),       SCMP_SYS(futex),
    SCMP_SYS(fcntl),          SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit),          SCMP_SYS(exit_group),
};

/* Libraries ask for these and go on without them. */
static const int calls_refused[] = {
    SCMP_SYS(open),       SCMP_SYS(openat),   SCMP_SYS(stat),  SCMP_SYS(newfstatat), SCMP_SYS(lstat),  SCMP_SYS(access),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(uname), SCMP_SYS(statx),      SCMP_SYS(socket), SCMP_SYS(fstat),
};

static bool add_rules(scmp_filter_ctx filter)
{
    bool ok = true;
    for (size_t i = 0; i < COUNT_OF(calls_allowed); i++)
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls_allowed[i], 0) == 0;
    for (size_t i = 0; i < COUNT_OF(calls_refused); i++)
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), calls_refused[i], 0) == 0;
    /* No memory that can be executed; of all controls only the size of a terminal. */
    struct scmp_arg_cmp no_code = {.arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
    struct scmp_arg_cmp resize = {.arg = 1, .op = SCMP_CMP_EQ, .datum_a = TIOCSWINSZ, .datum_b = 0};
    return ok && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code) == 0 &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, &resize) == 0;
}

/* Made once, before the first child is forked: to compile the filter takes longer than all else at a login. */
static struct sock_fprog program __attribute__((used)); /* also where a sanitized build installs no filter */

static bool read_program(int fd, off_t size)
{
    program.len = (unsigned short)((size_t)size / sizeof *program.filter);
    program.filter = mem_new(program.len, sizeof *program.filter);
    return pread(fd, program.filter, (size_t)size, 0) == (ssize_t)size;
}

enum err sandbox_prepare(struct error *e)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int fd = memfd_create("filter", MFD_CLOEXEC);
    bool done = filter && fd >= 0 && add_rules(filter) && seccomp_export_bpf(filter, fd) == 0 &&
                read_program(fd, lseek(fd, 0, SEEK_END));
    seccomp_release(filter);
    if (fd >= 0)
        close(fd);
    if (!done)
        return error_set(e, ERR_FAILED, NULL, "The filter of system calls cannot be made.");
    return ERR_NONE;
}

enum err sandbox_enter(int empty, unsigned *standing, struct error *e)
{
    unsigned walls = WALL_CAPABILITIES | WALL_LIMITS;
    if (enter_root(empty))
        walls |= WALL_ROOT;
    prctl(PR_SET_DUMPABLE, 0);
    if (privilege_drop_capabilities(e) != ERR_NONE || set_limits(e) != ERR_NONE)
        return ERR_FAILED;
    if (enter_landlock())
        walls |= WALL_LANDLOCK;
    if (!SANITIZED) {
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
            return error_set(e, ERR_FAILED, NULL, "The filter of system calls cannot be set: %s.", strerror(errno));
        walls |= WALL_CALLS;
    }
    if (standing)
        *standing = walls;
    return ERR_NONE;
}

const char *sandbox_words(unsigned standing, char *out, unsigned room)
{
    static const char *const words[] = {"root", "capabilities", "limits", "landlock", "calls"};
    out[0] = '\0';
    for (size_t i = 0, used = 0; i < COUNT_OF(words) && used < room; i++)
        if (standing & (1u << i))
            used += (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", words[i]);
    return out;
}

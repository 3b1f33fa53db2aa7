#include "wangge/net/privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool set_capabilities(uint32_t low)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {
        {.effective = low, .permitted = low}
    };
    return syscall(SYS_capset, &header, data) == 0;
}

bool privilege_can_chroot(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {{0}};
    return syscall(SYS_capget, &header, data) == 0 && (data[0].effective & (1u << CAP_SYS_CHROOT));
}

enum err privilege_drop(const char *user, struct error *e)
{
    const struct passwd *entry = getpwnam(user);
    if (!entry)
        return error_set(e, ERR_FAILED, "user", "There is no user %s on this machine ([server] user).", user);
    if (entry->pw_uid == 0)
        return error_set(e, ERR_FAILED, "user", "The network side must not run as root ([server] user).");
    uid_t uid = entry->pw_uid;
    gid_t gid = entry->pw_gid;
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
        prctl(PR_CAPBSET_DROP, capability);
    if (setgroups(0, NULL) != 0 || prctl(PR_SET_KEEPCAPS, 1) != 0 || setresgid(gid, gid, gid) != 0 ||
        setresuid(uid, uid, uid) != 0 || !set_capabilities(1u << CAP_SYS_CHROOT))
        return error_set(e, ERR_FAILED, "user", "Cannot become %s: %s.", user, strerror(errno));
    return ERR_NONE;
}

enum err privilege_drop_capabilities(struct error *e)
{
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (!set_capabilities(0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_set(e, ERR_FAILED, NULL, "Cannot give up capabilities: %s.", strerror(errno));
    return ERR_NONE;
}

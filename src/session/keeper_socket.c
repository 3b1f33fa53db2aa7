#include "wangge/session/keeper_socket.h"

#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/notify.h"
#include "wangge/base/text.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Whoever may pass through the folder may knock; who is let in is told by the kernel. */
static int open_door(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    bool fits = text_copy(address.sun_path, sizeof address.sun_path, path);
    unlink(path); /* of a former keeper */
    if (fits && fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && chmod(path, 0666) == 0 &&
        listen(fd, 1) == 0)
        return fd;
    log_error("no socket at %s: %s", path, fits ? strerror(errno) : "the path is too long");
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool is_listener(int fd, const char *user)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    if (peer.uid == 0 || peer.uid == geteuid())
        return true;
    const struct passwd *entry = getpwnam(user);
    return entry && entry->pw_uid == peer.uid;
}

int keeper_wait(const struct config *config)
{
    const char *path = config_text(config, CONFIG_KEEPER);
    int door = open_door(path), fd = -1;
    if (door < 0)
        return -1;
    notify_ready();
    while (fd < 0) {
        fd = accept4(door, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && errno != EINTR) {
            log_error("nobody can be let in at %s: %s", path, strerror(errno));
            break;
        }
        if (fd >= 0 && !is_listener(fd, config_text(config, CONFIG_USER))) {
            log_warning("a stranger at %s was turned away", path);
            close(fd);
            fd = -1;
        }
    }
    close(door);
    unlink(path);
    return fd;
}

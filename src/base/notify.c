#include "wangge/base/notify.h"

#include "wangge/base/log.h"
#include "wangge/base/text.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void notify_ready(void)
{
    static const char word[] = "READY=1";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    if (path == NULL || *path == '\0')
        return;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool fits = text_copy(address.sun_path, sizeof address.sun_path, path);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0'; /* a name that is no file */
    if (!fits || fd < 0 || sendto(fd, word, strlen(word), 0, (const struct sockaddr *)&address, size) < 0)
        log_warning("the service manager does not listen: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
}

#include "wangge/base/secret_file.h"

#include "wangge/base/digest.h"
#include "wangge/base/memory.h"
#include "wangge/base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET SECRET_SIZE

/* Whoever makes it first wins: the file is made under no other's eyes and never written over. */
static enum err make_file(const char *path, struct error *e)
{
    unsigned char fresh[SECRET];
    char text[2 * SECRET + 2];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return ERR_NONE;
    if (fd < 0)
        return error_set(e, ERR_FAILED, "secret", "The secret %s cannot be made: %s.", path, strerror(errno));
    random_bytes(fresh, sizeof fresh);
    hex_text(fresh, sizeof fresh, text);
    text[2 * SECRET] = '\n';
    bool written = write(fd, text, 2 * SECRET + 1) == 2 * SECRET + 1 && fsync(fd) == 0;
    int why = errno;
    close(fd);
    mem_wipe(fresh, sizeof fresh);
    mem_wipe(text, sizeof text);
    if (written)
        return ERR_NONE;
    unlink(path);
    return error_set(e, ERR_FAILED, "secret", "The secret %s cannot be written: %s.", path, strerror(why));
}

static enum err read_file(const char *path, unsigned char out[SECRET], struct error *e)
{
    char text[2 * SECRET + 2] = "";
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return error_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_FAILED, "secret", "The secret %s cannot be read: %s.",
                         path, strerror(errno));
    bool private = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & 077) == 0;
    ssize_t got = private ? read(fd, text, sizeof text - 1) : 0;
    close(fd);
    if (!private)
        return error_set(e, ERR_INVALID, "secret", "The secret %s must be a file that its owner alone may read.", path);
    if (got == 2 * SECRET + 1 && text[2 * SECRET] == '\n')
        text[2 * SECRET] = '\0';
    bool good = hex_parse(text, out, SECRET);
    mem_wipe(text, sizeof text);
    if (!good)
        return error_set(e, ERR_INVALID, "secret", "The secret %s is not 64 hexadecimal digits.", path);
    return ERR_NONE;
}

enum err secret_file_read(const char *path, int make, unsigned char out[SECRET_SIZE], struct error *e)
{
    enum err r = make ? make_file(path, e) : ERR_NONE;
    return r == ERR_NONE ? read_file(path, out, e) : r;
}

#include "anchor_line.h"

#include "wangge/base/clock.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST (16 << 20) /* bytes, some 100,000 lines */

struct anchor_writer {
    int folder, fd; /* fd -1: a new file comes next */
    unsigned char key[SECRET_SIZE];
    struct anchor_end end;
};

static enum err failed(struct error *e, const char *what)
{
    return error_set(e, ERR_FAILED, NULL, "The anchor cannot be written (%s): %s.", what, strerror(errno));
}

/* For writing, as the owner of the folder's: whoever runs as root writes for the witness. */
static int open_ours(struct anchor_writer *w, const char *name, int flags, mode_t mode)
{
    struct stat st;
    int fd = openat(w->folder, name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, mode);
    if (fd < 0 || fchmod(fd, mode) != 0 || geteuid() != 0 || fstat(w->folder, &st) != 0)
        return fd;
    if (fchown(fd, st.st_uid, st.st_gid) != 0)
        log_warning("the owner of an anchor file cannot be set");
    return fd;
}

/* The folder: sessions may read what was seen, nobody else may write it. */
static enum err put_last(struct anchor_writer *w, struct error *e)
{
    char text[ANCHOR_LINE], seal[SHA256_TEXT], line[ANCHOR_LINE + SHA256_TEXT];
    anchor_last_text(w->end.line.no, w->end.line.seal, text);
    anchor_seal(w->key, "", text, seal);
    int n = snprintf(line, sizeof line, "%s %s\n", text, seal);
    int fd = open_ours(w, "last.new", O_TRUNC, 0644);
    bool good = fd >= 0 && write(fd, line, (size_t)n) == n && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good && renameat(w->folder, "last.new", w->folder, "last") == 0 ? ERR_NONE : failed(e, "last");
}

static enum err put_line(struct anchor_writer *w, enum anchor_kind kind, int64_t id, const char *hash, struct error *e)
{
    struct anchor line = {.kind = kind, .no = w->end.line.no + 1, .at = clock_now(), .id = id};
    char text[ANCHOR_LINE], whole[ANCHOR_LINE + SHA256_TEXT];
    memcpy(line.hash, hash, SHA256_TEXT);
    anchor_text(&line, text);
    anchor_seal(w->key, kind == ANCHOR_BEGIN ? "" : w->end.line.seal, text, line.seal);
    int n = snprintf(whole, sizeof whole, "%s %s\n", text, line.seal);
    if (write(w->fd, whole, (size_t)n) != n || fsync(w->fd) != 0) {
        enum err r = failed(e, "line");
        close(w->fd);
        w->fd = -1; /* what is half written stays; the next line stands in another file */
        return r;
    }
    w->end.line = line;
    w->end.size += n;
    return ERR_NONE;
}

static enum err begin_file(struct anchor_writer *w, struct error *e)
{
    char name[32], before[SHA256_TEXT] = ANCHOR_NONE;
    if (w->end.line.no > 0)
        memcpy(before, w->end.line.seal, sizeof before);
    snprintf(name, sizeof name, ANCHOR_FILE, w->end.file + 1);
    w->fd = open_ours(w, name, O_APPEND | O_EXCL, 0644);
    if (w->fd < 0)
        return failed(e, name);
    fsync(w->folder);
    w->end.file++;
    w->end.size = 0;
    return put_line(w, ANCHOR_BEGIN, w->end.id, before, e);
}

/* Where lines are missing or changed, what follows stands in a file of its own, after the highest number that was ever
 * given: the gap stays to be seen. */
static enum err go_on(struct anchor_writer *w, struct error *e)
{
    struct anchors found = {0};
    char name[32];
    enum err r = anchor_read_files(w->folder, w->key, true, &found, &w->end, e);
    if (r != ERR_NONE)
        return r;
    bool good = found.fault == ANCHORS_GOOD;
    if (!good)
        log_error("the anchors of the audit are not what was written (%s, line %lld)", found.file, (long long)found.no);
    anchors_free(&found);
    if (w->end.last_no > w->end.line.no)
        w->end.line.no = w->end.last_no;
    snprintf(name, sizeof name, ANCHOR_FILE, w->end.file);
    if (good && w->end.file > 0 && !w->end.torn && w->end.size < FILE_MOST)
        w->fd = open_ours(w, name, O_APPEND, 0644);
    return ERR_NONE;
}

/* A key that root makes is the witness' all the same. */
static enum err open_key(struct anchor_writer *w, const char *folder, struct error *e)
{
    char path[PATH_MAX];
    struct stat st;
    snprintf(path, sizeof path, "%s/key", folder);
    enum err r = secret_file_read(path, 1, w->key, e);
    if (r == ERR_NONE && geteuid() == 0 && fstat(w->folder, &st) == 0 &&
        fchownat(w->folder, "key", st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW) != 0)
        r = failed(e, "key");
    return r;
}

enum err anchor_open(const char *folder, struct anchor_writer **out, struct error *e)
{
    struct anchor_writer *w = mem_new(1, sizeof *w);
    enum err r = ERR_NONE;
    w->fd = -1;
    w->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *out = w;
    if (w->folder < 0)
        r = error_set(e, ERR_FAILED, NULL, "The folder %s of the anchors cannot be opened: %s.", folder,
                      strerror(errno));
    else if (flock(w->folder, LOCK_EX | LOCK_NB) != 0)
        r = error_set(e, ERR_AGAIN, NULL, "The anchors in %s are being written by another process.", folder);
    if (r == ERR_NONE)
        r = open_key(w, folder, e);
    if (r == ERR_NONE)
        r = go_on(w, e);
    if (r != ERR_NONE)
        anchor_close(out);
    return r;
}

int64_t anchor_last(const struct anchor_writer *writer)
{
    return writer->end.id;
}

enum err anchor_put(struct anchor_writer *w, enum anchor_kind kind, int64_t id, const char *hash, struct error *e)
{
    if (kind == ANCHOR_SEEN && id == w->end.id && (w->end.hash[0] == '\0' || strcmp(hash, w->end.hash) == 0))
        return ERR_NONE;
    if (kind == ANCHOR_SEEN && id <= w->end.id)
        return error_set(e, ERR_STATE, NULL, "Row %lld of the audit was seen already, and row %lld is told now.",
                         (long long)w->end.id, (long long)id);
    if (w->fd >= 0 && w->end.size >= FILE_MOST) {
        close(w->fd);
        w->fd = -1;
    }
    enum err r = w->fd < 0 ? begin_file(w, e) : ERR_NONE;
    if (r == ERR_NONE)
        r = put_line(w, kind, id, hash, e);
    if (r != ERR_NONE)
        return r;
    w->end.id = id;
    memcpy(w->end.hash, hash, SHA256_TEXT);
    return put_last(w, e);
}

void anchor_close(struct anchor_writer **writer)
{
    struct anchor_writer *w = *writer;
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    if (w->folder >= 0)
        close(w->folder);
    mem_wipe(w, sizeof *w);
    mem_free(w);
    *writer = NULL;
}

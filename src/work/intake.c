/* Taking messages: each is stored once, in a transaction of its own, before anything is made of it. */
#include "wangge/work/intake.h"

#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/digest.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/phone.h"
#include "wangge/work/work.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MARK_ROOM   (2 * SHA256_SIZE + 1)
#define AGAIN_AFTER 600 /* seconds in which the same words are the same message when nothing else tells */
#define FILE_MOST   (128 * 1024)

/* --- storing --- */

/* The number as the registers keep it, or what came in its place: a bank's name. */
static void number_of(const struct message *message, char out[PHONE_ROOM])
{
    if (!phone_normal(message->phone, out))
        text_copy(out, PHONE_ROOM, message->phone);
}

static void mark_of(const struct message *message, const char *phone, char out[MARK_ROOM])
{
    unsigned char digest[SHA256_SIZE];
    struct buffer all = {0};
    buffer_format(&all, "%s\n%s\n%s", message->ids, phone, message->text);
    if (message->ids[0] == '\0') /* nothing tells it from another one but when it came */
        buffer_format(&all, "\n%lld", (long long)message->at);
    sha256(buffer_text(&all), all.length, digest);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    buffer_free(&all);
}

static enum err is_there(struct work *work, struct pool *pool, const struct message *message, const char *phone,
                         const char *mark, bool *there, struct error *e)
{
    struct rows rows = {0};
    enum err r = message->ids[0] != '\0'
                     ? db_query(work->db, pool, "message_in.find", BINDS(BIND_TEXT("mark", mark)), &rows, e)
                     : db_query(work->db, pool, "message_in.again",
                                BINDS(BIND_TEXT("phone", phone), BIND_INT("since", message->at - AGAIN_AFTER),
                                      BIND_TEXT("text", message->text)),
                                &rows, e);
    *there = r == ERR_NONE && rows.count > 0;
    return r;
}

enum err intake_take(struct work *work, const struct message *message, bool *fresh, struct error *e)
{
    char phone[PHONE_ROOM], mark[MARK_ROOM];
    struct pool *pool = pool_new();
    bool there = false;
    int64_t id = 0;

    *fresh = false;
    number_of(message, phone);
    mark_of(message, phone, mark);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = is_there(work, pool, message, phone, mark, &there, e);
    if (r == ERR_NONE && !there)
        r = db_next(work->db, "message_in", &id, e);
    if (r == ERR_NONE && !there)
        r = db_execute(work->db, "message_in.add",
                       BINDS(BIND_INT("id", id), BIND_TEXT("mark", mark), BIND_INT("at", message->at),
                             BIND_TEXT("phone", phone), BIND_TEXT("text", message->text),
                             BIND_INT("parts", message->parts)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    *fresh = r == ERR_NONE && !there;
    pool_free(&pool);
    return r;
}

/* --- letters --- */

/* With all folders above it, for its owner only. */
static enum err make_folder(const char *path, struct error *e)
{
    char folder[PATH_MAX];
    text_copy(folder, sizeof folder, path);
    for (char *s = folder + 1; s != NULL;) {
        s = strchr(s, '/');
        if (s != NULL)
            *s = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return error_set(e, ERR_FAILED, NULL, _("The folder %s cannot be made: %s"), folder, strerror(errno));
        if (s != NULL)
            *s++ = '/';
    }
    return ERR_NONE;
}

static bool write_whole(const char *path, const struct buffer *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = fd >= 0;
    for (size_t done = 0; good && done < text->length;) {
        ssize_t n = write(fd, text->data + done, text->length - done);
        good = n > 0 || (n < 0 && errno == EINTR);
        done += n > 0 ? (size_t)n : 0;
    }
    good = good && fsync(fd) == 0;
    return (fd < 0 || close(fd) == 0) && good;
}

/* Under its last name only when it is whole. */
enum err intake_keep(const char *folder, const struct message *message, struct error *e)
{
    char path[PATH_MAX], part[PATH_MAX], phone[PHONE_ROOM], mark[MARK_ROOM], at[DATE_ISO];
    struct buffer text = {0};
    enum err r = make_folder(folder, e);

    number_of(message, phone);
    mark_of(message, phone, mark);
    instant_iso(message->at, at);
    snprintf(path, sizeof path, "%s/%lld-%.16s.letter", folder, (long long)message->at, mark);
    snprintf(part, sizeof part, "%s/.%.16s", folder, mark);
    buffer_format(&text, "From: %s\nDate: %s\nParts: %d\n", message->phone, at, message->parts);
    if (message->ids[0] != '\0')
        buffer_format(&text, "Id: %s\n", message->ids);
    buffer_format(&text, "\n%s\n", message->text);
    if (r == ERR_NONE && (!write_whole(part, &text) || rename(part, path) != 0)) {
        r = error_set(e, ERR_FAILED, NULL, _("The message cannot be kept in %s: %s"), folder, strerror(errno));
        unlink(part);
    }
    buffer_free(&text);
    return r;
}

/* --- the spool folder --- */

struct spool {
    struct work *work;
    const char *folder;
    int settle;
    struct intake_count *count;
    struct pool *pool; /* of one message */
    struct dirent **entries;
    int entry_count;
};

static const char *path_of(const struct spool *spool, const char *name)
{
    return pool_format(spool->pool, "%s/%s", spool->folder, name);
}

static enum err move_to(const struct spool *spool, const char *where, const char *name, struct error *e)
{
    const char *folder = pool_format(spool->pool, "%s/%s", spool->folder, where);
    enum err r = make_folder(folder, e);
    if (r == ERR_NONE && rename(path_of(spool, name), pool_format(spool->pool, "%s/%s", folder, name)) != 0 &&
        errno != ENOENT) /* another process was quicker */
        r = error_set(e, ERR_FAILED, NULL, _("%s cannot be moved away: %s"), path_of(spool, name), strerror(errno));
    return r;
}

/* False when it is gone or cannot be read. *age in seconds. */
static bool read_file(const struct spool *spool, const char *name, struct buffer *out, int64_t *age)
{
    char piece[8192];
    struct stat st;
    FILE *file = fopen(path_of(spool, name), "re");
    bool good = file != NULL && fstat(fileno(file), &st) == 0 && S_ISREG(st.st_mode);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* files have the machine's time */
    for (size_t n; good && out->length < FILE_MOST && (n = fread(piece, 1, sizeof piece, file)) > 0;)
        buffer_add(out, piece, n);
    if (file != NULL)
        fclose(file);
    *age = good ? now.tv_sec - st.st_mtim.tv_sec : 0;
    return good;
}

static enum err take_letter(struct spool *spool, const char *name, struct error *e)
{
    struct message message;
    struct buffer data = {0};
    struct error why = {0};
    int64_t age = 0;
    bool fresh = false;
    enum err r = ERR_NONE;

    if (!read_file(spool, name, &data, &age)) {
        buffer_free(&data);
        return ERR_NONE;
    }
    if (intake_letter(spool->pool, name, buffer_text(&data), data.length, &message, &why) != ERR_NONE) {
        log_warning("%s", why.text);
        spool->count->refused++;
        r = move_to(spool, "refused", name, e);
    } else {
        r = intake_take(spool->work, &message, &fresh, e);
        spool->count->taken += r == ERR_NONE && fresh;
        spool->count->again += r == ERR_NONE && !fresh;
        if (r == ERR_NONE)
            r = move_to(spool, "taken", name, e);
    }
    buffer_free(&data);
    return r;
}

/* "20261021_090000" of this machine's civil time, which is gammu's. */
static int64_t instant_of_stamp(const char *stamp, int64_t otherwise)
{
    char text[32];
    int64_t at = 0;
    snprintf(text, sizeof text, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s", stamp, stamp + 4, stamp + 6, stamp + 9, stamp + 11,
             stamp + 13);
    return instant_parse(text, &at) && at <= otherwise ? at : otherwise;
}

/* All parts of the message whose first part is entries[first]; *last gets the entry behind them. */
static enum err take_parts(struct spool *spool, int first, int *last, struct error *e)
{
    const char *group, *phone, *stamp, *next, *unused;
    struct buffer text = {0}, ids = {0}, data = {0};
    int part, count = 0;
    int64_t age = 0, youngest = INT64_MAX;
    bool fresh = false;
    enum err r = ERR_NONE;

    intake_name(spool->pool, spool->entries[first]->d_name, &group, &phone, &stamp, &part);
    for (*last = first; *last < spool->entry_count; ++*last, count++) {
        const char *name = spool->entries[*last]->d_name;
        if (!intake_name(spool->pool, name, &next, &unused, &unused, &part) || strcmp(next, group) != 0)
            break;
        buffer_clear(&data);
        if (!read_file(spool, name, &data, &age))
            continue;
        youngest = age < youngest ? age : youngest;
        buffer_add_text(&text, intake_text(spool->pool, buffer_text(&data), data.length));
        buffer_format(&ids, "%s%s", ids.length > 0 ? " " : "", name);
    }
    if (youngest >= spool->settle && ids.length > 0) {
        struct message message = {.ids = buffer_text(&ids), .stamp = stamp, .phone = phone, .parts = count};
        message.text = text_trim(pool_text(spool->pool, buffer_text(&text)));
        message.at = instant_of_stamp(stamp, clock_now());
        r = intake_take(spool->work, &message, &fresh, e);
        spool->count->taken += r == ERR_NONE && fresh;
        spool->count->again += r == ERR_NONE && !fresh;
        for (int i = first; r == ERR_NONE && i < *last; i++)
            r = move_to(spool, "taken", spool->entries[i]->d_name, e);
    }
    buffer_free(&text);
    buffer_free(&ids);
    buffer_free(&data);
    return r;
}

/* What is being written has such a name. */
static int is_whole(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && (dot == NULL || (strcmp(dot, ".tmp") != 0 && strcmp(dot, ".part") != 0)) &&
           (entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN);
}

enum err intake_spool(struct work *work, const char *folder, int settle, struct intake_count *count, struct error *e)
{
    struct spool spool = {.work = work, .folder = folder, .settle = settle, .count = count};
    const char *group, *phone, *stamp;
    int part, next = 0;
    enum err r = ERR_NONE;

    *count = (struct intake_count){0};
    spool.entry_count = scandir(folder, &spool.entries, is_whole, alphasort);
    if (spool.entry_count < 0)
        return errno == ENOENT
                   ? ERR_NONE
                   : error_set(e, ERR_FAILED, NULL, _("The folder %s cannot be read: %s"), folder, strerror(errno));
    for (int i = 0; r == ERR_NONE && i < spool.entry_count; i = next) {
        spool.pool = pool_new();
        next = i + 1;
        if (intake_name(spool.pool, spool.entries[i]->d_name, &group, &phone, &stamp, &part))
            r = take_parts(&spool, i, &next, e);
        else
            r = take_letter(&spool, spool.entries[i]->d_name, e);
        pool_free(&spool.pool);
    }
    for (int i = 0; i < spool.entry_count; i++)
        free(spool.entries[i]);
    free(spool.entries);
    return r;
}

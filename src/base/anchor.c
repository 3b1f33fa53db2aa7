#include "wangge/base/anchor.h"

#include "anchor_line.h"

#include "wangge/base/array.h"
#include "wangge/base/config.h"
#include "wangge/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const kinds[] = {"begin", "seen", "restored"};

void anchor_folder(const struct config *config, char *out, size_t room)
{
    const char *key = config_text(config, CONFIG_HOST_KEY);
    if (config_is_default(config, CONFIG_WITNESS))
        snprintf(out, room, "%.*s/witness", (int)(strrchr(key, '/') - key), key);
    else
        snprintf(out, room, "%s", config_text(config, CONFIG_WITNESS));
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

void anchor_text(const struct anchor *anchor, char out[ANCHOR_LINE])
{
    snprintf(out, ANCHOR_LINE, "%s %" PRId64 " %" PRId64 " %" PRId64 " %s", kinds[anchor->kind], anchor->no, anchor->at,
             anchor->id, anchor->hash);
}

void anchor_seal(const unsigned char key[SECRET_SIZE], const char *before, const char *text, char out[SHA256_TEXT])
{
    char whole[SHA256_TEXT + ANCHOR_LINE];
    uint8_t digest[SHA256_SIZE];
    int n = snprintf(whole, sizeof whole, "%s\n%s", before, text);
    hmac_sha256(key, SECRET_SIZE, whole, (size_t)n, digest);
    hex_text(digest, sizeof digest, out);
}

static bool is_digest(const char *text)
{
    uint8_t digest[SHA256_SIZE];
    return hex_parse(text, digest, sizeof digest);
}

bool anchor_parse(const char *line, struct anchor *out)
{
    char kind[16], again[ANCHOR_LINE], whole[ANCHOR_LINE + SHA256_TEXT];
    if (sscanf(line, "%15s %" SCNd64 " %" SCNd64 " %" SCNd64 " %64s %64s", kind, &out->no, &out->at, &out->id,
               out->hash, out->seal) != 6)
        return false;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kind, kinds[i]) != 0)
            continue;
        out->kind = (enum anchor_kind)i;
        anchor_text(out, again); /* a line that reads alike but is written otherwise is another line */
        snprintf(whole, sizeof whole, "%s %s", again, out->seal);
        return strcmp(line, whole) == 0 && is_digest(out->hash) && is_digest(out->seal);
    }
    return false;
}

void anchor_last_text(int64_t no, const char *seal, char out[ANCHOR_LINE])
{
    snprintf(out, ANCHOR_LINE, "last %" PRId64 " %s", no, seal);
}

bool anchor_last_parse(const char *line, int64_t *no, char seal[SHA256_TEXT], char own[SHA256_TEXT])
{
    return sscanf(line, "last %" SCNd64 " %64s %64s", no, seal, own) == 3 && is_digest(seal) && is_digest(own);
}

/* --- files ------------------------------------------------------------------------------------------------------- */

struct reading {
    const unsigned char *key;
    struct anchors *out;
    struct anchor_end *end;
    char name[32];
    bool begun; /* a line was read: numbers and seals go on from end->line */
};

static void fault(struct reading *r, enum anchors_fault what, int64_t no)
{
    if (r->out->fault != ANCHORS_GOOD)
        return;
    r->out->fault = what;
    r->out->no = no;
    memcpy(r->out->file, r->name, sizeof r->name);
}

/* What was seen above a row that the database was put back to is history. */
static void add_mark(struct anchors *out, const struct anchor *anchor)
{
    if (anchor->kind == ANCHOR_RESTORED) {
        while (out->count > 0 && out->marks[out->count - 1].id > anchor->id)
            out->count--;
        out->restored_at = anchor->at;
        out->restored_id = anchor->id;
    }
    if (out->count == out->room) {
        out->room = out->room ? 2 * out->room : 1024;
        out->marks = mem_resize(out->marks, out->room, sizeof *out->marks);
    }
    struct anchor_mark *mark = &out->marks[out->count++];
    *mark = (struct anchor_mark){.id = anchor->id, .at = anchor->at};
    hex_parse(anchor->hash, mark->hash, sizeof mark->hash);
}

static enum anchors_fault look_at(const struct reading *r, const struct anchor *line, bool first)
{
    const struct anchor *before = &r->end->line;
    char text[ANCHOR_LINE], made[SHA256_TEXT];
    if (first != (line->kind == ANCHOR_BEGIN))
        return ANCHORS_CHANGED;
    if (r->key) {
        anchor_text(line, text);
        anchor_seal(r->key, first ? "" : before->seal, text, made);
        if (strcmp(made, line->seal) != 0)
            return ANCHORS_CHANGED;
    }
    if (r->begun && (line->no != before->no + 1 || (first && strcmp(line->hash, before->seal) != 0)))
        return ANCHORS_MISSING;
    return line->kind == ANCHOR_SEEN && line->id <= r->end->id ? ANCHORS_CHANGED : ANCHORS_GOOD;
}

static void take_line(struct reading *r, const char *text, bool first)
{
    struct anchor line;
    if (!anchor_parse(text, &line)) {
        fault(r, ANCHORS_CHANGED, r->end->line.no + 1);
        return;
    }
    enum anchors_fault what = look_at(r, &line, first);
    if (what != ANCHORS_GOOD)
        fault(r, what, r->begun ? r->end->line.no + 1 : line.no);
    r->out->lines++;
    r->end->line = line;
    if (line.kind == ANCHOR_BEGIN && !r->begun)
        r->end->id = line.id; /* its hash stands in a file that is not read */
    r->begun = true;
    if (line.kind == ANCHOR_BEGIN)
        return;
    r->end->id = line.id;
    memcpy(r->end->hash, line.hash, sizeof line.hash);
    add_mark(r->out, &line);
}

static enum err read_file(struct reading *r, int folder, struct error *e)
{
    char text[ANCHOR_LINE + SHA256_TEXT];
    int fd = openat(folder, r->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (!file)
        return error_set(e, errno == EACCES ? ERR_DENIED : ERR_FAILED, NULL, "The anchors %s cannot be read: %s.",
                         r->name, strerror(errno));
    bool first = true;
    r->end->torn = false;
    while (fgets(text, sizeof text, file)) {
        char *newline = strchr(text, '\n');
        r->end->torn = newline == NULL;
        if (!newline)
            break; /* the power failed while it was written; if not, its number is missed */
        *newline = '\0';
        take_line(r, text, first);
        first = false;
    }
    r->end->size = ftell(file);
    fclose(file);
    return ERR_NONE;
}

static int compare(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The numbers of the files, in order. */
static int *list_files(int folder, size_t *count)
{
    int *numbers = NULL, number = 0, fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    *count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char again[32];
        if (sscanf(entry->d_name, ANCHOR_FILE, &number) != 1)
            continue;
        snprintf(again, sizeof again, ANCHOR_FILE, number);
        if (strcmp(again, entry->d_name) != 0)
            continue;
        numbers = mem_resize(numbers, *count + 1, sizeof *numbers);
        numbers[(*count)++] = number;
    }
    if (dir)
        closedir(dir);
    if (*count > 0)
        qsort(numbers, *count, sizeof *numbers, compare);
    return numbers;
}

/* The file "last", as it is before the files are read: what is added meanwhile is more than it tells. */
struct told_last {
    bool there, good;
    int64_t no;
    char seal[SHA256_TEXT];
};

static struct told_last read_last(int folder, const unsigned char *key)
{
    char text[ANCHOR_LINE + SHA256_TEXT] = "", own[SHA256_TEXT], plain[ANCHOR_LINE], made[SHA256_TEXT];
    struct told_last last = {0};
    int fd = openat(folder, "last", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    last.there = fd >= 0;
    if (n <= 0 || text[n - 1] != '\n')
        return last;
    text[n - 1] = '\0';
    last.good = anchor_last_parse(text, &last.no, last.seal, own);
    if (last.good && key) {
        anchor_last_text(last.no, last.seal, plain);
        anchor_seal(key, "", plain, made);
        last.good = strcmp(made, own) == 0;
    }
    return last;
}

/* Whether what it tells is there. */
static void look_at_last(struct reading *r, const struct told_last *last)
{
    const struct anchor *line = &r->end->line;
    snprintf(r->name, sizeof r->name, "last");
    if (!last->good) {
        fault(r, last->there ? ANCHORS_CHANGED : ANCHORS_CUT, line->no);
        return;
    }
    r->end->last_no = last->no;
    if (last->no > line->no)
        fault(r, ANCHORS_CUT, line->no + 1);
    else if (last->no == line->no && strcmp(last->seal, line->seal) != 0)
        fault(r, ANCHORS_CHANGED, last->no);
}

enum err anchor_read_files(int folder, const unsigned char *key, bool newest_only, struct anchors *out,
                           struct anchor_end *end, struct error *e)
{
    struct reading r = {.key = key, .out = out, .end = end};
    struct told_last last = read_last(folder, key);
    size_t count = 0;
    int *files = list_files(folder, &count);
    enum err result = ERR_NONE;
    for (size_t i = newest_only && count > 0 ? count - 1 : 0; i < count && result == ERR_NONE; i++) {
        end->file = files[i];
        snprintf(r.name, sizeof r.name, ANCHOR_FILE, files[i]);
        result = read_file(&r, folder, e);
    }
    if (result == ERR_NONE && (count > 0 || last.there))
        look_at_last(&r, &last);
    mem_free(files);
    return result;
}

enum err anchors_read(const char *folder, struct anchors *out, struct error *e)
{
    unsigned char key[SECRET_SIZE];
    char path[PATH_MAX];
    struct anchor_end end = {0};
    *out = (struct anchors){0};
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED, NULL, "%s cannot be read: %s.", folder,
                         strerror(errno));
    snprintf(path, sizeof path, "%s/key", folder);
    out->sealed = secret_file_read(path, 0, key, NULL) == ERR_NONE;
    enum err r = anchor_read_files(fd, out->sealed ? key : NULL, false, out, &end, e);
    mem_wipe(key, sizeof key);
    close(fd);
    if (r == ERR_NONE && out->lines == 0 && end.last_no == 0 && out->fault == ANCHORS_GOOD)
        r = error_set(e, ERR_NOT_FOUND, NULL, "Nothing is anchored in %s.", folder);
    return r;
}

void anchors_free(struct anchors *anchors)
{
    mem_free(anchors->marks);
    *anchors = (struct anchors){0};
}

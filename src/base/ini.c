#include "wangge/base/ini.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <iniparser/iniparser.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_FILE (1024 * 1024)
#define LONGEST_LINE 1000

/* The library tells file and line of a bad line through this callback only. */
static char library_message[256];

__attribute__((format(printf, 1, 2))) static int keep_message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(library_message, sizeof(library_message), format, args);
    va_end(args);
    library_message[strcspn(library_message, "\n")] = '\0';
    return n;
}

struct scan {
    struct pool *pool;
    struct ini *ini;
    size_t section_room;
    size_t entry_room; /* of the section being read */
    int line;
    struct error *e;
};

static enum err fault(const struct scan *scan, const char *why)
{
    return error_set(scan->e, ERR_INVALID, NULL, _("%s, line %d: %s"), scan->ini->path, scan->line, why);
}

static enum err add_section(struct scan *scan, const char *name)
{
    struct ini *ini = scan->ini;
    if (*name == '\0' || strchr(name, ':') != NULL)
        return fault(scan, _("a section's name is a word without ':'"));
    for (size_t i = 0; i < ini->count; i++)
        if (strcasecmp(ini->sections[i].name, name) == 0)
            return fault(scan, _("this section stands here a second time"));
    if (ini->count == scan->section_room) {
        size_t room = scan->section_room ? scan->section_room * 2 : 8;
        struct ini_section *more = pool_new_piece(scan->pool, room, sizeof(*more));
        if (ini->count > 0)
            memcpy(more, ini->sections, ini->count * sizeof(*more));
        ini->sections = more;
        scan->section_room = room;
    }
    ini->sections[ini->count++] = (struct ini_section){.name = pool_text(scan->pool, name), .line = scan->line};
    scan->entry_room = 0;
    return ERR_NONE;
}

static enum err add_key(struct scan *scan, const char *key)
{
    if (scan->ini->count == 0)
        return fault(scan, _("a key stands before the first section"));
    struct ini_section *section = &scan->ini->sections[scan->ini->count - 1];
    for (size_t i = 0; i < section->count; i++)
        if (strcasecmp(section->entries[i].key, key) == 0)
            return fault(scan, _("this key stands here a second time"));
    if (section->count == scan->entry_room) {
        size_t room = scan->entry_room ? scan->entry_room * 2 : 8;
        struct ini_entry *more = pool_new_piece(scan->pool, room, sizeof(*more));
        if (section->count > 0)
            memcpy(more, section->entries, section->count * sizeof(*more));
        section->entries = more;
        scan->entry_room = room;
    }
    section->entries[section->count++] = (struct ini_entry){.key = pool_text(scan->pool, key), .line = scan->line};
    return ERR_NONE;
}

/* One line, without its end. */
static enum err scan_line(struct scan *scan, char *line)
{
    size_t n = strlen(line);
    if (n > LONGEST_LINE)
        return fault(scan, _("the line is longer than 1,000 bytes"));
    if (!text_is_valid(line, n))
        return fault(scan, _("the line is not UTF-8"));
    if (n > 0 && line[n - 1] == '\\')
        return fault(scan, _("a line may not end with a backslash"));
    text_trim(line);
    if (*line == '\0' || *line == ';' || *line == '#')
        return ERR_NONE;
    if (*line == '[') {
        char *end = strchr(line, ']');
        if (end == NULL)
            return fault(scan, _("']' is missing"));
        *end = '\0';
        return add_section(scan, text_trim(line + 1));
    }
    char *equals = strchr(line, '=');
    if (equals == NULL || equals == line)
        return fault(scan, _("neither [section] nor key = value"));
    *equals = '\0';
    return add_key(scan, text_trim(line));
}

/* Finds sections, keys and lines; the library does not tell of doubles. */
static enum err scan_file(struct scan *scan, char *text, size_t n)
{
    if (memchr(text, '\0', n) != NULL)
        return error_set(scan->e, ERR_INVALID, NULL, _("%s is not a text file"), scan->ini->path);
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        return error_set(scan->e, ERR_INVALID, NULL,
                         _("%s begins with a byte order mark: save it as UTF-8 without BOM"), scan->ini->path);
    for (char *line = text; line != NULL;) {
        char *next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        line[strcspn(line, "\r")] = '\0';
        scan->line++;
        enum err r = scan_line(scan, line);
        if (r != ERR_NONE)
            return r;
        line = next;
    }
    return ERR_NONE;
}

static enum err read_file(struct pool *pool, const char *path, char **text, size_t *n, struct error *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum err r = error_set(e, ERR_NOT_FOUND, NULL, _("%s cannot be read: %s"), path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return r;
    }
    if (!S_ISREG(st.st_mode) || st.st_size > LARGEST_FILE) {
        close(fd);
        return error_set(e, ERR_INVALID, NULL, _("%s is not a text file of at most 1 MiB"), path);
    }
    *text = pool_new_piece(pool, (size_t)st.st_size + 1, 1);
    ssize_t got = read(fd, *text, (size_t)st.st_size);
    close(fd);
    if (got < 0)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s"), path, strerror(errno));
    *n = (size_t)got;
    (*text)[got] = '\0';
    return ERR_NONE;
}

/* The library unquotes and cuts comments; a value that it does not give back is a fault of the line. */
static enum err take_values(struct scan *scan, dictionary *values)
{
    for (size_t s = 0; s < scan->ini->count; s++) {
        struct ini_section *section = &scan->ini->sections[s];
        for (size_t k = 0; k < section->count; k++) {
            char name[LONGEST_LINE * 2];
            snprintf(name, sizeof(name), "%s:%s", section->name, section->entries[k].key);
            const char *value = iniparser_getstring(values, name, NULL);
            if (value == NULL) {
                scan->line = section->entries[k].line;
                return fault(scan, _("the value cannot be read"));
            }
            section->entries[k].value = pool_text(scan->pool, value);
        }
    }
    return ERR_NONE;
}

enum err ini_load(struct pool *pool, const char *path, struct ini **out, struct error *e)
{
    struct ini *ini = pool_new_piece(pool, 1, sizeof(*ini));
    ini->path = pool_text(pool, path);
    struct scan scan = {.pool = pool, .ini = ini, .e = e};
    char *text = NULL;
    size_t n = 0;
    enum err r = read_file(pool, path, &text, &n, e);
    if (r == ERR_NONE && text != NULL)
        r = scan_file(&scan, text, n);
    if (r != ERR_NONE)
        return r;
    library_message[0] = '\0';
    iniparser_set_error_callback(keep_message);
    dictionary *values = iniparser_load(path);
    if (values == NULL)
        return error_set(e, ERR_INVALID, NULL, "%s",
                         library_message[0] != '\0' ? library_message : _("the file cannot be read"));
    r = take_values(&scan, values);
    iniparser_freedict(values);
    *out = ini;
    return r;
}

const struct ini_section *ini_section(const struct ini *ini, const char *name)
{
    for (size_t i = 0; i < ini->count; i++)
        if (strcasecmp(ini->sections[i].name, name) == 0)
            return &ini->sections[i];
    return NULL;
}

static const struct ini_entry *find(const struct ini_section *section, const char *key)
{
    for (size_t i = 0; section != NULL && i < section->count; i++)
        if (strcasecmp(section->entries[i].key, key) == 0)
            return &section->entries[i];
    return NULL;
}

const char *ini_value(const struct ini_section *section, const char *key)
{
    const struct ini_entry *entry = find(section, key);
    return entry != NULL ? entry->value : NULL;
}

int ini_line(const struct ini_section *section, const char *key)
{
    const struct ini_entry *entry = find(section, key);
    return entry != NULL ? entry->line : 0;
}

#include "layers.h"

#include "wangge/base/i18n.h"
#include "wangge/base/ini.h"
#include "wangge/base/pool.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENDING     ".ini"
#define MOST_BASES 4 /* a base may have a base; a circle of them is found by this */

/* One description that is being put together. */
struct laying {
    struct pool *pool;
    const char *dir, *site;
    struct layered *out;
    int bases;
    struct error *e;
};

enum err layer_fault(const char *path, const char *section, int line, struct error *e, const char *why)
{
    return error_set(e, ERR_INVALID, NULL, _("%s, section [%s], line %d: %s"), path, section, line, why);
}

const struct layer_entry *layer_entry(const struct layer_section *section, const char *key)
{
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->entries[i].key, key) == 0)
            return &section->entries[i];
    return NULL;
}

static int is_description(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name), ending = strlen(ENDING);
    return n > ending && entry->d_name[0] != '.' && strcmp(entry->d_name + n - ending, ENDING) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static enum err add_names(struct pool *pool, const char *dir, const char ***names, size_t *count, struct error *e)
{
    struct dirent **files = NULL;
    int n = scandir(dir, &files, is_description, alphasort);
    if (n < 0)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), dir, strerror(errno));
    const char **all = pool_new_piece(pool, *count + (size_t)n + 1, sizeof *all);
    for (size_t i = 0; i < *count; i++)
        all[i] = (*names)[i];
    for (int i = 0; i < n; i++) {
        const char *name = pool_text_n(pool, files[i]->d_name, strlen(files[i]->d_name) - strlen(ENDING));
        if (!is_among(all, *count, name))
            all[(*count)++] = name;
        free(files[i]);
    }
    free(files);
    *names = all;
    return ERR_NONE;
}

enum err layers_names(struct pool *pool, const char *dir, const char *site, const char ***names, size_t *count,
                      struct error *e)
{
    *names = NULL;
    *count = 0;
    enum err r = add_names(pool, dir, names, count, e);
    if (r == ERR_NONE && site != NULL)
        r = add_names(pool, site, names, count, e);
    if (r == ERR_NONE && *count > 0)
        qsort(*names, *count, sizeof **names, by_name);
    return r;
}

static struct layer_section *section_of(struct layered *out, const char *name)
{
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->sections[i].name, name) == 0)
            return &out->sections[i];
    return NULL;
}

static struct layer_section *add_section(struct laying *l, const char *name)
{
    struct layered *out = l->out;
    if (out->count == out->room) {
        size_t room = out->room == 0 ? 32 : out->room * 2;
        struct layer_section *more = pool_new_piece(l->pool, room, sizeof *more);
        if (out->count > 0)
            memcpy(more, out->sections, out->count * sizeof *more);
        out->sections = more;
        out->room = room;
    }
    out->sections[out->count] = (struct layer_section){.name = name};
    return &out->sections[out->count++];
}

static struct layer_entry *slot(struct laying *l, struct layer_section *section, const char *key)
{
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->entries[i].key, key) == 0)
            return &section->entries[i];
    if (section->count == section->room) {
        size_t room = section->room == 0 ? 16 : section->room * 2;
        struct layer_entry *more = pool_new_piece(l->pool, room, sizeof *more);
        if (section->count > 0)
            memcpy(more, section->entries, section->count * sizeof *more);
        section->entries = more;
        section->room = room;
    }
    return &section->entries[section->count++];
}

/* Lays one file over what is there. A column keeps the type that it was made with. */
static enum err lay_file(struct laying *l, const struct ini *ini)
{
    for (size_t i = 0; i < ini->count; i++) {
        const struct ini_section *from = &ini->sections[i];
        struct layer_section *to = section_of(l->out, from->name);
        if (to == NULL)
            to = add_section(l, from->name);
        to->path = ini->path;
        to->line = from->line;
        for (size_t k = 0; k < from->count; k++) {
            const struct ini_entry *said = &from->entries[k];
            struct layer_entry *entry = slot(l, to, said->key);
            if (strcmp(said->key, "type") == 0 && entry->value != NULL && strcmp(entry->value, said->value) != 0)
                return layer_fault(ini->path, from->name, said->line, l->e,
                                   _("a field keeps its type: hide this one and add another"));
            *entry = (struct layer_entry){said->key, said->value, ini->path, said->line};
        }
    }
    return ERR_NONE;
}

static enum err lay(struct laying *l, const char *path, bool whole);

/* DIR/base/NAME.ini and SITE/base/NAME.ini, of which one is enough. */
static enum err lay_base(struct laying *l, const char *path, const struct ini_section *table)
{
    const char *base = table == NULL ? NULL : ini_value(table, "base");
    const char *const dirs[] = {l->dir, l->site};
    enum err r = ERR_NONE;
    int found = 0;

    if (base == NULL)
        return ERR_NONE;
    if (l->bases++ == MOST_BASES)
        return layer_fault(path, "table", ini_line(table, "base"), l->e, _("bases of bases go too deep"));
    for (int i = 0; r == ERR_NONE && i < 2 && strchr(base, '/') == NULL; i++) {
        const char *file = dirs[i] == NULL ? "" : pool_format(l->pool, "%s/base/%s" ENDING, dirs[i], base);
        if (access(file, F_OK) != 0)
            continue;
        found++;
        r = lay(l, file, false);
    }
    if (r == ERR_NONE && found == 0)
        r = layer_fault(path, "table", ini_line(table, "base"), l->e,
                        pool_format(l->pool, _("there is no base \"%s\""), base));
    return r;
}

/* A file that describes a whole table says first what the table is; over another file it may tell of one field only. */
static enum err lay(struct laying *l, const char *path, bool whole)
{
    struct ini *ini = NULL;
    enum err r = ini_load(l->pool, path, &ini, l->e);
    if (r != ERR_NONE)
        return r;
    if (whole && (ini->count == 0 || strcmp(ini->sections[0].name, "table") != 0))
        return layer_fault(path, ini->count == 0 ? "" : ini->sections[0].name, 1, l->e,
                           _("the first section must be [table]"));
    r = lay_base(l, path, ini_section(ini, "table"));
    return r == ERR_NONE ? lay_file(l, ini) : r;
}

/* Moves section from to the place to, where the ones between close up. */
static void move(struct layered *out, size_t from, size_t to)
{
    struct layer_section moved = out->sections[from];
    if (from < to)
        memmove(&out->sections[from], &out->sections[from + 1], (to - from) * sizeof moved);
    else
        memmove(&out->sections[to + 1], &out->sections[to], (from - to) * sizeof moved);
    out->sections[to] = moved;
}

static const char *said(const struct layer_section *section, const char *key)
{
    const struct layer_entry *entry = layer_entry(section, key);
    return entry == NULL ? "" : entry->value;
}

/* "at = end": behind the fields that do not say so, in the order that they have. */
static enum err move_to_end(struct laying *l)
{
    struct layered *out = l->out;
    for (size_t i = 1, left = out->count - 1; left > 0; left--) {
        const struct layer_entry *at = layer_entry(&out->sections[i], "at");
        if (at == NULL)
            i++;
        else if (strcmp(at->value, "end") == 0)
            move(out, i, out->count - 1);
        else
            return layer_fault(at->path, out->sections[i].name, at->line, l->e, _("the only place is \"at = end\""));
    }
    return ERR_NONE;
}

/* Behind the field that "after" names, and behind those that follow it for the same reason. */
static enum err move_after(struct laying *l, const char *name)
{
    struct layered *out = l->out;
    struct layer_section *section = section_of(out, name);
    const struct layer_entry *after = layer_entry(section, "after");
    if (after == NULL)
        return ERR_NONE;
    struct layer_section *target = section_of(out, after->value);
    if (target == NULL || target == section || target == &out->sections[0])
        return layer_fault(after->path, name, after->line, l->e,
                           pool_format(l->pool, _("there is no other field \"%s\""), after->value));
    size_t from = (size_t)(section - out->sections), to = (size_t)(target - out->sections);
    while (to + 1 < out->count && to + 1 != from && strcmp(said(&out->sections[to + 1], "after"), after->value) == 0)
        to++;
    move(out, from, from > to ? to + 1 : to);
    return ERR_NONE;
}

static enum err order(struct laying *l)
{
    const char **names = pool_new_piece(l->pool, l->out->count, sizeof *names);
    enum err r = move_to_end(l);
    for (size_t i = 0; i < l->out->count; i++)
        names[i] = l->out->sections[i].name;
    for (size_t i = 1; r == ERR_NONE && i < l->out->count; i++)
        r = move_after(l, names[i]);
    return r;
}

enum err layers_read(struct pool *pool, const char *dir, const char *site, const char *name, struct layered *out,
                     struct error *e)
{
    struct laying l = {.pool = pool, .dir = dir, .site = site, .out = out, .e = e};
    const char *shipped = pool_format(pool, "%s/%s" ENDING, dir, name);
    const char *own = site == NULL ? "" : pool_format(pool, "%s/%s" ENDING, site, name);
    bool is_shipped = access(shipped, F_OK) == 0;
    enum err r = ERR_NONE;

    *out = (struct layered){.name = name};
    add_section(&l, "table");
    if (is_shipped || *own == '\0')
        r = lay(&l, shipped, true);
    if (r == ERR_NONE && access(own, F_OK) == 0)
        r = lay(&l, own, !is_shipped);
    return r == ERR_NONE ? order(&l) : r;
}

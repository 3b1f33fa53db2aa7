#include "describe_key.h"

#include "type.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The entry that is being read. */
struct reading {
    struct pool *pool;
    const struct layer_section *section;
    const struct layer_entry *entry;
    struct error *e;
};

__attribute__((format(printf, 2, 3))) static enum err fault(const struct reading *at, const char *format, ...)
{
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return layer_fault(at->entry->path, at->section->name, at->entry->line, at->e, why);
}

enum err key_fault(const struct layer_section *section, const char *key, struct error *e, const char *format, ...)
{
    const struct layer_entry *entry = layer_entry(section, key);
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return layer_fault(entry == NULL ? section->path : entry->path, section->name,
                       entry == NULL ? section->line : entry->line, e, why);
}

enum err section_fault(const struct layer_section *section, struct error *e, const char *format, ...)
{
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return layer_fault(section->path, section->name, section->line, e, why);
}

enum key_kind { KEY_TEXT, KEY_INT, KEY_LONG, KEY_YES_NO, KEY_TYPE };

struct key {
    const char *name;
    enum key_kind kind;
    size_t offset;
    long low, high;
};

#define TABLE_KEY(name, member)                                                                                        \
    {                                                                                                                  \
        name, KEY_TEXT, offsetof(struct table, member), 0, 0                                                           \
    }
#define FIELD_KEY(name, kind, member, low, high)                                                                       \
    {                                                                                                                  \
        name, kind, offsetof(struct field, member), low, high                                                          \
    }
#define ANY_LOW  (-1000000000000000L)
#define ANY_HIGH 1000000000000000L

static const struct key table_keys[] = {
    TABLE_KEY("label.en", label[LANGUAGE_EN]),
    TABLE_KEY("label.zh_CN", label[LANGUAGE_ZH]),
    TABLE_KEY("short.en", short_label[LANGUAGE_EN]),
    TABLE_KEY("short.zh_CN", short_label[LANGUAGE_ZH]),
    TABLE_KEY("help.en", help[LANGUAGE_EN]),
    TABLE_KEY("help.zh_CN", help[LANGUAGE_ZH]),
    TABLE_KEY("board", board),
    TABLE_KEY("right", right),
    TABLE_KEY("owner", owner),
    TABLE_KEY("order", order),
    TABLE_KEY("title", title),
    TABLE_KEY("unique", unique),
    {"position",  KEY_INT,    offsetof(struct table, position),    0, 1000},
    {"sensitive", KEY_YES_NO, offsetof(struct table, sensitive),   0, 0   },
    {"journal",   KEY_YES_NO, offsetof(struct table, journal),     0, 0   },
    {"dated",     KEY_YES_NO, offsetof(struct table, dated),       0, 0   },
    {"endless",   KEY_YES_NO, offsetof(struct table, endless),     0, 0   },
    {"enabled",   KEY_YES_NO, offsetof(struct table, enabled),     0, 0   },
    TABLE_KEY("stored_in", stored_in),
    {"storage",   KEY_YES_NO, offsetof(struct table, own_storage), 0, 0   },
};

static const struct key field_keys[] = {
    FIELD_KEY("type", KEY_TYPE, type, 0, 0),
    FIELD_KEY("label.en", KEY_TEXT, label[LANGUAGE_EN], 0, 0),
    FIELD_KEY("label.zh_CN", KEY_TEXT, label[LANGUAGE_ZH], 0, 0),
    FIELD_KEY("help.en", KEY_TEXT, help[LANGUAGE_EN], 0, 0),
    FIELD_KEY("help.zh_CN", KEY_TEXT, help[LANGUAGE_ZH], 0, 0),
    FIELD_KEY("codes", KEY_TEXT, codes, 0, 0),
    FIELD_KEY("link", KEY_TEXT, link, 0, 0),
    FIELD_KEY("column", KEY_TEXT, column, 0, 0),
    FIELD_KEY("default", KEY_TEXT, def, 0, 0),
    FIELD_KEY("source", KEY_TEXT, source, 0, 0),
    FIELD_KEY("group.en", KEY_TEXT, group[LANGUAGE_EN], 0, 0),
    FIELD_KEY("group.zh_CN", KEY_TEXT, group[LANGUAGE_ZH], 0, 0),
    FIELD_KEY("synonyms", KEY_TEXT, synonyms, 0, 0),
    FIELD_KEY("compute", KEY_TEXT, compute, 0, 0),
    FIELD_KEY("wanted", KEY_TEXT, wanted, 0, 0),
    FIELD_KEY("width", KEY_INT, width, 0, 200),
    FIELD_KEY("length", KEY_INT, length, 1, 100000),
    FIELD_KEY("lines", KEY_INT, lines, 1, 50),
    FIELD_KEY("low", KEY_LONG, low, ANY_LOW, ANY_HIGH),
    FIELD_KEY("high", KEY_LONG, high, ANY_LOW, ANY_HIGH),
    FIELD_KEY("required", KEY_YES_NO, required, 0, 0),
    FIELD_KEY("searched", KEY_YES_NO, searched, 0, 0),
    FIELD_KEY("masked", KEY_YES_NO, masked, 0, 0),
    FIELD_KEY("read_only", KEY_YES_NO, read_only, 0, 0),
    FIELD_KEY("hidden", KEY_YES_NO, hidden, 0, 0),
    FIELD_KEY("key", KEY_YES_NO, key, 0, 0),
    FIELD_KEY("day_end", KEY_YES_NO, day_end, 0, 0),
};

static enum err take_number(const struct reading *at, const struct key *key, const char *text, char *to)
{
    char *end = NULL;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || errno != 0 || n < key->low || n > key->high)
        return fault(at, _("%s is a whole number from %ld to %ld"), key->name, key->low, key->high);
    if (key->kind == KEY_INT)
        *(int *)(void *)to = (int)n;
    else
        *(long *)(void *)to = n;
    return ERR_NONE;
}

/* yes or no; of "storage" the words are own and described. */
static enum err take_yes_no(const struct reading *at, const struct key *key, const char *text, char *to)
{
    bool storage = strcmp(key->name, "storage") == 0;
    const char *yes = storage ? "own" : "yes", *no = storage ? "described" : "no";
    if (strcmp(text, yes) != 0 && strcmp(text, no) != 0)
        return fault(at, _("%s is \"%s\" or \"%s\""), key->name, yes, no);
    *(bool *)(void *)to = strcmp(text, yes) == 0;
    return ERR_NONE;
}

static enum err take_type(const struct reading *at, const char *text, char *to)
{
    for (int t = 0; t < FIELD_TYPE_COUNT; t++)
        if (strcmp(text, type_rows[t].name) == 0) {
            *(enum field_type *)(void *)to = (enum field_type)t;
            return ERR_NONE;
        }
    return fault(at, _("there is no type \"%s\""), text);
}

/* Where a field stands and what its table is laid upon: layers.c has read these. */
static const char *const of_layers[] = {"base", "after", "at"};

static bool is_of_layers(const char *key)
{
    for (size_t i = 0; i < COUNT_OF(of_layers); i++)
        if (strcmp(of_layers[i], key) == 0)
            return true;
    return false;
}

/* One entry of a section into the struct that begins at base. */
static enum err take_entry(const struct reading *at, const struct key *keys, size_t count, char *base)
{
    const char *value = at->entry->value;
    if (is_of_layers(at->entry->key))
        return ERR_NONE;
    for (size_t i = 0; i < count; i++) {
        char *to = base + keys[i].offset;
        if (strcmp(keys[i].name, at->entry->key) != 0)
            continue;
        switch (keys[i].kind) {
        case KEY_TEXT:
            *(const char **)(void *)to = *value == '\0' ? NULL : pool_text(at->pool, value);
            return ERR_NONE;
        case KEY_INT:
        case KEY_LONG:
            return take_number(at, &keys[i], value, to);
        case KEY_YES_NO:
            return take_yes_no(at, &keys[i], value, to);
        case KEY_TYPE:
            return take_type(at, value, to);
        }
    }
    return fault(at, _("there is no key \"%s\" here"), at->entry->key);
}

static enum err take_section(struct pool *pool, const struct layer_section *section, const struct key *keys,
                             size_t count, void *base, struct error *e)
{
    struct reading at = {.pool = pool, .section = section, .e = e};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < section->count; i++) {
        at.entry = &section->entries[i];
        r = take_entry(&at, keys, count, base);
    }
    return r;
}

enum err describe_table_keys(struct pool *pool, const struct layer_section *section, struct table *table,
                             struct error *e)
{
    return take_section(pool, section, table_keys, COUNT_OF(table_keys), table, e);
}

enum err describe_field_keys(struct pool *pool, const struct layer_section *section, struct field *field,
                             struct error *e)
{
    return take_section(pool, section, field_keys, COUNT_OF(field_keys), field, e);
}

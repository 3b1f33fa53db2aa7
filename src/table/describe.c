#include "type.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/ini.h"
#include "wangge/base/pool.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_NAME 40
#define LETTERS      "abcdefghijklmnopqrstuvwxyz"

/* Read once before the first fork, then only read. */
static struct {
    struct pool *pool;
    struct table *tables;
    size_t count;
} loaded;

/* What is being read, for the error. */
struct place {
    const struct ini *ini;
    const struct ini_section *section;
    int line;
    struct error *e;
};

__attribute__((format(printf, 2, 3))) static enum err fault(const struct place *at, const char *format, ...)
{
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return error_set(at->e, ERR_INVALID, NULL, _("%s, section [%s], line %d: %s"), at->ini->path, at->section->name,
                     at->line, why);
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
    TABLE_KEY("help.en", help[LANGUAGE_EN]),
    TABLE_KEY("help.zh_CN", help[LANGUAGE_ZH]),
    TABLE_KEY("board", board),
    TABLE_KEY("right", right),
    TABLE_KEY("order", order),
    TABLE_KEY("title", title),
    TABLE_KEY("unique", unique),
    {"position",  KEY_INT,    offsetof(struct table, position),    0, 1000},
    {"sensitive", KEY_YES_NO, offsetof(struct table, sensitive),   0, 0   },
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
};

static enum err take_number(const struct place *at, const struct key *key, const char *text, char *to)
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
static enum err take_yes_no(const struct place *at, const struct key *key, const char *text, char *to)
{
    bool storage = strcmp(key->name, "storage") == 0;
    const char *yes = storage ? "own" : "yes", *no = storage ? "described" : "no";
    if (strcmp(text, yes) != 0 && strcmp(text, no) != 0)
        return fault(at, _("%s is \"%s\" or \"%s\""), key->name, yes, no);
    *(bool *)(void *)to = strcmp(text, yes) == 0;
    return ERR_NONE;
}

static enum err take_type(const struct place *at, const char *text, char *to)
{
    for (int t = 0; t < FIELD_TYPE_COUNT; t++)
        if (strcmp(text, type_rows[t].name) == 0) {
            *(enum field_type *)(void *)to = (enum field_type)t;
            return ERR_NONE;
        }
    return fault(at, _("there is no type \"%s\""), text);
}

/* One entry of a section into the struct that begins at base. */
static enum err take_entry(struct place *at, const struct key *keys, size_t count, const struct ini_entry *entry,
                           char *base)
{
    at->line = entry->line;
    for (size_t i = 0; i < count; i++) {
        char *to = base + keys[i].offset;
        if (strcmp(keys[i].name, entry->key) != 0)
            continue;
        switch (keys[i].kind) {
        case KEY_TEXT:
            *(const char **)(void *)to = *entry->value == '\0' ? NULL : pool_text(loaded.pool, entry->value);
            return ERR_NONE;
        case KEY_INT:
        case KEY_LONG:
            return take_number(at, &keys[i], entry->value, to);
        case KEY_YES_NO:
            return take_yes_no(at, &keys[i], entry->value, to);
        case KEY_TYPE:
            return take_type(at, entry->value, to);
        }
    }
    return fault(at, _("there is no key \"%s\" here"), entry->key);
}

static enum err take_section(struct place *at, const struct key *keys, size_t count, void *base)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < at->section->count; i++)
        r = take_entry(at, keys, count, &at->section->entries[i], base);
    at->line = at->section->line;
    return r;
}

static bool is_name(const char *text)
{
    size_t n = strlen(text);
    return n > 0 && n <= LONGEST_NAME && strspn(text, LETTERS "0123456789_") == n && strchr(LETTERS, *text) != NULL;
}

static bool has_labels(const char *const label[LANGUAGE_COUNT])
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (label[i] == NULL)
            return false;
    return true;
}

/* What the keys of a field must be to each other. */
static enum err check_field(const struct place *at, const struct table *table, const struct field *f)
{
    bool coded = f->type == FIELD_CODE || f->type == FIELD_CODES;
    const struct field *kept = housekeeping_field(f->name);

    if (!is_name(f->name))
        return fault(at, _("a field's name is made of small letters, digits and _, and has 40 characters or less"));
    if (ini_value(at->section, "type") == NULL)
        return fault(at, _("the type is missing"));
    if (!has_labels(f->label))
        return fault(at, _("label.en and label.zh_CN are both needed"));
    if (coded && f->codes == NULL)
        return fault(at, _("the key \"codes\" must name the code list"));
    if (f->codes != NULL && code_list(f->codes) == NULL)
        return fault(at, _("there is no code list \"%s\""), f->codes);
    if ((f->type == FIELD_LINK) != (f->link != NULL))
        return fault(at, _("the key \"link\" belongs to a field of the type link"));
    if (f->low > f->high)
        return fault(at, _("low is above high"));
    if (f->searched && !type_rows[f->type].words)
        return fault(at, _("a field of the type %s cannot be searched for words"), type_rows[f->type].name);
    if (!table->own_storage && kept != NULL && (kept->read_only || kept->type != f->type))
        return fault(at, _("the field \"%s\" is kept by the program"), f->name);
    return ERR_NONE;
}

/* What follows from the type and the storage when the description does not say it. */
static void complete_field(const struct table *table, struct field *f)
{
    if (f->length == 0)
        f->length = type_rows[f->type].length;
    if (f->lines == 0)
        f->lines = f->type == FIELD_LONG_TEXT ? 4 : 1;
    if (f->column == NULL && table->own_storage)
        f->column = pool_format(loaded.pool, "\"%s\"", f->name);
    else if (f->column == NULL && f->type != FIELD_COMPUTED)
        f->column = pool_format(loaded.pool, "t.\"%s\"", f->name);
}

static enum err read_field(struct place *at, const struct table *table, struct field *f)
{
    f->name = pool_text(loaded.pool, at->section->name);
    enum err r = take_section(at, field_keys, COUNT_OF(field_keys), f);
    if (r == ERR_NONE)
        r = check_field(at, table, f);
    if (r == ERR_NONE)
        complete_field(table, f);
    return r;
}

/* A default must be a value that the field takes. */
static enum err check_default(const struct place *at, const struct field *f)
{
    struct buffer value = {0};
    struct error why = {0};
    enum err r = f->def == NULL ? ERR_NONE : check_value(f, f->def, &value, &why);
    buffer_free(&value);
    return r == ERR_NONE ? r : fault(at, _("the default is no value of the field: %s"), why.text);
}

/* What must be true of the table as a whole. */
static enum err check_table(struct place *at, const struct table *table)
{
    const struct ini *ini = at->ini;
    const struct field *area = table_field(table, "area");
    enum err r = ERR_NONE;

    for (size_t i = 0; r == ERR_NONE && i < table->count; i++) {
        at->section = &ini->sections[i + 1];
        at->line = at->section->line;
        r = check_default(at, &table->fields[i]);
    }
    at->section = &ini->sections[0];
    at->line = at->section->line;
    if (r != ERR_NONE)
        return r;
    if (table->order == NULL || table_field(table, table->order + (*table->order == '-')) == NULL)
        return fault(at, _("the key \"order\" must name a field"));
    if (!table->own_storage && (area == NULL || !area->required))
        return fault(at, _("a field [area], a link to area and required, is needed: rights depend on it"));
    return ERR_NONE;
}

static enum err read_table(const struct ini *ini, struct table *table, struct error *e)
{
    struct ini_section none = {.name = "", .line = 1};
    struct place at = {.ini = ini, .section = ini->count == 0 ? &none : &ini->sections[0], .line = 1, .e = e};

    if (strcmp(at.section->name, "table") != 0)
        return fault(&at, _("the first section must be [table]"));
    enum err r = take_section(&at, table_keys, COUNT_OF(table_keys), table);
    if (table->stored_in == NULL)
        table->stored_in = table->name;
    if (r == ERR_NONE && !has_labels(table->label))
        r = fault(&at, _("label.en and label.zh_CN are both needed"));
    table->fields = pool_new_piece(loaded.pool, ini->count, sizeof *table->fields);
    for (size_t i = 1; r == ERR_NONE && i < ini->count; i++) {
        at.section = &ini->sections[i];
        at.line = at.section->line;
        r = read_field(&at, table, &table->fields[table->count++]);
    }
    return r == ERR_NONE ? check_table(&at, table) : r;
}

static int is_description(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".ini") == 0;
}

static enum err load_file(const char *dir, const char *file, struct table *table, struct error *e)
{
    struct pool *pool = pool_new();
    struct ini *ini = NULL;
    const char *path = pool_format(pool, "%s/%s", dir, file);
    enum err r = ini_load(pool, path, &ini, e);

    table->name = pool_text_n(loaded.pool, file, strlen(file) - strlen(".ini"));
    if (r == ERR_NONE && !is_name(table->name))
        r = error_set(e, ERR_INVALID, NULL,
                      _("%s: a table's name is made of small letters, digits and _, and has 40 characters or less"),
                      path);
    if (r == ERR_NONE)
        r = read_table(ini, table, e);
    pool_free(&pool);
    return r;
}

enum err tables_load(const char *dir, struct error *e)
{
    struct dirent **files = NULL;
    enum err r = ERR_NONE;

    pool_free(&loaded.pool);
    loaded.pool = pool_new();
    loaded.count = 0;
    int n = scandir(dir, &files, is_description, alphasort);
    if (n < 0)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), dir, strerror(errno));
    loaded.tables = pool_new_piece(loaded.pool, (size_t)n + 1, sizeof *loaded.tables);
    for (int i = 0; i < n; i++) {
        if (r == ERR_NONE)
            r = load_file(dir, files[i]->d_name, &loaded.tables[loaded.count++], e);
        free(files[i]);
    }
    free(files);
    if (r != ERR_NONE)
        loaded.count = 0;
    return r;
}

const struct table *table_find(const char *name)
{
    for (size_t i = 0; i < loaded.count; i++)
        if (strcmp(loaded.tables[i].name, name) == 0)
            return &loaded.tables[i];
    return NULL;
}

size_t table_count(void)
{
    return loaded.count;
}

const struct table *table_at(size_t i)
{
    return i < loaded.count ? &loaded.tables[i] : NULL;
}

const struct field *table_field(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return &table->fields[i];
    return NULL;
}

const char *table_label(const struct table *table)
{
    return table->label[i18n_language()];
}

const char *field_label(const struct field *field)
{
    const char *label = field->label[i18n_language()];
    return label == NULL ? field->name : label; /* housekeeping columns have none */
}

const char *field_help(const struct field *field)
{
    const char *help = field->help[i18n_language()];
    return help == NULL ? "" : help;
}

const char *field_type_name(enum field_type type)
{
    return type_rows[type].name;
}

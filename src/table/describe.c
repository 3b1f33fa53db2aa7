#include "completeness.h"
#include "compute.h"
#include "describe_key.h"
#include "layers.h"
#include "stored.h"
#include "title_sql.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_NAME 40
#define LETTERS      "abcdefghijklmnopqrstuvwxyz"

/* Read once before the first fork, then only read. */
static struct {
    struct pool *pool;
    struct table *tables;
    size_t count;
} loaded;

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
static enum err check_field(const struct layer_section *at, const struct table *table, const struct field *f,
                            struct error *e)
{
    bool coded = f->type == FIELD_CODE || f->type == FIELD_CODES;
    const struct field *kept = housekeeping_field(f->name);

    if (!is_name(f->name))
        return section_fault(at, e,
                             _("a field's name is made of small letters, digits and _, and has 40 characters or less"));
    if (layer_entry(at, "type") == NULL)
        return section_fault(at, e, _("the type is missing"));
    if (!has_labels(f->label))
        return section_fault(at, e, _("label.en and label.zh_CN are both needed"));
    if (coded && f->codes == NULL)
        return section_fault(at, e, _("the key \"codes\" must name the code list"));
    if (f->codes != NULL && code_list(f->codes) == NULL)
        return section_fault(at, e, _("there is no code list \"%s\""), f->codes);
    if ((f->type == FIELD_LINK) != (f->link != NULL))
        return section_fault(at, e, _("the key \"link\" belongs to a field of the type link"));
    if (f->low > f->high)
        return section_fault(at, e, _("low is above high"));
    if (f->searched && !type_rows[f->type].words)
        return section_fault(at, e, _("a field of the type %s cannot be searched for words"), type_rows[f->type].name);
    if (!table->own_storage && kept != NULL && (kept->read_only || kept->type != f->type))
        return section_fault(at, e, _("the field \"%s\" is kept by the program"), f->name);
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

static enum err read_field(const struct layer_section *at, const struct table *table, struct field *f, struct error *e)
{
    f->name = pool_text(loaded.pool, at->name);
    enum err r = describe_field_keys(loaded.pool, at, f, e);
    if (r == ERR_NONE)
        r = check_field(at, table, f, e);
    if (r == ERR_NONE)
        complete_field(table, f);
    return r;
}

/* A default must be a value that the field takes. */
static enum err check_default(const struct layer_section *at, const struct field *f, struct error *e)
{
    struct buffer value = {0};
    struct error why = {0};
    enum err r = f->def == NULL ? ERR_NONE : check_value(f, f->def, &value, &why);
    buffer_free(&value);
    return r == ERR_NONE ? r : section_fault(at, e, _("the default is no value of the field: %s"), why.text);
}

/* Every word of the text is a field. */
static enum err check_names(const struct layer_section *at, const struct table *table, const char *key,
                            const char *names, struct error *e)
{
    for (size_t n; names != NULL && *names != '\0'; names += n) {
        names += strspn(names, " ");
        n = strcspn(names, " ");
        const char *name = pool_text_n(loaded.pool, names, n);
        if (n > 0 && table_field(table, name) == NULL)
            return key_fault(at, key, e, _("the key \"%s\" names \"%s\", which is no field"), key, name);
    }
    return ERR_NONE;
}

/* What must be true of the table as a whole. */
static enum err check_table(const struct layered *described, const struct table *table, struct error *e)
{
    const struct layer_section *at = &described->sections[0];
    const struct field *area = table_field(table, "area");
    const struct code_list *boards = code_list("board");
    enum err r = ERR_NONE;

    for (size_t i = 0; r == ERR_NONE && i < table->count; i++)
        r = check_default(&described->sections[i + 1], &table->fields[i], e);
    r = r ? r : check_names(at, table, "title", table->title, e);
    r = r ? r : check_names(at, table, "unique", table->unique, e);
    r = r ? r : check_names(at, table, "owner", table->owner, e);
    if (r == ERR_NONE && !title_is_whole(table))
        r = key_fault(at, "title", e,
                      _("the key \"title\" names one field, or the four of a door: address, building, unit, room"));
    if (r != ERR_NONE)
        return r;
    if (table->order == NULL || table_field(table, table->order + (*table->order == '-')) == NULL)
        return key_fault(at, "order", e, _("the key \"order\" must name a field"));
    if (table->board != NULL && (boards == NULL || !code_is_of(boards, table->board)))
        return key_fault(at, "board", e, _("there is no board \"%s\""), table->board);
    if (!table->own_storage && (area == NULL || !area->required))
        return section_fault(at, e, _("a field [area], a link to area and required, is needed: rights depend on it"));
    return ERR_NONE;
}

static enum err settle_wanted(const struct layered *described, struct table *table, struct error *e)
{
    char why[200];
    size_t at = 0;
    if (completeness_settle(loaded.pool, table, &at, why, sizeof why))
        return ERR_NONE;
    return key_fault(&described->sections[at + 1], "wanted", e, "%s", why);
}

static enum err read_table(const struct layered *described, struct table *table, struct error *e)
{
    const struct layer_section *head = &described->sections[0];
    enum err r = ERR_NONE;

    table->name = pool_text(loaded.pool, described->name);
    if (!is_name(table->name))
        r = error_set(e, ERR_INVALID, NULL,
                      _("%s: a table's name is made of small letters, digits and _, and has 40 characters or less"),
                      head->path);
    table->enabled = true;
    r = r ? r : describe_table_keys(loaded.pool, head, table, e);
    if (table->stored_in == NULL)
        table->stored_in = table->name;
    if (r == ERR_NONE && !has_labels(table->label))
        r = section_fault(head, e, _("label.en and label.zh_CN are both needed"));
    table->fields = pool_new_piece(loaded.pool, described->count, sizeof *table->fields);
    for (size_t i = 1; r == ERR_NONE && i < described->count; i++)
        r = read_field(&described->sections[i], table, &table->fields[table->count++], e);
    if (r == ERR_NONE)
        stored_settle(loaded.pool, table);
    if (r == ERR_NONE)
        r = settle_wanted(described, table, e);
    return r == ERR_NONE ? check_table(described, table, e) : r;
}

/* Fields that are computed may lead to any other table: they are looked at when all tables are there. */
static enum err complete_computed(const struct layered *described, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; i < loaded.count; i++)
        for (size_t k = 0; r == ERR_NONE && k < loaded.tables[i].count; k++) {
            char why[200];
            if (!compute_resolve(loaded.pool, &loaded.tables[i], &loaded.tables[i].fields[k], why, sizeof why))
                r = section_fault(&described[i].sections[k + 1], e, "%s", why);
        }
    return r;
}

static enum err load(struct pool *pool, const char *dir, const char *site, struct error *e)
{
    const char **names = NULL;
    size_t count = 0;
    enum err r = layers_names(pool, dir, site, &names, &count, e);
    struct layered *described = pool_new_piece(pool, count + 1, sizeof *described);

    loaded.tables = pool_new_piece(loaded.pool, count + 1, sizeof *loaded.tables);
    for (size_t i = 0; r == ERR_NONE && i < count; i++) {
        struct table *table = &loaded.tables[loaded.count];
        *table = (struct table){0};
        r = layers_read(pool, dir, site, names[i], &described[loaded.count], e);
        if (r == ERR_NONE)
            r = read_table(&described[loaded.count], table, e);
        loaded.count += table->enabled; /* the next one takes the place of one that is not */
    }
    return r == ERR_NONE ? complete_computed(described, e) : r;
}

enum err tables_load(const char *dir, const char *site, struct error *e)
{
    struct pool *pool = pool_new();

    pool_free(&loaded.pool);
    loaded.pool = pool_new();
    loaded.count = 0;
    enum err r = load(pool, dir, site, e);
    if (r != ERR_NONE)
        loaded.count = 0;
    pool_free(&pool);
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
        if (text_same(table->fields[i].name, name))
            return &table->fields[i];
    return NULL;
}

const struct field *table_title(const struct table *table)
{
    char name[64];
    const char *first = table->title == NULL ? table->order + (*table->order == '-') : table->title;
    size_t n = strcspn(first, " ");
    snprintf(name, sizeof name, "%.*s", (int)n, first);
    return table_field(table, name);
}

const char *table_label(const struct table *table)
{
    return table->label[i18n_language()];
}

const char *table_short_label(const struct table *table)
{
    const char *label = table->short_label[i18n_language()];
    return label == NULL || strcmp(label, "-") == 0 ? table_label(table) : label;
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

const struct field *field_shown(const struct field *field)
{
    while (field->computes == COMPUTE_JOINED)
        field = field->joined;
    return field;
}

enum field_type field_shown_type(const struct field *field)
{
    field = field_shown(field);
    return field->computes == COMPUTE_AGE || field->computes == COMPUTE_MONTHS ? FIELD_INTEGER : field->type;
}

/* What the columns of a file mean for a table, and a row of it. */
#include "import_inside.h"
#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/cell.h"
#include "wangge/table/describe.h"
#include "wangge/table/header.h"
#include "wangge/table/record.h"
#include "wangge/work/link.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ABOVE 10 /* rows that may stand above the header */
#define NO_WORD    (-1)
#define KNOWN      64

enum meaning { MEANS_NOTHING, MEANS_FIELD, MEANS_WORD, MEANS_ID };

struct import_column {
    enum meaning meaning;
    const struct field *field;
    int word;
    struct {
        char name[96];
        int64_t id;
    } known[KNOWN]; /* what names meant that were looked for: a file names a few areas again and again */
};

const struct import_rules *import_rules_of(const struct table *table)
{
    static const struct import_rules *const rules[] = {&import_person, &import_case, &import_user};
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (strcmp(rules[i]->table, table->name) == 0)
            return rules[i];
    return NULL;
}

enum err import_need(struct work *work, const struct table *table, char action[64], struct scope_range *range,
                     struct error *e)
{
    const struct import_rules *rules = import_rules_of(table);
    if (rules == NULL || rules->right == NULL)
        return table_need(work, table, "write", action, range, e);
    text_copy(action, 64, rules->right);
    return right_range(work, rules->right, range, e);
}

static int word_of(const struct import_rules *rules, const char *title)
{
    for (int i = 0; rules != NULL && i < IMPORT_WORDS; i++)
        if (rules->titles[i] != NULL && header_is(title, rules->titles[i]))
            return i;
    return NO_WORD;
}

/* Values that the program makes itself are not taken; who a row of a register is about may be told by name and number.
 */
static bool is_taken(const struct field *field)
{
    if (field->type == FIELD_COMPUTED)
        return strcmp(field->name, "name") == 0 || strcmp(field->name, "citizen_id") == 0;
    return !field->read_only;
}

static struct import_column meaning_of(const struct import_plan *plan, const char *title)
{
    struct import_column c = {.word = word_of(plan->rules, title)};
    if (c.word != NO_WORD)
        c.meaning = MEANS_WORD;
    else if (plan->rules != NULL && plan->rules->put != NULL)
        c.meaning = MEANS_NOTHING; /* its columns are the words */
    else if (strcmp(title, "id") == 0)
        c.meaning = MEANS_ID;
    else if ((c.field = header_field(plan->table, title)) != NULL && is_taken(c.field))
        c.meaning = MEANS_FIELD;
    return c;
}

static bool same_meaning(const struct import_column *a, const struct import_column *b)
{
    return a->meaning == b->meaning && a->meaning != MEANS_NOTHING && a->field == b->field && a->word == b->word;
}

/* How many columns of the row mean something. */
static size_t read_titles(struct import_plan *plan, const struct table_row *row)
{
    size_t known = 0;
    import_plan_free(plan);
    plan->columns = mem_new(row->count, sizeof *plan->columns);
    plan->titles = mem_new(row->count, sizeof *plan->titles);
    plan->count = row->count;
    for (size_t i = 0; i < row->count; i++) {
        plan->titles[i] = mem_text(row->cells[i]);
        plan->columns[i] = meaning_of(plan, text_trim(plan->titles[i]));
        known += plan->columns[i].meaning != MEANS_NOTHING;
    }
    return known;
}

static size_t filled(const struct table_row *row)
{
    size_t n = 0;
    for (size_t i = 0; i < row->count; i++)
        n += *row->cells[i] != '\0';
    return n;
}

/* Of two columns that mean the same the first counts. */
static void tell_passed_over(struct import_plan *plan)
{
    struct buffer names = {0};
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t k = 0; k < i; k++)
            if (same_meaning(&plan->columns[i], &plan->columns[k]))
                plan->columns[i].meaning = MEANS_NOTHING;
        if (plan->columns[i].meaning == MEANS_NOTHING && *plan->titles[i] != '\0')
            buffer_format(&names, "%s%s", names.length > 0 ? ", " : "", plan->titles[i]);
    }
    *plan->told = '\0';
    if (names.length > 0) {
        struct buffer told = {0};
        buffer_format(&told, _("Columns passed over: %s."), buffer_text(&names));
        text_copy(plan->told, sizeof plan->told, buffer_text(&told));
        buffer_free(&told);
    }
    buffer_free(&names);
}

static enum err refuse_unknown(const struct import_plan *plan, struct error *e)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->columns[i].meaning == MEANS_NOTHING && *plan->titles[i] != '\0')
            return error_set(e, ERR_INVALID, plan->titles[i], _("There is no field \"%s\"."), plan->titles[i]);
    return ERR_NONE;
}

/* A table of one column has a header of one title; else two known ones make a header. */
static bool is_header(const struct table_row *row, size_t known)
{
    return known >= 2 || (known == 1 && filled(row) == 1);
}

static enum err no_header(const struct table *table, const char *title, struct error *e)
{
    return error_set(e, ERR_INVALID, title,
                     _("No column of the file is known. Its first row must hold the titles of the columns, such as "
                       "\"%s\"."),
                     field_label(table_title(table)));
}

enum err import_plan(struct import_plan *plan, const struct table *table, struct table_file *file, bool strict,
                     struct table_row *first, bool *has_first, struct error *e)
{
    bool found = false, more = true;
    char title[48] = "";
    enum err r = ERR_NONE;

    *plan = (struct import_plan){.table = table, .rules = import_rules_of(table)};
    for (int i = 0; r == ERR_NONE && more && !found && i < MOST_ABOVE; i++) {
        r = table_file_next(file, first, &more, e);
        if (r == ERR_NONE && more)
            found = is_header(first, read_titles(plan, first));
        if (i == 0 && plan->count > 0)
            text_copy(title, sizeof title, plan->titles[0]);
    }
    if (r == ERR_NONE && !found)
        return no_header(table, title, e);
    if (r == ERR_NONE && strict)
        r = refuse_unknown(plan, e);
    tell_passed_over(plan);
    *has_first = false;
    if (r == ERR_NONE)
        r = table_file_next(file, first, &more, e);
    *has_first = r == ERR_NONE && more && !header_is_comment(first);
    return r;
}

void import_plan_free(struct import_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        mem_free(plan->titles[i]);
    mem_free(plan->titles);
    mem_free(plan->columns);
    plan->titles = NULL;
    plan->columns = NULL;
    plan->count = 0;
}

static bool is_blank(const char *cell)
{
    char *copy = mem_text(cell);
    bool blank = *text_trim(copy) == '\0';
    mem_free(copy);
    return blank;
}

static enum err read_cell(const struct import_plan *plan, size_t i, const struct table_row *cells,
                          struct import_row *out, struct buffer *value, struct error *e)
{
    const struct import_column *c = &plan->columns[i];
    const char *cell = cells->cells[i];
    enum err r = ERR_NONE;
    if (c->meaning == MEANS_WORD) {
        mem_free(out->words[c->word]);
        out->words[c->word] = mem_text(cell);
        text_trim(out->words[c->word]);
    } else if (c->meaning == MEANS_ID) {
        record_set(out->record, "id", cell);
    } else if (c->meaning == MEANS_FIELD) {
        r = cell_value(c->field, cell, cells->lost[i], value, e);
        if (r == ERR_NONE && value->length > 0)
            record_set(out->record, c->field->name, buffer_text(value));
    }
    return r;
}

/* What a cell does not say stays as it is. */
enum err import_row_read(const struct import_plan *plan, const struct table_row *cells, struct import_row *out,
                         struct error *e)
{
    struct buffer value = {0};
    enum err r = ERR_NONE;
    *out = (struct import_row){.line = cells->line, .record = record_new()};
    for (size_t i = 0; r == ERR_NONE && i < cells->count; i++) {
        if (is_blank(cells->cells[i]))
            continue;
        if (i >= plan->count)
            r = error_set(e, ERR_INVALID, NULL, _("The row has more cells than the header."));
        else
            r = read_cell(plan, i, cells, out, &value, e);
    }
    if (plan->rules != NULL && plan->rules->key != NULL && out->words[plan->rules->key_word] != NULL)
        record_set(out->record, plan->rules->key, out->words[plan->rules->key_word]);
    buffer_free(&value);
    return r;
}

void import_row_free(struct import_row *row)
{
    record_free(&row->record);
    for (size_t i = 0; i < IMPORT_WORDS; i++)
        mem_free(row->words[i]);
    *row = (struct import_row){0};
}

static bool is_number(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static enum err find_link(struct work *work, struct import_column *c, const char *text, int64_t *id, struct error *e)
{
    size_t slot = 0;
    for (const char *p = text; *p != '\0'; p++)
        slot = slot * 31 + (unsigned char)*p;
    slot %= KNOWN;
    if (strcmp(c->known[slot].name, text) == 0) {
        *id = c->known[slot].id;
        return ERR_NONE;
    }
    enum err r = link_find(work, c->field->link, text, id, e);
    *c->known[slot].name = '\0';
    if (r == ERR_NONE && strlen(text) < sizeof c->known[slot].name) {
        strcpy(c->known[slot].name, text);
        c->known[slot].id = *id;
    }
    return r;
}

/* The fault is one of the value unless the database is busy or broken. */
static enum err name_field(const struct field *field, enum err r, struct error *e)
{
    struct error why = *e;
    if (r != ERR_NOT_FOUND && r != ERR_INVALID)
        return r;
    return error_set(e, ERR_INVALID, field->name, "%s: %s", field_label(field), why.text);
}

static enum err resolve(struct work *work, const struct import_plan *plan, struct record *record, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < plan->count; i++) {
        const struct field *f = plan->columns[i].field;
        int64_t id = 0;
        if (plan->columns[i].meaning != MEANS_FIELD || f->type != FIELD_LINK)
            continue;
        const char *text = record_get(record, f->name);
        if (*text == '\0' || (is_number(text) && strcmp(f->link, "area") != 0))
            continue;
        r = find_link(work, &plan->columns[i], text, &id, e);
        if (r == ERR_NONE)
            record_set_int(record, f->name, id);
        else
            r = name_field(f, r, e);
    }
    return r;
}

enum err import_row_put(struct work *work, const struct import_plan *plan, const struct import_row *row, bool dry,
                        int *what, struct error *e)
{
    struct import_row copy = *row;
    enum put put = PUT_SAME;
    int64_t id = 0;

    if (plan->rules != NULL && plan->rules->put != NULL)
        return plan->rules->put(work, row, plan->history, dry, what, e);
    copy.record = record_copy(row->record);
    int64_t known = record_int(copy.record, "id");
    record_remove(copy.record, "id");
    enum err r = resolve(work, plan, copy.record, e);
    if (r == ERR_NONE && plan->rules != NULL)
        r = plan->rules->fill(work, &copy, dry, e);
    if (r == ERR_NONE)
        r = table_put(work, plan->table, copy.record, known, dry, &put, &id, e);
    record_free(&copy.record);
    *what = (int)put;
    return r;
}

/* wangge describe: the product's own data about itself, as Markdown; doc/DICTIONARY.md is its output. */
#include "describe.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/config.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/command/command.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/work/right.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CODES_SHOWN 20 /* longer lists are named only */

void describe_cell(const char *text)
{
    printf(" ");
    for (const char *s = text ? text : ""; *s; s++) {
        if (*s == '|') {
            putchar('\\');
        }
        putchar(*s == '\n' ? ' ' : *s);
    }
    printf(" |");
}

void describe_heading(const char *const *names, size_t count)
{
    printf("|");
    for (size_t i = 0; i < count; i++) {
        describe_cell(names[i]);
    }
    printf("\n|");
    for (size_t i = 0; i < count; i++) {
        printf("---|");
    }
    printf("\n");
}

#define HEADING DESCRIBE_HEADING

static void add_word(struct buffer *out, bool yes, const char *word)
{
    if (yes) {
        buffer_add_text(out, out->length ? ", " : "");
        buffer_add_text(out, word);
    }
}

/* What is not plain about a field: "required, masked, at most 20 characters". */
static void field_rules(const struct field *field, struct buffer *out)
{
    char most[40];

    snprintf(most, sizeof most, "at most %d characters", field->length);
    add_word(out, field->required, "required");
    add_word(out, field->wanted != NULL && strcmp(field->wanted, "no") != 0, "counts for completeness");
    add_word(out, field->key, "key");
    add_word(out, field->masked, "masked");
    add_word(out, field->read_only, "read only");
    add_word(out, field->searched, "searched");
    add_word(out, field->type == FIELD_TEXT || field->type == FIELD_LONG_TEXT, most);
}

static void describe_field(const struct field *field)
{
    struct buffer rules = {0};

    field_rules(field, &rules);
    printf("|");
    describe_cell(field->name);
    describe_cell(field_type_name(field->type));
    describe_cell(field->label[LANGUAGE_ZH]);
    describe_cell(field->label[LANGUAGE_EN]);
    describe_cell(field->codes ? field->codes : field->link);
    describe_cell(buffer_text(&rules));
    describe_cell(field->source);
    describe_cell(field->help[LANGUAGE_EN]);
    printf("\n");
    buffer_free(&rules);
}

static void describe_table(const struct table *table)
{
    printf("### %s: %s %s\n\n", table->name, table->label[LANGUAGE_ZH], table->label[LANGUAGE_EN]);
    HEADING("field", "type", "label", "label", "codes or link", "rules", "source", "help");
    for (size_t i = 0; i < table->count; i++) {
        describe_field(&table->fields[i]);
    }
    printf("\n");
}

static enum err describe_tables(struct program *program, struct error *e)
{
    (void)program, (void)e;
    printf("## Tables\n\n");
    for (size_t i = 0; i < table_count(); i++) {
        describe_table(table_at(i));
    }
    return ERR_NONE;
}

static void describe_codes_of(const struct field *field)
{
    const struct code_list *list = code_list(field->codes);

    if (!list) {
        return;
    }
    printf("- **%s**%s%s (%zu):", list->name, list->standard && *list->standard ? ", " : "",
           list->standard ? list->standard : "", list->count);
    for (size_t i = 0; i < list->count && list->count <= CODES_SHOWN; i++) {
        printf(" %s %s", list->codes[i].code, list->codes[i].zh);
    }
    printf("\n");
}

static bool described_before(size_t table, size_t field)
{
    const char *codes = table_at(table)->fields[field].codes;

    for (size_t t = 0; t <= table; t++) {
        for (size_t f = 0; f < (t == table ? field : table_at(t)->count); f++) {
            const char *other = table_at(t)->fields[f].codes;
            if (other && strcmp(other, codes) == 0) {
                return true;
            }
        }
    }
    return false;
}

static enum err describe_codes(struct program *program, struct error *e)
{
    (void)program, (void)e;
    printf("## Code lists\n\nIn `schema/codes/`; with all their codes where they are short.\n\n");
    for (size_t t = 0; t < table_count(); t++) {
        for (size_t f = 0; f < table_at(t)->count; f++) {
            if (table_at(t)->fields[f].codes && !described_before(t, f)) {
                describe_codes_of(&table_at(t)->fields[f]);
            }
        }
    }
    printf("\n");
    return ERR_NONE;
}

/* A csv file as a Markdown table. */
static enum err describe_csv(const char *path, struct error *e)
{
    struct pool *pool = pool_new();
    struct csv *csv;
    enum err r = csv_load(pool, path, &csv, e);

    if (!r) {
        describe_heading(csv->header.cells, csv->header.count);
    }
    for (size_t i = 0; !r && i < csv->count; i++) {
        printf("|");
        for (size_t c = 0; c < csv->header.count; c++) {
            describe_cell(c < csv->rows[i].count ? csv->rows[i].cells[c] : "");
        }
        printf("\n");
    }
    printf("\n");
    pool_free(&pool);
    return r;
}

static enum err describe_scheme(struct program *program, struct error *e)
{
    char path[PATH_ROOM + 16];

    snprintf(path, sizeof path, "%s/scheme.csv", program->etc);
    printf("## Evaluation scheme\n\nThe scheme that a new database begins with, `etc/scheme.csv`.\n\n");
    return describe_csv(path, e);
}

/* What a case and its stages may take, who is told when, and the days that are not as their weekday says. */
static enum err describe_limits(struct program *program, struct error *e)
{
    static const struct {
        const char *file, *text;
    } tables[] = {
        {"limits.csv", "## Limits of cases\n\nThe first row that fits, `etc/limits.csv`. An empty cell fits all; a "
                       "category fits those below it. Hours of the clocks urgent and hours, days of days and "
                       "calendar.\n\n"                                                    },
        {"alarms.csv",
         "## Alarms of cases\n\nWho is told when so many per cent of a limit are used up, `etc/alarms.csv`.\n\n"},
    };
    char path[PATH_ROOM + 16];
    enum err r = ERR_NONE;

    for (size_t i = 0; i < COUNT_OF(tables) && !r; i++) {
        snprintf(path, sizeof path, "%s/%s", program->etc, tables[i].file);
        printf("%s", tables[i].text);
        r = describe_csv(path, e);
    }
    return r;
}

static enum err describe_figures(struct program *program, struct error *e)
{
    char path[PATH_ROOM + 32];

    snprintf(path, sizeof path, "%s/case_figures.csv", program->etc);
    printf("## Figures of cases\n\nWhat statistics of cases count, `etc/case_figures.csv`: of all that were reported "
           "in the "
           "period.\nDrafts, void, merged and refused ones are left out.\n\n");
    return describe_csv(path, e);
}

static enum err describe_rights(struct program *program, struct error *e)
{
    char path[PATH_ROOM + 16];

    snprintf(path, sizeof path, "%s/rights.csv", program->etc);
    printf(
        "## Rights\n\nWhich role may do what on which rows, `etc/rights.csv`. Beside these there are roles of the "
        "place, made by "
        "the security administrator from one of them: each cell narrower, down to its row's `least`, or as wide as its "
        "`grant`; `role list` "
        "and `role show` tell them.\n\n");
    return describe_csv(path, e);
}

static enum err describe_commands(struct program *program, struct error *e)
{
    (void)program, (void)e;
    printf("## Commands\n\nOver ssh, and with `wangge as LOGIN`. TABLE is the name of any information table.\n\n");
    HEADING("command", "right", "what it does");
    command_each(describe_cell);
    printf("\n");
    return ERR_NONE;
}

/* A sentence in lines as mdoc wants them, beginning with a capital letter and ending with a full stop. */
static void sentence(const char *text)
{
    const size_t room = 78;
    char first = text[0];

    putchar('a' <= first && first <= 'z' ? first - 'a' + 'A' : first);
    for (text++; strlen(text) + 1 > room;) {
        size_t n = room;
        while (text[n] != ' ') {
            n--;
        }
        printf("%.*s\n", (int)n, text);
        text += n + 1;
    }
    printf("%s.\n", text);
}

/* The keys of wangge.ini as mdoc, for doc/man/wangge.ini.5. */
static enum err describe_config(struct program *program, struct error *e)
{
    const char *section = "";

    (void)program, (void)e;
    for (size_t i = 0; i < CONFIG_COUNT; i++) {
        const struct config_key *key = &config_keys[i];
        if (strcmp(section, key->section) != 0) {
            printf("%s.Ss Section %s\n.Bl -tag -width Ds\n", *section ? ".El\n" : "", key->section);
            section = key->section;
        }
        printf(".It Ic %s\n", key->key);
        sentence(key->meaning);
        if (key->type == CONFIG_NUMBER || key->type == CONFIG_SECONDS) {
            printf("From %ld to %ld.\n", key->low, key->high);
        }
        printf("Default:\n.Ql %s .\n", key->def);
    }
    printf(".El\n");
    return ERR_NONE;
}

static const struct part {
    const char *name;
    enum err (*print)(struct program *program, struct error *e);
} parts[] = {
    {"tables",   describe_tables  },
    {"codes",    describe_codes   },
    {"limits",   describe_limits  },
    {"scheme",   describe_scheme  },
    {"figures",  describe_figures },
    {"rights",   describe_rights  },
    {"commands", describe_commands},
};

static enum err describe_all(struct program *program, struct error *e)
{
    enum err r = ERR_NONE;

    printf(
        "# Dictionary\n\nWhat the product is made of, as data. Printed by `wangge describe`; `make dictionary` writes "
        "this file.\n\n");
    for (size_t i = 0; i < COUNT_OF(parts) && !r; i++) {
        r = parts[i].print(program, e);
    }
    return r;
}

enum err program_describe(struct program *program, struct error *e)
{
    enum err r = program_words(program, program->count ? 1 : 0, "", e);

    if (r || program->count == 0) {
        return r ? r : describe_all(program, e);
    }
    const char *name = program->words[0];
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (strcmp(parts[i].name, name) == 0) {
            return parts[i].print(program, e);
        }
    }
    if (strcmp(name, "workflow") == 0) {
        return describe_workflow(program, e);
    }
    if (strcmp(name, "config") == 0) {
        return describe_config(program, e);
    }
    if (!table_find(name)) {
        return error_set(e, ERR_NOT_FOUND, NULL, _("There is no table \"%s\"."), name);
    }
    describe_table(table_find(name));
    return ERR_NONE;
}

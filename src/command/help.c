/* The nouns "help" and "version". */
#include "call.h"
#include "output.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"

#include <string.h>

/* The nouns that a row stands for: itself, or every information table that there is. */
static const char *noun_at(const struct command *row, size_t i)
{
    if (strcmp(row->noun, ANY_TABLE) != 0) {
        return i == 0 ? row->noun : NULL;
    }
    for (size_t t = 0; t < table_count(); t++) {
        if (!table_at(t)->own_storage && i-- == 0) {
            return table_at(t)->name;
        }
    }
    return NULL;
}

static const char *words_of(struct call *call, const struct command *row, const char *noun)
{
    return pool_format(call->pool, "%s%s%s%s%s", noun, *row->verb ? " " : "", row->verb, *row->usage ? " " : "",
                       row->usage);
}

typedef void offered_function(struct call *call, const struct command *row, const char *noun, void *to);

/* Calls f for every command that the actor is offered; noun NULL: of every noun. People are told once about the
 * commands that every information table has. */
static size_t each_offered(struct call *call, const char *noun, offered_function *f, void *to)
{
    const struct command *row;
    const char *name;
    size_t count = 0;

    for (size_t i = 0; (row = command_at(i)); i++) {
        for (size_t n = 0; (name = noun_at(row, n)); n++) {
            if ((!noun || strcmp(noun, name) == 0) && command_offered(call->work, row, name)) {
                bool once = !noun && !call->json && strcmp(row->noun, ANY_TABLE) == 0;
                f(call, row, once ? ANY_TABLE : name, to);
                count++;
                if (once) {
                    break;
                }
            }
        }
    }
    return count;
}

static void add_json(struct call *call, const struct command *row, const char *noun, void *to)
{
    (void)call;
    json_array_append_new(to, json_pack("{s:s, s:s, s:s, s:s, s:s?}", "noun", noun, "verb", row->verb, "usage",
                                        row->usage, "help", _(row->help), "example", row->example));
}

static void print_line(struct call *call, const struct command *row, const char *noun, void *to)
{
    struct buffer line = {0};
    const char *words = words_of(call, row, noun);
    const int column = 44;

    (void)to;
    buffer_add_text(&line, "  ");
    if (text_width(words) < column) {
        text_pad(&line, words, column, -1);
    } else {
        buffer_format(&line, "%s\n  %*s", words, column, "");
    }
    print_plain(call, "%s%s\n", buffer_text(&line), _(row->help));
    buffer_free(&line);
}

static void print_example(struct call *call, const struct command *row, const char *noun, void *to)
{
    (void)to;
    (void)noun;
    if (row->example) {
        print_plain(call, "  ssh ... %s\n", row->example);
    }
}

static void print_tables(struct call *call)
{
    print_plain(call, "\n%s", _("TABLE is one of:"));
    for (size_t i = 0; i < table_count(); i++) {
        if (!table_at(i)->own_storage) {
            print_plain(call, " %s (%s)", table_at(i)->name, table_label(table_at(i)));
        }
    }
    fputc('\n', call->io->out);
}

static enum err help_all(struct call *call)
{
    if (call->json) {
        json_t *list = json_array();
        size_t count = each_offered(call, NULL, add_json, list);
        print_json_list(call, list, (int64_t)count);
        return ERR_NONE;
    }
    print_plain(call, "%s\n", _("Examples:"));
    each_offered(call, NULL, print_example, NULL);
    print_plain(call, "\n%s\n", _("What you can do (with --json for programs, --help for more on a command):"));
    each_offered(call, NULL, print_line, NULL);
    print_tables(call);
    return ERR_NONE;
}

static void print_fields(struct call *call, const struct table *table)
{
    enum { N = 4 };
    struct column columns[N] = {
        {.label = _("field")}, {.label = _("type")}, {.label = _("name")}, {.label = _("codes")}};
    const char **cells = pool_new_piece(call->pool, N * table->count + 1, sizeof *cells);

    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        cells[i * N] = field->name;
        cells[i * N + 1] = field_type_name(field->type);
        cells[i * N + 2] = field_label(field);
        cells[i * N + 3] = field->codes ? field->codes : "";
    }
    print_plain(call, "\n%s\n", _("Fields:"));
    print_cells(call, columns, N, cells, table->count);
}

static enum err help_noun(struct call *call, const char *noun, struct error *e)
{
    const struct table *table = table_find(noun);
    json_t *list = call->json ? json_array() : NULL;
    size_t count = each_offered(call, noun, call->json ? add_json : print_line, list);

    if (count == 0) {
        json_decref(list);
        return error_set(e, ERR_NOT_FOUND, NULL, _("There is nothing called \"%s\" that you can do."), noun);
    }
    if (call->json) {
        print_json_list(call, list, (int64_t)count);
    } else if (table) {
        print_fields(call, table);
    }
    return ERR_NONE;
}

static enum err help_command(struct call *call, const struct command *row, const char *noun)
{
    if (call->json) {
        json_t *list = json_array();
        add_json(call, row, noun, list);
        print_json_list(call, list, 1);
        return ERR_NONE;
    }
    print_plain(call, "%s\n  %s\n", words_of(call, row, noun), _(row->help));
    if (row->options) {
        print_plain(call, "%s ", _("Options:"));
        for (const char *s = row->options; *s; s++) {
            fputs(*s == '@' ? _("(every field)") : *s == '!' ? "" : (char[]){*s, '\0'}, call->io->out);
        }
        fputc('\n', call->io->out);
    }
    if (row->example) {
        print_plain(call, "%s ssh ... %s\n", _("Example:"), row->example);
    }
    if (strcmp(row->noun, "case") == 0 && strcmp(row->verb, "do") == 0) {
        case_print_workflow(call);
    }
    return ERR_NONE;
}

static enum err run_help(struct call *call, struct error *e)
{
    char *words[3] = {NULL};
    size_t used = 0;

    for (size_t i = 0; i < call->argument_count; i++) {
        words[i] = pool_text(call->pool, call->arguments[i]);
    }
    if (call->argument_count == 0) {
        return help_all(call);
    }
    const struct command *row = call->argument_count > 1 ? command_find(call->argument_count, words, &used) : NULL;
    return row && command_offered(call->work, row, words[0]) ? help_command(call, row, words[0])
                                                             : help_noun(call, words[0], e);
}

void command_each(void (*print)(const char *cell))
{
    const struct command *row;
    char words[256];

    for (size_t i = 0; (row = command_at(i)); i++) {
        snprintf(words, sizeof words, "`%s%s%s%s%s`", row->noun, *row->verb ? " " : "", row->verb,
                 *row->usage ? " " : "", row->usage);
        printf("|");
        print(words);
        print(row->right ? row->right : "");
        print(_(row->help));
        printf("\n");
    }
}

static enum err run_version(struct call *call, struct error *e)
{
    (void)e;
    if (call->json) {
        print_json(call, json_pack("{s:s, s:s}", "program", "wangge", "version", WANGGE_VERSION));
    } else {
        print_plain(call, "wangge %s\n", WANGGE_VERSION);
    }
    return ERR_NONE;
}

const struct command help_commands[] = {
    {.noun = "help",
     .verb = "",
     .usage = "[NOUN [VERB]]",
     .most = 3,
     .run = run_help,
     .help = N_("this list, or more on a command"),
     .example = "help case"},
    {.noun = "version", .verb = "", .usage = "", .run = run_version, .help = N_("the program's version")},
    {.noun = NULL         },
};

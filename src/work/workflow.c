#include "wangge/work/workflow.h"

#include "case_do.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/limit.h"
#include "wangge/work/right.h"

#include <stdio.h>
#include <string.h>

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct transition *transitions;
static size_t transition_count;

static bool is_state(const char *word)
{
    const struct code_list *states = code_list("case_state");
    for (size_t i = 0; states != NULL && i < states->count; i++)
        if (strcmp(states->codes[i].code, word) == 0)
            return true;
    return false;
}

static bool is_role(const char *word)
{
    const struct code_list *roles = code_list("role");
    for (size_t i = 0; roles != NULL && i < roles->count; i++)
        if (strcmp(roles->codes[i].code, word) == 0)
            return true;
    return false;
}

static bool is_person(const char *word)
{
    return strcmp(word, "author") == 0 || strcmp(word, "handler") == 0;
}

static bool is_whom(const char *word)
{
    return is_person(word) || is_role(word);
}

static bool is_field(const char *word)
{
    const struct table *table = table_find("case");
    return table != NULL && table_field(table, word) != NULL;
}

/* What one transition's cells may hold: each word must pass. */
struct cell_check {
    const char *column;
    bool (*is_good)(const char *word);
    bool empty; /* may be empty */
};

static enum err check_cell(const struct csv *csv, const struct csv_row *row, const struct cell_check *check,
                           struct error *e)
{
    char word[64];
    const char *cell = csv_cell(csv, row, check->column);
    if (cell[0] == '\0' && !check->empty)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: %s is empty", csv->path, row->line, check->column);
    while (word_next(&cell, ' ', word, sizeof word))
        if (!check->is_good(word))
            return error_set(e, ERR_INVALID, NULL, "%s:%d: %s: %s is not known", csv->path, row->line, check->column,
                             word);
    return ERR_NONE;
}

static enum err check_row(const struct csv *csv, const struct csv_row *row, struct error *e)
{
    static const struct cell_check checks[] = {
        {"from",   is_state,             false},
        {"to",     is_state,             false},
        {"right",  right_is_known,       false},
        {"who",    is_person,            true },
        {"turn",   is_whom,              true },
        {"needs",  is_field,             true },
        {"asks",   is_field,             true },
        {"effect", case_effect_is_known, true },
    };
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(checks); i++)
        r = check_cell(csv, row, &checks[i], e);
    const char *when = csv_cell(csv, row, "when"), *letter = csv_cell(csv, row, "letter");
    char field[64];
    if (r == ERR_NONE && word_next(&when, '=', field, sizeof field) && (!is_field(field) || *when != '='))
        r = error_set(e, ERR_INVALID, NULL, "%s:%d: when: FIELD=VALUE,VALUE", csv->path, row->line);
    if (r == ERR_NONE && (letter[0] < 'a' || letter[0] > 'z' || letter[1] != '\0'))
        r = error_set(e, ERR_INVALID, NULL, "%s:%d: letter: one of a to z", csv->path, row->line);
    return r;
}

/* In one state a letter means one command. */
static enum err check_letters(const char *path, struct error *e)
{
    char state[64];
    for (size_t i = 0; i < transition_count; i++)
        for (const char *from = transitions[i].from; word_next(&from, ' ', state, sizeof state);)
            for (size_t k = 0; k < i; k++)
                if (transitions[k].letter == transitions[i].letter && workflow_leads_from(&transitions[k], state) &&
                    strcmp(transitions[k].command, transitions[i].command) != 0)
                    return error_set(e, ERR_INVALID, NULL, "%s: in the state %s the letter %c is both %s and %s", path,
                                     state, transitions[i].letter, transitions[k].command, transitions[i].command);
    return ERR_NONE;
}

static void read_row(const struct csv *csv, const struct csv_row *row, struct transition *out)
{
    *out = (struct transition){
        .command = csv_cell(csv, row, "command"),
        .letter = csv_cell(csv, row, "letter")[0],
        .from = csv_cell(csv, row, "from"),
        .to = csv_cell(csv, row, "to"),
        .right = csv_cell(csv, row, "right"),
        .who = csv_cell(csv, row, "who"),
        .turn = csv_cell(csv, row, "turn"),
        .when = csv_cell(csv, row, "when"),
        .needs = csv_cell(csv, row, "needs"),
        .asks = csv_cell(csv, row, "asks"),
        .effect = csv_cell(csv, row, "effect"),
        .label = {[LANGUAGE_EN] = csv_cell(csv, row, "en"),      [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")  },
        .help = {[LANGUAGE_EN] = csv_cell(csv, row, "help_en"), [LANGUAGE_ZH] = csv_cell(csv, row, "help_zh")},
    };
}

enum err workflow_load(const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;

    pool_free(&pool);
    pool = pool_new();
    transition_count = 0;
    snprintf(path, sizeof path, "%s/workflow.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    transitions = pool_new_piece(pool, csv->count + 1, sizeof *transitions);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        r = check_row(csv, &csv->rows[i], e);
        read_row(csv, &csv->rows[i], &transitions[i]);
    }
    transition_count = csv->count;
    if (r == ERR_NONE)
        r = check_letters(path, e);
    return r == ERR_NONE ? limits_load(etc_dir, e) : r;
}

size_t workflow_count(void)
{
    return transition_count;
}

const struct transition *workflow_at(size_t i)
{
    return &transitions[i];
}

bool workflow_leads_from(const struct transition *transition, const char *state)
{
    return word_in(transition->from, ' ', state);
}

const struct transition *workflow_find(const char *command, const char *state)
{
    for (size_t i = 0; i < transition_count; i++)
        if (strcmp(transitions[i].command, command) == 0 && workflow_leads_from(&transitions[i], state))
            return &transitions[i];
    return NULL;
}

static bool holds(const char *when, const struct record *given)
{
    char field[64], value[64];
    return !word_next(&when, '=', field, sizeof field) ||
           (word_next(&when, '=', value, sizeof value) && word_in(value, ',', record_get(given, field)));
}

const struct transition *workflow_choose(const char *command, const char *state, const struct record *given)
{
    for (size_t i = 0; i < transition_count; i++)
        if (strcmp(transitions[i].command, command) == 0 && workflow_leads_from(&transitions[i], state) &&
            holds(transitions[i].when, given))
            return &transitions[i];
    return workflow_find(command, state);
}

bool workflow_has_command(const char *command)
{
    for (size_t i = 0; i < transition_count; i++)
        if (strcmp(transitions[i].command, command) == 0)
            return true;
    return false;
}

const char *workflow_label(const struct transition *transition)
{
    return transition->label[i18n_language()];
}

const char *workflow_help(const struct transition *transition)
{
    return transition->help[i18n_language()];
}

const char *workflow_command_label(const char *command)
{
    for (size_t i = 0; i < transition_count; i++)
        if (strcmp(transitions[i].command, command) == 0)
            return workflow_label(&transitions[i]);
    return command;
}

void workflow_turns(const char *whom, struct buffer *out)
{
    for (size_t i = 0; i < transition_count; i++)
        if (word_in(transitions[i].turn, ' ', whom))
            buffer_format(out, " %s", transitions[i].from);
    buffer_add_text(out, " ");
}

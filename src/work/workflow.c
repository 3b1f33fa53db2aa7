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

/* Levels of the list case_level, from below, and the role that acts on each. */
static const char *const levels[] = {"grid", "station", "street", "district"};
static const char *const level_roles[] = {"grid_leader", "station", "street", "district"};
/* Leaders act on the level of the office that they lead, where their rights let them. */
static const struct {
    const char *role;
    int level;
} leaders[] = {
    {"street_leader", 2},
    {"secretary",     3},
};

static bool is_target(const char *word)
{
    return is_state(word) || word_in("same back asked", ' ', word);
}

static bool is_right(const char *word)
{
    return strcmp(word, "asked") == 0 || right_is_known(word);
}

static bool is_person(const char *word)
{
    return word_in("author handler assistant approver", ' ', word);
}

static bool is_level(const char *word)
{
    return strcmp(word, "holder") == 0;
}

static bool is_waited_for(const char *word)
{
    return is_role(word) || word_in("level author handler approver", ' ', word);
}

static bool is_told(const char *word)
{
    return is_role(word) || word_in("author handler assist level supervisor reporter", ' ', word);
}

static bool is_clock(const char *word)
{
    const struct code_list *stages = code_list("case_stage");
    return word_in("pause go_on end", ' ', word) || (stages != NULL && code_is_of(stages, word));
}

static bool is_field(const char *word)
{
    const struct table *table = table_find("case_step");
    return table != NULL && table_field(table, word) != NULL;
}

/* "a" or "a|b": each must be a field. */
static bool is_choice(const char *word)
{
    char name[64];
    bool good = *word != '\0';
    while (good && word_next(&word, '|', name, sizeof name))
        good = is_field(name);
    return good;
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
        {"from",     is_state,             false},
        {"to",       is_target,            false},
        {"right",    is_right,             false},
        {"who",      is_person,            true },
        {"level",    is_level,             true },
        {"if",       case_fact_is_known,   true },
        {"turn",     is_waited_for,        true },
        {"needs",    is_choice,            true },
        {"asks",     is_field,             true },
        {"effect",   case_effect_is_known, true },
        {"clock",    is_clock,             true },
        {"tells",    is_told,              true },
        {"approval", right_is_known,       true },
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

/* Does some row of the command lead from one of the states that this row leads to? */
static bool leads_on(const struct transition *t, const char *command)
{
    bool stays = strcmp(t->to, "same") == 0;
    char state[64];
    for (size_t i = 0; i < transition_count; i++)
        for (const char *to = stays ? t->from : t->to;
             strcmp(transitions[i].command, command) == 0 && word_next(&to, ' ', state, sizeof state);)
            if (workflow_leads_from(&transitions[i], state))
                return true;
    return false;
}

/* What is taken back can be: the command that undoes a row is there where the row leads to. */
static enum err check_undo(const char *path, struct error *e)
{
    for (size_t i = 0; i < transition_count; i++)
        if (transitions[i].undo[0] != '\0' && !leads_on(&transitions[i], transitions[i].undo))
            return error_set(e, ERR_INVALID, NULL, "%s: undo: %s does not lead back from where %s leads to", path,
                             transitions[i].undo, transitions[i].command);
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
        .level = csv_cell(csv, row, "level"),
        .needed = csv_cell(csv, row, "if"),
        .turn = csv_cell(csv, row, "turn"),
        .when = csv_cell(csv, row, "when"),
        .needs = csv_cell(csv, row, "needs"),
        .asks = csv_cell(csv, row, "asks"),
        .effect = csv_cell(csv, row, "effect"),
        .clock = csv_cell(csv, row, "clock"),
        .tells = csv_cell(csv, row, "tells"),
        .approval = csv_cell(csv, row, "approval"),
        .undo = csv_cell(csv, row, "undo"),
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
    if (r == ERR_NONE)
        r = check_undo(path, e);
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

bool workflow_when(const struct transition *transition, const struct record *given)
{
    const char *when = transition->when;
    char field[64], value[64];
    return !word_next(&when, '=', field, sizeof field) ||
           (word_next(&when, '=', value, sizeof value) && word_in(value, ',', record_get(given, field)));
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
    return code_text("case_note", command);
}

int workflow_level_of_role(const char *role)
{
    for (size_t i = 0; i < COUNT_OF(level_roles); i++)
        if (strcmp(level_roles[i], role) == 0)
            return (int)i;
    for (size_t i = 0; i < COUNT_OF(leaders); i++)
        if (strcmp(leaders[i].role, role) == 0)
            return leaders[i].level;
    return -1;
}

int workflow_level(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        if (strcmp(levels[i], name) == 0)
            return (int)i;
    return -1;
}

const char *workflow_level_name(int level)
{
    return level < 0 || (size_t)level >= COUNT_OF(levels) ? "" : levels[level];
}

const char *workflow_level_role(int level)
{
    return level < 0 || (size_t)level >= COUNT_OF(level_roles) ? "" : level_roles[level];
}

/* Where the command that asked may lead when it is approved. */
static bool is_approved_way(const char *from, const char *to)
{
    for (size_t i = 0; i < transition_count; i++)
        if (transitions[i].approval[0] != '\0' && workflow_leads_from(&transitions[i], from) &&
            strcmp(strcmp(transitions[i].to, "same") == 0 ? from : transitions[i].to, to) == 0)
            return true;
    return false;
}

/* Some row leads from there to here: what a step back may undo. */
static bool is_way_back(const char *from, const char *to)
{
    for (size_t i = 0; i < transition_count; i++)
        if (workflow_leads_from(&transitions[i], to) && strcmp(transitions[i].to, from) == 0)
            return true;
    return is_approved_way(to, from);
}

bool workflow_has_way(const char *command, const char *from, const char *to)
{
    for (size_t i = 0; i < transition_count; i++) {
        const struct transition *t = &transitions[i];
        bool stays = strcmp(t->to, "same") == 0 || (t->approval[0] != '\0' && strcmp(from, to) == 0);
        if (strcmp(t->command, command) != 0 || !workflow_leads_from(t, from))
            continue;
        if (strcmp(t->to, "back") == 0    ? is_way_back(from, to)
            : strcmp(t->to, "asked") == 0 ? is_approved_way(from, to)
            : stays                       ? strcmp(from, to) == 0
                                          : strcmp(t->to, to) == 0)
            return true;
    }
    const struct code_list *notes = code_list("case_note");
    bool ends = strcmp(command, "imported") == 0; /* with its whole history: it was closed elsewhere */
    return notes != NULL && code_is_of(notes, command) && (ends || strcmp(from, to) == 0);
}

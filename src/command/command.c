/* Finding and running a command. */
#include "wangge/command/command.h"

#include "call.h"
#include "output.h"

#include "wangge/base/array.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/work/audit.h"
#include "wangge/work/deputy.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

static const struct command *const nouns[] = {
    visit_commands,
    due_commands,
    visit_review_commands,
    case_command_rows,
    case_report_commands,
    wall_commands,
    evaluation_commands,
    move_commands,
    find_commands,
    table_commands,
    table_history_commands,
    export_commands,
    print_commands,
    user_commands,
    user_many_commands,
    role_commands,
    post_commands,
    second_commands,
    evaluation_flow_commands,
    evaluation_report_commands,
    scheme_commands,
    deputy_commands,
    inbox_commands,
    notice_commands,
    import_commands,
    job_commands,
    area_commands,
    area_change_commands,
    code_commands,
    setting_commands,
    config_commands,
    backup_commands,
    health_commands,
    limit_commands,
    draft_commands,
    who_commands,
    session_commands,
    audit_commands,
    message_commands,
    spot_check_commands,
    return_visit_commands,
    sweep_commands,
    drill_commands,
    retention_commands,
    erasure_commands,
    help_commands,
};

const struct command *command_at(size_t i)
{
    for (size_t n = 0; n < COUNT_OF(nouns); n++) {
        for (const struct command *row = nouns[n]; row->noun; row++) {
            if (i-- == 0) {
                return row;
            }
        }
    }
    return NULL;
}

/* Is noun the name of an information table that the table commands serve? */
static bool is_information_table(const char *noun)
{
    const struct table *table = table_find(noun);
    return table && !table->own_storage;
}

static bool noun_matches(const struct command *row, const char *noun)
{
    return strcmp(row->noun, noun) == 0 || (strcmp(row->noun, ANY_TABLE) == 0 && is_information_table(noun));
}

/* How many of the words after the noun are the verb; 0 when they are another verb, or none where one is needed. */
static bool verb_matches(const char *verb, size_t count, char **words, size_t *used)
{
    char said[64];

    *used = 0;
    if (!*verb) {
        return true;
    }
    if (count >= 1 && strcmp(words[0], verb) == 0) {
        *used = 1;
        return true;
    }
    if (count >= 2 && strchr(verb, ' ')) {
        snprintf(said, sizeof said, "%s %s", words[0], words[1]);
        *used = 2;
        return strcmp(said, verb) == 0;
    }
    return false;
}

/* Of "appeal" and "appeal withdraw" the longer one. */
const struct command *command_find(size_t count, char **words, size_t *used)
{
    const struct command *row, *found = NULL;
    size_t n;

    *used = 0;
    for (size_t i = 0; count > 0 && (row = command_at(i)); i++) {
        if (noun_matches(row, words[0]) && verb_matches(row->verb, count - 1, words + 1, &n) &&
            (!found || n + 1 > *used)) {
            found = row;
            *used = n + 1;
        }
    }
    return found;
}

bool command_is_known(const char *noun, const char *verb)
{
    const struct command *row;
    for (size_t i = 0; (row = command_at(i)); i++) {
        if (strcmp(row->noun, noun) == 0 && strcmp(row->verb, verb) == 0) {
            return true;
        }
    }
    return false;
}

bool command_offered(const struct work *work, const struct command *command, const char *noun)
{
    char action[64];
    bool offered = !command->right;

    for (const char *right = command->right; !offered && right && *right; right += strspn(right, " ")) {
        size_t length = strcspn(right, " ");
        bool any = strncmp(right, ANY_TABLE, strlen(ANY_TABLE)) == 0;
        const char *rest = any ? strchr(right, '.') : right;
        snprintf(action, sizeof action, "%s%.*s", any ? noun : "", (int)(right + length - rest), rest);
        offered = right_is_known(action) && right_scope(work, action) != SCOPE_NONE;
        right += length;
    }
    return offered;
}

/* The field that the word of a command gives a value to: "text" of "--text=...". */
static const char *field_of_word(const char *word, char out[48])
{
    size_t n = strcspn(word, "=");

    out[0] = '\0';
    if (strncmp(word, "--", 2) == 0 && word[n] == '=' && n < 48 && text_is_plain(word, n)) {
        snprintf(out, 48, "%.*s", (int)(n - 2), word + 2);
    }
    return out;
}

static enum err check_words(size_t count, char **words, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        if (!text_is_valid(words[i], strlen(words[i]))) {
            return error_set(e, ERR_USAGE, NULL, _("Word %zu of the command is not UTF-8 text."), i + 1);
        }
        if (!text_is_plain(words[i], strlen(words[i]))) {
            char field[48];
            return error_set(
                e, ERR_INVALID, field_of_word(words[i], field),
                _("Word %zu of the command holds a character that cannot be shown; delete it and type it again."),
                i + 1);
        }
    }
    return ERR_NONE;
}

static bool noun_is_known(const char *noun)
{
    const struct command *row;

    for (size_t i = 0; (row = command_at(i)); i++) {
        if (noun_matches(row, noun)) {
            return true;
        }
    }
    return false;
}

static enum err unknown(size_t count, char **words, struct error *e)
{
    if (count == 0) {
        return error_set(e, ERR_USAGE, NULL, _("No command is given. See: help"));
    }
    if (!noun_is_known(words[0])) {
        return error_set(e, ERR_USAGE, NULL, _("There is no command \"%s\". See: help"), words[0]);
    }
    if (count == 1) {
        return error_set(e, ERR_USAGE, NULL, _("What about \"%s\"? See: help %s"), words[0], words[0]);
    }
    return error_set(e, ERR_USAGE, NULL, _("There is no command \"%s %s\". See: help %s"), words[0], words[1],
                     words[0]);
}

/* --json counts even where the rest of the words is in error: the error is then JSON, too. */
static bool wants_json(size_t count, char **words)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], "--json") == 0) {
            return true;
        }
    }
    return false;
}

static enum err run_help(struct call *call, struct error *e)
{
    char *words[] = {pool_text(call->pool, "help"), pool_text(call->pool, call->noun),
                     pool_text(call->pool, call->command->verb)};
    size_t used;
    struct call help = {.work = call->work, .io = call->io, .pool = call->pool, .json = call->json, .noun = "help"};

    help.command = command_find(1, words, &used);
    enum err r = call_parse(&help, *words[2] ? 2 : 1, words + 1, e);
    return r ? r : help.command->run(&help, e);
}

static enum err act_for(struct call *call, const char *login, struct error *e)
{
    return deputy_act(call->work, login, e);
}

/* Of several posts this one, for this command. */
static enum err work_in(struct call *call, const char *text, struct error *e)
{
    int64_t id = strtoll(text, NULL, 10);
    return post_take(call->work, id, false, e);
}

/* Words that hold for every command, wherever they stand: in whose place (work/deputy.h), in which of several posts
 * (work/post.h). */
static const struct {
    const char *option;
    enum err (*take)(struct call *call, const char *value, struct error *e);
} places[] = {
    {"--as=",   act_for},
    {"--post=", work_in},
};

static enum err take_place(struct call *call, size_t *count, char **words, struct error *e)
{
    enum err r = ERR_NONE;
    size_t kept = 0;

    for (size_t i = 0; i < *count; i++) {
        const char *value = NULL;
        for (size_t p = 0; p < COUNT_OF(places); p++) {
            size_t n = strlen(places[p].option);
            if (strncmp(words[i], places[p].option, n) == 0) {
                value = words[i] + n;
                r = r ? r : places[p].take(call, value, e);
            }
        }
        if (!value) {
            words[kept++] = words[i];
        }
    }
    *count = kept;
    return r;
}

/* Commands that leave no row in the audit, and why. */
static const struct {
    const char *noun, *verb, *why;
} unaudited[] = {
    {"help",    "",       "tells of the program, not of the place"                                             },
    {"version", "",       "tells of the program, not of the place"                                             },
    {"audit",   "verify", "writes a row of its own; on the server none, since what it looks at may be evidence"},
};

const char *command_unaudited(const struct command *command)
{
    for (size_t i = 0; i < COUNT_OF(unaudited); i++) {
        if (strcmp(command->noun, unaudited[i].noun) == 0 && strcmp(command->verb, unaudited[i].verb) == 0) {
            return unaudited[i].why;
        }
    }
    return NULL;
}

/* What is written of a command is its noun and verb: what stands behind them may tell of people. */
static enum err tell_audit(struct call *call, enum err failed, struct error *e)
{
    const struct command *command = call->command;

    if (call->help || (command && command_unaudited(command))) {
        return ERR_NONE;
    }
    return audit_command(call->work, command ? call->noun : "", command ? command->verb : "unknown", failed, e);
}

static enum err parse(struct call *call, size_t count, char **words, struct error *e)
{
    size_t used = 0;

    call->command = command_find(count, words, &used);
    if (!call->command) {
        return unknown(count, words, e);
    }
    call->noun = words[0];
    call->table = table_find(words[0]);
    return call_parse(call, count - used, words + used, e);
}

/* The audit knows of a command before it does anything: whoever goes away in the middle was there. */
static enum err run(struct call *call, size_t count, char **words, struct error *e)
{
    enum err r = check_words(count, words, e);

    r = r ? r : take_place(call, &count, words, e);
    r = r ? r : parse(call, count, words, e);
    if (!r) {
        r = tell_audit(call, ERR_NONE, e);
        r = r ? r : call->help ? run_help(call, e) : call->command->run(call, e);
    }
    if (r) {
        tell_audit(call, r, NULL); /* the user hears of r, not of this */
    }
    return r;
}

int command_run(struct work *work, const struct command_io *io, size_t count, char **words)
{
    struct error e = {0};
    struct call call = {.work = work, .io = io, .pool = pool_new()};
    enum err r = run(&call, count, words, &e);

    if (r) {
        print_fault(io, wants_json(count, words), &e);
    }
    pool_free(&call.pool);
    if (fflush(io->out) != 0 && !r) {
        return error_exit_status(ERR_FAILED);
    }
    fflush(io->err);
    return error_exit_status(r);
}

int command_run_line(struct work *work, const struct command_io *io, const char *line)
{
    struct error e = {0};
    struct pool *pool = pool_new();
    char **words;
    size_t count;
    enum err r = words_split(pool, line, &words, &count, &e);
    int status = error_exit_status(r);

    if (r) {
        print_fault(io, strstr(line, "--json") != NULL, &e);
    } else {
        status = command_run(work, io, count, words);
    }
    pool_free(&pool);
    return status;
}

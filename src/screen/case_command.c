/* What can be done with a case now: the menu of its commands, and the form of one, which asks only what it needs.
 * Several cases take one command at once; those that cannot are told with the reason. */
#include "desk.h"
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

#define COMMANDS_MOST 32
#define ASKED_MOST    12
#define COLLEAGUES    200

struct case_command_form {
    struct desk desk; /* of the first case */
    const int64_t *ids;
    size_t count;
    const struct transition *transition;
    struct table table; /* the fields that the transition asks */
    struct field fields[ASKED_MOST];
    char form[48];
    char no[32];
    char from[32]; /* the state that it leads from */
};

/* Adds the fields named in words (separated by blanks), as the case describes them; its text here is a remark. */
static void ask(struct case_command_form *form, const char *words, bool required)
{
    const struct table *described = table_find("case");
    char name[48];
    for (size_t n; *words; words += n) {
        words += strspn(words, " ");
        n = strcspn(words, " ");
        if (n == 0 || n >= sizeof name || form->table.count == ASKED_MOST)
            continue;
        memcpy(name, words, n);
        name[n] = '\0';
        const struct field *field = table_field(described, name);
        if (!field)
            continue;
        struct field *asked = &form->fields[form->table.count++];
        *asked = *field;
        asked->required = required;
        asked->read_only = asked->hidden = false;
        if (strcmp(name, "text") == 0)
            asked->label[i18n_language()] = _("Remark");
    }
}

static void add_refusal(struct case_command_form *form, int64_t id, const struct error *why, struct buffer *refused)
{
    struct record *record = record_new();
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    bool known = case_read(form->desk.work, key, record, NULL) == ERR_NONE;
    buffer_format(refused, "%s  %s\n", known ? record_get(record, "no") : key, why->text);
    record_free(&record);
}

/* One case: its error is the caller's. Several: done as far as it goes, and what was refused is told case by case. */
static enum err do_all(struct case_command_form *form, const struct record *given, struct error *e)
{
    const char *command = form->transition->command;
    struct buffer refused = {0};
    size_t done = 0;
    if (form->count == 1)
        return case_do(form->desk.work, form->ids[0], command, given, e);
    for (size_t i = 0; i < form->count; i++) {
        struct error why = {0};
        if (case_do(form->desk.work, form->ids[i], command, given, &why) == ERR_NONE)
            done++;
        else
            add_refusal(form, form->ids[i], &why, &refused);
    }
    if (refused.length)
        ui_message(form->desk.ui, workflow_label(form->transition), _("Done with %zu of %zu. Not with:\n%s"), done,
                   form->count, buffer_text(&refused));
    buffer_free(&refused);
    return ERR_NONE;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *ui_form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct case_command_form *form = to;
    enum err err = check_record(&form->table, record, on_fault, ui_form, e);
    return err == ERR_NONE ? do_all(form, record, e) : err;
}

/* What it is about: the case, or how many. */
static const char *subject(const struct case_command_form *form, struct pool *pool)
{
    return form->count == 1 ? pool_format(pool, "%s %s", form->no, form->desk.title)
                            : pool_format(pool, _("%zu cases"), form->count);
}

/* In words, before it is done: from which state to which. */
static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct case_command_form *form = to;
    const struct transition *way = case_preview(form->desk.work, form->ids[0], form->transition->command, record);
    *count = 0;
    if (most < 2)
        return;
    lines[(*count)++] = subject(form, pool);
    lines[(*count)++] = pool_format(pool, _("%s: it will then be \"%s\""), workflow_label(form->transition),
                                    code_text("case_state", way ? way->to : form->transition->to));
    const char *help = workflow_help(form->transition);
    if (*help && *count < most)
        lines[(*count)++] = help;
}

static bool may_handle(const char *role)
{
    int count;
    const struct right *rights = rights_all(&count);
    for (int i = 0; i < count; i++)
        if (strcmp(rights[i].role, role) == 0 && strcmp(rights[i].action, "case.handle") == 0)
            return rights[i].scope != SCOPE_NONE;
    return false;
}

/* A case is handed to somebody who may handle cases. */
static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct case_command_form *form = to;
    struct rows people;
    if (strcmp(field->name, "handler") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    if (user_search(form->desk.work, pool, typed, NULL, COLLEAGUES, &people, NULL) != ERR_NONE)
        return false;
    user_choices(pool, &people, may_handle, out);
    return true;
}

static const struct ui_form_ops OPS = {
    .choices = choices,
    .show = desk_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
};

static bool run_form(struct case_command_form *form)
{
    struct record *given = record_new();
    record_defaults(given, &form->table);
    enum ui_form_result result =
        desk_run(form, workflow_label(form->transition), &OPS, given, workflow_label(form->transition));
    record_free(&given);
    return result == FORM_SAVED || result == FORM_SAVED_NEXT;
}

/* Nothing to ask: one question in words. */
static bool confirm_and_do(struct case_command_form *form)
{
    struct error e = {0};
    struct record *given = record_new();
    struct pool *pool = pool_new();
    bool done = false;
    if (ui_confirm(form->desk.ui, _("%s: %s? It will then be \"%s\"."), workflow_label(form->transition),
                   subject(form, pool), code_text("case_state", form->transition->to))) {
        done = do_all(form, given, &e) == ERR_NONE;
        if (!done)
            ui_error(form->desk.ui, &e);
    }
    pool_free(&pool);
    record_free(&given);
    return done;
}

static void note_done(struct case_command_form *form)
{
    struct record *now = record_new();
    bool seen = case_read(form->desk.work, form->no, now, NULL) == ERR_NONE; /* a draft is its author's alone */
    ui_note(form->desk.ui, _("%s: %s; it is now \"%s\""), form->no, workflow_label(form->transition),
            code_text("case_state", seen ? record_get(now, "state") : form->transition->to));
    record_free(&now);
}

static bool run_command(struct case_command_form *form, const struct record *record, const char *command)
{
    bool done = false;
    form->transition = case_preview(form->desk.work, form->ids[0], command, NULL);
    form->desk.table = &form->table;
    form->desk.form = form->form;
    form->desk.title = record_get(record, "title");
    form->table = (struct table){.name = "case_command", .fields = form->fields};
    snprintf(form->form, sizeof form->form, "case.%s", command);
    text_copy(form->no, sizeof form->no, record_get(record, "no"));
    text_copy(form->from, sizeof form->from, record_get(record, "state"));
    if (!form->transition) {
        ui_note(form->desk.ui, _("%s has moved on to \"%s\""), form->no,
                code_text("case_state", record_get(record, "state")));
        return false;
    }
    ask(form, form->transition->needs, true);
    ask(form, form->transition->asks, false);
    done = form->table.count ? run_form(form) : confirm_and_do(form);
    if (done && form->count == 1)
        note_done(form);
    desk_end(&form->desk);
    return done;
}

static bool do_command(struct ui *ui, struct work *work, const int64_t *ids, size_t count, const char *command,
                       bool resume)
{
    struct case_command_form form = {
        .desk = {.ui = ui, .work = work, .object = ids[0], .resume = resume},
          .ids = ids, .count = count
    };
    struct record *record = record_new();
    struct error e = {0};
    char key[24];
    bool done = false;
    snprintf(key, sizeof key, "%lld", (long long)ids[0]);
    if (case_read(work, key, record, &e) == ERR_NONE)
        done = run_command(&form, record, command);
    else
        ui_error(ui, &e);
    record_free(&record);
    return done;
}

/* Short enough to stand beside the command; NULL when it is available. */
static const char *why_not(const struct work *work, struct case_command *command)
{
    if (command->allowed)
        return NULL;
    tell_denied(work, command->transition->right, command->why, sizeof command->why);
    return command->why;
}

bool case_command_menu(struct ui *ui, struct work *work, const int64_t *ids, size_t many)
{
    struct pool *pool = pool_new();
    struct error e = {0};
    struct case_command *commands;
    struct ui_choice choices[COMMANDS_MOST];
    size_t count = 0;
    bool done = false;
    if (case_commands(work, pool, ids[0], &commands, &count, &e) != ERR_NONE) {
        ui_error(ui, &e);
        count = 0;
    }
    if (count > COMMANDS_MOST)
        count = COMMANDS_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){.letter = commands[i].transition->letter,
                                        .text = workflow_label(commands[i].transition),
                                        .detail = workflow_help(commands[i].transition),
                                        .why = why_not(work, &commands[i])};
    const char *title = many == 1 ? _("What can be done now") : pool_format(pool, _("With %zu cases at once"), many);
    int taken = count ? ui_choose(ui, title, choices, count, 0) : -1;
    if (taken >= 0)
        done = do_command(ui, work, ids, many, commands[taken].transition->command, false);
    pool_free(&pool);
    return done;
}

void case_command_resume(struct ui *ui, struct work *work, const char *command, int64_t object)
{
    do_command(ui, work, &object, 1, command, true);
}

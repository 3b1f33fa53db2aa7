/* What can be done with a case now: the menu of its commands, and the form of one, which asks only what it needs.
 * Several cases take one command at once; those that cannot are told with the reason. */
#include "case_command.h"
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

static const struct ui_form_ops OPS = {
    .choices = case_fields_choices,
    .insert = case_fields_insert,
    .show = case_fields_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = case_command_preview,
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
    if (ui_confirm(form->desk.ui, "%s\n%s", case_subject(form, pool), case_outcome(form->transition, pool))) {
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
    if (seen && *form->transition->approval && *record_get(now, "asked"))
        ui_note(form->desk.ui, _("%s: %s; it waits until somebody else approves"), form->no,
                workflow_label(form->transition));
    else
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
    snprintf(form->form, sizeof form->form, "case.%s", command);
    text_copy(form->no, sizeof form->no, record_get(record, "no"));
    form->item = record;
    if (!form->transition) {
        ui_note(form->desk.ui, _("%s has moved on to \"%s\""), form->no,
                code_text("case_state", record_get(record, "state")));
        return false;
    }
    case_fields(form);
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
    if (strcmp(command->transition->right, "asked") != 0)
        tell_denied(work, command->transition->right, command->why, sizeof command->why);
    return command->why;
}

/* Where somebody waits for a word, that word stands first. */
static void answers_first(struct case_command *commands, size_t count)
{
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        struct case_command command = commands[i];
        if (!command.allowed || strcmp(command.transition->right, "asked") != 0)
            continue;
        for (size_t k = i; k > first; k--)
            commands[k] = commands[k - 1];
        commands[first++] = command;
    }
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
    answers_first(commands, count);
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

/* What can be done with a case now: the menu of its commands, and the form of one, which asks only what it needs. */
#include "desk.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

#define COMMANDS_MOST 32
#define ASKED_MOST    12

struct case_command_form {
    struct desk desk;
    const struct transition *transition;
    struct table table; /* the fields that the transition asks */
    struct field fields[ASKED_MOST];
    char form[48];
    char no[32];
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

static enum err save(void *to, struct record *record, void (*on_fault)(void *ui_form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct case_command_form *form = to;
    enum err err = check_record(&form->table, record, on_fault, ui_form, e);
    return err == ERR_NONE ? case_do(form->desk.work, form->desk.object, form->transition->command, record, e) : err;
}

/* In words, before it is done: from which state to which. */
static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct case_command_form *form = to;
    (void)record;
    *count = 0;
    if (most < 2)
        return;
    lines[(*count)++] = pool_format(pool, "%s %s", form->no, form->desk.title);
    lines[(*count)++] = pool_format(pool, _("%s: it will then be \"%s\""), workflow_label(form->transition),
                                    code_text("case_state", form->transition->to));
    const char *help = form->transition->help[i18n_language()];
    if (help && *help && *count < most)
        lines[(*count)++] = help;
}

static const struct ui_form_ops OPS = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
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
    bool done = false;
    if (ui_confirm(form->desk.ui, _("%s: %s? The case will then be \"%s\"."), workflow_label(form->transition),
                   form->no, code_text("case_state", form->transition->to))) {
        done = case_do(form->desk.work, form->desk.object, form->transition->command, given, &e) == ERR_NONE;
        if (!done)
            ui_error(form->desk.ui, &e);
    }
    record_free(&given);
    return done;
}

static bool do_command(struct ui *ui, struct work *work, int64_t id, const char *command, bool resume)
{
    struct record *record = record_new();
    struct error e = {0};
    char key[24];
    bool done = false;
    snprintf(key, sizeof key, "%lld", (long long)id);
    if (case_read(work, key, record, &e) != ERR_NONE) {
        ui_error(ui, &e);
        record_free(&record);
        return false;
    }
    struct case_command_form form = {
        .desk = {.ui = ui, .work = work, .object = id, .title = record_get(record, "title"), .resume = resume},
        .transition = workflow_find(command, record_get(record, "state"))
    };
    form.desk.table = &form.table;
    form.desk.form = form.form;
    form.table = (struct table){.name = "case_command", .fields = form.fields};
    snprintf(form.form, sizeof form.form, "case.%s", command);
    text_copy(form.no, sizeof form.no, record_get(record, "no"));
    if (!form.transition) {
        ui_note(ui, _("%s has moved on to \"%s\""), form.no, code_text("case_state", record_get(record, "state")));
    } else {
        ask(&form, form.transition->needs, true);
        ask(&form, form.transition->asks, false);
        done = form.table.count ? run_form(&form) : confirm_and_do(&form);
        if (done)
            ui_note(ui, _("%s: %s"), form.no, code_text("case_state", form.transition->to));
        desk_end(&form.desk);
    }
    record_free(&record);
    return done;
}

bool case_command_menu(struct ui *ui, struct work *work, int64_t id)
{
    struct pool *pool = pool_new();
    struct error e = {0};
    struct case_command *commands;
    struct ui_choice choices[COMMANDS_MOST];
    size_t count = 0;
    bool done = false;
    if (case_commands(work, pool, id, &commands, &count, &e) != ERR_NONE) {
        ui_error(ui, &e);
        count = 0;
    }
    if (count > COMMANDS_MOST)
        count = COMMANDS_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){.letter = commands[i].transition->letter,
                                        .text = workflow_label(commands[i].transition),
                                        .detail = commands[i].transition->help[i18n_language()],
                                        .why = commands[i].allowed ? NULL : commands[i].why};
    int taken = count ? ui_choose(ui, _("What can be done now"), choices, count, 0) : -1;
    if (taken >= 0)
        done = do_command(ui, work, id, commands[taken].transition->command, false);
    pool_free(&pool);
    return done;
}

void case_command_resume(struct ui *ui, struct work *work, const char *command, int64_t object)
{
    do_command(ui, work, object, command, true);
}

/* wangge describe workflow: the table of etc/workflow.csv as a page with a diagram; doc/WORKFLOW.md is its output. */
#include "describe.h"

#include "wangge/base/i18n.h"
#include "wangge/table/code.h"
#include "wangge/work/right.h"
#include "wangge/work/workflow.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_state(const char *word)
{
    return code_is_of(code_list("case_state"), word);
}

static void describe_states(void)
{
    const struct code_list *states = code_list("case_state");

    printf("## States\n\n");
    DESCRIBE_HEADING("state", "", "", "commands that lead out of it");
    for (size_t i = 0; i < states->count; i++) {
        const char *before = "";
        printf("|");
        describe_cell(states->codes[i].code);
        describe_cell(states->codes[i].zh);
        describe_cell(states->codes[i].en);
        for (size_t k = 0; k < workflow_count(); k++) {
            const struct transition *t = workflow_at(k);
            if (workflow_leads_from(t, states->codes[i].code) && strcmp(t->command, before) != 0) {
                printf(" %s", t->command);
                before = t->command;
            }
        }
        printf(" |\n");
    }
    printf("\n");
}

/* The rows that lead to another state, as a diagram in the words of Mermaid. */
static void describe_ways(void)
{
    printf("## Diagram\n\nCommands that stay in a state, and those that take a step back, are in the table below.\n\n"
           "```mermaid\nstateDiagram-v2\n    [*] --> draft\n");
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        char state[64];
        for (const char *from = t->from; is_state(t->to) && *from; from += strspn(from, " ")) {
            size_t n = strcspn(from, " ");
            snprintf(state, sizeof state, "%.*s", (int)n, from);
            if (strcmp(state, t->to) != 0) {
                printf("    %s --> %s: %s%s\n", state, t->to, t->command, *t->approval ? " (approved)" : "");
            }
            from += n;
        }
    }
    printf("    void --> [*]\n    archived --> [*]\n```\n\n");
}

/* Who may, in words: the right, who of the case, at which level. */
static void who_cell(const struct transition *t)
{
    printf(" %s%s%s%s%s |", t->right, *t->who ? ", " : "", t->who, *t->level ? ", " : "",
           *t->level ? "the level that holds it or one above" : "");
}

static void describe_rows(void)
{
    printf(
        "## Commands\n\nThe first row that the case and the actor fit is taken. *asks* may be given, *needs* must be "
        "(`a|b`: one of them). With an *approval* the command only asks; whoever has that right, and is not who "
        "asked, approves it.\n\n");
    DESCRIBE_HEADING("command", "", "", "from", "to", "who may", "if", "when", "turn", "needs", "asks", "clock",
                     "tells", "approval", "undone by", "what it does");
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        printf("|");
        describe_cell(t->command);
        describe_cell(t->label[LANGUAGE_ZH]);
        describe_cell(t->label[LANGUAGE_EN]);
        describe_cell(t->from);
        describe_cell(t->to);
        who_cell(t);
        describe_cell(t->needed);
        describe_cell(t->when);
        describe_cell(t->turn);
        describe_cell(t->needs);
        describe_cell(t->asks);
        describe_cell(t->clock);
        describe_cell(t->tells);
        describe_cell(t->approval);
        describe_cell(t->undo);
        describe_cell(t->help[LANGUAGE_EN]);
        printf("\n");
    }
    printf("\n");
}

enum err describe_workflow(struct program *program, struct error *e)
{
    (void)program, (void)e;
    printf(
        "# Case workflow\n\nRows of `etc/workflow.csv`, the only place where the workflow is told. Printed by `wangge "
        "describe workflow`; `make dictionary` writes this file.\n\n");
    describe_states();
    describe_ways();
    describe_rows();
    return ERR_NONE;
}

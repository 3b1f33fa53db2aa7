/* The case workflow as rows (etc/workflow.csv), the only place where it is told: the menu of a case, "case do", checks,
 * help, the turns and the diagram in doc/WORKFLOW.md read this table. Source: domain.md section 3 is told there as
 * seven links: collect, register, dispatch, handle, feed back, verify and close, evaluate.
 *
 * The row that is taken: of the command's rows in the case's state whose "if" and "when" hold, the first that the actor
 * may take. A row with an "approval" only asks, and another person's "approve" does it.
 *
 * "to" may be, beside a state: same; back (the step that led to the state is taken back: state, level, handler, lead
 * and unit are what they were before it, and a step that was taken back leads nowhere any more); asked (where the
 * command that waits for approval leads). Words of "if":
 *   at_grid above_grid below_district   who holds the case (its level)
 *   public          it comes from outside, not from own staff: sources 3 4 6 8 9
 *   running suspended                   its clocks run, or stand still
 *   asked           a command waits for approval; a row that asks is none while one does
 *   supervised      it is supervised and has not been replied to
 *   merged unmerged it is part of another case, or not
 *   once_accepted   what led to its state was an acceptance */
#ifndef WANGGE_WORK_WORKFLOW_H
#define WANGGE_WORK_WORKFLOW_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct record;

struct transition {
    const char *command; /* as in "case do NO COMMAND" */
    char letter;         /* in the menu */
    const char *from;    /* states, separated by spaces */
    const char *to;
    const char *right;  /* action of rights.csv; "asked": the approval right of the command that waits */
    const char *who;    /* "" anyone with the right; author handler assistant approver: who of the case it must be */
    const char *level;  /* "holder": the role of the case's level, or of one above it; "" whoever has the right */
    const char *needed; /* the column "if": what must hold of the case, words separated by spaces */
    const char *when;   /* "" always; "field=v,w": only when this value is given */
    const char *turn;   /* whose duty it is: a role, level, author, handler or approver; "" when nobody is waited for */
    const char *needs;  /* fields of "case_step" that must be given, separated by spaces; "a|b": one of them */
    const char *asks;   /* further fields that may be given */
    const char *effect; /* what else it does: words of case_effect.c, separated by spaces */
    const char *clock;  /* words of case_clock.h */
    const char *tells;  /* who gets a line in the inbox: author handler assist level supervisor or a role; reporter */
    const char *approval; /* the right of who approves it; "": it is done at once */
    const char *undo;     /* the command that takes it back */
    const char *label[LANGUAGE_COUNT];
    const char *help[LANGUAGE_COUNT];
};

/* Reads workflow.csv and limits.csv. Checks states, rights, fields, effects and letters: an error names file and line.
 * After codes, tables and rights. */
enum err workflow_load(const char *etc_dir, struct error *e);
size_t workflow_count(void);
const struct transition *workflow_at(size_t i);
bool workflow_leads_from(const struct transition *transition, const char *state);
/* The first row of the command in the state; NULL when there is none. */
const struct transition *workflow_find(const char *command, const char *state);
/* Does the row's "when" hold for what is given? Always when it has none. */
bool workflow_when(const struct transition *transition, const struct record *given);
bool workflow_has_command(const char *command);
const char *workflow_label(const struct transition *transition); /* in the language in use */
const char *workflow_help(const struct transition *transition);
/* The label of a command, for timelines; the command itself when it is unknown. */
const char *workflow_command_label(const char *command);
/* The level that the role acts on, counted from the grid (0) to the district (3); -1 for a role that holds no cases. */
int workflow_level_of_role(const char *role);
int workflow_level(const char *name); /* of a code of the list case_level; -1 when there is none */
const char *workflow_level_name(int level);
const char *workflow_level_role(int level);
/* As a step in a timeline: is there a row for it? A row that waits for approval stays in its state (and led on in
 * the time before approvals); one that leads back leads to where some row leads from. */
bool workflow_has_way(const char *command, const char *from, const char *to);
/* States are the code list "case_state". */

#endif

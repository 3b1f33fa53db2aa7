/* The case workflow as rows (etc/workflow.csv): command, from, to, right, letter, needs, asks, effect, label, help. The
 * menu of a case, "case do", checks, help and the diagram in doc/ read this table. Source: domain.md section 3 is told
 * there as seven links: collect, register, dispatch, handle, feed back, verify and close, evaluate. */
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
    const char *right;  /* action of rights.csv */
    const char *who;    /* "" anyone with the right; "author", "handler": who of the case it must be */
    const char *turn;   /* whose duty it is: a role, "author" or "handler"; "" when nobody is waited for */
    const char *when;   /* "" always; "field=v,w": only when this value is given */
    const char *needs;  /* fields that must be given, separated by spaces: text handler satisfaction ... */
    const char *asks;   /* further fields that may be given */
    const char *effect; /* what else it does: words known to case_do.c, separated by spaces */
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
/* The same, of several rows the one whose "when" holds for what is given. */
const struct transition *workflow_choose(const char *command, const char *state, const struct record *given);
bool workflow_has_command(const char *command);
const char *workflow_label(const struct transition *transition); /* in the language in use */
const char *workflow_help(const struct transition *transition);
/* The label of a command, for timelines; the command itself when it is unknown. */
const char *workflow_command_label(const char *command);
/* States in which it is the turn of whom (a role, "author", "handler"): each between spaces, " reported registered ",
 * so that a statement can ask: $turns like '% ' || state || ' %'. */
void workflow_turns(const char *whom, struct buffer *out);
/* The time that a case may take from its report to its end, in seconds; 0 is no limit. */
int64_t workflow_limit(const char *category, const char *urgency);
/* States are the code list "case_state". */

#endif

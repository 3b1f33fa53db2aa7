/* The case workflow as rows (etc/workflow.csv): command, from, to, right, letter, needs, asks, effect, label, help. The
 * menu of a case, "case do", checks, help and the diagram in doc/ read this table. Source: domain.md section 3 is told
 * there as seven links: collect, register, dispatch, handle, feed back, verify and close, evaluate. */
#ifndef WANGGE_WORK_WORKFLOW_H
#define WANGGE_WORK_WORKFLOW_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>

struct transition {
    const char *command;  /* as in "case do NO COMMAND" */
    char letter;          /* in the menu */
    const char *from;     /* states, separated by spaces */
    const char *to;
    const char *right;    /* action of rights.csv */
    const char *who;      /* "" anyone with the right; "author", "handler", "leader": who of the case it must be */
    const char *needs;    /* fields that must be given, separated by spaces: text handler satisfaction ... */
    const char *asks;     /* further fields that may be given */
    const char *effect;   /* what else it does: words known to case.c, separated by spaces */
    const char *label[LANGUAGE_COUNT];
    const char *help[LANGUAGE_COUNT];
};

enum err workflow_load(const char *etc_dir, struct error *e); /* checks states, rights, fields, effects, letters */
size_t workflow_count(void);
const struct transition *workflow_at(size_t i);
const struct transition *workflow_find(const char *command, const char *state); /* NULL when there is none */
bool workflow_has_command(const char *command);
const char *workflow_label(const struct transition *transition);
/* States are the code list "case_state". */

#endif

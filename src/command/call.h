/* One call of a command: its row, arguments and options. Private to the command layer. */
#ifndef WANGGE_COMMAND_CALL_H
#define WANGGE_COMMAND_CALL_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/base/i18n.h"
#include "wangge/command/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct table;
struct work;
struct call;

/* A row of a noun's file. An array of rows ends with noun NULL. */
struct command {
    const char *noun;    /* ANY_TABLE stands for every information table */
    const char *verb;    /* one word or two ("key add") */
    const char *usage;   /* the arguments, as shown */
    int least, most;     /* how many arguments */
    const char *options; /* names separated by spaces; "name!" takes no value, "@" is every field of the table */
    const char *right;   /* who is offered it: an action of rights.csv, or any of several; "TABLE" in it stands for the
                            noun; NULL anyone */
    enum err (*run)(struct call *call, struct error *e);
    const char *help;    /* msgid */
    const char *example; /* what stands behind "ssh ... ", NULL for none */
};

#define ANY_TABLE    "TABLE"
#define LIST_OPTIONS "where search sort limit after"

struct option {
    const char *name, *value;
};

struct call {
    struct work *work;
    const struct command_io *io;
    struct pool *pool;
    const struct command *command;
    const char *noun;
    const struct table *table; /* the description of the noun's rows, NULL when there is none */
    bool json, help;
    size_t argument_count, option_count;
    const char **arguments;
    struct option *options;
};

/* Why a command leaves no row in the audit; NULL when it does. */
const char *command_unaudited(const struct command *command);
/* Sorts words (those after noun and verb) into arguments and options, by the command's row. */
enum err call_parse(struct call *call, size_t count, char **words, struct error *e);
const char *call_argument(const struct call *call, size_t i);       /* NULL when absent */
const char *call_option(const struct call *call, const char *name); /* the last one given, NULL when absent */
/* Argument i as the id of a row. */
enum err call_id(const struct call *call, size_t i, int64_t *out, struct error *e);
enum err call_number(const struct call *call, const char *name, int64_t *out, struct error *e); /* 0 when absent */
/* A day in any form that people type; when absent "", or today when that is wanted. */
enum err call_date(const struct call *call, const char *name, bool today, char out[DATE_TEXT], struct error *e);
/* Is name among the words of the command's options that are not fields? */
bool command_has_option(const struct command *command, const char *name, bool *flag);

/* The table of the commands that "case do" takes, for its help. */
void case_print_workflow(struct call *call);
/* Every command there is, in the order of help. */
const struct command *command_at(size_t i); /* NULL after the last */
/* The row for words[0..count-1] and how many words name it (2 or 3), or NULL. */
const struct command *command_find(size_t count, char **words, size_t *used);
/* May the actor use it at all? noun is a table's name for the rows of ANY_TABLE. */
bool command_offered(const struct work *work, const struct command *command, const char *noun);

/* Splits a line into words as a shell would (quotes, backslash), nothing expanded. Words live in pool. */
enum err words_split(struct pool *pool, const char *line, char ***words, size_t *count, struct error *e);

extern const struct command visit_commands[], case_command_rows[], evaluation_commands[], table_commands[],
    table_history_commands[], export_commands[], user_commands[], area_commands[], code_commands[], draft_commands[],
    audit_commands[], who_commands[], help_commands[], inbox_commands[], import_commands[], job_commands[],
    message_commands[];
extern const struct command move_commands[], print_commands[], area_change_commands[];
extern const struct command user_many_commands[], session_commands[];
extern const struct command spot_check_commands[], return_visit_commands[];
extern const struct command find_commands[], wall_commands[], deputy_commands[], notice_commands[];
extern const struct command sweep_commands[], second_commands[];
extern const struct command drill_commands[];
extern const struct command erasure_commands[];
extern const struct command retention_commands[];
extern const struct command due_commands[];
extern const struct command case_report_commands[], evaluation_flow_commands[], evaluation_report_commands[],
    scheme_commands[];
extern const struct command visit_review_commands[];
extern const struct command setting_commands[], config_commands[], backup_commands[];
extern const struct command health_commands[], limit_commands[];
extern const struct command role_commands[], post_commands[];

#endif

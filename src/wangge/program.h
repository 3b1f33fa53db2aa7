/* The administrator's program: what its parts share. */
#ifndef WANGGE_WANGGE_PROGRAM_H
#define WANGGE_WANGGE_PROGRAM_H

#include "wangge/base/error.h"

#include <stddef.h>

#define PATH_ROOM 4096

struct config;

struct program {
    const char *config_path; /* that was given; NULL: as config_load finds it */
    struct config *config;
    char schema[PATH_ROOM], etc[PATH_ROOM];
    const char *database; /* of the configuration */
    size_t count;         /* words after the verb */
    char **words;
    int status; /* exit status of a command that was run for somebody */
};

/* One row a verb, in wangge.c. Each prints what it did and returns an error with a sentence. */
/* Makes the folder and an empty database with the schema; ERR_STATE when it is there already. */
enum err program_create(struct program *program, struct error *e);
enum err program_init(struct program *program, struct error *e);
enum err program_migrate(struct program *program, struct error *e);
enum err program_check(struct program *program, struct error *e);
enum err program_upkeep(struct program *program, struct error *e);
enum err program_backup(struct program *program, struct error *e);
enum err program_restore(struct program *program, struct error *e);
enum err program_describe(struct program *program, struct error *e);
enum err program_demo(struct program *program, struct error *e);
enum err program_intake(struct program *program, struct error *e);
enum err program_outbox(struct program *program, struct error *e);
/* "restored" tells the witness of the audit that the database was put back; all else is a command. */
enum err program_audit(struct program *program, struct error *e);
/* Runs the words as a command of the administrator's program. */
enum err program_command(struct program *program, struct error *e);

/* The value of --NAME=VALUE among the words, or NULL. */
const char *program_option(const struct program *program, const char *name);
/* ERR_USAGE for a word that is neither one of the options (separated by spaces) nor among the first "arguments". */
enum err program_words(const struct program *program, size_t arguments, const char *options, struct error *e);
/* Prints a line of a report; to is not used. */
void program_report(void *to, const char *line);

#endif

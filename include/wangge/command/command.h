/* The command line: NOUN VERB [ARGUMENT] [--option=value ...] [--json]; over ssh, and "wangge as LOGIN". One row a
 * command in its noun's file; help, completion and checks read the rows. */
#ifndef WANGGE_COMMAND_COMMAND_H
#define WANGGE_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct work;

struct command_io {
    FILE *in, *out, *err;
};

/* Runs words[0..count-1]. Returns the exit status: 0 done, 1 failed, 2 wrong use, 3 denied, 4 not found, 75 again. */
int command_run(struct work *work, const struct command_io *io, size_t count, char **words);
/* The same for one line as ssh sends it: words split as a shell would (quotes, backslash), nothing expanded. */
int command_run_line(struct work *work, const struct command_io *io, const char *line);

/* Whether there is such a command: "backup", "list". */
bool command_is_known(const char *noun, const char *verb);

/* For documentation: every command as three cells (words, right, help), each handed to print; a newline after each row.
 */
void command_each(void (*print)(const char *cell));

#endif

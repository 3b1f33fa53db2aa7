/* The job "import" on its way: what its files share. import.c reads the file and checks it, import_apply.c saves the
 * rows and takes them back. */
#ifndef WANGGE_SRC_WORK_IMPORT_RUN_H
#define WANGGE_SRC_WORK_IMPORT_RUN_H

#include "import_inside.h"
#include "table_inside.h"

#include "wangge/work/job.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

struct fault {
    long line;
    struct error why;
};

struct import {
    const struct table *table;
    struct import_options options;
    char action[ACTION_ROOM];
    char path[PATH_MAX];
    struct table_file *file;
    struct import_plan plan;
    struct table_row first; /* a row of data that was read with the header */
    bool has_first;
    struct import_keys *keys;
    int64_t *bad_lines; /* found by the check, in order */
    size_t bad_count, bad_at;
    struct import_row batch[JOB_BATCH]; /* read, and not saved yet */
    size_t batch_count;
    int64_t read_rows; /* rows of data up to here, faulty ones too */
    bool at_end;
    struct fault fresh; /* a row that cannot be saved any more though the check took it; line 0: none */
    /* of the transaction */
    struct work *work;
    int64_t job, seq;
    enum err watched;
};

/* Of import.c. The next row of data; *more is false behind the last one. */
enum err import_next_cells(struct import *im, struct table_row *row, bool *more, struct error *e);
/* A fault of the row, not of the machine: the import can go on without it. */
bool import_is_fault(enum err r);
enum err import_refuse_twice(struct import *im, const struct import_row *row, struct error *e);
void import_count(struct job *job, int what); /* what: enum put */
enum err import_keep_fault(struct import *im, const struct fault *fault, struct error *e);
/* The end of all: the job's state, and a line in the inbox that begins with how; counts: and tells how many. */
enum err import_finish(struct import *im, struct job *job, enum job_state state, const char *how, bool counts,
                       struct error *e);

/* Of import_apply.c: one transaction of saving, or of taking back. */
enum err import_step_apply(struct import *im, struct job *job, bool *done, struct error *e);
enum err import_step_undo(struct import *im, struct job *job, bool *done, struct error *e);

#endif

/* Importing a file into an information table: first every row is checked without writing, then all are applied, or
 * none, or (skip) those without a fault. Rows are found by the table's keys: changed when they are there, else added.
 * Runs as a job (job.h); who works on it needs the table's write right. */
#ifndef WANGGE_WORK_IMPORT_H
#define WANGGE_WORK_IMPORT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct job;
struct job_kind;
struct pool;
struct rows;
struct table;
struct work;

struct import_options {
    bool dry;    /* check only; the job waits in the state checked for job_apply */
    bool skip;   /* faulty rows are left out; else one fault refuses the file */
    bool strict; /* a column that is not known refuses the file; else it is told and passed over */
    /* of cases: with the times that they had elsewhere; what was closed there is closed. Else they are reported now. */
    bool history;
};

void import_options_write(const struct import_options *options, char out[512]);

/* Keeps what in gives (at most IMPORT_MOST_BYTES) as a file of the actor and makes the job. name is what the file is
 * called, for people. */
enum err import_new(struct work *work, const struct table *table, const char *name, FILE *in,
                    const struct import_options *options, struct job *job, struct error *e);
/* The first faults of a job of the actor's. rows: line, field, text. */
enum err import_faults(struct work *work, int64_t job, int limit, struct pool *pool, struct rows *out, struct error *e);

/* The same at once and without a job, for the administrator's program, of tables that are put by rules of their own
 * (user). job is told what came of it and faults (in the pool) the first job->bad rows, a thousand at most. */
struct import_fault {
    long line;
    struct error why;
};
enum err import_now(struct work *work, struct pool *pool, const struct table *table, FILE *in,
                    const struct import_options *options, struct job *job, struct import_fault **faults,
                    struct error *e);
#define IMPORT_NOW_FAULTS 1000

#define IMPORT_MOST_BYTES (256 * 1024 * 1024)

extern const struct job_kind import_job;

#endif

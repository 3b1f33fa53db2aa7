/* Long work that goes on without the session that asked for it: imports, large exports. A job is a row; the keeper's
 * job child claims it, works in short transactions (so that others' saves never wait long) and writes how far it is
 * into the row. A child that dies is followed by another, which goes on where the last transaction ended: each row is
 * done exactly once. What comes of it is told in the owner's inbox. */
#ifndef WANGGE_WORK_JOB_H
#define WANGGE_WORK_JOB_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define JOB_BATCH 200 /* most rows that one transaction writes */

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_CHECKED, JOB_DONE, JOB_FAILED, JOB_CANCELLED, JOB_STATE_COUNT };

/* What a job does with the rows of its file. */
enum job_phase { JOB_CHECK, JOB_APPLY, JOB_UNDO, JOB_PHASE_COUNT };

struct job {
    int64_t id, account, post; /* post: that it was asked for in, 0 for none */
    char kind[24];             /* "import", "export": a kind of job_run.c */
    char table_name[48];       /* the information table */
    char title[128];           /* the name of the file */
    enum job_state state;
    enum job_phase phase;
    char options[512];    /* what the kind wants to be told; import: "all" or "skip", then what import.h says */
    int64_t file, errors; /* numbers of files (file.h), 0 for none */
    int64_t at, total;    /* rows of the file worked on in this phase, of how many (0: not known yet) */
    int64_t added, changed, same, bad;
    int64_t phase_at, phase_row; /* when this phase, or its last process, began, and at which row: for the time left */
    int64_t made_at, ended_at;   /* instants; 0 while not ended */
    bool cancel;                 /* asked for */
    char message[256];           /* what came of it, a sentence */
};

/* Makes a job of the actor's and has it begun: by the keeper when there is one, else by job_run at once.
 * job->id is set. */
enum err job_new(struct work *work, struct job *job, struct error *e);
enum err job_read(struct work *work, int64_t id, struct job *out, struct error *e); /* own ones only */
/* The actor's jobs, newest first: columns as in struct job, state and phase as words. */
enum err job_list(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* Ends a job before its time, in the way of its kind. ERR_STATE when it has ended, or is of a kind that goes to its
 * end. */
enum err job_cancel(struct work *work, int64_t id, struct error *e);
/* What becomes of a cancelled one, in the language in use; NULL when its kind cannot be cancelled. */
const char *job_cancel_means(const struct job *job);
/* Goes on with a job in the state checked, with these options. */
enum err job_apply(struct work *work, int64_t id, const char *options, struct error *e);
/* "checked", "applied"; "checked 3,200/20,000 · 12 errors · about 40 s left" in the language in use. */
const char *job_state_name(enum job_state state);
const char *job_state_text(enum job_state state);
void job_progress(const struct job *job, char out[160]);

/* Who begins jobs: a session child tells the keeper. Without one, job_new and job_apply run the job to its end. */
void job_set_starter(void (*start)(void *to), void *to);
bool job_has_starter(void);
/* Is told how far a job is that runs in this process. */
void job_set_watch(void (*seen)(void *to, const struct job *job), void *to);
/* Forgets what jobs that ended a month ago have left, and read lines of the inbox. Of the keeper. */
enum err job_expire(struct work *work, struct error *e);

/* For the keeper's job child: claims jobs and runs them, until none waits or stop (may be NULL) says so; a stopped job
 * goes back to the queue. Becomes the owner of each job. */
enum err job_serve(struct work *work, bool (*stop)(void *to), void *to, struct error *e);

/* What a kind of job gives. step does some of the work, at most JOB_BATCH rows or 50 ms of a transaction, and sets
 * *done at the end of all; it is called again until then. job is kept by the caller: job_save writes it, in the
 * transaction of the rows it tells of. */
struct job_kind {
    const char *name;
    void *(*begin)(struct work *work, struct job *job, struct error *e); /* NULL with *e filled when it cannot */
    enum err (*step)(struct work *work, struct job *job, void *state, bool *done, struct error *e);
    void (*end)(void *state);
    /* NULL, or what else is done in the transaction that marks it as failed. */
    enum err (*failed)(struct work *work, const struct job *job, struct error *e);
    const char *cancelled; /* what cancelling means (N_); NULL: it goes to its end */
};
enum err job_save(struct work *work, const struct job *job, struct error *e);
/* Reads job->cancel anew. Within the transaction that would end the job, so that nobody is told "cancelled" of one that
 * goes on to be done. */
enum err job_hear(struct work *work, struct job *job, struct error *e);

/* --- the inbox: what is to be read once ----------------------------------------------------------------------------
 */

/* In the caller's transaction or without one. account 0: the actor. file 0: none. kind and object: what it is about. */
enum err inbox_add(struct work *work, int64_t account, const char *kind, int64_t object, int64_t file, const char *text,
                   struct error *e);
/* The actor's lines, newest first; all: those that were read, too. rows: id, at, kind, object, file, text, read_at. */
enum err inbox_lines(struct work *work, struct pool *pool, bool all, struct rows *out, struct error *e);
enum err inbox_unread(struct work *work, int64_t *out, struct error *e); /* how many */
enum err inbox_read(struct work *work, int64_t id, struct error *e);     /* marks it; id 0: all lines */

#endif

/* Shared by job.c, job_run.c and the kinds of jobs. */
#ifndef WANGGE_SRC_WORK_JOB_INSIDE_H
#define WANGGE_SRC_WORK_JOB_INSIDE_H

#include "wangge/work/job.h"

/* account 0: anybody's. login (may be NULL) gets the owner's. */
enum err job_find(struct work *work, int64_t id, int64_t account, struct job *out, char login[40], struct error *e);
/* Has a job of the actor's begun: by the starter, else here and now. */
enum err job_start(struct work *work, int64_t id, struct error *e);

/* NULL when no such kind is known (any more). */
const struct job_kind *job_kind_of(const struct job *job);

extern const struct job_kind backup_job;

#endif

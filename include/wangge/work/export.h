/* Rows of an information table as a file: what a list shows, all of it, masked unless the actor may have the numbers
 * in full and says why. Every export is in the audit; one in full is a look at each person in it. */
#ifndef WANGGE_WORK_EXPORT_H
#define WANGGE_WORK_EXPORT_H

#include "wangge/base/error.h"
#include "wangge/table/list.h"
#include "wangge/table/table_writer.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct job_kind;
struct table;
struct work;

#define EXPORT_REASON  256
#define EXPORT_AT_ONCE 2000 /* more rows than this are a job's work when a person waits at a screen */

struct export
{
    const struct table *table;
    struct list_query query; /* filters, search and sort; limit 0 is all rows */
    enum table_format format;
    bool full; /* nothing masked: needs the right personal.export and a reason */
    char reason[EXPORT_REASON];
};

/* Has the table personal data, so that people are asked why they take it away? */
bool export_is_personal(const struct table *table);
/* Rows to out, page by page; *rows (may be NULL) gets how many. xlsx goes by way of a file. */
enum err export_to(struct work *work, const struct export *export, FILE *out, int64_t *rows, struct error *e);
/* The same as a file of the actor's (file.h), which a line of the inbox tells of. */
enum err export_file(struct work *work, const struct export *export, int64_t *file, int64_t *rows, struct error *e);
/* The same as a job (job.h). ERR_INVALID when it has too many filters for one. */
enum err export_later(struct work *work, const struct export *export, int64_t *job, struct error *e);

extern const struct job_kind export_job;

#endif

/* Deletion of the data of a person on request. A station or street asks, somebody else of the street or district
 * decides, a job does it: what people typed about the person goes everywhere, texts that name the person are searched
 * through the whole database, files are searched and removed, and what is counted stays counted: rows stay as nobody's.
 * It is not undone. The request is its certificate; it holds none of the data.
 *
 * Where the data may be is not written down anywhere: registers are found by their links to people, all other texts are
 * searched in whatever column they are (table/kept.h), but those of etc/kept_texts.csv, and so are the sealed drafts of
 * whoever, which the job opens. A name that others have too is only taken out of what the person and the person's
 * households are part of. */
#ifndef WANGGE_WORK_ERASURE_H
#define WANGGE_WORK_ERASURE_H

#include "wangge/base/error.h"
#include "wangge/work/job.h"

#include <stdbool.h>
#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct rows;
struct work;

/* Needs erasure.ask of the person's grid. The reason tells no name and no number. */
enum err erasure_ask(struct work *work, int64_t person, const char *reason, int64_t *id, struct error *e);
/* What speaks against it; rows: kind ("case", "register", "lives"), text (a sentence), blocks (1: the law wants it kept
 * as long as that lasts). Needs erasure.read of the person's grid. */
enum err erasure_obstacles(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e);
/* Approves or refuses; never the one who asked. To approve, words is the number of the request once more. ERR_STATE
 * with the sentences of what blocks. Needs erasure.decide. *job is the job that does it, 0 when refused. */
enum err erasure_decide(struct work *work, const char *id_or_no, bool approve, const char *text, const char *words,
                        int64_t *job, struct error *e);
/* By whoever asked, while nothing is decided. */
enum err erasure_withdraw(struct work *work, const char *id_or_no, struct error *e);
/* Described in etc/tables/erasure.ini. Needs erasure.read. */
enum err erasure_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                      int64_t *total, struct error *e);
enum err erasure_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);

extern const struct job_kind erasure_job;

#endif

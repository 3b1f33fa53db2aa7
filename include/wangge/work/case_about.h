/* What stands around a case, for those who see it: the units that have or had it, what was asked for and decided, its
 * clocks as they ran, what was merged into it, and what may be the same matter. */
#ifndef WANGGE_WORK_CASE_ABOUT_H
#define WANGGE_WORK_CASE_ABOUT_H

#include "wangge/base/error.h"

#include <stdint.h>

struct buffer;
struct pool;
struct record;
struct rows;
struct work;

/* rows: unit, name, kind (lead, assist), from_at, to_at (null: has it now) */
enum err case_units(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: id, command, asked_by (login), asked_by_name, asked_at, text, given (a record), decision ("" while it waits),
 * decided_by, decided_by_name, decided_at, decided_text; the oldest first */
enum err case_requests(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: stage, kind, amount, spent, began_at, runs_from, yellow_at, due_at, ended_at; the oldest first */
enum err case_clocks(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* Cases that were merged into it and that the actor sees; rows: id, no, title */
enum err case_merged_here(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* Unfinished cases of the same area that were reported within a day of it, at the same place, household or with a
 * title or text like it, and that it can be merged into; the likeliest first. rows: id, no, title, state, place */
enum err case_alike(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);

/* What else was given with a step or asked for (a record as one line), as people read it: "主办单位: 市政所; 延至:
 * ...". */
void case_given_text(struct work *work, const char *given, struct buffer *out);

#endif

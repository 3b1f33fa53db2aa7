/* Special sweeps 专项摸排: a filter over any information table, frozen into a checklist that the grids work off, so
 * that nobody is missed. An open row of the list goes where its person or household is; one that was answered stays
 * with whoever answered it. Fields of a sweep: etc/tables/sweep.ini; of a row of the list: etc/tables/sweep_item.ini. A
 * sweep over a table that the reader may not read shows doors, but neither names nor the filter. */
#ifndef WANGGE_WORK_SWEEP_H
#define WANGGE_WORK_SWEEP_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct job_kind;
struct list_query;
struct pool;
struct record;
struct report;
struct rows;
struct work;

#define SWEEP_AT_ONCE 500    /* more rows than this are a job's work */
#define SWEEP_MOST    100000 /* rows of one sweep */

/* --- sweeps */

/* Columns beside the fields: id, version, secret, area_name, total, open, hits (of the actor's area). */
enum err sweep_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                    int64_t *total, struct error *e);
/* id_or_no: "12", "ZX-20261021-0001". Fields and id, version, area_name, secret, created_by. */
enum err sweep_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);
/* A new one for the actor's own area, from today on for a month. */
enum err sweep_new(struct work *work, struct record *out, struct error *e);
/* The conditions of a list as the field "conditions" has them; those of the area are left out. */
const char *sweep_conditions(struct pool *pool, const struct list_query *query);

struct sweep_share {
    int64_t area, count;
    const char *name;
};
/* How many rows of which areas would be on the list; *total of all. Faults as in check_record; name and days may be
 * missing. */
enum err sweep_preview(struct work *work, struct pool *pool, struct record *record, struct sweep_share **out,
                       size_t *count, int64_t *total, struct error *e);
/* Freezes what matches now: in one transaction, or when there are more than SWEEP_AT_ONCE rows by a job, whose number
 * is in *job (else 0): until it is done nobody but the maker sees the sweep. The staff of the area gets a notice. */
enum err sweep_add(struct work *work, struct record *record, int64_t *id, int64_t *job,
                   void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Name, text and last day of one that is open, those of them that the record has; version: as in visits, 0 for whatever
 * it is now. Another last day is told to the staff again, and holds for all that is still open. */
enum err sweep_change(struct work *work, int64_t id, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Open ones are told by name and need a reason: else ERR_INVALID of the field "reason". */
enum err sweep_close(struct work *work, int64_t id, const char *reason, struct error *e);

extern const struct job_kind sweep_job;

/* --- those who came later: rows that match the filter now and are not on the list */

/* Within the actor's area and rights; rows: object, title, area, area_name. */
enum err sweep_late(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* Adds all of them; *added may be NULL. Needs sweep.work. */
enum err sweep_add_late(struct work *work, int64_t id, int64_t *added, struct error *e);

/* --- progress */

struct sweep_progress {
    int64_t area;
    const char *name;
    bool deeper; /* there are areas below it */
    int64_t total, done, hits, open, tried, overdue;
};
/* The areas right below area (0: the actor's, or the sweep's where that is smaller), each with its figures; sum is of
 * all of them. *elsewhere: how many of the area's rows have moved out of it since and are open there. */
enum err sweep_progress(struct work *work, struct pool *pool, int64_t id, int64_t area, struct sweep_progress **out,
                        size_t *count, struct sweep_progress *sum, int64_t *elsewhere, struct error *e);

/* --- the checklist */

/* area 0: all that the actor reaches. Columns beside the fields: sweep, object, person, household, address, building,
 * unit, room, area_name. */
enum err sweep_items(struct work *work, struct pool *pool, int64_t id, int64_t area, const struct list_query *query,
                     struct rows *out, int64_t *total, struct error *e);
/* The open rows of one door that the actor may answer; rows: id, sweep, no, name, text, title, person, outcome, late,
 * until_on. None without the right sweep.work. */
enum err sweep_of_household(struct work *work, struct pool *pool, int64_t household, struct rows *out, struct error *e);

struct sweep_answer {
    const char *outcome; /* code list sweep_outcome */
    const char *note;    /* "" or NULL for none */
    const char *due_on;  /* of a hit: when to see to it again; NULL or "": in a week */
    int64_t visit;       /* the diary entry that tells it, 0 for none */
};
/* Answers rows of one or several sweeps, all or none; may be said again until the sweep is closed. A hit asks for a
 * follow-up, another answer takes that back. Takes part in an open transaction after db_join. */
enum err sweep_do(struct work *work, const int64_t *items, size_t count, const struct sweep_answer *answer,
                  struct error *e);

/* --- for people and for the program */

/* The checklist as it is printed and exported, by door. */
enum err sweep_report(struct work *work, struct pool *pool, int64_t id, int64_t area, const struct list_query *query,
                      struct report *out, struct error *e);
/* Tells who has open ones of the last day, the maker of the end; each once. Of the timer and "wangge upkeep". */
enum err sweep_remind(struct work *work, int64_t now, struct error *e);
/* Open rows of checklists that lie elsewhere than their person or household; of "wangge check". */
enum err sweep_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);

#endif

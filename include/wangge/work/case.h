/* Cases 事件. Fields (etc/tables/case.ini): id, no, title, text, category, area, household, place, urgency, state,
 * light, handler, unit, result, satisfaction, rework, visit, reported_at, due_at, closed_at, by, by_name, version ...
 * What happens to them is told by etc/workflow.csv (workflow.h), how long it may take by etc/limits.csv. */
#ifndef WANGGE_WORK_CASE_H
#define WANGGE_WORK_CASE_H

#include "wangge/base/error.h"
#include "wangge/db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct transition;
struct work;

/* mine: I reported it, or it waits for me; open and overdue: of my area, and those handed to me wherever they are;
 * queue: it waits for me; asked: a request waits for my approval; the rest are open ones of which that is true. */
enum case_view {
    CASE_MINE,
    CASE_AREA,
    CASE_OPEN,
    CASE_OVERDUE,
    CASE_QUEUE,
    CASE_ASKED,
    CASE_SUPERVISED,
    CASE_SECRETARY,
    CASE_SUSPENDED,
    CASE_CONFIDENTIAL,
    CASE_VIEWS
};
const char *case_view_name(enum case_view view); /* "mine" "area" "open" "overdue"; labels are translated */
const char *case_view_label(enum case_view view);
char case_view_letter(enum case_view view); /* in the menu of views */

/* Columns beside the fields: area_name, handler_name, handler_login, path. Without a sort: the reddest first, in the
 * area the newest first; "light" sorts by light and then by the time that is left. */
enum err case_list(struct work *work, struct pool *pool, enum case_view view, const struct list_query *query,
                   struct rows *out, int64_t *total, struct error *e);
enum err case_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);
enum err case_new(struct work *work, struct record *out, struct error *e);
/* Saves and, unless draft, reports it: one transaction, one timeline. */
enum err case_add(struct work *work, struct record *record, bool draft, int64_t *id,
                  void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Own ones, as long as nobody has taken them (draft, reported). */
enum err case_change(struct work *work, int64_t id, struct record *record,
                     void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);

struct case_command {
    const struct transition *transition;
    bool allowed;
    char why[160]; /* why not, translated; "" when allowed */
};
/* Every command that the case can take now (allowed first), *count of them, in pool. */
enum err case_commands(struct work *work, struct pool *pool, int64_t id, struct case_command **out, size_t *count,
                       struct error *e);
/* The row of the workflow that the actor would take; NULL when there is none. given NULL: before anything is given. */
const struct transition *case_preview(struct work *work, int64_t id, const char *command, const struct record *given);
/* Cases of the same community that the actor sees and that may be the same matter as this one, a record of the case (or
 * of one that is still being written): reported within 24 hours of it, and the same household, place or much the same
 * words. rows: id no title state place reported_at why ("household", "place", "words"). */
enum err case_duplicates(struct work *work, struct pool *pool, const struct record *of, struct rows *out,
                         struct error *e);
/* What belongs to a case beside its timeline.
 * requests: id command asked_by asked_by_name asked_at text given decision decided_by decided_by_name decided_at
 * decided_text; units: unit name kind (lead, assist) from_at to_at; clocks: stage kind amount spent began_at runs_from
 * yellow_at due_at ended_at; merged: id no title, of those that were merged into it. */
struct case_parts {
    struct rows requests, units, clocks, merged;
};
enum err case_parts(struct work *work, struct pool *pool, int64_t id, struct case_parts *out, struct error *e);
/* given: version (optional here), text, handler (user id or login), unit, satisfaction ... as the transition needs. */
enum err case_do(struct work *work, int64_t id, const char *command, const struct record *given, struct error *e);
/* rows: at (ISO), at_text (minute), by, by_name, command, from_state, to_state, text, handler_name, satisfaction */
enum err case_steps(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* "green" below 80% of the time (until yellow_at), "yellow" to due_at, "red" above, "none" without a limit. A case that
 * stands still since stopped_at (0: it runs) keeps the light that it had then; one that is closed has none, which is
 * the caller's to know. */
const char *case_light(int64_t yellow_at, int64_t due_at, int64_t stopped_at, int64_t now);
/* Turns of open cases that have none yet: of those from before turns were kept. Of work_migrate. */
enum err case_waits_fill(struct db *db, struct error *e);
/* Whose turn it is by the workflow, each word between blanks, whatever the case itself keeps; whoever asks. */
enum err case_waits_for(struct work *work, struct pool *pool, int64_t id, const char **out, struct error *e);
/* Levels, clocks, outcomes and turns of all cases, as the workflow makes them of their timelines: of a database that
 * was filled without it. Begins its own transaction. */
enum err case_replay_all(struct work *work, struct error *e);

#endif

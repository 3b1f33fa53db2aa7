/* The visit diary 民情日记. Fields (etc/tables/visit.ini): id, no, kind (visit, patrol, meeting), on, channel, area,
 * household, place (a special place instead), address, persons and companions (names separated by ','), needs, kinds
 * (codes of must_visit) and crowds as the registers told them that day, points (work/patrol.h), text, outcome, next_on,
 * what the reviewer said (grade, review, returned_at, counts), by, by_name, case_no, version. */
#ifndef WANGGE_WORK_VISIT_H
#define WANGGE_WORK_VISIT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct rows;
struct work;

/* deleted: the recycle list instead. */
enum err visit_list(struct work *work, struct pool *pool, const struct list_query *query, bool deleted,
                    struct rows *out, int64_t *total, struct error *e);
enum err visit_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);
/* A new record for a form: a visit, now, the leader's area, channel "door"; household or place: the one to visit, 0 for
 * none. */
enum err visit_new(struct work *work, int64_t household, int64_t place, struct record *out, struct error *e);
/* Do entries of the kind have the field? What it is called in one of that kind, NULL: as its label says. */
bool visit_kind_has(const char *kind, const char *field);
const char *visit_kind_label(const char *kind, const char *field);
/* Checks the record in place and saves it; a household fixes the area; names that are persons of the household are
 * linked. What the marks of its text ask for (work/mark.h) is made with it, all or nothing; a mark that cannot be made
 * is a fault of the text. faults as in check_record. */
enum err visit_add(struct work *work, struct record *record, int64_t *id,
                   void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Own entries, while the month of both dates is open (not frozen or published): else ERR_STATE. ERR_CONFLICT as in
 * store_change. Marks that have made something do not make it again. */
enum err visit_change(struct work *work, int64_t id, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
enum err visit_delete(struct work *work, int64_t id, int64_t version, struct error *e);
enum err visit_restore(struct work *work, int64_t id, struct error *e);
/* The households of an area in the order in which one walks; rows: id, address (as it is said), building, unit, room,
 * head, kinds, visited_at (null: never), next_on. */
enum err visit_doors(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);
/* The household behind the next door of the grid that is due, from the first on again behind the last; when none is,
 * the next that nobody has visited today; 0 when there is none. household 0: from the first door of the actor's area.
 */
int64_t visit_next_door(struct work *work, int64_t household);
/* The record of a case made of this entry (place, household, text, visit), for the case form. */
enum err visit_to_case(struct work *work, int64_t id, struct record *out, struct error *e);

#endif

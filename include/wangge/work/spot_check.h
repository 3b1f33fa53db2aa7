/* Spot checks 抽查: households and fields drawn at random (schema/055_check.sql), what the inspector found true at the
 * door, and what follows: accuracy, corrections of the registers, a line for the grid leader.
 *
 * Who checks need not be allowed to write the registers. The right spot_check.write is enough to correct, through
 * spot_check_save alone, exactly those fields that were drawn: what was found at the door goes into the register in the
 * same transaction, by the rules of its table, with the source "spot check" in its history and a row in the audit.
 *
 * Leaders (scope own) read what was found in their own areas, and not what is still to be looked at. */
#ifndef WANGGE_WORK_SPOT_CHECK_H
#define WANGGE_WORK_SPOT_CHECK_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field;
struct list_query;
struct pool;
struct record;
struct rows;
struct table;
struct work;

/* What may be asked (etc/check_fields.csv): read once, after the tables. Refuses what is unknown, computed or of a
 * sensitive register. */
struct check_field {
    const struct table *table;
    const struct field *field;
    const char *name; /* "person.phone" */
    int weight;
    bool chosen; /* of a new check */
};
enum err check_fields_load(const char *etc_dir, struct error *e);
const struct check_field *check_fields(size_t *count);
/* "person.phone" -> "Phone"; NULL for what is no such name. Also of fields that are asked no more. */
const char *check_field_text(const char *name);

/* Fields as in etc/tables/spot_check.ini. */
enum err spot_check_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                         int64_t *total, struct error *e);
enum err spot_check_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);
/* A new one for the actor's area. */
enum err spot_check_new(struct work *work, struct record *out, struct error *e);
/* Draws. An empty seed becomes one of the kernel's, empty fields the usual ones. ERR_INVALID when nothing is there to
 * be drawn. */
enum err spot_check_draw(struct work *work, struct record *record, int64_t *id,
                         void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* No more doors are looked at; what was not stays open and counts for nothing. */
enum err spot_check_end(struct work *work, int64_t id, struct error *e);

/* The doors of a check in their order; rows: door, household, address (door and all), area, area_name, items, checked,
 * counted, correct. */
enum err spot_check_doors(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);

enum check_by { CHECK_BY_NONE, CHECK_BY_GRID, CHECK_BY_LEADER, CHECK_BY_FIELD };
/* The items of one door (0: of all), or of one line of spot_check_result (key; NULL: all). rows: id, no (of the check),
 * door, position, household, address, area_name, person, person_name, kind, object, field, label, value and truth as
 * people read them (masked where the field is; value empty in a blind check that is not done), verdict, corrected,
 * problem, at (instant), by_name. At most 5,000. */
enum err spot_check_items(struct work *work, struct pool *pool, int64_t id, int64_t door, enum check_by by,
                          const char *key, struct rows *out, struct error *e);
/* rows: key, text, items, checked, counted, correct, corrected. By leader: of the areas that each leads now. */
enum err spot_check_result(struct work *work, struct pool *pool, int64_t id, enum check_by by, struct rows *out,
                           struct error *e);

struct check_saved {
    int checked, wrong, corrected, refused;
};
/* What was found at a door: answers has the numbers of the items in the door as names ("1"), and for each what is true
 * ("=" as registered, not of a blind check; "-" nothing; "/" does not apply; "?" not met; else the value, as it would
 * be typed into the register). An answer that is empty or not there leaves the item as it is. Saved as a whole or not
 * at all; faults name the number. */
enum err spot_check_save(struct work *work, int64_t id, int64_t door, const struct record *answers,
                         struct check_saved *saved, void (*on_fault)(void *to, const struct error *fault), void *to,
                         struct error *e);

#endif

/* What the files area*.c share: one change of areas on its way. */
#ifndef WANGGE_SRC_WORK_AREA_INSIDE_H
#define WANGGE_SRC_WORK_AREA_INSIDE_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/work/area_change.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

#define AREA_PATH 64

struct area_row {
    int64_t id, parent, into;
    int level;
    const char *code, *name, *path, *ended_on, *parent_code;
};

struct area_act {
    struct work *work;
    struct pool *pool;
    const struct area_order *order;
    struct area_effects own, *effects;
    char today[DATE_TEXT], yesterday[DATE_TEXT];
};

/* Right, reason, transaction. */
enum err area_begin(struct area_act *a, struct work *work, const struct area_order *order, struct error *e);
/* Commits with the audit's row; a dry run is taken back. Returns r, or what failed at the end. */
enum err area_finish(struct area_act *a, enum err r, int64_t area, const char *note, struct error *e);
void area_effect(struct area_act *a, const char *what, int64_t number);

/* ERR_NOT_FOUND outside of the actor's reach; field is the one that a fault is of. */
enum err area_get(struct area_act *a, int64_t id, const char *field, struct area_row *out, struct error *e);
/* The same of one that has not ended. */
enum err area_get_open(struct area_act *a, int64_t id, const char *field, struct area_row *out, struct error *e);

/* Of a record whose area has ended, "area" becomes the one that it went into. */
enum err area_present(struct work *work, struct record *record, struct error *e);
/* The path of the next child of parent (0 for the top of a tree): the last one's number and one more. level 0: no
 * question whether such a level fits there. */
enum err area_next_path(struct work *work, struct pool *pool, int64_t parent, int level, char path[AREA_PATH],
                        struct error *e);
enum err area_insert(struct work *work, struct pool *pool, int64_t parent, const char *code, const char *name,
                     int level, int64_t *id, struct error *e);
/* The subtree goes below another area (not the ended one's, whose level does not matter). */
enum err area_repath(struct area_act *a, const struct area_row *row, int64_t parent, bool ended, struct error *e);

/* The line of the history. from is the area as it was; what is NULL or 0 in to is as before. */
struct area_to {
    const char *code, *name;
    int64_t parent, other, rows;
};
enum err area_tell(struct area_act *a, const char *kind, const struct area_row *from, const struct area_to *to,
                   struct error *e);
/* The same of a new one, outside of a change. */
enum err area_told_add(struct work *work, struct pool *pool, int64_t id, struct error *e);

/* Recodes that are done together, so that codes may change places. */
#define AREA_CODE 32
struct area_recode {
    int64_t id;
    int level;
    const char *from;
    char to[AREA_CODE];
};
struct area_recodes {
    struct area_recode *list;
    size_t count, room;
};
/* Lays the area and all below it whose codes begin with the same. */
enum err area_recode_lay(struct area_act *a, struct area_recodes *all, const struct area_row *row, const char *code,
                         struct error *e);
/* ERR_INVALID, field "code", when one of the codes is taken by an area that keeps it. */
enum err area_recode_do(struct area_act *a, const struct area_recodes *all, struct error *e);
bool area_code_is_one(const char *code);
enum err area_rename_one(struct area_act *a, const struct area_row *row, const char *name, struct error *e);
enum err area_end_one(struct area_act *a, const struct area_row *row, struct error *e);

/* Sessions of all who have a post at or below path, read before the path changes, are told after it. */
enum err area_accounts(struct area_act *a, const char *path, struct rows *out, struct error *e);
enum err area_tell_sessions(struct area_act *a, const struct rows *accounts, struct error *e);
/* Who is to be visited in an area and below it, found anew: rhythms are those of the nearest area above. */
enum err area_needs(struct area_act *a, int64_t area, struct error *e);

#endif

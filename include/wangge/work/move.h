/* Moves 人口变动: moving in and out, moving house, splitting and merging households, births and deaths. A row of the
 * table move (etc/tables/move.ini) is such a command: saving one does it all, in one transaction: the people, their
 * households, who is the head, the rows of their registers, the spans of relations (work/residence.h), the search. It
 * is never changed afterwards; a wrong one is undone as long as nothing has happened since to what it touched. Visits
 * and cases go on pointing to what they pointed to. */
#ifndef WANGGE_WORK_MOVE_H
#define WANGGE_WORK_MOVE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

struct move_kind {
    const char *code;  /* of the list move_kind, which has its label too */
    char letter;       /* in the menu */
    const char *needs; /* fields that must be given, parted by blanks */
    const char *asks;  /* further fields that may be given; no other ones may */
    const char *help;  /* msgid: what it does */
};
size_t move_kind_count(void);
const struct move_kind *move_kind_at(size_t i);
const struct move_kind *move_kind_find(const char *code); /* NULL when unknown */
bool move_kind_has(const struct move_kind *kind, const char *field);
bool move_kind_needs(const struct move_kind *kind, const char *field);

/* Checks everything, tells on_fault (may be NULL) every fault, then does it. record gets what the program fills in,
 * "result" among it: what was done, a line each, and what people should look at. Needs the right person.write for those
 * who move and for where they go; a person of any grid whose citizen ID and name are both given may be moved in: that
 * is audited, and the leader of the other grid finds it in the inbox. */
enum err move_add(struct work *work, struct record *record, int64_t *id,
                  void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* What move_add would do, into record's "result", without doing it. */
enum err move_try(struct work *work, struct record *record, struct error *e);
/* Everything is again as it was before. ERR_STATE when something else has happened since. */
enum err move_undo(struct work *work, int64_t id, struct error *e);

#endif

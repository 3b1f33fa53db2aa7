/* Marks in the text of a diary entry 出门一把抓、回来再分家: a line "#事件 楼道灯不亮 @6幢1单元" makes a case when the
 * entry is saved, "#再访 周五" the next visit, "#人 示例丁 电话 13900001111" a change of a person. The words are rows
 * of etc/marks.csv. A mark begins with the sign and a word that a blank follows, and ends where the line or another
 * mark does. The text keeps the marks as they were typed. */
#ifndef WANGGE_WORK_MARK_H
#define WANGGE_WORK_MARK_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

enum mark_make {
    MARK_CASE,
    MARK_AGAIN,
    MARK_PERSON,
    MARK_MEMBER,
    MARK_OUT,
    MARK_DEATH,
    MARK_HAZARD,
    MARK_NEED,
    MARK_SWEEP,
    MARK_MAKES
};

/* Once, before the first fork, after codes_load: marks.csv and case_words.csv. */
enum err marks_load(const char *etc_dir, struct error *e);
const char *mark_name(enum mark_make make);  /* "case" */
const char *mark_word(enum mark_make make);  /* the first word in the language in use: 事件 */
const char *mark_label(enum mark_make make); /* in the language in use, as mark_usage: "#事件 何事 ..." */
const char *mark_usage(enum mark_make make);

/* What was written, in parts; those that a mark does not have are "". */
struct mark {
    enum mark_make make;
    const char *where;   /* the field: the text, or the points of a patrol (work/patrol.h) */
    size_t at, length;   /* where in the text */
    const char *written; /* as it was typed, trimmed */
    const char *key; /* what tells it from others of the text: half-width, single blanks; "（2）" behind a second one */
    const char *name;                       /* of a person */
    const char *text;                       /* what happened, why one comes again, where to somebody has moved */
    const char *place, *category, *urgency; /* as they were written */
    const char *field, *value; /* of a new member all that stands behind the name; of a sweep its outcome */
    char day[DATE_TEXT];
    bool whole; /* all that it needs is there */
};

/* The marks of a text, in pool; base is the day that the dates count from. Returns how many. */
size_t mark_parse(struct pool *pool, const char *text, day_t base, struct mark **out);
/* What looks like a mark and is none, in pool: "#事件楼道灯" without its blank; NULL when there is nothing such. */
const char *mark_almost(struct pool *pool, const char *text);
/* The category of a case that its words tell; NULL when they tell none. */
const char *mark_category(const char *words);

/* One thing that saving will make. */
struct mark_item {
    struct mark mark;
    const char *text;      /* for people */
    const char *problem;   /* why it cannot be made; NULL */
    struct record *record; /* of the case, person, move or hazard to be saved; NULL */
    const char *code;      /* of a need; NULL */
    int64_t target;        /* the person to be changed, the row of a checklist to be answered */
    bool no_category;      /* of a case: to be chosen */
    const char *like;      /* of a case: "SJ-20261021-0003 楼道灯坏" that may be the same matter; NULL */
    bool made;             /* by an earlier save: not again */
    bool same;             /* nothing would change */
};

struct mark_plan {
    size_t count;
    struct mark_item *items;
    char next_on[DATE_TEXT]; /* the earliest of the visits that are to be made; "" */
    char needs[64];          /* codes of what is needed, parted by commas */
    size_t hint_count;
    const char *hints[8]; /* sentences about what is no mark and might be one */
};

/* What saving the entry (0: a new one) would make; the plan's texts are in pool. Tells problems, does not mind them. */
enum err mark_plan(struct work *work, struct pool *pool, int64_t visit, const struct record *record,
                   struct mark_plan *out, struct error *e);
void mark_plan_free(struct mark_plan *plan);

/* What the entry has made; rows: mark (its text), kind (case, person, move, hazard), id, made_at, no (of a case that
 * the actor sees). */
enum err mark_made(struct work *work, struct pool *pool, int64_t visit, struct rows *out, struct error *e);

#endif

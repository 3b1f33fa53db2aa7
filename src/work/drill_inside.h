/* What the files of the drill share: its kinds of questions, and the questions that are drawn. */
#ifndef WANGGE_SRC_WORK_DRILL_INSIDE_H
#define WANGGE_SRC_WORK_DRILL_INSIDE_H

#include "wangge/work/drill.h"

#include "wangge/base/i18n.h"
#include "wangge/db/db.h"

struct buffer;

#define DRILL_LINKS 4 /* household, person, matter, policy */

enum drill_as {
    DRILL_TEXT,
    DRILL_DATE,
    DRILL_CODE,
    DRILL_CODES,
    DRILL_BAND,
    DRILL_DOOR,
    DRILL_COUNT,
    DRILL_REGISTER,
    DRILL_POLICY,
    DRILL_HOLDER
};

/* A row of etc/drill_questions.csv. */
struct drill_kind {
    const char *code, *table /* and more, parted by blanks */, *statement, *when, *column, *codes;
    const char *text[LANGUAGE_COUNT];
    int link; /* 1 .. DRILL_LINKS */
    enum drill_as as;
    bool typed;
};

size_t drill_kind_count(void);
const struct drill_kind *drill_kind_at(size_t i);
/* NULL when there is none any more. */
const struct drill_kind *drill_kind_find(const char *code);
/* What it is about: the first of its tables. */
bool drill_is_about(const struct drill_kind *kind, const char *table);
/* May the actor read all these tables (parted by blanks)? */
bool drill_may_ask(const struct work *work, const char *tables);

/* What is true in the grid: the answer is a right one to the question. */
struct drill_fact {
    const char *question, *answer;
    int64_t object;
};

/* The facts of a kind that the actor may read, those of one question side by side; and answers that are right to none
 * of them but could be. data keeps what statements gave for the next kind: begin with {0}. */
struct drill_data {
    struct rows rows[8];
    const char *names[8];
    size_t count;
    struct drill_member *members; /* who is in which register, by person */
    size_t member_count;
    bool members_read;
};
struct drill_facts {
    struct drill_fact *list;
    size_t count;
    const char **others;
    size_t other_count;
};
enum err drill_facts(struct work *work, struct pool *pool, const struct drill_kind *kind, struct drill_data *data,
                     struct drill_facts *out, struct error *e);

struct drill_drawn {
    const struct drill_kind *kind;
    int64_t object;
    const char *question;
    const char *options[DRILL_OPTIONS]; /* [0] NULL: typed */
    int right;                          /* index of the right option */
    const char *answer;                 /* of a typed one: right words, in lines */
};

/* At most count questions, none twice, the four links in turn: the same for the same seed and the same grid. */
enum err drill_draw(struct work *work, struct pool *pool, uint64_t seed, int count, struct drill_drawn *out, int *drawn,
                    struct error *e);

/* Is what was typed one of the lines? Blanks, width and case of letters, and words behind a number do not matter. */
bool drill_is_right(const char *given, const char *lines);

#endif

/* Between the files mark*.c and visit.c. */
#ifndef WANGGE_SRC_WORK_MARK_INSIDE_H
#define WANGGE_SRC_WORK_MARK_INSIDE_H

#include "wangge/db/db.h"
#include "wangge/work/mark.h"

struct buffer;
struct code_list;

struct mark_planner {
    struct work *work;
    struct pool *pool;
    int64_t visit, household, area;
    const char *door, *address; /* of the household, "" for none */
    char on[DATE_TEXT];         /* the day of the visit */
    day_t day;
    struct rows people; /* of the household */
    struct rows made;   /* by earlier saves, */
    bool *used;         /* and which of it is told to be a mark's that was corrected */
};

/* mark.c: words parted by blanks or commas, parted by single blanks. */
void mark_words(const char *text, struct buffer *out);
/* Is one the other with a slip corrected? */
bool mark_alike(const char *a, const char *b);

/* mark_item.c: what becomes of a mark. */
enum err mark_plan_item(struct mark_planner *p, struct mark_item *item, struct error *e);
/* Who of the household is called so, 0 for nobody or several, whose number is *found. "示例丁(女儿)" is 示例丁. */
int64_t mark_find_person(struct mark_planner *p, const char *name, size_t *found);

/* mark_word.c: the mark whose word the text at s begins with, and its bytes; MARK_MAKES when there is none. */
enum mark_make mark_of_word(const char *s, size_t *bytes);
/* The code that the words of a text tell by the names and synonyms of a list; NULL. */
const char *mark_code_in(const struct code_list *list, const char *words, size_t *longest);

/* mark_make.c, in the transaction of the visit: tells every problem of the plan as a fault of the field text. */
enum err mark_refuse(const struct mark_plan *plan, void (*on_fault)(void *to, const struct error *fault), void *to,
                     struct error *e);
/* Makes all that is to be made of the visit, and keeps what was made of which mark. */
enum err mark_carry_out(struct work *work, int64_t visit, const struct mark_plan *plan,
                        void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);

#endif

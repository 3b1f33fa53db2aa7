/* Steps of a case, parted by subject: case_find.c what a case is now, case_may.c who may, case_given.c what was given,
 * case_effect.c what a step does, case_unit.c units, case_merge.c merging, case_request.c what waits for approval,
 * case_waits.c whose turn it is, case_tell.c who is told, case_do.c the step itself. workflow.c checks its table with
 * the words known here. */
#ifndef WANGGE_SRC_WORK_CASE_DO_H
#define WANGGE_SRC_WORK_CASE_DO_H

#include "case_clock.h"

#include "wangge/base/error.h"
#include "wangge/db/db.h"
#include "wangge/work/right.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct transition;
struct work;

/* The binds of the parts case.mine and case.seen: which cases the actor sees, and which confidential ones of them. */
struct case_sight {
    struct scope_range range, secret;
    char today[16];
};
enum err case_sight(struct work *work, struct case_sight *out, struct error *e);
#define BIND_SIGHT(s)                                                                                                  \
    BIND_TEXT("lo", (s).range.lo), BIND_TEXT("hi", (s).range.hi), BIND_INT("own", (s).range.own),                      \
        BIND_INT("me", (s).range.me), BIND_TEXT("secret_lo", (s).secret.lo), BIND_TEXT("secret_hi", (s).secret.hi),    \
        BIND_TEXT("today", (s).today)

/* What the column "if" asks about. */
struct case_facts {
    const char *state, *source, *asked;
    int level, lowest; /* who holds it; the level of its own area, below which nobody can hold it */
    bool suspended, supervised, merged, accepted;
};
bool case_fact_is_known(const char *word);
bool case_facts_hold(const struct case_facts *facts, const struct transition *transition);
/* Is it the first row of its command that holds? */
bool case_is_first(const struct case_facts *facts, const struct transition *transition);

/* A step that moved the case and has not been taken back; the texts are the pool's. */
struct past_step {
    const char *command, *from, *to, *level, *unit, *text, *satisfaction, *given;
    const char *effect;    /* of its row of the workflow; of an approval that of what was asked for */
    int64_t handler, lead; /* before the step */
};

/* A case as it is now, for the actor who sees it. */
struct case_now {
    struct work *work;
    struct pool *pool;
    struct rows row; /* one, of case_row */
    int64_t id;
    int64_t me; /* the actor, or whom the actor acts for */
    struct case_facts facts;
    struct past_step *past; /* the last one led to its state */
    size_t past_count;
    bool leads, assists; /* the actor is of the unit in charge, of an assisting one */
};
enum err case_find(struct work *work, struct pool *pool, const char *id_or_no, struct rows *out, struct error *e);
enum err case_now_read(struct work *work, struct pool *pool, const char *id_or_no, struct case_now *out,
                       struct error *e);
/* The same for the program itself, whoever may see the case. */
enum err case_now_any(struct work *work, struct pool *pool, int64_t id, struct case_now *out, struct error *e);
/* The facts when the case lies in another area; a draft comes to its author's level with its report. */
enum err case_facts_move(const struct case_now *now, int64_t area, struct case_facts *facts, struct error *e);
struct case_times case_times_of(const struct rows *row);
/* The bind $turn: '% ROLE %', of cases that wait for the actor's role. */
const char *case_turn(const struct work *work, struct pool *pool);
/* The bind $approvals: COMMAND/LEVEL of the requests that the actor may approve, each between blanks. */
const char *case_approvals(const struct work *work, struct pool *pool);

/* May the actor take this way? Else ERR_DENIED with the reason. */
enum err case_may(const struct case_now *now, const struct transition *transition, struct error *e);
/* The row of the workflow that the actor takes by the command: ERR_USAGE, ERR_STATE when there is none now. given may
 * be NULL: any "when" holds. */
enum err case_way(const struct case_now *now, const char *command, const struct record *given,
                  const struct transition **out, struct error *e);

/* A step being taken: what the case will be. 0 and "" are none. */
struct step {
    const struct case_now *now;
    const struct transition *transition; /* what is carried out */
    const char *command;                 /* what the timeline tells: "approve" when it is somebody's approval */
    const struct record *given;          /* canonical */
    const char *text;                    /* what is said with the command that is carried out */
    int64_t at, to_handler;              /* to_handler: to whom this step hands it */
    const char *state;
    int level;
    int64_t handler, lead;
    const char *unit, *category, *urgency, *result, *satisfaction, *outcome, *asked, *supervise_reason;
    int64_t rework, returns, self_handled;
    int64_t reported_at, closed_at, archived_at, merged_into;
    int64_t suspended_until, supervised_at, reply_by, replied_at;
    struct case_times times;
};
bool case_effect_is_known(const char *word);
/* All words of the transition's effect, in their order. */
enum err case_effects(struct step *step, struct error *e);
/* The words of a column that holds several: does it hold this one? */
bool case_words_hold(const char *words, const char *word);

/* The given fields that the transition takes, canonical, into out; those that it needs must be there. Links given by
 * name or number become ids; instants lie ahead. */
enum err case_take_given(const struct case_now *now, const struct transition *transition, const struct record *given,
                         struct record *out, struct error *e);

/* Effects that are more than columns. */
enum err case_assign(struct step *step, struct error *e);
enum err case_release(struct step *step, struct error *e);
/* The step that led here is taken back: the units are those of before it, step->lead in charge. */
enum err case_units_back(struct step *step, struct error *e);
enum err case_merge(struct step *step, struct error *e);
/* After the case has come to its end, or has been opened again: those that were merged into it follow. */
enum err case_merged_follow(struct step *step, struct error *e);

/* A row that waits for another's approval: asks. */
enum err case_ask(struct step *step, struct error *e);
/* The request that is open: its command's row as it is now, what was given, and who asked. */
struct case_request {
    int64_t id, asked_by, asked_hand; /* for whom, and by whose hand: a deputy's */
    const char *command, *text;
    struct record *given; /* the caller frees it */
};
enum err case_request_read(const struct case_now *now, struct case_request *out, struct error *e);
enum err case_request_end(const struct step *step, const char *decision, struct error *e);

/* Whose turn it is, each word between blanks: " station approver ". */
void case_waits(struct pool *pool, const struct case_facts *facts, const char **out);

/* Does who is meant by the word (a role, author, handler ...) hear of the case of the row? Of a confidential one those
 * roles only that may see it. */
bool case_word_hears(const struct rows *row, const char *word);
/* Lines in the inbox and messages to the reporter, of what the step did. */
enum err case_tell(const struct step *step, int64_t asked_by, struct error *e);

/* Writes into the timeline what is no command (note: a code of the list case_note) and tells who holds the case; inside
 * the caller's transaction, by the program itself. */
enum err case_note(struct work *work, int64_t id, const char *note, const char *text, struct error *e);

/* The rules of a new case, without writing it. */
enum err case_check(struct work *work, struct record *record, struct error *e);
/* A draft, inside the caller's transaction; case.h tells the rest. */
enum err case_insert(struct work *work, struct record *record, int64_t *id,
                     void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* The reporter's name and telephone, for those who do not hold the case. */
bool case_is_held(struct work *work, struct pool *pool, const struct rows *row, const char *today);
void case_mask_record(struct record *record);
void case_mask_rows(struct work *work, struct pool *pool, struct rows *rows);

/* Reports a new case, inside the transaction that made it. */
enum err case_report(struct work *work, int64_t id, struct error *e);

#endif

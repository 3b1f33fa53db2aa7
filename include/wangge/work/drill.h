/* The familiarity drill: questions drawn from the leader's own grid (etc/drill_questions.csv), kept as they were asked
 * and answered one by one. The best finished drill of the month counts (schema/queries/measure_drill.sql). */
#ifndef WANGGE_WORK_DRILL_H
#define WANGGE_WORK_DRILL_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define DRILL_OPTIONS  4
#define DRILL_LEAST    10 /* questions; a drill of fewer counts for nothing */
#define DRILL_STANDARD 20
#define DRILL_MOST     50

struct drill_question {
    int position, asked; /* the first is 1 */
    int right;           /* right ones so far */
    const char *text;
    size_t option_count; /* 0: the answer is typed */
    const char *options[DRILL_OPTIONS];
};

struct drill_result {
    bool correct;
    const char *right; /* the right answer, in words */
    bool ended;        /* it was the last question */
    int right_count, asked;
};

/* After the tables. An error names file and line. */
enum err drill_load(const char *etc_dir, struct error *e);

/* A drill about the grid of the actor (of whom they act for): the open one, if there is one, else a new one of so many
 * questions (0: the standard), fewer when the grid gives no more; *resumed says which. ERR_STATE when it gives less
 * than DRILL_LEAST. Right drill.take. */
enum err drill_start(struct work *work, int count, int64_t *id, bool *resumed, struct error *e);
/* The open drill of the actor; 0: there is none. */
enum err drill_open(struct work *work, int64_t *id, struct error *e);
/* The question that is to be answered now; ERR_NOT_FOUND when there is no such open drill. */
enum err drill_next(struct work *work, struct pool *pool, int64_t id, struct drill_question *out, struct error *e);
/* given: the number of an option, or what was typed; "" passes the question over. ERR_CONFLICT when position is not the
 * question that is to be answered now: it has been answered elsewhere. */
enum err drill_answer(struct work *work, struct pool *pool, int64_t id, int position, const char *given,
                      struct drill_result *out, struct error *e);

/* A drill of the standard length that the actor finished at that instant, with so many right answers in a hundred: demo
 * data, without an audit row, in the caller's transaction. Nothing when the grid gives too few questions. */
enum err drill_lay(struct work *work, uint64_t seed, int64_t at, int percent, struct error *e);

/* Drills of the month ("2026-10"; "": this one) that the actor may read, and open ones; rows: id, login, name,
 * area_name, asked, right_count, started_at, ended_at (ISO, empty), seconds, best (1: the one that counts). */
enum err drill_list(struct work *work, struct pool *pool, const char *month, int limit, struct rows *out,
                    struct error *e);
/* One drill; rows of out: id, login, name, by_name, area_name, asked, right_count, started_at, ended_at, seed. items,
 * of those that are answered: position, code, kind, object, question, answer, given (in words), correct, seconds; what
 * is about a table that the actor may not read has no words. */
enum err drill_show(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct rows *items,
                    struct error *e);

#endif

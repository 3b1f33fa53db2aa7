/* The numbers of the home screen, in one round trip. */
#ifndef WANGGE_WORK_SUMMARY_H
#define WANGGE_WORK_SUMMARY_H

#include "wangge/base/error.h"
#include "wangge/work/patrol.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

struct summary {
    int64_t visits_today, visits_month, due_households, overdue_households;
    struct diary_day diary;
    int64_t to_review; /* entries of this month and the last that wait for the actor's review */
    int64_t cases_open, cases_red, cases_yellow, cases_green;
    int64_t waiting;                        /* cases that wait for a command of mine */
    int64_t unread;                         /* lines of the inbox; with waiting the inbox count of the top line */
    int64_t notices;                        /* not read yet; in that count, too */
    int64_t users, users_waiting, sessions; /* administrators */
    int64_t post_requests;                  /* that wait for the actor's decision */
    bool looks_after;                       /* the installation: what follows is read */
    bool backup_overdue;
    int64_t backup_at;                /* the last good one; 0 never */
    int64_t jobs_failed, alarms_late; /* since yesterday */
    int64_t weak;                     /* what the self-check found red */
    double score;                     /* of this month so far; < 0 when there is none */
    char gain[96];                    /* what would gain most this month, in words; "" for nothing */
    char last_grade[2];
    double last_score; /* of the month before; < 0 when there is none */
};

enum err summary_read(struct work *work, struct summary *out, struct error *e);
/* Only what the top line counts, anew; cheap enough for whenever somebody has changed something. */
enum err summary_recount(struct work *work, struct summary *summary, struct error *e);
/* What is best done today, at most limit rows: kind (case, visit), id, no, title, state, light, due_text. Cases and
 * visits in one order: what is over its time (red), most over first, measured by the time it had; then yellow cases,
 * visits of today, and the rest by its date. */
enum err summary_todo(struct work *work, struct pool *pool, int limit, struct rows *out, struct error *e);

#endif

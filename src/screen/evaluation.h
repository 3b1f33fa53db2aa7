/* Shared by the screens of the monthly evaluation. */
#ifndef SCREEN_EVALUATION_H
#define SCREEN_EVALUATION_H

#include "wangge/base/error.h"
#include "wangge/work/evaluation.h"

struct pool;
struct rows;
struct ui;
struct work;

/* "2026-10 (so far, not frozen)" */
void evaluation_month_words(const char *month, const char *state, char *out, size_t room);
/* '#' for the part 0..1 of columns. */
const char *evaluation_bar(struct pool *pool, double part, int columns);
/* "94/98", with a decimal only where there is one. */
const char *evaluation_share(struct pool *pool, double numerator, double denominator);
/* "+1.5", "-2", "0" */
const char *evaluation_points(struct pool *pool, double points);

/* Whose evaluation of which month. */
struct whose {
    char month[8];
    char subject[16];
    int64_t who;
    char name[96];
    bool own; /* it concerns the actor: may appeal */
};
/* What is done with the month, each when the right is there, and after a question where it cannot be undone. */
enum month_step { MONTH_COMPUTE, MONTH_FREEZE, MONTH_REVIEW, MONTH_PUBLISH, MONTH_STEPS };
void evaluation_month_step(struct ui *ui, struct work *work, const char *month, enum month_step step);
/* As a file, which the inbox keeps. */
void evaluation_month_export(struct ui *ui, struct work *work, const char *month);
/* All of it to choose from; of tells month and subject. */
void evaluation_month_menu(struct ui *ui, struct work *work, const struct whose *of);

/* The records behind an item, or of one measure of it (NULL: all); y appeals against one. */
void evaluation_records_screen(struct ui *ui, struct work *work, const struct whose *whose, const char *item,
                               const char *label, const char *measure);
/* What a record, an evidence or a line is about; false when it has no page of its own. */
bool evaluation_open_object(struct ui *ui, struct work *work, const char *kind, int64_t id);

/* A line of the ledger; kind points or veto. */
void evaluation_point_form(struct ui *ui, struct work *work, const struct whose *whose, const char *kind);
void evaluation_point_screen(struct ui *ui, struct work *work, const struct rows *rows, size_t row);
void evaluation_point_withdraw_ask(struct ui *ui, struct work *work, int64_t id);
/* item "" is the whole, label what people call it, no "" all of the item. */
void evaluation_appeal_form(struct ui *ui, struct work *work, const struct whose *whose, const char *item,
                            const char *label, const char *no);
void evaluation_correct_ask(struct ui *ui, struct work *work, const struct whose *whose);

/* Appeals: of a month (NULL: all), of one who is judged (0: all). Enter reads one and decides on it. */
void evaluation_appeals_of(struct ui *ui, struct work *work, const char *month, const char *subject, int64_t who);
void evaluation_appeal_screen(struct ui *ui, struct work *work, int64_t id);

/* Twelve months up to this one, of the one that who names, or of all of the subject (who 0). */
void evaluation_trend_of(struct ui *ui, struct work *work, const struct whose *whose);

#endif

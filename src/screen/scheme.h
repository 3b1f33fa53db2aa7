/* Shared by the screens of the evaluation's schemes. */
#ifndef SCREEN_SCHEME_H
#define SCREEN_SCHEME_H

#include "wangge/base/error.h"
#include "wangge/work/scheme.h"

struct pool;
struct ui;
struct work;

const char *scheme_area(const struct scheme *scheme); /* "everywhere" */
const char *scheme_since(const char *from_month);     /* "the beginning" */
/* An item's label and meaning: its own, else those of its first measure. */
const char *scheme_item_label(const struct scheme_item *item);
const char *scheme_item_help(struct pool *pool, const struct scheme_item *item);
/* "closed in time x 0.7 + not sent back x 0.3" */
const char *scheme_formula_words(struct pool *pool, const char *formula);
bool scheme_is_amount(const char *formula); /* a measure of it is counted against the target */
/* As people type and read it: a share in per cent, an amount as a number, "" for none. */
const char *scheme_target_words(struct pool *pool, const char *formula, double target);
/* false: it is neither "85%" nor "0.85" nor "20". "" is 0. */
bool scheme_number(const char *text, double *out);
double scheme_weights(const struct scheme *scheme);

/* The versions of a subject, "" of all. */
void scheme_list_of(struct ui *ui, struct work *work, const char *subject);
/* One version, its items and targets. */
void scheme_view_screen(struct ui *ui, struct work *work, int64_t id);
/* Totals of a month as they are, and as they would be. */
void scheme_try_screen(struct ui *ui, struct work *work, int64_t id);

/* Forms. position: of the item or target, from 1; 0: a new one (of a target: of the item named). */
void scheme_copy_form(struct ui *ui, struct work *work, int64_t id); /* what was made opens */
void scheme_head_form(struct ui *ui, struct work *work, int64_t id);
void scheme_item_form(struct ui *ui, struct work *work, int64_t id, size_t position);
void scheme_target_form(struct ui *ui, struct work *work, int64_t id, size_t position, const char *item);
/* One place up in the lists. */
void scheme_raise_item(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position);
/* After a question. */
void scheme_remove_item(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position);
void scheme_remove_target(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position);

#endif

/* A sheet: one record on one page, as lines to read; some lines lead to other records and carry a number. */
#ifndef SCREEN_SHEET_H
#define SCREEN_SHEET_H

#include "wangge/ui/ui.h"

struct pool;
struct sheet;

struct sheet_ops {
    /* Writes all lines anew; called at the start, after sheet_refill and when the window's width changes. */
    enum err (*fill)(void *to, struct sheet *sheet, struct error *e);
    /* Enter on a line that leads somewhere; NULL when none does. */
    void (*open)(void *to, struct sheet *sheet, const char *kind, int64_t id);
    bool (*action)(void *to, struct sheet *sheet, enum action action);
    const enum action *foot;
    const char *const *foot_words; /* as in struct screen_ops */
    const char *help;              /* msgid, may be NULL */
};

/* Runs until the user leaves. A sheet that cannot be filled shows the error where the user came from. */
void sheet_run(struct ui *ui, const char *title, const struct sheet_ops *ops, void *to);
void sheet_refill(struct sheet *sheet);
void sheet_leave(struct sheet *sheet);
/* Lives until the next filling has ended, and as long as the open or action that was begun before. */
struct pool *sheet_pool(struct sheet *sheet);
int sheet_columns(const struct sheet *sheet);

/* Lines, while filling. */
/* Room for labels, with a blank before and after; short of what every sheet gives nothing changes. */
void sheet_set_labels(struct sheet *sheet, int columns);
void sheet_blank(struct sheet *sheet);
void sheet_heading(struct sheet *sheet, const char *text);
void sheet_text(struct sheet *sheet, enum ui_style style, const char *text); /* wrapped to the window */
/* "label     value", the value wrapped beside its label. An empty value is passed over. */
void sheet_pair(struct sheet *sheet, const char *label, const char *value);
void sheet_pair_more(struct sheet *sheet, const char *label, const char *value, const char *label2, const char *value2);
/* A line with a key before it (1 to 9, then letters) that opens what it leads to, as Enter does. */
void sheet_link(struct sheet *sheet, const char *kind, int64_t id, const char *text);
/* The same in parts, for lines that lead to several places: the key to be written before the text of the next line or
 * somewhere in it; and a line as it is, cut to the window. Enter opens the first place of a line. */
const char *sheet_key(struct sheet *sheet, const char *kind, int64_t id);
void sheet_line(struct sheet *sheet, enum ui_style style, const char *text);

#endif

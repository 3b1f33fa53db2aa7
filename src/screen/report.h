/* What screens of reports share: the period and area that they are of, export, pages to print. */
#ifndef SCREEN_REPORT_H
#define SCREEN_REPORT_H

#include <stdbool.h>
#include <stddef.h>

struct case_selection;
struct pool;
struct report;
struct ui;
struct work;

/* '+': another area or period; true when it was changed. */
bool report_ask_selection(struct ui *ui, struct work *work, struct case_selection *selection);
/* " --from=2026-10-01 --to=2026-10-21 --area=320106", as commands have it. */
const char *report_options(struct work *work, struct pool *pool, const struct case_selection *selection);
void report_export(struct ui *ui, struct work *work, const struct report *report);
/* command: the words that print the same, to be told. */
void report_print_screen(struct ui *ui, struct work *work, const struct report *report, const char *command);

#endif

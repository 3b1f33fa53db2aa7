/* The parts of a case's page. */
#ifndef SCREEN_CASE_SHEET_H
#define SCREEN_CASE_SHEET_H

#include <stdint.h>

struct case_parts;
struct record;
struct sheet;
struct work;

void case_sheet_facts(struct work *work, struct sheet *sheet, const struct record *item,
                      const struct case_parts *parts);
/* Each heading only when something stands under it. */
void case_sheet_clocks(struct work *work, struct sheet *sheet, const struct case_parts *parts);
void case_sheet_requests(struct work *work, struct sheet *sheet, const struct case_parts *parts);
void case_sheet_steps(struct work *work, struct sheet *sheet, int64_t id);
/* Lines that lead elsewhere: kinds household, person, visit, case. */
void case_sheet_links(struct work *work, struct sheet *sheet, const struct record *item,
                      const struct case_parts *parts);

#endif

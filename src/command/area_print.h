/* How areas are printed. Private to the noun "area". */
#ifndef WANGGE_COMMAND_AREA_PRINT_H
#define WANGGE_COMMAND_AREA_PRINT_H

struct call;
struct rows;

void print_areas(struct call *call, const struct rows *rows);
/* That the code is one of before, or that the area ended. */
void area_print_past(struct call *call, const char *key, const struct rows *rows);

#endif

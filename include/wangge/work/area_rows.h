/* Which tables name an area, as data (area_row_rows.h): what a merge asks, and what a test compares with the schema. */
#ifndef WANGGE_WORK_AREA_ROWS_H
#define WANGGE_WORK_AREA_ROWS_H

#include <stddef.h>

enum area_what { AREA_GOES, AREA_STAYS, AREA_OWN, AREA_GONE };

struct area_rows {
    const char *table, *column;
    enum area_what what;
    const char *where;  /* of those that go: for which this holds */
    const char *effect; /* the word that tells how many (area_effect_text) */
};
extern const struct area_rows area_rows[];
extern const size_t area_rows_count;

#endif

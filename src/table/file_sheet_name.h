/* What a spreadsheet takes as the name of a sheet. */
#ifndef WANGGE_SRC_TABLE_FILE_SHEET_NAME_H
#define WANGGE_SRC_TABLE_FILE_SHEET_NAME_H

#define SHEET_NAME_MOST 31 /* characters */
#define SHEET_NAME_ROOM (4 * SHEET_NAME_MOST + 1)

/* Without the characters that it refuses, cut to its length. */
void sheet_name(const char *name, char out[SHEET_NAME_ROOM]);

#endif

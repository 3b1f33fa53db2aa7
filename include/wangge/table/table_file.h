/* The rows of a file that people made with a spreadsheet, one after the other: CSV in UTF-8 (with or without BOM),
 * UTF-16 or GB18030, its cells parted by comma, semicolon or tab (as pasted from a spreadsheet); or xlsx. Memory does
 * not grow with the rows (an xlsx file's shared texts are kept, at most TABLE_FILE_TEXTS bytes). */
#ifndef WANGGE_TABLE_TABLE_FILE_H
#define WANGGE_TABLE_TABLE_FILE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct table_file;

#define TABLE_FILE_COLUMNS 1024
#define TABLE_FILE_CELL    (128 * 1024)         /* most bytes of a cell */
#define TABLE_FILE_TEXTS   (32 * 1024 * 1024)   /* most bytes of all shared texts of an xlsx file */
#define TABLE_FILE_SHEET   (1024 * 1024 * 1024) /* most bytes of a sheet's XML */

/* Valid until the next call. Texts are UTF-8; dates 2026-10-21 or 2026-10-21 16:05, numbers without exponent. */
struct table_row {
    long line; /* of a text file; the row of a sheet */
    size_t count;
    const char *const *cells; /* "" for an empty one */
    const bool *lost;         /* the cell is a number that has lost digits in the spreadsheet (a long ID) */
};

/* What it is, is seen from its first bytes. ERR_INVALID with a sentence that says what to do for what is not readable:
 * an old .xls file, one with a password, a text in no known encoding. The file (or the bytes) must stay until close. */
enum err table_file_open(const char *path, struct table_file **out, struct error *e);
enum err table_file_bytes(const void *data, size_t n, struct table_file **out, struct error *e);
/* The next row that is not empty; *more false at the end. ERR_INVALID names the line of what is broken. */
enum err table_file_next(struct table_file *file, struct table_row *row, bool *more, struct error *e);
void table_file_close(struct table_file **file); /* NULL is allowed */

#endif

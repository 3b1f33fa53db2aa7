/* Writing rows of texts as a file: CSV (RFC 4180) for programs, CSV with a BOM for spreadsheets, or xlsx with text
 * cells, so that a spreadsheet makes no number of an ID. Memory does not grow with the rows. */
#ifndef WANGGE_TABLE_TABLE_WRITER_H
#define WANGGE_TABLE_TABLE_WRITER_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table_writer;

enum table_format { TABLE_CSV, TABLE_CSV_BOM, TABLE_XLSX, TABLE_FORMAT_COUNT };

/* "csv", "csv-bom", "xlsx"; false for another word. */
bool table_format_parse(const char *word, enum table_format *out);
const char *table_format_word(enum table_format format);
const char *table_format_ending(enum table_format format); /* "csv", "xlsx" */
/* Made for people: labels and texts instead of names and codes. */
bool table_format_is_readable(enum table_format format);

/* out is where CSV goes (the caller closes it) and NULL for xlsx, which goes to the file of that path. sheet names the
 * sheet. */
enum err table_writer_open(enum table_format format, FILE *out, const char *path, const char *sheet,
                           struct table_writer **writer, struct error *e);
/* The first row is the heading. Cells that begin with = + - @ are defused in CSV. */
void table_writer_row(struct table_writer *writer, const char *const *cells, size_t count);
/* Writes what is left and frees the writer; ERR_FAILED when the disk or the reader took not all of it. */
enum err table_writer_close(struct table_writer **writer, struct error *e);

#endif

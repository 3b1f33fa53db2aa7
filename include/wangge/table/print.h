/* Text for a printer: a title, headings, labels with their values, tables. Nothing but what every printer has: borders
 * of - | +, columns of the width that a terminal gives a character, form feeds between pages. Made from top to bottom,
 * then laid out on pages. */
#ifndef WANGGE_TABLE_PRINT_H
#define WANGGE_TABLE_PRINT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct print;

#define PRINT_WIDTH_LOW  40
#define PRINT_WIDTH      80
#define PRINT_WIDTH_HIGH 250
#define PRINT_LINES_LOW  20

struct paper {
    int width; /* columns; 0 is PRINT_WIDTH */
    int lines; /* of a page; 0: one page without end */
};

/* ERR_INVALID for a width or a number of lines that nothing can be laid out in. */
enum err paper_check(const struct paper *paper, struct error *e);

struct print *print_new(const struct paper *paper);
void print_free(struct print **print);
int print_width(const struct print *print);

void print_title(struct print *print, const char *text); /* centred */
void print_heading(struct print *print, const char *text);
void print_text(struct print *print, const char *text);                    /* wrapped */
void print_line(struct print *print, const char *text);                    /* as it is, cut at the right edge */
void print_ends(struct print *print, const char *left, const char *right); /* one line, as far apart as it goes */
void print_blank(struct print *print);
void print_keep(struct print *print, size_t lines); /* the last so many lines stand on one page */

/* A box of labels and values, two pairs a row; the pairs between begin and end. wide: a row of its own, which
 * a value gets too that would have to be broken within a word. */
void print_pairs_begin(struct print *print);
void print_pair(struct print *print, const char *label, const char *value, bool wide);
void print_pairs_end(struct print *print);

/* A table, rows * columns cells. Columns are as wide as what is in them; where the page is too narrow the widest give
 * way and their cells are wrapped, numbers and words last, where it is wider the last one takes the rest. The heads
 * stand on each page. */
void print_table(struct print *print, const char *const *heads, size_t columns, const char *const *cells, size_t rows);

/* The pages; foot stands below each of them, beside the number of the page. */
void print_pages(const struct print *print, const char *foot, struct buffer *out);

#endif

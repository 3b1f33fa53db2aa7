/* Shared by the readers of table_file.h: text (file_text.c), xlsx (file_xlsx.c, file_sheet.c, file_number.c) and the
 * XML in a zip file (file_zip.c). */
#ifndef WANGGE_SRC_TABLE_FILE_INSIDE_H
#define WANGGE_SRC_TABLE_FILE_INSIDE_H

#include "wangge/base/buffer.h"
#include "wangge/table/table_file.h"

#include <stdint.h>
#include <stdio.h>

/* A row being put together; its memory is used again for the next. */
struct row_builder {
    struct buffer text;
    size_t *begins; /* of each cell in text */
    bool *lost;
    const char **cells;
    size_t count, room;
    bool blank; /* no cell has anything in it */
};

void row_clear(struct row_builder *row);
void row_add(struct row_builder *row, const char *text, size_t n, bool lost);
void row_free(struct row_builder *row);
void row_give(struct row_builder *row, long line, struct table_row *out);

/* One kind of file. open gets the file from its beginning and leaves it to the caller. */
struct file_reader {
    enum err (*open)(FILE *file, void **state, struct error *e);
    enum err (*next)(void *state, struct table_row *row, bool *more, struct error *e);
    void (*close)(void *state);
};

extern const struct file_reader text_reader, xlsx_reader;

/* --- a zip file and the XML in it --- */

struct zip;
struct xml;

/* What hears of the elements of a part; names come without their prefix. */
struct xml_hearer {
    void (*start)(void *to, const char *name, const char **attributes);
    void (*end)(void *to, const char *name);
    void (*text)(void *to, const char *text, int n);
};

enum err zip_open(FILE *file, struct zip **out, struct error *e);
void zip_close(struct zip **zip);
bool zip_has(struct zip *zip, const char *part);
/* One part at a time. ERR_NOT_FOUND when there is none of that name. */
enum err xml_open(struct zip *zip, const char *part, const struct xml_hearer *hearer, void *to, struct xml **out,
                  struct error *e);
/* On to where a hearer calls xml_pause, or to the end (*more false). */
enum err xml_go(struct xml *xml, bool *more, struct error *e);
void xml_pause(struct xml *xml);
/* Ends the reading with this sentence. */
void xml_refuse(struct xml *xml, const char *why);
void xml_close(struct xml **xml);
/* A whole part; none of that name is as one without elements. */
enum err xml_read(struct zip *zip, const char *part, const struct xml_hearer *hearer, void *to, struct xml **while_open,
                  struct error *e);
const char *xml_attribute(const char **attributes, const char *name); /* NULL when absent; any prefix */

/* --- a sheet --- */

/* What a sheet's cells refer to. */
struct book {
    struct buffer texts; /* the shared ones, one after the other, each with its NUL */
    uint32_t *text_at;
    size_t text_count, text_room;
    bool *style_is_date; /* by number of the style */
    size_t style_count, style_room;
    bool from_1904; /* days are counted from 1904 */
};

struct sheet;
enum err sheet_open(struct zip *zip, const char *part, const struct book *book, struct sheet **out, struct error *e);
/* row->count 0 at the end. */
enum err sheet_next(struct sheet *sheet, struct table_row *row, struct error *e);
void sheet_close(struct sheet **sheet);

/* The text of a number as a spreadsheet keeps it: without exponent; a date when the style says so. *lost: a whole
 * number longer than the 15 digits that a spreadsheet keeps. */
void number_text(const char *value, bool is_date, bool from_1904, struct buffer *out, bool *lost);
/* Is that a long number as a spreadsheet shows it: 3.21003E+17? */
bool number_is_cut(const char *text);
/* Does a number format show a date or a time? */
bool format_is_date(const char *format);

#endif

/* Rows for people to read: lists and figures of cases, notices. Shown, printed and written into a file in one way. */
#ifndef WANGGE_WORK_REPORT_H
#define WANGGE_WORK_REPORT_H

#include "wangge/base/error.h"
#include "wangge/table/table_writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct buffer;
struct paper;
struct pool;
struct rows;
struct work;

struct report_column {
    const char *name;  /* for programs */
    const char *label; /* translated */
    bool right;        /* aligned: numbers */
    int drop;          /* where a page has no room for all, the highest is left out first; 0 never */
};

struct report {
    const char *name;  /* of its file, and in the audit: "case_statistics" */
    const char *title; /* translated, as all that follows */
    const char *head;  /* of which area and period */
    const char *note;  /* how it is counted; "" for nothing to say */
    const struct report_column *column;
    size_t columns;
    const char **cells; /* count * columns texts */
    size_t count;
};

/* Every print and every file is in the audit, and nothing is given out when that fails. The rows are those that the
 * report holds: whoever made it has asked for the rights. */
enum err report_print(struct work *work, const struct report *report, const struct paper *paper, struct buffer *out,
                      struct error *e);
enum err report_write(struct work *work, const struct report *report, enum table_format format, FILE *out,
                      struct error *e);
/* The same as a file of the actor's (work/file.h), which a line of the inbox tells of. */
enum err report_file(struct work *work, const struct report *report, enum table_format format, int64_t *file,
                     struct error *e);

#endif

/* A report as a file or as pages. Private to the command layer. */
#ifndef WANGGE_SRC_COMMAND_OUTPUT_REPORT_H
#define WANGGE_SRC_COMMAND_OUTPUT_REPORT_H

#include "wangge/base/error.h"

struct call;
struct report;

/* word is what --format says: csv, csv-bom, xlsx, or print (then --width and --pages hold). */
enum err give_report(struct call *call, const struct report *report, const char *word, struct error *e);

#endif

#include "output_report.h"

#include "call.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/print.h"
#include "wangge/table/table_writer.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINES_MOST 1000 /* of a page */

static enum err print_pages_of(struct call *call, const struct report *report, struct error *e)
{
    struct buffer text = {0};
    int64_t width = 0, lines = 0;
    enum err r = call_number(call, "width", &width, e);
    r = r ? r : call_number(call, "pages", &lines, e);
    const struct paper paper = {.width = width > PRINT_WIDTH_HIGH ? -1 : (int)width,
                                .lines = lines > LINES_MOST ? LINES_MOST : (int)lines};
    r = r ? r : report_print(call->work, report, &paper, &text, e);
    if (!r) {
        fwrite(buffer_text(&text), 1, text.length, call->io->out);
    }
    buffer_free(&text);
    return r;
}

enum err give_report(struct call *call, const struct report *report, const char *word, struct error *e)
{
    enum table_format format = TABLE_CSV;

    if (strcmp(word, "print") == 0) {
        return print_pages_of(call, report, e);
    }
    if (!table_format_parse(word, &format)) {
        return error_set(e, ERR_USAGE, "format", _("--format is csv, csv-bom, xlsx or print."));
    }
    if (format == TABLE_XLSX && isatty(fileno(call->io->out))) {
        return error_set(e, ERR_USAGE, "format",
                         _("A spreadsheet is no text for a terminal: end the line with > FILE.xlsx"));
    }
    return report_write(call->work, report, format, call->io->out, e);
}

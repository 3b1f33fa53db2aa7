/* "TABLE export": rows as a file on standard output. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/work/export.h"

#include <string.h>
#include <unistd.h>

static enum err read_options(struct call *call, struct export *export, struct error *e)
{
    const char *format = call_option(call, "format"), *full = call_option(call, "reveal");
    const char *reason = full != NULL ? full : call_option(call, "reason");

    *export = (struct export){.table = call->table, .full = full != NULL};
    text_copy(export->reason, sizeof export->reason, reason != NULL ? reason : "");
    if (format != NULL && !table_format_parse(format, &export->format))
        return error_set(e, ERR_USAGE, "format", _("--format is csv, csv-bom or xlsx."));
    return input_query(call, &export->query, e);
}

static enum err run_later(struct call *call, const struct export *export, struct error *e)
{
    int64_t job = 0;
    enum err r = export_later(call->work, export, &job, e);

    if (r == ERR_NONE)
        print_done(call, _("The export goes on as job %lld; the inbox tells when the file is ready."), (long long)job);
    return r;
}

static enum err run_export(struct call *call, struct error *e)
{
    struct export export;
    enum err r = read_options(call, &export, e);

    if (r == ERR_NONE && call_option(call, "background") != NULL)
        return run_later(call, &export, e);
    if (r == ERR_NONE && export.format == TABLE_XLSX && isatty(fileno(call->io->out)))
        r = error_set(e, ERR_USAGE, "format",
                      _("A spreadsheet is no text for a terminal: end the line with > FILE.xlsx"));
    return r == ERR_NONE ? export_to(call->work, &export, call->io->out, NULL, e) : r;
}

const struct command export_commands[] = {
    {.noun = ANY_TABLE,
     .verb = "export",
     .usage = "[--where=FIELD:VALUE] [--format=csv|csv-bom|xlsx] [--reveal=REASON] [--background] > FILE",
     .options = LIST_OPTIONS " format reveal reason background!",
     .right = "TABLE.read",
     .run = run_export,
     .help = N_("the rows as a file, personal data masked unless --reveal says why not; csv is for programs, "
                "csv-bom and xlsx for spreadsheets"),
     .example = "household export --format=xlsx > households.xlsx"},
    {.noun = "audit",
     .verb = "export",
     .usage = "[--where=FIELD:VALUE] [--format=csv|csv-bom|xlsx] [--background] > FILE",
     .options = LIST_OPTIONS " format background!",
     .right = "audit.read",
     .run = run_export,
     .help = N_("rows of the audit as a file"),
     .example = "audit export --where=at:2026-10 --format=xlsx > audit.xlsx"},
    {.noun = NULL                                                                               },
};

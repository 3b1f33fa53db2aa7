/* An import is asked for: the file is kept and looked at, and the job made. */
#include "import_inside.h"
#include "table_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <limits.h>
#include <string.h>

void import_options_write(const struct import_options *options, char out[512])
{
    snprintf(out, 512, "%s%s%s%s", options->dry ? "dry " : "", options->skip ? "skip " : "all ",
             options->strict ? "strict " : "", options->history ? "history " : "");
}

struct import_options import_options_read(const char *text)
{
    return (struct import_options){.dry = strstr(text, "dry ") != NULL,
                                   .skip = strstr(text, "skip ") != NULL,
                                   .strict = strstr(text, "strict ") != NULL,
                                   .history = strstr(text, "history ") != NULL};
}

static enum err copy_all(FILE *in, FILE *out, struct error *e)
{
    char piece[65536];
    size_t n, total = 0;
    while ((n = fread(piece, 1, sizeof piece, in)) > 0) {
        total += n;
        if (total > IMPORT_MOST_BYTES)
            return error_set(e, ERR_INVALID, NULL, _("The file is larger than %d MB. Send it in several files."),
                             IMPORT_MOST_BYTES / 1024 / 1024);
        if (fwrite(piece, 1, n, out) != n)
            break;
    }
    if (ferror(in) || ferror(out))
        return error_set(e, ERR_FAILED, NULL, _("The server cannot keep the file. Please tell the administrator."));
    return total == 0 ? error_set(e, ERR_INVALID, NULL, _("The file is empty.")) : ERR_NONE;
}

/* What cannot be read, or has no header, is told at once. */
static enum err look(struct work *work, const struct table *table, const struct job *job, bool strict, struct error *e)
{
    char path[PATH_MAX];
    struct table_file *file = NULL;
    struct import_plan plan = {.count = 0};
    struct table_row first;
    bool has_first;
    enum err r = file_path(work, job->file, path, sizeof path, e);
    if (r == ERR_NONE)
        r = table_file_open(path, &file, e);
    if (r == ERR_NONE)
        r = import_plan(&plan, table, file, strict, &first, &has_first, e);
    import_plan_free(&plan);
    table_file_close(&file);
    return r;
}

enum err import_new(struct work *work, const struct table *table, const char *name, FILE *in,
                    const struct import_options *options, struct job *job, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    FILE *out = NULL;
    enum err r = import_need(work, table, action, &range, e);

    *job = (struct job){.kind = "import"};
    text_copy(job->table_name, sizeof job->table_name, table->name);
    text_copy(job->title, sizeof job->title, name);
    import_options_write(options, job->options);
    if (r == ERR_NONE)
        r = file_new(work, name, "upload", &job->file, &out, e);
    if (r != ERR_NONE)
        return r;
    r = copy_all(in, out, e);
    if (fclose(out) != 0 && r == ERR_NONE)
        r = error_set(e, ERR_FAILED, NULL, _("The server cannot keep the file. Please tell the administrator."));
    if (r == ERR_NONE)
        r = file_done(work, job->file, e);
    if (r == ERR_NONE)
        r = look(work, table, job, options->strict, e);
    if (r != ERR_NONE) {
        file_remove(work, job->file, NULL);
        return r;
    }
    return job_new(work, job, e);
}

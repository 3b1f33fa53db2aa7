/* The noun "inbox": what waits for this user. */
#include "call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/summary.h"

#include <stdio.h>
#include <string.h>

#define MOST 500

/* A line of the inbox in the columns of what is to be done: the number is that of its file. */
static void set_line(struct pool *pool, struct rows *all, size_t row, const struct rows *lines, size_t i)
{
    char at[DATE_MINUTE];
    int64_t file = rows_int(lines, i, "file");
    instant_minute(rows_int(lines, i, "at"), at);
    const char *const cells[][2] = {
        {"kind",           "line"                          },
        {      "id", rows_text(lines,                                i, "id")},
        { "no",             file == 0 ? "" : rows_text(lines, i, "file")},
        {    "title",                rows_text(lines,                                          i, "text")},
        {             "due_text",         pool_text(pool,                                         at)},
    };

    for (size_t c = 0; c < all->columns; c++) {
        all->values[row * all->columns + c] = (struct value){.type = VALUE_TEXT, .text = ""};
    }
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        int column = rows_column(all, cells[k][0]);
        if (column >= 0) {
            all->values[row * all->columns + (size_t)column].text = cells[k][1];
        }
    }
    struct value *id = &all->values[row * all->columns + (size_t)rows_column(all, "id")];
    *id = (struct value){.type = VALUE_INT, .number = rows_int(lines, i, "id"), .text = rows_text(lines, i, "id")};
}

/* Unread lines first, then what is to be done. */
static struct rows join(struct pool *pool, const struct rows *lines, const struct rows *todo)
{
    struct rows all = *todo;
    size_t size = todo->columns * sizeof *all.values;

    all.count = lines->count + todo->count;
    all.values = pool_new_piece(pool, all.count + 1, size);
    for (size_t i = 0; i < lines->count; i++) {
        set_line(pool, &all, i, lines, i);
    }
    if (todo->count > 0) {
        memcpy(all.values + lines->count * todo->columns, todo->values, todo->count * size);
    }
    return all;
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "light",       .label = N_("light"), .codes = "light"},
        {.name = "no",     .label = N_("number")},
        {.name = "title",          .label = N_("title")},
        {.name = "state",                     .label = N_("state"), .codes = "case_state"},
        {.name = "due_text",.label = N_("due")},
        {.name = NULL      },
    };
    struct rows rows, lines;
    int64_t limit = 0;
    enum err r = call_number(call, "limit", &limit, e);

    r = r ? r : summary_todo(call->work, call->pool, limit > 0 && limit < MOST ? (int)limit : MOST, &rows, e);
    r = r ? r : inbox_lines(call->work, call->pool, false, &lines, e);
    if (!r) {
        rows = join(call->pool, &lines, &rows);
        rows.count = limit > 0 && rows.count > (size_t)limit ? (size_t)limit : rows.count;
        print_plain_list(call, &rows, columns);
    }
    return r;
}

/* The bytes of a file as they are, for a redirection. */
static enum err run_get(struct call *call, struct error *e)
{
    char name[128], piece[65536];
    FILE *file = NULL;
    size_t n;
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : file_open(call->work, id, &file, name, e);
    while (!r && (n = fread(piece, 1, sizeof piece, file)) > 0) {
        if (fwrite(piece, 1, n, call->io->out) != n) {
            r = error_set(e, ERR_FAILED, NULL, _("The file could not be sent whole."));
        }
    }
    if (file) {
        fclose(file);
    }
    return r;
}

static enum err run_read(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_argument(call, 0) ? call_id(call, 0, &id, e) : ERR_NONE;

    r = r ? r : inbox_read(call->work, id, e);
    if (!r) {
        print_done(call, _("Read."));
    }
    return r;
}

static enum err run_files(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",   .label = N_("number"), .right = true},
        {.name = "name", .label = N_("name")},
        {.name = "size", .label = N_("bytes"), .right = true},
        {.name = NULL             },
    };
    struct rows rows;
    enum err r = file_list(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command inbox_commands[] = {
    {.noun = "inbox",
     .verb = "list",
     .usage = "[--limit=N]",
     .options = "limit",
     .run = run_list,
     .help = N_("what has come for you, then what is best done today, most urgent first"),
     .example = "inbox list"},
    {.noun = "inbox",
     .verb = "read",
     .usage = "[LINE]",
     .most = 1,
     .run = run_read,
     .help = N_("marks a line that has come as read, or all of them")},
    {.noun = "inbox",
     .verb = "files",
     .usage = "",
     .run = run_files,
     .help = N_("files that are kept for you: errors of imports, exports")},
    {.noun = "inbox",
     .verb = "get",
     .usage = "FILE",
     .least = 1,
     .most = 1,
     .run = run_get,
     .help = N_("sends a file that is kept for you"),
     .example = "inbox get 12 > errors.csv"},
    {.noun = NULL        },
};

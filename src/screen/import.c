/* Imports: how a file is sent, rows pasted from a spreadsheet, own jobs and how far they are. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/import.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LOOK_EVERY 500           /* milliseconds, while somebody watches a job */
#define PASTE_MOST (1000 * 1000) /* bytes; a longer paste is cut on its way */
#define FAULTS     100           /* shown of a job */

static bool is_open(const struct job *job)
{
    return job->state == JOB_QUEUED || job->state == JOB_RUNNING;
}

/* --- one job -------------------------------------------------------------------------------------------------------
 */

struct watch {
    struct work *work;
    struct pool *pool; /* of the faults */
    struct job job;
    struct rows faults;
};

static void look(struct ui *ui, struct watch *watch)
{
    struct error e = {0};
    pool_reset(watch->pool);
    watch->faults = (struct rows){0};
    enum err r = job_read(watch->work, watch->job.id, &watch->job, &e);
    if (r == ERR_NONE && !is_open(&watch->job))
        r = import_faults(watch->work, watch->job.id, FAULTS, watch->pool, &watch->faults, &e);
    if (r != ERR_NONE)
        ui_error(ui, &e);
    ui_timer(ui, is_open(&watch->job) ? LOOK_EVERY : 0);
}

static int put_wrapped(struct ui *ui, struct pool *pool, int row, const char *text)
{
    const char *lines[6];
    size_t n = tell_wrapped(pool, text, ui_columns(ui) - 4, lines, COUNT_OF(lines));
    for (size_t i = 0; i < n; i++)
        ui_put(ui, row++, 2, 0, STYLE_PLAIN, lines[i]);
    return row;
}

static void draw_job(struct ui *ui, struct screen *screen)
{
    const struct watch *watch = screen->data;
    const struct job *job = &watch->job;
    struct pool *pool = pool_new();
    char progress[160];
    int row = 1;

    job_progress(job, progress);
    ui_put(ui, row++, 2, 0, STYLE_BOLD, pool_format(pool, "%s · %s", job->title, job_state_text(job->state)));
    if (is_open(job))
        ui_put(ui, row++, 2, 0, STYLE_PLAIN, progress);
    row = put_wrapped(ui, pool, row, job->message);
    if (job->errors != 0)
        row = put_wrapped(ui, pool, row,
                          pool_format(pool, _("Rows with errors as a file: ssh %s@HOST inbox get %lld > errors.csv"),
                                      watch->work->actor.login, (long long)job->errors));
    row++;
    for (size_t i = 0; i < watch->faults.count && row < ui_rows(ui) - 1; i++)
        ui_put(ui, row++, 2, 0, STYLE_PLAIN,
               pool_format(pool, _("Row %ld: %s"), (long)rows_int(&watch->faults, i, "line"),
                           rows_text(&watch->faults, i, "text")));
    pool_free(&pool);
}

/* What can be done now: a checked one goes on, one that is at work ends. */
static void job_menu(struct ui *ui, struct watch *watch)
{
    const struct job *job = &watch->job;
    bool waits = job->state == JOB_CHECKED;
    const char *over = _("not now"), *means = job_cancel_means(job);
    struct ui_choice choices[] = {
        {'a', _("save all rows"),                    NULL,
         !waits         ? over
         : job->bad > 0 ? _("there are errors")
                        : NULL         },
        {'s', _("save, leave out rows with errors"), NULL,
         !waits          ? over
         : job->bad == 0 ? _("no errors")
                         : NULL        },
        {'c', _("cancel"),                           means,
         !waits && !is_open(job) ? over
         : means == NULL         ? _("it goes to its end")
                                 : NULL},
    };
    const struct import_options options = {.skip = true}, all = {.skip = false};
    char text[512];
    struct error e = {0};
    int taken = ui_choose(ui, _("What can be done"), choices, COUNT_OF(choices), 0);
    enum err r = ERR_NONE;

    import_options_write(taken == 1 ? &options : &all, text);
    if (taken == 0 || taken == 1)
        r = job_apply(watch->work, job->id, text, &e);
    else if (taken == 2)
        r = job_cancel(watch->work, job->id, &e);
    if (r != ERR_NONE)
        ui_error(ui, &e);
    look(ui, watch);
}

static bool job_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct watch *watch = screen->data;
    if (key->code == KEY_NAMED_TIMER) {
        look(ui, watch);
        return true;
    }
    if (action == ACTION_COMMAND || action == ACTION_OPEN)
        job_menu(ui, watch);
    else if (action == ACTION_BACK)
        screen->leave = true;
    else
        return false;
    return true;
}

void import_job_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct screen_ops ops = {
        .title = N_("Import"),
        .draw = draw_job,
        .key = job_key,
        .place = PLACE_READER,
        .foot = foot,
        .help = N_("How far an import is. It goes on when you leave; what comes of it stands in your inbox.")};
    struct watch watch = {.work = work, .pool = pool_new(), .job = {.id = id}};
    struct screen screen = {.ops = &ops, .data = &watch};

    look(ui, &watch);
    ui_run(ui, &screen);
    ui_timer(ui, 0);
    pool_free(&watch.pool);
}

/* --- rows pasted from a spreadsheet --------------------------------------------------------------------------------
 */

struct box {
    struct buffer text;
    bool taken;
};

static void draw_box(struct ui *ui, struct screen *screen)
{
    const struct box *box = screen->data;
    struct pool *pool = pool_new();
    const char *text = buffer_text(&box->text);
    size_t lines = 0;
    int row = put_wrapped(ui, pool, 1,
                          _("Mark rows in your spreadsheet together with the row of titles, copy them, and paste them "
                            "here as you paste into this terminal. Then press Enter."));

    for (const char *p = text; *p != '\0'; p++)
        lines += *p == '\n';
    if (box->text.length > 0)
        ui_put(ui, ++row, 2, 0, STYLE_BOLD,
               pool_format(pool, _("%zu rows below the titles"), lines == 0 ? 0 : lines - 1));
    for (row += 2; *text != '\0' && row < ui_rows(ui) - 1; row++) {
        size_t n = strcspn(text, "\n");
        ui_put(ui, row, 2, 0, STYLE_PLAIN, pool_text_n(pool, text, n));
        text += text[n] == '\n' ? n + 1 : n;
    }
    pool_free(&pool);
}

static bool box_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct box *box = screen->data;
    if (key->paste != NULL) {
        buffer_add_text(&box->text, key->paste);
        if (box->text.length > 0 && box->text.data[box->text.length - 1] != '\n')
            buffer_add_char(&box->text, '\n');
        if (box->text.length >= PASTE_MOST) {
            buffer_clear(&box->text);
            ui_note(ui, "%s", _("This is too much to paste. Send it as a file."));
        }
        return true;
    }
    if (action == ACTION_OPEN && box->text.length > 0)
        box->taken = screen->leave = true;
    else if (action == ACTION_BACK)
        screen->leave = true;
    else
        return false;
    return true;
}

static enum err import_text(struct work *work, const struct table *table, const struct buffer *text, struct job *job,
                            struct error *e)
{
    const struct import_options options = {.dry = true};
    FILE *in = fmemopen(text->data, text->length, "r");
    if (in == NULL)
        return error_set(e, ERR_FAILED, NULL, _("The text cannot be read."));
    enum err r = import_new(work, table, _("pasted rows"), in, &options, job, e);
    fclose(in);
    return r;
}

static void paste_rows(struct ui *ui, struct work *work, const struct table *table)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {N_("check"), NULL, NULL};
    static const struct screen_ops ops = {.title = N_("Paste rows"),
                                          .draw = draw_box,
                                          .key = box_key,
                                          .place = PLACE_READER,
                                          .foot = foot,
                                          .foot_words = words};
    struct box box = {.taken = false};
    struct screen screen = {.ops = &ops, .data = &box};
    struct error e = {0};
    struct job job = {0};

    ui_run(ui, &screen);
    bool cut = ui_closing(ui) && box.text.length > 0; /* the line was cut: they are checked, the inbox tells */
    if ((box.taken || cut) && import_text(work, table, &box.text, &job, &e) == ERR_NONE)
        import_job_screen(ui, work, job.id);
    else if (box.taken)
        ui_error(ui, &e);
    buffer_free(&box.text);
}

/* --- own jobs ------------------------------------------------------------------------------------------------------
 */

struct imports {
    struct work *work;
    const struct table *table;
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    const struct imports *imports = to;
    enum err r = job_list(imports->work, pool, out, e);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "made_at") == 0)
        return tell_moment(pool, rows, row, "made_at");
    if (strcmp(field, "state") == 0)
        return code_text("job_state", rows_text(rows, row, "state"));
    return NULL;
}

static void open_job(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct imports *imports = to;
    import_job_screen(ui, imports->work, rows_int(rows, row, "id"));
}

static bool act(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows, size_t row)
{
    const struct imports *imports = to;
    (void)rows, (void)row;
    if (action != ACTION_NEW)
        return false;
    paste_rows(ui, imports->work, imports->table);
    ui_list_reload(list);
    return true;
}

static void heading(void *to, char *out, size_t room)
{
    const struct imports *imports = to;
    snprintf(out, room, "ssh %s@HOST %s import < FILE", imports->work->actor.login, imports->table->name);
}

void import_screen(struct ui *ui, struct work *work, const struct table *table)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_NONE};
    static const char *const words[] = {NULL, N_("paste rows"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open_job,
        .action = act,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help = N_("Your imports. A file comes over ssh with the line above (HOST and port as you log in here; CSV or "
                   "xlsx; with --dry it is only checked); rows of a spreadsheet are pasted with a. Pasted rows are "
                   "checked first; you see the errors, then "
                   "all is saved, or all but the rows with errors.")};
    const struct ui_list_column columns[] = {
        {"made_at", 11, -1, 2, N_("Begun")  },
        {"title",   16, -1, 0, N_("File")   },
        {"state",   8,  -1, 0, N_("State")  },
        {"bad",     6,  1,  3, N_("Errors") },
        {"message", 0,  -1, 0, N_("Outcome")},
        {NULL,      0,  0,  0, NULL         },
    };
    struct imports imports = {work, table};
    struct list_query query = {0};
    char title[96];

    snprintf(title, sizeof title, _("Import into %s"), table_label(table));
    ui_list_run(ui, title, NULL, columns, &ops, &query, &imports);
}

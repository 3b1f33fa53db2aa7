/* "TABLE import", and the noun "job": long work that was asked for. */
#include "call.h"
#include "output.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/import.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOOK_EVERY   500 /* milliseconds: how often progress is shown */
#define FIRST_FAULTS 10

static bool is_open(const struct job *job)
{
    return job->state == JOB_QUEUED || job->state == JOB_RUNNING;
}

static json_t *json_of_faults(const struct rows *faults)
{
    json_t *list = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        json_array_append_new(list,
                              json_pack("{s:I, s:s, s:s}", "row", (json_int_t)rows_int(faults, i, "line"), "field",
                                        rows_text(faults, i, "field"), "message", rows_text(faults, i, "text")));
    }
    return list;
}

static json_t *json_of_time(int64_t at)
{
    char iso[DATE_ISO];

    instant_iso(at, iso);
    return at == 0 ? json_null() : json_string(iso);
}

static json_t *json_of_job(const struct job *job, const struct rows *faults)
{
    json_t *object = json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:s}", "schema", 1, "job", (json_int_t)job->id, "kind",
                               job->kind, "table", job->table_name, "title", job->title, "state",
                               job_state_name(job->state), "message", job->message);
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {
        {"at",         job->at     },
        {"total",      job->total  },
        {"added",      job->added  },
        {"changed",    job->changed},
        {"same",       job->same   },
        {"bad",        job->bad    },
        {"error_file", job->errors },
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        json_object_set_new(object, numbers[i].name, json_integer(numbers[i].value));
    }
    json_object_set_new(object, "made_at", json_of_time(job->made_at));
    json_object_set_new(object, "ended_at", json_of_time(job->ended_at));
    json_object_set_new(object, "faults", json_of_faults(faults));
    return object;
}

/* The first faults go to standard error, as all that is wrong. */
static void tell_faults(struct call *call, const struct job *job, const struct rows *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        print_note(call, _("Row %ld: %s"), (long)rows_int(faults, i, "line"), rows_text(faults, i, "text"));
        fputc('\n', call->io->err);
    }
    if (job->errors != 0) {
        print_note(call, _("All faulty rows: inbox get %lld"), (long long)job->errors);
        fputc('\n', call->io->err);
    }
}

/* told: what came of it is told by the command's error. */
static void print_outcome(struct call *call, const struct job *job, const struct rows *faults, bool told)
{
    char progress[160];

    if (call->json) {
        print_json(call, json_of_job(job, faults));
        return;
    }
    job_progress(job, progress);
    if (!told) {
        print_done(call, _("Job %lld: %s"), (long long)job->id,
                   is_open(job) && *job->message == '\0' ? progress : job->message);
    }
    tell_faults(call, job, faults);
}

static enum err print_job(struct call *call, const struct job *job, bool told, struct error *e)
{
    struct rows faults = {0};
    enum err r = import_faults(call->work, job->id, FIRST_FAULTS, call->pool, &faults, e);

    if (!r) {
        print_outcome(call, job, &faults, told);
    }
    return r;
}

/* What a script asks for is done, or not. */
static enum err verdict(const struct job *job, struct error *e)
{
    bool good = job->state == JOB_DONE || (job->state == JOB_CHECKED && job->bad == 0);

    return good ? ERR_NONE : error_set(e, ERR_INVALID, NULL, "%s", job->message);
}

/* --- progress ------------------------------------------------------------------------------------------------------
 */

static void show_progress(void *to, const struct job *job)
{
    static int64_t shown_at;
    const struct call *call = to;
    char text[160];

    if (!isatty(fileno(call->io->err)) || clock_steady_ms() - shown_at < LOOK_EVERY) {
        return;
    }
    shown_at = clock_steady_ms();
    job_progress(job, text);
    fprintf(call->io->err, "\r\033[K%s", text);
    fflush(call->io->err);
}

static void end_progress(const struct call *call)
{
    if (isatty(fileno(call->io->err))) {
        fputs("\r\033[K", call->io->err);
    }
}

/* To the end of a job that another process works on. */
static enum err wait_for(struct call *call, struct job *job, struct error *e)
{
    enum err r = job_read(call->work, job->id, job, e);

    while (!r && is_open(job)) {
        show_progress(call, job);
        nanosleep(&(struct timespec){0, LOOK_EVERY * 1000000L / 4}, NULL);
        r = job_read(call->work, job->id, job, e);
    }
    end_progress(call);
    return r;
}

/* Waits unless it shall go on in the background, and tells what came of it. */
static enum err follow(struct call *call, struct job *job, bool background, struct error *e)
{
    enum err r = background ? job_read(call->work, job->id, job, e) : wait_for(call, job, e);

    job_set_watch(NULL, NULL);
    if (!r && background && is_open(job)) {
        if (call->json) {
            return print_job(call, job, false, e);
        }
        print_done(call, _("Job %lld goes on by itself; its result comes into the inbox."), (long long)job->id);
        return ERR_NONE;
    }
    r = r ? r : print_job(call, job, verdict(job, NULL) != ERR_NONE, e);
    return r ? r : verdict(job, e);
}

/* --- commands ------------------------------------------------------------------------------------------------------
 */

/* The first faults as rows, as import_faults gives them. */
static void rows_of_faults(struct call *call, const struct job *job, const struct import_fault *list, struct rows *out)
{
    static const char *names[] = {"line", "field", "text"};
    size_t count = job->bad < FIRST_FAULTS ? (size_t)job->bad : FIRST_FAULTS;

    *out = (struct rows){.count = count, .columns = 3, .names = names};
    out->values = pool_new_piece(call->pool, 3 * count + 1, sizeof *out->values);
    for (size_t i = 0; i < count; i++) {
        struct value *values = &out->values[3 * i];
        values[0] = (struct value){
            .type = VALUE_INT, .number = list[i].line, .text = pool_format(call->pool, "%ld", list[i].line)};
        values[1] = (struct value){.type = VALUE_TEXT, .text = list[i].why.field};
        values[2] = (struct value){.type = VALUE_TEXT, .text = list[i].why.text};
    }
}

/* The administrator's program is no user who could have a job. */
static enum err import_here(struct call *call, const struct import_options *options, struct error *e)
{
    struct import_fault *list = NULL;
    struct job job;
    struct rows faults;
    enum err r = import_now(call->work, call->pool, call->table, call->io->in, options, &job, &list, e);

    if (r) {
        return r;
    }
    rows_of_faults(call, &job, list, &faults);
    if (call->json) {
        print_json(call, json_of_job(&job, &faults));
    } else if (!verdict(&job, NULL)) {
        print_done(call, "%s", job.message);
    } else {
        tell_faults(call, &job, &faults);
    }
    return verdict(&job, e);
}

static enum err run_import(struct call *call, struct error *e)
{
    const char *name = call_option(call, "name");
    struct import_options options = {
        .dry = call_option(call, "dry") != NULL,
        .skip = call_option(call, "skip-bad") != NULL,
        .strict = call_option(call, "strict") != NULL,
        .history = call_option(call, "history") != NULL,
    };
    struct job job;

    job_set_watch(show_progress, call);
    enum err r =
        import_new(call->work, call->table, name ? name : table_label(call->table), call->io->in, &options, &job, e);
    return r ? r : follow(call, &job, call_option(call, "background") != NULL, e);
}

static enum err run_user_import(struct call *call, struct error *e)
{
    const struct import_options options = {
        .dry = call_option(call, "dry") != NULL,
        .skip = call_option(call, "skip-bad") != NULL,
        .strict = call_option(call, "strict") != NULL,
    };

    return call->work->actor.user == 0 ? import_here(call, &options, e) : run_import(call, e);
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",          .label = N_("id"), .right = true},
        {.name = "title",        .label = N_("title")},
        {.name = "state",       .label = N_("state"), .codes = "job_state"},
        {.name = "at",                     .label = N_("rows"), .right = true},
        {.name = "bad",.label = N_("errors"), .right = true},
        {.name = "message",                     .label = N_("result")},
        {.name = NULL},
    };
    struct rows rows;
    enum err r = job_list(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    struct job job;
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : job_read(call->work, id, &job, e);
    return r ? r : print_job(call, &job, false, e);
}

static enum err run_cancel(struct call *call, struct error *e)
{
    struct job job;
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : job_cancel(call->work, id, e);
    r = r ? r : job_read(call->work, id, &job, e);
    r = r ? r : wait_for(call, &job, e);
    return r ? r : print_job(call, &job, false, e);
}

static enum err run_apply(struct call *call, struct error *e)
{
    struct import_options options = {.skip = call_option(call, "skip-bad") != NULL};
    struct job job = {0};
    char text[512];
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : job_read(call->work, id, &job, e);
    options.history = strstr(job.options, "history ") != NULL;
    import_options_write(&options, text);
    job_set_watch(show_progress, call);
    if (!r && job.state == JOB_CHECKED && job.bad > 0 && !options.skip) {
        return error_set(e, ERR_STATE, NULL,
                         _("There are %lld rows with errors. Leave them out with --skip-bad, or correct the file."),
                         (long long)job.bad);
    }
    r = r ? r : job_apply(call->work, id, text, e);
    return r ? r : follow(call, &job, call_option(call, "background") != NULL, e);
}

const struct command import_commands[] = {
    {.noun = ANY_TABLE,
     .verb = "import",
     .usage = "[--dry] [--skip-bad] [--strict] [--background] < FILE",
     .options = "dry! skip-bad! strict! background! name",
     .right = "TABLE.write",
     .run = run_import,
     .help = N_("saves the rows of a CSV or xlsx file on standard input, all or none; --dry only checks them, "
                "--skip-bad leaves out rows with errors, --strict refuses columns that are not known"),
     .example = "person import --dry < people.xlsx"},
    {.noun = "case",
     .verb = "import",
     .usage = "[--dry] [--skip-bad] [--strict] [--history] [--background] < FILE",
     .options = "dry! skip-bad! strict! history! background! name",
     .right = "case.intake",
     .run = run_import,
     .help = N_("takes the orders of a hotline from a CSV or xlsx file as cases, each number once; --history keeps the "
                "times that they had there, and what was closed there is closed"),
     .example = "case import --dry < 12345.csv"},
    {.noun = "user",
     .verb = "import",
     .usage = "[--dry] [--skip-bad] [--strict] [--background] < FILE",
     .options = "dry! skip-bad! strict! background! name",
     .right = "user.manage",
     .run = run_user_import,
     .help =
         N_("makes accounts from a CSV or xlsx file with the columns login, name, phone, role and area; then \"user "
            "slips --new\" makes one-time passwords for them"),
     .example = "user import --dry < people.xlsx"},
    {.noun = NULL},
};

const struct command job_commands[] = {
    {.noun = "job",
     .verb = "list",
     .usage = "",
     .run = run_list,
     .help = N_("imports and other long work of yours, the newest first")},
    {.noun = "job",
     .verb = "show",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .run = run_show,
     .help = N_("how far a job is, or what came of it")},
    {.noun = "job",
     .verb = "cancel",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .run = run_cancel,
     .help = N_("ends a job; of an import what is saved is taken back")},
    {.noun = "job",
     .verb = "apply",
     .usage = "ID [--skip-bad] [--background]",
     .options = "skip-bad! background!",
     .least = 1,
     .most = 1,
     .run = run_apply,
     .help = N_("saves what a dry run has checked"),
     .example = "job apply 3 --skip-bad"},
    {.noun = NULL                                                       },
};

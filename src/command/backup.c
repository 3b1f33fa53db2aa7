/* The noun "backup": making backups, looking at them, trying them out. */
#include "call.h"
#include "output.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/backup.h"
#include "wangge/work/job.h"

#include <string.h>

static const char *iso(struct call *call, const struct rows *rows, size_t row, const char *column)
{
    char text[DATE_ISO];

    if (rows_int(rows, row, column) == 0) {
        return NULL;
    }
    instant_iso(rows_int(rows, row, column), text);
    return pool_text(call->pool, text);
}

static json_t *json_of_try(struct call *call, const struct rows *rows, size_t row, const char *at, const char *good,
                           const char *why)
{
    return rows_int(rows, row, at) == 0
               ? json_null()
               : json_pack("{s:s, s:b, s:s}", "at", iso(call, rows, row, at), "good",
                           (int)(rows_int(rows, row, good) != 0), "why", rows_text(rows, row, why));
}

static json_t *json_of_backup(struct call *call, const struct rows *rows, size_t row)
{
    json_t *json = json_pack(
        "{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:f, s:s, s:s, s:s}", "id", (json_int_t)rows_int(rows, row, "id"),
        "at", iso(call, rows, row, "at"), "how", rows_text(rows, row, "how"), "by", rows_text(rows, row, "login"),
        "file", rows_text(rows, row, "file"), "state", rows_text(rows, row, "state"), "state_text",
        code_text("backup_state", rows_text(rows, row, "state")), "bytes", (json_int_t)rows_int(rows, row, "bytes"),
        "seconds", (double)rows_int(rows, row, "milliseconds") / 1000.0, "sha256", rows_text(rows, row, "sha256"),
        "drafts_sha256", rows_text(rows, row, "drafts_sha256"), "why", rows_text(rows, row, "why"));
    static const char *const counts[] = {"people", "households", "visits", "cases", "accounts", "audited"};
    json_t *holds = json_object();

    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        json_object_set_new(holds, counts[i], json_integer(rows_int(rows, row, counts[i])));
    }
    json_object_set_new(json, "holds", holds);
    json_object_set_new(json, "verified", json_of_try(call, rows, row, "verified_at", "verified", "verify_why"));
    json_object_set_new(json, "drilled", json_of_try(call, rows, row, "drilled_at", "drilled", "drill_why"));
    if (rows_int(rows, row, "drilled_at") != 0) {
        json_object_set_new(json_object_get(json, "drilled"), "seconds",
                            json_real((double)rows_int(rows, row, "drill_milliseconds") / 1000.0));
    }
    return json;
}

static const char *when(struct call *call, const struct rows *rows, size_t row, const char *column)
{
    char text[DATE_MINUTE];

    if (rows_int(rows, row, column) == 0) {
        return "";
    }
    instant_minute(rows_int(rows, row, column), text);
    return pool_text(call->pool, text);
}

static void print_table(struct call *call, const struct rows *rows)
{
    static const struct column columns[] = {
        {.name = "id",          .label = N_("number"), .right = true},
        {.name = "at",        .label = N_("made at")},
        {.name = "state",          .label = N_("state")},
        {.name = "mib",                     .label = N_("MiB"), .right = true},
        {.name = "verified",.label = N_("read through")},
        {.name = "drilled",         .label = N_("tried out")},
        {.name = "file",        .label = N_("file")},
        {.name = "why",    .label = N_("why")},
        {.name = NULL                    },
    };
    json_t *list = json_array();

    for (size_t i = 0; i < rows->count; i++) {
        json_array_append_new(
            list,
            json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id", (json_int_t)rows_int(rows, i, "id"), "at",
                      when(call, rows, i, "at"), "state", code_text("backup_state", rows_text(rows, i, "state")), "mib",
                      pool_format(call->pool, "%.1f", (double)rows_int(rows, i, "bytes") / 1048576.0), "verified",
                      when(call, rows, i, "verified_at"), "drilled", when(call, rows, i, "drilled_at"), "file",
                      rows_text(rows, i, "file"), "why", rows_text(rows, i, "why")));
    }
    print_json_rows(call, list, columns);
}

static enum err run_list(struct call *call, struct error *e)
{
    struct rows rows = {0};
    char folder[BACKUP_PATH];
    enum err r = backup_list(call->work, call->pool, 0, &rows, e);

    if (r) {
        return r;
    }
    if (!call->json) {
        backup_folder(call->work, folder);
        fprintf(call->io->out, _("Folder: %s\n"), folder);
        print_table(call, &rows);
        return ERR_NONE;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < rows.count; i++) {
        json_array_append_new(list, json_of_backup(call, &rows, i));
    }
    print_json_list(call, list, (int64_t)rows.count);
    return ERR_NONE;
}

static enum err run_show(struct call *call, struct error *e)
{
    struct rows rows = {0};
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : backup_list(call->work, call->pool, id, &rows, e);
    if (r) {
        return r;
    }
    if (call->json) {
        print_json(call, json_of_backup(call, &rows, 0));
        return ERR_NONE;
    }
    const char *const pairs[][2] = {
        {_("file"),        rows_text(&rows, 0,                                                        "file")                                                                         },
        {_("made at"),     when(call,       &rows,                                                    0,                                                                                "at")},
        {_("state"),                code_text("backup_state",                      rows_text(&rows,                                       0,                                                                                   "state"))},
        {_("why"),       rows_text(&rows,                      0,                                                                       "why")                                               },
        {_("read through"),          when(call,                         &rows,0,          "verified_at")},
        {_("tried out"),               when(call,                &rows,                                                                              0,                                                                                                                                        "drilled_at")},
        {_("people"),           rows_text(&rows,          0,"people")},
        {_("households"),rows_text(&rows,0,                                                                    "households")                                                                                                                                                                                                                                   },
        {_("visits"),           rows_text(&rows,                              0,      "visits")},
        {_("cases"),rows_text(&rows,0,                  "cases")                                                                                                                                                                                                                                               },
        {_("accounts"),           rows_text(&rows,                                                  0,                                                                                 "accounts")},
        {"sha256",rows_text(&rows,0,"sha256")                                                                               },
    };
    print_pairs(call, pairs, COUNT_OF(pairs));
    return ERR_NONE;
}

/* By now it is done where there is no server; else the job goes on by itself. */
static enum err tell_job(struct call *call, int64_t id, struct error *e)
{
    struct job job;
    enum err r = job_read(call->work, id, &job, e);

    if (r) {
        return r;
    }
    if (job.state == JOB_FAILED) {
        return error_set(e, ERR_FAILED, NULL, "%s", job.message);
    }
    if (call->json) {
        print_json(call, json_pack("{s:I, s:s, s:s}", "job", (json_int_t)id, "state", job_state_name(job.state),
                                   "message", job.message));
    } else if (job.state == JOB_DONE) {
        print_done(call, "%s", job.message);
    } else {
        print_done(call, _("This is done now as job %lld; the inbox tells what came of it."), (long long)id);
    }
    return ERR_NONE;
}

static enum err ask(struct call *call, const char *what, int64_t id, struct error *e)
{
    int64_t job = 0;
    enum err r = backup_ask(call->work, what, id, &job, e);

    return r ? r : tell_job(call, job, e);
}

static enum err run_now(struct call *call, struct error *e)
{
    return ask(call, "now", 0, e);
}

static enum err run_verify(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    return r ? r : ask(call, "verify", id, e);
}

static enum err run_drill(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    return r ? r : ask(call, "drill", id, e);
}

const struct command backup_commands[] = {
    {"backup",                     "list", "", 0, 0, "", "health.read", run_list, N_("backups, newest first"), "backup list"},
    {"backup",                          "show", "ID", 1, 1, "", "health.read", run_show, N_("one backup and what it holds"), NULL},
    {"backup",                           "now", "", 0, 0, "", "backup", run_now, N_("makes a backup"), "backup now"},
    {"backup",               "verify", "ID", 1, 1, "", "backup", run_verify, N_("reads a backup through: is it as it was made?"),
     NULL},
    {"backup", "drill", "ID", 1, 1, "", "backup.drill", run_drill,
     N_("restores a copy of a backup beside, looks at it as a user would, and removes it"), NULL},
    {.noun = NULL                           },
};

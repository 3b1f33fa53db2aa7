/* The nouns that are information tables: household, person and every other that is only described. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/table.h"

#include <stdlib.h>

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return table_add(call->work, call->table, record, id, e);
}

static enum err change(struct call *call, int64_t id, struct record *record, struct error *e)
{
    return table_change(call->work, call->table, id, record, e);
}

static enum err read_row(struct call *call, const char *key, struct record *out, struct error *e)
{
    return table_read(call->work, call->table, strtoll(key, NULL, 10), out, e);
}

static enum err check(struct call *call, struct record *record, struct error *e)
{
    return table_check(call->work, call->table, record, e);
}

static const struct saver saver = {.add = add, .change = change, .read = read_row, .check = check};

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    if (!r && call_option(call, "deleted")) {
        r = table_list_deleted(call->work, call->pool, call->table, &query, &rows, &total, e);
    } else if (!r) {
        r = table_list(call->work, call->pool, call->table, &query, &rows, &total, e);
    }
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err reveal(struct call *call, const char *key, struct record *out, struct error *e)
{
    return table_reveal(call->work, call->table, strtoll(key, NULL, 10), call_option(call, "reveal"), out, e);
}

/* --reveal=REASON shows personal data in full; the reason is kept in the audit. */
static enum err run_show(struct call *call, struct error *e)
{
    static const struct saver revealer = {.read = reveal};
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    return r ? r : input_show(call, call_option(call, "reveal") ? &revealer : &saver, call_argument(call, 0), e);
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_change(struct call *call, struct error *e)
{
    int64_t id;
    enum err r = call_id(call, 0, &id, e);

    return r ? r : input_change(call, &saver, e);
}

static enum err run_delete(struct call *call, struct error *e)
{
    struct record *record = record_new();
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : table_read(call->work, call->table, id, record, e);
    r = r ? r : table_delete(call->work, call->table, id, record_int(record, "version"), e);
    if (!r) {
        print_done(call, _("%s %s is deleted. %s restore %s brings it back."), table_label(call->table),
                   call_argument(call, 0), call->table->name, call_argument(call, 0));
    }
    record_free(&record);
    return r;
}

static enum err run_restore(struct call *call, struct error *e)
{
    int64_t id = 0, version = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : call_number(call, "version", &version, e);
    if (!r) {
        r = version ? table_restore_version(call->work, call->table, id, version, e)
                    : table_restore(call->work, call->table, id, e);
    }
    return r ? r : input_show(call, &saver, call_argument(call, 0), e);
}

const struct command table_commands[] = {
    {.noun = ANY_TABLE,
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT] [--deleted]",
     .options = LIST_OPTIONS " deleted!",
     .right = "TABLE.read",
     .run = run_list,
     .help = N_("rows of the table"),
     .example = "household list --where=kinds:2"},
    {.noun = ANY_TABLE,
     .verb = "show",
     .usage = "ID [--reveal=REASON]",
     .options = "reveal",
     .least = 1,
     .most = 1,
     .right = "TABLE.read",
     .run = run_show,
     .help = N_("one row")},
    {.noun = ANY_TABLE,
     .verb = "add",
     .usage = "--FIELD=VALUE ...",
     .options = "@",
     .right = "TABLE.write",
     .run = run_add,
     .help = N_("adds a row; with --json, of an object or an array on standard input")},
    {.noun = ANY_TABLE,
     .verb = "change",
     .usage = "ID --FIELD=VALUE ...",
     .least = 1,
     .most = 1,
     .options = "@ version",
     .right = "TABLE.write",
     .run = run_change,
     .help = N_("changes fields of a row")},
    {.noun = ANY_TABLE,
     .verb = "delete",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "TABLE.write",
     .run = run_delete,
     .help = N_("deletes a row; it can be restored")},
    {.noun = ANY_TABLE,
     .verb = "restore",
     .usage = "ID [--version=N]",
     .options = "version",
     .least = 1,
     .most = 1,
     .right = "TABLE.write",
     .run = run_restore,
     .help = N_("brings a deleted row back, or the fields of a row as they were in a version")},
    {.noun = NULL                                         },
};

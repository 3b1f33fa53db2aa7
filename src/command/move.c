/* Moves: the noun "move", and the verbs of the nouns person and household that are moves. */
#include "batch.h"
#include "call.h"
#include "input.h"
#include "link.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/move.h"
#include "wangge/work/residence.h"
#include "wangge/work/table.h"

#include <inttypes.h>
#include <stdlib.h>

static enum err read_move(struct call *call, const char *key, struct record *out, struct error *e)
{
    return table_read(call->work, table_find("move"), strtoll(key, NULL, 10), out, e);
}

static const struct saver saver = {.read = read_move};

/* All faults are told; the first one once more, as the error of the command. */
static void tell_fault(void *to, const struct error *fault)
{
    const struct call *call = to;
    print_fault(call->io, call->json, fault);
}

/* What was done, or with --dry would be. */
static enum err print_move(struct call *call, const struct record *move, int64_t id, struct error *e)
{
    char key[24];

    if (!call->json) {
        print_plain(call, "%s\n", record_get(move, "result"));
        if (id) {
            print_done(call, _("Move %" PRId64 ". A wrong one is undone: move undo %" PRId64), id, id);
        }
        return ERR_NONE;
    }
    if (!id) {
        print_json(call, json_of_record(call->table, move));
        return ERR_NONE;
    }
    snprintf(key, sizeof key, "%" PRId64, id);
    return input_show(call, &saver, key, e);
}

static enum err run(struct call *call, struct record *given, struct error *e)
{
    struct record *move = record_new();
    int64_t id = 0;

    record_defaults(move, call->table);
    record_overlay(move, given);
    enum err r =
        call_option(call, "dry") ? move_try(call->work, move, e) : move_add(call->work, move, &id, tell_fault, call, e);
    r = r ? r : print_move(call, move, id, e);
    record_free(&move);
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    struct batch batch = {0};
    enum err r = batch_read(call, &batch, e);

    if (!r && batch.array) {
        r = error_set(e, ERR_USAGE, NULL, _("One move at a time: give one object."));
    }
    r = r ? r : run(call, batch.records[0], e);
    batch_free(&batch);
    return r;
}

/* The verb of person or household is the kind; "household move" is move_house. argument: the field that the id goes
 * into. */
static enum err run_kind(struct call *call, const char *kind, const char *argument, struct error *e)
{
    struct record *given = record_new();
    int64_t id = 0;
    enum err r = argument ? call_id(call, 0, &id, e) : ERR_NONE;

    call->table = table_find("move");
    r = r ? r : input_options(call, given, e);
    record_set(given, "kind", kind);
    if (argument) {
        record_set(given, argument, call_argument(call, 0));
    }
    r = r ? r : run(call, given, e);
    record_free(&given);
    return r;
}

static enum err run_move_in(struct call *call, struct error *e)
{
    return run_kind(call, "move_in", NULL, e);
}

static enum err run_move_out(struct call *call, struct error *e)
{
    return run_kind(call, "move_out", "persons", e);
}

static enum err run_birth(struct call *call, struct error *e)
{
    return run_kind(call, "birth", "persons", e);
}

static enum err run_death(struct call *call, struct error *e)
{
    return run_kind(call, "death", "persons", e);
}

static enum err run_house(struct call *call, struct error *e)
{
    return run_kind(call, "move_house", "household", e);
}

static enum err run_split(struct call *call, struct error *e)
{
    return run_kind(call, "split", "household", e);
}

static enum err run_merge(struct call *call, struct error *e)
{
    return run_kind(call, "merge", "household", e);
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : table_list(call->work, call->pool, call->table, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    int64_t id;
    enum err r = call_id(call, 0, &id, e);
    return r ? r : input_show(call, &saver, call_argument(call, 0), e);
}

static enum err run_undo(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : move_undo(call->work, id, e);
    if (!r && !call->json) {
        print_done(call, _("Move %" PRId64 " is undone; everything is as it was before."), id);
    }
    return r || !call->json ? r : input_show(call, &saver, call_argument(call, 0), e);
}

static enum err run_residents(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "person",                     .label = N_("id"), .right = true},
        {.name = "name",                       .label = N_("name")},
        {.name = "residence",                       .label = N_("kind"), .codes = "residence_kind"},
        {.name = "relation",                                    .label = N_("relation to the head"), .codes = "relation"},
        {.name = "owner",.label = N_("owner")},
        {.name = "from_on",                                    .label = N_("from")},
        {.name = "to_on",.label = N_("to")},
        {.name = "ended",                                    .label = N_("ended"), .codes = "residence_change"},
        {.name = NULL                     },
    };
    struct rows rows;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : residents_of_house(call->work, call->pool, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_residence(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "from_on",    .label = N_("from")},
        {.name = "to_on",                    .label = N_("to")},
        {.name = "address",.label = N_("address")},
        {.name = "area_name",    .label = N_("area")},
        {.name = "begun",                    .label = N_("began"), .codes = "residence_change"},
        {.name = "ended",.label = N_("ended"), .codes = "residence_change"},
        {.name = NULL     },
    };
    struct rows rows;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : residence_of_person(call->work, call->pool, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

/* Options of the short verbs: fields of a move. */
#define DAY  "dry! moved_on reason note"
#define DOOR "to_area house address building unit room"

const struct command move_commands[] = {
    {.noun = "move",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT]",
     .options = LIST_OPTIONS,
     .right = "person.read",
     .run = run_list,
     .help = N_("moves, newest first"),
     .example = "move list --where=kind:birth --where=moved_on:2026-10"},
    {.noun = "move",
     .verb = "show",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "person.read",
     .run = run_show,
     .help = N_("one move, and what it did")},
    {.noun = "move",
     .verb = "add",
     .usage = "--kind=KIND [--FIELD=VALUE ...] [--dry]",
     .options = "@ dry!",
     .right = "person.write",
     .run = run_add,
     .help = N_("does a move: people, households and registers in one go; --dry only says what it would do"),
     .example = "move add --kind=split --household=6-302 --persons=示例乙,示例丁 --dry"},
    {.noun = "move",
     .verb = "undo",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "person.write",
     .run = run_undo,
     .help = N_("takes a wrong move back, as long as nothing has happened since"),
     .example = "move undo 7"},
    {.noun = "person",
     .verb = "move_in",
     .usage = "--name=NAME --relation=CODE [--citizen_id=ID] [--household=DOOR | --address=ADDRESS]",
     .options = DAY " name citizen_id sex birth relation phone household place " DOOR,
     .right = "person.write",
     .run = run_move_in,
     .help = N_("somebody comes to live here, new or known by the citizen ID"),
     .example = "person move_in --name=示例乙 --citizen_id=... --household=6-302 --relation=10"},
    {.noun = "person",
     .verb = "move_out",
     .usage = "ID [--place=WHERE] [--reason=CODE] [--head=NAME]",
     .least = 1,
     .most = 1,
     .options = DAY " place head",
     .right = "person.write",
     .run = run_move_out,
     .help = N_("somebody leaves; for a whole household: move add --kind=move_out --household=DOOR"),
     .example = "person move_out 17 --place=南京市 --reason=务工"},
    {.noun = "person",
     .verb = "birth",
     .usage = "MOTHER --name=NAME --sex=CODE --birth_order=N",
     .least = 1,
     .most = 1,
     .options = DAY " name sex birth_order citizen_id relation",
     .right = "person.write",
     .run = run_birth,
     .help = N_("a child is born to a mother of the household"),
     .example = "person birth 17 --name=示例戊 --sex=女 --birth_order=2"},
    {.noun = "person",
     .verb = "death",
     .usage = "ID [--moved_on=DAY] [--head=NAME]",
     .least = 1,
     .most = 1,
     .options = DAY " head",
     .right = "person.write",
     .run = run_death,
     .help = N_("somebody has died: registers end, the household gets another head"),
     .example = "person death 17 --moved_on=-1"},
    {.noun = "person",
     .verb = "residence",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "person.read",
     .run = run_residence,
     .help = N_("where somebody has lived, newest first"),
     .example = "person residence 17"},
    {.noun = "house",
     .verb = "residents",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "person.read",
     .run = run_residents,
     .help = N_("who lives in a house, then who lived there"),
     .example = "house residents 17"},
    {.noun = "household",
     .verb = "move",
     .usage = "ID --address=ADDRESS [--building=N --unit=N --room=N] [--to_area=GRID]",
     .least = 1,
     .most = 1,
     .options = DAY " " DOOR,
     .right = "person.write",
     .run = run_house,
     .help = N_("the household goes to another door, with people and registers"),
     .example = "household move 17 --address=文苑路18号 --building=3 --unit=1 --room=201"},
    {.noun = "household",
     .verb = "split",
     .usage = "ID --persons=NAME,NAME [--head=NAME] [--address=ADDRESS]",
     .least = 1,
     .most = 1,
     .options = DAY " persons head " DOOR,
     .right = "person.write",
     .run = run_split,
     .help = N_("some people form a household of their own"),
     .example = "household split 17 --persons=示例乙,示例丁"},
    {.noun = "household",
     .verb = "merge",
     .usage = "ID --to_household=DOOR --relation=CODE",
     .least = 1,
     .most = 1,
     .options = DAY " to_household relation",
     .right = "person.write",
     .run = run_merge,
     .help = N_("this household joins another one and is closed"),
     .example = "household merge 17 --to_household=6-302 --relation=20"},
    {.noun = NULL                                                                                                      },
};

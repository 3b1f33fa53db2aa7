/* The noun "spot_check": drawing one, what was drawn, what was found, and what came of it. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/work.h"

#include <string.h>

#define ANSWERS_MOST 400

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return spot_check_draw(call->work, record, id, NULL, NULL, e);
}

static enum err start(struct call *call, const struct record *given, struct record *out, struct error *e)
{
    (void)given;
    return spot_check_new(call->work, out, e);
}

static enum err read_check(struct call *call, const char *key, struct record *out, struct error *e)
{
    return spot_check_read(call->work, key, out, e);
}

static json_t *json_rows(const struct rows *rows)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rows->count; i++) {
        json_array_append_new(list, json_of_row(NULL, rows, i));
    }
    return list;
}

static const struct column DOORS[] = {
    {.name = "door",       .label = N_("Door no."), .right = true},
    {.name = "address",       .label = N_("Address")},
    {.name = "area_name",    .label = N_("Grid")},
    {.name = "items",                    .label = N_("Fields"), .right = true},
    {.name = "checked",.label = N_("Done"), .right = true},
    {.name = "counted",      .label = N_("Counted"), .right = true},
    {.name = "correct",       .label = N_("Correct"), .right = true},
    {.name = NULL   },
};

/* Its doors, in their order. */
static enum err tell_doors(struct call *call, const struct record *record, json_t *object, struct error *e)
{
    struct rows doors = {0};
    enum err r = spot_check_doors(call->work, call->pool, record_int(record, "id"), &doors, e);

    if (!r && object) {
        json_object_set_new(object, "door_rows", json_rows(&doors));
    } else if (!r) {
        print_plain_list(call, &doors, DOORS);
    }
    return r;
}

static const struct saver saver = {.start = start, .add = add, .read = read_check, .beside = tell_doors};

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : spot_check_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_draw(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_show(struct call *call, struct error *e)
{
    return input_show(call, &saver, call_argument(call, 0), e);
}

static enum err find(struct call *call, int64_t *id, struct error *e)
{
    struct record *record = record_new();
    enum err r = spot_check_read(call->work, call_argument(call, 0), record, e);

    *id = record_int(record, "id");
    record_free(&record);
    return r;
}

static enum err read_by(struct call *call, enum check_by *by, struct error *e)
{
    static const char *const words[] = {
        [CHECK_BY_NONE] = "", [CHECK_BY_GRID] = "grid", [CHECK_BY_LEADER] = "leader", [CHECK_BY_FIELD] = "field"};
    const char *given = call_option(call, "by");

    for (int i = CHECK_BY_NONE; i <= CHECK_BY_FIELD; i++) {
        if (strcmp(given ? given : "", words[i]) == 0) {
            *by = (enum check_by)i;
            return ERR_NONE;
        }
    }
    return error_set(e, ERR_USAGE, "by", _("--by is grid, leader or field."));
}

static enum err run_items(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "door",             .label = N_("Door no."), .right = true},
        {.name = "position",             .label = N_("Item no."), .right = true},
        {.name = "address",         .label = N_("Address")},
        {.name = "person_name",             .label = N_("Person")},
        {.name = "label",          .label = N_("Field")},
        {.name = "value",                          .label = N_("Registered")},
        {.name = "truth",.label = N_("True")},
        {.name = "verdict",            .label = N_("Verdict"), .codes = "check_verdict"},
        {.name = "problem",                          .label = N_("Problem")},
        {.name = NULL},
    };
    struct rows rows = {0};
    enum check_by by = CHECK_BY_NONE;
    int64_t id = 0, door = 0;
    enum err r = find(call, &id, e);

    r = r ? r : call_number(call, "door", &door, e);
    r = r ? r : read_by(call, &by, e);
    r = r ? r : spot_check_items(call->work, call->pool, id, door, by, call_option(call, "key"), &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_result(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "key",        .label = N_("Key")},
        {.name = "text",                    .label = N_("Part")},
        {.name = "items",.label = N_("Fields"), .right = true},
        {.name = "checked",      .label = N_("Done"), .right = true},
        {.name = "counted",       .label = N_("Counted"), .right = true},
        {.name = "correct",    .label = N_("Correct"), .right = true},
        {.name = "corrected",       .label = N_("Corrected"), .right = true},
        {.name = NULL   },
    };
    struct rows rows = {0};
    enum check_by by = CHECK_BY_NONE;
    int64_t id = 0;
    enum err r = find(call, &id, e);

    r = r ? r : read_by(call, &by, e);
    r = r ? r : spot_check_result(call->work, call->pool, id, by, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

/* "3=13900001111", "1==" */
static enum err read_answers(struct call *call, struct record *answers, struct error *e)
{
    for (size_t i = 2; i < call->argument_count; i++) {
        const char *word = call_argument(call, i), *sign = strchr(word, '=');
        if (!sign || sign == word || strspn(word, "0123456789") != (size_t)(sign - word)) {
            return error_set(e, ERR_USAGE, NULL, _("\"%s\": write ITEM=ANSWER, as in 1== 2=13900001111 3=?"), word);
        }
        record_set(answers, pool_text_n(call->pool, word, (size_t)(sign - word)), sign + 1);
    }
    return ERR_NONE;
}

static enum err run_do(struct call *call, struct error *e)
{
    struct record *answers = record_new();
    struct check_saved saved = {0};
    int64_t id = 0, door = 0;
    enum err r = find(call, &id, e);

    r = r ? r : call_id(call, 1, &door, e);
    r = r ? r : read_answers(call, answers, e);
    r = r ? r : spot_check_save(call->work, id, door, answers, &saved, NULL, NULL, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:I, s:i, s:i, s:i, s:i}", "schema", 1, "door", (json_int_t)door, "checked",
                                   saved.checked, "wrong", saved.wrong, "corrected", saved.corrected, "refused",
                                   saved.refused));
    } else if (!r) {
        print_done(call, _("Door %lld: %d fields, %d wrong, %d corrected"), (long long)door, saved.checked, saved.wrong,
                   saved.corrected);
    }
    record_free(&answers);
    return r;
}

static enum err run_end(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = find(call, &id, e);

    r = r ? r : spot_check_end(call->work, id, e);
    return r ? r : input_show(call, &saver, call_argument(call, 0), e);
}

static enum err run_fields(struct call *call, struct error *e)
{
    static const char *names[] = {"name", "table", "label", "weight", "chosen"};
    static const struct column columns[] = {
        {.name = "name",           .label = N_("Name")},
        {.name = "table",                        .label = N_("Register")},
        {.name = "label",.label = N_("Field")},
        {.name = "weight",          .label = N_("Weight"), .right = true},
        {.name = "chosen",                        .label = N_("Usual"), .right = true},
        {.name = NULL},
    };
    enum { COLUMNS = 5 };
    size_t count;
    enum err r = right_need(call->work, "spot_check.read", e);
    if (r) {
        return r;
    }
    const struct check_field *fields = check_fields(&count);
    struct rows rows = {.count = count, .columns = COLUMNS, .names = names};

    rows.values = pool_new_piece(call->pool, COLUMNS * (count + 1), sizeof *rows.values);
    for (size_t i = 0; i < count; i++) {
        struct value *v = &rows.values[i * COLUMNS];
        v[0] = (struct value){.type = VALUE_TEXT, .text = fields[i].name};
        v[1] = (struct value){.type = VALUE_TEXT, .text = table_label(fields[i].table)};
        v[2] = (struct value){.type = VALUE_TEXT, .text = field_label(fields[i].field)};
        v[3] = (struct value){
            .type = VALUE_INT, .number = fields[i].weight, .text = pool_format(call->pool, "%d", fields[i].weight)};
        v[4] = (struct value){.type = VALUE_INT, .number = fields[i].chosen, .text = fields[i].chosen ? "1" : "0"};
    }
    print_plain_list(call, &rows, columns);
    return ERR_NONE;
}

const struct command spot_check_commands[] = {
    {.noun = "spot_check",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE]",
     .options = LIST_OPTIONS,
     .right = "spot_check.read",
     .run = run_list,
     .help = N_("spot checks, newest first; leaders see what was found in their own grids"),
     .example = "spot_check list --where=state:open --json"},
    {.noun = "spot_check",
     .verb = "fields",
     .usage = "",
     .right = "spot_check.read",
     .run = run_fields,
     .help = N_("what a spot check can ask")},
    {.noun = "spot_check",
     .verb = "draw",
     .usage = "--name=TEXT [--area=AREA] [--how=each] [--amount=N] [--fields=LIST] [--seed=N] [--blind=1]",
     .options = "@",
     .right = "spot_check.write",
     .run = run_draw,
     .help = N_("draws households and fields; the same seed draws the same from the same registers"),
     .example = "spot_check draw --name=October --how=each --amount=2 --fields=person.phone,person.education"},
    {.noun = "spot_check",
     .verb = "show",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "spot_check.read",
     .run = run_show,
     .help = N_("how it was drawn, and its doors"),
     .example = "spot_check show CC-20261021-0001"},
    {.noun = "spot_check",
     .verb = "items",
     .usage = "NO [--door=N] [--by=grid|leader|field --key=KEY]",
     .least = 1,
     .most = 1,
     .options = "door by key",
     .right = "spot_check.read",
     .run = run_items,
     .help = N_("the fields of a door, or those behind a line of the result"),
     .example = "spot_check items CC-20261021-0001 --by=field --key=person.phone"},
    {.noun = "spot_check",
     .verb = "do",
     .usage = "NO DOOR ITEM=ANSWER ...",
     .least = 3,
     .most = ANSWERS_MOST,
     .right = "spot_check.write",
     .run = run_do,
     .help = N_("what is true at a door: = as registered, - nothing, / does not apply, ? not met, or the value; the "
                "register is corrected"),
     .example = "spot_check do CC-20261021-0001 1 1== 2=13900001111 3=?"},
    {.noun = "spot_check",
     .verb = "result",
     .usage = "NO [--by=grid|leader|field]",
     .least = 1,
     .most = 1,
     .options = "by",
     .right = "spot_check.read",
     .run = run_result,
     .help = N_("what came of it")},
    {.noun = "spot_check",
     .verb = "end",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "spot_check.write",
     .run = run_end,
     .help = N_("ends it: no more doors are entered")},
    {.noun = NULL                                                                  },
};

/* The noun "area": what changes areas, what happened to them, and the tree. */
#include "area_print.h"
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/area_change.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define DOORS_MOST 2000
#define FILE_MOST  ((size_t)4 << 20)

void area_print_past(struct call *call, const char *key, const struct rows *rows)
{
    const char *ended = rows_text(rows, 0, "ended_on"), *into = rows_text(rows, 0, "into_code");
    if (strcmp(key, rows_text(rows, 0, "code")) != 0 && strcmp(key, rows_text(rows, 0, "name")) != 0)
        fprintf(call->io->out, _("%s is a code of before; it is %s now.\n"), key, rows_text(rows, 0, "code"));
    if (*ended != '\0' && *into != '\0')
        fprintf(call->io->out, _("It ended on %s and went into %s %s.\n"), ended, into,
                rows_text(rows, 0, "into_name"));
    else if (*ended != '\0')
        fprintf(call->io->out, _("It ended on %s.\n"), ended);
}

/* --- the tree and the history */

struct tree {
    struct call *call;
    struct rows list; /* all of them, as the tree is walked */
    json_t *json;
    int64_t depth;
    bool ended;
};

static void put_line(struct tree *tree, const struct rows *rows, size_t i, int depth)
{
    const char *ended = rows_text(rows, i, "ended_on"), *leader = rows_text(rows, i, "leader");
    json_t *object;
    if (!tree->call->json) {
        fprintf(tree->call->io->out, "%*s%s %s", depth * 2, "", rows_text(rows, i, "code"), rows_text(rows, i, "name"));
        fprintf(tree->call->io->out, _("  households %lld, posts %lld"), (long long)rows_int(rows, i, "households"),
                (long long)rows_int(rows, i, "posts"));
        fprintf(tree->call->io->out, "%s%s", *leader == '\0' ? "" : ", ", leader);
        if (*ended != '\0')
            fprintf(tree->call->io->out, _(", ended on %s"), ended);
        fputc('\n', tree->call->io->out);
        return;
    }
    object = json_of_row(NULL, rows, i);
    json_object_set_new(object, "depth", json_integer(depth));
    json_object_set_new(object, "level_text", json_string(area_level_name((int)rows_int(rows, i, "level"))));
    json_array_append_new(tree->json, object);
}

static enum err walk(struct tree *tree, int64_t parent, int depth, struct error *e)
{
    struct rows rows = {0};
    enum err r = area_children(tree->call->work, tree->call->pool, parent, tree->ended, &rows, e);
    for (size_t i = 0; !r && i < rows.count; i++) {
        put_line(tree, &rows, i, depth);
        if (depth + 1 < tree->depth && rows_int(&rows, i, "below") > 0) {
            r = walk(tree, rows_int(&rows, i, "id"), depth + 1, e);
        }
    }
    return r;
}

static enum err run_tree(struct call *call, struct error *e)
{
    struct tree tree = {.call = call, .json = json_array(), .ended = call_option(call, "ended") != NULL};
    int64_t parent = 0;
    enum err r = call->argument_count > 0 ? input_area(call, call_argument(call, 0), &parent, e) : ERR_NONE;

    r = r ? r : call_number(call, "depth", &tree.depth, e);
    tree.depth = tree.depth > 0 ? tree.depth : 16;
    r = r ? r : walk(&tree, parent, 0, e);
    if (!r && call->json) {
        print_json_list(call, tree.json, (int64_t)json_array_size(tree.json));
    } else {
        json_decref(tree.json);
    }
    return r;
}

static enum err run_history(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "on_day",            .label = N_("day")},
        {.name = "kind",                           .label = N_("change"), .codes = "area_change"},
        {.name = "from_code",.label = N_("code before")},
        {.name = "from_name",                           .label = N_("name before")},
        {.name = "to_code",                      .label = N_("code")},
        {.name = "to_name",         .label = N_("name")},
        {.name = "to_parent_name",                           .label = N_("lies in")},
        {.name = "other_name",.label = N_("with")},
        {.name = "rows_moved",           .label = N_("entries"), .right = true},
        {.name = "by_name",                           .label = N_("by")},
        {.name = "why",.label = N_("reason")},
        {.name = NULL       },
    };
    struct rows rows = {0};
    int64_t area = 0, limit = 0;
    enum err r = call->argument_count > 0 ? input_area(call, call_argument(call, 0), &area, e) : ERR_NONE;

    r = r ? r : call_number(call, "limit", &limit, e);
    r = r ? r : area_history(call->work, call->pool, area, limit > 0 && limit < 10000 ? (int)limit : 100, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

/* --- changes */

/* The area that the first argument names, and the options that every change takes. */
static enum err begin(struct call *call, int64_t *area, struct area_order *order, struct area_effects *effects,
                      struct error *e)
{
    const char *why = call_option(call, "why");
    *order = (struct area_order){.why = why ? why : "", .dry = call_option(call, "dry") != NULL, .effects = effects};
    return area ? input_area(call, call_argument(call, 0), area, e) : ERR_NONE;
}

static enum err finish(struct call *call, enum err r, const struct area_order *order, int64_t area, struct error *e)
{
    const struct area_effects *effects = order->effects;
    struct rows rows = {0};
    json_t *list = NULL, *object = NULL;

    if (!r && area != 0 && !order->dry) {
        r = area_find(call->work, call->pool, pool_format(call->pool, "%lld", (long long)area), &rows, e);
    }
    if (r) {
        return r;
    }
    if (!call->json) {
        fprintf(call->io->out, "%s\n",
                order->dry ? _("Nothing is changed yet. This would follow:") : _("Done. This followed:"));
        for (size_t i = 0; i < effects->count; i++) {
            fprintf(call->io->out, "  %6lld  %s\n", (long long)effects->list[i].number,
                    area_effect_text(effects->list[i].what));
        }
        return ERR_NONE;
    }
    object = rows.count > 0 ? json_of_row(NULL, &rows, 0) : json_object();
    list = json_object();
    for (size_t i = 0; i < effects->count; i++) {
        json_object_set_new(list, effects->list[i].what, json_integer(effects->list[i].number));
    }
    json_object_set_new(object, "dry", json_boolean(order->dry));
    json_object_set_new(object, "effects", list);
    print_json(call, object);
    return ERR_NONE;
}

static enum err run_rename(struct call *call, struct error *e)
{
    struct area_effects effects = {.count = 0};
    struct area_order order;
    int64_t area = 0;
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : area_rename(call->work, area, call_argument(call, 1), &order, e);
    return finish(call, r, &order, area, e);
}

static enum err run_move(struct call *call, struct error *e)
{
    struct area_effects effects = {.count = 0};
    struct area_order order;
    int64_t area = 0, parent = 0;
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : input_area(call, call_argument(call, 1), &parent, e);
    r = r ? r : area_move(call->work, area, parent, call_option(call, "code"), &order, e);
    return finish(call, r, &order, area, e);
}

static enum err run_merge(struct call *call, struct error *e)
{
    struct area_effects effects = {.count = 0};
    struct area_order order;
    int64_t area = 0, into = 0;
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : input_area(call, call_argument(call, 1), &into, e);
    r = r ? r : area_merge(call->work, area, into, &order, e);
    return finish(call, r, &order, into, e);
}

static enum err run_end(struct call *call, struct error *e)
{
    struct area_effects effects = {.count = 0};
    struct area_order order;
    int64_t area = 0;
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : area_end(call->work, area, &order, e);
    return finish(call, r, &order, area, e);
}

/* All that comes in, at most FILE_MOST. */
static enum err read_all(struct call *call, struct buffer *out, struct error *e)
{
    char piece[8192];
    size_t n = 0;
    while ((n = fread(piece, 1, sizeof piece, call->io->in)) > 0) {
        buffer_add(out, piece, n);
        if (out->length > FILE_MOST) {
            return error_set(e, ERR_INVALID, "file", _("This is too much: at most %d MB."), (int)(FILE_MOST >> 20));
        }
    }
    return ERR_NONE;
}

static enum err recode_file(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "line",              .label = N_("line"), .right = true},
        {.name = "action",              .label = N_("change"), .codes = "area_change"},
        {.name = "code",            .label = N_("code before")},
        {.name = "name",     .label = N_("name before")},
        {.name = "to_code",              .label = N_("code")},
        {.name = "to_name",                           .label = N_("name")},
        {.name = "note",.label = N_("remark")},
        {.name = NULL          },
    };
    struct area_effects effects = {.count = 0};
    struct area_order order;
    struct buffer text = {0};
    struct rows rows = {0};
    enum err r = begin(call, NULL, &order, &effects, e);
    r = r ? r : read_all(call, &text, e);
    r = r ? r : area_change_file(call->work, call->pool, buffer_text(&text), text.length, &order, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    buffer_free(&text);
    return r;
}

static enum err run_recode(struct call *call, struct error *e)
{
    struct area_effects effects = {.count = 0};
    struct area_order order;
    int64_t area = 0;
    if (call_option(call, "file")) {
        return recode_file(call, e);
    }
    if (call->argument_count < 2) {
        return error_set(e, ERR_USAGE, NULL,
                         _("Give the area and its new code, or --file and the changes on standard input."));
    }
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : area_recode(call->work, area, call_argument(call, 1), &order, e);
    return finish(call, r, &order, area, e);
}

/* --door= as often as one likes, or with --doors lines on standard input. */
static enum err read_doors(struct call *call, const char **doors, size_t *count, struct error *e)
{
    struct buffer text = {0};
    enum err r = ERR_NONE;
    *count = 0;
    for (size_t i = 0; i < call->option_count && *count < DOORS_MOST; i++) {
        if (strcmp(call->options[i].name, "door") == 0) {
            doors[(*count)++] = call->options[i].value;
        }
    }
    if (call_option(call, "doors")) {
        r = read_all(call, &text, e);
        char *lines = pool_text(call->pool, buffer_text(&text));
        for (char *line = strtok(lines, "\r\n"); !r && line && *count < DOORS_MOST; line = strtok(NULL, "\r\n")) {
            doors[(*count)++] = line;
        }
    }
    buffer_free(&text);
    return r;
}

static enum err run_split(struct call *call, struct error *e)
{
    const char **doors = pool_new_piece(call->pool, DOORS_MOST, sizeof *doors);
    const char *code = call_option(call, "code"), *name = call_option(call, "name");
    struct area_effects effects = {.count = 0};
    struct area_order order;
    struct area_choice choice = {0};
    int64_t area = 0, made = 0;
    size_t count = 0;
    enum err r = begin(call, &area, &order, &effects, e);
    r = r ? r : read_doors(call, doors, &count, e);
    r = r ? r : area_choose(call->work, call->pool, area, doors, count, &choice, e);
    r = r ? r : area_split(call->work, area, code ? code : "", name ? name : "", &choice, 1, &order, &made, e);
    return finish(call, r, &order, made, e);
}

static enum err run_doors(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "door",             .label = N_("door")},
        {.name = "households",                          .label = N_("households"), .right = true},
        {.name = NULL},
    };
    struct rows rows = {0};
    int64_t area = 0;
    enum err r = input_area(call, call_argument(call, 0), &area, e);
    r = r ? r : area_doors(call->work, call->pool, area, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

#define CHANGES "why dry!"

const struct command area_change_commands[] = {
    {.noun = "area",
     .verb = "tree",
     .usage = "[CODE] [--depth=N] [--ended]",
     .most = 1,
     .options = "depth ended!",
     .right = "area.read",
     .run = run_tree,
     .help = N_("the tree of areas with households, posts and leaders; --ended with those that are over"),
     .example = "area tree 321003005 --depth=2"},
    {.noun = "area",
     .verb = "history",
     .usage = "[CODE]",
     .most = 1,
     .options = "limit",
     .right = "area.read",
     .run = run_history,
     .help = N_("what was named anew, recoded, moved, merged, split, and why; newest first")},
    {.noun = "area",
     .verb = "rename",
     .usage = "CODE NAME --why=TEXT [--dry]",
     .least = 2,
     .most = 2,
     .options = CHANGES,
     .right = "area.manage",
     .run = run_rename,
     .help = N_("gives an area another name")},
    {.noun = "area",
     .verb = "recode",
     .usage = "CODE NEW --why=TEXT [--dry] | --file --why=TEXT [--dry] < CSV",
     .most = 2,
     .options = CHANGES " file!",
     .right = "area.manage",
     .run = run_recode,
     .help = N_("gives an area and all below it that begin with its code another code; --file: the changes of a year; "
                "--dry tells what would be done"),
     .example = "area recode --file --dry < changes_2020_to_2021.csv"},
    {.noun = "area",
     .verb = "move",
     .usage = "CODE PARENT --why=TEXT [--code=NEW] [--dry]",
     .least = 2,
     .most = 2,
     .options = CHANGES " code",
     .right = "area.manage",
     .run = run_move,
     .help = N_("puts an area with all below it under another one; a grid's code follows"),
     .example = "area move 321003005006004 321003006001 --why=... --dry"},
    {.noun = "area",
     .verb = "merge",
     .usage = "CODE INTO --why=TEXT [--dry]",
     .least = 2,
     .most = 2,
     .options = CHANGES,
     .right = "area.manage",
     .run = run_merge,
     .help = N_("all of an area goes into another one, and it ends; --dry tells how much"),
     .example = "area merge 321003005006004 321003005006003 --why=... --dry"},
    {.noun = "area",
     .verb = "split",
     .usage = "CODE --code=NEW --name=NAME --why=TEXT --door=DOOR ... | --doors < LINES [--dry]",
     .least = 1,
     .most = 1,
     .options = CHANGES " code name door doors!",
     .right = "area.manage",
     .run = run_split,
     .help =
         N_("a part of a grid becomes a new one: the doors as \"area doors\" tells them, or an address with all of its "
            "buildings"),
     .example = "area split 321003005006001 --code=321003005006005 --name=... --door='...' --why=... --dry"},
    {.noun = "area",
     .verb = "doors",
     .usage = "CODE",
     .least = 1,
     .most = 1,
     .right = "area.manage",
     .run = run_doors,
     .help = N_("addresses and buildings of an area with their households, to draw a line by")},
    {.noun = "area",
     .verb = "end",
     .usage = "CODE --why=TEXT [--dry]",
     .least = 1,
     .most = 1,
     .options = CHANGES,
     .right = "area.manage",
     .run = run_end,
     .help = N_("ends an area that nothing is in")},
    {.noun = NULL                                         },
};

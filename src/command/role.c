/* The noun "role": shipped roles and those made at the place, and what each may do where. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return role_add(call->work, record, id, e);
}

static enum err change(struct call *call, int64_t id, struct record *record, struct error *e)
{
    (void)id;
    return role_change(call->work, record_get(record, "code"), record, e);
}

static enum err read_role(struct call *call, const char *key, struct record *out, struct error *e)
{
    return role_read(call->work, key, out, e);
}

static const struct column list_columns[] = {
    {.name = "code",       .label = N_("code")},
    {.name = "name",                    .label = N_("name")},
    {.name = "base",.label = N_("like"), .codes = "role"},
    {.name = "holders",       .label = N_("held by"), .right = true},
    {.name = "note",     .label = N_("purpose")},
    {.name = NULL   },
};

static const struct column right_columns[] = {
    {.name = "action",          .label = N_("right")},
    {.name = "label",                         .label = N_("allows to")},
    {.name = "scope",.label = N_("where")},
    {.name = NULL          },
};

static json_t *json_of_role(const struct role *role)
{
    json_t *object = json_pack("{s:s, s:s, s:s, s:b}", "code", role->code, "name", role->name, "base", role->base,
                               "shipped", role->id == 0);
    if (role->holders >= 0) {
        json_object_set_new(object, "holders", json_integer(role->holders));
    }
    json_object_set_new(object, "note", json_string(role->note));
    return object;
}

static enum err run_list(struct call *call, struct error *e)
{
    struct role *roles;
    size_t count = 0;
    enum err r = role_list(call->work, call->pool, &roles, &count, e);

    if (!r) {
        json_t *rows = json_array();
        for (size_t i = 0; i < count; i++) {
            json_array_append_new(rows, json_of_role(&roles[i]));
        }
        print_json_rows(call, rows, list_columns);
    }
    return r;
}

/* What it may do; all: what it may not, too. */
static void put_rights(json_t *rows, const enum scope *cells, bool all)
{
    for (size_t i = 0; i < right_count(); i++) {
        if (cells[i] != SCOPE_NONE || all) {
            json_array_append_new(rows, json_pack("{s:s, s:s, s:s}", "action", right_action(i), "label",
                                                  right_label(right_action(i)), "scope", scope_word(cells[i])));
        }
    }
}

/* Own rights where the actor stands: those of the role, or of the post that is acted for. */
static enum err own_cells(struct call *call, enum scope **cells)
{
    *cells = pool_new_piece(call->pool, right_count() + 1, sizeof **cells);
    for (size_t i = 0; i < right_count(); i++) {
        (*cells)[i] = right_scope(call->work, right_action(i));
    }
    return ERR_NONE;
}

static enum err run_rights(struct call *call, struct error *e)
{
    const char *code = call_argument(call, 0);
    enum scope *cells;
    struct role role;
    enum err r = code ? role_find(call->work, call->pool, code, &role, &cells, e) : own_cells(call, &cells);

    if (!r) {
        json_t *rows = json_array();
        put_rights(rows, cells, call_option(call, "all") != NULL);
        print_json_rows(call, rows, right_columns);
    }
    return r;
}

static const struct saver saver = {.named = "code", .add = add, .change = change, .read = read_role};

static enum err run_show(struct call *call, struct error *e)
{
    const char *code = call_argument(call, 0);
    struct role role;
    enum err r = role_find(call->work, call->pool, code, &role, NULL, e);

    if (!r && role.id != 0) {
        return input_show(call, &saver, code, e);
    }
    if (!r && call->json) {
        print_json(call, json_of_role(&role));
    } else if (!r) {
        const char *const pairs[][2] = {
            {_("code"), role.code},
            {_("name"), role.name},
        };
        print_pairs(call, pairs, 2);
    }
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_change(struct call *call, struct error *e)
{
    return input_change(call, &saver, e);
}

static enum err run_delete(struct call *call, struct error *e)
{
    enum err r = role_delete(call->work, call_argument(call, 0), e);

    if (!r) {
        print_done(call, _("The role %s is given up."), call_argument(call, 0));
    }
    return r;
}

const struct command role_commands[] = {
    {.noun = "role",       .verb = "list", .usage = "", .right = "role.read", .run = run_list, .help = N_("roles")},
    {.noun = "role",
     .verb = "show",
     .usage = "ROLE",
     .least = 1,
     .most = 1,
     .right = "role.read",
     .run = run_show,
     .help = N_("one role")},
    {.noun = "role",
     .verb = "rights",
     .usage = "[ROLE] [--all]",
     .most = 1,
     .options = "all!",
     .right = "role.read",
     .run = run_rights,
     .help = N_("what a role may do and where, or you"),
     .example = "role rights station"},
    {.noun = "role",
     .verb = "add",
     .usage = "CODE --name_zh=NAME --base=ROLE --cells='ACTION=SCOPE ...'",
     .most = 1,
     .options = "@",
     .right = "role.write",
     .run = run_add,
     .help = N_("makes a role of the place"),
     .example = "role add duty_officer --name_zh=值班员 --base=station --cells='case.close= visit.read=own'"},
    {.noun = "role",
     .verb = "change",
     .usage = "CODE --FIELD=VALUE",
     .least = 1,
     .most = 1,
     .options = "@ version",
     .right = "role.write",
     .run = run_change,
     .help = N_("changes a role of the place; who holds it goes on with the new rights at once")},
    {.noun = "role",
     .verb = "delete",
     .usage = "CODE",
     .least = 1,
     .most = 1,
     .right = "role.write",
     .run = run_delete,
     .help = N_("gives up a role of the place that nobody holds")},
    {.noun = NULL},
};

/* The noun "code": the code lists, and what an administrator changes in them. */
#include "call.h"
#include "output.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/work/code_row.h"
#include "wangge/work/right.h"

#include <string.h>

static json_t *json_of_list(const struct code_list *list)
{
    size_t retired = 0;
    for (size_t i = 0; i < list->count; i++) {
        retired += list->codes[i].retired;
    }
    return json_pack("{s:s, s:s, s:I, s:I}", "list", list->name, "standard", list->standard, "codes",
                     (json_int_t)list->count, "retired", (json_int_t)retired);
}

static json_t *json_of_code(const struct code *code)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:b}", "code", code->code, "zh", code->zh, "en", code->en, "initials",
                     code->initials, "retired", (int)code->retired);
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "list",           .label = N_("list")},
        {.name = "standard",                        .label = N_("standard")},
        {.name = "codes",.label = N_("number of codes"), .right = true},
        {.name = "retired",          .label = N_("retired"), .right = true},
        {.name = NULL          },
    };
    json_t *rows;
    enum err r = right_need(call->work, "code.read", e);

    if (r) {
        return r;
    }
    rows = json_array();
    for (size_t i = 0; code_list_at(i); i++) {
        json_array_append_new(rows, json_of_list(code_list_at(i)));
    }
    print_json_rows(call, rows, columns);
    return ERR_NONE;
}

static enum err run_show(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "code",           .label = N_("code")},
        {.name = "zh",                        .label = N_("Chinese")},
        {.name = "en",.label = N_("English")},
        {.name = "initials",             .label = N_("initials")},
        {.name = "retired",                        .label = N_("retired")},
        {.name = NULL},
    };
    const char *name = call_argument(call, 0);
    const struct code_list *list = code_list(name);
    json_t *rows;
    enum err r = right_need(call->work, "code.read", e);

    if (r) {
        return r;
    }
    if (!list) {
        return error_set(e, ERR_NOT_FOUND, "list", _("There is no code list \"%s\". See: code list"), name);
    }
    rows = json_array();
    for (size_t i = 0; i < list->count; i++) {
        json_array_append_new(rows, json_of_code(&list->codes[i]));
    }
    print_json_rows(call, rows, columns);
    return ERR_NONE;
}

/* The code as it is now. */
static enum err told(struct call *call, enum err r)
{
    const struct code_list *list = r ? NULL : code_list(call_argument(call, 0));
    const struct code *code = list ? code_find(list, call_argument(call, 1)) : NULL;

    if (code && call->json) {
        print_json(call, json_of_code(code));
    } else if (code) {
        print_done(call, _("The code %s of %s is saved; sessions that begin from now on have it."), code->code,
                   list->name);
    }
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    return told(call, code_row_add(call->work, call_argument(call, 0), call_argument(call, 1), call_option(call, "zh"),
                                   call_option(call, "en"), call_option(call, "initials"), e));
}

static enum err run_change(struct call *call, struct error *e)
{
    return told(call,
                code_row_change(call->work, call_argument(call, 0), call_argument(call, 1), call_option(call, "zh"),
                                call_option(call, "en"), call_option(call, "initials"), e));
}

static enum err run_retire(struct call *call, struct error *e)
{
    return told(call, code_row_retire(call->work, call_argument(call, 0), call_argument(call, 1), true, e));
}

static enum err run_restore(struct call *call, struct error *e)
{
    return told(call, code_row_retire(call->work, call_argument(call, 0), call_argument(call, 1), false, e));
}

const struct command code_commands[] = {
    {.noun = "code",       .verb = "list", .usage = "", .right = "code.read", .run = run_list, .help = N_("the code lists")},
    {.noun = "code",
     .verb = "show",
     .usage = "LIST",
     .least = 1,
     .most = 1,
     .right = "code.read",
     .run = run_show,
     .help = N_("the codes of a list"),
     .example = "code show politics"},
    {.noun = "code",
     .verb = "add",
     .usage = "LIST CODE --zh=TEXT --en=TEXT",
     .least = 2,
     .most = 2,
     .options = "zh en initials",
     .right = "code.manage",
     .run = run_add,
     .help = N_("adds a code to a list"),
     .example = "code add source 9 --zh=市民热线 --en=hotline"},
    {.noun = "code",
     .verb = "change",
     .usage = "LIST CODE [--zh=TEXT] [--en=TEXT]",
     .least = 2,
     .most = 2,
     .options = "zh en initials",
     .right = "code.manage",
     .run = run_change,
     .help = N_("gives a code another text; not in a list of a national standard")},
    {.noun = "code",
     .verb = "retire",
     .usage = "LIST CODE",
     .least = 2,
     .most = 2,
     .right = "code.manage",
     .run = run_retire,
     .help = N_("takes a code out of use; it stays readable where it is")},
    {.noun = "code",
     .verb = "restore",
     .usage = "LIST CODE",
     .least = 2,
     .most = 2,
     .right = "code.manage",
     .run = run_restore,
     .help = N_("takes a retired code into use again")},
    {.noun = NULL},
};

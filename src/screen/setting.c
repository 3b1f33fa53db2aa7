/* Settings: by group, with default and who changed them; changing one, with a question when that makes it weaker. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_ROOM 512

struct one {
    struct ui *ui;
    struct work *work;
    enum setting_id id;
};

static const char *const NAMES[] = {"id", "group", "label", "value", "changed", "by", "name"};
enum column { ID, GROUP, LABEL, VALUE, CHANGED, BY, NAME, COLUMN_COUNT };

/* --- changing one ------------------------------------------------------------------------------------------------ */

static bool role_search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    const struct code_list *roles = code_list("role");
    size_t n = 0;
    (void)to;
    rows_make(pool, out, roles->count, COUNT_OF(columns), columns);
    for (size_t i = 0; i < roles->count; i++) {
        const char *text = code_text("role", roles->codes[i].code);
        if (!text_contains(text, typed) && !text_contains(roles->codes[i].code, typed))
            continue;
        rows_put(out, n, 0, roles->codes[i].code);
        rows_put(out, n, 1, text);
        rows_put(out, n++, 2, roles->codes[i].code);
    }
    out->count = n;
    return true;
}

/* "a,b" <-> "a b" */
static void swap(char *text, char from, char to)
{
    for (char *s = strchr(text, from); s != NULL; s = strchr(s, from))
        *s = to;
}

static bool ask_roles(struct one *one, const char *label, char *value)
{
    char words[VALUE_ROOM];
    swap(value, ' ', ',');
    bool taken = ui_pick(one->ui, label, role_search, NULL, true, "", value, VALUE_ROOM, words, sizeof words);
    swap(value, ',', ' ');
    return taken;
}

static bool ask_yes_no(struct one *one, const char *label, char *value)
{
    const struct ui_choice choices[] = {
        {.letter = 'y', .text = _("yes")},
        {.letter = 'n', .text = _("no") }
    };
    int taken = ui_choose(one->ui, label, choices, COUNT_OF(choices), strcmp(value, "yes") == 0 ? 0 : 1);
    if (taken >= 0)
        text_copy(value, VALUE_ROOM, taken == 0 ? "yes" : "no");
    return taken >= 0;
}

static bool ask_value(struct one *one, char *value)
{
    const struct setting *setting = &settings[one->id];
    const char *label = _(setting->label);
    if (setting->type == SETTING_ROLES)
        return ask_roles(one, label, value);
    if (setting->type == SETTING_YES_NO)
        return ask_yes_no(one, label, value);
    return ui_ask(one->ui, label, _(setting->help), false, value, VALUE_ROOM);
}

/* fresh NULL: back to the default. */
static void change(struct one *one, struct pool *pool, const char *fresh)
{
    struct error e = {0};
    const struct setting *setting = &settings[one->id];
    const char *now = setting_text(one->work, pool, one->id), *then = fresh == NULL ? setting->def : fresh;
    const char *why = setting_weakens(one->id, now, then);
    if (why != NULL && !ui_confirm(one->ui, _("This makes the installation weaker: %s Change it all the same?"), why))
        return;
    if (setting_set(one->work, one->id, fresh, &e) != ERR_NONE)
        ui_error(one->ui, &e);
    else
        ui_note(one->ui, "%s: %s", _(setting->label), setting_in_words(pool, one->id, then));
}

static void edit(struct one *one)
{
    char value[VALUE_ROOM], why[96];
    struct pool *pool = pool_new();
    text_copy(value, sizeof value, setting_text(one->work, pool, one->id));
    if (tell_denied(one->work, settings[one->id].right, why, sizeof why))
        ui_note(one->ui, "%s", why);
    else if (ask_value(one, value))
        change(one, pool, value);
    pool_free(&pool);
}

static void reset(struct one *one)
{
    char why[96];
    struct pool *pool = pool_new();
    const struct setting *setting = &settings[one->id];
    if (tell_denied(one->work, setting->right, why, sizeof why))
        ui_note(one->ui, "%s", why);
    else if (ui_confirm(one->ui, _("Back to the default, %s?"), setting_in_words(pool, one->id, setting->def)))
        change(one, pool, NULL);
    pool_free(&pool);
}

/* --- one --------------------------------------------------------------------------------------------------------- */

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct one *one = to;
    struct setting_value values[SETTING_COUNT];
    struct pool *pool = sheet_pool(sheet);
    enum err r = setting_list(one->work, pool, values, e);
    if (r != ERR_NONE)
        return r;
    const struct setting_value *value = &values[one->id];
    const char *weak = setting_is_weak(one->id, value->value);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD, _(value->setting->label));
    sheet_text(sheet, STYLE_PLAIN, _(value->setting->help));
    sheet_blank(sheet);
    sheet_pair(sheet, _("Value"), value->value_text);
    sheet_pair(sheet, _("Default"), setting_in_words(pool, one->id, value->setting->def));
    if (value->setting->type == SETTING_NUMBER)
        sheet_pair(sheet, _("From, to"), pool_format(pool, "%ld - %ld", value->setting->least, value->setting->most));
    sheet_pair(sheet, _("Command"), pool_format(pool, "setting set %s ...", value->setting->name));
    sheet_pair(sheet, _("Changed by"), value->is_default ? _("nobody: the default holds") : value->changed_by);
    if (!value->is_default)
        sheet_pair(sheet, _("Changed at"), pool_format(pool, "%.10s %.5s", value->changed_at, value->changed_at + 11));
    if (weak != NULL) {
        sheet_blank(sheet);
        sheet_text(sheet, STYLE_PLAIN, pool_format(pool, _("Weaker than recommended: %s"), weak));
    }
    return ERR_NONE;
}

static bool act_on_one(void *to, struct sheet *sheet, enum action action)
{
    if (action == ACTION_EDIT)
        edit(to);
    else if (action == ACTION_DELETE)
        reset(to);
    else
        return false;
    sheet_refill(sheet);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const enum action foot[] = {ACTION_EDIT, ACTION_DELETE, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {NULL, N_("default"), NULL, NULL, NULL};
    static const struct sheet_ops ops = {.fill = fill, .action = act_on_one, .foot = foot, .foot_words = words};
    struct one one = {.ui = ui, .work = to, .id = (enum setting_id)(rows_int(rows, row, "id") - 1)};
    sheet_run(ui, _("Setting"), &ops, &one);
}

/* --- the list ---------------------------------------------------------------------------------------------------- */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct setting_value *values = pool_new_piece(pool, SETTING_COUNT, sizeof *values);
    enum err r = setting_list(to, pool, values, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, SETTING_COUNT, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        enum setting_id id = (enum setting_id)i;
        rows_put_int(pool, out, i, ID, (int64_t)i + 1);
        rows_put(out, i, GROUP, setting_group(id));
        rows_put(out, i, LABEL, _(settings[i].label));
        rows_put(out, i, VALUE, *values[i].value_text == '\0' ? _("none") : values[i].value_text);
        rows_put(out, i, CHANGED, setting_is_weak(id, values[i].value) != NULL ? "!" : values[i].is_default ? "" : "*");
        rows_put(out, i, BY, values[i].changed_by);
        rows_put(out, i, NAME, settings[i].name);
    }
    return rows_page(pool, out, query, total);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct one one = {.ui = ui, .work = to};
    if (row == SIZE_MAX || (action != ACTION_EDIT && action != ACTION_DELETE))
        return false;
    one.id = (enum setting_id)(rows_int(rows, row, "id") - 1);
    if (action == ACTION_EDIT)
        edit(&one);
    else
        reset(&one);
    ui_list_reload(list);
    return true;
}

void setting_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_EDIT, ACTION_DELETE, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("default"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_("What holds for everybody: passwords, logins, sessions, audit, upkeep. A star marks what was "
                   "changed, an exclamation mark what is weaker than recommended. Who may change a setting stands in "
                   "the table of rights: policies are the security administrator's, upkeep the system's."),
    };
    static const struct ui_list_column columns[] = {
        {"changed", 2,  -1, 0, " "             },
        {"group",   11, -1, 1, N_("Group")     },
        {"label",   0,  -1, 0, N_("Setting")   },
        {"value",   14, -1, 0, N_("Value")     },
        {"by",      10, -1, 2, N_("Changed by")},
        {NULL,      0,  0,  0, NULL            },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Settings"), NULL, columns, &ops, &query, work);
}

/* Roles: the list, the form of one made at the place, and what one may do. */
#include "desk.h"
#include "role.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

const char *role_scope_text(enum scope scope)
{
    static const char *const texts[] = {"-", N_("own"), N_("unit"), N_("its area"), N_("all of it")};
    return scope == SCOPE_NONE ? "-" : _(texts[scope]);
}

void role_choose_scope(struct ui *ui, struct work *work, const struct role *role, const char *action, enum scope now)
{
    static const char *const texts[] = {N_("not at all"), N_("own only"), N_("own, and what the unit has in hand"),
                                        N_("the area of the post"), N_("everywhere")};
    static const char letters[] = "nouae";
    struct ui_choice choices[COUNT_OF(texts)];
    struct error e = {0};
    char why[96];
    if (role->id == 0 || tell_denied(work, "role.write", why, sizeof why)) {
        ui_note(ui, "%s: %s  (%s)", role->name, right_label(action), role_scope_text(now));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        choices[i] = (struct ui_choice){
            .letter = letters[i],
            .text = _(texts[i]),
            .why = (enum scope)i > right_most(role->base, action)          ? _("more than such a role may have")
                   : i > SCOPE_NONE && (enum scope)i < right_least(action) ? _("means nothing for this right")
                                                                           : NULL};
    int taken = ui_choose(ui, right_label(action), choices, COUNT_OF(choices), (int)now);
    if (taken >= 0 && role_set_cell(work, role->code, action, (enum scope)taken, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (taken >= 0)
        ui_note(ui, "%s: %s", right_label(action), _(texts[taken]));
}

/* --- the form --- */

struct role_form {
    struct desk desk;
    char code[40];
};

static enum err read_role(struct work *work, const char *id, struct record *out, struct error *e)
{
    return role_read(work, id, out, e);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct role_form *form = to;
    enum err r = form->desk.object ? role_change(form->desk.work, record_get(record, "code"), record, e)
                                   : role_add(form->desk.work, record, NULL, e);
    if (r == ERR_INVALID && e->field[0])
        on_fault(ui_form, e);
    return r;
}

static void form(struct ui *ui, struct work *work, int64_t object, bool resume)
{
    static const struct ui_form_ops ops = {
        .choices = desk_choices,
        .show = desk_show,
        .save = save,
        .theirs = desk_theirs,
        .draft = desk_draft,
        .discard = desk_discard,
    };
    struct role_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("role"),
                 .form = "role",
                 .object = object,
                 .title_field = "code",
                 .read = read_role,
                 .single = true,
                 .resume = resume}
    };
    if (object) {
        desk_change(&form, &ops, "code");
    } else {
        struct record *record = record_new();
        record_defaults(record, form.desk.table);
        if (desk_run(&form, _("Make a role"), &ops, record, NULL) >= FORM_SAVED)
            ui_note(ui, "%s", _("The role is made. Enter on it shows and changes its rights one by one."));
        record_free(&record);
    }
    desk_end(&form.desk);
}

void role_resume(struct ui *ui, struct work *work, int64_t object)
{
    form(ui, work, object, true);
}

/* --- what one may do --- */

struct one_role {
    struct work *work;
    struct pool *pool;
    const char *code; /* the role's own goes with the page */
    struct role role;
    enum scope *cells;
    bool all;
};

static const char *const RIGHT_NAMES[] = {"id", "label", "scope", "action"};

static enum err read_rights(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                            int64_t *total, struct error *e)
{
    struct one_role *one = to;
    size_t n = 0;
    enum err r = role_find(one->work, pool, one->code, &one->role, &one->cells, e);
    rows_make(pool, out, right_count(), COUNT_OF(RIGHT_NAMES), RIGHT_NAMES);
    for (size_t i = 0; r == ERR_NONE && i < right_count(); i++) {
        if (!one->all && one->cells[i] == SCOPE_NONE)
            continue;
        rows_put_int(pool, out, n, 0, (int64_t)i + 1);
        rows_put(out, n, 1, right_label(right_action(i)));
        rows_put(out, n, 2, role_scope_text(one->cells[i]));
        rows_put(out, n++, 3, right_action(i));
    }
    out->count = n;
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void open_right(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct one_role *one = to;
    size_t i = (size_t)rows_int(rows, row, "id") - 1;
    role_choose_scope(ui, one->work, &one->role, right_action(i), one->cells[i]);
}

static bool act_on_right(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                         size_t row)
{
    struct one_role *one = to;
    if (action == ACTION_VIEW)
        one->all = !one->all;
    else if (action == ACTION_EDIT && row != SIZE_MAX)
        open_right(ui, to, rows, row);
    else
        return false;
    ui_list_reload(list);
    return true;
}

static void rights_screen(struct ui *ui, struct work *work, const char *code)
{
    static const enum action foot[] = {ACTION_EDIT, ACTION_VIEW, ACTION_NONE};
    static const char *const words[] = {N_("where"), N_("not allowed too"), NULL};
    static const struct ui_list_ops ops = {
        .read = read_rights,
        .open = open_right,
        .action = act_on_right,
        .foot = foot,
        .foot_words = words,
        .help = N_("What a role may do, and where: its own rows, also those that its unit has in hand, the area of the "
                   "post and all below it, or everywhere. In a role of the place Enter says where, or not at all."),
    };
    static const struct ui_list_column columns[] = {
        {"label",  0,  -1, 0, N_("May")              },
        {"scope",  6,  -1, 0, N_("Reach")            },
        {"action", 22, -1, 1, N_("Name of the right")},
        {NULL,     0,  0,  0, NULL                   },
    };
    struct one_role one = {.work = work, .pool = pool_new(), .code = code};
    struct list_query query = {0};
    struct error e = {0};
    if (role_find(work, one.pool, code, &one.role, &one.cells, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_list_run(ui, one.role.name, NULL, columns, &ops, &query, &one);
    pool_free(&one.pool);
}

/* --- the list --- */

static const char *const NAMES[] = {"id", "code", "name", "base", "holders", "note", "custom"};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct role *roles;
    size_t count = 0;
    enum err r = role_list(to, pool, &roles, &count, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, count, COUNT_OF(NAMES), NAMES);
    for (size_t i = 0; i < count; i++) {
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, roles[i].code);
        rows_put(out, i, 2, roles[i].name);
        rows_put(out, i, 3, roles[i].id == 0 ? "" : code_text("role", roles[i].base));
        rows_put(out, i, 4, roles[i].holders < 0 ? "" : pool_format(pool, "%lld", (long long)roles[i].holders));
        rows_put(out, i, 5, roles[i].note);
        rows_put_int(pool, out, i, 6, roles[i].id);
    }
    return rows_page(pool, out, query, total);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct pool *pool = pool_new();
    rights_screen(ui, to, pool_text(pool, rows_text(rows, row, "code")));
    pool_free(&pool);
}

static void remove_role(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    struct error e = {0};
    if (!ui_confirm(ui, _("Give up the role %s? The audit goes on to name it."), rows_text(rows, row, "name")))
        return;
    if (role_delete(work, rows_text(rows, row, "code"), &e) != ERR_NONE)
        ui_error(ui, &e);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct work *work = to;
    bool custom = row != SIZE_MAX && rows_int(rows, row, "custom") != 0;
    char why[96];
    if (action == ACTION_TABLE) {
        role_matrix_screen(ui, work);
        return true;
    }
    if (action != ACTION_NEW && action != ACTION_EDIT && action != ACTION_DELETE)
        return false;
    if (tell_denied(work, "role.write", why, sizeof why))
        ui_note(ui, "%s", why);
    else if (action == ACTION_NEW)
        form(ui, work, 0, false);
    else if (!custom)
        ui_note(ui, "%s", _("This role comes with the program and stays as it is: make one like it."));
    else if (action == ACTION_EDIT)
        form(ui, work, rows_int(rows, row, "custom"), false);
    else
        remove_role(ui, work, rows, row);
    ui_list_reload(list);
    return true;
}

void role_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_NEW, ACTION_EDIT, ACTION_DELETE, ACTION_NONE};
    static const char *const words[] = {N_("rights"), N_("who may what"), N_("make one"), NULL, NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_("Roles that come with the program, then those of the place. The security administrator makes a role "
                   "from a shipped one, with single rights narrower, or wider as far as the table of rights grants."),
    };
    static const struct ui_list_column columns[] = {
        {"name",    16, -1, 0, N_("Role")   },
        {"base",    14, -1, 1, N_("Like")   },
        {"holders", 6,  1,  0, N_("Held by")},
        {"code",    14, -1, 0, N_("Code")   },
        {"note",    0,  -1, 2, N_("Purpose")},
        {NULL,      0,  0,  0, NULL         },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Roles and rights"), NULL, columns, &ops, &query, work);
}

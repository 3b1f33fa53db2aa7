/* Roles of the place as they are made, changed and given up. */
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define RIGHT "role.write"

/* --- cells ------------------------------------------------------------------------------------------------------- */

struct cell {
    char action[64];
    enum scope scope;
};

/* The next of "action=scope action=scope"; false at the end, with *fault when a word is none. */
static bool next_cell(const char **text, struct cell *out, char fault[80])
{
    static const char blanks[] = " \t\r\n,;";
    char word[80];
    const char *at = *text + strspn(*text, blanks);
    size_t n = strcspn(at, blanks);

    *text = at + n;
    if (n == 0)
        return false;
    snprintf(word, sizeof word, "%.*s", (int)n, at);
    char *equals = strchr(word, '=');
    if (equals != NULL)
        *equals = '\0';
    text_copy(out->action, sizeof out->action, word);
    if (equals != NULL && n < sizeof word && right_is_known(word) && scope_parse(equals + 1, &out->scope))
        return true;
    snprintf(fault, 80, "%.*s", n > 60 ? 60 : (int)n, at);
    return false;
}

static enum err check_cell(const char *base, const struct cell *cell, struct error *e)
{
    enum scope most = right_most(base, cell->action), least = right_least(cell->action);
    if (cell->scope == SCOPE_NONE || (cell->scope >= least && cell->scope <= most))
        return ERR_NONE;
    if (cell->scope < least && least <= most)
        return error_set(e, ERR_INVALID, "cells", _("%s (%s) cannot be narrower than \"%s\": write that, or nothing."),
                         cell->action, right_label(cell->action), scope_word(least));
    return error_set(e, ERR_INVALID, "cells", _("%s (%s) may be \"%s\" at most in a role like this."), cell->action,
                     right_label(cell->action), most == SCOPE_NONE ? _("nothing") : scope_word(most));
}

static enum err check_cells(const char *base, const char *text, struct error *e)
{
    struct cell cell;
    char fault[80] = "";
    enum err r = ERR_NONE;
    while (r == ERR_NONE && next_cell(&text, &cell, fault))
        r = check_cell(base, &cell, e);
    if (r == ERR_NONE && fault[0] != '\0')
        r = error_set(e, ERR_INVALID, "cells",
                      _("\"%s\" is no right: write ACTION=SCOPE, the scope own, unit, subtree, all or nothing."),
                      fault);
    return r;
}

/* Cells that are as the base's are left out: they follow it. */
static enum err put_cells(struct work *work, int64_t id, const char *base, const char *text, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows before = {0};
    struct cell cell;
    char fault[80];
    enum err r = db_query(work->db, pool, "role.cells", BINDS(BIND_INT("id", id)), &before, e);

    for (size_t i = 0; r == ERR_NONE && i < before.count; i++)
        r = db_execute(work->db, "role.cell_remove",
                       BINDS(BIND_INT("id", id), BIND_TEXT("action", rows_text(&before, i, "action"))), NULL, e);
    while (r == ERR_NONE && next_cell(&text, &cell, fault))
        if (cell.scope != right_of_role(base, cell.action))
            r = db_execute(
                work->db, "role.cell_put",
                BINDS(BIND_INT("id", id), BIND_TEXT("action", cell.action), BIND_TEXT("scope", scope_word(cell.scope))),
                NULL, e);
    pool_free(&pool);
    return r;
}

/* --- making and changing ------------------------------------------------------------------------------------------ */

static enum err check_code(struct work *work, const char *code, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    size_t n = strlen(code);
    enum err r = db_query(work->db, pool, "role.code", BINDS(BIND_TEXT("code", code)), &rows, e);

    if (r == ERR_NONE && (n < 2 || n > 30 || code[0] < 'a' || code[0] > 'z' ||
                          strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") != n))
        r = error_set(e, ERR_INVALID, "code",
                      _("A role's code has 2 to 30 small letters, digits or _ and begins with a letter."));
    if (r == ERR_NONE &&
        (rows.count > 0 || code_find(code_list("role"), code) != NULL || strcmp(code, ROLE_LOCAL) == 0))
        r = error_set(e, ERR_INVALID, "code", _("There is a role %s already, or was one."), code);
    pool_free(&pool);
    return r;
}

static enum err check_base(const char *base, struct error *e)
{
    return right_has_role(base) ? ERR_NONE
                                : error_set(e, ERR_INVALID, "base", _("There is no shipped role \"%s\"."), base);
}

static enum err insert(struct work *work, const struct record *record, int64_t *id, struct error *e)
{
    enum err r = db_next(work->db, "role_custom", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "role.insert",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("code", record_get(record, "code")),
                             BIND_TEXT("name_zh", record_get(record, "name_zh")),
                             BIND_TEXT("name_en", record_get(record, "name_en")),
                             BIND_TEXT("base", record_get(record, "base")),
                             BIND_TEXT("note", record_get(record, "note")), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    return r;
}

/* Without a name in the other language the one that there is. */
static void fill_names(struct record *record)
{
    if (record_get(record, "name_en")[0] == '\0')
        record_set(record, "name_en", record_get(record, "name_zh"));
    if (record_get(record, "name_zh")[0] == '\0')
        record_set(record, "name_zh", record_get(record, "name_en"));
}

enum err role_add(struct work *work, struct record *record, int64_t *id, struct error *e)
{
    int64_t made = 0;
    enum err r = right_need(work, RIGHT, e);

    fill_names(record);
    if (r == ERR_NONE)
        r = check_record(table_find("role"), record, NULL, NULL, e);
    if (r == ERR_NONE)
        r = check_base(record_get(record, "base"), e);
    if (r == ERR_NONE)
        r = check_cells(record_get(record, "base"), record_get(record, "cells"), e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check_code(work, record_get(record, "code"), e);
    if (r == ERR_NONE)
        r = insert(work, record, &made, e);
    if (r == ERR_NONE)
        r = put_cells(work, made, record_get(record, "base"), record_get(record, "cells"), e);
    r = audit_end(work, r, RIGHT, "role", made, "add", e);
    if (r == ERR_NONE && id != NULL)
        *id = made;
    return r;
}

/* Rights are given by others. */
static enum err check_not_mine(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r =
        db_query(work->db, pool, "role.holds",
                 BINDS(BIND_INT("id", id), BIND_INT("account", work->actor.user), BIND_TEXT("today", today)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_DENIED, NULL, _("You hold this role yourself: nobody changes their own rights."));
    pool_free(&pool);
    return r;
}

static enum err update(struct work *work, const struct record *record, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(
        work->db, "role.change",
        BINDS(BIND_INT("id", record_int(record, "id")), BIND_INT("version", record_int(record, "version")),
              BIND_TEXT("name_zh", record_get(record, "name_zh")), BIND_TEXT("name_en", record_get(record, "name_en")),
              BIND_TEXT("note", record_get(record, "note")), BIND_INT("by", work->actor.user),
              BIND_INT("at", clock_now())),
        &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has changed this role meanwhile."));
    return r;
}

static void fill(struct record *record, const struct record *before)
{
    record_complete(record, before);
    record_set(record, "id", record_get(before, "id"));
    record_set(record, "code", record_get(before, "code"));
    record_set(record, "base", record_get(before, "base"));
}

enum err role_change(struct work *work, const char *code, struct record *record, struct error *e)
{
    struct record *before = record_new();
    enum err r = right_need(work, RIGHT, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = role_read(work, code, before, e);
    int64_t id = record_int(before, "id");
    if (r == ERR_NONE) {
        fill(record, before);
        r = check_not_mine(work, id, e);
    }
    if (r == ERR_NONE)
        r = check_record(table_find("role"), record, NULL, NULL, e);
    if (r == ERR_NONE)
        r = check_cells(record_get(record, "base"), record_get(record, "cells"), e);
    if (r == ERR_NONE)
        r = update(work, record, e);
    if (r == ERR_NONE)
        r = put_cells(work, id, record_get(record, "base"), record_get(record, "cells"), e);
    if (r == ERR_NONE)
        r = access_changed_role(work, id, e);
    record_free(&before);
    return audit_end(work, r, RIGHT, "role", id, "change", e);
}

enum err role_set_cell(struct work *work, const char *code, const char *action, enum scope scope, struct error *e)
{
    struct record *record = record_new();
    struct pool *pool = pool_new();
    struct cell cell;
    char fault[80];
    enum err r = role_read(work, code, record, e);
    const char *text = record_get(record, "cells");
    char *cells = pool_format(pool, "%s=%s", action, scope_word(scope));

    while (r == ERR_NONE && next_cell(&text, &cell, fault))
        if (strcmp(cell.action, action) != 0)
            cells = pool_format(pool, "%s %s=%s", cells, cell.action, scope_word(cell.scope));
    if (r == ERR_NONE) {
        record_set(record, "cells", cells);
        r = role_change(work, code, record, e);
    }
    pool_free(&pool);
    record_free(&record);
    return r;
}

static enum err check_free(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(work->db, pool, "role.held", BINDS(BIND_INT("id", id), BIND_TEXT("today", today)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("Somebody holds this role or is to hold it: end those posts first."));
    pool_free(&pool);
    return r;
}

enum err role_delete(struct work *work, const char *code, struct error *e)
{
    struct record *before = record_new();
    enum err r = right_need(work, RIGHT, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = role_read(work, code, before, e);
    int64_t id = record_int(before, "id");
    if (r == ERR_NONE)
        r = check_free(work, id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "role.delete",
                       BINDS(BIND_INT("id", id), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())), NULL,
                       e);
    record_free(&before);
    return audit_end(work, r, RIGHT, "role", id, "delete", e);
}

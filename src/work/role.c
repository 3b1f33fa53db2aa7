/* Roles as they are read: shipped ones and those of the place; and how an actor takes one. */
#include "wangge/work/role.h"

#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

static const char *name_of(const struct rows *rows, size_t row)
{
    return rows_text(rows, row, i18n_language() == LANGUAGE_ZH ? "name_zh" : "name_en");
}

/* --- an actor's role --------------------------------------------------------------------------------------------- */

static size_t index_of(const char *action)
{
    for (size_t i = 0; i < right_count(); i++)
        if (strcmp(right_action(i), action) == 0)
            return i;
    return SIZE_MAX;
}

/* An action that is in the table no more has no cell. */
static void take_cells(struct actor *actor, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        size_t at = index_of(rows_text(rows, i, "action"));
        enum scope scope = SCOPE_NONE;
        if (at < ACTIONS_MOST && scope_parse(rows_text(rows, i, "scope"), &scope))
            actor->cells[at] = (unsigned char)(scope + 1);
    }
}

enum err actor_take_role(struct work *work, const char *role, int64_t custom, struct error *e)
{
    struct actor *actor = &work->actor;
    struct pool *pool = pool_new();
    struct rows head = {0}, cells = {0};
    enum err r = ERR_NONE;

    text_copy(actor->role, sizeof actor->role, right_has_role(role) ? role : ""); /* never the program's own */
    actor->custom = custom;
    actor->custom_code[0] = '\0';
    memset(actor->cells, 0, sizeof actor->cells);
    if (custom != 0)
        r = db_query(work->db, pool, "role.by_id", BINDS(BIND_INT("id", custom)), &head, e);
    if (r == ERR_NONE && custom != 0)
        r = db_query(work->db, pool, "role.cells", BINDS(BIND_INT("id", custom)), &cells, e);
    if (r == ERR_NONE && custom != 0 && head.count > 0) {
        text_copy(actor->custom_code, sizeof actor->custom_code, rows_text(&head, 0, "code"));
        text_copy(actor->custom_names[LANGUAGE_ZH], sizeof actor->custom_names[0], rows_text(&head, 0, "name_zh"));
        text_copy(actor->custom_names[LANGUAGE_EN], sizeof actor->custom_names[0], rows_text(&head, 0, "name_en"));
        take_cells(actor, &cells);
    }
    pool_free(&pool);
    return r;
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */

static int64_t holders_of(const struct rows *counts, const char *role)
{
    for (size_t i = 0; i < counts->count; i++)
        if (strcmp(rows_text(counts, i, "role"), role) == 0)
            return rows_int(counts, i, "holders");
    return 0;
}

/* The pool's own: rows and code lists may go before what is told of them. */
static struct role shipped(struct pool *pool, const struct code *code, int64_t holders)
{
    const char *text = pool_text(pool, code->code);
    return (struct role){.code = text,
                         .name = pool_text(pool, code_text("role", code->code)),
                         .base = text,
                         .note = "",
                         .holders = holders};
}

static struct role of_place(struct pool *pool, const struct rows *rows, size_t row, int64_t holders)
{
    return (struct role){.id = rows_int(rows, row, "id"),
                         .code = pool_text(pool, rows_text(rows, row, "code")),
                         .name = pool_text(pool, name_of(rows, row)),
                         .base = pool_text(pool, rows_text(rows, row, "base")),
                         .note = pool_text(pool, rows_text(rows, row, "note")),
                         .holders = holders};
}

enum err role_list(struct work *work, struct pool *pool, struct role **out, size_t *count, struct error *e)
{
    const struct code_list *list = code_list("role");
    struct rows customs = {0}, counts = {0};
    char today[DATE_TEXT];
    bool told = right_scope(work, "user.read") == SCOPE_ALL;
    enum err r = right_need(work, "role.read", e);

    *count = 0;
    today_text(today);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "role.list", BINDS(BIND_TEXT("today", today)), &customs, e);
    if (r == ERR_NONE && told)
        r = db_query(work->db, pool, "role.count", BINDS(BIND_TEXT("today", today)), &counts, e);
    if (r != ERR_NONE)
        return r;
    struct role *roles = pool_new_piece(pool, list->count + customs.count + 1, sizeof *roles);
    for (size_t i = 0; i < list->count; i++)
        roles[(*count)++] = shipped(pool, &list->codes[i], told ? holders_of(&counts, list->codes[i].code) : -1);
    for (size_t i = 0; i < customs.count; i++)
        roles[(*count)++] = of_place(pool, &customs, i, told ? rows_int(&customs, i, "holders") : -1);
    *out = roles;
    return ERR_NONE;
}

/* As right_scope of an actor who holds it. */
static enum err find_cells(struct work *work, struct pool *pool, const struct role *role, enum scope **cells,
                           struct error *e)
{
    struct work holder = {.db = work->db, .actor.user = 1};
    enum err r = actor_take_role(&holder, role->base, role->id, e);
    *cells = pool_new_piece(pool, right_count() + 1, sizeof **cells);
    for (size_t i = 0; r == ERR_NONE && i < right_count(); i++)
        (*cells)[i] = right_scope(&holder, right_action(i));
    return r;
}

enum err role_scope(struct work *work, const char *base, int64_t custom, const char *action, enum scope *out,
                    struct error *e)
{
    struct work holder = {.db = work->db, .actor.user = 1};
    enum err r = actor_take_role(&holder, base, custom, e);
    *out = r == ERR_NONE ? right_scope(&holder, action) : SCOPE_NONE;
    return r;
}

enum err role_find(struct work *work, struct pool *pool, const char *code, struct role *out, enum scope **cells,
                   struct error *e)
{
    const struct code *found = code_find(code_list("role"), code);
    struct rows rows = {0};
    enum err r = right_need(work, "role.read", e);

    if (r == ERR_NONE && found == NULL)
        r = db_query(work->db, pool, "role.read", BINDS(BIND_TEXT("code", code), BIND_INT("id", id_of(code))), &rows,
                     e);
    if (r == ERR_NONE && found == NULL && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "role", _("There is no role \"%s\"."), code);
    if (r != ERR_NONE)
        return r;
    *out = found != NULL ? shipped(pool, found, -1) : of_place(pool, &rows, 0, -1);
    return cells == NULL ? ERR_NONE : find_cells(work, pool, out, cells, e);
}

const char *role_text(struct work *work, struct pool *pool, const char *role, int64_t custom)
{
    struct rows rows = {0};
    if (custom == 0 || db_query(work->db, pool, "role.by_id", BINDS(BIND_INT("id", custom)), &rows, NULL) != ERR_NONE ||
        rows.count == 0)
        return code_text("role", role);
    return name_of(&rows, 0);
}

enum err role_parse(struct work *work, const char *code, char base[32], int64_t *custom, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *custom = 0;
    text_copy(base, 32, code);
    if (!right_has_role(code)) {
        r = db_query(work->db, pool, "role.read", BINDS(BIND_TEXT("code", code), BIND_INT("id", id_of(code))), &rows,
                     e);
        if (r == ERR_NONE && rows.count == 0)
            r = error_set(e, ERR_INVALID, "role", _("There is no role \"%s\"."), code);
        if (r == ERR_NONE) {
            *custom = rows_int(&rows, 0, "id");
            text_copy(base, 32, rows_text(&rows, 0, "base"));
        }
    }
    pool_free(&pool);
    return r;
}

/* "visit.read=own case.close=" */
static void write_cells(const struct rows *rows, struct buffer *out)
{
    for (size_t i = 0; i < rows->count; i++)
        buffer_format(out, "%s%s=%s", i == 0 ? "" : " ", rows_text(rows, i, "action"), rows_text(rows, i, "scope"));
}

enum err role_read(struct work *work, const char *code, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0}, cells = {0};
    struct buffer text = {0};
    enum err r = right_need(work, "role.read", e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "role.read", BINDS(BIND_TEXT("code", code), BIND_INT("id", id_of(code))), &rows,
                     e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "role", _("The place has made no role \"%s\"."), code);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "role.cells", BINDS(BIND_INT("id", rows_int(&rows, 0, "id"))), &cells, e);
    if (r == ERR_NONE) {
        record_from_row(out, table_find("role"), &rows, 0);
        write_cells(&cells, &text);
        record_set(out, "cells", buffer_text(&text));
    }
    buffer_free(&text);
    pool_free(&pool);
    return r;
}

#include "wangge/work/right.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 5 /* action, en, zh_CN, least, grant; the roles follow */

struct action {
    const char *name;
    const char *label[LANGUAGE_COUNT];
    enum scope least, grant;
};

/* Loaded once before the first fork, then only read. rights has a row for each action and role, action by action. */
static struct pool *pool;
static struct action *actions;
static size_t action_count, role_count;
static struct right *rights;

static const char *const words[] = {
    [SCOPE_NONE] = "", [SCOPE_OWN] = "own", [SCOPE_UNIT] = "unit", [SCOPE_SUBTREE] = "subtree", [SCOPE_ALL] = "all"};

const char *scope_word(enum scope scope)
{
    return words[scope];
}

bool scope_parse(const char *word, enum scope *out)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum scope)i;
            return true;
        }
    return false;
}

static enum err read_row(const struct csv *csv, const struct csv_row *row, struct action *action, struct right *into,
                         struct error *e)
{
    *action = (struct action){.name = csv_cell(csv, row, "action")};
    action->label[LANGUAGE_EN] = csv_cell(csv, row, "en");
    action->label[LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN");
    if (!scope_parse(csv_cell(csv, row, "least"), &action->least) || action->least == SCOPE_NONE)
        return error_set(e, ERR_INVALID, NULL, "%s:%d: least: own, unit, subtree or all", csv->path, row->line);
    if (!scope_parse(csv_cell(csv, row, "grant"), &action->grant))
        return error_set(e, ERR_INVALID, NULL, "%s:%d: grant: own, unit, subtree, all or nothing", csv->path,
                         row->line);
    for (size_t i = 0; i < role_count; i++) {
        const char *role = csv->header.cells[LABEL_COLUMNS + i];
        into[i] = (struct right){.role = role, .action = action->name};
        if (!scope_parse(csv_cell(csv, row, role), &into[i].scope))
            return error_set(e, ERR_INVALID, NULL, "%s:%d: %s: own, unit, subtree, all or nothing", csv->path,
                             row->line, role);
        if (into[i].scope != SCOPE_NONE && into[i].scope < action->least)
            return error_set(e, ERR_INVALID, NULL, "%s:%d: %s: narrower than least", csv->path, row->line, role);
    }
    return ERR_NONE;
}

/* What the audit calls its actions: those of the rights beside those that nobody needs a right for. */
static void name_for_audit(void)
{
    struct code *codes = pool_new_piece(pool, action_count + 1, sizeof *codes);
    for (size_t i = 0; i < action_count; i++) {
        char initials[64];
        pinyin_initials(actions[i].label[LANGUAGE_ZH], initials, sizeof initials);
        codes[i] = (struct code){.code = actions[i].name,
                                 .zh = actions[i].label[LANGUAGE_ZH],
                                 .en = actions[i].label[LANGUAGE_EN],
                                 .initials = pool_text(pool, initials)};
    }
    code_put_more("audit_action", codes, action_count);
}

enum err rights_load(const char *etc_dir, struct error *e)
{
    char path[512];
    struct csv *csv = NULL;
    struct pool *fresh = pool_new();

    snprintf(path, sizeof path, "%s/rights.csv", etc_dir);
    enum err r = csv_load(fresh, path, &csv, e);
    if (r == ERR_NONE && csv->header.count <= LABEL_COLUMNS)
        r = error_set(e, ERR_INVALID, NULL, "%s: no role", path);
    if (r != ERR_NONE) {
        pool_free(&fresh);
        return r;
    }
    pool_free(&pool);
    pool = fresh;
    role_count = csv->header.count - LABEL_COLUMNS;
    action_count = csv->count;
    if (action_count > ACTIONS_MOST)
        r = error_set(e, ERR_INVALID, NULL, "%s: more than %d actions", path, ACTIONS_MOST);
    actions = pool_new_piece(pool, action_count + 1, sizeof *actions);
    rights = pool_new_piece(pool, action_count * role_count + 1, sizeof *rights);
    for (size_t i = 0; r == ERR_NONE && i < action_count; i++)
        r = read_row(csv, &csv->rows[i], &actions[i], &rights[i * role_count], e);
    if (r == ERR_NONE)
        name_for_audit();
    return r;
}

const struct right *rights_all(int *count)
{
    *count = (int)(action_count * role_count);
    return rights;
}

static const struct action *find(const char *name)
{
    for (size_t i = 0; i < action_count; i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

bool right_is_known(const char *action)
{
    return find(action) != NULL;
}

const char *right_label(const char *action)
{
    const struct action *found = find(action);
    return found == NULL ? action : found->label[i18n_language()];
}

static const struct action *need_row(const char *action)
{
    const struct action *found = find(action);
    if (found == NULL)
        log_fatal("no row for %s in rights.csv", action);
    return found;
}

enum scope right_of_role(const char *role, const char *action)
{
    const struct action *found = need_row(action);
    const struct right *row = &rights[(size_t)(found - actions) * role_count];
    for (size_t i = 0; i < role_count; i++)
        if (strcmp(row[i].role, role) == 0)
            return row[i].scope;
    return SCOPE_NONE;
}

bool right_has_role(const char *role)
{
    for (size_t i = 0; action_count > 0 && i < role_count; i++)
        if (strcmp(rights[i].role, role) == 0)
            return true;
    return false;
}

enum scope right_least(const char *action)
{
    return need_row(action)->least;
}

size_t right_count(void)
{
    return action_count;
}

const char *right_action(size_t i)
{
    return actions[i].name;
}

enum scope right_most(const char *base, const char *action)
{
    static const char *const narrowed[] = {"system", "security", "audit", "guest"};
    enum scope own = right_of_role(base, action), grant = need_row(action)->grant;
    for (size_t i = 0; i < COUNT_OF(narrowed); i++)
        if (strcmp(base, narrowed[i]) == 0)
            return own;
    return own > grant ? own : grant;
}

/* A cell of a role of the place. What is narrower than the action knows is nothing. */
static enum scope narrowed_to(enum scope given, enum scope most, const char *action)
{
    enum scope scope = given < most ? given : most; /* the table may have been narrowed since */
    return scope < right_least(action) ? SCOPE_NONE : scope;
}

enum scope right_of_post(const char *base, const char *cell, const char *action)
{
    enum scope given = SCOPE_NONE, most = right_most(base, action);
    if (cell == NULL)
        return right_of_role(base, action);
    if (*cell != '\0' && !scope_parse(cell, &given))
        return SCOPE_NONE;
    return narrowed_to(given, most, action);
}

enum scope right_scope(const struct work *work, const char *action)
{
    const struct actor *actor = &work->actor;
    enum scope scope = right_of_role(actor->role, action);
    if (strcmp(actor->role, ROLE_LOCAL) == 0)
        return SCOPE_ALL;
    if (actor->must_change || actor->must_second)
        return SCOPE_NONE;
    unsigned char cell = actor->custom == 0 ? 0 : actor->cells[find(action) - actions];
    if (cell == 0)
        return scope;
    return narrowed_to((enum scope)(cell - 1), right_most(actor->role, action), action);
}

enum err right_need(const struct work *work, const char *action, struct error *e)
{
    if (right_scope(work, action) != SCOPE_NONE)
        return ERR_NONE;
    if (work->actor.must_change)
        return error_set(e, ERR_DENIED, NULL, _("Please change your password first."));
    if (work->actor.must_second)
        return error_set(e, ERR_DENIED, NULL, _("Please set up your verification code first: log in to the screens."));
    if (work->actor.role[0] == '\0')
        return error_set(e, ERR_DENIED, NULL,
                         _("You hold no post today, so you may not %s (%s). Please ask the administrator."),
                         right_label(action), action);
    return error_set(e, ERR_DENIED, NULL, _("As %s you may not %s: the right %s is missing."), work->actor.role_name,
                     right_label(action), action);
}

enum err right_range(const struct work *work, const char *action, struct scope_range *out, struct error *e)
{
    enum scope scope = right_scope(work, action);

    *out = (struct scope_range){.own = scope == SCOPE_OWN ? 1 : scope == SCOPE_UNIT ? 2 : 0, .me = work_me(work)};
    if (scope != SCOPE_NONE) /* without a right the range stays empty */
        area_range(scope == SCOPE_ALL ? "" : work->actor.path, out->lo, out->hi);
    return right_need(work, action, e);
}

void range_narrow(struct scope_range *range, const struct scope_range *by)
{
    int own = range->own == 0 || by->own == 0 ? range->own + by->own : range->own < by->own ? range->own : by->own;
    if (strlen(by->lo) > strlen(range->lo))
        *range = *by;
    range->own = own;
}

/* Filters under a name: taken with v and a number, kept, shared with a role, deleted. */
#include "table_list.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/saved.h"
#include "wangge/work/work.h"

#include "tell.h"

#include <stdlib.h>
#include <string.h>

#define SAVED_MOST 20
#define ROLES_MOST 40
#define WHY_ROOM   80

/* What a saved filter holds: the search, the order, and each condition under "number field". */
static struct record *to_record(const struct table_list *list)
{
    struct record *record = record_new();
    struct pool *pool = pool_new();
    record_set(record, "search", list->query.search);
    record_set(record, "sort", list->query.sort);
    for (size_t i = 0; i < list->condition_count; i++)
        record_set(record, pool_format(pool, "%zu %s", i, list->conditions[i].field), list->conditions[i].value);
    pool_free(&pool);
    return record;
}

static void take(struct table_list *list, const char *text)
{
    struct record *record = record_new();
    record_parse(record, text, strlen(text));
    list->condition_count = 0;
    text_copy(list->query.search, sizeof list->query.search, record_get(record, "search"));
    text_copy(list->query.sort, sizeof list->query.sort, record_get(record, "sort"));
    for (size_t i = 0; i < record_count(record) && list->condition_count < LIST_FILTERS; i++) {
        const char *field = strchr(record_name(record, i), ' ');
        if (!field)
            continue;
        struct list_filter *condition = &list->conditions[list->condition_count++];
        text_copy(condition->field, sizeof condition->field, field + 1);
        text_copy(condition->value, sizeof condition->value, record_value(record, i));
    }
    const char *sort = list->query.sort;
    if (!table_field(list->table, sort + (*sort == '-')))
        list->query.sort[0] = '\0';
    table_filter_apply(list);
    record_free(&record);
}

static void keep(struct table_list *list)
{
    char name[4 * SAVED_NAME + 1] = "";
    struct error e = {0};
    if (!ui_ask(list->ui, _("Keep this filter"), _("Its name"), false, name, sizeof name))
        return;
    struct record *record = to_record(list);
    if (saved_filter_save(list->work, list->table->name, text_trim(name), record, &e) == ERR_NONE)
        ui_note(list->ui, _("kept as \"%s\"; v shows it"), name);
    else
        ui_error(list->ui, &e);
    record_free(&record);
}

static void clear(struct table_list *list)
{
    list->condition_count = 0;
    list->query.search[0] = list->query.sort[0] = '\0';
    table_filter_apply(list);
}

/* The row of one of the own filters, -1 when cancelled or there is none. */
static int choose_own(struct table_list *list, const char *title, const struct rows *saved)
{
    struct ui_choice choices[SAVED_MOST] = {0};
    size_t own = 0;
    while (own < saved->count && own < SAVED_MOST && rows_int(saved, own, "own"))
        choices[own].text = rows_text(saved, own, "name"), own++;
    if (own == 0)
        ui_note(list->ui, "%s", _("you have kept no filter here yet"));
    return ui_choose(list->ui, title, choices, own, 0);
}

static void share(struct table_list *list, const struct rows *saved)
{
    struct ui_choice choices[ROLES_MOST] = {0};
    const struct code_list *roles = code_list("role");
    struct error e = {0};
    size_t count = 0;
    int row = choose_own(list, _("Share which filter?"), saved);
    if (row < 0)
        return;
    for (; count < roles->count && count + 1 < ROLES_MOST; count++)
        choices[count].text = code_text("role", roles->codes[count].code);
    choices[count] = (struct ui_choice){.letter = 'n', .text = _("with nobody")};
    int role = ui_choose(list->ui, _("With which role of your area?"), choices, count + 1, 0);
    if (role < 0)
        return;
    const char *with = (size_t)role == count ? "" : roles->codes[role].code;
    if (saved_filter_share(list->work, rows_int(saved, (size_t)row, "id"), with, &e) == ERR_NONE)
        ui_note(list->ui, _("\"%s\" is shared with: %s"), rows_text(saved, (size_t)row, "name"), choices[role].text);
    else
        ui_error(list->ui, &e);
}

static void delete_one(struct table_list *list, const struct rows *saved)
{
    struct error e = {0};
    int row = choose_own(list, _("Delete which filter?"), saved);
    if (row < 0)
        return;
    if (saved_filter_delete(list->work, rows_int(saved, (size_t)row, "id"), &e) == ERR_NONE)
        ui_note(list->ui, _("\"%s\" is deleted"), rows_text(saved, (size_t)row, "name"));
    else
        ui_error(list->ui, &e);
}

/* Whose it is, or with whom it is shared. */
static const char *detail_of(struct pool *pool, const struct rows *saved, size_t i)
{
    if (!rows_int(saved, i, "own"))
        return pool_format(pool, _("by %s"), rows_text(saved, i, "owner"));
    const char *role = rows_text(saved, i, "role");
    return *role ? pool_format(pool, _("shared with: %s"), code_text("role", role)) : NULL;
}

static void run(struct table_list *list, struct pool *pool, const struct rows *saved)
{
    struct ui_choice choices[SAVED_MOST + 4] = {0};
    char why[WHY_ROOM];
    size_t count = saved->count < SAVED_MOST ? saved->count : SAVED_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){.text = rows_text(saved, i, "name"), .detail = detail_of(pool, saved, i)};
    bool narrowed = list->condition_count || *list->query.search || *list->query.sort;
    const char *nothing = narrowed ? NULL : _("nothing is filtered or sorted here");
    choices[count] = (struct ui_choice){.letter = 'c', .text = _("all rows, in their own order"), .why = nothing};
    choices[count + 1] = (struct ui_choice){.letter = 'k', .text = _("keep this filter and order"), .why = nothing};
    choices[count + 2] = (struct ui_choice){.letter = 's', .text = _("share one with a role")};
    choices[count + 3] = (struct ui_choice){.letter = 'd', .text = _("delete one")};
    if (tell_denied(list->work, "filter.share", why, sizeof why))
        choices[count + 2].why = why;
    int taken = ui_choose(list->ui, _("Saved filters"), choices, count + 4, 0);
    if (taken >= 0 && (size_t)taken < count)
        take(list, rows_text(saved, (size_t)taken, "conditions"));
    else if (taken == (int)count)
        clear(list);
    else if (taken == (int)count + 1)
        keep(list);
    else if (taken == (int)count + 2)
        share(list, saved);
    else if (taken == (int)count + 3)
        delete_one(list, saved);
}

void table_saved_menu(struct table_list *list)
{
    struct pool *pool = pool_new();
    struct rows saved = {0};
    struct error e = {0};
    if (saved_filters(list->work, pool, list->table->name, &saved, &e) == ERR_NONE)
        run(list, pool, &saved);
    else
        ui_error(list->ui, &e);
    pool_free(&pool);
}

#include "visit_mark.h"

#include "desk.h"
#include "rows.h"
#include "sheet.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/mark.h"

#include <string.h>

#define CATEGORIES_MOST 60

static bool is_called(const struct code *code, const char *typed)
{
    return text_contains(code->zh, typed) || text_contains(code->en, typed) || text_contains(code->initials, typed) ||
           strcmp(code->code, typed) == 0;
}

/* Categories that are called so, from row at on. */
static void add_categories(struct pool *pool, const char *typed, struct rows *out, size_t at)
{
    const struct code_list *list = code_list("case_category");
    for (size_t i = 0; i < list->count && at < out->count; i++) {
        const struct code *code = &list->codes[i];
        struct buffer path = {0};
        bool shown = *typed == '\0' ? *code->under == '\0' : is_called(code, typed);
        if (code->retired || !shown)
            continue;
        code_path(list, code->code, &path);
        rows_put(out, at, 0, pool_text(pool, code->code));
        rows_put(out, at, 1, code_text("case_category", code->code));
        rows_put(out, at++, 2, pool_text(pool, buffer_text(&path)));
        buffer_free(&path);
    }
    out->count = at;
}

static void begin_rows(struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    rows_make(pool, out, MARK_MAKES + CATEGORIES_MOST, 3, columns);
}

void visit_mark_choices(const char *typed, struct pool *pool, struct rows *out)
{
    size_t n = 0;
    begin_rows(pool, out);
    for (int i = 0; i < MARK_MAKES; i++) {
        if (!text_contains(mark_usage((enum mark_make)i), typed))
            continue;
        rows_put(out, n, 0, mark_name((enum mark_make)i));
        rows_put(out, n, 1, mark_usage((enum mark_make)i));
        rows_put(out, n++, 2, "");
    }
    if (*typed == '\0')
        out->count = n;
    else
        add_categories(pool, typed, out, n);
}

void visit_mark_insert(const char *id, struct buffer *out)
{
    const struct code_list *list = code_list("case_category");
    const struct code *category = code_find(list, id);
    for (int i = 0; i < MARK_MAKES; i++)
        if (strcmp(mark_name((enum mark_make)i), id) == 0)
            buffer_format(out, "#%s ", mark_word((enum mark_make)i));
    if (category == NULL)
        return;
    const char *name = code_text(list->name, id), *meant = code_parse(list, name);
    buffer_format(out, " [%s]", meant != NULL && strcmp(meant, id) == 0 ? name : id);
}

/* A thing that will be made, or why not; NULL of what has been made before. */
static const char *item_line(const struct mark_item *item, struct pool *pool)
{
    const char *label = mark_label(item->mark.make);
    if (item->made)
        return NULL;
    if (item->problem != NULL)
        return pool_format(pool, "! %s  %s: %s", label, item->text, item->problem);
    return pool_format(pool, "  %s  %s%s", label, item->text, item->same ? _(" (is so already)") : "");
}

/* Those that have made something are told in one line. */
static const char *made_line(const struct mark_plan *plan, struct pool *pool)
{
    size_t made = 0;
    for (size_t i = 0; i < plan->count; i++)
        made += plan->items[i].made;
    return made == 0 ? NULL : pool_format(pool, _("Marks that have made theirs before: %zu"), made);
}

void visit_mark_lines(const struct desk *desk, const struct mark_plan *plan, struct pool *pool, const char **lines,
                      size_t *count, size_t most)
{
    const char *made = made_line(plan, pool);
    bool heading = false;
    for (size_t i = 0; i < plan->count; i++)
        heading |= !plan->items[i].made;
    if (heading)
        desk_say(desk, pool, _("Saving makes"), lines, count, most);
    for (size_t i = 0; i < plan->count; i++) {
        const char *line = item_line(&plan->items[i], pool);
        if (line != NULL)
            desk_say(desk, pool, line, lines, count, most);
    }
    if (made != NULL)
        desk_say(desk, pool, made, lines, count, most);
    for (size_t i = 0; i < plan->hint_count; i++)
        desk_say(desk, pool, plan->hints[i], lines, count, most);
}

bool visit_mark_agree(struct desk *desk, const struct record *record)
{
    struct pool *pool = pool_new();
    struct mark_plan plan;
    bool agrees = true;
    if (mark_plan(desk->work, pool, desk->object, record, &plan, NULL) == ERR_NONE) {
        struct ui_choice *choices = pool_new_piece(pool, plan.count + 1, sizeof *choices);
        size_t count = 0;
        choices[count++] = (struct ui_choice){'s', _("save all of it"), NULL, NULL};
        for (size_t i = 0; i < plan.count; i++) {
            const char *line = item_line(&plan.items[i], pool);
            if (line != NULL)
                choices[count++] = (struct ui_choice){0, line, NULL, NULL};
        }
        agrees = count == 1 || ui_choose(desk->ui, _("Saving makes"), choices, count, 0) == 0;
        mark_plan_free(&plan);
    }
    pool_free(&pool);
    return agrees;
}

static bool search_categories(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    (void)to;
    begin_rows(pool, out);
    add_categories(pool, typed, out, 0);
    return true;
}

/* Where what the mark tells of ends in the points of a patrol. */
static const char *end_in_points(const char *points, const struct mark *mark)
{
    const char *sign = strchr(points, '#'), *told = sign ? strstr(sign, mark->text) : NULL;
    while (sign && told && strcspn(sign, ";") < (size_t)(told - sign)) /* in the finding of another point */
        sign = strchr(sign + 1, '#');
    return told ? told + strlen(mark->text) : points + strlen(points);
}

/* Writes the category behind the mark, where it ends. */
static void write_category(struct ui_form *form, struct record *record, const struct mark *mark, const char *code)
{
    struct buffer text = {0};
    const char *before = record_get(record, mark->where), *end;
    if (strcmp(mark->where, "points") == 0)
        end = end_in_points(before, mark);
    else
        end = before + mark->at + mark->length;
    while (end > before && strchr(" \t\r", end[-1]) != NULL)
        end--;
    buffer_add(&text, before, (size_t)(end - before));
    visit_mark_insert(code, &text);
    buffer_add_text(&text, end);
    ui_form_set(form, mark->where, buffer_text(&text));
    buffer_free(&text);
}

void visit_mark_ask(struct desk *desk, struct ui_form *form, struct record *record)
{
    bool asked = true;
    while (asked) {
        struct pool *pool = pool_new();
        struct mark_plan plan;
        asked = false;
        if (mark_plan(desk->work, pool, desk->object, record, &plan, NULL) == ERR_NONE) {
            size_t i = 0;
            while (i < plan.count && !(plan.items[i].no_category && !plan.items[i].made))
                i++;
            char id[16] = "", name[128] = "";
            if (i < plan.count && ui_pick(desk->ui, pool_format(pool, _("Category of: %s"), plan.items[i].mark.text),
                                          search_categories, NULL, false, "", id, sizeof id, name, sizeof name)) {
                write_category(form, record, &plan.items[i].mark, id);
                asked = true; /* the text is another one: what stands behind it has moved */
            }
            mark_plan_free(&plan);
        }
        pool_free(&pool);
    }
}

static const char *kind_of(const char *made)
{
    static const struct {
        const char *made, *kind;
    } kinds[] = {
        {"case",   "case"  },
        {"person", "person"},
        {"member", "person"},
        {"out",    "move"  },
        {"death",  "move"  },
        {"hazard", "hazard"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].made, made) == 0)
            return kinds[i].kind;
    return NULL;
}

void visit_mark_links(struct work *work, int64_t visit, const char *but, struct sheet *sheet)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows made = {0};
    if (mark_made(work, pool, visit, &made, NULL) != ERR_NONE)
        return;
    for (size_t i = 0; i < made.count; i++) {
        const char *kind = kind_of(rows_text(&made, i, "kind")), *no = rows_text(&made, i, "no");
        bool hidden = kind != NULL && strcmp(kind, "case") == 0 && (*no == '\0' || strcmp(no, but) == 0);
        if (kind == NULL || hidden) /* a confidential case, or one that is told already */
            continue;
        sheet_link(sheet, kind, rows_int(&made, i, "id"),
                   pool_format(pool, _("%s%smade of: %s"), no, *no ? " " : "", rows_text(&made, i, "mark")));
    }
}

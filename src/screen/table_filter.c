/* The conditions of a list: a field and what it has to be, asked for by its type, shown in words, taken away. */
#include "table_list.h"

#include "links.h"
#include "rows.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define NOT          '!'
#define OR           '|'
#define INITIALS     64
#define WITHOUT_MOST 2 /* the choices "without" and "with any", after those of the list */
#define VIEWS_MOST   12

static void show_codes(const struct field *field, const char *value, struct buffer *out)
{
    struct buffer one = {0};
    for (size_t n; *value; value += n + (value[n] == OR)) {
        char code[sizeof((struct list_filter *)NULL)->value];
        n = strcspn(value, (char[]){OR, '\0'});
        text_copy(code, n + 1 < sizeof code ? n + 1 : sizeof code, value);
        buffer_clear(&one);
        check_show(field, code, &one);
        buffer_format(out, "%s%s", out->length ? _(" or ") : "", buffer_text(&one));
    }
    buffer_free(&one);
}

static void add_value(const struct table_list *list, const struct field *field, const char *value, struct buffer *out)
{
    struct buffer shown = {0};
    if (*value == NOT && value[1] == '\0') {
        buffer_add_text(out, _("with any"));
    } else if (*value == '\0') {
        buffer_add_text(out, _("without"));
    } else {
        const char *plain = value + (*value == NOT);
        if (field->type == FIELD_LINK)
            link_show(list->work, field, plain, &shown);
        else if (field->type == FIELD_CODE && strchr(plain, OR))
            show_codes(field, plain, &shown);
        else
            check_show(field, plain, &shown);
        buffer_format(out, "%s%s", *value == NOT ? _("not ") : "", buffer_text(&shown));
    }
    buffer_free(&shown);
}

static void add_words(const struct table_list *list, size_t i, struct buffer *out)
{
    const struct list_filter *filter = &list->query.filters[i];
    const struct field *field = table_field(list->table, filter->field);
    buffer_format(out, "%s ", field_label(field));
    add_value(list, field, filter->value, out);
}

void table_filter_apply(struct table_list *list)
{
    struct buffer words = {0};
    size_t kept = 0;
    list->query.filter_count = 0;
    for (size_t i = 0; i < list->condition_count; i++) {
        const struct list_filter condition = list->conditions[i];
        struct error e = {0};
        if (list_add_filter(&list->query, list->table, condition.field, condition.value, &e) != ERR_NONE) {
            ui_error(list->ui, &e);
            continue;
        }
        list->conditions[kept] = condition;
        buffer_add_text(&words, kept ? " + " : "");
        add_words(list, kept++, &words);
    }
    list->condition_count = kept;
    text_copy(list->words, sizeof list->words, buffer_text(&words));
    buffer_free(&words);
}

void table_filter_heading(void *to, char *out, size_t room)
{
    const struct table_list *list = to;
    text_copy(out, room, list->words);
}

bool table_filter_add(struct table_list *list, const char *field, const char *value, struct error *e)
{
    struct list_query tried = list->query;
    if (list_add_filter(&tried, list->table, field, value, e) != ERR_NONE)
        return false;
    struct list_filter *condition = &list->conditions[list->condition_count++];
    text_copy(condition->field, sizeof condition->field, field);
    text_copy(condition->value, sizeof condition->value, value);
    table_filter_apply(list);
    return true;
}

bool table_filter_add_all(struct table_list *list, const char *const *conditions)
{
    struct error e = {0};
    char area[24];
    snprintf(area, sizeof area, "%lld", (long long)list->work->actor.area);
    for (; *conditions; conditions += 2) {
        bool own = strcmp(conditions[0], "area") == 0 && !*conditions[1];
        if (!table_filter_add(list, conditions[0], own ? area : conditions[1], &e)) {
            ui_error(list->ui, &e);
            return false;
        }
    }
    return true;
}

void table_filter_view(struct table_list *list, const char *title, const struct table_view *views, size_t count)
{
    struct ui_choice choices[VIEWS_MOST] = {0};
    count = count < VIEWS_MOST ? count : VIEWS_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){.letter = views[i].letter, .text = _(views[i].text)};
    int taken = ui_choose(list->ui, title, choices, count, 0);
    if (taken < 0)
        return;
    list->condition_count = 0;
    table_filter_apply(list);
    table_filter_add_all(list, views[taken].conditions);
}

static bool can_filter(const struct field *field)
{
    return field->column && !field->hidden && field->type != FIELD_LONG_TEXT;
}

static bool is_called(const char *label, const char *typed)
{
    char initials[INITIALS];
    pinyin_initials(label, initials, sizeof initials);
    return text_contains(label, typed) || text_contains(initials, typed);
}

/* Fields by label or initials of the label. */
static bool search_fields(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    const struct table_list *list = to;
    size_t count = 0;
    rows_make(pool, out, list->table->count, COUNT_OF(columns), columns);
    for (size_t i = 0; i < list->table->count; i++) {
        const struct field *field = &list->table->fields[i];
        if (!can_filter(field) || !is_called(field_label(field), typed))
            continue;
        rows_put(out, count, 0, field->name);
        rows_put(out, count, 1, field_label(field));
        rows_put(out, count++, 2, "");
    }
    out->count = count;
    return true;
}

struct value_search {
    struct work *work;
    const struct field *field;
};

static void put_choice(struct rows *out, const char *id, const char *text, const char *beside)
{
    rows_put(out, out->count, 0, id);
    rows_put(out, out->count, 1, text);
    rows_put(out, out->count++, 2, beside);
}

/* Codes, then their opposites, then those without and with any. */
static bool search_codes(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    const struct value_search *search = to;
    const struct code_list *list = code_list(search->field->codes);
    rows_make(pool, out, 2 * list->count + WITHOUT_MOST, COUNT_OF(columns), columns);
    out->count = 0;
    for (int opposite = 0; opposite < 2; opposite++)
        for (size_t i = 0; i < list->count; i++) {
            const struct code *code = &list->codes[i];
            const char *text = pool_format(pool, "%s%s", opposite ? _("not ") : "", code_text(list->name, code->code));
            struct buffer path = {0};
            code_path(list, code->code, &path);
            const char *beside = pool_text(pool, buffer_text(&path));
            buffer_free(&path);
            if (text_contains(text, typed) || text_contains(code->initials, typed) ||
                text_equal_ignoring_case(code->code, typed))
                put_choice(out, pool_format(pool, "%s%s", opposite ? "!" : "", code->code), text, beside);
        }
    if (text_contains(_("without"), typed))
        put_choice(out, "", _("without"), "");
    if (text_contains(_("with any"), typed))
        put_choice(out, "!", _("with any"), "");
    return true;
}

static bool search_links(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    const struct value_search *search = to;
    return link_choices(search->work, search->field, typed, pool, out);
}

static bool ask_yes_no(struct table_list *list, const struct field *field, char *value, size_t room)
{
    static const char *const values[] = {"1", "0", ""};
    const struct ui_choice choices[] = {
        {'y', _("yes"),     NULL, NULL},
        {'n', _("no"),      NULL, NULL},
        {'w', _("without"), NULL, NULL},
    };
    int taken = ui_choose(list->ui, field_label(field), choices, COUNT_OF(choices), 0);
    if (taken >= 0)
        text_copy(value, room, values[taken]);
    return taken >= 0;
}

/* How a typed condition may look, by the field. */
static const char *way_of(const struct field *field)
{
    switch (field->type) {
    case FIELD_DATE:
    case FIELD_INSTANT:
        return _("A day, a month 2026-10, or from..to (-30..t)");
    case FIELD_INTEGER:
    case FIELD_MONEY:
        return _("A number, or from..to (18..60, 60..)");
    default:
        return field->masked ? _("The whole, or its last four characters")
                             : _("A part of it (!part: those without it)");
    }
}

static bool ask_value(struct table_list *list, const struct field *field, char *value, size_t room)
{
    struct value_search search = {list->work, field};
    char text[8];
    if (field->codes)
        return ui_pick(list->ui, field_label(field), search_codes, &search, false, "", value, room, text, sizeof text);
    if (field->type == FIELD_LINK)
        return ui_pick(list->ui, field_label(field), search_links, &search, false, "", value, room, text, sizeof text);
    if (field->type == FIELD_YES_NO)
        return ask_yes_no(list, field, value, room);
    return ui_ask(list->ui, field_label(field), way_of(field), false, value, room);
}

void table_filter_ask(struct table_list *list)
{
    char name[48] = "", text[8], value[sizeof list->conditions[0].value] = "";
    struct error e = {0};
    if (list->condition_count == LIST_FILTERS) {
        ui_note(list->ui, _("at most %d conditions; - takes one away"), LIST_FILTERS);
        return;
    }
    if (!ui_pick(list->ui, _("Filter by which field?"), search_fields, list, false, "", name, sizeof name, text,
                 sizeof text))
        return;
    const struct field *field = table_field(list->table, name);
    while (ask_value(list, field, value, sizeof value)) {
        if (table_filter_add(list, name, value, &e))
            return;
        ui_error(list->ui, &e);
    }
}

/* The only one at once; of several the one that is chosen, or all. */
void table_filter_drop(struct table_list *list)
{
    struct ui_choice choices[LIST_FILTERS + 1] = {0};
    struct pool *pool = pool_new();
    size_t count = list->condition_count;
    int taken = count == 1 ? 0 : -1;
    for (size_t i = 0; i < count; i++) {
        struct buffer words = {0};
        add_words(list, i, &words);
        choices[i].text = pool_text(pool, buffer_text(&words));
        buffer_free(&words);
    }
    choices[count] = (struct ui_choice){.letter = 'a', .text = _("all of them")};
    if (count > 1)
        taken = ui_choose(list->ui, _("Take which condition away?"), choices, count + 1, 0);
    if (count == 0)
        ui_note(list->ui, "%s", _("there is no condition here; + adds one"));
    if (taken >= 0) {
        size_t from = (size_t)taken == count ? 0 : (size_t)taken, gone = (size_t)taken == count ? count : 1;
        memmove(&list->conditions[from], &list->conditions[from + gone],
                (count - from - gone) * sizeof list->conditions[0]);
        list->condition_count -= gone;
        table_filter_apply(list);
    }
    pool_free(&pool);
}

/* The fields of a case's command, and what there is to choose for them: units that fit first, their members, cases that
 * may be the same matter, words from the templates. */
#include "case_command.h"
#include "links.h"
#include "rows.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/unit.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

#define COLLEAGUES 200
#define CASES      30

static const char *const CHOICE[] = {"id", "text", "detail"};

static void ask_field(struct case_command_form *form, const char *name, size_t n, bool required)
{
    const struct table *described = table_find("case_step");
    for (size_t i = 0; i < described->count && form->table.count < ASKED_MOST; i++) {
        const struct field *field = &described->fields[i];
        if (strlen(field->name) != n || strncmp(field->name, name, n) != 0 || strcmp(field->name, "unit") == 0)
            continue; /* a name of a unit that is in no list: for commands and imports */
        struct field *asked = &form->fields[form->table.count++];
        *asked = *field;
        asked->required = required;
        asked->read_only = asked->hidden = false;
    }
}

/* Words parted by blanks; of "a|b" one is needed, which work/ looks after, and the last stands first: a unit is what a
 * case goes to, a person the exception. */
static void ask(struct case_command_form *form, const char *words, bool required)
{
    for (size_t n; *words; words += n) {
        words += strspn(words, " ");
        n = strcspn(words, " ");
        bool several = memchr(words, '|', n) != NULL;
        for (size_t end = n; end > 0;) {
            size_t begin = end;
            while (begin > 0 && words[begin - 1] != '|')
                begin--;
            ask_field(form, words + begin, end - begin, required && !several);
            end = begin > 0 ? begin - 1 : 0;
        }
    }
}

void case_fields(struct case_command_form *form)
{
    form->table = (struct table){.name = "case_command", .fields = form->fields};
    ask(form, form->transition->needs, true);
    ask(form, form->transition->asks, false);
}

static bool may_handle(const char *role)
{
    return right_of_role(role, "case.handle") != SCOPE_NONE;
}

/* Those of the unit that has been chosen; without one, whoever may handle cases. */
static bool handlers(struct case_command_form *form, const struct record *record, const char *typed, struct pool *pool,
                     struct rows *out)
{
    struct rows people;
    int64_t unit = record_int(record, "lead");
    if (unit && unit_members(form->desk.work, pool, unit, &people, NULL) == ERR_NONE && people.count) {
        user_choices(pool, &people, may_handle, out);
        if (out->count && !*typed)
            return true;
    }
    if (user_search(form->desk.work, pool, typed, NULL, COLLEAGUES, &people, NULL) != ERR_NONE)
        return false;
    user_choices(pool, &people, may_handle, out);
    return true;
}

/* by_name: several are written by their names. */
static bool units(struct case_command_form *form, const char *typed, bool by_name, struct pool *pool, struct rows *out)
{
    struct rows found;
    if (unit_fitting(form->desk.work, pool, record_get(form->item, "category"), record_int(form->item, "area"), typed,
                     &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(CHOICE), CHOICE);
    for (size_t i = 0; i < found.count; i++) {
        const char *fits = rows_text(&found, i, "fits"), *name = rows_text(&found, i, "name");
        rows_put(out, i, 0, by_name ? name : rows_text(&found, i, "id"));
        rows_put(out, i, 1, name);
        rows_put(out, i, 2,
                 pool_format(pool, "%s%s%s %s", *fits ? code_text("case_category", fits) : "", *fits ? "  " : "",
                             rows_text(&found, i, "head"), rows_text(&found, i, "phone")));
    }
    return true;
}

static void put_case(struct pool *pool, struct rows *out, size_t row, const struct rows *from, size_t i, bool alike)
{
    rows_put(out, row, 0, rows_text(from, i, "id"));
    rows_put(out, row, 1,
             pool_format(pool, "%s %s", tell_short_no(rows_text(from, i, "no")), rows_text(from, i, "title")));
    rows_put(out, row, 2,
             pool_format(pool, "%s%s  %s", alike ? _("alike: ") : "",
                         code_text("case_state", rows_text(from, i, "state")), rows_text_or_empty(from, i, "place")));
}

static bool holds_id(const struct rows *rows, int64_t id)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows_int(rows, i, "id") == id)
            return true;
    return false;
}

/* What may be the same matter comes first, then what is open. */
static bool cases(struct case_command_form *form, const char *typed, struct pool *pool, struct rows *out)
{
    struct list_query query = {.limit = CASES};
    struct rows alike = {0}, open = {0};
    size_t n = 0;
    if (!*typed && case_duplicates(form->desk.work, pool, form->item, &alike, NULL) != ERR_NONE)
        alike.count = 0;
    text_copy(query.search, sizeof query.search, typed);
    if (case_list(form->desk.work, pool, CASE_OPEN, &query, &open, NULL, NULL) != ERR_NONE)
        open.count = 0;
    rows_make(pool, out, alike.count + open.count, COUNT_OF(CHOICE), CHOICE);
    for (size_t i = 0; i < alike.count; i++)
        put_case(pool, out, n++, &alike, i, true);
    for (size_t i = 0; i < open.count; i++)
        if (rows_int(&open, i, "id") != form->ids[0] && !holds_id(&alike, rows_int(&open, i, "id")))
            put_case(pool, out, n++, &open, i, false);
    out->count = n;
    return true;
}

/* On one line, to see which it is. */
static const char *one_line(struct pool *pool, const char *text)
{
    char *line = pool_text(pool, text);
    for (char *c = line; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return line;
}

static bool templates(struct case_command_form *form, const char *typed, struct pool *pool, struct rows *out)
{
    struct rows found;
    if (template_fitting(form->desk.work, pool, form->transition->command, form->item, typed, &found, NULL) !=
            ERR_NONE ||
        (!found.count && !*typed))
        return false;
    rows_make(pool, out, found.count, COUNT_OF(CHOICE), CHOICE);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, rows_text(&found, i, "title"));
        rows_put(out, i, 2, one_line(pool, rows_text(&found, i, "text")));
    }
    return true;
}

bool case_fields_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                         struct pool *pool, struct rows *out)
{
    struct case_command_form *form = to;
    if (strcmp(field->name, "handler") == 0)
        return handlers(form, record, typed, pool, out);
    if (strcmp(field->name, "lead") == 0)
        return units(form, typed, false, pool, out);
    if (strcmp(field->name, "assist") == 0 || strcmp(field->name, "people") == 0)
        return units(form, typed, true, pool, out);
    if (strcmp(field->name, "into") == 0)
        return cases(form, typed, pool, out);
    if (strcmp(field->name, "text") == 0)
        return templates(form, typed, pool, out);
    return desk_choices(to, record, field, typed, pool, out);
}

bool case_fields_insert(void *to, const struct record *record, const struct field *field, const char *id,
                        struct buffer *out)
{
    struct case_command_form *form = to;
    struct error e = {0};
    (void)record, (void)field;
    if (template_fill(form->desk.work, id, form->item, out, &e) == ERR_NONE)
        return true;
    ui_error(form->desk.ui, &e);
    return false;
}

void case_fields_show(void *to, const struct record *record, const struct field *field, struct buffer *out)
{
    struct case_command_form *form = to;
    struct pool *pool = pool_new();
    struct record *other = record_new();
    if (strcmp(field->name, "lead") == 0) {
        buffer_add_text(out, unit_name(form->desk.work, pool, record_int(record, "lead")));
    } else if (strcmp(field->name, "into") == 0) {
        if (case_read(form->desk.work, record_get(record, "into"), other, NULL) == ERR_NONE)
            buffer_format(out, "%s %s", tell_short_no(record_get(other, "no")), record_get(other, "title"));
    } else {
        desk_show(to, record, field, out);
    }
    record_free(&other);
    pool_free(&pool);
}

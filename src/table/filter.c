#include "filter.h"
#include "compute.h"
#include "type.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/search_key.h"

#include <stdlib.h>
#include <string.h>

#define NOT               '!'
#define RANGE             ".."
#define OR                "|"
#define OR_MOST           6
#define WORDS             8
#define IDEOGRAPHIC_BLANK 0x3000
#define MASK_END          4 /* characters that a mask leaves to be seen at the end */

static void add_bind(struct filter *filter, struct bind bind)
{
    if (filter->count == FILTER_BINDS - 1)
        log_fatal("a list has too many binds");
    filter->binds[filter->count++] = bind;
}

void filter_begin(struct filter *filter, const struct bind *own)
{
    for (; own != NULL && own->name != NULL; own++) {
        add_bind(filter, *own);
    }
}

void filter_end(struct filter *filter)
{
    buffer_free(&filter->text);
}

const char *filter_bind(struct filter *filter, struct bind value)
{
    value.name = pool_format(filter->pool, "list_%zu", filter->count);
    add_bind(filter, value);
    return value.name;
}

void filter_add(struct filter *filter, const char *condition)
{
    buffer_format(&filter->text, "%s(%s)", filter->text.length > 0 ? " and " : "", condition);
}

const char *filter_text(struct filter *filter)
{
    return filter->text.length == 0 ? "1 = 1" : pool_text(filter->pool, buffer_text(&filter->text));
}

/* "%word%" with the pattern's own signs taken as they are, in small letters. */
static const char *pattern(struct pool *pool, const char *before, const char *word, const char *after)
{
    struct buffer out = {0};
    buffer_add_text(&out, before);
    for (; *word != '\0'; word++) {
        if (strchr("%_\\", *word) != NULL)
            buffer_add_char(&out, '\\');
        buffer_add_char(&out, *word >= 'A' && *word <= 'Z' ? (char)(*word + ('a' - 'A')) : *word);
    }
    buffer_add_text(&out, after);
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static const char *like(struct filter *filter, const char *column, const char *parameter)
{
    return pool_format(filter->pool, "lower(cast(%s as text)) like $%s escape '\\'", column, parameter);
}

static const char *bind_pattern(struct filter *filter, const char *before, const char *word, const char *after)
{
    return filter_bind(filter, BIND_TEXT(NULL, pattern(filter->pool, before, word, after)));
}

/* The instant that a canonical end of a range means: the last second of a day or a minute for its upper end. */
static int64_t instant_end(const char *text, bool upper)
{
    day_t day = 0;
    int64_t instant = 0;
    if (date_parse(text, &day))
        return upper ? day_start(day + 1) - 1 : day_start(day);
    instant_parse(text, &instant);
    return instant + (upper ? 59 : 0);
}

static const char *end_bind(struct filter *filter, const struct field *field, const char *text, bool upper)
{
    if (field->type == FIELD_INSTANT)
        return filter_bind(filter, BIND_INT(NULL, instant_end(text, upper)));
    return filter_bind(filter, type_bind(NULL, field->type, text));
}

/* From so many to so many years or months: dates, the older the more. */
static const char *since(struct filter *filter, const struct field *field, const char *from, const char *to)
{
    struct pool *pool = filter->pool;
    const char *low = "", *high = "";
    char day[DATE_TEXT];
    if (*from != '\0') {
        compute_date_before(field, strtol(from, NULL, 10), day);
        low = pool_format(pool, "%s <= $%s", field->column, filter_bind(filter, BIND_TEXT(NULL, pool_text(pool, day))));
    }
    if (*to != '\0') {
        compute_date_before(field, strtol(to, NULL, 10) + 1, day);
        high = pool_format(pool, "%s > $%s", field->column, filter_bind(filter, BIND_TEXT(NULL, pool_text(pool, day))));
    }
    return pool_format(pool, "%s%s%s", low, *low != '\0' && *high != '\0' ? " and " : "", high);
}

static const char *range(struct filter *filter, const struct field *field, const char *from, const char *to)
{
    struct pool *pool = filter->pool;
    const char *low = "", *high = "";
    if (compute_is_since(field))
        return since(filter, field, from, to);
    if (*from != '\0')
        low = pool_format(pool, "%s >= $%s", field->column, end_bind(filter, field, from, false));
    if (*to != '\0')
        high = pool_format(pool, "%s <= $%s", field->column, end_bind(filter, field, to, true));
    return pool_format(pool, "%s%s%s", low, *low != '\0' && *high != '\0' ? " and " : "", high);
}

/* What is masked is found by the whole number, or by the end that the mask shows: whoever may not see it shall not
 * find it out by asking for one digit after another either. */
static const char *masked(struct filter *filter, const struct field *field, const char *word)
{
    const char *before = text_count(word) <= MASK_END ? "%" : "%;", *column = field->column;
    return like(filter, pool_format(filter->pool, "';' || %s || ';'", column),
                bind_pattern(filter, before, word, ";%"));
}

/* A code of a tree with all below it. */
static const char *below(struct filter *filter, const struct field *field, const char *value)
{
    const char *low = filter_bind(filter, BIND_TEXT(NULL, value));
    const char *high = filter_bind(filter, BIND_TEXT(NULL, pool_format(filter->pool, "%s~", value)));
    return pool_format(filter->pool, "%s >= $%s and %s < $%s", field->column, low, field->column, high);
}

static bool is_tree(const struct field *field)
{
    const struct code_list *list = field->type == FIELD_CODE ? code_list(field->codes) : NULL;
    return list != NULL && list->tree;
}

static const char *equal(struct filter *filter, const struct field *field, const char *value)
{
    struct pool *pool = filter->pool;
    const char *column = field->column;
    if (field->type == FIELD_INSTANT || compute_is_since(field))
        return range(filter, field, value, value);
    if (is_tree(field))
        return below(filter, field, value);
    if (field->type == FIELD_CODES)
        return like(filter, pool_format(pool, "',' || %s || ','", column), bind_pattern(filter, "%,", value, ",%"));
    if (type_rows[field->type].words && !field->key && field->masked)
        return masked(filter, field, value);
    if (type_rows[field->type].words && !field->key)
        return like(filter, column, bind_pattern(filter, "%", value, "%"));
    const char *name = filter_bind(filter, type_bind(NULL, field->type, value));
    if (field->type == FIELD_LINK && strcmp(field->link, "area") == 0) /* and all below it */
        return pool_format(pool,
                           "%s in (select below.id from area top join area below on below.path >= top.path"
                           " and below.path < top.path || '~' where top.id = $%s)",
                           column, name);
    return pool_format(pool, "%s = $%s", column, name);
}

/* "a|b": the one or the other. */
static const char *any_of(struct filter *filter, const struct field *field, const char *value)
{
    struct pool *pool = filter->pool;
    const char *any = "";
    char *rest = pool_text(pool, value);
    for (const char *one = strsep(&rest, OR); one != NULL; one = strsep(&rest, OR))
        any = pool_format(pool, "%s%s%s", any, *any == '\0' ? "" : " or ", equal(filter, field, one));
    return any;
}

static const char *condition(struct filter *filter, const struct field *field, const char *value)
{
    struct pool *pool = filter->pool;
    const char *between = type_rows[field->type].ordered ? strstr(value, RANGE) : NULL;
    if (*value == '\0' && (type_rows[field->type].number || compute_is_since(field)))
        return pool_format(pool, "%s is null", field->column);
    if (*value == '\0')
        return pool_format(pool, "coalesce(%s, '') = ''", field->column);
    if (between != NULL)
        return range(filter, field, pool_text_n(pool, value, (size_t)(between - value)), between + strlen(RANGE));
    if (field->type == FIELD_CODE && strpbrk(value, OR) != NULL)
        return any_of(filter, field, value);
    return equal(filter, field, value);
}

/* What the values are like of the field that is shown, in the column of this one. */
static struct field as_shown(const struct field *field)
{
    struct field shown = *field_shown(field);
    shown.type = field_shown_type(field);
    shown.name = field->name;
    shown.column = field->column;
    shown.masked = field->masked;
    memcpy(shown.label, field->label, sizeof shown.label);
    return shown;
}

static enum err usable_field(const struct table *table, const char *name, struct field *out, struct error *e)
{
    const struct field *field = table_field(table, name);
    if (field == NULL)
        return error_set(e, ERR_INVALID, name, _("There is no field \"%s\" here."), name);
    if (field->column == NULL)
        return error_set(e, ERR_INVALID, name, _("The list cannot be filtered by \"%s\"."), name);
    *out = as_shown(field);
    return ERR_NONE;
}

enum err filter_field(struct filter *filter, const struct table *table, const struct list_filter *one, struct error *e)
{
    struct field field = {0};
    enum err r = usable_field(table, one->field, &field, e);
    if (r != ERR_NONE)
        return r;
    bool negative = *one->value == NOT;
    const char *text = condition(filter, &field, one->value + negative);
    if (*text != '\0' && negative)
        filter_add(filter, pool_format(filter->pool, "coalesce(not (%s), %s is null)", text, field.column));
    else if (*text != '\0')
        filter_add(filter, text);
    return ERR_NONE;
}

/* The condition that one of the searched fields holds the word. */
static const char *in_some_field(struct filter *filter, const struct table *table, const char *word)
{
    const char *parameter = bind_pattern(filter, "%", word, "%"), *any = "";
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->searched && field->column != NULL)
            any = pool_format(filter->pool, "%s%s%s", any, *any == '\0' ? "" : " or ",
                              field->masked ? masked(filter, field, word) : like(filter, field->column, parameter));
    }
    return *any == '\0' ? "1 = 0" : any;
}

/* Each word in some field. */
static enum err in_fields(struct filter *filter, const struct table *table, const char *search, const char **out,
                          struct error *e)
{
    struct buffer line = {0};
    int words = 0;

    for (uint32_t code = 0; *search != '\0';) { /* the blank of an input method parts words too */
        char bytes[4];
        search += text_decode(search, strlen(search), &code);
        buffer_add(&line, bytes, text_encode(code == IDEOGRAPHIC_BLANK ? ' ' : code, bytes));
    }
    char *rest = pool_text(filter->pool, buffer_text(&line));
    buffer_free(&line);
    *out = "";
    for (char *word = strsep(&rest, " "); word != NULL; word = strsep(&rest, " ")) {
        if (*word == '\0')
            continue;
        if (++words > WORDS)
            return error_set(e, ERR_INVALID, NULL, _("A search has at most %d words."), WORDS);
        *out = pool_format(filter->pool, "%s%s(%s)", *out, **out == '\0' ? "" : " and ",
                           in_some_field(filter, table, word));
    }
    return ERR_NONE;
}

/* The column whose values the search over households and people finds, and the statement that finds them. */
static const char *found_by(const struct table *table, const char **column)
{
    static const struct {
        const char *table, *statement;
    } searches[] = {
        {"person",    "search.people"    },
        {"household", "search.households"}
    };
    for (size_t i = 0; i < COUNT_OF(searches); i++) {
        const struct field *link = table_field(table, searches[i].table);
        if (strcmp(table->name, searches[i].table) == 0)
            *column = "t.\"id\"";
        else if (link != NULL && link->type == FIELD_LINK && link->required)
            *column = link->column;
        else
            continue;
        return db_statement_text(searches[i].statement);
    }
    return NULL;
}

static bool has_bind(const struct filter *filter, const char *name)
{
    for (size_t i = 0; i < filter->count; i++)
        if (strcmp(filter->binds[i].name, name) == 0)
            return true;
    return false;
}

/* The condition that the index of the search knows the row; NULL when it is not for this table. */
static const char *in_index(struct filter *filter, const struct table *table, const char *search)
{
    struct search_words words;
    const char *column = NULL, *statement = table->own_storage ? NULL : found_by(table, &column);

    search_words(search, &words);
    if (statement == NULL || words.count == 0 || !has_bind(filter, "lo") || !has_bind(filter, "hi"))
        return NULL;
    const struct bind binds[] = {SEARCH_BINDS(&words), BIND_INT("mine", 0)};
    for (size_t i = 0; i < COUNT_OF(binds); i++) {
        const char *text = binds[i].text == NULL ? NULL : pool_text(filter->pool, binds[i].text);
        const struct bind kept = {binds[i].name, binds[i].type, binds[i].number, binds[i].real, text};
        add_bind(filter, kept);
    }
    return pool_format(filter->pool, "%s in (%s)", column, statement);
}

enum err filter_search(struct filter *filter, const struct table *table, const char *search, bool wide, struct error *e)
{
    const char *fields = "", *index = NULL;
    enum err r = in_fields(filter, table, search, &fields, e);
    if (r != ERR_NONE || *fields == '\0')
        return r;
    index = in_index(filter, table, search);
    if (index == NULL)
        filter_add(filter, fields);
    else
        filter_add(filter, wide ? index : pool_format(filter->pool, "%s or %s", index, fields));
    return ERR_NONE;
}

/* One end of a range, or a single value, in its canonical form; a month is its first to its last day. */
static enum err canonical(const struct field *field, const char *typed, bool whole_month, struct buffer *out,
                          struct error *e)
{
    day_t first = 0, last = 0;
    char a[DATE_TEXT], b[DATE_TEXT];
    bool days = field->type == FIELD_DATE || field->type == FIELD_INSTANT;

    if (days && whole_month && month_parse(typed, &first, &last)) {
        date_format(first, a);
        date_format(last, b);
        buffer_format(out, "%s" RANGE "%s", a, b);
        return ERR_NONE;
    }
    if (field->type == FIELD_INSTANT && date_typed(typed, day_of(clock_now()), &first)) {
        date_format(first, a);
        buffer_add_text(out, a);
        return ERR_NONE;
    }
    if (type_rows[field->type].words && !field->key) {
        text_clean(out, typed, strlen(typed), false);
        return ERR_NONE;
    }
    struct buffer value = {0};
    enum err r = check_value(field, typed, &value, e);
    buffer_add_text(out, buffer_text(&value));
    buffer_free(&value);
    return r;
}

/* Codes of which a row has one: "a|b". */
static enum err canonical_codes(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    struct buffer copy = {0};
    enum err r = ERR_NONE;
    int count = 0;
    buffer_add_text(&copy, typed);
    char *rest = copy.data;
    for (const char *one = strsep(&rest, OR); r == ERR_NONE && one != NULL; one = strsep(&rest, OR)) {
        if (++count > OR_MOST)
            r = error_set(e, ERR_INVALID, field->name, _("A filter takes at most %d values."), OR_MOST);
        buffer_add_text(out, count > 1 ? OR : "");
        r = r == ERR_NONE ? canonical(field, one, false, out, e) : r;
    }
    buffer_free(&copy);
    return r;
}

static enum err canonical_filter(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    const char *between = NULL;
    if (*typed == NOT) {
        buffer_add_char(out, NOT);
        typed++;
    }
    if (type_rows[field->type].ordered)
        between = strstr(typed, RANGE);
    if (field->type == FIELD_CODE && strpbrk(typed, OR) != NULL)
        return canonical_codes(field, typed, out, e);
    if (between == NULL)
        return canonical(field, typed, true, out, e);
    struct buffer from = {0};
    buffer_add(&from, typed, (size_t)(between - typed));
    enum err r = canonical(field, buffer_text(&from), false, out, e);
    buffer_free(&from);
    buffer_add_text(out, RANGE);
    return r == ERR_NONE ? canonical(field, between + strlen(RANGE), false, out, e) : r;
}

enum err list_add_filter(struct list_query *query, const struct table *table, const char *name, const char *value,
                         struct error *e)
{
    struct field field = {0};
    struct list_filter *to = &query->filters[query->filter_count];
    struct buffer text = {0};
    enum err r = usable_field(table, name, &field, e);

    if (r == ERR_NONE && query->filter_count == LIST_FILTERS)
        r = error_set(e, ERR_INVALID, name, _("A list takes at most %d filters."), LIST_FILTERS);
    if (r == ERR_NONE)
        r = canonical_filter(&field, value, &text, e);
    if (r == ERR_NONE && (text.length >= sizeof to->value || strlen(name) >= sizeof to->field))
        r = error_set(e, ERR_INVALID, name, _("The filter is too long; shorten it."));
    if (r == ERR_NONE) {
        text_copy(to->field, sizeof to->field, name);
        text_copy(to->value, sizeof to->value, buffer_text(&text));
        query->filter_count++;
    }
    buffer_free(&text);
    return r;
}

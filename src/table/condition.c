#include "wangge/table/condition.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD       96
#define DAYS_MOST  36600 /* before today and after it */
#define YEARS_MOST 150

/* Days that conditions speak of: so many from today, or the birthday of who is so many years old today. */
static struct moment {
    char name[16];
    long days, years;
} moments[CONDITION_BINDS - 1];
static size_t moment_count;

static const char *moment_name(long days, long years)
{
    for (size_t i = 0; i < moment_count; i++)
        if (moments[i].days == days && moments[i].years == years)
            return moments[i].name;
    if (moment_count == sizeof moments / sizeof *moments)
        return NULL;
    struct moment *at = &moments[moment_count++];
    *at = (struct moment){.days = days, .years = years};
    snprintf(at->name, sizeof at->name, "day_%zu", moment_count);
    return at->name;
}

/* The day on which whoever is so many years old today was born at the latest. */
static day_t years_before(day_t today, long years)
{
    int year, month, day;
    date_split(today, &year, &month, &day);
    while (!date_is_real(year - (int)years, month, day))
        day--; /* February 29 */
    return date_make(year - (int)years, month, day);
}

size_t condition_binds(struct pool *pool, day_t today, struct bind *binds)
{
    char text[DATE_TEXT];
    for (size_t i = 0; i < moment_count; i++) {
        const struct moment *at = &moments[i];
        date_format(at->years != 0 ? years_before(today, at->years) : today + (day_t)at->days, text);
        binds[i] = BIND_TEXT(at->name, pool_text(pool, text));
    }
    binds[moment_count] = (struct bind){.name = NULL};
    return moment_count;
}

/* One condition, taken apart. */
struct term {
    char field[WORD], value[WORD];
    const char *operator;
};

static bool split_term(const char *text, size_t n, struct term *out)
{
    static const char *const operators[] = {"!=", ">=", "<=", "=", ":", "~"};
    size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz_0123456789");
    *out = (struct term){.operator= NULL };
    for (size_t i = 0; i < sizeof operators / sizeof *operators && out->operator== NULL; i++)
        if (name > 0 && name < n && strncmp(text + name, operators[i], strlen(operators[i])) == 0)
            out->operator= operators[i];
    if (out->operator== NULL || name >= WORD)
        return false;
    size_t from = name + strlen(out->operator);
    if (from >= n || n - from >= WORD)
        return false;
    snprintf(out->field, WORD, "%.*s", (int)name, text);
    snprintf(out->value, WORD, "%.*s", (int)(n - from), text + from);
    return true;
}

struct compiler {
    const struct table *table;
    const char *alias;
    struct buffer sql;
    struct error *e;
};

static enum err refuse(struct compiler *c, const struct term *term, const char *why)
{
    return error_set(c->e, ERR_INVALID, NULL, "%s%s%s: %s", term->field, term->operator, term->value, why);
}

/* kind=1|2|5: the values are codes of the field's list, or words of a text. */
static enum err codes_term(struct compiler *c, const struct term *term, const struct field *field)
{
    bool not = *term->operator== '!';
    char values[WORD], *rest = values;
    const char *between = "";

    snprintf(values, sizeof values, "%s", term->value);
    buffer_format(&c->sql, not ? " and coalesce(%s.\"%s\", '') not in (" : " and %s.\"%s\" in (", c->alias,
                  field->name);
    for (char *value; (value = strsep(&rest, "|")) != NULL; between = ", ") {
        if (strchr(value, '\'') != NULL || (field->codes != NULL && code_find(code_list(field->codes), value) == NULL))
            return refuse(c, term, _("the field has no such code"));
        buffer_format(&c->sql, "%s'%s'", between, value);
    }
    buffer_add_text(&c->sql, ")");
    return ERR_NONE;
}

static enum err date_term(struct compiler *c, const struct term *term, const struct field *field)
{
    char *end = NULL;
    long days = strtol(term->value, &end, 10);
    if (strcmp(term->operator, ":") == 0) {
        const char *today = moment_name(0, 0);
        if (strcmp(term->value, "empty") == 0)
            buffer_format(&c->sql, " and coalesce(%s.\"%s\", '') = ''", c->alias, field->name);
        else if (strcmp(term->value, "open") == 0 && today != NULL)
            buffer_format(&c->sql, " and (coalesce(%s.\"%s\", '') = '' or %s.\"%s\" > $%s)", c->alias, field->name,
                          c->alias, field->name, today);
        else
            return refuse(c, term, _("a date is \"open\" or \"empty\""));
        return ERR_NONE;
    }
    const char *moment = *end == '\0' && labs(days) <= DAYS_MOST ? moment_name(days, 0) : NULL;
    if (moment == NULL || term->operator[1] != '=' || * term->operator== '!')
        return refuse(c, term, _("a date is >= or <= a number of days from today"));
    buffer_format(&c->sql, " and %s.\"%s\" <> '' and %s.\"%s\" %s $%s", c->alias, field->name, c->alias, field->name,
                  term->operator, moment);
    return ERR_NONE;
}

/* age=16..60, both included: born on the day 16 years ago or before, and after the day 61 years ago. */
static enum err age_term(struct compiler *c, const struct term *term, const struct field *field)
{
    long low = 0, high = 0;
    int read = 0;
    const char *born = field->from == NULL ? "" : field->from->name;
    if (strcmp(term->operator, "=") != 0 || sscanf(term->value, "%4ld..%4ld%n", &low, &high, &read) != 2 ||
        term->value[read] != '\0' || low < 1 || high < low || high > YEARS_MOST || *born == '\0' ||
        field->from->type != FIELD_DATE)
        return refuse(c, term, _("an age is =FROM..TO of a date of birth in the same table"));
    const char *from = moment_name(0, high + 1), *to = moment_name(0, low);
    if (from == NULL || to == NULL)
        return refuse(c, term, _("too many days are spoken of"));
    buffer_format(&c->sql, " and %s.\"%s\" > $%s and %s.\"%s\" <= $%s", c->alias, born, from, c->alias, born, to);
    return ERR_NONE;
}

static enum err number_term(struct compiler *c, const struct term *term, const struct field *field)
{
    char *end = NULL;
    long number = strtol(term->value, &end, 10);
    if (*end != '\0' || term->value == end)
        return refuse(c, term, _("this is not a number"));
    if (field->type == FIELD_CODE) /* codes of levels are single digits */
        buffer_format(&c->sql, " and %s.\"%s\" <> '' and %s.\"%s\" %s '%ld'", c->alias, field->name, c->alias,
                      field->name, term->operator, number);
    else
        buffer_format(&c->sql, " and %s.\"%s\" %s %ld", c->alias, field->name, term->operator, number);
    return ERR_NONE;
}

static enum err among_term(struct compiler *c, const struct term *term, const struct field *field)
{
    if (field->type != FIELD_CODES || code_find(code_list(field->codes), term->value) == NULL)
        return refuse(c, term, _("the field has no such code"));
    buffer_format(&c->sql, " and (',' || %s.\"%s\" || ',') like '%%,%s,%%'", c->alias, field->name, term->value);
    return ERR_NONE;
}

static enum err compile_term(struct compiler *c, const struct term *term)
{
    const struct field *field = table_field(c->table, term->field);
    if (field == NULL)
        return refuse(c, term, _("the table has no such field"));
    if (field->type == FIELD_COMPUTED)
        return field->computes == COMPUTE_AGE ? age_term(c, term, field)
                                              : refuse(c, term, _("the field is not kept in this table"));
    if (*term->operator== '~')
        return among_term(c, term, field);
    if (field->type == FIELD_DATE)
        return date_term(c, term, field);
    if (*term->operator== '>' || * term->operator== '<' || field->type == FIELD_INTEGER || field->type == FIELD_YES_NO)
        return number_term(c, term, field);
    if (*term->operator== ':')
        return refuse(c, term, _("only a date is open or empty"));
    return codes_term(c, term, field);
}

enum err condition_compile(struct pool *pool, const struct table *table, const char *alias, const char *text,
                           const char **sql, struct error *e)
{
    struct compiler c = {.table = table, .alias = alias, .e = e};
    enum err r = ERR_NONE;
    for (size_t n; r == ERR_NONE && *(text += strspn(text, " ")) != '\0'; text += n) {
        struct term term;
        n = strcspn(text, " ");
        r = split_term(text, n, &term) ? compile_term(&c, &term)
                                       : error_set(e, ERR_INVALID, NULL, _("\"%.*s\" is no condition"), (int)n, text);
    }
    *sql = pool_text(pool, buffer_text(&c.sql));
    buffer_free(&c.sql);
    return r;
}

#include "wangge/work/visit_rule.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/condition.h"
#include "wangge/table/describe.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAYS_MOST 400

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct visit_rule *rules;
static size_t total;

static const struct {
    const char *code;
    int days;
} periods[] = {
    [PERIOD_NONE] = {"",           0  },
      [PERIOD_WEEK] = {"week",       0  },
      [PERIOD_HALF_MONTH] = {"half_month", 0  },
    [PERIOD_MONTH] = {"month",      0  },
      [PERIOD_QUARTER] = {"quarter",    91 },
      [PERIOD_HALF_YEAR] = {"half_year",  182},
    [PERIOD_YEAR] = {"year",       365},
      [PERIOD_ONCE] = {"once",       30 },
};

/* Since when somebody lives where they live: the table is the program's own, schema/030_residence.sql. */
static struct field residence_fields[] = {
    {.name = "begun", .type = FIELD_CODE, .codes = "residence_change"},
    {.name = "from_on",               .type = FIELD_DATE                },
};
static const struct table residence = {
    .name = "residence",
    .stored_in = "residence",
    .label = {"Residence", "居住"},
    .enabled = true,
    .count = COUNT_OF(residence_fields),
    .fields = residence_fields
};

enum visit_period visit_period_of(const char *code)
{
    for (size_t i = 1; i < COUNT_OF(periods); i++)
        if (strcmp(periods[i].code, code) == 0)
            return (enum visit_period)i;
    return PERIOD_NONE;
}

const char *visit_period_code(enum visit_period period)
{
    return periods[period].code;
}

bool visit_period_is_calendar(enum visit_period period)
{
    return period == PERIOD_WEEK || period == PERIOD_HALF_MONTH || period == PERIOD_MONTH;
}

void visit_period_of_day(enum visit_period period, day_t day, day_t *first, day_t *last)
{
    char month[MONTH_TEXT];

    if (period == PERIOD_WEEK) {
        *first = day - (date_weekday(day) - 1);
        *last = *first + 6;
        return;
    }
    month_of(day, month);
    month_parse(month, first, last);
    if (period == PERIOD_HALF_MONTH && day < *first + 15)
        *last = *first + 14;
    else if (period == PERIOD_HALF_MONTH)
        *first += 15;
}

/* --- the file -------------------------------------------------------------------------------------------------------
 */

struct reader {
    const struct csv *csv;
    const struct csv_row *row;
    const char *tables_dir;
    struct error *e;
};

static const char *cell(const struct reader *in, const char *column)
{
    return csv_cell(in->csv, in->row, column);
}

static enum err refuse(const struct reader *in, const char *column, const char *why)
{
    return error_set(in->e, ERR_INVALID, column, _("%s:%d: %s \"%s\": %s"), in->csv->path, in->row->line, column,
                     cell(in, column), why);
}

static enum err need_code(const struct reader *in, const char *column, const char *list, bool required)
{
    const char *code = cell(in, column);
    if (*code == '\0' && !required)
        return ERR_NONE;
    return code_is_of(code_list(list), code) ? ERR_NONE : refuse(in, column, _("this is no code of its list"));
}

/* The table, NULL when it is one that the site has turned off. */
static enum err find_rule_table(const struct reader *in, const struct table **out)
{
    const char *name = cell(in, "table");
    *out = strcmp(name, residence.name) == 0 ? &residence : table_find(name);
    if (*out == NULL && access(pool_format(pool, "%s/%s.ini", in->tables_dir, name), F_OK) == 0)
        return ERR_NONE;
    if (*out == NULL || (*out)->own_storage)
        return refuse(in, "table", _("there is no such table of rows"));
    bool told = *out == &residence || strcmp(name, "household") == 0 || strcmp(name, "person") == 0 ||
                strcmp(name, "special_place") == 0 || table_field(*out, "person") != NULL ||
                table_field(*out, "household") != NULL;
    return told ? ERR_NONE : refuse(in, "table", _("its rows belong to no person, household or special place"));
}

static enum err read_days(const struct reader *in, struct visit_rule *out)
{
    const char *text = cell(in, "days");
    char *end = NULL;
    long days = *text == '\0' ? periods[out->usual.period].days : strtol(text, &end, 10);
    out->usual.days = (int)days;
    if (*text == '\0')
        return ERR_NONE;
    return *end != '\0' || days < 1 || days > DAYS_MOST ? refuse(in, "days", _("this is not a number of days"))
                                                        : ERR_NONE;
}

static enum err read_condition(const struct reader *in, struct visit_rule *out)
{
    struct error why = {0};
    const char *since = cell(in, "since");
    const struct field *field = *since == '\0' ? NULL : table_field(out->table, since);
    if (*since != '\0' && (field == NULL || field->type != FIELD_DATE))
        return refuse(in, "since", _("the table has no such date"));
    if (condition_compile(pool, out->table, "t", cell(in, "where"), &out->condition, &why) == ERR_NONE)
        return ERR_NONE;
    return refuse(in, "where", why.text);
}

/* *kept: the rule is one of this office. */
static enum err read_rule(const struct reader *in, struct visit_rule *out, bool *kept)
{
    const char *must = cell(in, "must"), *where = cell(in, "where");
    *out = (struct visit_rule){
        .code = cell(in, "code"),
        .since = cell(in, "since"),
        .kind = cell(in, "kind"),
        .crowd = cell(in, "crowd"),
        .usual = {.period = visit_period_of(cell(in, "period")), .channel = cell(in,      "channel")   },
        .must = strcmp(must, "yes") == 0,
        .help = {[LANGUAGE_EN] = cell(in,           "help_en"), [LANGUAGE_ZH] = cell(in, "help_zh_CN")}
    };
    *kept = false;
    enum err r = need_code(in, "code", "visit_rule", true);
    if (r == ERR_NONE && visit_rule_find(out->code) != NULL)
        r = refuse(in, "code", _("the rule is there twice"));
    if (r == ERR_NONE)
        r = need_code(in, "kind", "must_visit", false);
    if (r == ERR_NONE)
        r = need_code(in, "crowd", "crowd", false);
    if (r == ERR_NONE)
        r = need_code(in, "period", "visit_period", false);
    if (r == ERR_NONE)
        r = need_code(in, "channel", "channel", false);
    if (r == ERR_NONE && strcmp(must, "yes") != 0 && strcmp(must, "no") != 0)
        r = refuse(in, "must", _("yes or no"));
    if (r == ERR_NONE)
        r = read_days(in, out);
    if (r == ERR_NONE)
        r = find_rule_table(in, &out->table);
    if (r != ERR_NONE || out->table == NULL)
        return r;
    *kept = true;
    out->every = strcmp(out->table->name, "household") == 0 && *where == '\0';
    return read_condition(in, out);
}

enum err visit_rules_load(const char *etc_dir, const char *tables_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;

    pool_free(&pool);
    pool = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/visit_rules.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    rules = pool_new_piece(pool, csv->count + 1, sizeof *rules);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        const struct reader in = {csv, &csv->rows[i], tables_dir, e};
        bool kept = false;
        r = read_rule(&in, &rules[total], &kept);
        total += r == ERR_NONE && kept;
    }
    return r;
}

size_t visit_rule_count(void)
{
    return total;
}

const struct visit_rule *visit_rule_at(size_t i)
{
    return &rules[i];
}

const struct visit_rule *visit_rule_find(const char *code)
{
    for (size_t i = 0; i < total; i++)
        if (strcmp(rules[i].code, code) == 0)
            return &rules[i];
    return NULL;
}

const char *visit_rule_label(const struct visit_rule *rule)
{
    return code_text("visit_rule", rule->code);
}

bool visit_rule_is_open(const struct work *work, const struct visit_rule *rule)
{
    return rule->table == &residence || table_may(work, rule->table, "read");
}

const char *visit_rule_shown(const struct work *work, const struct visit_rule *rule)
{
    if (visit_rule_is_open(work, rule))
        return visit_rule_label(rule);
    return *rule->kind != '\0' ? code_text("must_visit", rule->kind) : code_text("crowd", rule->crowd);
}

/* --- what areas lay down --------------------------------------------------------------------------------------------
 */

enum err visit_rhythms_read(struct work *work, struct pool *in, struct rows *out, struct error *e)
{
    *out = (struct rows){0};
    return table_find("visit_rule") == NULL ? ERR_NONE : db_query(work->db, in, "visit_rule.all", NULL, out, e);
}

/* The row of the nearest area; they come with the longest path first. */
static size_t nearest(const struct visit_rule *rule, const struct rows *rhythms, const char *path)
{
    for (size_t i = 0; i < rhythms->count; i++) {
        const char *area = rows_text(rhythms, i, "path");
        if (strcmp(rows_text(rhythms, i, "rule"), rule->code) == 0 && strncmp(path, area, strlen(area)) == 0)
            return i;
    }
    return rhythms->count;
}

struct visit_rhythm visit_rhythm_of(const struct visit_rule *rule, const struct rows *rhythms, const char *path)
{
    struct visit_rhythm out = rule->usual;
    size_t i = nearest(rule, rhythms, path);

    if (i == rhythms->count)
        return out;
    if (rows_int(rhythms, i, "off") != 0)
        return (struct visit_rhythm){.channel = ""};
    out.since = rows_int(rhythms, i, "since");
    if (*rows_text(rhythms, i, "period") != '\0') {
        out.period = visit_period_of(rows_text(rhythms, i, "period"));
        out.days = periods[out.period].days;
    }
    if (!rows_null(rhythms, i, "days"))
        out.days = (int)rows_int(rhythms, i, "days");
    if (*rows_text(rhythms, i, "channel") != '\0')
        out.channel = rows_text(rhythms, i, "channel");
    return out;
}

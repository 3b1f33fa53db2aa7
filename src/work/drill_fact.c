/* Facts for the drill: rows of the own grid as questions and their right answers. */
#include "case_do.h"
#include "drill_inside.h"
#include "inside.h"
#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/register.h"
#include "wangge/table/title.h"
#include "wangge/work/area.h"
#include "wangge/work/policy.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST 36 /* columns of a text that is an option */

struct drill_member {
    int64_t person;
    const struct table *table;
};

/* What the actor may read of all these tables (parted by blanks), in the own grid only. */
static enum err own_range(struct work *work, const char *tables, struct scope_range *out, struct error *e)
{
    char name[ACTION_ROOM - 8], action[ACTION_ROOM];
    enum err r = ERR_NONE;

    *out = (struct scope_range){.me = work_me(work)};
    area_range(work->actor.path, out->lo, out->hi);
    while (r == ERR_NONE && word_next(&tables, ' ', name, sizeof name)) {
        const struct table *table = table_find(name);
        struct scope_range range;
        if (table != NULL && !table->own_storage)
            table_action(table, "read", action);
        else
            snprintf(action, sizeof action, "%s.read", name);
        r = right_range(work, action, &range, e);
        if (r == ERR_NONE)
            range_narrow(out, &range);
    }
    return r;
}

static enum err read_statement(struct work *work, struct pool *pool, const struct drill_kind *kind, struct rows *out,
                               struct error *e)
{
    struct case_sight sight = {0};
    struct scope_range range;
    enum err r = own_range(work, kind->table, &range, e);

    if (r == ERR_NONE && right_scope(work, "case.read") != SCOPE_NONE)
        r = case_sight(work, &sight, e);
    sight.range = range;
    today_text(sight.today);
    return r != ERR_NONE
               ? r
               : db_query_text(work->db, pool, db_statement_text(kind->statement), BINDS(BIND_SIGHT(sight)), out, e);
}

/* Several kinds ask about the same rows. The rights of a table are those of its first kind: a statement is of one. */
static enum err rows_of(struct work *work, struct pool *pool, const struct drill_kind *kind, struct drill_data *data,
                        const struct rows **out, struct error *e)
{
    const size_t most = sizeof data->rows / sizeof data->rows[0];
    size_t i = 0;
    while (i < data->count && strcmp(data->names[i], kind->statement) != 0)
        i++;
    if (i == most)
        return error_set(e, ERR_FAILED, NULL, "%s", kind->statement);
    *out = &data->rows[i];
    if (i < data->count)
        return ERR_NONE;
    enum err r = read_statement(work, pool, kind, &data->rows[i], e);
    if (r == ERR_NONE)
        data->names[data->count++] = kind->statement;
    return r;
}

static int by_person(const void *a, const void *b)
{
    const struct drill_member *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return strcmp(x->table->name, y->table->name);
}

/* Registers whose rows say what somebody is. What is sensitive is no question: answers are kept and read by others. */
static bool is_asked_register(const struct work *work, const struct table *table)
{
    const char *label = table->short_label[LANGUAGE_ZH];
    return register_link(table, REGISTER_OF_PERSON) != NULL && !table->sensitive && table->board != NULL &&
           (label == NULL || strcmp(label, "-") != 0) && table_may(work, table, "read");
}

static enum err read_members(struct work *work, struct pool *pool, struct drill_data *data, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && !data->members_read && i < table_count(); i++) {
        struct scope_range range;
        struct rows rows = {0};
        if (!is_asked_register(work, table_at(i)))
            continue;
        r = own_range(work, table_at(i)->name, &range, e);
        if (r == ERR_NONE)
            r = register_people(work->db, pool, table_at(i), range.lo, range.hi, range.own, range.me, &rows, e);
        struct drill_member *more = pool_new_piece(pool, data->member_count + rows.count + 1, sizeof *data->members);
        if (data->member_count > 0)
            memcpy(more, data->members, data->member_count * sizeof *more);
        for (size_t k = 0; k < rows.count; k++)
            more[data->member_count++] = (struct drill_member){rows_int(&rows, k, "person"), table_at(i)};
        data->members = more;
    }
    if (r == ERR_NONE && !data->members_read && data->member_count > 0)
        qsort(data->members, data->member_count, sizeof *data->members, by_person);
    data->members_read = r == ERR_NONE;
    return r;
}

/* The first of the person's; *count of them follow each other. */
static const struct drill_member *members_of(const struct drill_data *data, int64_t person, size_t *count)
{
    size_t low = 0, high = data->member_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (data->members[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < data->member_count && data->members[low + *count].person == person)
        ++*count;
    return data->members + low;
}

/* --- how a row reads ---------------------------------------------------------------------------------------------- */

static int age_of(const char *birth)
{
    day_t born = 0;
    int year, month, day, year_now, month_now, day_now;
    if (!date_parse(birth, &born))
        return -1;
    date_split(born, &year, &month, &day);
    date_split(day_of(clock_now()), &year_now, &month_now, &day_now);
    return year_now - year - (month_now < month || (month_now == month && day_now < day));
}

static const char *band_of(int age)
{
    static const struct {
        int to;
        const char *text;
    } bands[] = {
        {6,   "0-6"  },
        {17,  "7-17" },
        {35,  "18-35"},
        {59,  "36-59"},
        {79,  "60-79"},
        {999, "80+"  },
    };
    size_t i = 0;
    while (age > bands[i].to)
        i++;
    return age < 0 ? "" : bands[i].text;
}

static const char *cell(const struct rows *rows, size_t row, const char *column)
{
    return rows_column(rows, column) < 0 ? "" : rows_text(rows, row, column);
}

/* "FIELD=VALUE", "FIELD!=VALUE", "FIELD" that is filled, "" for any row. */
static bool holds(const struct rows *rows, size_t row, const char *when)
{
    size_t n = strcspn(when, "!=");
    char field[64];
    snprintf(field, sizeof field, "%.*s", (int)n, when);
    if (n == 0)
        return true;
    const char *value = cell(rows, row, field), *wanted = when + n + strspn(when + n, "!=");
    if (when[n] == '\0')
        return *value != '\0';
    return (strcmp(value, wanted) == 0) == (when[n] == '=') && *value != '\0';
}

static void put_place(struct pool *pool, struct buffer *out, const char *name, const struct rows *rows, size_t row,
                      const char *policy)
{
    int age = strcmp(name, "age") == 0 ? age_of(cell(rows, row, "birth")) : 0;
    if (strcmp(name, "door") == 0)
        buffer_add_text(out, door_of_row(pool, rows, row));
    else if (strcmp(name, "policy") == 0)
        buffer_add_text(out, policy);
    else if (strcmp(name, "age") == 0)
        buffer_format(out, "%d", age);
    else
        buffer_add_text(out, cell(rows, row, name));
}

static const char *question_of(struct pool *pool, const struct drill_kind *kind, const struct rows *rows, size_t row,
                               const char *policy)
{
    struct buffer out = {0};
    for (const char *s = kind->text[i18n_language()]; *s != '\0'; s++) {
        char name[32];
        size_t n = *s == '{' ? strcspn(s, "}") : 0;
        if (n == 0 || s[n] == '\0' || n >= sizeof name) {
            buffer_add_char(&out, *s);
            continue;
        }
        snprintf(name, sizeof name, "%.*s", (int)n - 1, s + 1);
        put_place(pool, &out, name, rows, row, policy);
        s += n;
    }
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* In one line, cut where it is too long for an option. */
static const char *short_text(struct pool *pool, const char *text)
{
    struct buffer line = {0}, cut = {0};
    text_clean(&line, text, strlen(text), false);
    size_t n = text_fit(buffer_text(&line), line.length, TEXT_MOST, NULL);
    buffer_add(&cut, buffer_text(&line), n);
    if (n < line.length)
        buffer_add_text(&cut, "...");
    const char *out = pool_text(pool, buffer_text(&cut));
    buffer_free(&line);
    buffer_free(&cut);
    return out;
}

static const char *date_of(struct pool *pool, const struct rows *rows, size_t row, const char *column)
{
    const struct value *value = rows_value(rows, row, column);
    char day[DATE_TEXT];
    if (value->type != VALUE_INT)
        return cell(rows, row, column);
    date_format(day_of(value->number), day);
    return pool_text(pool, day);
}

/* --- facts of a row ----------------------------------------------------------------------------------------------- */

struct making {
    struct work *work;
    struct pool *pool;
    const struct drill_kind *kind;
    const struct drill_data *data;
    const struct rows *rows;
    struct drill_facts *out;
    size_t room;
};

static void add(struct making *m, size_t row, const char *policy, const char *answer)
{
    struct drill_facts *out = m->out;
    if (*answer == '\0')
        return;
    if (out->count == m->room) {
        struct drill_fact *more = pool_new_piece(m->pool, m->room * 2 + 64, sizeof *more);
        if (out->count > 0)
            memcpy(more, out->list, out->count * sizeof *more);
        out->list = more;
        m->room = m->room * 2 + 64;
    }
    int64_t object = rows_int(m->rows, row, drill_is_about(m->kind, "household") ? "household" : "object");
    out->list[out->count++] = (struct drill_fact){question_of(m->pool, m->kind, m->rows, row, policy), answer, object};
}

static void add_codes(struct making *m, size_t row)
{
    char code[64];
    for (const char *left = cell(m->rows, row, m->kind->column); word_next(&left, ',', code, sizeof code);)
        add(m, row, "", code_text(m->kind->codes, code));
}

struct someone {
    const struct drill_data *data;
    int64_t person;
};

static bool is_in(const void *to, const char *table)
{
    const struct someone *who = to;
    size_t count = 0;
    const struct drill_member *members = members_of(who->data, who->person, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].table->name, table) == 0)
            return true;
    return false;
}

/* Only of whose registers it is known who is in them: else nobody could say that it is not theirs. */
static bool is_asked_policy(const struct work *work, const struct drill_kind *kind, const struct policy *policy)
{
    char name[64];
    bool asked = drill_is_about(kind, "household") == (*policy->kinds != '\0');
    for (const char *left = policy->registers; asked && word_next(&left, ' ', name, sizeof name);)
        asked = table_find(name) != NULL && is_asked_register(work, table_find(name));
    return asked;
}

static bool applies(const struct making *m, size_t row, const struct policy *policy)
{
    if (!is_asked_policy(m->work, m->kind, policy))
        return false;
    if (drill_is_about(m->kind, "household"))
        return policy_for_household(policy, cell(m->rows, row, "kinds"));
    const struct someone who = {m->data, rows_int(m->rows, row, "person")};
    int age = age_of(cell(m->rows, row, "birth"));
    return age >= 0 && policy_for_person(policy, age, is_in, &who);
}

/* Name and door: two of the same name are told apart. */
static const char *who_is(struct making *m, size_t row)
{
    return pool_format(m->pool, "%s  %s", cell(m->rows, row, "name"), door_of_row(m->pool, m->rows, row));
}

static void add_policies(struct making *m, size_t row)
{
    bool holder = m->kind->as == DRILL_HOLDER;
    bool any = false;
    for (size_t i = 0; i < policy_count(); i++) {
        const struct policy *policy = policy_at(i);
        if (!applies(m, row, policy))
            continue;
        any = true;
        add(m, row, policy_label(policy), holder ? who_is(m, row) : policy_label(policy));
    }
    if (holder && !any)
        m->out->others[m->out->other_count++] = who_is(m, row);
}

static void add_registers(struct making *m, size_t row)
{
    size_t count = 0;
    const struct drill_member *members = members_of(m->data, rows_int(m->rows, row, "person"), &count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || members[i].table != members[i - 1].table)
            add(m, row, "", table_label(members[i].table));
}

static void add_row(struct making *m, size_t row)
{
    const char *value = cell(m->rows, row, m->kind->column);
    switch (m->kind->as) {
    case DRILL_TEXT:
        add(m, row, "", short_text(m->pool, value));
        break;
    case DRILL_DATE:
        add(m, row, "", date_of(m->pool, m->rows, row, m->kind->column));
        break;
    case DRILL_CODE:
        add(m, row, "", code_text(m->kind->codes, value));
        break;
    case DRILL_CODES:
        add_codes(m, row);
        break;
    case DRILL_BAND:
        add(m, row, "", band_of(age_of(value)));
        break;
    case DRILL_DOOR:
        add(m, row, "", door_of_row(m->pool, m->rows, row));
        break;
    case DRILL_COUNT:
        add(m, row, "", "1"); /* counted when those of one question stand together */
        break;
    case DRILL_REGISTER:
        add_registers(m, row);
        break;
    case DRILL_POLICY:
    case DRILL_HOLDER:
        add_policies(m, row);
        break;
    }
}

static int by_question(const void *a, const void *b)
{
    const struct drill_fact *x = a, *y = b;
    int order = strcmp(x->question, y->question);
    if (order == 0)
        order = strcmp(x->answer, y->answer);
    return order != 0 ? order : (x->object > y->object) - (x->object < y->object);
}

/* One fact a question, with the number of them. */
static void count_facts(struct pool *pool, struct drill_facts *out)
{
    size_t n = 0;
    for (size_t i = 0, of; i < out->count; i += of) {
        for (of = 1; i + of < out->count && strcmp(out->list[i + of].question, out->list[i].question) == 0;)
            of++;
        struct drill_fact fact = out->list[i];
        fact.answer = pool_format(pool, "%zu", of);
        out->list[n++] = fact;
    }
    out->count = n;
}

/* Where the grid has too few, what else could be answered. */
static void add_others(struct making *m)
{
    const struct drill_kind *kind = m->kind;
    struct drill_facts *out = m->out;
    const struct code_list *codes = kind->codes == NULL ? NULL : code_list(kind->codes);

    for (size_t i = 0; codes != NULL && i < codes->count; i++)
        if (!codes->codes[i].retired)
            out->others[out->other_count++] = code_text(kind->codes, codes->codes[i].code);
    for (int age = 0; kind->as == DRILL_BAND && age < 100; age += 5)
        out->others[out->other_count++] = band_of(age);
    for (size_t i = 0; kind->as == DRILL_REGISTER && i < table_count(); i++)
        if (is_asked_register(m->work, table_at(i)))
            out->others[out->other_count++] = table_label(table_at(i));
    for (size_t i = 0; kind->as == DRILL_POLICY && i < policy_count(); i++)
        if (is_asked_policy(m->work, kind, policy_at(i)))
            out->others[out->other_count++] = policy_label(policy_at(i));
}

enum err drill_facts(struct work *work, struct pool *pool, const struct drill_kind *kind, struct drill_data *data,
                     struct drill_facts *out, struct error *e)
{
    const struct code_list *codes = kind->codes == NULL ? NULL : code_list(kind->codes);
    const struct rows *rows = NULL;

    *out = (struct drill_facts){0};
    enum err r = rows_of(work, pool, kind, data, &rows, e);
    if (r == ERR_NONE && kind->as >= DRILL_REGISTER)
        r = read_members(work, pool, data, e);
    if (r != ERR_NONE)
        return r;
    size_t most = rows->count + table_count() + policy_count() + 32 + (codes == NULL ? 0 : codes->count);
    out->others = pool_new_piece(pool, most, sizeof *out->others);
    struct making m = {.work = work, .pool = pool, .kind = kind, .data = data, .rows = rows, .out = out};
    for (size_t i = 0; i < rows->count; i++)
        if (holds(rows, i, kind->when))
            add_row(&m, i);
    add_others(&m);
    if (out->count > 0)
        qsort(out->list, out->count, sizeof *out->list, by_question);
    if (kind->as == DRILL_COUNT)
        count_facts(pool, out);
    return r;
}

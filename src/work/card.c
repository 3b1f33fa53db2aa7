#include "wangge/work/card.h"

#include "case_do.h"

#include "inside.h"
#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/register.h"
#include "wangge/work/due.h"
#include "wangge/work/household.h"
#include "wangge/work/policy.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define VISITS_SHOWN 4
#define CASES_SHOWN  8

static enum err read_scoped(struct work *work, struct pool *pool, const char *statement, const char *right,
                            struct bind of, int limit, struct rows *out, struct error *e)
{
    struct scope_range range;
    *out = (struct rows){0};
    if (right_scope(work, right) == SCOPE_NONE)
        return ERR_NONE;
    enum err r = right_range(work, right, &range, e);
    return r != ERR_NONE
               ? r
               : db_query(work->db, pool, statement,
                          BINDS(of, BIND_INT("limit", limit), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                                BIND_INT("own", range.own), BIND_INT("me", range.me)),
                          out, e);
}

static enum err read_cases(struct work *work, struct pool *pool, struct bind of, int limit, struct rows *out,
                           struct error *e)
{
    struct case_sight sight;
    *out = (struct rows){0};
    if (right_scope(work, "case.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = case_sight(work, &sight, e);
    return r != ERR_NONE
               ? r
               : db_query(work->db, pool, "card.cases", BINDS(of, BIND_INT("limit", limit), BIND_SIGHT(sight)), out, e);
}

/* "label value, label value" of what the row lists, less the person and household it belongs to. */
static const char *facts(struct pool *pool, const struct table *table, const struct rows *rows, size_t row)
{
    struct buffer text = {0}, value = {0};
    for (size_t c = 0; c < rows->columns; c++) {
        const struct field *field = table_field(table, rows->names[c]);
        const char *stored = rows_text(rows, row, rows->names[c]);
        if (field == NULL || field->type == FIELD_LINK || *stored == '\0')
            continue;
        buffer_clear(&value);
        if (field->masked)
            check_mask(field, stored, &value);
        else
            check_show(field, stored, &value);
        buffer_format(&text, "%s%s %s", text.length == 0 ? "" : ", ", field_label(field), buffer_text(&value));
    }
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&value);
    buffer_free(&text);
    return out;
}

struct found {
    struct card_register *list;
    size_t count, room;
};

static void add_rows(struct pool *pool, const struct table *table, enum register_of of, const struct rows *rows,
                     struct found *found)
{
    if (found->count + rows->count > found->room) {
        size_t room = 2 * (found->count + rows->count);
        struct card_register *more = pool_new_piece(pool, room, sizeof *more);
        if (found->count > 0)
            memcpy(more, found->list, found->count * sizeof *more);
        found->list = more;
        found->room = room;
    }
    for (size_t i = 0; i < rows->count; i++)
        found->list[found->count++] =
            (struct card_register){.table = table,
                                   .id = rows_int(rows, i, "id"),
                                   .person = of == REGISTER_OF_HOUSEHOLD ? 0 : rows_int(rows, i, "owner"),
                                   .rows = rows,
                                   .row = i,
                                   .facts = facts(pool, table, rows, i)};
}

static bool is_among(const struct rows *kinds, const struct table *table)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (strcmp(rows_text(kinds, i, "kind"), table->name) == 0)
            return true;
    return false;
}

/* The rows of each table that people (or households) belong to and the actor may read. */
static enum err find_registers(struct work *work, struct pool *pool, enum register_of of, int64_t id,
                               struct found *found, struct error *e)
{
    struct rows kinds = {0};
    enum err r = register_kinds(work->db, pool, of, id, &kinds, e);
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        struct scope_range range;
        struct rows *rows = NULL;
        char action[ACTION_ROOM];
        if (!is_among(&kinds, table) || table->board == NULL || strcmp(table->name, "person") == 0 ||
            strcmp(table->name, "move") == 0 || !table_may(work, table, "read"))
            continue;
        rows = pool_new_piece(pool, 1, sizeof *rows);
        r = right_range(work, table_action(table, "read", action), &range, e);
        if (r == ERR_NONE)
            r = register_rows(work->db, pool, table, of, id, range.lo, range.hi, range.own, range.me, rows, e);
        if (r == ERR_NONE)
            add_rows(pool, table, of, rows, found);
    }
    return r;
}

enum err card_registers(struct work *work, struct pool *pool, int64_t person, struct card_register **out, size_t *count,
                        struct error *e)
{
    struct found found = {0};
    enum err r = find_registers(work, pool, REGISTER_OF_PERSON, person, &found, e);
    *out = found.list;
    *count = found.count;
    return r;
}

enum err card_visits_of_person(struct work *work, struct pool *pool, int64_t person, int limit, struct rows *out,
                               struct error *e)
{
    return read_scoped(work, pool, "card.visits_of_person", "visit.read", BIND_INT("person", person), limit, out, e);
}

/* Of the house that the household links to, where there is a register of houses. */
static enum err read_house(struct work *work, struct pool *pool, int64_t household, const char **out, struct error *e)
{
    static const char *const told[] = {"owner", "tenure", "use", "size", "hazards"};
    const struct table *house = table_find("house"), *home = table_find("household");
    struct record *record = record_new();
    struct buffer text = {0}, value = {0};
    enum err r = ERR_NONE;

    if (house != NULL && table_field(home, "house") != NULL && table_may(work, house, "read"))
        r = table_read(work, home, household, record, e);
    int64_t id = r == ERR_NONE ? record_int(record, "house") : 0;
    record_free(&record);
    record = record_new();
    if (id != 0 && table_read(work, house, id, record, NULL) == ERR_NONE) /* it may lie in a grid of somebody else */
        for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
            const struct field *field = table_field(house, told[i]);
            if (field == NULL || *record_get(record, told[i]) == '\0')
                continue;
            check_show(field, record_get(record, told[i]), &value);
            bool telling = field->type == FIELD_CODE; /* "rented" needs no label, "none" does */
            buffer_format(&text, "%s%s%s%s", text.length == 0 ? "" : "  ", telling ? "" : field_label(field),
                          telling ? "" : " ", buffer_text(&value));
        }
    *out = pool_text(pool, buffer_text(&text));
    buffer_free(&value);
    buffer_free(&text);
    record_free(&record);
    return r;
}

/* All that asks for a visit at this door, also what is not due yet. */
static enum err read_due(struct work *work, struct pool *pool, int64_t household, struct card *out, struct error *e)
{
    struct due_list due;
    const struct due_query query = {.household = household};
    if (right_scope(work, "visit.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = due_read(work, pool, &query, &due, e);
    if (r == ERR_NONE && due.count > 0)
        out->due = &due.rows[0];
    return r == ERR_NOT_FOUND ? ERR_NONE : r; /* whoever reads households elsewhere has no diary to keep there */
}

struct member {
    const struct found *found;
    int64_t person;
};

/* Does the row have the FIELD=CODE that is asked for? */
static bool has(const struct card_register *at, const char *as)
{
    char field[64], code[64];
    return !word_next(&as, '=', field, sizeof field) || !word_next(&as, '=', code, sizeof code) ||
           (rows_column(at->rows, field) >= 0 && strcmp(rows_text(at->rows, at->row, field), code) == 0);
}

static const struct card_register *row_in(const struct member *member, const char *table, const char *as)
{
    for (size_t i = 0; i < member->found->count; i++) {
        const struct card_register *at = &member->found->list[i];
        if (at->person == member->person && strcmp(at->table->name, table) == 0 && has(at, as))
            return at;
    }
    return NULL;
}

static bool is_in(const void *to, const char *table)
{
    return row_in(to, table, "") != NULL;
}

static void find_policies(struct pool *pool, const struct found *found, struct card *card)
{
    card->policies = pool_new_piece(pool, policy_count() * (card->people.count + 1) + 1, sizeof *card->policies);
    for (size_t i = 0; i < policy_count(); i++) {
        const struct policy *policy = policy_at(i);
        if (policy_for_household(policy, rows_text(&card->household, 0, "kinds")))
            card->policies[card->policy_count++] = (struct card_policy){policy, 0, NULL};
        for (size_t p = 0; p < card->people.count; p++) {
            struct member member = {found, rows_int(&card->people, p, "id")};
            if (!rows_null(&card->people, p, "age") &&
                policy_for_person(policy, (int)rows_int(&card->people, p, "age"), is_in, &member))
                card->policies[card->policy_count++] =
                    (struct card_policy){policy, member.person, row_in(&member, policy->given_in, policy->given_as)};
        }
    }
}

enum err card_read(struct work *work, struct pool *pool, int64_t household, struct card *out, struct error *e)
{
    struct found found = {0};
    struct bind of = BIND_INT("household", household);

    *out = (struct card){0};
    enum err r = household_find(work, pool, household, &out->household, e);
    if (r == ERR_NONE)
        r = household_people(work, pool, household, &out->people, e);
    if (r == ERR_NONE)
        r = read_house(work, pool, household, &out->house, e);
    if (r == ERR_NONE)
        r = read_scoped(work, pool, "card.visits", "visit.read", of, VISITS_SHOWN, &out->visits, e);
    if (r == ERR_NONE)
        r = read_cases(work, pool, of, CASES_SHOWN, &out->cases, e);
    if (r == ERR_NONE)
        r = find_registers(work, pool, REGISTER_OF_PEOPLE, household, &found, e);
    if (r == ERR_NONE)
        r = find_registers(work, pool, REGISTER_OF_HOUSEHOLD, household, &found, e);
    if (r != ERR_NONE)
        return r;
    out->registers = found.list;
    out->register_count = found.count;
    find_policies(pool, &found, out);
    return read_due(work, pool, household, out, e);
}

/* One household one form 一户一表: the door, who lives there, every register of them, what was done for them. */
#include "print_inside.h"

#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/case.h"
#include "wangge/work/household.h"
#include "wangge/work/residence.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <string.h>

#define PEOPLE_MOST   40
#define ENTRIES_MOST  10 /* of one register of one person */
#define LAST_VISITS   5
#define CASES_MOST    20
#define VISIT_COLUMNS 160 /* of what was written about a visit */

#define REGISTER_COLUMNS 4 /* register, whose, facts, verified on */
#define REGISTERS_MOST   200

struct member {
    struct record *row;
    const char *registers; /* names of those that the person is in */
    const char *since;     /* lives here */
};

struct form {
    struct printing p;
    int64_t id;
    const struct table *people;
    struct member members[PEOPLE_MOST];
    size_t count;
    const char *cells[REGISTERS_MOST * REGISTER_COLUMNS];
    size_t entries;
};

static const char *id_text(struct form *f, int64_t id)
{
    return pool_format(f->p.pool, "%lld", (long long)id);
}

static const char *field_of(struct form *f, const struct member *member, const char *field)
{
    return printing_shown(&f->p, f->people, field, member->row);
}

static const char *age_of(struct form *f, const struct member *member)
{
    day_t birth;
    if (!date_parse(record_get(member->row, "birth"), &birth))
        return "";
    return pool_format(f->p.pool, "%d", date_age(birth, day_of(clock_now())));
}

/* The house behind the door, for whoever may read houses. */
static void add_house(struct form *f, const struct record *household)
{
    static const char *const fields[] = {"no",     "size",  "structure", "use",     "lift",
                                         "tenure", "owner", "rented",    "hazards", "attention"};
    const struct table *houses = table_find("house");
    struct record *house = record_new();
    int64_t id = record_int(household, "house");
    if (houses != NULL && id != 0 && table_may(f->p.work, houses, "read") &&
        printing_read(&f->p, houses, id, house, NULL) == ERR_NONE) {
        print_heading(f->p.print, table_label(houses));
        print_pairs_begin(f->p.print);
        printing_pairs(&f->p, houses, house, fields, COUNT_OF(fields));
        print_pairs_end(f->p.print);
    }
    record_free(&house);
}

static enum err add_door(struct form *f, struct error *e)
{
    static const char *const fields[] = {"no", "phone", "kinds", "verified_on", "note"};
    struct pool *pool = f->p.pool;
    struct rows found, area;
    const char *line = "";
    struct record *household = record_new();
    enum err r = household_find(f->p.work, pool, f->id, &found, e);
    if (r == ERR_NONE)
        r = area_find(f->p.work, pool, rows_text(&found, 0, "area"), &area, e);
    if (r == ERR_NONE)
        r = printing_area_line(&f->p, rows_text(&area, 0, "path"), &line, e);
    if (r == ERR_NONE)
        r = printing_read(&f->p, table_find("household"), f->id, household, e);
    if (r == ERR_NONE) {
        print_title(f->p.print, _("One household one form"));
        print_blank(f->p.print);
        print_pairs_begin(f->p.print);
        print_pair(f->p.print, _("Grid"), line, true);
        print_pair(f->p.print, _("Door"), rows_text(&found, 0, "address"), true);
        print_pair(f->p.print, _("Head"), rows_text(&found, 0, "head"), false);
        print_pair(f->p.print, _("People"), rows_text(&found, 0, "people"), false);
        printing_pairs(&f->p, table_find("household"), household, fields, COUNT_OF(fields));
        print_pairs_end(f->p.print);
        add_house(f, household);
    }
    record_free(&household);
    return r;
}

static enum err read_member(struct form *f, int64_t id, struct error *e)
{
    struct member *member = &f->members[f->count++];
    struct rows lived = {0};
    *member = (struct member){.row = record_new(), .registers = "", .since = ""};
    enum err r = printing_read(&f->p, f->people, id, member->row, e);
    if (r == ERR_NONE)
        r = residence_of_person(f->p.work, f->p.pool, id, &lived, e);
    if (r == ERR_NONE && lived.count > 0)
        member->since = rows_text(&lived, 0, "from_on");
    return r;
}

static enum err read_members(struct form *f, struct error *e)
{
    struct rows people;
    enum err r = household_people(f->p.work, f->p.pool, f->id, &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count && f->count < PEOPLE_MOST; i++)
        r = read_member(f, rows_int(&people, i, "id"), e);
    return r;
}

/* The entries of a register that link to one; of a member also its name beside it. */
static enum err read_entries(struct form *f, const struct table *table, const struct field *link, int64_t id,
                             struct member *member, struct error *e)
{
    struct list_query query = {.limit = ENTRIES_MOST};
    struct pool *pool = f->p.pool;
    struct rows rows = {0};
    enum err r = list_add_filter(&query, table, link->name, id_text(f, id), e);
    if (r == ERR_NONE)
        r = table_list(f->p.work, pool, table, &query, &rows, NULL, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count && f->entries < REGISTERS_MOST; i++) {
        const char **cells = &f->cells[f->entries++ * REGISTER_COLUMNS];
        struct record *row = record_new();
        r = printing_row(&f->p, table, &rows, i, row, e);
        cells[0] = table_label(table);
        cells[1] = member == NULL ? "" : pool_text(pool, record_get(member->row, "name"));
        cells[2] = printing_facts(&f->p, table, row, "");
        cells[3] = pool_text(pool, record_get(row, "verified_on"));
        record_free(&row);
    }
    if (r == ERR_NONE && rows.count > 0 && member != NULL)
        member->registers =
            pool_format(pool, "%s%s%s", member->registers, *member->registers == '\0' ? "" : ", ", table_label(table));
    return r;
}

/* Every register there is: what is described is printed. */
static enum err read_registers(struct form *f, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t t = 0; r == ERR_NONE && t < table_count(); t++) {
        const struct table *table = table_at(t);
        const struct field *links[PLACE_LINKS];
        if (table->journal || is_place(table) || !table_may(f->p.work, table, "read") || place_links(table, links) == 0)
            continue;
        if (strcmp(links[0]->link, "household") == 0)
            r = read_entries(f, table, links[0], f->id, NULL, e);
        for (size_t i = 0; r == ERR_NONE && i < f->count && strcmp(links[0]->link, "person") == 0; i++)
            r = read_entries(f, table, links[0], record_int(f->members[i].row, "id"), &f->members[i], e);
    }
    return r;
}

static void add_people(struct form *f)
{
    const char *const heads[] = {field_label(table_field(f->people, "name")),
                                 field_label(table_field(f->people, "sex")),
                                 _("Age"),
                                 field_label(table_field(f->people, "relation")),
                                 field_label(table_field(f->people, "citizen_id")),
                                 field_label(table_field(f->people, "phone"))};
    const char **cells = pool_new_piece(f->p.pool, f->count * COUNT_OF(heads) + 1, sizeof *cells);
    for (size_t i = 0; i < f->count; i++) {
        const struct member *member = &f->members[i];
        const char *const row[] = {
            field_of(f, member, "name"),     field_of(f, member, "sex"),        age_of(f, member),
            field_of(f, member, "relation"), field_of(f, member, "citizen_id"), field_of(f, member, "phone")};
        memcpy(&cells[i * COUNT_OF(heads)], row, sizeof row);
    }
    print_heading(f->p.print, _("People"));
    print_table(f->p.print, heads, COUNT_OF(heads), cells, f->count);
}

static void add_people_more(struct form *f)
{
    const char *const heads[] = {field_label(table_field(f->people, "name")),
                                 field_label(table_field(f->people, "politics")),
                                 field_label(table_field(f->people, "education")),
                                 field_label(table_field(f->people, "employer")),
                                 _("Here since"),
                                 _("Entered in")};
    const char **cells = pool_new_piece(f->p.pool, f->count * COUNT_OF(heads) + 1, sizeof *cells);
    for (size_t i = 0; i < f->count; i++) {
        const struct member *member = &f->members[i];
        const char *const row[] = {field_of(f, member, "name"),
                                   field_of(f, member, "politics"),
                                   field_of(f, member, "education"),
                                   field_of(f, member, "employer"),
                                   member->since,
                                   member->registers};
        memcpy(&cells[i * COUNT_OF(heads)], row, sizeof row);
    }
    print_blank(f->p.print);
    print_table(f->p.print, heads, COUNT_OF(heads), cells, f->count);
}

static void add_registers(struct form *f)
{
    const char *const heads[REGISTER_COLUMNS] = {_("Register"), _("Whose"), _("What it says"), _("Verified")};
    if (f->entries == 0)
        return;
    print_heading(f->p.print, _("In the registers"));
    print_table(f->p.print, heads, REGISTER_COLUMNS, f->cells, f->entries);
}

/* The beginning of a long text. */
static const char *beginning(struct form *f, const char *text)
{
    size_t n = text_fit(text, strlen(text), VISIT_COLUMNS, NULL);
    return pool_format(f->p.pool, "%.*s%s", (int)n, text, text[n] == '\0' ? "" : " ...");
}

static enum err add_visits(struct form *f, struct error *e)
{
    static const char *const fields[] = {"on", "by_name", "text", "next_on"};
    const struct table *table = table_find("visit");
    const char *heads[COUNT_OF(fields)], *cells[LAST_VISITS * COUNT_OF(fields)];
    struct list_query query = {.limit = LAST_VISITS, .sort = "-on"};
    struct rows visits = {0};
    if (right_scope(f->p.work, "visit.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = list_add_filter(&query, table, "household", id_text(f, f->id), e);
    if (r == ERR_NONE)
        r = visit_list(f->p.work, f->p.pool, &query, false, &visits, NULL, e);
    for (size_t i = 0; r == ERR_NONE && i < visits.count; i++) {
        struct record *row = record_new();
        record_from_row(row, table, &visits, i);
        for (size_t c = 0; c < COUNT_OF(fields); c++)
            cells[i * COUNT_OF(fields) + c] = beginning(f, printing_shown(&f->p, table, fields[c], row));
        record_free(&row);
    }
    if (r != ERR_NONE || visits.count == 0)
        return r;
    for (size_t c = 0; c < COUNT_OF(fields); c++)
        heads[c] = field_label(table_field(table, fields[c]));
    print_heading(f->p.print, _("Last visits"));
    print_table(f->p.print, heads, COUNT_OF(fields), cells, visits.count);
    return r;
}

static enum err add_cases(struct form *f, struct error *e)
{
    static const char *const fields[] = {"no", "title", "state", "reported_at", "due_at"};
    const struct table *table = table_find("case");
    const char *heads[COUNT_OF(fields)], *cells[CASES_MOST * COUNT_OF(fields)];
    struct list_query query = {.limit = CASES_MOST, .sort = "-reported_at"};
    struct rows cases = {0};
    if (right_scope(f->p.work, "case.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = list_add_filter(&query, table, "household", id_text(f, f->id), e);
    if (r == ERR_NONE)
        r = case_list(f->p.work, f->p.pool, CASE_OPEN, &query, &cases, NULL, e);
    for (size_t i = 0; r == ERR_NONE && i < cases.count; i++) {
        struct record *row = record_new();
        record_from_row(row, table, &cases, i);
        for (size_t c = 0; c < COUNT_OF(fields); c++)
            cells[i * COUNT_OF(fields) + c] = pool_text(f->p.pool, printing_shown(&f->p, table, fields[c], row));
        record_free(&row);
    }
    if (r != ERR_NONE || cases.count == 0)
        return r;
    for (size_t c = 0; c < COUNT_OF(fields); c++)
        heads[c] = field_label(table_field(table, fields[c]));
    print_heading(f->p.print, _("Open cases"));
    print_table(f->p.print, heads, COUNT_OF(fields), cells, cases.count);
    return r;
}

static void add_signatures(struct form *f)
{
    print_blank(f->p.print);
    print_blank(f->p.print);
    print_ends(f->p.print, _("Signed, head of household: ______________"), _("Date: ____________"));
    print_blank(f->p.print);
    print_ends(f->p.print, _("Signed, grid leader:       ______________"), _("Date: ____________"));
}

enum err print_household(struct work *work, int64_t id, const char *reason, const struct paper *paper,
                         struct buffer *out, struct error *e)
{
    struct form *f;
    struct pool *pool = pool_new();
    f = pool_new_piece(pool, 1, sizeof *f);
    f->id = id;
    f->people = table_find("person");
    enum err r = printing_begin(&f->p, work, paper, reason, e);
    if (r == ERR_NONE)
        r = add_door(f, e);
    bool people = r == ERR_NONE && right_scope(work, "person.read") != SCOPE_NONE;
    if (people)
        r = read_members(f, e);
    if (r == ERR_NONE)
        r = read_registers(f, e);
    if (r == ERR_NONE && people) {
        add_people(f);
        add_people_more(f);
    }
    if (r == ERR_NONE)
        add_registers(f);
    if (r == ERR_NONE)
        r = add_visits(f, e);
    if (r == ERR_NONE)
        r = add_cases(f, e);
    if (r == ERR_NONE)
        add_signatures(f);
    for (size_t i = 0; i < f->count; i++)
        record_free(&f->members[i].row);
    r = printing_end(&f->p, r, "household", id, out, e);
    pool_free(&pool);
    return r;
}

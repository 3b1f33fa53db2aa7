/* Rows of the registers, written as registers.csv says. */
#include "demo_register.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/visit_rule.h"

#include <stdlib.h>
#include <string.h>

#define NOTE       "演示数据"
#define KNOWN_DAYS 120 /* the rows are as old as that: nobody is visited for what is known since today only */

/* Fields that the program fills by what the row is about. */
static const char *const filled[] = {"area", "person", "household", "house", "note", "verified_on", "source"};

static bool is_filled(const struct field *field)
{
    for (size_t i = 0; i < COUNT_OF(filled); i++) {
        if (strcmp(field->name, filled[i]) == 0) {
            return true;
        }
    }
    return field->type == FIELD_COMPUTED || field->type == FIELD_LINK;
}

static void add_values(struct demo *demo, struct demo_field *field, const char *of)
{
    const struct csv *csv = demo->register_values;

    for (size_t i = 0; i < csv->count; i++) {
        const struct csv_row *row = &csv->rows[i];
        if (strcmp(csv_cell(csv, row, "register"), of) == 0 &&
            strcmp(csv_cell(csv, row, "field"), field->field->name) == 0) {
            uint32_t before = field->count > 0 ? field->sums[field->count - 1] : 0;
            field->sums[field->count] = before + (uint32_t)atoi(csv_cell(csv, row, "weight"));
            field->values[field->count++] = row;
        }
    }
}

/* Values for this register, else for its table, else for a field of that name anywhere. */
static void find_values(struct demo *demo, const struct demo_register *r, struct demo_field *field)
{
    const char *const names[] = {r->name, r->table->name, "*"};

    field->values = pool_new_piece(demo->pool, DEMO_VALUES, sizeof(void *));
    field->sums = pool_new_piece(demo->pool, DEMO_VALUES, sizeof *field->sums);
    for (size_t i = 0; i < COUNT_OF(names) && field->count == 0; i++) {
        add_values(demo, field, names[i]);
    }
}

static int64_t *last_of(struct demo *demo, const struct table *table)
{
    for (size_t i = 0; i < demo->register_count; i++) {
        if (demo->registers[i].table == table) {
            return demo->registers[i].last;
        }
    }
    return pool_new_piece(demo->pool, 1, sizeof(int64_t));
}

static void read_register(struct demo *demo, const struct csv *csv, const struct csv_row *row)
{
    const char *ages = csv_cell(csv, row, "ages"), *to = strstr(ages, "..");
    struct demo_register r = {.name = csv_cell(csv, row, "register"),
                              .of = csv_cell(csv, row, "of"),
                              .table = table_find(csv_cell(csv, row, "table")),
                              .per_mille = (uint32_t)atoi(csv_cell(csv, row, demo->size->name)),
                              .youngest = atoi(ages),
                              .oldest = to && to[2] ? atoi(to + 2) : 200,
                              .sex = csv_cell(csv, row, "sex"),
                              .having = csv_cell(csv, row, "having"),
                              .value = csv_cell(csv, row, "value")};

    if (!r.table) { /* a site may have turned it off */
        return;
    }
    r.last = last_of(demo, r.table);
    r.loader = store_loader(demo->pool, r.table);
    r.fields = pool_new_piece(demo->pool, r.table->count, sizeof *r.fields);
    for (size_t i = 0; i < r.table->count; i++) {
        if (!is_filled(&r.table->fields[i])) {
            r.fields[r.field_count] = (struct demo_field){.field = &r.table->fields[i]};
            find_values(demo, &r, &r.fields[r.field_count++]);
        }
    }
    demo->registers[demo->register_count++] = r;
}

enum err demo_registers_load(struct demo *demo, const char *schema, struct error *e)
{
    struct csv *csv;
    enum err r = csv_load(demo->pool, pool_format(demo->pool, "%s/demo/registers.csv", schema), &csv, e);

    r = r ? r
          : csv_load(demo->pool, pool_format(demo->pool, "%s/demo/register_values.csv", schema), &demo->register_values,
                     e);
    if (!r) {
        demo->registers = pool_new_piece(demo->pool, csv->count, sizeof *demo->registers);
        for (size_t i = 0; i < csv->count; i++) {
            read_register(demo, csv, &csv->rows[i]);
        }
    }
    return r;
}

/* The row that a link of this register leads to; 0 none. */
static int64_t linked(const struct field *field, const struct demo_subject *s)
{
    const struct {
        const char *table;
        int64_t id;
    } links[] = {
        {"area",               s->area                               },
        {"person",             s->person      ? s->person->id
                   : s->household ? s->household->head_id
                                  : 0              },
        {"household",          s->household ? s->household->id : 0   },
        {"house",              s->household ? s->household->house : 0},
        {"building",           s->building ? *s->building : 0        },
        {"party_organisation", *s->organisation                      },
    };

    for (size_t i = 0; i < COUNT_OF(links); i++) {
        if (strcmp(links[i].table, field->link) == 0) {
            return links[i].id;
        }
    }
    return 0;
}

static void fill_program_fields(struct demo *demo, const struct table *table, const struct demo_subject *s,
                                struct record *record)
{
    char verified[DATE_TEXT];

    for (size_t i = 0; i < table->count; i++) {
        const struct field *f = &table->fields[i];
        int64_t id = f->type == FIELD_LINK ? linked(f, s) : 0;
        if (id) {
            record_set_int(record, f->name, id);
        }
    }
    date_format(demo->today - demo_between(demo, 5, 300), verified);
    record_set(record, "verified_on", verified);
    record_set(record, "note", NOTE);
    record_set(record, "source", "demo");
}

/* The rules of visits to whom the table has rows; of several the one that asks for fewest. */
static void remember_rhythm(const struct demo_register *r, const struct demo_subject *s)
{
    static const int days[] = {[PERIOD_WEEK] = 6, [PERIOD_HALF_MONTH] = 13, [PERIOD_MONTH] = 26, [PERIOD_ONCE] = 26};
    int rhythm = 0;

    for (size_t i = 0; i < visit_rule_count(); i++) {
        const struct visit_rule *rule = visit_rule_at(i);
        size_t period = rule->usual.period;
        if (rule->table == r->table && period < COUNT_OF(days) && days[period] > rhythm) {
            rhythm = days[period];
        }
    }
    if (s->household && rhythm > 0 && (s->household->rhythm == 0 || rhythm < s->household->rhythm)) {
        s->household->rhythm = rhythm;
    }
}

/* What comes after belongs to the organisation or building that has just been written, or lives in the house. */
static void remember(struct demo *demo, const struct demo_register *r, const struct demo_row *row)
{
    const struct demo_subject *s = row->subject;

    if (strcmp(r->table->name, "party_organisation") == 0) {
        *s->organisation = row->id;
    } else if (strcmp(r->table->name, "building") == 0 && s->building) {
        *s->building = row->id;
    } else if (strcmp(r->table->name, "house") == 0 && s->landlord && *record_get(row->record, "rented") == '1') {
        s->landlord->name = pool_text(demo->pool, record_get(row->record, "owner"));
        s->landlord->phone = pool_text(demo->pool, record_get(row->record, "owner_phone"));
    }
}

static enum err write_row(struct demo *demo, const struct demo_register *r, const struct demo_subject *s, int64_t *id,
                          struct error *e)
{
    struct demo_row row = {.subject = s, .id = ++*r->last, .record = record_new()};
    struct buffer value = {0};

    for (size_t i = 0; i < r->field_count; i++) {
        buffer_clear(&value);
        demo_value(demo, &r->fields[i], &row, &value);
        if (value.length > 0) {
            record_set(row.record, r->fields[i].field->name, buffer_text(&value));
        }
    }
    fill_program_fields(demo, r->table, s, row.record);
    enum err err = check_record(r->table, row.record, NULL, NULL, e);
    if (err) {
        err = error_set(e, ERR_FAILED, NULL, "schema/demo/register_values.csv: %s: %s", r->name, e->text);
    }
    clock_fix(day_start(demo->today - KNOWN_DAYS));
    err = err ? err : store_load(demo->db, r->loader, row.record, row.id, s->by, e);
    clock_fix(demo->end);
    remember(demo, r, &row);
    remember_rhythm(r, s);
    *id = row.id;
    buffer_free(&value);
    buffer_free(&row.with);
    record_free(&row.record);
    return err;
}

static bool is_true_of(const struct demo_register *r, const struct demo_subject *s)
{
    const struct demo_person *p = s->person;

    if (p && (p->age < r->youngest || p->age > r->oldest || (*r->sex && strcmp(r->sex, p->sex) != 0))) {
        return false;
    }
    if (!*r->having) {
        return true;
    }
    return *r->value == '!' ? !strstr(demo_subject_field(s, r->having), r->value + 1)
                            : strstr(demo_subject_field(s, r->having), r->value) != NULL;
}

/* How many rows the register has about the subject. */
static uint32_t draw_count(struct demo *demo, const struct demo_register *r, const struct demo_subject *s)
{
    return !is_true_of(r, s) ? 0 : r->per_mille / 1000 + (dice_below(&demo->dice, 1000) < r->per_mille % 1000);
}

enum err demo_register_rows(struct demo *demo, const struct demo_register *r, const struct demo_subject *s, int64_t *id,
                            struct error *e)
{
    enum err err = ERR_NONE;
    int64_t last = 0;

    for (uint32_t left = draw_count(demo, r, s); left > 0 && !err; left--) {
        err = write_row(demo, r, s, &last, e);
        pool_reset(demo->scratch);
    }
    if (id) {
        *id = last;
    }
    return err;
}

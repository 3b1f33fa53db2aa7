/* Drawing a spot check: households of the frame, then fields of each door. */
#include "draw.h"
#include "inside.h"
#include "record_row.h"
#include "spot_check_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define WRITE      "spot_check.write"
#define ROWS_MOST  40  /* of one register and one owner */
#define DOOR_MOST  400 /* fields of one door */
#define DOORS_MOST 20000

/* One field of one row that could be asked. */
struct candidate {
    const struct check_field *field;
    int64_t object, person;
    const char *value;
};

struct drawing {
    struct work *work;
    struct scope_range range;
    struct pool *pool, *door_pool;
    int64_t check, seed;
    size_t per_door;
    const struct check_field *fields[64];
    size_t field_count;
    struct candidate found[DOOR_MOST];
    size_t found_count;
    size_t doors;
};

/* --- what is asked --- */

static const struct check_field *find_field(const char *name)
{
    size_t count;
    const struct check_field *all = check_fields(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

static bool is_taken(const struct drawing *d, const struct check_field *field)
{
    for (size_t i = 0; i < d->field_count; i++)
        if (d->fields[i] == field)
            return true;
    return false;
}

/* The usual fields, of registers that the actor may read. */
static void take_usual(struct drawing *d)
{
    size_t count;
    const struct check_field *all = check_fields(&count);
    for (size_t i = 0; i < count && d->field_count < COUNT_OF(d->fields); i++)
        if (all[i].chosen && table_may(d->work, all[i].table, "read"))
            d->fields[d->field_count++] = &all[i];
}

static enum err take_named(struct drawing *d, const char *names, struct error *e)
{
    char *rest = pool_text(d->pool, names);
    for (char *name; rest != NULL && (name = strsep(&rest, ",; ")) != NULL;) {
        if (*name == '\0')
            continue;
        const struct check_field *field = find_field(name);
        if (field == NULL)
            return error_set(e, ERR_INVALID, "fields", _("\"%s\" is no field that a spot check asks."), name);
        if (!table_may(d->work, field->table, "read"))
            return error_set(e, ERR_DENIED, "fields", _("You may not read %s."), table_label(field->table));
        if (!is_taken(d, field) && d->field_count < COUNT_OF(d->fields))
            d->fields[d->field_count++] = field;
    }
    return ERR_NONE;
}

/* In the order of the file, in which the fields of a register stand together. */
static int by_place(const void *a, const void *b)
{
    const struct check_field *x = *(const struct check_field *const *)a, *y = *(const struct check_field *const *)b;
    return (x > y) - (x < y);
}

static enum err take_fields(struct drawing *d, struct record *record, struct error *e)
{
    struct buffer list = {0};
    enum err r = take_named(d, record_get(record, "fields"), e);
    if (r == ERR_NONE && d->field_count == 0)
        take_usual(d);
    qsort(d->fields, d->field_count, sizeof(void *), by_place);
    for (size_t i = 0; i < d->field_count; i++)
        buffer_format(&list, "%s%s", i > 0 ? "," : "", d->fields[i]->name);
    record_set(record, "fields", buffer_text(&list));
    buffer_free(&list);
    return r;
}

/* --- the fields of a door --- */

static void add_candidates(struct drawing *d, const struct table *table, int64_t object, int64_t person,
                           const struct record *row)
{
    for (size_t i = 0; i < d->field_count && d->found_count < DOOR_MOST; i++)
        if (d->fields[i]->table == table)
            d->found[d->found_count++] = (struct candidate){
                .field = d->fields[i],
                .object = object,
                .person = person,
                .value = pool_text(d->door_pool, record_get(row, d->fields[i]->field->name)),
            };
}

static bool is_asked(const struct drawing *d, const struct table *table)
{
    for (size_t i = 0; i < d->field_count; i++)
        if (d->fields[i]->table == table)
            return true;
    return false;
}

static enum err add_row(struct drawing *d, const struct table *table, int64_t object, int64_t person, struct error *e)
{
    struct record *row = record_new();
    struct error nothing = {0};
    enum err r = object == 0 || table == NULL || !is_asked(d, table)
                     ? ERR_NOT_FOUND
                     : store_read(d->work->db, table, object, d->range.lo, d->range.hi, row, &nothing);
    if (r == ERR_NONE)
        add_candidates(d, table, object, person, row);
    record_free(&row);
    (void)e;
    return r == ERR_NOT_FOUND ? ERR_NONE : r;
}

/* The rows of a table that link to id by a field of that name. */
static enum err add_rows_of(struct drawing *d, const struct table *table, const char *link, int64_t id, int64_t person,
                            struct error *e)
{
    const struct field *field = table_field(table, link);
    struct record *key = record_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;
    record_set_int(key, link, id);
    if (field != NULL && id != 0)
        r = relate_find(d->work->db, d->door_pool, table, &field, 1, key, ROWS_MOST, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = add_row(d, table, rows_int(&rows, i, "id"), person, e);
    record_free(&key);
    return r;
}

/* Registers that are asked beside household, house and person; by: what their rows belong to. */
static enum err add_registers(struct drawing *d, const char *by, int64_t id, int64_t person, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < d->field_count; i++) {
        const struct table *table = d->fields[i]->table;
        bool first = i == 0 || d->fields[i - 1]->table != table;
        bool core = strcmp(table->name, "person") == 0 || strcmp(table->name, "household") == 0 ||
                    strcmp(table->name, "house") == 0;
        bool of_person = table_field(table, "person") != NULL;
        if (first && !core && (strcmp(by, "person") == 0) == of_person)
            r = add_rows_of(d, table, by, id, person, e);
    }
    return r;
}

static enum err add_people(struct drawing *d, int64_t household, struct error *e)
{
    const struct table *table = table_find("person");
    const struct field *link = table_field(table, "household");
    struct record *key = record_new();
    struct rows rows = {0};
    record_set_int(key, "household", household);
    enum err r = relate_find(d->work->db, d->door_pool, table, &link, 1, key, ROWS_MOST, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t person = rows_int(&rows, i, "id");
        r = add_row(d, table, person, person, e);
        if (r == ERR_NONE)
            r = add_registers(d, "person", person, person, e);
    }
    record_free(&key);
    return r;
}

static enum err find_candidates(struct drawing *d, int64_t household, struct error *e)
{
    struct record *row = record_new();
    enum err r = store_read(d->work->db, table_find("household"), household, d->range.lo, d->range.hi, row, e);
    int64_t house = record_int(row, "house");
    d->found_count = 0;
    if (r == ERR_NONE && is_asked(d, table_find("household")))
        add_candidates(d, table_find("household"), household, 0, row);
    if (r == ERR_NONE)
        r = add_row(d, table_find("house"), house, 0, e);
    if (r == ERR_NONE && house != 0)
        r = add_registers(d, "house", house, 0, e);
    if (r == ERR_NONE)
        r = add_people(d, household, e);
    record_free(&row);
    return r;
}

/* --- what is kept --- */

static enum err insert_item(struct drawing *d, int64_t household, int64_t area, size_t position,
                            const struct candidate *c, struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(d->work->db, "spot_check_item", &id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(d->work->db, "spot_check_item.insert",
                      BINDS(BIND_INT("id", id), BIND_INT("check", d->check), BIND_INT("door", (int64_t)d->doors),
                            BIND_INT("position", (int64_t)position), BIND_INT("area", area),
                            BIND_INT("household", household), bind_some("person", c->person),
                            BIND_TEXT("kind", c->field->table->name), BIND_INT("object", c->object),
                            BIND_TEXT("field", c->field->field->name), BIND_TEXT("value", c->value)),
                      NULL, e);
}

/* A door without a row in any of the registers that are asked has nothing to be looked at. */
static enum err draw_door(struct drawing *d, int64_t household, int64_t area, struct error *e)
{
    int weights[DOOR_MOST];
    pool_reset(d->door_pool);
    enum err r = find_candidates(d, household, e);
    if (r != ERR_NONE || d->found_count == 0)
        return r;
    size_t take = d->per_door == 0 || d->per_door > d->found_count ? d->found_count : d->per_door;
    for (size_t i = 0; i < d->found_count; i++)
        weights[i] = d->found[i].field->weight;
    size_t *picked = draw_pick_weighted(d->door_pool, d->seed, household, weights, d->found_count, take);
    draw_in_order(picked, take);
    d->doors++;
    for (size_t i = 0; r == ERR_NONE && i < take; i++)
        r = insert_item(d, household, area, i + 1, &d->found[picked[i]], e);
    return r;
}

static enum err draw_stratum(struct drawing *d, const struct record *record, const struct rows *frame, size_t first,
                             size_t count, bool whole, struct error *e)
{
    uint64_t stratum = DRAW_SUM_BEGIN;
    enum err r = ERR_NONE;
    for (const char *s = rows_text(frame, first, "grid"); *s != '\0'; s++)
        stratum = draw_sum(stratum, *s);
    size_t take = draw_amount(record_get(record, "how"), record_int(record, "amount"), count);
    size_t *picked = draw_pick(d->pool, d->seed, whole ? 0 : (int64_t)stratum, count, take);
    draw_in_order(picked, take);
    for (size_t i = 0; r == ERR_NONE && i < take; i++) {
        if (d->doors >= DOORS_MOST)
            return error_set(e, ERR_INVALID, "amount", _("These are more than %d doors; draw fewer."), DOORS_MOST);
        r = draw_door(d, rows_int(frame, first + picked[i], "id"), rows_int(frame, first + picked[i], "area"), e);
    }
    return r;
}

static enum err insert(struct drawing *d, struct record *record, const struct rows *frame, struct error *e)
{
    char no[32], sum_text[DRAW_SUM_ROOM];
    uint64_t sum = DRAW_SUM_BEGIN;
    for (size_t i = 0; i < frame->count; i++)
        sum = draw_sum(sum, rows_int(frame, i, "id"));
    draw_sum_text(sum, sum_text);
    enum err r = db_next(d->work->db, "spot_check", &d->check, e);
    if (r == ERR_NONE)
        r = number_of_day(d->work->db, "CC", no, sizeof no, e);
    if (r != ERR_NONE)
        return r;
    record_set(record, "no", no);
    return db_execute(
        d->work->db, "spot_check.insert",
        BINDS(BIND_INT("id", d->check), BIND_TEXT("no", no), BIND_TEXT("name", record_get(record, "name")),
              BIND_INT("area", record_int(record, "area")), BIND_TEXT("how", record_get(record, "how")),
              BIND_INT("amount", record_int(record, "amount")), BIND_TEXT("fields", record_get(record, "fields")),
              BIND_INT("per_door", record_int(record, "per_door")), BIND_INT("blind", record_int(record, "blind")),
              BIND_INT("seed", d->seed), BIND_TEXT("method", DRAW_METHOD), BIND_INT("frame", (int64_t)frame->count),
              BIND_TEXT("sum", sum_text), BIND_INT("by", d->work->actor.user), BIND_INT("at", clock_now())),
        NULL, e);
}

static enum err read_frame(struct drawing *d, const struct record *record, struct rows *out, struct error *e)
{
    struct scope_range below;
    struct rows area = {0};
    enum err r = area_find(d->work, d->pool, record_get(record, "area"), &area, e);
    if (r != ERR_NONE)
        return r;
    area_range(rows_text(&area, 0, "path"), below.lo, below.hi);
    range_narrow(&d->range, &below);
    if (strcmp(d->range.lo, below.lo) != 0)
        return error_set(e, ERR_DENIED, "area", _("This area lies outside of yours."));
    r = db_query(d->work->db, d->pool, "spot_check.frame", BINDS(BIND_TEXT("lo", below.lo), BIND_TEXT("hi", below.hi)),
                 out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_INVALID, "area", _("No household is registered there."));
    return r;
}

static enum err draw_all(struct drawing *d, struct record *record, struct error *e)
{
    struct rows frame = {0};
    bool whole = strcmp(record_get(record, "how"), "total") == 0;
    enum err r = take_fields(d, record, e);

    if (r == ERR_NONE)
        r = read_frame(d, record, &frame, e);
    if (r == ERR_NONE)
        r = insert(d, record, &frame, e);
    for (size_t i = 0, n; r == ERR_NONE && i < frame.count; i += n) {
        n = draw_stratum_length(&frame, i, whole);
        r = draw_stratum(d, record, &frame, i, n, whole, e);
    }
    if (r == ERR_NONE && d->doors == 0)
        r = error_set(e, ERR_INVALID, "fields", _("The households there have nothing registered of these fields."));
    if (r == ERR_NONE)
        r = db_execute(d->work->db, "spot_check.count", BINDS(BIND_INT("id", d->check)), NULL, e);
    return r;
}

enum err spot_check_draw(struct work *work, struct record *record, int64_t *id,
                         void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct drawing d = {.work = work};

    *id = 0;
    enum err r = right_range(work, WRITE, &d.range, e);
    if (r == ERR_NONE)
        r = check_record(table_find("spot_check"), record, on_fault, to, e);
    if (r == ERR_NONE && strcmp(record_get(record, "how"), "percent") == 0 && record_int(record, "amount") > 100)
        r = error_set(e, ERR_INVALID, "amount", _("At most 100 per cent."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r != ERR_NONE)
        return r;
    d.pool = pool_new();
    d.door_pool = pool_new();
    d.per_door = (size_t)record_int(record, "per_door");
    d.seed = *record_get(record, "seed") == '\0' ? draw_seed() : record_int(record, "seed");
    record_set_int(record, "seed", d.seed);
    r = draw_all(&d, record, e);
    *id = r == ERR_NONE ? d.check : 0;
    pool_free(&d.door_pool);
    pool_free(&d.pool);
    return audit_end(work, r, "spot_check.draw", "spot_check", *id, "", e);
}

/* A part of an area becomes a new one: buildings, houses and households with all that belongs to them, each as if its
 * area had been changed by hand (row_follow.h). */
#include "area_inside.h"

#include "inside.h"
#include "residence.h"
#include "row_follow.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/relocate.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

struct split {
    struct area_act act;
    struct area_row from;
    int64_t into;
    int64_t homes; /* households that were chosen one by one */
};

/* The row goes; building: in which it stands there, 0 as before. */
static enum err goes(struct split *s, const struct table *table, int64_t id, int64_t building, struct error *e)
{
    static const struct span_cause cause = {.how = "area"};
    struct record *before = record_new(), *after = NULL;
    struct work *work = s->act.work;
    enum err r = store_read(work->db, table, id, "", "~", before, e);

    if (r == ERR_NONE && record_int(before, "area") != s->into) {
        if (record_int(before, "area") != s->from.id)
            r = error_set(e, ERR_INVALID, table->name, _("%s %lld does not lie in %s."), table_label(table),
                          (long long)id, s->from.name);
        after = record_copy(before);
        record_set_int(after, "area", s->into);
        if (building != 0)
            record_set_int(after, "building", building);
        if (r == ERR_NONE)
            r = store_change(work->db, table, id, after, work->actor.user, e);
        if (r == ERR_NONE)
            r = row_follow(work, table, id, before, after, &cause, e);
    }
    record_free(&after);
    record_free(&before);
    return r;
}

/* An estate that lies in both grids from now on is a row in each. */
static enum err twin_of(struct split *s, const struct table *table, int64_t id, int64_t *twin, struct error *e)
{
    struct record *record = record_new();
    struct work *work = s->act.work;
    enum err r = store_read(work->db, table, id, "", "~", record, e);
    record_set_int(record, "area", s->into);
    if (r == ERR_NONE)
        r = store_add(work->db, table, record, work->actor.user, twin, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, *twin, NULL, record, BECAUSE("area"), e);
    record_free(&record);
    return r;
}

/* A house, and in what it stands there. */
struct going {
    int64_t house, building;
};

static int by_building(const void *x, const void *y)
{
    const struct going *a = x, *b = y;
    if (a->building != b->building)
        return a->building < b->building ? -1 : 1;
    return (a->house > b->house) - (a->house < b->house);
}

/* The houses of one building: all of them take it along, some of them get a twin of it. */
static enum err houses_go(struct split *s, const struct going *list, size_t count, struct error *e)
{
    const struct table *house = table_find("house"), *building = table_find("building");
    int64_t all = 0, twin = 0;
    enum err r = ERR_NONE;
    if (list->building != 0)
        r = relate_count(s->act.work->db, house, table_field(house, "building"), list->building, &all, e);
    if (r == ERR_NONE && list->building != 0 && all == (int64_t)count)
        return goes(s, building, list->building, 0, e);
    if (r == ERR_NONE && list->building != 0)
        r = twin_of(s, building, list->building, &twin, e);
    for (size_t i = 0; r == ERR_NONE && i < count; i++)
        r = goes(s, house, list[i].house, twin, e);
    return r;
}

static enum err all_houses_go(struct split *s, struct going *list, size_t count, struct error *e)
{
    enum err r = ERR_NONE;
    size_t n = 0;
    if (count > 1)
        qsort(list, count, sizeof *list, by_building);
    for (size_t i = 0; i < count; i++) /* each once */
        if (n == 0 || list[n - 1].house != list[i].house)
            list[n++] = list[i];
    for (size_t i = 0, first = 0; r == ERR_NONE && i < n; i++)
        if (i + 1 == n || list[i + 1].building != list[first].building) {
            r = houses_go(s, list + first, i + 1 - first, e);
            first = i + 1;
        }
    return r;
}

static enum err house_of(struct split *s, const char *table, int64_t id, struct going *out, struct error *e)
{
    struct record *record = record_new();
    struct db *db = s->act.work->db;
    *out = (struct going){0};
    enum err r = store_read(db, table_find(table), id, "", "~", record, e);
    if (r == ERR_NONE)
        out->house = strcmp(table, "house") == 0 ? id : record_int(record, "house");
    if (r == ERR_NONE && out->house != 0)
        r = store_read(db, table_find("house"), out->house, "", "~", record, e);
    if (r == ERR_NONE && out->house != 0)
        out->building = record_int(record, "building");
    record_free(&record);
    return r;
}

static enum err choice_goes(struct split *s, const struct area_choice *choice, struct error *e)
{
    const struct table *table = table_find(choice->table);
    struct going *list = pool_new_piece(s->act.pool, choice->count + 1, sizeof *list);
    size_t n = 0;
    enum err r = ERR_NONE;

    if (strcmp(choice->table, "household") == 0)
        s->homes += (int64_t)choice->count;
    for (size_t i = 0; r == ERR_NONE && i < choice->count; i++) {
        struct going one = {0};
        if (strcmp(choice->table, "building") != 0)
            r = house_of(s, choice->table, choice->ids[i], &one, e);
        if (r == ERR_NONE && one.house != 0)
            list[n++] = one;
        else if (r == ERR_NONE)
            r = goes(s, table, choice->ids[i], 0, e);
    }
    return r == ERR_NONE ? all_houses_go(s, list, n, e) : r;
}

static enum err choices_go(struct split *s, const struct area_choice *choices, size_t count, struct error *e)
{
    enum err r = ERR_NONE;
    size_t chosen = 0;
    for (size_t k = 0; r == ERR_NONE && k < count; k++) {
        chosen += choices[k].count;
        r = choice_goes(s, &choices[k], e);
    }
    if (r == ERR_NONE && chosen == 0)
        r = error_set(e, ERR_INVALID, "door", _("Choose what goes to the new area."));
    return r;
}

/* Living rows that lie in the new area now. */
static enum err tell(struct split *s, int64_t *rows, struct error *e)
{
    enum err r = ERR_NONE;
    *rows = 0;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        int64_t number = 0;
        if (table->own_storage)
            continue;
        r = relocate_living(s->act.work->db, table, s->into, &number, e);
        area_effect(&s->act, table->name, number);
        *rows += number;
    }
    int64_t households = area_effect_of(s->act.effects, "household");
    if (s->homes > 0 && households > s->homes)
        area_effect(&s->act, "beside", households - s->homes);
    return r;
}

static enum err check(struct split *s, const char *code, const char *name, struct error *e)
{
    if (s->from.level < LEVEL_GRID)
        return error_set(e, ERR_INVALID, "area",
                         _("Grids can be split. What lies above them is made of grids: move these."));
    if (!area_code_is_one(code))
        return error_set(e, ERR_INVALID, "code",
                         _("A code is made of digits and letters, 12 digits for a division: %s"), code);
    if (*name == '\0')
        return error_set(e, ERR_INVALID, "name", _("This has to be filled in."));
    return ERR_NONE;
}

static enum err go(struct split *s, const char *code, const char *name, const struct area_choice *choices, size_t count,
                   struct error *e)
{
    struct area_row made;
    int64_t cases = 0, rows = 0;
    struct db *db = s->act.work->db;
    enum err r = area_insert(s->act.work, s->act.pool, s->from.parent, code, name, s->from.level, &s->into, e);

    if (r == ERR_NONE)
        r = area_get(&s->act, s->into, "area", &made, e);
    if (r == ERR_NONE)
        r = choices_go(s, choices, count, e);
    if (r == ERR_NONE)
        r = db_execute(db, "area.split_cases", BINDS(BIND_INT("from", s->from.id), BIND_INT("into", s->into)), &cases,
                       e);
    if (r == ERR_NONE)
        r = tell(s, &rows, e);
    area_effect(&s->act, "open_case", cases);
    if (r == ERR_NONE)
        r = area_needs(&s->act, s->into, e);
    return r == ERR_NONE
               ? area_tell(&s->act, "split", &made, &(struct area_to){.other = s->from.id, .rows = rows + cases}, e)
               : r;
}

enum err area_doors(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "area.manage", &range, e);
    if (r != ERR_NONE)
        return r;
    return db_query(work->db, pool, "area.doors",
                    BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
}

enum err area_choose(struct work *work, struct pool *pool, int64_t area, const char *const *doors, size_t count,
                     struct area_choice *out, struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    size_t n = 0;
    enum err r = right_range(work, "area.manage", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "area.homes",
                     BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), &rows, e);
    int64_t *ids = pool_new_piece(pool, rows.count + 1, sizeof *ids);
    bool *chosen = pool_new_piece(pool, rows.count + 1, sizeof *chosen);
    for (size_t d = 0; r == ERR_NONE && d < count; d++) {
        bool found = false;
        for (size_t i = 0; i < rows.count; i++) {
            if (strcmp(rows_text(&rows, i, "door"), doors[d]) != 0 &&
                strcmp(rows_text(&rows, i, "address"), doors[d]) != 0)
                continue;
            found = true;
            if (!chosen[i])
                ids[n++] = rows_int(&rows, i, "id");
            chosen[i] = true;
        }
        if (!found)
            r = error_set(e, ERR_INVALID, "door", _("There is no such door in this area: %s"), doors[d]);
    }
    *out = (struct area_choice){"household", ids, n};
    return r;
}

enum err area_split(struct work *work, int64_t from, const char *code, const char *name,
                    const struct area_choice *choices, size_t count, const struct area_order *order, int64_t *made,
                    struct error *e)
{
    struct split s = {.into = 0};
    enum err r = area_begin(&s.act, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&s.act, from, "area", &s.from, e);
    if (r == ERR_NONE)
        r = check(&s, code, name, e);
    if (r == ERR_NONE)
        r = go(&s, code, name, choices, count, e);
    int64_t id = s.into;
    r = area_finish(&s.act, r, id, "split", e);
    if (made != NULL)
        *made = r == ERR_NONE ? id : 0;
    return r;
}

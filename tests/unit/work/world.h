/* An office filled at random: tables of a site, areas, somebody in every role, and rows of every table that is
 * described, some in each grid. Each text of a row holds the mark "zqNNNNz" of its number in rows. */
#ifndef WANGGE_TESTS_WORK_WORLD_H
#define WANGGE_TESTS_WORK_WORLD_H

#include "fixture.h"

#include "wangge/base/buffer.h"
#include "wangge/base/random.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/work/person.h"
#include "wangge/work/right.h"
#include "wangge/work/search.h"

#include <sys/stat.h>

#define GRIDS       6
#define ROWS        3 /* of a table in a grid; the last is deleted where nothing links to it */
#define MOST_ROWS   4000
#define MOST_TABLES 120
#define MOST_ACTORS 60
#define SITE_TABLES 3

struct row {
    size_t table;
    int64_t id, created_by;
    int grid;
    bool deleted;
};

struct world {
    struct office *o;
    struct dice dice;
    int64_t grids[GRIDS];
    const char *paths[GRIDS];
    struct row rows[MOST_ROWS];
    size_t row_count;
    const char *actors[MOST_ACTORS];
    size_t actor_count;
    long checks, leaks;
    char first[400]; /* what leaked first */
};

static uint32_t below(struct world *w, uint32_t n)
{
    return dice_below(&w->dice, n);
}

__attribute__((format(printf, 2, 3), unused)) static void leak(struct world *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (w->leaks++ == 0)
        vsnprintf(w->first, sizeof w->first, format, args);
    va_end(args);
}

HELPER void add_site_tables(struct world *w, const char *site)
{
    static const char *const places[] = {"person", "household", "", "house"};
    for (int i = 0; i < SITE_TABLES; i++) {
        char path[200];
        const char *place = places[i == 0 ? 0 : below(w, 3)];
        snprintf(path, sizeof path, "%s/site_%d.ini", site, i);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, "[table]\nlabel.en = Site %d\nlabel.zh_CN = 自建%d\nboard = %s\nright = %s\norder = title\n", i,
                i, "relief", below(w, 2) == 0 ? "person" : "household");
        fprintf(file, "title = title\nsensitive = %s\n", i == 0 || below(w, 2) == 0 ? "yes" : "no");
        if (*place != '\0')
            fprintf(file, "[%s]\ntype = link\nlink = %s\nlabel.en = Whose\nlabel.zh_CN = 归属\nrequired = yes\n", place,
                    place);
        if (strcmp(place, "person") == 0)
            fprintf(file, "[name]\ntype = computed\ncompute = person.name\nlabel.en = Name\nlabel.zh_CN = 姓名\n");
        fprintf(file, "[title]\ntype = text\nlabel.en = Title\nlabel.zh_CN = 标题\nrequired = yes\nwidth = 8\n"
                      "searched = yes\n[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\n"
                      "required = yes\n");
        fclose(file);
    }
}

HELPER void add_areas(struct world *w)
{
    struct office *o = w->o;
    int64_t street = 0, community = 0, last[3] = {0};
    work_become_local(o->work);
    done(o, area_add(o->work, o->district, "321003002", "蒋王街道", LEVEL_STREET, &street, &o->e));
    done(o, area_add(o->work, street, "321003002001", "何桥社区", LEVEL_COMMUNITY, &community, &o->e));
    for (int i = 0; i < 3; i++)
        done(o, area_add(o->work, i < 2 ? community : o->community_b, pool_format(o->pool, "3210030020%d", i),
                         pool_format(o->pool, "第%d网格", i + 7), LEVEL_GRID, &last[i], &o->e));
    memcpy(w->grids, (int64_t[]){o->grid_a1, o->grid_a2, o->grid_b1, last[0], last[1], last[2]}, sizeof w->grids);
    for (int g = 0; g < GRIDS; g++) {
        struct rows rows = {0};
        done(o, db_query(o->work->db, o->pool, "area.place", BINDS(BIND_INT("id", w->grids[g])), &rows, &o->e));
        w->paths[g] = rows_text(&rows, 0, "path");
    }
}

/* Every role in some areas, whatever the level: the scope is the area's. */
HELPER void add_actors(struct world *w)
{
    struct office *o = w->o;
    const struct code_list *roles = code_list("role");
    const int64_t above[] = {o->city, o->district, o->street, o->community_a, o->community_b};
    for (size_t i = 0; i < roles->count; i++)
        for (int k = 0; k < 4 && w->actor_count < MOST_ACTORS; k++) {
            uint32_t n = below(w, GRIDS + 5);
            const char *login = pool_format(o->pool, "r%zu_%d", i, k);
            office_add_user(o, login, login, roles->codes[i].code, n < GRIDS ? w->grids[n] : above[n - GRIDS]);
            w->actors[w->actor_count++] = login;
        }
}

static const char *citizen_id(struct world *w)
{
    const char *id = pool_format(w->o->pool, "321003%u%02u%02u%03u", 1940 + below(w, 80), 1 + below(w, 12),
                                 1 + below(w, 28), below(w, 1000));
    return pool_format(w->o->pool, "%s%c", id, citizen_id_check_character(id));
}

static size_t table_number(const char *name)
{
    for (size_t t = 0; t < table_count(); t++)
        if (strcmp(table_at(t)->name, name) == 0)
            return t;
    return table_count();
}

/* The n-th row of the table in the grid; 0 when there is none yet. */
static int64_t row_of(const struct world *w, const char *table, int grid, int n)
{
    size_t t = table_number(table), count = 0;
    for (size_t i = 0; i < w->row_count; i++)
        count += w->rows[i].table == t && w->rows[i].grid == grid && !w->rows[i].deleted;
    for (size_t i = 0, k = 0; count > 0 && i < w->row_count; i++)
        if (w->rows[i].table == t && w->rows[i].grid == grid && !w->rows[i].deleted && k++ == (size_t)n % count)
            return w->rows[i].id;
    return 0;
}

static const char *value_of(struct world *w, const struct field *field, int grid, int n)
{
    struct pool *pool = w->o->pool;
    const struct code_list *codes = field->codes == NULL ? NULL : code_list(field->codes);
    long low = field->low, high = field->high > field->low ? field->high : field->low + 9;
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return field->length < 8 ? "" : pool_format(pool, "zq%04zuz", w->row_count);
    case FIELD_INTEGER:
        return pool_format(pool, "%ld", low + (long)below(w, (uint32_t)(high - low)));
    case FIELD_MONEY:
        return "12.50";
    case FIELD_DATE:
        return pool_format(pool, "2026-0%u-1%u", 1 + below(w, 9), below(w, 10));
    case FIELD_INSTANT:
        return "2026-10-01 08:00";
    case FIELD_YES_NO:
        return below(w, 2) == 0 ? "1" : "0";
    case FIELD_CITIZEN_ID:
        return citizen_id(w);
    case FIELD_PHONE:
        return pool_format(pool, "138%08u", below(w, 100000000));
    case FIELD_DIVISION:
        return "321003";
    case FIELD_CODE:
    case FIELD_CODES:
        return codes->codes[below(w, (uint32_t)codes->count)].code;
    case FIELD_LINK:
        if (strcmp(field->link, "area") == 0)
            return pool_format(pool, "%lld", (long long)w->grids[grid]);
        if (strcmp(field->link, "user") == 0)
            return pool_format(pool, "%lld", (long long)office_user(w->o, "grid01"));
        int64_t id = row_of(w, field->link, grid, n);
        return id == 0 ? "" : pool_format(pool, "%lld", (long long)id);
    default:
        return "";
    }
}

/* Rules of their own: sex and birth are the number's, and who is dead lives nowhere. */
static bool is_left_open(const struct table *table, const struct field *field)
{
    static const char *const person[] = {"sex", "birth", "state", "left_on", "left_to"};
    for (size_t i = 0; strcmp(table->name, "person") == 0 && i < sizeof person / sizeof person[0]; i++)
        if (strcmp(person[i], field->name) == 0)
            return true;
    return field->read_only || field->type == FIELD_COMPUTED || (field->link != NULL && field->link == table->name);
}

/* false: something that it must link to is not there yet. */
static bool fill_row(struct world *w, const struct table *table, int grid, int n, struct record *record)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (is_left_open(table, field))
            continue;
        const char *value = value_of(w, field, grid, n);
        if (*value == '\0' && field->required)
            return false;
        if (field->required || field->key || field->type == FIELD_TEXT || field->type == FIELD_LINK || below(w, 3) > 0)
            record_set(record, field->name, value);
    }
    return true;
}

static bool add_row(struct world *w, size_t t, int grid, int n)
{
    struct office *o = w->o;
    const struct table *table = table_at(t);
    struct record *record = record_new();
    int64_t id = 0;
    bool ready = fill_row(w, table, grid, n, record);
    enum err r = ready ? table_add(o->work, table, record, &id, &o->e) : ERR_NONE;
    record_free(&record);
    if (r != ERR_NONE && n == 0)
        fail_msg("no row of %s can be made: %s (%s)", table->name, o->e.text, o->e.field);
    if (!ready || r != ERR_NONE)
        return ready;
    assert_true(w->row_count < MOST_ROWS);
    struct row *row = &w->rows[w->row_count++];
    *row = (struct row){.table = t, .id = id, .grid = grid, .created_by = o->work->actor.user};
    if (n == ROWS - 1)
        row->deleted = table_delete(o->work, table, id, 1, &o->e) == ERR_NONE;
    return true;
}

/* Holidays are everybody's to read, and each day is there once; a published result takes a closed case; a leave lies
 * where its user works. */
static bool is_register(const struct table *table)
{
    return !table->own_storage && strcmp(table->name, "move") != 0 && strcmp(table->name, "holiday") != 0 &&
           strcmp(table->name, "case_notice") != 0 && strcmp(table->name, "leave") != 0;
}

/* What others link to first: pass after pass, until each table has its rows. */
HELPER void add_rows(struct world *w)
{
    bool full[MOST_TABLES] = {false};
    bool more = true;
    while (more) {
        more = false;
        for (size_t t = 0; t < table_count(); t++) {
            if (full[t] || !is_register(table_at(t)))
                continue;
            full[t] = true;
            for (int grid = 0; full[t] && grid < GRIDS; grid++)
                for (int n = 0; full[t] && n < ROWS; n++)
                    full[t] = add_row(w, t, grid, n);
            more = more || full[t];
        }
    }
    for (size_t t = 0; t < table_count(); t++)
        if (is_register(table_at(t)) && !full[t])
            fail_msg("the test makes no rows of %s", table_at(t)->name);
}

#endif

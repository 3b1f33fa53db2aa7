/* Areas of the demo: the real places, and grids below the communities. */
#include "demo.h"

#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A place that has been written, for those below it. */
struct place {
    int64_t id;
    const char *code, *path;
    int children;
};

static struct place *find_place(struct place *places, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].code, code) == 0) {
            return &places[i];
        }
    }
    return NULL;
}

/* The path of the next child: the parent's and a part of four digits. */
static const char *child_path(struct demo *demo, struct place *parent)
{
    return pool_format(demo->pool, "%s%04d", parent ? parent->path : "", parent ? ++parent->children : 1);
}

static enum err insert(struct demo *demo, const struct place *parent, int level, const char *code, const char *name,
                       const char *path, int64_t *id, struct error *e)
{
    char initials[64];

    pinyin_initials(name, initials, sizeof initials);
    *id = ++demo->last_area;
    return db_execute(demo->db, "demo.area",
                      BINDS(BIND_INT("id", *id), parent ? BIND_INT("parent", parent->id) : BIND_NULL("parent"),
                            BIND_INT("level", level), BIND_TEXT("code", code), BIND_TEXT("name", name),
                            BIND_TEXT("initials", initials), BIND_TEXT("path", path),
                            BIND_INT("target", level == LEVEL_GRID ? (int64_t)demo->size->households : 0),
                            BIND_INT("at", demo->end)),
                      NULL, e);
}

/* "文苑社区" has the grids "文苑第1网格", "文苑第2网格" ... */
static enum err add_grid(struct demo *demo, struct place *community, struct demo_area *area, size_t number,
                         struct error *e)
{
    const char suffix[] = "社区";
    size_t n = strlen(area->name);
    size_t stem = n > strlen(suffix) && strcmp(area->name + n - strlen(suffix), suffix) == 0 ? n - strlen(suffix) : n;
    struct demo_grid *grid = &demo->grids[demo->grid_count++];

    grid->number = number;
    grid->community = area;
    grid->code = pool_format(demo->pool, "%s%03zu", area->code, number);
    grid->name = pool_format(demo->pool, "%.*s第%zu网格", (int)stem, area->name, number);
    return insert(demo, community, LEVEL_GRID, grid->code, grid->name, child_path(demo, community), &grid->id, e);
}

/* The estate of a grid stands at one of the community's roads, each with its own number. */
static void place_estate(struct demo *demo, const struct demo_area *area, struct demo_grid *grid)
{
    size_t roads = 1, at = 0;
    const char *s = area->roads;

    for (const char *t = s; *t; t++) {
        roads += *t == ';';
    }
    at = (grid->number - 1) % roads;
    while (at-- > 0) {
        s += strcspn(s, ";") + 1;
    }
    snprintf(grid->road, sizeof grid->road, "%.*s", (int)strcspn(s, ";"), s);
    grid->house_number = 18 * (int)grid->number;
    grid->address = pool_format(demo->pool, "%s%d号", grid->road, grid->house_number);
}

static enum err add_community(struct demo *demo, struct place *place, const struct csv_row *row, size_t grids,
                              struct error *e)
{
    struct demo_area *area = &demo->communities[demo->community_count++];
    enum err r = ERR_NONE;

    *area = (struct demo_area){.id = place->id,
                               .code = place->code,
                               .name = csv_cell(demo->areas, row, "name"),
                               .roads = csv_cell(demo->areas, row, "roads"),
                               .path = place->path,
                               .grids = grids,
                               .street = demo->street_count > 0 ? &demo->streets[demo->street_count - 1] : NULL};
    for (size_t i = 1; i <= grids && !r; i++) {
        r = add_grid(demo, place, area, i, e);
        place_estate(demo, area, &demo->grids[demo->grid_count - 1]);
    }
    return r;
}

static size_t grids_of(const struct demo *demo, const struct csv_row *row)
{
    return (size_t)atoi(csv_cell(demo->areas, row, demo->size->name));
}

/* Grids at or below a place, in this size of the demo: without any it is left out. */
static size_t grids_below(const struct demo *demo, const struct csv_row *place)
{
    const char *code = csv_cell(demo->areas, place, "code");
    size_t sum = grids_of(demo, place);

    for (size_t i = 0; i < demo->areas->count; i++) {
        const struct csv_row *row = &demo->areas->rows[i];
        if (strcmp(csv_cell(demo->areas, row, "parent"), code) == 0) {
            sum += grids_below(demo, row);
        }
    }
    return sum;
}

enum err demo_areas(struct demo *demo, struct error *e)
{
    struct place *places = pool_new_piece(demo->pool, demo->areas->count, sizeof *places);
    size_t count = 0;
    enum err r = ERR_NONE;

    demo->communities = pool_new_piece(demo->pool, demo->areas->count, sizeof *demo->communities);
    demo->streets = pool_new_piece(demo->pool, demo->areas->count, sizeof *demo->streets);
    demo->grids = pool_new_piece(demo->pool, grids_below(demo, demo->areas->rows), sizeof *demo->grids);
    for (size_t i = 0; i < demo->areas->count && !r; i++) {
        const struct csv_row *row = &demo->areas->rows[i];
        struct place *place = &places[count];
        struct place *parent = find_place(places, count, csv_cell(demo->areas, row, "parent"));
        int level = atoi(csv_cell(demo->areas, row, "level"));
        place->code = csv_cell(demo->areas, row, "code");
        size_t grids = grids_below(demo, row);
        if (grids == 0) {
            continue;
        }
        place->path = child_path(demo, parent);
        count++;
        r = insert(demo, parent, level, place->code, csv_cell(demo->areas, row, "name"), place->path, &place->id, e);
        if (level == LEVEL_STREET) {
            demo->streets[demo->street_count++] =
                (struct demo_area){.id = place->id, .code = place->code, .name = csv_cell(demo->areas, row, "name")};
        }
        if (!r && level == LEVEL_COMMUNITY) {
            r = add_community(demo, place, row, grids, e);
        }
    }
    return r;
}

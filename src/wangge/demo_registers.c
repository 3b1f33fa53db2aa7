/* Which subjects the registers of the demo have rows about, in which order. The rows of one register are written
 * together, and all of it draws from dice of its own: more registers do not change anybody's name. */
#include "demo_register.h"

#include "wangge/base/pool.h"

#include <string.h>

static void change_dice(struct demo *demo)
{
    struct dice dice = demo->dice;

    demo->dice = demo->register_dice;
    demo->register_dice = dice;
}

/* Grids that are filled together. */
struct batch {
    struct demo_grid *grids;
    size_t count;
};

typedef enum err walk(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e);

static struct demo_subject of_area(struct demo_area *area)
{
    return (struct demo_subject){.area = area->id,
                                 .by = area->station,
                                 .code = area->code,
                                 .place = area->name,
                                 .organisation = &area->organisation};
}

static struct demo_subject of_grid(struct demo_grid *grid)
{
    return (struct demo_subject){.area = grid->id,
                                 .by = grid->leader,
                                 .code = grid->code,
                                 .place = grid->name,
                                 .organisation = &grid->organisation,
                                 .building = &grid->building,
                                 .grid = grid};
}

static enum err walk_streets(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    (void)batch;
    for (size_t i = 0; i < demo->street_count && !err; i++) {
        struct demo_subject s = of_area(&demo->streets[i]);
        err = demo_register_rows(demo, r, &s, NULL, e);
    }
    return err;
}

static enum err walk_communities(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    (void)batch;
    for (size_t i = 0; i < demo->community_count && !err; i++) {
        struct demo_area *community = &demo->communities[i];
        struct demo_subject s = of_area(community);
        if (!community->organisation && community->street) {
            community->organisation = community->street->organisation;
        }
        err = demo_register_rows(demo, r, &s, NULL, e);
    }
    return err;
}

static enum err walk_grids(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < batch->count && !err; i++) {
        struct demo_grid *grid = &batch->grids[i];
        struct demo_subject s = of_grid(grid);
        if (!grid->organisation) {
            grid->organisation = grid->community->organisation;
        }
        err = demo_register_rows(demo, r, &s, NULL, e);
    }
    return err;
}

/* The buildings of the grids, each by its first household: households stand in the order of their doors. */
static enum err walk_blocks(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct demo_subject s = of_grid(&batch->grids[i]);
        for (size_t k = 0; k < s.grid->household_count && !err; k++) {
            int64_t organisation = s.grid->organisation;
            s.household = &s.grid->households[k];
            s.organisation = &organisation;
            if (k == 0 || s.household->building != s.household[-1].building) {
                err = demo_register_rows(demo, r, &s, NULL, e);
            }
        }
    }
    return err;
}

static enum err walk_households(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct demo_subject s = of_grid(&batch->grids[i]);
        for (size_t k = 0; k < s.grid->household_count && !err; k++) {
            s.household = &s.grid->households[k];
            err = demo_register_rows(demo, r, &s, NULL, e);
        }
    }
    return err;
}

static enum err walk_people(struct demo *demo, const struct demo_register *r, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct demo_subject s = of_grid(&batch->grids[i]);
        for (size_t k = 0; k < s.grid->household_count; k++) {
            s.household = &s.grid->households[k];
            for (size_t p = 0; p < s.household->count && !err; p++) {
                s.person = &s.household->people[p];
                err = demo_register_rows(demo, r, &s, NULL, e);
            }
        }
    }
    return err;
}

/* Every register of this kind of subject. */
static enum err each(struct demo *demo, const char *of, walk *visit, struct batch *batch, struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < demo->register_count && !err; i++) {
        if (strcmp(demo->registers[i].of, of) == 0) {
            err = visit(demo, &demo->registers[i], batch, e);
        }
    }
    return err;
}

enum err demo_registers_of_areas(struct demo *demo, struct error *e)
{
    change_dice(demo);
    enum err err = each(demo, "street", walk_streets, NULL, e);
    err = err ? err : each(demo, "community", walk_communities, NULL, e);
    change_dice(demo);
    return err;
}

enum err demo_registers_of_grids(struct demo *demo, struct demo_grid *grids, size_t count, struct error *e)
{
    change_dice(demo);
    enum err err = each(demo, "grid", walk_grids, &(struct batch){grids, count}, e);
    change_dice(demo);
    return err;
}

enum err demo_register_of_door(struct demo *demo, struct demo_grid *grid, struct demo_household *household,
                               struct error *e)
{
    struct demo_subject s = of_grid(grid);
    enum err err = ERR_NONE;

    s.household = household;
    s.landlord = &household->landlord;
    change_dice(demo);
    for (size_t i = 0; i < demo->register_count && !err; i++) {
        if (strcmp(demo->registers[i].of, "door") == 0) {
            err = demo_register_rows(demo, &demo->registers[i], &s, &household->house, e);
        }
    }
    change_dice(demo);
    return err;
}

enum err demo_registers_of_people(struct demo *demo, struct demo_grid *grids, size_t count, struct error *e)
{
    struct batch batch = {grids, count};

    change_dice(demo);
    enum err err = each(demo, "block", walk_blocks, &batch, e);
    err = err ? err : each(demo, "household", walk_households, &batch, e);
    err = err ? err : each(demo, "person", walk_people, &batch, e);
    change_dice(demo);
    return err;
}

enum err demo_registers_last(struct demo *demo,
                             enum err (*each_table)(struct demo *demo, const char *table, int64_t last,
                                                    struct error *e),
                             struct error *e)
{
    enum err err = ERR_NONE;

    for (size_t i = 0; i < demo->register_count && !err; i++) {
        const struct demo_register *r = &demo->registers[i];
        bool first = true;
        for (size_t k = 0; k < i; k++) {
            first = first && demo->registers[k].table != r->table;
        }
        err = first ? each_table(demo, r->table->stored_in, *r->last, e) : ERR_NONE;
    }
    return err;
}

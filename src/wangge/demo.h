/* The demo generator: everything is drawn from one repeatable sequence, so that the same seed, size and date give the
 * same data. Lists of names, phrases, matters and places are in schema/demo/. Private to src/wangge. */
#ifndef WANGGE_WANGGE_DEMO_H
#define WANGGE_WANGGE_DEMO_H

#include "wangge/base/csv.h"
#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/base/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct db;
struct demo_register;
struct pool;
struct work;

#define DEMO_DAYS        240 /* visits reach back at most so many days */
#define DEMO_BIRTH_DAYS  45000
#define DEMO_KIND_ROOM   8
#define DEMO_DEPARTMENTS 16
#define DEMO_VALUES      64 /* most of one field of a register */

/* Rows of a csv file that one column has in common, with running sums of their weights. */
struct choice {
    const char *part, *key;
    size_t count;
    const struct csv_row **rows;
    uint32_t *sums;
};

/* What one size of the demo has; the rows are in demo.c. */
struct demo_size {
    const char *name;            /* as in --size; a column of the areas too */
    const char *areas;           /* the file of its places */
    const char *posts;           /* the column of accounts.csv that says where somebody is */
    const char *weights;         /* the column of the lists that are weighted, where they have it */
    const char *origins;         /* the kind of names.csv with the counties of citizen IDs; NULL is ORIGIN for all */
    size_t households;           /* of a grid, a fifth more or less */
    bool every_door;             /* a household at every door of a building, else at a few */
    size_t third_informants;     /* so many grids have three informants, the others two */
    unsigned own;                /* of a hundred entries, those that leaders write themselves */
    int visits_back, cases_back; /* days */
    int rhythm;                  /* days between two visits of a household that must be visited */
    int cases_least, cases_most; /* of a grid */
    size_t digits_left_out;      /* of codes, in logins and numbers of households: what all have in common */
};

/* Who can be asked. */
struct demo_contact {
    const char *name, *phone;
};

struct demo_department {
    const char *login, *unit;
    int64_t account, area;
    int64_t row; /* of the table unit */
    struct demo_contact contact;
};

struct demo_area {
    int64_t id, station;             /* station: the account that heads the community */
    struct demo_contact head, guide; /* that account; somebody of the street who looks after the community's grids */
    const char *code, *name, *roads, *path;
    size_t grids;
    struct demo_area *street;
    int64_t organisation; /* of the party */
};

struct demo_person {
    int64_t id;
    const char *name, *citizen_id, *birth, *sex, *relation, *phone, *politics, *marriage;
    int age;
};

struct demo_household {
    int64_t id, head_id, house; /* house: 0 without a register of houses */
    const char *door, *head, *origin;
    struct demo_contact landlord; /* empty names where the house is not let */
    size_t count;
    struct demo_person *people;
    int building, unit, room;
    char kinds[DEMO_KIND_ROOM];
    int rhythm; /* days after which a register that the household is in asks for a visit; 0: none does */
};

struct demo_grid {
    struct demo_area *community;
    int64_t id, leader, station;
    struct demo_contact head; /* the leader */
    int64_t organisation, building;
    int64_t informants[3];
    size_t informant_count;
    size_t number; /* in its community */
    const char *code, *name, *address;
    char road[48];
    int house_number; /* of the estate in its road */
    size_t household_count;
    struct demo_household *households;
};

struct demo {
    struct db *db;
    struct pool *pool;    /* lives as long as the run */
    struct pool *scratch; /* until the next row of a register */
    struct dice dice, register_dice, visit_dice;
    const struct demo_size *size;
    int64_t end; /* nothing happens after it */
    day_t today, visits_from, cases_from;
    char password[256];

    struct csv *areas, *accounts, *names, *households, *phrases, *cases, *steps, *register_values, *units, *templates,
        *duty;
    size_t choice_count;
    struct choice choices[128];

    size_t department_count;
    struct demo_department departments[DEMO_DEPARTMENTS];
    size_t street_count, community_count;
    struct demo_area *streets, *communities;
    size_t grid_count;
    struct demo_grid *grids;

    size_t register_count;
    struct demo_register *registers;

    int64_t last_unit, last_template, last_duty;
    int64_t last_area, last_account, last_post, last_household, last_person, last_visit, last_case, last_step;
    int visits_on[DEMO_DAYS], cases_on[DEMO_DAYS];
    unsigned short born_on[DEMO_BIRTH_DAYS][2]; /* how many of a sex were born on a day: numbers never repeat */
};

/* demo_data.c: the lists, and drawing from them. */
enum err demo_load(struct demo *demo, const char *schema, struct error *e);
bool demo_chance(struct demo *demo, unsigned percent);
int demo_between(struct demo *demo, int low, int high); /* both included */
/* A row of the rows with this part and key (of phrases.csv), or of the named list with an empty key. */
const struct csv_row *demo_row(struct demo *demo, const char *part, const char *key);
const char *demo_phrase(struct demo *demo, const char *part, const char *key);
bool demo_has(const struct demo *demo, const char *part, const char *key);
/* Appends template with {road} {no} {b} {u} {r} {who} filled in. */
void demo_fill(struct buffer *out, const char *template, const struct demo_grid *grid,
               const struct demo_household *household);
const char *demo_name(struct demo *demo, struct pool *pool, bool male, const char *surname);
const char *demo_phone(struct demo *demo, struct pool *pool);

/* The parts, each inside a write transaction of the caller. */
enum err demo_areas(struct demo *demo, struct error *e);            /* demo_area.c */
enum err demo_accounts(struct demo *demo, struct error *e);         /* demo_account.c */
enum err demo_further_accounts(struct demo *demo, struct error *e); /* of the office, after all that is drawn */
enum err demo_units(struct demo *demo, struct error *e);            /* demo_unit.c, after the accounts */
enum err demo_duty(struct demo *demo, struct error *e);             /* demo_duty.c, after the areas */
enum err demo_people(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e); /* demo_people.c */
enum err demo_visits(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e);
/* What the registers ask for beside them, drawn from dice of its own. */
enum err demo_register_visits(struct demo *demo, struct pool *pool, struct demo_grid *grid,
                              struct error *e); /* demo_visit.c */
/* demo_drill.c, when the rows are there and the index is: drills of this month and the last, and who was away. */
enum err demo_drills(struct demo *demo, struct error *e);
enum err demo_checks(struct demo *demo, struct error *e);
/* demo_registers.c: their lists, after demo_load; the rows of streets and communities; of these grids before their
 * people are written, the house behind a door before its household, and of the grids after all of their people. */
enum err demo_registers_load(struct demo *demo, const char *schema, struct error *e);
enum err demo_registers_of_areas(struct demo *demo, struct error *e);
enum err demo_registers_of_grids(struct demo *demo, struct demo_grid *grids, size_t count, struct error *e);
enum err demo_register_of_door(struct demo *demo, struct demo_grid *grid, struct demo_household *household,
                               struct error *e);
enum err demo_registers_of_people(struct demo *demo, struct demo_grid *grids, size_t count, struct error *e);
/* Calls each for every table with rows and the last of their ids. */
enum err demo_registers_last(struct demo *demo,
                             enum err (*each)(struct demo *demo, const char *table, int64_t last, struct error *e),
                             struct error *e);
enum err demo_review(struct work *work, const struct demo *demo, struct error *e); /* demo_review.c, of the office */
enum err demo_diary(struct work *work, const struct demo *demo, struct error *e);  /* demo_diary.c, of the office */
enum err demo_sweep(struct work *work, const struct demo *demo, struct error *e);  /* demo_sweep.c, last */
enum err demo_cases(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e); /* demo_case.c */

#endif

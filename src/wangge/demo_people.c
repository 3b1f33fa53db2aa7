/* Households and the people in them. */
#include "demo.h"

#include "wangge/base/array.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLOORS       6
#define ROOMS        2
#define UNITS        3
#define DOORS        (UNITS * FLOORS * ROOMS) /* of a building */
#define ORIGIN       "321000"
#define NOTE         "演示数据"
#define MOST_MEMBERS 8

/* A member before it is written. */
struct member {
    const char *relation, *name, *marriage;
    bool male;
    int age;
};

static int clip(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* The citizen ID of a birth. Codes of whole cities are never given to a person, so it can be nobody's number. */
static void citizen_id(struct demo *demo, const char *origin, day_t birth, bool male, char out[19])
{
    int year, month, day;
    unsigned n = demo->born_on[clip(birth - date_make(1910, 1, 1), 0, DEMO_BIRTH_DAYS - 1)][male]++;

    date_split(birth, &year, &month, &day);
    snprintf(out, 19, "%.6s%04d%02d%02d%02u%u", origin, year, month, day, n / 5 % 100, n % 5 * 2 + male);
    out[17] = citizen_id_check_character(out);
    out[18] = '\0';
}

static const char *education_of(struct demo *demo, int age)
{
    static const char *const young[] = {"20", "20", "30", "30", "40", "61"};
    static const char *const middle[] = {"30", "61", "71", "71", "20"};
    static const char *const old[] = {"71", "81", "81", "90"};

    if (age < 7) {
        return "";
    }
    if (age < 16) {
        return age < 13 ? "80" : "70";
    }
    return age < 40   ? young[dice_below(&demo->dice, 6)]
           : age < 60 ? middle[dice_below(&demo->dice, 5)]
                      : old[dice_below(&demo->dice, 4)];
}

static const char *politics_of(struct demo *demo, int age)
{
    if (age < 14) {
        return "";
    }
    if (age >= 22 && demo_chance(demo, 9)) {
        return "01";
    }
    return age < 28 && demo_chance(demo, 40) ? "03" : "13";
}

static enum err add_person(struct demo *demo, struct pool *pool, const struct demo_grid *grid,
                           struct demo_household *household, const struct member *member, struct error *e)
{
    char id[19], birth_text[DATE_TEXT], verified[DATE_TEXT];
    day_t birth = demo->today - (day_t)(365.2425 * member->age) - demo_between(demo, 1, 364);

    citizen_id(demo, household->origin, birth, member->male, id);
    date_format(birth, birth_text);
    date_format(demo->today - demo_between(demo, 20, 300), verified);
    const char *nation = demo_chance(demo, 99) ? "01" : "03";
    struct demo_person *p = &household->people[household->count++];
    *p = (struct demo_person){.id = ++demo->last_person, .age = member->age};
    p->name = member->name;
    p->citizen_id = pool_text(pool, id);
    p->birth = pool_text(pool, birth_text);
    p->sex = member->male ? "1" : "2";
    p->relation = member->relation;
    p->marriage = member->marriage;
    p->phone = member->age >= 12 ? demo_phone(demo, pool) : "";
    p->politics = politics_of(demo, member->age);
    return db_execute(demo->db, "demo.person",
                      BINDS(BIND_INT("id", p->id), BIND_INT("area", grid->id), BIND_INT("household", household->id),
                            BIND_TEXT("name", p->name), BIND_TEXT("citizen_id", id), BIND_TEXT("sex", p->sex),
                            BIND_TEXT("birth", birth_text), BIND_TEXT("nation", nation),
                            BIND_TEXT("relation", p->relation), BIND_TEXT("phone", *p->phone ? p->phone : NULL),
                            BIND_TEXT("politics", p->politics), BIND_TEXT("education", education_of(demo, member->age)),
                            BIND_TEXT("marriage", p->marriage), BIND_TEXT("note", NOTE),
                            BIND_TEXT("verified_on", verified), BIND_INT("by", grid->leader),
                            BIND_INT("at", day_start(demo->today - 300))),
                      NULL, e);
}

/* Who lives with the head, by a word of households.csv. */
static struct member relative(struct demo *demo, struct pool *pool, const char *word, size_t n,
                              const struct member *head, int children)
{
    struct member m = {.male = demo_chance(demo, 51)};
    char surname[16] = "";
    size_t first = strncmp(head->name, "欧阳", 6) == 0 || strncmp(head->name, "诸葛", 6) == 0 ||
                           strncmp(head->name, "上官", 6) == 0
                       ? 6
                       : 3;

    snprintf(surname, sizeof surname, "%.*s", (int)first, head->name);
    if (strncmp(word, "spouse", n) == 0) {
        m = (struct member){.relation = "10", .marriage = "20", .male = !head->male};
        m.age = clip(head->age + demo_between(demo, -5, 4) - (head->male ? 1 : -1), 20, 98);
        m.name = demo_name(demo, pool, m.male, NULL);
        return m;
    }
    if (strncmp(word, "parent", n) == 0) {
        m.relation = m.male ? "51" : "52";
        m.marriage = demo_chance(demo, 60) ? "20" : "30";
        m.age = clip(head->age + demo_between(demo, 22, 31), 45, 99);
        m.name = demo_name(demo, pool, m.male, m.male ? surname : NULL);
        return m;
    }
    bool grandchild = strncmp(word, "grandchild", n) == 0;
    m.relation = grandchild ? (m.male ? "41" : "42") : (m.male ? "20" : "30");
    m.age = clip(head->age - (grandchild ? 55 : 26) - 4 * children - demo_between(demo, -3, 5), 0, 60);
    m.marriage = m.age < 22 || demo_chance(demo, 60) ? "10" : "20";
    m.name = demo_name(demo, pool, m.male, surname);
    return m;
}

static size_t draw_members(struct demo *demo, struct pool *pool, struct member out[MOST_MEMBERS])
{
    const struct csv_row *row = demo_row(demo, "household", "");
    const char *words = csv_cell(demo->households, row, "members");
    struct member *head = &out[0];
    size_t count = 1;
    int children = 0;

    *head = (struct member){.relation = "02", .male = demo_chance(demo, 62)};
    head->age =
        demo_between(demo, atoi(csv_cell(demo->households, row, "low")), atoi(csv_cell(demo->households, row, "high")));
    head->name = demo_name(demo, pool, head->male, NULL);
    head->marriage = strncmp(words, "spouse", 6) == 0 ? "20"
                     : head->age > 60                 ? "30"
                     : demo_chance(demo, 65)          ? "10"
                                                      : "40";
    for (size_t n; *words && count < MOST_MEMBERS; words += n, words += strspn(words, " ")) {
        n = strcspn(words, " ");
        out[count++] = relative(demo, pool, words, n, head, children);
        children += strncmp(words, "child", n) == 0;
    }
    return count;
}

/* Codes of the six must-visit kinds, in order. Old people on their own are frail; the rest is chance, in per mille. */
static void draw_kinds(struct demo *demo, const struct member *members, size_t count, char out[DEMO_KIND_ROOM])
{
    static const unsigned per_mille[] = {30, 10, 30, 7, 25, 5};
    bool alone = (count == 1 && members[0].age >= 70) || (count == 2 && members[0].age >= 82);
    size_t n = 0;

    for (size_t i = 0; i < COUNT_OF(per_mille) && n + 3 < DEMO_KIND_ROOM; i++) {
        if ((i == 1 && alone) || dice_below(&demo->dice, 1000) < per_mille[i]) {
            n += (size_t)snprintf(out + n, DEMO_KIND_ROOM - n, "%s%zu", n ? "," : "", i + 1);
        }
    }
}

/* The small demo knows a few doors of each building only, so that there are several buildings all the same. */
static void place_door(const struct demo *demo, struct demo_household *h, int i)
{
    static const int few[] = {5, 16, 22, 33};
    bool every = demo->size->every_door;
    int door = every ? i % DOORS : few[(size_t)i % COUNT_OF(few)];

    h->building = 1 + i / (every ? DOORS : (int)COUNT_OF(few));
    h->unit = 1 + door / (FLOORS * ROOMS);
    h->room = (1 + door / ROOMS % FLOORS) * 100 + 1 + door % ROOMS;
}

static enum err add_household(struct demo *demo, struct pool *pool, struct demo_grid *grid, size_t i, struct error *e)
{
    struct demo_household *h = &grid->households[i];
    struct member members[MOST_MEMBERS];
    size_t count = draw_members(demo, pool, members);
    char building[8], unit[8], room[8], verified[DATE_TEXT];

    place_door(demo, h, (int)i);
    h->id = ++demo->last_household;
    h->head = members[0].name;
    h->origin = demo->size->origins ? csv_cell(demo->names, demo_row(demo, demo->size->origins, ""), "text") : ORIGIN;
    h->head_id = demo->last_person + 1;
    h->door = pool_format(pool, "%s %d幢%d单元%d", grid->address, h->building, h->unit, h->room);
    draw_kinds(demo, members, count, h->kinds);
    snprintf(building, sizeof building, "%d", h->building);
    snprintf(unit, sizeof unit, "%d", h->unit);
    snprintf(room, sizeof room, "%d", h->room);
    date_format(demo->today - demo_between(demo, 20, 300), verified);
    h->people = pool_new_piece(pool, count, sizeof *h->people);
    enum err r = demo_register_of_door(demo, grid, h, e);
    r = r ? r
          : db_execute(
                demo->db, "demo.household",
                BINDS(BIND_INT("id", h->id), BIND_INT("area", grid->id),
                      h->house ? BIND_INT("house", h->house) : BIND_NULL("house"),
                      BIND_TEXT("no", pool_format(pool, "%s-%04zu", grid->code + demo->size->digits_left_out, i + 1)),
                      BIND_TEXT("address", grid->address), BIND_TEXT("building", building), BIND_TEXT("unit", unit),
                      BIND_TEXT("room", room), BIND_TEXT("kinds", *h->kinds ? h->kinds : NULL), BIND_TEXT("note", NOTE),
                      BIND_TEXT("verified_on", verified), BIND_INT("by", grid->leader),
                      BIND_INT("at", day_start(demo->today - 300))),
                NULL, e);
    for (size_t m = 0; m < count && !r; m++) {
        r = add_person(demo, pool, grid, h, &members[m], e);
    }
    return r;
}

enum err demo_people(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e)
{
    size_t usual = demo->size->households;
    int spread = (int)usual / 5;
    enum err r = ERR_NONE;

    grid->household_count = usual + (size_t)(demo_between(demo, 0, 2 * spread)) - (size_t)spread;
    grid->households = pool_new_piece(pool, grid->household_count, sizeof *grid->households);
    for (size_t i = 0; i < grid->household_count && !r; i++) {
        r = add_household(demo, pool, grid, i, e);
    }
    return r;
}

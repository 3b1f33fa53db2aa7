/* Accounts of the demo: those of accounts.csv, then whoever else the places need. */
#include "demo.h"

#include "wangge/base/array.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"

#include <stdlib.h>
#include <string.h>

#define POSTS_SINCE 400 /* days before the demo's day that everybody took office */

/* contact has the name and gets the telephone number. */
static enum err add_account(struct demo *demo, const char *login, struct demo_contact *contact, const char *role,
                            int64_t area, int64_t *id, struct error *e)
{
    char initials[64], from[DATE_TEXT];

    *id = ++demo->last_account;
    contact->phone = demo_phone(demo, demo->pool);
    pinyin_name_initials(contact->name, initials, sizeof initials);
    date_format(demo->today - POSTS_SINCE, from);
    enum err r = db_execute(demo->db, "demo.account",
                            BINDS(BIND_INT("id", *id), BIND_TEXT("login", login), BIND_TEXT("name", contact->name),
                                  BIND_TEXT("initials", initials), BIND_TEXT("phone", contact->phone),
                                  BIND_TEXT("password", demo->password), BIND_INT("at", demo->end)),
                            NULL, e);
    return r ? r
             : db_execute(demo->db, "demo.post",
                          BINDS(BIND_INT("id", ++demo->last_post), BIND_INT("account", *id), BIND_TEXT("role", role),
                                BIND_INT("area", area), BIND_TEXT("from_on", from), BIND_INT("at", demo->end)),
                          NULL, e);
}

static struct demo_grid *find_grid(struct demo *demo, const char *community, size_t number)
{
    size_t n = strlen(community);

    for (size_t i = 0; i < demo->grid_count; i++) {
        if (strncmp(demo->grids[i].code, community, n) == 0 && demo->grids[i].number == number) {
            return &demo->grids[i];
        }
    }
    return NULL;
}

/* Remembers who leads, informs, heads or handles. */
static void take_post(struct demo *demo, const struct csv_row *row, struct demo_grid *grid, int64_t where, int64_t id,
                      const struct demo_contact *contact)
{
    const char *role = csv_cell(demo->accounts, row, "role");
    const char *area = csv_cell(demo->accounts, row, demo->size->posts);

    if (grid && strcmp(role, "grid_leader") == 0) {
        grid->leader = id;
        grid->head = *contact;
    } else if (grid && strcmp(role, "informant") == 0) {
        grid->informants[grid->informant_count++] = id;
    } else if (strcmp(role, "department") == 0 && demo->department_count < COUNT_OF(demo->departments)) {
        demo->departments[demo->department_count++] =
            (struct demo_department){.login = csv_cell(demo->accounts, row, "login"),
                                     .unit = csv_cell(demo->accounts, row, "unit"),
                                     .account = id,
                                     .area = where,
                                     .contact = *contact};
    }
    for (size_t i = 0; strcmp(role, "station") == 0 && i < demo->community_count; i++) {
        if (strcmp(demo->communities[i].code, area) == 0) {
            demo->communities[i].station = id;
            demo->communities[i].head = *contact;
        }
    }
}

static enum err area_of(struct demo *demo, const char *area, struct demo_grid **grid, int64_t *id, struct error *e)
{
    const char *slash = strchr(area, '/');
    struct rows rows;

    *grid =
        slash ? find_grid(demo, pool_text_n(demo->pool, area, (size_t)(slash - area)), (size_t)atoi(slash + 1)) : NULL;
    if (*grid) {
        *id = (*grid)->id;
        return ERR_NONE;
    }
    enum err r = db_query(demo->db, demo->pool, "area.by_code", BINDS(BIND_TEXT("code", area)), &rows, e);
    if (!r && rows.count == 0) {
        return error_set(e, ERR_FAILED, NULL, "schema/demo/accounts.csv: %s", area);
    }
    *id = r ? 0 : rows_int(&rows, 0, "id");
    return r;
}

static enum err add_named(struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;

    for (size_t i = 0; i < demo->accounts->count && !r; i++) {
        const struct csv_row *row = &demo->accounts->rows[i];
        struct demo_contact contact = {.name = csv_cell(demo->accounts, row, "name")};
        struct demo_grid *grid;
        int64_t area = 0, id = 0;
        r = area_of(demo, csv_cell(demo->accounts, row, demo->size->posts), &grid, &area, e);
        r = r ? r
              : add_account(demo, csv_cell(demo->accounts, row, "login"), &contact,
                            csv_cell(demo->accounts, row, "role"), area, &id, e);
        if (!r) {
            take_post(demo, row, grid, area, id, &contact);
        }
    }
    return r;
}

static struct demo_contact somebody(struct demo *demo)
{
    return (struct demo_contact){.name = demo_name(demo, demo->pool, demo_chance(demo, 45), NULL)};
}

/* "sq005006": the kind of post and the last digits of the community; grids have three more. */
static const char *new_login(struct demo *demo, const char *kind, const char *code, const char *suffix)
{
    return pool_format(demo->pool, "%s%s%s", kind, code + demo->size->digits_left_out, suffix);
}

static enum err staff_grid(struct demo *demo, struct demo_grid *grid, size_t informants, struct error *e)
{
    static const char *const suffixes[] = {"a", "b", "c"};
    enum err r = ERR_NONE;

    if (!grid->leader) {
        grid->head = somebody(demo);
        r = add_account(demo, new_login(demo, "wg", grid->code, ""), &grid->head, "grid_leader", grid->id,
                        &grid->leader, e);
    }
    while (!r && grid->informant_count < informants) {
        size_t i = grid->informant_count++;
        struct demo_contact informant = somebody(demo);
        r = add_account(demo, new_login(demo, "xx", grid->code, suffixes[i]), &informant, "informant", grid->id,
                        &grid->informants[i], e);
    }
    return r;
}

/* 786 informants for 354 grids: two each, and a third one in the first 78. */
static size_t informants_of(const struct demo *demo, size_t grid)
{
    return grid < demo->size->third_informants ? 3 : 2;
}

enum err demo_accounts(struct demo *demo, struct error *e)
{
    enum err r = add_named(demo, e);
    size_t grid = 0;

    for (size_t c = 0; c < demo->community_count && !r; c++) {
        struct demo_area *community = &demo->communities[c];
        if (!community->station) {
            community->head = somebody(demo);
            r = add_account(demo, new_login(demo, "sq", community->code, ""), &community->head, "station",
                            community->id, &community->station, e);
        }
        for (size_t i = 0; i < community->grids && !r; i++, grid++) {
            demo->grids[grid].station = community->station;
            r = staff_grid(demo, &demo->grids[grid], informants_of(demo, grid), e);
        }
    }
    return r;
}

/* Posts that began on the demo's day, of the roles that no place needs: after all that is drawn, without dice. */
enum err demo_further_accounts(struct demo *demo, struct error *e)
{
    static const struct {
        const char *login, *name, *role, *area, *phone;
    } rows[] = {
        {"parttime01",   "示例寅", "part_time",     "321003006001/1", "10009710101"},
        {"sunk01",       "示例卯", "sunk",          "321003006001",   "10009710102"},
        {"instructor01", "示例辰", "instructor",    "321003006001",   "10009710103"},
        {"leader01",     "示例巳", "street_leader", "321003005000",   "10009710104"},
        {"secretary01",  "示例午", "secretary",     "321003000000",   "10009710105"},
    };
    bool wanted = strcmp(demo->size->name, "office") == 0;
    char today[DATE_TEXT], initials[64];
    enum err r = ERR_NONE;

    date_format(demo->today, today);
    for (size_t i = 0; wanted && i < COUNT_OF(rows) && !r; i++) {
        int64_t area = 0, id = ++demo->last_account;
        struct demo_grid *grid;
        pinyin_name_initials(rows[i].name, initials, sizeof initials);
        r = area_of(demo, rows[i].area, &grid, &area, e);
        r = r ? r
              : db_execute(demo->db, "demo.account",
                           BINDS(BIND_INT("id", id), BIND_TEXT("login", rows[i].login), BIND_TEXT("name", rows[i].name),
                                 BIND_TEXT("initials", initials), BIND_TEXT("phone", rows[i].phone),
                                 BIND_TEXT("password", demo->password), BIND_INT("at", demo->end)),
                           NULL, e);
        r = r ? r
              : db_execute(demo->db, "demo.post",
                           BINDS(BIND_INT("id", ++demo->last_post), BIND_INT("account", id),
                                 BIND_TEXT("role", rows[i].role), BIND_INT("area", area), BIND_TEXT("from_on", today),
                                 BIND_INT("at", demo->end)),
                           NULL, e);
    }
    return r;
}

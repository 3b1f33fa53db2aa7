/* The office of the test of rights: somebody in every role in the middle of the tree, and of everything that a right
 * can be about a row at each place around that post. What a row tells of itself holds a mark that no other row has.
 *
 *     city > district > street (parent) > community A, the post of every actor (own, near) > grid (child)
 *                                       > community B (sibling)
 *                     > another street (other)
 */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_OFFICE_H
#define WANGGE_TESTS_SESSION_RIGHTS_OFFICE_H

#include "../work/world.h"

/* OWN: made by the actor or in the actor's hands. NEAR: where the post is, made by another; of cases, in the hands of
 * the actor's unit. */
enum place { OWN, NEAR, CHILD, SIBLING, PARENT, OTHER, PLACES };

static const char *const place_names[PLACES] = {"own", "near", "child", "sibling", "parent", "other"};

struct rights_office {
    struct office *o;
    struct world *w;
    int64_t area[PLACES], author[PLACES];
    const char *code[PLACES], *grid[PLACES]; /* of the area; of a grid within it, or near it */
    int64_t unit;                            /* of all actors */
    int64_t me;
    const char *login, *name;
    int64_t other_unit;
};

/* Where the rows of a place are made before they are moved: tables ask for a grid. */
static void choose_grids(struct rights_office *r)
{
    struct office *o = r->o;
    struct world *w = r->w;
    int64_t street = 0, community = 0, grid = 0, a3 = 0, b2 = 0;
    done(o, area_add(o->work, o->district, "321003002", "蒋王街道", LEVEL_STREET, &street, &o->e));
    done(o, area_add(o->work, street, "321003002001", "何桥社区", LEVEL_COMMUNITY, &community, &o->e));
    done(o, area_add(o->work, community, "32100300200101", "何桥第1网格", LEVEL_GRID, &grid, &o->e));
    done(o, area_add(o->work, o->community_a, "32100300100103", "文苑第3网格", LEVEL_GRID, &a3, &o->e));
    done(o, area_add(o->work, o->community_b, "32100300100202", "兰庄第2网格", LEVEL_GRID, &b2, &o->e));
    const int64_t area[PLACES] = {o->community_a, o->community_a, o->grid_a1, o->community_b, o->street, grid};
    const int64_t made[PLACES] = {a3, o->grid_a2, o->grid_a1, o->grid_b1, b2, grid};
    memcpy(r->area, area, sizeof area);
    memcpy(w->grids, made, sizeof made);
    for (int p = 0; p < PLACES; p++) {
        struct rows rows = {0};
        done(o, db_query_text(o->work->db, o->pool, "select path, code from area where id = $id",
                              BINDS(BIND_INT("id", r->area[p])), &rows, &o->e));
        w->paths[p] = rows_text(&rows, 0, "path");
        r->code[p] = rows_text(&rows, 0, "code");
        done(o, db_query_text(o->work->db, o->pool, "select code from area where id = $id",
                              BINDS(BIND_INT("id", w->grids[p])), &rows, &o->e));
        r->grid[p] = rows_text(&rows, 0, "code");
    }
}

/* The area that a new row of a table takes is a grid's; the row is moved afterwards. */
static void add_authors(struct rights_office *r)
{
    struct office *o = r->o;
    for (int p = 0; p < PLACES; p++) {
        const char *login = pool_format(o->pool, "author%d", p);
        office_add_user(o, login, pool_format(o->pool, "zqU%dz", p), "grid_leader", r->area[p]);
        r->author[p] = office_user(o, login);
    }
}

/* Tables that are off unless a site turns them on have rights, too. */
static void load_all_tables(struct rights_office *r)
{
    struct office *o = r->o;
    char site[128], schema[512], etc[512], tables[600];
    snprintf(site, sizeof site, "%s/site", o->dir);
    assert_int_equal(mkdir(site, 0700), 0);
    FILE *file = fopen(pool_format(o->pool, "%s/hiv.ini", site), "w");
    assert_non_null(file);
    fputs("[table]\nenabled = yes\n", file);
    fclose(file);
    assert_true(config_data_path("schema", schema, sizeof schema));
    assert_true(config_data_path("etc", etc, sizeof etc));
    snprintf(tables, sizeof tables, "%s/tables", etc);
    db_rest(o->work->db);
    done(o, work_load(schema, etc, tables, site, &o->e));
    done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
}

static void add_registers(struct rights_office *r)
{
    bool full[MOST_TABLES] = {false};
    for (bool more = true; more;) {
        more = false;
        for (size_t t = 0; t < table_count(); t++) {
            if (full[t] || !is_register(table_at(t)))
                continue;
            full[t] = true;
            for (int p = 0; full[t] && p < PLACES; p++)
                full[t] = add_row(r->w, t, p, 0);
            more = more || full[t];
        }
    }
    for (size_t t = 0; t < table_count(); t++)
        if (is_register(table_at(t)) && !full[t])
            fail_msg("the test makes no rows of %s", table_at(t)->name);
}

/* ---- statements with words of the place and of the actor in them */

static const struct row *row_at(const struct rights_office *r, const char *table, int place)
{
    size_t t = table_number(table);
    for (size_t i = 0; i < r->w->row_count; i++)
        if (r->w->rows[i].table == t && r->w->rows[i].grid == place)
            return &r->w->rows[i];
    return NULL;
}

/* {p} the place's number, {n} the number of what was made by a statement there, {area} {code} {path} its area, {author}
 * {author_login} who makes things there, {me} {login} the actor, {my_unit} the actor's unit, {now}, {TABLE} the number
 * of the row of a described table there, {mark:TABLE} that row's mark. */
static const char *word_value(const struct rights_office *r, int place, const char *word)
{
    struct pool *pool = r->o->pool;
    const struct {
        const char *word;
        long long number;
        const char *text;
    } words[] = {
        {"p",               place,            NULL                                      },
        {"n",               9000 + place,     NULL                                      },
        {"area",            r->area[place],   NULL                                      },
        {"author",          r->author[place], NULL                                      },
        {"me",              r->me,            NULL                                      },
        {"my_unit",         r->unit,          NULL                                      },
        {"now",             clock_now(),      NULL                                      },
        {"code",            0,                r->code[place]                            },
        {"path",            0,                r->w->paths[place]                        },
        {"login",           0,                r->login                                  },
        {"user",            0,                place == OWN ? r->login : pool_format(pool, "author%d", place)},
        {"colleague",           0,                           pool_format(pool,                                                           "author%d", place)},
        {"name", 0,place == OWN ? r->name : pool_format(pool,"zqU%dz", place)},
        {"grid",            0,                           r->grid[place]                                               },
        {"day",           0,                           pool_format(pool,                                                                "10-%d", 21 - place)},
        {"other_unit",   r->other_unit,NULL},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].text ? words[i].text : pool_format(pool, "%lld", words[i].number);
    bool mark = strncmp(word, "mark:", 5) == 0;
    const struct row *row = row_at(r, mark ? word + 5 : word, place);
    if (row == NULL)
        fail_msg("{%s} is no word of the test of rights", word);
    return mark ? pool_format(pool, "zq%04zuz", (size_t)(row - r->w->rows))
                : pool_format(pool, "%lld", (long long)row->id);
}

static const char *filled(const struct rights_office *r, int place, const char *text)
{
    struct buffer out = {0};
    char word[64];
    while (*text != '\0') {
        size_t n = strcspn(text, "{");
        buffer_add(&out, text, n);
        text += n;
        if (*text == '\0')
            break;
        if (text[1] == '{') { /* a brace itself */
            buffer_add(&out, text, 1);
            text += 2;
            continue;
        }
        n = strcspn(text + 1, "}");
        assert_true(n < sizeof word);
        memcpy(word, text + 1, n);
        word[n] = '\0';
        buffer_format(&out, "%s", word_value(r, place, word));
        text += n + 2;
    }
    const char *kept = pool_text(r->o->pool, buffer_text(&out));
    buffer_free(&out);
    return kept;
}

static void run_at(struct rights_office *r, int place, const char *sql)
{
    const char *text = filled(r, place, sql);
    if (db_execute_text(r->o->work->db, text, NULL, NULL, &r->o->e) != ERR_NONE)
        fail_msg("%s: %s", text, r->o->e.text);
}

#include "rights_rows.h"

/* What was made in a grid lies where the place is; a mark in each long text. */
static void move_registers(struct rights_office *r)
{
    struct office *o = r->o;
    for (size_t i = 0; i < r->w->row_count; i++) {
        const struct row *row = &r->w->rows[i];
        const struct table *table = table_at(row->table);
        if (table_field(table, "area") == NULL)
            continue;
        const char *sql = pool_format(
            o->pool, "update or ignore \"%s\" set area = %lld, created_by = %lld where id = %lld", table->stored_in,
            (long long)r->area[row->grid], (long long)r->author[row->grid], (long long)row->id);
        done(o, db_execute_text(o->work->db, sql, NULL, NULL, &o->e));
    }
    for (int p = 0; p < PLACES; p++) {
        run_at(r, p, "update residence set area = {area} where person = {person}");
        run_at(r, p, "update occupancy set area = {area} where household = {household}");
        run_at(r, p, "update house_place set area = {area} where house = {house}");
    }
}

/* Of the role with that number in the list of roles. */
static const char *actor_login(const struct rights_office *r, size_t role)
{
    return pool_format(r->o->pool, "actor%zu", role);
}

/* Somebody in every role at the community; all of one unit. */
static void add_role_users(struct rights_office *r)
{
    struct office *o = r->o;
    const struct code_list *roles = code_list("role");
    for (size_t i = 0; i < roles->count; i++) {
        const char *login = actor_login(r, i);
        office_add_user(o, login, pool_format(o->pool, "zqM%zuz", i), roles->codes[i].code, r->area[OWN]);
        r->me = office_user(o, login);
        r->login = login;
        run_at(r, OWN,
               "insert into unit_member (id, unit, member, area, version, created_by, created_at, updated_by, "
               "updated_at) values (8000 + {me}, {my_unit}, {me}, {area}, 1, 0, {now}, 0, {now})");
    }
}

/* The rows of the place own are the actor's from now on. */
static void rights_office_act(struct rights_office *r, const char *login)
{
    struct office *o = r->o;
    office_act(o, login);
    r->login = pool_text(o->pool, login);
    r->me = o->work->actor.user;
    r->name = pool_text(o->pool, o->work->actor.name);
    done(o, db_begin(o->work->db, &o->e));
    for (size_t i = 0; i < r->w->row_count; i++)
        if (r->w->rows[i].grid == OWN && table_field(table_at(r->w->rows[i].table), "area") != NULL)
            done(o, db_execute_text(o->work->db,
                                    pool_format(o->pool, "update \"%s\" set created_by = %lld where id = %lld",
                                                table_at(r->w->rows[i].table)->stored_in, (long long)r->me,
                                                (long long)r->w->rows[i].id),
                                    NULL, NULL, &o->e));
    for (size_t i = 0; i < sizeof handed_over / sizeof handed_over[0]; i++)
        run_at(r, OWN, handed_over[i]);
    done(o, db_commit(o->work->db, &o->e));
}

static struct rights_office *rights_office_open(void)
{
    struct rights_office *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->o = office_open();
    r->w = calloc(1, sizeof *r->w);
    assert_non_null(r->w);
    r->w->o = r->o;
    dice_seed(&r->w->dice, 20261021);
    work_become_local(r->o->work);
    load_all_tables(r);
    choose_grids(r);
    add_authors(r);
    add_registers(r);
    r->unit = row_at(r, "unit", NEAR)->id;
    r->other_unit = row_at(r, "unit", OTHER)->id;
    done(r->o, db_begin(r->o->work->db, &r->o->e));
    move_registers(r);
    for (int p = 0; p < PLACES; p++)
        for (size_t i = 0; i < sizeof made_at_places / sizeof made_at_places[0]; i++)
            run_at(r, p, made_at_places[i]);
    done(r->o, db_commit(r->o->work->db, &r->o->e));
    add_role_users(r);
    return r;
}

static void rights_office_close(struct rights_office *r)
{
    office_close(r->o);
    free(r->w);
    free(r);
}

/* As cmocka's setup and teardown of each test. */
HELPER int rights_office_setup(void **state)
{
    *state = rights_office_open();
    return 0;
}

HELPER int rights_office_teardown(void **state)
{
    rights_office_close(*state);
    return 0;
}

#define IN_RIGHTS_OFFICE(test) cmocka_unit_test_setup_teardown(test, rights_office_setup, rights_office_teardown)

/* Another process goes on with a copy of its own; the database was closed before. */
HELPER void rights_office_copy(struct rights_office *r, int worker)
{
    struct office *o = r->o;
    char command[400], path[200];
    snprintf(path, sizeof path, "%s/worker%d", o->dir, worker);
    assert_true(snprintf(command, sizeof command, "rm -rf %s && mkdir %s && cp -r %s/office* %s/", path, path, o->dir,
                         path) < (int)sizeof command);
    if (system(command) != 0)
        _exit(3);
    assert_true(snprintf(o->database, sizeof o->database, "%s/office.db", path) < (int)sizeof o->database);
    assert_true(snprintf(o->dir, sizeof o->dir, "%s", path) < (int)sizeof o->dir);
    done(o, work_open(o->database, &o->work, &o->e));
}

#endif

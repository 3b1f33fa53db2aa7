/* A street with sweeps, for their tests. It is 2026-10-21. */
#ifndef WANGGE_TESTS_WORK_SWEEPS_H
#define WANGGE_TESTS_WORK_SWEEPS_H

#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/sweep.h"

struct place {
    int64_t a1, a1b, a2, b1; /* households */
};

HELPER int64_t add_person(struct office *o, int64_t household, const char *name, const char *birth)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set_int(record, "household", household);
    record_set(record, "name", name);
    record_set(record, "sex", "2");
    record_set(record, "birth", birth);
    done(o, table_add(o->work, table_find("person"), record, &id, &o->e));
    record_free(&record);
    return id;
}

HELPER struct place add_households(struct office *o)
{
    work_become_local(o->work);
    return (struct place){
        office_add_household(o, o->grid_a1, "2", "1", "302"), office_add_household(o, o->grid_a1, "10", "1", "101"),
        office_add_household(o, o->grid_a2, "3", "1", "101"), office_add_household(o, o->grid_b1, "1", "1", "101")};
}

HELPER enum err try_begin(struct office *o, const char *login, const char *table, const char *conditions, int64_t area,
                          int64_t *id)
{
    struct record *record = record_new();
    int64_t job = 0;
    office_act(o, login);
    enum err r = sweep_new(o->work, record, &o->e);
    record_set(record, "name", "三岁以下婴幼儿摸排");
    record_set(record, "table_name", table);
    record_set(record, "conditions", conditions);
    record_set_int(record, "area", area);
    record_set(record, "until_on", "2026-10-31");
    if (r == ERR_NONE)
        r = sweep_add(o->work, record, id, &job, NULL, NULL, &o->e);
    record_free(&record);
    return r;
}

/* All under three of the street. */
HELPER int64_t begin(struct office *o)
{
    int64_t id = 0;
    done(o, try_begin(o, "street01", "person", "age:0..2", o->street, &id));
    return id;
}

HELPER struct rows items(struct office *o, const char *login, int64_t sweep)
{
    struct list_query query = {0};
    struct rows rows = {0};
    office_act(o, login);
    done(o, sweep_items(o->work, o->pool, sweep, 0, &query, &rows, NULL, &o->e));
    return rows;
}

HELPER int64_t item_of(struct office *o, const char *login, int64_t sweep, const char *title)
{
    struct rows rows = items(o, login, sweep);
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows_text(&rows, i, "title"), title) == 0)
            return rows_int(&rows, i, "id");
    return 0;
}

HELPER enum err answer(struct office *o, const char *login, int64_t item, const char *outcome)
{
    const struct sweep_answer given = {.outcome = outcome};
    office_act(o, login);
    return sweep_do(o->work, &item, 1, &given, &o->e);
}

HELPER int64_t number(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

HELPER void move_to(struct office *o, int64_t person, int64_t household)
{
    struct record *record = record_new();
    work_become_local(o->work);
    record_set_int(record, "household", household);
    record_set_int(
        record, "version",
        number(o, pool_format(o->pool, "select version as n from person where id = %lld", (long long)person)));
    done(o, table_change(o->work, table_find("person"), person, record, &o->e));
    record_free(&record);
}

#endif

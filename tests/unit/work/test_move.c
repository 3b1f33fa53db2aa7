/* Moves: people, households, registers, spans and the search go together, and come back together. */
#include "fixture.h"

#include "wangge/table/check.h"
#include "wangge/work/move.h"
#include "wangge/work/residence.h"

/* A couple with a son and the man's mother; 1-1-101 in grid A1. */
struct family {
    int64_t household, man, wife, son, mother;
};

static void on(int month, int day)
{
    clock_fix(day_start(date_make(2026, month, day)) + 9 * 3600);
}

static int64_t add(struct office *o, const char *table, const char *const *pairs)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_defaults(record, table_find(table));
    for (; pairs[0] != NULL; pairs += 2)
        record_set(record, pairs[0], pairs[1]);
    done(o, table_add(o->work, table_find(table), record, &id, &o->e));
    record_free(&record);
    return id;
}

#define ADD(o, table, ...) add((o), (table), (const char *const[]){__VA_ARGS__, NULL})

static const char *number(struct office *o, int64_t n)
{
    return pool_format(o->pool, "%lld", (long long)n);
}

static struct family a_family(struct office *o)
{
    struct family f = {.household = office_add_household(o, o->grid_a1, "1", "1", "101")};
    const char *h = number(o, f.household);
    f.man = ADD(o, "person", "household", h, "name", "张伟", "sex", "1", "birth", "1980-02-03", "relation", "02");
    f.wife = ADD(o, "person", "household", h, "name", "李娜", "sex", "2", "birth", "1982-05-06", "relation", "10");
    f.son = ADD(o, "person", "household", h, "name", "张小明", "sex", "1", "birth", "2010-07-08", "relation", "20");
    f.mother = ADD(o, "person", "household", h, "name", "王桂英", "sex", "2", "birth", "1950-01-01", "relation", "52");
    return f;
}

struct faults {
    char fields[400];
};

static void take_fault(void *to, const struct error *fault)
{
    struct faults *faults = to;
    strcat(strcat(faults->fields, fault->field), " ");
}

static struct faults faults;
static char result[2000];

static enum err move_by(struct office *o, const char *const *pairs, int64_t *id)
{
    struct record *record = record_new();
    faults = (struct faults){0};
    record_defaults(record, table_find("move"));
    for (; pairs[0] != NULL; pairs += 2)
        record_set(record, pairs[0], pairs[1]);
    o->e = (struct error){0};
    enum err r = move_add(o->work, record, id, take_fault, &faults, &o->e);
    snprintf(result, sizeof result, "%s", record_get(record, "result"));
    record_free(&record);
    return r;
}

static int64_t last_move;
#define MOVE(o, ...)    done((o), move_by((o), (const char *const[]){__VA_ARGS__, NULL}, &last_move))
#define REFUSED(o, ...) assert_int_equal(move_by((o), (const char *const[]){__VA_ARGS__, NULL}, NULL), ERR_INVALID)

static const char *cell(struct office *o, const char *table, int64_t id, const char *column)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          pool_format(o->pool, "select \"%s\" as value from \"%s\" where id = $id", column, table),
                          BINDS(BIND_INT("id", id)), &rows, &o->e));
    return rows.count == 0 ? "no row" : rows_text(&rows, 0, "value");
}

static const char *of_person(struct office *o, int64_t person, const char *column)
{
    return cell(o, "person", person, column);
}

static int64_t count(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

static void who_moves_out_is_kept_without_a_household(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "张小明", "place", "南京市", "moved_on",
         "2026-11-02");
    assert_string_equal(of_person(o, f.son, "household"), "");
    assert_string_equal(of_person(o, f.son, "state"), "2");
    assert_string_equal(of_person(o, f.son, "left_on"), "2026-11-02");
    assert_string_equal(of_person(o, f.son, "left_to"), "南京市");
    assert_string_equal(of_person(o, f.son, "area"), number(o, o->grid_a1));
    assert_int_equal(count(o, "select count(*) as n from residence where to_on = '2026-11-02' and ended = 'move_out'"),
                     1);
}

static void the_last_ones_close_the_household_behind_them(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_out", "household", number(o, f.household));
    assert_string_not_equal(cell(o, "household", f.household, "deleted_at"), "");
    assert_int_equal(count(o, "select count(*) as n from person where household is not null"), 0);
    assert_non_null(strstr(result, "the household is closed"));
}

static void a_head_that_dies_is_followed_by_the_spouse_and_relations_are_told_anew(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "death", "persons", number(o, f.man));
    assert_string_equal(of_person(o, f.man, "state"), "3");
    assert_string_equal(of_person(o, f.wife, "relation"), "02");
    assert_string_equal(of_person(o, f.son, "relation"), "20");
    assert_string_equal(of_person(o, f.mother, "relation"), "54"); /* the husband's mother */
    assert_non_null(strstr(result, "New head of household: 李娜"));
}

static void a_wanted_head_is_taken_and_what_cannot_be_told_is_named(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    const char *h = number(o, f.household);
    int64_t in_law =
        ADD(o, "person", "household", h, "name", "赵敏", "sex", "2", "birth", "2009-01-01", "relation", "38");
    on(11, 3);
    MOVE(o, "kind", "death", "household", h, "persons", "张伟", "head", "王桂英");
    assert_string_equal(of_person(o, f.mother, "relation"), "02");
    assert_string_equal(of_person(o, f.wife, "relation"), "38");
    assert_string_equal(of_person(o, f.son, "relation"), "40");
    assert_string_equal(of_person(o, in_law, "relation"), "97");
    assert_non_null(strstr(result, "look at the relation to the head of 赵敏"));
}

static void a_household_takes_people_registers_and_search_to_another_grid(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    struct family f = a_family(o);
    ADD(o, "lonely_elder", "person", number(o, f.mother), "kind", "1");
    on(11, 3);
    MOVE(o, "kind", "move_house", "household", number(o, f.household), "address", "兰庄路5号", "building", "9", "unit",
         "2", "room", "301", "to_area", number(o, o->grid_a2));
    assert_string_equal(of_person(o, f.mother, "area"), number(o, o->grid_a2));
    assert_int_equal(count(o, "select max(area) as n from lonely_elder"), o->grid_a2);
    assert_int_equal(count(o, "select count(*) as n from residence where to_on is null and begun = 'move_house'"), 4);
    assert_non_null(strstr(result, "文苑路18号 1幢1单元101"));
    office_act(o, "grid01b");
    done(o, household_search(o->work, o->pool, "9-2-301", 5, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    office_act(o, "grid01");
    done(o, household_search(o->work, o->pool, "张伟", 5, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    done(o, household_search(o->work, o->pool, "1-1-101", 5, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

static void who_moves_into_a_house_has_its_door_and_is_one_of_its_residents(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    int64_t house =
        ADD(o, "house", "area", number(o, o->grid_a1), "address", "文苑路40号", "room", "8", "owner", "张伟");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_house", "household", number(o, f.household), "house", number(o, house));
    assert_string_equal(cell(o, "household", f.household, "address"), "文苑路40号");
    on(11, 4);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "李娜");
    done(o, residents_of_house(o->work, o->pool, house, &rows, &o->e));
    assert_int_equal(rows.count, 4);
    assert_string_equal(rows_text(&rows, 0, "from_on"), "2026-11-03");
    assert_string_equal(rows_text(&rows, 3, "name"), "李娜");
    assert_string_equal(rows_text(&rows, 3, "to_on"), "2026-11-04");
    for (size_t i = 0; i < rows.count; i++)
        assert_string_equal(rows_text(&rows, i, "owner"), strcmp(rows_text(&rows, i, "name"), "张伟") == 0 ? "1" : "0");
}

static void some_people_form_a_household_at_the_same_door(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "split", "household", number(o, f.household), "persons", "李娜，张小明");
    int64_t fresh = strtoll(of_person(o, f.wife, "household"), NULL, 10);
    assert_int_not_equal(fresh, f.household);
    assert_string_equal(of_person(o, f.son, "household"), number(o, fresh));
    assert_string_equal(of_person(o, f.wife, "relation"), "02");
    assert_string_equal(of_person(o, f.son, "relation"), "20");
    assert_string_equal(of_person(o, f.mother, "relation"), "52");
    assert_string_equal(cell(o, "household", fresh, "room"), "101");
}

static void the_room_alone_is_another_door_of_the_same_address(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "split", "household", number(o, f.household), "persons", "李娜", "building", "9", "room", "901");
    int64_t fresh = strtoll(of_person(o, f.wife, "household"), NULL, 10);
    const char *address = cell(o, "household", f.household, "address");
    assert_string_not_equal(address, "");
    assert_string_equal(cell(o, "household", fresh, "address"), address);
    assert_string_equal(cell(o, "household", fresh, "room"), "901");
    MOVE(o, "kind", "move_house", "household", number(o, fresh), "room", "902");
    assert_string_equal(cell(o, "household", fresh, "address"), address);
    assert_string_equal(cell(o, "household", fresh, "room"), "902");
    REFUSED(o, "kind", "move_in", "household", number(o, fresh), "name", "赵敏", "sex", "2", "room", "301");
}

static void a_household_joins_another_one_with_what_it_has(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    int64_t other = office_add_household(o, o->grid_a1, "2", "1", "201");
    int64_t old = ADD(o, "person", "household", number(o, other), "name", "张大山", "sex", "1", "relation", "02");
    int64_t income = ADD(o, "low_income", "household", number(o, f.household), "applicant", "张伟", "monthly", "800",
                         "from_on", "2026-01-01", "cause", "1");
    on(11, 3);
    MOVE(o, "kind", "merge", "household", number(o, f.household), "to_household", number(o, other), "relation", "20");
    assert_string_equal(of_person(o, f.man, "household"), number(o, other));
    assert_string_equal(of_person(o, f.man, "relation"), "20");
    assert_string_equal(of_person(o, f.wife, "relation"), "97");
    assert_string_equal(of_person(o, old, "relation"), "02");
    assert_string_equal(cell(o, "low_income", income, "household"), number(o, other));
    assert_string_equal(cell(o, "low_income", income, "to_on"), "");
    assert_string_not_equal(cell(o, "household", f.household, "deleted_at"), "");
}

static void a_child_is_a_person_and_a_row_of_both_registers(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "birth", "persons", number(o, f.wife), "name", "张小雨", "sex", "2", "moved_on", "2026-11-01",
         "birth_order", "2");
    int64_t child = count(o, "select max(id) as n from person");
    assert_string_equal(of_person(o, child, "birth"), "2026-11-01");
    assert_string_equal(of_person(o, child, "relation"), "30");
    assert_string_equal(of_person(o, child, "household"), number(o, f.household));
    assert_int_equal(count(o, "select count(*) as n from birth where mother = '李娜' and born_on = '2026-11-01'"), 1);
    assert_int_equal(count(o, "select count(*) as n from infant where guardian = '李娜'"), 1);
}

#define ID_OF_WANG "321003199001010020"

static int64_t somebody_elsewhere(struct office *o)
{
    office_act(o, "grid03");
    int64_t household = office_add_household(o, o->grid_b1, "7", "1", "101");
    return ADD(o, "person", "household", number(o, household), "name", "王芳", "citizen_id", ID_OF_WANG, "relation",
               "02");
}

static void somebody_known_elsewhere_is_taken_over_and_the_other_leader_hears_of_it(void **state)
{
    struct office *o = *state;
    int64_t person = somebody_elsewhere(o);
    ADD(o, "lonely_elder", "person", number(o, person), "kind", "1");
    office_act(o, "grid01");
    struct family f = a_family(o);
    on(11, 3);
    MOVE(o, "kind", "move_in", "household", number(o, f.household), "name", "王芳", "citizen_id", ID_OF_WANG,
         "relation", "98");
    assert_string_equal(of_person(o, person, "household"), number(o, f.household));
    assert_string_equal(of_person(o, person, "area"), number(o, o->grid_a1));
    assert_int_equal(count(o, "select max(area) as n from lonely_elder"), o->grid_a1);
    assert_string_equal(result, "王芳 has moved in"); /* of the household that she left, nothing */
    assert_int_equal(count(o, "select count(*) as n from inbox_line where kind = 'move'"), 1);
    assert_int_equal(count(o,
                           "select count(*) as n from inbox_line i join account a on a.id = i.account where a.login = "
                           "'grid03'"),
                     1);
    assert_int_equal(count(o, "select count(*) as n from audit where kind = 'person' and note = 'move_in'"), 1);
}

static void a_number_without_its_name_takes_nobody_over(void **state)
{
    struct office *o = *state;
    int64_t person = somebody_elsewhere(o);
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_in", "household", number(o, f.household), "name", "刘洋", "citizen_id", ID_OF_WANG,
            "relation", "98");
    assert_string_equal(faults.fields, "name ");
    assert_string_equal(of_person(o, person, "area"), number(o, o->grid_b1));
}

static void somebody_new_at_a_new_door_is_the_head_of_a_household(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    MOVE(o, "kind", "move_in", "name", "王芳", "citizen_id", ID_OF_WANG, "relation", "02", "address", "文苑路20号",
         "room", "5", "moved_on", "2026-10-20");
    done(o, household_search(o->work, o->pool, "王芳", 5, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_int_equal(count(o, "select count(*) as n from person where sex = '2' and birth = '1990-01-01'"), 1);
    assert_int_equal(count(o, "select count(*) as n from residence where from_on = '2026-10-20' and to_on is null"), 1);
}

static void all_faults_are_told_and_nothing_is_done(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_house", "household", number(o, f.household), "persons", "张伟", "to_area",
            number(o, o->grid_b1), "moved_on", "2026-12-01");
    assert_string_equal(faults.fields, "persons moved_on to_area address ");
    REFUSED(o, "kind", "split", "household", number(o, f.household), "persons", "张伟,李雷", "head", "李娜");
    assert_string_equal(faults.fields, "persons head ");
    REFUSED(o, "kind", "death", "household", number(o, f.household), "persons", "张伟,李娜", "head", "李娜");
    assert_string_equal(faults.fields, "persons head ");
    assert_int_equal(count(o, "select count(*) as n from move"), 0);
}

static void a_day_before_the_present_stay_is_refused(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    REFUSED(o, "kind", "move_out", "household", number(o, f.household), "moved_on", "2026-10-20");
    assert_string_equal(o->e.field, "moved_on");
    assert_string_equal(of_person(o, f.man, "household"), number(o, f.household));
}

static void nobody_moves_people_of_another_grid(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    struct family f = a_family(o);
    office_act(o, "grid03");
    REFUSED(o, "kind", "move_out", "household", number(o, f.household));
    REFUSED(o, "kind", "death", "persons", number(o, f.man));
    office_act(o, "inspector01");
    assert_int_equal(
        move_by(o, (const char *const[]){"kind", "move_out", "household", number(o, f.household), NULL}, NULL),
        ERR_DENIED);
}

static void trying_tells_what_would_be_done_and_does_nothing(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    record_set(record, "kind", "death");
    record_set(record, "persons", number(o, f.man));
    record_set(record, "moved_on", "2026-10-21");
    done(o, move_try(o->work, record, &o->e));
    assert_non_null(strstr(record_get(record, "result"), "New head of household: 李娜"));
    assert_string_equal(of_person(o, f.man, "household"), number(o, f.household));
    assert_int_equal(count(o, "select count(*) as n from move"), 0);
    record_free(&record);
}

static void what_was_done_is_neither_changed_nor_deleted(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    MOVE(o, "kind", "move_out", "household", number(o, f.household), "persons", "张小明");
    record_set(record, "note", "x");
    assert_int_equal(table_change(o->work, table_find("move"), last_move, record, &o->e), ERR_STATE);
    assert_int_equal(table_delete(o->work, table_find("move"), last_move, 2, &o->e), ERR_STATE);
    record_free(&record);
}

static void a_move_is_undone_as_long_as_nothing_has_happened_since(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    struct family f = a_family(o);
    MOVE(o, "kind", "death", "persons", number(o, f.man));
    record_set(record, "note", "changed by hand");
    done(o, table_change(o->work, table_find("person"), f.wife, record, &o->e));
    assert_int_equal(move_undo(o->work, last_move, &o->e), ERR_STATE);
    assert_string_equal(of_person(o, f.man, "state"), "3");
    MOVE(o, "kind", "death", "persons", number(o, f.mother));
    done(o, move_undo(o->work, last_move, &o->e));
    assert_string_equal(of_person(o, f.mother, "state"), "1");
    assert_int_equal(move_undo(o->work, last_move, &o->e), ERR_STATE);
    record_free(&record);
}

/* --- any sequence of moves -----------------------------------------------------------------------------------------
 */

#define DOORS  6
#define PEOPLE 14
#define STEPS  120
#define EVERYTHING                                                                                                     \
    "select 'p' || id || '/' || coalesce(household, 0) || '/' || relation || '/' || coalesce(state, '') || '/' || "    \
    "coalesce(left_on, '') || '/' || coalesce(left_to, '') || '/' || area as line from person where deleted_at is "    \
    "null "                                                                                                            \
    "union all select 'h' || id || '/' || address || '/' || coalesce(room, '') || '/' || area from household where "   \
    "deleted_at is null "                                                                                              \
    "union all select 'e' || id || '/' || person || '/' || area from lonely_elder where deleted_at is null "           \
    "union all select 'l' || id || '/' || household || '/' || area || '/' || coalesce(to_on, '') from low_income "     \
    "where deleted_at is null "                                                                                        \
    "union all select 'r' || person || '/' || number || '/' || household || '/' || area || '/' || from_on || '/' || "  \
    "coalesce(to_on, '') || '/' || begun || '/' || coalesce(ended, '') from residence "                                \
    "union all select 'o' || household || '/' || number || '/' || room || '/' || area || '/' || from_on || '/' || "    \
    "coalesce(to_on, '') from occupancy order by 1"

static const char *everything(struct office *o)
{
    struct rows rows = {0};
    const char *text = "";
    done(o, db_query_text(o->work->db, o->pool, EVERYTHING, NULL, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(o->pool, "%s%s\n", text, rows_text(&rows, i, "line"));
    return text;
}

static const struct {
    const char *what, *sql;
} never[] = {
    {.what = "two open spans of a person",
     .sql = "select count(*) as n from (select person from residence where to_on is null group by person having "
            "count(*) > 1)"                                                                                         },
    {.what = "a person of a household without the span of it",
     .sql = "select count(*) as n from person p where p.deleted_at is null and p.household is not null and not exists "
            "(select 1 "
            "from residence r where r.person = p.id and r.to_on is null and r.household = p.household and r.area = "
            "p.area)"                                                                                               },
    {.what = "an open span of somebody who lives nowhere",
     .sql = "select count(*) as n from residence r join person p on p.id = r.person where r.to_on is null and "
            "p.household is "
            "null"                                                                                                  },
    {.what = "spans that overlap",
     .sql =
         "select count(*) as n from residence a join residence b on a.person = b.person and a.number < b.number where "
         "a.to_on is null or a.to_on > b.from_on"                                                                   },
    {.what = "a household without the span of its area",
     .sql = "select count(*) as n from household h where h.deleted_at is null and not exists (select 1 from occupancy "
            "o where "
            "o.household = h.id and o.to_on is null and o.area = h.area and o.room = h.room)"                       },
    {.what = "a person elsewhere than the household",
     .sql = "select count(*) as n from person p join household h on h.id = p.household where p.deleted_at is null and "
            "p.area <> "
            "h.area"                                                                                                },
    {.what = "somebody in a household that is closed",
     .sql = "select count(*) as n from person p join household h on h.id = p.household where p.deleted_at is null and "
            "h.deleted_at is not null"                                                                              },
    {.what = "a household without exactly one head",
     .sql = "select count(*) as n from household h where h.deleted_at is null and (select count(*) from person p where "
            "p.household = h.id and p.deleted_at is null and p.relation = '02') <> 1"                               },
    {.what = "a register row elsewhere than its person",
     .sql = "select count(*) as n from lonely_elder e join person p on p.id = e.person where e.deleted_at is null and "
            "e.area <> "
            "p.area"                                                                                                },
    {.what = "a row of a household elsewhere than it",
     .sql =
         "select count(*) as n from low_income l join household h on h.id = l.household where h.deleted_at is null and "
         "l.area <> h.area"                                                                                         },
    {.what = "somebody who is gone and has no day",
     .sql = "select count(*) as n from person where deleted_at is null and (household is null) <> (coalesce(left_on, "
            "'') <> '')"                                                                                            },
    {.what = "a person that the search finds in another area",
     .sql = "select count(*) as n from search_entry s join person p on s.kind = 2 and p.id = s.object where s.area <> "
            "p.area"                                                                                                },
    {.what = "a household that the search finds in another area",
     .sql = "select count(*) as n from search_entry s join household h on s.kind = 1 and h.id = s.object where s.area "
            "<> h.area "
            "or h.deleted_at is not null"                                                                           },
    {.what = "somebody at home whom the search does not find",
     .sql = "select count(*) as n from person p where p.deleted_at is null and p.household is not null and not exists "
            "(select 1 "
            "from search_entry s where s.area = p.area and s.kind = 2 and s.object = p.id)"                         },
    {.what = "a false count of people",
     .sql = "select count(*) as n from area a where coalesce((select rows from row_count where table_name = 'person' "
            "and area = "
            "a.id), 0) <> (select count(*) from person p where p.area = a.id and p.deleted_at is null)"             },
    {.what = "a false count of a register",
     .sql = "select count(*) as n from area a where coalesce((select rows from row_count where table_name = "
            "'lonely_elder' and "
            "area = a.id), 0) <> (select count(*) from lonely_elder p where p.area = a.id and p.deleted_at is null)"},
};

static void check_all(struct office *o, const char *after)
{
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (count(o, never[i].sql) != 0)
            fail_msg("%s, after %s\n%s", never[i].what, after, everything(o));
}

static uint32_t dice_state;

static int64_t dice(int64_t sides)
{
    dice_state = dice_state * 1664525u + 1013904223u;
    return (int64_t)(dice_state >> 8) % sides;
}

/* An id of those that the statement counts through; 0 when there is none. */
static int64_t any(struct office *o, const char *table, const char *where)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          pool_format(o->pool, "select id from %s where %s order by id", table, where), NULL, &rows,
                          &o->e));
    return rows.count == 0 ? 0 : rows_int(&rows, (size_t)dice((int64_t)rows.count), "id");
}

static int64_t any_grid(struct office *o, int64_t n)
{
    return n == 0 ? o->grid_a1 : n == 1 ? o->grid_a2 : o->grid_b1;
}

#define LIVES "deleted_at is null and household is not null"

static struct record *any_move(struct office *o)
{
    static const char *const kinds[] = {"move_in", "move_out", "move_house", "split", "merge", "birth", "death"};
    struct record *record = record_new();
    const char *kind = kinds[dice(7)];
    bool one = strcmp(kind, "birth") == 0 || strcmp(kind, "death") == 0 || strcmp(kind, "move_out") == 0;

    record_set(record, "kind", kind);
    record_set(record, "moved_on", pool_format(o->pool, "2026-11-%02d", 1 + (int)dice(3)));
    if (one || strcmp(kind, "split") == 0)
        record_set_int(record, "persons", any(o, "person", LIVES));
    else if (strcmp(kind, "move_in") != 0 || dice(2) == 0)
        record_set_int(record, "household", any(o, "household", "deleted_at is null"));
    if (strcmp(kind, "merge") == 0)
        record_set_int(record, "to_household", any(o, "household", "deleted_at is null"));
    if (strcmp(kind, "merge") == 0 || strcmp(kind, "move_in") == 0)
        record_set(record, "relation", "97");
    if (strcmp(kind, "move_in") == 0 || strcmp(kind, "birth") == 0) {
        int64_t known = strcmp(kind, "birth") == 0 ? 0 : any(o, "person", "deleted_at is null");
        bool numbered = known != 0 && *of_person(o, known, "citizen_id") != '\0' && dice(2) == 0;
        record_set(record, "name", numbered ? of_person(o, known, "name") : "新人");
        record_set(record, "citizen_id", numbered ? of_person(o, known, "citizen_id") : "");
        record_set(record, "sex", "2");
    }
    if (strcmp(kind, "birth") == 0)
        record_set(record, "birth_order", "1");
    if (strcmp(kind, "move_house") == 0 || (strcmp(kind, "move_in") == 0 && record_int(record, "household") == 0)) {
        record_set(record, "address", "文苑路30号");
        record_set(record, "room", number(o, 100 + dice(800)));
        record_set_int(record, "to_area", any_grid(o, dice(3)));
    }
    return record;
}

static void settle(struct office *o)
{
    static const char *const ids[] = {"32100319500101002", "32100319600101002", "32100319700101002",
                                      "32100319800101002"};
    for (int i = 0; i < DOORS; i++) {
        int64_t household = office_add_household(o, any_grid(o, i % 3), "1", "1", number(o, 100 + i));
        for (int k = 0; k < PEOPLE / DOORS + i % 2; k++) {
            const char *id = "";
            if (k == 0 && i < 4)
                id = pool_format(o->pool, "%s%c", ids[i], citizen_id_check_character(ids[i]));
            int64_t person = ADD(o, "person", "household", number(o, household), "name",
                                 pool_format(o->pool, "人%d%d", i, k), "citizen_id", id, "sex", "2", "relation",
                                 k == 0   ? "02"
                                 : k == 1 ? "10"
                                          : "30");
            if (k == 1)
                ADD(o, "lonely_elder", "person", number(o, person), "kind", "1");
        }
        if (i % 2 == 0)
            ADD(o, "low_income", "household", number(o, household), "applicant", "某", "monthly", "800", "from_on",
                "2026-01-01", "cause", "1");
    }
}

static void any_sequence_of_moves_keeps_every_register_right_and_can_be_undone(void **state)
{
    struct office *o = *state;
    int done_moves = 0, undone = 0;
    office_act(o, "street01");
    settle(o);
    on(11, 4);
    check_all(o, "nothing");
    for (int i = 0; i < STEPS; i++) {
        dice_state += (uint32_t)i * 7919u;
        struct record *record = any_move(o);
        const char *before = everything(o);
        const char *what = pool_format(o->pool, "step %d: %s", i, record_get(record, "kind"));
        int64_t id = 0;
        enum err r = move_add(o->work, record, &id, NULL, NULL, &o->e);
        if (r != ERR_NONE && r != ERR_INVALID)
            fail_msg("%s: %s", what, o->e.text);
        if (r == ERR_INVALID)
            assert_string_equal(everything(o), before);
        done_moves += r == ERR_NONE;
        check_all(o, what);
        if (r == ERR_NONE && dice(3) == 0) {
            done(o, move_undo(o->work, id, &o->e));
            if (strcmp(everything(o), before) != 0)
                fail_msg("%s, undone: before\n%safter\n%s", what, before, everything(o));
            check_all(o, pool_format(o->pool, "%s, undone", what));
            undone++;
        }
        record_free(&record);
        pool_reset(o->pool);
    }
    assert_true(done_moves > STEPS / 3);
    assert_true(undone > STEPS / 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(who_moves_out_is_kept_without_a_household),
        OFFICE_TEST(the_last_ones_close_the_household_behind_them),
        OFFICE_TEST(a_head_that_dies_is_followed_by_the_spouse_and_relations_are_told_anew),
        OFFICE_TEST(a_wanted_head_is_taken_and_what_cannot_be_told_is_named),
        OFFICE_TEST(a_household_takes_people_registers_and_search_to_another_grid),
        OFFICE_TEST(who_moves_into_a_house_has_its_door_and_is_one_of_its_residents),
        OFFICE_TEST(some_people_form_a_household_at_the_same_door),
        OFFICE_TEST(the_room_alone_is_another_door_of_the_same_address),
        OFFICE_TEST(a_household_joins_another_one_with_what_it_has),
        OFFICE_TEST(a_child_is_a_person_and_a_row_of_both_registers),
        OFFICE_TEST(somebody_known_elsewhere_is_taken_over_and_the_other_leader_hears_of_it),
        OFFICE_TEST(a_number_without_its_name_takes_nobody_over),
        OFFICE_TEST(somebody_new_at_a_new_door_is_the_head_of_a_household),
        OFFICE_TEST(all_faults_are_told_and_nothing_is_done),
        OFFICE_TEST(a_day_before_the_present_stay_is_refused),
        OFFICE_TEST(nobody_moves_people_of_another_grid),
        OFFICE_TEST(trying_tells_what_would_be_done_and_does_nothing),
        OFFICE_TEST(what_was_done_is_neither_changed_nor_deleted),
        OFFICE_TEST(a_move_is_undone_as_long_as_nothing_has_happened_since),
        OFFICE_TEST(any_sequence_of_moves_keeps_every_register_right_and_can_be_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Any sequence of moves leaves every register, span, count and search key right, and each move can be taken back. */
#include "moves.h"

#include "wangge/table/check.h"

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
        OFFICE_TEST(any_sequence_of_moves_keeps_every_register_right_and_can_be_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

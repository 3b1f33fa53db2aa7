/* Households and people: found by what one knows of them, seen where one works, masked, changed with history. */
#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/search.h"

static const struct table *household(void)
{
    return table_find("household");
}

static const struct table *person(void)
{
    return table_find("person");
}

/* Three doors: 6-1-302 and 6-2-302 in grid A1, 12-1-101 in grid B1. */
struct doors {
    int64_t first, second, far;
};

static struct doors fill(struct office *o)
{
    struct doors d;
    office_act(o, "grid01");
    d.first = office_add_household(o, o->grid_a1, "6", "1", "302");
    d.second = office_add_household(o, o->grid_a1, "6", "2单元", "302室");
    office_add_person(o, d.first, "宋丽娟", "320102194510213526", "13812342201", "02");
    office_add_person(o, d.first, "单小红", "", "051487651234;13912347710", "20");
    office_add_person(o, d.second, "曾国强", "", "", "02");
    office_act(o, "grid03");
    d.far = office_add_household(o, o->grid_b1, "12", "1", "101");
    office_add_person(o, d.far, "宋丽萍", "", "13812349999", "02");
    return d;
}

/* The ids that a search gives, as "1 3 ", in its order. */
static const char *found(struct office *o, const char *text)
{
    struct rows rows = {0};
    char ids[256] = "";
    done(o, household_search(o->work, o->pool, text, 20, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%lld ", (long long)rows_int(&rows, i, "id"));
    return pool_text(o->pool, ids);
}

static void every_way_to_find_a_household(void **state)
{
    static const struct {
        const char *typed, *found; /* first is 1, second 2, far 3 */
    } rows[] = {
        {"6-1-302",                "1 "    },
        {"6幢1单元302",         "1 "    },
        {"6幢1单元302室",      "1 "    },
        {"6号楼1单元302",      "1 "    },
        {"６－１－３０２",  "1 "    }, /* an IME in full width */
        {"6-302",                  "1 2 "  },
        {"6幢",                   "1 2 "  },
        {"302室",                 "1 2 "  },
        {"302",                    "1 2 "  },
        {"12-1-101",               "3 "    },
        {"文苑路18号",         "1 2 3 "},
        {"苑路18",               "1 2 3 "},
        {"18号",                  "1 2 3 "},
        {"wyl",                    "1 2 3 "},
        {"宋丽娟",              "1 "    },
        {"宋",                    "1 3 "  },
        {"slj",                    "1 "    },
        {"SLJ",                    "1 "    },
        {"sxh",                    "1 "    }, /* 单 as a surname is read shan */
        {"zgq",                    "2 "    }, /* 曾 as a surname is read zeng */
        {"2201",                   "1 "    }, /* end of a telephone number */
        {"7710",                   "1 "    }, /* of the second one */
        {"13812342201",            "1 "    },
        {"3526",                   "1 "    }, /* end of an ID number */
        {"320102194510213526",     "1 "    },
        {"sl 6-302",               "1 "    }, /* two words narrow it down */
        {"宋 文苑 101",         "3 "    },
        {"宋 zgq",                ""      },
        {"8-302",                  ""      },
        {"%",                      ""      },
        {"丽娟",                 "1 "    }, /* from any character on */
        {"丽",                    "1 3 "  },
        {"songlijuan",             "1 "    },
        {"shanxiao",               "1 "    },
        {"wenyuan",                "1 2 3 "},
        {"宋丽娟 文苑路 6-", "1 "    },
        {"宋丽娟 曾",          ""      }, /* not behind the same door */
        {"宋　６－３０２",  "1 "    },
        {"",                       "1 2 3 "},
        {"  ",                     "1 2 3 "},
    };
    struct office *o = *state;
    fill(o);
    office_act(o, "street01");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(found(o, rows[i].typed), rows[i].found) != 0)
            fail_msg("\"%s\" finds %s, not %s", rows[i].typed, found(o, rows[i].typed), rows[i].found);
}

static void exact_comes_before_the_beginning_and_the_own_grid_before_others(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    office_act(o, "grid01b");
    int64_t own = office_add_household(o, o->grid_a2, "6", "1", "3020");
    int64_t exact = office_add_household(o, o->grid_a2, "6", "1", "302");
    office_act(o, "station01");
    assert_string_equal(found(o, "6-1-302"),
                        pool_format(o->pool, "%lld %lld %lld ", (long long)d.first, (long long)exact, (long long)own));
    o->work->actor.area = o->grid_a2; /* a station head who is at home in grid A2 */
    assert_string_equal(found(o, "6-1-302"),
                        pool_format(o->pool, "%lld %lld %lld ", (long long)exact, (long long)d.first, (long long)own));
}

static void a_row_says_what_one_needs_to_know(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct rows rows = {0};
    office_act(o, "member01");
    done(o, household_find(o->work, o->pool, d.first, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "address"), "文苑路18号 6幢1单元302");
    assert_string_equal(rows_text(&rows, 0, "head"), "宋丽娟");
    assert_string_equal(rows_text(&rows, 0, "area_name"), "文苑第1网格");
    assert_int_equal(rows_int(&rows, 0, "people"), 2);
    assert_string_equal(rows_text(&rows, 0, "last_visit"), "");
    done(o, household_find(o->work, o->pool, d.second, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "address"), "文苑路18号 6幢2单元302室");

    done(o, household_people(o->work, o->pool, d.first, &rows, &o->e));
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows_text(&rows, 0, "name"), "宋丽娟"); /* the head first */
    assert_string_equal(rows_text(&rows, 0, "phone"), "138****2201");
}

static void nothing_leaks_from_grid_to_grid(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct rows rows = {0};
    struct record *record = record_new();
    struct list_query query = {0};
    int64_t total = -1;

    office_act(o, "grid01"); /* of grid A1, looks for the household of grid B1 */
    assert_string_equal(found(o, "12-1-101"), "");
    assert_string_equal(found(o, "宋丽萍"), "");
    assert_string_equal(found(o, "9999"), "");
    assert_int_equal(household_find(o->work, o->pool, d.far, &rows, &o->e), ERR_NOT_FOUND);
    done(o, household_people(o->work, o->pool, d.far, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    assert_int_equal(table_read(o->work, household(), d.far, record, &o->e), ERR_NOT_FOUND);
    assert_int_equal(table_reveal(o->work, household(), d.far, "a good reason", record, &o->e), ERR_NOT_FOUND);
    record_set(record, "version", "1");
    record_set(record, "note", "was here");
    assert_int_equal(table_change(o->work, household(), d.far, record, &o->e), ERR_NOT_FOUND);
    assert_int_equal(table_delete(o->work, household(), d.far, 1, &o->e), ERR_NOT_FOUND);
    done(o, table_list(o->work, o->pool, household(), &query, &rows, &total, &o->e));
    assert_int_equal(total, 2);
    done(o, table_list(o->work, o->pool, person(), &query, &rows, &total, &o->e));
    assert_int_equal(total, 3);
    snprintf(query.search, sizeof query.search, "宋丽萍");
    done(o, table_list(o->work, o->pool, person(), &query, &rows, &total, &o->e));
    assert_int_equal(total, 0);
    record_free(&record);
}

static void nothing_is_put_into_another_grid(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct record *record = record_new();
    office_act(o, "grid01");
    record_set_int(record, "area", o->grid_b1);
    record_set(record, "address", "文苑路18号");
    assert_int_equal(table_add(o->work, household(), record, NULL, &o->e), ERR_NOT_FOUND);
    assert_string_equal(o->e.field, "area");

    done(o, table_read(o->work, household(), d.first, record, &o->e)); /* nor moved there */
    record_set_int(record, "area", o->grid_b1);
    assert_int_equal(table_change(o->work, household(), d.first, record, &o->e), ERR_NOT_FOUND);
    record_free(&record);

    record = record_new();
    record_set_int(record, "household", d.far); /* nor a person into a household there */
    record_set_int(record, "area", o->grid_a1); /* whatever area the record claims */
    record_set(record, "name", "宋大");
    record_set(record, "sex", "1");
    record_set(record, "relation", "20");
    assert_int_equal(table_add(o->work, person(), record, NULL, &o->e), ERR_NOT_FOUND);
    assert_string_equal(o->e.field, "household");
    record_free(&record);
}

static void a_deleted_row_of_another_grid_cannot_be_restored(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    office_act(o, "grid03");
    int64_t empty = office_add_household(o, o->grid_b1, "13", "1", "101");
    done(o, table_delete(o->work, household(), empty, 1, &o->e));
    assert_string_equal(found(o, "13-1-101"), "");
    office_act(o, "grid01");
    assert_int_equal(table_restore(o->work, household(), empty, &o->e), ERR_NOT_FOUND);
    office_act(o, "grid03");
    done(o, table_restore(o->work, household(), empty, &o->e));
    assert_string_equal(found(o, "13-1-101"), pool_format(o->pool, "%lld ", (long long)empty));
    assert_int_equal(table_delete(o->work, household(), d.far, 1, &o->e), ERR_STATE); /* somebody lives there */
}

static void the_search_follows_every_change(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct record *record = record_new();
    office_act(o, "station01");
    done(o, table_read(o->work, household(), d.second, record, &o->e));
    record_set(record, "building", "9");
    done(o, table_change(o->work, household(), d.second, record, &o->e));
    assert_string_equal(found(o, "9-302"), "2 ");
    assert_string_equal(found(o, "6-302"), "1 ");

    done(o, table_read(o->work, household(), d.second, record, &o->e));
    record_set_int(record, "area", o->grid_a2); /* moves with all who live there */
    done(o, table_change(o->work, household(), d.second, record, &o->e));
    office_act(o, "grid01");
    assert_string_equal(found(o, "曾"), "");
    office_act(o, "grid01b");
    assert_string_equal(found(o, "曾"), "2 ");
    record_free(&record);

    record = record_new();
    struct list_query query = {0};
    struct rows rows = {0};
    int64_t total = 0;
    done(o, table_list(o->work, o->pool, person(), &query, &rows, &total, &o->e));
    assert_int_equal(total, 1); /* 曾国强 is of grid A2 now */
    office_act(o, "station01");
    record_set_int(record, "household", d.first); /* he moves back, alone */
    record_set_int(record, "version", rows_int(&rows, 0, "version"));
    done(o, table_change(o->work, person(), rows_int(&rows, 0, "id"), record, &o->e));
    assert_string_equal(found(o, "曾"), "1 ");
    record_free(&record);
}

/* Every key row: what the changes left must be what a rebuild makes. */
static const char *all_keys(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          "select k.area, k.key, k.kind, coalesce(m.household, k.object) as object, k.household, k.why "
                          "from search_entry k left join search_place p on p.id = k.object and k.kind = 3 "
                          "left join search_home m on m.place = p.id order by 1, 2, 3, 4",
                          NULL, &rows, &o->e));
    char *text = pool_new_piece(o->pool, rows.count * 160 + 1, 1), *p = text;
    for (size_t i = 0; i < rows.count; i++)
        p += sprintf(p, "%s %s %s %s %s %s\n", rows_text(&rows, i, "area"), rows_text(&rows, i, "key"),
                     rows_text(&rows, i, "kind"), rows_text(&rows, i, "object"), rows_text(&rows, i, "household"),
                     rows_text(&rows, i, "why"));
    return text;
}

static void a_rebuild_makes_the_same_keys(void **state)
{
    struct office *o = *state;
    fill(o);
    const char *kept = all_keys(o);
    assert_non_null(strstr(kept, "6-1-302"));
    done(o, search_index_all(o->work, &o->e));
    assert_string_equal(all_keys(o), kept);
}

static void numbers_come_masked_and_stay_when_they_come_back_so(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct list_query query = {.sort = "name"};
    struct rows rows = {0};
    struct record *record = record_new();
    snprintf(query.search, sizeof query.search, "宋丽娟");
    office_act(o, "grid01");
    done(o, table_list(o->work, o->pool, person(), &query, &rows, NULL, &o->e));
    assert_string_equal(rows_text(&rows, 0, "citizen_id"), "3201**********3526");
    assert_string_equal(rows_text(&rows, 0, "phone"), "138****2201");
    int64_t id = rows_int(&rows, 0, "id");

    done(o, table_read(o->work, person(), id, record, &o->e));
    assert_string_equal(record_get(record, "citizen_id"), "3201**********3526");
    record_set(record, "employer", "退休");
    done(o, table_change(o->work, person(), id, record, &o->e));
    done(o, table_reveal(o->work, person(), id, "家属来电核对", record, &o->e));
    assert_string_equal(record_get(record, "citizen_id"), "320102194510213526");
    assert_string_equal(record_get(record, "phone"), "13812342201");
    assert_string_equal(record_get(record, "employer"), "退休");
    assert_string_equal(office_last_audit(o), "grid01 personal.reveal person 1 家属来电核对");
    assert_int_equal(table_reveal(o->work, person(), id, " ", record, &o->e), ERR_INVALID);

    office_act(o, "member01"); /* an informant may not see them in full */
    assert_int_equal(table_reveal(o->work, person(), id, "a good reason", record, &o->e), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "member01 personal.reveal person 0 denied");
    (void)d;
    record_free(&record);
}

/* Asking for one digit after another, or for the order, would tell a number that may not be seen. */
static void masked_numbers_cannot_be_found_out(void **state)
{
    static const struct {
        const char *word;
        size_t found; /* by a search and by a filter alike */
    } asked[] = {
        {"13812342201", 1},
        {"2201",        1},
        {"201",         1}, /* whole, or the end that is seen anyway */
        {"13912347710", 1},
        {"1234",        1}, /* the second of two numbers; the end of the first one */
        {"1381234",     0},
        {"12342201",    0},
        {"42201",       0},
        {"812",         0},
    };
    struct office *o = *state;
    struct list_query query = {.sort = "phone"};
    struct rows rows = {0};
    fill(o);
    office_act(o, "grid01");
    assert_int_equal(table_list(o->work, o->pool, person(), &query, &rows, NULL, &o->e), ERR_INVALID);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        for (int filter = 0; filter <= 1; filter++) {
            query = (struct list_query){0};
            if (filter)
                done(o, list_add_filter(&query, person(), "phone", asked[i].word, &o->e));
            else
                snprintf(query.search, sizeof query.search, "%s", asked[i].word);
            done(o, table_list(o->work, o->pool, person(), &query, &rows, NULL, &o->e));
            if (rows.count != asked[i].found)
                fail_msg("%s \"%s\" finds %zu", filter ? "filter" : "search", asked[i].word, rows.count);
        }
}

static void who_saved_first_is_not_overwritten(void **state)
{
    struct office *o = *state;
    struct doors d = fill(o);
    struct record *mine = record_new(), *theirs = record_new();
    office_act(o, "grid01");
    done(o, table_read(o->work, household(), d.first, mine, &o->e));
    office_act(o, "member01");
    done(o, table_read(o->work, household(), d.first, theirs, &o->e));
    record_set(theirs, "note", "养狗");
    done(o, table_change(o->work, household(), d.first, theirs, &o->e));
    office_act(o, "grid01");
    record_set(mine, "note", "无人");
    assert_int_equal(table_change(o->work, household(), d.first, mine, &o->e), ERR_CONFLICT);
    done(o, table_read(o->work, household(), d.first, mine, &o->e));
    assert_string_equal(record_get(mine, "note"), "养狗");
    record_free(&mine);
    record_free(&theirs);
}

static void administrators_and_departments_see_no_household(void **state)
{
    static const char *const logins[] = {"admin", "security", "audit", "department01"};
    struct office *o = *state;
    struct doors d = fill(o);
    struct rows rows = {0};
    struct list_query query = {0};
    struct record *record = record_new();
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        office_act(o, logins[i]);
        assert_int_equal(household_search(o->work, o->pool, "6-302", 20, &rows, &o->e), ERR_DENIED);
        assert_int_equal(household_find(o->work, o->pool, d.first, &rows, &o->e), ERR_DENIED);
        assert_int_equal(household_people(o->work, o->pool, d.first, &rows, &o->e), ERR_DENIED);
        assert_int_equal(table_list(o->work, o->pool, person(), &query, &rows, NULL, &o->e), ERR_DENIED);
        assert_int_equal(table_read(o->work, person(), 1, record, &o->e), ERR_DENIED);
        assert_int_equal(table_add(o->work, person(), record, NULL, &o->e), ERR_DENIED);
    }
    office_act(o, "inspector01"); /* reads, but changes nothing */
    assert_string_equal(found(o, "6-1-302"), "1 ");
    assert_int_equal(table_delete(o->work, household(), d.first, 1, &o->e), ERR_DENIED);
    record_free(&record);
}

static void tables_with_rules_of_their_own_have_no_back_door(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    struct list_query query = {0};
    struct record *record = record_new();
    office_act(o, "admin");
    assert_int_equal(table_list(o->work, o->pool, table_find("user"), &query, &rows, NULL, &o->e), ERR_DENIED);
    assert_int_equal(table_add(o->work, table_find("user"), record, NULL, &o->e), ERR_DENIED);
    assert_int_equal(table_list(o->work, o->pool, table_find("audit"), &query, &rows, NULL, &o->e), ERR_DENIED);
    record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_way_to_find_a_household),
        OFFICE_TEST(exact_comes_before_the_beginning_and_the_own_grid_before_others),
        OFFICE_TEST(a_row_says_what_one_needs_to_know),
        OFFICE_TEST(nothing_leaks_from_grid_to_grid),
        OFFICE_TEST(nothing_is_put_into_another_grid),
        OFFICE_TEST(a_deleted_row_of_another_grid_cannot_be_restored),
        OFFICE_TEST(the_search_follows_every_change),
        OFFICE_TEST(a_rebuild_makes_the_same_keys),
        OFFICE_TEST(numbers_come_masked_and_stay_when_they_come_back_so),
        OFFICE_TEST(masked_numbers_cannot_be_found_out),
        OFFICE_TEST(who_saved_first_is_not_overwritten),
        OFFICE_TEST(administrators_and_departments_see_no_household),
        OFFICE_TEST(tables_with_rules_of_their_own_have_no_back_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

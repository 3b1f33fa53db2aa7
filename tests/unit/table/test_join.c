/* Fields that are computed: ages, and what a linked row says. */
#include "helper.h"

#define LABEL    "label.en = X\nlabel.zh_CN = X\n"
#define COMPUTED "type = computed\nwidth = 8\n" LABEL
#define CARD                                                                                                           \
    "[table]\norder = name\n" LABEL "[person]\ntype = link\nlink = person\nrequired = yes\n" LABEL                     \
    "[area]\ntype = link\nlink = area\nrequired = yes\n" LABEL "[name]\ncompute = person.name\n" COMPUTED              \
    "[number]\ncompute = person.citizen_id\n" COMPUTED "[sex]\ncompute = person.sex\n" COMPUTED                        \
    "[door]\ncompute = person.door\n" COMPUTED "[years]\ncompute = person.years\n" COMPUTED                            \
    "[since]\ntype = date\n" LABEL "[months]\ncompute = months(since)\n" COMPUTED                                      \
    "[worker]\ntype = link\nlink = user\n" LABEL

static const struct table *card, *person;

static int64_t add(const struct table *table, struct record *record)
{
    int64_t id = 0;
    OK(check_record(table, record, NULL, NULL, &e));
    OK(db_begin(db, &e));
    OK(store_add(db, table, record, 7, &id, &e));
    OK(db_commit(db, &e));
    record_free(&record);
    return id;
}

static void add_card(const char *household, const char *name, const char *birth, const char *since)
{
    char id[24];
    struct record *who = record_of("area", "2", "household", household, "name", name, "sex", "2", "relation", "02",
                                   "birth", birth, NULL);
    if (strcmp(name, "甲") == 0)
        record_set(who, "citizen_id", "11010519491231002X");
    snprintf(id, sizeof id, "%lld", (long long)add(person, who));
    add(card, record_of("area", "2", "person", id, "since", since, NULL));
}

/* The shipped tables, a card of persons, and on persons their age and the street that they live in. */
static int open_all(void **state)
{
    char command[400], site[100];
    open_database(state);
    snprintf(site, sizeof site, "%s/site", folder);
    snprintf(command, sizeof command, "mkdir %s", site);
    assert_int_equal(system(command), 0);
    write_file("site/card.ini", CARD);
    write_file("site/person.ini",
               "[years]\ncompute = age(birth)\n" COMPUTED "[door]\ncompute = household.address\n" COMPUTED);
    OK(tables_load("etc/tables", site, &e));
    OK(store_migrate(db, 0, NULL, NULL, &e));
    card = table_find("card");
    person = table_find("person");
    add(table_find("household"), record_of("area", "2", "address", "柳巷5号", NULL));
    add_card("1", "甲", "1949-12-31", "2026-10-21");
    add_card("1", "乙", "2020-10-22", "2026-09-22");
    add_card("1", "丙", "2020-10-21", "");
    add_card("1", "丁", "", "2026-11-01");
    return 0;
}

static int close_all(void **state)
{
    int r = close_database(state);
    OK(tables_load("etc/tables", NULL, &e));
    return r;
}

static struct rows list(const struct list_query *query)
{
    struct rows rows;
    OK(list_read(db, pool, card, NULL, query,
                 BINDS(BIND_TEXT("lo", "0001"), BIND_TEXT("hi", "0001~"), BIND_INT("own", 0), BIND_INT("me", 7)), &rows,
                 NULL, &e));
    return rows;
}

static const char *names(const struct list_query *query)
{
    struct rows rows = list(query);
    const char *text = "";
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(pool, "%s%s", text, rows_text(&rows, i, "name"));
    return text;
}

static const char *filtered(const char *field, const char *value)
{
    struct list_query query = {.sort = "name"};
    OK(list_add_filter(&query, card, field, value, &e));
    return names(&query);
}

static void a_row_carries_what_the_linked_rows_say(void **state)
{
    struct list_query query = {0};
    (void)state;
    strcpy(query.search, "甲");
    struct rows rows = list(&query);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "name"), "甲");
    assert_string_equal(rows_text(&rows, 0, "person_name"), "甲");
    assert_string_equal(rows_text(&rows, 0, "number"), "11010519491231002X");
    assert_string_equal(rows_text(&rows, 0, "door"), "柳巷5号"); /* by way of the household */
    assert_string_equal(rows_text(&rows, 0, "years"), "76");
    assert_string_equal(rows_text(&rows, 0, "months"), "0");
    assert_string_equal(rows_text(&rows, 0, "area_name"), "area 2");
    assert_true(table_field(card, "number")->masked); /* as the linked table's */
    struct buffer shown = {0};
    check_mask(table_field(card, "number"), "11010519491231002X", &shown);
    assert_string_equal(buffer_text(&shown), "1101**********002X");
    check_show(table_field(card, "sex"), "2", &shown);
    assert_string_equal(buffer_text(&shown), "female");
    buffer_free(&shown);
}

static void a_record_carries_it_too_and_can_be_given_back(void **state)
{
    struct record *r = record_new();
    (void)state;
    OK(store_read(db, card, 2, "0001", "0001~", r, &e));
    assert_string_equal(record_get(r, "name"), "乙");
    assert_string_equal(record_get(r, "years"), "5");
    assert_string_equal(record_get(r, "months"), "0");
    OK(check_record(card, r, NULL, NULL, &e));
    record_set(r, "since", "2026-08-21");
    OK(db_begin(db, &e));
    OK(store_change(db, card, 2, r, 7, &e));
    OK(db_commit(db, &e));
    OK(store_read(db, card, 2, "0001", "0001~", r, &e));
    assert_string_equal(record_get(r, "months"), "2");
    record_free(&r);
}

static void ages_are_filtered_as_numbers(void **state)
{
    (void)state;
    assert_string_equal(filtered("years", "76"), "甲");
    assert_string_equal(filtered("years", "6.."), "丙甲");
    assert_string_equal(filtered("years", "..6"), "丙乙");
    assert_string_equal(filtered("years", "5..6"), "丙乙");
    assert_string_equal(filtered("years", "6"), "丙"); /* six today, and five until tomorrow */
    assert_string_equal(filtered("years", ""), "丁");
    assert_string_equal(filtered("years", "!6.."), "丁乙");
    assert_string_equal(filtered("months", "0"), "乙甲");
    assert_string_equal(filtered("months", "1.."), "");
    assert_string_equal(filtered("name", "甲"), "甲");
    assert_string_equal(filtered("sex", "female"), "丁丙乙甲");
    assert_string_equal(filtered("number", "11010519491231002x"), "甲");
    struct list_query query = {0};
    assert_int_equal(list_add_filter(&query, card, "number", "1949", &e), ERR_INVALID); /* nor a part of it */
    assert_int_equal(list_add_filter(&query, card, "years", "old", &e), ERR_INVALID);
}

static void sorting_by_age_puts_the_young_first(void **state)
{
    struct list_query query = {0};
    (void)state;
    strcpy(query.sort, "-years");
    assert_string_equal(names(&query), "丁甲丙乙");
    strcpy(query.sort, "years");
    assert_string_equal(names(&query), "乙丙甲丁");
    query.limit = 2;
    query.after = 3;
    assert_string_equal(names(&query), "甲丁");
    strcpy(query.sort, "number");
    assert_int_equal(list_read(db, pool, card, NULL, &query, NULL, &(struct rows){0}, NULL, &e), ERR_INVALID);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_row_carries_what_the_linked_rows_say),
        CASE(a_record_carries_it_too_and_can_be_given_back),
        CASE(ages_are_filtered_as_numbers),
        CASE(sorting_by_age_puts_the_young_first),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}

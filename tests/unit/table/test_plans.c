/* Every named statement against a fresh schema: it can be prepared, and it reads no big table from end to end.
 * A statement that has to says so in its text: "-- scan: reason"; those of "wangge check" (check.*) look at everything
 * by their nature. Lists are tried with every filter and every sort. WANGGE_DB: the plans of that database instead. */
#include "helper.h"

#include "../../../src/table/compose.h"

#include <ctype.h>
#include <dirent.h>

static const char *const big[] = {"visit",      "visit_person", "case_file",   "case_step",    "person",
                                  "household",  "search_entry", "audit",       "row_history",  "residence",
                                  "occupancy",  "house_place",  "move_effect", "person_look",  "house",
                                  "registered", "floating",     "search_home", "fertile_woman"};
#define MOST_BINDS 64

static struct db *drafts;
static int failures;

static int open_all(void **state)
{
    const char *full = getenv("WANGGE_DB"); /* a migrated database with statistics: plans are made for what is in it */
    open_database(state);
    if (full != NULL) {
        db_close(&db);
        OK(db_open(full, DB_READ_ONLY, &db, &e));
    }
    OK(db_open(in_folder("drafts.db"), DB_SCRATCH, &drafts, &e));
    OK(db_migrate(drafts, "schema/draft", 0, NULL, NULL, &e));
    return 0;
}

static int close_all(void **state)
{
    db_close(&drafts);
    return close_database(state);
}

/* Null for each $name of the text. */
static const struct bind *nulls(const char *sql)
{
    static struct bind binds[MOST_BINDS + 1];
    size_t count = 0;
    for (const char *s = strchr(sql, '$'); s != NULL && count < MOST_BINDS; s = strchr(s + 1, '$')) {
        size_t n = 1;
        while (isalnum((unsigned char)s[n]) || s[n] == '_')
            n++;
        binds[count++] = BIND_NULL(pool_text_n(pool, s + 1, n - 1));
    }
    binds[count] = (struct bind){.name = NULL};
    return binds;
}

static bool is_big(const char *table)
{
    for (size_t i = 0; i < sizeof big / sizeof big[0]; i++)
        if (strcmp(big[i], table) == 0)
            return true;
    return false;
}

/* The table whose rows or index begin at a page of the file. */
static const char *table_at_page(const char *page)
{
    struct rows rows;
    OK(db_query_text(db, pool, "select tbl_name from sqlite_master where rootpage = cast($page as integer)",
                     BINDS(BIND_TEXT("page", page)), &rows, &e));
    return rows.count == 0 ? "" : rows_text(&rows, 0, "tbl_name");
}

static bool has_step(const struct rows *program, const char *cursor, const char *opcode)
{
    for (size_t i = 0; i < program->count; i++)
        if (strcmp(rows_text(program, i, "opcode"), opcode) == 0 && strcmp(rows_text(program, i, "p1"), cursor) == 0)
            return true;
    return false;
}

/* A cursor that goes to the first or last row and on from there reads everything. */
static const char *scanned(const struct rows *program)
{
    for (size_t i = 0; i < program->count; i++) {
        const char *opcode = rows_text(program, i, "opcode"), *cursor = rows_text(program, i, "p1");
        if (strcmp(opcode, "OpenRead") != 0 && strcmp(opcode, "OpenWrite") != 0)
            continue;
        bool reads = (has_step(program, cursor, "Rewind") && has_step(program, cursor, "Next")) ||
                     (has_step(program, cursor, "Last") && has_step(program, cursor, "Prev"));
        const char *table = table_at_page(rows_text(program, i, "p2"));
        if (reads && is_big(table))
            return table;
    }
    return NULL;
}

static void fail_with(const char *name, const char *why, const char *sql)
{
    print_error("%s: %s\n%s\n\n", name, why, sql);
    failures++;
}

static bool may_scan(const char *name, const char *sql)
{
    return strncmp(name, "check.", 6) == 0 || strstr(sql, "-- scan: ") != NULL;
}

static void look(const char *name, const char *sql)
{
    struct rows program;
    const char *explained = pool_format(pool, "explain %s", sql);
    bool is_draft = strncmp(name, "draft.", 6) == 0;
    if (db_query_text(is_draft ? drafts : db, pool, explained, nulls(sql), &program, &e) != ERR_NONE)
        fail_with(name, "cannot be prepared", sql);
    else if (!is_draft && !may_scan(name, sql) && scanned(&program) != NULL)
        fail_with(name, pool_format(pool, "reads all of %s", scanned(&program)), sql);
}

/* Sorting and filtering by every field that allows it. */
static void look_at_list(const struct table *table, const char *name)
{
    const char *text = list_statement(table, name);
    look(name, list_compose(pool, table, text, &(struct list_words){.where = "1 = 1"}));
    for (size_t i = 0; i < table->count; i++) {
        struct list_query query = {.filter_count = 1};
        struct rows rows;
        const struct field *f = &table->fields[i];
        if (f->column == NULL)
            continue;
        strcpy(query.filters[0].field, f->name);
        strcpy(query.filters[0].value, "!");
        if (!f->masked)
            strcpy(query.sort, f->name);
        strcpy(query.search, "x");
        if (list_read(db, pool, table, name, &query, nulls(text), &rows, NULL, &e) != ERR_NONE)
            fail_with(name, pool_format(pool, "cannot be filtered, sorted or searched by %s", f->name), e.text);
    }
}

/* A wide list is read along an index and ends with the page: nothing is sorted, and rows are looked up one by one. */
static void look_at_wide_list(const struct table *table)
{
    const struct field *order = table_field(table, table->order + (*table->order == '-'));
    bool joined = order->computes == COMPUTE_JOINED && order->from->required;
    const char *statement = db_statement_text(LIST_WIDE), *down = *table->order == '-' ? "desc" : "asc";
    struct rows program;

    look(LIST_WIDE, list_compose(pool, table, statement, &(struct list_words){.where = "1 = 1"}));
    if (list_has_own(table) || (order->type == FIELD_COMPUTED && !joined))
        return;
    const struct list_words words = {.where = "1 = 1",
                                     .order = pool_format(pool, "%s %s nulls %s, t.id %s", order->column, down,
                                                          *down == 'd' ? "last" : "first", down),
                                     .walked = joined ? order->from : NULL};
    const char *sql = pool_format(pool, "%s limit 17", list_compose(pool, table, statement, &words));
    OK(db_query_text(db, pool, pool_format(pool, "explain query plan %s", sql), nulls(sql), &program, &e));
    for (size_t i = 0; i < program.count; i++) {
        const char *step = rows_text(&program, i, "detail");
        bool along = strstr(step, "USING INDEX") != NULL || strstr(step, "USING COVERING INDEX") != NULL;
        if (strncmp(step, "SCAN", 4) == 0 && !along)
            fail_with(LIST_WIDE, pool_format(pool, "of %s does not go along its order: %s", table->name, step), sql);
        if (strstr(step, "TEMP B-TREE FOR ORDER BY") != NULL)
            fail_with(LIST_WIDE, pool_format(pool, "of %s is sorted", table->name), sql);
    }
}

static const struct table *table_of(const char *name)
{
    return table_find(pool_text_n(pool, name, strcspn(name, ".")));
}

static void no_statement_reads_a_big_table_from_end_to_end(void **state)
{
    (void)state;
    failures = 0;
    for (size_t i = 0; i < db_statement_count(); i++) {
        const char *name = db_statement_name(i), *text = db_statement_text(name);
        if (strstr(text, "{where}") == NULL)
            look(name, text);
        else if (table_of(name) != NULL)
            look_at_list(table_of(name), name);
        else if (strncmp(name, "stored.", 7) != 0)
            fail_with(name, "is a list of no table", text);
    }
    for (size_t i = 0; i < table_count(); i++)
        if (!table_at(i)->own_storage) {
            look_at_list(table_at(i), pool_format(pool, "%s.list", table_at(i)->name));
            look_at_list(table_at(i), pool_format(pool, "%s.list.deleted", table_at(i)->name));
            look_at_wide_list(table_at(i));
        }
    assert_int_equal(failures, 0);
}

/* The look itself must be able to see. */
static void a_scan_is_seen(void **state)
{
    struct rows program;
    (void)state;
    OK(db_query_text(db, pool, "explain select v.id from visit v where v.text = 'x'", NULL, &program, &e));
    assert_string_equal(scanned(&program), "visit");
    OK(db_query_text(db, pool, "explain select v.id from visit v where v.id = 1", NULL, &program, &e));
    assert_null(scanned(&program));
    OK(db_query_text(db, pool, "explain select r.id from visit r order by r.visited_at", NULL, &program, &e));
    assert_string_equal(scanned(&program), "visit"); /* by its index: all the same */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_scan_is_seen, open_all, close_all),
        cmocka_unit_test_setup_teardown(no_statement_reads_a_big_table_from_end_to_end, open_all, close_all),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}

/* Statements asked by the test itself, each with rows of the office for its binds: so that every one with a scope comes
 * by, and finds something. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_SAMPLES_H
#define WANGGE_TESTS_SESSION_NOWHERE_SAMPLES_H

#include "nowhere_replay.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/table/describe.h"

/* VARIED: by who is nowhere. Else as it is: a row of the answer for which of holds (any row, if NULL) must not be
 * there, or must. */
enum expect { VARIED, NOTHING, SOMETHING };

struct sample {
    const char *statement; /* or those that begin so: "NAME*" */
    const char *binds;     /* a query: each row has binds, named as its columns; NULL: the usual ones */
    const char *before;    /* statements, each with a semicolon at its end */
    enum expect expect;
    const char *of;
};

enum { ROWS_EACH = 12 };

#include "nowhere_samples.inc"

/* Binds that no sample names: a number, a text, or rows of a table. */
static const struct {
    const char *name, *text;
    int64_t number;
    const char *rows;
} usual[] = {
    {"today",     "2026-10-21",  0,          NULL                                            },
    {"begin",     "2026-10-01",  0,          NULL                                            },
    {"end",       "2026-10-31",  0,          NULL                                            },
    {"month",     "2026-10",     0,          NULL                                            },
    {"first",     "2026-01",     0,          NULL                                            },
    {"until",     NULL,          4000000000, NULL                                            },
    {"asof",      NULL,          4000000000, NULL                                            },
    {"limit",     NULL,          1000,       NULL                                            },
    {"contains",  "%",           0,          NULL                                            },
    {"prefix",    "%",           0,          NULL                                            },
    {"subject",   "grid_leader", 0,          NULL                                            },
    {"role",      "grid_leader", 0,          NULL                                            },
    {"category",  "",            0,          NULL                                            },
    {"level",     "",            0,          NULL                                            },
    {"field",     "",            0,          NULL                                            },
    {"login",     "",            0,          NULL                                            },
    {"stem",      "",            0,          NULL                                            },
    {"source",    "",            0,          NULL                                            },
    {"unit",      "",            0,          NULL                                            },
    {"channels",  "",            0,          NULL                                            },
    {"author",    "",            0,          NULL                                            },
    {"path",      "",            0,          NULL                                            },
    {"no",        "",            0,          NULL                                            },
    {"text",      "",            0,          NULL                                            },
    {"household", NULL,          0,          "select id from household order by id desc"     },
    {"person",    NULL,          0,          "select id from person order by id desc"        },
    {"house",     NULL,          0,          "select id from house order by id desc"         },
    {"area",      NULL,          0,          "select area as id from household group by area"},
    {"place",     NULL,          0,          "select id from special_place order by id desc" },
    {"sweep",     NULL,          0,          "select id from sweep order by id desc"         },
    {"visit",     NULL,          0,          "select id from visit order by id desc"         },
};

static int64_t first_of(struct db *db, struct pool *pool, const char *sql, size_t row)
{
    struct rows rows = {0};
    struct error e = {0};
    if (__real_db_query_text(db, pool, sql, NULL, &rows, &e) != ERR_NONE || rows.count == 0)
        return 0;
    return rows_int(&rows, row % rows.count, rows.names[0]);
}

static bool is_table(struct db *db, struct pool *pool, const char *name)
{
    struct rows rows = {0};
    struct error e = {0};
    return db_columns(db, pool, name, &rows, &e) == ERR_NONE && rows.count > 0;
}

static const char *table_named(struct pool *pool, const char *statement)
{
    static const char *const others[][2] = {
        {"case",             "case_file"  },
        {"user",             "account"    },
        {"file",             "stored_file"},
        {"inbox",            "inbox_line" },
        {"visit_review",     "visit"      },
        {"evaluation_state", "evaluation" },
        {"case_unit",        "case_file"  }
    };
    const char *table = pool_format(pool, "%.*s", (int)strcspn(statement, "."), statement);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(table, others[i][0]) == 0)
            return others[i][1];
    return table;
}

/* $id of a statement is that of a row of the table that it is named after. */
static struct bind usual_bind(struct db *db, struct pool *pool, const char *statement, const char *name, size_t row)
{
    if (strcmp(name, "id") == 0) {
        const char *table = table_named(pool, statement);
        const char *sql = pool_format(pool, "select id from \"%s\" order by id desc limit 12", table);
        return BIND_INT(name, is_table(db, pool, table) ? first_of(db, pool, sql, row) : 0);
    }
    if (strcmp(name, "now") == 0)
        return BIND_INT(name, clock_now());
    if (strcmp(name, "me") == 0)
        return BIND_INT(name, first_of(db, pool,
                                       "select created_by from case_file where created_by > 0 group by created_by "
                                       "order by count(*) desc limit 12",
                                       row));
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (strcmp(usual[i].name, name) == 0)
            return usual[i].rows != NULL   ? BIND_INT(name, first_of(db, pool, usual[i].rows, row))
                   : usual[i].text != NULL ? BIND_TEXT(name, usual[i].text)
                                           : BIND_INT(name, usual[i].number);
    return ends_with(name, "lo")   ? BIND_TEXT(name, "")
           : ends_with(name, "hi") ? BIND_TEXT(name, "~")
                                   : BIND_INT(name, 0);
}

static struct bind bind_of_row(const struct rows *given, size_t row, const char *name, bool *found)
{
    int column = given->columns == 0 ? -1 : rows_column(given, name);
    *found = column >= 0;
    if (!*found)
        return BIND_NULL(name);
    const struct value *v = &given->values[row * given->columns + (size_t)column];
    return (struct bind){.name = name, .type = v->type, .number = v->number, .real = v->real, .text = v->text};
}

/* All that stands in the text after a dollar. */
static size_t bind_sample(struct db *db, struct pool *pool, const struct scoped *s, const struct rows *given,
                          size_t row, struct bind *out)
{
    size_t n = 0;
    for (const char *at = s->text; *at != '\0' && n < MOST_BINDS;) {
        size_t skip = strncmp(at, "--", 2) == 0 ? strcspn(at, "\n") : 1;
        size_t length = *at == '$' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_0123456789") : 0;
        const char *name = pool_format(pool, "%.*s", (int)length, at + 1);
        bool found = length == 0;
        for (size_t i = 0; i < n && !found; i++)
            found = strcmp(out[i].name, name) == 0;
        if (!found) {
            out[n] = bind_of_row(given, row, name, &found);
            if (!found)
                out[n] = usual_bind(db, pool, s->name, name, row);
            n++;
        }
        at += length > 0 ? length + 1 : skip;
    }
    out[n] = (struct bind){.name = NULL};
    return n;
}

static const struct table *table_of_list(struct pool *pool, const struct scoped *s)
{
    const char *name = pool_format(pool, "%.*s", (int)strcspn(s->name, "."), s->name);
    if (strstr(s->text, "{where}") == NULL)
        return NULL;
    return table_find(strcmp(name, "stored") == 0 ? "facility" : name);
}

static void ask_sample(struct db *db, struct pool *pool, struct scoped *s, const struct bind *binds)
{
    static const struct list_query all = {.limit = 1000};
    const struct table *table = table_of_list(pool, s);
    size_t skip = strspn(s->text, " \n");
    bool changes = strncmp(s->text + skip, "update", 6) == 0 || strncmp(s->text + skip, "delete", 6) == 0;
    struct asking a = {.how = changes ? EXECUTED : table != NULL ? LISTED : QUERIED, .db = db, .binds = binds};
    a.table = table;
    a.statement = s->name;
    a.query = &all;
    if (table == NULL && strstr(s->text, "{where}") != NULL)
        tell("%s is no list of a table", s->name);
    else
        try_statement(&a, s);
}

/* The rows of the answer that are meant, of a list too. */
static const char *meant(struct pool *pool, const char *text, const char *of)
{
    static const char *const words[][2] = {
        {"{where}", "1 = 1"},
        {"{order}", "1"    }
    };
    struct buffer out = {0};
    buffer_format(&out, "select 1 as found from (");
    while (*text != '\0') {
        size_t k = 0;
        while (k < 2 && strncmp(text, words[k][0], strlen(words[k][0])) != 0)
            k++;
        if (k < 2)
            buffer_add_text(&out, words[k][1]);
        else
            buffer_add_char(&out, *text);
        text += k < 2 ? strlen(words[k][0]) : 1;
    }
    buffer_format(&out, "\n) q where %s limit 1", of == NULL ? "1 = 1" : of);
    const char *kept = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return kept;
}

/* As it is: each of the statements without a condition has to tell otherwise at some time. */
static void expect_sample(struct db *db, struct pool *pool, struct scoped *s, const struct sample *sample,
                          const struct bind *binds)
{
    const struct asking a = {.how = QUERIED, .db = db, .binds = binds};
    bool wanted = sample->expect == SOMETHING;
    if (brings(&a, s, meant(pool, s->text, sample->of), binds, NULL, NULL) != wanted) {
        tell("%s: a sample shows %s", s->name, wanted ? "nothing" : "something");
        return;
    }
    for (size_t i = s->first; i < s->first + s->count; i++) {
        tally->tried[i]++;
        if (tally->noticed[i] == 0 &&
            brings(&a, s, meant(pool, scopes.mutants[i].text, sample->of), binds, NULL, NULL) != wanted) {
            tally->noticed[i]++;
            snprintf(tally->by[i], sizeof tally->by[i], "sample that shows %s", wanted ? "something" : "nothing");
        }
    }
}

static void try_sample(struct db *db, struct scoped *s, const struct sample *sample)
{
    struct pool *pool = pool_new();
    struct rows given = {0};
    struct error e = {0};
    struct bind binds[MOST_BINDS + 1];
    s->tries[0] = s->tries[1] = s->seen_hashes = 0;
    run_sql(db, "savepoint sample");
    for (const char *at = sample == NULL ? NULL : sample->before; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, ";");
        run_sql(db, pool_format(pool, "%.*s", (int)n, at));
        at += n + (at[n] == ';');
    }
    if (sample != NULL && sample->binds != NULL &&
        __real_db_query_text(db, pool, sample->binds, NULL, &given, &e) != ERR_NONE)
        tell("sample of %s: %s", s->name, e.text);
    size_t rows = given.columns == 0 ? ROWS_EACH : given.count;
    for (size_t row = 0; row < rows && row < 4 * ROWS_EACH; row++) {
        bind_sample(db, pool, s, &given, row, binds);
        if (sample == NULL || sample->expect == VARIED)
            ask_sample(db, pool, s, binds);
        else
            expect_sample(db, pool, s, sample, binds);
    }
    run_sql(db, "rollback to sample");
    run_sql(db, "release sample");
    pool_free(&pool);
}

/* The usual one too. */
static void try_samples(struct db *db)
{
    scopes.busy = true;
    for (size_t i = 0; i < scopes.count; i++) {
        scopes.running = "sample";
        try_sample(db, &scopes.rows[i], NULL);
        for (size_t k = 0; k < sizeof samples / sizeof samples[0]; k++)
            if (is_named(samples[k].statement, scopes.rows[i].name))
                try_sample(db, &scopes.rows[i], &samples[k]);
    }
    scopes.busy = false;
}

#endif

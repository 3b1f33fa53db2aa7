/* Whoever is nowhere sees nothing: each statement with a scope that comes by is asked once more, there and then, by
 * somebody who is nowhere (nowhere_variants.h), as it reads and without one of its conditions. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_REPLAY_H
#define WANGGE_TESTS_SESSION_NOWHERE_REPLAY_H

#include "nowhere_conditions.h"
#include "nowhere_rows.h"
#include "nowhere_variants.h"

#include "wangge/db/db.h"
#include "wangge/table/list.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
    MOST_SCOPED = 400,
    MOST_MUTANTS = 2000,
    MOST_TOLD = 400,
    MOST_BINDS = 64,
    TRIES_EACH = 60, /* of a statement, by one process, with something to see; as many without */
    SAME_EACH = 2    /* of these with the same binds */
};

/* A statement with conditions on the scope, and one without one of them for each of those. */
struct scoped {
    const char *name, *text;
    const struct exception *exception;
    size_t first, count;
    int tries[2], seen_hashes;
    uint64_t hashes[2 * TRIES_EACH];
};

struct mutant {
    const char *text;
    const struct scoped *of;
    char what[160];
};

static struct {
    struct scoped rows[MOST_SCOPED];
    size_t count;
    struct mutant mutants[MOST_MUTANTS];
    size_t mutant_count;
    struct pool *pool;
    bool busy;
    const char *running, *put_name, *put_text; /* what is tried now; a statement that reads otherwise */
    bool asked[MOST_SCOPED];                   /* statements that a list is composed of */
    /* What is composed in the program reads otherwise: without the condition of that number. */
    const char *(*composing)(struct pool *pool, const char *sql);
    size_t composed, dropped;
    int64_t nobody, joined;
} scopes;

/* What all processes found. */
static struct tally {
    _Atomic int came[MOST_SCOPED], noticed[MOST_MUTANTS], tried[MOST_MUTANTS], needed[MOST_EXCEPTIONS];
    char by[MOST_MUTANTS][60];
    _Atomic int told;
    char tell[MOST_TOLD][200];
} * tally;

__attribute__((format(printf, 1, 2))) static void tell(const char *format, ...)
{
    char line[sizeof tally->tell[0]];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    for (int i = 0; i < tally->told && i < MOST_TOLD; i++)
        if (strcmp(tally->tell[i], line) == 0)
            return;
    int at = tally->told++;
    if (at < MOST_TOLD)
        memcpy(tally->tell[at], line, sizeof line);
}

static void tally_begin(void)
{
    tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tally == MAP_FAILED)
        abort();
}

/* ---- the statements */

static const char *const parameters[] = {"$lo",        "$hi",        "$own",      "$me",
                                         "$secret_lo", "$secret_hi", "$visit_lo", "$visit_hi",
                                         "$visit_own", "$person_lo", "$person_hi"};

/* On one line. */
static void tell_piece(struct mutant *m, const char *text, const struct piece *piece)
{
    int n = snprintf(m->what, sizeof m->what, "%s: ", m->of->name);
    for (size_t i = piece->from; i < piece->to && (size_t)n + 2 < sizeof m->what; i++)
        if (!isspace((unsigned char)text[i]) || m->what[n - 1] != ' ')
            m->what[n++] = isspace((unsigned char)text[i]) ? ' ' : text[i];
    while (m->what[n - 1] == ' ')
        n--;
    m->what[n] = '\0';
}

static bool asks_scope(const char *text, size_t at)
{
    for (size_t k = 0; text[at] == '$' && k < sizeof parameters / sizeof parameters[0]; k++)
        if (word_at(text, at + 1, parameters[k] + 1))
            return true;
    return false;
}

static void list_mutants_of(struct scoped *s)
{
    struct piece had[200];
    s->first = scopes.mutant_count;
    for (size_t at = 0; s->text[at] != '\0'; at++) {
        struct piece piece;
        bool again = false;
        if (!asks_scope(s->text, at) || !condition_at(s->text, at, &piece))
            continue;
        for (size_t p = 0; p < s->count; p++)
            again = again || (had[p].from == piece.from && had[p].to == piece.to);
        if (again || s->count == sizeof had / sizeof had[0] || scopes.mutant_count == MOST_MUTANTS)
            continue;
        had[s->count++] = piece;
        struct mutant *m = &scopes.mutants[scopes.mutant_count++];
        *m = (struct mutant){.of = s, .text = without(scopes.pool, s->text, &piece)};
        tell_piece(m, s->text, &piece);
    }
}

/* Also of names that end with a star. */
static bool is_named(const char *pattern, const char *name)
{
    size_t n = strlen(pattern);
    return pattern[n - 1] == '*' ? strncmp(pattern, name, n - 1) == 0 : strcmp(pattern, name) == 0;
}

static const struct exception *exception_of(const char *name)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++)
        if (is_named(exceptions[i].statement, name))
            return &exceptions[i];
    return NULL;
}

static const char *in_pool(const char *text)
{
    return pool_text(scopes.pool, text);
}

const char *__real_db_statement_text(const char *name);

static void list_scoped(void)
{
    pool_free(&scopes.pool);
    scopes.pool = pool_new();
    scopes.count = scopes.mutant_count = 0;
    for (size_t i = 0; i < db_statement_count() && scopes.count < MOST_SCOPED; i++) {
        struct scoped *s = &scopes.rows[scopes.count];
        const char *name = db_statement_name(i);
        *s = (struct scoped){.name = in_pool(name), .text = in_pool(__real_db_statement_text(name))};
        list_mutants_of(s);
        s->exception = exception_of(name);
        scopes.count += s->count > 0;
    }
}

static struct scoped *find_scoped(const char *name)
{
    size_t low = 0, high = scopes.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = strcmp(scopes.rows[middle].name, name);
        if (c == 0)
            return &scopes.rows[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---- asking */

struct asking {
    enum { QUERIED, EXECUTED, LISTED } how;
    struct db *db;
    const struct bind *binds;
    const struct table *table; /* of a list */
    const char *statement;
    const struct list_query *query;
};

enum err __real_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e);
enum err __wrap_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e);
enum err __real_db_query_text(struct db *db, struct pool *pool, const char *sql, const struct bind *binds,
                              struct rows *out, struct error *e);
enum err __wrap_db_query_text(struct db *db, struct pool *pool, const char *sql, const struct bind *binds,
                              struct rows *out, struct error *e);
enum err __real_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed,
                           struct error *e);
enum err __wrap_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed,
                           struct error *e);
enum err __real_list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                          const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                          struct error *e);
enum err __wrap_list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                          const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                          struct error *e);
const char *__wrap_db_statement_text(const char *name);

static bool is_nothing(const struct value *v)
{
    return v->type == VALUE_NULL || (v->type == VALUE_INT && v->number == 0) ||
           (v->type == VALUE_REAL && v->real == 0) || (v->type == VALUE_TEXT && *v->text == '\0');
}

/* Words between blanks. */
static bool is_among(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* Only these columns, or all. */
static bool shows_values(const struct rows *rows, const char *columns)
{
    for (size_t i = 0; i < rows->count; i++)
        for (size_t c = 0; c < rows->columns; c++)
            if ((columns == NULL || is_among(columns, rows->names[c])) &&
                !is_nothing(&rows->values[i * rows->columns + c]))
                return true;
    return false;
}

static void run_sql(struct db *db, const char *sql)
{
    struct error e = {0};
    if (db_execute_text(db, sql, NULL, NULL, &e) != ERR_NONE)
        tell("%s: %s: %s", scopes.running, sql, e.text);
}

static bool executes(const struct asking *a, const char *text, const struct bind *binds)
{
    int64_t changed = 0;
    struct error e = {0};
    enum err r = db_execute_text(a->db, text, binds, &changed, &e);
    return r == ERR_NONE && changed > 0;
}

static bool lists(const struct asking *a, const struct scoped *s, const char *text, const struct bind *binds,
                  const char *columns)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    int64_t total = 0;
    scopes.put_name = text == s->text ? NULL : s->name;
    scopes.put_text = text;
    enum err r = __real_list_read(a->db, pool, a->table, a->statement, a->query, binds, &rows, &total, &e);
    scopes.put_name = NULL;
    bool any = r == ERR_NONE && (columns != NULL ? shows_values(&rows, columns) : total > 0 || rows.count > 0);
    pool_free(&pool);
    return any;
}

static bool queries(const struct asking *a, const struct scoped *s, const char *text, const struct bind *binds,
                    const char *columns)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    if (__real_db_query_text(a->db, pool, text, binds, &rows, &e) != ERR_NONE)
        tell("%s: %s: %.100s", s->name, e.text, text);
    bool any = shows_values(&rows, columns);
    pool_free(&pool);
    return any;
}

/* Does it show, or change, anything? What it changes is undone. */
static bool brings(const struct asking *a, const struct scoped *s, const char *text, const struct bind *binds,
                   const char *before, const char *columns)
{
    bool apart = before != NULL || a->how == EXECUTED;
    if (apart)
        run_sql(a->db, "savepoint nowhere");
    if (before != NULL)
        run_sql(a->db, before);
    bool any = a->how == EXECUTED ? executes(a, text, binds)
               : a->how == LISTED ? lists(a, s, text, binds, columns)
                                  : queries(a, s, text, binds, columns);
    if (apart) {
        run_sql(a->db, "rollback to nowhere");
        run_sql(a->db, "release nowhere");
    }
    return any;
}

/* ---- the binds of a variant */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n == m ? strcmp(name, end) == 0 : n > m && name[n - m - 1] == '_' && strcmp(name + n - m, end) == 0;
}

static bool is_scope(const char *name)
{
    for (size_t k = 0; k < sizeof parameters / sizeof parameters[0]; k++)
        if (strcmp(name, parameters[k] + 1) == 0)
            return true;
    return false;
}

static struct bind bound(const struct variant *v, const struct bind *was)
{
    const char *name = was->name;
    int64_t me = v->who == NOBODY ? scopes.nobody : scopes.joined;
    if (!is_scope(name))
        return *was;
    if (strcmp(name, "me") == 0)
        return v->who == WHOEVER ? *was : BIND_INT(name, me);
    if (ends_with(name, "own"))
        return BIND_INT(name, v->own);
    bool secret = strncmp(name, "secret_", 7) == 0, other = strchr(name, '_') != NULL && !secret;
    if (other && v->secret_lo == v->secret_hi)
        return BIND_TEXT(name, "");
    if (ends_with(name, "lo"))
        return BIND_TEXT(name, secret ? v->secret_lo : v->lo);
    return BIND_TEXT(name, secret ? v->secret_hi : v->hi);
}

static void bind_all(const struct variant *v, const struct exception *x, const struct bind *binds, struct bind *out)
{
    size_t n = 0;
    for (; binds != NULL && binds[n].name != NULL && n < MOST_BINDS; n++) {
        out[n] = bound(v, &binds[n]);
        if (x != NULL && x->bind != NULL && is_among(x->bind, binds[n].name))
            out[n] = x->text != NULL ? BIND_TEXT(binds[n].name, x->text) : BIND_INT(binds[n].name, 0);
    }
    out[n] = (struct bind){.name = NULL};
}

static bool has_parameter(const char *text, const char *name)
{
    for (const char *at = strchr(text, '$'); *name != '\0' && at != NULL; at = strchr(at + 1, '$'))
        if (word_at(text, (size_t)(at + 1 - text), name))
            return true;
    return *name == '\0';
}

static bool applies(const struct variant *v, const struct exception *x, const char *text)
{
    if (v->asked && (x == NULL || (x->more & (1u << (v - variants))) == 0))
        return false;
    if (v->before != NULL && strcmp(v->before, ALL_DRAFTS) == 0 && strstr(text, "<> 'draft' or") == NULL)
        return false;
    return has_parameter(text, v->uses);
}

/* ---- trying */

static void try_mutants(const struct asking *a, const struct scoped *s, const struct variant *v,
                        const struct bind *binds)
{
    const char *columns = s->exception == NULL ? NULL : s->exception->columns;
    for (size_t i = s->first; i < s->first + s->count; i++) {
        tally->tried[i]++;
        if (tally->noticed[i] == 0 && brings(a, s, scopes.mutants[i].text, binds, v->before, columns)) {
            tally->noticed[i]++;
            snprintf(tally->by[i], sizeof tally->by[i], "%s", scopes.running);
        }
    }
}

static void try_variant(const struct asking *a, const struct scoped *s, int k)
{
    const struct exception *x = s->exception;
    struct bind binds[MOST_BINDS + 1], plain[MOST_BINDS + 1];
    const struct variant *v = &variants[k];
    bool waived = x != NULL && (x->not &(1u << k)) != 0;
    bind_all(v, x, a->binds, binds);
    bind_all(v, NULL, a->binds, plain);
    if (x != NULL && (v->asked || brings(a, s, s->text, plain, v->before, NULL)))
        tally->needed[x - exceptions]++;
    if (waived)
        return;
    if (brings(a, s, s->text, binds, v->before, x == NULL ? NULL : x->columns))
        tell("%s shows something to %s", s->name, variant_names[k]);
    else
        try_mutants(a, s, v, binds);
}

static uint64_t hash_of(const struct bind *binds)
{
    uint64_t h = 1469598103934665603u;
    for (; binds != NULL && binds->name != NULL; binds++) {
        const char *text = binds->text == NULL ? "" : binds->text;
        if (is_scope(binds->name))
            continue;
        h = (h ^ (uint64_t)binds->number) * 1099511628211u;
        for (; *text != '\0'; text++)
            h = (h ^ (unsigned char)*text) * 1099511628211u;
    }
    return h;
}

/* Not for ever the same. */
static bool is_worth(struct scoped *s, const struct asking *a)
{
    static const struct variant all = {.lo = "", .hi = "~", .secret_lo = "", .secret_hi = "~", .uses = ""};
    struct bind binds[MOST_BINDS + 1];
    uint64_t hash = hash_of(a->binds) ^ (uint64_t)(uintptr_t)a->table;
    int same = 0;
    if (s->tries[0] >= TRIES_EACH && s->tries[1] >= TRIES_EACH)
        return false;
    for (int i = 0; i < s->seen_hashes; i++)
        same += s->hashes[i] == hash;
    if (same >= SAME_EACH)
        return false;
    bind_all(&all, s->exception, a->binds, binds);
    bool any = brings(a, s, s->text, binds, NULL, NULL);
    if (s->tries[any]++ >= TRIES_EACH)
        return false;
    s->hashes[s->seen_hashes++] = hash;
    return true;
}

static void try_statement(const struct asking *a, struct scoped *s)
{
    tally->came[s - scopes.rows]++;
    if (is_worth(s, a))
        for (int k = 0; k < VARIANTS; k++)
            if (applies(&variants[k], s->exception, s->text))
                try_variant(a, s, k);
}

/* False when nothing is to be tried now. */
static bool begin_try(void)
{
    if (scopes.busy || scopes.nobody == 0)
        return false;
    if (scopes.count == 0)
        list_scoped();
    scopes.busy = true;
    return true;
}

static void try_named(struct db *db, const char *name, const struct bind *binds, bool execute)
{
    struct scoped *s = find_scoped(name);
    const struct asking a = {.how = execute ? EXECUTED : QUERIED, .db = db, .binds = binds};
    if (s != NULL)
        try_statement(&a, s);
}

/* Each statement that the list is composed of. */
static void try_list(const struct asking *a)
{
    bool asked[MOST_SCOPED];
    struct bind binds[MOST_BINDS + 1];
    memset(scopes.asked, 0, sizeof scopes.asked);
    bind_all(&variants[BELOW_ALL], NULL, a->binds, binds);
    lists(a, &scopes.rows[0], scopes.rows[0].text, binds, NULL);
    memcpy(asked, scopes.asked, sizeof asked);
    for (size_t i = 0; i < scopes.count; i++)
        if (asked[i])
            try_statement(a, &scopes.rows[i]);
}

/* ---- where the program asks; the linker puts these before the functions of the program (mk/test.mk) */

enum err __wrap_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e)
{
    if (begin_try()) {
        try_named(db, name, binds, false);
        scopes.busy = false;
    }
    return __real_db_query(db, pool, name, binds, out, e);
}

enum err __wrap_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed, struct error *e)
{
    if (begin_try()) {
        try_named(db, name, binds, true);
        scopes.busy = false;
    }
    return __real_db_execute(db, name, binds, changed, e);
}

/* Of a statement as it stands in its file, or one that nowhere_composed.h asks for. */
enum err __wrap_db_query_text(struct db *db, struct pool *pool, const char *sql, const struct bind *binds,
                              struct rows *out, struct error *e)
{
    if (scopes.composing != NULL && has_parameter(sql, "lo"))
        return __real_db_query_text(db, pool, scopes.composing(pool, sql), binds, out, e);
    if (strchr(sql, '$') != NULL && begin_try()) {
        for (size_t i = 0; i < scopes.count; i++)
            if (strcmp(scopes.rows[i].text, sql) == 0)
                try_named(db, scopes.rows[i].name, binds, false);
        scopes.busy = false;
    }
    return __real_db_query_text(db, pool, sql, binds, out, e);
}

enum err __wrap_list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                          const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                          struct error *e)
{
    const struct asking a = {
        .how = LISTED, .db = db, .binds = binds, .table = table, .statement = statement, .query = query};
    if (begin_try()) {
        try_list(&a);
        scopes.busy = false;
    }
    return __real_list_read(db, pool, table, statement, query, binds, out, total, e);
}

const char *__wrap_db_statement_text(const char *name)
{
    struct scoped *s = scopes.busy ? find_scoped(name) : NULL;
    if (s != NULL)
        scopes.asked[s - scopes.rows] = true;
    if (scopes.put_name != NULL && strcmp(scopes.put_name, name) == 0)
        return scopes.put_text;
    return __real_db_statement_text(name);
}

#endif

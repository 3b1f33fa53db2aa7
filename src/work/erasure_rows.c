/* The rows of a person become nobody's. */
#include "erasure_inside.h"
#include "row_follow.h"
#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/blank.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/draft.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LIVING_HERE "1"
#define MOVED_OUT   "2"

static void add(int64_t *rows, int64_t more)
{
    if (rows != NULL)
        *rows += more;
}

/* The rows of a described table that belong to the person. */
static enum err blank_register(struct work *work, const struct table *table, int64_t person, int64_t *rows,
                               struct error *e)
{
    struct pool *pool = pool_new();
    struct rows found = {0};
    enum err r = blank_linked(work->db, pool, table, table_field(table, "person"), person, &found, e);
    for (size_t i = 0; r == ERR_NONE && i < found.count; i++) {
        int64_t id = rows_int(&found, i, "id");
        r = blank_row(work->db, table, id, NULL, work->actor.user, e);
        if (r == ERR_NONE)
            r = db_execute(work->drafts, "draft.of_row", BINDS(BIND_TEXT("form", table->name), BIND_INT("object", id)),
                           NULL, e);
    }
    add(rows, (int64_t)found.count);
    pool_free(&pool);
    return r;
}

enum err erasure_of_registers(struct work *work, int64_t person, int64_t *rows, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct field *link = table_field(table_at(i), "person");
        if (!table_at(i)->own_storage && link != NULL && link->type == FIELD_LINK && strcmp(link->link, "person") == 0)
            r = blank_register(work, table_at(i), person, rows, e);
    }
    return r;
}

/* Every statement whose name begins so: one that is added is not forgotten. */
static enum err run_all(struct work *work, const char *prefix, const struct bind *binds, int64_t *rows, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < db_statement_count(); i++) {
        int64_t some = 0;
        if (strncmp(db_statement_name(i), prefix, strlen(prefix)) != 0)
            continue;
        r = db_execute(work->db, db_statement_name(i), binds, &some, e);
        add(rows, some);
    }
    return r;
}

enum err erasure_of_linked(struct work *work, int64_t person, const char *name, int64_t *rows, struct error *e)
{
    if (name == NULL)
        return run_all(work, "erasure.linked.", BINDS(BIND_INT("person", person)), rows, e);
    return run_all(work, "erasure.named.", BINDS(BIND_INT("person", person), BIND_TEXT("name", name)), rows, e);
}

/* What stays of the row: sex, the month of birth, the grid, codes. */
static void nobody(const struct record *person, struct record *out)
{
    const char *birth = record_get(person, "birth");
    char month[16];
    snprintf(month, sizeof month, "%.7s-01", birth);
    record_set(out, "name", BLANK_TEXT);
    record_set(out, "birth", strlen(birth) == 10 ? month : birth);
    record_set(out, "household", "");
    record_set(out, "relation", "");
    if (strcmp(record_get(person, "state"), LIVING_HERE) == 0 || *record_get(person, "state") == '\0')
        record_set(out, "state", MOVED_OUT);
}

enum err erasure_of_person(struct work *work, int64_t person, int64_t *rows, struct error *e)
{
    const struct table *table = table_find("person");
    struct record *before = record_new(), *after = record_new(), *also = record_new();
    enum err r = store_read_any(work->db, table, person, "", "~", before, e);
    bool alive = *record_get(before, "deleted_at") == '\0';

    nobody(before, also);
    if (r == ERR_NONE)
        r = blank_row(work->db, table, person, also, work->actor.user, e);
    if (r == ERR_NONE)
        r = store_read_any(work->db, table, person, "", "~", after, e);
    if (r == ERR_NONE && alive)
        r = row_follow(work, table, person, before, after, BECAUSE("change"), e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "erasure.residence", BINDS(BIND_INT("person", person)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->drafts, "draft.of_row", BINDS(BIND_TEXT("form", "person"), BIND_INT("object", person)),
                       NULL, e);
    add(rows, r == ERR_NONE);
    record_free(&before);
    record_free(&after);
    record_free(&also);
    return r;
}

enum err erasure_of_rows(struct work *work, int64_t person, int64_t *rows, struct error *e)
{
    struct pool *pool = pool_new();
    struct erasure_words words;
    enum err r = erasure_words(work, pool, person, &words, e);
    if (r == ERR_NONE)
        r = erasure_of_registers(work, person, rows, e);
    for (size_t i = 0; r == ERR_NONE && words.names[i] != NULL; i++)
        r = erasure_of_linked(work, person, words.names[i], rows, e);
    if (r == ERR_NONE)
        r = erasure_of_linked(work, person, NULL, rows, e);
    if (r == ERR_NONE)
        r = erasure_of_person(work, person, rows, e);
    pool_free(&pool);
    return r;
}

/* --- what is searched for */

static enum err is_alone(struct work *work, const char *statement, const char *parameter, int64_t person,
                         const char *word, bool *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, statement, BINDS(BIND_INT("person", person), BIND_TEXT(parameter, word)), &rows, e);
    *out = r == ERR_NONE && rows_int(&rows, 0, "n") == 0;
    pool_free(&pool);
    return r;
}

static enum err add_alone(struct work *work, const char *statement, const char *parameter, int64_t person,
                          const char *word, struct erasure_words *out, size_t *n, struct error *e)
{
    bool alone = false;
    enum err r = is_alone(work, statement, parameter, person, word, &alone, e);
    if (r == ERR_NONE && alone && *n < ERASURE_WORDS)
        out->all[(*n)++] = word;
    return r;
}

enum err erasure_words(struct work *work, struct pool *pool, int64_t person, struct erasure_words *out, struct error *e)
{
    struct rows row = {0};
    size_t n = 0, names = 0;
    *out = (struct erasure_words){0};
    enum err r = db_query(work->db, pool, "erasure.person", BINDS(BIND_INT("person", person)), &row, e);
    if (r != ERR_NONE || row.count == 0)
        return r == ERR_NONE ? error_set(e, ERR_NOT_FOUND, NULL, _("There is no such entry in your area.")) : r;
    if (strlen(rows_text(&row, 0, "citizen_id")) >= 15)
        out->all[n++] = rows_text(&row, 0, "citizen_id");
    char *phones = pool_text(pool, rows_text(&row, 0, "phone"));
    for (char *rest = phones, *phone; r == ERR_NONE && (phone = strsep(&rest, ";")) != NULL;)
        if (strlen(phone) >= 7)
            r = add_alone(work, "erasure.phone_of_others", "phone", person, phone, out, &n, e);
    static const char *const fields[] = {"name", "former_name"};
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(fields); i++) {
        const char *name = rows_text(&row, 0, fields[i]);
        if (text_count(name) < 2 || strcmp(name, BLANK_TEXT) == 0)
            continue;
        out->names[names++] = name;
        r = add_alone(work, "erasure.namesakes", "name", person, name, out, &n, e);
    }
    return r;
}

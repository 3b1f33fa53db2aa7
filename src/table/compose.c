#include "compose.h"

#include "join.h"
#include "stored.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"

#include <stdio.h>
#include <string.h>

#define WHERE "{where}"
#define ORDER "order by {order}"

bool list_has_own(const struct table *table)
{
    char own[64];
    snprintf(own, sizeof own, "%s.list", table->name);
    return db_statement_text(own) != NULL;
}

const char *list_statement(const struct table *table, const char *name)
{
    char own[64], shared[64];
    snprintf(own, sizeof own, "%s.list", table->name);
    if (name == NULL)
        name = own;
    const char *dot = strchr(name, '.'), *text = db_statement_text(name);
    if (text == NULL && !table->own_storage && dot != NULL) {
        snprintf(shared, sizeof shared, "stored%s", dot);
        text = db_statement_text(shared);
    }
    if (text == NULL)
        log_fatal("there is no statement %s", name);
    return text;
}

/* The rows of the table, or for each row that the link leads to those that lead there. */
static const char *rows_of(struct pool *pool, const struct table *table, const struct field *walked)
{
    const char *own = pool_format(pool, "\"%s\" t", table->stored_in);
    if (walked == NULL)
        return own;
    return pool_format(pool, "\"%s\" \"%s\" cross join %s", join_target(walked), join_name(pool, walked), own);
}

static const char *condition(struct pool *pool, const struct list_words *words)
{
    if (words->walked == NULL)
        return words->where;
    return pool_format(pool, "t.\"%s\" = \"%s\".id and %s", words->walked->name, join_name(pool, words->walked),
                       words->where);
}

const char *list_compose(struct pool *pool, const struct table *table, const char *statement,
                         const struct list_words *given)
{
    bool own = table->own_storage;
    const char *columns = own ? ""
                          : given->counted
                              ? "t.\"id\""
                              : pool_format(pool, "%s%s", stored_columns(pool, table), join_columns(pool, table));
    const char *ordered = given->order == NULL ? "" : pool_format(pool, "order by %s", given->order);
    const char *const words[][2] = {
        {WHERE,     condition(pool,                     given)},
        {ORDER,         ordered                                      },
        {"{table}",         table->stored_in},
        {"{rows}",         own ? "" : rows_of(pool,                                        table, given->walked)},
        {"{joins}",    own ? "" : join_tables_but(pool,table, given->walked)},
        {"{columns}", columns},
    };
    struct buffer sql = {0};
    if (strstr(statement, WHERE) == NULL || strstr(statement, ORDER) == NULL)
        log_fatal("a list statement needs " WHERE " and " ORDER ": %.60s", statement);
    while (*statement != '\0') {
        size_t i = 0;
        while (i < COUNT_OF(words) && strncmp(statement, words[i][0], strlen(words[i][0])) != 0)
            i++;
        if (i < COUNT_OF(words)) {
            buffer_add_text(&sql, words[i][1]);
            statement += strlen(words[i][0]);
        } else {
            buffer_add_char(&sql, *statement++);
        }
    }
    const char *whole = pool_text(pool, buffer_text(&sql));
    buffer_free(&sql);
    return whole;
}

#include "compose.h"

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

const char *list_compose(struct pool *pool, const struct table *table, const char *statement, const char *where,
                         const char *order)
{
    const char *columns = table->own_storage ? "" : stored_columns(pool, table);
    const char *ordered = order == NULL ? "" : pool_format(pool, "order by %s", order);
    const char *const words[][2] = {
        {WHERE,       where           },
        {ORDER,       ordered         },
        {"{table}",   table->stored_in},
        {"{columns}", columns         },
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

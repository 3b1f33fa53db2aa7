#include "compose.h"

#include "stored.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"

#include <stdio.h>
#include <string.h>

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
    const struct {
        const char *word, *text;
    } words[] = {
        {"{where}", where},
        {                                                      "{order}",    order     },
        {                                              "{table}",         table->stored_in   },
        { "{columns}",         table->own_storage ? "" : stored_columns(pool,               table)},
    };
    struct buffer sql = {0};
    if (strstr(statement, "{where}") == NULL || strstr(statement, "{order}") == NULL)
        log_fatal("a list statement needs {where} and {order}: %.60s", statement);
    for (size_t n; *statement != '\0'; statement += n) {
        const char *text = NULL;
        n = 1;
        for (size_t i = 0; *statement == '{' && text == NULL && i < COUNT_OF(words); i++)
            if (strncmp(statement, words[i].word, strlen(words[i].word)) == 0) {
                text = words[i].text;
                n = strlen(words[i].word);
            }
        buffer_add(&sql, text == NULL ? statement : text, text == NULL ? n : strlen(text));
    }
    const char *whole = pool_text(pool, buffer_text(&sql));
    buffer_free(&sql);
    return whole;
}

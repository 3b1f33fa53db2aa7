#include "stored.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"

#include <string.h>

struct loader {
    const char *sql;
    size_t count;
    const struct field **fields;
    struct bind *binds; /* one a column, and the end */
};

struct loader *store_loader(struct pool *pool, const struct table *table)
{
    struct loader *loader = pool_new_piece(pool, 1, sizeof *loader);
    struct buffer names = {0}, values = {0};

    loader->count = stored_count(table);
    loader->fields = pool_new_piece(pool, loader->count, sizeof(void *));
    loader->binds = pool_new_piece(pool, loader->count + 1, sizeof *loader->binds);
    for (size_t i = 0; i < loader->count; i++) {
        const struct field *f = loader->fields[i] = stored_column(table, i);
        buffer_format(&names, "%s\"%s\"", i == 0 ? "" : ", ", f->name);
        buffer_format(&values, "%s$%s", i == 0 ? "" : ", ", f->name);
    }
    loader->sql = pool_format(pool, "insert into \"%s\" (%s) values (%s)", table->stored_in, buffer_text(&names),
                              buffer_text(&values));
    buffer_free(&names);
    buffer_free(&values);
    return loader;
}

enum err store_load(struct db *db, struct loader *loader, const struct record *record, int64_t id, int64_t by,
                    struct error *e)
{
    for (size_t i = 0; i < loader->count; i++) {
        const char *name = loader->fields[i]->name;
        struct bind *b = &loader->binds[i];
        if (strcmp(name, "id") == 0)
            *b = BIND_INT(name, id);
        else if (strcmp(name, "version") == 0)
            *b = BIND_INT(name, 1);
        else if (strcmp(name, "created_by") == 0 || strcmp(name, "updated_by") == 0)
            *b = BIND_INT(name, by);
        else if (strcmp(name, "created_at") == 0 || strcmp(name, "updated_at") == 0)
            *b = BIND_INT(name, clock_now());
        else if (strcmp(name, "deleted_at") == 0)
            *b = BIND_NULL(name);
        else
            *b = type_bind(name, loader->fields[i]->type, record_get(record, name));
    }
    return db_execute_text(db, loader->sql, loader->binds, NULL, e);
}

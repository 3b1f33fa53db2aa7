#include "wangge/work/link.h"

#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/work/area.h"
#include "wangge/work/household.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <string.h>

#define MOST 20

static bool is_digits(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The only row whose column is text itself, else the only row at all. */
static enum err pick(const struct rows *rows, const char *const columns[], const char *text, int64_t *id,
                     struct error *e)
{
    for (size_t c = 0; columns[c] != NULL; c++) {
        size_t found = 0;
        for (size_t r = 0; r < rows->count; r++) {
            if (strcmp(rows_text(rows, r, columns[c]), text) != 0)
                continue;
            *id = rows_int(rows, r, "id");
            found++;
        }
        if (found == 1)
            return ERR_NONE;
    }
    if (rows->count == 0)
        return error_set(e, ERR_NOT_FOUND, NULL, _("Nothing is called \"%s\" here."), text);
    if (rows->count > 1)
        return error_set(e, ERR_INVALID, NULL, _("More than one is called \"%s\"; say it more exactly."), text);
    *id = rows_int(rows, 0, "id");
    return ERR_NONE;
}

static enum err find_area(struct work *work, struct pool *pool, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"code", "name", NULL};
    struct rows rows = {0};
    bool by_code = is_digits(text);
    enum err r = by_code ? area_find(work, pool, text, &rows, e) : area_search(work, pool, text, 0, MOST, &rows, e);
    if (r == ERR_NONE && by_code)
        *id = rows_int(&rows, 0, "id");
    return r != ERR_NONE || by_code ? r : pick(&rows, columns, text, id, e);
}

static enum err find_user(struct work *work, struct pool *pool, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"login", "name", NULL};
    struct rows rows = {0};
    enum err r = user_search(work, pool, text, "", MOST, &rows, e);
    if (r == ERR_NONE && rows.count == 0) /* whoever knows a login may name it, wherever that one works */
        r = db_query(work->db, pool, "account.active", BINDS(BIND_TEXT("login", text)), &rows, e);
    return r == ERR_NONE ? pick(&rows, columns, text, id, e) : r;
}

static enum err find_household(struct work *work, struct pool *pool, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"address", NULL};
    struct rows rows = {0};
    enum err r = household_search(work, pool, text, MOST, &rows, e);
    return r == ERR_NONE ? pick(&rows, columns, text, id, e) : r;
}

/* Those of the actor's range whose field holds the text. */
static enum err by_field(struct work *work, struct pool *pool, const struct table *table, const struct field *field,
                         const char *text, size_t *found, int64_t *id, struct error *e)
{
    struct record *key = record_new();
    struct buffer value = {0};
    struct scope_range range;
    struct rows rows = {0};
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, "read", action, &range, e);

    *found = 0;
    if (r == ERR_NONE && check_value(field, text, &value, NULL) == ERR_NONE && value.length > 0) {
        record_set(key, field->name, buffer_text(&value));
        r = relate_find(work->db, pool, table, &field, 1, key, 100, &rows, e);
    }
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *path = rows_text(&rows, i, "path");
        if (strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
            continue;
        *id = rows_int(&rows, i, "id");
        (*found)++;
    }
    buffer_free(&value);
    record_free(&key);
    return r;
}

static enum err find_row(struct work *work, struct pool *pool, const struct table *table, const char *text, int64_t *id,
                         struct error *e)
{
    size_t found = 0;
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && found == 0 && i < table->count; i++) {
        const struct field *f = &table->fields[i];
        bool is_title = table->title != NULL && f == table_title(table);
        if (f->type != FIELD_COMPUTED && f->type != FIELD_LINK && (f->key || is_title))
            r = by_field(work, pool, table, f, text, &found, id, e);
    }
    if (r == ERR_NONE && found == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("Nothing is called \"%s\" here."), text);
    if (r == ERR_NONE && found > 1)
        r = error_set(e, ERR_INVALID, NULL, _("More than one is called \"%s\"; say it more exactly."), text);
    return r;
}

enum err link_find(struct work *work, const char *table, const char *text, int64_t *id, struct error *e)
{
    static const struct {
        const char *table;
        enum err (*find)(struct work *work, struct pool *pool, const char *text, int64_t *id, struct error *e);
    } ways[] = {
        {"area",      find_area     },
        {"user",      find_user     },
        {"household", find_household}
    };
    const struct table *described = table_find(table);
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;
    size_t i = 0;

    while (i < COUNT_OF(ways) && strcmp(ways[i].table, table) != 0)
        i++;
    if (i < COUNT_OF(ways))
        r = ways[i].find(work, pool, text, id, e);
    else if (described != NULL && !described->own_storage)
        r = find_row(work, pool, described, text, id, e);
    else
        r = error_set(e, ERR_INVALID, NULL, _("\"%s\" is no number."), text);
    pool_free(&pool);
    return r;
}

#include "title_sql.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"

#include <string.h>

/* What is said behind the numbers of a door; ROOM only where nothing else tells that it is one. */
#define BUILDING "幢"
#define UNIT     "单元"
#define ROOM     "室"

enum { DOOR_ADDRESS, DOOR_BUILDING, DOOR_UNIT, DOOR_ROOM, DOOR_PARTS };

static void add_part(struct buffer *out, const char *part, const char *word)
{
    size_t n = strlen(part);
    buffer_add(out, part, n);
    if (n > 0 && part[n - 1] >= '0' && part[n - 1] <= 'z')
        buffer_add_text(out, word);
}

char *door_text(struct pool *pool, const struct door *door)
{
    struct buffer text = {0};
    bool alone = *door->building == '\0' && *door->unit == '\0';
    buffer_add_text(&text, door->address);
    if (text.length > 0 && !(alone && *door->room == '\0'))
        buffer_add_char(&text, ' ');
    add_part(&text, door->building, BUILDING);
    add_part(&text, door->unit, UNIT);
    add_part(&text, door->room, alone ? ROOM : "");
    char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

char *door_of_row(struct pool *pool, const struct rows *rows, size_t row)
{
    struct door door = {rows_text(rows, row, "address"), rows_text(rows, row, "building"), rows_text(rows, row, "unit"),
                        rows_text(rows, row, "room")};
    return door_text(pool, &door);
}

static const char *part_sql(struct pool *pool, const char *column, const char *word)
{
    return pool_format(pool,
                       "coalesce(%s, '') || case when substr(%s, length(%s)) between '0' and 'z' then '%s' else '' end",
                       column, column, column, word);
}

static const char *door_sql(struct pool *pool, const char *const columns[DOOR_PARTS])
{
    const char *building = columns[DOOR_BUILDING], *unit = columns[DOOR_UNIT], *room = columns[DOOR_ROOM];
    return pool_format(pool,
                       "nullif(trim(coalesce(%s, '') || ' ' || %s || %s || case when coalesce(%s, '') = '' and"
                       " coalesce(%s, '') = '' then %s else coalesce(%s, '') end), '')",
                       columns[DOOR_ADDRESS], part_sql(pool, building, BUILDING), part_sql(pool, unit, UNIT), building,
                       unit, part_sql(pool, room, ROOM), room);
}

/* The fields that the title names; how many, or more than there can be. */
static size_t fields_of(const struct table *table, const struct field *fields[DOOR_PARTS])
{
    const char *names = table->title == NULL ? "" : table->title;
    char name[64];
    size_t count = 0;

    for (size_t n; *(names += strspn(names, " ")) != '\0'; names += n, count++) {
        n = strcspn(names, " ");
        if (count == DOOR_PARTS || n >= sizeof name)
            return DOOR_PARTS + 1;
        memcpy(name, names, n);
        name[n] = '\0';
        fields[count] = table_field(table, name);
    }
    return count;
}

bool title_is_whole(const struct table *table)
{
    const struct field *fields[DOOR_PARTS];
    size_t count = fields_of(table, fields);
    return count <= 1 || count == DOOR_PARTS;
}

bool title_is_told(const struct table *table)
{
    const struct field *fields[DOOR_PARTS];
    size_t count = fields_of(table, fields);
    for (size_t i = 0; i < count; i++)
        if (fields[i] == NULL || fields[i]->masked || field_shown(fields[i])->type == FIELD_COMPUTED ||
            (count > 1 && fields[i]->type != FIELD_TEXT))
            return false;
    return count == 1 || count == DOOR_PARTS;
}

const char *title_sql(struct pool *pool, const struct table *table, title_part *column, const char *rows)
{
    const struct field *fields[DOOR_PARTS];
    const char *columns[DOOR_PARTS] = {"''"};
    size_t count = fields_of(table, fields);
    for (size_t i = 0; i < count; i++)
        columns[i] = column(pool, rows, fields[i]);
    return count == DOOR_PARTS ? door_sql(pool, columns) : columns[0];
}

char *title_text(struct pool *pool, const struct table *table, const struct record *row)
{
    const struct field *fields[DOOR_PARTS];
    size_t count = fields_of(table, fields);
    if (count == DOOR_PARTS)
        return door_text(pool, &(struct door){record_get(row, fields[DOOR_ADDRESS]->name),
                                              record_get(row, fields[DOOR_BUILDING]->name),
                                              record_get(row, fields[DOOR_UNIT]->name),
                                              record_get(row, fields[DOOR_ROOM]->name)});
    const struct field *title = table_title(table);
    struct buffer text = {0};
    if (title->type == FIELD_LINK)
        buffer_add_text(&text, record_get(row, title->name));
    else
        check_show(title, record_get(row, title->name), &text);
    char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

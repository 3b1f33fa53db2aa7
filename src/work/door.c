#include "door.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"

#include <ctype.h>
#include <string.h>

static void add_part(struct buffer *out, const char *part, const char *word)
{
    if (*part == '\0')
        return;
    buffer_add_text(out, part);
    if (isalnum((unsigned char)part[strlen(part) - 1]))
        buffer_add_text(out, word);
}

char *door_text(struct pool *pool, const struct door *door)
{
    struct buffer text = {0};
    buffer_add_text(&text, door->address);
    if (door->building[0] != '\0' || door->unit[0] != '\0' || door->room[0] != '\0')
        buffer_add_char(&text, ' ');
    add_part(&text, door->building, "幢");
    add_part(&text, door->unit, "单元");
    add_part(&text, door->room, door->building[0] == '\0' && door->unit[0] == '\0' ? "室" : "");
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

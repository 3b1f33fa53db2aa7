/* Rows of one file that are meant to be the same row of the table. Kept as numbers: a hundred thousand take little. */
#include "import_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <stdint.h>
#include <string.h>

struct import_keys {
    struct {
        uint64_t hash; /* 0: free */
        long line;
    } * slots;
    size_t count, room; /* room is a power of two */
};

struct import_keys *import_keys_new(void)
{
    struct import_keys *keys = mem_new(1, sizeof *keys);
    keys->room = 1024;
    keys->slots = mem_new(keys->room, sizeof *keys->slots);
    return keys;
}

void import_keys_free(struct import_keys **keys)
{
    if (*keys == NULL)
        return;
    mem_free((*keys)->slots);
    mem_free(*keys);
    *keys = NULL;
}

/* Fowler, Noll and Vo's 1a of 64 bits. Of a million keys two are alike once in 30 million files. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return hash == 0 ? 1 : hash;
}

static long take(struct import_keys *keys, uint64_t hash, long line)
{
    size_t at = hash & (keys->room - 1);
    while (keys->slots[at].hash != 0 && keys->slots[at].hash != hash)
        at = (at + 1) & (keys->room - 1);
    if (keys->slots[at].hash == hash)
        return keys->slots[at].line;
    keys->slots[at].hash = hash;
    keys->slots[at].line = line;
    keys->count++;
    return 0;
}

static void grow(struct import_keys *keys)
{
    struct import_keys larger = {.room = keys->room * 2};
    if (keys->count * 2 < keys->room)
        return;
    larger.slots = mem_new(larger.room, sizeof *larger.slots);
    for (size_t i = 0; i < keys->room; i++)
        if (keys->slots[i].hash != 0)
            take(&larger, keys->slots[i].hash, keys->slots[i].line);
    mem_free(keys->slots);
    *keys = larger;
}

/* The value as it would be stored; false when the row has none. */
static bool add_value(const struct table *table, const char *name, const struct record *record, struct buffer *out)
{
    const struct field *field = table_field(table, name);
    struct buffer value = {0};
    if (field == NULL || *record_get(record, name) == '\0')
        return false;
    if (field->type == FIELD_LINK || check_value(field, record_get(record, name), &value, NULL) != ERR_NONE) {
        buffer_clear(&value);
        buffer_add_text(&value, record_get(record, name));
    }
    buffer_format(out, "%s=%s\n", name, buffer_text(&value));
    buffer_free(&value);
    return true;
}

/* All of the unique fields; who a row is about may be told by the citizen ID, where it is by the writer's own grid. */
static bool add_unique(const struct table *table, const struct record *record, struct buffer *out)
{
    bool whole = true;
    for (const char *names = table->unique; *names != '\0' && whole;) {
        char name[48] = "";
        size_t n = strcspn(names, " ");
        if (n < sizeof name)
            memcpy(name, names, n);
        whole = add_value(table, name, record, out) || strcmp(name, "area") == 0 ||
                (strcmp(name, "person") == 0 && add_value(table, "citizen_id", record, out));
        names += n + strspn(names + n, " ");
    }
    return whole && out->length > 0;
}

static bool add_key(const struct table *table, const struct record *record, struct buffer *out)
{
    if (table->unique != NULL)
        return add_unique(table, record, out);
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].key && table->fields[i].type != FIELD_COMPUTED &&
            add_value(table, table->fields[i].name, record, out))
            return true;
    return false;
}

long import_keys_seen(struct import_keys *keys, const struct table *table, const struct import_row *row)
{
    struct buffer text = {0};
    long line = 0;
    grow(keys);
    if (add_key(table, row->record, &text))
        line = take(keys, hash_of(buffer_text(&text)), row->line);
    buffer_free(&text);
    return line;
}

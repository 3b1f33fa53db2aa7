#include "visit_people.h"

#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

#define NAME_ROOM 128

/* Bytes of the separator that the text begins with, 0 when it begins with none. */
static size_t separator(const char *s)
{
    static const char *const separators[] = {",", ";", "\n", "，", "；", "、"};
    for (size_t i = 0; i < COUNT_OF(separators); i++)
        if (strncmp(s, separators[i], strlen(separators[i])) == 0)
            return strlen(separators[i]);
    return 0;
}

static void add_name(struct buffer *out, char *name)
{
    text_trim(name);
    if (name[0] == '\0' || word_in(buffer_text(out), ',', name))
        return;
    if (out->length > 0)
        buffer_add_char(out, ',');
    buffer_add_text(out, name);
}

static void tidy(struct record *record, const char *field)
{
    struct buffer names = {0};
    const char *s = record_get(record, field);
    while (*s != '\0') {
        size_t n = 0, skip = 0;
        while (s[n] != '\0' && (skip = separator(s + n)) == 0)
            n++;
        char *name = mem_text_n(s, n);
        add_name(&names, name);
        mem_free(name);
        s += n + skip;
    }
    if (record_has(record, field))
        record_set(record, field, buffer_text(&names));
    buffer_free(&names);
}

void visit_people_tidy(struct record *record)
{
    tidy(record, "persons");
    tidy(record, "companions");
}

/* "示例丁(女儿)" is the person 示例丁. */
static struct bind person_of(const struct rows *people, const char *name)
{
    size_t n = strcspn(name, "(");
    const char *wide = strstr(name, "（");
    if (wide != NULL && (size_t)(wide - name) < n)
        n = (size_t)(wide - name);
    for (size_t i = 0; i < people->count; i++) {
        const char *one = rows_text(people, i, "name");
        if (strlen(one) == n && memcmp(one, name, n) == 0)
            return BIND_INT("person", rows_int(people, i, "id"));
    }
    return BIND_NULL("person");
}

enum err visit_people_write(struct work *work, int64_t visit, const struct record *record, struct error *e)
{
    char name[NAME_ROOM];
    struct rows people;
    struct pool *pool = pool_new();
    const char *names = record_get(record, "persons");

    enum err r = db_query(work->db, pool, "visit.people", BINDS(BIND_INT("household", record_int(record, "household"))),
                          &people, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "visit_person.clear", BINDS(BIND_INT("visit", visit)), NULL, e);
    for (int64_t position = 1; r == ERR_NONE && word_next(&names, ',', name, sizeof name); position++)
        r = db_execute(work->db, "visit_person.insert",
                       BINDS(BIND_INT("visit", visit), BIND_INT("position", position), person_of(&people, name),
                             BIND_TEXT("name", name)),
                       NULL, e);
    pool_free(&pool);
    return r;
}

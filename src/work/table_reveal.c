/* Looking at what is masked or sensitive, and who has looked. */
#include "inside.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/person.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define REASON_ROOM 256 /* of why numbers were shown in full, in the audit */

int64_t table_person(const struct table *table, const struct record *row)
{
    const struct field *links[PLACE_LINKS];
    if (strcmp(table->name, "person") == 0)
        return record_int(row, "id");
    return place_links(table, links) > 0 && strcmp(links[0]->link, "person") == 0 ? record_int(row, "person") : 0;
}

enum err table_read(struct work *work, const struct table *table, int64_t id, struct record *out, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, "read", action, &range, e);

    if (r == ERR_NONE && table->sensitive)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_read_full(work, table, id, &range, out, e);
    if (table->sensitive)
        r = audit_end_of_person(work, r, "personal.open", table->name, id, table_person(table, out), "", e);
    if (r == ERR_NONE)
        table_mask(table, out);
    return r;
}

/* note: the reason as the audit keeps it, which is told how it begins. */
static enum err reveal(struct work *work, const struct table *table, int64_t id, const char *reason, const char *note,
                       struct record *out, struct error *e)
{
    struct scope_range range, reveal;
    char action[ACTION_ROOM], said[REASON_ROOM];
    enum err r = table_need(work, table, "read", action, &range, e);

    text_copy(said, sizeof said, reason);
    if (r == ERR_NONE)
        r = right_range(work, "personal.reveal", &reveal, e);
    if (r == ERR_NONE && text_count(text_trim(said)) < 2)
        r = error_set(e, ERR_INVALID, "reason", _("Please say why you need the numbers in full."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE) {
        range_narrow(&range, &reveal);
        r = table_read_full(work, table, id, &range, out, e);
    }
    return audit_end_of_person(work, r, "personal.reveal", table->name, id, table_person(table, out), note, e);
}

enum err table_reveal(struct work *work, const struct table *table, int64_t id, const char *reason, struct record *out,
                      struct error *e)
{
    char note[REASON_ROOM];
    text_copy(note, sizeof note, reason);
    return reveal(work, table, id, reason, text_trim(note), out, e);
}

enum err table_reveal_field(struct work *work, const struct table *table, int64_t id, const char *field,
                            const char *reason, struct buffer *out, struct error *e)
{
    char trimmed[REASON_ROOM], note[REASON_ROOM];
    struct record *row = record_new();
    enum err r = ERR_NONE;

    text_copy(trimmed, sizeof trimmed, reason);
    snprintf(note, sizeof note, "%.40s: %.200s", field, text_trim(trimmed));
    if (table_field(table, field) == NULL)
        r = error_set(e, ERR_INVALID, field, _("There is no field \"%s\" here."), field);
    if (r == ERR_NONE)
        r = reveal(work, table, id, reason, note, row, e);
    buffer_clear(out);
    if (r == ERR_NONE)
        buffer_add_text(out, record_get(row, field));
    record_free(&row);
    return r;
}

enum err person_looked(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e)
{
    return table_looked(work, pool, table_find("person"), person, out, e);
}

enum err table_looked(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                      struct error *e)
{
    struct scope_range range;
    struct record *row = record_new();
    enum err r = table->own_storage ? error_set(e, ERR_DENIED, NULL, _("Nobody has the right %s."), "personal.looked")
                                    : right_range(work, "personal.looked", &range, e);
    if (r == ERR_NONE)
        r = store_read_any(work->db, table, id, range.lo, range.hi, row, e);
    int64_t person = r == ERR_NONE ? table_person(table, row) : 0;
    if (r == ERR_NONE && person != 0)
        r = db_query(work->db, pool, "looked.person", BINDS(BIND_INT("person", person)), out, e);
    else if (r == ERR_NONE)
        r = db_query(work->db, pool, "looked.row", BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id)), out,
                     e);
    if (r == ERR_NONE)
        rows_iso(pool, out, "at");
    record_free(&row);
    return r;
}

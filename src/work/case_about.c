/* What was given with a step, in words. */
#include "wangge/work/case_about.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

/* Names of the units whose ids, parted by commas, these are. */
static void units_text(struct work *work, struct pool *pool, const char *ids, struct buffer *out)
{
    struct rows rows;
    bool first = true;
    for (size_t n; *ids != '\0'; ids += n + (ids[n] == ',')) {
        n = strcspn(ids, ",");
        int64_t id = id_of(pool_text_n(pool, ids, n));
        if (db_query(work->db, pool, "unit.find", BINDS(BIND_INT("id", id)), &rows, NULL) != ERR_NONE ||
            rows.count == 0)
            continue;
        buffer_format(out, "%s%s", first ? "" : ", ", rows_text(&rows, 0, "name"));
        first = false;
    }
}

static void link_text(struct work *work, struct pool *pool, const struct field *field, const char *value,
                      struct buffer *out)
{
    static const struct {
        const char *link, *statement, *column;
    } links[] = {
        {"user", "account.name", "name"},
        {"case", "case.number",  "no"  },
    };
    struct rows rows;
    if (strcmp(field->link, "unit") == 0)
        units_text(work, pool, value, out);
    for (size_t i = 0; i < COUNT_OF(links); i++)
        if (strcmp(field->link, links[i].link) == 0 &&
            db_query(work->db, pool, links[i].statement, BINDS(BIND_INT("id", id_of(value))), &rows, NULL) ==
                ERR_NONE &&
            rows.count > 0)
            buffer_add_text(out, rows_text(&rows, 0, links[i].column));
}

void case_given_text(struct work *work, const char *given, struct buffer *out)
{
    const struct table *table = table_find("case_step");
    struct record *record = record_new();
    struct pool *pool = pool_new();
    bool read = record_parse(record, given, strlen(given));
    for (size_t i = 0; read && i < record_count(record); i++) {
        const struct field *field = table_field(table, record_name(record, i));
        struct buffer value = {0};
        if (field == NULL || strcmp(field->name, "text") == 0 || *record_value(record, i) == '\0')
            continue;
        if (field->type == FIELD_LINK)
            link_text(work, pool, field, record_value(record, i), &value);
        else if (strcmp(field->name, "assist") == 0)
            units_text(work, pool, record_value(record, i), &value);
        else
            check_show(field, record_value(record, i), &value);
        if (value.length > 0)
            buffer_format(out, "%s%s: %s", out->length > 0 ? "; " : "", field_label(field), buffer_text(&value));
        buffer_free(&value);
    }
    pool_free(&pool);
    record_free(&record);
}

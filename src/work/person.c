#include "wangge/work/person.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

enum err person_by_id(struct work *work, const char *citizen_id, struct person_found *out, struct error *e)
{
    struct scope_range range;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct buffer number = {0};
    enum err r = right_range(work, "person.read", &range, e);

    *out = (struct person_found){.where = PERSON_UNKNOWN};
    if (r == ERR_NONE)
        r = check_value(table_field(table_find("person"), "citizen_id"), citizen_id, &number, e);
    if (r == ERR_NONE && number.length > 0)
        r = db_query(work->db, pool, "person.by_citizen_id", BINDS(BIND_TEXT("citizen_id", buffer_text(&number))),
                     &rows, e);
    if (r == ERR_NONE && rows.count > 0) {
        const char *path = rows_text(&rows, 0, "path");
        bool here = strcmp(path, range.lo) >= 0 && strcmp(path, range.hi) < 0;
        out->where = here ? PERSON_HERE : PERSON_ELSEWHERE;
        out->id = here ? rows_int(&rows, 0, "id") : 0;
        text_copy(out->name, sizeof out->name, here ? rows_text(&rows, 0, "name") : "");
        text_copy(out->area_name, sizeof out->area_name, rows_text(&rows, 0, "area_name"));
    }
    buffer_free(&number);
    pool_free(&pool);
    return r;
}

enum err person_duplicates(struct work *work, struct pool *pool, const struct record *record, struct rows *out,
                           struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "person.read", &range, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "person.duplicates",
                     BINDS(BIND_TEXT("name", record_get(record, "name")), BIND_INT("id", record_int(record, "id")),
                           BIND_TEXT("birth", record_get(record, "birth")),
                           BIND_TEXT("phone", record_get(record, "phone")), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi)),
                     out, e);
    return r;
}

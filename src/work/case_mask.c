/* Who reported a case, and the telephone, are shown in full to those who hold it: its author, its handler, the units
 * that have it, and the level that it lies with or one above. */
#include "case_do.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

static const char *const masked[] = {"reporter", "reporter_phone"};

static bool holds(const struct work *work, const struct rows *rows, size_t i)
{
    int64_t me = work_me(work);
    int level = workflow_level_of_role(work->actor.role);
    return work->actor.user == 0 || rows_int(rows, i, "created_by") == me || rows_int(rows, i, "handler") == me ||
           (level >= 0 && level >= workflow_level(rows_text(rows, i, "level")));
}

void case_mask_record(struct record *record)
{
    struct buffer text = {0};
    for (size_t k = 0; k < COUNT_OF(masked); k++) {
        check_mask(table_field(table_find("case"), masked[k]), record_get(record, masked[k]), &text);
        record_set(record, masked[k], buffer_text(&text));
    }
    buffer_free(&text);
}

bool case_is_held(struct work *work, struct pool *pool, const struct rows *row, const char *today)
{
    struct rows units;
    if (holds(work, row, 0))
        return true;
    return db_query(
               work->db, pool, "case_unit.of_me",
               BINDS(BIND_INT("id", rows_int(row, 0, "id")), BIND_INT("me", work_me(work)), BIND_TEXT("today", today)),
               &units, NULL) == ERR_NONE &&
           units.count > 0;
}

void case_mask_rows(struct work *work, struct pool *pool, struct rows *rows)
{
    struct buffer text = {0};
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < COUNT_OF(masked) && !holds(work, rows, i); k++) {
            size_t column = (size_t)rows_column(rows, masked[k]);
            check_mask(table_field(table_find("case"), masked[k]), rows_text(rows, i, masked[k]), &text);
            rows->values[i * rows->columns + column] =
                (struct value){.type = VALUE_TEXT, .text = pool_text(pool, buffer_text(&text))};
        }
    buffer_free(&text);
}

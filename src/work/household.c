#include "wangge/work/household.h"

#include "inside.h"
#include "search_rows.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/title.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define PEOPLE 2 /* of one household that a search may find; of more the list of households grows shorter */

static struct value *cell(struct rows *rows, size_t row, const char *column)
{
    return &rows->values[row * rows->columns + (size_t)rows_column(rows, column)];
}

static void set_text(struct rows *rows, size_t row, const char *column, const char *text)
{
    *cell(rows, row, column) = (struct value){.type = VALUE_TEXT, .text = text};
}

/* The address as it is said, door and all; the day of the last visit as a date. */
static void complete(struct pool *pool, struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        char day[DATE_TEXT] = "";
        set_text(rows, i, "address", door_of_row(pool, rows, i));
        if (!rows_null(rows, i, "last_visit"))
            date_format(day_of(rows_int(rows, i, "last_visit")), day);
        set_text(rows, i, "last_visit", pool_text(pool, day));
    }
}

/* Each household once, where it is first met. */
static void households_only(struct rows *rows, int limit)
{
    size_t kept = 0, size = rows->columns * sizeof *rows->values;
    for (size_t i = 0; i < rows->count && kept < (size_t)limit; i++) {
        int64_t household = rows_int(rows, i, "household");
        size_t j = 0;
        while (j < kept && rows_int(rows, j, "id") != household)
            j++;
        if (household == 0 || j < kept)
            continue;
        if (kept != i)
            memcpy(&rows->values[kept * rows->columns], &rows->values[i * rows->columns], size);
        *cell(rows, kept, "id") = *cell(rows, kept, "household");
        kept++;
    }
    rows->count = kept;
}

enum err household_search(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                          struct error *e)
{
    enum err r = search_rows(work, pool, text, PEOPLE * limit, out, e);
    if (r != ERR_NONE)
        return r;
    households_only(out, limit);
    complete(pool, out);
    return r;
}

enum err household_find(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "household.read", &range, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "household.find",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, "household", _("There is no such household where you work."));
    if (r == ERR_NONE)
        complete(pool, out);
    return r;
}

static void add_ages(struct pool *pool, struct rows *rows)
{
    day_t today = day_of(clock_now()), birth = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct value age = {.type = VALUE_NULL};
        if (date_parse(rows_text(rows, i, "birth"), &birth)) {
            age.type = VALUE_INT;
            age.number = date_age(birth, today);
            age.text = pool_format(pool, "%d", date_age(birth, today));
        }
        *cell(rows, i, "age") = age;
    }
}

enum err household_people(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "person.read", &range, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "household.people",
                     BINDS(BIND_INT("household", id), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
    if (r == ERR_NONE) {
        mask_rows(pool, table_find("person"), out);
        add_ages(pool, out);
    }
    return r;
}

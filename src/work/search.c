#include "wangge/work/search.h"

#include "search_rows.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/search_key.h"
#include "wangge/table/title.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define SOME      200              /* hits that are ranked by what happened lately */
#define RECENT    (30 * 24 * 3600) /* seconds */
#define TAIL_FROM "\x1f"
#define TAIL_TO   " "

static const char *const whys[] = {
    [SEARCH_BY_DOOR] = N_("door"),
    [SEARCH_BY_NAME] = N_("name"),
    [SEARCH_BY_CITIZEN_ID] = N_("ID number"),
    [SEARCH_BY_PHONE] = N_("phone"),
    [SEARCH_BY_INITIALS] = N_("initials"),
    [SEARCH_BY_PINYIN] = N_("pinyin"),
    [SEARCH_BY_FORMER_NAME] = N_("former name"),
    [SEARCH_BY_ADDRESS] = N_("address"),
    [SEARCH_BY_ROOM] = N_("room"),
    [SEARCH_BY_NAME_PART] = N_("name"),
    [SEARCH_BY_ADDRESS_PART] = N_("address"),
    [SEARCH_BY_ADDRESS_PINYIN] = N_("address, pinyin"),
};

static const char *const columns[] = {"kind", "id",        "household", "text",      "detail",
                                      "area", "area_name", "why",       "last_visit"};
#define COLUMNS (sizeof columns / sizeof columns[0])

static struct value number(struct pool *pool, int64_t n)
{
    return (struct value){.type = VALUE_INT, .number = n, .text = pool_format(pool, "%lld", (long long)n)};
}

static struct value text(const char *s)
{
    return (struct value){.type = VALUE_TEXT, .text = s};
}

/* "81" */
static const char *age_of(struct pool *pool, const char *birth)
{
    day_t day = 0;
    return date_parse(birth, &day) ? pool_format(pool, "%d", date_age(day, day_of(clock_now()))) : "";
}

/* Of a person where and how old it is, of a household who lives there. */
static const char *detail(struct pool *pool, const struct rows *found, size_t i, const char *door)
{
    if (rows_int(found, i, "kind") == SEARCH_PERSON)
        return pool_format(pool, "%s %s  %s", code_text("sex", rows_text(found, i, "sex")),
                           age_of(pool, rows_text(found, i, "birth")), door);
    return pool_format(pool, "%s (%lld)", rows_text(found, i, "head"), (long long)rows_int(found, i, "people"));
}

static void show(struct pool *pool, const struct rows *found, struct rows *out)
{
    *out = (struct rows){.count = found->count, .columns = COLUMNS};
    out->names = pool_new_piece(pool, COLUMNS, sizeof *out->names);
    memcpy(out->names, columns, sizeof columns);
    out->values = pool_new_piece(pool, found->count * COLUMNS + 1, sizeof *out->values);
    for (size_t i = 0; i < found->count; i++) {
        bool person = rows_int(found, i, "kind") == SEARCH_PERSON;
        int64_t why = rows_int(found, i, "why");
        const char *door = door_of_row(pool, found, i), *label = whys[why];
        char day[DATE_TEXT] = "";
        if (!rows_null(found, i, "last_visit"))
            date_format(day_of(rows_int(found, i, "last_visit")), day);
        struct value row[] = {
            text(person ? "person" : "household"),
            number(pool, rows_int(found, i, "id")),
            number(pool, rows_int(found, i, "household")),
            text(person ? rows_text(found, i, "name") : door),
            text(detail(pool, found, i, door)),
            number(pool, rows_int(found, i, "area")),
            text(rows_text(found, i, "area_name")),
            text(label == NULL ? "" : _(label)),
            text(pool_text(pool, day)),
        };
        memcpy(&out->values[i * COLUMNS], row, sizeof row);
    }
}

enum err search_rows(struct work *work, struct pool *pool, const char *typed, int limit, struct rows *out,
                     struct error *e)
{
    struct scope_range range;
    struct search_words words;
    enum err r = right_range(work, "household.read", &range, e);

    if (r != ERR_NONE)
        return r;
    search_words(typed, &words);
    if (words.count == 0)
        return db_query(work->db, pool, "search.first",
                        BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("limit", limit)), out, e);
    return db_query(work->db, pool, "search.find",
                    BINDS(SEARCH_BINDS(&words),
                          BIND_TEXT("tail", pool_format(pool, "%s" TAIL_FROM, words.ranges[0].from)),
                          BIND_TEXT("tail_to", pool_format(pool, "%s" TAIL_TO, words.ranges[0].from)),
                          BIND_INT("mine", work->actor.area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                          BIND_INT("some", SOME), BIND_INT("recent", clock_now() - RECENT), BIND_INT("limit", limit)),
                    out, e);
}

enum err search_find(struct work *work, struct pool *pool, const char *typed, int limit, struct rows *out,
                     struct error *e)
{
    struct rows found = {0};
    enum err r = right_need(work, "person.read", e);
    if (r == ERR_NONE)
        r = search_rows(work, pool, typed, limit, &found, e);
    if (r == ERR_NONE)
        show(pool, &found, out);
    return r;
}

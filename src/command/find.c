/* The search over households and people. */
#include "call.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/work/household.h"
#include "wangge/work/search.h"

#define FOUND_MOST  500
#define FOUND_SHOWN 20 /* when no limit is given */

static enum err read_limit(struct call *call, int *out, struct error *e)
{
    int64_t limit = 0;
    enum err r = call_number(call, "limit", &limit, e);
    *out = limit > 0 && limit < FOUND_MOST ? (int)limit : FOUND_SHOWN;
    return r;
}

/* Households alone, by their doors or by who lives there. */
static enum err run_find(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",                      .label = N_("id"), .right = true},
        {.name = "address",                    .label = N_("address")},
        {.name = "head",                 .label = N_("head of household")},
        {.name = "area_name",                                 .label = N_("area")},
        {.name = "people",.label = N_("people"), .right = true},
        {.name = "last_visit",               .label = N_("last visit")},
        {.name = NULL                                },
    };
    struct rows rows;
    int limit = 0;
    enum err r = read_limit(call, &limit, e);

    r = r ? r : household_search(call->work, call->pool, call_argument(call, 0), limit, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

/* People and households as they are found. */
static enum err run_search(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "kind",         .label = N_("kind"), .codes = "found_kind"},
        {.name = "id", .label = N_("id"), .right = true},
        {.name = "household",           .label = N_("household id"), .right = true},
        {.name = "text",         .label = N_("found")},
        {.name = "detail",    .label = N_("more")},
        {.name = "area_name",         .label = N_("area")},
        {.name = "why",         .label = N_("found by")},
        {.name = "last_visit",                      .label = N_("last visit")},
        {.name = NULL},
    };
    struct rows rows;
    int limit = 0;
    enum err r = read_limit(call, &limit, e);

    r = r ? r : search_find(call->work, call->pool, call_argument(call, 0), limit, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command find_commands[] = {
    {.noun = "find",
     .verb = "",
     .usage = "TEXT",
     .least = 1,
     .most = 1,
     .options = "limit",
     .right = "household.read",
     .run = run_search,
     .help = N_("finds people and households by name, pinyin, door, address or number"),
     .example = "find '宋 6-302'"},
    {.noun = "household",
     .verb = "find",
     .usage = "DOOR|NAME|INITIALS|TAIL",
     .least = 1,
     .most = 1,
     .options = "limit",
     .right = "household.read",
     .run = run_find,
     .help = N_("finds households by door, name, pinyin initials or the end of a number"),
     .example = "household find 6-302"},
    {.noun = NULL      },
};

/* Spot checks and return visits of the last two months: of an office every grid, elsewhere each tenth, so that the
 * measures have something to stand on. Nothing is drawn from the demo's dice. */
#include "demo.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"

#include <stdio.h>

#define OFFICE_GRIDS 12 /* more is no office */
#define EVERY        10 /* grids elsewhere */
#define NOON         (12 * 3600)
#define OFFICE_DOORS 3
#define DOORS        7
#define RETURNED     3

struct sample {
    struct demo *demo;
    struct pool *pool;
    int64_t check, inspector, caller, at, from, until;
    int64_t items, doors, returned;
};

static enum err find_account(struct sample *s, const char *login, int64_t *id, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(s->demo->db, s->pool, "account.login", BINDS(BIND_TEXT("login", login)), &rows, e);
    *id = r || rows.count == 0 ? 0 : rows_int(&rows, 0, "id");
    return r;
}

static enum err read_number(struct sample *s, const char *statement, const struct bind *binds, const char *column,
                            int64_t *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(s->demo->db, s->pool, statement, binds, &rows, e);
    if (!r) {
        *out = rows_int(&rows, 0, column);
    }
    return r;
}

static enum err add_check(struct sample *s, const char *month, int64_t area, struct error *e)
{
    char no[32];
    snprintf(no, sizeof no, "CC-%.4s%.2s15-0001", month, month + 5);
    return db_execute(
        s->demo->db, "spot_check.insert",
        BINDS(BIND_INT("id", s->check), BIND_TEXT("no", no), BIND_TEXT("name", pool_format(s->pool, "%s 抽查", month)),
              BIND_INT("area", area), BIND_TEXT("how", "each"), BIND_INT("amount", OFFICE_DOORS),
              BIND_TEXT("fields", "person.phone"), BIND_INT("per_door", 0), BIND_INT("blind", 0), BIND_INT("seed", 1),
              BIND_TEXT("method", "demo"), BIND_INT("frame", s->demo->last_household), BIND_TEXT("sum", ""),
              BIND_INT("by", s->inspector), BIND_INT("at", s->at)),
        NULL, e);
}

static enum err sample_grid(struct sample *s, const struct demo_grid *grid, struct error *e)
{
    bool office = s->demo->grid_count <= OFFICE_GRIDS;
    int64_t area = grid->id, calls = s->at + 3600 < s->demo->end ? s->at + 3600 : s->demo->end;
    enum err r = db_execute(s->demo->db, "demo.check_items",
                            BINDS(BIND_INT("last", s->items), BIND_INT("check", s->check), BIND_INT("doors", s->doors),
                                  BIND_INT("by", s->inspector), BIND_INT("at", s->at), BIND_INT("area", area),
                                  BIND_INT("most", office ? OFFICE_DOORS : DOORS)),
                            NULL, e);
    const struct bind *check = BINDS(BIND_INT("check", s->check));
    r = r ? r : read_number(s, "demo.check_last", check, "item", &s->items, e);
    r = r ? r : read_number(s, "demo.check_last", check, "door", &s->doors, e);
    if (r) {
        return r;
    }
    r = db_execute(s->demo->db, "demo.returned",
                   BINDS(BIND_INT("last", s->returned), BIND_INT("by", s->caller), BIND_INT("at", calls),
                         BIND_INT("area", area), BIND_INT("from", s->from), BIND_INT("until", s->until),
                         BIND_INT("most", RETURNED)),
                   NULL, e);
    return r ? r : read_number(s, "demo.returned_last", NULL, "id", &s->returned, e);
}

/* In the middle of the month, of visits before that. */
static enum err sample_month(struct sample *s, int back, struct error *e)
{
    struct demo *demo = s->demo;
    char this_month[MONTH_TEXT], month[MONTH_TEXT];
    size_t step = demo->grid_count <= OFFICE_GRIDS ? 1 : EVERY;
    struct rows area = {0};
    day_t first = 0, last = 0;

    month_of(demo->today, this_month);
    month_add(this_month, -back, month);
    month_parse(month, &first, &last);
    s->from = day_start(first);
    s->at = day_start(first + 14) + NOON;
    s->until = s->at < demo->end ? s->at : demo->end;
    s->at = s->until;
    s->check++;
    s->doors = 0;
    enum err r =
        db_query(demo->db, s->pool, "demo.area_of_account", BINDS(BIND_INT("account", s->inspector)), &area, e);
    r = r ? r : add_check(s, month, area.count > 0 ? rows_int(&area, 0, "area") : 1, e);
    for (size_t i = 0; i < demo->grid_count && !r; i += step) {
        r = sample_grid(s, &demo->grids[i], e);
    }
    r = r ? r : db_execute(demo->db, "spot_check.count", BINDS(BIND_INT("id", s->check)), NULL, e);
    return r ? r
             : db_execute(demo->db, "spot_check.end",
                          BINDS(BIND_INT("id", s->check), BIND_INT("by", s->inspector), BIND_INT("at", s->at)), NULL,
                          e);
}

static enum err set_sequence(struct sample *s, const char *name, int64_t last, struct error *e)
{
    return last == 0 ? ERR_NONE
                     : db_execute(s->demo->db, "demo.sequence",
                                  BINDS(BIND_TEXT("name", name), BIND_INT("next", last + 1)), NULL, e);
}

enum err demo_checks(struct demo *demo, struct error *e)
{
    struct sample s = {.demo = demo, .pool = pool_new()};
    enum err r = find_account(&s, "inspector01", &s.inspector, e);

    r = r ? r : find_account(&s, "street01", &s.caller, e);
    if (!r && s.inspector != 0) {
        s.caller = s.caller ? s.caller : s.inspector;
        r = sample_month(&s, 1, e);
        r = r ? r : sample_month(&s, 0, e);
        r = r ? r : set_sequence(&s, "spot_check", s.check, e);
        r = r ? r : set_sequence(&s, "spot_check_item", s.items, e);
        r = r ? r : set_sequence(&s, "return_visit", s.returned, e);
    }
    pool_free(&s.pool);
    return r;
}

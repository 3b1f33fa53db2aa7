/* What all changes of areas have in common; and the small ones: another name, another code, an end. */
#include "area_inside.h"

#include "inside.h"
#include "need.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/access.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* --- how many of what ----------------------------------------------------------------------------------------------
 */

static const struct {
    const char *what, *text;
} words[] = {
    {"area",         N_("areas")                                 },
    {"post_goes",    N_("posts that go along")                   },
    {"post_ends",    N_("posts that end")                        },
    {"open_case",    N_("open cases")                            },
    {"follow_up",    N_("follow-ups")                            },
    {"saved_filter", N_("saved filters")                         },
    {"sweep",        N_("open sweeps")                           },
    {"sweep_item",   N_("open lines of sweeps")                  },
    {"grid_file",    N_("grid files that end")                   },
    {"beside",       N_("households that go with their building")},
};

const char *area_effect_text(const char *what)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].what, what) == 0)
            return _(words[i].text);
    const struct table *table = table_find(what);
    return table == NULL ? what : table_label(table);
}

int64_t area_effect_of(const struct area_effects *effects, const char *what)
{
    for (size_t i = 0; i < effects->count; i++)
        if (strcmp(effects->list[i].what, what) == 0)
            return effects->list[i].number;
    return 0;
}

void area_effect(struct area_act *a, const char *what, int64_t number)
{
    struct area_effects *effects = a->effects;
    if (number == 0 || *what == '\0')
        return;
    for (size_t i = 0; i < effects->count; i++)
        if (strcmp(effects->list[i].what, what) == 0) {
            effects->list[i].number += number;
            return;
        }
    if (effects->count < AREA_EFFECTS)
        effects->list[effects->count++] = (struct area_effect){what, number};
}

/* --- beginning and end ---------------------------------------------------------------------------------------------
 */

enum err area_begin(struct area_act *a, struct work *work, const struct area_order *order, struct error *e)
{
    enum err r = right_need(work, "area.manage", e);
    *a = (struct area_act){.work = work, .pool = pool_new(), .order = order};
    a->effects = order->effects == NULL ? &a->own : order->effects;
    *a->effects = (struct area_effects){.count = 0};
    today_text(a->today);
    date_format(day_of(clock_now()) - 1, a->yesterday);
    if (r == ERR_NONE && !order->dry && (order->why == NULL || *order->why == '\0'))
        r = error_set(e, ERR_INVALID, "why", _("Say why: the reason is kept with the change."));
    return r == ERR_NONE ? db_begin(work->db, e) : r;
}

/* What weighs most stands first. */
static void put_first(struct area_effects *effects)
{
    static const char *const first[] = {"area", "household", "person", "open_case", "post_goes", "post_ends"};
    size_t n = 0;
    for (size_t k = 0; k < COUNT_OF(first); k++)
        for (size_t i = n; i < effects->count; i++)
            if (strcmp(effects->list[i].what, first[k]) == 0) {
                struct area_effect one = effects->list[i];
                memmove(effects->list + n + 1, effects->list + n, (i - n) * sizeof one);
                effects->list[n++] = one;
                break;
            }
}

enum err area_finish(struct area_act *a, enum err r, int64_t area, const char *note, struct error *e)
{
    put_first(a->effects);
    if (a->order->dry)
        db_rollback(a->work->db);
    else
        r = audit_end(a->work, r, "area.manage", "area", area, note, e);
    pool_free(&a->pool);
    return r;
}

enum err area_get(struct area_act *a, int64_t id, const char *field, struct area_row *out, struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    enum err r = right_range(a->work, "area.manage", &range, e);

    *out = (struct area_row){.id = 0};
    if (r == ERR_NONE)
        r = db_query(a->work->db, a->pool, "area.row", BINDS(BIND_INT("id", id)), &rows, e);
    if (r != ERR_NONE)
        return r;
    const char *path = rows.count == 0 ? "" : rows_text(&rows, 0, "path");
    if (rows.count == 0 || strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
        return error_set(e, ERR_NOT_FOUND, field, _("There is no such area where you work."));
    *out = (struct area_row){.id = id,
                             .parent = rows_int(&rows, 0, "parent"),
                             .into = rows_int(&rows, 0, "into_area"),
                             .level = (int)rows_int(&rows, 0, "level"),
                             .code = rows_text(&rows, 0, "code"),
                             .name = rows_text(&rows, 0, "name"),
                             .path = path,
                             .ended_on = rows_text(&rows, 0, "ended_on"),
                             .parent_code = rows_text(&rows, 0, "parent_code")};
    return ERR_NONE;
}

enum err area_get_open(struct area_act *a, int64_t id, const char *field, struct area_row *out, struct error *e)
{
    enum err r = area_get(a, id, field, out, e);
    if (r == ERR_NONE && *out->ended_on != '\0')
        r = error_set(e, ERR_STATE, field, _("%s ended on %s."), out->name, out->ended_on);
    return r;
}

enum err area_tell(struct area_act *a, const char *kind, const struct area_row *from, const struct area_to *to,
                   struct error *e)
{
    int64_t id = 0, parent = to->parent == 0 ? from->parent : to->parent;
    const char *why = a->order->why == NULL ? "" : a->order->why;
    enum err r = db_next(a->work->db, "area_change", &id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(a->work->db, "area_change.insert",
                      BINDS(BIND_INT("id", id), BIND_INT("area", from->id), BIND_TEXT("kind", kind),
                            BIND_TEXT("from_code", from->code), BIND_TEXT("from_name", from->name),
                            from->parent == 0 ? BIND_NULL("from_parent") : BIND_INT("from_parent", from->parent),
                            BIND_TEXT("to_code", to->code == NULL ? from->code : to->code),
                            BIND_TEXT("to_name", to->name == NULL ? from->name : to->name),
                            parent == 0 ? BIND_NULL("to_parent") : BIND_INT("to_parent", parent),
                            to->other == 0 ? BIND_NULL("other") : BIND_INT("other", to->other),
                            BIND_INT("rows", to->rows), BIND_TEXT("on", a->today), BIND_TEXT("why", why),
                            BIND_INT("by", a->work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

enum err area_told_add(struct work *work, struct pool *pool, int64_t id, struct error *e)
{
    struct area_act a = {.work = work, .pool = pool, .order = &(struct area_order){.why = ""}};
    struct area_row row;
    today_text(a.today);
    enum err r = area_get(&a, id, "area", &row, e);
    return r == ERR_NONE ? area_tell(&a, "add", &row, &(struct area_to){.code = NULL}, e) : r;
}

enum err area_accounts(struct area_act *a, const char *path, struct rows *out, struct error *e)
{
    char lo[AREA_PATH], hi[AREA_PATH];
    area_range(path, lo, hi);
    return db_query(a->work->db, a->pool, "area.accounts",
                    BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("today", a->today)), out, e);
}

enum err area_tell_sessions(struct area_act *a, const struct rows *accounts, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < accounts->count; i++)
        r = access_changed(a->work, rows_int(accounts, i, "account"), e);
    return r;
}

enum err area_needs(struct area_act *a, int64_t area, struct error *e)
{
    struct rows rows = {0};
    char lo[AREA_PATH], hi[AREA_PATH];
    enum err r = db_query(a->work->db, a->pool, "area.path", BINDS(BIND_INT("id", area)), &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    area_range(rows_text(&rows, 0, "path"), lo, hi);
    return need_renew(a->work, lo, hi, e);
}

/* --- another name --------------------------------------------------------------------------------------------------
 */

enum err area_rename_one(struct area_act *a, const struct area_row *row, const char *name, struct error *e)
{
    char initials[128];
    if (name == NULL || *name == '\0')
        return error_set(e, ERR_INVALID, "name", _("This has to be filled in."));
    pinyin_initials(name, initials, sizeof initials);
    enum err r = db_execute(a->work->db, "area.rename",
                            BINDS(BIND_INT("id", row->id), BIND_TEXT("name", name), BIND_TEXT("initials", initials),
                                  BIND_INT("by", a->work->actor.user), BIND_INT("at", clock_now())),
                            NULL, e);
    if (r == ERR_NONE)
        r = area_tell(a, "rename", row, &(struct area_to){.name = name}, e);
    area_effect(a, "area", 1);
    return r;
}

enum err area_rename(struct work *work, int64_t area, const char *name, const struct area_order *order, struct error *e)
{
    struct area_act a;
    struct area_row row;
    struct rows accounts = {0};
    enum err r = area_begin(&a, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&a, area, "area", &row, e);
    if (r == ERR_NONE)
        r = area_rename_one(&a, &row, name, e);
    if (r == ERR_NONE)
        r = area_accounts(&a, row.path, &accounts, e);
    if (r == ERR_NONE)
        r = area_tell_sessions(&a, &accounts, e);
    return area_finish(&a, r, area, "rename", e);
}

/* --- another code --------------------------------------------------------------------------------------------------
 */

bool area_code_is_one(const char *code)
{
    size_t n = strlen(code);
    for (const char *c = code; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c))
            return false;
    return n > 0 && n < AREA_CODE;
}

/* Of a division code of 12 digits, what stands for the level; the codes below begin with it. */
static size_t stem_of(const char *code, int level)
{
    static const size_t digits[] = {0, 4, 6, 9, 12};
    size_t n = strlen(code);
    return n == 12 && level >= LEVEL_CITY && level <= LEVEL_COMMUNITY ? digits[level] : n;
}

static struct area_recode *find(const struct area_recodes *all, int64_t id)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i].id == id)
            return &all->list[i];
    return NULL;
}

static struct area_recode *next(struct area_act *a, struct area_recodes *all)
{
    if (all->count == all->room) {
        size_t room = 2 * all->room + 64;
        struct area_recode *more = pool_new_piece(a->pool, room, sizeof *more);
        if (all->count > 0)
            memcpy(more, all->list, all->count * sizeof *more);
        all->list = more;
        all->room = room;
    }
    return &all->list[all->count++];
}

enum err area_recode_lay(struct area_act *a, struct area_recodes *all, const struct area_row *row, const char *code,
                         struct error *e)
{
    struct rows rows = {0};
    char lo[AREA_PATH], hi[AREA_PATH];
    size_t old = stem_of(row->code, row->level), fresh = stem_of(code, row->level);
    const char *stem = pool_text_n(a->pool, row->code, old);

    if (!area_code_is_one(code))
        return error_set(e, ERR_INVALID, "code",
                         _("A code is made of digits and letters, 12 digits for a division: %s"), code);
    area_range(row->path, lo, hi);
    enum err r = db_query(a->work->db, a->pool, "area.of_code",
                          BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("stem", stem)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t id = rows_int(&rows, i, "id");
        struct area_recode *one = find(all, id);
        bool itself = id == row->id;
        if (one != NULL && !itself)
            continue; /* it has been told by itself */
        if (one == NULL)
            one = next(a, all);
        *one = (struct area_recode){
            .id = id, .level = (int)rows_int(&rows, i, "level"), .from = rows_text(&rows, i, "code")};
        if (strlen(one->from) - old + fresh >= sizeof one->to)
            return error_set(e, ERR_INVALID, "code", _("This code is too long: %s"), code);
        snprintf(one->to, sizeof one->to, "%.*s%s", itself ? (int)strlen(code) : (int)fresh, code,
                 itself ? "" : one->from + old);
    }
    return r;
}

static enum err check_free(struct area_act *a, const struct area_recodes *all, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < all->count; i++) {
        struct rows taken = {0};
        r = db_query(a->work->db, a->pool, "area.by_code", BINDS(BIND_TEXT("code", all->list[i].to)), &taken, e);
        if (r == ERR_NONE && taken.count > 0)
            r = error_set(e, ERR_INVALID, "code", _("The code %s is taken by %s."), all->list[i].to,
                          rows_text(&taken, 0, "name"));
    }
    return r;
}

/* The number in the grid's file, when it is the code. */
static enum err recode_file(struct area_act *a, const struct area_recode *one, struct error *e)
{
    struct rows rows = {0};
    const struct table *grid = table_find("grid");
    struct record *record = record_new();
    struct db *db = a->work->db;
    enum err r =
        grid == NULL ? ERR_NONE : db_query(db, a->pool, "area.grid_file", BINDS(BIND_INT("area", one->id)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t id = rows_int(&rows, i, "id");
        r = store_read(db, grid, id, "", "~", record, e);
        if (r != ERR_NONE || strcmp(record_get(record, "no"), one->from) != 0)
            continue;
        record_set(record, "no", one->to);
        r = store_change(db, grid, id, record, a->work->actor.user, e);
    }
    record_free(&record);
    return r;
}

enum err area_recode_do(struct area_act *a, const struct area_recodes *all, struct error *e)
{
    struct db *db = a->work->db;
    enum err r = ERR_NONE;

    for (size_t i = 0; r == ERR_NONE && i < all->count; i++)
        r = db_execute(db, "area.free_code", BINDS(BIND_INT("id", all->list[i].id)), NULL, e);
    if (r == ERR_NONE)
        r = check_free(a, all, e);
    for (size_t i = 0; r == ERR_NONE && i < all->count; i++) {
        const struct area_recode *one = &all->list[i];
        struct area_row row;
        r = area_get(a, one->id, "area", &row, e);
        row.code = one->from;
        if (r == ERR_NONE)
            r = db_execute(db, "area.recode",
                           BINDS(BIND_INT("id", one->id), BIND_TEXT("code", one->to),
                                 BIND_INT("by", a->work->actor.user), BIND_INT("at", clock_now())),
                           NULL, e);
        if (r == ERR_NONE && strcmp(one->from, one->to) != 0) {
            r = area_tell(a, "recode", &row, &(struct area_to){.code = one->to}, e);
            area_effect(a, "area", 1);
        }
        if (r == ERR_NONE && one->level >= LEVEL_GRID)
            r = recode_file(a, one, e);
    }
    return r;
}

enum err area_recode(struct work *work, int64_t area, const char *code, const struct area_order *order, struct error *e)
{
    struct area_act a;
    struct area_row row;
    struct area_recodes all = {.count = 0};
    enum err r = area_begin(&a, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&a, area, "area", &row, e);
    if (r == ERR_NONE && strcmp(row.code, code) == 0)
        r = error_set(e, ERR_INVALID, "code", _("%s has this code already."), row.name);
    if (r == ERR_NONE)
        r = area_recode_lay(&a, &all, &row, code, e);
    if (r == ERR_NONE)
        r = area_recode_do(&a, &all, e);
    return area_finish(&a, r, area, "recode", e);
}

/* --- an end --------------------------------------------------------------------------------------------------------
 */

enum err area_end_one(struct area_act *a, const struct area_row *row, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(a->work->db, a->pool, "area.in_use",
                          BINDS(BIND_INT("id", row->id), BIND_TEXT("today", a->today)), &rows, e);
    if (r != ERR_NONE)
        return r;
    long long areas = rows_int(&rows, 0, "areas"), posts = rows_int(&rows, 0, "posts"),
              cases = rows_int(&rows, 0, "cases"), held = rows_int(&rows, 0, "rows");
    if (areas + posts + cases + held > 0)
        return error_set(
            e, ERR_STATE, "area",
            _("%s holds %lld areas, %lld posts, %lld open cases, %lld entries. Merge it into another one."), row->name,
            areas, posts, cases, held);
    r = db_execute(a->work->db, "area.end",
                   BINDS(BIND_INT("id", row->id), BIND_TEXT("on", a->today), BIND_NULL("into"),
                         row->parent == 0 ? BIND_NULL("parent") : BIND_INT("parent", row->parent),
                         BIND_INT("by", a->work->actor.user), BIND_INT("at", clock_now())),
                   NULL, e);
    area_effect(a, "area", 1);
    return r == ERR_NONE ? area_tell(a, "end", row, &(struct area_to){.code = NULL}, e) : r;
}

enum err area_end(struct work *work, int64_t area, const struct area_order *order, struct error *e)
{
    struct area_act a;
    struct area_row row;
    enum err r = area_begin(&a, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&a, area, "area", &row, e);
    if (r == ERR_NONE)
        r = area_end_one(&a, &row, e);
    return area_finish(&a, r, area, "end", e);
}

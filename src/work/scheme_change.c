/* Changing schemes: copies for an area from a month on, items, and versions that were not needed. */
#include "scheme_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <string.h>

#define RIGHT       "scheme.write"
#define CAP_MOST    100
#define DAYS_MOST   31
#define TARGET_MOST 1e6
#define TEXT_MOST   60 /* bytes of labels and names */
#define HELP_MOST   600

/* The area (0 everywhere) must lie where the actor may change schemes; out gets its range. */
static enum err need_area(struct work *work, int64_t area, struct scope_range *out, struct error *e)
{
    struct scope_range range;
    struct rows rows;
    struct pool *pool = pool_new();
    const char *path = "";
    enum err r = right_range(work, RIGHT, &range, e);
    if (r == ERR_NONE && area != 0)
        r = db_query(work->db, pool, "area.path", BINDS(BIND_INT("id", area)), &rows, e);
    if (r == ERR_NONE && area != 0 && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "area", _("There is no such area."));
    if (r == ERR_NONE && area != 0)
        path = rows_text(&rows, 0, "path");
    if (r == ERR_NONE && strncmp(path, range.lo, strlen(range.lo)) != 0)
        r = error_set(e, ERR_DENIED, "area",
                      _("This scheme is for an area above yours. Copy it for your own area, and change the copy."));
    if (r == ERR_NONE) {
        *out = range;
        area_range(path, out->lo, out->hi);
    }
    pool_free(&pool);
    return r;
}

/* Nobody there may have been judged for good in the month or after it. */
static enum err need_open(struct work *work, const char *subject, const char *month, const struct scope_range *range,
                          struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "scheme.frozen",
                          BINDS(BIND_TEXT("subject", subject), BIND_TEXT("month", month), BIND_TEXT("lo", range->lo),
                                BIND_TEXT("hi", range->hi)),
                          &rows, e);
    if (r == ERR_NONE && !rows_null(&rows, 0, "month"))
        r = error_set(e, ERR_STATE, "from_month",
                      _("The evaluation of %s is frozen there: a new scheme holds from a later month on."),
                      rows_text(&rows, 0, "month"));
    pool_free(&pool);
    return r;
}

static enum err need_no_double(struct work *work, const char *subject, int64_t area, const char *month, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r =
        db_query(work->db, pool, "scheme.of_area",
                 BINDS(BIND_TEXT("subject", subject), BIND_INT("area", area), BIND_TEXT("month", month)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_CONFLICT, "from_month", _("Scheme %lld is from %s on for this area already: change that."),
                      (long long)rows_int(&rows, 0, "id"), month);
    pool_free(&pool);
    return r;
}

static enum err next_numbers(struct work *work, struct scheme *scheme, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "scheme.next_version",
                          BINDS(BIND_TEXT("subject", scheme->subject), BIND_INT("area", scheme->area)), &rows, e);
    if (r == ERR_NONE)
        scheme->version = (int)rows_int(&rows, 0, "version");
    pool_free(&pool);
    return r == ERR_NONE ? db_next(work->db, "scheme", &scheme->id, e) : r;
}

static enum err check_name(const char *name, struct error *e)
{
    if (*name == '\0' || strlen(name) > TEXT_MOST)
        return error_set(e, ERR_INVALID, "name", _("A scheme needs a name of at most %d bytes."), TEXT_MOST);
    return ERR_NONE;
}

enum err scheme_copy(struct work *work, int64_t id, int64_t area, const char *from_month, const char *name,
                     int64_t *out, struct error *e)
{
    struct scope_range range;
    struct scheme scheme = {0};
    day_t first = 0, last = 0;
    struct pool *pool = pool_new();

    *out = 0;
    enum err r = need_area(work, area, &range, e);
    if (r == ERR_NONE && !month_parse(from_month, &first, &last))
        r = error_set(e, ERR_INVALID, "from_month", _("\"%s\" is no month; write it as 2026-10."), from_month);
    if (r == ERR_NONE && name != NULL)
        r = check_name(name, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = scheme_read(work, pool, id, &scheme, e);
    if (r == ERR_NONE)
        r = need_open(work, scheme.subject, from_month, &range, e);
    if (r == ERR_NONE)
        r = need_no_double(work, scheme.subject, area, from_month, e);
    scheme.area = area;
    scheme.from_month = from_month;
    scheme.name = name != NULL ? name : scheme.name;
    if (r == ERR_NONE)
        r = next_numbers(work, &scheme, e);
    if (r == ERR_NONE)
        r = scheme_put(work->db, &scheme, work->actor.user, clock_now(), e);
    r = audit_end(work, r, RIGHT, "scheme", scheme.id, "copy", e);
    if (r == ERR_NONE)
        *out = scheme.id;
    pool_free(&pool);
    return r;
}

static bool is_word(const char *text)
{
    size_t n = 0;
    while (islower((unsigned char)text[n]) || isdigit((unsigned char)text[n]) || text[n] == '_')
        n++;
    return n > 0 && n < 24 && text[n] == '\0';
}

static enum err check_formula(const struct scheme_item *item, const char *subject, bool *amount, struct error *e)
{
    struct formula formula;
    struct measure measure;
    *amount = false;
    if (!formula_parse(item->formula, &formula) || formula.count == 0)
        return error_set(e, ERR_INVALID, "formula",
                         _("%s: \"%s\" is no formula; write it as timely*0.7+unreworked*0.3, of at most %d measures."),
                         item->item, item->formula, SCHEME_PARTS);
    for (size_t i = 0; i < formula.count; i++) {
        if (!measure_find(formula.parts[i].measure, subject, &measure))
            return error_set(e, ERR_INVALID, "formula", _("%s: %s are not measured by \"%s\"."), item->item,
                             code_text("evaluation_subject", subject), formula.parts[i].measure);
        *amount = *amount || measure.amount;
    }
    return ERR_NONE;
}

static enum err check_item(const struct scheme *scheme, size_t i, struct error *e)
{
    const struct scheme_item *item = &scheme->items[i];
    bool amount = false;
    if (!is_word(item->item))
        return error_set(e, ERR_INVALID, "item",
                         _("An item is called by a word of small letters, digits and _: \"%s\" is none."), item->item);
    for (size_t k = 0; k < i; k++)
        if (strcmp(scheme->items[k].item, item->item) == 0)
            return error_set(e, ERR_INVALID, "item", _("The item %s is there twice."), item->item);
    enum err r = check_formula(item, scheme->subject, &amount, e);
    if (r != ERR_NONE)
        return r;
    if (!(item->weight > 0) || item->weight > 1000)
        return error_set(e, ERR_INVALID, "weight", _("%s: the weight must be above 0 and at most 1000."), item->item);
    if (amount && !(item->target > 0 && item->target <= TARGET_MOST))
        return error_set(e, ERR_INVALID, "target", _("%s: an amount needs a target above 0."), item->item);
    if (!amount && !(item->target >= 0 && item->target <= 1))
        return error_set(e, ERR_INVALID, "target", _("%s: the target of a share lies between 0 (none) and 1."),
                         item->item);
    if (strlen(item->label_en) > TEXT_MOST || strlen(item->label_zh) > TEXT_MOST || strlen(item->help_en) > HELP_MOST ||
        strlen(item->help_zh) > HELP_MOST)
        return error_set(e, ERR_INVALID, "label", _("%s: the label or the help is too long."), item->item);
    return ERR_NONE;
}

static enum err check_target(const struct scheme *scheme, size_t i, struct error *e)
{
    const struct scheme_target *target = &scheme->targets[i];
    bool known = false;
    for (size_t k = 0; k < scheme->count; k++)
        known = known || strcmp(scheme->items[k].item, target->item) == 0;
    if (!known)
        return error_set(e, ERR_INVALID, "targets", _("There is a target for \"%s\", which is no item."), target->item);
    if (*target->grade != '\0' && code_find(code_list("grid_grade"), target->grade) == NULL)
        return error_set(e, ERR_INVALID, "targets", _("\"%s\" is no colour of a grid."), target->grade);
    if (!(target->target > 0 && target->target <= TARGET_MOST) || target->households_from < 0)
        return error_set(e, ERR_INVALID, "targets", _("%s: a target must be above 0."), target->item);
    for (size_t k = 0; k < i; k++)
        if (strcmp(scheme->targets[k].item, target->item) == 0 &&
            strcmp(scheme->targets[k].grade, target->grade) == 0 &&
            scheme->targets[k].households_from == target->households_from)
            return error_set(e, ERR_INVALID, "targets", _("%s: a target is there twice."), target->item);
    return ERR_NONE;
}

static enum err check_scheme(const struct scheme *scheme, struct error *e)
{
    enum err r = check_name(scheme->name, e);
    if (r == ERR_NONE && (scheme->count == 0 || scheme->count > SCHEME_ITEMS))
        r = error_set(e, ERR_INVALID, "items", _("A scheme has 1 to %d items."), SCHEME_ITEMS);
    if (r == ERR_NONE && !(scheme->cap >= 0 && scheme->cap <= CAP_MOST))
        r = error_set(e, ERR_INVALID, "cap", _("The cap lies between 0 and %d points."), CAP_MOST);
    if (r == ERR_NONE && (scheme->least_days < 0 || scheme->least_days > DAYS_MOST))
        r = error_set(e, ERR_INVALID, "least_days", _("The least days lie between 0 and %d."), DAYS_MOST);
    for (size_t i = 0; r == ERR_NONE && i < scheme->count; i++)
        r = check_item(scheme, i, e);
    for (size_t i = 0; r == ERR_NONE && i < scheme->target_count; i++)
        r = check_target(scheme, i, e);
    return r;
}

enum err scheme_may_change(struct work *work, const struct scheme *scheme, struct error *e)
{
    struct scope_range range;
    enum err r = need_area(work, scheme->area, &range, e);
    if (r == ERR_NONE && scheme->used)
        r = error_set(e, ERR_STATE, NULL,
                      _("A month that is frozen was judged by this scheme, so it stays as it is. Copy it from a later "
                        "month on."));
    return r;
}

/* The scheme as it is, if the actor may change it and nothing was judged by it. */
static enum err read_for_change(struct work *work, struct pool *pool, int64_t id, struct scheme *out, struct error *e)
{
    enum err r = right_need(work, RIGHT, e);
    if (r == ERR_NONE)
        r = scheme_read(work, pool, id, out, e);
    return r == ERR_NONE ? scheme_may_change(work, out, e) : r;
}

static enum err replace(struct work *work, const struct scheme *scheme, struct error *e)
{
    enum err r = db_execute(work->db, "scheme.change",
                            BINDS(BIND_INT("id", scheme->id), BIND_TEXT("name", scheme->name),
                                  BIND_REAL("cap", scheme->cap), BIND_INT("least_days", scheme->least_days)),
                            NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "scheme_target.clear", BINDS(BIND_INT("id", scheme->id)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "scheme_item.clear", BINDS(BIND_INT("id", scheme->id)), NULL, e);
    return r == ERR_NONE ? scheme_put_items(work->db, scheme, e) : r;
}

enum err scheme_change(struct work *work, int64_t id, scheme_edit *edit, void *to, struct error *e)
{
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_for_change(work, pool, id, &scheme, e);
    if (r == ERR_NONE)
        r = edit(to, pool, &scheme, e);
    if (r == ERR_NONE)
        r = check_scheme(&scheme, e);
    if (r == ERR_NONE)
        r = replace(work, &scheme, e);
    r = audit_end(work, r, RIGHT, "scheme", id, "set", e);
    pool_free(&pool);
    return r;
}

static enum err set_all(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const struct scheme *change = to;
    (void)pool;
    (void)e;
    scheme->name = change->name;
    scheme->cap = change->cap;
    scheme->least_days = change->least_days;
    scheme->count = change->count;
    memcpy(scheme->items, change->items, sizeof scheme->items);
    scheme->target_count = change->target_count;
    scheme->targets = change->targets;
    return ERR_NONE;
}

enum err scheme_set(struct work *work, int64_t id, const struct scheme *change, struct error *e)
{
    struct scheme is = *change;
    return scheme_change(work, id, set_all, &is, e);
}

enum err scheme_delete(struct work *work, int64_t id, struct error *e)
{
    struct scheme was = {0};
    struct rows tried;
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_for_change(work, pool, id, &was, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "scheme.tried", BINDS(BIND_INT("id", id)), &tried, e);
    if (r == ERR_NONE && tried.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("A trial was computed by this scheme. Change it instead."));
    if (r == ERR_NONE && was.area == 0 && *was.from_month == '\0')
        r = error_set(e, ERR_STATE, NULL, _("The scheme that came with the program cannot be deleted."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "scheme_target.clear", BINDS(BIND_INT("id", id)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "scheme_item.clear", BINDS(BIND_INT("id", id)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "scheme.delete", BINDS(BIND_INT("id", id)), NULL, e);
    r = audit_end(work, r, RIGHT, "scheme", id, "delete", e);
    pool_free(&pool);
    return r;
}

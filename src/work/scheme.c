/* Reading schemes: the one that holds, lists of versions. */
#include "wangge/work/scheme.h"

#include "scheme_inside.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

void scheme_take(struct scheme *out, const struct rows *rows, size_t row)
{
    *out = (struct scheme){
        .id = rows_int(rows, row, "id"),
        .name = rows_text(rows, row, "name"),
        .subject = rows_text(rows, row, "subject"),
        .area = rows_int(rows, row, "area"),
        .area_name = rows_text(rows, row, "area_name"),
        .path = rows_text(rows, row, "path"),
        .from_month = rows_text(rows, row, "from_month"),
        .version = (int)rows_int(rows, row, "version"),
        .cap = rows_real(rows, row, "cap"),
        .least_days = (int)rows_int(rows, row, "least_days"),
        .used = rows_int(rows, row, "used") != 0,
    };
}

static void take_item(struct scheme *out, const struct rows *rows, size_t row)
{
    out->items[out->count++] = (struct scheme_item){
        .item = rows_text(rows, row, "item"),
        .formula = rows_text(rows, row, "formula"),
        .weight = rows_real(rows, row, "weight"),
        .target = rows_real(rows, row, "target"),
        .label_en = rows_text(rows, row, "label_en"),
        .label_zh = rows_text(rows, row, "label_zh"),
        .help_en = rows_text(rows, row, "help_en"),
        .help_zh = rows_text(rows, row, "help_zh"),
    };
}

enum err scheme_take_items(struct work *work, struct pool *pool, struct scheme *out, struct error *e)
{
    struct rows items, targets;
    enum err r = db_query(work->db, pool, "scheme.items", BINDS(BIND_INT("id", out->id)), &items, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "scheme.targets", BINDS(BIND_INT("id", out->id)), &targets, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < items.count && i < SCHEME_ITEMS; i++)
        take_item(out, &items, i);
    out->targets = pool_new_piece(pool, targets.count + 1, sizeof *out->targets);
    out->target_count = targets.count;
    for (size_t i = 0; i < targets.count; i++)
        out->targets[i] = (struct scheme_target){
            .item = rows_text(&targets, i, "item"),
            .grade = rows_text(&targets, i, "grade"),
            .households_from = rows_int(&targets, i, "households_from"),
            .target = rows_real(&targets, i, "target"),
        };
    return r;
}

enum err schemes_of_month(struct work *work, struct pool *pool, const char *month, const char *subject,
                          struct scheme **out, size_t *count, struct error *e)
{
    struct rows rows;
    enum err r = db_query(work->db, pool, "scheme.of_month",
                          BINDS(BIND_TEXT("month", month), BIND_TEXT("subject", subject)), &rows, e);
    *count = 0;
    if (r != ERR_NONE)
        return r;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        scheme_take(&(*out)[*count], &rows, i);
        r = scheme_take_items(work, pool, &(*out)[(*count)++], e);
    }
    return r;
}

const struct scheme *scheme_for(const struct scheme *schemes, size_t count, const char *path)
{
    const struct scheme *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(schemes[i].path);
        if (strncmp(path, schemes[i].path, n) == 0 && (nearest == NULL || n > strlen(nearest->path)))
            nearest = &schemes[i];
    }
    return nearest;
}

enum err scheme_list(struct work *work, struct pool *pool, const char *subject, struct rows *out, struct error *e)
{
    char lo[64], hi[64];
    enum err r = right_need(work, "scheme.read", e);
    if (r != ERR_NONE)
        return r;
    area_range(work->actor.path, lo, hi);
    return db_query(work->db, pool, "scheme.list",
                    BINDS(BIND_TEXT("subject", subject == NULL ? "" : subject), BIND_TEXT("lo", lo),
                          BIND_TEXT("hi", hi), BIND_TEXT("path", work->actor.path)),
                    out, e);
}

enum err scheme_read(struct work *work, struct pool *pool, int64_t id, struct scheme *out, struct error *e)
{
    struct rows rows;
    enum err r = right_need(work, "scheme.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "scheme.get", BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no scheme %lld."), (long long)id);
    if (r != ERR_NONE)
        return r;
    scheme_take(out, &rows, 0);
    return scheme_take_items(work, pool, out, e);
}

static enum err path_of(struct work *work, struct pool *pool, int64_t area, const char **path, struct error *e)
{
    struct rows rows;
    *path = "";
    if (area == 0)
        return ERR_NONE;
    enum err r = db_query(work->db, pool, "area.path", BINDS(BIND_INT("id", area)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "area", _("There is no such area."));
    if (r == ERR_NONE)
        *path = rows_text(&rows, 0, "path");
    return r;
}

enum err scheme_of(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t area,
                   struct scheme *out, struct error *e)
{
    struct scheme *all = NULL;
    size_t count = 0;
    day_t first = 0, last = 0;
    const char *path = "";
    enum err r = right_need(work, "scheme.read", e);
    if (r == ERR_NONE && !month_parse(month, &first, &last))
        r = error_set(e, ERR_INVALID, "month", _("\"%s\" is no month; write it as 2026-10."), month);
    if (r == ERR_NONE)
        r = path_of(work, pool, area, &path, e);
    if (r == ERR_NONE)
        r = schemes_of_month(work, pool, month, subject, &all, &count, e);
    const struct scheme *found = r == ERR_NONE ? scheme_for(all, count, path) : NULL;
    if (r == ERR_NONE && found == NULL)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no evaluation scheme for %s."), month);
    if (r == ERR_NONE)
        *out = *found;
    return r;
}

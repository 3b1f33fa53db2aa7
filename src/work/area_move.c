/* An area under another parent. Only areas hold paths, so whatever lies below goes along by itself; who is to be
 * visited follows, because rhythms are those of the nearest area above. */
#include "area_inside.h"

#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

enum err area_repath(struct area_act *a, const struct area_row *row, int64_t parent, bool ended, struct error *e)
{
    char to[AREA_PATH];
    int64_t areas = 0;
    enum err r = area_next_path(a->work, a->pool, parent, ended ? 0 : row->level, to, e);
    if (r == ERR_NONE && strlen(to) + (size_t)(LEVEL_MICRO + 1) * AREA_PART >= AREA_PATH)
        r = error_set(e, ERR_INVALID, "parent", _("No further area fits in here."));
    if (r == ERR_NONE)
        r = db_execute(a->work->db, "area.repath", BINDS(BIND_TEXT("path", row->path), BIND_TEXT("to", to)), &areas, e);
    return r;
}

static bool lies_in(const char *path, const char *in)
{
    return strncmp(path, in, strlen(in)) == 0;
}

static enum err check(const struct area_row *row, const struct area_row *parent, struct error *e)
{
    if (row->parent == parent->id)
        return error_set(e, ERR_INVALID, "parent", _("%s lies in %s already."), row->name, parent->name);
    if (row->id == parent->id || lies_in(parent->path, row->path))
        return error_set(e, ERR_INVALID, "parent", _("%s cannot go into itself."), row->name);
    if (parent->level >= row->level)
        return error_set(e, ERR_INVALID, "parent", _("A %s cannot lie in a %s."), area_level_name(row->level),
                         area_level_name(parent->level));
    return ERR_NONE;
}

static enum err is_taken(struct area_act *a, const char *code, bool *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(a->work->db, a->pool, "area.by_code", BINDS(BIND_TEXT("code", code)), &rows, e);
    *out = rows.count > 0;
    return r;
}

/* A grid's code is that of its community and its own suffix; where that is taken, the next free number. */
static enum err code_there(struct area_act *a, const struct area_row *row, const struct area_row *parent,
                           char out[AREA_CODE], struct error *e)
{
    size_t n = strlen(row->parent_code);
    bool taken = true;
    enum err r = ERR_NONE;

    *out = '\0';
    if (row->level < LEVEL_GRID || n == 0 || strncmp(row->code, row->parent_code, n) != 0)
        return ERR_NONE;
    const char *suffix = row->code + n;
    int width = (int)strlen(suffix);
    snprintf(out, AREA_CODE, "%s%s", parent->code, suffix);
    r = is_taken(a, out, &taken, e);
    for (int i = 1; r == ERR_NONE && taken && i < 1000; i++) {
        snprintf(out, AREA_CODE, "%s%0*d", parent->code, width, i);
        r = is_taken(a, out, &taken, e);
    }
    return r;
}

static enum err go(struct area_act *a, const struct area_row *row, const struct area_row *parent, const char *code,
                   struct error *e)
{
    char made[AREA_CODE], lo[AREA_PATH], hi[AREA_PATH];
    struct area_recodes all = {.count = 0};
    struct rows below = {0};
    struct area_row now;
    enum err r = ERR_NONE;

    area_range(row->path, lo, hi);
    r = db_query(a->work->db, a->pool, "area.below", BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &below, e);
    if (r == ERR_NONE && (code == NULL || *code == '\0')) {
        r = code_there(a, row, parent, made, e);
        code = made;
    }
    if (r == ERR_NONE)
        r = area_repath(a, row, parent->id, false, e);
    if (r == ERR_NONE)
        r = db_execute(a->work->db, "area.reparent",
                       BINDS(BIND_INT("id", row->id), BIND_INT("parent", parent->id),
                             BIND_INT("by", a->work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = area_get(a, row->id, "area", &now, e);
    if (r != ERR_NONE)
        return r;
    area_range(now.path, lo, hi);
    r = db_execute(
        a->work->db, "area.reparent_ended",
        BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("was", row->parent), BIND_INT("parent", parent->id)),
        NULL, e);
    if (r == ERR_NONE)
        r = area_tell(a, "move", row,
                      &(struct area_to){.code = *code == '\0' ? NULL : code,
                                        .parent = parent->id,
                                        .rows = rows_int(&below, 0, "number")},
                      e);
    if (r == ERR_NONE && *code != '\0' && strcmp(code, row->code) != 0) {
        r = area_recode_lay(a, &all, &now, code, e);
        if (r == ERR_NONE)
            r = area_recode_do(a, &all, e);
    }
    *a->effects = (struct area_effects){.count = 0};
    area_effect(a, "area", rows_int(&below, 0, "number"));
    return r;
}

/* What lies in it, for the preview. */
static enum err count(struct area_act *a, const struct area_row *row, struct error *e)
{
    static const char *const kinds[] = {"", "household", "person", "open_case", "post_goes"};
    struct rows rows = {0};
    char lo[AREA_PATH], hi[AREA_PATH];
    area_range(row->path, lo, hi);
    enum err r = db_query(a->work->db, a->pool, "area.holds",
                          BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("today", a->today)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        area_effect(a, kinds[rows_int(&rows, i, "kind")], rows_int(&rows, i, "number"));
    return r;
}

enum err area_move(struct work *work, int64_t area, int64_t parent, const char *code, const struct area_order *order,
                   struct error *e)
{
    struct area_act a;
    struct area_row row, to, now;
    struct rows accounts = {0};
    enum err r = area_begin(&a, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&a, area, "area", &row, e);
    if (r == ERR_NONE)
        r = area_get_open(&a, parent, "parent", &to, e);
    if (r == ERR_NONE)
        r = check(&row, &to, e);
    if (r == ERR_NONE)
        r = area_accounts(&a, row.path, &accounts, e);
    if (r == ERR_NONE)
        r = go(&a, &row, &to, code, e);
    if (r == ERR_NONE)
        r = area_get(&a, area, "area", &now, e);
    if (r == ERR_NONE)
        r = count(&a, &now, e);
    if (r == ERR_NONE)
        r = area_needs(&a, area, e);
    if (r == ERR_NONE)
        r = area_tell_sessions(&a, &accounts, e);
    return area_finish(&a, r, area, "move", e);
}

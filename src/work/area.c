#include "wangge/work/area.h"

#include "area_inside.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/working_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *area_level_name(int level)
{
    char code[8];
    snprintf(code, sizeof code, "%d", level);
    return code_text("area_level", code);
}

void area_range(const char *path, char lo[64], char hi[64])
{
    snprintf(lo, AREA_PATH, "%s", path);
    snprintf(hi, AREA_PATH, "%s~", path); /* behind every digit and letter */
}

enum err area_search(struct work *work, struct pool *pool, const char *text, int level, int limit, struct rows *out,
                     struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "area.read", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    return db_query(work->db, pool, "area.search",
                    BINDS(BIND_TEXT("contains", like_contains(pool, text)),
                          BIND_TEXT("prefix", like_prefix(pool, text)), BIND_INT("level", level),
                          BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today),
                          BIND_INT("limit", limit)),
                    out, e);
}

enum err area_find(struct work *work, struct pool *pool, const char *id_or_code, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "area.read", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    r = db_query(work->db, pool, "area.find",
                 BINDS(BIND_TEXT("code", id_or_code), BIND_INT("id", id_of(id_or_code)), BIND_TEXT("lo", range.lo),
                       BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
                 out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, "area", _("There is no area %s where you work."), id_or_code);
    return r;
}

enum err area_next_path(struct work *work, struct pool *pool, int64_t parent, int level, char path[AREA_PATH],
                        struct error *e)
{
    struct rows above = {0}, last = {0};
    const char *base = "";
    char lo[AREA_PATH], hi[AREA_PATH];
    enum err r = db_query(work->db, pool, "area.path", BINDS(BIND_INT("id", parent)), &above, e);

    if (r == ERR_NONE && parent != 0 && above.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "parent", _("There is no such area above."));
    if (r == ERR_NONE && above.count > 0 && rows_text(&above, 0, "ended_on")[0] != '\0')
        r = error_set(e, ERR_STATE, "parent", _("%s ended on %s."), rows_text(&above, 0, "name"),
                      rows_text(&above, 0, "ended_on"));
    if (r == ERR_NONE && level != 0 && above.count > 0 && rows_int(&above, 0, "level") >= level)
        r = error_set(e, ERR_INVALID, "level", _("A %s cannot lie in a %s."), area_level_name(level),
                      area_level_name((int)rows_int(&above, 0, "level")));
    if (r != ERR_NONE)
        return r;
    if (above.count > 0)
        base = rows_text(&above, 0, "path");
    area_range(base, lo, hi);
    r = db_query(work->db, pool, "area.last_path",
                 BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("length", (int64_t)strlen(base) + AREA_PART)),
                 &last, e);
    if (r != ERR_NONE)
        return r;
    const char *tail = rows_text(&last, 0, "path");
    unsigned number = *tail == '\0' ? 1 : (unsigned)strtoul(tail + strlen(base), NULL, 10) + 1;
    if (number > 9999 || strlen(base) + AREA_PART >= AREA_PATH - 1)
        return error_set(e, ERR_INVALID, "parent", _("No further area fits in here."));
    snprintf(path, AREA_PATH, "%.*s%04u", AREA_PATH - 1 - AREA_PART, base, number % 10000);
    return ERR_NONE;
}

enum err area_present(struct work *work, struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "area.present", BINDS(BIND_INT("id", record_int(record, "area"))), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        record_set_int(record, "area", rows_int(&rows, 0, "area"));
    pool_free(&pool);
    return r;
}

enum err area_insert(struct work *work, struct pool *pool, int64_t parent, const char *code, const char *name,
                     int level, int64_t *id, struct error *e)
{
    struct rows same = {0};
    char path[AREA_PATH], initials[128];
    enum err r = db_query(work->db, pool, "area.by_code", BINDS(BIND_TEXT("code", code)), &same, e);

    if (r == ERR_NONE && same.count > 0)
        r = error_set(e, ERR_INVALID, "code", _("The code %s is taken by %s."), code, rows_text(&same, 0, "name"));
    if (r == ERR_NONE)
        r = area_next_path(work, pool, parent, level, path, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "area", id, e);
    if (r != ERR_NONE)
        return r;
    pinyin_initials(name, initials, sizeof initials);
    return db_execute(work->db, "area.insert",
                      BINDS(BIND_INT("id", *id), parent == 0 ? BIND_NULL("parent") : BIND_INT("parent", parent),
                            BIND_INT("level", level), BIND_TEXT("code", code), BIND_TEXT("name", name),
                            BIND_TEXT("initials", initials), BIND_TEXT("path", path), BIND_INT("target", 0),
                            BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

enum err area_add(struct work *work, int64_t parent, const char *code, const char *name, int level, int64_t *id,
                  struct error *e)
{
    struct pool *pool = pool_new();
    int64_t made = 0;
    enum err r = right_need(work, "area.manage", e);

    if (r == ERR_NONE && (level < LEVEL_CITY || level > LEVEL_MICRO))
        r = error_set(e, ERR_INVALID, "level", _("There is no such level."));
    if (r == ERR_NONE && (*code == '\0' || *name == '\0'))
        r = error_set(e, ERR_INVALID, *code == '\0' ? "code" : "name", _("This has to be filled in."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = area_insert(work, pool, parent, code, name, level, &made, e);
    if (r == ERR_NONE && parent == 0)
        r = holidays_lay(work->db, e);
    if (r == ERR_NONE)
        r = area_told_add(work, pool, made, e);
    r = audit_end(work, r, "area.manage", "area", made, "add", e);
    if (r == ERR_NONE && id != NULL)
        *id = made;
    pool_free(&pool);
    return r;
}

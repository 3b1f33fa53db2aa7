/* All of an area goes into another one, and the first ends. What goes and what stays: area_rows.h. The area that ended
 * lies inside the other one from then on, so that what stays in it is read with it. */
#include "area_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/relocate.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/area_rows.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

const struct area_rows area_rows[] = {
#define AREA_ROWS(table, column, what, where, effect) {table, column, AREA_##what, where, effect},
#include "wangge/work/area_row_rows.h"
#undef AREA_ROWS
};
const size_t area_rows_count = COUNT_OF(area_rows);

struct merge {
    struct area_act act;
    struct area_row from, into;
    int64_t rows; /* how many went */
};

/* --- rows of tables ------------------------------------------------------------------------------------------------
 */

static bool has_row_here(const struct table *table)
{
    for (size_t i = 0; i < COUNT_OF(area_rows); i++)
        if (strcmp(area_rows[i].table, table->stored_in) == 0 && strcmp(area_rows[i].column, "area") == 0)
            return true;
    return false;
}

/* Described tables that are stored by their description: every row goes. */
static enum err registers_go(struct merge *m, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        int64_t moved = 0;
        if (table->own_storage || has_row_here(table))
            continue;
        r = relocate_table(m->act.work->db, table, m->from.id, m->into.id, &moved, e);
        area_effect(&m->act, table->name, moved);
        m->rows += moved;
    }
    return r;
}

static enum err delete_rows(struct merge *m, const struct area_rows *row, struct error *e)
{
    const struct table *table = table_find(row->table);
    struct rows rows = {0};
    struct db *db = m->act.work->db;
    enum err r = table == NULL ? ERR_NONE : relocate_list(db, m->act.pool, table, m->from.id, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = store_delete(db, table, rows_int(&rows, i, "id"), rows_int(&rows, i, "version"), m->act.work->actor.user,
                         e);
    area_effect(&m->act, row->effect, (int64_t)rows.count);
    return r;
}

static enum err others_go(struct merge *m, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(area_rows); i++) {
        const struct area_rows *row = &area_rows[i];
        int64_t moved = 0;
        if (row->what == AREA_GONE)
            r = delete_rows(m, row, e);
        if (row->what != AREA_GOES)
            continue;
        r = relocate_rows(m->act.work->db, row->table, row->column, row->where, m->from.id, m->into.id, &moved, e);
        area_effect(&m->act, row->effect, moved);
        m->rows += moved;
    }
    return r;
}

/* What is kept like an index: spans, search, needs. Each statement takes what it needs. */
static enum err indexes_go(struct merge *m, struct error *e)
{
    static const char *const spans[] = {"area.end_residence",   "area.begin_residence", "area.end_occupancy",
                                        "area.begin_occupancy", "area.end_house_place", "area.begin_house_place"};
    static const char *const others[] = {"area.search_homes",
                                         "area.search_homes_gone",
                                         "area.search_entries_gone",
                                         "area.search_places_gone",
                                         "area.search_places",
                                         "area.search_entries",
                                         "area.needs"};
    const struct bind from = BIND_INT("from", m->from.id), into = BIND_INT("into", m->into.id);
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(spans); i++)
        r = db_execute(m->act.work->db, spans[i], BINDS(from, into, BIND_TEXT("on", m->act.today)), NULL, e);
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(others); i++)
        r = db_execute(m->act.work->db, others[i], BINDS(from, into), NULL, e);
    return r;
}

/* --- posts ---------------------------------------------------------------------------------------------------------
 */

static enum err end_post(struct merge *m, int64_t account, int64_t post, struct error *e)
{
    return db_execute(m->act.work->db, "post.end",
                      BINDS(BIND_INT("id", post), BIND_INT("account", account), BIND_TEXT("to_on", m->act.yesterday),
                            BIND_INT("by", m->act.work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

/* One that holds ends and begins anew there, so that who worked where stays told; one that is still to come begins
 * there.
 */
static enum err post_goes(struct merge *m, const struct rows *posts, size_t i, struct error *e)
{
    int64_t post = rows_int(posts, i, "id"), fresh = 0;
    struct db *db = m->act.work->db;
    const struct bind area = BIND_INT("area", m->into.id), by = BIND_INT("by", m->act.work->actor.user),
                      at = BIND_INT("at", clock_now());

    area_effect(&m->act, "post_goes", 1);
    if (strcmp(rows_text(posts, i, "from_on"), m->act.today) >= 0)
        return db_execute(db, "area.post_later", BINDS(BIND_INT("id", post), area, by, at), NULL, e);
    enum err r = db_next(db, "post", &fresh, e);
    if (r == ERR_NONE)
        r = db_execute(
            db, "area.post_copy",
            BINDS(BIND_INT("id", post), BIND_INT("new", fresh), area, BIND_TEXT("today", m->act.today), by, at), NULL,
            e);
    if (r == ERR_NONE)
        r = end_post(m, rows_int(posts, i, "account"), post, e);
    return r == ERR_NONE
               ? db_execute(db, "area.deputy_goes",
                            BINDS(BIND_INT("post", post), BIND_INT("new", fresh), BIND_TEXT("today", m->act.today)),
                            NULL, e)
               : r;
}

static enum err post_ends(struct merge *m, const struct rows *posts, size_t i, struct error *e)
{
    int64_t post = rows_int(posts, i, "id");
    enum err r = end_post(m, rows_int(posts, i, "account"), post, e);
    area_effect(&m->act, "post_ends", 1);
    return r == ERR_NONE ? db_execute(m->act.work->db, "area.deputy_ends",
                                      BINDS(BIND_INT("post", post), BIND_TEXT("today", m->act.today),
                                            BIND_INT("by", m->act.work->actor.user), BIND_INT("at", clock_now())),
                                      NULL, e)
                         : r;
}

/* An area has one leader; who has the same post there already needs no second one. */
static enum err posts_go(struct merge *m, struct error *e)
{
    struct rows posts = {0}, leader = {0};
    struct db *db = m->act.work->db;
    const struct bind today = BIND_TEXT("today", m->act.today);
    enum err r = db_query(db, m->act.pool, "area.posts", BINDS(BIND_INT("area", m->from.id), today), &posts, e);
    if (r == ERR_NONE)
        r = db_query(db, m->act.pool, "area.leader", BINDS(BIND_INT("area", m->into.id), today), &leader, e);
    for (size_t i = 0; r == ERR_NONE && i < posts.count; i++) {
        struct rows same = {0};
        bool leads = strcmp(rows_text(&posts, i, "role"), "grid_leader") == 0;
        r = db_query(db, m->act.pool, "area.same_post",
                     BINDS(BIND_INT("area", m->into.id), BIND_INT("account", rows_int(&posts, i, "account")),
                           BIND_TEXT("role", rows_text(&posts, i, "role")), today),
                     &same, e);
        if (r != ERR_NONE)
            break;
        r = same.count > 0 || (leads && leader.count > 0) ? post_ends(m, &posts, i, e) : post_goes(m, &posts, i, e);
    }
    return r;
}

/* Open cases that were in the hand of the leader who does not come along. */
static enum err cases_go_on(struct merge *m, struct error *e)
{
    struct rows leader = {0};
    const struct bind today = BIND_TEXT("today", m->act.today);
    enum err r =
        db_query(m->act.work->db, m->act.pool, "area.leader", BINDS(BIND_INT("area", m->into.id), today), &leader, e);
    if (r == ERR_NONE && leader.count > 0)
        r = db_execute(m->act.work->db, "area.handler",
                       BINDS(BIND_INT("area", m->into.id), BIND_INT("from", m->from.id),
                             BIND_INT("leader", rows_int(&leader, 0, "account")), today),
                       NULL, e);
    return r;
}

/* --- the tree ------------------------------------------------------------------------------------------------------
 */

static enum err child_goes(struct merge *m, int64_t id, struct error *e)
{
    struct area_row child;
    enum err r = area_get(&m->act, id, "area", &child, e);
    if (r == ERR_NONE)
        r = area_repath(&m->act, &child, m->into.id, *child.ended_on != '\0', e);
    if (r != ERR_NONE || *child.ended_on != '\0')
        return r;
    r = db_execute(m->act.work->db, "area.reparent",
                   BINDS(BIND_INT("id", id), BIND_INT("parent", m->into.id), BIND_INT("by", m->act.work->actor.user),
                         BIND_INT("at", clock_now())),
                   NULL, e);
    area_effect(&m->act, "area", 1);
    return r == ERR_NONE ? area_tell(&m->act, "move", &child, &(struct area_to){.parent = m->into.id}, e) : r;
}

/* What lies in it goes into the other one, what ended in it too; then itself. */
static enum err tree_goes(struct merge *m, struct error *e)
{
    struct rows children = {0}, ended = {0};
    struct db *db = m->act.work->db;
    char lo[AREA_PATH], hi[AREA_PATH];
    int64_t other = m->into.parent;

    area_range(m->from.path, lo, hi);
    enum err r = db_query(db, m->act.pool, "area.children_of", BINDS(BIND_INT("id", m->from.id)), &children, e);
    if (r == ERR_NONE)
        r = db_query(db, m->act.pool, "area.ended_in",
                     BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi),
                           BIND_INT("length", (int64_t)strlen(m->from.path) + AREA_PART)),
                     &ended, e);
    for (size_t i = 0; r == ERR_NONE && i < children.count; i++)
        r = child_goes(m, rows_int(&children, i, "id"), e);
    for (size_t i = 0; r == ERR_NONE && i < ended.count; i++)
        r = child_goes(m, rows_int(&ended, i, "id"), e);
    if (r == ERR_NONE)
        r = area_repath(&m->act, &m->from, m->into.id, true, e);
    if (r == ERR_NONE)
        r = db_execute(db, "area.end",
                       BINDS(BIND_INT("id", m->from.id), BIND_TEXT("on", m->act.today), BIND_INT("into", m->into.id),
                             other == 0 ? BIND_NULL("parent") : BIND_INT("parent", other),
                             BIND_INT("by", m->act.work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_execute(db, "area.into", BINDS(BIND_INT("from", m->from.id), BIND_INT("into", m->into.id)), NULL, e);
    if (r != ERR_NONE)
        return r;
    area_range(m->into.path, lo, hi);
    r = db_execute(
        db, "area.reparent_ended",
        BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("was", m->from.id), BIND_INT("parent", m->into.id)),
        NULL, e);
    return r == ERR_NONE ? area_tell(&m->act, "merge", &m->from,
                                     &(struct area_to){.parent = other, .other = m->into.id, .rows = m->rows}, e)
                         : r;
}

static enum err check(const struct merge *m, struct error *e)
{
    if (m->from.id == m->into.id)
        return error_set(e, ERR_INVALID, "into", _("%s cannot go into itself."), m->from.name);
    if (m->from.level != m->into.level || m->from.level < LEVEL_STREET)
        return error_set(e, ERR_INVALID, "into",
                         _("Only areas of one level can be merged, from streets down: %s is a %s."), m->into.name,
                         area_level_name(m->into.level));
    return ERR_NONE;
}

static enum err go(struct merge *m, struct error *e)
{
    struct rows accounts = {0};
    enum err r = area_accounts(&m->act, m->from.path, &accounts, e);
    if (r == ERR_NONE)
        r = registers_go(m, e);
    if (r == ERR_NONE)
        r = others_go(m, e);
    if (r == ERR_NONE)
        r = indexes_go(m, e);
    if (r == ERR_NONE)
        r = posts_go(m, e);
    if (r == ERR_NONE)
        r = cases_go_on(m, e);
    if (r == ERR_NONE)
        r = tree_goes(m, e);
    if (r == ERR_NONE)
        r = area_needs(&m->act, m->into.id, e);
    return r == ERR_NONE ? area_tell_sessions(&m->act, &accounts, e) : r;
}

enum err area_merge(struct work *work, int64_t from, int64_t into, const struct area_order *order, struct error *e)
{
    struct merge m = {.rows = 0};
    enum err r = area_begin(&m.act, work, order, e);
    if (r == ERR_NONE)
        r = area_get_open(&m.act, from, "area", &m.from, e);
    if (r == ERR_NONE)
        r = area_get_open(&m.act, into, "into", &m.into, e);
    if (r == ERR_NONE)
        r = check(&m, e);
    if (r == ERR_NONE)
        r = go(&m, e);
    return area_finish(&m.act, r, from, "merge", e);
}

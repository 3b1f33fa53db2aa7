/* Charts for a wall or a file: the organisation as a tree, and who works where in it. */
#include "print_inside.h"

#include "inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/area_change.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

/* "| +- 文苑社区": stem is what stands before it, a rail for each level above that goes on. */
static enum err branch(struct printing *p, int64_t parent, const char *stem, int64_t *areas, struct error *e)
{
    struct rows rows = {0};
    enum err r = area_children(p->work, p->pool, parent, false, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *leader = rows_text(&rows, i, "leader");
        bool last = i + 1 == rows.count;
        print_ends(
            p->print,
            pool_format(p->pool, "%s+- %s%s%s", stem, rows_text(&rows, i, "name"), *leader == '\0' ? "" : "  ", leader),
            pool_format(p->pool, _("%s  households %lld"), rows_text(&rows, i, "code"),
                        (long long)rows_int(&rows, i, "households")));
        ++*areas;
        r = branch(p, rows_int(&rows, i, "id"), pool_format(p->pool, "%s%s", stem, last ? "   " : "|  "), areas, e);
    }
    return r;
}

static enum err title(struct printing *p, int64_t area, const char *what, struct rows *found, struct error *e)
{
    enum err r = area_find(p->work, p->pool, pool_format(p->pool, "%lld", (long long)area), found, e);
    if (r != ERR_NONE)
        return r;
    print_title(p->print, pool_format(p->pool, "%s  %s", rows_text(found, 0, "name"), what));
    print_blank(p->print);
    return ERR_NONE;
}

enum err print_organisation(struct work *work, int64_t area, const struct paper *paper, struct buffer *out,
                            struct error *e)
{
    struct printing p;
    struct rows found = {0};
    int64_t areas = 0;
    enum err r = printing_begin(&p, work, paper, NULL, e);
    if (r == ERR_NONE)
        r = right_need(work, "area.read", e);
    if (r == ERR_NONE)
        r = title(&p, area, _("Organisation chart"), &found, e);
    if (r == ERR_NONE)
        print_ends(p.print, rows_text(&found, 0, "name"),
                   pool_format(p.pool, _("%s  households %lld"), rows_text(&found, 0, "code"),
                               (long long)rows_int(&found, 0, "households")));
    if (r == ERR_NONE)
        r = branch(&p, area, "", &areas, e);
    return printing_end(&p, r, "area", area, out, e);
}

enum err print_posts(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e)
{
    struct printing p;
    struct rows found = {0}, posts = {0};
    struct scope_range range = {0};
    enum { COLUMNS = 4 };
    enum err r = printing_begin(&p, work, paper, NULL, e);
    if (r == ERR_NONE)
        r = right_need(work, "user.pick", e);
    if (r == ERR_NONE)
        r = title(&p, area, _("Chart of posts"), &found, e);
    if (r == ERR_NONE)
        area_range(rows_text(&found, 0, "path"), range.lo, range.hi);
    if (r == ERR_NONE)
        r = db_query(
            work->db, p.pool, "area.posts_below",
            BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", printing_today(&p))), &posts,
            e);
    if (r == ERR_NONE) {
        const char *const heads[COLUMNS] = {_("Area"), _("Role"), _("Name"), _("In post since")};
        const char **cells = pool_new_piece(p.pool, posts.count * COLUMNS + 1, sizeof *cells);
        for (size_t i = 0; i < posts.count; i++) {
            bool same = i > 0 && rows_int(&posts, i, "area") == rows_int(&posts, i - 1, "area");
            size_t depth = (strlen(rows_text(&posts, i, "path")) - strlen(range.lo)) / AREA_PART;
            cells[i * COLUMNS] =
                same ? "" : pool_format(p.pool, "%*s%s", (int)depth, "", rows_text(&posts, i, "area_name"));
            cells[i * COLUMNS + 1] = code_text("role", rows_text(&posts, i, "role"));
            cells[i * COLUMNS + 2] = rows_text(&posts, i, "name");
            cells[i * COLUMNS + 3] = rows_text(&posts, i, "from_on");
        }
        print_table(p.print, heads, COLUMNS, cells, posts.count);
    }
    return printing_end(&p, r, "area", area, out, e);
}

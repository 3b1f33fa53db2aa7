/* A community of its own for months that are worked by hand: grids of ten households each, and whoever leads them. */
#ifndef WANGGE_TESTS_WORK_MONTH_H
#define WANGGE_TESTS_WORK_MONTH_H

#include "ledger.h"

#define COMMUNITY_C 40

/* The n-th grid of the community has the number 40 + n, its households (40 + n) * 100 + 1 to 10. */
static inline void add_grid(struct village *v, int grid)
{
    sql(v,
        pool_format(v->pool,
                    "insert into area (id, parent, level, code, name, initials, path, created_by, created_at,"
                    " updated_by, updated_at) values (%d, 40, 5, 'c%d', '丙%d网格', '', '0001000100010003%04d', 0, 0,"
                    " 0, 0)",
                    grid, grid, grid - COMMUNITY_C, grid - COMMUNITY_C));
    for (int n = 1; n <= HOUSEHOLDS_OF_A_GRID; n++)
        sql(v, pool_format(v->pool,
                           "insert into household (id, area, no, address, building, unit, room, kinds, version,"
                           " created_by, created_at, updated_by, updated_at) values (%d, %d, '%d', '河滨路1号', '%d',"
                           " '1', '%d', '', 1, 0, 0, 0, 0)",
                           grid * 100 + n, grid, grid * 100 + n, grid, 100 + n));
}

static inline void add_community(struct village *v, int grids)
{
    sql(v, "begin;"
           "insert into area (id, parent, level, code, name, initials, path, created_by, created_at, updated_by,"
           " updated_at) values (40, 3, 4, '321003001003', '丙社区', '', '0001000100010003', 0, 0, 0, 0)");
    for (int n = 1; n <= grids; n++)
        add_grid(v, COMMUNITY_C + n);
    sql(v, "commit");
}

/* An account of this number, login "gNUMBER"; to is "" for open. */
static inline void add_account(struct village *v, int account)
{
    sql(v, pool_format(v->pool,
                       "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
                       " values (%d, 'g%d', '示例%d', '', 0, 0, 0, 0)",
                       account, account, account));
}

static inline void add_post(struct village *v, int account, const char *role, int area, const char *from,
                            const char *to)
{
    int64_t id = number(v, "select max(id) + 1 from post");
    sql(v, pool_format(v->pool,
                       "insert into post (id, account, role, area, from_on, to_on, created_by, created_at, updated_by,"
                       " updated_at) values (%lld, %d, '%s', %d, '%s', nullif('%s', ''), 0, 0, 0, 0)",
                       (long long)id, account, role, area, from, to));
}

static inline void add_leader(struct village *v, int account, int grid, const char *from, const char *to)
{
    add_account(v, account);
    add_post(v, account, "grid_leader", grid, from, to);
}

/* One entry of ten characters or more at each of the households grid/first..last, on the day at 9. */
static inline void add_visits(struct village *v, int by, int grid, int first, int last, const char *day)
{
    for (int n = first; n <= last; n++)
        tell_visit(v, &(struct told_visit){.id = number(v, "select coalesce(max(id), 0) + 1 from visit"),
                                           .household = grid * 100 + n,
                                           .area = grid,
                                           .by = by,
                                           .at = at(pool_format(v->pool, "%s 09:00", day)),
                                           .valid = true});
}

static inline void add_points(struct village *v, int who, const char *kind, double points)
{
    sql(v, pool_format(v->pool,
                       "insert into evaluation_point (id, month, subject, who, area, kind, points, reason, evidence,"
                       " made_by, made_at) select coalesce(max(id), 0) + 1, '2026-09', 'grid_leader', %d, 4, '%s', %g,"
                       " 'x', '', 8, 0 from evaluation_point",
                       who, kind, points));
}

static inline void add_appeal(struct village *v, int who, const char *item, const char *measure, const char *kind,
                              int64_t object, const char *effect, double points)
{
    sql(v, pool_format(v->pool,
                       "insert into evaluation_appeal (id, month, subject, who, area, item, measure, kind, object, no,"
                       " text, state, effect, points, answer, made_by, made_at) select coalesce(max(id), 0) + 1,"
                       " '2026-09', 'grid_leader', %d, 4, '%s', '%s', '%s', %lld, '', '', 'accepted', '%s', %g, '',"
                       " 1, 0 from evaluation_appeal",
                       who, item, measure, kind, (long long)object, effect, points));
}

static inline struct evaluation shown(struct village *v, const char *subject, const char *whom)
{
    struct evaluation one = {0};
    DONE(v, evaluation_show(v->work, v->pool, "2026-09", subject, whom, &one, &v->e));
    return one;
}

/* The item's figures; its score is the rate of its weight. */
static inline void assert_figures(const struct evaluation *one, const char *code, double numerator, double denominator,
                                  double rate)
{
    const struct evaluation_item *item = item_of(one, code);
    if (!item->counts)
        fail_msg("%s does not count", code);
    assert_near(item->numerator, numerator);
    assert_near(item->denominator, denominator);
    assert_near(item->rate, rate);
    assert_near(item->score, rate * item->weight);
}

#endif

/* September 2026 of a community: seventeen leaders, each with a case of its own. The month has 30 days; due is a
 * household without a visit from 91 days before the end of the days measured. Each grid has ten households. */
#ifndef WANGGE_TESTS_WORK_HAND_MONTH_H
#define WANGGE_TESTS_WORK_HAND_MONTH_H

#include "month.h"

#include "wangge/base/array.h"

enum {
    PLAIN = 41,    /* two cases, one of them reworked; an entry that was graded */
    EMPTY = 42,    /* everything was visited in August: nobody is due */
    LEFT = 43,     /* to the 15th, */
    FOLLOWED = 60, /* and the successor */
    DEPUTED = 44,  /* on leave, with a deputy */
    AWAY = 45,     /* on leave, with none */
    SPLIT = 46,    /* gave four households to a new grid, */
    NEW = 47,      /* that begins on the 16th */
    VETOED = 48,
    CAPPED = 49,
    APPEALED = 50, /* a record counts after all, another is left out */
    TWICE = 51,    /* leads 51 and 52 */
    SECOND = 52,
    BEFORE = 53,   /* to the 21st: 21 days, */
    LATE = 61,     /* and nine days: too few */
    RED = 54,      /* a red grid: 30 entries are asked for */
    GIVEN = 55,    /* an appeal gave points */
    PUNISHED = 56, /* deductions, capped */
    GRIDS = 56 - COMMUNITY_C,
};

static inline void tell_leaders(struct village *v)
{
    static const struct {
        int account, grid;
        const char *from, *to;
    } leaders[] = {
        {PLAIN,    PLAIN,    "2020-01-01", ""          },
        {EMPTY,    EMPTY,    "2020-01-01", ""          },
        {LEFT,     LEFT,     "2020-01-01", "2026-09-15"},
        {FOLLOWED, LEFT,     "2026-09-16", ""          },
        {DEPUTED,  DEPUTED,  "2020-01-01", ""          },
        {AWAY,     AWAY,     "2020-01-01", ""          },
        {SPLIT,    SPLIT,    "2020-01-01", ""          },
        {NEW,      NEW,      "2026-09-16", ""          },
        {VETOED,   VETOED,   "2020-01-01", ""          },
        {CAPPED,   CAPPED,   "2020-01-01", ""          },
        {APPEALED, APPEALED, "2020-01-01", ""          },
        {TWICE,    TWICE,    "2020-01-01", ""          },
        {BEFORE,   BEFORE,   "2020-01-01", "2026-09-21"},
        {LATE,     BEFORE,   "2026-09-22", ""          },
        {RED,      RED,      "2020-01-01", ""          },
        {GIVEN,    GIVEN,    "2020-01-01", ""          },
        {PUNISHED, PUNISHED, "2020-01-01", ""          },
    };
    for (size_t i = 0; i < COUNT_OF(leaders); i++)
        add_leader(v, leaders[i].account, leaders[i].grid, leaders[i].from, leaders[i].to);
    add_post(v, TWICE, "grid_leader", SECOND, "2020-01-01", "");
}

static inline void tell_visits(struct village *v)
{
    add_visits(v, PLAIN, PLAIN, 1, 4, "2026-09-03");
    sql(v, "update visit set grade = '2' where household = 4101");
    add_visits(v, EMPTY, EMPTY, 1, 10, "2026-08-20");
    add_visits(v, EMPTY, EMPTY, 1, 10, "2026-09-10");
    add_visits(v, LEFT, LEFT, 1, 2, "2026-09-10");
    add_visits(v, FOLLOWED, LEFT, 3, 6, "2026-09-20");
    add_visits(v, DEPUTED, DEPUTED, 1, 5, "2026-09-12"); /* by the deputy: the deeds are his for whom he acts */
    add_visits(v, AWAY, AWAY, 1, 5, "2026-09-25");
    add_visits(v, SPLIT, SPLIT, 1, 3, "2026-09-05");
    add_visits(v, SPLIT, SPLIT, 7, 7, "2026-09-05");
    sql(v, "update household set area = 47 where id in (4607, 4608, 4609, 4610);"
           "delete from household where id between 4701 and 4710");
    tell_visit(v,
               &(struct told_visit){
                   .id = 500, .household = 4608, .area = NEW, .by = NEW, .at = at("2026-09-20 09:00"), .valid = true});
    add_visits(v, VETOED, VETOED, 1, 10, "2026-09-08");
    add_visits(v, CAPPED, CAPPED, 1, 5, "2026-09-08");
    add_visits(v, TWICE, TWICE, 1, 4, "2026-09-08");
    add_visits(v, TWICE, SECOND, 1, 1, "2026-09-08");
    add_visits(v, BEFORE, BEFORE, 1, 7, "2026-09-08");
    add_visits(v, LATE, BEFORE, 8, 10, "2026-09-23");
    add_visits(v, RED, RED, 1, 10, "2026-09-08");
    add_visits(v, RED, RED, 1, 5, "2026-09-18");
    add_visits(v, GIVEN, GIVEN, 1, 5, "2026-09-08");
    add_visits(v, PUNISHED, PUNISHED, 1, 5, "2026-09-08");
}

static inline void tell_case_of(struct village *v, int64_t id, int grid, const char *due, const char *closed,
                                int rework, bool self)
{
    tell_case(v, &(struct told_case){.id = id,
                                     .area = grid,
                                     .reported_at = at("2026-09-02 08:00"),
                                     .due_at = at(due),
                                     .closed_at = *closed == '\0' ? 0 : at(closed),
                                     .rework = rework,
                                     .self_handled = self});
}

static inline void tell_the_rest(struct village *v)
{
    tell_case_of(v, 900, PLAIN, "2026-09-09 08:00", "2026-09-05 08:00", 0, true);
    tell_case_of(v, 901, PLAIN, "2026-09-09 08:00", "2026-09-06 08:00", 1, false);
    tell_case_of(v, 902, APPEALED, "2026-09-09 08:00", "", 0, false);
    tell_case_of(v, 903, APPEALED, "2026-09-09 08:00", "2026-09-10 08:00", 0, true);
    sql(v, "insert into leave (id, account, kind, from_on, to_on, area, version, created_by, created_at, updated_by,"
           " updated_at) values (1, 44, '1', '2026-09-11', '2026-09-20', 44, 1, 0, 0, 0, 0),"
           " (2, 45, '1', '2026-09-11', '2026-09-20', 45, 1, 0, 0, 0, 0);"
           "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at)"
           " select 1, 44, p.id, 5, '2026-09-11', '2026-09-20', '', 0, 0 from post p where p.account = 44;"
           "insert into grid (area, no, nature, grade, id, version, created_by, created_at, updated_by, updated_at)"
           " values (54, '54', '1', 'red', 1, 1, 0, 0, 0, 0);"
           "insert into scheme_target (scheme, item, grade, households_from, target)"
           " select id, 'diary', 'red', 0, 30 from scheme where subject = 'grid_leader';");
    add_points(v, VETOED, "points", 3);
    add_points(v, VETOED, "veto", 0);
    add_points(v, CAPPED, "points", 8);
    add_points(v, CAPPED, "points", 7);
    add_points(v, PUNISHED, "points", -25);
    add_appeal(v, APPEALED, "handling", "timely", "case", 902, "count", 0);
    add_appeal(v, APPEALED, "handling", "timely", "case", 903, "leave_out", 0);
    add_appeal(v, GIVEN, "", "", "", 0, "points", 4);
}

static inline void tell_month(struct village *v)
{
    add_community(v, GRIDS);
    sql(v, "begin");
    tell_leaders(v);
    tell_visits(v);
    tell_the_rest(v);
    sql(v, "commit");
    act_as(v, "street01");
}

#endif

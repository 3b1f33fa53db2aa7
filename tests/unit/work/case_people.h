/* Who acts on cases beside the people of the village: more of departments, an inspector, units with members, deputies.
 */
#ifndef WANGGE_TESTS_WORK_CASE_PEOPLE_H
#define WANGGE_TESTS_WORK_CASE_PEOPLE_H

#include "case_model.h"

#include "wangge/base/array.h"

static const struct post posts[] = {
    {1,  "grid01",       GRID_LEADER,     6},
    {2,  "grid02",       GRID_LEADER,     7},
    {3,  "grid03",       GRID_LEADER,     8},
    {5,  "member01",     INFORMANT,       6},
    {6,  "station01",    STATION,         4},
    {7,  "station02",    STATION,         5},
    {8,  "street01",     STREET_CENTRE,   3},
    {9,  "department01", DEPARTMENT,      2},
    {10, "district01",   DISTRICT_CENTRE, 2},
    {12, "department02", DEPARTMENT,      2},
    {13, "inspector01",  INSPECTOR,       2},
    {14, "department03", DEPARTMENT,      2},
    {11, "admin",        SYSTEM,          1},
};

static const char people_and_units[] =
    "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
    " values (12, 'department02', '示例丑', '', 0, 0, 0, 0), (13, 'inspector01', '示例寅', '', 0, 0, 0, 0),"
    " (14, 'department03', '示例卯', '', 0, 0, 0, 0);"
    "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
    " values (12, 12, 'department', 2, '2020-01-01', 0, 0, 0, 0), (13, 13, 'inspector', 2, '2020-01-01', 0, 0, 0, 0),"
    " (14, 14, 'department', 2, '2020-01-01', 0, 0, 0, 0);"
    "insert into unit (id, area, name, level, version, created_by, created_at, updated_by, updated_at)"
    " values (1, 2, '示例市政所', 'district', 1, 0, 0, 0, 0), (2, 2, '示例执法队', 'district', 1, 0, 0, 0, 0),"
    " (3, 3, '示例物业站', 'street', 1, 0, 0, 0, 0);"
    "insert into unit_member (id, area, unit, member, version, created_by, created_at, updated_by, updated_at)"
    " values (1, 2, 1, 9, 1, 0, 0, 0, 0), (2, 2, 1, 12, 1, 0, 0, 0, 0), (3, 2, 2, 14, 1, 0, 0, 0, 0),"
    " (4, 3, 3, 7, 1, 0, 0, 0, 0), (5, 3, 3, 14, 1, 0, 0, 0, 0);"
    "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at)"
    " values (1, 1, 1, 2, '2020-01-01', '2039-12-31', '休假', 0, 0),"
    " (2, 6, 6, 7, '2020-01-01', '2039-12-31', '培训', 0, 0), (3, 9, 9, 14, '2020-01-01', '2039-12-31', '病假', 0, 0);";

static inline const struct post *post_of(int id)
{
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        if (posts[i].id == id)
            return &posts[i];
    return NULL;
}

static inline const struct post *post_named(const char *login)
{
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        if (strcmp(posts[i].login, login) == 0)
            return &posts[i];
    return NULL;
}

/* Who does somebody's work for a time. */
static inline const char *deputy_of(const struct post *me)
{
    return me->id == 1 ? "grid02" : me->id == 6 ? "station02" : me->id == 9 ? "department03" : NULL;
}

#endif

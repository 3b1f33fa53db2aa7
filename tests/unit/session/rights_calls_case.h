/* Functions called by themselves (rights_calls.h): case. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_CASE_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_CASE_H

#include "wangge/work/unit.h"

static bool members_of_a_unit(struct rights_office *r)
{
    (void)r;
    return true;
}

static const struct call case_calls[] = {
    {"unit.c", "none", "informant", NULL, members_of_a_unit},
};

#endif

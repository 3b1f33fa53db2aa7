/* Functions called by themselves (rights_calls.h): people. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_PEOPLE_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_PEOPLE_H

#include "wangge/work/person.h"

static bool a_person_by_number(struct rights_office *r)
{
    struct record *record = record_new();
    (void)r;
    record_free(&record);
    return true;
}

static const struct call people_calls[] = {
    {"person.c", "none", "system", NULL, a_person_by_number},
};

#endif

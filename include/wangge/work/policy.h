/* What applies to whom (etc/policies.csv): the rhythm of visits, allowances by age, services for those in a register.
 */
#ifndef WANGGE_WORK_POLICY_H
#define WANGGE_WORK_POLICY_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>

struct policy {
    const char *name;
    const char *kinds;     /* codes of must_visit, parted by blanks: applies to such households; "": to people */
    const char *registers; /* tables, parted by blanks: applies to people in one of them; "": to all */
    int age_from, age_to;
    const char *given_in; /* the table that tells that it is given; "": nothing is given */
    const char *given_as; /* FIELD=CODE that its row has, "": any row */
    const char *label[LANGUAGE_COUNT];
};

/* After the tables. An error names file and line. */
enum err policies_load(const char *etc_dir, struct error *e);
size_t policy_count(void);
const struct policy *policy_at(size_t i);
const char *policy_label(const struct policy *policy); /* in the language in use */
/* kinds: of the household, parted by commas. in_register: is the person in that table? */
bool policy_for_household(const struct policy *policy, const char *kinds);
bool policy_for_person(const struct policy *policy, int age, bool (*in_register)(const void *to, const char *table),
                       const void *to);

#endif

/* Statements that may show something to who is nowhere, and conditions that another one stands in for. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_ROWS_H
#define WANGGE_TESTS_SESSION_NOWHERE_ROWS_H

#include "nowhere_variants.h"

#include <stddef.h>
#include <stdint.h>

/* It is asked with another value of a bind, only some columns are looked at, or some variants are not tried. */
struct exception {
    const char *statement; /* or those that begin so: "NAME*" */
    const char *why;
    const char *bind, *text; /* these have the text; NULL: 0 */
    const char *columns;
    unsigned not, more;
};

enum { MOST_EXCEPTIONS = 100 };

#define NOT(variant) (1u << (variant))
#define ONES_OWN     (NOT(BELOW_ALL) | NOT(ABOVE_ALL))

#define EVERYWHERE (ONES_OWN | NOT(OWN_BELOW) | NOT(OWN_ABOVE))
#define NOBODYS    (NOT(NOBODY_BELOW) | NOT(NOBODY_ABOVE))

/* Conditions whose absence changes nothing. Which: the first with these words in the statement is 1. */
struct equivalent {
    const char *condition;
    int which;
    const char *why;
};

#include "nowhere_rows.inc"

#endif

/* What a statement is asked with by somebody who is nowhere: each way of reaching nothing. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_VARIANTS_H
#define WANGGE_TESTS_SESSION_NOWHERE_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>

/* Who asks: whoever asked; no account at all; one that is a member of every unit, and nothing else. */
enum who { WHOEVER, NOBODY, JOINED };

struct variant {
    const char *lo, *hi;
    int own;
    enum who who;
    const char *secret_lo, *secret_hi;
    const char *uses;   /* tried where the statement has this in it */
    bool asked;         /* tried where a row of exceptions says so (more) */
    const char *before; /* done first, and undone afterwards */
};

#define ALL_SECRET "update case_file set confidential = 1"
#define ALL_DRAFTS "update case_file set state = 'draft', created_by = -2"

enum {
    BELOW_ALL,
    ABOVE_ALL,
    NOBODY_BELOW,
    NOBODY_ABOVE,
    NOBODYS_OWN,
    NOBODYS_UNIT,
    JOINED_OWN,
    NOBODY_WIDE,
    NO_SECRET_BELOW,
    NO_SECRET_ABOVE,
    NO_DRAFT,
    NO_DRAFT_OWN,
    OWN_BELOW,
    OWN_ABOVE,
    VARIANTS
};

static const struct variant variants[VARIANTS] = {
    [BELOW_ALL] = {"",  "",  0, WHOEVER, "",  "~", "lo",        false, NULL      },
    [ABOVE_ALL] = {"~", "~", 0, WHOEVER, "",  "~", "lo",        false, NULL      },
    [NOBODY_BELOW] = {"",  "",  0, NOBODY,  "",  "~", "",          false, NULL      },
    [NOBODY_ABOVE] = {"~", "~", 0, NOBODY,  "",  "~", "",          false, NULL      },
    [NOBODYS_OWN] = {"",  "~", 1, NOBODY,  "",  "~", "own",       false, NULL      },
    [NOBODYS_UNIT] = {"",  "~", 2, NOBODY,  "",  "~", "own",       false, NULL      },
    [JOINED_OWN] = {"",  "~", 1, JOINED,  "",  "~", "own",       false, NULL      },
    [NOBODY_WIDE] = {"",  "~", 0, NOBODY,  "",  "~", "me",        true,  NULL      },
    [NO_SECRET_BELOW] = {"",  "~", 0, NOBODY,  "",  "",  "secret_lo", false, ALL_SECRET},
    [NO_SECRET_ABOVE] = {"",  "~", 0, NOBODY,  "~", "~", "secret_lo", false, ALL_SECRET},
    [NO_DRAFT] = {"",  "~", 0, NOBODY,  "",  "~", "me",        false, ALL_DRAFTS},
    [NO_DRAFT_OWN] = {"",  "~", 2, JOINED,  "",  "~", "own",       false, ALL_DRAFTS},
    [OWN_BELOW] = {"",  "",  2, WHOEVER, "",  "~", "own",       false, NULL      },
    [OWN_ABOVE] = {"~", "~", 2, WHOEVER, "",  "~", "own",       false, NULL      },
};

static const char *const variant_names[VARIANTS] = {
    "BELOW_ALL",   "ABOVE_ALL",       "NOBODY_BELOW",    "NOBODY_ABOVE", "NOBODYS_OWN",  "NOBODYS_UNIT", "JOINED_OWN",
    "NOBODY_WIDE", "NO_SECRET_BELOW", "NO_SECRET_ABOVE", "NO_DRAFT",     "NO_DRAFT_OWN", "OWN_BELOW",    "OWN_ABOVE"};

#endif

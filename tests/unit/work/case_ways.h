/* What the model of a case knows by heart: posts, rights, states, ways and limits, after the description of the field.
 * It reads neither etc/workflow.csv nor etc/limits.csv nor etc/rights.csv. */
#ifndef WANGGE_TESTS_WORK_CASE_WAYS_H
#define WANGGE_TESTS_WORK_CASE_WAYS_H

#include "reckoning.h"

enum role { GRID_LEADER, INFORMANT, STATION, STREET_CENTRE, DEPARTMENT, DISTRICT_CENTRE, INSPECTOR, SYSTEM, ROLES };

enum level { AT_GRID, AT_STATION, AT_STREET, AT_DISTRICT };
static const char *const level_names[] = {"grid", "station", "street", "district"};
static const char *const level_roles[] = {"grid_leader", "station", "street", "district"};

enum state {
    DRAFT,
    REPORTED,
    SELF,
    TO_ACCEPT,
    REGISTERED,
    DISPATCHED,
    HANDLING,
    TO_VERIFY,
    TO_CALL,
    CLOSED,
    ARCHIVED,
    VOID
};
static const char *const state_names[] = {
    "draft",      "reported", "self_handled",          "awaiting_acceptance",   "registered",
    "dispatched", "handling", "awaiting_verification", "awaiting_return_visit", "closed",
    "archived",   "void"};
enum { SAME = 20, BACK, AS_ASKED }; /* where a way may lead beside a state */

/* A letter a role, in the order of enum role: s in the own area, o with own cases, - not at all. */
static const char *const rights[][2] = {
    {"read",         "sossoss-"},
    {"report",       "ssss-s--"},
    {"settle",       "s-------"},
    {"accept",       "--ss-s--"},
    {"dispatch",     "--ss-s--"},
    {"handle",       "oooooo--"},
    {"verify",       "s-ss-s--"},
    {"call_back",    "--ss-s--"},
    {"close",        "--ss-s--"},
    {"void",         "--ss-s--"},
    {"register",     "--ss-s--"},
    {"assist",       "oooooo--"},
    {"approve",      "--ss-s--"},
    {"approve_void", "---s-s--"},
    {"supervise",    "--ss-ss-"},
    {"discuss",      "--ss-s--"},
    {"reopen",       "--ss-s--"},
    {"archive",      "--ss-s--"},
    {"confidential", "---s-ss-"},
};

/* What must hold of the case. */
enum {
    IF_AT_GRID = 1,
    IF_ABOVE_GRID = 2,
    IF_BELOW_DISTRICT = 4,
    IF_PUBLIC = 8,
    IF_RUNNING = 16,
    IF_SUSPENDED = 32,
    IF_ASKED = 64,
    IF_SUPERVISED = 128,
    IF_MERGED = 256,
    IF_UNMERGED = 512,
    IF_ONCE_ACCEPTED = 1024,
};
/* What must be given. */
enum {
    GIVE_TEXT = 1,
    GIVE_WHOM = 2, /* a unit or a person */
    GIVE_UNTIL = 4,
    GIVE_REPLY_BY = 8,
    GIVE_REASON = 16,
    GIVE_FINDING = 32,
    GIVE_INTO = 64,
    GIVE_PEOPLE = 128,
    GIVE_SATISFACTION = 256,
};
enum who { ANYBODY, AUTHOR, HANDLER, ASSISTANT, APPROVER };
enum when { ALWAYS, WHEN_SATISFIED, WHEN_NOT_SATISFIED };
enum turn { NOBODY, OF_AUTHOR, OF_HANDLER, OF_GRID_LEADER, OF_LEVEL, OF_APPROVER };

struct way {
    const char *command;
    unsigned from; /* bits of states */
    int to;
    const char *right;
    enum who who;
    bool holder; /* only who holds the case: its level, or one above it */
    unsigned facts;
    enum when when;
    unsigned needs;
    const char *clock; /* "" nothing begins or ends */
    enum turn turn;
    const char *approval; /* right of another who has to approve; "" none */
};

#define IN(state) (1u << (state))
#define OPEN_ONES                                                                                                      \
    (IN(REPORTED) | IN(SELF) | IN(TO_ACCEPT) | IN(REGISTERED) | IN(DISPATCHED) | IN(HANDLING) | IN(TO_VERIFY) |        \
     IN(TO_CALL))

// clang-format off
static const struct way ways[] = {
    {"report",      IN(DRAFT),                     REPORTED,   "report",    AUTHOR,  false, 0, ALWAYS, 0, "whole acceptance", OF_AUTHOR, ""},
    {"self_handle", IN(REPORTED),                  SELF,       "settle",    ANYBODY, false, IF_AT_GRID, ALWAYS, 0, "verification", OF_GRID_LEADER, ""},
    {"recall",      IN(SELF),                      BACK,       "settle",    HANDLER, false, 0, ALWAYS, 0, "acceptance", NOBODY, ""},
    {"verify",      IN(REPORTED),                  TO_ACCEPT,  "settle",    ANYBODY, false, IF_AT_GRID | IF_PUBLIC, ALWAYS, GIVE_FINDING, "acceptance", OF_GRID_LEADER, ""},
    {"report_up",   IN(REPORTED),                  TO_ACCEPT,  "settle",    ANYBODY, false, IF_AT_GRID, ALWAYS, 0, "acceptance", OF_GRID_LEADER, ""},
    {"report_up",   IN(REPORTED) | IN(TO_ACCEPT),  TO_ACCEPT,  "accept",    ANYBODY, true,  IF_BELOW_DISTRICT | IF_ABOVE_GRID, ALWAYS, GIVE_TEXT, "acceptance", NOBODY, ""},
    {"report_up",   IN(REGISTERED),                REGISTERED, "dispatch",  ANYBODY, true,  IF_BELOW_DISTRICT, ALWAYS, GIVE_TEXT, "dispatch", NOBODY, ""},
    {"report_up",   IN(HANDLING),                  REGISTERED, "handle",    HANDLER, false, IF_BELOW_DISTRICT | IF_RUNNING, ALWAYS, GIVE_TEXT, "dispatch", NOBODY, ""},
    {"accept",      IN(REPORTED) | IN(TO_ACCEPT),  REGISTERED, "accept",    ANYBODY, true,  0, ALWAYS, 0, "dispatch", OF_LEVEL, ""},
    {"withdraw",    IN(REGISTERED),                BACK,       "accept",    ANYBODY, true,  IF_ONCE_ACCEPTED, ALWAYS, GIVE_TEXT, "acceptance", NOBODY, ""},
    {"register",    IN(REPORTED),                  REGISTERED, "register",  AUTHOR,  false, IF_ABOVE_GRID, ALWAYS, 0, "dispatch", NOBODY, ""},
    {"refuse",      IN(REPORTED) | IN(TO_ACCEPT),  CLOSED,     "accept",    ANYBODY, true,  IF_PUBLIC, ALWAYS, GIVE_TEXT, "end", NOBODY, ""},
    {"refuse",      IN(REPORTED) | IN(TO_ACCEPT),  DRAFT,      "accept",    ANYBODY, true,  0, ALWAYS, GIVE_TEXT, "end", NOBODY, ""},
    {"merge",       IN(REPORTED) | IN(TO_ACCEPT) | IN(REGISTERED), CLOSED, "accept", ANYBODY, true, 0, ALWAYS, GIVE_INTO, "end", NOBODY, ""},
    {"unmerge",     IN(CLOSED),                    BACK,       "accept",    ANYBODY, true,  IF_MERGED, ALWAYS, 0, "go_on", NOBODY, ""},
    {"dispatch",    IN(REGISTERED),                DISPATCHED, "dispatch",  ANYBODY, true,  0, ALWAYS, GIVE_WHOM, "signing", OF_LEVEL, ""},
    {"recall",      IN(DISPATCHED),                BACK,       "dispatch",  ANYBODY, true,  0, ALWAYS, 0, "dispatch", NOBODY, ""},
    {"sign",        IN(DISPATCHED),                HANDLING,   "handle",    HANDLER, false, 0, ALWAYS, 0, "handling", OF_HANDLER, ""},
    {"return",      IN(DISPATCHED),                REGISTERED, "handle",    HANDLER, false, 0, ALWAYS, GIVE_TEXT, "dispatch", NOBODY, ""},
    {"return",      IN(HANDLING),                  REGISTERED, "handle",    HANDLER, false, IF_RUNNING, ALWAYS, GIVE_TEXT, "dispatch", NOBODY, "approve"},
    {"extend",      IN(DISPATCHED) | IN(HANDLING), SAME,       "handle",    HANDLER, false, IF_RUNNING, ALWAYS, GIVE_UNTIL | GIVE_TEXT, "", NOBODY, "approve"},
    {"suspend",     IN(HANDLING),                  SAME,       "handle",    HANDLER, false, IF_RUNNING, ALWAYS, GIVE_UNTIL | GIVE_TEXT, "pause", NOBODY, "approve"},
    {"resume",      IN(HANDLING),                  SAME,       "handle",    HANDLER, false, IF_SUSPENDED, ALWAYS, 0, "go_on", OF_HANDLER, ""},
    {"resume",      IN(HANDLING),                  SAME,       "dispatch",  ANYBODY, true,  IF_SUSPENDED, ALWAYS, 0, "go_on", NOBODY, ""},
    {"transfer",    IN(HANDLING),                  DISPATCHED, "handle",    HANDLER, false, IF_RUNNING, ALWAYS, GIVE_WHOM | GIVE_TEXT, "signing", NOBODY, ""},
    {"assist",      IN(HANDLING),                  SAME,       "assist",    ASSISTANT, false, 0, ALWAYS, GIVE_TEXT, "", NOBODY, ""},
    {"handle",      IN(DISPATCHED) | IN(HANDLING), TO_VERIFY,  "handle",    HANDLER, false, IF_RUNNING, ALWAYS, GIVE_TEXT, "verification", OF_HANDLER, ""},
    {"pass",        IN(SELF) | IN(TO_VERIFY),      TO_CALL,    "verify",    ANYBODY, false, 0, ALWAYS, 0, "return_visit", OF_GRID_LEADER, ""},
    {"rework",      IN(SELF) | IN(TO_VERIFY) | IN(TO_CALL), HANDLING, "verify", ANYBODY, false, 0, ALWAYS, GIVE_TEXT, "handling", NOBODY, ""},
    {"call_back",   IN(TO_CALL),                   CLOSED,     "call_back", ANYBODY, true, 0, WHEN_SATISFIED, GIVE_SATISFACTION, "end", OF_LEVEL, ""},
    {"call_back",   IN(TO_CALL),                   HANDLING,   "call_back", ANYBODY, true, 0, WHEN_NOT_SATISFIED, GIVE_SATISFACTION, "handling", OF_LEVEL, ""},
    {"close",       IN(TO_CALL),                   CLOSED,     "close",     ANYBODY, true, 0, ALWAYS, GIVE_TEXT, "end", NOBODY, ""},
    {"reopen",      IN(CLOSED),                    BACK,       "reopen",    ANYBODY, true, IF_UNMERGED, ALWAYS, GIVE_TEXT, "go_on", NOBODY, ""},
    {"archive",     IN(CLOSED),                    ARCHIVED,   "archive",   ANYBODY, true, 0, ALWAYS, 0, "", NOBODY, ""},
    {"reopen",      IN(ARCHIVED),                  BACK,       "reopen",    ANYBODY, true, 0, ALWAYS, GIVE_TEXT, "", NOBODY, ""},
    {"void",        IN(DRAFT),                     VOID,       "report",    AUTHOR,  false, 0, ALWAYS, 0, "end", NOBODY, ""},
    {"void",        OPEN_ONES,                     VOID,       "void",      ANYBODY, true,  0, ALWAYS, GIVE_TEXT, "end", NOBODY, "approve_void"},
    {"supervise",   OPEN_ONES,                     SAME,       "supervise", ANYBODY, false, 0, ALWAYS, GIVE_REASON | GIVE_REPLY_BY, "", NOBODY, ""},
    {"reply",       OPEN_ONES,                     SAME,       "handle",    HANDLER, false, IF_SUPERVISED, ALWAYS, GIVE_TEXT, "", OF_HANDLER, ""},
    {"reply",       OPEN_ONES,                     SAME,       "dispatch",  ANYBODY, true,  IF_SUPERVISED, ALWAYS, GIVE_TEXT, "", NOBODY, ""},
    {"discuss",     IN(TO_ACCEPT) | IN(REGISTERED) | IN(DISPATCHED) | IN(HANDLING) | IN(TO_VERIFY), SAME, "discuss", ANYBODY, false, 0, ALWAYS, GIVE_PEOPLE | GIVE_TEXT, "", NOBODY, ""},
    {"approve",     OPEN_ONES,                     AS_ASKED,   "",          APPROVER, true, IF_ASKED, ALWAYS, 0, "", OF_APPROVER, ""},
    {"reject",      OPEN_ONES,                     SAME,       "",          APPROVER, true, IF_ASKED, ALWAYS, GIVE_TEXT, "", NOBODY, ""},
};
// clang-format on
#define WAYS (sizeof ways / sizeof ways[0])

/* How long it may take; hours of the clocks urgent and hours, days of the others. 0 is no limit. */
static const struct {
    int urgency;
    const char *stage;
    double amount;
    enum reckoned kind;
} limits[] = {
    {3, "whole",        2,    RECKON_URGENT},
    {3, "acceptance",   0.25, RECKON_URGENT},
    {3, "dispatch",     0.25, RECKON_URGENT},
    {3, "signing",      0.25, RECKON_URGENT},
    {3, "verification", 1,    RECKON_URGENT},
    {3, "return_visit", 1,    RECKON_DAYS  },
    {2, "whole",        24,   RECKON_URGENT},
    {2, "acceptance",   1,    RECKON_URGENT},
    {2, "dispatch",     1,    RECKON_URGENT},
    {2, "signing",      1,    RECKON_URGENT},
    {2, "verification", 4,    RECKON_HOURS },
    {2, "return_visit", 1,    RECKON_DAYS  },
    {1, "whole",        5,    RECKON_DAYS  },
    {1, "acceptance",   4,    RECKON_HOURS },
    {1, "dispatch",     2,    RECKON_HOURS },
    {1, "signing",      4,    RECKON_HOURS },
    {1, "handling",     3,    RECKON_DAYS  },
    {1, "verification", 1,    RECKON_DAYS  },
    {1, "return_visit", 1,    RECKON_DAYS  },
};

#endif

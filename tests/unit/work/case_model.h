/* A plain model of what happens to a case: what it is, who may take which step now, and what it is after the step. A
 * step is tried on a copy. Whatever is simpler so is reckoned anew each time: limits from all runs of a clock, who is
 * waited for from all ways. The ways themselves: case_ways.h. */
#ifndef WANGGE_TESTS_WORK_CASE_MODEL_H
#define WANGGE_TESTS_WORK_CASE_MODEL_H

#include "case_ways.h"

#include <assert.h>

#define UNITS    3
#define MEMBERS  3
#define RUNS     24
#define DEPTH    64
#define TIMELINE 80

struct post {
    int id; /* of the account */
    const char *login;
    enum role role;
    int area;
};

/* Cities, districts, streets, communities and grids of the village: the parent of each. */
static const int parents[] = {0, 0, 1, 2, 3, 3, 4, 4, 5, 5};

static const int unit_members[UNITS + 1][MEMBERS] = {
    {0  },
    { 9, 12},
    { 14  },
    { 7,   14}
};
static const char *const unit_names[UNITS + 1] = {"", "示例市政所", "示例执法队", "示例物业站"};

struct given {
    unsigned fields; /* bits GIVE_ of what is there */
    const char *text, *people, *unit;
    int handler, lead, assist; /* assist: bits of units */
    int64_t until, reply_by;
    int reason, finding, satisfaction, into;
    const char *category;
    int urgency;
};

struct model_clock {
    char stage[24]; /* "" there is none */
    enum reckoned kind;
    int64_t amount, extended, began_at, ended_at;
    int64_t from[RUNS], to[RUNS]; /* the last one is open when its end is 0 */
    int runs;
    int64_t yellow_at, due_at;
};

/* What a way back brings back. */
struct before {
    const char *command; /* that led away from it */
    enum state state;
    enum level level;
    int handler, lead, assist;
    char unit[64], result[64];
    int satisfaction, self_handled;
};

struct model_step {
    int64_t at;
    int by;
    const char *command;
    enum state from, to;
};

struct model_case {
    int64_t id;
    int author, area, source, confidential;
    const char *category;
    int urgency;
    enum state state;
    enum level level;
    int handler, lead, assist;
    char unit[64], result[64];
    int satisfaction, rework, returns, self_handled;
    int64_t reported_at, closed_at, archived_at, stopped_at, suspended_until;
    const struct way *asked;
    int asker, asker_hand; /* for whom it was asked, and by whose hand: a deputy's */
    struct given asked_given;
    int64_t supervised_at, reply_by, replied_at;
    int reason, merged_into;
    const char *outcome;
    struct model_clock whole, stage;
    struct before stack[DEPTH];
    int depth;
    struct model_step timeline[TIMELINE];
    int steps, requests, mergees; /* mergees: cases that were merged into it */
};

static inline bool lies_in(int area, int within)
{
    for (; area != 0; area = parents[area])
        if (area == within)
            return true;
    return false;
}

static inline char scope_of(const struct post *me, const char *right)
{
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
        if (strcmp(rights[i][0], right) == 0)
            return rights[i][1][me->role];
    assert(!"a right that the model knows");
    return '-';
}

static inline bool is_member(int person, int unit)
{
    for (int i = 0; i < MEMBERS; i++)
        if (unit != 0 && unit_members[unit][i] == person)
            return true;
    return false;
}

static inline bool is_assistant(const struct model_case *c, int person)
{
    for (int unit = 1; unit <= UNITS; unit++)
        if ((c->assist & 1 << unit) != 0 && is_member(person, unit))
            return true;
    return false;
}

static inline bool is_handler(const struct model_case *c, int person)
{
    return c->handler == person || (c->handler == 0 && is_member(person, c->lead));
}

static inline bool in_reach(const struct model_case *c, const struct post *me, const char *right)
{
    char scope = scope_of(me, right);
    if (scope == 'o')
        return c->author == me->id || is_handler(c, me->id);
    return scope == 's' && lies_in(c->area, me->area);
}

/* For all others it does not exist. */
static inline bool may_see(const struct model_case *c, const struct post *me)
{
    if (scope_of(me, "read") == '-')
        return false;
    if (c->author == me->id)
        return true;
    if (c->state == DRAFT)
        return false;
    if (c->handler == me->id || is_member(me->id, c->lead) || is_assistant(c, me->id))
        return true;
    if (scope_of(me, "read") != 's' || !lies_in(c->area, me->area))
        return false;
    return !c->confidential || in_reach(c, me, "confidential");
}

/* Nobody below the level of its own area can hold it. */
static inline int lowest_level(const struct model_case *c)
{
    return c->area >= 6 ? AT_GRID : c->area >= 4 ? AT_STATION : c->area == 3 ? AT_STREET : AT_DISTRICT;
}

static inline int level_of(enum role role)
{
    return role == GRID_LEADER       ? AT_GRID
           : role == STATION         ? AT_STATION
           : role == STREET_CENTRE   ? AT_STREET
           : role == DISTRICT_CENTRE ? AT_DISTRICT
                                     : -1;
}

static inline unsigned facts_of(const struct model_case *c)
{
    bool outside = c->source == 3 || c->source == 4 || c->source == 6 || c->source == 8 || c->source == 9;
    const char *led = c->depth > 0 ? c->stack[c->depth - 1].command : "";
    return (c->level == AT_GRID ? IF_AT_GRID : IF_ABOVE_GRID) | (c->level < AT_DISTRICT ? IF_BELOW_DISTRICT : 0u) |
           (outside ? IF_PUBLIC : 0u) | (c->stopped_at == 0 ? IF_RUNNING : IF_SUSPENDED) |
           (c->asked != NULL ? IF_ASKED : 0u) | (c->supervised_at != 0 && c->replied_at == 0 ? IF_SUPERVISED : 0u) |
           (c->merged_into != 0 ? IF_MERGED : IF_UNMERGED) | (strcmp(led, "accept") == 0 ? IF_ONCE_ACCEPTED : 0u);
}

/* Does the way lead on from here, whoever takes it? */
static inline bool is_open(const struct model_case *c, const struct way *way)
{
    if ((way->from & IN(c->state)) == 0 || (way->facts & ~facts_of(c)) != 0)
        return false;
    return way->approval[0] == '\0' || c->asked == NULL;
}

static inline bool has_asked(const struct model_case *c, int person)
{
    return c->asker == person || c->asker_hand == person;
}

static inline bool may_take(const struct model_case *c, const struct way *way, const struct post *me)
{
    bool holds = !way->holder || level_of(me->role) >= (int)c->level;
    if (way->who == APPROVER)
        return c->asker != me->id && c->asker_hand != me->id && in_reach(c, me, c->asked->approval) && holds;
    if (scope_of(me, way->right) == '-')
        return false;
    if (way->who == AUTHOR)
        return c->author == me->id;
    if (way->who == HANDLER)
        return is_handler(c, me->id);
    if (way->who == ASSISTANT)
        return is_assistant(c, me->id);
    return in_reach(c, me, way->right) && holds;
}

static inline bool when_holds(const struct way *way, const struct given *given)
{
    return way->when == ALWAYS ||
           (given->satisfaction != 0 && (given->satisfaction == 3) == (way->when == WHEN_NOT_SATISFIED));
}

/* Among what waits for this person? waits: of waits_of. */
static inline bool is_in_queue(const struct model_case *c, const struct post *me, const char *waits)
{
    static const char *const role_words[ROLES] = {" grid_leader ", " informant ", " station ",   " street ",
                                                  " department ",  " district ",  " inspector ", " system "};
    if (c->closed_at != 0 || (c->state == DRAFT && c->author != me->id))
        return false;
    if (strstr(waits, " handler ") != NULL && is_handler(c, me->id))
        return true;
    if (strstr(waits, " author ") != NULL && c->author == me->id)
        return true;
    if (scope_of(me, "read") != 's' || !lies_in(c->area, me->area) || !may_see(c, me))
        return false;
    return strstr(waits, role_words[me->role]) != NULL ||
           (c->asked != NULL && !has_asked(c, me->id) && in_reach(c, me, c->asked->approval) &&
            level_of(me->role) >= (int)c->level);
}

/* given NULL: whatever is given. */
static inline const struct way *way_of(const struct model_case *c, const char *command, const struct post *me,
                                       const struct given *given)
{
    for (size_t i = 0; i < WAYS; i++)
        if (strcmp(ways[i].command, command) == 0 && is_open(c, &ways[i]) && may_take(c, &ways[i], me) &&
            (given == NULL || when_holds(&ways[i], given)))
            return &ways[i];
    return NULL;
}

/* --- clocks ------------------------------------------------------------------------------------------------------- */

static inline void limit_clock(struct model_clock *k, const struct model_case *c)
{
    k->amount = 0;
    k->kind = RECKON_CALENDAR;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (limits[i].urgency == c->urgency && strcmp(limits[i].stage, k->stage) == 0) {
            bool hours = limits[i].kind == RECKON_URGENT || limits[i].kind == RECKON_HOURS;
            k->kind = limits[i].kind;
            k->amount = (int64_t)(limits[i].amount * (hours ? 3600 : 86400)) + k->extended;
        }
}

/* When so much of it is used up, by all runs so far; the last one as if it went on. */
static inline int64_t used_at(const struct model_clock *k, int64_t amount)
{
    for (int i = 0; i < k->runs - 1; i++) {
        int64_t ran = reckon_between(k->kind, k->from[i], k->to[i]);
        if (ran >= amount)
            return reckon_add(k->kind, k->from[i], amount);
        amount -= ran;
    }
    return reckon_add(k->kind, k->from[k->runs - 1], amount);
}

static inline void reckon_clock(struct model_clock *k)
{
    k->yellow_at = k->amount == 0 ? 0 : used_at(k, k->amount * 4 / 5);
    k->due_at = k->amount == 0 ? 0 : used_at(k, k->amount);
}

static inline bool runs_now(const struct model_clock *k)
{
    return k->runs > 0 && k->to[k->runs - 1] == 0;
}

static inline void stop_clock(struct model_clock *k, int64_t now)
{
    if (runs_now(k))
        k->to[k->runs - 1] = now;
}

static inline void end_clock(struct model_clock *k, int64_t now)
{
    stop_clock(k, now);
    if (k->stage[0] != '\0' && k->ended_at == 0)
        k->ended_at = now;
}

static inline void run_clock(struct model_clock *k, int64_t now)
{
    if (k->stage[0] == '\0' || runs_now(k))
        return;
    assert(k->runs < RUNS);
    k->from[k->runs] = now;
    k->to[k->runs++] = 0;
    k->ended_at = 0;
    reckon_clock(k);
}

static inline void begin_clock(struct model_clock *k, const struct model_case *c, const char *stage, int64_t now)
{
    *k = (struct model_clock){.began_at = now, .runs = 1, .from = {now}};
    snprintf(k->stage, sizeof k->stage, "%s", stage);
    limit_clock(k, c);
    reckon_clock(k);
}

static inline void extend_clock(struct model_clock *k, int64_t until)
{
    if (k->stage[0] == '\0' || k->ended_at != 0 || k->amount == 0)
        return;
    int64_t more = reckon_between(k->kind, k->due_at, until);
    k->amount += more;
    k->extended += more;
    reckon_clock(k);
}

static inline void relimit_clock(struct model_clock *k, const struct model_case *c)
{
    if (k->stage[0] == '\0' || k->ended_at != 0)
        return;
    limit_clock(k, c);
    reckon_clock(k);
}

static inline void do_clocks(struct model_case *c, const char *words, int64_t now)
{
    char word[24];
    int read;
    for (; sscanf(words, " %23s%n", word, &read) == 1; words += read)
        if (strcmp(word, "whole") == 0) {
            begin_clock(&c->whole, c, word, now);
        } else if (strcmp(word, "pause") == 0) {
            stop_clock(&c->whole, now);
            stop_clock(&c->stage, now);
            c->stopped_at = now;
        } else if (strcmp(word, "go_on") == 0) {
            if (c->stage.ended_at == 0 || c->stage.ended_at == c->whole.ended_at)
                run_clock(&c->stage, now);
            run_clock(&c->whole, now);
            c->stopped_at = 0;
        } else if (strcmp(word, "end") == 0) {
            end_clock(&c->whole, now);
            end_clock(&c->stage, now);
            c->stopped_at = 0;
        } else {
            begin_clock(&c->stage, c, word, now);
        }
}

static inline const char *light_of(const struct model_case *c, int64_t now)
{
    int64_t at = c->stopped_at != 0 ? c->stopped_at : now;
    if (c->closed_at != 0 || c->state == DRAFT || c->whole.due_at == 0)
        return "none";
    return at > c->whole.due_at ? "red" : at >= c->whole.yellow_at ? "yellow" : "green";
}

#endif

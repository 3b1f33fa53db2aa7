/* Who may take which way: what the row of the workflow asks of the case and of the actor. */
#include "case_do.h"
#include "inside.h"

#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

bool case_words_hold(const char *words, const char *word)
{
    return word_in(words, ' ', word);
}

static bool at_grid(const struct case_facts *f)
{
    return f->level == 0;
}

static bool above_grid(const struct case_facts *f)
{
    return f->level > 0;
}

static bool below_district(const struct case_facts *f)
{
    return f->level < workflow_level("district");
}

/* Not of the program's own users, but of residents. */
static bool is_public(const struct case_facts *f)
{
    return code_has_mark("case_source", f->source, "public");
}

static bool is_running(const struct case_facts *f)
{
    return !f->suspended;
}

static bool is_suspended(const struct case_facts *f)
{
    return f->suspended;
}

static bool is_asked(const struct case_facts *f)
{
    return f->asked[0] != '\0';
}

static bool is_supervised(const struct case_facts *f)
{
    return f->supervised;
}

static bool is_merged(const struct case_facts *f)
{
    return f->merged;
}

static bool is_unmerged(const struct case_facts *f)
{
    return !f->merged;
}

static bool once_accepted(const struct case_facts *f)
{
    return f->accepted;
}

/* The words of the column "if". */
static const struct {
    const char *word;
    bool (*holds)(const struct case_facts *facts);
} facts_known[] = {
    {"at_grid",        at_grid       },
    {"above_grid",     above_grid    },
    {"below_district", below_district},
    {"public",         is_public     },
    {"running",        is_running    },
    {"suspended",      is_suspended  },
    {"asked",          is_asked      },
    {"supervised",     is_supervised },
    {"merged",         is_merged     },
    {"unmerged",       is_unmerged   },
    {"once_accepted",  once_accepted },
};

bool case_fact_is_known(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(facts_known); i++)
        if (strcmp(facts_known[i].word, word) == 0)
            return true;
    return false;
}

bool case_facts_hold(const struct case_facts *facts, const struct transition *transition)
{
    char word[64];
    const char *words = transition->needed;
    if (!workflow_leads_from(transition, facts->state))
        return false;
    if (transition->approval[0] != '\0' && facts->asked[0] != '\0') /* one request at a time */
        return false;
    while (word_next(&words, ' ', word, sizeof word))
        for (size_t i = 0; i < COUNT_OF(facts_known); i++)
            if (strcmp(facts_known[i].word, word) == 0 && !facts_known[i].holds(facts))
                return false;
    return true;
}

bool case_is_first(const struct case_facts *facts, const struct transition *transition)
{
    for (size_t i = 0; workflow_at(i) != transition; i++)
        if (strcmp(workflow_at(i)->command, transition->command) == 0 && case_facts_hold(facts, workflow_at(i)))
            return false;
    return true;
}

/* The right that approves what waits; the row's own right when nothing does. */
static const char *right_of(const struct case_now *now, const struct transition *transition)
{
    if (strcmp(transition->right, "asked") != 0)
        return transition->right;
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        if (strcmp(t->command, now->facts.asked) == 0 && t->approval[0] != '\0' &&
            workflow_leads_from(t, now->facts.state))
            return t->approval;
    }
    return "case.approve";
}

/* The handler; while nobody has signed, every member of the unit in charge. */
static bool is_handler(const struct case_now *now)
{
    int64_t handler = rows_int(&now->row, 0, "handler");
    return handler != 0 ? handler == now->me : now->leads;
}

static enum err check_person(const struct case_now *now, const char *who, struct error *e)
{
    if (strcmp(who, "author") == 0 && rows_int(&now->row, 0, "created_by") != now->me)
        return error_set(e, ERR_DENIED, NULL, _("Only the one who reported it may do this."));
    if (strcmp(who, "handler") == 0 && !is_handler(now))
        return error_set(e, ERR_DENIED, NULL, _("Only the one whom it was handed to may do this."));
    if (strcmp(who, "assistant") == 0 && !now->assists)
        return error_set(e, ERR_DENIED, NULL, _("Only members of the assisting units may do this."));
    return ERR_NONE;
}

/* The one who asked does not approve it. */
static enum err check_approver(const struct case_now *now, struct error *e)
{
    struct case_request request;
    enum err r = case_request_read(now, &request, e);
    if (r != ERR_NONE)
        return r;
    record_free(&request.given);
    int64_t me = now->me, hand = now->work->actor.user;
    if (request.asked_by == me || request.asked_by == hand || request.asked_hand == me || request.asked_hand == hand)
        return error_set(e, ERR_DENIED, NULL, _("Another person than the one who asked has to decide this."));
    return ERR_NONE;
}

/* Does a unit of the actor's have the case in hand today? */
static bool unit_has(const struct case_now *now)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    today_text(today);
    bool has = db_query(now->work->db, pool, "case.unit_has",
                        BINDS(BIND_INT("id", rows_int(&now->row, 0, "id")), BIND_INT("me", now->me),
                              BIND_TEXT("today", today)),
                        &rows, NULL) == ERR_NONE &&
               rows.count > 0;
    pool_free(&pool);
    return has;
}

static enum err check_area(const struct case_now *now, const struct scope_range *range, struct error *e)
{
    int64_t author = rows_int(&now->row, 0, "created_by"), handler = rows_int(&now->row, 0, "handler");
    const char *path = rows_text(&now->row, 0, "path");
    if (strcmp(path, range->lo) < 0 || strcmp(path, range->hi) >= 0)
        return error_set(e, ERR_DENIED, NULL, _("The case lies outside of your area."));
    if (range->own != 0 && author != now->me && handler != now->me && (range->own != 2 || !unit_has(now)))
        return error_set(e, ERR_DENIED, NULL, _("Your role may do this with own cases only."));
    return ERR_NONE;
}

/* Who holds the case may, and whoever stands above; the administrator's program stands above all. */
static enum err check_level(const struct case_now *now, struct error *e)
{
    int level = workflow_level_of_role(now->work->actor.role);
    if (now->work->actor.user == 0 || level >= now->facts.level)
        return ERR_NONE;
    return error_set(e, ERR_DENIED, NULL, _("The case is held by the %s."),
                     code_text("case_level", workflow_level_name(now->facts.level)));
}

enum err case_may(const struct case_now *now, const struct transition *transition, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(now->work, right_of(now, transition), &range, e);
    bool approves = strcmp(transition->who, "approver") == 0;
    if (r == ERR_NONE && transition->who[0] != '\0')
        r = approves ? check_approver(now, e) : check_person(now, transition->who, e);
    if (r == ERR_NONE && (transition->who[0] == '\0' || approves))
        r = check_area(now, &range, e);
    if (r == ERR_NONE && transition->level[0] != '\0')
        r = check_level(now, e);
    return r;
}

/* Says what there is to be done in the state, in the words of the menu. */
static enum err no_such_way(const struct case_now *now, const char *command, struct error *e)
{
    struct buffer ways = {0};
    const char *before = "";
    if (!workflow_has_command(command))
        return error_set(e, ERR_USAGE, NULL, _("There is no command \"%s\" for cases."), command);
    if (now->facts.asked[0] == '\0' && word_in("approve reject", ' ', command))
        return error_set(e, ERR_STATE, NULL,
                         _("\"%s\" is not possible now: of case %s nothing waits for approval; perhaps somebody else "
                           "has answered it."),
                         workflow_command_label(command), rows_text(&now->row, 0, "no"));
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        if (!case_facts_hold(&now->facts, t) || strcmp(t->command, before) == 0)
            continue;
        buffer_format(&ways, "%s%s", ways.length > 0 ? _(", ") : "", workflow_label(t));
        before = t->command;
    }
    enum err r =
        error_set(e, ERR_STATE, NULL, _("\"%s\" is not possible now: case %s is %s. Possible: %s."),
                  workflow_command_label(command), rows_text(&now->row, 0, "no"),
                  code_text("case_state", now->facts.state), ways.length > 0 ? buffer_text(&ways) : _("nothing"));
    buffer_free(&ways);
    return r;
}

enum err case_way(const struct case_now *now, const char *command, const struct record *given,
                  const struct transition **out, struct error *e)
{
    const struct transition *first = NULL, *other = NULL;
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        if (strcmp(t->command, command) != 0 || !case_facts_hold(&now->facts, t))
            continue;
        if (given != NULL && !workflow_when(t, given)) {
            other = other == NULL ? t : other;
            continue;
        }
        if (first == NULL)
            first = t;
        *out = t;
        if (case_may(now, t, NULL) == ERR_NONE)
            return ERR_NONE;
    }
    *out = first == NULL ? other : first;
    return *out == NULL ? no_such_way(now, command, e) : case_may(now, *out, e);
}

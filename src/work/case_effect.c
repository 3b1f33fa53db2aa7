/* What a step does to the case, beside its state: the words of the column "effect" of etc/workflow.csv. */
#include "case_do.h"

#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

static int64_t given_instant(const struct step *step, const char *field)
{
    int64_t at = 0;
    return instant_parse(record_get(step->given, field), &at) ? at : 0;
}

/* Who holds it first: the level of its author, and no level below that of its own area. */
static enum err do_report(struct step *step, struct error *e)
{
    int level = workflow_level_of_role(step->now->work->actor.role);
    (void)e;
    step->level = level > step->now->facts.lowest ? level : step->now->facts.lowest;
    step->reported_at = step->at;
    return ERR_NONE;
}

static enum err do_withdraw(struct step *step, struct error *e)
{
    (void)e;
    step->reported_at = 0;
    return ERR_NONE;
}

static enum err do_self(struct step *step, struct error *e)
{
    (void)e;
    step->self_handled = 1;
    step->handler = step->to_handler = step->now->me;
    return ERR_NONE;
}

static enum err do_result(struct step *step, struct error *e)
{
    (void)e;
    step->result = step->text;
    return ERR_NONE;
}

static enum err do_up(struct step *step, struct error *e)
{
    (void)e;
    step->level += step->level < workflow_level("district");
    return ERR_NONE;
}

/* Who accepts it has it; what lies in the grid comes to the station at least. */
static enum err do_take_level(struct step *step, struct error *e)
{
    int level = workflow_level_of_role(step->now->work->actor.role);
    (void)e;
    if (level > step->level)
        step->level = level;
    if (step->level < workflow_level("station"))
        step->level = workflow_level("station");
    return ERR_NONE;
}

static enum err do_take(struct step *step, struct error *e)
{
    (void)e;
    if (step->handler == 0)
        step->handler = step->now->me;
    return ERR_NONE;
}

static enum err do_returned(struct step *step, struct error *e)
{
    (void)e;
    step->returns++;
    return ERR_NONE;
}

static enum err do_rework(struct step *step, struct error *e)
{
    (void)e;
    step->rework++;
    return ERR_NONE;
}

static enum err do_satisfaction(struct step *step, struct error *e)
{
    (void)e;
    step->satisfaction = record_get(step->given, "satisfaction");
    return ERR_NONE;
}

static enum err do_refused(struct step *step, struct error *e)
{
    (void)e;
    step->outcome = "refused";
    return ERR_NONE;
}

/* Nothing is waited for any more: neither the end of a suspension nor a reply. */
static enum err do_end(struct step *step, struct error *e)
{
    step->closed_at = step->at;
    step->suspended_until = 0;
    if (strcmp(step->state, "closed") == 0 && step->outcome[0] == '\0')
        step->outcome = step->self_handled ? "settled" : "solved";
    enum err r = case_alarm_set(step->now->work, step->now->id, "resume", 0, e);
    return r == ERR_NONE ? case_alarm_set(step->now->work, step->now->id, "reply", 0, e) : r;
}

static enum err do_reopen(struct step *step, struct error *e)
{
    (void)e;
    step->closed_at = 0;
    step->outcome = "";
    return ERR_NONE;
}

static enum err do_archive(struct step *step, struct error *e)
{
    (void)e;
    step->archived_at = step->at;
    return ERR_NONE;
}

static enum err do_unarchive(struct step *step, struct error *e)
{
    (void)e;
    step->archived_at = 0;
    return ERR_NONE;
}

static enum err do_unmerge(struct step *step, struct error *e)
{
    (void)e;
    step->merged_into = 0;
    return ERR_NONE;
}

static enum err do_extend(struct step *step, struct error *e)
{
    return case_clocks_extend(step->now->work, step->now->id, given_instant(step, "until"), step->at, &step->times, e);
}

static enum err do_suspend(struct step *step, struct error *e)
{
    step->suspended_until = given_instant(step, "until");
    return case_alarm_set(step->now->work, step->now->id, "resume", step->suspended_until, e);
}

static enum err do_resume(struct step *step, struct error *e)
{
    step->suspended_until = 0;
    return case_alarm_set(step->now->work, step->now->id, "resume", 0, e);
}

static enum err do_supervise(struct step *step, struct error *e)
{
    step->supervised_at = step->at;
    step->supervise_reason = record_get(step->given, "reason");
    step->reply_by = given_instant(step, "reply_by");
    step->replied_at = 0;
    return case_alarm_set(step->now->work, step->now->id, "reply", step->reply_by, e);
}

static enum err do_reply(struct step *step, struct error *e)
{
    step->replied_at = step->at;
    return case_alarm_set(step->now->work, step->now->id, "reply", 0, e);
}

/* What the steps that were not taken back have told of it, when the one that is taken back has told something. */
static void recall_words(struct step *step)
{
    static const char *const telling[] = {"result", "self", "satisfaction", "merge"};
    const char *taken_back = step->now->past[step->now->past_count - 1].effect;
    bool told = false;
    for (size_t i = 0; i < COUNT_OF(telling); i++)
        told = told || word_in(taken_back, ' ', telling[i]);
    if (!told)
        return;
    step->result = step->satisfaction = "";
    step->self_handled = 0;
    for (size_t i = 0; i + 1 < step->now->past_count; i++) {
        const struct past_step *past = &step->now->past[i];
        if (word_in(past->effect, ' ', "result"))
            step->result = past->text;
        if (word_in(past->effect, ' ', "self"))
            step->self_handled = 1;
        if (past->satisfaction[0] != '\0')
            step->satisfaction = past->satisfaction;
    }
}

/* The step that led here is taken back; what it had changed is as it was before it. */
static enum err do_back(struct step *step, struct error *e)
{
    const struct case_now *now = step->now;
    if (now->past_count == 0)
        return error_set(e, ERR_STATE, NULL, _("There is nothing in the timeline that could be taken back."));
    const struct past_step *last = &now->past[now->past_count - 1];
    step->state = last->from;
    recall_words(step);
    if (last->level[0] == '\0') /* a step of the time before levels */
        return ERR_NONE;
    step->level = workflow_level(last->level);
    step->handler = last->handler;
    step->unit = last->unit;
    step->lead = last->lead;
    return case_units_back(step, e);
}

/* In the order of the table in the header of etc/workflow.csv. */
static const struct {
    const char *word;
    enum err (*apply)(struct step *step, struct error *e);
} effects[] = {
    {"report",       do_report      }, /* it is reported now, and held by its author's level */
    {"withdraw",     do_withdraw    }, /* as if it had never been reported */
    {"self",         do_self        }, /* the actor settles it */
    {"result",       do_result      }, /* the text is what was done */
    {"up",           do_up          }, /* the next level holds it */
    {"take_level",   do_take_level  }, /* the actor's level holds it */
    {"assign",       case_assign    }, /* to the handler or unit given, and the assisting units */
    {"take",         do_take        }, /* the actor is the handler, unless there is one */
    {"release",      case_release   }, /* nobody's any more */
    {"returned",     do_returned    }, /* counted */
    {"rework",       do_rework      }, /* counted */
    {"satisfaction", do_satisfaction}, /* what the reporter said */
    {"refused",      do_refused     }, /* how it ended */
    {"merge",        case_merge     }, /* it goes on and ends with the case "into" */
    {"unmerge",      do_unmerge     }, /* it goes its own way again */
    {"end",          do_end         }, /* nothing more is to be done */
    {"reopen",       do_reopen      }, /* it is not at its end after all */
    {"archive",      do_archive     }, /* put away */
    {"unarchive",    do_unarchive   }, /* taken out again */
    {"extend",       do_extend      }, /* more time, until when */
    {"suspend",      do_suspend     }, /* its clocks stand, until when */
    {"resume",       do_resume      }, /* they run again */
    {"supervise",    do_supervise   }, /* why, and by when a reply is due */
    {"reply",        do_reply       }, /* the supervision is answered */
    {"back",         do_back        }, /* the step that led here is taken back */
};

bool case_effect_is_known(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(effects); i++)
        if (strcmp(effects[i].word, word) == 0)
            return true;
    return false;
}

enum err case_effects(struct step *step, struct error *e)
{
    enum err r = ERR_NONE;
    char word[64];
    const char *words = step->transition->effect;
    while (r == ERR_NONE && word_next(&words, ' ', word, sizeof word))
        for (size_t i = 0; i < COUNT_OF(effects); i++)
            if (strcmp(effects[i].word, word) == 0)
                r = effects[i].apply(step, e);
    return r;
}

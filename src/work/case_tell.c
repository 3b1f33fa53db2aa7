/* Who is told of a step: the column "tells" of the workflow. One line in the inbox for each person, none for who took
 * the step; a message to who reported it from outside. */
#include "case_do.h"

#include "inside.h"
#include "words.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/job.h"
#include "wangge/work/outbox.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

#define MOST_TOLD 64 /* people that one step tells */

struct telling {
    const struct step *step;
    const char *line, *today;
    int64_t told[MOST_TOLD];
    size_t count;
};

static enum err tell_one(struct telling *t, int64_t account, struct error *e)
{
    const struct case_now *now = t->step->now;
    if (account == 0 || account == now->work->actor.user || t->count == MOST_TOLD)
        return ERR_NONE;
    for (size_t i = 0; i < t->count; i++)
        if (t->told[i] == account)
            return ERR_NONE;
    t->told[t->count++] = account;
    return inbox_add(now->work, account, "case", now->id, 0, t->line, e);
}

static enum err tell_all(struct telling *t, const struct rows *accounts, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < accounts->count; i++)
        r = tell_one(t, rows_int(accounts, i, "account"), e);
    return r;
}

static enum err tell_units(struct telling *t, const char *kind, struct error *e)
{
    const struct case_now *now = t->step->now;
    struct rows accounts;
    enum err r =
        db_query(now->work->db, now->pool, "case_unit.members",
                 BINDS(BIND_INT("id", now->id), BIND_TEXT("kind", kind), BIND_TEXT("today", t->today)), &accounts, e);
    return r == ERR_NONE ? tell_all(t, &accounts, e) : r;
}

bool case_word_hears(const struct rows *row, const char *word)
{
    bool is_role = code_find(code_list("role"), word) != NULL;
    return rows_int(row, 0, "confidential") == 0 || !is_role || right_of_role(word, "case.confidential") != SCOPE_NONE;
}

/* Those who hold a post of the role today, for an area that the case lies in. */
static enum err tell_role(struct telling *t, const char *role, struct error *e)
{
    const struct case_now *now = t->step->now;
    struct rows accounts;
    if (!case_word_hears(&now->row, role))
        return ERR_NONE;
    enum err r = db_query(now->work->db, now->pool, "case.posts",
                          BINDS(BIND_TEXT("path", rows_text(&now->row, 0, "path")), BIND_TEXT("role", role),
                                BIND_TEXT("today", t->today)),
                          &accounts, e);
    return r == ERR_NONE ? tell_all(t, &accounts, e) : r;
}

static enum err tell_supervisor(struct telling *t, struct error *e)
{
    const struct case_now *now = t->step->now;
    struct rows accounts;
    enum err r =
        db_query(now->work->db, now->pool, "case_step.supervisor", BINDS(BIND_INT("id", now->id)), &accounts, e);
    return r == ERR_NONE ? tell_all(t, &accounts, e) : r;
}

static enum err tell_handler(struct telling *t, struct error *e)
{
    int64_t before = rows_int(&t->step->now->row, 0, "handler");
    enum err r = tell_one(t, t->step->handler != 0 ? t->step->handler : before, e);
    return r == ERR_NONE && t->step->handler == 0 ? tell_units(t, "lead", e) : r;
}

/* In words for somebody who knows nothing of the workflow: etc/messages.csv. */
static enum err tell_reporter(struct telling *t, int64_t id, const char *phone, struct error *e)
{
    const struct step *step = t->step;
    bool is_void = strcmp(step->state, "void") == 0, refused = strcmp(step->outcome, "refused") == 0;
    return outbox_tell(step->now->work,
                       is_void   ? "void"
                       : refused ? "refused"
                                 : "result",
                       id, phone, is_void ? step->text : step->result, e);
}

static enum err tell_word(struct telling *t, const char *word, struct error *e)
{
    const struct rows *row = &t->step->now->row;
    if (strcmp(word, "author") == 0)
        return tell_one(t, rows_int(row, 0, "created_by"), e);
    if (strcmp(word, "handler") == 0)
        return tell_handler(t, e);
    if (strcmp(word, "assist") == 0)
        return tell_units(t, "assist", e);
    if (strcmp(word, "level") == 0)
        return tell_role(t, workflow_level_role(t->step->level), e);
    if (strcmp(word, "supervisor") == 0)
        return tell_supervisor(t, e);
    if (strcmp(word, "reporter") == 0)
        return tell_reporter(t, t->step->now->id, rows_text(row, 0, "reporter_phone"), e);
    return tell_role(t, word, e);
}

/* Whoever reported the same matter hears of its end too. */
static enum err tell_merged(struct telling *t, struct error *e)
{
    const struct case_now *now = t->step->now;
    struct rows merged;
    enum err r = db_query(now->work->db, now->pool, "case.merged", BINDS(BIND_INT("id", now->id)), &merged, e);
    for (size_t i = 0; r == ERR_NONE && i < merged.count; i++) {
        r = tell_one(t, rows_int(&merged, i, "created_by"), e);
        if (r == ERR_NONE)
            r = tell_reporter(t, rows_int(&merged, i, "id"), rows_text(&merged, i, "reporter_phone"), e);
    }
    return r;
}

enum err case_tell(const struct step *step, int64_t asked_by, struct error *e)
{
    char today[DATE_TEXT], word[64];
    const struct case_now *now = step->now;
    const char *words = step->transition->tells;
    bool asks = step->transition->approval[0] != '\0' && strcmp(step->command, step->transition->command) == 0;
    bool ends = step->closed_at != 0 && rows_null(&now->row, 0, "closed_at");
    enum err r = ERR_NONE;

    today_text(today);
    struct telling telling = {.step = step, .today = today};
    telling.line = pool_format(now->pool, "%s %s: %s", rows_text(&now->row, 0, "no"),
                               workflow_command_label(step->command), rows_text(&now->row, 0, "title"));
    if (asked_by != 0)
        r = tell_one(&telling, asked_by, e);
    while (r == ERR_NONE && !asks && word_next(&words, ' ', word, sizeof word))
        r = tell_word(&telling, word, e);
    return r == ERR_NONE && ends && !asks ? tell_merged(&telling, e) : r;
}

/* What a command will do to a case, in words, before it is done; what was asked for; what may be the same matter. */
#include "case_command.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/case_about.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

const char *case_subject(const struct case_command_form *form, struct pool *pool)
{
    return form->count == 1 ? pool_format(pool, "%s %s", form->no, form->desk.title)
                            : pool_format(pool, _("%zu cases"), form->count);
}

const char *case_outcome(const struct transition *transition, struct pool *pool)
{
    const char *label = workflow_label(transition);
    if (*transition->approval)
        return pool_format(pool, _("%s: it waits until somebody else approves"), label);
    if (strcmp(transition->to, "same") == 0)
        return pool_format(pool, _("%s: it stays where it is"), label);
    if (strcmp(transition->to, "back") == 0)
        return pool_format(pool, _("%s: it goes back to where it was before"), label);
    if (strcmp(transition->to, "asked") == 0)
        return pool_format(pool, _("%s: what was asked for is done"), label);
    return pool_format(pool, _("%s: it will then be \"%s\""), label, code_text("case_state", transition->to));
}

/* The request that is open: who, when, what, why. */
static void say_asked(struct case_command_form *form, struct pool *pool, const char **lines, size_t *count, size_t most)
{
    struct case_parts parts;
    if (form->count > 1 || !*record_get(form->item, "asked") ||
        case_parts(form->desk.work, pool, form->ids[0], &parts, NULL) != ERR_NONE)
        return;
    const struct rows requests = parts.requests;
    for (size_t i = 0; i < requests.count; i++) {
        struct buffer given = {0};
        if (*rows_text(&requests, i, "decision"))
            continue;
        case_given_text(form->desk.work, rows_text(&requests, i, "given"), &given);
        desk_say(&form->desk, pool,
                 pool_format(pool, _("Asked: %s, %s %s: %s%s%s"),
                             workflow_command_label(rows_text(&requests, i, "command")),
                             tell_moment(pool, &requests, i, "asked_at"), rows_text(&requests, i, "asked_by_name"),
                             rows_text(&requests, i, "text"), given.length ? "; " : "", buffer_text(&given)),
                 lines, count, most);
        buffer_free(&given);
    }
}

/* What more time is asked beyond; what the case has where a field is left empty. */
static void say_now(struct case_command_form *form, struct pool *pool, const char **lines, size_t *count, size_t most)
{
    const struct record *r = form->item;
    const char *due = record_get(r, "due_at"), *stage = record_get(r, "stage_due_at");
    if (form->count > 1)
        return;
    if (strstr(form->transition->effect, "extend") && (*due || *stage))
        desk_say(&form->desk, pool,
                 pool_format(pool, _("Due now: %s %s; the whole %s"), code_text("case_stage", record_get(r, "stage")),
                             *stage ? stage : "-", *due ? due : "-"),
                 lines, count, most);
    if (strstr(form->transition->asks, "category"))
        desk_say(&form->desk, pool,
                 pool_format(pool, _("Left empty they stay: %s, %s"),
                             code_text("case_category", record_get(r, "category")),
                             code_text("urgency", record_get(r, "urgency"))),
                 lines, count, most);
}

/* Before a case is taken up: is it the same as another one? */
static void say_alike(struct case_command_form *form, struct pool *pool, const char **lines, size_t *count, size_t most)
{
    static const char *const commands = " accept register dispatch merge ";
    const char *word = pool_format(pool, " %s ", form->transition->command);
    struct rows alike;
    if (form->count > 1 || !strstr(commands, word) ||
        case_duplicates(form->desk.work, pool, form->item, &alike, NULL) != ERR_NONE)
        return;
    for (size_t i = 0; i < alike.count && *count < most; i++)
        lines[(*count)++] =
            pool_format(pool, _("Perhaps the same: %s %s, %s"), tell_short_no(rows_text(&alike, i, "no")),
                        rows_text(&alike, i, "title"), code_text("case_state", rows_text(&alike, i, "state")));
}

void case_command_preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                          size_t most)
{
    struct case_command_form *form = to;
    const struct transition *way = case_preview(form->desk.work, form->ids[0], form->transition->command, record);
    *count = 0;
    if (most < 2)
        return;
    lines[(*count)++] = case_subject(form, pool);
    desk_say(&form->desk, pool, case_outcome(way ? way : form->transition, pool), lines, count, most);
    say_asked(form, pool, lines, count, most);
    say_now(form, pool, lines, count, most);
    say_alike(form, pool, lines, count, most);
    const char *help = workflow_help(form->transition);
    if (*help && *count < most)
        desk_say(&form->desk, pool, help, lines, count, most);
}

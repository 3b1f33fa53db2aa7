/* What a case is now: its row, what led there, and what its units are to the actor. */
#include "case_do.h"

#include "inside.h"
#include "words.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

#define PATH_PART 4 /* characters of a path that an area has more than the one above it */

/* Levels of areas: 1 city, 2 district, 3 street, 4 community, 5 grid. */
static int level_of_area(const char *path)
{
    int depth = (int)(strlen(path) / PATH_PART);
    return depth >= 5 ? 0 : depth == 4 ? 1 : depth == 3 ? 2 : 3;
}

enum err case_sight(struct work *work, struct case_sight *out, struct error *e)
{
    right_range(work, "case.confidential", &out->secret, NULL); /* without the right the range is empty */
    today_text(out->today);
    return right_range(work, "case.read", &out->range, e);
}

enum err case_find(struct work *work, struct pool *pool, const char *id_or_no, struct rows *out, struct error *e)
{
    struct case_sight sight;
    enum err r = case_sight(work, &sight, e);
    if (r != ERR_NONE)
        return r;
    r = db_query(work->db, pool, "case.read",
                 BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_SIGHT(sight)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no case %s here."), id_or_no);
    return r;
}

static bool leads_back(const char *command, const char *from)
{
    const struct transition *row = workflow_find(command, from);
    return row != NULL && strcmp(row->to, "back") == 0;
}

/* The row that was taken; "approve" did what it was asked for. */
static const char *effect_of(struct pool *pool, const struct rows *steps, size_t i)
{
    const char *command = rows_text(steps, i, "command"), *given = rows_text(steps, i, "given");
    struct record *asked = record_new();
    if (given[0] != '\0' && record_parse(asked, given, strlen(given)) && record_has(asked, "asked"))
        command = pool_text(pool, record_get(asked, "asked"));
    record_free(&asked);
    for (size_t k = 0; k < workflow_count(); k++) {
        const struct transition *t = workflow_at(k);
        if (strcmp(t->command, command) == 0 && workflow_leads_from(t, rows_text(steps, i, "from_state")) &&
            strcmp(t->to, rows_text(steps, i, "to_state")) == 0)
            return t->effect;
    }
    return "";
}

/* A step back takes the one with it that led to where it began. */
static enum err read_past(struct case_now *now, struct error *e)
{
    struct rows steps;
    enum err r = db_query(now->work->db, now->pool, "case_step.past", BINDS(BIND_INT("id", now->id)), &steps, e);
    if (r != ERR_NONE)
        return r;
    now->past = pool_new_piece(now->pool, steps.count + 1, sizeof *now->past);
    for (size_t i = 0; i < steps.count; i++) {
        const struct past_step step = {
            .command = rows_text(&steps, i, "command"),
            .from = rows_text(&steps, i, "from_state"),
            .to = rows_text(&steps, i, "to_state"),
            .level = rows_text(&steps, i, "level"),
            .unit = rows_text(&steps, i, "unit_before"),
            .text = rows_text(&steps, i, "text"),
            .satisfaction = rows_text(&steps, i, "satisfaction"),
            .given = rows_text(&steps, i, "given"),
            .effect = effect_of(now->pool, &steps, i),
            .handler = rows_int(&steps, i, "handler_before"),
            .lead = rows_int(&steps, i, "lead_before"),
        };
        bool up = strcmp(step.command, "report_up") == 0;
        if (leads_back(step.command, step.from))
            now->past_count -= now->past_count > 0;
        else if (up || strcmp(step.from, step.to) != 0)
            now->past[now->past_count++] = step;
    }
    return ERR_NONE;
}

static enum err read_units(struct case_now *now, const char *today, struct error *e)
{
    struct rows units;
    enum err r =
        db_query(now->work->db, now->pool, "case_unit.of_me",
                 BINDS(BIND_INT("id", now->id), BIND_INT("me", now->me), BIND_TEXT("today", today)), &units, e);
    for (size_t i = 0; r == ERR_NONE && i < units.count; i++) {
        now->leads = now->leads || strcmp(rows_text(&units, i, "kind"), "lead") == 0;
        now->assists = now->assists || strcmp(rows_text(&units, i, "kind"), "assist") == 0;
    }
    return r;
}

static void set_facts(struct case_now *now)
{
    const struct rows *row = &now->row;
    const char *state = rows_text(row, 0, "state");
    const struct past_step *last = now->past_count == 0 ? NULL : &now->past[now->past_count - 1];
    int level = workflow_level(rows_text(row, 0, "level"));

    now->facts = (struct case_facts){
        .state = state,
        .source = rows_text(row, 0, "source"),
        .asked = rows_text(row, 0, "asked"),
        .level = level < 0 ? 0 : level,
        .lowest = level_of_area(rows_text(row, 0, "path")),
        .suspended = !rows_null(row, 0, "stopped_at"),
        .supervised = !rows_null(row, 0, "supervised_at") && rows_null(row, 0, "replied_at"),
        .merged = !rows_null(row, 0, "merged_into"),
        .accepted = last != NULL && strcmp(last->command, "accept") == 0 && strcmp(last->to, state) == 0,
    };
}

static enum err complete(struct case_now *now, const char *today, struct error *e)
{
    now->id = rows_int(&now->row, 0, "id");
    enum err r = read_past(now, e);
    if (r == ERR_NONE)
        r = read_units(now, today, e);
    if (r == ERR_NONE)
        set_facts(now);
    return r;
}

enum err case_now_read(struct work *work, struct pool *pool, const char *id_or_no, struct case_now *out,
                       struct error *e)
{
    struct case_sight sight;
    *out = (struct case_now){.work = work, .pool = pool};
    enum err r = case_sight(work, &sight, e);
    if (r == ERR_NONE)
        r = case_find(work, pool, id_or_no, &out->row, e);
    out->me = sight.range.me;
    return r == ERR_NONE ? complete(out, sight.today, e) : r;
}

enum err case_now_any(struct work *work, struct pool *pool, int64_t id, struct case_now *out, struct error *e)
{
    char today[DATE_TEXT];
    *out = (struct case_now){.work = work, .pool = pool, .me = work->actor.user};
    today_text(today);
    enum err r = db_query(work->db, pool, "case.any", BINDS(BIND_INT("id", id)), &out->row, e);
    if (r == ERR_NONE && out->row.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no case %s here."), pool_format(pool, "%lld", (long long)id));
    return r == ERR_NONE ? complete(out, today, e) : r;
}

enum err case_facts_move(const struct case_now *now, int64_t area, struct case_facts *facts, struct error *e)
{
    struct rows rows;
    enum err r = db_query(now->work->db, now->pool, "case.path", BINDS(BIND_INT("area", area)), &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    facts->lowest = level_of_area(rows_text(&rows, 0, "path"));
    if (facts->level < facts->lowest)
        facts->level = facts->lowest;
    return ERR_NONE;
}

struct case_times case_times_of(const struct rows *row)
{
    struct case_times times = {
        .yellow_at = rows_int(row, 0, "yellow_at"),
        .due_at = rows_int(row, 0, "due_at"),
        .stage_yellow_at = rows_int(row, 0, "stage_yellow_at"),
        .stage_due_at = rows_int(row, 0, "stage_due_at"),
        .stopped_at = rows_int(row, 0, "stopped_at"),
    };
    text_copy(times.stage, sizeof times.stage, rows_text(row, 0, "stage"));
    return times;
}

/* A leader has a turn of the level where a role of the place lets the leader do what the level is waited for. */
static bool takes_turns_of_level(const struct work *work)
{
    for (size_t i = 0; i < workflow_count(); i++)
        if (word_in(workflow_at(i)->turn, ' ', "level") && right_scope(work, workflow_at(i)->right) != SCOPE_NONE)
            return true;
    return false;
}

const char *case_turn(const struct work *work, struct pool *pool)
{
    const char *role = work->actor.role[0] == '\0' ? "nobody" : work->actor.role;
    int level = workflow_level_of_role(role);
    if (level >= 0 && takes_turns_of_level(work))
        role = workflow_level_role(level);
    return pool_format(pool, "%% %s %%", role);
}

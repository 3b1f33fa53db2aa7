/* Why somebody is to be visited: rules, promises, follow-ups, sweeps. */
#include "due_inside.h"
#include "due_reckon.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define LEAD_MOST 14 /* of due_reckon.c */

const char *due_day_text(struct due_work *d, day_t day)
{
    char text[DATE_TEXT];
    date_format(day, text);
    return pool_text(d->pool, text);
}

/* The shortest rolling period that any area has for all its households; where it is one of the calendar, all doors. */
day_t due_rolling_day(const struct due_work *d)
{
    int days = 400;
    for (size_t i = 0; i < visit_rule_count(); i++) {
        const struct visit_rule *rule = visit_rule_at(i);
        if (!rule->every)
            continue;
        if (visit_period_is_calendar(rule->usual.period))
            days = 0;
        else if (rule->usual.period != PERIOD_NONE && rule->usual.days < days)
            days = rule->usual.days;
        for (size_t k = 0; k < d->rhythms.count; k++) {
            struct visit_rhythm at = visit_rhythm_of(rule, &d->rhythms, rows_text(&d->rhythms, k, "path"));
            if (visit_period_is_calendar(at.period))
                days = 0;
            else if (at.period != PERIOD_NONE && at.days < days)
                days = at.days;
        }
    }
    return d->until + 1 - days + LEAD_MOST;
}

static void add_reason(struct due_work *d, struct due_door *door, struct due_reason reason)
{
    if (door->count == door->room) {
        size_t room = door->room == 0 ? 4 : 2 * door->room;
        struct due_reason *more = pool_new_piece(d->pool, room, sizeof *more);
        if (door->count > 0)
            memcpy(more, door->reasons, door->count * sizeof *more);
        door->reasons = more;
        door->room = room;
    }
    reason.overdue = d->today > reason.until ? (long)(d->today - reason.until) : 0;
    door->reasons[door->count++] = reason;
}

static void add_rule(struct due_work *d, struct due_door *door, const struct visit_rule *rule,
                     const struct visit_rhythm *rhythm, int64_t since, int64_t last, int64_t person, const char *name)
{
    struct due_span span;
    if (!due_reckon(rhythm, since, last, &span))
        return;
    bool open = visit_rule_is_open(d->work, rule);
    add_reason(d, door,
               (struct due_reason){.kind = DUE_RULE,
                                   .rule = open ? rule->code : "",
                                   .must_visit = rule->kind,
                                   .period = visit_period_code(rhythm->period),
                                   .label = visit_rule_shown(d->work, rule),
                                   .person = open ? name : "",
                                   .person_id = open ? person : 0,
                                   .from = span.from,
                                   .until = span.until,
                                   .since = span.since});
}

/* Of every household, and what its last visit promised. */
static void add_own(struct due_work *d, struct due_door *door)
{
    day_t next = 0;
    for (size_t i = 0; door->row.household != 0 && i < visit_rule_count(); i++) {
        const struct visit_rule *rule = visit_rule_at(i);
        struct visit_rhythm rhythm = visit_rhythm_of(rule, &d->rhythms, door->path);
        if (rule->every)
            add_rule(d, door, rule, &rhythm, door->made, door->row.last_at, 0, "");
    }
    if (door->row.last_visit != 0 && date_parse(door->next_on, &next))
        add_reason(d, door,
                   (struct due_reason){.kind = DUE_PROMISED,
                                       .rule = "",
                                       .must_visit = "",
                                       .period = "",
                                       .label = _("promised"),
                                       .person = "",
                                       .object = door->row.last_visit,
                                       .from = next,
                                       .until = next,
                                       .since = door->row.last_at});
}

static int compare_door(const void *key, const void *element)
{
    const struct due_row *a = key, *b = &((const struct due_door *)element)->row;
    if (a->household != b->household)
        return a->household < b->household ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* The door that a row is about; NULL when it is none of these. */
static struct due_door *door_of(struct due_work *d, const struct rows *rows, size_t i)
{
    const struct due_row key = {.household = rows_int(rows, i, "household"),
                                .place = rows_int(rows, i, "household") != 0 ? 0 : rows_int(rows, i, "place")};
    return bsearch(&key, d->doors, d->count, sizeof *d->doors, compare_door);
}

static enum err ask(struct due_work *d, const char *statement, struct rows *out, struct error *e)
{
    return db_query(d->work->db, d->pool, statement,
                    BINDS(BIND_TEXT("lo", d->lo), BIND_TEXT("hi", d->hi), BIND_INT("household", d->household)), out, e);
}

static enum err add_needs(struct due_work *d, struct error *e)
{
    struct rows rows = {0};
    enum err r = ask(d, "due.needs", &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct due_door *door = door_of(d, &rows, i);
        const struct visit_rule *rule = visit_rule_find(rows_text(&rows, i, "rule"));
        const struct visit_rhythm rhythm = {.period = visit_period_of(rows_text(&rows, i, "period")),
                                            .days = (int)rows_int(&rows, i, "days"),
                                            .channel = rows_text(&rows, i, "channel")};
        if (door == NULL || rule == NULL)
            continue;
        add_rule(d, door, rule, &rhythm, rows_int(&rows, i, "since"),
                 rows_null(&rows, i, "seen") ? door->row.last_at : rows_int(&rows, i, "seen"),
                 rows_int(&rows, i, "person"), rows_text(&rows, i, "person_name"));
    }
    return r;
}

static enum err add_follow_ups(struct due_work *d, struct error *e)
{
    struct rows rows = {0};
    enum err r = ask(d, "due.follow_ups", &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct due_door *door = door_of(d, &rows, i);
        day_t until = 0;
        if (door == NULL || !date_parse(rows_text(&rows, i, "until_on"), &until))
            continue;
        add_reason(d, door,
                   (struct due_reason){.kind = DUE_FOLLOW_UP,
                                       .rule = "",
                                       .must_visit = "",
                                       .period = "",
                                       .label = pool_format(d->pool, _("again: %s"), rows_text(&rows, i, "text")),
                                       .person = rows_text(&rows, i, "person_name"),
                                       .person_id = rows_int(&rows, i, "person"),
                                       .object = rows_int(&rows, i, "object"),
                                       .from = day_of(rows_int(&rows, i, "made_at")),
                                       .until = until,
                                       .since = rows_int(&rows, i, "made_at")});
    }
    return r;
}

static enum err add_sweeps(struct due_work *d, struct error *e)
{
    struct rows rows = {0};
    enum err r = right_scope(d->work, "sweep.read") == SCOPE_NONE ? ERR_NONE : ask(d, "due.sweeps", &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct due_door *door = door_of(d, &rows, i);
        day_t from = 0, until = 0;
        if (door == NULL || !date_parse(rows_text(&rows, i, "until_on"), &until) ||
            !date_parse(rows_text(&rows, i, "from_on"), &from))
            continue;
        add_reason(d, door,
                   (struct due_reason){.kind = DUE_SWEEP,
                                       .rule = "",
                                       .must_visit = "",
                                       .period = "",
                                       .label = rows_text(&rows, i, "text"),
                                       .person = "",
                                       .person_id = rows_int(&rows, i, "person"),
                                       .object = rows_int(&rows, i, "object"),
                                       .from = from,
                                       .until = until,
                                       .since = day_start(from)});
    }
    return r;
}

enum err due_find_reasons(struct due_work *d, struct error *e)
{
    for (size_t i = 0; i < d->count; i++)
        add_own(d, &d->doors[i]);
    enum err r = add_needs(d, e);
    if (r == ERR_NONE)
        r = add_follow_ups(d, e);
    return r == ERR_NONE ? add_sweeps(d, e) : r;
}

/* What measure.must_visit.records says of a visit. */
static const char *const notes[] __attribute__((unused)) = {
    N_("weekly visit"),
    N_("half-monthly visit"),
    N_("monthly visit"),
    N_("new resident"),
    N_("promised visit"),
    N_("visit asked for"),
    N_("sweep visit"),
    N_("missed: weekly visit"),
    N_("missed: half-monthly visit"),
    N_("missed: monthly visit"),
    N_("missed: new resident"),
    N_("missed: promised visit"),
    N_("missed: visit asked for"),
    N_("missed: sweep visit"),
    N_("to come: weekly visit"),
    N_("to come: half-monthly visit"),
    N_("to come: monthly visit"),
    N_("to come: new resident"),
    N_("to come: promised visit"),
    N_("to come: visit asked for"),
    N_("to come: sweep visit"),
};

/* --- kinds and crowds of one household ------------------------------------------------------------------------------
 */

static void add_code(struct buffer *out, const char *list, const struct visit_rule *const *rules, size_t count,
                     bool kinds)
{
    const struct code_list *codes = code_list(list);
    for (size_t c = 0; c < codes->count; c++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(kinds ? rules[i]->kind : rules[i]->crowd, codes->codes[c].code) == 0) {
                buffer_format(out, "%s%s", out->length == 0 ? "" : ",", codes->codes[c].code);
                break;
            }
}

enum err due_household(struct work *work, struct pool *pool, int64_t household, int64_t place,
                       struct due_household *out, struct error *e)
{
    struct rows rows = {0};
    struct buffer kinds = {0}, crowds = {0}, reasons = {0};
    size_t count = 0;
    enum err r =
        db_query(work->db, pool, "due.rules_of_household",
                 BINDS(BIND_INT("household", household), BIND_INT("place", household != 0 ? 0 : place)), &rows, e);
    const struct visit_rule **rules = pool_new_piece(pool, rows.count + 1, sizeof(void *));
    for (size_t i = 0; i < rows.count; i++) {
        const struct visit_rule *rule = visit_rule_find(rows_text(&rows, i, "rule"));
        if (rule == NULL)
            continue;
        rules[count++] = rule;
        const char *name = visit_rule_is_open(work, rule) ? rows_text(&rows, i, "person_name") : "";
        due_add_once(&reasons,
                     pool_format(pool, "%s%s%s", visit_rule_shown(work, rule), *name == '\0' ? "" : " ", name));
    }
    add_code(&kinds, "must_visit", rules, count, true);
    add_code(&crowds, "crowd", rules, count, false);
    *out = (struct due_household){pool_text(pool, buffer_text(&kinds)), pool_text(pool, buffer_text(&crowds)),
                                  pool_text(pool, buffer_text(&reasons))};
    buffer_free(&kinds);
    buffer_free(&crowds);
    buffer_free(&reasons);
    return r;
}

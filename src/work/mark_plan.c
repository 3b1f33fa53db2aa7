/* What the marks of an entry would make, and what it has made before. */
#include "mark_inside.h"

#include "place.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/record.h"
#include "wangge/work/patrol.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MARKS_MOST 30 /* of one entry */

static bool stands(const struct mark *marks, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (text_same(marks[i].key, key))
            return true;
    return false;
}

/* Has the mark made something already, or one that was corrected into it? A case and a hazard have a number or a row of
 * their own, and are corrected there. */
static bool is_made(struct mark_planner *p, const struct mark *marks, size_t count, const struct mark *mark,
                    const char **no)
{
    int passes = mark->make == MARK_CASE || mark->make == MARK_HAZARD ? 2 : 1;
    for (int alike = 0; alike < passes; alike++)
        for (size_t i = 0; i < p->made.count; i++) {
            const char *key = rows_text(&p->made, i, "mark");
            bool is = !alike ? text_same(key, mark->key)
                             : !p->used[i] && !stands(marks, count, key) && mark_alike(key, mark->key);
            if (!is || strcmp(rows_text(&p->made, i, "kind"), mark_name(mark->make)) != 0)
                continue;
            p->used[i] = true;
            *no = rows_text(&p->made, i, "no");
            return true;
        }
    return false;
}

static void add_hint(struct mark_plan *plan, const char *hint)
{
    if (plan->hint_count < COUNT_OF(plan->hints))
        plan->hints[plan->hint_count++] = hint;
}

/* Who was met and is no member of the household; a mark may make them one. */
static void hint_at_strangers(struct mark_planner *p, const struct record *record, struct mark_plan *plan)
{
    char names[800], *rest = names;
    text_copy(names, sizeof names, record_get(record, "persons"));
    for (char *name; p->household != 0 && (name = strsep(&rest, ",")) != NULL;) {
        size_t found = 0;
        text_trim(name);
        mark_find_person(p, name, &found);
        name[strcspn(name, "(")] = '\0';
        bool told = *name == '\0' || found > 0;
        for (size_t i = 0; i < plan->count; i++)
            told |= plan->items[i].mark.make == MARK_MEMBER && strcmp(plan->items[i].mark.name, name) == 0;
        if (!told)
            add_hint(plan, pool_format(p->pool, _("Met %s, who is no registered member: #%s %s ... adds them"), name,
                                       mark_word(MARK_MEMBER), name));
    }
}

static void hint_at_likes(struct mark_planner *p, struct mark_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].like != NULL)
            add_hint(plan, pool_format(p->pool, _("%s may be the same matter as %s"), plan->items[i].mark.text,
                                       plan->items[i].like));
}

static bool is_answered(const struct mark_plan *plan, int64_t item)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].mark.make == MARK_SWEEP && plan->items[i].target == item)
            return true;
    return false;
}

#define ASKED_MOST 3 /* rows of checklists that are told */

/* Whom a sweep asks for behind this door: the entry can answer it. */
static void hint_at_sweeps(struct mark_planner *p, struct mark_plan *plan)
{
    struct rows asked = {0};
    struct error unasked = {0};
    if (p->visit != 0 || sweep_of_household(p->work, p->pool, p->household, &asked, &unasked) != ERR_NONE)
        return;
    for (size_t i = 0, told = 0; i < asked.count && told < ASKED_MOST; i++) {
        if (is_answered(plan, rows_int(&asked, i, "id")))
            continue;
        const char *title = rows_text(&asked, i, "title");
        add_hint(plan, pool_format(p->pool, _("%s asks for %s: #%s %s OUTCOME"), rows_text(&asked, i, "name"), title,
                                   mark_word(MARK_SWEEP), title));
        told++;
    }
}

static void next_visit(struct mark_planner *p, struct mark_plan *plan)
{
    int visits = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct mark_item *item = &plan->items[i];
        if (item->mark.make != MARK_AGAIN || item->made || item->problem != NULL)
            continue;
        visits++;
        if (*plan->next_on == '\0' || strcmp(item->mark.day, plan->next_on) < 0)
            text_copy(plan->next_on, sizeof plan->next_on, item->mark.day);
    }
    if (visits > 1)
        add_hint(plan, pool_format(p->pool,
                                   _("An entry has one next visit, the earliest: %s. Later ones stay in the "
                                     "text."),
                                   plan->next_on));
}

/* The needs that are named, each once. */
static void name_needs(struct mark_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const char *code = plan->items[i].code;
        size_t used = strlen(plan->needs);
        if (code == NULL || plan->items[i].made || word_in(plan->needs, ',', code))
            continue;
        snprintf(plan->needs + used, sizeof plan->needs - used, "%s%s", used > 0 ? "," : "", code);
    }
}

/* The text, and behind it what a patrol found that is a mark. */
static enum err whole_text(struct mark_planner *p, const struct record *record, const char **out, struct error *e)
{
    const char *text = record_get(record, "text"), *passed = record_get(record, "points");
    struct rows points = {0};
    struct patrol_stop *stops = NULL;
    struct buffer marks = {0};
    struct error none = {0};
    size_t count = 0;
    *out = text;
    if (*passed == '\0')
        return ERR_NONE;
    enum err r = patrol_points(p->work, p->pool, p->area, &points, e);
    if (r == ERR_NONE && patrol_stops(p->pool, &points, passed, &stops, &count, &none) == ERR_NONE) {
        patrol_marks(stops, count, &marks);
        *out = pool_format(p->pool, "%s\n%s", text, buffer_text(&marks));
    }
    buffer_free(&marks);
    return r;
}

/* Where the entry is, whose it is, what it has made. */
static enum err look(struct mark_planner *p, const struct record *given, struct error *e)
{
    struct record *record = record_copy(given);
    struct place place = {"", ""};
    struct error none = {0};
    struct rows door = {0};
    int64_t on = 0;

    if (!instant_parse(record_get(given, "on"), &on))
        on = clock_now();
    p->day = day_of(on);
    date_format(p->day, p->on);
    p->household = record_int(given, "household");
    p->door = p->address = "";
    if (place_settle(p->work, p->pool, "visit.write", NULL, record, &place, &none) != ERR_NONE)
        p->household = 0;
    p->area = record_int(record, "area");
    record_free(&record);
    enum err r =
        db_query(p->work->db, p->pool, "mark.people", BINDS(BIND_INT("household", p->household)), &p->people, e);
    if (r == ERR_NONE && p->household != 0)
        r = db_query(p->work->db, p->pool, "mark.door", BINDS(BIND_INT("household", p->household)), &door, e);
    if (door.count > 0) {
        p->door = place.door;
        p->address = rows_text(&door, 0, "address");
    }
    if (r == ERR_NONE && p->visit != 0)
        r = mark_made(p->work, p->pool, p->visit, &p->made, e);
    p->used = pool_new_piece(p->pool, p->made.count + 1, sizeof *p->used);
    return r;
}

enum err mark_plan(struct work *work, struct pool *pool, int64_t visit, const struct record *record,
                   struct mark_plan *out, struct error *e)
{
    struct mark_planner p = {.work = work, .pool = pool, .visit = visit};
    struct mark *marks = NULL;
    struct error own = {0}; /* a refusal is told by the plan, whether or not the caller wants errors */
    *out = (struct mark_plan){0};
    e = e == NULL ? &own : e;
    enum err r = look(&p, record, e);
    if (r != ERR_NONE)
        return r;
    const char *text = "";
    r = whole_text(&p, record, &text, e);
    size_t count = mark_parse(pool, text, p.day, &marks), end = strlen(record_get(record, "text"));
    out->items = pool_new_piece(pool, count + 1, sizeof *out->items);
    for (size_t i = 0; r == ERR_NONE && i < count; i++) {
        struct mark_item *item = &out->items[out->count++];
        const char *no = "";
        item->mark = marks[i];
        item->mark.where = marks[i].at > end ? "points" : "text";
        item->made = is_made(&p, marks, count, &marks[i], &no);
        if (item->made)
            item->text = pool_format(pool, "%s %s", marks[i].written, no);
        else if (i >= MARKS_MOST) {
            item->text = marks[i].written;
            item->problem = _("An entry has 30 marks at most.");
        } else
            r = mark_plan_item(&p, item, e);
    }
    hint_at_likes(&p, out);
    next_visit(&p, out);
    name_needs(out);
    hint_at_strangers(&p, record, out);
    hint_at_sweeps(&p, out);
    const char *almost = mark_almost(pool, record_get(record, "text"));
    if (almost != NULL)
        add_hint(out, pool_format(pool, _("Put a blank behind #%s if it is to be a mark"), almost));
    if (r != ERR_NONE)
        mark_plan_free(out);
    return r;
}

void mark_plan_free(struct mark_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        record_free(&plan->items[i].record);
    plan->count = 0;
}

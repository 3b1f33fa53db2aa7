/* Functions called by themselves (rights_calls.h): diary, its review, home, the duty wall. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_VISIT_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_VISIT_H

#include "wangge/base/date.h"
#include "wangge/base/text.h"
#include "wangge/table/record.h"
#include "wangge/work/mark.h"
#include "wangge/work/patrol.h"
#include "wangge/work/summary.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_review.h"
#include "wangge/work/wall.h"

/* Of the visit and of the case that were made at a place. */
static int64_t made_at(int place)
{
    return 9000 + place;
}

/* As if the actor's post were in that grid. */
static void post_in_grid(struct rights_office *r)
{
    struct actor *actor = &r->o->work->actor;
    actor->area = r->area[CHILD];
    text_copy(actor->path, sizeof actor->path, r->w->paths[CHILD]);
}

/* ---- the diary */

static bool new_visit_is_refused(struct rights_office *r)
{
    struct record *record = record_new();
    enum err refused = visit_new(r->o->work, 0, 0, record, &r->o->e);
    record_free(&record);
    return refused == ERR_DENIED;
}

/* Before anything is said of what was typed: this entry is to a household and to a place. */
static bool visit_is_refused_first(struct rights_office *r)
{
    int64_t id = 0;
    struct record *record = record_new();
    record_set_int(record, "household", row_at(r, "household", OWN)->id);
    record_set_int(record, "place", row_at(r, "special_place", OWN)->id);
    enum err refused = visit_add(r->o->work, record, &id, NULL, NULL, &r->o->e);
    record_free(&record);
    return refused == ERR_DENIED;
}

static bool case_of_visit_is_refused(struct rights_office *r)
{
    struct record *record = record_new();
    enum err refused = visit_to_case(r->o->work, made_at(OWN), record, &r->o->e);
    record_free(&record);
    return refused == ERR_DENIED;
}

static bool visits_own_doors_alone(struct rights_office *r)
{
    struct rows own = {0}, other = {0};
    done(r->o, visit_doors(r->o->work, r->o->pool, r->area[OWN], &own, &r->o->e));
    done(r->o, visit_doors(r->o->work, r->o->pool, r->area[SIBLING], &other, &r->o->e));
    return own.count > 0 && other.count == 0;
}

static enum err new_visit_to(struct rights_office *r, int place)
{
    struct error e = {0};
    struct record *record = record_new();
    enum err found = visit_new(r->o->work, 0, row_at(r, "special_place", place)->id, record, &e);
    record_free(&record);
    return found;
}

static bool visits_own_places_alone(struct rights_office *r)
{
    return new_visit_to(r, OWN) == ERR_NONE && new_visit_to(r, SIBLING) == ERR_INVALID;
}

static bool day_of_diary_is_refused(struct rights_office *r)
{
    struct diary_day day;
    return diary_day(r->o->work, &day, &r->o->e) == ERR_DENIED;
}

static bool passes_own_points_alone(struct rights_office *r)
{
    struct rows own = {0}, other = {0};
    done(r->o, patrol_points(r->o->work, r->o->pool, r->area[OWN], &own, &r->o->e));
    done(r->o, patrol_points(r->o->work, r->o->pool, r->area[SIBLING], &other, &r->o->e));
    return own.count > 0 && other.count == 0;
}

static bool marks_make_no_case(struct rights_office *r)
{
    struct mark_plan plan;
    struct record *record = record_new();
    record_set_int(record, "area", r->area[OWN]);
    record_set(record, "text", "#事件[民生服务] 楼道灯不亮");
    done(r->o, mark_plan(r->o->work, r->o->pool, 0, record, &plan, &r->o->e));
    bool refused = plan.count == 1 && plan.items[0].problem != NULL;
    mark_plan_free(&plan);
    record_free(&record);
    return refused;
}

/* ---- the review */

/* Before anything is said of what was typed: a reason is missing. */
static bool review_is_refused_first(struct rights_office *r)
{
    return visit_return(r->o->work, "9001", 0, "", &r->o->e) == ERR_DENIED;
}

/* Not even that it has been changed meanwhile is told of an entry elsewhere. */
static bool entries_elsewhere_are_not_there(struct rights_office *r)
{
    const char *id = pool_format(r->o->pool, "%lld", (long long)made_at(SIBLING));
    return visit_grade(r->o->work, id, 99, "1", "", &r->o->e) == ERR_NOT_FOUND;
}

static bool area_of_review_is_refused(struct rights_office *r)
{
    struct rows area;
    return review_area(r->o->work, r->o->pool, r->area[OWN], &area, &r->o->e) == ERR_DENIED;
}

/* An entry elsewhere is told of in the same words as one that there is not. */
static bool evidence_elsewhere_is_not_there(struct rights_office *r)
{
    struct evidence *evidence;
    struct error elsewhere = {0}, nowhere = {0};
    size_t count = 0;
    const char *id = pool_format(r->o->pool, "%lld", (long long)made_at(SIBLING));
    return review_evidence_of(r->o->work, r->o->pool, id, &evidence, &count, &elsewhere) == ERR_NOT_FOUND &&
           review_evidence_of(r->o->work, r->o->pool, "987654", &evidence, &count, &nowhere) == ERR_NOT_FOUND &&
           strcmp(elsewhere.field, nowhere.field) == 0;
}

/* Somebody was at three doors at once, one of them in the grid of a reviewer who reads no more than that grid. */
static bool entries_are_compared_in_own_area(struct rights_office *r)
{
    struct evidence *evidence;
    size_t count = 0;
    char month[MONTH_TEXT];
    bool beyond = false;
    for (int place = OWN; place <= CHILD; place++)
        run_at(r, place,
               pool_format(r->o->pool, "update visit set visited_at = {now} - 60, created_by = %lld where id = {n}",
                           (long long)r->author[CHILD]));
    post_in_grid(r);
    month_of(day_of(clock_now()), month);
    done(r->o, review_evidence(r->o->work, r->o->pool, month, 0, 0, &evidence, &count, &r->o->e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < evidence[i].count; k++)
            beyond |= evidence[i].entries[k].id == made_at(OWN) || evidence[i].entries[k].id == made_at(NEAR);
    return !beyond;
}

/* ---- home */

static struct summary summary_of(struct rights_office *r)
{
    struct summary summary;
    done(r->o, summary_read(r->o->work, &summary, &r->o->e));
    return summary;
}

/* Nor is home refused as a whole. */
static bool home_without_diary(struct rights_office *r)
{
    struct summary summary;
    return summary_read(r->o->work, &summary, &r->o->e) == ERR_NONE && summary.diary.patrols_due == 0;
}

/* Only whoever reads no other's has a score at home. */
static bool home_with_last_score(struct rights_office *r)
{
    run_at(r, OWN, "update evaluation set month = '2026-09' where id = {n}");
    return summary_of(r).last_score > 0;
}

static bool home_with_score_now(struct rights_office *r)
{
    struct summary summary = summary_of(r);
    return summary.score >= 0 || summary.gain[0] != '\0';
}

static bool home_without_accounts(struct rights_office *r)
{
    return summary_of(r).users == 0;
}

static bool home_without_upkeep(struct rights_office *r)
{
    return !summary_of(r).looks_after;
}

static bool is_to_be_done(struct rights_office *r, const char *kind)
{
    struct rows todo;
    bool is = false;
    done(r->o, summary_todo(r->o->work, r->o->pool, 1000, &todo, &r->o->e));
    for (size_t i = 0; i < todo.count; i++)
        is |= strcmp(rows_text(&todo, i, "kind"), kind) == 0;
    return is;
}

/* Nor one that waits for its author, who needs no range to be found. */
static bool no_cases_to_be_done(struct rights_office *r)
{
    run_at(r, OWN, "update case_file set waits = ' author ' where id = {n}");
    return !is_to_be_done(r, "case");
}

static bool no_doors_to_be_visited(struct rights_office *r)
{
    run_at(r, CHILD, "update follow_up set due_on = '2026-01-01' where id = {n}");
    post_in_grid(r);
    return !is_to_be_done(r, "visit");
}

/* ---- the duty wall */

static bool wall_is_refused(struct rights_office *r)
{
    struct wall wall = {0};
    enum err refused = wall_read(r->o->work, &wall, &r->o->e);
    wall_free(&wall);
    return refused == ERR_DENIED;
}

static bool is_on_wall(struct rights_office *r, int64_t id)
{
    struct wall wall = {0};
    bool is = false;
    done(r->o, wall_read(r->o->work, &wall, &r->o->e));
    for (size_t i = 0; i < wall.count; i++)
        is |= wall.cases[i].id == id;
    wall_free(&wall);
    return is;
}

static bool wall_without_confidential(struct rights_office *r)
{
    bool open = is_on_wall(r, made_at(CHILD));
    run_at(r, CHILD, "update case_file set confidential = 1 where id = {n}");
    return open && !is_on_wall(r, made_at(CHILD));
}

static bool roster_on_wall_is_refused(struct rights_office *r)
{
    struct rows rows;
    return wall_roster(r->o->work, r->o->pool, &rows, &r->o->e) == ERR_DENIED;
}

static const struct call visit_calls[] = {
    {"visit.c",          "visit_new",              "grid_leader", "visit.write",  new_visit_is_refused            },
    {"visit.c",          "visit_add",              "grid_leader", "visit.write",  visit_is_refused_first          },
    {"visit.c",          "visit_to_case",          "grid_leader", "case.report",  case_of_visit_is_refused        },
    {"visit_door.c",     "doors",                  "grid_leader", NULL,           visits_own_doors_alone          },
    {"visit_kind.c",     "settle_place",           "grid_leader", NULL,           visits_own_places_alone         },
    {"patrol.c",         "diary_day",              "grid_leader", "visit.write",  day_of_diary_is_refused         },
    {"patrol.c",         "patrol_points",          "grid_leader", NULL,           passes_own_points_alone         },
    {"mark_item.c",      "plan_case",              "grid_leader", "case.report",  marks_make_no_case              },
    {"visit_review.c",   "begin",                  "station",     "visit.review", review_is_refused_first         },
    {"visit_review.c",   "find",                   "station",     NULL,           entries_elsewhere_are_not_there },
    {"visit_review.c",   "review_area",            "station",     "visit.review", area_of_review_is_refused       },
    {"visit_evidence.c", "review_evidence_of",     "station",     NULL,           evidence_elsewhere_is_not_there },
    {"visit_evidence.c", "read_compared",          "station",     NULL,           entries_are_compared_in_own_area},
    {"summary.c",        "summary_read",           "grid_leader", "visit.write",  home_without_diary              },
    {"summary.c",        "summary_read",           "grid_leader", NULL,           home_with_last_score            },
    {"summary.c",        "summary_read",           "grid_leader", NULL,           home_with_score_now             },
    {"summary.c",        "summary_read",           "grid_leader", NULL,           home_without_accounts           },
    {"summary.c",        "summary_read",           "grid_leader", NULL,           home_without_upkeep             },
    {"todo.c",           "summary_todo",           "grid_leader", "case.read",    no_cases_to_be_done             },
    {"inside.c",         "goes_from_door_to_door", "grid_leader", "visit.write",  no_doors_to_be_visited          },
    {"wall.c",           "sight_of",               "grid_leader", NULL,           wall_is_refused                 },
    {"wall.c",           "sight_of",               "station",     NULL,           wall_without_confidential       },
    {"wall.c",           "wall_roster",            "grid_leader", NULL,           roster_on_wall_is_refused       },
};

#endif

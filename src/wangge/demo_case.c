/* Cases and their timelines: each goes one of the ways of steps.csv, as far as time and luck let it. */
#include "demo.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/limit.h"
#include "wangge/work/working_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_LIMIT (5 * DAY_SECONDS) /* the minutes of steps.csv are those of a case with this limit */

#define MOST_STEPS 16

/* A step that was taken. */
struct told {
    const char *command, *from, *to, *text, *satisfaction;
    int64_t at, actor, handler;
};

/* A case while its way is gone. */
struct story {
    const struct demo_grid *grid;
    const struct demo_household *household;
    const struct csv_row *matter;
    int64_t id, author, department, at, limit;
    const char *unit;
    int haste;    /* per cent of the usual time that it takes */
    size_t steps; /* how many it takes before luck leaves it */

    int64_t reported_at, due_at, closed_at, handler, last_by;
    const char *state, *unit_now, *result, *satisfaction;
    int rework, self_handled;
    size_t told_count;
    struct told told[MOST_STEPS];
};

static const char *cell(const struct demo *demo, const struct csv_row *row, const char *column)
{
    return csv_cell(demo->steps, row, column);
}

static int64_t actor_of(const struct story *story, const char *who)
{
    return strcmp(who, "author") == 0    ? story->author
           : strcmp(who, "leader") == 0  ? story->grid->leader
           : strcmp(who, "station") == 0 ? story->grid->station
                                         : story->department;
}

/* What the step does to the case, beside its state; the same effects as in etc/workflow.csv. */
static void apply(struct story *story, const char *command, const char *to, const char *text, int64_t actor)
{
    if (strcmp(command, "self_handle") == 0) {
        story->self_handled = 1;
        story->handler = actor;
        story->result = text;
    } else if (strcmp(command, "dispatch") == 0) {
        story->handler = story->department;
        story->unit_now = story->unit;
    } else if (strcmp(command, "return") == 0) {
        story->handler = 0;
        story->unit_now = "";
    } else if (strcmp(command, "handle") == 0) {
        story->result = text;
    } else if (strcmp(command, "rework") == 0 || (strcmp(command, "call_back") == 0 && strcmp(to, "handling") == 0)) {
        story->rework++;
    } else if (strcmp(command, "refuse") == 0) {
        story->reported_at = story->due_at = 0;
    }
    if (strcmp(to, "closed") == 0 || strcmp(to, "void") == 0) {
        story->closed_at = story->at;
    }
}

static const char *satisfaction_of(struct demo *demo, const char *command, const char *to)
{
    if (strcmp(command, "call_back") != 0) {
        return "";
    }
    return strcmp(to, "handling") == 0 ? "3" : demo_chance(demo, 82) ? "1" : "2";
}

static void take_step(struct demo *demo, struct story *story, const struct csv_row *row)
{
    const char *command = cell(demo, row, "command"), *to = cell(demo, row, "to");
    const char *satisfaction = satisfaction_of(demo, command, to);
    int64_t actor = actor_of(story, cell(demo, row, "who"));
    bool says = demo_has(demo, command, satisfaction) || demo_has(demo, command, "");
    const char *text = says ? demo_phrase(demo, command, satisfaction) : "";
    const char *from = story->state;
    bool hands_over = strcmp(command, "dispatch") == 0 || strcmp(command, "self_handle") == 0;

    apply(story, command, to, text, actor);
    story->satisfaction = *satisfaction ? satisfaction : story->satisfaction;
    story->state = to;
    story->last_by = actor;
    story->told[story->told_count++] =
        (struct told){command, from, to, text, satisfaction, story->at, actor, hands_over ? story->handler : 0};
}

/* Night passes without work: what would fall between seven in the evening and eight goes on in the morning. */
static int64_t working(int64_t at)
{
    int64_t minute = (at - day_start(day_of(at))) / 60;

    if (minute >= 480 && minute < 1140) {
        return at;
    }
    return day_start(day_of(at) + (minute >= 1140)) + 480 * 60 + at % 3600;
}

static int64_t later(struct demo *demo, const struct story *story, const struct csv_row *row)
{
    int low = atoi(cell(demo, row, "low")), high = atoi(cell(demo, row, "high"));
    int64_t seconds = (int64_t)60 * demo_between(demo, low, high) * story->haste / 100 * story->limit / USUAL_LIMIT;

    return story->limit < USUAL_LIMIT ? story->at + seconds : working(story->at + seconds);
}

/* The first row of a way; the rows of a way stand together. */
static const struct csv_row *draw_way(struct demo *demo, const struct csv_row *matter)
{
    bool self = demo_between(demo, 1, 10) <= atoi(csv_cell(demo->cases, matter, "self"));
    const struct csv_row *row;

    do {
        row = demo_row(demo, "way", "");
    } while ((strcmp(cell(demo, row, "path"), "self") == 0) != self);
    return row;
}

static void go_way(struct demo *demo, struct story *story)
{
    const struct csv_row *row = draw_way(demo, story->matter), *end = demo->steps->rows + demo->steps->count;
    const char *way = cell(demo, row, "path");

    for (size_t i = 0; i < story->steps && row < end; i++, row++) {
        int64_t next = later(demo, story, row);
        if (next > demo->end || strcmp(cell(demo, row, "path"), way) != 0) {
            break;
        }
        story->at = next;
        take_step(demo, story, row);
    }
}

static void draw_story(struct demo *demo, const struct demo_grid *grid, struct story *story)
{
    bool fresh = demo_chance(demo, 25); /* more of the last days, so that there is something open */
    day_t day = demo_between(demo, fresh ? demo->today - 5 : demo->cases_from, demo->today);
    const struct demo_department *department = &demo->departments[0];

    *story = (struct story){.grid = grid, .id = ++demo->last_case, .state = "draft", .unit_now = "", .result = ""};
    story->satisfaction = "";
    story->matter = demo_row(demo, "matter", "");
    story->household = &grid->households[dice_below(&demo->dice, (uint32_t)grid->household_count)];
    story->author = grid->informant_count && demo_chance(demo, 45)
                        ? grid->informants[dice_below(&demo->dice, (uint32_t)grid->informant_count)]
                        : grid->leader;
    for (size_t i = 0; i < demo->department_count; i++) {
        if (strcmp(demo->departments[i].login, csv_cell(demo->cases, story->matter, "unit")) == 0) {
            department = &demo->departments[i];
        }
    }
    story->department = department->account;
    story->unit = department->unit;
    const struct limit *limit = limit_find(csv_cell(demo->cases, story->matter, "category"),
                                           csv_cell(demo->cases, story->matter, "urgency"), "whole");
    story->limit = limit ? limit->amount : 0;
    story->haste = demo_chance(demo, 88) ? demo_between(demo, 40, 100) : demo_between(demo, 150, 320);
    story->steps = demo_chance(demo, 96) ? MOST_STEPS : (size_t)demo_between(demo, 1, 5);
    story->at = day_start(day) + 60 * demo_between(demo, 490, 1130);
    if (story->at > demo->end) {
        story->at -= DAY_SECONDS;
    }
    story->reported_at = story->at;
    story->due_at = limit ? working_time_add(limit->kind, story->at, limit->amount) : 0;
}

static const char *text_of(struct demo *demo, struct pool *pool, const struct story *story)
{
    struct buffer text = {0};

    buffer_add_text(&text, csv_cell(demo->cases, story->matter, "text"));
    buffer_add_text(&text, "，");
    buffer_add_text(&text, demo_phrase(demo, "since", ""));
    if (demo_chance(demo, 70)) {
        buffer_add_text(&text, "，");
        buffer_add_text(&text, demo_phrase(demo, "effect", ""));
    }
    buffer_add_text(&text, "。");
    buffer_add_text(&text, demo_phrase(demo, "wish", ""));
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static struct bind some(const char *name, int64_t value)
{
    return value ? BIND_INT(name, value) : BIND_NULL(name);
}

static enum err insert_case(struct demo *demo, struct pool *pool, const struct story *story, int64_t created_at,
                            struct error *e)
{
    const char *template = csv_cell(demo->cases, story->matter, "place");
    struct buffer place = {0};
    char date[DATE_TEXT];

    demo_fill(&place, template, story->grid, story->household);
    date_format(day_of(created_at), date);
    int number = ++demo->cases_on[day_of(created_at) - demo->visits_from];
    enum err r = db_execute(
        demo->db, "demo.case",
        BINDS(BIND_INT("id", story->id),
              BIND_TEXT("no", pool_format(pool, "SJ-%.4s%.2s%.2s-%04d", date, date + 5, date + 8, number)),
              BIND_TEXT("title",
                        pool_format(pool, "%s%s", buffer_text(&place), csv_cell(demo->cases, story->matter, "title"))),
              BIND_TEXT("text", text_of(demo, pool, story)),
              BIND_TEXT("category", csv_cell(demo->cases, story->matter, "category")),
              BIND_INT("area", story->grid->id), some("household", strstr(template, "{r}") ? story->household->id : 0),
              BIND_TEXT("place", buffer_text(&place)),
              BIND_TEXT("urgency", csv_cell(demo->cases, story->matter, "urgency")), BIND_TEXT("state", story->state),
              some("handler", story->handler), BIND_TEXT("unit", story->unit_now), BIND_TEXT("result", story->result),
              BIND_TEXT("satisfaction", story->satisfaction), BIND_INT("rework", story->rework),
              BIND_INT("self_handled", story->self_handled), some("reported_at", story->reported_at),
              some("due_at", story->due_at), some("closed_at", story->closed_at),
              BIND_INT("version", (int64_t)story->told_count), BIND_INT("by", story->author),
              BIND_INT("created_at", created_at), BIND_INT("last_by", story->last_by),
              BIND_INT("updated_at", story->at)),
        NULL, e);
    buffer_free(&place);
    return r;
}

static enum err insert_steps(struct demo *demo, const struct story *story, struct error *e)
{
    enum err r = ERR_NONE;

    for (size_t i = 0; i < story->told_count && !r; i++) {
        const struct told *told = &story->told[i];
        r = db_execute(demo->db, "demo.step",
                       BINDS(BIND_INT("id", ++demo->last_step), BIND_INT("case", story->id), BIND_INT("at", told->at),
                             BIND_INT("account", told->actor), BIND_TEXT("command", told->command),
                             BIND_TEXT("from", told->from), BIND_TEXT("to", told->to), BIND_TEXT("text", told->text),
                             some("handler", told->handler), BIND_TEXT("satisfaction", told->satisfaction)),
                       NULL, e);
    }
    return r;
}

enum err demo_cases(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e)
{
    int count = demo_between(demo, demo->size->cases_least, demo->size->cases_most);
    enum err r = ERR_NONE;

    for (int i = 0; i < count && !r; i++) {
        struct story story;
        draw_story(demo, grid, &story);
        int64_t created_at = story.at;
        go_way(demo, &story);
        r = insert_case(demo, pool, &story, created_at, e);
        r = r ? r : insert_steps(demo, &story, e);
    }
    return r;
}

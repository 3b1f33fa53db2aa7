/* Entries of the visit diary. */
#include "demo.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"

#include <stdio.h>
#include <string.h>

#define VALID_CHARACTERS 10 /* an entry with less text does not count */

static const char *channel_of(struct demo *demo)
{
    static const char *const channels[] = {"1", "1", "1", "1", "1", "1", "1", "2", "2", "3", "5", "5"};

    return demo_chance(demo, 1) ? "4" : channels[dice_below(&demo->dice, 12)];
}

/* Leaders write a good third themselves; the rest is their informants'. */
static int64_t author_of(struct demo *demo, const struct demo_grid *grid)
{
    return demo_chance(demo, demo->size->own) || grid->informant_count == 0
               ? grid->leader
               : grid->informants[dice_below(&demo->dice, (uint32_t)grid->informant_count)];
}

/* The first kind of the household decides what is talked about. */
static void write_text(struct demo *demo, const struct demo_grid *grid, const struct demo_household *household,
                       const char *channel, struct buffer *text)
{
    char kind[2] = {household->kinds[0], '\0'};

    if (demo_chance(demo, 3)) {
        buffer_add_text(text, demo_phrase(demo, "short", ""));
        return;
    }
    demo_fill(text, demo_phrase(demo, "opening", channel), grid, household);
    buffer_add_text(text, "，");
    demo_fill(text, demo_phrase(demo, "situation", demo_chance(demo, 70) ? kind : ""), grid, household);
    buffer_add_text(text, "。");
    const char *need = demo_phrase(demo, "need", demo_chance(demo, 50) ? kind : "");
    if (*need) {
        buffer_add_text(text, need);
        buffer_add_text(text, "。");
    }
}

static void write_outcome(struct demo *demo, const struct demo_household *household, struct buffer *outcome)
{
    char kind[2] = {household->kinds[0], '\0'};
    const char *phrase = demo_phrase(demo, "outcome", demo_chance(demo, 60) ? kind : "");

    if (*phrase) {
        buffer_add_text(outcome, phrase);
        buffer_add_text(outcome, "。");
    }
}

static enum err insert(struct demo *demo, struct pool *pool, const struct demo_grid *grid,
                       const struct demo_household *household, day_t day, int64_t at, struct error *e)
{
    struct buffer text = {0}, outcome = {0};
    char date[DATE_TEXT], next[DATE_TEXT] = "";
    const char *channel = channel_of(demo);
    int number = ++demo->visits_on[day - demo->visits_from];

    write_text(demo, grid, household, channel, &text);
    write_outcome(demo, household, &outcome);
    date_format(day, date);
    if (demo_chance(demo, *household->kinds ? 60 : 15)) {
        date_format(day + demo_between(demo, 7, 30), next);
    }
    const char *no = pool_format(pool, "MQ-%.4s%.2s%.2s-%04d", date, date + 5, date + 8, number);
    enum err r =
        db_execute(demo->db, "demo.visit",
                   BINDS(BIND_INT("id", ++demo->last_visit), BIND_TEXT("no", no), BIND_INT("area", grid->id),
                         BIND_INT("household", household->id), BIND_TEXT("address", household->door),
                         BIND_TEXT("persons", household->head), BIND_INT("at", at), BIND_TEXT("channel", channel),
                         BIND_TEXT("kinds", household->kinds), BIND_TEXT("text", buffer_text(&text)),
                         BIND_TEXT("outcome", buffer_text(&outcome)), BIND_TEXT("next_on", *next ? next : NULL),
                         BIND_INT("valid", text_count(buffer_text(&text)) >= VALID_CHARACTERS),
                         BIND_INT("by", author_of(demo, grid))),
                   NULL, e);
    buffer_free(&text);
    buffer_free(&outcome);
    return r ? r
             : db_execute(demo->db, "demo.visit_person",
                          BINDS(BIND_INT("visit", demo->last_visit), BIND_INT("person", household->head_id),
                                BIND_TEXT("name", household->head)),
                          NULL, e);
}

/* A visit on that day between half past eight and seven, unless it would be after the demo's end. */
static enum err add_visit(struct demo *demo, struct pool *pool, const struct demo_grid *grid,
                          const struct demo_household *household, day_t day, struct error *e)
{
    int64_t at = day_start(day) + 60 * demo_between(demo, 510, 1140);

    return at > demo->end ? ERR_NONE : insert(demo, pool, grid, household, day, at, e);
}

/* Once a quarter, now and then late: so a month's due households are about a third, and most of them are visited. */
static enum err regular_visits(struct demo *demo, struct pool *pool, const struct demo_grid *grid,
                               const struct demo_household *household, struct error *e)
{
    enum err r = ERR_NONE;

    for (day_t day = demo->visits_from + demo_between(demo, 0, 88); day <= demo->today && !r;) {
        if (demo_chance(demo, 92)) {
            r = add_visit(demo, pool, grid, household, day, e);
            day += demo_between(demo, 80, 96);
        } else {
            day += demo_between(demo, 8, 40);
        }
    }
    return r;
}

/* Households that must be visited are seen more often: monthly, and weekly in the smallest demo. */
static enum err extra_visits(struct demo *demo, struct pool *pool, const struct demo_grid *grid,
                             const struct demo_household *household, int rhythm, struct error *e)
{
    enum err r = ERR_NONE;

    for (day_t day = demo->cases_from + demo_between(demo, 0, rhythm); day <= demo->today && !r;
         day += rhythm + demo_between(demo, -2, 4)) {
        r = demo_chance(demo, 88) ? add_visit(demo, pool, grid, household, day, e) : ERR_NONE;
    }
    return r;
}

static void change_dice(struct demo *demo)
{
    struct dice dice = demo->dice;

    demo->dice = demo->visit_dice;
    demo->visit_dice = dice;
}

enum err demo_register_visits(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e)
{
    enum err r = ERR_NONE;

    change_dice(demo);
    for (size_t i = 0; i < grid->household_count && !r; i++) {
        const struct demo_household *household = &grid->households[i];
        if (household->rhythm > 0 && !*household->kinds) {
            r = extra_visits(demo, pool, grid, household, household->rhythm, e);
        }
    }
    change_dice(demo);
    return r;
}

enum err demo_visits(struct demo *demo, struct pool *pool, struct demo_grid *grid, struct error *e)
{
    enum err r = ERR_NONE;

    for (size_t i = 0; i < grid->household_count && !r; i++) {
        const struct demo_household *household = &grid->households[i];
        r = regular_visits(demo, pool, grid, household, e);
        if (!r && *household->kinds) {
            r = extra_visits(demo, pool, grid, household, demo->size->rhythm, e);
        }
    }
    return r;
}
